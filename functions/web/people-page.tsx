/** The pages of people: the list of an organization or office, an invitation, one account. */
import type { Context } from 'hono';
import type { Child, FC } from 'hono/jsx';
import { addDays, type LocalDate } from '../../shared/domain/local-date.ts';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import type { Recovery } from '../../shared/domain/passkey.ts';
import { mayEnter, type User, userOn } from '../../shared/domain/permissions.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { roleLabels } from '../../shared/text/accounts.ts';
import { capacityLabels, dateTime, mediumDate, shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  ButtonLink,
  Checkbox,
  ConfirmForm,
  DateInput,
  EmptyState,
  Field,
  type FieldError,
  Notification,
  Radios,
  SummaryList,
  Table,
  Tag,
} from '../../shared/web/components.tsx';
import type { PersonAct } from './people.ts';
import type { PeoplePlace } from './people-frame.ts';
import type { Form } from './request-body.ts';
import { page, type WebEnv } from './web-environment.tsx';

interface List {
  readonly place: PeoplePlace;
  readonly members: readonly User[];
  /** Of an office: those whose people it looks after. */
  readonly organizations: readonly Organization[];
  readonly today: LocalDate;
  readonly now: Date;
}

export function listPage(c: Context<WebEnv>, props: List) {
  const { place, members, organizations, today, now } = props;
  const wanted = (c.req.query('q') ?? '').trim();
  return page(
    c,
    { title: 'ผู้ใช้งาน', line: place.name },
    <>
      {c.req.query('invited') !== undefined && (
        <Notification kind="success" title="ส่งคำเชิญทางอีเมลแล้ว">
          <p class="govuk-body">ผู้รับเชิญเข้าใช้งานได้เมื่อเข้าสู่ระบบด้วยอีเมลนั้น ภายใน 14 วัน</p>
        </Notification>
      )}
      <span class="govuk-caption-l">{place.name}</span>
      <h1 class="govuk-heading-l">ผู้ใช้งาน</h1>
      <p class="govuk-body">ทุกคนใช้อีเมลของตนเอง ไม่ใช้บัญชีร่วมกัน เพื่อให้ทราบว่าใครเป็นผู้ทำรายการ</p>
      {members.length === 0 ? (
        <EmptyState>ยังไม่มีผู้ใช้งาน</EmptyState>
      ) : (
        <Table
          caption={`ผู้ใช้งานของ${place.name}`}
          captionHidden
          rows={inOrder(members, today)}
          columns={[
            {
              head: 'ตำแหน่ง',
              heads: true,
              cell: ({ userId, position }) => (
                <a class="govuk-link" href={`/people/${userId}`}>
                  {position}
                </a>
              ),
            },
            { head: 'บทบาท', cell: (member) => roleText(member) },
            { head: 'อีเมล', cell: (member) => <Address {...member} /> },
            { head: 'สถานะ', cell: (member) => <State user={member} today={today} now={now} /> },
          ]}
        />
      )}
      {place.roles.length > 0 && <ButtonLink href={`${place.path}/invite`}>เชิญผู้ใช้งาน</ButtonLink>}
      {organizations.length > 0 && (
        <OrganizationsOf {...{ organizations, wanted, today }} path={place.path} />
      )}
    </>,
  );
}

/** The address, and whether mail to it has come back. */
const Address: FC<Pick<User, 'email' | 'mailFailed'>> = ({ email, mailFailed }) => (
  <>
    <span class="address">{email}</span> {mailFailed && <Tag tone="red">ส่งไม่ถึง</Tag>}
  </>
);

/** Those who may sign in first. */
function inOrder(members: readonly User[], today: LocalDate): User[] {
  const rank = (user: User) => Number(!userOn(user, today).active);
  return members.toSorted(
    (a, b) => rank(a) - rank(b) || a.role.localeCompare(b.role) || a.email.localeCompare(b.email),
  );
}

function roleText({ role, provinces }: User): string {
  if (role !== 'regional') return roleLabels[role];
  return `${roleLabels[role]} (${provinces.map((province) => provinceNames[province]).join(' ')})`;
}

