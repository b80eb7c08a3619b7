/** The letters of a season of visits: notice, circular, postponement, results, submission to the committee. */
import { committeeOn } from '../domain/letterhead.ts';
import { addDays } from '../domain/local-date.ts';
import { visitName } from '../domain/submission-bundles.ts';
import { earlierLetterOf, noticeLetterOf } from '../domain/supervision.ts';
import { isSigned } from '../domain/supervision-report.ts';
import { executiveOf } from '../domain/titles.ts';
import { wholeEmblem } from '../objects/whole-picture.ts';
import { seatOf } from '../text/thai.ts';
import { type SeasonFacts, signatureLines, type VisitFacts } from './facts.ts';
import { type Block, clause, type Gaps, gaps, type Paper, paragraph, plain } from './paper.ts';
import { type Figures, figuresIn, oneLine, printable } from './printable.ts';
import { letterNumber, senderBlocks } from './report-letters.ts';
import { emblemGap, fileNameOf, placesOf } from './report-words.ts';

const VISITING = 'นิเทศติดตามการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต';
const SUBJECT = `การ${VISITING}`;

/** What hosts are asked to have ready. */
const PREPARATION = [
  'ข้อมูลแนะนำหน่วยงาน',
  'ผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต รอบ 6 เดือนแรก ตามมิติทั้งสี่',
  'ปัญหา อุปสรรค และข้อเสนอแนะ ทั้งในการจัดทำแผนและการนำแผนไปสู่การปฏิบัติ',
  'ไฟล์นำเสนอตามข้อ 1–3',
  'สำเนาเอกสารตามข้อ 1–4 สำหรับคณะนิเทศติดตาม',
  'แผนปฏิบัติการป้องกันการทุจริตของหน่วยงาน เพื่อใช้ประกอบการนิเทศติดตาม',
  'บุคลากรที่เกี่ยวข้องเข้าร่วมรับการนิเทศติดตามตามความเหมาะสม',
];

/** หนังสือภายนอก: one host is told of its day. */
export function noticeLetter(season: SeasonFacts, visit: VisitFacts): Paper {
  const figures = figuresIn(season.office.letterhead.numerals);
  const { entry } = visit;
  const missing = gaps();
  const numbered = noticeLetterOf(entry, season);
  const host = visit.hostName && ` ณ ${oneLine(visit.hostName)} (นิเทศรวมกลุ่ม)`;
  return letter(season, {
    what: 'หนังสือแจ้งการนิเทศ',
    about: visit,
    concerns: [visit],
    no: numbered?.no,
    on: numbered?.date,
    subject: SUBJECT,
    to: executiveOf(visit.organization),
    missing,
    enclosed: ['กำหนดการนิเทศติดตาม จำนวน 1 ฉบับ'],
    body: [
      paragraph(
        figures.text(
          `ด้วย${season.office.name} กำหนดลงพื้นที่${VISITING} ขององค์กรปกครองส่วนท้องถิ่นในจังหวัด${season.office.provinceName} ประจำปีงบประมาณ พ.ศ. ${season.fiscalYear} เพื่อเยี่ยม ให้คำแนะนำ รับฟังปัญหา และติดตามการขับเคลื่อนโครงการ กิจกรรม และมาตรการตามแผน`,
        ),
      ),
      paragraph(
        `ในการนี้ จึงขอแจ้งกำหนดลงพื้นที่นิเทศติดตาม${oneLine(visit.organization.name)} ใน${figures.longDate(entry.date)} เวลา ${figures.clock(entry.startMinute)} เป็นต้นไป${host ?? ` ณ ${seatOf(oneLine(visit.organization.name))}`} ${teamSentence(visit)} และขอความอนุเคราะห์จัดเตรียม ดังนี้`,
      ),
      ...PREPARATION.map((item, index) =>
        clause(figures.text(`${index + 1}.`), figures.text(item)),
      ),
      paragraph(
        `ทั้งนี้ โปรดตอบรับหรือแจ้งขอเปลี่ยนวันนิเทศติดตามผ่านระบบ หรือทางโทรศัพท์ ${phoneOf(season, figures, missing)} ภายใน${figures.longDate(answerBy(season, visit))}`,
      ),
      paragraph('จึงเรียนมาเพื่อโปรดทราบ และพิจารณาดำเนินการต่อไป'),
    ],
    annex: [
      { kind: 'title', text: `กำหนดการ${VISITING}`, points: 16 },
      { kind: 'title', text: oneLine(visit.organization.name), points: 16 },
      { kind: 'title', text: figures.longDate(entry.date), points: 16 },
      programme(visit, figures),
    ],
  });
}

