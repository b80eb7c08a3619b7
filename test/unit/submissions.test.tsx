import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { committeeOn, standardLetterhead, withCommittee } from '../../shared/domain/letterhead.ts';
import {
  awaitingSubmission,
  drawnUp,
  numbered,
  type Submissions,
  undone,
  withLetters,
} from '../../shared/domain/submission-bundles.ts';
import { reportOverdueBy, type Visit, visitState } from '../../shared/domain/supervision.ts';
import { visitFormSchema } from '../../shared/domain/visit-form.ts';
import {
  anEntry,
  aSignedVisit,
  byOffice,
  central,
  colleague,
  day,
  hostOf,
  neighbour,
  officer,
  publishVisits,
  seedProvince,
  YEAR,
} from '../support/office-world.ts';
import { officeSite, type TestSite, testSite } from '../support/site.ts';
import { dateFields, type Visitor } from '../support/visitor.ts';

const none: Submissions = {
  schemaVersion: 1,
  fiscalYear: YEAR,
  province: '80',
  bundles: [],
  rev: 0,
};
const facts = { committee: 'คณะกรรมการ', by: byOffice, today: day('2020-05-20') };
const letter = { no: 'ปช 0044(นศ)/80', date: day('2020-05-20') };

function bundled(visits: readonly Visit[], names: readonly string[]): Submissions {
  const outcome = drawnUp(none, visits, names, facts);
  if (!('next' in outcome)) throw new Error(outcome.refused);
  return outcome.next;
}

describe('a submission to the committee', () => {
  test('takes signed reports, each version once, and says who else is not ready', () => {
    const draft = aSignedVisit('80-5003');
    const { signatures: _, ...unsigned } = draft.report ?? {};
    const visits = [
      aSignedVisit('80-5001'),
      aSignedVisit('80-5002'),
      { ...draft, report: unsigned } as Visit,
    ];
    expect(awaitingSubmission(visits, none).map(({ orgId }) => orgId)).toEqual([
      '80-5001',
      '80-5002',
    ]);
    expect(drawnUp(none, visits, [], facts)).toEqual({ refused: 'nothing-chosen' });
    expect(drawnUp(none, visits, ['80-5001#1', '80-5003#1'], facts)).toEqual({
      refused: 'not-ready',
      orgIds: ['80-5003'],
    });
    const first = bundled(visits, ['80-5001#1']);
    expect(awaitingSubmission(visits, first).map(({ orgId }) => orgId)).toEqual(['80-5002']);
    expect(drawnUp(first, visits, ['80-5001#1'], facts)).toMatchObject({ refused: 'not-ready' });
  });

  test('is submitted by its number and date alone, and then stands', () => {
    const visits = [aSignedVisit('80-5001')];
    const drawn = bundled(visits, ['80-5001#1']);
    const [visit] = visits;
    if (!visit) throw new Error('no visit');
    expect(withLetters(visit, drawn)).toBeUndefined();
    const sent = numbered(drawn, 1, letter, day('2020-05-21'));
    if (!('next' in sent)) throw new Error(sent.refused);
    const noted = withLetters(visit, sent.next);
    expect(noted?.report).toMatchObject({ submitted: true, letter });
    expect(noted && withLetters(noted, sent.next)).toBeUndefined();
    expect(numbered(sent.next, 1, letter, facts.today)).toEqual({ refused: 'numbered' });
    const why = { on: facts.today, by: byOffice, reason: 'พิมพ์ผิด' };
    expect(undone(sent.next, 1, why)).toEqual({ refused: 'numbered' });
    expect(undone(sent.next, 2, why)).toEqual({ refused: 'not-found' });
  });

  test('is taken apart before it is numbered, and its reports wait again', () => {
    const visits = [aSignedVisit('80-5001')];
    const gone = undone(bundled(visits, ['80-5001#1']), 1, {
      on: facts.today,
      by: byOffice,
      reason: 'ซ้ำ',
    });
    if (!('next' in gone)) throw new Error(gone.refused);
    expect(awaitingSubmission(visits, gone.next)).toHaveLength(1);
    expect(numbered(gone.next, 1, letter, facts.today)).toEqual({ refused: 'undone' });
  });

  test('of a first version says nothing of the corrected one, which waits for another', () => {
    const sent = numbered(
      bundled([aSignedVisit('80-5001')], ['80-5001#1']),
      1,
      letter,
      facts.today,
    );
    if (!('next' in sent)) throw new Error(sent.refused);
    const earlier = [
      { version: 1, signedOn: day('2020-05-13'), signedBy: byOffice, submitted: false },
    ];
    const corrected = aSignedVisit('80-5001', 2, { earlier });
    const noted = withLetters(corrected, sent.next);
    expect(noted?.report?.submitted).toBe(false);
    expect(noted?.earlier).toMatchObject([{ version: 1, submitted: true }]);
    expect(awaitingSubmission([corrected], sent.next)).toHaveLength(1);
  });

  test('is what a report is chased for: from the day after the fifteenth until it has a number', () => {
    const entry = anEntry({ date: day('2020-05-12') });
    const visit = aSignedVisit('80-5001');
    expect(visitState(entry, visit, day('2020-05-20'))).toBe('report_signed');
    expect(reportOverdueBy(entry, visit, 15, day('2020-05-27'))).toBe(false);
    expect(reportOverdueBy(entry, visit, 15, day('2020-05-28'))).toBe(true);
    const report = visit.report && { ...visit.report, submitted: true };
    const sent: Visit = { ...visit, ...(report && { report }) };
    expect(visitState(entry, sent, day('2020-05-28'))).toBe('report_submitted');
    expect(reportOverdueBy(entry, sent, 15, day('2020-05-28'))).toBe(false);
  });
});

