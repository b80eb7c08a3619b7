/** Lists of papers to download, and the page that waits for one. */
import type { Child, FC } from 'hono/jsx';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import type { Organization } from '../../shared/domain/organization.ts';
import {
  type Format,
  formatsOf,
  numberedPapers,
  type PaperAnswer,
  type ReportPaperName,
  type SeasonPaperName,
} from '../../shared/domain/papers.ts';
import type { Schedule, Team, Visit } from '../../shared/domain/supervision.ts';
import type { KeptNumbers } from '../../shared/store/letterhead-store.ts';
import { longDate } from '../../shared/text/thai.ts';
import {
  Button,
  ButtonLink,
  EmptyState,
  type FieldError,
  Notification,
  SummaryList,
  Table,
} from '../../shared/web/components.tsx';
import { GapList, reportWays, seasonWays } from './paper-gaps.tsx';
import type { Form } from './request-body.ts';
import { LetterFields } from './season-forms.tsx';

const names: Record<ReportPaperName | SeasonPaperName, string> = {
  all: 'เอกสารทั้งชุด',
  memorandum: 'บันทึกข้อความเสนอผู้บริหาร',
  announcement: 'ประกาศรายงานผลการดำเนินงาน',
  'covering-letter': 'หนังสือนำส่งรายงาน',
  book: 'รูปเล่มรายงาน',
  slides: 'ไฟล์นำเสนอ',
  workbook: 'ตารางรายงาน',
  notice: 'หนังสือแจ้งการนิเทศ',
  circular: 'หนังสือเวียนแจ้งการนิเทศ',
  postponement: 'หนังสือเลื่อนการนิเทศ',
  result: 'หนังสือแจ้งผลการนิเทศ',
  'supervision-report': 'รายงานการนิเทศติดตาม',
  submission: 'หนังสือเสนอคณะกรรมการ พร้อมสรุปผล',
  travel: 'ตารางการเดินทาง',
  'day-sheet': 'ใบงานประจำวัน',
};

const formatWords: Record<Format, string> = {
  pdf: 'PDF',
  docx: 'Word',
  pptx: 'PowerPoint',
  xlsx: 'Excel',
  csv: 'CSV',
  zip: 'ZIP',
};

/** What each paper of a report is for, in the order in which an office needs them. */
const uses: readonly (readonly [ReportPaperName, string])[] = [
  ['memorandum', 'เสนอผู้บริหารท้องถิ่นเพื่อทราบและลงนาม'],
  ['announcement', 'ลงนามแล้วเผยแพร่ให้ประชาชนทราบ มีตารางผลแนบท้าย'],
  ['covering-letter', 'นำส่งรูปเล่มถึงสำนักงาน ป.ป.ช. ประจำจังหวัด'],
  ['book', 'ปก คำนำ ประกาศ บทนำ ผลการดำเนินงาน ตารางสรุป และสำเนาจากระบบ'],
  ['slides', 'นำเสนอเมื่อรับการนิเทศติดตาม แก้ไขกราฟได้'],
  ['workbook', 'เรียงตามลำดับและรหัสของ e-PlanNACC'],
];

/** Links to one paper in its formats; a screen reader hears which paper each is of. */
const Files: FC<{
  paper: string;
  formats: readonly Format[];
  href: (format: Format) => string;
}> = ({ paper, formats, href }) => (
  <>
    {formats.map((format, index) => (
      <>
        {index > 0 && ' · '}
        <a class="govuk-link" href={href(format)}>
          {formatWords[format]}
          <span class="govuk-visually-hidden"> {paper}</span>
        </a>
      </>
    ))}
  </>
);

interface ReportPapersProps {
  readonly base: string;
  readonly answer: PaperAnswer;
  readonly letterhead: string;
  readonly orgId: string;
  readonly numbers: NumbersProps;
}

