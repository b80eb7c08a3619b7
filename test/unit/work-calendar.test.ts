import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { HOLIDAYS, YEARS_WITH_HOLIDAYS } from '../../shared/domain/holidays-th.ts';
import {
  addDays,
  daysBetween,
  daysFrom,
  type LocalDate,
  localDate,
  localDateSchema,
  weekday,
} from '../../shared/domain/local-date.ts';
import {
  CalendarMissingError,
  type CalendarOverride,
  calendarOverrideSchema,
  dayKind,
  isWorkingDay,
  knowsYear,
  workCalendar,
  workingDayOnOrAfter,
  workingDayOnOrBefore,
  workingDays,
} from '../../shared/domain/work-calendar.ts';

const NAKHON_SI_THAMMARAT = '80';
const SONGKHLA = '90';
const BANGKOK = '10';
const calendar = workCalendar(NAKHON_SI_THAMMARAT);

function anOverride(changes: Partial<CalendarOverride> = {}): CalendarOverride {
  return {
    date: localDate('2027-05-12'),
    name: 'วันพระราชพิธีพืชมงคลจรดพระนังคัลแรกนาขวัญ',
    kind: 'holiday',
    source: 'สำนักพระราชวังประกาศ',
    confirmed: true,
    ...changes,
  };
}

function isWeekend(date: LocalDate): boolean {
  return weekday(date) === 0 || weekday(date) === 6;
}

/** Weekdays on which offices in `province` are closed in `year`. */
function closedWeekdays(province: string, year: number): string[] {
  const days = daysFrom(localDate(`${year}-01-01`), localDate(`${year}-12-31`));
  const known = workCalendar(province);
  return days.filter((date) => !isWeekend(date) && !isWorkingDay(known, date));
}

describe('2020, the golden year', () => {
  it('closes government offices on exactly these weekdays', () => {
    expect(closedWeekdays(NAKHON_SI_THAMMARAT, 2020)).toEqual([
      ...['2020-01-01', '2020-02-10', '2020-04-06', '2020-05-04', '2020-05-06', '2020-05-11'],
      ...['2020-06-03', '2020-07-06', '2020-07-07', '2020-07-27', '2020-07-28', '2020-08-12'],
      ...['2020-09-04', '2020-09-07', '2020-10-13', '2020-10-23', '2020-11-19', '2020-11-20'],
      ...['2020-12-10', '2020-12-11', '2020-12-31'],
    ]);
  });

  it.each(['2020-04-13', '2020-04-14', '2020-04-15'])('works through Songkran on %s', (date) => {
    expect(dayKind(calendar, localDate(date))).toEqual({ kind: 'working' });
  });

  it('works on 7 December, whose day in lieu the cabinet moved to the 11th', () => {
    expect(isWorkingDay(calendar, localDate('2020-12-07'))).toBe(true);
  });

  it.each(['90', '91', '94', '95', '96'])('gives province %s 25 May for Hari Raya', (province) => {
    expect(dayKind(workCalendar(province), localDate('2020-05-25'))).toMatchObject({
      kind: 'holiday',
      name: 'ชดเชยวันตรุษอีดิ้ลฟิตรี (วันรายอปอซอ)',
      confirmed: true,
    });
  });

  it('lets Nakhon Si Thammarat work on 25 May', () => {
    expect(isWorkingDay(calendar, localDate('2020-05-25'))).toBe(true);
  });
});

describe('other years', () => {
  it.each([
    ['the ASEAN summit', '2019-11-04', BANGKOK, 'holiday'],
    ['the ASEAN summit', '2019-11-04', NAKHON_SI_THAMMARAT, 'working'],
    ['the southern regional holiday', '2021-10-06', NAKHON_SI_THAMMARAT, 'holiday'],
    ['the southern regional holiday', '2021-10-06', BANGKOK, 'working'],
    ['the special day that was revoked', '2021-07-27', NAKHON_SI_THAMMARAT, 'working'],
    ['Chulalongkorn Day in lieu, moved forward', '2021-10-22', NAKHON_SI_THAMMARAT, 'holiday'],
    ['Chulalongkorn Day in lieu, moved forward', '2021-10-25', NAKHON_SI_THAMMARAT, 'working'],
    ['Chinese New Year in the border provinces', '2026-02-17', SONGKHLA, 'holiday'],
    ['Chinese New Year elsewhere', '2026-02-17', NAKHON_SI_THAMMARAT, 'working'],
    ['Labour Day', '2026-05-01', NAKHON_SI_THAMMARAT, 'working'],
    ['a plain Saturday', '2026-05-02', NAKHON_SI_THAMMARAT, 'weekend'],
    ['a holiday on a Saturday', '2026-12-05', NAKHON_SI_THAMMARAT, 'holiday'],
  ])('%s: %s in province %s is a %s', (_, date, province, kind) => {
    expect(dayKind(workCalendar(province), localDate(date)).kind).toBe(kind);
  });

  it.each([
    [2026, 39],
    [2027, 40],
    [2028, 42],
  ])('May and June of %i have %i working days', (year, count) => {
    const days = workingDays(calendar, localDate(`${year}-05-01`), localDate(`${year}-06-30`));
    expect(days).toHaveLength(count);
  });

  it('the announced Royal Ploughing Day takes a working day from May 2027', () => {
    const announced = workCalendar(NAKHON_SI_THAMMARAT, [anOverride()]);
    const days = workingDays(announced, localDate('2027-05-01'), localDate('2027-06-30'));
    expect(days).toHaveLength(39);
  });
});

