/** What has happened to a season, and why a visit moves, in Thai. */
import type { VisitChange, VisitMove } from '../../shared/domain/visit-plan.ts';
import { clock, dayAndDate } from '../../shared/text/thai.ts';
import { spanText } from './days-off.tsx';
import type { SeasonPlan } from './edit-schedule.ts';
import { shortNames, teamName } from './visit-words.ts';

/** One sentence for one change. */
export function changeText(change: VisitChange, plan: SeasonPlan): string {
  const names = shortNames(plan.organizations, plan.context.today);
  switch (change.kind) {
    case 'team-unavailable':
      return `${teamName(plan.context.teams, change.teamId)} ไม่ว่าง ${spanText(change)}`;
    case 'amphoe-closed': {
      const home = plan.organizations.find(({ amphoe }) => amphoe.code === change.amphoeId);
      return `อำเภอ${home?.amphoe.name ?? ''} เข้าพื้นที่ไม่ได้ ${spanText(change)}`;
    }
    case 'organization-unavailable':
      return `${names.get(change.organizationId)} ไม่สะดวก ${spanText(change)}`;
    case 'organization-urgent':
      return `${names.get(change.organizationId)} เร่งด่วน (+${change.addedPoints} คะแนน)`;
    case 'visit-added':
      return `${names.get(change.organizationId)} ต้องได้รับการนิเทศ`;
  }
}

/** Why a visit moves. */
export function causeText(
  { cause }: VisitMove,
  changes: readonly VisitChange[],
  plan: SeasonPlan,
): string {
  const names = shortNames(plan.organizations, plan.context.today);
  switch (cause.kind) {
    case 'forced':
    case 'asked': {
      const change = changes[cause.change];
      return change ? changeText(change, plan) : '';
    }
    case 'makes-room':
      return cause.forOrganizationIds.length === 0
        ? 'ขยับเพื่อให้ทั้งกำหนดการลงตัว'
        : `เปิดทางให้ ${cause.forOrganizationIds.map((id) => names.get(id) ?? id).join(', ')}`;
    case 'fills-time':
      return 'ใช้เวลาที่ว่างลง';
  }
}

/** 12 พ.ค. 2563 09.00 น. คณะที่ 1 */
export function whenText(when: VisitMove['from'], plan: SeasonPlan): string {
  if (!when) return '–';
  const team = teamName(plan.context.teams, when.teamId);
  return `${dayAndDate(when.date)} ${clock(when.startMinute)} ${team}`;
}
