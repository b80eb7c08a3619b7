/** What the office knows of an organization from its six-month report, for the visit's pages on both sides. */
import type { FC } from 'hono/jsx';
import { currentVersion, type Obligation } from '../../shared/domain/obligation.ts';
import { type Submission, UNABLE } from '../../shared/domain/report.ts';
import type { ReportStore } from '../../shared/store/report-store.ts';
import { Table } from '../../shared/web/components.tsx';
import { ScoreTag } from '../../shared/web/tags.tsx';
import { statusWords } from './report-form.tsx';
import { Problems } from './report-views.tsx';
import { DimensionChart } from './result-charts.tsx';

/** The report that counts; none where nothing was handed in. */
export async function currentSubmission(
  reports: Pick<ReportStore, 'submission'>,
  obligation: Obligation | undefined,
): Promise<Submission | undefined> {
  const version = obligation && currentVersion(obligation);
  return version && reports.submission(obligation.orgId, obligation, version.submissionId);
}

export const SixMonths: FC<{
  obligation: Obligation | undefined;
  submission: Submission | undefined;
  /** What is said where there is no report. */
  none: string;
  /** Where a heading stands above already. */
  headless?: boolean;
}> = ({ obligation, submission, none, headless }) => {
  const version = obligation && currentVersion(obligation);
  if (!version || !submission) {
    return (
      <>
        {!headless && <Heading />}
        <p class="govuk-body">{none}</p>
      </>
    );
  }
  const unable = submission.content.lines.filter(({ status }) => status === UNABLE);
  return (
    <>
      {!headless && <Heading />}
      <p class="govuk-body">
        <ScoreTag score={version.score} /> จาก {version.counts.total} รายการ
      </p>
      <DimensionChart figures={version.figures} />
      {unable.length > 0 && (
        <Table
          caption="รายการที่ไม่สามารถดำเนินการได้"
          rows={unable}
          columns={[
            { head: 'ลำดับ', cell: ({ no }) => no },
            { head: 'รายการ', heads: true, cell: ({ name }) => name },
            { head: 'สถานะและเหตุผล', cell: (line) => statusWords(line) },
            { head: 'หมายเหตุ', cell: ({ remark }) => remark },
          ]}
        />
      )}
      <Problems content={submission.content} />
    </>
  );
};

const Heading: FC = () => <h2 class="govuk-heading-m">ผลการดำเนินงาน รอบ 6 เดือนแรก</h2>;
