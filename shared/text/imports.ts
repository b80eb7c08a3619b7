/** What is wrong with a table that was brought in, in words that an officer can act on. */
import type { Field } from '../imports/headings.ts';
import type { ImportedRow, ReadingRefused, RowProblem } from '../imports/read-rows.ts';
import type { ReadRefusal, SourceTable } from '../imports/source-table.ts';
import { statusLabels } from './thai.ts';

const OLD_TYPE = 'กรุณาเปิดด้วย Excel หรือ Word แล้วเลือก “บันทึกเป็น” ชนิด .xlsx หรือ .docx จากนั้นเลือกไฟล์ใหม่';

const refusals: Record<ReadRefusal['refused'] | ReadingRefused['refused'], string> = {
  empty: 'ไฟล์หรือข้อความนี้ว่างเปล่า',
  pdf: 'ไฟล์นี้เป็น PDF ระบบอ่านตารางจาก PDF ไม่ได้ กรุณาใช้ไฟล์ Excel หรือ Word ต้นฉบับ หรือคัดลอกตารางมาวาง',
  picture: 'ไฟล์นี้เป็นรูปภาพ ระบบอ่านตารางจากรูปไม่ได้ กรุณาใช้ไฟล์ Excel หรือ Word ต้นฉบับ',
  'old-office': `ไฟล์นี้เป็น Excel หรือ Word รุ่นเก่า (.xls, .doc) หรือตั้งรหัสผ่านไว้ ${OLD_TYPE}`,
  'open-document': `ไฟล์นี้เป็นชนิด OpenDocument ${OLD_TYPE}`,
  'other-type': 'ไฟล์นี้ไม่ใช่ .xlsx .docx หรือ .csv (ระบบดูจากเนื้อหา ไม่ได้ดูจากชื่อไฟล์) กรุณาเลือกไฟล์ใหม่',
  macros:
    'ไฟล์นี้มีมาโคร ระบบไม่เปิดไฟล์ที่มีมาโครเพื่อความปลอดภัย กรุณาบันทึกเป็น “สมุดงาน Excel (.xlsx)” หรือ “เอกสาร Word (.docx)” แล้วเลือกไฟล์ใหม่',
  locked: 'ไฟล์นี้ตั้งรหัสผ่านไว้ กรุณาเอารหัสผ่านออกแล้วเลือกไฟล์ใหม่',
  broken: 'ไฟล์มาไม่ครบหรือเสียหาย กรุณาเปิดดูว่าไฟล์ยังใช้ได้ แล้วเลือกไฟล์ใหม่อีกครั้ง',
  'too-large-inside':
    'เนื้อหาในไฟล์ใหญ่ผิดปกติ ระบบจึงไม่เปิด กรุณาคัดลอกเฉพาะตารางรายงานไปไว้ในไฟล์ใหม่ แล้วเลือกไฟล์นั้น',
  'too-many-rows':
    'ตารางมีมากกว่า 1,000 แถว แต่แผนหนึ่งมีได้ไม่เกิน 300 รายการ กรุณาเลือกเฉพาะตารางรายงานของปีนี้',
  'too-many-columns': 'ตารางมีมากกว่า 60 คอลัมน์ กรุณาคัดลอกเฉพาะคอลัมน์ของแบบรายงาน',
  'too-much-text': 'ข้อความในตารางยาวเกินกว่าที่แบบรายงานรับได้ กรุณาเลือกเฉพาะตารางรายงานของปีนี้',
  'no-table': 'ไม่พบตารางในไฟล์นี้',
  'no-headings':
    'ไม่พบหัวตารางที่ระบบรู้จัก หัวตารางต้องมีช่องชื่อ เช่น “ชื่อโครงการ/กิจกรรม/มาตรการ” และช่องผล เช่น “สถานะ” หรือ “หมายเหตุ” อยู่ในแถวเดียวกัน (สลับลำดับคอลัมน์ได้)',
  'no-rows': 'พบหัวตารางแล้ว แต่ไม่มีแถวข้อมูลใต้หัวตาราง',
  'too-many-items': 'ตารางมีมากกว่า 300 รายการ ซึ่งมากกว่าที่แผนหนึ่งมีได้ กรุณาเลือกเฉพาะรายการของปีนี้',
};

export function importRefusalText({ refused }: ReadRefusal | ReadingRefused): string {
  return refusals[refused];
}

const fieldNames: Record<Field, string> = {
  itemId: 'รหัสรายการ',
  no: 'ลำดับ',
  dimension: 'มิติ',
  name: 'ชื่อ',
  statusCode: 'รหัสสถานะ',
  status: 'สถานะ',
  reasonCode: 'รหัสสาเหตุ',
  reason: 'เหตุผล',
  remark: 'หมายเหตุ',
  budget: 'งบประมาณในข้อบัญญัติ',
  spent: 'เบิกจ่าย',
  decision: 'ปีต่อไป',
  year: 'ปีงบประมาณ',
};

