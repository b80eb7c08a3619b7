/** The report on a visit as it is read: in the sections of the edition that it was written on. */
import type { Child, FC } from 'hono/jsx';
import type { FileList } from '../../shared/domain/evidence.ts';
import { placeIdOf } from '../../shared/domain/file-place.ts';
import { dimensions } from '../../shared/domain/framework.ts';
import type { Recommendation, ScheduleEntry, Visit } from '../../shared/domain/supervision.ts';
import type { ReportSignature, SupervisionReport } from '../../shared/domain/supervision-report.ts';
import type {
  VisitAnswer,
  VisitBlock,
  VisitForm,
  VisitQuestion,
} from '../../shared/domain/visit-form.ts';
import {
  capacityLabels,
  dimensionLabel,
  longDate,
  recommendationLabels,
  shortDate,
} from '../../shared/text/thai.ts';
import { SummaryList } from '../../shared/web/components.tsx';
import { PlaceFiles } from './file-links.tsx';
import { adviceHref } from './follow-up.ts';
import { hoursOf } from './visit-words.ts';

export interface ReportViewProps {
  readonly edition: VisitForm;
  readonly report: SupervisionReport;
  readonly visit: Pick<Visit, 'orgId' | 'fiscalYear' | 'visitNo' | 'acknowledged'>;
  readonly entry: ScheduleEntry;
  readonly team: string;
  /** The six-month report at a glance. */
  readonly score: Child;
  readonly lists: readonly FileList[];
  /** From earlier visits, still followed up. */
  readonly open: readonly Recommendation[];
  /** Whether its recommendations are followed up already, so that each has a page. */
  readonly kept: boolean;
}

export const ReportView: FC<ReportViewProps> = (props) => (
  <SummaryList
    rows={props.edition.sections.flatMap(({ title, parts }) =>
      parts.flatMap((part) =>
        part.kind === 'block'
          ? blockRows(part.block, title, props)
          : [{ key: part.label, value: <Answer question={part} {...answerOf(props, part)} /> }],
      ),
    )}
  />
);

type Row = { key: Child; value: Child };

function blockRows(block: VisitBlock, title: string, props: ReportViewProps): Row[] {
  const { report } = props;
  const written = (value: string) => [
    { key: title, value: <span class="preserve">{value || '–'}</span> },
  ];
  switch (block) {
    case 'visit': {
      const { entry, team } = props;
      return [
        { key: 'วันที่นิเทศ', value: `${longDate(report.heldOn)} เวลา ${hoursOf(entry)}` },
        { key: 'คณะนิเทศติดตาม', value: team },
      ];
    }
    case 'report':
      return [{ key: title, value: props.score }];
    case 'attendees':
      return written(report.attendees);
    case 'dimensions':
      return dimensions.map((dimension) => ({
        key: dimensionLabel(dimension),
        value: <span class="preserve">{report.byDimension[dimension - 1] || '–'}</span>,
      }));
    case 'problems-making':
      return written(report.problemsMaking);
    case 'problems-carrying-out':
      return written(report.problemsCarryingOut);
    case 'findings':
      return written(report.findings);
    case 'recommendations':
      return [{ key: title, value: <Advice {...props} /> }];
    case 'open-recommendations':
      return [{ key: title, value: <Open open={props.open} /> }];
    case 'files': {
      const { orgId, fiscalYear, visitNo } = props.visit;
      const place = { of: 'visit-report', fiscalYear, visitNo } as const;
      const what = 'รายงานการนิเทศ';
      const files = <PlaceFiles mayAdd={false} {...{ orgId, place, what }} lists={props.lists} />;
      const isThere = props.lists.some(
        ({ place: at, files: all }) => at === placeIdOf(place) && all.length > 0,
      );
      return [{ key: title, value: isThere ? files : '–' }];
    }
  }
}

const Advice: FC<ReportViewProps> = ({ report, visit: { orgId, fiscalYear, visitNo }, kept }) =>
  report.recommendations.length === 0 ? (
    <>–</>
  ) : (
    <ol class="govuk-list govuk-list--number">
      {report.recommendations.map((text, index) => {
        const due = report.dueDays?.[index];
        return (
          <li>
            {kept ? (
              <a
                class="govuk-link"
                href={adviceHref({ orgId, fiscalYear, visitNo, no: index + 1 })}
              >
                {text}
              </a>
            ) : (
              text
            )}
            {due && <span class="cell-note">ภายใน{longDate(due)}</span>}
          </li>
        );
      })}
    </ol>
  );

const Open: FC<Pick<ReportViewProps, 'open'>> = ({ open }) =>
  open.length === 0 ? (
    <>–</>
  ) : (
    <ul class="govuk-list govuk-list--bullet">
      {open.map((one) => (
        <li>
          <a class="govuk-link" href={adviceHref(one)}>
            {one.text}
          </a>{' '}
          ({recommendationLabels[one.state]})
        </li>
      ))}
    </ul>
  );

function answerOf({ report }: ReportViewProps, { id }: VisitQuestion) {
  const answer = report.answers?.[id];
  return answer ? { answer } : {};
}

const Answer: FC<{ question: VisitQuestion; answer?: VisitAnswer }> = ({ question, answer }) => (
  <span class="preserve">{answer ? answerWords(question, answer) : '–'}</span>
);

function answerWords(question: VisitQuestion, answer: VisitAnswer): string {
  if ('text' in answer) return answer.text;
  if ('score' in answer) {
    return question.kind === 'score' ? `${answer.score} / ${question.to}` : String(answer.score);
  }
  if ('choice' in answer) {
    const options = question.kind === 'choice' ? question.options : [];
    return options.find(({ value }) => value === answer.choice)?.text ?? answer.choice;
  }
  const { yes, no } = question.kind === 'yes-no' ? question : { yes: 'ใช่', no: 'ไม่ใช่' };
  return [answer.yes ? yes : no, answer.remark].filter(Boolean).join('\n');
}

/** หัวหน้าคณะ … ลงวันที่ …, one a line. */
export const Signatures: FC<{ signatures: readonly ReportSignature[] }> = ({ signatures }) => (
  <ul class="govuk-list">
    {signatures.map(({ position, capacity, actingFor, signedOn }) => (
      <li>
        {position}
        {actingFor && ` ${capacityLabels[capacity]} ${actingFor}`} – {shortDate(signedOn)}
      </li>
    ))}
  </ul>
);
