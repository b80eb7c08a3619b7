/** What the pages of a plan share: whose it is, who may change it, and what is said when something has changed. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { type DimensionTitles, titlesFor } from '../../shared/domain/framework.ts';
import { nameOn, orgIdSchema } from '../../shared/domain/organization.ts';
import { can, type User } from '../../shared/domain/permissions.ts';
import { itemIdSchema, type Plan } from '../../shared/domain/plan.ts';
import type { KeptItem, KeptPlan } from '../../shared/store/plan-store.ts';
import { type Crumb, Notification } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import type { ChangePlan, PlanPlace, PlanRefusal } from './change-plan.ts';
import { refusalProblem } from './report-acts.ts';
import { writingAs } from './report-desk.ts';
import { authorized, found, pathOf, todayOf, type WebEnv } from './web-environment.tsx';

const orgPathSchema = z.object({ orgId: orgIdSchema });
const planPathSchema = orgPathSchema.extend({ period: z.string().regex(/^\d{4}-\d{4}$/) });
const itemPathSchema = planPathSchema.extend({ itemId: itemIdSchema });

export interface PlanFrame {
  readonly user: User;
  readonly orgId: string;
  readonly shortName: string;
  /** Whether the user may write on the plan, as its officer or in the organization's place. */
  readonly writes: boolean;
  /** Whether the user may find items inconsistent. */
  readonly judges: boolean;
}

export interface OpenPlan extends PlanFrame {
  readonly place: PlanPlace;
  readonly plan: KeptPlan;
  readonly items: readonly KeptItem[];
  /** Of the edition of the framework that the plan follows. */
  readonly titles: DimensionTitles;
  /** Path of the plan's page. */
  readonly base: string;
}

/** @throws {ProblemError} 401 | 404 */
export async function planFrame(c: Context<WebEnv>): Promise<PlanFrame> {
  const { orgId } = pathOf(c, orgPathSchema);
  const user = authorized(c, 'read-organization', { orgId });
  const dependencies = c.get('dependencies');
  const organization = found(await dependencies.roster.find(orgId));
  return {
    user,
    orgId,
    shortName: nameOn(organization, todayOf(dependencies)).shortName,
    writes: writingAs(user, orgId) !== undefined,
    judges: can(user, 'review-report', { orgId }),
  };
}

/** The plan that the path names. @throws {ProblemError} 401 | 404 */
export async function openPlan(c: Context<WebEnv>, { open }: ChangePlan): Promise<OpenPlan> {
  const frame = await planFrame(c);
  const place = placeIn(c);
  const { plan, items } = found(await open(place));
  const titles = titlesFor(await c.get('dependencies').editions.all(), plan.editionId, plan.from);
  return { ...frame, place, plan, items, titles, base: planPath(place) };
}

/** The plan and the item that the path names. @throws {ProblemError} 401 | 404 */
export async function openItem(c: Context<WebEnv>, acts: ChangePlan) {
  const opened = await openPlan(c, acts);
  const { itemId } = pathOf(c, itemPathSchema);
  const item = found(opened.items.find((candidate) => candidate.itemId === itemId));
  return { ...opened, item, path: `${opened.base}/items/${itemId}` };
}

export type OpenItem = Awaited<ReturnType<typeof openItem>>;

/** Whoever may only read is told so before filling in a form. @throws {ProblemError} 403 */
export function mustWrite<Frame extends PlanFrame>(frame: Frame): Frame {
  if (!frame.writes) throw refusalProblem({ refused: 'forbidden' });
  return frame;
}

function placeIn(c: Context<WebEnv>): PlanPlace {
  const { orgId, period } = pathOf(c, planPathSchema);
  const [from, to] = period.split('-').map((year) => fiscalYearSchema.safeParse(Number(year)));
  if (!from?.success || !to?.success) throw new ProblemError(404);
  return { orgId, from: from.data, to: to.data };
}

export function planPath({ orgId, from, to }: PlanPlace): string {
  return `/organizations/${orgId}/plans/${from}-${to}`;
}

export function periodName({ from, to }: Pick<Plan, 'from' | 'to'>): string {
  return `พ.ศ. ${from}–${to}`;
}

/** The page's line and the way back. */
export function planCrumbs(
  { user, orgId, shortName }: PlanFrame,
  ...more: readonly Crumb[]
): { line: string; breadcrumbs: Crumb[] } {
  const mine = user.orgId === orgId;
  return {
    line: shortName,
    breadcrumbs: [
      { text: mine ? 'งานของหน่วยงาน' : shortName, href: `/organizations/${orgId}` },
      ...more,
    ],
  };
}

/** @throws {ProblemError} for what the page cannot mend by showing its form again */
export function refusedPlan(refusal: Exclude<PlanRefusal, { refused: 'changed' }>): never {
  switch (refusal.refused) {
    case 'overlap':
      throw new ProblemError(409, {
        code: 'overlap',
        detail: `มีแผน ${periodName(refusal.other)} ซึ่งครอบคลุมบางปีของแผนนี้อยู่แล้ว`,
      });
    case 'full':
      throw new ProblemError(409, {
        code: 'full',
        detail: 'แผนหนึ่งมีได้ไม่เกิน 300 รายการ ยังไม่มีการเพิ่มรายการ',
      });
    default:
      throw refusalProblem(refusal);
  }
}

/** Somebody else was quicker; what was typed stands in the form below. */
export const ChangedMeanwhile: FC = () => (
  <Notification title="มีผู้อื่นแก้ไขข้อมูลนี้หลังจากที่ท่านเปิดหน้า">
    <p class="govuk-body">
      ยังไม่มีการบันทึกสิ่งที่ท่านกรอก ค่าที่ท่านกรอกยังอยู่ในแบบฟอร์ม หากบันทึกอีกครั้ง ระบบจะใช้ค่าของท่าน
    </p>
  </Notification>
);
