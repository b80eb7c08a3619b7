import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PaperOrder } from '../../functions/web/paper-desk.ts';
import type { PaperAnswer } from '../../shared/domain/papers.ts';
import {
  anEntry,
  handIn,
  hostOf,
  neighbour,
  publishVisits,
  YEAR,
} from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import { dateFields, type Fields, type Visitor } from '../support/visitor.ts';

const ORG = '80-5001';
const REPORT = `/organizations/${ORG}/reports/2563/6M/versions/1/papers`;
const SEASON = '/provinces/80/visits/2563/papers';
const ready: PaperAnswer = {
  state: 'made',
  fileName: 'รูปเล่มรายงาน.pdf',
  link: '/objects/papers/a.pdf?signature=s',
  size: 240_000,
  gaps: [],
};

let site: TestSite;
let office: Visitor;
let host: Visitor;
let asked: PaperOrder[];
/** What the makers answer, one after the other; the last one goes on. */
let answers: PaperAnswer[];
beforeEach(async () => {
  asked = [];
  answers = [ready];
  const papers = {
    look: async () => (answers.length > 1 ? answers.shift() : answers[0]) ?? ready,
    have: async (order: PaperOrder) => void asked.push(order),
  };
  const started = await officeSite(2, { overrides: { papers } });
  ({ site, office } = started);
  const [first] = started.made.organizations;
  if (!first) throw new Error('no organization was made up');
  await handIn(site.dependencies, first, { on: '2020-04-16', completed: 3 });
  host = await site.signIn(hostOf(ORG));
});
afterEach(() => site.close());

describe('a paper on a report', () => {
  test('that is made already is saved at once', async () => {
    const response = await host.get(`${REPORT}/book.pdf`);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/objects/papers/a.pdf?signature=s');
    expect(asked).toEqual([]);
  });

  test('that comes within two seconds is waited for', async () => {
    answers = [{ state: 'absent', gaps: [] }, { state: 'making', done: 0, of: 0, gaps: [] }, ready];
    const response = await host.get(`${REPORT}/book.pdf`);
    expect(response.headers.get('location')).toContain('/objects/');
    const order = {
      orgId: ORG,
      fiscalYear: YEAR,
      round: '6M',
      version: 1,
      paper: 'book',
      format: 'pdf',
    };
    expect(asked).toEqual([{ from: 'report-papers', order }]);
  });

  test('that takes longer shows how far it is, and is saved by itself in the end', async () => {
    answers = [{ state: 'making', done: 3, of: 11, gaps: ['เว็บไซต์ของหน่วยงาน'] }];
    const begun = await host.get(`${REPORT}/all.zip`);
    const waiting = begun.headers.get('location') ?? '';
    expect(waiting).toMatch(/\/all\.zip\/making\?since=\d+$/);

    const page = await host.get(waiting);
    expect(page.headers.get('refresh')).toBe('2');
    const html = await page.text();
    expect(html).toContain('เสร็จแล้ว 3 จาก 11 ฉบับ');
    expect(html).toContain('เว็บไซต์ของหน่วยงาน');

    answers = [ready];
    const finished = await host.get(waiting);
    expect(finished.headers.get('refresh')).toBe(`1; url=${REPORT}/all.zip`);
    expect(await finished.text()).toContain('240 กิโลไบต์');
  });

  test('that could not be made says so, and what to do', async () => {
    answers = [{ state: 'failed', gaps: [] }];
    const begun = await host.get(`${REPORT}/book.pdf`);
    const page = await host.get(begun.headers.get('location') ?? '');
    expect(page.headers.get('refresh')).toBeNull();
    expect(await page.text()).toContain('ลองจัดทำอีกครั้ง');
  });

  test('of which nothing is heard for ten minutes counts as failed', async () => {
    answers = [{ state: 'absent', gaps: [] }];
    const since = Date.parse('2020-04-21T09:49:00+07:00');
    const page = await host.get(`${REPORT}/book.pdf/making?since=${since}`);
    expect(await page.text()).toContain('จัดทำเอกสารไม่สำเร็จ');
  });

  test('is listed with what is missing in it', async () => {
    answers = [{ state: 'absent', gaps: ['คณะทำงานจัดทำแผนและคำสั่งแต่งตั้ง'] }];
    const html = await host.read(REPORT);
    expect(html).toContain(`${REPORT}/covering-letter.docx`);
    expect(html).toContain('คณะทำงานจัดทำแผนและคำสั่งแต่งตั้ง');
    expect(asked).toEqual([]);
  });

  test('leads from what is missing to where it is filled in', async () => {
    answers = [{ state: 'absent', gaps: ['คณะทำงานจัดทำแผนและคำสั่งแต่งตั้ง', 'ส่วนราชการเจ้าของเรื่อง'] }];
    const html = await host.read(REPORT);
    expect(html).toContain(`href="/organizations/${ORG}/plans"`);
    expect(html).toContain(`href="/organizations/${ORG}/letterhead"`);
  });

  test('is nobody else’s, and there is none that nobody knows', async () => {
    const others = await site.signIn(neighbour);
    expect((await others.get(`${REPORT}/book.pdf`)).status).toBe(404);
    expect((await others.get(REPORT)).status).toBe(404);
    expect((await host.get(`${REPORT}/secret.pdf`)).status).toBe(404);
    expect((await host.get(`${REPORT}/book.exe`)).status).toBe(404);
    expect((await host.get(REPORT.replace('versions/1', 'versions/2'))).status).toBe(404);
    expect((await host.get(SEASON)).status).toBe(404);
  });

  test('is linked from the receipt, the organization and the office’s review', async () => {
    expect(await host.read(REPORT.replace('/papers', ''))).toContain(REPORT);
    expect(await host.read(`/organizations/${ORG}`)).toContain(REPORT);
    const review = await office.get(`/provinces/80/reports/${ORG}/2563/6M`);
    expect(await review.text()).toContain(REPORT);
  });
});

