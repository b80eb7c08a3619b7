/** Where the office plans a season: proposals, edits of the schedule in the making, publishing. */
import { type Context, Hono } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { fiscalYearWindow } from '../../shared/domain/fiscal-year.ts';
import { addDays, isLocalDate, type LocalDate, laterOf } from '../../shared/domain/local-date.ts';
import { nameOn, orgIdSchema } from '../../shared/domain/organization.ts';
import { visitWindow } from '../../shared/domain/round.ts';
import type { VisitTime } from '../../shared/domain/schedule.ts';
import { letterSchema, visitStates } from '../../shared/domain/supervision.ts';
import type { PlanningRun } from '../../shared/store/season-store.ts';
import { shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  Checkbox,
  DateInput,
  Field,
  type FieldError,
  Notification,
  Select,
  SummaryList,
} from '../../shared/web/components.tsx';
import { currentRound } from './board.ts';
import {
  conflictsOf,
  createEditSchedule,
  type EditOutcome,
  loadPlan,
  type SeasonPlan,
} from './edit-schedule.ts';
import { provinceFrame, refuse } from './province-frame.tsx';
import { createPublishVisits } from './publish-visits.ts';
import { type Form, readForm, thaiDateFrom } from './request-body.ts';
import { dateTyped } from './reviews.tsx';
import {
  changedBy,
  conflictErrors,
  plannersFrame,
  ScheduleChanged,
  type SeasonFrame,
  seasonFrame,
  seasonOptions,
  versionOf,
} from './season-frame.tsx';
import { SeasonPage, type SeasonQuery } from './season-page.tsx';
import {
  conflictText,
  dayOptions,
  durationOptions,
  factorLabels,
  reasonLabels,
  shortNames,
  startOptions,
} from './visit-words.ts';
import {
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const querySchema = z.object({
  state: z
    .enum([...visitStates, 'report-overdue'])
    .optional()
    .catch(undefined),
  day: z.string().optional(),
  amphoe: z.string().max(100).catch(''),
  page: z.coerce.number().int().min(1).catch(1),
});

const planPath = z.object({ orgId: orgIdSchema });

const success: Readonly<Record<string, string>> = {
  set: 'บันทึกในร่างกำหนดการแล้ว',
  drop: 'ตัดออกจากร่างกำหนดการแล้ว',
  adopt: 'ใช้ข้อเสนอใหม่แล้ว',
  publish: 'เผยแพร่กำหนดการแล้ว ระบบจะแจ้งแต่ละแห่งล่วงหน้า 14 วัน',
  letter: 'บันทึกเลขที่หนังสือแล้ว',
  postpone: 'เลื่อนการนิเทศแล้ว ระบบแจ้งหน่วยงานที่ทราบวันเดิมให้แล้ว',
};

export function seasonRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { settings, planVisits, seasons, now } = dependencies;
  const editSchedule = createEditSchedule(dependencies);
  const publishVisits = createPublishVisits({ ...dependencies, audit: dependencies.audits });
  const routes = new Hono<WebEnv>();
  const path = '/provinces/:province/visits/:year';

  routes.get('/provinces/:province/visits', async (c) => {
    const { province } = await provinceFrame(c);
    const { rules } = await settings.load();
    const { fiscalYear } = currentRound(todayOf({ now }), rules);
    return c.redirect(`/provinces/${province}/visits/${fiscalYear}`, 303);
  });

  routes.get(path, async (c) => answerSeason(c));

  routes.post(`${path}/proposals`, async (c) => {
    const { season, base } = await plannersFrame(c);
    const run = await planVisits(season.fiscalYear, season.province);
    return c.redirect(`${base}?${new URLSearchParams({ run })}`, 303);
  });

  routes.post(`${path}/adopt`, async (c) => {
    const frame = await plannersFrame(c);
    const form = await readForm(c);
    const outcome = await editSchedule(frame.user, frame.season, seenIn(form, 'draft'), {
      edit: 'adopt',
    });
    if ('edited' in outcome) return c.redirect(`${frame.base}?done=adopt#draft`, 303);
    return answerEditRefusal(c, dependencies, frame, outcome);
  });

  routes.get(`${path}/plan/:orgId`, async (c) => {
    const frame = await plannersFrame(c);
    const plan = await loadPlan(dependencies, frame.season, todayOf(dependencies));
    return answerEdit(c, dependencies, { frame, plan, errors: [] });
  });

  routes.post(`${path}/plan/:orgId`, async (c) => {
    const frame = await plannersFrame(c);
    const { orgId } = pathOf(c, planPath);
    const form = await readForm(c);
    const seen = seenIn(form, 'draft');
    const drop = form.get('do') === 'drop';
    const when = drop ? undefined : timeFrom(form);
    const plan = await loadPlan(dependencies, frame.season, todayOf(dependencies));
    if (when && 'errors' in when) {
      return answerEdit(c, dependencies, { frame, plan, errors: when.errors, form });
    }
    const edit = when
      ? ({ edit: 'set', orgId, when } as const)
      : ({ edit: 'drop', orgId } as const);
    const outcome = await editSchedule(frame.user, frame.season, seen, edit);
    if ('edited' in outcome) return c.redirect(`${frame.base}?done=${edit.edit}#draft`, 303);
    if (outcome.refused !== 'conflicts') {
      return answerEditRefusal(c, dependencies, frame, outcome);
    }
    const names = shortNames(plan.organizations, plan.context.today);
    const errors = conflictErrors(outcome.conflicts, names);
    return answerEdit(c, dependencies, { frame, plan, errors, form });
  });

  routes.get(`${path}/publish`, async (c) => {
    const frame = await plannersFrame(c);
    return answerPublish(c, dependencies, frame, []);
  });

  routes.post(`${path}/publish`, async (c) => {
    const frame = await plannersFrame(c);
    const form = await readForm(c);
    const letter = letterFrom(form);
    if (letter && 'errors' in letter)
      return answerPublish(c, dependencies, frame, letter.errors, form);
    const seen = { draft: seenIn(form, 'draft'), schedule: seenIn(form, 'schedule') };
    const outcome = await publishVisits(frame.user, frame.season, seen, letter);
    if ('published' in outcome) return c.redirect(`${frame.base}?done=publish#list`, 303);
    switch (outcome.refused) {
      case 'conflicts':
      case 'nothing':
        return answerPublish(c, dependencies, frame, [], form);
      case 'changed':
        return answerChanged(c, dependencies, frame);
      default:
        return refuse(outcome);
    }
  });

  async function answerSeason(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    const { fiscalYear, province } = frame.season;
    const [plan, visits, { rules }] = await Promise.all([
      loadPlan(dependencies, frame.season, todayOf(dependencies)),
      seasons.visits(fiscalYear, province),
      settings.load(),
    ]);
    const run = runShown(plan.run, c.req.query('run') ?? '', now());
    if (run === 'running') c.header('refresh', '3');
    const done = success[c.req.query('done') ?? ''];
    return page(
      c,
      { ...seasonOptions(frame, 'การนิเทศติดตาม'), breadcrumbs: [] },
      <>
        {done && <Notification kind="success" title={done} />}
        <SeasonPage
          {...{ plan, visits, fiscalYear, rules, run }}
          conflicts={conflictsOf(plan.entries, plan)}
          base={frame.base}
          query={seasonQuery(c)}
          mayPlan={frame.mayPlan}
        />
      </>,
    );
  }

  return routes;
}

