/** The organizations on the board of a round: counts by state, choosing, the table, files of it. */
import type { FC } from 'hono/jsx';
import { roundResult, summarize } from '../../shared/domain/evaluation.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import {
  isAwaited,
  type Obligation,
  type ObligationState,
  obligationStates,
} from '../../shared/domain/obligation.ts';
import { obligationLabels, shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  EmptyState,
  Field,
  Pagination,
  Select,
  Table,
} from '../../shared/web/components.tsx';
import { ObligationTag, ScoreTag, TimelinessTag } from '../../shared/web/tags.tsx';
import { AmphoeFilter } from './amphoe-filter.tsx';
import {
  amphoesOf,
  type BoardProps,
  type BoardQuery,
  daysLeft,
  PAGE_SIZE,
  pathOfRound,
  select,
} from './board.ts';

export const BoardList: FC<BoardProps> = (props) => {
  const { obligations, query, today } = props;
  const chosen = select(obligations, query, today);
  const shown = chosen.slice((query.page - 1) * PAGE_SIZE, query.page * PAGE_SIZE);
  const pageHref = (page: number) => `?${searchOf({ ...query, page })}#organizations`;
  const first = (query.page - 1) * PAGE_SIZE + 1;
  return (
    <section aria-labelledby="organizations">
      <h2 class="govuk-heading-m" id="organizations">
        รายชื่อหน่วยงาน
      </h2>
      <StateCounts {...props} />
      <Filters {...props} />
      {shown.length === 0 ? (
        <EmptyState>
          ไม่พบหน่วยงานตามที่เลือก{' '}
          <a class="govuk-link" href="?#organizations">
            แสดงทั้งหมด
          </a>
        </EmptyState>
      ) : (
        <>
          <p class="govuk-body">
            แสดง {first}–{first + shown.length - 1} จาก {chosen.length} แห่ง
          </p>
          <OrganizationTable {...props} rows={shown} />
          <Pagination
            previous={query.page > 1 ? pageHref(query.page - 1) : undefined}
            next={query.page * PAGE_SIZE < chosen.length ? pageHref(query.page + 1) : undefined}
          />
        </>
      )}
      <Downloads {...props} />
    </section>
  );
};

const StateCounts: FC<BoardProps> = ({ obligations, query, today }) => {
  const { byState } = summarize(obligations, today);
  const current = (state: ObligationState | undefined) =>
    query.state === state && { 'aria-current': 'true' as const };
  return (
    <ul class="counts" aria-label="จำนวนหน่วยงานตามสถานะ">
      <li>
        <a class="govuk-link" href="?#organizations" {...current(undefined)}>
          ทั้งหมด <span class="counts__figure">{obligations.length}</span>
        </a>
      </li>
      {obligationStates
        .filter((state) => byState[state] > 0)
        .map((state) => (
          <li>
            <a class="govuk-link" href={`?state=${state}#organizations`} {...current(state)}>
              {obligationLabels[state]} <span class="counts__figure">{byState[state]}</span>
            </a>
          </li>
        ))}
    </ul>
  );
};

const Filters: FC<BoardProps> = ({ obligations, query }) => (
  <form class="filters" method="get" action="#organizations">
    <Field name="q" label="ค้นหาชื่อหน่วยงาน" type="search" value={query.q} width={20} />
    <AmphoeFilter names={amphoesOf(obligations)} chosen={query.amphoe} />
    <Select
      name="state"
      label="สถานะ"
      value={query.state ?? ''}
      options={[
        { value: '', text: 'ทุกสถานะ' },
        ...obligationStates.map((state) => ({ value: state, text: obligationLabels[state] })),
        { value: 'overdue', text: 'เกินกำหนด' },
        { value: 'bounced', text: 'อีเมลส่งไม่ถึง' },
      ]}
    />
    <Select
      name="sort"
      label="เรียงตาม"
      value={query.sort}
      options={[
        { value: 'amphoe', text: 'อำเภอ' },
        { value: 'late', text: 'วันเกินกำหนด' },
        { value: 'score', text: 'คะแนนน้อยก่อน' },
        { value: 'received', text: 'ส่งล่าสุดก่อน' },
      ]}
    />
    <Button kind="secondary">แสดงผล</Button>
  </form>
);

