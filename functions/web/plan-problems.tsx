/** What the planner could not take as it was given, in words that say what to do about it. */
import type { FC } from 'hono/jsx';
import type { PlanProblem } from '../../shared/domain/visit-plan.ts';
import { Notification } from '../../shared/web/components.tsx';
import type { SeasonPlan } from './edit-schedule.ts';
import { shortNames } from './visit-words.ts';

type Reason<Kind extends PlanProblem['kind']> = Extract<
  PlanProblem,
  { kind: Kind; reason: string }
>['reason'];

const unmetReasons: Record<Reason<'mandatory-unmet'>, string> = {
  'no-free-day': 'ไม่มีวันที่ทั้งหน่วยงานและคณะนิเทศว่างตรงกัน',
  'does-not-fit-a-day': 'เดินทางไปกลับไม่ทันในวันเดียว',
  capacity: 'วันของคณะนิเทศไม่พอสำหรับทุกแห่งที่กำหนดว่าต้องนิเทศ',
};

const lockedReasons: Record<Reason<'locked-conflict'>, string> = {
  'not-a-working-day': 'ตรงกับวันหยุดหรืออยู่นอกช่วงนิเทศ',
  'team-blocked': 'ตรงกับวันที่คณะนิเทศไม่ว่าง',
  'outside-hours': 'อยู่นอกเวลานิเทศ หรือเดินทางไม่ทัน',
  overlaps: 'เวลาซ้อนกับอีกแห่ง หรือเดินทางไม่ทัน',
  'too-many': 'วันนั้นมีมากกว่าที่คณะไปได้ในหนึ่งวัน',
};

/** One sentence for one problem. */
export function problemText(problem: PlanProblem, names: ReadonlyMap<string, string>): string {
  const name = 'organizationId' in problem ? (names.get(problem.organizationId) ?? '') : '';
  switch (problem.kind) {
    case 'no-teams':
      return 'ยังไม่มีคณะนิเทศติดตามของปีนี้ โปรดเพิ่มคณะในหน้าตั้งค่าก่อน';
    case 'no-working-days':
      return 'ไม่มีวันทำการเหลือในช่วงนิเทศ หรือยังไม่มีปฏิทินวันหยุดราชการของปีนี้';
    case 'malformed':
      return `ข้อมูลตั้งค่าไม่ถูกต้อง (${problem.path}) โปรดตรวจหน้าตั้งค่า`;
    case 'duplicate-id':
      return `มีข้อมูลซ้ำ: ${names.get(problem.id) ?? problem.id}`;
    case 'unknown-id':
      return `มีการอ้างถึงข้อมูลที่ไม่พบ: ${names.get(problem.id) ?? problem.id}`;
    case 'place-estimated':
      return `${name}: ไม่มีพิกัดที่ตั้ง ระบบใช้จุดกลางของอำเภอแทน`;
    case 'mandatory-unmet':
      return `${name}: ต้องนิเทศแต่จัดให้ไม่ได้ เพราะ${unmetReasons[problem.reason]}`;
    case 'locked-conflict':
      return `${name}: วันที่กำหนดไว้แล้ว${lockedReasons[problem.reason]} ระบบคงวันเดิมและไม่จัดแห่งอื่นในวันนั้น`;
    case 'locked-unavailable':
      return `${name}: วันที่กำหนดไว้แล้วเป็นวันที่หน่วยงานแจ้งว่าไม่สะดวก`;
    case 'too-many-organizations':
      return `มีหน่วยงานมากเกินไป ระบบพิจารณาเฉพาะ ${problem.considered} แห่งที่มีคะแนนความจำเป็นสูงสุด`;
  }
}

/** What the latest proposal could not take as it was; a refused one says so in its title. */
export const PlanProblems: FC<{ plan: SeasonPlan; base: string }> = ({ plan, base }) => {
  const proposal = plan.run?.state === 'done' ? plan.run.proposal : undefined;
  const problems = proposal?.problems.filter((problem) => stillMatters(problem, plan)) ?? [];
  if (!proposal || problems.length === 0) return null;
  const names = shortNames(plan.organizations, plan.context.today);
  const refused = proposal.outcome === 'refused';
  const sentences = [...new Set(problems.map((problem) => problemText(problem, names)))];
  return refused ? (
    <Notification title="ระบบยังจัดทำข้อเสนอกำหนดการไม่ได้">
      <Sentences sentences={sentences} />
      <p class="govuk-body">
        <a class="govuk-notification-banner__link" href={`${base}/setup`}>
          ตั้งค่าการนิเทศของปี
        </a>
      </p>
    </Notification>
  ) : (
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">
          ข้อสังเกตจากการจัดทำข้อเสนอ {sentences.length} ข้อ
        </span>
      </summary>
      <div class="govuk-details__text">
        <Sentences sentences={sentences} />
      </div>
    </details>
  );
};

const Sentences: FC<{ sentences: readonly string[] }> = ({ sentences }) => (
  <ul class="govuk-list govuk-list--bullet">
    {sentences.map((sentence) => (
      <li>{sentence}</li>
    ))}
  </ul>
);

/** A visit of the past lies on no day that can still be planned; nobody needs to hear of it. */
function stillMatters(problem: PlanProblem, { context, entries }: SeasonPlan): boolean {
  if (problem.kind !== 'locked-conflict') return true;
  return [...context.published, ...entries].some(
    ({ orgId, date }) => orgId === problem.organizationId && date > context.today,
  );
}
