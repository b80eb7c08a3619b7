/** The board of a province's round (ภาพรวมจังหวัด). */

import type { FC } from 'hono/jsx';
import { fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import { visitWindow } from '../../shared/domain/round.ts';
import { knowsYear } from '../../shared/domain/work-calendar.ts';
import { dateTime, roundLabels, shortDate } from '../../shared/text/thai.ts';
import { dayAndMonth } from '../../shared/web/charts.tsx';
import {
  EmptyState,
  Notification,
  SummaryCard,
  SummaryCards,
} from '../../shared/web/components.tsx';
import { type BoardProps, daysLeft, pathOfRound } from './board.ts';
import { BoardCharts } from './board-charts.tsx';
import { BoardList } from './board-list.tsx';
import { BoardTasks } from './board-tasks.tsx';

export const BoardPage: FC<BoardProps> = (props) => {
  const { obligations, fiscalYear, round, provinceName } = props;
  return (
    <>
      <span class="govuk-caption-l">
        ปีงบประมาณ พ.ศ. {fiscalYear} · {roundLabels[round]}
      </span>
      <h1 class="govuk-heading-l">ภาพรวมจังหวัด{provinceName}</h1>
      <Rounds {...props} />
      <Warnings {...props} />
      {obligations.length === 0 ? (
        <EmptyState>
          {fiscalYear < fiscalYearOf(props.today)
            ? 'ไม่มีข้อมูลของรอบนี้ในระบบ'
            : 'ยังไม่เปิดรอบรายงานนี้ ระบบจะเปิดให้เองเมื่อเริ่มปีงบประมาณ และรายชื่อหน่วยงานจะแสดงที่หน้านี้'}
        </EmptyState>
      ) : (
        <>
          <Cards {...props} />
          <BoardTasks {...props} />
          <BoardCharts {...props} />
          <BoardList {...props} />
        </>
      )}
    </>
  );
};

const Rounds: FC<BoardProps> = (props) => {
  const { fiscalYear, round } = props;
  const others = [
    { year: fiscalYear, round: '6M' as const },
    { year: fiscalYear, round: '12M' as const },
  ];
  return (
    <ul class="counts">
      {others.map((other) => (
        <li>
          <a
            class="govuk-link"
            href={pathOfRound(props, other.year, other.round)}
            {...(other.round === round && { 'aria-current': 'page' as const })}
          >
            {roundLabels[other.round]} {other.year}
          </a>
        </li>
      ))}
      {[fiscalYear - 1, fiscalYear + 1]
        .filter((year) => year <= fiscalYearOf(props.today))
        .map((year) => (
          <li>
            <a class="govuk-link" href={pathOfRound(props, year, round)}>
              ปีงบประมาณ {year}
            </a>
          </li>
        ))}
    </ul>
  );
};

/** What keeps the system itself from doing its work. */
const Warnings: FC<BoardProps> = ({ cycle, calendar, obligations }) => {
  const due = obligations[0]?.dates.due;
  const year = due && Number(due.slice(0, 4));
  return (
    <>
      {cycle?.failure && (
        <Notification title="ระบบทำงานประจำวันไม่สำเร็จ">
          <p class="govuk-body">
            เมื่อ {dateTime(new Date(cycle.failure.at))}
            {' การแจ้งเตือนอาจออกช้ากว่ากำหนด ระบบจะลองใหม่เองทุกชั่วโมง '}
            หากข้อความนี้ยังอยู่ในวันถัดไป โปรดแจ้งผู้ดูแลระบบส่วนกลาง
          </p>
        </Notification>
      )}
      {year !== undefined && !knowsYear(calendar, year) && (
        <Notification title={`ยังไม่มีปฏิทินวันหยุดราชการ พ.ศ. ${year + 543}`}>
          <p class="govuk-body">
            ระบบจึงยังคำนวณวันแจ้งเตือนและวันนิเทศไม่ได้ โปรดแจ้งส่วนกลางให้บันทึกวันหยุดของปีนี้
          </p>
        </Notification>
      )}
    </>
  );
};

const Cards: FC<BoardProps> = (props) => {
  const { obligations, today, schedule, fiscalYear, rules, province } = props;
  const owing = obligations.filter(({ state }) => state !== 'waived');
  const handedIn = owing.filter(({ versions }) => versions.length > 0);
  const notStarted = owing.filter(({ state }) => state === 'not_started');
  const { opens, closes } = visitWindow(fiscalYear, rules);
  const live = (schedule?.entries ?? []).filter(({ state }) => state !== 'cancelled');
  const placed = live.filter(({ state }) => state === 'scheduled');
  const [first] = obligations;
  return (
    <SummaryCards>
      <SummaryCard figure={`${handedIn.length} / ${owing.length}`} label="อปท. ส่งรายงานแล้ว" />
      {first && <DueCard obligation={first} today={today} />}
      <SummaryCard
        figure={notStarted.length}
        label="ยังไม่เริ่มกรอก"
        href="?state=not_started#organizations"
      />
      <SummaryCard
        figure={schedule ? `${placed.length} / ${live.length}` : '–'}
        label={`นัดนิเทศแล้ว (${monthOf(opens)}–${monthOf(closes)})`}
        href={`/provinces/${province}/visits/${fiscalYear}`}
      />
    </SummaryCards>
  );
};

/** The round's own days; a single organization's extension does not move the province's. */
const DueCard: FC<{ obligation: Obligation; today: LocalDate }> = ({ obligation, today }) => {
  const { opens, due } = obligation.dates;
  if (today < opens) {
    return <SummaryCard figure={dayAndMonth(opens)} label="วันเปิดรับรายงาน" />;
  }
  const { extendedUntil: _, ...own } = obligation;
  const left = daysLeft(own, today);
  if (left === 0) return <SummaryCard figure="วันนี้" label={`ครบกำหนด ${shortDate(due)}`} />;
  return left > 0 ? (
    <SummaryCard figure={`${left} วัน`} label={`ก่อนครบกำหนด ${dayAndMonth(due)}`} />
  ) : (
    <SummaryCard figure={`${-left} วัน`} label={`หลังครบกำหนด ${dayAndMonth(due)}`} />
  );
};

function monthOf(day: LocalDate): string {
  return shortDate(day).split(' ')[1] ?? '';
}
