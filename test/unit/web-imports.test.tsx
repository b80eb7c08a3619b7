import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { returned, submitted } from '../../shared/domain/obligation.ts';
import { aSubmission, fy2563 } from '../support/builders.ts';
import { type Grid, pasted, wordFile, workbookFile } from '../support/import-files.ts';
import { longGrid, quirkyTables } from '../support/import-tables.ts';
import { aUser, type TestSite, thaSametSite } from '../support/site.ts';
import { thaSametItems, thaSametLines } from '../support/tha-samet.ts';
import { HEADINGS, thaSametGrid } from '../support/tha-samet-table.ts';
import { multipart, type Visitor } from '../support/visitor.ts';

const ORG = '80-0711';
const fy2564 = fiscalYear(2564);
const REPORT = `/organizations/${ORG}/reports/2563/6M`;
const IMPORT = `${REPORT}/import`;
const place = { fiscalYear: fy2563, round: '6M' } as const;

let site: TestSite;
beforeEach(async () => {
  site = await thaSametSite();
});
afterEach(() => site.close());

/** Fields of the preview's form as a browser would send them. */
function fieldsIn(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input [^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name && !tag.includes('type="checkbox"'))
      fields[name] = /value="([^"]*)"/.exec(tag)?.[1] ?? '';
  }
  for (const [, name = '', options = ''] of html.matchAll(
    /<select [^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs,
  ))
    fields[name] = /value="([^"]*)" selected/.exec(options)?.[1] ?? '';
  return fields;
}

function draft() {
  return site.dependencies.reports.draft(ORG, place);
}

async function preview(visitor: Visitor, grid: Grid) {
  const read = await visitor.post(IMPORT, multipart({ pasted: pasted(grid) }));
  expect(read.headers.get('location')).toBe(`${IMPORT}/preview`);
  return await visitor.read(`${IMPORT}/preview`);
}

function upload(bytes: Buffer, name: string) {
  return { file: new File([new Uint8Array(bytes)], name) };
}

describe('the table of ท่าเสม็ด', () => {
  test('is read, shown with row 7 to look at, and saved only once it is confirmed', async () => {
    const officer = await site.signIn(aUser());
    const html = await preview(officer, thaSametGrid);
    expect(html).toContain('แถวที่ต้องตรวจสอบ (1)');
    expect(html).toContain('แถวที่พร้อมนำเข้า (31)');
    expect(html).toContain('ช่องมิติ (คอลัมน์ที่ 2): ไม่ได้ระบุมิติ');
    expect(await draft()).toBeUndefined();

    const confirmed = await officer.post(`${IMPORT}/confirm`, fieldsIn(html));
    expect(confirmed.headers.get('location')).toBe(`${IMPORT}/result`);
    const saved = await draft();
    expect(saved?.version).toBe(1);
    expect(saved?.content.lines).toEqual(thaSametLines);
    const result = await officer.read(`${IMPORT}/result`);
    expect(result).toContain('นำเข้าตารางแล้ว เปลี่ยน 32 รายการในร่าง');
  });

  test('is taken over once, however often the button is pressed', async () => {
    const officer = await site.signIn(aUser());
    const fields = fieldsIn(await preview(officer, thaSametGrid));
    await officer.post(`${IMPORT}/confirm`, fields);
    const again = await officer.post(`${IMPORT}/confirm`, fields);
    expect(again.headers.get('location')).toBe(`${IMPORT}/result`);
    expect((await draft())?.version).toBe(1);
  });

  test('can be undone: the draft is again what it was', async () => {
    const officer = await site.signIn(aUser());
    await officer.post(REPORT, { version: '0', 'status-i1': '4', 'reason-i1': '2' });
    const before = (await draft())?.content;
    await officer.post(`${IMPORT}/confirm`, fieldsIn(await preview(officer, thaSametGrid)));
    expect((await draft())?.content).not.toEqual(before);

    const html = await officer.read(`${IMPORT}/result`);
    await officer.post(`${IMPORT}/undo`, fieldsIn(html));
    expect((await draft())?.content).toEqual(before);
    expect(await officer.read(`${IMPORT}/result`)).toContain('ยกเลิกการนำเข้าแล้ว');
  });

  test('never overwrites what a colleague has saved meanwhile', async () => {
    const officer = await site.signIn(aUser());
    const colleague = await site.signIn(aUser({ userId: 'u-2', email: 'palad@thasamet.go.th' }));
    const fields = fieldsIn(await preview(officer, thaSametGrid));
    await colleague.post(REPORT, { version: '0', 'status-i1': '2' });
    const refused = await officer.post(`${IMPORT}/confirm`, fields);
    expect(refused.status).toBe(409);
    const again = await refused.text();
    expect(again).toContain('มีผู้อื่นบันทึกร่างนี้');
    expect((await draft())?.version).toBe(1);

    await officer.post(`${IMPORT}/confirm`, fieldsIn(again));
    expect((await draft())?.version).toBe(2);
  });
});

