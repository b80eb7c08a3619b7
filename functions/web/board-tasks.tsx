/** What waits for the office on the board of a round. */
import type { FC } from 'hono/jsx';
import { openRequest } from '../../shared/domain/obligation.ts';
import { reportOverdueBy, visitState } from '../../shared/domain/supervision.ts';
import { type BoardProps, isOverdue, pathOfRound } from './board.ts';

interface Task {
  readonly count: number;
  readonly text: string;
  readonly href: string;
}

/** What waits for the office, each with the way there. */
export const BoardTasks: FC<BoardProps> = (props) => {
  const tasks = [...reportTasks(props), ...visitTasks(props)].filter(({ count }) => count > 0);
  return tasks.length === 0 ? null : (
    <section class="tasks" aria-labelledby="tasks">
      <h2 class="govuk-heading-m" id="tasks">
        งานที่รอสำนักงาน
      </h2>
      <ul class="govuk-list">
        {tasks.map(({ count, text, href }) => (
          <li>
            <a class="govuk-link" href={href}>
              {text} <strong>{count}</strong> แห่ง
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
};

function reportTasks(props: BoardProps): Task[] {
  const { obligations, today, fiscalYear, round } = props;
  return [
    {
      count: obligations.filter(({ state }) => state === 'submitted').length,
      text: 'รายงานที่ส่งแล้ว รอตรวจสอบ',
      href: '?state=submitted&sort=received#organizations',
    },
    {
      count: obligations.filter(
        ({ state, versions }) => state === 'submitted' && versions.length > 1,
      ).length,
      text: 'ในจำนวนนี้เป็นฉบับแก้ไขตามที่ส่งกลับ',
      href: '?state=submitted&sort=received#organizations',
    },
    {
      count: obligations.filter((obligation) => openRequest(obligation)).length,
      text: 'คำขอขยายเวลา รอพิจารณา',
      href: `${pathOfRound(props, fiscalYear, round)}/extensions`,
    },
    {
      count: obligations.filter(({ organization }) => organization.mail !== 'ok').length,
      text: 'อีเมลส่งไม่ถึง ต้องแก้ที่อยู่',
      href: '?state=bounced#organizations',
    },
    {
      count: obligations.filter((obligation) => isOverdue(obligation, today)).length,
      text: 'เกินกำหนดและยังไม่พบรายงาน',
      href: '?state=overdue&sort=late#organizations',
    },
  ];
}

function visitTasks(props: BoardProps): Task[] {
  const { today, schedule, visits, rules, province, fiscalYear } = props;
  const visitsPath = `/provinces/${province}/visits/${fiscalYear}`;
  const byVisit = new Map(visits.map((visit) => [`${visit.orgId}#${visit.visitNo}`, visit]));
  const entries = (schedule?.entries ?? []).map((entry) => ({
    entry,
    visit: byVisit.get(`${entry.orgId}#${entry.visitNo}`),
  }));
  return [
    {
      count: entries.filter(
        ({ entry, visit }) => visitState(entry, visit, today) === 'reschedule_requested',
      ).length,
      text: 'หน่วยงานขอเปลี่ยนวันนิเทศ',
      href: `${visitsPath}?state=reschedule_requested#list`,
    },
    {
      count: entries.filter(({ entry, visit }) =>
        reportOverdueBy(entry, visit, rules.supervisionReportDays, today),
      ).length,
      text: 'รายงานการนิเทศเกินกำหนด',
      href: `${visitsPath}?state=report-overdue#list`,
    },
  ];
}