test('the committee bears the name of the day, also after it was given another', () => {
  const next = { ...standardLetterhead, committee: 'คณะอนุกรรมการ' };
  const renamed = withCommittee(standardLetterhead, next, day('2020-10-01'));
  expect(committeeOn(renamed, day('2020-09-30'))).toBe(standardLetterhead.committee);
  expect(committeeOn(renamed, day('2020-10-01'))).toBe('คณะอนุกรรมการ');
});

describe('at the office', () => {
  const SEASON = '/provinces/80/visits/2563';
  const LIST = `${SEASON}/submissions`;
  let site: TestSite;
  let office: Visitor;
  beforeEach(async () => {
    ({ site, office } = await officeSite(3, { at: '2020-05-20T10:00:00+07:00' }));
    const { seasons } = site.dependencies;
    const orgIds = ['80-5001', '80-5002'];
    await publishVisits(
      seasons,
      orgIds.map((orgId) => anEntry({ orgId })),
    );
    for (const orgId of orgIds) await seasons.saveVisit(aSignedVisit(orgId));
  });
  afterEach(() => site.close());

  const both = { committee: 'คณะกรรมการ ก.', visit: ['80-5001#1', '80-5002#1'] };
  const register = { letterNo: 'ปช 0044(นศ)/80', ...dateFields('letterDate', '20/5/2563') };
  const acts = async () =>
    (await site.dependencies.audits.latest('PROVINCE#80', 9))
      .map(({ act }) => act)
      .filter((act) => act.startsWith('submission-'));

  test('all that is signed is chosen to begin with; number and date make it submitted', async () => {
    const form = await office.read(LIST);
    expect(form.match(/type="checkbox"[^>]*checked/g)).toHaveLength(2);
    const drawn = await office.post(LIST, both);
    expect(drawn.headers.get('location')).toBe(`${LIST}/1?done=drawn`);
    expect(await office.read(`${SEASON}/80-5001/1`)).toContain('ยังไม่ได้เสนอคณะกรรมการ');
    const sent = await office.post(`${LIST}/1/number`, register);
    expect(sent.headers.get('location')).toBe(`${LIST}/1?done=numbered`);
    expect(await office.read(`${SEASON}/80-5002/1`)).toContain('ที่ ปช 0044(นศ)/80');
    expect(await office.read(`${SEASON}?state=report_submitted`)).toContain('เสนอรายงานแล้ว');
    expect(await acts()).toEqual(['submission-numbered', 'submission-drawn-up']);
    const [event] = await site.dependencies.audits.latest('ORG#80-5001', 1);
    expect(event?.act).toBe('supervision-submitted');
  });

  test('a second click makes no second submission and numbers nothing twice', async () => {
    const first = await office.post(LIST, both);
    const second = await office.post(LIST, both);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    await office.post(`${LIST}/1/number`, register);
    const again = await office.post(`${LIST}/1/number`, register);
    expect(again.status).toBe(303);
    expect(await acts()).toHaveLength(2);
    const other = await office.post(`${LIST}/1/number`, { ...register, letterNo: 'อื่น' });
    expect(other.status).toBe(409);
  });

  test('a colleague’s submission of the same reports is refused beside the choice', async () => {
    await office.post(LIST, both);
    const other = await site.signIn(colleague);
    const late = await other.post(LIST, both);
    expect(late.status).toBe(422);
    expect(await late.text()).toContain('อยู่ในชุดอื่นแล้ว');
  });

  test('it is taken apart with a reason before it is numbered', async () => {
    await office.post(LIST, both);
    const silent = await office.post(`${LIST}/1/undo`, { reason: ' ' });
    expect(silent.status).toBe(422);
    await office.post(`${LIST}/1/undo`, { reason: 'เลือกผิดแห่ง' });
    expect(await office.read(`${LIST}/1`)).toContain('เลือกผิดแห่ง');
    expect(await office.read(LIST)).toContain('รายงานที่จะเสนอในชุดนี้');
    expect((await office.post(`${LIST}/1/number`, register)).status).toBe(409);
  });

  test.each([
    [{ committee: 'ก', visit: '' }, 'ยังไม่ได้ลงนาม'],
    [{ committee: 'ก' }, 'กรุณาเลือกรายงานอย่างน้อยหนึ่งแห่ง'],
    [{ committee: ' ', visit: '80-5001#1' }, 'กรุณากรอกชื่อคณะกรรมการ'],
    [{ committee: 'ก', visit: '84-5001#1' }, 'ยังไม่ได้ลงนาม'],
  ])('%j draws nothing up', async (fields, message) => {
    const response = await office.post(LIST, fields);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(message);
    expect((await site.dependencies.submissions.find(YEAR, '80')).bundles).toEqual([]);
  });

  test('a letter of tomorrow, or without a number, submits nothing', async () => {
    await office.post(LIST, both);
    const tomorrow = await office.post(`${LIST}/1/number`, {
      ...register,
      'letterDate-day': '21',
    });
    expect(await tomorrow.text()).toContain('วันที่ของหนังสือต้องไม่หลังวันนี้');
    const nameless = await office.post(`${LIST}/1/number`, { letterNo: '' });
    expect(await nameless.text()).toContain('กรุณากรอกเลขที่หนังสือ');
  });

  test('others find nothing', async () => {
    const foreign = await site.signIn(neighbour);
    const host = await site.signIn(hostOf('80-5001'));
    expect((await foreign.post(LIST, both)).status).toBe(404);
    expect((await host.post(LIST, both)).status).toBe(404);
  });
});

