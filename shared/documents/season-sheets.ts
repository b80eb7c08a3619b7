/** The sheets of a season of visits: the team's day, the report on a visit, the table of travel. */
import { dimensionTitle } from '../domain/framework.ts';
import type { LocalDate } from '../domain/local-date.ts';
import { teamChecks } from '../text/preparations.ts';
import { bandLabels, recommendationLabels, seatOf } from '../text/thai.ts';
import { type SeasonFacts, signatureLines, signedBy, type VisitFacts } from './facts.ts';
import {
  type Block,
  clause,
  type Gaps,
  gaps,
  heading,
  type Paper,
  plain,
  type Table,
} from './paper.ts';
import { type Figures, figuresIn, oneLine } from './printable.ts';
import { emblemGap, overallSentence, placesOf } from './report-words.ts';
import { inOrder, nothingSaid, seasonFrame } from './season-letters.ts';

/** ใบงานประจำวัน of one team: each visit on a page of its own. */
export function daySheet(season: SeasonFacts, teamId: string, date: LocalDate): Paper {
  const { office } = season;
  const figures = figuresIn(office.letterhead.numerals);
  const missing = gaps();
  const visits = inOrder(season.visits).filter(
    ({ entry }) => entry.teamId === teamId && entry.date === date && entry.state === 'scheduled',
  );
  if (visits.length === 0) missing.missing('การนิเทศติดตามในวันนี้ของคณะนี้');
  const team = visits[0]?.team;
  const frame = seasonFrame(season, 'ใบงานประจำวัน', `${team?.name ?? teamId}-${date}`);
  return {
    ...frame,
    title: `ใบงานประจำวัน ${team?.name ?? teamId} ${figures.longDate(date)}`,
    unbroken: placesOf(visits.map(({ organization }) => organization)),
    sections: [
      {
        numbered: 'after-first',
        restart: true,
        blocks: [
          heading(1, 'ใบงานประจำวันของคณะนิเทศติดตาม', true),
          {
            kind: 'title',
            text: `${figures.text(oneLine(team?.name ?? teamId))} ${figures.longDate(date)}`,
            points: 16,
          },
          members(team, missing),
          ...visits.flatMap((visit, index): Block[] => [
            ...(index > 0 ? [{ kind: 'page-break' } as const] : []),
            ...visitPage(visit, figures, missing),
          ]),
        ],
      },
    ],
    gaps: missing.names(),
  };
}

/** รายงานการนิเทศติดตาม, in the parts that the office's form has. */
export function supervisionReport(season: SeasonFacts, visit: VisitFacts): Paper {
  const { office, fiscalYear } = season;
  const figures = figuresIn(office.letterhead.numerals);
  const missing = gaps();
  emblemGap(office, missing);
  const name = oneLine(visit.organization.name);
  return {
    ...seasonFrame(season, 'รายงานการนิเทศติดตาม', visit.organization.shortName),
    title: `รายงานการนิเทศติดตาม ${name}`,
    unbroken: placesOf([visit.organization]),
    sections: [
      {
        numbered: 'after-first',
        restart: true,
        blocks: [
          heading(1, 'รายงานการนิเทศติดตามการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต', true),
          { kind: 'title', text: '(Site Visit Tracking Supervision Report)', points: 16 },
          {
            kind: 'title',
            text: `${name} ${figures.text(`ปีงบประมาณ พ.ศ. ${fiscalYear}`)}`,
            points: 16,
          },
          ...office.letterhead.visitForm.flatMap(({ title, shows }, index): Block[] => [
            heading(2, figures.text(`${index + 1}. ${title}`)),
            ...formParts[shows](visit, figures, missing),
          ]),
          { kind: 'space', lines: 1.5 },
          {
            kind: 'signature',
            lines: [signedBy('ผู้รายงาน'), ...signatureLines(reporter(visit))],
          },
          { kind: 'space', lines: 1 },
          {
            kind: 'signature',
            lines: [signedBy('ผู้รับรอง'), ...signatureLines(office.signatory)],
          },
        ],
      },
    ],
    gaps: missing.names(),
  };
}