describe('a row that means no item for sure', () => {
  const grid = [HEADINGS, ['1', '2', 'การลดขั้นตอนเวลาปฏิบัติ', 'ดำเนินการแล้วเสร็จ', '-']];

  test('waits until the officer has chosen', async () => {
    const officer = await site.signIn(aUser());
    const html = await preview(officer, grid);
    expect(html).toContain('ไม่แน่ใจว่าตรงกับรายการใดในแผน');
    const refused = await officer.post(`${IMPORT}/confirm`, fieldsIn(html));
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('กรุณาเลือกรายการในแผน หรือเลือกไม่นำเข้าแถวนี้');
    expect(await draft()).toBeUndefined();

    await officer.post(`${IMPORT}/confirm`, { ...fieldsIn(html), 'match-0': 'i31' });
    const lines = (await draft())?.content.lines ?? [];
    expect(lines.filter(({ status }) => status !== null).map(({ no }) => no)).toEqual([31]);
  });

  test('goes to no item that another row has', async () => {
    const officer = await site.signIn(aUser());
    const html = await preview(officer, [
      ...grid,
      ['31', '2', 'กิจกรรม"การลดขั้นตอนการปฏิบัติงาน"', 'ดำเนินการแล้วเสร็จ', ''],
    ]);
    const refused = await officer.post(`${IMPORT}/confirm`, {
      ...fieldsIn(html),
      'match-0': 'i31',
    });
    expect(await refused.text()).toContain('มีอีกแถวที่เลือกลำดับที่ 31 ไว้แล้ว');
    expect(await draft()).toBeUndefined();
  });
});

describe('the year of a table', () => {
  const titled = (title: string) => [[title, '', '', '', ''], ...thaSametGrid];

  test('of the Common Era is recognised and has to be confirmed', async () => {
    const officer = await site.signIn(aUser());
    const html = await preview(officer, titled('รายงานผล ประจำปีงบประมาณ 2020'));
    expect(html).toContain('ปี 2020 ซึ่งเป็น ค.ศ. คือ พ.ศ. 2563');
    const refused = await officer.post(`${IMPORT}/confirm`, fieldsIn(html));
    expect(refused.status).toBe(422);
    const done = await officer.post(`${IMPORT}/confirm`, { ...fieldsIn(html), confirmed: 'yes' });
    expect(done.headers.get('location')).toBe(`${IMPORT}/result`);
  });

  test('that is another one has to be confirmed, the right one only shown', async () => {
    const officer = await site.signIn(aUser());
    expect(await preview(officer, titled('ปีงบประมาณ พ.ศ. ๒๕๖๒'))).toContain('ไม่ตรงกัน');
    const html = await preview(
      officer,
      titled('แผนปฏิบัติการ (พ.ศ. 2562 – 2564) ปีงบประมาณ พ.ศ. 2563'),
    );
    expect(html).toContain('ในตารางระบุ ปี พ.ศ. 2563');
    expect(html).not.toContain('name="confirmed"');
  });
});

