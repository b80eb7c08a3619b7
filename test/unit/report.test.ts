import { describe, expect, test } from 'vitest';
import {
  alignedWithPlan,
  checkReport,
  type Finding,
  prefilledLines,
  type ReportLine,
} from '../../shared/domain/report.ts';
import { countByDimension, countLines, scoreOf } from '../../shared/domain/score.ts';
import { aContent, aLine, anItem } from '../support/builders.ts';
import { completedLines, thaSametItems, thaSametLines } from '../support/tha-samet.ts';

const april = { round: '6M', items: thaSametItems, april: [] } as const;

function codes(findings: readonly Finding[]) {
  return findings.map(({ no, field, code }) => ({ no, field, code }));
}

describe('the report of ท่าเสม็ด', () => {
  test('is blocked by row 7, which lost its dimension and the beginning of its name', () => {
    const content = aContent({ lines: [...thaSametLines], wholeYearConfirmed: true });
    expect(codes(checkReport(content, april).errors)).toEqual([
      { no: 7, field: 'name', code: 'name-cut-off' },
      { no: 7, field: 'dimension', code: 'dimension-missing' },
    ]);
  });

  test('passes once row 7 is filled in: rows 12 and 24 may leave their quotation open', () => {
    const content = aContent({ lines: completedLines(), wholeYearConfirmed: true });
    expect(checkReport(content, april).errors).toEqual([]);
  });

  test('asks once about all ten whole-year activities that are completed in month 6', () => {
    const { errors } = checkReport(aContent({ lines: completedLines() }), april);
    expect(errors).toEqual([
      {
        field: 'wholeYearConfirmed',
        code: 'whole-year-unconfirmed',
        others: [6, 9, 10, 11, 12, 14, 16, 18, 25, 27],
      },
    ]);
  });

  test('counts 13 completed and 19 ongoing, 70.31 %: green in April, orange in October', () => {
    const counts = countLines(thaSametLines);
    expect(counts).toEqual({ completed: 13, ongoing: 19, unable: 0, awaiting: 0, total: 32 });
    expect(scoreOf(counts, '6M')).toEqual({ percent: 70.31, band: 'green' });
    expect(scoreOf(counts, '12M')).toEqual({ percent: 70.31, band: 'orange' });
  });

  test('counts by dimension as the book does', () => {
    const figures = [...countByDimension(thaSametLines)].map(
      ([dimension, { completed, ongoing }]) => [dimension, completed, ongoing],
    );
    expect(figures).toEqual([
      [1, 3, 5],
      [2, 5, 4],
      [3, 4, 6],
      [4, 1, 3],
      [null, 0, 1],
    ]);
  });
});

