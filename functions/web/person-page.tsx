/** One account: who it is, and what may be done to it. */
import type { Context } from 'hono';
import type { Child, FC } from 'hono/jsx';
import { addDays, type LocalDate } from '../../shared/domain/local-date.ts';
import type { Recovery } from '../../shared/domain/passkey.ts';
import { type User, userOn } from '../../shared/domain/permissions.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { roleLabels } from '../../shared/text/accounts.ts';
import { capacityLabels, dateTime, mediumDate } from '../../shared/text/thai.ts';
import {
  Button,
  ConfirmForm,
  DateInput,
  Field,
  type FieldError,
  FoldedAct,
  Notification,
  SummaryList,
} from '../../shared/web/components.tsx';
import type { PersonAct } from './people.ts';
import { Address, SigningFields, State } from './people-fields.tsx';
import { dateTyped, type Form } from './request-body.ts';
import { page, type WebEnv } from './web-environment.tsx';

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
      <FoldedAct title="เปิดบัญชีอีกครั้ง" isOpen={isOpen('reactivate')}>
        <ReasonForm act="reactivate" button="เปิดบัญชี" {...{ path, formOf, errorsOf }} />
      </FoldedAct>
    );
  }
  return (
    <>
      {invitation && (
        <FoldedAct title="ส่งคำเชิญอีกครั้ง">
          <p class="govuk-body">คำเชิญใหม่ใช้ได้อีก 14 วัน</p>
          <ConfirmForm action={path('invite-again')} button="ส่งคำเชิญอีกครั้ง" kind="secondary" />
        </FoldedAct>
      )}
      <FoldedAct title="แก้ไขชื่อตำแหน่ง" isOpen={isOpen('position')}>
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
      </FoldedAct>
      <FoldedAct title="เปลี่ยนอีเมล" isOpen={isOpen('address')}>
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
      </FoldedAct>
      {role === 'executive' && (
        <FoldedAct title="สถานะและวาระการลงนาม" isOpen={isOpen('signing')}>
          <form method="post" action={path('signing')} novalidate>
            <SigningFields form={formOf('signing')} errors={errorsOf('signing')} user={other} />
            <Button kind="secondary">บันทึกวาระ</Button>
          </form>
        </FoldedAct>
      )}
      <FoldedAct title="ส่งมอบงาน เมื่อย้ายหรือพ้นหน้าที่" isOpen={isOpen('hand-over')}>
        <HandOverForm
          action={path('hand-over')}
          form={formOf('hand-over')}
          errors={errorsOf('hand-over')}
          today={today}
        />
      </FoldedAct>
      {active && !isOwn && (
        <FoldedAct title="ปิดบัญชี" isOpen={isOpen('deactivate')}>
          <p class="govuk-body">การเข้าใช้งานทั้งหมดสิ้นสุดทันที งานและประวัติยังอยู่ครบ</p>
          <ReasonForm act="deactivate" button="ปิดบัญชี" {...{ path, formOf, errorsOf }} />
        </FoldedAct>
      )}
    </>
  );
};

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
      {...dateTyped(form, 'lastDay', addDays(today, 7))}
    />
    <Button kind="secondary">ส่งมอบงาน</Button>
  </form>
);
