/** Names of the acts in the audit trail (ประวัติการดำเนินการ). */
const labels: Readonly<Record<string, string>> = {
  'report-drafted': 'จัดทำร่างรายงาน',
  'signoff-asked': 'เสนอผู้บริหาร',
  'signoff-sent-back': 'ผู้บริหารส่งคืนให้แก้ไข',
  'report-signed': 'ผู้บริหารลงนามเห็นชอบ',
  'report-signed-on-paper': 'บันทึกว่าผู้บริหารลงนามในเอกสารแล้ว',
  'report-submitted': 'ส่งรายงาน',
  'report-accepted': 'รับรายงาน',
  'report-returned': 'ส่งกลับให้แก้ไข',
  'report-waived': 'กำหนดว่าไม่ต้องรายงานรอบนี้',
  'extension-granted': 'อนุญาตให้ขยายเวลา',
  'key-made': 'สร้างกุญแจ API',
  'key-revoked': 'ยกเลิกกุญแจ API',
  'key-used': 'ใช้กุญแจ API (บันทึกวันละครั้ง)',
  'plan-started': 'เริ่มจัดทำแผน',
  'plan-described': 'แก้ไขข้อมูลแผนและคณะทำงาน',
  'plan-items-added': 'เพิ่มรายการในแผน',
  'plan-item-edited': 'แก้ไขรายการในแผน',
  'plan-item-cancelled': 'ยกเลิกรายการในแผน',
  'plan-item-restored': 'คืนรายการเข้าแผน',
  'plan-item-replaced': 'เพิ่มรายการแทนรายการเดิม',
  'plan-item-ended': 'แทนที่รายการในแผน',
  'plan-item-judged': 'พิจารณาความสอดคล้องของรายการในแผน',
  'plan-next-year': 'จัดทำแผนปีถัดไปจากผลการประเมิน',
  'plan-carried-over': 'ยกรายการไปแผนรอบถัดไป',
  'contact-mended': 'แก้ไขที่อยู่ติดต่อ',
  'schedule-visit-set': 'กำหนดวันนิเทศในร่างกำหนดการ',
  'schedule-visit-pinned': 'ตรึงหรือเลิกตรึงวันนิเทศในร่างกำหนดการ',
  'schedule-visit-dropped': 'นำออกจากร่างกำหนดการ',
  'schedule-adopted': 'ใช้ร่างกำหนดการตามข้อเสนอ',
  'visits-published': 'ประกาศกำหนดการนิเทศติดตาม',
  'visits-postponed': 'เลื่อนการนิเทศติดตามหลายแห่ง',
  'visits-letter-set': 'บันทึกเลขที่หนังสือแจ้งการนิเทศติดตาม',
  'visit-acknowledged': 'ตอบรับวันนิเทศ',
  'visit-other-day-asked': 'ขอเปลี่ยนวันนิเทศ',
  'visit-moved': 'กำหนดวันนิเทศใหม่',
  'visit-postponed': 'เลื่อนการนิเทศติดตาม',
  'visit-cancelled': 'ยกเลิกการนิเทศติดตาม',
  'visit-closed': 'ปิดเรื่องการนิเทศติดตาม',
  'supervision-drafted': 'จัดทำรายงานการนิเทศ',
  'supervision-submitted': 'เสนอรายงานการนิเทศ',
};

/** All acts that have a name, in the order in which people choose from them. */
export const acts: readonly string[] = Object.keys(labels);

export function actLabel(act: string): string {
  return labels[act] ?? act;
}
