import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCheckFile } from '../../functions/files/check-file.ts';
import { kindOf } from '../../functions/files/file-content.ts';
import { createSignFile } from '../../functions/files/sign-file.ts';
import { createWeb } from '../../functions/web/app.tsx';
import { memoryObjects, objectFiles } from '../../infra/local/object-files.ts';
import { cleanFileName, LARGEST_FILE } from '../../shared/domain/evidence.ts';
import {
  type FilePlace,
  placeIdOf,
  placeIdSchema,
  placeOf,
} from '../../shared/domain/file-place.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { type ObjectStore, objectKey } from '../../shared/objects/object-store.ts';
import { s3Objects } from '../../shared/objects/s3-objects.ts';
import { problemTexts, rejectedWords } from '../../shared/text/files.ts';
import { anEntry, anOrganization, fy2563 } from '../support/builders.ts';
import { anOffice, officer as provincial, publishVisits } from '../support/office-world.ts';
import { s3Environment, s3Fake } from '../support/s3-fake.ts';
import { aFile, jpeg, office, pdf, png, zipBomb } from '../support/sample-files.ts';
import { aUser, type TestSite, thaSametSite } from '../support/site.ts';
import { completedLines, formFields } from '../support/tha-samet.ts';
import { dateFields, hidden, multipart } from '../support/visitor.ts';

const ORG = '80-0711';
const round = { fiscalYear: fy2563, round: '6M' } as const;
const ROW = placeIdOf({ of: 'row', ...round, itemId: 'i3' });
const SCAN = placeIdOf({ of: 'scan', ...round });
const PREPARED = placeIdOf({ of: 'preparation', fiscalYear: fy2563, visitNo: 1, no: 4 });
const VISITED = placeIdOf({ of: 'visit-report', fiscalYear: fy2563, visitNo: 1 });

const officer = aUser();
const stranger = aUser({ userId: 'u-other', email: 'other@lao.example', orgId: '80-0712' });

/** Where files go, and what a browser meets there. */
interface Shelf {
  readonly objects: ObjectStore;
  take(request: Request): Promise<Response>;
}
type Scanning = Parameters<typeof createCheckFile>[0]['scanning'];

let site: TestSite;
let shelf: Shelf;
let s3: ReturnType<typeof s3Fake>;
let checkFile: ReturnType<typeof createCheckFile>;
afterEach(() => site.close());

const now = () => site.dependencies.now();
const inS3 = (): Shelf => {
  s3 = s3Fake(now);
  return {
    objects: s3Objects({ env: s3Environment, now, send: s3.answer }),
    take: s3.answer,
  };
};
const embedded = (): Shelf => {
  const objects = objectFiles({ files: memoryObjects(), secret: 'a secret for tests', now });
  return { objects, take: objects.serve };
};

async function start(make: () => Shelf, scanning: Scanning) {
  site = await thaSametSite({
    overrides: {
      ask: (name, input) =>
        name === 'sign-file' ? createSignFile(shelf)(input) : checkFile(input),
    },
  });
  shelf = make();
  const { files, audits, roster } = site.dependencies;
  checkFile = createCheckFile({ files, audits, objects: shelf.objects, scanning, now });
  await roster.saveOffice(anOffice());
  await roster.save(anOrganization({ orgId: '80-0712' }));
}

