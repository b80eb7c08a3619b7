/** Events of an audit trail with filters, newest first. */
import type { Child, FC } from 'hono/jsx';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import { instantAt, type LocalDate, localDate } from '../../shared/domain/local-date.ts';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import { actLabel, acts, noteText } from '../../shared/text/acts.ts';
import { dateTime, roundLabels } from '../../shared/text/thai.ts';
import { Button, EmptyState, Select, Table } from '../../shared/web/components.tsx';
import type { AuditQuery, AuditView } from './audit-answers.tsx';

/** Months that may be chosen; older events are found by paging. */
const MONTHS = 24;

export interface AuditPageProps {
  readonly whose: string;
  readonly view: AuditView;
  readonly query: AuditQuery;
  readonly today: LocalDate;
  /** Of a province's page: organizations whose trails may be chosen. */
  readonly organizations?: readonly Organization[];
}

export const AuditPage: FC<AuditPageProps> = ({ whose, view, query, today, organizations }) => (
  <>
    <span class="govuk-caption-l">{whose}</span>
    <h1 class="govuk-heading-l">ประวัติการดำเนินการ</h1>
    <p class="govuk-body">
      ทุกรายการบันทึกต่อกันเป็นลำดับและแก้ไขหรือลบไม่ได้
      รหัสท้ายรายการใช้ตรวจสอบว่ารายการนั้นและรายการก่อนหน้าไม่ถูกเปลี่ยนแปลง
    </p>
    <Filters query={query} today={today} organizations={organizations} />
    {view.entries.length === 0 ? (
      <EmptyState>ไม่พบรายการตามเงื่อนไขที่เลือก</EmptyState>
    ) : (
      <Events entries={view.entries} />
    )}
    <Pages query={query} olderBefore={view.olderBefore} />
  </>
);

const Filters: FC<{
  query: AuditQuery;
  today: LocalDate;
  organizations: readonly Organization[] | undefined;
}> = ({ query, today, organizations }) => (
  <form class="filters" method="get">
    {organizations && (
      <Select
        name="org"
        label="ประวัติของ"
        value={query.org ?? ''}
        options={[
          { value: '', text: 'สำนักงาน' },
          ...organizations.map((organization) => ({
            value: organization.orgId,
            text: nameOn(organization, today).shortName,
          })),
        ]}
      />
    )}
    <Select
      name="act"
      label="การดำเนินการ"
      value={query.act ?? ''}
      options={[
        { value: '', text: 'ทั้งหมด' },
        ...acts.map((act) => ({ value: act, text: actLabel(act) })),
      ]}
    />
    <Select
      name="by"
      label="โดย"
      value={query.by ?? ''}
      options={[
        { value: '', text: 'ทุกคน' },
        { value: 'organization', text: 'เจ้าหน้าที่และผู้บริหาร อปท.' },
        { value: 'office', text: 'สำนักงาน ป.ป.ช.' },
        { value: 'program', text: 'ระบบงานที่ใช้กุญแจ' },
      ]}
    />
    <Select
      name="month"
      label="เดือน"
      value={query.month ?? ''}
      options={[{ value: '', text: 'ทุกเดือน' }, ...monthsUpTo(today)]}
    />
    <Button kind="secondary">แสดง</Button>
  </form>
);

const Events: FC<{ entries: readonly AuditEntry[] }> = ({ entries }) => (
  <Table
    caption="รายการล่าสุดอยู่บน"
    rows={entries}
    columns={[
      { head: 'ลำดับ', cell: ({ seq }) => seq },
      { head: 'เมื่อ', cell: ({ at }) => dateTime(new Date(at)) },
      { head: 'การดำเนินการ', heads: true, cell: ({ act }) => actLabel(act) },
      { head: 'เรื่อง', cell: ({ subject }) => subjectName(subject) },
      { head: 'โดย', cell: ({ actor }) => <Who actor={actor} /> },
      { head: 'หมายเหตุ', cell: noteText },
      { head: 'รหัส', cell: ({ hash }) => <code>{hash.slice(0, 8)}</code> },
    ]}
  />
);

const Pages: FC<{ query: AuditQuery; olderBefore: number | undefined }> = ({
  query,
  olderBefore,
}) => (
  <p class="govuk-body">
    {query.before !== undefined && (
      <a class="govuk-link" href={addressOf({ ...query, before: undefined })}>
        ← กลับไปรายการล่าสุด
      </a>
    )}{' '}
    {olderBefore !== undefined && (
      <a class="govuk-link" rel="next" href={addressOf({ ...query, before: olderBefore })}>
        ดูรายการเก่ากว่านี้ →
      </a>
    )}
  </p>
);

const roleLabels: Readonly<Record<string, string>> = {
  officer: 'เจ้าหน้าที่ อปท.',
  executive: 'ผู้บริหาร อปท.',
  provincial: 'สำนักงาน ป.ป.ช. ประจำจังหวัด',
  regional: 'สำนักงาน ป.ป.ช. ภาค',
  central: 'สำนักงาน ป.ป.ช. ส่วนกลาง',
  system: 'ทำโดยระบบหรือผู้ดูแลระบบ',
};

const Who: FC<{ actor: AuditEntry['actor'] }> = ({ actor }): Child => (
  <>
    {actor.person && `${actor.person} `}
    {actor.position}
    {actor.person && ' (ผ่านอีเมลกลาง)'}
    <br />
    <span class="govuk-hint">
      {actor.userId.startsWith('key-')
        ? `กุญแจ ${actor.userId.slice(4)}`
        : (roleLabels[actor.role] ?? actor.role)}
      {actor.onBehalfOf && ` บันทึกแทน ${actor.onBehalfOf}`}
    </span>
  </>
);

/** `2563#6M` as people say it; what has no words of its own stands as it is. */
function subjectName(subject: string): string {
  const [year, round, ...rest] = subject.split('#');
  if (round === '6M' || round === '12M') return `${roundLabels[round]} ปี ${year}`;
  return [year, round, ...rest].filter(Boolean).join(' / ');
}

function monthsUpTo(today: LocalDate) {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, back) => {
    const months = year * 12 + (month - 1) - back;
    const value = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
    const text = instantAt(localDate(`${value}-01`)).toLocaleDateString('th-TH', {
      month: 'long',
      year: 'numeric',
      timeZone: 'Asia/Bangkok',
    });
    return { value, text };
  });
}

function addressOf(query: AuditQuery): string {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.set(name, String(value));
  }
  return `?${address}`;
}
