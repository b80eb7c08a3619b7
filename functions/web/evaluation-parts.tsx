import type { FC } from 'hono/jsx';
import { roundResult } from '../../shared/domain/evaluation.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import { decisionSchema } from '../../shared/domain/report.ts';
import type { Figures } from '../../shared/domain/score.ts';
import type { ScheduleEntry, Visit } from '../../shared/domain/supervision.ts';
import {
  decisionLabels,
  longDate,
  roundLabels,
  unableReasonLabels,
} from '../../shared/text/thai.ts';
import { Table } from '../../shared/web/components.tsx';
import { ScoreTag, TimelinessTag } from '../../shared/web/tags.tsx';

export const NotYet: FC<{ october: Obligation | undefined; today: LocalDate }> = ({
  october,
  today,
}) =>
  october && today < october.dates.opens ? (
    <p class="govuk-inset-text">
      {roundLabels['12M']} เปิดรับรายงาน{longDate(october.dates.opens)} ผลด้านล่างจึงยังเป็นของ
      {roundLabels['6M']}
    </p>
  ) : null;

/** What organizations will do with their items next year; only once reports of 12 months are in. */
export const Decisions: FC<{ figures: Figures }> = ({ figures: { decisions, unableReasons } }) => {
  const total = decisionSchema.options.reduce((sum, decision) => sum + decisions[decision], 0);
  return total === 0 ? null : (
    <div class="columns">
      <Table
        caption="การใช้ผลในปีต่อไป (รายการ)"
        rows={decisionSchema.options}
        columns={[
          { head: 'การตัดสินใจ', heads: true, cell: (decision) => decisionLabels[decision] },
          { head: 'รายการ', figure: true, cell: (decision) => decisions[decision] },
        ]}
      />
      <Table
        caption="เหตุที่ไม่สามารถดำเนินการได้ (รายการ)"
        rows={[1, 2, 3, 4] as const}
        columns={[
          { head: 'เหตุผล', heads: true, cell: (reason) => unableReasonLabels[reason] },
          { head: 'รายการ', figure: true, cell: (reason) => unableReasons[reason] },
        ]}
      />
    </div>
  );
};

export const RoundCell: FC<{ obligation: Obligation | undefined; today: LocalDate }> = ({
  obligation,
  today,
}) => {
  if (!obligation) return <>–</>;
  const { score, timeliness, daysLate } = roundResult(obligation, today);
  return (
    <>
      {obligation.versions.length > 0 && <ScoreTag score={score} />}{' '}
      <TimelinessTag timeliness={timeliness} daysLate={daysLate} />
    </>
  );
};

/** The latest visit of the organization in the season. */
export function latestVisit(
  orgId: string,
  entries: readonly ScheduleEntry[],
  visits: readonly Visit[],
): { entry: ScheduleEntry | undefined; visit: Visit | undefined } {
  const entry = entries
    .filter((one) => one.orgId === orgId)
    .toSorted((a, b) => b.visitNo - a.visitNo)[0];
  const visit = visits.find((one) => one.orgId === orgId && one.visitNo === entry?.visitNo);
  return { entry, visit };
}
