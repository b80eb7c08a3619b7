/** The page on which the office tells what has happened: a flood, a team that cannot go, an urgent case. */
import type { Context } from 'hono';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import type { ScheduleContext } from '../../shared/domain/schedule.ts';
import { type VisitChange, visitChangeSchema } from '../../shared/domain/visit-plan.ts';
import {
  Button,
  DateInput,
  Field,
  type FieldError,
  Notification,
  Radios,
  Select,
  Textarea,
} from '../../shared/web/components.tsx';
import { loadPlan, type SeasonPlan } from './edit-schedule.ts';
import { changeText } from './event-words.ts';
import { refuse } from './province-frame.tsx';
import { dateTyped, type Form, readForm, thaiDateFrom } from './request-body.ts';
import { AmphoeChoice, seenIn } from './season-forms.tsx';
import { answerChanged, type SeasonFrame, seasonOptions } from './season-frame.tsx';
import { createSetUpSeason } from './set-up-season.ts';
import { organizationsNamed } from './visit-words.ts';
import { page, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

/** Points that an urgent case has more than before: above any case without a worry of its own. */
const URGENT_POINTS = 60;
/** Changes that one run takes. */
const MOST_CHANGES = 50;

const kinds = [
  { value: 'team-unavailable', text: 'คณะนิเทศออกไม่ได้บางวัน' },
  { value: 'amphoe-closed', text: 'เข้าพื้นที่ไม่ได้ทั้งอำเภอ เช่น น้ำท่วม' },
  { value: 'organization-unavailable', text: 'หน่วยงานรับการนิเทศไม่ได้บางวัน' },
  { value: 'organization-urgent', text: 'หน่วยงานเร่งด่วนขึ้น' },
  { value: 'visit-added', text: 'เพิ่มแห่งที่ต้องนิเทศ' },
  { value: 'postponed', text: 'หาวันใหม่ให้ทุกแห่งที่เลื่อนไว้' },
];

export async function answerEvents(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  errors: readonly FieldError[] = [],
  form?: Form,
) {
  const plan = await loadPlan(dependencies, frame.season, todayOf(dependencies));
  const { fiscalYear, province } = frame.season;
  const latest = await dependencies.plannings.latestReplanning(fiscalYear, province);
  const title = 'ปรับกำหนดการเมื่อมีเหตุ';
  const action = `${frame.base}/events`;
  return page(
    c,
    { ...seasonOptions(frame, title), errors, status: errors.length > 0 ? 422 : 200 },
    <>
      {c.req.query('recorded') !== undefined && form === undefined && (
        <Notification kind="success" title="บันทึกเหตุแล้ว ข้อเสนอกำหนดการครั้งถัดไปจะคำนึงถึงเหตุนี้" />
      )}
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        {plan.schedule
          ? 'บอกระบบว่าเกิดอะไรขึ้น ระบบจะเสนอการย้ายที่น้อยที่สุดให้เลือกรับทีละรายการ ยังไม่มีสิ่งใดเปลี่ยนจนกว่าจะกดรับ แห่งที่ปักหมุด นิเทศแล้ว หรือตอบรับวันพรุ่งนี้แล้วจะไม่ถูกย้าย'
          : 'ยังไม่ได้เผยแพร่กำหนดการนิเทศ จึงยังไม่มีแห่งใดต้องย้ายวัน ระบบจะเก็บเหตุที่บันทึกไว้ และใช้ในข้อเสนอกำหนดการครั้งถัดไป'}
      </p>
      {latest && (
        <p class="govuk-body">
          <a class="govuk-link" href={`${action}/${encodeURIComponent(latest.runId)}`}>
            ดูข้อเสนอการปรับล่าสุด
          </a>{' '}
          ({latest.reason})
        </p>
      )}
      <Recorded plan={plan} action={action} />
      <form method="post" action={action} novalidate>
        <input type="hidden" name="setup" value={String(plan.setup.version)} />
        <Radios
          name="kind"
          label="เหตุที่เกิดขึ้น"
          options={kinds}
          value={form?.get('kind')}
          errors={errors}
        />
        <div data-for="team-unavailable">
          <Select
            name="teamId"
            label="คณะนิเทศ (เฉพาะเมื่อคณะออกไม่ได้)"
            options={plan.context.teams
              .filter(({ retired }) => !retired)
              .map(({ teamId, name }) => ({ value: teamId, text: name }))}
            value={form?.get('teamId')}
            errors={errors}
          />
        </div>
        <details
          class="govuk-details"
          data-for="amphoe-closed"
          open={form?.get('kind') === 'amphoe-closed'}
        >
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">เลือกอำเภอ (เฉพาะเมื่อเข้าพื้นที่ไม่ได้)</span>
          </summary>
          <AmphoeChoice
            organizations={plan.organizations}
            form={form}
            errors={errors}
            hint="เลือกได้หลายอำเภอ"
          />
        </details>
        <div data-for="organization-unavailable organization-urgent visit-added">
          <Field
            name="organization"
            label="หน่วยงาน (เฉพาะเหตุของหน่วยงาน)"
            hint="ชื่อย่อหรือรหัส หลายแห่งคั่นด้วยจุลภาค"
            value={form?.get('organization')}
            errors={errors}
          />
        </div>
        <div data-for="team-unavailable amphoe-closed organization-unavailable">
          <div class="span-fields">
            <DateInput name="from" label="ตั้งแต่วันที่" errors={errors} {...dateTyped(form, 'from')} />
            <DateInput name="to" label="ถึงวันที่" errors={errors} {...dateTyped(form, 'to')} />
          </div>
        </div>
        <Textarea
          name="reason"
          label="เหตุผล"
          {...(plan.schedule && { hint: 'หน่วยงานที่ถูกย้ายวันจะได้รับเหตุผลนี้ทางอีเมล' })}
          rows={2}
          maxlength={500}
          value={form?.get('reason')}
          errors={errors}
        />
        <div class="actions">
          <Button>{plan.schedule ? 'บันทึกเหตุและหากำหนดการใหม่' : 'บันทึกเหตุ'}</Button>
          <a class="govuk-link" href={frame.base}>
            กลับโดยไม่ทำรายการ
          </a>
        </div>
      </form>
    </>,
  );
}

/** Events that hold; one that has passed or was a mistake is taken back. */
function Recorded({ plan, action }: { plan: SeasonPlan; action: string }) {
  const { events, version } = plan.setup;
  if (events.length === 0) return null;
  const runs = [...Map.groupBy(events, ({ eventId }) => eventId)];
  return (
    <section aria-labelledby="recorded">
      <h2 class="govuk-heading-m" id="recorded">
        เหตุที่บันทึกไว้
      </h2>
      <ul class="govuk-list spans">
        {runs.map(([eventId, together]) => (
          <li>
            <form method="post" action={`${action}/undo`}>
              <input type="hidden" name="setup" value={String(version)} />
              <input type="hidden" name="eventId" value={eventId} />
              <span>
                {together.map(({ change }) => changeText(change, plan)).join(' · ')}
                {together[0]?.reason && ` – ${together[0].reason}`}
              </span>{' '}
              <button type="submit" class="link-button">
                ยกเลิกเหตุนี้
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

export async function takeEvent(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
) {
  const { plannings, answerPlanning, roster, seasons, now } = dependencies;
  const { fiscalYear, province } = frame.season;
  const form = await readForm(c);
  const [organizations, teams, schedule] = await Promise.all([
    roster.all(province),
    seasons.teams(fiscalYear, province),
    seasons.schedule(fiscalYear, province),
  ]);
  const reason = (form.get('reason') ?? '').trim();
  const today = todayOf(dependencies);
  const published = schedule?.entries ?? [];
  const changes = changesFrom(form, { organizations, teams, published, today });
  const errors = [
    ...('errors' in changes ? changes.errors : []),
    ...(reason === '' || reason.length > 500
      ? [{ id: 'reason', message: 'กรุณากรอกเหตุผล ไม่เกิน 500 ตัวอักษร' }]
      : []),
  ];
  if (errors.length > 0 || 'errors' in changes) {
    return answerEvents(c, dependencies, frame, errors, form);
  }
  const startedAt = now().toISOString();
  const { changeSetup } = createSetUpSeason({ ...dependencies, audit: dependencies.audits });
  const recorded = changes.map((change) => ({ eventId: startedAt, reason, change }));
  const outcome = await changeSetup(
    frame.user,
    frame.season,
    seenIn(form, 'setup'),
    (setup) => ({ ...setup, events: [...setup.events, ...recorded].slice(-200) }),
    { act: 'season-event-recorded', note: reason },
  );
  if (!('saved' in outcome)) {
    return outcome.refused === 'changed' ? answerChanged(c, dependencies, frame) : refuse(outcome);
  }
  // Nothing is published yet: the next proposal takes the event in.
  if (!schedule) return c.redirect(`${frame.base}/events?recorded#recorded`, 303);
  await plannings.saveReplanning(province, {
    schemaVersion: 1,
    runId: startedAt,
    fiscalYear,
    startedAt,
    state: 'running',
    progress: 0,
    changes: [...changes],
    reason,
  });
  await answerPlanning({ task: 'replan', fiscalYear, province, runId: startedAt });
  return c.redirect(`${frame.base}/events/${encodeURIComponent(startedAt)}`, 303);
}

export async function undoEvent(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
) {
  const form = await readForm(c);
  const eventId = form.get('eventId') ?? '';
  const { changeSetup } = createSetUpSeason({ ...dependencies, audit: dependencies.audits });
  const outcome = await changeSetup(
    frame.user,
    frame.season,
    seenIn(form, 'setup'),
    (setup) => ({ ...setup, events: setup.events.filter((one) => one.eventId !== eventId) }),
    { act: 'season-event-recorded', note: 'ยกเลิกเหตุที่บันทึกไว้' },
  );
  if ('saved' in outcome) return c.redirect(`${frame.base}/events`, 303);
  return outcome.refused === 'changed' ? answerChanged(c, dependencies, frame) : refuse(outcome);
}

type Changes = readonly VisitChange[] | { errors: FieldError[] };

/** What an event may be about. */
type Concerned = Pick<ScheduleContext, 'teams' | 'published' | 'today'> &
  Pick<SeasonPlan, 'organizations'>;

/** The changes that the form tells of, or what is missing. */
function changesFrom(form: Form, concerned: Concerned): Changes {
  const kind = form.get('kind') ?? '';
  switch (kind) {
    case 'team-unavailable': {
      const teamId = form.get('teamId') ?? '';
      const known = concerned.teams.some((team) => team.teamId === teamId);
      if (!known) return { errors: [{ id: 'teamId', message: 'กรุณาเลือกคณะนิเทศ' }] };
      return withDays(form, (days) => [{ kind, teamId, ...days }]);
    }
    case 'amphoe-closed': {
      const names = form.all('amphoe');
      const codes = new Set(
        concerned.organizations
          .filter(({ amphoe }) => names.includes(amphoe.name))
          .map(({ amphoe }) => amphoe.code),
      );
      if (codes.size === 0) {
        return { errors: [{ id: 'amphoe', message: 'กรุณาเลือกอย่างน้อยหนึ่งอำเภอ' }] };
      }
      return withDays(form, (days) => [...codes].map((amphoeId) => ({ kind, amphoeId, ...days })));
    }
    case 'postponed': {
      const waiting = concerned.published.filter(({ state }) => state === 'postponed');
      const changes = waiting.map(({ orgId }) => ({
        kind: 'visit-added' as const,
        organizationId: orgId,
      }));
      return changes.length === 0
        ? { errors: [{ id: 'kind', message: 'ไม่มีแห่งที่เลื่อนไว้และรอวันใหม่' }] }
        : changes.slice(0, MOST_CHANGES);
    }
    default:
      return organizationChanges(form, concerned, kind);
  }
}

function organizationChanges(
  form: Form,
  { organizations, today }: Concerned,
  kind: string,
): Changes {
  if (!visitChangeSchema.options.some(({ shape }) => shape.kind.value === kind)) {
    return { errors: [{ id: 'kind', message: 'กรุณาเลือกเหตุที่เกิดขึ้น' }] };
  }
  const typed = (form.get('organization') ?? '')
    .split(/[,\n]/)
    .filter((name) => name.trim() !== '');
  const found = typed.map((name) => ({
    name,
    ids: organizationsNamed(name, organizations, today),
  }));
  const lost = found.filter(({ ids }) => ids.length !== 1).map(({ name }) => name.trim());
  const ids = [...new Set(found.flatMap(({ ids: [id] }) => id ?? []))];
  if (lost.length > 0 || ids.length === 0 || ids.length > MOST_CHANGES) {
    const message =
      lost.length > 0
        ? `ไม่พบหน่วยงาน “${lost.join('”, “')}” ในจังหวัดนี้ กรุณากรอกชื่อย่อหรือรหัสตามทะเบียน`
        : 'กรุณากรอกชื่อหน่วยงาน ไม่เกิน 50 แห่ง';
    return { errors: [{ id: 'organization', message }] };
  }
  const of = (organizationId: string): { organizationId: string } => ({ organizationId });
  switch (kind) {
    case 'organization-urgent':
      return ids.map((id) => ({ kind, addedPoints: URGENT_POINTS, ...of(id) }));
    case 'organization-unavailable':
      return withDays(form, (days) => ids.map((id) => ({ kind, ...of(id), ...days })));
    default:
      return ids.map((id) => ({ kind: 'visit-added' as const, ...of(id) }));
  }
}

function withDays(
  form: Form,
  changes: (days: { from: LocalDate; to: LocalDate }) => readonly VisitChange[],
): Changes {
  const [from, to] = [thaiDateFrom(form, 'from'), thaiDateFrom(form, 'to')];
  if ('message' in from || 'message' in to) {
    return {
      errors: [
        ...('message' in from ? [{ id: 'from', message: from.message }] : []),
        ...('message' in to ? [{ id: 'to', message: to.message }] : []),
      ],
    };
  }
  return to.date < from.date
    ? { errors: [{ id: 'to', message: 'วันสุดท้ายต้องไม่ก่อนวันแรก' }] }
    : changes({ from: from.date, to: to.date });
}