/** หนังสือเวียน: one number for all hosts, their days in the annex. */
export function circular(season: SeasonFacts): Paper {
  const figures = figuresIn(season.office.letterhead.numerals);
  const due = season.visits.filter(({ entry }) => entry.state === 'scheduled');
  const prefix = season.office.letterhead.letterPrefix;
  return letter(season, {
    what: 'หนังสือเวียนแจ้งการนิเทศ',
    concerns: due,
    no: season.letter?.no ?? `${prefix || '............'}/ว ........`,
    on: season.letter?.date,
    subject: SUBJECT,
    to: 'ผู้บริหารองค์กรปกครองส่วนท้องถิ่น (ตามบัญชีแนบท้าย)',
    enclosed: ['บัญชีกำหนดการนิเทศติดตาม จำนวน 1 ชุด'],
    body: [
      paragraph(
        figures.text(
          `ด้วย${season.office.name} กำหนดลงพื้นที่${VISITING} ประจำปีงบประมาณ พ.ศ. ${season.fiscalYear} จำนวน ${due.length} แห่ง เพื่อเยี่ยม ให้คำแนะนำ รับฟังปัญหา และติดตามการขับเคลื่อนโครงการ กิจกรรม และมาตรการตามแผน`,
        ),
      ),
      paragraph('ในการนี้ จึงขอแจ้งกำหนดการนิเทศติดตามตามบัญชีที่ส่งมาพร้อมนี้ และขอความอนุเคราะห์จัดเตรียม ดังนี้'),
      ...PREPARATION.map((item, index) =>
        clause(figures.text(`${index + 1}.`), figures.text(item)),
      ),
      paragraph('จึงเรียนมาเพื่อโปรดทราบ และพิจารณาดำเนินการต่อไป'),
    ],
    annex: [
      { kind: 'heading', level: 1, text: 'บัญชีกำหนดการนิเทศติดตาม', centred: true },
      scheduleTable(due, figures),
    ],
  });
}

/** Tells a host that its day has been put off, or moved to another. */
export function postponementLetter(season: SeasonFacts, visit: VisitFacts): Paper {
  const figures = figuresIn(season.office.letterhead.numerals);
  const { entry } = visit;
  const missing = gaps();
  const before = entry.movedFrom?.date ?? entry.date;
  const newDay =
    entry.state === 'scheduled' && entry.movedFrom
      ? `และกำหนดวันใหม่เป็น${figures.longDate(entry.date)} เวลา ${figures.clock(entry.startMinute)}`
      : 'ส่วนวันนิเทศติดตามใหม่จะแจ้งให้ทราบภายหลัง';
  const earlier = earlierLetterOf(entry, season);
  const numbered = entry.state === 'scheduled' ? noticeLetterOf(entry, season) : undefined;
  const cited = earlier
    ? `หนังสือ${season.office.name} ที่ ${figures.text(earlier.no)} ลงวันที่ ${figures.date(earlier.date)}`
    : missing.missing('เลขที่และวันที่ของหนังสือแจ้งการนิเทศ');
  return letter(season, {
    what: 'หนังสือเลื่อนการนิเทศ',
    about: visit,
    concerns: [visit],
    no: numbered?.no,
    on: numbered?.date,
    subject: `ขอเลื่อน${SUBJECT}`,
    to: executiveOf(visit.organization),
    cited,
    missing,
    body: [
      paragraph(
        `ตามหนังสือที่อ้างถึง ${season.office.name} แจ้งกำหนดลงพื้นที่นิเทศติดตาม${oneLine(visit.organization.name)} ใน${figures.longDate(before)} นั้น`,
      ),
      paragraph(
        `เนื่องจาก${missing.or(entry.reason && oneLine(entry.reason), 'เหตุที่เลื่อน')} ${season.office.name} จึงขอเลื่อนการนิเทศติดตามดังกล่าวออกไป ${newDay} เอกสารที่จัดเตรียมไว้แล้วใช้ได้ต่อไป ไม่ต้องจัดทำใหม่`,
      ),
      paragraph('จึงเรียนมาเพื่อโปรดทราบ และขออภัยในความไม่สะดวกมา ณ โอกาสนี้'),
    ],
  });
}

