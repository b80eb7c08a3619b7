/** What one organization owes, has handed in, and has to follow up. */
import type { Child, FC } from 'hono/jsx';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import { type FiscalYear, fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import { dueDayOf, isSettled } from '../../shared/domain/follow-up.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import {
  currentVersion,
  datesOf,
  isAwaited,
  isEditable,
  type Obligation,
} from '../../shared/domain/obligation.ts';
import { isMerged, nameOn, type Organization } from '../../shared/domain/organization.ts';
import { can, type User } from '../../shared/domain/permissions.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { submissionWindow } from '../../shared/domain/round.ts';
import {
  type Recommendation,
  type ScheduleEntry,
  type Visit,
  visitState,
} from '../../shared/domain/supervision.ts';
import { actLabel, actorName, noteText } from '../../shared/text/acts.ts';
import { clock, dateTime, longDate, roundLabels, shortDate } from '../../shared/text/thai.ts';
import { ButtonLink, EmptyState, Table } from '../../shared/web/components.tsx';
import {
  ObligationTag,
  RecommendationTag,
  ScoreTag,
  TimelinessTag,
  VisitTag,
} from '../../shared/web/tags.tsx';
import { adviceHref } from './follow-up.ts';
import { submitterOf } from './receipt-page.tsx';
import { writingAs } from './report-desk.ts';
import { dueWords, requestWords, roundName } from './report-views.tsx';

