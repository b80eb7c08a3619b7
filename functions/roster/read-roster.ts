/** Reads a published list of organizations from CSV, in UTF-8 or in the Windows code page of Thai. */
import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import type { Organization, OrganizationType } from '../../shared/domain/organization.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { namePrefixes, type RosterRow } from '../../shared/domain/roster.ts';

export interface ReadRoster {
  readonly rows: readonly RosterRow[];
  /** Lines left out, and why, in words an officer can act on. */
  readonly problems: readonly { readonly line: number; readonly why: string }[];
}

/** The file as a whole cannot be a list of organizations; the message is for whoever sent it. */
export class UnreadableRoster extends Error {
  override readonly name = 'UnreadableRoster';
}

/** Headings by which a column is known, without regard to case and spaces. */
type Column = 'code' | 'name' | 'type' | 'amphoe' | 'latitude' | 'longitude';
const headings: Readonly<Record<Column, readonly string[]>> = {
  code: ['dla_code', 'รหัสอปท.', 'รหัสอปท', 'รหัสองค์กรปกครองส่วนท้องถิ่น', 'รหัส'],
  name: ['name_th', 'ชื่ออปท.', 'ชื่ออปท', 'ชื่อองค์กรปกครองส่วนท้องถิ่น', 'ชื่อ'],
  type: ['type', 'ประเภท', 'ประเภทอปท.'],
  amphoe: ['district_name_th', 'อำเภอ', 'ชื่ออำเภอ'],
  latitude: ['lat', 'latitude', 'ละติจูด'],
  longitude: ['lon', 'lng', 'longitude', 'ลองจิจูด'],
};
const needed: readonly Column[] = ['code', 'name', 'amphoe'];

const types: Readonly<Record<string, OrganizationType>> = {
  pao: 'pao',
  thesabannakhon: 'city',
  thesabanmueang: 'town',
  thesabantambon: 'subdistrict',
  tao: 'sao',
  pattayacity: 'special',
  รูปแบบพิเศษ: 'special',
};
const typesByDigit: Readonly<Record<string, OrganizationType>> = {
  2: 'pao',
  3: 'city',
  4: 'town',
  5: 'subdistrict',
  6: 'sao',
};
/** The whole kingdom, in degrees. */
const KINGDOM = { south: 5.5, north: 20.6, west: 97.3, east: 105.8 };
/** There are 7,850; a longer list is some other file. */
const MOST_ROWS = 12_000;

/** @throws {UnreadableRoster} */
export function readRoster(bytes: Uint8Array): ReadRoster {
  const [head, ...lines] = linesOf(textOf(bytes));
  const columns = columnsOf(head?.cells ?? []);
  if (lines.length === 0) throw new UnreadableRoster('ไฟล์มีแต่หัวตาราง ไม่มีรายชื่อหน่วยงาน');
  if (lines.length > MOST_ROWS) {
    throw new UnreadableRoster(`ไฟล์มี ${lines.length} แถว ระบบรับได้ไม่เกิน ${MOST_ROWS} แถว`);
  }
  const rows = new Map<string, RosterRow>();
  const problems: { line: number; why: string }[] = [];
  for (const { cells, line } of lines) {
    const row = rowOf((column) => cells[columns[column] ?? -1]?.trim() ?? '');
    if (typeof row === 'string') problems.push({ line, why: row });
    else if (rows.has(row.code)) problems.push({ line, why: `รหัส ${row.code} ซ้ำกับแถวก่อนหน้า` });
    else rows.set(row.code, row);
  }
  return { rows: [...rows.values()], problems };
}

function textOf(bytes: Uint8Array): string {
  // A zip archive, such as a workbook, or the older format of workbooks.
  if ([0x504b, 0xd0cf].includes(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0))) {
    throw new UnreadableRoster(
      'ไฟล์นี้เป็นสมุดงาน Excel กรุณาบันทึกเป็น CSV (ใน Excel เลือก “บันทึกเป็น” แล้วเลือก CSV UTF-8) ก่อนนำเข้า',
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-874').decode(bytes);
  }
}

