import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localDate } from '../../shared/domain/local-date.ts';
import { contentHash } from '../../shared/store/content-hash.ts';
import { anEntry, anObligation, fy2563 } from '../support/builders.ts';
import { officer as office, publishVisits } from '../support/office-world.ts';
import { aUser, type TestSite, thaSametSite } from '../support/site.ts';
import { completedLines, formFields, thaSametItems, thaSametLines } from '../support/tha-samet.ts';
import { dateFields, type Fields, hidden, multipart, type Visitor } from '../support/visitor.ts';

const ORG = '80-0711';
const BASE = `/organizations/${ORG}/reports/2563/6M`;
const OCTOBER = `/organizations/${ORG}/reports/2563/12M`;
const place = { fiscalYear: fy2563, round: '6M' } as const;
const executive = aUser({
  userId: 'u-nayok',
  role: 'executive',
  email: 'nayok@thasamet.go.th',
  position: 'นายก อบต.ท่าเสม็ด',
  capacity: 'holder',
});
const colleague = aUser({ userId: 'u-palad', email: 'palad@thasamet.go.th', position: 'ปลัด อบต.' });

let site: TestSite;
beforeEach(async () => {
  site = await thaSametSite();
  await site.dependencies.obligations.open(anObligation({ round: '12M' }));
});
afterEach(() => site.close());

/** Sends the form of the rows as its page does. */
function sendForm(browser: Visitor, path: string, fields: Fields): Promise<Response> {
  return browser.post(path, multipart(fields));
}

async function fillIn(browser: Visitor): Promise<void> {
  await sendForm(browser, BASE, formFields(completedLines(), 0));
  const version = hidden(await browser.read(`${BASE}/check`), 'version');
  await browser.post(`${BASE}/confirm-whole-year`, { version, wholeYearConfirmed: 'yes' });
}

async function signOnPaper(browser: Visitor): Promise<void> {
  const check = await browser.read(`${BASE}/check`);
  const signed = await browser.post(`${BASE}/paper-signoff`, {
    contentHash: hidden(check, 'contentHash'),
    position: 'นายก อบต.ท่าเสม็ด',
    capacity: 'holder',
    ...dateFields('signedOn', '16/4/2563'),
  });
  expect(signed.status).toBe(303);
}

async function submit(browser: Visitor) {
  const check = await browser.read(`${BASE}/check`);
  return browser.post(`${BASE}/submit`, {
    submissionId: hidden(check, 'submissionId'),
    version: hidden(check, 'version'),
  });
}

function obligation() {
  return site.dependencies.obligations.find(ORG, place);
}