/** หนังสือแจ้งผลการนิเทศติดตาม, with the team's recommendations. */
export function resultLetter(season: SeasonFacts, visit: VisitFacts): Paper {
  const figures = figuresIn(season.office.letterhead.numerals);
  const missing = gaps();
  const report = visit.visit?.report;
  const closed = visit.visit?.closed?.letter;
  const recommendations = report?.recommendations ?? [];
  return letter(season, {
    what: 'หนังสือแจ้งผลการนิเทศ',
    about: visit,
    concerns: [visit],
    no: closed?.no,
    on: closed?.date,
    subject: `แจ้งผล${SUBJECT}`,
    to: executiveOf(visit.organization),
    missing,
    body: [
      paragraph(
        `ตามที่${season.office.name} ได้ลงพื้นที่นิเทศติดตาม${oneLine(visit.organization.name)} ${report ? `เมื่อ${figures.longDate(report.heldOn)}` : missing.missing('วันที่นิเทศติดตาม')} นั้น`,
      ),
      paragraph('ผลการนิเทศติดตามปรากฏข้อสังเกต ดังนี้'),
      ...linesOf(report?.findings ?? missing.missing('ข้อสังเกต')).map((line) => clause('–', line)),
      paragraph(
        recommendations.length > 0
          ? 'คณะนิเทศติดตามมีข้อเสนอแนะ ดังนี้'
          : 'คณะนิเทศติดตามไม่มีข้อเสนอแนะเพิ่มเติม',
      ),
      ...recommendations.map((text, index) => clause(figures.text(`${index + 1}.`), oneLine(text))),
      ...(recommendations.length > 0
        ? [
            paragraph(
              figures.text(
                'จึงขอให้พิจารณาดำเนินการตามข้อเสนอแนะ และรายงานผลการดำเนินการในระบบ ซึ่งจะใช้ประกอบการติดตามในรายงาน รอบ 12 เดือน',
              ),
            ),
          ]
        : []),
      paragraph('จึงเรียนมาเพื่อโปรดทราบ และขอขอบคุณในความร่วมมือมา ณ โอกาสนี้'),
    ],
  });
}

/** The province's submission to the committee: letter and summary of the visits held. */
export function committeeSubmission(season: SeasonFacts): Paper {
  const figures = figuresIn(season.office.letterhead.numerals);
  const { bundle } = season;
  const names = bundle?.visits.map(visitName);
  const held = season.visits.filter(
    ({ visit, entry }) => isSigned(visit?.report) && (names?.includes(visitName(entry)) ?? true),
  );
  const made = held.reduce(
    (sum, { visit }) => sum + (visit?.report?.recommendations.length ?? 0),
    0,
  );
  const committee = bundle?.committee ?? committeeOn(season.office.letterhead, season.issuedOn);
  const missing = gaps();
  if (held.length === 0) missing.missing('รายงานการนิเทศติดตามอย่างน้อยหนึ่งแห่ง');
  return letter(season, {
    what: 'หนังสือเสนอคณะกรรมการ',
    concerns: held,
    no: bundle?.letter?.no,
    on: bundle?.letter?.date,
    subject: `รายงานผล${SUBJECT}`,
    to: `ประธาน${committee}`,
    missing,
    enclosed: [
      'สรุปผลการนิเทศติดตาม จำนวน 1 ชุด',
      `รายงานการนิเทศติดตาม (Site Visit Tracking Supervision Report) จำนวน ${held.length} ฉบับ`,
    ],
    body: [
      paragraph(
        figures.text(
          `ด้วย${season.office.name} ได้ลงพื้นที่${VISITING} ขององค์กรปกครองส่วนท้องถิ่นในจังหวัด${season.office.provinceName} ประจำปีงบประมาณ พ.ศ. ${season.fiscalYear} เสร็จแล้วจำนวน ${held.length} แห่ง จากที่กำหนดไว้ ${season.visits.length} แห่ง และมีข้อเสนอแนะรวม ${made} ข้อ`,
        ),
      ),
      paragraph(`จึงขอเสนอรายงานผลการนิเทศติดตามต่อ${committee} รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย`),
      paragraph('จึงเรียนมาเพื่อโปรดพิจารณา'),
    ],
    annex: [
      { kind: 'heading', level: 1, text: 'สรุปผลการนิเทศติดตาม', centred: true },
      {
        kind: 'title',
        text: figures.text(
          `จังหวัด${season.office.provinceName} ปีงบประมาณ พ.ศ. ${season.fiscalYear}`,
        ),
        points: 16,
      },
      summaryTable(held, figures),
    ],
    annexLandscape: true,
  });
}

