import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { docxOf } from '../../shared/documents/docx.ts';
import type { Block, Paper } from '../../shared/documents/paper.ts';
import { paperMakerInThread } from '../../shared/documents/paper-thread.ts';
import { announcement, coveringLetter, memorandum } from '../../shared/documents/report-letters.ts';
import {
  committeeSubmission,
  noticeLetter,
  postponementLetter,
  resultLetter,
} from '../../shared/documents/season-letters.ts';
import { seasonFile, seasonPapers } from '../../shared/documents/season-papers.ts';
import { daySheet, travelTable } from '../../shared/documents/season-sheets.ts';
import { supervisionReport } from '../../shared/documents/supervision-report.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { visitFormSchema } from '../../shared/domain/visit-form.ts';
import { anEntry } from '../support/builders.ts';
import {
  heldVisit,
  press,
  readDocx,
  readPdf,
  someFacts,
  someSeason,
  someVisit,
  squeezed,
} from '../support/papers.ts';

const blocksOf = ({ sections }: Paper): readonly Block[] =>
  sections.flatMap(({ blocks }) => blocks);
const saidIn = (paper: Paper) => JSON.stringify(paper.sections);
const lastSignature = (paper: Paper) =>
  blocksOf(paper).findLast((block) => block.kind === 'signature')?.lines;

describe('letters on a report', () => {
  test('have the parts of the regulation, in order', () => {
    const kinds = blocksOf(coveringLetter(someFacts())).map(({ kind }) => kind);
    expect(kinds.slice(1, 4)).toEqual(['letter-head', 'paragraph', 'fields']);
    const text = saidIn(coveringLetter(someFacts()));
    for (const part of [
      'ที่ ',
      'เรื่อง',
      'เรียน',
      'สิ่งที่ส่งมาด้วย',
      'จึงเรียนมาเพื่อโปรดทราบ',
      'ขอแสดงความนับถือ',
    ])
      expect(text).toContain(part);
  });

  test('say for whom somebody signs: the post is vacant', () => {
    const signatory = {
      position: 'ปลัดองค์การบริหารส่วนตำบลท่าเสม็ด',
      capacity: 'performing' as const,
      actingFor: 'นายกองค์การบริหารส่วนตำบลท่าเสม็ด',
    };
    expect(lastSignature(announcement(someFacts({ signatory })))?.slice(1)).toEqual([
      'ปลัดองค์การบริหารส่วนตำบลท่าเสม็ด ปฏิบัติหน้าที่',
      'นายกองค์การบริหารส่วนตำบลท่าเสม็ด',
    ]);
  });

  test.each([
    ['subdistrict', '80-0002', 'เทศบาลตำบลตัวอย่าง', 'นายกเทศมนตรีตำบลตัวอย่าง'],
    ['pao', '80-0001', 'องค์การบริหารส่วนจังหวัดนครศรีธรรมราช', 'นายกองค์การบริหารส่วนจังหวัดนครศรีธรรมราช'],
    ['special', '20-0001', 'เมืองพัทยา', 'นายกเมืองพัทยา'],
    ['special', '10-0001', 'กรุงเทพมหานคร', 'ผู้ว่าราชการกรุงเทพมหานคร'],
  ] as const)('address the head of a %s %s by title', (type, orgId, name, title) => {
    const { organization } = someFacts();
    const facts = someFacts({ organization: { ...organization, type, orgId, name } });
    expect(saidIn(memorandum(facts))).toContain(`"label":"เรียน","text":"${title}"`);
  });

  test('an announcement is dated with its era, in Thai numerals', () => {
    expect(saidIn(announcement(someFacts()))).toContain('ประกาศ ณ วันที่ ๑๖ เมษายน พ.ศ. ๒๕๖๓');
  });

  test('bear the number and the date that the register gave them, once it has', () => {
    const numbers = {
      memorandum: { no: 'สป 12/2563', date: localDate('2020-04-14') },
      'covering-letter': { no: 'นศ 75301/120', date: localDate('2020-04-17') },
    };
    const memo = saidIn(memorandum(someFacts({ numbers })));
    expect(memo).toContain('สป ๑๒/๒๕๖๓');
    expect(memo).toContain('๑๔ เมษายน ๒๕๖๓');
    const letter = saidIn(coveringLetter(someFacts({ numbers })));
    expect(letter).toContain('ที่ นศ ๗๕๓๐๑/๑๒๐');
    expect(letter).toContain('๑๗ เมษายน ๒๕๖๓');
    expect(saidIn(coveringLetter(someFacts()))).toContain('ที่ ............/.............');
  });

  test('name the sending unit and its telephone number where nobody has given them', () => {
    const { gaps, sections } = coveringLetter(someFacts());
    expect(gaps).toEqual(['หมายเลขโทรศัพท์ในหนังสือ', 'ส่วนราชการเจ้าของเรื่อง']);
    expect(JSON.stringify(sections)).toContain('(โปรดระบุส่วนราชการเจ้าของเรื่อง)');
  });

  test('a memorandum fits on one page', async () => {
    const { pages, whole } = await readPdf((await press()).print(memorandum(someFacts())));
    expect(pages).toHaveLength(1);
    expect(whole).toContain('บันทึกข้อความ');
  });
});

