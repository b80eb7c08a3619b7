import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { wire } from '../../functions/documents/index.ts';
import { createReportPapers } from '../../functions/documents/report-papers.ts';
import { functions } from '../../infra/functions.ts';
import { memoryObjects, objectFiles } from '../../infra/local/object-files.ts';
import { permitted, permittedObjects } from '../../infra/local/permissions.ts';
import { fileMaker } from '../../shared/documents/make-file.ts';
import { standardLetterhead } from '../../shared/domain/letterhead.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { submitted } from '../../shared/domain/obligation.ts';
import type { PaperAnswer } from '../../shared/domain/papers.ts';
import { standardRules } from '../../shared/domain/round.ts';
import { letterheadStore } from '../../shared/store/letterhead-store.ts';
import {
  aContent,
  anEntry,
  anEvent,
  anObligation,
  anOrganization,
  aSubmission,
  fy2563,
} from '../support/builders.ts';
import { emptyWorld } from '../support/office-world.ts';
import { press, readDocx } from '../support/papers.ts';
import { completedLines } from '../support/tha-samet.ts';

const world = await emptyWorld('2020-05-08');
let instant = new Date('2026-11-23T04:00:00Z');
const securityNow = () => instant;
const shelf = objectFiles({ files: memoryObjects(), secret: 'of the tests', now: securityNow });
const makeFile = fileMaker(press);
const letterheads = letterheadStore(world.table);
/** The function as it is wired, with the rights that the list gives it. */
function wired(name: string) {
  const entry = functions.find((other) => other.name === name);
  if (!entry) throw new Error(`no function ${name}`);
  return wire({
    env: { TABLE_NAME: 'nithet' },
    documents: permitted(world.documents, entry),
    objects: permittedObjects(shelf, entry),
    now: world.now,
    securityNow,
    makeFile,
  });
}
const { reportPapers } = wired('report-papers');
const { seasonPapers } = wired('season-papers');
const asked = {
  orgId: '80-0711',
  fiscalYear: fy2563,
  round: '6M',
  paper: 'announcement',
  format: 'docx',
};

beforeAll(async () => {
  const renamed = anOrganization({
    names: [
      ...anOrganization().names,
      {
        from: localDate('2020-05-01'),
        name: 'เทศบาลตำบลท่าเสม็ด',
        shortName: 'ทต.ท่าเสม็ด',
        type: 'subdistrict',
        code: '5800711',
      },
    ],
  });
  const submission = aSubmission({ content: aContent({ lines: completedLines() }) });
  const outcome = submitted(anObligation(), submission, standardRules.rounds['6M']);
  if (!('next' in outcome)) throw new Error('refused');
  await world.roster.save(renamed);
  await world.reports.keep(submission);
  await world.obligations.open(outcome.next);
});
afterAll(() => world.close());

/** What the link of a made paper leads to. */
async function saved(answer: PaperAnswer) {
  if (!('link' in answer)) throw new Error(JSON.stringify(answer));
  return shelf.serve(new Request(new URL(answer.link, 'http://localhost')));
}

test('a paper is made once, then found, and saved under the name that the organization bore', async () => {
  expect(await reportPapers({ ...asked, do: 'look' })).toEqual({ state: 'absent', gaps: [] });
  const made = await reportPapers(asked);
  expect(made).toMatchObject({
    state: 'made',
    fileName: 'ประกาศ-อบต.ท่าเสม็ด-2563-6M.docx',
    gaps: [],
  });
  expect(await reportPapers({ ...asked, do: 'look' })).toEqual(made);

  const file = await saved(made);
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; .*%E0%B8%9B%E0%B8%A3/);
  const { text } = await readDocx(new Uint8Array(await file.arrayBuffer()));
  expect(text).toContain('ประกาศองค์การบริหารส่วนตำบลท่าเสม็ด');
});

test('a changed letterhead makes it anew', async () => {
  const arabic = { letterhead: { ...standardLetterhead, numerals: 'arabic' as const } };
  await letterheads.change('ORG#80-0711', arabic, anEvent());
  expect(await reportPapers({ ...asked, do: 'look' })).toMatchObject({ state: 'absent' });
});

test('whoever waits is told how far it is, and two who ask at once have it made once', async () => {
  let finish = () => {};
  const waiting = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let makings = 0;
  const slow = createReportPapers({
    ...world,
    letterheads,
    shelf,
    securityNow,
    async makeFile(order, onProgress) {
      makings += 1;
      instant = new Date(instant.valueOf() + 2000);
      onProgress?.(3, 11);
      await waiting;
      return makeFile(order);
    },
  });
  const all = { ...asked, paper: 'workbook', format: 'csv' };
  const made = slow(all);
  await vi.waitFor(async () =>
    expect(await slow({ ...all, do: 'look' })).toMatchObject({ state: 'making', done: 3, of: 11 }),
  );
  expect(await slow(all)).toMatchObject({ state: 'making' });
  finish();
  expect(await made).toMatchObject({ state: 'made' });
  expect(makings).toBe(1);
});

test('a making that failed is said to have failed, and may be tried again', async () => {
  let broken = true;
  const papers = createReportPapers({
    ...world,
    letterheads,
    shelf,
    securityNow,
    makeFile: async (order) => {
      if (broken) throw new Error('no room');
      return makeFile(order);
    },
  });
  const slides = { ...asked, paper: 'slides', format: 'pptx' };
  await expect(papers(slides)).rejects.toThrow('no room');
  expect(await papers({ ...slides, do: 'look' })).toMatchObject({ state: 'failed' });
  broken = false;
  expect(await papers(slides)).toMatchObject({ state: 'made' });
});

test('nothing is made of what was not handed in, or in a format that a paper does not have', async () => {
  expect(await reportPapers({ ...asked, round: '12M' })).toEqual({ refused: 'no-report' });
  expect(await reportPapers({ ...asked, version: 2 })).toEqual({ refused: 'no-report' });
  expect(await reportPapers({ ...asked, paper: 'slides' })).toEqual({ refused: 'no-format' });
});

test('a season has no letters until its schedule is published and its office known', async () => {
  const notice = { province: '80', fiscalYear: fy2563, paper: 'notice', format: 'docx' };
  expect(await seasonPapers(notice)).toEqual({ refused: 'no-schedule' });
  await world.roster.saveOffice({
    schemaVersion: 1,
    province: '80',
    provinceName: 'นครศรีธรรมราช',
    name: 'สำนักงาน ป.ป.ช. ประจำจังหวัดนครศรีธรรมราช',
    phone: '0 7500 0000',
    email: 'office@nacc.example',
    contacts: [],
  });
  await world.table.put(
    { pk: `SEASON#${fy2563}#80`, sk: 'SCHEDULE' },
    {
      schemaVersion: 1,
      fiscalYear: fy2563,
      province: '80',
      version: 1,
      publishedAt: '2020-05-08T03:00:00.000Z',
      entries: [anEntry()],
    },
  );
  const made = await seasonPapers(notice);
  expect(made).toMatchObject({ fileName: 'หนังสือแจ้งการนิเทศ-ทต.ท่าเสม็ด-2563.docx' });
  expect(await seasonPapers({ ...notice, paper: 'result' })).toEqual({ refused: 'nothing' });
  for (const paper of ['circular', 'travel', 'submission'])
    expect(await seasonPapers({ ...notice, paper })).toMatchObject({ state: 'made' });
  const visit = { ...notice, paper: 'supervision-report', orgId: '80-0711', visitNo: 1 };
  expect(await seasonPapers(visit)).toMatchObject({ state: 'made' });
});