describe('the listed holidays', () => {
  it('stand in order, in known years, with a source, at most one a day for a place', () => {
    const dates = HOLIDAYS.map(({ date }) => date);
    const places = HOLIDAYS.flatMap(({ date, provinces = ['nation'] }) =>
      provinces.map((place) => `${date} ${place}`),
    );
    expect(dates).toEqual(dates.toSorted());
    expect([...new Set(dates.map((date) => Number(date.slice(0, 4))))]).toEqual(
      YEARS_WITH_HOLIDAYS,
    );
    expect(HOLIDAYS.filter(({ name, source }) => name === '' || source === '')).toEqual([]);
    expect(new Set(places).size).toBe(places.length);
  });

  it('name lunar days by the Thai lunar calendar, walked from Asalha Bucha of 2018', () => {
    const monthAdded = [2021, 2023, 2026, 2029];
    const dayAdded = [2020, 2025];
    let asalha = localDate('2018-07-27');
    for (let year = 2019; year <= 2030; year += 1) {
      const extraMonth = monthAdded.includes(year);
      const extraDay = dayAdded.includes(year) ? 1 : 0;
      asalha = addDays(asalha, 354 + (extraMonth ? 30 : 0) + extraDay);
      if (!YEARS_WITH_HOLIDAYS.includes(year)) continue;
      const visakha = addDays(asalha, -59 - extraDay);
      const expected = {
        วันมาฆบูชา: addDays(visakha, extraMonth ? -89 : -88),
        วันวิสาขบูชา: visakha,
        วันอาสาฬหบูชา: asalha,
        วันเข้าพรรษา: addDays(asalha, 1),
      };
      const listed = HOLIDAYS.filter(
        ({ date, name }) => name in expected && date.startsWith(String(year)),
      );
      expect(Object.fromEntries(listed.map(({ name, date }) => [name, date]))).toEqual(expected);
    }
  });

  it('give one day in lieu for a run of holidays that meets a weekend, but where the cabinet moved it', () => {
    const moved = { '2020-12-07': '2020-12-11', '2021-10-25': '2021-10-22' };
    const songkranPutOff = ['2020-07-27', '2020-09-04', '2020-09-07'];
    for (const province of [NAKHON_SI_THAMMARAT, SONGKHLA]) {
      const here = HOLIDAYS.filter((day) => day.provinces?.includes(province) ?? true);
      const inLieu = here.filter(({ name }) => name.startsWith('ชดเชย'));
      const proper = new Set(here.filter((day) => !inLieu.includes(day)).map(({ date }) => date));
      const due = new Set<string>(songkranPutOff);
      for (const date of proper) {
        if (!isWeekend(date)) continue;
        let next = addDays(date, 1);
        while (isWeekend(next) || proper.has(next)) next = addDays(next, 1);
        due.add(Object.entries(moved).find(([from]) => from === next)?.[1] ?? next);
      }
      expect(inLieu.map(({ date }) => date)).toEqual([...due].sort());
    }
  });

  it('leave the lunar days and the days in lieu of 2027 and after unconfirmed', () => {
    const later = HOLIDAYS.filter(({ date }) => date >= '2027-01-01');
    const uncertain = later.filter(({ name }) => /^ชดเชย|บูชา$|เข้าพรรษา|ตรุษ/.test(name));
    expect(uncertain).not.toEqual([]);
    expect(uncertain.filter(({ confirmed }) => confirmed)).toEqual([]);
  });
});