describe('the number and the date that the register gives a letter', () => {
  const typed = (changes: Fields = {}): Fields => ({
    seen: '0',
    memorandumNo: '',
    'covering-letterNo': ' นศ 75301/120 ',
    ...dateFields('covering-letterDate', '17/4/2563'),
    ...changes,
  });
  const place = { orgId: ORG, fiscalYear: YEAR, round: '6M', version: 1 } as const;
  const kept = async () => (await site.dependencies.letterheads.numbers(place)).letters;
  const post = (fields: Fields, by = host) => by.post(`${REPORT}/numbers`, fields);

  test('are entered where the papers are downloaded, and kept with who entered them', async () => {
    const response = await post(typed());
    expect(response.headers.get('location')).toBe(`${REPORT}?numbered`);
    expect(await kept()).toEqual({ 'covering-letter': { no: 'นศ 75301/120', date: '2020-04-17' } });
    expect(await host.read(`${REPORT}?numbered`)).toContain('value="นศ 75301/120"');
    const [event] = await site.dependencies.audits.latest(`ORG#${ORG}`, 1);
    expect(event?.act).toBe('papers-numbered');
  });

  test('are taken away by emptying the field', async () => {
    await post(typed());
    await post(typed({ seen: '1', 'covering-letterNo': '' }));
    expect(await kept()).toEqual({});
  });

  test('are asked for together: a day that there is none of is told beside its field', async () => {
    const response = await post(typed({ 'covering-letterDate-day': '31' }));
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('href="#covering-letterDate"');
    expect(html).toContain('value=" นศ 75301/120 "');
    expect(await kept()).toEqual({});
  });

  test('of two who enter them at once, the second is told', async () => {
    await post(typed());
    const second = await post(typed({ 'covering-letterNo': 'นศ 75301/999' }));
    expect(second.status).toBe(409);
    expect((await kept())['covering-letter']?.no).toBe('นศ 75301/120');
  });

  test('are nobody else’s to enter', async () => {
    const others = await site.signIn(neighbour);
    expect((await post(typed(), others)).status).toBe(404);
  });
});

describe('papers of a season', () => {
  const publish = () =>
    publishVisits(site.dependencies.seasons, [
      anEntry(),
      anEntry({ orgId: '80-5002', startMinute: 780 }),
    ]);

  test('wait for the schedule', async () => {
    expect(await office.read(SEASON)).toContain('ยังไม่ได้เผยแพร่กำหนดการนิเทศ');
  });

  test('are listed with how many there are, day by day for the teams', async () => {
    await publish();
    const html = await office.read(SEASON);
    expect(html).toContain('2 ฉบับ');
    expect(html).toContain('ยังไม่มี');
    expect(html).toContain('day-sheet.pdf?date=2020-05-12&amp;teamId=team-1');
  });

  test('tell what is missing in each, and lead to where it is filled in', async () => {
    await publish();
    answers = [{ state: 'absent', gaps: ['รายชื่อคณะนิเทศติดตาม', 'ส่วนราชการเจ้าของเรื่อง'] }];
    const html = await office.read(SEASON);
    expect(html).toContain('href="/provinces/80/visits/2563/setup"');
    expect(html).toContain('href="/provinces/80/letterhead"');
    expect(asked).toEqual([]);
  });

  test('are asked for by visit, team and day', async () => {
    answers = [{ state: 'absent', gaps: [] }, ready];
    await office.get(`${SEASON}/notice.docx?orgId=${ORG}&visitNo=1`);
    expect(asked[0]?.order).toMatchObject({
      paper: 'notice',
      format: 'docx',
      orgId: ORG,
      visitNo: 1,
    });
    expect((await office.get(`${SEASON}/day-sheet.pdf?date=2020-02-31&teamId=t`)).status).toBe(404);
  });

  test('that apply to no visit say so', async () => {
    answers = [{ refused: 'nothing' }];
    const response = await office.get(`${SEASON}/result.pdf`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('ไม่มีการนิเทศที่ต้องใช้เอกสารนี้');
  });
});