/** A run that takes longer has died without saying so. */
const LONGEST_RUN_MS = 10 * 60_000;

/**
 * How the latest run stands. `asked` is the id of one that was just begun, which may not have been kept yet;
 * ids begin with the instant of their start.
 */
function runShown(
  run: PlanningRun | undefined,
  asked: string,
  now: Date,
): PlanningRun['state'] | undefined {
  const recent = (instant: string) => now.valueOf() - Date.parse(instant) < LONGEST_RUN_MS;
  if (asked > (run?.runId ?? '') && recent(asked)) return 'running';
  if (run?.state !== 'running') return run?.state;
  return recent(run.startedAt) ? 'running' : 'failed';
}

function seasonQuery(c: Context<WebEnv>): SeasonQuery {
  const { day, ...query } = querySchema.parse(c.req.query());
  return { ...query, state: query.state, day: isLocalDate(day) ? day : undefined };
}

/** A version number sent along unseen. */
export function seenIn(form: Form, name: string): number {
  return z.coerce.number().int().min(0).catch(-1).parse(form.get(name));
}

const timeSchema = z.object({
  teamId: z.string().min(1).max(20),
  date: z.custom<LocalDate>(isLocalDate),
  startMinute: z.coerce.number().int().min(0).max(1439),
  durationMinutes: z.coerce.number().int().min(15).max(600),
});

