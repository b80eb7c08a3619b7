/** Everything that the pages of one visit are made of, loaded once. */
import type { Context } from 'hono';
import { nameOn, provinceOf } from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import type { Recommendation } from '../../shared/domain/supervision.ts';
import { isSigned } from '../../shared/domain/supervision-report.ts';
import { longDate } from '../../shared/text/thai.ts';
import { ProblemError } from '../../shared/web/problem.tsx';
import { findVisit } from './answer-visit.ts';
import { refuse, visitPath } from './province-frame.tsx';
import type { RecordOutcome } from './record-supervision.ts';
import type { SeasonFrame } from './season-frame.tsx';
import { currentSubmission } from './six-months.tsx';
import { found, pathOf, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

/** @throws {ProblemError} 404 for an organization of another province */
export function idOf(c: Context<WebEnv>, { season }: SeasonFrame) {
  const { orgId, visitNo } = pathOf(c, visitPath);
  if (provinceOf(orgId) !== season.province) throw new ProblemError(404);
  return { fiscalYear: season.fiscalYear, orgId, visitNo };
}

/** Path of the visit's page. */
export function visitBase(c: Context<WebEnv>, { base }: SeasonFrame): string {
  const { orgId, visitNo } = pathOf(c, visitPath);
  return `${base}/${orgId}/${visitNo}`;
}

export type VisitFacts = Awaited<ReturnType<typeof visitFacts>>;

/** @throws {ProblemError} 404 where no such visit was published */
export async function visitFacts(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
) {
  const { seasons, roster, obligations, reports, files, visitForms } = dependencies;
  const id = idOf(c, frame);
  const { fiscalYear, province } = frame.season;
  const round = { fiscalYear, round: '6M' as const };
  const [seen, teams, organization, obligation, followUps, lists, forms] = await Promise.all([
    findVisit(seasons, id),
    seasons.teams(fiscalYear, province),
    roster.find(id.orgId),
    obligations.find(id.orgId, round),
    seasons.recommendations(province, id.orgId),
    files.lists(id.orgId, `${fiscalYear}-visit-${id.visitNo}-`),
    visitForms.all(),
  ]);
  const { schedule, entry, visit } = found(seen);
  const today = todayOf(dependencies);
  const name = nameOn(found(organization), today);
  const isOfVisit = (one: Recommendation) =>
    one.fiscalYear === fiscalYear && one.visitNo === id.visitNo;
  return {
    id,
    schedule,
    entry,
    visit,
    teams,
    team: teams.find(({ teamId }) => teamId === entry.teamId),
    obligation,
    submission: await currentSubmission(reports, obligation),
    lists,
    forms,
    /** From other visits, not verified yet. */
    recommendations: followUps.filter((one) => one.state !== 'verified' && !isOfVisit(one)),
    /** From this visit, however they stand. */
    made: followUps.filter((one) => isOfVisit(one)),
    today,
    name: name.shortName,
    caption: `${name.name} · อำเภอ${organization?.amphoe.name ?? ''}`,
    phone: organization?.phone,
    /** Path of the visit's page. */
    base: visitBase(c, frame),
    mayPlan: frame.mayPlan,
    mayRecord: can(frame.user, 'record-supervision', { orgId: id.orgId }),
    isKept: isSigned(visit.report),
  };
}

/** Why a visit's record was not taken, where that is no field's fault. */
export function recordProblem(
  outcome: Exclude<RecordOutcome, { recorded: unknown } | { refused: 'held-ahead' | 'incomplete' }>,
): ProblemError {
  switch (outcome.refused) {
    case 'not-found':
    case 'forbidden':
      return refuse(outcome);
    case 'not-yet':
      return conflict('not-yet', `บันทึกรายงานการนิเทศได้ตั้งแต่${longDate(outcome.on)}`);
    case 'changed': {
      const { report, correction } = outcome.visit;
      const by = (correction ?? report)?.recordedBy.position;
      return conflict(
        'changed',
        `รายงานการนิเทศนี้${by ? `ถูกบันทึกโดย ${by}` : 'เปลี่ยนไป'} หลังจากที่ท่านเปิดหน้า ยังไม่มีการบันทึกสิ่งที่ท่านกรอก กดย้อนกลับเพื่อคัดลอกข้อความของท่าน แล้วเปิดหน้าใหม่`,
      );
    }
    case 'signed':
      return conflict(
        'signed',
        'รายงานการนิเทศนี้ลงนามแล้ว จึงแก้ไขไม่ได้ หากต้องแก้ไขให้จัดทำฉบับแก้ไขพร้อมเหตุผล',
      );
    case 'not-signed':
      return conflict('not-signed', 'ต้องลงนามรายงานการนิเทศก่อน');
    case 'no-draft':
      return conflict('no-draft', 'ยังไม่มีร่างรายงานการนิเทศให้ทำรายการนี้');
    case 'closed':
      return conflict('closed', 'ปิดเรื่องการนิเทศนี้ไปแล้ว');
    case 'off':
      return conflict('off', 'การนิเทศนี้เลื่อนหรือยกเลิกไว้ ต้องกำหนดวันใหม่ก่อน');
  }
}

function conflict(code: string, detail: string): ProblemError {
  return new ProblemError(409, { code, detail });
}