interface LetterParts {
  readonly what: string;
  readonly about?: VisitFacts;
  /** Whom it names. */
  readonly concerns: readonly VisitFacts[];
  readonly no: string | undefined;
  readonly on: SeasonFacts['issuedOn'] | undefined;
  readonly subject: string;
  readonly to: string;
  readonly cited?: string;
  readonly enclosed?: readonly string[];
  readonly body: readonly Block[];
  readonly annex?: readonly Block[];
  readonly annexLandscape?: boolean;
  readonly missing?: Gaps;
}

/** The parts of an external letter, in the order of the regulation. */
function letter(season: SeasonFacts, parts: LetterParts): Paper {
  const { office, issuedOn } = season;
  const { letterhead } = office;
  const figures = figuresIn(letterhead.numerals);
  const missing = parts.missing ?? gaps();
  emblemGap(office, missing);
  const name = parts.about?.organization.shortName ?? office.provinceName;
  return {
    ...seasonFrame(season, parts.what, name),
    title: `${parts.what} ${oneLine(name)}`,
    unbroken: placesOf(parts.concerns.map(({ organization }) => organization)),
    sections: [
      {
        numbered: 'after-first',
        restart: true,
        blocks: [
          { kind: 'heading', level: 1, text: `${parts.what} ${oneLine(name)}`, hidden: true },
          {
            kind: 'letter-head',
            no: `ที่ ${parts.no ? figures.text(parts.no) : letterNumber(letterhead.letterPrefix, figures.text)}`,
            address: [office.name, ...letterhead.address.map(figures.text)],
          },
          { kind: 'paragraph', text: figures.date(parts.on ?? issuedOn), indent: 'signature' },
          {
            kind: 'fields',
            rows: [
              { label: 'เรื่อง', text: parts.subject },
              { label: 'เรียน', text: parts.to },
              ...(parts.cited ? [{ label: 'อ้างถึง', text: parts.cited }] : []),
              ...(parts.enclosed
                ? [{ label: 'สิ่งที่ส่งมาด้วย', text: enclosures(parts.enclosed, figures) }]
                : []),
            ],
          },
          ...parts.body,
          { kind: 'space', lines: 0.5 },
          {
            kind: 'signature',
            lines: ['ขอแสดงความนับถือ', '', '', ...signatureLines(office.signatory)],
          },
          { kind: 'fill' },
          ...senderBlocks(letterhead, office.phone, figures.text, missing),
        ],
      },
      ...(parts.annex
        ? [
            {
              numbered: 'after-first' as const,
              landscape: parts.annexLandscape === true,
              blocks: parts.annex,
            },
          ]
        : []),
    ],
    gaps: missing.names(),
  };
}

/** Fields that every paper of a season has in common. */
export function seasonFrame(
  { office, fiscalYear, issuedOn }: SeasonFacts,
  what: string,
  name: string,
) {
  const { letterhead } = office;
  const emblem = wholeEmblem(letterhead);
  return {
    fileName: fileNameOf(what, name, String(fiscalYear)),
    author: office.name,
    date: issuedOn,
    thaiNumerals: letterhead.numerals === 'thai',
    ...(emblem && { emblem }),
  };
}

/** วัน เวลา หน่วยงาน อำเภอ คณะ, in order of time. */
function scheduleTable(visits: readonly VisitFacts[], figures: Figures): Block {
  return {
    kind: 'table',
    summary: 'กำหนดการนิเทศติดตาม',
    columns: [
      { title: 'ลำดับ', widthCm: 1.3, align: 'centre' },
      { title: 'วันที่', widthCm: 2.8 },
      { title: 'เวลา', widthCm: 1.9, align: 'centre' },
      { title: 'หน่วยงาน' },
      { title: 'อำเภอ', widthCm: 3 },
      { title: 'คณะ', widthCm: 1.9 },
    ],
    rows: inOrder(visits).map(({ entry, organization, hostName, team }, index) => [
      figures.text(index + 1),
      figures.shortDate(entry.date),
      figures.clock(entry.startMinute),
      hostName
        ? `${oneLine(organization.name)} (ณ ${oneLine(hostName)})`
        : oneLine(organization.name),
      organization.amphoe,
      figures.text(oneLine(team?.name ?? '-')),
    ]),
  };
}

