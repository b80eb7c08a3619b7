import { describe, expect, test } from 'vitest';
import { readLetterList, thaiDateIn } from '../../functions/web/letter-list.ts';
import { madeUpProvince } from '../../infra/local/sample/province.ts';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { nameOn } from '../../shared/domain/organization.ts';
import { anEntry } from '../support/builders.ts';

const today = localDate('2020-04-21');
const settings = { province: '80', organizations: 4, seed: 7, year: fiscalYear(2563), bounces: 0 };
const organizations = madeUpProvince(settings).organizations.map((one) => one.organization);
const [first, second] = organizations;
if (!first || !second) throw new Error('a province without organizations');

const entries = [anEntry({ orgId: first.orgId }), anEntry({ orgId: second.orgId })];
const read = (text: string, known: Partial<Parameters<typeof readLetterList>[1]> = {}) =>
  readLetterList(text, { entries, organizations, today, ...known });

describe('a pasted list of letter numbers', () => {
  const { name, shortName, code } = nameOn(first, today);

  test.each([first.orgId, code, name, shortName])('%s names the organization', (typed) => {
    expect(read(`${typed}\tปช 0044/12\t20 เม.ย. 2563`)).toEqual({
      lines: [
        { at: 1, entry: entries[0], letter: { no: 'ปช 0044/12', date: localDate('2020-04-20') } },
      ],
      wrong: [],
    });
  });

  test('commas do as tabs do, a head and empty lines are left out, lines keep their numbers', () => {
    const { lines, wrong } = read(
      `หน่วยงาน,เลขที่,ลงวันที่\n\n${first.orgId}, ที่ ปช 0044/12, 20/4/2563\n${second.orgId}\tปช ๐๐๔๔/๑๓\t๒๐ เมษายน ๒๕๖๓`,
    );
    expect(wrong).toEqual([]);
    expect(lines.map(({ at, letter }) => [at, letter.no])).toEqual([
      [3, 'ปช 0044/12'],
      [4, 'ปช ๐๐๔๔/๑๓'],
    ]);
  });

  test.each([
    ['80-9999\t12\t20 เม.ย. 2563', 'ไม่พบหน่วยงาน “80-9999” ในจังหวัดนี้'],
    ['84-5001\t12\t20 เม.ย. 2563', 'ไม่พบหน่วยงาน “84-5001” ในจังหวัดนี้'],
    [`${organizations[2]?.orgId}\t12\t20 เม.ย. 2563`, 'ไม่อยู่ในกำหนดการที่เผยแพร่'],
    [`${first.orgId}\t12`, 'ต้องมี 3 ช่อง'],
    [`${first.orgId}\tไม่มีเลข\t20 เม.ย. 2563`, 'ไม่มีตัวเลข'],
    [`${first.orgId}\t${'1'.repeat(61)}\t20 เม.ย. 2563`, 'ไม่เกิน 60 ตัวอักษร'],
    [`${first.orgId}\t12\t22 เม.ย. 2563`, 'ยังมาไม่ถึง'],
    [`${first.orgId}\t12\t20 เม.ย. 2561`, 'เก่ากว่าหนึ่งปี'],
    [`${first.orgId}\t12\tเมื่อวาน`, 'อ่านวันที่ “เมื่อวาน” ไม่ได้'],
  ])('%s is told as wrong', (line, message) => {
    const { lines, wrong } = read(line);
    expect(lines).toEqual([]);
    expect(wrong).toEqual([{ at: 1, message: expect.stringContaining(message) }]);
  });

  test('a letter dated after its visit is wrong', () => {
    const held = [anEntry({ orgId: first.orgId, date: localDate('2020-04-17') })];
    const { wrong } = read(`${first.orgId}\t12\t20 เม.ย. 2563`, { entries: held });
    expect(wrong[0]?.message).toContain('หลังวันนิเทศ');
  });

  test('an organization may come only once', () => {
    const line = `${first.orgId}\t12\t20 เม.ย. 2563`;
    const { lines, wrong } = read(`${line}\n${line}`);
    expect(lines).toHaveLength(1);
    expect(wrong).toEqual([{ at: 2, message: 'หน่วยงานนี้อยู่ในบรรทัดที่ 1 แล้ว' }]);
  });

  test('a name that two organizations bear asks for the code', () => {
    const namesake = { ...second, names: first.names };
    const { wrong } = read(`${name}\t12\t20 เม.ย. 2563`, { organizations: [first, namesake] });
    expect(wrong[0]?.message).toContain(`โปรดใช้รหัส ${first.orgId} หรือ ${second.orgId}`);
  });

  test('a cancelled visit takes no number, its successor does', () => {
    const cancelled = anEntry({ orgId: first.orgId, state: 'cancelled' });
    const line = `${first.orgId}\t12\t20 เม.ย. 2563`;
    expect(read(line, { entries: [cancelled] }).wrong).toHaveLength(1);
    const again = anEntry({ orgId: first.orgId, visitNo: 2 });
    expect(read(line, { entries: [again, cancelled] }).lines[0]?.entry).toBe(again);
  });
});

describe('a date in Thai', () => {
  test.each([
    '12 พฤษภาคม 2563',
    '12 พ.ค. 2563',
    '12พ.ค.63',
    '12 พฤษภาคม พ.ศ. 2563',
    'ลงวันที่ ๑๒ พ.ค. ๒๕๖๓',
    '12/5/2563',
    '12-05-63',
    '12.5.2563',
  ])('%s is the twelfth of May', (typed) => {
    expect(thaiDateIn(typed)).toEqual({ date: '2020-05-12' });
  });

  test.each([
    ['12 พ.ค. 2020', 'เป็นปี ค.ศ. กรุณากรอกเป็นปี พ.ศ. 2563'],
    ['31 เม.ย. 2563', 'ไม่มีวันที่'],
    ['12 พพ. 2563', 'อ่านวันที่'],
    ['', 'อ่านวันที่'],
  ])('%s is refused with its reason', (typed, message) => {
    expect(thaiDateIn(typed)).toEqual({ message: expect.stringContaining(message) });
  });
});
