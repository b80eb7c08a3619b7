/** How a round stands, in pictures: results, reports by day, visits by month. */
import type { FC } from 'hono/jsx';
import { summarize } from '../../shared/domain/evaluation.ts';
import { addDays, laterOf, localDateAt } from '../../shared/domain/local-date.ts';
import { visitWindow } from '../../shared/domain/round.ts';
import { percent } from '../../shared/text/thai.ts';
import { Cumulative } from '../../shared/web/charts.tsx';
import { loadsOf, MonthCalendar, monthsBetween } from '../../shared/web/month-calendar.tsx';
import type { BoardProps } from './board.ts';
import { DimensionChart, ResultCharts, roundShort } from './result-charts.tsx';

export const BoardCharts: FC<BoardProps> = (props) => {
  if (props.obligations.length === 0) return null;
  return (
    <>
      <Results {...props} />
      <div class="columns">
        <ReportsByDay {...props} />
        <VisitsByMonth {...props} />
      </div>
    </>
  );
};

const Results: FC<BoardProps> = ({ obligations, today, round }) => {
  const summary = summarize(obligations, today);
  return (
    <div class="columns">
      <section aria-labelledby="by-dimension">
        <h2 class="govuk-heading-m" id="by-dimension">
          สถานะตามมิติ
        </h2>
        <DimensionChart figures={summary.figures} />
      </section>
      <section aria-labelledby="by-band">
        <h2 class="govuk-heading-m" id="by-band">
          ระดับคะแนน
        </h2>
        <ResultCharts summaries={[{ label: roundShort[round], summary }]} />
        {summary.meanPercent !== null && (
          <p class="govuk-body">
            คะแนนเฉลี่ยของรายงานที่ส่งแล้ว <strong>{percent(summary.meanPercent)}</strong>
          </p>
        )}
      </section>
    </div>
  );
};

const ReportsByDay: FC<BoardProps> = ({ obligations, today }) => {
  const [first] = obligations;
  if (!first) return null;
  const { opens, due, lock } = first.dates;
  const received = obligations.flatMap(({ versions: [version] }) =>
    version ? [localDateAt(new Date(version.receivedAt))] : [],
  );
  return (
    <section aria-labelledby="cumulative">
      <h2 class="govuk-heading-m" id="cumulative">
        การส่งรายงานสะสมเทียบกำหนดส่ง
      </h2>
      <Cumulative
        id="chart-cumulative"
        title="จำนวน อปท. ที่ส่งรายงานแล้วในแต่ละวัน"
        opens={opens}
        due={due}
        until={laterOf(addDays(due, 1), laterOf(today, lock) === today ? lock : today)}
        today={today}
        days={received}
        total={obligations.filter(({ state }) => state !== 'waived').length}
      />
    </section>
  );
};

const VisitsByMonth: FC<BoardProps> = ({ schedule, calendar, rules, fiscalYear, province }) => {
  const window = visitWindow(fiscalYear, rules);
  const scheduled = (schedule?.entries ?? []).filter(({ state }) => state === 'scheduled');
  const visitsPath = `/provinces/${province}/visits/${fiscalYear}`;
  return (
    <section aria-labelledby="visit-months">
      <h2 class="govuk-heading-m" id="visit-months">
        ปฏิทินนิเทศ
      </h2>
      {scheduled.length === 0 ? (
        <p class="govuk-body">
          ยังไม่ได้เผยแพร่กำหนดการ{' '}
          <a class="govuk-link" href={visitsPath}>
            จัดทำกำหนดการนิเทศ
          </a>
        </p>
      ) : (
        <div class="months">
          {monthsBetween(window.opens, window.closes).map((month) => (
            <MonthCalendar
              month={month}
              calendar={calendar}
              loads={loadsOf(scheduled, [])}
              hrefOf={(day) => `${visitsPath}?day=${day}#list`}
            />
          ))}
        </div>
      )}
    </section>
  );
};