interface OrganizationPageProps {
  readonly user: User;
  readonly organization: Organization;
  readonly owed: readonly Obligation[];
  /** Those that have become part of it, and what they still owe. */
  readonly joined: readonly { organization: Organization; owed: readonly Obligation[] }[];
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
  const open = recommendations.filter((one) => !isSettled(one));
  return (
    <>
      <span class="govuk-caption-l">
        อำเภอ{organization.amphoe.name} จังหวัด{provinceNames[organization.province]}
      </span>
      <h1 class="govuk-heading-l">{name}</h1>
      <Merger {...{ user, organization, successor, today }} />
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

      {owed.length === 0 && <EmptyState>ยังไม่มีรายงานที่ต้องส่งในขณะนี้</EmptyState>}
      {inOrderOfUrgency(owed, today).map((obligation) => (
        <Owed obligation={obligation} user={user} today={today} history={history} />
      ))}

      {joined.map((each) => (
        <Joined {...each} user={user} today={today} />
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

      <h2 class="govuk-heading-m">ข้อเสนอแนะของคณะนิเทศที่ยังติดตามผล</h2>
      {open.length === 0 ? (
        <EmptyState>ไม่มีข้อเสนอแนะที่ต้องติดตามผล</EmptyState>
      ) : (
        <Table
          caption="ข้อเสนอแนะของคณะนิเทศ"
          captionHidden
          rows={open}
          columns={[
            {
              head: 'ข้อเสนอแนะ',
              heads: true,
              cell: (one) => (
                <a class="govuk-link" href={adviceHref(one)}>
                  {one.text}
                </a>
              ),
            },
            { head: 'ครบกำหนด', cell: (one) => shortDate(dueDayOf(one)) },
            { head: 'สถานะ', cell: ({ state }) => <RecommendationTag state={state} /> },
          ]}
        />
      )}

      <Versions owed={owed} />
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
        <a class="govuk-link" href={`/organizations/${organization.orgId}/audit`}>
          ประวัติการดำเนินการทั้งหมด
        </a>
      </p>
    </>
  );
};

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

/** What one that has become part of the organization still owes. */
const Joined: FC<
  OrganizationPageProps['joined'][number] & Pick<OrganizationPageProps, 'user' | 'today'>
> = ({ organization, owed, user, today }) => {
  const { orgId, merged } = organization;
  const acting = { ...user, actsFor: [orgId] };
  const { name } = nameOn(organization, today);
  return (
    <section aria-labelledby={`joined-${orgId}`}>
      <h2 class="govuk-heading-m" id={`joined-${orgId}`}>
        {name} ซึ่งรวมเข้ามาตั้งแต่{merged && longDate(merged.on)}
      </h2>
      {inOrderOfUrgency(owed, today)
        .filter((obligation) => isEditable(obligation))
        .map((obligation) => (
          <Owed obligation={obligation} user={acting} today={today} history={[]} />
        ))}
      <p class="govuk-body">
        <a class="govuk-link" href={`/organizations/${orgId}`}>
          แผน รายงาน และการนิเทศทั้งหมดของ{name}
        </a>
      </p>
    </section>
  );
};

/** What can be worked on now, then what has been handed in or is closed, then what is yet to open. */
function inOrderOfUrgency(owed: readonly Obligation[], today: LocalDate): readonly Obligation[] {
  const rank = (obligation: Obligation) => {
    const window = submissionWindow(today, datesOf(obligation));
    if (window === 'early') return 2;
    const workable = obligation.versions.length > 0 || window !== 'locked';
    return isEditable(obligation) && workable ? 0 : 1;
  };
  return owed.toSorted((a, b) => rank(a) - rank(b));
}

interface OwedProps {
  readonly obligation: Obligation;
  readonly user: User;
  readonly today: LocalDate;
  readonly history: readonly AuditEntry[];
}

const Owed: FC<OwedProps> = ({ obligation, user, today, history }) => {
  const { fiscalYear, round, state, orgId, returned, waived, extensionRequest } = obligation;
  const version = currentVersion(obligation);
  const id = `round-${orgId}-${fiscalYear}-${round}`;
  return (
    <section class="panel-plain" aria-labelledby={id}>
      <h2 class="govuk-heading-m" id={id}>
        รายงาน{roundName(obligation)}
      </h2>
      <p class="govuk-body">
        <ObligationTag state={state} />{' '}
        {version && (
          <TimelinessTag
            timeliness={obligation.daysLate === 0 ? 'on-time' : 'late'}
            daysLate={obligation.daysLate}
          />
        )}{' '}
        {version && <ScoreTag score={version.score} />}
      </p>
      {waived && <p class="govuk-body">เหตุผล: {waived.reason}</p>}
      {isEditable(obligation) && !version && (
        <p class="govuk-body">{dueWords(obligation, today)}</p>
      )}
      {state === 'returned' && returned && (
        <p class="govuk-inset-text">
          ส่งกลับให้แก้ไขเมื่อ{longDate(returned.on)}: {returned.reason} กรุณาส่งฉบับแก้ไขภายใน
          {longDate(returned.until)}
        </p>
      )}
      {extensionRequest && isAwaited(obligation) && (
        <p class="govuk-inset-text">คำขอขยายเวลา: {requestWords(extensionRequest)}</p>
      )}
      <SentBack obligation={obligation} history={history} />
      <NextStep obligation={obligation} user={user} today={today} />
      {isAwaited(obligation) &&
        can(user, 'edit-report', { orgId }) &&
        today >= obligation.dates.opens && (
          <p class="govuk-body">
            <a class="govuk-link" href={`${pathOf(orgId, obligation)}/extension`}>
              ขอขยายเวลา<span class="govuk-visually-hidden"> {roundName(obligation)}</span>
            </a>
          </p>
        )}
      {version && (
        <p class="govuk-body">
          <a class="govuk-link" href={`${pathOf(orgId, obligation)}/versions/${version.version}`}>
            ใบยืนยันการส่งรายงาน {version.receipt}
          </a>{' '}
          ·{' '}
          <a
            class="govuk-link"
            href={`${pathOf(orgId, obligation)}/versions/${version.version}/papers`}
          >
            ดาวน์โหลดรูปเล่ม ประกาศ และหนังสือ
            <span class="govuk-visually-hidden"> {roundName(obligation)}</span>
          </a>
        </p>
      )}
    </section>
  );
};

/** What the chief executive said when sending it back, until it goes up again. */
const SentBack: FC<{ obligation: Obligation; history: readonly AuditEntry[] }> = ({
  obligation,
  history,
}) => {
  const { fiscalYear, round, state } = obligation;
  const last = history.find(
    ({ subject, act }) => subject === `${fiscalYear}#${round}` && act !== 'report-drafted',
  );
  if (state !== 'in_progress' || last?.act !== 'signoff-sent-back') return null;
  return <p class="govuk-inset-text">ผู้บริหารส่งคืนให้แก้ไข{last.note && `: ${last.note}`}</p>;
};

const NextStep: FC<Omit<OwedProps, 'history'>> = ({ obligation, user, today }): Child => {
  const { orgId, state, versions } = obligation;
  if (!isEditable(obligation)) return null;
  const path = pathOf(orgId, obligation);
  const window = versions.length > 0 ? 'open' : submissionWindow(today, datesOf(obligation));
  if (window === 'locked') return null;
  if (can(user, 'sign-report', { orgId })) {
    return state === 'awaiting_signoff' && !obligation.signature ? (
      <ButtonLink href={`${path}/sign-off`}>อ่านและลงนาม</ButtonLink>
    ) : (
      window !== 'early' && state !== 'awaiting_signoff' && (
        <p class="govuk-body">เมื่อเจ้าหน้าที่เสนอรายงาน ระบบจะแจ้งทางอีเมล และลงนามได้ในหน้านี้</p>
      )
    );
  }
  const writing = writingAs(user, orgId);
  // October's form starts from April's answers: begun too early, it would start from nothing.
  if (!writing || (window === 'early' && state === 'not_started')) return null;
  if (writing === 'on-behalf') {
    return (
      <ButtonLink href={path} kind="secondary">
        บันทึกแทน อปท.
      </ButtonLink>
    );
  }
  if (state === 'awaiting_signoff') {
    return (
      <ButtonLink href={`${path}/check`}>
        {obligation.signature ? 'ผู้บริหารลงนามแล้ว ไปส่งรายงาน' : 'ดูรายงานที่รอผู้บริหารลงนาม'}
      </ButtonLink>
    );
  }
  return (
    <>
      <ButtonLink href={path} kind={window === 'early' ? 'secondary' : 'primary'}>
        {state === 'not_started' ? 'เริ่มกรอกรายงาน' : 'กรอกรายงานต่อ'}
        <span class="govuk-visually-hidden"> {roundName(obligation)}</span>
      </ButtonLink>
      <p class="govuk-body">
        <a class="govuk-link" href={`${path}/import`}>
          นำเข้าตาราง<span class="govuk-visually-hidden">ของ{roundName(obligation)}</span>จาก Excel
          หรือ Word
        </a>
      </p>
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
              <a
                class="govuk-link"
                href={`${pathOf(obligation.orgId, obligation)}/versions/${version.version}`}
              >
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

function pathOf(orgId: string, { fiscalYear, round }: Pick<Obligation, 'fiscalYear' | 'round'>) {
  return `/organizations/${orgId}/reports/${fiscalYear}/${round}`;
}

/** `2563#6M` as people say it. */
function subjectName(subject: string): string {
  const match = /^(\d{4})#(6M|12M)$/.exec(subject);
  const round = match?.[2] === '12M' ? '12M' : '6M';
  if (match) return `${roundLabels[round]} ปี ${match[1]}`;
  return /^(plan|item)#/.test(subject) ? 'แผนปฏิบัติการ' : '';
}