/** A browser in the hands of `user`, without scripts. */
async function browserOf(user: User) {
  const visitor = await site.signIn(user);
  const { ask } = visitor;
  /** The page that one ends on. */
  async function follow(response: Response): Promise<{ status: number; html: string }> {
    const next = response.headers.get('location');
    if (next) return follow(await ask(next));
    return { status: response.status, html: await response.text() };
  }
  async function formOn(path: string) {
    const html = await (await ask(path)).text();
    const [, action = ''] = /<form method="post" action="([^"]+)" enctype/.exec(html) ?? [];
    const hidden = html.matchAll(
      /<input type="hidden" name="(?!formToken)([^"]+)" value="([^"]*)"/g,
    );
    return {
      action,
      fields: [...hidden].map(([, name = '', value = '']) => [name, value] as const),
    };
  }
  async function send({ action, fields }: Awaited<ReturnType<typeof formOn>>, file: File) {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    body.append('file', file);
    const url = new URL(action, 'http://localhost:3000');
    return follow(await shelf.take(new Request(url, { method: 'POST', body })));
  }
  return {
    ...visitor,
    formOn,
    send,
    attach: async (place: string, file: File) => send(await formOn(pathOf(place)), file),
    open: async (place: string) => follow(await ask(pathOf(place))),
    press: async (path: string) => follow(await ask(path, { method: 'POST' })),
  };
}

const pathOf = (place: string, orgId = ORG) => `/organizations/${orgId}/files/${place}`;
const filesIn = async (place: string) =>
  (await site.dependencies.files.list(ORG, placeIdSchema.parse(place))).files;
const firstIn = async (place: string) => {
  const [file] = await filesIn(place);
  if (!file) throw new Error(`no file in ${place}`);
  return file;
};
const actsOf = async () =>
  (await site.dependencies.audits.latest(`ORG#${ORG}`, 50)).map(({ act }) => act).toReversed();

/** The report with its evidence is handed in, then returned for row 3 only. */
async function handInAndReturn(user: User) {
  const { obligations, reports } = site.dependencies;
  const browser = await browserOf(user);
  const base = `/organizations/${ORG}/reports/2563/6M`;
  await browser.post(base, multipart(formFields(completedLines(), 0)));
  await browser.post(`${base}/confirm-whole-year`, { version: '1', wholeYearConfirmed: 'yes' });
  const contentHash = hidden(await browser.read(`${base}/check`), 'contentHash');
  await browser.post(`${base}/paper-signoff`, {
    contentHash,
    position: 'นายก อบต.ท่าเสม็ด',
    capacity: 'holder',
    ...dateFields('signedOn', '15/4/2563'),
  });
  const submissionId = crypto.randomUUID();
  await browser.post(`${base}/submit`, { submissionId, version: '2' });
  const obligation = await obligations.find(ORG, round);
  const submission = await reports.submission(ORG, round, submissionId);
  if (!obligation || !submission) throw new Error('the report was not handed in');
  await obligations.save({
    ...obligation,
    state: 'returned',
    returned: {
      version: 1,
      on: obligation.dates.due,
      by: submission.submittedBy,
      reason: 'ขอหลักฐานเพิ่ม',
      rows: [{ itemId: 'i3', no: 3, comment: '' }],
      until: obligation.dates.due,
    },
  });
  return submission;
}