describe('the report of ท่าเสม็ด', () => {
  test('row 7 blocks submission until its name and dimension are filled in', async () => {
    const officer = await site.signIn(aUser());
    const answer = await sendForm(officer, BASE, { ...formFields(thaSametLines, 0), go: 'check' });
    expect(answer.headers.get('location')).toBe(`${BASE}/check`);
    const check = await officer.read(`${BASE}/check`);
    expect(check).toContain('ยังส่งไม่ได้');
    expect(check).toContain(`${BASE}?check#dimension-i7`);
    expect(check).toMatch(/ลำดับที่ 7 [^<]*: กรุณาเลือกมิติ/);
    expect(check).not.toContain('name="submissionId"');
    const form = await officer.read(`${BASE}?check`);
    expect(form).toContain('id="dimension-i7-error"');
    expect(form).toContain('id="name-i7-error"');

    await sendForm(officer, BASE, formFields(completedLines(), 1));
    expect(await officer.read(`${BASE}/check`)).not.toContain('กรุณาเลือกมิติ');
  });

  test('the check shows 70.31 %, green, with 13 completed and 19 going on', async () => {
    const officer = await site.signIn(aUser());
    await sendForm(officer, BASE, formFields(completedLines(), 0));
    const check = await officer.read(`${BASE}/check`);
    expect(check).toContain('70.31 %');
    expect(check).toContain('ระดับสีเขียว');
    expect(check).toMatch(/13<\/span><span class="card__label">ดำเนินการแล้วเสร็จ/);
    expect(check).toMatch(/19<\/span><span class="card__label">อยู่ระหว่างดำเนินการ/);
  });

  test('the executive reads it, signs it, and the officer hands it in', async () => {
    const officer = await site.signIn(aUser());
    const nayok = await site.signIn(executive);
    await fillIn(officer);
    const check = await officer.read(`${BASE}/check`);
    expect(check).not.toContain('name="submissionId"');
    await officer.post(`${BASE}/ask-signoff`, { version: hidden(check, 'version') });
    expect(site.told.at(-1)).toMatchObject({ state: 'awaiting_signoff', signoffRequests: 1 });

    expect(await nayok.read(`/organizations/${ORG}`)).toContain('อ่านและลงนาม');
    const toSign = await nayok.read(`${BASE}/sign-off`);
    await nayok.post(`${BASE}/sign`, {
      contentHash: hidden(toSign, 'contentHash'),
      instruction: 'ให้เร่งรัดโครงการที่ยังไม่เริ่ม',
    });
    const answer = await submit(officer);
    expect(answer.headers.get('location')).toBe(`${BASE}/versions/1`);

    const receipt = await officer.read(`${BASE}/versions/1`);
    expect(receipt).toContain('2563-6M-80-0711-1-');
    expect(receipt).toContain('16 เม.ย. 2563 เวลา 09.00 น.');
    expect(receipt).toContain('ภายในกำหนด');
    expect(receipt).toContain('ให้เร่งรัดโครงการที่ยังไม่เริ่ม');
    const stored = await obligation();
    expect(stored).toMatchObject({
      state: 'submitted',
      daysLate: 0,
      versions: [
        {
          channel: 'web',
          counts: { completed: 13, ongoing: 19 },
          score: { percent: 70.31, band: 'green' },
          signature: { mode: 'system', capacity: 'holder', position: executive.position },
        },
      ],
    });
    const body = await site.dependencies.reports.submission(
      ORG,
      place,
      stored?.versions[0]?.submissionId ?? '',
    );
    expect(body && contentHash(body.content)).toBe(stored?.versions[0]?.contentHash);
    expect(site.told.at(-1)).toMatchObject({ state: 'submitted' });
  });

  test('every act stands in the trail with its actor', async () => {
    const officer = await site.signIn(aUser());
    await fillIn(officer);
    await signOnPaper(officer);
    await submit(officer);
    const trail = await site.dependencies.audits.latest(`ORG#${ORG}`, 10);
    expect(trail.map(({ act }) => act)).toEqual([
      'report-submitted',
      'report-signed-on-paper',
      'report-drafted',
      'signed-in',
    ]);
    expect(await obligation()).not.toHaveProperty('pendingAudit');
    expect(await officer.read(`/organizations/${ORG}`)).toContain('บันทึกว่าผู้บริหารลงนามในเอกสารแล้ว');
  });

  test('the print view is the official table', async () => {
    const officer = await site.signIn(aUser());
    await fillIn(officer);
    await signOnPaper(officer);
    await submit(officer);
    const print = await officer.read(`${BASE}/versions/1/print`);
    expect(print).toMatch(
      /ลำดับ<\/th><th scope="col">มิติที่<\/th><th scope="col">ชื่อโครงการ\/กิจกรรม\/มาตรการ<\/th><th scope="col">สถานะ<\/th><th scope="col">หมายเหตุ/,
    );
    expect(print.match(/<tr>/g)).toHaveLength(33);
  });
});