test('a form that lacks what other papers draw on, or asks twice, is none', () => {
  const sections = (...blocks: string[]) => [
    { title: 'ส่วนที่ 1', parts: blocks.map((block) => ({ kind: 'block', block })) },
  ];
  const form = { editionId: 'prescribed', name: 'แบบที่กำหนด', from: '2020-10-01' };
  const whole = sections('attendees', 'dimensions', 'findings', 'recommendations');
  expect(visitFormSchema.safeParse({ ...form, sections: whole }).success).toBe(true);
  const lacking = visitFormSchema.safeParse({ ...form, sections: sections('attendees') });
  expect(lacking.error?.issues.map(({ message }) => message)).toContain(
    'the form lacks the block findings',
  );
  const twice = sections('attendees', 'dimensions', 'findings', 'recommendations', 'findings');
  expect(visitFormSchema.safeParse({ ...form, sections: twice }).success).toBe(false);
});

describe('the central office', () => {
  const prescribed = {
    editionId: 'prescribed-2564',
    name: 'แบบที่กำหนด',
    from: '2020-05-01',
    sections: [
      {
        title: 'การตรวจแผน',
        parts: [
          { kind: 'text', id: 'seen', label: 'เอกสารที่ตรวจ', required: true },
          ...['attendees', 'dimensions', 'findings', 'recommendations'].map((block) => ({
            kind: 'block',
            block,
          })),
        ],
      },
    ],
  };
  let site: TestSite;
  let nation: Visitor;
  beforeEach(async () => {
    site = await testSite({ at: '2020-05-13T10:00:00+07:00' });
    nation = await site.signIn(central);
  });
  afterEach(() => site.close());
  const add = (form: string, by = nation) => by.post('/visit-forms', { form });

  test('adds the prescribed form, on which later visits are reported; what it requires is asked', async () => {
    expect((await add(JSON.stringify(prescribed))).headers.get('location')).toBe(
      '/visit-forms?saved',
    );
    expect((await add(JSON.stringify(prescribed))).status).toBe(303);
    const trail = await site.dependencies.audits.latest('NATION', 9);
    expect(trail.filter(({ act }) => act === 'visit-form-added')).toHaveLength(1);
    await seedProvince(site.dependencies, 1);
    await publishVisits(site.dependencies.seasons, [anEntry()]);
    const office = await site.signIn(officer);
    const path = '/provinces/80/visits/2563/80-5001/1/report';
    const form = await office.read(path);
    expect(form).toContain('เอกสารที่ตรวจ (ต้องตอบ)');
    const unanswered = await office.post(path, {
      do: 'sign',
      seen: 'none',
      ...dateFields('heldOn', '12/5/2563'),
      attendees: 'นายก',
      findings: 'ดี',
    });
    expect(unanswered.status).toBe(422);
    expect(await unanswered.text()).toContain('กรุณาตอบ: เอกสารที่ตรวจ');
  });

  test.each([
    ['not JSON', 'ต้องเป็นข้อมูล JSON'],
    [JSON.stringify({ ...prescribed, sections: [] }), 'แบบไม่ถูกต้อง'],
    [JSON.stringify({ ...prescribed, editionId: 'standard' }), 'มีแบบชื่อ standard อยู่แล้ว'],
  ])('%s is refused beside the field', async (text, message) => {
    const response = await add(text);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(message);
    expect((await site.dependencies.visitForms.load()).added).toEqual([]);
  });

  test('alone adds forms', async () => {
    const office = await site.signIn(officer);
    expect((await add(JSON.stringify(prescribed), office)).status).toBe(404);
  });
});
