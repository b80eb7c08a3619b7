/** Whether a visit could be made at another time: asked by the page's script before anything is saved. */
import * as z from 'zod';
import { isLocalDate, type LocalDate } from '../../shared/domain/local-date.ts';
import {
  OFFICE_HOURS,
  type ScheduleConflict,
  type VisitTime,
} from '../../shared/domain/schedule.ts';
import { longDate } from '../../shared/text/thai.ts';
import { changeConflicts, moveDriving, movedTogether } from './decide-change.ts';
import { editConflicts, editDriving, edited, type SeasonPlan } from './edit-schedule.ts';
import { conflictText, hoursOf, shortNames, teamName } from './visit-words.ts';

const querySchema = z.object({
  orgId: z.string(),
  /** Of a published visit. */
  visitNo: z.coerce.number().int().optional(),
  date: z.custom<LocalDate>(isLocalDate),
  teamId: z.string(),
  /** Left out where any hour of the day will do. */
  startMinute: z.coerce.number().int().optional(),
  durationMinutes: z.coerce.number().int().min(15).max(600).optional(),
});

export interface MoveAnswer {
  readonly startMinute: number;
  readonly durationMinutes: number;
  /** Day, hours and team in words. */
  readonly time: string;
  /** Each in a sentence; none where the visit can be made then. */
  readonly conflicts: readonly string[];
}

const STEP = 30;
/** These depend on the hour; the others hold for the whole day. */
const OF_THE_HOUR = new Set<ScheduleConflict['code']>([
  'team-taken',
  'outside-hours',
  'blocked-hours',
]);

/** `undefined` where the question makes no sense. */
export function checkMove(plan: SeasonPlan, query: Record<string, string>): MoveAnswer | null {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) return null;
  const { orgId, visitNo, date, teamId, startMinute } = parsed.data;
  const { published, today } = plan.context;
  const entry =
    visitNo === undefined
      ? plan.entries.find((one) => one.orgId === orgId)
      : published.find((one) => one.orgId === orgId && one.visitNo === visitNo);
  if (visitNo !== undefined && !entry) return null;
  const durationMinutes =
    parsed.data.durationMinutes ?? entry?.durationMinutes ?? plan.setup.visitMinutes.standard;
  const at = (start: number): VisitTime => ({
    teamId,
    date,
    startMinute: start,
    durationMinutes,
    pinned: entry?.pinned ?? false,
  });
  const conflictsAt = (start: number): ScheduleConflict[] => {
    const when = at(start);
    if (visitNo !== undefined && entry) {
      return changeConflicts(plan, movedTogether(plan, entry, { when, reason: '' }));
    }
    const edit = { edit: 'set', orgId, when } as const;
    return editConflicts(edited(plan, edit) ?? [], plan, edit);
  };
  const drivingAt = (start: number): ScheduleConflict[] => {
    const when = at(start);
    if (visitNo !== undefined && entry) {
      return moveDriving(plan, movedTogether(plan, entry, { when, reason: '' }));
    }
    const edit = { edit: 'set', orgId, when } as const;
    return editDriving(edited(plan, edit) ?? [], plan, edit);
  };
  const start = startMinute ?? firstFree(conflictsAt, entry?.startMinute);
  const names = shortNames(plan.organizations, today);
  const time = at(start);
  const hard = conflictsAt(start);
  const against = hard.length > 0 ? hard : drivingAt(start);
  return {
    startMinute: start,
    durationMinutes,
    time: `${longDate(date)} ${hoursOf(time)} ${teamName(plan.context.teams, teamId)}`,
    conflicts: [...new Set(against.map((conflict) => conflictText(conflict, names)))],
  };
}

/** The hour that the visit has, or the first of the day at which nobody else is in the way. */
function firstFree(
  conflictsAt: (start: number) => readonly ScheduleConflict[],
  present = 540,
): number {
  const starts = [present, 540, 780];
  for (let start: number = OFFICE_HOURS.from; start < OFFICE_HOURS.to; start += STEP)
    starts.push(start);
  const isFree = (start: number) => conflictsAt(start).every(({ code }) => !OF_THE_HOUR.has(code));
  return starts.find(isFree) ?? present;
}
