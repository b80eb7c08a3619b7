/** One report as the office reviews it: what was handed in, by whom, when, and what changed. */
import type { Child, FC } from 'hono/jsx';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import { roundResult } from '../../shared/domain/evaluation.ts';
import type { FileList } from '../../shared/domain/evidence.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import {
  currentVersion,
  isAwaited,
  type Obligation,
  openRequest,
  type ReportVersion,
} from '../../shared/domain/obligation.ts';
import type { Finding, Signature, Submission } from '../../shared/domain/report.ts';
import { actLabel, actorName } from '../../shared/text/acts.ts';
import { findingText, rowOf } from '../../shared/text/findings.ts';
import { capacityLabels, dateTime, shortDate } from '../../shared/text/thai.ts';
import { ButtonLink, EmptyState, SummaryList, Table } from '../../shared/web/components.tsx';
import { ObligationTag, ScoreTag, TimelinessTag } from '../../shared/web/tags.tsx';
import { EvidenceTable } from './file-links.tsx';
import { differences } from './report-diff.ts';
import { reportPath } from './report-frame.ts';
import { dueWords, placeName, ReportRows, requestWords, roundName } from './report-views.tsx';

export interface ReviewPageProps {
  readonly obligation: Obligation;
  /** The version shown, and the one before it. */
  readonly shown: ReportVersion | undefined;
  readonly submission: Submission | undefined;
  readonly before: Submission | undefined;
  readonly warnings: readonly Finding[];
  readonly history: readonly AuditEntry[];
  /** Files of this round as they stand now. */
  readonly lists: readonly FileList[];
  readonly today: LocalDate;
  /** Path of this page. */
  readonly base: string;
  /** Whether this officer may decide on it. */
  readonly mayReview: boolean;
}

export const ReviewPage: FC<ReviewPageProps> = (props) => {
  const { obligation, submission, shown } = props;
  return (
    <>
      <span class="govuk-caption-l">{placeName(obligation)}</span>
      <h1 class="govuk-heading-l">รายงาน{roundName(obligation)}</h1>
      {shown && shown.version > 1 && shown === currentVersion(obligation) && (
        <p class="govuk-inset-text">
          <strong>ฉบับแก้ไข</strong> รายงานนี้ส่งมาแล้ว {shown.version} ฉบับ ฉบับที่แสดงแก้ไขตามที่ส่งกลับ
          สิ่งที่เปลี่ยนอยู่ในหัวข้อ <a href="#differences">สิ่งที่แก้ไขจากฉบับที่ {shown.version - 1}</a>
        </p>
      )}
      <Facts {...props} />
      {props.mayReview && <Actions {...props} />}
      <Warnings {...props} />
      {submission && shown ? (
        <>
          <Differences {...props} />
          <ReportRows
            content={submission.content}
            round={obligation.round}
            caption={`รายงานฉบับที่ ${shown.version}`}
          />
          <EvidenceTable
            orgId={obligation.orgId}
            evidence={submission.evidence ?? []}
            lists={props.lists}
            numbers={new Map(submission.content.lines.map(({ itemId, no }) => [itemId, no]))}
          />
        </>
      ) : (
        <EmptyState>ยังไม่มีรายงานที่ส่งแล้วในรอบนี้</EmptyState>
      )}
      <Versions {...props} />
      <History {...props} />
    </>
  );
};

