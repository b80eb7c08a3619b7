/** Reads a pasted list of letter numbers of visits' notices, line by line. Pure. */
import { addDays, isLocalDate, type LocalDate } from '../../shared/domain/local-date.ts';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import { type Letter, letterSchema, type ScheduleEntry } from '../../shared/domain/supervision.ts';
import { delimiterOf, rowsOf } from '../../shared/imports/delimited-text.ts';
import { arabicDigits, cleanText, comparableName } from '../../shared/imports/thai-text.ts';
import { longDate, mediumDate, shortDate } from '../../shared/text/thai.ts';

/** A schedule has no more visits. */
export const MOST_LINES = 400;

export interface LetterLine {
  /** Line of the pasted text; 1 is the first. */
  readonly at: number;
  readonly entry: ScheduleEntry;
  readonly letter: Letter;
}

export interface WrongLine {
  readonly at: number;
  readonly message: string;
}

interface Known {
  readonly entries: readonly ScheduleEntry[];
  readonly organizations: readonly Organization[];
  readonly today: LocalDate;
}

/** Lines of organization (id, code or name), number and date; tabs or commas between them. A head is left out. */
export function readLetterList(
  text: string,
  known: Known,
): { lines: readonly LetterLine[]; wrong: readonly WrongLine[] } {
  const written = text
    .split('\n')
    .map((line, index) => ({ at: index + 1, cells: cellsOf(line) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const rows = isHead(written[0]?.cells) ? written.slice(1) : written;
  const find = finder(known);
  const lines: LetterLine[] = [];
  const wrong: WrongLine[] = [];
  for (const { at, cells } of rows) {
    const read = readLine(cells, find, known.today);
    if ('message' in read) {
      wrong.push({ at, message: read.message });
      continue;
    }
    const before = lines.find(({ entry }) => entry === read.entry);
    if (before) wrong.push({ at, message: `หน่วยงานนี้อยู่ในบรรทัดที่ ${before.at} แล้ว` });
    else lines.push({ at, ...read });
  }
  return { lines, wrong };
}

function cellsOf(line: string): string[] {
  const cells = rowsOf(line, delimiterOf(line))[0]?.cells.map(cleanText) ?? [];
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
}

function isHead(cells: readonly string[] | undefined): boolean {
  return cells !== undefined && /^(รหัส|หน่วยงาน|ชื่อ|อปท|ลำดับ)/.test(cells[0] ?? '');
}

type Finder = (typed: string) => ScheduleEntry | { message: string };

/** Finds the visit of an organization by its id, the department's code, or its name. */
function finder({ entries, organizations, today }: Known): Finder {
  const open = new Map<string, ScheduleEntry>();
  for (const entry of entries) {
    const other = open.get(entry.orgId);
    // Of several visits the latest is the one that a letter is about.
    const isLater = !other || other.visitNo < entry.visitNo;
    if (entry.state !== 'cancelled' && isLater) open.set(entry.orgId, entry);
  }
  const named = new Map<string, Set<string>>();
  for (const organization of organizations) {
    const { name, shortName, code } = nameOn(organization, today);
    const keys = [organization.orgId, code, name, shortName].map(comparableName);
    for (const key of keys) {
      named.set(key, (named.get(key) ?? new Set()).add(organization.orgId));
    }
  }
  return (typed) => {
    const orgIds = [...(named.get(comparableName(typed)) ?? [])];
    if (orgIds.length === 0) return { message: `ไม่พบหน่วยงาน “${shown(typed)}” ในจังหวัดนี้` };
    const found = orgIds.flatMap((orgId) => open.get(orgId) ?? []);
    const [entry] = found;
    if (!entry) {
      return { message: `“${shown(typed)}” ไม่อยู่ในกำหนดการที่เผยแพร่ หรือยกเลิกการนิเทศแล้ว` };
    }
    return found.length > 1
      ? {
          message: `มีหลายหน่วยงานชื่อ “${shown(typed)}” โปรดใช้รหัส ${found.map(({ orgId }) => orgId).join(' หรือ ')}`,
        }
      : entry;
  };
}

function readLine(
  cells: readonly string[],
  find: Finder,
  today: LocalDate,
): { entry: ScheduleEntry; letter: Letter } | { message: string } {
  const [organization = '', typedNo = '', typedDate = ''] = cells;
  if (cells.length !== 3 || organization === '' || typedNo === '') {
    return { message: 'ต้องมี 3 ช่อง คือ หน่วยงาน เลขที่หนังสือ และวันที่ คั่นด้วยแท็บหรือจุลภาค' };
  }
  const entry = find(organization);
  if ('message' in entry) return entry;
  const no = typedNo.replace(/^ที่\s*(?=\S)/, '');
  if (!/\d/.test(arabicDigits(no))) return { message: `เลขที่หนังสือ “${shown(no)}” ไม่มีตัวเลข` };
  const read = thaiDateIn(typedDate);
  if ('message' in read) return read;
  const { date } = read;
  const problem = dateProblem(date, entry, today);
  if (problem) return { message: problem };
  const letter = letterSchema.safeParse({ no, date });
  return letter.success
    ? { entry, letter: letter.data }
    : { message: 'เลขที่หนังสือยาวได้ไม่เกิน 60 ตัวอักษร' };
}

/** Days; older letters are slips of the year. */
const OLDEST = 366;

function dateProblem(
  date: LocalDate,
  { state, date: visitDate }: ScheduleEntry,
  today: LocalDate,
): string | undefined {
  if (date > today) return `${longDate(date)}ยังมาไม่ถึง`;
  if (date < addDays(today, -OLDEST)) {
    return `วันที่ ${mediumDate(date)} เก่ากว่าหนึ่งปี โปรดตรวจสอบปี พ.ศ.`;
  }
  return state === 'scheduled' && date > visitDate
    ? `ลงวันที่ ${shortDate(date)} หลังวันนิเทศ (${shortDate(visitDate)})`
    : undefined;
}

/** In full and as officers shorten them. */
const MONTHS: readonly (readonly string[])[] = [
  ['มกราคม', 'มค'],
  ['กุมภาพันธ์', 'กพ'],
  ['มีนาคม', 'มีค'],
  ['เมษายน', 'เมย'],
  ['พฤษภาคม', 'พค'],
  ['มิถุนายน', 'มิย'],
  ['กรกฎาคม', 'กค'],
  ['สิงหาคม', 'สค'],
  ['กันยายน', 'กย'],
  ['ตุลาคม', 'ตค'],
  ['พฤศจิกายน', 'พย'],
  ['ธันวาคม', 'ธค'],
];

/** 12 พฤษภาคม 2563, 12 พ.ค. 63, 12/5/2563, in Thai or Arabic digits; the year is of the Buddhist Era. */
export function thaiDateIn(typed: string): { date: LocalDate } | { message: string } {
  const text = arabicDigits(typed).replace(/^ลงวันที่\s*/, '');
  const match =
    /^(\d{1,2})\s*(?:[-/.]\s*(\d{1,2})\s*[-/.]|([\u0E00-\u0E7F][\u0E00-\u0E7F. ]*?))\s*(?:พ\.?\s*ศ\.?\s*)?(\d{4}|\d{2})$/.exec(
      text,
    );
  const [, day = '', monthNo, monthName = '', typedYear = ''] = match ?? [];
  const month = monthNo ? Number(monthNo) : monthOf(monthName);
  if (!match || month === 0) {
    return { message: `อ่านวันที่ “${shown(typed)}” ไม่ได้ โปรดเขียนเช่น 12 พ.ค. 2563 หรือ 12/5/2563` };
  }
  const year = typedYear.length === 2 ? 2500 + Number(typedYear) : Number(typedYear);
  if (year >= 1900 && year < 2200) {
    return { message: `ปี ${year} เป็นปี ค.ศ. กรุณากรอกเป็นปี พ.ศ. ${year + 543}` };
  }
  const two = (figure: number | string) => String(figure).padStart(2, '0');
  const date = `${year - 543}-${two(month)}-${two(day)}`;
  return isLocalDate(date) ? { date } : { message: `ไม่มีวันที่ “${shown(typed)}” ในปฏิทิน` };
}

/** 1 to 12; 0 for what is no month. */
function monthOf(name: string): number {
  const key = name.replace(/[. ]/g, '');
  return MONTHS.findIndex((names) => names.includes(key)) + 1;
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