/** ตารางการเดินทาง of the season, a section for each team. */
export function travelTable(season: SeasonFacts): Paper {
  const { office, fiscalYear } = season;
  const figures = figuresIn(office.letterhead.numerals);
  const missing = gaps();
  const due = inOrder(season.visits).filter(({ entry }) => entry.state === 'scheduled');
  if (due.length === 0) missing.missing('กำหนดการนิเทศติดตาม');
  const teams = [...Map.groupBy(due, ({ entry }) => entry.teamId)].toSorted(([a], [b]) =>
    a.localeCompare(b),
  );
  return {
    ...seasonFrame(season, 'ตารางการเดินทาง', office.provinceName),
    title: figures.text(`ตารางการเดินทางนิเทศติดตาม ปีงบประมาณ พ.ศ. ${fiscalYear}`),
    unbroken: placesOf(due.map(({ organization }) => organization)),
    sections: [
      {
        numbered: 'after-first',
        restart: true,
        landscape: true,
        blocks: [
          heading(1, figures.text(`ตารางการเดินทางนิเทศติดตาม ปีงบประมาณ พ.ศ. ${fiscalYear}`), true),
          { kind: 'title', text: office.name, points: 16 },
          ...teams.flatMap(([teamId, visits]): Block[] => [
            heading(2, figures.text(oneLine(visits[0]?.team?.name ?? teamId))),
            members(visits[0]?.team, missing),
            plain(`พาหนะ: ${oneLine(visits[0]?.team?.vehicle ?? '.'.repeat(60))}`),
            travelRows(visits, figures),
          ]),
        ],
      },
    ],
    gaps: missing.names(),
  };
}

function travelRows(visits: readonly VisitFacts[], figures: Figures): Table {
  return {
    kind: 'table',
    summary: 'ตารางการเดินทาง',
    small: true,
    columns: [
      { title: 'วันที่', widthCm: 5 },
      { title: 'เวลา', widthCm: 3.2, align: 'centre' },
      { title: 'หน่วยงาน' },
      { title: 'อำเภอ', widthCm: 3 },
      { title: 'สถานที่', widthCm: 4 },
      { title: 'ผู้ประสานงาน', widthCm: 4.2 },
    ],
    rows: visits.map(({ entry, organization, hostName, visit, contact }) => [
      figures.longDate(entry.date).replace('วัน', '').replace('ที่ ', ' '),
      `${figures.clock(entry.startMinute).replace(' น.', '')}–${figures.clock(entry.startMinute + entry.durationMinutes)}`,
      oneLine(organization.name),
      organization.amphoe,
      oneLine(visit?.acknowledged?.place || (hostName ?? seatOf(organization.name))),
      [contact?.position, contact?.phone && figures.text(contact.phone)]
        .filter(Boolean)
        .map((part) => oneLine(part ?? ''))
        .join('\n') || '-',
    ]),
  };
}

function visitPage(visit: VisitFacts, figures: Figures, missing: Gaps): Block[] {
  return [
    heading(2, `${figures.clock(visit.entry.startMinute)} ${oneLine(visit.organization.name)}`),
    ...formParts.visit(visit, figures, missing),
    heading(3, 'รายงานรอบล่าสุด'),
    plain(reportSentence(visit, figures)),
    heading(3, 'ข้อเสนอแนะเดิมที่ยังติดตามอยู่'),
    ...formParts['open-recommendations'](visit, figures, missing),
    heading(3, 'รายการตรวจ'),
    ...teamChecks.map((item) => clause('[  ]', figures.text(item))),
    heading(3, 'บันทึก'),
    { kind: 'lines', count: 4 },
  ];
}

/** In a sentence: a team on its way needs the sheet on one page. */
function reportSentence({ report }: VisitFacts, figures: Figures): string {
  if (!report) return 'ยังไม่พบรายงานในระบบ';
  const { percent, band } = report.score;
  const score =
    percent === null
      ? bandLabels[band]
      : figures.text(`ร้อยละ ${percent.toFixed(2)} ${bandLabels[band]}`);
  const sent =
    report.daysLate === 0 ? 'ส่งภายในกำหนด' : figures.text(`ส่งหลังกำหนด ${report.daysLate} วัน`);
  return `${overallSentence(report.counts, figures)} ผลการดำเนินงาน${score} ${sent}`;
}

type Part = (visit: VisitFacts, figures: Figures, missing: Gaps) => Block[];
type PartName = SeasonFacts['office']['letterhead']['visitForm'][number]['shows'];