export const ReportPapersPage: FC<ReportPapersProps> = ({
  base,
  answer,
  letterhead,
  orgId,
  numbers,
}) => (
  <>
    <h1 class="govuk-heading-l">เอกสารของรายงาน</h1>
    <p class="govuk-body">
      ระบบจัดทำเอกสารจากรายงานที่ส่งแล้ว PDF ใช้พิมพ์ลงนาม Word ใช้แก้ไขข้อความก่อนพิมพ์
      เลขที่หนังสือให้ออกตามทะเบียนของหน่วยงาน แล้วบันทึกไว้ที่ท้ายหน้านี้
    </p>
    {numbers.saved && (
      <Notification kind="success" title="บันทึกเลขที่หนังสือแล้ว">
        <p class="govuk-body">เอกสารที่ดาวน์โหลดต่อจากนี้มีเลขที่และวันที่ตามที่บันทึก</p>
      </Notification>
    )}
    <ButtonLink href={`${base}/all.zip`}>ดาวน์โหลดเอกสารทั้งชุด (ZIP)</ButtonLink>
    {'gaps' in answer && <Gaps gaps={answer.gaps} ways={reportWays(orgId)} />}
    <p class="govuk-body">
      <a class="govuk-link" href={letterhead}>
        ตราสัญลักษณ์ ที่ตั้ง แบบตัวเลข และข้อความประจำในเอกสาร
      </a>
    </p>
    <Table
      caption="เอกสารทีละฉบับ"
      rows={uses}
      columns={[
        { head: 'เอกสาร', heads: true, cell: ([paper]) => names[paper] },
        { head: 'ใช้สำหรับ', cell: ([, use]) => use },
        {
          head: 'ดาวน์โหลด',
          cell: ([paper]) => (
            <Files
              paper={names[paper]}
              formats={formatsOf[paper]}
              href={(format) => `${base}/${paper}.${format}`}
            />
          ),
        },
      ]}
    />
    <Numbers {...numbers} base={base} />
  </>
);

interface NumbersProps {
  readonly kept: KeptNumbers;
  readonly form: Form | undefined;
  readonly errors: readonly FieldError[];
  readonly mayChange: boolean;
  readonly saved: boolean;
}

/** The numbers and dates that the organization's own register has given. */
const Numbers: FC<NumbersProps & { base: string }> = ({ base, kept, form, errors, mayChange }) => (
  <section aria-labelledby="numbers">
    <h2 class="govuk-heading-m" id="numbers">
      เลขที่และวันที่ของหนังสือ
    </h2>
    {mayChange ? (
      <form method="post" action={`${base}/numbers`} novalidate>
        <input type="hidden" name="seen" value={String(kept.rev ?? 0)} />
        {numberedPapers.map((paper) => (
          <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{names[paper]}</legend>
            <LetterFields
              {...{ errors, form }}
              name={paper}
              letter={kept.letters[paper]}
              hint="ตามทะเบียนของหน่วยงาน เช่น นศ 75301/120 หากยังไม่มีให้เว้นว่าง"
            />
          </fieldset>
        ))}
        <Button>บันทึกเลขที่และวันที่</Button>
      </form>
    ) : (
      <SummaryList
        rows={numberedPapers.map((paper) => {
          const letter = kept.letters[paper];
          return {
            key: names[paper],
            value: letter ? `ที่ ${letter.no} ลงวันที่ ${longDate(letter.date)}` : 'ยังไม่มีเลขที่',
          };
        })}
      />
    )}
  </section>
);

/** What the papers leave room for, so that nobody signs one without noticing. */
const Gaps: FC<{ gaps: readonly string[]; ways: Parameters<typeof GapList>[0]['ways'] }> = ({
  gaps,
  ways,
}) =>
  gaps.length === 0 ? null : (
    <section class="tasks" aria-labelledby="gaps">
      <h2 class="govuk-heading-s" id="gaps">
        ยังขาดข้อมูล {gaps.length} อย่าง
      </h2>
      <p class="govuk-body">
        ในเอกสารเว้นที่ไว้พร้อมคำว่า “โปรดระบุ” ให้เติมใน Word หรือเพิ่มข้อมูลในระบบแล้วดาวน์โหลดใหม่
      </p>
      <GapList {...{ gaps, ways }} />
    </section>
  );

/** What is missing, by paper; nothing for one that was not asked for. */
export type SeasonGaps = ReadonlyMap<SeasonPaperName, readonly string[]>;

