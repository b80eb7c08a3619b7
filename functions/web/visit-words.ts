/** Visits in Thai: why a time does not work, why an organization was chosen, the choices of a form. */
import { addDays, type LocalDate } from '../../shared/domain/local-date.ts';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import {
  OFFICE_HOURS,
  type ScheduleConflict,
  type ScheduleConflictCode,
  type ScheduleContext,
} from '../../shared/domain/schedule.ts';
import { dayOff } from '../../shared/domain/season-setup.ts';
import type { ScheduleEntry, Team } from '../../shared/domain/supervision.ts';
import type { OrganizationExplanation, PriorityFactor } from '../../shared/domain/visit-plan.ts';
import { isWorkingDay, knowsYear } from '../../shared/domain/work-calendar.ts';
import { clock, longDate, shortDate } from '../../shared/text/thai.ts';
import { byThai } from '../../shared/text/thai-order.ts';
import type { Option } from '../../shared/web/components.tsx';
import { teamMark } from '../../shared/web/month-calendar.tsx';

/** Short name of each organization on `day`. */
export function shortNames(
  organizations: readonly Organization[],
  day: LocalDate,
): ReadonlyMap<string, string> {
  return new Map(
    organizations.map((organization) => [organization.orgId, nameOn(organization, day).shortName]),
  );
}

/** Ids of the organizations that `typed` names: by id, code, short or full name. */
export function organizationsNamed(
  typed: string,
  organizations: readonly Organization[],
  day: LocalDate,
): string[] {
  return organizations
    .filter((one) => {
      const { name, shortName, code } = nameOn(one, day);
      return [one.orgId, code, name, shortName].includes(typed.trim());
    })
    .map(({ orgId }) => orgId);
}

type Names = ReadonlyMap<string, string>;

const conflictTexts: Record<
  ScheduleConflictCode,
  (conflict: ScheduleConflict, other: string) => string
> = {
  'past-day': ({ date }) => `${longDate(date)}ผ่านมาแล้ว`,
  holiday: ({ date, holiday }) => `${longDate(date)}เป็นวันหยุดราชการ (${holiday})`,
  weekend: ({ date }) => `${longDate(date)}เป็นวันหยุดสุดสัปดาห์`,
  'calendar-unknown': ({ date }) =>
    `ยังไม่มีปฏิทินวันหยุดราชการของปี พ.ศ. ${Number(date.slice(0, 4)) + 543}`,
  'outside-hours': () => 'เวลานิเทศต้องอยู่ระหว่าง 08.30–16.30 น.',
  'unknown-team': () => 'ไม่พบคณะนิเทศที่เลือก',
  'blocked-day': ({ date, reason }) =>
    `คณะนิเทศไม่ว่าง${longDate(date)}${reason ? ` (${reason})` : ''}`,
  'organization-away': ({ date, reason }) =>
    `หน่วยงานไม่สะดวก${longDate(date)}${reason ? ` (${reason})` : ''}`,
  'foreign-organization': () => 'หน่วยงานนี้ไม่ได้อยู่ในจังหวัดนี้',
  'organization-twice': ({ other: visit }) =>
    `หน่วยงานนี้มีกำหนดการอยู่แล้ว${visit ? ` (${shortDate(visit.date)})` : ''}`,
  'team-taken': ({ other: visit }, other) =>
    `คณะนิเทศติดนัด${other}${visit ? ` เวลา ${clock(visit.startMinute)}` : ''}`,
  'blocked-hours': ({ date, reason }) =>
    `คณะนิเทศไม่ว่างในช่วงเวลานี้ของ${longDate(date)}${reason ? ` (${reason})` : ''}`,
  'too-many-visits': ({ date, reason }) =>
    `${longDate(date)}คณะนิเทศมีครบ ${reason} แห่งต่อวันตามที่ตั้งไว้แล้ว`,
  'no-time-to-drive': ({ date }) =>
    `เวลาเดินทางของคณะใน${longDate(date)}ไม่พอ ตามระยะทางที่ประมาณไว้ หากจัดได้ ให้ทำเครื่องหมายยืนยันแล้วบันทึกอีกครั้ง`,
  'apart-from-host': () => 'หน่วยงานที่เข้าร่วมต้องอยู่วันและเวลาเดียวกับหน่วยงานเจ้าภาพ',
};

/** What stands against the visit, without its organization's name. */
export function conflictText(conflict: ScheduleConflict, names: Names): string {
  return conflictTexts[conflict.code](conflict, names.get(conflict.other?.orgId ?? '') ?? '');
}

/** The field of the form that the conflict is about. */
export function conflictField({ code }: ScheduleConflict): string {
  switch (code) {
    case 'team-taken':
    case 'outside-hours':
    case 'blocked-hours':
      return 'startMinute';
    case 'no-time-to-drive':
      return 'drivable';
    case 'unknown-team':
    case 'blocked-day':
      return 'teamId';
    default:
      return 'date';
  }
}