describe('beside an independent calendar, 2025 to 2028', () => {
  const LABOUR_DAY = 'Labour Day: offices work';
  const LABOUR_DAY_IN_LIEU = 'Labour Day in lieu: offices work';
  const CHILDRENS_DAY = "Children's Day: no holiday of offices, a Saturday";
  const differences = {
    '2025-01-11': CHILDRENS_DAY,
    '2025-05-01': LABOUR_DAY,
    '2026-01-10': CHILDRENS_DAY,
    '2026-05-01': LABOUR_DAY,
    '2027-01-09': CHILDRENS_DAY,
    '2027-05-01': LABOUR_DAY,
    '2027-05-03': LABOUR_DAY_IN_LIEU,
    '2028-01-08': CHILDRENS_DAY,
    '2028-05-01': LABOUR_DAY,
  };
  const national = HOLIDAYS.filter(
    ({ date, provinces }) => !provinces && date >= '2025-01-01' && date <= '2028-12-31',
  ).map(({ date }) => date);

  // The reference lies beside the project, not in it, so a plain clone has none.
  const reference = new URL('../../../shared/calendar/reference-holidays-th.json', import.meta.url);
  const present = existsSync(reference);
  if (!present) {
    // biome-ignore lint/suspicious/noConsole: whoever runs the tests must see what was not compared
    console.warn(
      'ABSENT: ../shared/calendar/reference-holidays-th.json; the holidays are checked against the fixed weekdays of this test only',
    );
  }

  it.runIf(present)('the days differ only where offices do', () => {
    const theirs = z
      .record(localDateSchema, z.string())
      .parse(JSON.parse(readFileSync(reference, 'utf8')));
    const dates = Object.keys(theirs).map(localDate);
    expect(dates.filter((date) => !national.includes(date))).toEqual(Object.keys(differences));
    // Nothing the other way: Ploughing Day (2025, 2026) and the cabinet's special days are in both.
    expect(national.filter((date) => !dates.includes(date))).toEqual([]);
  });

  it.each([
    [
      2026,
      [
        ...['2026-01-01', '2026-01-02', '2026-03-03', '2026-04-06', '2026-04-13', '2026-04-14'],
        ...['2026-04-15', '2026-05-04', '2026-05-13', '2026-06-01', '2026-06-03', '2026-07-28'],
        ...['2026-07-29', '2026-07-30', '2026-08-12', '2026-10-13', '2026-10-23', '2026-12-07'],
        ...['2026-12-10', '2026-12-31'],
      ],
    ],
    [
      2027,
      [
        ...['2027-01-01', '2027-02-22', '2027-04-06', '2027-04-13', '2027-04-14', '2027-04-15'],
        ...['2027-05-04', '2027-05-20', '2027-06-03', '2027-07-19', '2027-07-20', '2027-07-28'],
        ...['2027-08-12', '2027-10-13', '2027-10-25', '2027-12-06', '2027-12-10', '2027-12-31'],
      ],
    ],
    [
      2028,
      [
        ...['2028-01-03', '2028-02-10', '2028-04-06', '2028-04-13', '2028-04-14', '2028-04-17'],
        ...['2028-05-04', '2028-05-08', '2028-06-05', '2028-07-06', '2028-07-07', '2028-07-28'],
        ...['2028-08-14', '2028-10-13', '2028-10-23', '2028-12-05', '2028-12-11'],
      ],
    ],
  ])('offices close in %i on exactly these weekdays', (year, days) => {
    expect(closedWeekdays(NAKHON_SI_THAMMARAT, year)).toEqual(days);
  });
});

describe('a year without data', () => {
  const inUnknownYear = localDate('2023-05-12');
  const withOverride = workCalendar(NAKHON_SI_THAMMARAT, [anOverride({ date: inUnknownYear })]);

  it('is said to be unknown, weekends too', () => {
    expect(knowsYear(calendar, 2023)).toBe(false);
    expect(dayKind(calendar, inUnknownYear)).toEqual({ kind: 'unknown' });
    expect(dayKind(calendar, localDate('2023-05-13'))).toEqual({ kind: 'unknown' });
  });

  it('is refused, never guessed', () => {
    const missing = new CalendarMissingError(2023);
    expect(() => isWorkingDay(calendar, inUnknownYear)).toThrow(missing);
    expect(() => workingDayOnOrBefore(calendar, inUnknownYear)).toThrow(missing);
    expect(() => workingDayOnOrAfter(calendar, inUnknownYear)).toThrow(missing);
    expect(() => workingDays(calendar, inUnknownYear, inUnknownYear)).toThrow(missing);
  });

  it('does not become known by an override', () => {
    expect(knowsYear(withOverride, 2023)).toBe(false);
    expect(dayKind(withOverride, inUnknownYear)).toEqual({ kind: 'unknown' });
  });

  it('is met when a search runs over the edge of the known years', () => {
    const newYearsDay = localDate('2019-01-01');
    expect(() => workingDayOnOrBefore(calendar, newYearsDay)).toThrow(
      new CalendarMissingError(2018),
    );
  });

  it('carries its year in the error', () => {
    expect(new CalendarMissingError(2023).year).toBe(2023);
  });
});