const OrganizationTable: FC<BoardProps & { rows: readonly Obligation[] }> = (props) => {
  const { province, fiscalYear, round, today, rows } = props;
  return (
    <Table
      caption="หน่วยงานและสถานะรายงาน"
      captionHidden
      rows={rows}
      columns={[
        {
          head: 'หน่วยงาน',
          heads: true,
          cell: ({ orgId, organization }) => (
            <>
              <a
                class="govuk-link"
                href={`/provinces/${province}/reports/${orgId}/${fiscalYear}/${round}`}
              >
                {organization.shortName}
              </a>
              <span class="cell-note">อ.{organization.amphoe}</span>
            </>
          ),
        },
        {
          head: 'สถานะ',
          cell: ({ state, versions }) => (
            <>
              <ObligationTag state={state} />
              {state === 'submitted' && versions.length > 1 && (
                <span class="cell-note">ฉบับแก้ไข (ฉบับที่ {versions.length})</span>
              )}
            </>
          ),
        },
        { head: 'กำหนดส่ง', cell: (row) => <Due obligation={row} today={today} /> },
        {
          head: 'คะแนน',
          cell: (row) =>
            row.versions.length > 0 ? <ScoreTag score={roundResult(row, today).score} /> : '–',
        },
        {
          head: 'ติดต่อ',
          cell: (row) => <Contact obligation={row} province={province} />,
        },
      ]}
    />
  );
};

/** Whom to call, and what stands in the way of mail. */
const Contact: FC<{ obligation: Obligation; province: string }> = ({ obligation, province }) => {
  const { orgId, organization } = obligation;
  return (
    <>
      {organization.phone && (
        <a class="govuk-link no-wrap" href={`tel:${organization.phone.replace(/\D/g, '')}`}>
          {organization.phone}
        </a>
      )}
      {organization.takenOverBy && (
        <a class="govuk-link cell-note" href={`/organizations/${organization.takenOverBy.orgId}`}>
          รวมกับ{organization.takenOverBy.shortName}
        </a>
      )}
      {organization.mail !== 'ok' && (
        <a
          class="govuk-link cell-note"
          href={`/provinces/${province}/contacts/${organization.takenOverBy?.orgId ?? orgId}`}
        >
          ✕ {organization.mail === 'bounced' ? 'อีเมลส่งไม่ถึง' : 'ไม่มีอีเมลที่ใช้ได้'}
        </a>
      )}
    </>
  );
};

/** Days left, days gone by, or how timely the first version was. */
const Due: FC<{ obligation: Obligation; today: LocalDate }> = ({ obligation, today }) => {
  if (!isAwaited(obligation)) {
    const { timeliness, daysLate } = roundResult(obligation, today);
    return <TimelinessTag timeliness={timeliness} daysLate={daysLate} />;
  }
  const left = daysLeft(obligation, today);
  return (
    <>
      {left >= 0 ? `เหลือ ${left} วัน` : <strong>✕ เกินกำหนด {-left} วัน</strong>}
      {obligation.extendedUntil && (
        <span class="cell-note">ขยายเวลาถึง {shortDate(obligation.extendedUntil)}</span>
      )}
    </>
  );
};

const Downloads: FC<BoardProps> = (props) => {
  const path = pathOfRound(props, props.fiscalYear, props.round);
  return (
    <ul class="govuk-list">
      <li>
        <a class="govuk-link" href={`${path}/organizations.csv`}>
          ดาวน์โหลดตารางนี้ทั้งจังหวัด (CSV เปิดด้วย Excel)
        </a>
      </li>
      <li>
        <a class="govuk-link" href={`${path}/line`}>
          ข้อความสำหรับกลุ่มไลน์ แยกตามอำเภอ
        </a>
      </li>
    </ul>
  );
};

function searchOf({ amphoe, state, q, sort, page }: BoardQuery): string {
  return new URLSearchParams({
    ...(q && { q }),
    ...(amphoe && { amphoe }),
    ...(state && { state }),
    ...(sort !== 'amphoe' && { sort }),
    ...(page > 1 && { page: String(page) }),
  }).toString();
}