export const factorLabels: Record<PriorityFactor, string> = {
  base: 'คะแนนตั้งต้น',
  'no-report': 'ยังไม่พบรายงานรอบ 6 เดือนแรก',
  'late-report': 'ส่งรายงานหลังกำหนด',
  'red-band': 'คะแนนระดับสีแดง',
  'orange-band': 'คะแนนระดับสีส้ม',
  'unable-items': 'มีรายการที่ไม่สามารถดำเนินการได้',
  'never-visited': 'ยังไม่เคยได้รับการนิเทศ',
  'years-since-visit': 'ไม่ได้รับการนิเทศมาแล้วหลายปี',
  'large-budget': 'งบประมาณสูง',
  complaints: 'มีเรื่องร้องเรียน',
  'low-ita': 'คะแนน ITA ต่ำ',
  urgent: 'สำนักงานกำหนดให้เร่งด่วน',
};

export const reasonLabels: Record<OrganizationExplanation['reason'], string> = {
  locked: 'กำหนดวันไว้แล้ว',
  mandatory: 'ต้องนิเทศ',
  selected: 'คะแนนความจำเป็นสูง',
  outranked: 'คะแนนความจำเป็นน้อยกว่าแห่งที่เลือก',
  'no-free-day': 'ไม่มีวันว่าง',
  'does-not-fit-a-day': 'เดินทางไปกลับไม่ทันในวันเดียว',
};

/** 09.00–11.30 น. */
export function hoursOf({
  startMinute,
  durationMinutes,
}: Pick<ScheduleEntry, 'startMinute' | 'durationMinutes'>): string {
  return `${clock(startMinute).replace(' น.', '')}–${clock(startMinute + durationMinutes)}`;
}

/** The sheet of a team's day. */
export function daySheetHref(base: string, date: LocalDate, teamId: string): string {
  return `${base}/days/${date}/${teamId}`;
}

export function teamName(teams: readonly Team[], teamId: string): string {
  return teams.find((team) => team.teamId === teamId)?.name ?? teamId;
}

/** The working days from `from` to `to` with how many visits each team has then. */
export function dayOptions(
  { from, to, chosen }: { from: LocalDate; to: LocalDate; chosen?: LocalDate | undefined },
  { calendar, teams, teamsOff }: ScheduleContext,
  visits: readonly Pick<ScheduleEntry, 'date' | 'teamId'>[],
): Option[] {
  const byDay = Map.groupBy(visits, ({ date }) => date);
  const off = (teamId: string, blocked: readonly LocalDate[], day: LocalDate) =>
    blocked.includes(day) || dayOff(teamsOff?.get(teamId) ?? [], day) !== undefined;
  const days: LocalDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const known = knowsYear(calendar, Number(day.slice(0, 4)));
    if (day === chosen || (known && isWorkingDay(calendar, day))) days.push(day);
  }
  if (chosen && !days.includes(chosen)) days.unshift(chosen);
  return days.map((day) => {
    const onDay = byDay.get(day) ?? [];
    const loads = teams.map(({ teamId, blockedDays }, place) => {
      const count = onDay.filter((visit) => visit.teamId === teamId).length;
      const load = off(teamId, blockedDays, day) ? 'ไม่ว่าง' : count === 0 ? 'ว่าง' : `${count} แห่ง`;
      return `${teamMark(place)} ${load}`;
    });
    return { value: day, text: `${longDate(day)} – ${loads.join(' ')}` };
  });
}

/** Every half hour of office hours, and the present start where it lies between. */
export function startOptions(chosen?: number): Option[] {
  const starts = new Set(chosen === undefined ? [] : [chosen]);
  for (let minute = OFFICE_HOURS.from; minute < OFFICE_HOURS.to; minute += 30) starts.add(minute);
  return [...starts]
    .toSorted((a, b) => a - b)
    .map((minute) => ({ value: String(minute), text: clock(minute) }));
}

export function durationOptions(chosen = 150): Option[] {
  return [...new Set([60, 90, 120, 150, 180, 240, 360, chosen])]
    .toSorted((a, b) => a - b)
    .map((minutes) => ({ value: String(minutes), text: durationText(minutes) }));
}

function durationText(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [hours > 0 && `${hours} ชั่วโมง`, rest > 0 && `${rest} นาที`];
  return parts.filter(Boolean).join(' ');
}

/** Districts of the province, in the order of the alphabet. */
export function amphoeNames({
  organizations,
}: {
  readonly organizations: readonly Organization[];
}): string[] {
  return [...new Set(organizations.map(({ amphoe }) => amphoe.name))].toSorted(byThai);
}

/** Name of the district in which the organization lies. */
export function amphoeOf(
  { organizations }: { readonly organizations: readonly Organization[] },
  orgId: string,
): string {
  return organizations.find((organization) => organization.orgId === orgId)?.amphoe.name ?? '';
}
