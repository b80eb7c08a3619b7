/** What the office does with a season: proposals, edits of the schedule in the making, publishing. */
import type { Context } from 'hono';
import * as z from 'zod';
import { isLocalDate, type LocalDate } from '../../shared/domain/local-date.ts';
import { type Organization, orgIdSchema, provinceOf } from '../../shared/domain/organization.ts';
import { visitStates } from '../../shared/domain/supervision.ts';
import type { PlanningRun } from '../../shared/store/planning-store.ts';
import { type FieldError, Notification } from '../../shared/web/components.tsx';
import { currentRound } from './board.ts';
import {
  conflictsOf,
  createEditSchedule,
  type EditOutcome,
  loadPlan,
  type ScheduleEdit,
} from './edit-schedule.ts';
import { provinceFrame, refuse } from './province-frame.tsx';
import { createPublishVisits } from './publish-visits.ts';
import { type Form, readForm } from './request-body.ts';
import { recent, refreshSoon, standingOf } from './run-progress.tsx';
import { letterFrom, NOT_URGENT, seenIn, timeFrom, urgencyFrom } from './season-forms.tsx';
import {
  answerChanged,
  conflictErrors,
  plannersFrame,
  ScheduleChanged,
  type SeasonFrame,
  seasonFrame,
  seasonOptions,
} from './season-frame.tsx';
import type { SeasonQuery } from './season-page.tsx';
import { organizationsNamed, shortNames } from './visit-words.ts';
import { page, pathOf, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

const querySchema = z.object({
  state: z
    .enum([...visitStates, 'report-overdue', 'needs-day', 'lacks-notice'])
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
  pin: 'บันทึกหมุดแล้ว',
  cluster: 'บันทึกกลุ่มนิเทศแล้ว',
  adopt: 'ใช้ข้อเสนอใหม่แล้ว',
  publish: 'เผยแพร่กำหนดการแล้ว ระบบจะแจ้งแต่ละแห่งล่วงหน้า 14 วัน',
  letter: 'บันทึกเลขที่หนังสือแล้ว',
  letters: 'บันทึกเลขที่หนังสือรายแห่งแล้ว',
  postpone: 'เลื่อนการนิเทศแล้ว ระบบแจ้งหน่วยงานที่ทราบวันเดิมให้แล้ว',
};

// Loaded when somebody asks for them.
const editPage = () => import('./plan-visit-page.tsx');
const publishPage = () => import('./publish-page.tsx');
const weekPage = () => import('./week-page.tsx');
const seasonPage = () => import('./season-page.tsx');

/** What the pages of a season do, by their routes. */
export function seasonDesk(dependencies: WebDependencies) {
  const { settings, planVisits, plannings, answerPlanning, roster, seasons, now } = dependencies;
  const editSchedule = createEditSchedule({ ...dependencies, audit: dependencies.audits });
  const publishVisits = createPublishVisits({ ...dependencies, audit: dependencies.audits });

  async function toThisYear(c: Context<WebEnv>) {
    const { province } = await provinceFrame(c);
    const { rules } = await settings.load();
    const { fiscalYear } = currentRound(todayOf({ now }), rules);
    return c.redirect(`/provinces/${province}/visits/${fiscalYear}`, 303);
  }

  async function propose(c: Context<WebEnv>) {
    const { season, base } = await plannersFrame(c);
    const run = await planVisits(season.fiscalYear, season.province);
    return c.redirect(`${base}?${new URLSearchParams({ run })}`, 303);
  }

  async function adopt(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const form = await readForm(c);
    const outcome = await editSchedule(frame.user, frame.season, seenIn(form, 'draft'), {
      edit: 'adopt',
    });
    if ('edited' in outcome) return c.redirect(`${frame.base}?done=adopt#draft`, 303);
    return answerEditRefusal(c, dependencies, frame, outcome);
  }

  async function showEdit(c: Context<WebEnv>) {
    return answerEdit(c, await plannersFrame(c), []);
  }

  async function answerEdit(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    errors: readonly FieldError[],
    form?: Form,
  ) {
    const plan = await loadPlan(dependencies, frame.season, todayOf(dependencies));
    return (await editPage()).answerEdit(c, dependencies, { frame, plan, errors, form });
  }

  async function takeEdit(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const orgId = orgIdOf(c, frame);
    const form = await readForm(c);
    const drop = form.get('do') === 'drop';
    const when = drop ? undefined : timeFrom(form);
    if (when && 'errors' in when) return answerEdit(c, frame, when.errors, form);
    const drivable = form.get('drivable') === 'yes';
    const edit = when
      ? ({ edit: 'set', orgId, when, drivable } as const)
      : ({ edit: 'drop', orgId } as const);
    return answerEdited(c, frame, form, edit);
  }

  async function takeGroup(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const orgId = orgIdOf(c, frame);
    const form = await readForm(c);
    const organizations = await roster.all(frame.province);
    const attending = attendingFrom(form, organizations, orgId, todayOf(dependencies));
    if ('errors' in attending) return answerEdit(c, frame, attending.errors, form);
    const edit = { edit: 'cluster', orgId, attending: attending.ids } as const;
    return answerEdited(c, frame, form, edit);
  }

  async function takePin(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const orgId = orgIdOf(c, frame);
    const form = await readForm(c);
    const edit = { edit: 'pin', orgId, pinned: form.get('pinned') === 'yes' } as const;
    return answerEdited(c, frame, form, edit);
  }

  async function askWhyNot(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const orgId = orgIdOf(c, frame);
    const { fiscalYear, province } = frame.season;
    const run = await plannings.latestRun(fiscalYear, province);
    if (run?.proposal?.outcome === 'planned') {
      await plannings.saveWhyNot(province, {
        schemaVersion: 1,
        runId: run.runId,
        fiscalYear,
        startedAt: now().toISOString(),
        state: 'running',
        progress: 0,
        orgId,
      });
      await answerPlanning({ task: 'why-not', fiscalYear, province, orgId });
    }
    return c.redirect(`${frame.base}/plan/${orgId}`, 303);
  }

  async function check(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const plan = await loadPlan(dependencies, frame.season, todayOf(dependencies));
    const { checkMove } = await import('./check-move.ts');
    return c.json(checkMove(plan, c.req.query()));
  }

  async function showWeek(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    return (await weekPage()).answerWeek(c, dependencies, frame);
  }

  async function showPublish(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    return (await publishPage()).answerPublish(c, dependencies, frame, []);
  }

  async function takePublish(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const form = await readForm(c);
    const letter = letterFrom(form);
    const urgency = urgencyFrom(form);
    const errors = [letter, urgency].flatMap((part) =>
      part && 'errors' in part ? part.errors : [],
    );
    if ((letter && 'errors' in letter) || 'errors' in urgency)
      return (await publishPage()).answerPublish(c, dependencies, frame, errors, form);
    const seen = { draft: seenIn(form, 'draft'), schedule: seenIn(form, 'schedule') };
    const outcome = await publishVisits(frame.user, frame.season, seen, {
      ...urgency,
      ...(letter && { letter }),
    });
    if ('published' in outcome) return c.redirect(`${frame.base}?done=publish#list`, 303);
    switch (outcome.refused) {
      case 'conflicts':
      case 'nothing':
        return (await publishPage()).answerPublish(c, dependencies, frame, [], form);
      case 'not-urgent':
        return (await publishPage()).answerPublish(c, dependencies, frame, [NOT_URGENT], form);
      case 'changed':
        return answerChanged(c, dependencies, frame);
      default:
        return refuse(outcome);
    }
  }

  async function answerEdited(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    form: Form,
    edit: ScheduleEdit,
  ) {
    const outcome = await editSchedule(frame.user, frame.season, seenIn(form, 'draft'), edit);
    if ('edited' in outcome) {
      const week = form.get('week');
      const back = isLocalDate(week) ? `${frame.base}/board?week=${week}&` : `${frame.base}?`;
      return c.redirect(`${back}done=${edit.edit}#draft`, 303);
    }
    if (outcome.refused !== 'conflicts') {
      return answerEditRefusal(c, dependencies, frame, outcome);
    }
    const plan = await loadPlan(dependencies, frame.season, todayOf(dependencies));
    const names = shortNames(plan.organizations, plan.context.today);
    const errors = conflictErrors(outcome.conflicts, names).map((error) =>
      edit.edit === 'cluster' ? { ...error, id: 'attending' } : error,
    );
    return (await editPage()).answerEdit(c, dependencies, { frame, plan, errors, form });
  }

  async function show(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    const { fiscalYear, province } = frame.season;
    const [plan, visits, { rules }] = await Promise.all([
      loadPlan(dependencies, frame.season, todayOf(dependencies)),
      seasons.visits(fiscalYear, province),
      settings.load(),
    ]);
    const run = runShown(plan.run, c.req.query('run') ?? '', now());
    if (run === 'running') refreshSoon(c);
    const { SeasonPage } = await seasonPage();
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

  return {
    show,
    toThisYear,
    propose,
    adopt,
    showEdit,
    takeEdit,
    takeGroup,
    takePin,
    askWhyNot,
    check,
    showWeek,
    showPublish,
    takePublish,
  };
}

/** The organization that the path names. @throws {ProblemError} 404 for one of another province */
function orgIdOf(c: Context<WebEnv>, { province }: SeasonFrame): string {
  const { orgId } = pathOf(c, planPath);
  if (provinceOf(orgId) !== province) refuse({ refused: 'not-found' });
  return orgId;
}

/** The organizations that are named, or what is wrong with the names. */
function attendingFrom(
  form: Form,
  organizations: readonly Organization[],
  host: string,
  today: LocalDate,
): { ids: readonly string[] } | { errors: FieldError[] } {
  const names = (form.get('attending') ?? '').split(/[,\n]/).filter((name) => name.trim() !== '');
  const found = names.map((typed) => ({
    typed,
    ids: organizationsNamed(typed, organizations, today),
  }));
  const lost = found.filter(({ ids }) => ids.length !== 1);
  const ids = new Set(found.flatMap(({ ids: [id] }) => (id === undefined ? [] : [id])));
  const message =
    lost.length > 0
      ? `ไม่พบ หรือตรงกับหลายแห่ง: ${lost.map(({ typed }) => typed.trim()).join(', ')}`
      : ids.has(host)
        ? 'หน่วยงานเจ้าภาพไม่ต้องอยู่ในรายชื่อผู้เข้าร่วม'
        : ids.size > 20
          ? 'เข้าร่วมได้ไม่เกิน 20 แห่ง'
          : undefined;
  return message ? { errors: [{ id: 'attending', message }] } : { ids: [...ids] };
}

/**
 * How the latest run stands. `asked` is the id of one that was just begun, which may not have been kept yet;
 * ids begin with the instant of their start.
 */
function runShown(
  run: PlanningRun | undefined,
  asked: string,
  now: Date,
): PlanningRun['state'] | undefined {
  if (asked > (run?.runId ?? '') && recent(asked, now)) return 'running';
  return run && standingOf(run, now);
}

function seasonQuery(c: Context<WebEnv>): SeasonQuery {
  const { day, ...query } = querySchema.parse(c.req.query());
  return { ...query, state: query.state, day: isLocalDate(day) ? day : undefined };
}

async function answerEditRefusal(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  outcome: Exclude<EditOutcome, { edited: unknown }>,
) {
  if (outcome.refused !== 'changed') {
    if (outcome.refused === 'conflicts')
      return (await publishPage()).answerPublish(c, dependencies, frame, []);
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