describe.for([
  ['embedded', embedded, 'content'],
  ['in S3 with a scanner', inS3, 'scanner'],
  ['in S3 where nothing scans', inS3, 'officer'],
] as const)('a file %s', ([, make, scanning]) => {
  beforeEach(() => start(make, scanning));

  /** What happens by itself, or by an officer's choice, until the file can be opened. */
  async function cleared(place: string) {
    const { fileId, state } = await firstIn(place);
    const path = `${pathOf(place)}/${fileId}`;
    if (scanning === 'scanner' && state === 'pending') {
      const key = `quarantine/${ORG}/${place}/${fileId}`;
      s3.scan(key, 'NO_THREATS_FOUND');
      await checkFile(scanEvent(key));
    }
    if (scanning === 'officer') await (await browserOf(provincial)).press(`${path}/release`);
    return path;
  }

  test('is pending or clean, and then saved under its cleaned name', async () => {
    const browser = await browserOf(officer);
    const { status, html } = await browser.attach(ROW, aFile('โครงการ ก.pdf', pdf()));
    expect(status).toBe(200);
    expect(html).toContain('โครงการ ก.pdf');
    expect((await firstIn(ROW)).state).toBe(scanning === 'content' ? 'clean' : 'pending');

    const path = await cleared(ROW);
    expect(await firstIn(ROW)).toMatchObject({ state: 'clean', kind: 'pdf', size: pdf().length });
    const redirected = await browser.ask(path);
    expect(redirected.status).toBe(303);
    const link = new URL(redirected.headers.get('location') ?? '', 'http://localhost:3000');
    const saved = await shelf.take(new Request(link));
    expect(new Uint8Array(await saved.arrayBuffer())).toEqual(pdf());
    expect(saved.headers.get('content-type')).toBe('application/pdf');
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment;.*%E0%B9%82.*\.pdf$/);
  });

  test('of another kind under a friendly name is thrown away, and said so', async () => {
    const browser = await browserOf(officer);
    const program = new TextEncoder().encode('MZ\u0090\u0000 this program cannot be run');
    const { status, html } = await browser.attach(ROW, aFile('รายงาน.pdf', program));
    expect(status).toBe(422);
    expect(html).toContain(problemTexts.type);
    expect(await firstIn(ROW)).toMatchObject({ state: 'rejected', rejectedFor: 'type' });
    const { fileId } = await firstIn(ROW);
    expect(await shelf.objects.head(keyOf('quarantine', ROW, fileId))).toBeUndefined();
    expect((await browser.ask(`${pathOf(ROW)}/${fileId}`)).status).toBe(404);
    expect(await actsOf()).toContain('file-rejected');
  });

  test('too large is refused, its bytes thrown away', async () => {
    const large = new Uint8Array(LARGEST_FILE + 1);
    large.set(pdf());
    const { status, html } = await (await browserOf(officer)).attach(ROW, aFile('x.pdf', large));
    expect(status).toBe(422);
    expect(html).toContain(problemTexts.size);
    const { fileId } = await firstIn(ROW);
    expect(await shelf.objects.head(keyOf('quarantine', ROW, fileId))).toBeUndefined();
  });

  test('that was not chosen, or is empty, is asked for again', async () => {
    const { status, html } = await (await browserOf(officer)).attach(
      ROW,
      aFile('x.pdf', new Uint8Array()),
    );
    expect(status).toBe(422);
    expect(html).toContain(problemTexts.absent);
    expect(await filesIn(ROW)).toEqual([]);
  });

  test('is taken once, however often the browser comes back', async () => {
    const browser = await browserOf(officer);
    const form = await browser.formOn(pathOf(ROW));
    await browser.send(form, aFile('a.pdf', pdf()));
    const { html } = await browser.send(form, aFile('a.pdf', pdf()));
    expect(html).not.toContain('govuk-error-summary');
    const { fileId } = await firstIn(ROW);
    await browser.ask(`${pathOf(ROW)}/${fileId}/taken`);
    expect(await filesIn(ROW)).toHaveLength(1);
    expect((await actsOf()).filter((act) => act === 'file-added')).toHaveLength(1);
  });

  test('is not taken by a page that has sent another one', async () => {
    const browser = await browserOf(officer);
    const form = await browser.formOn(pathOf(ROW));
    await browser.send(form, aFile('a.pdf', pdf('ก')));
    const { html } = await browser.send(form, aFile('b.pdf', pdf('ข')));
    expect(html).toContain(problemTexts['used-form']);
    expect(await filesIn(ROW)).toHaveLength(1);
  });

  test('that lies there already is not attached twice', async () => {
    const browser = await browserOf(officer);
    await browser.attach(ROW, aFile('a.pdf', pdf()));
    const { status, html } = await browser.attach(ROW, aFile('สำเนา.pdf', pdf()));
    expect(status).toBe(422);
    expect(html).toContain(problemTexts.twice);
    expect(await filesIn(ROW)).toHaveLength(1);
  });

  test('is not taken where five lie already', async () => {
    const browser = await browserOf(officer);
    const forms = await Promise.all([1, 2, 3, 4, 5, 6].map(() => browser.formOn(pathOf(ROW))));
    for (const [index, form] of forms.entries()) {
      await browser.send(form, aFile(`${index}.pdf`, pdf(String(index))));
    }
    expect(await filesIn(ROW)).toHaveLength(5);
    const { html } = await browser.open(ROW);
    expect(html).toContain('แนบครบ 5 ไฟล์แล้ว');
    expect(html).not.toContain('type="file"');
  });

  test('of another organization is not there, nor is its place', async () => {
    await (await browserOf(officer)).attach(ROW, aFile('a.pdf', pdf()));
    const path = await cleared(ROW);
    const foreign = await browserOf(stranger);
    expect((await foreign.ask(pathOf(ROW))).status).toBe(404);
    expect((await foreign.ask(path)).status).toBe(404);
    expect((await foreign.ask(`${path}/taken`)).status).toBe(404);
    for (const act of ['remove', 'release']) {
      expect((await foreign.ask(`${path}/${act}`, { method: 'POST' })).status).toBe(404);
    }
    const { fileId } = await firstIn(ROW);
    expect((await foreign.ask(`${pathOf(ROW, '80-0712')}/${fileId}`)).status).toBe(404);
  });

  test('is handed in with the report, and stays with that version when it is taken out', async () => {
    const browser = await browserOf(officer);
    await browser.attach(ROW, aFile('a.pdf', pdf()));
    const path = await cleared(ROW);
    const { evidence } = await handInAndReturn(officer);
    const { fileId, name, size, sha256 } = await firstIn(ROW);
    expect(evidence).toEqual([{ place: ROW, fileId, name, size, sha256 }]);

    expect((await browser.open(ROW)).html).toContain('a.pdf');
    await browser.press(`${path}/remove`);
    expect((await browser.open(ROW)).html).not.toContain('a.pdf');
    site.setTime('2020-04-20T09:00:00+07:00');
    const later = await browserOf(officer);
    await later.open(ROW);
    expect((await later.ask(path)).status).toBe(303);
    expect((await later.ask(path)).headers.get('location')).toContain('a.pdf');
    expect(await shelf.objects.head(keyOf('evidence', ROW, fileId))).toBeDefined();
    expect(await actsOf()).toContain('file-removed');
  });

  test('that was never handed in is gone for good an hour after it was taken out', async () => {
    const browser = await browserOf(officer);
    await browser.attach(ROW, aFile('a.pdf', pdf()));
    const path = await cleared(ROW);
    const { fileId } = await firstIn(ROW);
    await browser.press(`${path}/remove`);
    await browser.press(`${path}/remove`);
    expect((await browser.ask(path)).status).toBe(404);
    site.setTime('2020-04-16T10:01:00+07:00');
    await (await browserOf(officer)).open(ROW);
    expect(await filesIn(ROW)).toEqual([]);
    expect(await shelf.objects.head(keyOf('evidence', ROW, fileId))).toBeUndefined();
    expect((await actsOf()).filter((act) => act === 'file-removed')).toHaveLength(1);
  });

  test('of a row that was not reopened stays as it is', async () => {
    await handInAndReturn(officer);
    const other = placeIdOf({ of: 'row', ...round, itemId: 'i4' });
    const browser = await browserOf(officer);
    expect((await browser.open(other)).html).not.toContain('type="file"');
    expect((await browser.open(ROW)).html).toContain('type="file"');
  });

  test('is not taken in, or out, once the report is handed in', async () => {
    const browser = await browserOf(officer);
    await browser.attach(ROW, aFile('a.pdf', pdf()));
    const form = await browser.formOn(pathOf(ROW));
    const { obligations } = site.dependencies;
    const obligation = await obligations.find(ORG, round);
    if (obligation) await obligations.save({ ...obligation, state: 'submitted' });
    expect((await browser.send(form, aFile('b.pdf', pdf('ข')))).html).toContain(
      problemTexts.closed,
    );
    const { fileId } = await firstIn(ROW);
    expect((await browser.press(`${pathOf(ROW)}/${fileId}/remove`)).html).toContain(
      problemTexts.closed,
    );
    expect(await filesIn(ROW)).toMatchObject([{ name: 'a.pdf' }]);
    expect((await firstIn(ROW)).removed).toBeUndefined();
  });

  test('can be looked at by the office, which cannot take it out while the organization owns it', async () => {
    await (await browserOf(officer)).attach(SCAN, aFile('ลงนาม.jpg', jpeg()));
    await cleared(SCAN);
    const central = await browserOf({
      ...provincial,
      userId: 'u-c',
      role: 'central',
      email: 'c@nacc.example',
    });
    const { html } = await central.open(SCAN);
    expect(html).toContain('ลงนาม.jpg');
    expect(html).not.toContain('นำออก');
  });
});

