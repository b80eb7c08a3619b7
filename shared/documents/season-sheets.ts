/** The sheets of a season of visits: the team's day, the table of travel. */
import type { LocalDate } from '../domain/local-date.ts';
import { teamChecks } from '../text/preparations.ts';
import { bandLabels, seatOf } from '../text/thai.ts';
import type { SeasonFacts, VisitFacts } from './facts.ts';
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
import { overallSentence, placesOf } from './report-words.ts';
import { inOrder, seasonFrame } from './season-letters.ts';
import { openAdvicePart, visitPart } from './supervision-report.ts';

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
            ...visitPage(visit, figures),
          ]),
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

function visitPage(visit: VisitFacts, figures: Figures): Block[] {
  return [
    heading(2, `${figures.clock(visit.entry.startMinute)} ${oneLine(visit.organization.name)}`),
    ...visitPart(visit, figures),
    heading(3, 'รายงานรอบล่าสุด'),
    plain(reportSentence(visit, figures)),
    heading(3, 'ข้อเสนอแนะเดิมที่ยังติดตามอยู่'),
    ...openAdvicePart(visit, figures),
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

function members(team: VisitFacts['team'], missing: Gaps): Block {
  const positions = (team?.members ?? []).map(({ position }) => oneLine(position));
  return plain(`คณะนิเทศติดตาม: ${positions.join(', ') || missing.missing('รายชื่อคณะนิเทศติดตาม')}`);
}