describe('no channel skips a rule', () => {
  test('rows that the office has not returned stay as they were', async () => {
    const officer = await site.signIn(aUser());
    await officer.post(`${IMPORT}/confirm`, fieldsIn(await preview(officer, thaSametGrid)));
    await returnRowTwo();
    const grid = thaSametGrid.map((row) =>
      row.map((cell) => (cell === 'อยู่ระหว่างดำเนินการ' ? 'ดำเนินการแล้วเสร็จ' : cell)),
    );
    const html = await preview(officer, grid);
    expect(html).toContain('รายการนี้ไม่ได้ถูกส่งกลับให้แก้ไข จึงคงไว้ตามฉบับเดิม');
    await officer.post(`${IMPORT}/confirm`, fieldsIn(html));
    const lines = (await draft())?.content.lines ?? [];
    expect(lines.find(({ no }) => no === 2)?.status).toBe(3);
    expect(lines.find(({ no }) => no === 3)?.status).toBe(2);
  });

  test('strangers find no report, readers may not import, and a closed round takes nothing', async () => {
    const stranger = await site.signIn(
      aUser({ userId: 'u-9', email: 'x@other.go.th', orgId: '80-0001' }),
    );
    expect((await stranger.get(IMPORT)).status).toBe(404);
    expect((await stranger.post(IMPORT, { pasted: pasted(thaSametGrid) })).status).toBe(404);
    const executive = await site.signIn(
      aUser({
        userId: 'u-nayok',
        role: 'executive',
        email: 'nayok@thasamet.go.th',
        capacity: 'holder',
      }),
    );
    expect((await executive.post(IMPORT, { pasted: pasted(thaSametGrid) })).status).toBe(403);
    site.setTime('2020-09-30T09:00:00+07:00');
    const locked = await (await site.signIn(aUser())).post(IMPORT, {
      pasted: pasted(thaSametGrid),
    });
    expect(locked.status).toBe(409);
    expect(await locked.text()).toContain('ปิดรับรายงานแล้ว');
  });
});

test('the workbook to fill in brings the same draft back', async () => {
  const officer = await site.signIn(aUser());
  await officer.post(`${IMPORT}/confirm`, fieldsIn(await preview(officer, thaSametGrid)));
  const before = await draft();
  const response = await officer.get(REPORT);
  expect(response.status).toBe(200);
  const template = await officer.get(`${IMPORT}/template`);
  const bytes = Buffer.from(await template.arrayBuffer());
  const read = await officer.post(IMPORT, upload(bytes, 'report.xlsx'));
  expect(read.headers.get('location')).toBe(`${IMPORT}/preview`);
  const html = await officer.read(`${IMPORT}/preview`);
  expect(html).toContain('แถวในตาราง');
  await officer.post(`${IMPORT}/confirm`, fieldsIn(html));
  expect((await draft())?.content).toEqual(before?.content);
  expect((await draft())?.version).toBe(2);
});

test('the largest legal report is previewed, taken over and undone', async () => {
  const { plans } = site.dependencies;
  const table = quirkyTables.at(-1);
  if (!table) throw new Error('no table');
  await Promise.all(thaSametItems.map((item) => plans.saveItem(ORG, { ...item, years: [fy2564] })));
  await Promise.all(table.items.map((item) => plans.saveItem(ORG, item)));
  const officer = await site.signIn(aUser());
  const html = await preview(officer, longGrid);
  expect(html).toContain('แถวที่พร้อมนำเข้า (300)');
  expect(html).not.toContain('แถวที่ต้องตรวจสอบ (');
  const confirmed = await officer.post(`${IMPORT}/confirm`, fieldsIn(html));
  expect(confirmed.headers.get('location')).toBe(`${IMPORT}/result`);
  const lines = (await draft())?.content.lines ?? [];
  expect(lines.map(({ no, status, remark }) => [no, status, remark])).toEqual(table.rows);
  const result = await officer.read(`${IMPORT}/result`);
  await officer.post(`${IMPORT}/undo`, fieldsIn(result));
  expect((await draft())?.content.lines.every(({ status }) => status === null)).toBe(true);
});

