/** รายงานการนิเทศติดตาม as a paper: in the sections of the edition of the form that it was written on. */
import { dimensionTitle } from '../domain/framework.ts';
import { isSigned } from '../domain/supervision-report.ts';
import {
  formOf,
  formOn,
  type VisitAnswer,
  type VisitBlock,
  type VisitForm,
  type VisitQuestion,
} from '../domain/visit-form.ts';
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
import { emblemGap, placesOf } from './report-words.ts';
import { nothingSaid, seasonFrame } from './season-letters.ts';

export function supervisionReport(season: SeasonFacts, visit: VisitFacts): Paper {
  const { office, fiscalYear, forms } = season;
  const figures = figuresIn(office.letterhead.numerals);
  const missing = gaps();
  emblemGap(office, missing);
  const name = oneLine(visit.organization.name);
  const report = visit.visit?.report;
  const form = report ? formOf(report, forms) : formOn(visit.entry.date, forms);
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
          ...(report && !isSigned(report)
            ? [{ kind: 'title', text: '(ร่าง ยังไม่ได้ลงนาม)', points: 16 } as const]
            : []),
          ...(report?.reason
            ? [
                plain(
                  figures.text(`ฉบับที่ ${report.version ?? 1} แก้ไขเพราะ ${oneLine(report.reason)}`),
                ),
              ]
            : []),
          ...sections(form, visit, figures, missing),
          ...signers(season, visit, figures),
        ],
      },
    ],
    gaps: missing.names(),
  };
}

function sections(form: VisitForm, visit: VisitFacts, figures: Figures, missing: Gaps): Block[] {
  return form.sections.flatMap(({ title, parts }, index): Block[] => {
    const questions = parts.filter((part) => part.kind !== 'block');
    return [
      heading(2, figures.text(`${index + 1}. ${title}`)),
      ...parts.flatMap((part) =>
        part.kind === 'block' ? blockParts[part.block](visit, figures, missing) : [],
      ),
      ...(questions.length > 0 ? [answersTable(title, questions, visit, figures)] : []),
    ];
  });
}

function answersTable(
  title: string,
  questions: readonly VisitQuestion[],
  { visit }: VisitFacts,
  figures: Figures,
): Table {
  return {
    kind: 'table',
    summary: title,
    columns: [{ title: 'รายการ' }, { title: 'ผล', widthCm: 7 }],
    rows: questions.map((question) => {
      const answer = visit?.report?.answers?.[question.id];
      return [
        figures.text(oneLine(question.label)),
        answer ? said(question, answer, figures) : '-',
      ];
    }),
  };
}

function said(question: VisitQuestion, answer: VisitAnswer, { text }: Figures): string {
  if ('text' in answer) return answer.text;
  if ('score' in answer) {
    return text(question.kind === 'score' ? `${answer.score} / ${question.to}` : answer.score);
  }
  if ('choice' in answer) {
    const options = question.kind === 'choice' ? question.options : [];
    return options.find(({ value }) => value === answer.choice)?.text ?? answer.choice;
  }
  const { yes, no } = question.kind === 'yes-no' ? question : { yes: 'ใช่', no: 'ไม่ใช่' };
  return [answer.yes ? yes : no, oneLine(answer.remark)].filter(Boolean).join('\n');
}

/** Those who signed; room for whoever reports and whoever vouches, while nobody has. */
function signers({ office }: SeasonFacts, visit: VisitFacts, figures: Figures): Block[] {
  const signatures = visit.visit?.report?.signatures ?? [];
  if (signatures.length === 0) {
    return [
      { kind: 'space', lines: 1.5 },
      { kind: 'signature', lines: [signedBy('ผู้รายงาน'), ...signatureLines(reporter(visit))] },
      { kind: 'space', lines: 1 },
      { kind: 'signature', lines: [signedBy('ผู้รับรอง'), ...signatureLines(office.signatory)] },
    ];
  }
  return signatures.flatMap(({ position, capacity, actingFor, signedOn }): Block[] => [
    { kind: 'space', lines: 1.5 },
    {
      kind: 'signature',
      lines: [
        signedBy('ผู้รายงาน'),
        ...signatureLines({
          position: oneLine(position),
          capacity,
          ...(actingFor && { actingFor: oneLine(actingFor) }),
        }),
        figures.date(signedOn),
      ],
    },
  ]);
}

