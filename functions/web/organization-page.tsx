/** What one organization owes, has handed in, and has to follow up. */
import type { Child, FC } from 'hono/jsx';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import { type FiscalYear, fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import { dueDayOf, isSettled } from '../../shared/domain/follow-up.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import { isMerged, nameOn, type Organization } from '../../shared/domain/organization.ts';
import { can, type User } from '../../shared/domain/permissions.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import {
  type Recommendation,
  type ScheduleEntry,
  type Visit,
  visitState,
} from '../../shared/domain/supervision.ts';
import { actLabel, actorName, noteText } from '../../shared/text/acts.ts';
import { clock, dateTime, longDate, roundLabels, shortDate } from '../../shared/text/thai.ts';
import { EmptyState, Table } from '../../shared/web/components.tsx';
import { ScoreTag, VisitTag } from '../../shared/web/tags.tsx';
import { adviceColumn, adviceStateColumn } from './advice-columns.tsx';
import { type Joined, JoinedReports, OwedReports } from './owed-reports.tsx';
import { submitterOf } from './receipt-page.tsx';
import { reportPath } from './report-frame.ts';
import { roundName } from './report-views.tsx';

interface OrganizationPageProps {
  readonly user: User;
  readonly organization: Organization;
  readonly owed: readonly Obligation[];
  readonly joined: readonly Joined[];
  /** What it has become part of, or is to. */
  readonly successor: Organization | undefined;
  readonly visits: readonly {
    fiscalYear: FiscalYear;
    entry: ScheduleEntry;
    visit: Visit | undefined;
  }[];
  readonly recommendations: readonly Recommendation[];
  readonly history: readonly AuditEntry[];
  readonly today: LocalDate;
  /** What is offered to whoever looks, below what is to be done. */
  readonly offer: Child;
}

export const OrganizationPage: FC<OrganizationPageProps> = (props) => {
  const { user, organization, owed, joined, successor } = props;
  const { visits, recommendations, history, today, offer } = props;
  const { name } = nameOn(organization, today);
  return (
    <>
      <span class="govuk-caption-l">
        อำเภอ{organization.amphoe.name} จังหวัด{provinceNames[organization.province]}
      </span>
      <h1 class="govuk-heading-l">{name}</h1>
      <Merger {...{ user, organization, successor, today }} />
      <Ways user={user} organization={organization} />

      {owed.length === 0 && <EmptyState>ยังไม่มีรายงานที่ต้องส่งในขณะนี้</EmptyState>}
      <OwedReports {...{ owed, user, today, history }} />

      {joined.map((each) => (
        <JoinedReports {...each} user={user} today={today} />
      ))}

      {offer}

      <h2 class="govuk-heading-m">การนิเทศติดตาม</h2>
      <Visits visits={visits} orgId={organization.orgId} today={today} />
      <p class="govuk-body">
        <a
          class="govuk-link"
          href={`/organizations/${organization.orgId}/visits/${fiscalYearOf(today)}/away`}
        >
          แจ้งวันที่ไม่สะดวกรับการนิเทศ
        </a>
      </p>

      <OpenAdvice recommendations={recommendations} />

      <Versions owed={owed} />
      <History history={history} orgId={organization.orgId} />
    </>
  );
};

/** Ways to the organization's other pages. */
const Ways: FC<Pick<OrganizationPageProps, 'user' | 'organization'>> = ({ user, organization }) => (
  <p class="govuk-body">
    <a class="govuk-link" href={`/organizations/${organization.orgId}/plans`}>
      แผนปฏิบัติการป้องกันการทุจริต
    </a>{' '}
    ·{' '}
    <a class="govuk-link" href={`/organizations/${organization.orgId}/letterhead`}>
      ตราสัญลักษณ์ หัวหนังสือ และข้อความประจำในเอกสาร
    </a>
    {!user.orgId && (
      <>
        {' '}
        ·{' '}
        <a
          class="govuk-link"
          href={`/provinces/${organization.province}/contacts/${organization.orgId}`}
        >
          ผู้ติดต่อ
        </a>
      </>
    )}
  </p>
);

/** Where it has become part of another, and where the central office records that. */
const Merger: FC<Pick<OrganizationPageProps, 'user' | 'organization' | 'successor' | 'today'>> = ({
  user,
  organization,
  successor,
  today,
}) => {
  const { merged, orgId } = organization;
  const name = successor && nameOn(successor, today).name;
  const records = can(user, 'administer', 'nation');
  return (
    <>
      {merged && successor && (
        <p class="govuk-inset-text">
          {isMerged(organization, today) ? 'รวมกับ' : 'จะรวมกับ'}
          {can(user, 'read-organization', { orgId: merged.into }) ? (
            <a class="govuk-link" href={`/organizations/${merged.into}`}>
              {name}
            </a>
          ) : (
            name
          )}
          {' ตั้งแต่'}
          {longDate(merged.on)} {name} รับผิดชอบรายงานและแผนที่ค้างอยู่
        </p>
      )}
      {records && (
        <p class="govuk-body">
          <a class="govuk-link" href={`/organizations/${orgId}/merger`}>
            {merged ? 'ดูหรือยกเลิกการบันทึกการรวมหน่วยงาน' : 'บันทึกการรวมกับหน่วยงานอื่น'}
          </a>
        </p>
      )}
    </>
  );
};

