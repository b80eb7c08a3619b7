import { describe, expect, it, test } from 'vitest';
import { localDate } from '../../shared/domain/local-date.ts';
import { typeNames } from '../../shared/domain/organization.ts';
import { visitStates } from '../../shared/domain/supervision.ts';
import {
  bandLabels,
  capacityLabels,
  clock,
  contactRoleLabels,
  dateTime,
  dayAndDate,
  decisionLabels,
  dimensionLabel,
  executiveTitle,
  longDate,
  mailLabels,
  mediumDate,
  obligationLabels,
  percent,
  recommendationLabels,
  roundLabels,
  seatOf,
  shortDate,
  statusLabel,
  thaiDigits,
  timelinessLabels,
  unableReasonLabels,
  visitLabels,
} from '../../shared/text/thai.ts';

const due = localDate('2020-04-30');

describe('dates and times', () => {
  it('names a day in full with its day of the week and the Buddhist year', () => {
    expect(longDate(due)).toBe('วันพฤหัสบดีที่ 30 เมษายน 2563');
    expect(longDate(localDate('2020-10-31'))).toBe('วันเสาร์ที่ 31 ตุลาคม 2563');
  });

  it('names a day with its day of the week in short, where lists are read by weeks', () => {
    expect(dayAndDate(due)).toBe('พฤ. 30 เม.ย. 2563');
  });

  it('names a day without the day of the week, in full and short', () => {
    expect(mediumDate(due)).toBe('30 เมษายน 2563');
    expect(shortDate(due)).toBe('30 เม.ย. 2563');
    expect(shortDate(localDate('2021-01-01'))).toBe('1 ม.ค. 2564');
  });

  it.each([
    [0, '00.00 น.'],
    [510, '08.30 น.'],
    [845, '14.05 น.'],
    [1439, '23.59 น.'],
  ])('reads minute %i of the day as %s', (minutes, text) => {
    expect(clock(minutes)).toBe(text);
  });

  it('reads an instant in Thai time, also across midnight', () => {
    expect(clock(new Date('2020-04-30T07:05:59Z'))).toBe('14.05 น.');
    expect(dateTime(new Date('2020-04-30T07:05:00Z'))).toBe('30 เม.ย. 2563 เวลา 14.05 น.');
    expect(dateTime(new Date('2020-12-31T17:00:00Z'))).toBe('1 ม.ค. 2564 เวลา 00.00 น.');
  });
});

test('letters and books take Thai digits', () => {
  expect(thaiDigits(mediumDate(due))).toBe('๓๐ เมษายน ๒๕๖๓');
  expect(thaiDigits(2563)).toBe('๒๕๖๓');
});

test('a per cent has no more decimals than it needs', () => {
  expect([70.31, 50, 12.5, 0].map(percent)).toEqual(['70.31 %', '50 %', '12.5 %', '0 %']);
});

describe('labels', () => {
  it('keeps the state of a report apart from the status of an item', () => {
    expect(obligationLabels.in_progress).toBe('กำลังจัดทำ');
    expect(statusLabel(2)).toBe('อยู่ระหว่างดำเนินการ');
    expect(statusLabel(null)).toBe('รอการรายงานผล');
    expect(dimensionLabel(null)).toBe('ยังไม่ระบุมิติ');
    expect(dimensionLabel(3)).toBe('มิติที่ 3');
  });

  it('never uses one word for two states of the same thing', () => {
    const dictionaries = [
      ...[roundLabels, obligationLabels, timelinessLabels, unableReasonLabels, decisionLabels],
      ...[bandLabels, visitLabels, recommendationLabels, mailLabels, capacityLabels],
      ...[contactRoleLabels, typeNames],
    ];
    for (const dictionary of dictionaries) {
      const labels: string[] = Object.values(dictionary);
      expect(new Set(labels).size).toBe(labels.length);
    }
    expect(Object.keys(visitLabels)).toEqual([...visitStates]);
  });

  it.each([
    ['sao', '80-0711', 'นายก อบต.'],
    ['town', '80-0001', 'นายกเทศมนตรี'],
    ['pao', '80-0000', 'นายก อบจ.'],
    ['special', '20-0001', 'นายกเมืองพัทยา'],
    ['special', '10-0001', 'ผู้ว่าราชการกรุงเทพมหานคร'],
  ] as const)('calls the chief executive of %s %s %s', (type, orgId, title) => {
    expect(executiveTitle(type, orgId)).toBe(title);
  });
});

test('a municipality and a province have an office to go to, a subdistrict its own word for it', () => {
  expect(seatOf('เทศบาลตำบลชะอวด')).toBe('สำนักงานเทศบาลตำบลชะอวด');
  expect(seatOf('องค์การบริหารส่วนจังหวัดตรัง')).toBe('สำนักงานองค์การบริหารส่วนจังหวัดตรัง');
  expect(seatOf('องค์การบริหารส่วนตำบลท่าเสม็ด')).toBe('ที่ทำการองค์การบริหารส่วนตำบลท่าเสม็ด');
});