interface SeasonPapersProps {
  readonly gaps: SeasonGaps;
  readonly province: string;
  /** Path of the season's page. */
  readonly season: string;
  /** Where what letters say is kept. */
  readonly letterhead: string;
  readonly base: string;
  readonly schedule: Schedule | undefined;
  readonly visits: readonly Visit[];
  readonly teams: readonly Team[];
  readonly organizations: readonly Organization[];
}

export const SeasonPapersPage: FC<SeasonPapersProps> = (props) => (
  <>
    <h1 class="govuk-heading-l">หนังสือและเอกสาร</h1>
    {props.schedule ? (
      <>
        <p class="govuk-body">
          เอกสารจัดทำจากกำหนดการที่เผยแพร่แล้ว หนังสือถึงหลายแห่งมีทั้งไฟล์ PDF เดียวสำหรับพิมพ์ และ ZIP ที่แยกไฟล์ละแห่ง
          หนังสือของแห่งใดแห่งหนึ่งในแบบ Word อยู่ที่หน้าการนิเทศของแห่งนั้น
        </p>
        <p class="govuk-body">
          <a class="govuk-link" href={props.letterhead}>
            ตราสัญลักษณ์ ที่ตั้ง แบบตัวเลข และชื่อคณะกรรมการในเอกสาร
          </a>
        </p>
        <Letters {...props} schedule={props.schedule} />
        <DaySheets {...props} schedule={props.schedule} />
      </>
    ) : (
      <EmptyState>ยังไม่ได้เผยแพร่กำหนดการนิเทศ เมื่อเผยแพร่แล้วจะดาวน์โหลดหนังสือได้ที่หน้านี้</EmptyState>
    )}
  </>
);

type Published = SeasonPapersProps & { readonly schedule: Schedule };

/** How many of each paper there are, and in which formats. */
export function seasonCounts(schedule: Schedule | undefined, visits: readonly Visit[]) {
  const { entries = [] } = schedule ?? {};
  const scheduled = entries.filter(({ state }) => state === 'scheduled').length;
  const moved = entries.filter(({ state, movedFrom }) => state === 'postponed' || movedFrom).length;
  const reported = visits.filter(({ report }) => report).length;
  const many = ['pdf', 'zip'] as const;
  const single = ['pdf', 'docx'] as const;
  return [
    { paper: 'notice', to: scheduled, what: `${scheduled} ฉบับ`, formats: many },
    { paper: 'circular', to: scheduled, what: `1 ฉบับ ถึง ${scheduled} แห่ง`, formats: single },
    { paper: 'postponement', to: moved, what: `${moved} ฉบับ`, formats: many },
    { paper: 'result', to: reported, what: `${reported} ฉบับ`, formats: many },
    { paper: 'supervision-report', to: reported, what: `${reported} ฉบับ`, formats: many },
    { paper: 'submission', to: reported, what: `1 ฉบับ สรุป ${reported} แห่ง`, formats: single },
    { paper: 'travel', to: entries.length, what: '1 ฉบับ', formats: single },
  ] as const;
}

const Letters: FC<Published> = ({ base, schedule, visits, gaps, province, season }) => {
  const rows = seasonCounts(schedule, visits);
  const ways = seasonWays(province, season);
  return (
    <Table
      caption="หนังสือและรายงานของฤดูนิเทศ"
      rows={rows}
      columns={[
        { head: 'เอกสาร', heads: true, cell: ({ paper }) => names[paper] },
        { head: 'จำนวน', cell: ({ to, what }) => (to > 0 ? what : 'ยังไม่มี') },
        {
          head: 'ดาวน์โหลด',
          cell: ({ paper, to, formats }) =>
            to > 0 ? (
              <Files
                paper={names[paper]}
                formats={formats}
                href={(format) => `${base}/${paper}.${format}`}
              />
            ) : (
              '–'
            ),
        },
        {
          head: 'ข้อมูลที่ยังขาด',
          cell: ({ paper, to }) => {
            const missing = gaps.get(paper) ?? [];
            if (missing.length > 0) return <GapList gaps={missing} ways={ways} />;
            return to > 0 ? 'ครบ' : '–';
          },
        },
      ]}
    />
  );
};