const timeMessages: Readonly<Record<string, string>> = {
  teamId: 'กรุณาเลือกคณะนิเทศ',
  date: 'กรุณาเลือกวันนิเทศ',
  startMinute: 'กรุณาเลือกเวลาเริ่ม',
  durationMinutes: 'กรุณาเลือกระยะเวลา',
};

export function timeFrom(form: Form): VisitTime | { errors: FieldError[] } {
  const parsed = timeSchema.safeParse(Object.fromEntries(form));
  if (parsed.success) return { ...parsed.data, pinned: form.get('pinned') === 'yes' };
  const fields = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  return { errors: [...fields].map((id) => ({ id, message: timeMessages[id] ?? '' })) };
}

/** The letter's number and date; nothing where the number is left out. */
export function letterFrom(form: Form) {
  const no = (form.get('letterNo') ?? '').trim();
  if (no === '') return undefined;
  const date = thaiDateFrom(form, 'letterDate');
  if ('message' in date) return { errors: [{ id: 'letterDate', message: date.message }] };
  const letter = letterSchema.safeParse({ no, date: date.date });
  return letter.success
    ? letter.data
    : { errors: [{ id: 'letterNo', message: 'เลขที่หนังสือยาวได้ไม่เกิน 60 ตัวอักษร' }] };
}

export const LetterFields: FC<{
  errors: readonly FieldError[];
  form: Form | undefined;
  letter?: { no: string; date: LocalDate } | undefined;
}> = ({ errors, form, letter }) => (
  <>
    <Field
      name="letterNo"
      label="เลขที่หนังสือ"
      hint="ตามทะเบียนหนังสือส่งของสำนักงาน เช่น ปช 0044(นศ)/ว 12"
      value={form?.get('letterNo') ?? letter?.no}
      errors={errors}
      width={20}
      maxlength={60}
    />
    <DateInput
      name="letterDate"
      label="ลงวันที่"
      errors={errors}
      {...dateTyped(form, 'letterDate', letter?.date)}
    />
  </>
);

interface EditProps {
  readonly frame: SeasonFrame;
  readonly plan: SeasonPlan;
  readonly errors: readonly FieldError[];
  readonly form?: Form;
}