describe('overrides', () => {
  const songkran = localDate('2026-04-13');
  const postponed = anOverride({ date: songkran, name: 'เลื่อนวันสงกรานต์', kind: 'working-day' });
  const ownHoliday = anOverride({ date: songkran, name: 'งานประจำจังหวัด', provinces: ['80'] });

  it('turn a listed holiday into a working day', () => {
    expect(isWorkingDay(workCalendar('80', [postponed]), songkran)).toBe(true);
  });

  it('turn a Saturday into a working day', () => {
    const saturday = localDate('2026-05-02');
    const overrides = [anOverride({ date: saturday, kind: 'working-day' })];
    expect(isWorkingDay(workCalendar('80', overrides), saturday)).toBe(true);
  });

  it.each([
    ['before', [ownHoliday, postponed]],
    ['after', [postponed, ownHoliday]],
  ])('for a province beat national ones, listed %s them', (_, overrides) => {
    expect(dayKind(workCalendar('80', overrides), songkran)).toMatchObject({
      kind: 'holiday',
      name: 'งานประจำจังหวัด',
    });
    expect(isWorkingDay(workCalendar('81', overrides), songkran)).toBe(true);
  });

  it('for the nation beat a listed provincial holiday', () => {
    const hariRaya = localDate('2020-05-25');
    const overrides = [anOverride({ date: hariRaya, kind: 'working-day' })];
    expect(isWorkingDay(workCalendar(SONGKHLA, overrides), hariRaya)).toBe(true);
  });

  it.each([
    ['a day that does not exist', { ...anOverride(), date: '2027-02-29' }],
    ['no name', { ...anOverride(), name: '  ' }],
    ['a province written in words', { ...anOverride(), provinces: ['สงขลา'] }],
    ['an empty list of provinces', { ...anOverride(), provinces: [] }],
    ['an unknown field', { ...anOverride(), province: '80' }],
  ])('are refused with %s', (_, override) => {
    expect(calendarOverrideSchema.safeParse(override).success).toBe(false);
  });

  it('are read as written', () => {
    expect(calendarOverrideSchema.parse(ownHoliday)).toEqual(ownHoliday);
  });
});

describe('for any day, province and overrides', () => {
  const anyDay = fc
    .integer({ min: 0, max: daysBetween(localDate('2025-02-01'), localDate('2030-11-30')) })
    .map((days) => addDays(localDate('2025-02-01'), days));
  const anyProvince = fc.constantFrom('10', '80', '90', '96');
  const anyOverride = fc
    .record({
      date: anyDay,
      kind: fc.constantFrom('holiday' as const, 'working-day' as const),
      provinces: fc.option(fc.subarray(['10', '80', '90', '96'], { minLength: 1 })),
    })
    .map(({ provinces, ...rest }) => anOverride({ ...rest, ...(provinces && { provinces }) }));
  const anyCalendar = fc
    .tuple(anyProvince, fc.array(anyOverride, { maxLength: 12 }))
    .map(([province, overrides]) => workCalendar(province, overrides));

  it('the nearest working days are working days with none in between', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, (any, day) => {
        const before = workingDayOnOrBefore(any, day);
        const after = workingDayOnOrAfter(any, day);
        expect(before <= day && day <= after).toBe(true);
        expect(workingDays(any, before, after)).toEqual([...new Set([before, after])]);
      }),
    );
  });

  it('a provincial holiday touches only its provinces', () => {
    fc.assert(
      fc.property(anyProvince, anyDay, anyProvince, (province, date, other) => {
        const overrides = [anOverride({ date, provinces: [province] })];
        const changed = dayKind(workCalendar(other, overrides), date);
        const plain = dayKind(workCalendar(other), date);
        if (other === province)
          expect(changed).toMatchObject({ kind: 'holiday', name: anOverride().name });
        else expect(changed).toEqual(plain);
      }),
    );
  });

  it('an override for the province decides its day and no other day', () => {
    fc.assert(
      fc.property(anyProvince, anyOverride, anyDay, (province, override, day) => {
        const overridden = workCalendar(province, [{ ...override, provinces: [province] }]);
        expect(isWorkingDay(overridden, override.date)).toBe(override.kind === 'working-day');
        if (day !== override.date) {
          expect(dayKind(overridden, day)).toEqual(dayKind(workCalendar(province), day));
        }
      }),
    );
  });
});