test('of two sheets with tables the officer says which', async () => {
  const officer = await site.signIn(aUser());
  const second = [HEADINGS, ['2', '1', 'โครงการ อบต. ท่าเสม็ด พบประชาชน', 'ดำเนินการแล้วเสร็จ', '-']];
  const file = workbookFile(
    { title: 'รอบ 6 เดือน', grid: thaSametGrid },
    { title: 'แก้ไข', grid: second },
  );
  await officer.post(IMPORT, upload(file, 'รายงาน.xlsx'));
  const html = await officer.read(`${IMPORT}/preview`);
  expect(html).toContain('ชีต รอบ 6 เดือน');
  expect((await officer.post(`${IMPORT}/table`, {})).status).toBe(422);
  await officer.post(`${IMPORT}/table`, { table: '1' });
  const chosen = await officer.read(`${IMPORT}/preview`);
  expect(chosen).toContain('แถวที่พร้อมนำเข้า (1)');
});

/** The office has returned row 2, and no other. */
async function returnRowTwo(): Promise<void> {
  const { obligations, reports } = site.dependencies;
  const [obligation, saved] = await Promise.all([obligations.find(ORG, place), draft()]);
  if (!obligation || !saved) throw new Error('nothing to hand in');
  const submission = aSubmission({ content: saved.content });
  await reports.keep(submission);
  const handedIn = submitted(obligation, submission, { signoff: 'not-required' });
  if ('refused' in handedIn) throw new Error(handedIn.refused);
  const outcome = returned(handedIn.next, {
    on: obligation.dates.due,
    by: { userId: 'u-office', position: 'เจ้าพนักงาน', role: 'provincial' },
    reason: 'ขอรายละเอียดเพิ่มเติม',
    rows: [{ itemId: 'i2', no: 2, comment: 'โปรดตรวจสอบ' }],
    until: obligation.dates.due,
  });
  if ('refused' in outcome) throw new Error(outcome.refused);
  await obligations.save(outcome.next);
}

test('tables of a document, one for each dimension, are taken together where the officer says so', async () => {
  const officer = await site.signIn(aUser());
  const half = (from: number, to: number) => ({
    grid: [HEADINGS, ...thaSametGrid.filter(([no]) => Number(no) >= from && Number(no) <= to)],
  });
  const file = await wordFile(half(8, 15), half(17, 25));
  await officer.post(IMPORT, upload(file, 'รายงาน.docx'));
  const html = await officer.read(`${IMPORT}/preview`);
  expect(html).toContain('ตารางที่ 1: 8 แถว');
  await officer.post(`${IMPORT}/table`, { table: 'all' });
  const all = await officer.read(`${IMPORT}/preview`);
  expect(all).toContain('แถวที่พร้อมนำเข้า (17)');
  expect(all).toContain('ตารางที่ 2 แถวที่ 2');
});

test('a file that cannot be read is refused beside its field, by its name, and nothing is kept', async () => {
  const officer = await site.signIn(aUser());
  const refused = await officer.post(IMPORT, upload(Buffer.from('%PDF-1.7'), 'รายงาน.xlsx'));
  expect(refused.status).toBe(422);
  const html = await refused.text();
  expect(html).toContain('รายงาน.xlsx: ไฟล์นี้เป็น PDF');
  expect(html).toContain('id="file-error"');
  const response = await officer.get(`${IMPORT}/preview`);
  expect(response.headers.get('location')).toBe(IMPORT);
});