const STATUSES = Object.values(statusLabels)
  .map((label) => `“${label}”`)
  .join(' ');

const problems: Record<RowProblem['code'], (problem: RowProblem) => string> = {
  'no-missing': () => 'ไม่มีลำดับที่ ระบบจับคู่ด้วยชื่อแทน',
  'no-unreadable': ({ text }) => `ลำดับที่ “${cut(text)}” ไม่ใช่ตัวเลข 1–300 ระบบจับคู่ด้วยชื่อแทน`,
  'name-missing': () => 'ไม่มีชื่อโครงการ/กิจกรรม/มาตรการ',
  'name-cut-off': () => 'ชื่อมาไม่ครบ (มีเครื่องหมายคำพูดปิด แต่ไม่มีเครื่องหมายเปิด)',
  'too-long': ({ text = '', most = 0 }) =>
    `ยาว ${figure([...text].length)} ตัวอักษร เกินกำหนด ${figure(most)} ตัวอักษร จึงไม่นำเข้าช่องนี้ กรุณาย่อแล้วนำเข้าใหม่ หรือพิมพ์ในแบบรายงาน`,
  'dimension-missing': () => 'ไม่ได้ระบุมิติ',
  'dimension-unknown': ({ text }) => `มิติ “${cut(text)}” ไม่มีในแผน มิติมี 1 ถึง 4 จึงไม่ใช้ค่านี้`,
  'status-missing': () => 'ไม่ได้ระบุสถานะ คงสถานะเดิมในร่างไว้',
  'status-unknown': ({ text }) =>
    `“${cut(text)}” ไม่ใช่สถานะของแบบรายงาน ซึ่งมี ${STATUSES} จึงคงสถานะเดิมในร่างไว้ กรุณาเลือกสถานะในแบบรายงานหลังนำเข้า`,
  'status-not-started': ({ text }) =>
    `“${cut(text)}” ไม่ใช่สถานะของแบบรายงาน หากกำหนดดำเนินการในไตรมาสที่ 3–4 ให้เลือก “${statusLabels[2]}” และระบุในหมายเหตุ จึงคงสถานะเดิมในร่างไว้`,
  'several-ticks': () => 'ทำเครื่องหมายไว้มากกว่าหนึ่งสถานะ จึงคงสถานะเดิมในร่างไว้',
  'decision-unknown': ({ text }) => `ไม่รู้จัก “${cut(text)}” จึงไม่ใช้ค่านี้`,
  'no-amount': ({ text }) => `“${cut(text)}” ไม่ใช่จำนวนเงินเป็นบาท จึงไม่ใช้ค่านี้`,
  'other-year': ({ text }) => `เป็นของปี “${cut(text)}” ไม่ใช่ปีที่กำลังรายงาน`,
  'formula-without-value': () =>
    'เป็นสูตรที่ยังไม่มีผลคำนวณเก็บไว้ จึงอ่านเป็นช่องว่าง กรุณาเปิดไฟล์ใน Excel แล้วบันทึกอีกครั้ง หรือวางเป็นค่า',
  'formula-error': () => 'เป็นสูตรที่คำนวณไม่ได้ (เช่น #REF!) จึงอ่านเป็นช่องว่าง',
};

/** ช่องสถานะ (D12): “เสร็จบางส่วน” ไม่ใช่สถานะ… */
export function problemText(problem: RowProblem, kind: SourceTable['kind']): string {
  const { field, cell, code } = problem;
  const place = cell === undefined ? '' : kind === 'sheet' ? ` (${cell})` : ` (คอลัมน์ที่ ${cell})`;
  return `ช่อง${fieldNames[field]}${place}: ${problems[code](problem)}`;
}

/** แถวที่ 12 · ชีต 6 เดือน แถวที่ 12 · บรรทัดที่ 12 */
export function sourceRowName(
  { at, table }: Pick<ImportedRow, 'at' | 'table'>,
  kind: SourceTable['kind'],
) {
  const where = kind === 'sheet' && table ? `ชีต ${table} ` : table ? `${table} ` : '';
  return `${where}${kind === 'text' ? 'บรรทัดที่' : 'แถวที่'} ${at}`;
}

function cut(text = ''): string {
  const letters = [...text];
  return letters.length > 60 ? `${letters.slice(0, 60).join('')}…` : text;
}

function figure(count: number): string {
  return count.toLocaleString('en-US');
}
