import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRoster, UnreadableRoster } from '../../functions/roster/read-roster.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import type { Organization } from '../../shared/domain/organization.ts';
import { changed, compareRoster, newcomer, type RosterRow } from '../../shared/domain/roster.ts';

const today = localDate('2020-04-16');
const upgradedOn = localDate('2020-06-01');
const head = 'dla_code,type,name_th,district_name_th,lat,lon';

function file(...lines: string[]): Uint8Array {
  return Buffer.from([head, ...lines].join('\r\n'));
}

function rows(...lines: string[]): readonly RosterRow[] {
  return readRoster(file(...lines)).rows;
}

/** The roster after a list was carried out. */
function carriedOut(kept: readonly Organization[], list: readonly RosterRow[], from = today) {
  const { changes } = compareRoster('80', list, kept, today);
  const next = new Map(kept.map((organization) => [organization.orgId, organization]));
  for (const change of changes) {
    const organization = next.get(change.orgId);
    next.set(
      change.orgId,
      organization
        ? { ...organization, ...changed(organization, change, from) }
        : newcomer(change, from),
    );
  }
  return [...next.values()];
}

const thaSamet = '6800711,TAO,ท่าเสม็ด,ชะอวด,7.9646,100.0053';
const chaUat = '5800701,ThesabanTambon,ชะอวด,ชะอวด,7.9658,99.9992';

describe('a published list', () => {
  test('is read in UTF-8 and in the Windows code page, with full names or bare ones', () => {
    const [bare] = rows('6800711,TAO,ท่าเสม็ด,ชะอวด,,');
    const [full] = rows('6800711,TAO,องค์การบริหารส่วนตำบลท่าเสม็ด,อำเภอชะอวด,,');
    expect(bare).toEqual({
      code: '6800711',
      type: 'sao',
      bareName: 'ท่าเสม็ด',
      amphoe: { code: '8007', name: 'ชะอวด' },
    });
    expect(full).toEqual(bare);
    // ท่าเสม็ด, ชะอวด as Windows writes them: one byte a letter.
    const windows = Buffer.concat([
      Buffer.from(`${head}\n6800711,TAO,`),
      Buffer.from([0xb7, 0xe8, 0xd2, 0xe0, 0xca, 0xc1, 0xe7, 0xb4]),
      Buffer.from(','),
      Buffer.from([0xaa, 0xd0, 0xcd, 0xc7, 0xb4]),
      Buffer.from(',,\n'),
    ]);
    expect(readRoster(windows).rows).toEqual([bare]);
  });

  test('may lack the name of a new district', () => {
    expect(rows('6502501,TAO,แจ่มหลวง,,,')).toMatchObject([
      { amphoe: { code: '5025', name: 'ไม่ระบุ' } },
    ]);
  });

  test('may have its columns in any order, under Thai headings, without a type', () => {
    const bytes = Buffer.from('อำเภอ,ชื่อ อปท.,รหัส อปท.\nชะอวด,อบต.ท่าเสม็ด,6800711\n');
    expect(readRoster(bytes).rows).toMatchObject([{ type: 'sao', bareName: 'ท่าเสม็ด' }]);
  });

  test.for([
    ['68007,TAO,ท่าเสม็ด,ชะอวด,,', /ไม่ใช่ตัวเลข 7 หลัก/],
    ['6990711,TAO,ท่าเสม็ด,ชะอวด,,', /ไม่ตรงกับจังหวัดใด/],
    ['9800711,,ท่าเสม็ด,ชะอวด,,', /ไม่ตรงกับประเภทใด/],
    ['6800711,TAO,,ชะอวด,,', /ไม่มีชื่อหน่วยงาน/],
    ['6800711,TAO,ท่าเสม็ด,ชะอวด,100.0,7.9', /ไม่อยู่ในประเทศไทย/],
    ['6800711,TAO,ท่าเสม็ด,ชะอวด,เหนือ,ใต้', /ไม่อยู่ในประเทศไทย/],
    [`${chaUat}\r\n${chaUat}`, /ซ้ำกับแถวก่อนหน้า/],
  ] as const)('tells by line what is wrong with %s', ([line, why]) => {
    const { rows: good, problems } = readRoster(
      file('5800702,ThesabanTambon,ท่าประจะ,ชะอวด,,', line),
    );
    expect(good.length).toBeLessThanOrEqual(2);
    expect(problems).toEqual([
      { line: line.includes('\n') ? 4 : 3, why: expect.stringMatching(why) },
    ]);
  });

  test.for([
    ['an empty file', Buffer.from(''), /หัวตาราง/],
    ['headings of something else', Buffer.from('a,b\n1,2'), /ไม่พบคอลัมน์/],
    ['headings alone', Buffer.from(head), /ไม่มีรายชื่อ/],
    ['a workbook under another name', Buffer.from('PK\u0003\u0004xl'), /บันทึกเป็น CSV/],
    ['a quotation that does not end', file('6800711,TAO,"ท่าเสม็ด,ชะอวด,,'), /อ่านไฟล์ CSV ไม่ได้/],
    ['a list of half the world', file(...Array(12_001).fill(chaUat)), /ไม่เกิน 12000 แถว/],
  ] as const)('is refused as a whole: %s', ([, bytes, message]) => {
    expect(() => readRoster(bytes)).toThrow(UnreadableRoster);
    expect(() => readRoster(bytes)).toThrow(message);
  });
});