const Facts: FC<ReviewPageProps> = ({ obligation, shown, today }) => {
  const { timeliness, daysLate } = roundResult(obligation, today);
  const { organization, accepted, returned, waived, state, extensionRequest } = obligation;
  const rows: { key: string; value: Child }[] = [
    { key: 'สถานะ', value: <ObligationTag state={state} /> },
    {
      key: 'การส่ง',
      value: (
        <>
          <TimelinessTag timeliness={timeliness} daysLate={daysLate} />
          {isAwaited(obligation) && <span class="cell-note">{dueWords(obligation, today)}</span>}
        </>
      ),
    },
    ...(shown
      ? versionFacts(shown, `${reportPath(obligation)}/versions/${shown.version}/papers`)
      : []),
    ...(accepted
      ? [
          {
            key: 'รับรายงาน',
            value: `${shortDate(accepted.on)} โดย ${accepted.by.position}${accepted.note && ` – ${accepted.note}`}`,
          },
        ]
      : []),
    ...(returned && state !== 'accepted'
      ? [
          {
            key: 'ส่งกลับให้แก้ไข',
            value: (
              <>
                {shortDate(returned.on)} ขอรับคืนภายใน {shortDate(returned.until)}
                <span class="cell-note preserve">{returned.reason}</span>
                {returned.rows.map(({ no, comment }) => (
                  <span class="cell-note">
                    ลำดับที่ {no}: {comment || 'โปรดตรวจสอบ'}
                  </span>
                ))}
              </>
            ),
          },
        ]
      : []),
    ...(extensionRequest ? [{ key: 'ขอขยายเวลา', value: requestWords(extensionRequest) }] : []),
    ...(waived ? [{ key: 'ไม่ต้องรายงาน', value: waived.reason }] : []),
    { key: 'โทรศัพท์', value: organization.phone ?? 'ไม่มีข้อมูล' },
  ];
  return <SummaryList rows={rows} />;
};

function versionFacts(version: ReportVersion, papers: string): { key: string; value: Child }[] {
  const { counts, submittedBy, signature, paperReceivedOn } = version;
  return [
    {
      key: 'เลขอ้างอิง',
      value: (
        <>
          {version.receipt}
          <span class="cell-note">
            <a class="govuk-link" href={papers}>
              ดาวน์โหลดรูปเล่ม ประกาศ และหนังสือ
            </a>
          </span>
        </>
      ),
    },
    {
      key: 'ส่งเมื่อ',
      value: `${dateTime(new Date(version.receivedAt))} โดย ${submittedBy.position}${
        submittedBy.onBehalfOf ? ` (บันทึกแทน ${submittedBy.onBehalfOf})` : ''
      }${paperReceivedOn ? ` จากเอกสารที่ได้รับเมื่อ ${shortDate(paperReceivedOn)}` : ''}`,
    },
    { key: 'ผู้บริหาร', value: signature ? signatureWords(signature) : 'ไม่มีการลงนามในระบบ' },
    {
      key: 'คะแนน',
      value: (
        <>
          <ScoreTag score={version.score} />
          <span class="cell-note">
            แล้วเสร็จ {counts.completed} · อยู่ระหว่างดำเนินการ {counts.ongoing} · ไม่สามารถดำเนินการได้{' '}
            {counts.unable} · รวม {counts.total} รายการ
          </span>
        </>
      ),
    },
  ];
}

function signatureWords({ mode, position, capacity, signedOn, instruction }: Signature): string {
  const how = mode === 'paper' ? 'ลงนามในเอกสารแล้ว' : 'ลงนามเห็นชอบในระบบ';
  const told = instruction ? ` ข้อสั่งการ: ${instruction}` : '';
  return `${how} ${shortDate(signedOn)} – ${position} (${capacityLabels[capacity]})${told}`;
}

const Actions: FC<ReviewPageProps> = ({ obligation, base }) => {
  const { state } = obligation;
  const handedIn = state === 'submitted' || state === 'accepted';
  const form = reportPath(obligation);
  if (state === 'waived') return null;
  return (
    <div class="actions no-print">
      {state === 'submitted' && <ButtonLink href={`${base}/accept`}>รับรายงาน</ButtonLink>}
      {handedIn && (
        <ButtonLink href={`${base}/return`} kind="secondary">
          ส่งกลับให้แก้ไข
        </ButtonLink>
      )}
      {state === 'accepted' && (
        <ButtonLink href={`${base}/withdraw`} kind="secondary">
          ยกเลิกการรับรายงาน
        </ButtonLink>
      )}
      {!handedIn && (
        <ButtonLink href={form} kind="secondary">
          บันทึกแทน อปท.
        </ButtonLink>
      )}
      {isAwaited(obligation) && (
        <>
          <ButtonLink href={`${base}/extend`} kind="secondary">
            ขยายเวลา
          </ButtonLink>
          {openRequest(obligation) && (
            <ButtonLink href={`${base}/refuse`} kind="secondary">
              ไม่อนุญาตให้ขยายเวลา
            </ButtonLink>
          )}
          <ButtonLink href={`${base}/waive`} kind="secondary">
            ไม่ต้องรายงานรอบนี้
          </ButtonLink>
        </>
      )}
    </div>
  );
};