describe('a report', () => {
  const context = { round: '6M', items: [anItem()], april: [] } as const;
  const findings = (line: Parameters<typeof aLine>[0]) =>
    codes(checkReport(aContent({ lines: [aLine(line)] }), context).errors);

  test.each([
    ['a row without status', { status: null }, { no: 1, field: 'status', code: 'status-missing' }],
    [
      '"unable" without a reason',
      { status: 4 },
      { no: 1, field: 'reason', code: 'reason-missing' },
    ],
    [
      '"other" without words',
      { status: 4, reason: 4, reasonText: ' ' },
      { no: 1, field: 'reasonText', code: 'reason-text-missing' },
    ],
    ['a blank name', { name: ' ' }, { no: 1, field: 'name', code: 'name-missing' }],
    [
      'an item of another plan',
      { itemId: 'x', no: 9 },
      { no: 9, field: 'itemId', code: 'unknown-item' },
    ],
  ] as const)('names %s', (_, line, finding) => {
    expect(findings(line)).toContainEqual(finding);
  });

  test.each([
    'กิจกรรม "ประกาศเจตจำนง"',
    'มาตรการ "แก้ไขเหตุเดือดร้อน',
    'มาตรการ"ดำเนินการเกี่ยวกับเรื่องร้องเรียน',
    'โครงการ (เรียกว่า "จิตอาสา")',
  ])('takes the name %s as whole', (name) => {
    expect(findings({ name })).toEqual([]);
  });

  test('without rows, with a row missing, or with one twice is not whole', () => {
    expect(codes(checkReport(aContent({ lines: [] }), context).errors)).toEqual([
      { no: undefined, field: 'lines', code: 'no-lines' },
    ]);
    const items = [anItem(), anItem({ itemId: 'i2', no: 2 })];
    const lines = [aLine(), aLine()];
    expect(codes(checkReport(aContent({ lines }), { ...context, items }).errors)).toEqual([
      { no: 1, field: 'itemId', code: 'repeated-item' },
      { no: 2, field: 'status', code: 'missing-item' },
    ]);
  });

  test('says which rows bear the same name', () => {
    const items = [anItem(), anItem({ itemId: 'i2', no: 2 })];
    const lines = [
      aLine({ name: 'โครงการ จิตอาสา' }),
      aLine({ itemId: 'i2', no: 2, name: 'จิตอาสา' }),
    ];
    const { errors, warnings } = checkReport(aContent({ lines }), { ...context, items });
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      { itemId: 'i1', no: 1, field: 'name', code: 'same-name', others: [2] },
    ]);
  });

  test('of 12 months explains why something completed in April no longer is', () => {
    const october = { round: '12M', items: [anItem()], april: [aLine({ status: 3 })] } as const;
    const undone = (remark: string) =>
      codes(checkReport(aContent({ lines: [aLine({ status: 2, remark })] }), october).errors);
    expect(undone('')).toEqual([{ no: 1, field: 'remark', code: 'change-unexplained' }]);
    expect(undone('ปรับแผนตามมติที่ประชุม')).toEqual([]);
  });

  test('that was returned for some rows keeps the others as they were', () => {
    const items = [anItem(), anItem({ itemId: 'i2', no: 2, name: 'ข' })];
    const before = [aLine(), aLine({ itemId: 'i2', no: 2, name: 'ข' })];
    const reopened = { itemIds: ['i1'], before };
    const lines = [aLine({ status: 2 }), aLine({ itemId: 'i2', no: 2, name: 'ข', status: 2 })];
    const { errors } = checkReport(aContent({ lines }), { ...context, items, reopened });
    expect(codes(errors)).toEqual([{ no: 2, field: 'status', code: 'not-reopened' }]);
  });
});

test('October starts from the answers of April, with the name that row 7 was given', () => {
  const lines = prefilledLines(thaSametItems, completedLines());
  expect(lines).toEqual(completedLines());
  expect(prefilledLines(thaSametItems, [])[6]).toMatchObject({ dimension: null, status: null });
});

describe('names that are nearly the same', () => {
  const numbers = (finding: Finding) => `${finding.no}/${finding.others?.join()}`;
  const nearIn = (lines: readonly ReportLine[]) =>
    checkReport(aContent({ lines: [...lines] }), { round: '6M', items: thaSametItems, april: [] })
      .warnings.filter(({ code }) => code === 'near-name')
      .map(numbers);

  test('of ท่าเสม็ด are rows 10 and 26, 21 and 31, and three pairs more', () => {
    expect(nearIn(completedLines())).toEqual(['10/26', '14/30', '15/19', '18/19', '21/31']);
  });

  test('are none among works of different kinds', () => {
    const names = ['โครงการจิตอาสา', 'จัดทำคู่มือการป้องกันผลประโยชน์ทับซ้อน', 'ประชุมประจำเดือน'];
    expect(
      nearIn(names.map((name, index) => aLine({ itemId: `x${index}`, no: index + 1, name }))),
    ).toEqual([]);
  });
});

test('a reason stays only with an item that could not be carried out, whichever way it comes', () => {
  const given = { reason: 1, reasonText: 'น้ำท่วม' } as const;
  const lines = [aLine({ status: 3, ...given }), aLine({ itemId: 'i2', status: 4, ...given })];
  const aligned = alignedWithPlan(lines, [anItem(), anItem({ itemId: 'i2' })]);
  expect(aligned).toMatchObject([{ reason: null, reasonText: '' }, given]);
});