describe('a draft', () => {
  test('may hold errors and counts how far it is', async () => {
    const officer = await site.signIn(aUser());
    await sendForm(officer, BASE, formFields(thaSametLines.slice(0, 19), 0));
    const form = await officer.read(BASE);
    expect(form).toMatch(/กรอกแล้ว <span data-answered="">19<\/span> จาก 32/);
    expect(form).toContain('บันทึกร่างแล้ว 16 เม.ย. 2563 เวลา 09.00 น.');
  });

  test('that somebody else has saved meanwhile is not overwritten, and nothing typed is lost', async () => {
    const officer = await site.signIn(aUser());
    const palad = await site.signIn(colleague);
    await sendForm(officer, BASE, { version: '0', 'status-i1': '3', 'remark-i1': 'ของนักวิเคราะห์' });
    const late = await sendForm(palad, BASE, {
      version: '0',
      'status-i1': '2',
      'remark-i1': 'ของปลัด',
      'remark-i2': 'พิมพ์ไว้ยาวแล้ว',
    });
    expect(late.status).toBe(409);
    const page = await late.text();
    expect(page).toContain('นักวิเคราะห์นโยบายและแผน บันทึกร่างนี้ไปก่อนท่าน');
    expect(page).toContain('value="ของปลัด"');
    expect(page).toContain('value="พิมพ์ไว้ยาวแล้ว"');
    expect(page).toContain('ของนักวิเคราะห์');
    expect(hidden(page, 'version')).toBe('1');
    const draft = await site.dependencies.reports.draft(ORG, place);
    expect(draft?.content.lines[0]?.remark).toBe('ของนักวิเคราะห์');
  });

  test('is saved for a script that types along, which learns the new version', async () => {
    const officer = await site.signIn(aUser());
    const headers = { accept: 'application/json' };
    const typeAlong = (fields: Fields) =>
      officer.ask(BASE, { method: 'POST', headers, body: multipart(fields) });
    const saved = await typeAlong({ version: '0', 'status-i1': '3' });
    expect(await saved.json()).toMatchObject({
      version: 1,
      words: expect.stringContaining('บันทึกร่างแล้ว'),
    });
    const stale = await typeAlong({ version: '0', 'status-i1': '2' });
    expect(stale.status).toBe(409);
    expect(await stale.json()).toMatchObject({ code: 'stale' });
  });

  test('forgets the reason once the item can be carried out', async () => {
    const officer = await site.signIn(aUser());
    const unable = { 'status-i1': '4', 'reason-i1': '4', 'reasonText-i1': 'น้ำท่วม' };
    await sendForm(officer, BASE, { version: '0', ...unable });
    await sendForm(officer, BASE, { version: '1', ...unable, 'status-i1': '3' });
    const draft = await site.dependencies.reports.draft(ORG, place);
    expect(draft?.content.lines[0]).toMatchObject({ status: 3, reason: null, reasonText: '' });
  });

  test('cannot rename what the plan names', async () => {
    const officer = await site.signIn(aUser());
    await sendForm(officer, BASE, { version: '0', 'name-i1': 'ชื่ออื่น', 'dimension-i1': '4' });
    const draft = await site.dependencies.reports.draft(ORG, place);
    expect(draft?.content.lines[0]).toMatchObject({
      name: thaSametItems[0]?.name,
      dimension: thaSametItems[0]?.dimension,
    });
  });

  test('that changes which whole-year activities are completed asks for confirmation anew', async () => {
    const officer = await site.signIn(aUser());
    await fillIn(officer);
    const wholeYear = thaSametLines.find((line) => line.wholeYear && line.status === 3);
    const lines = completedLines().map((line) =>
      line.itemId === wholeYear?.itemId ? { ...line, status: 2 as const } : line,
    );
    await sendForm(officer, BASE, formFields(lines, 2));
    const draft = await site.dependencies.reports.draft(ORG, place);
    expect(draft?.content.wholeYearConfirmed).toBe(false);
  });
});