describe('a file that GuardDuty', () => {
  beforeEach(() => start(inS3, 'scanner'));

  async function attached() {
    await (await browserOf(officer)).attach(ROW, aFile('a.pdf', pdf()));
    const { fileId } = await firstIn(ROW);
    return { fileId, key: `quarantine/${ORG}/${ROW}/${fileId}` };
  }

  test('finds harmful is thrown away, and the trail says so', async () => {
    const { key, fileId } = await attached();
    s3.scan(key, 'THREATS_FOUND');
    await checkFile(scanEvent(key));
    await checkFile(scanEvent(key));
    expect(await firstIn(ROW)).toMatchObject({ state: 'rejected', rejectedFor: 'malware' });
    expect([...s3.objects.keys()]).toEqual([]);
    expect((await actsOf()).filter((act) => act === 'file-rejected')).toHaveLength(1);
    const { html } = await (await browserOf(officer)).open(ROW);
    expect(html).toContain(rejectedWords.malware);
    await (await browserOf(provincial)).press(`${pathOf(ROW)}/${fileId}/release`);
    expect((await firstIn(ROW)).state).toBe('rejected');
  });

  test('cannot look into waits for an officer, who lets it be opened by name', async () => {
    const { key, fileId } = await attached();
    s3.scan(key, 'UNSUPPORTED');
    await checkFile(scanEvent(key));
    expect(await firstIn(ROW)).toMatchObject({ state: 'pending', unscannable: true });
    const mine = await browserOf(officer);
    expect((await mine.open(ROW)).html).not.toContain('/release');
    await mine.ask(`${pathOf(ROW)}/${fileId}/release`, { method: 'POST' });
    expect((await firstIn(ROW)).state).toBe('pending');

    const office80 = await browserOf(provincial);
    await office80.press(`${pathOf(ROW)}/${fileId}/release`);
    await office80.press(`${pathOf(ROW)}/${fileId}/release`);
    expect(await firstIn(ROW)).toMatchObject({
      state: 'clean',
      released: { by: { position: provincial.position } },
    });
    expect((await actsOf()).filter((act) => act === 'file-released')).toHaveLength(1);
  });

  test('has scanned before anybody took it in is found when a page shows it', async () => {
    const browser = await browserOf(officer);
    const form = await browser.formOn(pathOf(ROW));
    const [, key = ''] = form.fields.find(([name]) => name === 'key') ?? [];
    await checkFile(scanEvent(key));
    await browser.send(form, aFile('a.pdf', pdf()));
    s3.scan(key, 'NO_THREATS_FOUND');
    site.setTime('2020-04-16T09:01:00+07:00');
    expect((await browser.open(ROW)).html).toContain('เปิดได้');
  });

  test('has scanned, and that was changed before it was moved, is thrown away', async () => {
    const { key } = await attached();
    const found = s3.objects.get(key);
    if (found) s3.objects.set(key, { ...found, bytes: Buffer.from(pdf('อื่น')) });
    s3.scan(key, 'NO_THREATS_FOUND');
    await checkFile(scanEvent(key));
    expect(await firstIn(ROW)).toMatchObject({ state: 'rejected', rejectedFor: 'changed' });
  });
});

