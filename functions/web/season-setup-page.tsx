/** The page on which the office sets a season up: teams, days off, lengths, weights, who must be visited. */
import type { Context } from 'hono';
import type { Child, FC } from 'hono/jsx';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import type { Organization } from '../../shared/domain/organization.ts';
import { typeNames } from '../../shared/domain/organization.ts';
import { type SeasonSetup, visitMinutesSchema } from '../../shared/domain/season-setup.ts';
import { type PriorityWeights, priorityWeightsSchema } from '../../shared/domain/visit-plan.ts';
import { byThai } from '../../shared/text/thai-order.ts';
import {
  Button,
  ButtonLink,
  EmptyState,
  Field,
  type FieldError,
  Notification,
  Select,
  Table,
} from '../../shared/web/components.tsx';
import { DaysOffEditor, daysOffAfter } from './days-off.tsx';
import { refuse } from './province-frame.tsx';
import { type Form, readForm } from './request-body.ts';
import { seenIn } from './season-forms.tsx';
import { answerChanged, type SeasonFrame, seasonOptions } from './season-frame.tsx';
import { createSetUpSeason } from './set-up-season.ts';
import { organizationsNamed, shortNames } from './visit-words.ts';
import { page, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

export type SetupPart = 'lengths' | 'days-off' | 'mandatory' | 'clusters';

const done: Record<string, string> = {
  lengths: 'บันทึกระยะเวลาและน้ำหนักคะแนนแล้ว ใช้กับข้อเสนอครั้งต่อไป',
  'days-off': 'บันทึกวันงดออกนิเทศแล้ว',
  mandatory: 'บันทึกแห่งที่ต้องนิเทศแล้ว',
  clusters: 'บันทึกกลุ่มนิเทศแล้ว',
  team: 'บันทึกคณะนิเทศแล้ว',
  facts: 'นำเข้าคะแนน ITA และเรื่องร้องเรียนแล้ว ใช้กับข้อเสนอครั้งต่อไป',
};

interface Sent {
  readonly part?: SetupPart;
  readonly errors?: readonly FieldError[];
  readonly form?: Form;
}

interface SetupProps extends Sent {
  readonly setup: SeasonSetup;
  readonly organizations: readonly Organization[];
  readonly names: ReadonlyMap<string, string>;
  readonly action: string;
}

export async function answerSetup(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  sent: Sent,
) {
  const { fiscalYear, province } = frame.season;
  const [setup, teams, organizations, absences] = await Promise.all([
    dependencies.setups.setup(fiscalYear, province),
    dependencies.seasons.teams(fiscalYear, province),
    dependencies.roster.all(province),
    dependencies.setups.absences(fiscalYear, province),
  ]);
  const names = shortNames(organizations, todayOf(dependencies));
  const action = `${frame.base}/setup`;
  const props = { setup, organizations, names, action, ...sent };
  const title = 'ตั้งค่าการนิเทศของปี';
  const said = done[c.req.query('done') ?? ''];
  const known = Object.keys(setup.known).length;
  return page(
    c,
    {
      ...seasonOptions(frame, title),
      errors: sent.errors ?? [],
      status: sent.errors?.length ? 422 : 200,
    },
    <>
      {said && <Notification kind="success" title={said} />}
      <span class="govuk-caption-l">ปีงบประมาณ พ.ศ. {fiscalYear}</span>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        ข้อเสนอกำหนดการครั้งต่อไปใช้ค่าเหล่านี้ กำหนดการที่เผยแพร่แล้วไม่เปลี่ยน{' '}
        <a class="govuk-link" href={frame.base}>
          กลับไปหน้าการนิเทศ
        </a>
      </p>
      <Part id="teams" title="คณะนิเทศติดตาม">
        {teams.length === 0 ? (
          <EmptyState>ยังไม่มีคณะนิเทศของปีนี้ เพิ่มคณะ หรือใช้คณะของปีก่อน</EmptyState>
        ) : (
          <Table
            caption="คณะนิเทศติดตาม"
            captionHidden
            rows={teams}
            columns={[
              {
                head: 'คณะ',
                heads: true,
                cell: (team) => (
                  <a class="govuk-link" href={`${action}/teams/${team.teamId}`}>
                    {team.name}
                  </a>
                ),
              },
              { head: 'สมาชิก', figure: true, cell: ({ members }) => `${members.length} คน` },
              {
                head: 'ไปได้มากที่สุด',
                figure: true,
                cell: ({ maxVisitsPerDay }) => `${maxVisitsPerDay} แห่งต่อวัน`,
              },
              {
                head: 'วันไม่ว่าง',
                figure: true,
                cell: ({ blockedDays, retired }) =>
                  retired ? 'เลิกใช้แล้ว' : `${blockedDays.length} วัน`,
              },
            ]}
          />
        )}
        <div class="actions">
          <ButtonLink href={`${action}/teams/new`} kind="secondary">
            เพิ่มคณะ
          </ButtonLink>
          {teams.length === 0 && (
            <form method="post" action={`${action}/teams/copy`}>
              <Button kind="secondary">ใช้คณะของปีก่อน</Button>
            </form>
          )}
        </div>
      </Part>
      <Part id="days-off" title="วันงดออกนิเทศของสำนักงาน">
        <DaysOffEditor
          action={`${action}/days-off`}
          hidden={{ setup: String(setup.version) }}
          days={setup.daysOff}
          errors={sent.part === 'days-off' ? (sent.errors ?? []) : []}
          form={sent.part === 'days-off' ? sent.form : undefined}
          empty="ยังไม่มี วันหยุดราชการและวันหยุดสุดสัปดาห์งดอยู่แล้วโดยไม่ต้องกรอก"
          reasonHint="เช่น ประชุมประจำปี อบรม"
        />
      </Part>
      <Lengths {...props} />
      <Part id="facts" title="คะแนน ITA และเรื่องร้องเรียน">
        <p class="govuk-body">
          {known === 0 ? 'ยังไม่ได้นำเข้า' : `นำเข้าแล้ว ${known} แห่ง`} ข้อมูลนี้ใช้จัดลำดับความจำเป็นเท่านั้น
        </p>
        <div class="actions">
          <ButtonLink href={`${action}/facts`} kind="secondary">
            นำเข้าจากตาราง
          </ButtonLink>
        </div>
      </Part>
      <Mandatory {...props} />
      <Clusters {...props} />
      <Part id="away" title="วันที่หน่วยงานไม่สะดวก">
        <p class="govuk-body">
          หน่วยงานแจ้งเองได้จากหน้าของตน สำนักงานบันทึกแทนได้ เช่น เมื่อได้รับแจ้งทางโทรศัพท์
        </p>
        {absences.some(({ days }) => days.length > 0) && (
          <ul class="govuk-list">
            {absences
              .filter(({ days }) => days.length > 0)
              .map(({ orgId, days }) => (
                <li>
                  <a class="govuk-link" href={`${action}/away/${orgId}`}>
                    {names.get(orgId) ?? orgId}
                  </a>{' '}
                  {days.length} ช่วง
                </li>
              ))}
          </ul>
        )}
        <details class="govuk-details">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">บันทึกแทนหน่วยงาน</span>
          </summary>
          <ul class="govuk-list columns-list">
            {sorted(organizations, names).map(({ orgId }) => (
              <li>
                <a class="govuk-link" href={`${action}/away/${orgId}`}>
                  {names.get(orgId)}
                </a>
              </li>
            ))}
          </ul>
        </details>
      </Part>
    </>,
  );
}

const Part: FC<{ id: string; title: string; children?: Child }> = ({ id, title, children }) => (
  <section aria-labelledby={id}>
    <h2 class="govuk-heading-m" id={id}>
      {title}
    </h2>
    {children}
  </section>
);

function sorted(
  organizations: readonly Organization[],
  names: ReadonlyMap<string, string>,
): Organization[] {
  const nameOf = ({ orgId }: Organization) => names.get(orgId) ?? '';
  return organizations.toSorted((a, b) => byThai(nameOf(a), nameOf(b)));
}

/** Each weight with its words, in the order of the form. */
const weightLabels: Record<keyof PriorityWeights, string> = {
  base: 'คะแนนตั้งต้นของทุกแห่ง',
  noReport: 'ไม่พบรายงานรอบ 6 เดือนแรกเมื่อพ้นกำหนด',
  lateReport: 'ส่งรายงานหลังกำหนด',
  redBand: 'ผลอยู่ในระดับสีแดง',
  orangeBand: 'ผลอยู่ในระดับสีส้ม',
  perUnableItem: 'ต่อรายการที่ไม่สามารถดำเนินการได้',
  unableItemsCounted: 'นับรายการที่ไม่สามารถดำเนินการได้ไม่เกิน (รายการ)',
  neverVisited: 'ยังไม่เคยได้รับการนิเทศ',
  perYearSinceVisit: 'ต่อปีที่ไม่ได้รับการนิเทศ',
  yearsCounted: 'นับปีที่ไม่ได้รับการนิเทศไม่เกิน (ปี)',
  largeBudget: 'งบประมาณสูง',
  largeBudgetFromBaht: 'ถือว่างบประมาณสูงตั้งแต่ (บาท)',
  perComplaint: 'ต่อเรื่องร้องเรียน',
  complaintsCounted: 'นับเรื่องร้องเรียนไม่เกิน (เรื่อง)',
  lowIta: 'คะแนน ITA ต่ำ',
  lowItaBelow: 'ถือว่าคะแนน ITA ต่ำเมื่อต่ำกว่า',
};
const weightNames = priorityWeightsSchema.keyof().options;

const Lengths: FC<SetupProps> = ({ setup, action, part, form, ...props }) => {
  const typed = part === 'lengths' ? form : undefined;
  const errors = part === 'lengths' ? props.errors : [];
  const { standard, cluster, byType } = setup.visitMinutes;
  return (
    <Part id="lengths" title="ระยะเวลานิเทศและน้ำหนักคะแนนความจำเป็น">
      <form method="post" action={`${action}/lengths`} novalidate>
        <input type="hidden" name="setup" value={String(setup.version)} />
        <div class="setup-grid">
          <Minutes name="standard" label="หนึ่งแห่ง (นาที)" value={standard} {...{ typed, errors }} />
          <Minutes name="cluster" label="นิเทศรวมกลุ่ม (นาที)" value={cluster} {...{ typed, errors }} />
          {Object.entries(typeNames).map(([type, label]) => (
            <Minutes
              name={`type-${type}`}
              label={`เฉพาะ${label}`}
              value={Object.entries(byType).find(([known]) => known === type)?.[1]}
              {...{ typed, errors }}
            />
          ))}
        </div>
        <p class="govuk-hint">เว้นว่างที่ประเภทใด ประเภทนั้นใช้เวลาเท่า “หนึ่งแห่ง”</p>
        <h3 class="govuk-heading-s">น้ำหนักคะแนน</h3>
        <div class="setup-grid">
          {weightNames.map((name) => (
            <Field
              name={name}
              label={weightLabels[name]}
              inputmode="numeric"
              width={10}
              value={typed?.get(name) ?? String(setup.weights[name])}
              errors={errors}
            />
          ))}
        </div>
        <Button kind="secondary">บันทึกระยะเวลาและน้ำหนัก</Button>
      </form>
    </Part>
  );
};

const Minutes: FC<{
  name: string;
  label: string;
  value: number | undefined;
  typed: Form | undefined;
  errors: readonly FieldError[] | undefined;
}> = ({ name, label, value, typed, errors }) => (
  <Field
    name={name}
    label={label}
    inputmode="numeric"
    width={4}
    value={typed?.get(name) ?? (value === undefined ? '' : String(value))}
    errors={errors}
  />
);

const Mandatory: FC<SetupProps> = ({ setup, action, names, organizations, part, errors }) => (
  <Part id="mandatory" title="แห่งที่ต้องนิเทศปีนี้">
    {setup.mandatory.length === 0 ? (
      <p class="govuk-body">ยังไม่ได้กำหนด ระบบจะเลือกตามคะแนนความจำเป็น</p>
    ) : (
      <ul class="govuk-list spans">
        {setup.mandatory.map((orgId) => (
          <li>
            <form method="post" action={`${action}/mandatory`}>
              <input type="hidden" name="setup" value={String(setup.version)} />
              <input type="hidden" name="remove" value={orgId} />
              <span>{names.get(orgId) ?? orgId}</span>{' '}
              <button type="submit" class="link-button">
                ลบ<span class="govuk-visually-hidden"> {names.get(orgId)}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    )}
    <form method="post" action={`${action}/mandatory`} class="actions">
      <input type="hidden" name="setup" value={String(setup.version)} />
      <Select
        name="add"
        label="เพิ่มแห่งที่ต้องนิเทศ"
        options={[
          { value: '', text: 'เลือกหน่วยงาน' },
          ...optionsOf(organizations, names).filter(
            ({ value }) => !setup.mandatory.includes(value),
          ),
        ]}
        errors={part === 'mandatory' ? errors : []}
      />
      <Button kind="secondary">เพิ่ม</Button>
    </form>
  </Part>
);

function optionsOf(organizations: readonly Organization[], names: ReadonlyMap<string, string>) {
  return sorted(organizations, names).map(({ orgId, amphoe }) => ({
    value: orgId,
    text: `${names.get(orgId)} อ.${amphoe.name}`,
  }));
}

const Clusters: FC<SetupProps> = ({ setup, action, names, part, errors, form }) => (
  <Part id="clusters" title="นิเทศรวมกลุ่ม">
    <p class="govuk-body">
      หน่วยงานที่เข้าร่วมมารับการนิเทศพร้อมกัน ณ ที่ตั้งของหน่วยงานเจ้าภาพ ข้อเสนอจัดให้ทั้งกลุ่มหรือไม่จัดเลย
    </p>
    {setup.clusters.length > 0 && (
      <ul class="govuk-list spans">
        {setup.clusters.map(({ hostOrgId, attendingOrgIds }) => (
          <li>
            <form method="post" action={`${action}/clusters`}>
              <input type="hidden" name="setup" value={String(setup.version)} />
              <input type="hidden" name="remove" value={hostOrgId} />
              <span>
                เจ้าภาพ {names.get(hostOrgId)} เข้าร่วม{' '}
                {attendingOrgIds.map((orgId) => names.get(orgId) ?? orgId).join(', ')}
              </span>{' '}
              <button type="submit" class="link-button">
                ลบ<span class="govuk-visually-hidden"> กลุ่มของ {names.get(hostOrgId)}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    )}
    <form method="post" action={`${action}/clusters`} novalidate>
      <input type="hidden" name="setup" value={String(setup.version)} />
      <Field
        name="host"
        label="หน่วยงานเจ้าภาพ"
        hint="ชื่อย่อ เช่น อบต.ท่าเสม็ด หรือรหัส"
        value={part === 'clusters' ? form?.get('host') : undefined}
        errors={part === 'clusters' ? errors : []}
        width={30}
      />
      <Field
        name="attending"
        label="หน่วยงานที่เข้าร่วม"
        hint="คั่นด้วยจุลภาค ไม่เกิน 20 แห่ง"
        value={part === 'clusters' ? form?.get('attending') : undefined}
        errors={part === 'clusters' ? errors : []}
      />
      <Button kind="secondary">เพิ่มกลุ่ม</Button>
    </form>
  </Part>
);

type Change = ((setup: SeasonSetup) => SeasonSetup) | { errors: FieldError[] };

/** Takes one part of the page over. */
export async function takeSetup(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  part: SetupPart,
) {
  const { fiscalYear, province } = frame.season;
  const form = await readForm(c);
  const [setup, organizations] = await Promise.all([
    dependencies.setups.setup(fiscalYear, province),
    dependencies.roster.all(province),
  ]);
  const change = changeFrom(form, part, setup, organizations, todayOf(dependencies));
  if (typeof change !== 'function') {
    return answerSetup(c, dependencies, frame, { part, errors: change.errors, form });
  }
  const { changeSetup } = createSetUpSeason({ ...dependencies, audit: dependencies.audits });
  const act = { act: 'season-setup-changed' as const, note: part };
  const outcome = await changeSetup(frame.user, frame.season, seenIn(form, 'setup'), change, act);
  if ('saved' in outcome) return c.redirect(`${frame.base}/setup?done=${part}#${part}`, 303);
  return outcome.refused === 'changed' ? answerChanged(c, dependencies, frame) : refuse(outcome);
}

function changeFrom(
  form: Form,
  part: SetupPart,
  setup: SeasonSetup,
  organizations: readonly Organization[],
  today: LocalDate,
): Change {
  switch (part) {
    case 'days-off': {
      const daysOff = daysOffAfter(setup.daysOff, form);
      return 'errors' in daysOff ? daysOff : (old) => ({ ...old, daysOff: [...daysOff] });
    }
    case 'lengths':
      return lengthsFrom(form);
    case 'mandatory':
      return mandatoryFrom(form, organizations);
    case 'clusters':
      return clustersFrom(form, setup, organizations, today);
  }
}

function lengthsFrom(form: Form): Change {
  const errors: FieldError[] = [];
  const minutes = (name: string): number | undefined => {
    const typed = (form.get(name) ?? '').trim();
    if (typed === '' && name.startsWith('type-')) return undefined;
    const parsed = visitMinutesSchema.safeParse(Number(typed));
    if (parsed.success) return parsed.data;
    errors.push({ id: name, message: 'ระยะเวลาต้องเป็นตัวเลข 30–360 นาที' });
    return undefined;
  };
  const [standard, cluster] = [minutes('standard'), minutes('cluster')];
  const byType = Object.fromEntries(
    Object.keys(typeNames).flatMap((type) => {
      const length = minutes(`type-${type}`);
      return length === undefined ? [] : [[type, length]];
    }),
  );
  const figures = Object.fromEntries(
    weightNames.map((name) => [name, Number((form.get(name) ?? '').trim() || Number.NaN)]),
  );
  const weights = priorityWeightsSchema.safeParse(figures);
  for (const { path } of weights.error?.issues ?? []) {
    errors.push({ id: String(path[0]), message: 'ต้องเป็นจำนวนเต็มตั้งแต่ 0 ขึ้นไป ไม่เกินที่ใช้จริง' });
  }
  if (errors.length > 0 || !weights.success || !standard || !cluster) return { errors };
  return (setup) => ({
    ...setup,
    visitMinutes: { standard, cluster, byType },
    weights: weights.data,
  });
}

function mandatoryFrom(form: Form, organizations: readonly Organization[]): Change {
  const [add, remove] = [form.get('add') ?? '', form.get('remove')];
  if (remove !== undefined) {
    return (setup) => ({
      ...setup,
      mandatory: setup.mandatory.filter((orgId) => orgId !== remove),
    });
  }
  if (!organizations.some(({ orgId }) => orgId === add)) {
    return { errors: [{ id: 'add', message: 'กรุณาเลือกหน่วยงานของจังหวัดนี้' }] };
  }
  return (setup) => ({
    ...setup,
    mandatory: [...new Set([...setup.mandatory, add])].toSorted(),
  });
}

function clustersFrom(
  form: Form,
  { clusters }: SeasonSetup,
  organizations: readonly Organization[],
  today: LocalDate,
): Change {
  const remove = form.get('remove');
  if (remove !== undefined) {
    return (setup) => ({
      ...setup,
      clusters: setup.clusters.filter(({ hostOrgId }) => hostOrgId !== remove),
    });
  }
  const find = (typed: string) => organizationsNamed(typed, organizations, today);
  const hosts = find(form.get('host') ?? '');
  const wanted = (form.get('attending') ?? '').split(/[,\n]/).filter((name) => name.trim() !== '');
  const guests = wanted.map((name) => ({ name, found: find(name) }));
  const lost = guests.filter(({ found }) => found.length !== 1).map(({ name }) => name.trim());
  const ids = guests.flatMap(({ found }) => found);
  const host = hosts.length === 1 ? hosts[0] : undefined;
  const taken = new Set(clusters.flatMap((one) => [one.hostOrgId, ...one.attendingOrgIds]));
  const errors: FieldError[] = [
    ...(host ? [] : [{ id: 'host', message: 'ไม่พบหน่วยงานเจ้าภาพในจังหวัดนี้ โปรดใช้ชื่อย่อหรือรหัส' }]),
    ...(lost.length > 0 ? [{ id: 'attending', message: `ไม่พบ ${lost.join(', ')}` }] : []),
    ...(ids.length === 0 && lost.length === 0
      ? [{ id: 'attending', message: 'กรุณากรอกหน่วยงานที่เข้าร่วมอย่างน้อยหนึ่งแห่ง' }]
      : []),
    ...(ids.length > 20 ? [{ id: 'attending', message: 'เข้าร่วมได้ไม่เกิน 20 แห่ง' }] : []),
    ...([...ids, host ?? ''].some((orgId) => taken.has(orgId)) ||
    new Set([...ids, host]).size <= ids.length
      ? [{ id: 'attending', message: 'หน่วยงานหนึ่งอยู่ได้กลุ่มเดียว และอยู่ในกลุ่มได้ครั้งเดียว' }]
      : []),
  ];
  if (errors.length > 0 || !host) return { errors };
  return (setup) => ({
    ...setup,
    clusters: [...setup.clusters, { hostOrgId: host, attendingOrgIds: ids }],
  });
}