describe('signing', () => {
  test('the executive may send it back with a reason that the officer reads', async () => {
    const officer = await site.signIn(aUser());
    const nayok = await site.signIn(executive);
    await fillIn(officer);
    const version = hidden(await officer.read(`${BASE}/check`), 'version');
    await officer.post(`${BASE}/ask-signoff`, { version });
    const empty = await nayok.post(`${BASE}/send-back`, { reason: ' ' });
    expect(empty.status).toBe(422);
    await nayok.post(`${BASE}/send-back`, { reason: 'ลำดับที่ 3 ยังไม่เสร็จ' });
    expect(await obligation()).toMatchObject({ state: 'in_progress' });
    expect(await officer.read(`/organizations/${ORG}`)).toContain(
      'ผู้บริหารส่งคืนให้แก้ไข: ลำดับที่ 3 ยังไม่เสร็จ',
    );
  });

  test('lapses as soon as the content changes', async () => {
    const officer = await site.signIn(aUser());
    await fillIn(officer);
    await signOnPaper(officer);
    const signed = await officer.read(`${BASE}/check`);
    await sendForm(officer, BASE, { version: '2', 'remark-i1': 'แก้ทีหลัง' });
    const answer = await officer.post(`${BASE}/submit`, {
      submissionId: hidden(signed, 'submissionId'),
      version: '3',
    });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('ยังไม่ได้ลงนามเห็นชอบ');
  });

  test('binds to what was read: a draft that changed meanwhile is not signed', async () => {
    const officer = await site.signIn(aUser());
    const nayok = await site.signIn(executive);
    await fillIn(officer);
    const contentRead = hidden(await officer.read(`${BASE}/check`), 'contentHash');
    await sendForm(officer, BASE, { version: '2', 'remark-i1': 'แก้ทีหลัง' });
    const answer = await nayok.post(`${BASE}/sign`, { contentHash: contentRead, instruction: '' });
    expect(answer.status).toBe(409);
    expect(await obligation()).not.toHaveProperty('signature');
  });

  test.each([
    ['before the term', { from: localDate('2020-04-17') }, 'ตั้งแต่วันศุกร์ที่ 17 เมษายน 2563'],
    [
      'after it',
      { from: localDate('2020-01-01'), until: localDate('2020-04-15') },
      'สิ้นสุดเมื่อวันพุธที่ 15 เมษายน 2563',
    ],
  ])('is refused %s, in the words that the page says, too', async (_, term, words) => {
    const officer = await site.signIn(aUser());
    const acting = await site.signIn({ ...executive, capacity: 'acting', term });
    await fillIn(officer);
    const check = await officer.read(`${BASE}/check`);
    await officer.post(`${BASE}/ask-signoff`, { version: hidden(check, 'version') });
    const page = await acting.read(`${BASE}/sign-off`);
    expect(page).toContain(words);
    expect(page).not.toContain('name="instruction"');
    const contentHash = hidden(await officer.read(`${BASE}/check`), 'contentHash');
    const answer = await acting.post(`${BASE}/sign`, { contentHash, instruction: '' });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain(words);
    expect(await obligation()).not.toHaveProperty('signature');
  });

  test('an officer cannot sign in place of the executive', async () => {
    const officer = await site.signIn(aUser());
    await fillIn(officer);
    const hash = hidden(await officer.read(`${BASE}/check`), 'contentHash');
    const answer = await officer.post(`${BASE}/sign`, { contentHash: hash, instruction: '' });
    expect(answer.status).toBe(403);
  });

  test.each([
    [{ 'signedOn-year': '2020' }, 'กรุณากรอกเป็นปี พ.ศ. 2563'],
    [{ 'signedOn-day': '31' }, 'ไม่มีวันที่นี้ในปฏิทิน'],
    [{ 'signedOn-day': '17' }, 'วันที่ลงนามต้องไม่หลังวันนี้'],
    [{ position: '' }, 'กรุณากรอกตำแหน่งของผู้ลงนาม'],
  ])('on paper with %j is refused beside the field', async (wrong, message) => {
    const officer = await site.signIn(aUser());
    await fillIn(officer);
    const answer = await officer.post(`${BASE}/paper-signoff`, {
      contentHash: hidden(await officer.read(`${BASE}/check`), 'contentHash'),
      position: 'นายก อบต.ท่าเสม็ด',
      capacity: 'holder',
      ...dateFields('signedOn', '16/4/2563'),
      ...wrong,
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(message);
  });
});

describe('handing in', () => {
  test('a second click leads to the same receipt and stores nothing twice', async () => {
    const officer = await site.signIn(aUser());
    await fillIn(officer);
    await signOnPaper(officer);
    const check = await officer.read(`${BASE}/check`);
    const fields = {
      submissionId: hidden(check, 'submissionId'),
      version: hidden(check, 'version'),
    };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => officer.post(`${BASE}/submit`, fields)),
    );
    expect(new Set(answers.map((answer) => answer.headers.get('location')))).toEqual(
      new Set([`${BASE}/versions/1`]),
    );
    expect((await obligation())?.versions).toHaveLength(1);
    const trail = await site.dependencies.audits.latest(`ORG#${ORG}`, 10);
    expect(trail.filter(({ act }) => act === 'report-submitted')).toHaveLength(1);
  });

  test.each([
    ['2020-03-31T09:00:00+07:00', 'เปิดรับตั้งแต่วันพุธที่ 1 เมษายน 2563'],
    ['2020-07-01T09:00:00+07:00', 'ปิดรับรายงานแล้วเมื่อวันอังคารที่ 30 มิถุนายน 2563'],
  ])('at %s is refused with the day that decides', async (at, message) => {
    site.setTime(at);
    const officer = await site.signIn(aUser());
    await sendForm(officer, BASE, formFields(completedLines(), 0));
    const answer = await officer.post(`${BASE}/submit`, {
      submissionId: crypto.randomUUID(),
      version: '1',
    });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain(message);
    expect((await obligation())?.versions).toEqual([]);
  });

  test('after the due day is taken and stamped late', async () => {
    site.setTime('2020-05-03T09:00:00+07:00');
    const officer = await site.signIn(aUser());
    await fillIn(officer);
    await signOnPaper(officer);
    await submit(officer);
    expect(await officer.read(`${BASE}/versions/1`)).toContain('ส่งหลังกำหนด 3 วัน');
  });

  test('twice with two forms is refused the second time', async () => {
    const officer = await site.signIn(aUser());
    await fillIn(officer);
    await signOnPaper(officer);
    const check = await officer.read(`${BASE}/check`);
    await submit(officer);
    const again = await officer.post(`${BASE}/submit`, {
      submissionId: crypto.randomUUID(),
      version: hidden(check, 'version'),
    });
    expect(again.status).toBe(409);
    expect((await officer.get(`${BASE}/check`)).headers.get('location')).toBe(`${BASE}/versions/1`);
  });

  test('an act that a crash left out of the trail is appended by the next one', async () => {
    const officer = await site.signIn(aUser());
    await fillIn(officer);
    const stored = await obligation();
    if (!stored) throw new Error('no obligation');
    await site.dependencies.obligations.save(stored, {
      eventId: 'left-behind',
      at: '2020-04-15T00:00:00.000Z',
      actor: { userId: 'u-office', position: 'เจ้าพนักงาน', role: 'provincial' },
      act: 'extension-granted',
      subject: '2563#6M',
    });
    await signOnPaper(officer);
    const trail = await site.dependencies.audits.latest(`ORG#${ORG}`, 10);
    expect(trail.map(({ act }) => act)).toContain('extension-granted');
  });

  test('the body that a crash left behind keeps its time of receipt', async () => {
    site.setTime('2020-04-30T16:00:00+07:00');
    const officer = await site.signIn(aUser());
    await fillIn(officer);
    await signOnPaper(officer);
    const check = await officer.read(`${BASE}/check`);
    const fields = {
      submissionId: hidden(check, 'submissionId'),
      version: hidden(check, 'version'),
    };
    const draft = await site.dependencies.reports.draft(ORG, place);
    const signature = (await obligation())?.signature;
    if (!draft || !signature) throw new Error('not signed');
    await site.dependencies.reports.keep({
      schemaVersion: 1,
      submissionId: fields.submissionId,
      orgId: ORG,
      ...place,
      content: draft.content,
      contentHash: contentHash(draft.content),
      signature,
      channel: 'web',
      submittedBy: draft.savedBy,
      receivedAt: '2020-04-30T09:00:00.000Z',
    });
    site.setTime('2020-05-02T09:00:00+07:00');
    const later = await site.signIn(aUser());
    await later.post(`${BASE}/submit`, fields);
    expect(await obligation()).toMatchObject({ state: 'submitted', daysLate: 0 });
  });
});