const Visits: FC<Pick<OrganizationPageProps, 'visits' | 'today'> & { orgId: string }> = ({
  visits,
  today,
  orgId,
}) =>
  visits.length === 0 ? (
    <EmptyState>ยังไม่มีกำหนดการนิเทศติดตาม</EmptyState>
  ) : (
    <Table
      caption="กำหนดการนิเทศติดตาม"
      captionHidden
      rows={visits}
      columns={[
        {
          head: 'วันที่',
          heads: true,
          cell: ({ entry, fiscalYear }) => (
            <a
              class="govuk-link"
              href={`/organizations/${orgId}/visits/${fiscalYear}/${entry.visitNo}`}
            >
              {entry.state === 'postponed'
                ? 'เลื่อน รอกำหนดวันใหม่'
                : `${longDate(entry.date)} เวลา ${clock(entry.startMinute)}`}
            </a>
          ),
        },
        { head: 'ปีงบประมาณ', cell: ({ fiscalYear }) => `พ.ศ. ${fiscalYear}` },
        {
          head: 'สถานะ',
          cell: ({ entry, visit }) => <VisitTag state={visitState(entry, visit, today)} />,
        },
        { head: 'หมายเหตุ', cell: ({ entry }) => entry.reason ?? '' },
      ]}
    />
  );

const OpenAdvice: FC<Pick<OrganizationPageProps, 'recommendations'>> = ({ recommendations }) => {
  const open = recommendations.filter((one) => !isSettled(one));
  return (
    <>
      <h2 class="govuk-heading-m">ข้อเสนอแนะของคณะนิเทศที่ยังติดตามผล</h2>
      {open.length === 0 ? (
        <EmptyState>ไม่มีข้อเสนอแนะที่ต้องติดตามผล</EmptyState>
      ) : (
        <Table
          caption="ข้อเสนอแนะของคณะนิเทศ"
          captionHidden
          rows={open}
          columns={[
            adviceColumn,
            { head: 'ครบกำหนด', cell: (one) => shortDate(dueDayOf(one)) },
            adviceStateColumn,
          ]}
        />
      )}
    </>
  );
};

const Versions: FC<{ owed: readonly Obligation[] }> = ({ owed }) => {
  const rows = owed.flatMap((obligation) =>
    obligation.versions.map((version) => ({ obligation, version })),
  );
  if (rows.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">รายงานที่ส่งแล้วทุกฉบับ</h2>
      <Table
        caption="รายงานที่ส่งแล้วทุกฉบับ"
        captionHidden
        rows={rows}
        columns={[
          {
            head: 'เลขอ้างอิง',
            heads: true,
            cell: ({ obligation, version }) => (
              <a class="govuk-link" href={`${reportPath(obligation)}/versions/${version.version}`}>
                {version.receipt}
              </a>
            ),
          },
          { head: 'รอบ', cell: ({ obligation }) => roundName(obligation) },
          { head: 'ฉบับที่', cell: ({ version }) => version.version },
          { head: 'ได้รับเมื่อ', cell: ({ version }) => dateTime(new Date(version.receivedAt)) },
          { head: 'ผู้ส่ง', cell: ({ version }) => submitterOf(version) },
          { head: 'คะแนน', cell: ({ version }) => <ScoreTag score={version.score} /> },
        ]}
      />
    </>
  );
};

const History: FC<{ history: readonly AuditEntry[]; orgId: string }> = ({ history, orgId }) => (
  <>
    <h2 class="govuk-heading-m">ประวัติการดำเนินการ</h2>
    {history.length === 0 ? (
      <EmptyState>ยังไม่มีการดำเนินการ</EmptyState>
    ) : (
      <Table
        caption="ประวัติการดำเนินการล่าสุด"
        captionHidden
        rows={history}
        columns={[
          { head: 'เมื่อ', cell: ({ at }) => dateTime(new Date(at)) },
          { head: 'การดำเนินการ', heads: true, cell: ({ act }) => actLabel(act) },
          { head: 'เรื่อง', cell: ({ subject }) => subjectName(subject) },
          {
            head: 'โดย',
            cell: ({ actor }) => actorName(actor),
          },
          { head: 'หมายเหตุ', cell: noteText },
        ]}
      />
    )}
    <p class="govuk-body">
      <a class="govuk-link" href={`/organizations/${orgId}/audit`}>
        ประวัติการดำเนินการทั้งหมด
      </a>
    </p>
  </>
);

/** `2563#6M` as people say it. */
function subjectName(subject: string): string {
  const match = /^(\d{4})#(6M|12M)$/.exec(subject);
  const round = match?.[2] === '12M' ? '12M' : '6M';
  if (match) return `${roundLabels[round]} ปี ${match[1]}`;
  return /^(plan|item)#/.test(subject) ? 'แผนปฏิบัติการ' : '';
}