/** What each part of the form shows. */
const formParts: Record<PartName, Part> = {
  visit: ({ entry, organization, team, hostName, visit, contact }, figures) => [
    pairs('ข้อมูลการนิเทศติดตาม', [
      ['หน่วยงาน', oneLine(organization.name)],
      ['ที่ตั้ง', `อำเภอ${organization.amphoe} จังหวัด${organization.provinceName}`],
      [
        'วันและเวลา',
        `${figures.longDate(visit?.report?.heldOn ?? entry.date)} เวลา ${figures.clock(entry.startMinute)}`,
      ],
      ['สถานที่', oneLine(visit?.acknowledged?.place || (hostName ?? seatOf(organization.name)))],
      [
        'คณะนิเทศติดตาม',
        (team?.members ?? []).map(({ position }) => oneLine(position)).join('\n') || '-',
      ],
      ['ผู้รับคณะ', oneLine(visit?.acknowledged?.receivedBy || contact?.position || '-')],
      [
        'โทรศัพท์',
        figures.text(
          oneLine(visit?.acknowledged?.mobile || contact?.phone || organization.phone || '-'),
        ),
      ],
    ]),
  ],
  attendees: ({ visit }, _figures, missing) =>
    nothingSaid(visit?.report?.attendees ?? missing.missing('ผู้เข้าร่วม')),
  report: ({ report }, figures) =>
    report
      ? [
          pairs('ผลการรายงาน', [
            ['จำนวนรายการ', figures.text(report.counts.total)],
            ['ดำเนินการแล้วเสร็จ', figures.text(report.counts.completed)],
            ['อยู่ระหว่างดำเนินการ', figures.text(report.counts.ongoing)],
            ['ไม่สามารถดำเนินการได้', figures.text(report.counts.unable)],
            [
              'ผลการดำเนินงาน',
              report.score.percent === null
                ? '-'
                : figures.text(
                    `ร้อยละ ${report.score.percent.toFixed(2)} ${bandLabels[report.score.band]}`,
                  ),
            ],
            [
              'การส่งรายงาน',
              report.daysLate === 0
                ? 'ภายในกำหนด'
                : figures.text(`ส่งหลังกำหนด ${report.daysLate} วัน`),
            ],
          ]),
        ]
      : [plain('ยังไม่พบรายงานในระบบ')],
  dimensions: ({ visit, editionId }, figures, missing) => [
    {
      kind: 'table',
      summary: 'ผลการดำเนินงานจำแนกตามมิติ',
      columns: [{ title: 'มิติ', widthCm: 5.5 }, { title: 'ผลการดำเนินงานที่พบ' }],
      rows: ([1, 2, 3, 4] as const).map((dimension) => [
        figures.text(`มิติที่ ${dimension} ${dimensionTitle(dimension, editionId)}`),
        visit?.report
          ? visit.report.byDimension[dimension - 1]?.trim() || '-'
          : missing.missing(figures.text(`ผลของมิติที่ ${dimension}`)),
      ]),
    },
  ],
  'problems-making': ({ visit }, _figures, missing) =>
    nothingSaid(visit?.report ? visit.report.problemsMaking : missing.missing('ปัญหาในการจัดทำแผน')),
  'problems-carrying-out': ({ visit }, _figures, missing) =>
    nothingSaid(
      visit?.report
        ? visit.report.problemsCarryingOut
        : missing.missing('ปัญหาในการนำแผนไปสู่การปฏิบัติ'),
    ),
  findings: ({ visit }, _figures, missing) =>
    nothingSaid(visit?.report?.findings ?? missing.missing('ข้อสังเกต')),
  recommendations: ({ visit }, figures, missing) => {
    if (!visit?.report) return [plain(missing.missing('ข้อเสนอแนะ'))];
    const made = visit.report.recommendations;
    return made.length === 0
      ? [plain('ไม่มี')]
      : made.map((text, index) => clause(figures.text(`${index + 1}.`), oneLine(text)));
  },
  'open-recommendations': ({ openRecommendations }, figures) =>
    openRecommendations.length === 0
      ? [plain('ไม่มี')]
      : openRecommendations.map(({ fiscalYear, text, state }, index) =>
          clause(
            figures.text(`${index + 1}.`),
            `${oneLine(text)} (${figures.text(`ปีงบประมาณ พ.ศ. ${fiscalYear}`)}: ${recommendationLabels[state]})`,
          ),
        ),
};

function pairs(summary: string, rows: readonly [string, string][]): Table {
  return {
    kind: 'table',
    summary,
    columns: [{ title: 'รายการ', widthCm: 4.5 }, { title: 'ข้อมูล' }],
    rows,
  };
}

function members(team: VisitFacts['team'], missing: Gaps): Block {
  const positions = (team?.members ?? []).map(({ position }) => oneLine(position));
  return plain(`คณะนิเทศติดตาม: ${positions.join(', ') || missing.missing('รายชื่อคณะนิเทศติดตาม')}`);
}

/** Whoever took the visit's report down, in their own post. */
function reporter({ visit, team }: VisitFacts) {
  const position =
    visit?.report?.recordedBy.position ?? team?.members[0]?.position ?? 'หัวหน้าคณะนิเทศติดตาม';
  return { position: oneLine(position), capacity: 'holder' as const };
}
