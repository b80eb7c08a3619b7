import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fiscalYear, fiscalYearOf, fiscalYearWindow } from '../../shared/domain/fiscal-year.ts';
import { addDays, daysBetween, localDate, localDateAt } from '../../shared/domain/local-date.ts';
import {
  cycleWindow,
  daysLate,
  extended,
  reportedPeriod,
  roundDates,
  standardRules,
  submissionWindow,
  visitWindow,
} from '../../shared/domain/round.ts';
import { calendar80, fy2563 } from '../support/builders.ts';

const april = roundDates('6M', fy2563, standardRules, calendar80);
const october = roundDates('12M', fy2563, standardRules, calendar80);

test('the windows of a cycle follow each other and never overlap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2500, max: 2699 }), (number) => {
      const year = fiscalYear(number);
      const six = roundDates('6M', year, standardRules, calendar80);
      const visits = visitWindow(year, standardRules);
      const twelve = roundDates('12M', year, standardRules, calendar80);
      const days = [
        cycleWindow(year, standardRules).opens,
        six.opens,
        six.due,
        visits.opens,
        visits.closes,
        twelve.opens,
        twelve.due,
        cycleWindow(year, standardRules).closes,
      ];
      expect(days).toEqual(days.toSorted());
      expect(new Set(days).size).toBe(days.length);
    }),
  );
});

test('every day belongs to exactly one fiscal year', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70_000 }), (offset) => {
      const day = addDays(localDate('1960-01-01'), offset);
      const { opens, closes } = fiscalYearWindow(fiscalYearOf(day));
      return opens <= day && day <= closes;
    }),
  );
});

describe('fiscal year 2563', () => {
  test('runs from October 2019 to September 2020, its six months until the end of March', () => {
    expect(reportedPeriod('12M', fy2563)).toEqual({ opens: '2019-10-01', closes: '2020-09-30' });
    expect(reportedPeriod('6M', fy2563)).toEqual({ opens: '2019-10-01', closes: '2020-03-31' });
  });

  test('is reported for the last time in the fiscal year after it', () => {
    expect(fiscalYearOf(october.opens)).toBe(2564);
  });

  test.each([
    ['2020-03-31', 'early'],
    ['2020-04-01', 'open'],
    ['2020-04-30', 'open'],
    ['2020-05-01', 'late'],
    ['2020-06-30', 'late'],
    ['2020-07-01', 'locked'],
  ])('on %s the six-month report is %s', (day, state) => {
    expect(submissionWindow(localDate(day), april)).toBe(state);
  });
});

test('31 October 2563 is a Saturday: forgiven until Monday only where the rule says so', () => {
  expect(october).toMatchObject({ due: '2020-10-31', graceUntil: '2020-10-31' });
  const rounds = { ...standardRules.rounds };
  rounds['12M'] = { ...rounds['12M'], grace: 'next-working-day' };
  const graceful = roundDates('12M', fy2563, { ...standardRules, rounds }, calendar80);
  expect(graceful).toMatchObject({ due: '2020-10-31', graceUntil: '2020-11-02' });
  expect(daysLate(localDate('2020-11-02'), graceful)).toBe(0);
  expect(daysLate(localDate('2020-11-03'), graceful)).toBe(3);
});

test('an extension moves the due day, and the lock only when it reaches beyond it', () => {
  expect(extended(april, localDate('2020-05-15'))).toMatchObject({
    due: '2020-05-15',
    lock: '2020-06-30',
  });
  expect(extended(april, localDate('2020-07-15'))).toMatchObject({
    due: '2020-07-15',
    lock: '2020-07-15',
  });
});

test('a day in Thailand begins at 17:00 of the day before in London', () => {
  expect(localDateAt(new Date('2020-04-30T16:59:59Z'))).toBe('2020-04-30');
  expect(localDateAt(new Date('2020-04-30T17:00:00Z'))).toBe('2020-05-01');
  expect(daysBetween(localDate('2020-02-28'), localDate('2020-03-01'))).toBe(2);
});

test.each(['2020-02-30', '2563-04-01T00:00', '20-4-1', 'วันนี้'])('%s is no calendar date', (text) => {
  expect(() => localDate(text)).toThrow('not a calendar date');
});

test('a Common Era year is no fiscal year', () => {
  expect(() => fiscalYear(2020)).toThrow('not a Buddhist Era year: 2020');
});