/** Choices for when a visit is made; the days carry each team's load. */
export const TimeFields: FC<{
  plan: SeasonPlan;
  from: LocalDate;
  to: LocalDate;
  chosen: Partial<VisitTime>;
  errors: readonly FieldError[];
  form: Form | undefined;
}> = ({ plan, from, to, chosen, errors, form }) => {
  const { teams, calendar, published } = plan.context;
  const visits = [...published.filter(({ state }) => state === 'scheduled'), ...plan.entries];
  const first = { value: '', text: 'เลือก' };
  const days = dayOptions({ from, to, chosen: chosen.date }, calendar, teams, visits);
  return (
    <>
      <Select
        name="date"
        label="วันนิเทศ"
        hint="เฉพาะวันทำการ ตัวเลขท้ายวันคือจำนวนแห่งที่แต่ละคณะมีอยู่แล้ว"
        options={chosen.date ? days : [first, ...days]}
        value={form?.get('date') ?? chosen.date}
        errors={errors}
      />
      <Select
        name="teamId"
        label="คณะนิเทศติดตาม"
        options={teams.map(({ teamId, name }) => ({ value: teamId, text: name }))}
        value={form?.get('teamId') ?? chosen.teamId}
        errors={errors}
      />
      <Select
        name="startMinute"
        label="เวลาเริ่ม"
        options={startOptions(chosen.startMinute)}
        value={form?.get('startMinute') ?? String(chosen.startMinute ?? 540)}
        errors={errors}
      />
      <Select
        name="durationMinutes"
        label="ระยะเวลา"
        options={durationOptions(chosen.durationMinutes)}
        value={form?.get('durationMinutes') ?? String(chosen.durationMinutes ?? 150)}
        errors={errors}
      />
      <Checkbox
        name="pinned"
        label="ปักหมุด: ข้อเสนอใหม่ของระบบจะไม่ย้ายแห่งนี้"
        checked={form ? form.get('pinned') === 'yes' : (chosen.pinned ?? false)}
      />
    </>
  );
};

async function answerEdit(
  c: Context<WebEnv>,
  { settings }: Pick<WebDependencies, 'settings'>,
  { frame, plan, errors, form }: EditProps,
) {
  const { orgId } = pathOf(c, planPath);
  const organization = found(plan.organizations.find((one) => one.orgId === orgId));
  const { rules } = await settings.load();
  const { today } = plan.context;
  const { fiscalYear } = frame.season;
  const entry = plan.entries.find((one) => one.orgId === orgId);
  const name = nameOn(organization, today);
  const title = `${entry ? 'แก้ไข' : 'เพิ่ม'}การนิเทศ ${name.shortName}`;
  const from = laterOf(visitWindow(fiscalYear, rules).opens, addDays(today, 1));
  const to = laterOf(fiscalYearWindow(fiscalYear).closes, from);
  return page(
    c,
    { ...seasonOptions(frame, title), errors, status: errors.length > 0 ? 422 : 200 },
    <>
      <span class="govuk-caption-l">
        {name.name} · อำเภอ{organization.amphoe.name}
      </span>
      <h1 class="govuk-heading-l">{entry ? 'แก้ไขร่างกำหนดการ' : 'เพิ่มในร่างกำหนดการ'}</h1>
      <Reasons plan={plan} orgId={orgId} />
      <form method="post" action={`${frame.base}/plan/${orgId}`} novalidate>
        <input type="hidden" name="draft" value={String(plan.draft?.version ?? 0)} />
        <TimeFields {...{ plan, from, to, errors, form }} chosen={entry ?? {}} />
        <div class="actions">
          <Button>บันทึกในร่าง</Button>
          {entry && (
            <Button kind="warning" name="do" value="drop">
              ตัดออกจากร่าง
            </Button>
          )}
          <a class="govuk-link" href={`${frame.base}#draft`}>
            กลับโดยไม่บันทึก
          </a>
        </div>
      </form>
    </>,
  );
}

/** Each factor with its points, as the latest proposal reckoned them. */
const Reasons: FC<{ plan: SeasonPlan; orgId: string }> = ({ plan, orgId }) => {
  const proposal = plan.run?.proposal;
  const why =
    proposal?.outcome === 'planned'
      ? proposal.organizations.find(({ organizationId }) => organizationId === orgId)
      : undefined;
  return why ? (
    <SummaryList
      rows={[
        {
          key: 'ข้อเสนอของระบบ',
          value: `${why.chosen ? 'เลือก' : 'ไม่เลือก'}: ${reasonLabels[why.reason]}`,
        },
        {
          key: `คะแนนความจำเป็น ${why.priority.points}`,
          value: why.priority.factors.map(({ factor, points }) => (
            <span class="cell-note">
              {factorLabels[factor]} +{points}
            </span>
          )),
        },
      ]}
    />
  ) : null;
};

