import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createReportPapers } from '../../functions/documents/report-papers.ts';
import { createSeasonPapers } from '../../functions/documents/season-papers.ts';
import { directoryShelf } from '../../shared/documents/shelf.ts';
import { standardLetterhead } from '../../shared/domain/letterhead.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { submitted } from '../../shared/domain/obligation.ts';
import { standardRules } from '../../shared/domain/round.ts';
import { letterheadStore } from '../../shared/store/letterhead-store.ts';
import {
  aContent,
  anEntry,
  anObligation,
  anOrganization,
  aSubmission,
  fy2563,
} from '../support/builders.ts';
import { emptyWorld } from '../support/office-world.ts';
import { press, readDocx } from '../support/papers.ts';
import { completedLines } from '../support/tha-samet.ts';

const world = await emptyWorld('2020-05-08');
const directory = await mkdtemp(join(tmpdir(), 'papers-'));
const shelf = directoryShelf(directory);
const letterheads = letterheadStore(world.table);
const reportPapers = createReportPapers({ ...world, letterheads, shelf, press });
const seasonPapers = createSeasonPapers({
  ...world,
  season: world.seasons,
  letterheads,
  shelf,
  press,
});
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
afterAll(async () => {
  await world.close();
  await rm(directory, { recursive: true });
});

test('a paper is made once, then found on the shelf, under the name that the organization bore', async () => {
  const first = await reportPapers(asked);
  expect(first).toMatchObject({
    fileName: 'ประกาศ-อบต.ท่าเสม็ด-2563-6M.docx',
    gaps: [],
    found: false,
  });
  expect(await reportPapers(asked)).toEqual({ ...first, found: true });
  const bytes = 'key' in first ? await shelf.read(first.key) : undefined;
  const { text } = await readDocx(bytes ?? new Uint8Array());
  expect(text).toContain('ประกาศองค์การบริหารส่วนตำบลท่าเสม็ด');
});

test('a changed letterhead makes it anew', async () => {
  const before = await reportPapers(asked);
  await letterheads.saveForOrganization('80-0711', { ...standardLetterhead, numerals: 'arabic' });
  const after = await reportPapers(asked);
  expect(after).toMatchObject({ found: false });
  expect('key' in after && 'key' in before && after.key !== before.key).toBe(true);
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
});

test('a shelf keeps nothing under a name that leads elsewhere', async () => {
  await expect(shelf.put('../../etc/passwd', new Uint8Array())).rejects.toThrow('not a key');
});