describe('a returned report', () => {
  async function returnRows(): Promise<Visitor> {
    const officer = await site.signIn(aUser());
    await fillIn(officer);
    await signOnPaper(officer);
    await submit(officer);
    const stored = await obligation();
    if (!stored) throw new Error('no obligation');
    await site.dependencies.obligations.save({
      ...stored,
      state: 'returned',
      returned: {
        version: 1,
        on: stored.dates.opens,
        by: { userId: 'u-office', position: 'เจ้าพนักงาน', role: 'provincial' },
        reason: 'ขอรายละเอียดเพิ่มเติม',
        rows: [{ itemId: 'i3', no: 3, comment: 'ระบุจำนวนผู้เข้าร่วม' }],
        until: stored.dates.due,
      },
    });
    return officer;
  }

  test('opens the flagged rows and no others, each with its comment', async () => {
    const officer = await returnRows();
    const form = await officer.read(BASE);
    expect(form).toContain('ระบุจำนวนผู้เข้าร่วม');
    expect(form).toContain('name="status-i3"');
    expect(form).not.toContain('name="status-i4"');
    await sendForm(officer, BASE, { version: '0', 'remark-i3': '120 คน', 'status-i4': '2' });
    const draft = await site.dependencies.reports.draft(ORG, place);
    const row = (itemId: string) => draft?.content.lines.find((line) => line.itemId === itemId);
    expect(row('i3')?.remark).toBe('120 คน');
    expect(row('i4')?.status).toBe(3);
  });

  test('comes back as version 2, and the first version decides whether it was on time', async () => {
    const officer = await returnRows();
    site.setTime('2020-06-10T09:00:00+07:00');
    const later = await site.signIn(aUser());
    await sendForm(later, BASE, { version: '0', 'remark-i3': '120 คน' });
    await signOnPaper(later);
    const answer = await submit(later);
    expect(answer.headers.get('location')).toBe(`${BASE}/versions/2`);
    expect(await obligation()).toMatchObject({ daysLate: 0, versions: [{}, { version: 2 }] });
    expect(await later.read(`${BASE}/versions/1`)).toContain('ไม่ใช่ฉบับล่าสุด');
    expect(officer).toBeDefined();
  });
});