/** One sheet for each team and day on which it goes out. */
const DaySheets: FC<Published> = ({ base, schedule, teams }) => {
  const days = new Map<string, { date: LocalDate; teamId: string; count: number }>();
  for (const { state, date, teamId } of schedule.entries) {
    if (state !== 'scheduled') continue;
    const key = `${date} ${teamId}`;
    days.set(key, { date, teamId, count: (days.get(key)?.count ?? 0) + 1 });
  }
  const rows = [...days].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
  if (rows.length === 0) return null;
  const nameOf = (id: string) => teams.find(({ teamId }) => teamId === id)?.name ?? id;
  return (
    <Table
      caption="ใบงานประจำวันของแต่ละคณะ"
      rows={rows}
      columns={[
        { head: 'วัน', heads: true, cell: ({ date }) => longDate(date) },
        { head: 'คณะ', cell: ({ teamId }) => nameOf(teamId) },
        { head: 'จำนวนแห่ง', cell: ({ count }) => count },
        {
          head: 'ดาวน์โหลด',
          cell: ({ date, teamId }) => (
            <Files
              paper={`ใบงาน ${longDate(date)} ${nameOf(teamId)}`}
              formats={['pdf', 'docx']}
              href={(format) =>
                `${base}/day-sheet.${format}?${new URLSearchParams({ date, teamId })}`
              }
            />
          ),
        },
      ]}
    />
  );
};

interface MakingProps {
  readonly answer: Exclude<PaperAnswer, { refused: unknown }>;
  readonly failed: boolean;
  readonly paper: ReportPaperName | SeasonPaperName;
  /** Address of the file. */
  readonly file: string;
  /** The page that leads to it. */
  readonly list: string;
  readonly ways: Parameters<typeof GapList>[0]['ways'];
}

export const MakingPage: FC<MakingProps> = ({ answer, failed, paper, file, list, ways }) => (
  <>
    <h1 class="govuk-heading-l">{names[paper]}</h1>
    <Standing {...{ answer, failed, file }} />
    <Gaps gaps={answer.gaps} ways={ways} />
    <p class="govuk-body">
      <a class="govuk-link" href={list}>
        กลับไปหน้าเอกสาร
      </a>
    </p>
  </>
);

const Standing: FC<Pick<MakingProps, 'answer' | 'failed' | 'file'>> = ({
  answer,
  failed,
  file,
}): Child => {
  if (failed) {
    return (
      <Notification title="จัดทำเอกสารไม่สำเร็จ">
        <p class="govuk-body">
          ข้อมูลของท่านยังอยู่ครบ{' '}
          <a class="govuk-notification-banner__link" href={file}>
            ลองจัดทำอีกครั้ง
          </a>{' '}
          หากยังไม่ได้ โปรดแจ้งสำนักงาน ป.ป.ช. ประจำจังหวัด
        </p>
      </Notification>
    );
  }
  if (answer.state === 'made') {
    return (
      <Notification kind="success" title="เอกสารพร้อมแล้ว">
        <p class="govuk-body">
          การดาวน์โหลดเริ่มเอง หากไม่เริ่ม{' '}
          <a class="govuk-notification-banner__link" href={file}>
            ดาวน์โหลด {answer.fileName} ({sizeWords(answer.size)})
          </a>
        </p>
      </Notification>
    );
  }
  const { done, of } = answer.state === 'making' ? answer : { done: 0, of: 0 };
  return (
    <Notification title="ระบบกำลังจัดทำเอกสาร">
      <p class="govuk-body">
        <progress {...(of > 0 && { max: of, value: done })} aria-label="ความคืบหน้า" />{' '}
        {of > 0 && `เสร็จแล้ว ${done} จาก ${of} ฉบับ `}
        หน้านี้ตรวจดูเองทุก 2 วินาที และจะดาวน์โหลดให้เมื่อเสร็จ
      </p>
    </Notification>
  );
};

/** 1,240 กิโลไบต์, 6.7 เมกะไบต์ */
function sizeWords(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1000));
  return kilobytes < 1000 ? `${kilobytes} กิโลไบต์` : `${(bytes / 1_000_000).toFixed(1)} เมกะไบต์`;
}