/** As EventBridge hands it on. */
function scanEvent(objectKey: string) {
  return {
    source: 'aws.guardduty',
    'detail-type': 'GuardDuty Malware Protection Object Scan Result',
    detail: { s3ObjectDetails: { bucketName: 'nithet-files', objectKey } },
  };
}

function keyOf(folder: 'quarantine' | 'evidence', place: string, fileId: string) {
  return objectKey(folder, ORG, place, fileId);
}

describe('a report and its files', () => {
  beforeEach(() => start(embedded, 'content'));
  const report = `/organizations/${ORG}/reports/2563/6M`;

  /** The form as it stands, sent by the button that leads to row 3's files. */
  async function goToFiles(remark: string, version: number) {
    const body = new FormData();
    for (const [name, value] of [
      ['version', String(version)],
      ['remark-i3', remark],
      ['go', 'files-i3'],
    ] as const) {
      body.set(name, value);
    }
    return (await browserOf(officer)).ask(report, { method: 'POST', body });
  }
  const draft = () => site.dependencies.reports.draft(ORG, round);

  test('what is typed is saved on the way to a row’s files, and nothing where nothing was typed', async () => {
    expect((await goToFiles('', 0)).headers.get('location')).toBe(pathOf(ROW));
    expect(await draft()).toBeUndefined();
    expect((await goToFiles('มีภาพ', 0)).headers.get('location')).toBe(pathOf(ROW));
    expect((await draft())?.content.lines.find(({ no }) => no === 3)?.remark).toBe('มีภาพ');
  });

  test('no other place is gone to than a row’s', async () => {
    for (const go of ['files-../../sign-out', 'files-', '//example.org']) {
      const body = new FormData();
      body.set('version', String((await draft())?.version ?? 0));
      body.set('go', go);
      const answer = await (await browserOf(officer)).ask(report, { method: 'POST', body });
      expect(answer.headers.get('location')).toBe(`${report}?saved`);
    }
  });

  test('the form counts a row’s files; receipt and review show what was handed in', async () => {
    const mine = await browserOf(officer);
    await mine.attach(ROW, aFile('ก.pdf', pdf('ก')));
    await mine.attach(ROW, aFile('ข.pdf', new TextEncoder().encode('MZ')));
    await mine.attach(SCAN, aFile('ลงนาม.jpg', jpeg()));
    expect(await (await mine.ask(report)).text()).toContain('หลักฐาน 1 ไฟล์');
    await handInAndReturn(officer);
    const receipt = await (await mine.ask(`${report}/versions/1`)).text();
    const review = await (await browserOf(provincial)).ask(`/provinces/80/reports/${ORG}/2563/6M`);
    for (const html of [receipt, await review.text()]) {
      expect(html).toContain('หลักฐานที่ส่งพร้อมฉบับนี้ 2 ไฟล์');
      expect(html).toContain('ลงนาม.jpg');
      expect(html).not.toContain('ข.pdf');
    }
  });
});