const OrganizationsOf: FC<{
  organizations: readonly Organization[];
  wanted: string;
  path: string;
  today: LocalDate;
}> = ({ organizations, wanted, path, today }) => {
  const named = organizations
    .map((organization) => ({ organization, ...nameOn(organization, today) }))
    .filter(({ name, shortName }) => `${name} ${shortName}`.includes(wanted));
  return (
    <section aria-label="ผู้ใช้งานของ อปท.">
      <h2 class="govuk-heading-m">ผู้ใช้งานของ อปท. ในจังหวัด</h2>
      <form method="get" action={path}>
        <Field name="q" type="search" label="ชื่อ อปท." value={wanted} width={20} />
        <Button kind="secondary">ค้นหา</Button>
      </form>
      {named.length === 0 ? (
        <EmptyState>ไม่พบ อปท. ชื่อนี้</EmptyState>
      ) : (
        <ul class="govuk-list">
          {named.map(({ organization, shortName }) => (
            <li>
              <a class="govuk-link" href={`/organizations/${organization.orgId}/people`}>
                {shortName}
              </a>{' '}
              อ.{organization.amphoe.name}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

const State: FC<{ user: User; today: LocalDate; now: Date }> = ({ user, today, now }) => {
  const { active, lastDay, invitation, mailbox } = user;
  const shared = mailbox === 'shared' && <Tag tone="blue">อีเมลกลาง</Tag>;
  if (!active) return <Tag tone="grey">ปิดบัญชีแล้ว</Tag>;
  if (lastDay && today > lastDay) return <Tag tone="grey">พ้นหน้าที่แล้ว</Tag>;
  if (invitation && !mayEnter(user, today, now)) return <Tag tone="orange">คำเชิญหมดอายุ</Tag>;
  if (invitation) {
    return (
      <>
        <Tag tone="yellow">รอตอบรับ</Tag> ถึง {shortDateOf(invitation.until)} {shared}
      </>
    );
  }
  return (
    <>
      <Tag tone="green">ใช้งานได้</Tag> {lastDay && `ถึง ${shortDate(lastDay)}`} {shared}
    </>
  );
};

function shortDateOf(instant: string): string {
  return dateTime(new Date(instant)).split(' เวลา')[0] ?? '';
}

interface Invite {
  readonly place: PeoplePlace;
  readonly form?: Form;
  readonly errors?: readonly FieldError[];
}

export function invitePage(c: Context<WebEnv>, { place, form, errors = [] }: Invite) {
  const { roles, name, path, orgId } = place;
  return page(
    c,
    {
      title: 'เชิญผู้ใช้งาน',
      line: name,
      breadcrumbs: [{ text: 'ผู้ใช้งาน', href: path }, { text: 'เชิญผู้ใช้งาน' }],
      errors,
      status: errors.length > 0 ? 422 : 200,
    },
    <form method="post" action={`${path}/invite`} novalidate>
      <span class="govuk-caption-l">{name}</span>
      <h1 class="govuk-heading-l">เชิญผู้ใช้งาน</h1>
      <p class="govuk-body">ผู้รับเชิญได้รับอีเมลพร้อมลิงก์ และตอบรับด้วยการเข้าสู่ระบบด้วยอีเมลนั้นภายใน 14 วัน</p>
      <Field
        name="email"
        type="email"
        label="อีเมลของผู้รับเชิญ"
        hint="อีเมลที่เจ้าตัวใช้คนเดียว"
        autocomplete="off"
        value={form?.get('email')}
        errors={errors}
        width={30}
      />
      <Field
        name="position"
        label="ตำแหน่ง"
        hint="ตามคำสั่งแต่งตั้ง เช่น นักวิเคราะห์นโยบายและแผนชำนาญการ"
        value={form?.get('position')}
        errors={errors}
        maxlength={200}
      />
      {roles.length > 1 ? (
        <Radios
          name="role"
          label="บทบาท"
          options={roles.map((role) => ({ value: role, text: roleLabels[role] }))}
          value={form?.get('role') ?? roles[0]}
          errors={errors}
        />
      ) : (
        <p class="govuk-body">บทบาท: {roles.map((role) => roleLabels[role]).join()}</p>
      )}
      {orgId && <Mailbox form={form} errors={errors} />}
      {orgId && !roles.includes('executive') && (
        <p class="govuk-inset-text">ผู้บริหารเชิญได้โดยผู้บริหารเอง หรือสำนักงาน ป.ป.ช. ประจำจังหวัด</p>
      )}
      {roles.includes('executive') && (
        <fieldset class="govuk-fieldset">
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">
            เฉพาะผู้บริหาร: สถานะและวาระการลงนาม
          </legend>
          <SigningFields form={form} errors={errors} user={undefined} />
        </fieldset>
      )}
      {roles.includes('regional') && <Areas form={form} errors={errors} />}
      {orgId && (
        <Checkbox
          name="told"
          label="ส่งการแจ้งเตือนของหน่วยงานถึงอีเมลนี้ด้วย"
          checked={form ? form.get('told') === 'yes' : true}
        />
      )}
      <Button>ส่งคำเชิญ</Button>
    </form>,
  );
}

const Mailbox: FC<{ form: Form | undefined; errors: readonly FieldError[] }> = ({
  form,
  errors,
}) => (
  <Radios
    name="mailbox"
    label="อีเมลนี้เป็นของ"
    hint="ผู้ที่เข้าสู่ระบบผ่านอีเมลกลางต้องกรอกชื่อและตำแหน่งทุกครั้ง และลงนามแทนผู้บริหารในระบบไม่ได้"
    options={[
      { value: 'personal', text: 'บุคคลเดียว' },
      { value: 'shared', text: 'หลายคนใช้ร่วมกัน เช่น อีเมลกลาง (สารบรรณ)' },
    ]}
    value={form?.get('mailbox') ?? 'personal'}
    errors={errors}
  />
);

/** Provinces that a regional office looks after. */
const Areas: FC<{ form: Form | undefined; errors: readonly FieldError[] }> = ({ form, errors }) => {
  const error = errors.find(({ id }) => id === 'provinces');
  return (
    <details class="govuk-details" open={error !== undefined || form?.get('role') === 'regional'}>
      <summary class="govuk-details__summary" id="provinces">
        <span class="govuk-details__summary-text">เฉพาะเจ้าหน้าที่ภาค: จังหวัดที่ดูแล</span>
      </summary>
      <div class="govuk-details__text">
        {error && (
          <p class="govuk-error-message" id="provinces-error">
            <span class="govuk-visually-hidden">ข้อผิดพลาด: </span>
            {error.message}
          </p>
        )}
        <fieldset class="govuk-fieldset govuk-checkboxes govuk-checkboxes--small">
          <legend class="govuk-visually-hidden">จังหวัดที่ดูแล</legend>
          {Object.entries(provinceNames).map(([code, name]) => (
            <div class="govuk-checkboxes__item">
              <input
                class="govuk-checkboxes__input"
                type="checkbox"
                id={`province-${code}`}
                name="provinces"
                value={code}
                checked={form?.all('provinces').includes(code) ?? false}
              />
              <label class="govuk-label govuk-checkboxes__label" for={`province-${code}`}>
                {name}
              </label>
            </div>
          ))}
        </fieldset>
      </div>
    </details>
  );
};

const SigningFields: FC<{
  form: Form | undefined;
  errors: readonly FieldError[];
  user: User | undefined;
}> = ({ form, errors, user }) => (
  <>
    <Radios
      name="capacity"
      label="ลงนามในฐานะ"
      options={Object.entries(capacityLabels).map(([value, text]) => ({ value, text }))}
      value={form?.get('capacity') ?? user?.capacity ?? 'holder'}
      errors={errors}
    />
    <DateInput
      name="from"
      label="ลงนามได้ตั้งแต่วันที่"
      errors={errors}
      value={partsOf(form, 'from', user?.term?.from)}
    />
    <DateInput
      name="until"
      label="ถึงวันที่ (ถ้ามีกำหนด)"
      errors={errors}
      value={partsOf(form, 'until', user?.term?.until)}
    />
  </>
);

/** What stands in the three boxes of a date: what was typed, or `date`. */
function partsOf(form: Form | undefined, name: string, date?: LocalDate) {
  const [year = '', month = '', day = ''] = date?.split('-') ?? [];
  const part = (key: string, value: string) => form?.get(`${name}-${key}`) ?? value;
  return {
    day: part('day', day.replace(/^0/, '')),
    month: part('month', month.replace(/^0/, '')),
    year: part('year', year && String(Number(year) + 543)),
  };
}

interface Person {
  readonly other: User;
  readonly listPath: string;
  /** Name of the organization or office. */
  readonly place: string;
  readonly mayManage: boolean;
  /** Where the reader may confirm it. */
  readonly recovery: Recovery | undefined;
  readonly today: LocalDate;
  readonly now: Date;
  readonly securityNow: Date;
  readonly mistaken:
    | { readonly act: PersonAct; readonly form: Form; readonly errors: readonly FieldError[] }
    | undefined;
}

const doneTexts: Readonly<Record<PersonAct, string>> = {
  position: 'บันทึกตำแหน่งแล้ว',
  address: 'เปลี่ยนอีเมลแล้ว ระบบแจ้งทั้งอีเมลเดิมและอีเมลใหม่',
  signing: 'บันทึกสถานะและวาระการลงนามแล้ว',
  'hand-over': 'ส่งมอบงานแล้ว ระบบแจ้งทั้งผู้ส่งมอบและผู้รับงาน',
  deactivate: 'ปิดบัญชีแล้ว การเข้าใช้งานทั้งหมดสิ้นสุดทันที',
  reactivate: 'เปิดบัญชีแล้ว',
  'invite-again': 'ส่งคำเชิญอีกครั้งแล้ว',
  'confirm-recovery': 'บันทึกคำตอบแล้ว ระบบแจ้งเจ้าตัวทางอีเมล',
  'decline-recovery': 'บันทึกคำตอบแล้ว ระบบแจ้งเจ้าตัวทางอีเมล',
};

export function personPage(c: Context<WebEnv>, props: Person) {
  const { other, listPath, place, mayManage, mistaken } = props;
  const errors = mistaken?.errors ?? [];
  const done = Object.entries(doneTexts).find(([act]) => act === c.req.query('done'))?.[1];
  return page(
    c,
    {
      title: other.position,
      line: place,
      breadcrumbs: [{ text: 'ผู้ใช้งาน', href: listPath }, { text: other.position }],
      errors,
      status: mistaken ? 422 : 200,
    },
    <>
      {done && !mistaken && <Notification kind="success" title={done} />}
      <span class="govuk-caption-l">{roleLabels[other.role]}</span>
      <h1 class="govuk-heading-l">{other.position}</h1>
      <Facts {...props} />
      <MailPanel {...props} />
      <RecoveryPanel {...props} />
      {mayManage && <ManagePanels {...props} isOwn={c.get('user')?.userId === other.userId} />}
    </>,
  );
}

const Facts: FC<Person> = ({ other, place, today, now }) => {
  const { role, provinces, term, capacity, inactive, invitation, lastDay } = other;
  const rows: { key: string; value: Child }[] = [
    { key: 'สังกัด', value: place },
    { key: 'อีเมล', value: <Address {...other} /> },
    { key: 'สถานะ', value: <State user={other} today={today} now={now} /> },
  ];
  if (role === 'executive') {
    rows.push({
      key: 'ลงนามในฐานะ',
      value: `${capacityLabels[capacity ?? 'holder']}${termText(term)}`,
    });
  }
  if (provinces.length > 0) {
    rows.push({ key: 'จังหวัด', value: provinces.map((code) => provinceNames[code]).join(' ') });
  }
  if (invitation) rows.push({ key: 'เชิญโดย', value: invitation.by });
  if (lastDay) rows.push({ key: 'วันสุดท้าย', value: mediumDate(lastDay) });
  if (inactive) {
    rows.push({ key: 'ปิดบัญชี', value: `${mediumDate(inactive.on)}: ${inactive.reason}` });
  }
  return <SummaryList rows={rows} />;
};

function termText(term: User['term']): string {
  if (!term) return '';
  return ` ตั้งแต่ ${mediumDate(term.from)}${term.until ? ` ถึง ${mediumDate(term.until)}` : ''}`;
}

/** Whoever gets no code cannot come in, and may not know why. */
const MailPanel: FC<Person> = ({ other: { mailFailed }, mayManage }) =>
  mailFailed ? (
    <p class="govuk-inset-text">
      {mailFailed.health === 'complained'
        ? 'ผู้รับแจ้งว่าอีเมลจากระบบเป็นสแปม ระบบอีเมลจึงไม่ส่งถึงอีเมลนี้อีก'
        : 'อีเมลจากระบบส่งไม่ถึงอีเมลนี้'}{' '}
      (แจ้งเมื่อ {dateTime(new Date(mailFailed.at))}) เจ้าตัวจึงไม่ได้รับคำเชิญหรือรหัสเข้าสู่ระบบ
      {mayManage && ' กรุณาติดต่อทางโทรศัพท์เพื่อขออีเมลที่ใช้ได้ แล้วเปลี่ยนอีเมลด้านล่าง'}
    </p>
  ) : null;

const RecoveryPanel: FC<Person> = ({ other, recovery, securityNow }) => {
  if (recovery?.state !== 'asked' || securityNow.toISOString() >= recovery.expiresAt) return null;
  return (
    <section class="panel-plain" aria-label="คำขอเพิ่มพาสคีย์ใหม่">
      <h2 class="govuk-heading-m">ขอให้ยืนยันตัวตน เพราะใช้พาสคีย์ไม่ได้</h2>
      <p class="govuk-body">
        แจ้งเมื่อ {dateTime(new Date(recovery.askedAt))} ยืนยันได้ถึง{' '}
        {dateTime(new Date(recovery.expiresAt))} โปรดพบหรือโทรหาเจ้าตัวด้วยหมายเลขที่ท่านรู้จักก่อนตอบ
        อย่ายืนยันจากอีเมลหรือข้อความเพียงอย่างเดียว
      </p>
      <ConfirmForm action={`/people/${other.userId}/confirm-recovery`} button="ยืนยันว่าเป็นเจ้าตัว" />
      <ConfirmForm
        action={`/people/${other.userId}/decline-recovery`}
        button="ไม่ยืนยัน"
        kind="warning"
      />
    </section>
  );
};

const ManagePanels: FC<Person & { isOwn: boolean }> = ({ other, today, mistaken, isOwn }) => {
  const { userId, active, invitation, role } = other;
  const path = (act: PersonAct) => `/people/${userId}/${act}`;
  const formOf = (act: PersonAct) => (mistaken?.act === act ? mistaken.form : undefined);
  const errorsOf = (act: PersonAct) => (mistaken?.act === act ? mistaken.errors : []);
  const isOpen = (act: PersonAct) => mistaken?.act === act;
  const isClosed = !userOn(other, today).active;
  if (isClosed) {
    return (
      <Panel title="เปิดบัญชีอีกครั้ง" isOpen={isOpen('reactivate')}>
        <ReasonForm act="reactivate" button="เปิดบัญชี" {...{ path, formOf, errorsOf }} />
      </Panel>
    );
  }
  return (
    <>
      {invitation && (
        <Panel title="ส่งคำเชิญอีกครั้ง">
          <p class="govuk-body">คำเชิญใหม่ใช้ได้อีก 14 วัน</p>
          <ConfirmForm action={path('invite-again')} button="ส่งคำเชิญอีกครั้ง" kind="secondary" />
        </Panel>
      )}
      <Panel title="แก้ไขชื่อตำแหน่ง" isOpen={isOpen('position')}>
        <form method="post" action={path('position')} novalidate>
          <Field
            name="position"
            label="ตำแหน่ง"
            value={formOf('position')?.get('position') ?? other.position}
            errors={errorsOf('position')}
            maxlength={200}
          />
          <Button kind="secondary">บันทึกตำแหน่ง</Button>
        </form>
      </Panel>
      <Panel title="เปลี่ยนอีเมล" isOpen={isOpen('address')}>
        <p class="govuk-body">ระบบแจ้งทั้งสองอีเมล และการเข้าใช้งานที่ค้างอยู่สิ้นสุดทันที</p>
        <form method="post" action={path('address')} novalidate>
          <Field
            name="email"
            type="email"
            label="อีเมลใหม่"
            autocomplete="off"
            value={formOf('address')?.get('email')}
            errors={errorsOf('address')}
            width={30}
          />
          <Button kind="secondary">เปลี่ยนอีเมล</Button>
        </form>
      </Panel>
      {role === 'executive' && (
        <Panel title="สถานะและวาระการลงนาม" isOpen={isOpen('signing')}>
          <form method="post" action={path('signing')} novalidate>
            <SigningFields form={formOf('signing')} errors={errorsOf('signing')} user={other} />
            <Button kind="secondary">บันทึกวาระ</Button>
          </form>
        </Panel>
      )}
      <Panel title="ส่งมอบงาน เมื่อย้ายหรือพ้นหน้าที่" isOpen={isOpen('hand-over')}>
        <HandOverForm
          action={path('hand-over')}
          form={formOf('hand-over')}
          errors={errorsOf('hand-over')}
          today={today}
        />
      </Panel>
      {active && !isOwn && (
        <Panel title="ปิดบัญชี" isOpen={isOpen('deactivate')}>
          <p class="govuk-body">การเข้าใช้งานทั้งหมดสิ้นสุดทันที งานและประวัติยังอยู่ครบ</p>
          <ReasonForm act="deactivate" button="ปิดบัญชี" {...{ path, formOf, errorsOf }} />
        </Panel>
      )}
    </>
  );
};

/** One act, folded away until somebody wants it or has made a mistake in it. */
const Panel: FC<{ title: string; isOpen?: boolean; children?: Child }> = ({
  title,
  isOpen = false,
  children,
}) => (
  <details class="govuk-details" open={isOpen}>
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">{title}</span>
    </summary>
    <div class="govuk-details__text">{children}</div>
  </details>
);

const ReasonForm: FC<{
  act: 'deactivate' | 'reactivate';
  button: string;
  path: (act: PersonAct) => string;
  formOf: (act: PersonAct) => Form | undefined;
  errorsOf: (act: PersonAct) => readonly FieldError[];
}> = ({ act, button, path, formOf, errorsOf }) => (
  <form method="post" action={path(act)} novalidate>
    <Field
      name="reason"
      label="เหตุผล"
      value={formOf(act)?.get('reason')}
      errors={errorsOf(act)}
      maxlength={500}
    />
    <Button kind={act === 'deactivate' ? 'warning' : 'secondary'}>{button}</Button>
  </form>
);

const HandOverForm: FC<{
  action: string;
  form: Form | undefined;
  errors: readonly FieldError[];
  today: LocalDate;
}> = ({ action, form, errors, today }) => (
  <form method="post" action={action} novalidate>
    <p class="govuk-body">ผู้รับงานได้รับอีเมลพร้อมรายการที่ยังต้องทำ ร่างที่บันทึกไว้ยังอยู่ครบ บัญชีนี้ปิดเองหลังวันสุดท้าย</p>
    <Field
      name="successor"
      type="email"
      label="อีเมลของผู้รับงาน"
      autocomplete="off"
      value={form?.get('successor')}
      errors={errors}
      width={30}
    />
    <Field
      name="successorPosition"
      label="ตำแหน่งของผู้รับงาน"
      value={form?.get('successorPosition')}
      errors={errors}
      maxlength={200}
    />
    <DateInput
      name="lastDay"
      label="วันสุดท้ายของผู้ส่งมอบ"
      errors={errors}
      value={partsOf(form, 'lastDay', form ? undefined : addDays(today, 7))}
    />
    <Button kind="secondary">ส่งมอบงาน</Button>
  </form>
);
