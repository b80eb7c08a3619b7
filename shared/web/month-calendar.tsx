/** Months of visits: how many on each day, by which team, and why a day is off. */
import type { FC } from 'hono/jsx';
import { addDays, type LocalDate, localDate, weekday } from '../domain/local-date.ts';
import { dayKind, type WorkCalendar } from '../domain/work-calendar.ts';
import { mediumDate } from '../text/thai.ts';

export interface DayLoad {
  readonly total: number;
  /** Visits by team, in the order of the season's teams. */
  readonly byTeam: readonly number[];
}

interface MonthProps {
  /** Any day of the month. */
  readonly month: LocalDate;
  readonly calendar: WorkCalendar;
  readonly loads: ReadonlyMap<LocalDate, DayLoad>;
  /** Whether the load of each team is told. */
  readonly teams?: boolean;
  /** Leads to a day's visits. */
  readonly hrefOf?: (day: LocalDate) => string;
  /** Holidays are named in a list below the month. */
  readonly nameHolidays?: boolean;
}

const WEEKDAYS = ['อา.', 'จ.', 'อ.', 'พ.', 'พฤ.', 'ศ.', 'ส.'];
const TEAM_MARKS = ['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨'];

export const MonthCalendar: FC<MonthProps> = (props) => {
  const weeks = weeksOf(props.month);
  const holidays = weeks.flat().flatMap((day) => {
    const kind = day && dayKind(props.calendar, day);
    return kind?.kind === 'holiday' && day ? [{ day, name: kind.name }] : [];
  });
  return (
    <div class="month">
      <table class="month__table">
        <caption>{monthName(props.month)}</caption>
        <thead>
          <tr>
            {WEEKDAYS.map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr>{week.map((day) => (day ? <Day {...props} day={day} /> : <td></td>))}</tr>
          ))}
        </tbody>
      </table>
      {props.nameHolidays && holidays.length > 0 && (
        <ul class="month__holidays">
          {holidays.map(({ day, name }) => (
            <li>{`${Number(day.slice(8))} ${name}`}</li>
          ))}
        </ul>
      )}
    </div>
  );
};

const Day: FC<MonthProps & { day: LocalDate }> = ({ day, calendar, loads, teams, hrefOf }) => {
  const load = loads.get(day);
  const kind = dayKind(calendar, day);
  const off = kind.kind === 'working' ? '' : ' month__day--off';
  const heat = load ? ` month__day--${Math.min(3, load.total)}` : '';
  const figure = String(Number(day.slice(8)));
  return (
    <td class={`month__day${off}${heat}`} {...(kind.kind === 'holiday' && { title: kind.name })}>
      {load && hrefOf ? (
        <a href={hrefOf(day)} aria-label={`${mediumDate(day)} ${load.total} แห่ง`}>
          {figure}
        </a>
      ) : (
        figure
      )}
      {kind.kind === 'holiday' && !load && <span class="month__load">หยุด</span>}
      {load && <span class="month__load">{`${load.total} แห่ง`}</span>}
      {load && teams && load.byTeam.length > 1 && (
        <span class="month__teams">
          {load.byTeam.map((count, team) => (count > 0 ? `${teamMark(team)}${count} ` : ''))}
        </span>
      )}
    </td>
  );
};

/** ① for the first team. */
export function teamMark(place: number): string {
  return TEAM_MARKS[place] ?? `(${place + 1})`;
}

/** The weeks of the month that `day` lies in, from Sunday; `null` outside the month. */
function weeksOf(day: LocalDate): (LocalDate | null)[][] {
  const first = localDate(`${day.slice(0, 7)}-01`);
  const month: (LocalDate | null)[] = Array.from({ length: weekday(first) }, () => null);
  for (let date = first; date.slice(0, 7) === day.slice(0, 7); date = addDays(date, 1)) {
    month.push(date);
  }
  while (month.length % 7 !== 0) month.push(null);
  return Array.from({ length: month.length / 7 }, (_, week) => month.slice(week * 7, week * 7 + 7));
}

/** พฤษภาคม 2563 */
function monthName(day: LocalDate): string {
  return mediumDate(day).split(' ').slice(1).join(' ');
}

/** How many visits lie on each day, in all and for each of `teamIds`. */
export function loadsOf(
  visits: readonly { readonly date: LocalDate; readonly teamId: string }[],
  teamIds: readonly string[],
): ReadonlyMap<LocalDate, DayLoad> {
  const byDay = Map.groupBy(visits, ({ date }) => date);
  return new Map(
    [...byDay].map(([date, onDay]) => [
      date,
      {
        total: onDay.length,
        byTeam: teamIds.map((teamId) => onDay.filter((visit) => visit.teamId === teamId).length),
      },
    ]),
  );
}

/** One day for each month from `from` to `to`. */
export function monthsBetween(from: LocalDate, to: LocalDate): LocalDate[] {
  const months: LocalDate[] = [];
  let month = localDate(`${from.slice(0, 7)}-01`);
  while (month <= to) {
    months.push(month);
    month = localDate(`${addDays(month, 31).slice(0, 7)}-01`);
  }
  return months;
}