test('only a page of files may send a form to where files are kept', async () => {
  await start(inS3, 'scanner');
  const origin = 'https://nithet-files.s3.ap-southeast-7.amazonaws.com';
  const dependencies = { ...site.dependencies, filesOrigin: origin };
  const app = createWeb(dependencies, async () => dependencies);
  const { cookie } = await site.signIn(officer);
  const policyOf = async (path: string) => {
    const { headers } = await app.request(path, { headers: { cookie } });
    return headers.get('content-security-policy') ?? '';
  };
  expect(await policyOf(pathOf(ROW))).toMatch(new RegExp(`form-action 'self' ${origin};`));
  const elsewhere = await policyOf(`/organizations/${ORG}/reports/2563/6M`);
  expect(elsewhere).toMatch(/form-action 'self'/);
  expect(elsewhere).not.toContain('amazonaws');
});

describe('files of a visit', () => {
  beforeEach(async () => {
    await start(embedded, 'content');
    const { seasons } = site.dependencies;
    await publishVisits(seasons, [anEntry()]);
  });

  test('are handed over by the host, to be read by the office', async () => {
    const host = await browserOf(officer);
    await host.attach(PREPARED, aFile('นำเสนอ.pptx', office('pptx')));
    expect(await firstIn(PREPARED)).toMatchObject({ kind: 'pptx', state: 'clean' });
    const office80 = await browserOf(provincial);
    const { html } = await office80.open(PREPARED);
    expect(html).toContain('นำเสนอ.pptx');
    expect(html).not.toContain('type="file"');
  });

  test('of the report belong to the office until it is handed in', async () => {
    const entry = anEntry();
    site.setTime(`${entry.date}T16:00:00+07:00`);
    const office80 = await browserOf(provincial);
    await office80.attach(VISITED, aFile('ภาพ.png', png()));
    expect(await firstIn(VISITED)).toMatchObject({ kind: 'png' });
    expect((await (await browserOf(officer)).ask(pathOf(VISITED))).status).toBe(404);
  });

  test.for(['2563-visit-9-report', '2563-visit-1-prepare-8', '2563-6M-row-i99', '2563-12M-scan'])(
    'are not looked for in a place that does not exist: %s',
    async (place) => {
      expect((await (await browserOf(provincial)).ask(pathOf(place))).status).toBe(404);
    },
  );
});