describe('letters of a season', () => {
  test('a notice gives day, hour, team and what to prepare, on one page with its programme', async () => {
    const { pages } = await readPdf((await press()).print(noticeLetter(someSeason(), someVisit())));
    expect(pages).toHaveLength(2);
    for (const said of [
      'ที่ปช๐๐๔๔(นศ)/ว๑๒',
      'วันพุธที่๒๗พฤษภาคม๒๕๖๓เวลา๐๙.๐๐น.',
      'เจ้าพนักงานป้องกันการทุจริต',
      '๗.บุคลากร',
    ])
      expect(pages[0]).toContain(said);
    expect(pages[1]).toContain('๐๙.๐๐–๐๙.๑๕น.');
  });

  test('a notice without a telephone number leaves room for it and names it', () => {
    const season = someSeason();
    const silent = someSeason({ office: { ...season.office, phone: '' } });
    const notice = noticeLetter(silent, someVisit());
    expect(notice.gaps).toContain('หมายเลขโทรศัพท์ของสำนักงาน');
    expect(saidIn(notice)).toContain('(โปรดระบุหมายเลขโทรศัพท์ของสำนักงาน)');
  });

  test('a visit with a number of its own bears and cites it, and not the circular’s', () => {
    const letter = { no: 'ปช 0044(นศ)/77', date: localDate('2020-05-11') };
    const visit = someVisit({ entry: anEntry({ letter }) });
    for (const make of [noticeLetter, postponementLetter]) {
      const said = saidIn(make(someSeason(), visit));
      expect(said).toContain('ปช ๐๐๔๔(นศ)/๗๗');
      expect(said).not.toContain('ว ๑๒');
    }
  });

  test('a postponement cites the notice, gives the reason and the new day, or says that it will follow', () => {
    const movedFrom = { date: localDate('2020-05-27'), startMinute: 540, durationMinutes: 150 };
    const entry = anEntry({ date: localDate('2020-06-10'), movedFrom, reason: 'น้ำท่วม' });
    const moved = saidIn(postponementLetter(someSeason(), someVisit({ entry })));
    expect(moved).toContain('ที่ ปช ๐๐๔๔(นศ)/ว ๑๒ ลงวันที่ ๘ พฤษภาคม ๒๕๖๓');
    expect(moved).toContain('เนื่องจากน้ำท่วม');
    expect(moved).toContain('กำหนดวันใหม่เป็นวันพุธที่ ๑๐ มิถุนายน ๒๕๖๓');
    const open = postponementLetter(
      someSeason({ letter: undefined }),
      someVisit({ entry: anEntry({ state: 'postponed' }) }),
    );
    expect(saidIn(open)).toContain('จะแจ้งให้ทราบภายหลัง');
    expect(open.gaps).toEqual(['เลขที่และวันที่ของหนังสือแจ้งการนิเทศ', 'เหตุที่เลื่อน', 'ส่วนราชการเจ้าของเรื่อง']);
  });

  test('results and the report to the committee carry findings and recommendations', () => {
    const season = someSeason({ visits: [heldVisit(), someVisit()] });
    expect(saidIn(resultLetter(season, heldVisit()))).toContain('เผยแพร่ประกาศบนเว็บไซต์');
    const submission = saidIn(committeeSubmission(season));
    expect(submission).toContain('เสร็จแล้วจำนวน ๑ แห่ง จากที่กำหนดไว้ ๒ แห่ง');
    expect(submission).toContain('ประธานคณะกรรมการป้องกันการทุจริตด้านการเมืองการปกครอง');
  });

  test('the report on a visit stands in the sections of the edition that it was written on', async () => {
    const held = heldVisit();
    const season = someSeason();
    const { text } = await readDocx(await docxOf(supervisionReport(season, held)));
    expect(squeezed(text)).toContain('ผลมิติสอง');
    expect(squeezed(text)).not.toContain('ความพร้อมของหน่วยงาน');

    const own = visitFormSchema.parse({
      editionId: 'prescribed',
      name: 'แบบที่กำหนด',
      from: '2020-01-01',
      sections: [
        {
          title: 'การตรวจแผน',
          parts: [{ kind: 'yes-no', id: 'announced', label: 'ประกาศใช้แผน' }],
        },
        { title: 'ข้อค้นพบ', parts: [{ kind: 'block', block: 'findings' }] },
        { title: 'ผู้ร่วม', parts: [{ kind: 'block', block: 'attendees' }] },
        { title: 'มิติ', parts: [{ kind: 'block', block: 'dimensions' }] },
        { title: 'แนะนำ', parts: [{ kind: 'block', block: 'recommendations' }] },
      ],
    });
    const report = held.visit?.report;
    if (!held.visit || !report) throw new Error('the visit was held and reported');
    const signed = {
      ...held.visit,
      report: {
        ...report,
        edition: 'prescribed',
        answers: { announced: { yes: true, remark: 'ตามประกาศ' } },
        signatures: [
          {
            position: 'หัวหน้าคณะ',
            capacity: 'acting' as const,
            actingFor: 'ผู้อำนวยการ',
            signedOn: localDate('2020-06-01'),
          },
        ],
      },
    };
    const said = saidIn(supervisionReport({ ...season, forms: [own] }, { ...held, visit: signed }));
    expect(said).toContain('๑. การตรวจแผน');
    expect(said).toContain('๒. ข้อค้นพบ');
    expect(said).toContain('ตามประกาศ');
    expect(said).toContain('หัวหน้าคณะ รักษาราชการแทน');
    expect(said).toContain('๑ มิถุนายน ๒๕๖๓');
  });

  test('a day sheet shows that team’s visits of the day only; travel shows all', () => {
    const other = someVisit({ entry: anEntry({ teamId: 'team-2', orgId: '80-0001' }) });
    const season = someSeason({ visits: [someVisit(), other] });
    const sheet = daySheet(season, 'team-1', localDate('2020-05-27'));
    expect(
      blocksOf(sheet).filter((block) => block.kind === 'heading' && block.level === 2),
    ).toHaveLength(1);
    expect(blocksOf(travelTable(season)).filter((block) => block.kind === 'table')).toHaveLength(2);
  });
});

