/** Who has been told of a visit and has not acknowledged it (ยังไม่ตอบรับ): whom to ring up first. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import { daysBetween, type LocalDate } from '../../shared/domain/local-date.ts';
import type { Organization } from '../../shared/domain/organization.ts';
import {
  hasAnswered,
  noticeLetterOf,
  type Schedule,
  type ScheduleEntry,
  toldOf,
  type Visit,
} from '../../shared/domain/supervision.ts';
import { dayAndDate, shortDate } from '../../shared/text/thai.ts';
import { EmptyState, Table, Tag } from '../../shared/web/components.tsx';
import { answerUnpublished, seasonFrame, seasonOptions } from './season-frame.tsx';
import { hoursOf, shortNames } from './visit-words.ts';
import { page, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

interface Unanswered {
  readonly entry: ScheduleEntry;
  readonly visit: Visit | undefined;
}

/** Visits that lie ahead, or are today, without an answer to their day; the nearest first. */
function unansweredOf(
  { entries }: Schedule,
  visits: readonly Visit[],
  today: LocalDate,
): { told: Unanswered[]; notYetTold: number } {
  const byKey = new Map(visits.map((visit) => [`${visit.orgId}#${visit.visitNo}`, visit]));
  const open = entries
    .filter(({ state, date }) => state === 'scheduled' && date >= today)
    .map((entry) => ({ entry, visit: byKey.get(`${entry.orgId}#${entry.visitNo}`) }))
    .filter(({ entry, visit }) => !hasAnswered(entry, visit) && !visit?.report);
  const told = open.filter(({ entry, visit }) => toldOf(entry, visit) !== undefined);
  return {
    told: told.toSorted(({ entry: a }, { entry: b }) => (a.date < b.date ? -1 : 1)),
    notYetTold: open.length - told.length,
  };
}

export async function answerUnanswered(c: Context<WebEnv>, dependencies: WebDependencies) {
  const frame = await seasonFrame(c);
  const { fiscalYear, province } = frame.season;
  const { seasons, roster } = dependencies;
  const [schedule, visits, organizations] = await Promise.all([
    seasons.schedule(fiscalYear, province),
    seasons.visits(fiscalYear, province),
    roster.all(province),
  ]);
  const today = todayOf(dependencies);
  const title = 'ยังไม่ตอบรับวันนิเทศ';
  if (!schedule) return answerUnpublished(c, dependencies, frame, title);
  const { told, notYetTold } = unansweredOf(schedule, visits, today);
  return page(
    c,
    seasonOptions(frame, title),
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        {told.length} แห่งที่แจ้งแล้วและยังไม่ตอบรับหรือขอเปลี่ยนวัน เรียงจากวันนิเทศที่ใกล้ที่สุด
        {notYetTold > 0 && ` อีก ${notYetTold} แห่งยังไม่ถึงกำหนดแจ้ง`}
      </p>
      {told.length === 0 ? (
        <EmptyState>
          ไม่มีหน่วยงานที่ค้างตอบรับ{' '}
          <a class="govuk-link" href={`${frame.base}#list`}>
            ดูกำหนดการทั้งหมด
          </a>
        </EmptyState>
      ) : (
        <UnansweredTable
          {...{ told, organizations, today, schedule }}
          base={frame.base}
          mayPlan={frame.mayPlan}
        />
      )}
    </>,
  );
}

const UnansweredTable: FC<{
  told: readonly Unanswered[];
  organizations: readonly Organization[];
  schedule: Schedule;
  today: LocalDate;
  base: string;
  mayPlan: boolean;
}> = ({ told, organizations, schedule, today, base, mayPlan }) => {
  const names = shortNames(organizations, today);
  const byId = new Map(organizations.map((one) => [one.orgId, one]));
  const columns = [
    {
      head: 'หน่วยงาน',
      heads: true,
      cell: ({ entry }: Unanswered) => (
        <>
          <a class="govuk-link" href={`${base}/${entry.orgId}/${entry.visitNo}`}>
            {names.get(entry.orgId)}
          </a>
          <span class="cell-note">อ.{byId.get(entry.orgId)?.amphoe.name}</span>
        </>
      ),
    },
    {
      head: 'วันนิเทศ',
      cell: ({ entry }: Unanswered) => (
        <>
          {dayAndDate(entry.date)}
          <span class="cell-note">{hoursOf(entry)}</span>
        </>
      ),
    },
    { head: 'เหลือ', cell: ({ entry }: Unanswered) => daysLeftText(entry, today) },
    { head: 'โทรศัพท์', cell: ({ entry }: Unanswered) => phonesOf(byId.get(entry.orgId)) },
    {
      head: 'อีเมลและหนังสือ',
      cell: ({ entry, visit }: Unanswered) => (
        <>
          <MailState {...{ entry, visit }} organization={byId.get(entry.orgId)} />
          <span class="cell-note">
            {noticeLetterOf(entry, schedule)
              ? `หนังสือ ที่ ${noticeLetterOf(entry, schedule)?.no}`
              : 'อย่างไม่เป็นทางการ ยังไม่มีเลขที่หนังสือ'}
          </span>
        </>
      ),
    },
  ];
  const recordColumn = {
    head: 'บันทึก',
    speaksForItself: true,
    cell: ({ entry }: Unanswered) => (
      <a class="govuk-link" href={`${base}/${entry.orgId}/${entry.visitNo}/phone`}>
        บันทึกการตอบรับทางโทรศัพท์
        <span class="govuk-visually-hidden"> {names.get(entry.orgId)}</span>
      </a>
    ),
  };
  return (
    <Table
      caption={`แห่งที่ยังไม่ตอบรับ ณ ${shortDate(today)}`}
      captionHidden
      rows={told}
      columns={mayPlan ? [...columns, recordColumn] : columns}
    />
  );
};

function daysLeftText({ date }: ScheduleEntry, today: LocalDate): string {
  const days = daysBetween(today, date);
  return days === 0 ? 'วันนี้' : `${days} วัน`;
}

/** The office's own number, then the coordinator's. */
function phonesOf(organization: Organization | undefined): string {
  const coordinators = (organization?.contacts ?? []).filter(({ role }) => role === 'coordinator');
  const numbers = [organization?.phone, ...coordinators.map(({ phone }) => phone)];
  return [...new Set(numbers.filter(Boolean))].join(' · ') || 'ไม่มีข้อมูล';
}

/** Roles to which the notice of a visit goes. */
const TOLD_ROLES = ['executive', 'coordinator'];

const MailState: FC<Unanswered & { organization: Organization | undefined }> = (props) => {
  const { entry, visit, organization } = props;
  const told = toldOf(entry, visit);
  if (told?.outcome !== 'queued') {
    return (
      <Tag tone="red" icon="✕">
        {told?.why === 'no-recipient' ? 'ไม่มีอีเมลที่ใช้ได้' : 'ไม่ได้ส่งอีเมล'}
      </Tag>
    );
  }
  const meant = (organization?.contacts ?? []).filter(({ role }) => TOLD_ROLES.includes(role));
  return meant.some(({ health }) => health !== 'ok') ? (
    <Tag tone="red" icon="✕">
      อีเมลส่งไม่ถึง
    </Tag>
  ) : (
    <>ส่งอีเมลแล้ว {shortDate(told.on)}</>
  );
};
