/** What a six-month report comes to in words: offered to whoever writes the report on a visit. */
import type { Dimension } from '../domain/framework.ts';
import { type ReportLine, UNABLE } from '../domain/report.ts';
import { countLines } from '../domain/score.ts';
import { statusLabels, unableReasonLabels } from './thai.ts';

/** As long as the box that it is offered in holds. */
const LONGEST = 2000;

/** ดำเนินการแล้วเสร็จ 3 รายการ อยู่ระหว่างดำเนินการ 5 รายการ …, then each that cannot be done with its reason. */
export function dimensionWords(lines: readonly ReportLine[], dimension: Dimension): string {
  const own = lines.filter((line) => line.dimension === dimension);
  if (own.length === 0) return '';
  const { completed, ongoing, unable, awaiting } = countLines(own);
  const counts = [
    [statusLabels[3], completed],
    [statusLabels[2], ongoing],
    [statusLabels[4], unable],
    ['รอการรายงานผล', awaiting],
  ] as const;
  const told = counts
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${what} ${count} รายการ`);
  const reasons = own
    .filter(({ status }) => status === UNABLE)
    .map((line) => `- ${line.name}: ${reasonWords(line)}`);
  return [`${told.join(' ')} จาก ${own.length} รายการ`, ...reasons].join('\n').slice(0, LONGEST);
}

function reasonWords({ reason, reasonText }: Pick<ReportLine, 'reason' | 'reasonText'>): string {
  return reasonText || (reason ? unableReasonLabels[reason] : 'ไม่ได้ระบุเหตุผล');
}