export function inOrder(visits: readonly VisitFacts[]): VisitFacts[] {
  return visits.toSorted(
    (a, b) =>
      a.entry.date.localeCompare(b.entry.date) ||
      a.entry.startMinute - b.entry.startMinute ||
      a.organization.orgId.localeCompare(b.organization.orgId),
  );
}

/** The lines of what somebody wrote, without empty ones. */
function linesOf(text: string): string[] {
  return printable(text)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

function summaryTable(held: readonly VisitFacts[], figures: Figures): Block {
  return {
    kind: 'table',
    summary: 'สรุปผลการนิเทศติดตาม',
    columns: [
      { title: 'ลำดับ', widthCm: 1.3, align: 'centre' },
      { title: 'หน่วยงาน', widthCm: 5 },
      { title: 'วันที่นิเทศ', widthCm: 2.8 },
      { title: 'ร้อยละ', widthCm: 1.8, align: 'centre' },
      { title: 'ข้อสังเกต' },
      { title: 'ข้อเสนอแนะ', widthCm: 6.5 },
    ],
    rows: inOrder(held).flatMap(({ organization, visit, report }, index) => {
      const said = visit?.report;
      if (!said) return [];
      return [
        [
          figures.text(index + 1),
          oneLine(organization.name),
          figures.shortDate(said.heldOn),
          report && report.score.percent !== null
            ? figures.text(report.score.percent.toFixed(2))
            : '-',
          linesOf(said.findings)
            .map((line, _, { length }) => (length > 1 ? `– ${line}` : line))
            .join('\n'),
          said.recommendations
            .map((text, n) => `${figures.text(n + 1)}. ${oneLine(text)}`)
            .join('\n') || '-',
        ],
      ];
    }),
  };
}

/** What happens when on the day, from the visit's own hours. */
function programme({ entry }: VisitFacts, figures: Figures): Block {
  const { startMinute, durationMinutes } = entry;
  const at = (share: number) => startMinute + Math.round((durationMinutes * share) / 15) * 15;
  const step = (from: number, to: number, what: string) => [
    `${figures.clock(at(from)).replace(' น.', '')} – ${figures.clock(Math.min(at(to), startMinute + durationMinutes))}`,
    what,
  ];
  return {
    kind: 'table',
    summary: 'กำหนดการนิเทศติดตาม',
    columns: [{ title: 'เวลา', widthCm: 4.2, align: 'centre' }, { title: 'รายการ' }],
    rows: [
      step(0, 0.1, 'ต้อนรับ แนะนำคณะนิเทศติดตามและผู้เข้าร่วม'),
      step(0.1, 0.5, 'หน่วยงานนำเสนอข้อมูลหน่วยงาน ผลการดำเนินงานตามมิติทั้งสี่ ปัญหา อุปสรรค และข้อเสนอแนะ'),
      step(0.5, 0.8, 'คณะนิเทศติดตามตรวจเยี่ยม ซักถาม และให้คำแนะนำ'),
      step(0.8, 1, 'สรุปข้อสังเกตและข้อเสนอแนะ'),
    ],
  };
}

function enclosures(items: readonly string[], { text }: Figures): string {
  if (items.length === 1) return text(items[0] ?? '');
  return items.map((item, index) => text(`${index + 1}. ${item}`)).join('\n');
}

/** In one piece: no line breaks within a number. */
function phoneOf({ office }: SeasonFacts, { text }: Figures, missing: Gaps): string {
  const phone = missing.or(oneLine(office.phone), 'หมายเลขโทรศัพท์ของสำนักงาน');
  return text(phone).replaceAll(' ', '\u00A0');
}

function teamSentence({ team }: VisitFacts): string {
  if (!team || team.members.length === 0) return 'โดยคณะนิเทศติดตาม';
  const members = team.members.map(({ position }) => oneLine(position));
  const [last = '', ...before] = members.toReversed();
  const listed = before.length === 0 ? last : `${before.toReversed().join(' ')} และ${last}`;
  return `โดยคณะนิเทศติดตาม ประกอบด้วย ${listed}`;
}

/** A week before the visit, or on the day of the letter where that is later. */
function answerBy({ issuedOn }: SeasonFacts, { entry }: VisitFacts) {
  const DAYS_TO_ANSWER = 7;
  const day = addDays(entry.date, -DAYS_TO_ANSWER);
  return day < issuedOn ? issuedOn : day;
}

/** The paper's own words where nothing is to be said. */
export function nothingSaid(text: string): Block[] {
  const lines = linesOf(text);
  return lines.length > 0 ? lines.map(paragraph) : [plain('ไม่มี')];
}