type Part = (visit: VisitFacts, figures: Figures, missing: Gaps) => Block[];

export function visitPart(
  { entry, organization, team, hostName, visit, contact }: VisitFacts,
  figures: Figures,
): Block[] {
  return [
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
  ];
}

function reportPart({ report }: VisitFacts, figures: Figures): Block[] {
  if (!report) return [plain('ยังไม่พบรายงานในระบบ')];
  const { counts, score, daysLate } = report;
  return [
    pairs('ผลการรายงาน', [
      ['จำนวนรายการ', figures.text(counts.total)],
      ['ดำเนินการแล้วเสร็จ', figures.text(counts.completed)],
      ['อยู่ระหว่างดำเนินการ', figures.text(counts.ongoing)],
      ['ไม่สามารถดำเนินการได้', figures.text(counts.unable)],
      [
        'ผลการดำเนินงาน',
        score.percent === null
          ? '-'
          : figures.text(`ร้อยละ ${score.percent.toFixed(2)} ${bandLabels[score.band]}`),
      ],
      ['การส่งรายงาน', daysLate === 0 ? 'ภายในกำหนด' : figures.text(`ส่งหลังกำหนด ${daysLate} วัน`)],
    ]),
  ];
}

export function openAdvicePart({ openRecommendations }: VisitFacts, figures: Figures): Block[] {
  if (openRecommendations.length === 0) return [plain('ไม่มี')];
  return openRecommendations.map(({ fiscalYear, text, state }, index) =>
    clause(
      figures.text(`${index + 1}.`),
      `${oneLine(text)} (${figures.text(`ปีงบประมาณ พ.ศ. ${fiscalYear}`)}: ${recommendationLabels[state]})`,
    ),
  );
}

/** What each block of the form shows. */
const blockParts: Record<VisitBlock, Part> = {
  visit: visitPart,
  report: reportPart,
  'open-recommendations': openAdvicePart,
  attendees: ({ visit }, _figures, missing) =>
    nothingSaid(visit?.report?.attendees ?? missing.missing('ผู้เข้าร่วม')),
  dimensions: ({ visit, dimensionTitles }, figures, missing) => [
    {
      kind: 'table',
      summary: 'ผลการดำเนินงานจำแนกตามมิติ',
      columns: [{ title: 'มิติ', widthCm: 5.5 }, { title: 'ผลการดำเนินงานที่พบ' }],
      rows: ([1, 2, 3, 4] as const).map((dimension) => [
        figures.text(`มิติที่ ${dimension} ${dimensionTitle(dimension, dimensionTitles)}`),
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
    const { recommendations, dueDays = [] } = visit.report;
    if (recommendations.length === 0) return [plain('ไม่มี')];
    return recommendations.map((text, index) => {
      const due = dueDays[index];
      const until = due ? ` (ภายใน${figures.longDate(due)})` : '';
      return clause(figures.text(`${index + 1}.`), `${oneLine(text)}${until}`);
    });
  },
  files: ({ visit }, figures) => {
    const files = visit?.report?.evidence ?? [];
    return files.length === 0
      ? [plain('ไม่มี')]
      : files.map(({ name }, index) => clause(figures.text(`${index + 1}.`), oneLine(name)));
  },
};

function pairs(summary: string, rows: readonly [string, string][]): Table {
  return {
    kind: 'table',
    summary,
    columns: [{ title: 'รายการ', widthCm: 4.5 }, { title: 'ข้อมูล' }],
    rows,
  };
}

/** Whoever took the visit's report down, in their own post. */
function reporter({ visit, team }: VisitFacts) {
  const position =
    visit?.report?.recordedBy.position ?? team?.members[0]?.position ?? 'หัวหน้าคณะนิเทศติดตาม';
  return { position: oneLine(position), capacity: 'holder' as const };
}