describe('a roster that is compared', () => {
  test('gets what it has not, under the number of the code', () => {
    const { changes, gone, unchanged } = compareRoster('80', rows(thaSamet, chaUat), [], today);
    expect(changes).toMatchObject([
      { change: 'new', orgId: '80-0701', shortName: 'ทต.ชะอวด' },
      { change: 'new', orgId: '80-0711', name: 'องค์การบริหารส่วนตำบลท่าเสม็ด' },
    ]);
    expect({ gone, unchanged }).toEqual({ gone: [], unchanged: 0 });
  });

  test('keeps an upgraded organization under its id, with both names in their time', () => {
    const kept = carriedOut([], rows(thaSamet));
    const list = rows('5800711,ThesabanTambon,ท่าเสม็ด,ชะอวด,7.9646,100.0053');
    expect(compareRoster('80', list, kept, today).changes).toMatchObject([
      { change: 'named', orgId: '80-0711', before: 'อบต.ท่าเสม็ด', shortName: 'ทต.ท่าเสม็ด' },
    ]);
    const [upgraded] = carriedOut(kept, list, upgradedOn);
    expect(upgraded?.names).toMatchObject([
      { from: today, shortName: 'อบต.ท่าเสม็ด', type: 'sao', code: '6800711' },
      { from: upgradedOn, shortName: 'ทต.ท่าเสม็ด', type: 'subdistrict', code: '5800711' },
    ]);
  });

  test('leaves alone what the list does not name, and says so', () => {
    const kept = carriedOut([], rows(thaSamet, chaUat));
    const { changes, gone } = compareRoster('80', rows(chaUat), kept, today);
    expect(changes).toEqual([]);
    expect(gone).toEqual([{ orgId: '80-0711', shortName: 'อบต.ท่าเสม็ด' }]);
  });

  test('gives two organizations with one number two ids', () => {
    const list = rows(
      '3200401,PattayaCity,เมืองพัทยา,บางละมุง,,',
      '4200401,ThesabanMueang,หนองปรือ,บางละมุง,,',
    );
    const { changes } = compareRoster('20', list, [], today);
    expect(changes).toMatchObject([
      { orgId: '20-0401', name: 'เมืองพัทยา', type: 'special' },
      { orgId: '20-0499', shortName: 'ทม.หนองปรือ' },
    ]);
  });

  test('takes no position away where the list has none', () => {
    const kept = carriedOut([], rows(thaSamet));
    expect(compareRoster('80', rows('6800711,TAO,ท่าเสม็ด,ชะอวด,,'), kept, today).changes).toEqual(
      [],
    );
  });

  test('is not changed by the same list a second time, whatever was there before', () => {
    const row = fc
      .record({
        digit: fc.constantFrom('4', '5', '6'),
        no: fc.integer({ min: 1, max: 12 }),
        bareName: fc.constantFrom('ท่าเสม็ด', 'ชะอวด', 'เคร็ง', 'ขอนหาด'),
        amphoe: fc.constantFrom('ชะอวด', 'หัวไทร'),
      })
      .map(({ digit, no, bareName, amphoe }) => {
        const code = `${digit}8007${String(no).padStart(2, '0')}`;
        return rows(`${code},,${bareName},${amphoe},,`)[0];
      })
      .filter((each) => each !== undefined);
    const list = fc.uniqueArray(row, { selector: ({ code }) => code, maxLength: 15 });
    const law = fc.property(list, list, (before, after) => {
      const kept = carriedOut(carriedOut([], before), after, upgradedOn);
      const again = compareRoster('80', after, kept, today);
      expect(again.changes).toEqual([]);
      expect(again.unchanged).toBe(after.length);
      expect(new Set(kept.map(({ orgId }) => orgId)).size).toBe(kept.length);
    });
    fc.assert(law);
  });
});