async function answerEditRefusal(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  outcome: Exclude<EditOutcome, { edited: unknown }>,
) {
  if (outcome.refused !== 'changed') {
    if (outcome.refused === 'conflicts') return answerPublish(c, dependencies, frame, []);
    return refuse(outcome);
  }
  const by = outcome.draft?.savedBy.position;
  const what = by && `แก้ไขร่างกำหนดการโดย ${by}`;
  return page(
    c,
    { ...seasonOptions(frame, 'กำหนดการเปลี่ยนไป'), status: 409 },
    <ScheduleChanged what={what} base={frame.base} />,
  );
}

export async function answerChanged(
  c: Context<WebEnv>,
  { audits }: Pick<WebDependencies, 'audits'>,
  frame: SeasonFrame,
) {
  const what = await changedBy(audits, frame.province);
  return page(
    c,
    { ...seasonOptions(frame, 'กำหนดการเปลี่ยนไป'), status: 409 },
    <ScheduleChanged what={what} base={frame.base} />,
  );
}

async function answerPublish(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  errors: readonly FieldError[],
  form?: Form,
) {
  const plan = await loadPlan(dependencies, frame.season, todayOf(dependencies));
  const { entries, schedule, draft } = plan;
  const conflicts = conflictsOf(entries, plan);
  const names = shortNames(plan.organizations, plan.context.today);
  const problems: FieldError[] = conflicts.map((conflict) => ({
    id: 'summary',
    message: `${names.get(conflict.orgId) ?? ''}: ${conflictText(conflict, names)}`,
  }));
  const all = [...errors, ...problems];
  const dates = entries.map(({ date }) => date).toSorted();
  const title = 'เผยแพร่กำหนดการนิเทศ';
  return page(
    c,
    { ...seasonOptions(frame, title), errors: all, status: all.length > 0 ? 422 : 200 },
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <div id="summary">
        <SummaryList
          rows={[
            { key: 'จำนวน', value: `${entries.length} แห่ง` },
            {
              key: 'ระหว่างวันที่',
              value: dates[0]
                ? `${shortDate(dates[0])} – ${shortDate(dates.at(-1) ?? dates[0])}`
                : '–',
            },
            { key: 'คณะนิเทศ', value: `${plan.context.teams.length} คณะ` },
          ]}
        />
      </div>
      <p class="govuk-body">
        เมื่อเผยแพร่ หน่วยงานจะเห็นวันนิเทศในหน้าของตน และได้รับอีเมลพร้อมนัดหมายปฏิทินล่วงหน้า 14 วัน หลังเผยแพร่ยังเลื่อน
        ยกเลิก หรือกำหนดวันใหม่ได้ โดยต้องระบุเหตุผล
      </p>
      {entries.length > 0 && conflicts.length === 0 && (
        <form method="post" action={`${frame.base}/publish`} novalidate>
          <input type="hidden" name="draft" value={String(draft?.version ?? 0)} />
          <input type="hidden" name="schedule" value={String(versionOf(schedule))} />
          <h2 class="govuk-heading-m">หนังสือแจ้ง (ถ้าออกเลขแล้ว)</h2>
          <p class="govuk-body">
            ถ้ายังไม่มีเลข ให้เว้นว่างและบันทึกภายหลังได้ อีเมลจะออกในชื่อ “แจ้งล่วงหน้าอย่างไม่เป็นทางการ”
            จนกว่าจะมีเลขที่หนังสือ
          </p>
          <LetterFields errors={errors} form={form} letter={schedule?.letter} />
          <div class="actions">
            <Button>เผยแพร่กำหนดการ {entries.length} แห่ง</Button>
            <a class="govuk-link" href={`${frame.base}#draft`}>
              กลับไปแก้ไขร่าง
            </a>
          </div>
        </form>
      )}
      {(entries.length === 0 || conflicts.length > 0) && (
        <p class="govuk-body">
          <a class="govuk-link" href={`${frame.base}#draft`}>
            กลับไปแก้ไขร่าง
          </a>
        </p>
      )}
    </>,
  );
}