const recordsSchema = z.array(
  z
    .object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) })
    .transform(({ record, info }) => ({ cells: record, line: info.lines })),
);

/** Cells, each row with the line of the file on which it ends. */
function linesOf(text: string) {
  try {
    const options = { bom: true, relax_column_count: true, skip_empty_lines: true, info: true };
    return recordsSchema.parse(parse(text, options));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const where = typeof error['lines'] === 'number' ? `บรรทัดที่ ${error['lines']} ` : '';
    throw new UnreadableRoster(`อ่านไฟล์ CSV ไม่ได้ ${where}เครื่องหมายคำพูดไม่ครบคู่หรือไฟล์มาไม่ครบ`);
  }
}

function columnsOf(head: readonly string[]): Partial<Record<Column, number>> {
  const plain = head.map((heading) => heading.replace(/\s+/g, '').toLowerCase());
  const found = Object.entries(headings).map(([column, known]) => [
    column,
    plain.findIndex((heading) => known.includes(heading)),
  ]);
  const columns: Partial<Record<Column, number>> = Object.fromEntries(
    found.filter(([, index]) => index !== -1),
  );
  const missing = needed.filter((column) => columns[column] === undefined);
  if (missing.length > 0) {
    const names = missing.map((column) => headings[column].slice(0, 2).join(' หรือ ')).join(', ');
    throw new UnreadableRoster(`แถวแรกของไฟล์ต้องเป็นหัวตาราง และไม่พบคอลัมน์ ${names}`);
  }
  return columns;
}

/** The row, or why it is none. */
function rowOf(cell: (column: Column) => string): RosterRow | string {
  const code = cell('code');
  if (!/^\d{7}$/.test(code)) return `รหัส “${code}” ไม่ใช่ตัวเลข 7 หลัก`;
  if (!provinceNames[code.slice(1, 3)]) return `รหัส ${code} ไม่ตรงกับจังหวัดใด`;
  const type =
    types[cell('type').replace(/\s+/g, '').toLowerCase()] ?? typesByDigit[code.charAt(0)];
  if (!type) return `รหัส ${code} ขึ้นต้นด้วยเลขที่ไม่ตรงกับประเภทใด`;
  const bareName = bare(cell('name'));
  if (bareName === '') return `รหัส ${code} ไม่มีชื่อหน่วยงาน`;
  if (bareName.length > 120) return `ชื่อของรหัส ${code} ยาวเกิน 120 ตัวอักษร`;
  // The department's list lacks the names of a few new districts.
  const amphoe = cell('amphoe').replace(/^(อำเภอ|อ\.|เขต)/, '') || 'ไม่ระบุ';
  const position = positionOf(cell('latitude'), cell('longitude'));
  if (typeof position === 'string') return `รหัส ${code} (${bareName}) ${position}`;
  return {
    code,
    type,
    bareName,
    amphoe: { code: code.slice(1, 5), name: amphoe },
    ...(position && { position }),
  };
}

/** Lists name organizations with or without what their type is called. */
function bare(name: string): string {
  const prefix = Object.values(namePrefixes)
    .flat()
    .find((each) => each !== '' && name.startsWith(each));
  return name.slice(prefix?.length ?? 0).trim();
}

function positionOf(latitude: string, longitude: string): Organization['position'] | string {
  if (latitude === '' && longitude === '') return undefined;
  const position = { latitude: Number(latitude), longitude: Number(longitude) };
  const inside =
    position.latitude > KINGDOM.south &&
    position.latitude < KINGDOM.north &&
    position.longitude > KINGDOM.west &&
    position.longitude < KINGDOM.east;
  return inside ? position : `พิกัด ${latitude}, ${longitude} ไม่อยู่ในประเทศไทย`;
}