describe('letters to many', () => {
  const visits = ['80-0001', '80-0002', '80-0003'].map((orgId) => {
    const { organization } = someVisit();
    return someVisit({
      organization: { ...organization, orgId, shortName: `อบต.${orgId}` },
      entry: anEntry({ orgId }),
    });
  });
  const papers = seasonPapers(someSeason({ visits }), 'notice', {});

  test('come as one PDF in which each is counted from one and stands in the outline', async () => {
    const file = await seasonFile(papers, 'pdf', press);
    const { pages, titles } = await readPdf(file?.bytes ?? new Uint8Array());
    expect(pages).toHaveLength(6);
    expect(pages.filter((page) => page.startsWith('–๒–'))).toHaveLength(3);
    expect(titles).toEqual(
      visits.map(({ organization }) => `หนังสือแจ้งการนิเทศ ${organization.shortName}`),
    );
  });

  test('more than are typeset at once still come as one, with all titles and all tags', async () => {
    const visits = Array.from({ length: 60 }, (_, n) => {
      const shortName = `อบต.บ้าน (${n + 1} 0 R`;
      return someVisit({ organization: { ...someVisit().organization, shortName } });
    });
    const progress: number[] = [];
    const many = seasonPapers(someSeason({ visits }), 'notice', {});
    const file = await seasonFile(many, 'pdf', press, (done) => progress.push(done));
    const { pages, titles, tagged, tags } = await readPdf(file?.bytes ?? new Uint8Array());
    expect(progress).toEqual([14, 28, 42, 56, 60]);
    expect(pages).toHaveLength(120);
    expect(titles).toEqual(many.map(({ title }) => title));
    expect(tagged).toBe(true);
    // Each page finds its own tags, wherever its letter was typeset.
    for (const page of [1, 60, 120]) expect(await tags(page)).toContain('Document');
  });

  test('come as one zip with a file for each', async () => {
    const file = await seasonFile(papers, 'zip', press);
    const names = Object.keys(unzipSync(file?.bytes ?? new Uint8Array()));
    expect(names).toEqual([
      '1-หนังสือแจ้งการนิเทศ-อบต.80-0001-2563.pdf',
      '2-หนังสือแจ้งการนิเทศ-อบต.80-0002-2563.pdf',
      '3-หนังสือแจ้งการนิเทศ-อบต.80-0003-2563.pdf',
    ]);
  });

  test('are numbered through in a zip of several lots, packed as each lot was', async () => {
    const [paper] = papers;
    if (!paper) throw new RangeError('no letter');
    const many = Array.from({ length: 100 }, (_, n) => ({ ...paper, title: `ฉบับที่ ${n + 1}` }));
    const typed = async () => ({ print: ({ title }: Paper) => new TextEncoder().encode(title) });
    const file = await seasonFile(many, 'zip', typed);
    const entries = Object.entries(unzipSync(file?.bytes ?? new Uint8Array()));
    expect(entries.map(([name]) => name.slice(0, 4))).toEqual(
      many.map((_, n) => `${String(n + 1).padStart(3, '0')}-`),
    );
    expect(entries.map(([, bytes]) => strFromU8(bytes))).toEqual(many.map(({ title }) => title));
  });

  test('have the same bytes whether one thread typesets them or several do, one after the other', async () => {
    const visits = Array.from({ length: 43 }, (_, n) => {
      const shortName = `อบต.บ้าน ${n + 1}`;
      const entry = anEntry({ state: 'postponed' });
      return someVisit({ entry, organization: { ...someVisit().organization, shortName } });
    });
    const many = seasonPapers(someSeason({ visits }), 'postponement', {});
    const worker = new URL('../../shared/documents/paper-worker.ts', import.meta.url);
    const inThreads = paperMakerInThread(worker);
    const progress: number[] = [];
    const made = await inThreads({ of: 'season', papers: many, format: 'pdf' }, (done) =>
      progress.push(done),
    );
    const here = await seasonFile(many, 'pdf', press);
    expect(Buffer.from(made?.bytes ?? []).equals(here?.bytes ?? new Uint8Array())).toBe(true);
    expect(progress).toEqual([14, 28, 42, 43]);
  });

  test('do not come as DOCX, which holds one letter', async () => {
    expect(await seasonFile(papers, 'docx', press)).toBeUndefined();
  });
});