const Warnings: FC<ReviewPageProps> = ({ warnings, submission }) =>
  warnings.length === 0 ? null : (
    <section class="tasks" aria-labelledby="warnings">
      <h2 class="govuk-heading-s" id="warnings">
        ระบบพบข้อที่ควรตรวจสอบ {warnings.length} ข้อ
      </h2>
      <ul class="govuk-list govuk-list--bullet">
        {warnings.map((finding) => (
          <li>
            {finding.no !== undefined &&
              `${rowOf(finding.no, submission?.content.lines.find(({ itemId }) => itemId === finding.itemId)?.name ?? '')}: `}
            {findingText(finding)}
          </li>
        ))}
      </ul>
    </section>
  );

const Differences: FC<ReviewPageProps> = ({ before, submission, shown }) => {
  if (!before || !submission || !shown) return null;
  const rows = differences(before.content.lines, submission.content.lines);
  return (
    <section aria-labelledby="differences">
      <h2 class="govuk-heading-m" id="differences">
        สิ่งที่แก้ไขจากฉบับที่ {shown.version - 1}
      </h2>
      {rows.length === 0 ? (
        <p class="govuk-body">ไม่มีรายการใดเปลี่ยน</p>
      ) : (
        <Table
          caption="รายการที่แก้ไข"
          captionHidden
          rows={rows.flatMap((row) => row.changes.map((change) => ({ ...row, ...change })))}
          columns={[
            { head: 'ลำดับ', cell: ({ no }) => no },
            { head: 'รายการ', heads: true, cell: ({ name }) => name },
            { head: 'เรื่อง', cell: ({ what }) => what },
            { head: 'เดิม', cell: ({ from }) => from || '–' },
            { head: 'แก้เป็น', cell: ({ to }) => <span class="changed">{to || '–'}</span> },
          ]}
        />
      )}
    </section>
  );
};

const Versions: FC<ReviewPageProps> = ({ obligation, shown, base }) => {
  const { versions, orgId, fiscalYear, round } = obligation;
  const printPath = `/organizations/${orgId}/reports/${fiscalYear}/${round}/versions`;
  return versions.length === 0 ? null : (
    <Table
      caption="ฉบับที่ส่งทั้งหมด"
      rows={versions.toReversed()}
      columns={[
        {
          head: 'ฉบับที่',
          heads: true,
          cell: ({ version }) =>
            version === shown?.version ? (
              `${version} (กำลังแสดง)`
            ) : (
              <a class="govuk-link" href={`${base}?version=${version}`}>
                ดูฉบับที่ {version}
              </a>
            ),
        },
        { head: 'ส่งเมื่อ', cell: ({ receivedAt }) => dateTime(new Date(receivedAt)) },
        { head: 'เลขอ้างอิง', cell: ({ receipt }) => receipt },
        { head: 'คะแนน', cell: ({ score }) => <ScoreTag score={score} /> },
        {
          head: 'พิมพ์',
          cell: ({ version }) => (
            <a class="govuk-link" href={`${printPath}/${version}/print`}>
              พิมพ์<span class="govuk-visually-hidden">ฉบับที่ {version}</span>
            </a>
          ),
        },
      ]}
    />
  );
};

const History: FC<ReviewPageProps> = ({ history, obligation }) => {
  const subject = `${obligation.fiscalYear}#${obligation.round}`;
  const rows = history.filter((entry) => entry.subject === subject);
  return rows.length === 0 ? null : (
    <Table
      caption="ประวัติการดำเนินการ"
      rows={rows}
      columns={[
        { head: 'เมื่อ', cell: ({ at }) => dateTime(new Date(at)) },
        { head: 'การดำเนินการ', heads: true, cell: ({ act }) => actLabel(act) },
        { head: 'โดย', cell: ({ actor }) => actorName(actor) },
        { head: 'หมายเหตุ', cell: ({ note }) => note ?? '' },
      ]}
    />
  );
};

/** The version that the address asks for; the current one otherwise. */
export function versionAsked(
  obligation: Obligation,
  asked: string | undefined,
): ReportVersion | undefined {
  const wanted = obligation.versions.find(({ version }) => String(version) === asked);
  return wanted ?? currentVersion(obligation);
}