describe('the content of a file', () => {
  test.for([
    ['pdf', pdf()],
    ['jpeg', jpeg()],
    ['png', png()],
    ['docx', office('docx')],
    ['xlsx', office('xlsx')],
    ['pptx', office('pptx')],
  ] as const)('is known as %s', async ([kind, bytes]) => {
    expect(await kindOf(bytes)).toBe(kind);
  });

  test.for([
    ['a document with macros', office('docm')],
    ['a workbook with macros', office('xlsm')],
    ['a page of HTML', new TextEncoder().encode('<!doctype html><script>alert(1)</script>')],
    [
      'a drawing that may hold scripts',
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
    ['a zip bomb', zipBomb()],
    ['half a zip', office('docx').slice(0, 40)],
    ['nothing', new Uint8Array()],
  ] as const)('is not taken for one of them: %s', async ([, bytes]) => {
    expect(await kindOf(bytes)).toBeUndefined();
  });
});

describe('the name of a file', () => {
  test.for([
    ['รายงาน.PDF', 'รายงาน.pdf'],
    ['C:\\Users\\x\\..\\แผน.docx', 'แผน.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['gpj.\u202Efdp.exe', 'gpj.fdp.pdf'],
    ['a\u0000b\nc\u200B.pdf', 'abc.pdf'],
    ['  .hidden.pdf', 'hidden.pdf'],
    ['น้ํา.pdf', 'น้ํา.pdf'],
    ['', 'ไฟล์แนบ.pdf'],
    ['////', 'ไฟล์แนบ.pdf'],
    ['"><img src=x>.pdf', '---img src=x-.pdf'],
    [`${'ก'.repeat(300)}.pdf`, `${'ก'.repeat(120)}.pdf`],
  ])('%j reads %j', ([given = '', shown]) => {
    expect(cleanFileName(given, 'pdf')).toBe(shown);
  });
});

test.for<[string, FilePlace]>([
  ['2563-6M-row-i-3', { of: 'row', ...round, itemId: 'i-3' }],
  ['2563-12M-scan', { of: 'scan', fiscalYear: fy2563, round: '12M' }],
  ['2563-visit-2-prepare-7', { of: 'preparation', fiscalYear: fy2563, visitNo: 2, no: 7 }],
  ['2563-visit-12-report', { of: 'visit-report', fiscalYear: fy2563, visitNo: 12 }],
])('the place %s can be written and read', ([id, place]) => {
  expect(placeIdOf(place)).toBe(id);
  expect(placeOf(placeIdOf(place))).toEqual(place);
});