test('in October April’s answers stand beside, and the decision is asked for', async () => {
  const officer = await site.signIn(aUser());
  await fillIn(officer);
  await signOnPaper(officer);
  await submit(officer);
  site.setTime('2020-10-05T09:00:00+07:00');
  const later = await site.signIn(aUser());
  const form = await later.read(OCTOBER);
  expect(form).toContain('รอบ 6 เดือนแรก');
  expect(form).toContain('name="decision-i1"');
  await sendForm(later, OCTOBER, { version: '0', 'status-i1': '2', 'decision-i2': 'expand' });
  const check = await later.read(`${OCTOBER}/check`);
  expect(check).toContain('หากเปลี่ยนสถานะต้องชี้แจงในช่องหมายเหตุ');
  expect(await later.read(OCTOBER)).toContain('เปลี่ยนจากรอบ 6 เดือนแรก');
});

test('the organization’s page tells of the visit that is coming and leads to its answer', async () => {
  await publishVisits(site.dependencies.seasons, [anEntry()]);
  const officer = await site.signIn(aUser());
  const page = await officer.read(`/organizations/${ORG}`);
  expect(page).toContain('วันพุธที่ 27 พฤษภาคม 2563 เวลา 09.00 น.');
  expect(page).toContain(`href="/organizations/${ORG}/visits/2563/1"`);
  expect(page).toContain('กำหนดวันแล้ว');
});

describe('whose page it is', () => {
  test('a neighbour’s pages are answered like pages that do not exist', async () => {
    const stranger = await site.signIn(
      aUser({ userId: 'u-3', email: 'n@khreng.go.th', orgId: '80-0712' }),
    );
    for (const path of [`/organizations/${ORG}`, BASE, `${BASE}/check`, `${BASE}/sign-off`]) {
      expect((await stranger.get(path)).status).toBe(404);
    }
    expect((await sendForm(stranger, BASE, { version: '0', 'status-i1': '3' })).status).toBe(404);
    expect(await site.dependencies.reports.draft(ORG, place)).toBeUndefined();
  });

  test.each([
    '/organizations/80-9999',
    '/organizations/nonsense',
    `/organizations/${ORG}/reports/2020/6M`,
  ])('%s does not exist', async (path) => {
    const officer = await site.signIn(aUser());
    expect((await officer.get(path)).status).toBe(404);
  });

  test('the office may write in the organization’s place, and the receipt says so', async () => {
    const provincial = await site.signIn(office);
    expect(await provincial.read(BASE)).toContain('ท่านกำลังบันทึกแทน อบต.ท่าเสม็ด');
    await fillIn(provincial);
    await signOnPaper(provincial);
    await submit(provincial);
    expect(await provincial.read(`${BASE}/versions/1`)).toContain('บันทึกแทน อบต.ท่าเสม็ด');
    expect(await obligation()).toMatchObject({ versions: [{ channel: 'on-behalf' }] });
  });

  test('the executive is led to the page for signing', async () => {
    const nayok = await site.signIn(executive);
    expect((await nayok.get(BASE)).headers.get('location')).toBe(`${BASE}/sign-off`);
  });
});

describe('what is sent broken', () => {
  test('a form that was cut off is answered in Thai and saves nothing', async () => {
    const officer = await site.signIn(aUser());
    const answer = await officer.ask(BASE, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nContent-Disposition: form-data; name="version"\r\n\r\n0\r\n--x\r\nContent-Dispo',
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('มาไม่ครบหรือเสียหายระหว่างทาง');
    expect(await site.dependencies.reports.draft(ORG, place)).toBeUndefined();
  });

  test('anything but a form is refused as such', async () => {
    const officer = await site.signIn(aUser());
    const answer = await officer.ask(BASE, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: 'a,b',
    });
    expect(answer.status).toBe(415);
  });

  test('a session that has ended loses nothing: the page says how to send it again', async () => {
    const answer = await site.visitor().post(BASE, { version: '0' });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('แท็บใหม่');
  });

  test('values that no form offers are taken as not answered', async () => {
    const officer = await site.signIn(aUser());
    await sendForm(officer, BASE, { version: '0', 'status-i1': '9', 'dimension-i7': 'x' });
    const draft = await site.dependencies.reports.draft(ORG, place);
    expect(draft?.content.lines[0]?.status).toBeNull();
  });
});
