/** What is wrong with a report, in the words that officers read: the same on every page and in the API. */
import type { Finding } from '../domain/report.ts';

const texts: Record<Finding['code'], (rows: string) => string> = {
  'no-lines': () => 'รายงานยังไม่มีโครงการ/กิจกรรม/มาตรการ',
  'unknown-item': () => 'ไม่มีรายการนี้ในแผนของปีงบประมาณนี้',
  'repeated-item': (rows) => `รายการนี้ซ้ำกับลำดับที่ ${rows}`,
  'missing-item': () => 'รายงานยังขาดรายการนี้',
  'name-missing': () => 'กรุณากรอกชื่อโครงการ/กิจกรรม/มาตรการ',
  'name-cut-off': () => 'ชื่อมาไม่ครบ (มีเครื่องหมายคำพูดปิด แต่ไม่มีเครื่องหมายเปิด) กรุณากรอกชื่อเต็ม',
  'dimension-missing': () => 'กรุณาเลือกมิติ',
  'status-missing': () => 'กรุณาเลือกสถานะ',
  'reason-missing': () => 'กรุณาเลือกเหตุผลที่ไม่สามารถดำเนินการได้',
  'reason-text-missing': () => 'กรุณาระบุเหตุผลอื่น ๆ',
  'change-unexplained': () =>
    'รอบ 6 เดือนแรกรายงานว่าดำเนินการแล้วเสร็จ หากเปลี่ยนสถานะต้องชี้แจงในช่องหมายเหตุ',
  'not-reopened': () => 'รายการนี้ไม่ได้ถูกส่งกลับให้แก้ไข จึงต้องคงไว้ตามฉบับเดิม',
  'whole-year-unconfirmed': (rows) =>
    `ลำดับที่ ${rows} เป็นกิจกรรมที่ดำเนินการทั้งปีงบประมาณ แต่รายงานว่าดำเนินการแล้วเสร็จ กรุณายืนยันว่าถูกต้อง`,
  'same-name': (rows) => `ชื่อใกล้เคียงกับลำดับที่ ${rows} กรุณาตรวจสอบว่าไม่ได้รายงานซ้ำ`,
  'near-name': (rows) => `ชื่อคล้ายกับลำดับที่ ${rows} หากเป็นงานเดียวกัน กรุณาตรวจสอบว่าไม่ได้รายงานซ้ำ`,
  'completion-withdrawn': () =>
    'รอบ 6 เดือนแรกรายงานว่าดำเนินการแล้วเสร็จ การเปลี่ยนสถานะต้องให้สำนักงาน ป.ป.ช. ประจำจังหวัดยืนยันเมื่อรับรายงาน',
};

/** Without the row: `rowOf` names it. */
export function findingText({ code, others = [] }: Finding): string {
  return texts[code](others.join(', '));
}

/** ลำดับที่ 7 และชื่อรายการ, cut where the name is long. */
export function rowOf(no: number, name: string): string {
  const letters = [...name.trim()];
  const shown = letters.length > 60 ? `${letters.slice(0, 60).join('')}…` : letters.join('');
  return `ลำดับที่ ${no}${shown && ` ${shown}`}`;
}
