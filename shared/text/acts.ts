/** Names of the acts in the audit trail (ประวัติการดำเนินการ). */
import type { Actor } from '../domain/actor.ts';
import { proofLabels } from './accounts.ts';

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
  'acceptance-withdrawn': 'ยกเลิกการรับรายงาน',
  'extension-requested': 'ขอขยายเวลา',
  'extension-granted': 'อนุญาตให้ขยายเวลา',
  'extension-refused': 'ไม่อนุญาตให้ขยายเวลา',
  'papers-numbered': 'บันทึกเลขที่และวันที่ของหนังสือที่ไปกับรายงาน',
  'letterhead-changed': 'แก้ไขข้อมูลสำหรับหนังสือและเอกสาร',
  'texts-changed': 'แก้ไขข้อความมาตรฐานของแผน',
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
  'file-added': 'แนบไฟล์',
  'file-rejected': 'ไม่รับไฟล์',
  'file-removed': 'นำไฟล์ออก',
  'file-released': 'ให้เปิดไฟล์โดยไม่มีผลตรวจไวรัส',
  'roster-imported': 'นำเข้าทะเบียนหน่วยงาน',
  'edition-added': 'เพิ่มกรอบแผน',
  'edition-corrected': 'แก้ไขกรอบแผน',
  'organization-merged': 'บันทึกการรวมหน่วยงาน',
  'merger-undone': 'ยกเลิกการบันทึกการรวมหน่วยงาน',
  'organization-renamed': 'เปลี่ยนชื่อหรือประเภทหน่วยงาน',
  'contact-mended': 'แก้ไขที่อยู่ติดต่อ',
  'schedule-visit-set': 'กำหนดวันนิเทศในร่างกำหนดการ',
  'schedule-visit-pinned': 'ตรึงหรือเลิกตรึงวันนิเทศในร่างกำหนดการ',
  'schedule-visit-dropped': 'นำออกจากร่างกำหนดการ',
  'schedule-adopted': 'ใช้ร่างกำหนดการตามข้อเสนอ',
  'visits-published': 'ประกาศกำหนดการนิเทศติดตาม',
  'schedule-clustered': 'จัดกลุ่มนิเทศในร่างกำหนดการ',
  'visits-replanned': 'ปรับกำหนดการนิเทศตามเหตุการณ์',
  'visit-fixed': 'ปักหมุดหรือปลดหมุดการนิเทศ',
  'season-setup-changed': 'ตั้งค่าการนิเทศของปี',
  'season-facts-imported': 'นำเข้าคะแนน ITA และเรื่องร้องเรียน',
  'season-event-recorded': 'บันทึกเหตุที่กระทบกำหนดการนิเทศ',
  'team-changed': 'แก้ไขคณะนิเทศติดตาม',
  'absence-told': 'แจ้งวันที่หน่วยงานไม่สะดวก',
  'visits-postponed': 'เลื่อนการนิเทศติดตามหลายแห่ง',
  'visits-letter-set': 'บันทึกเลขที่หนังสือแจ้งการนิเทศติดตาม',
  'visit-acknowledged': 'ตอบรับวันนิเทศ',
  'visit-other-day-asked': 'ขอเปลี่ยนวันนิเทศ',
  'visit-moved': 'กำหนดวันนิเทศใหม่',
  'visit-marked-urgent': 'ทำเครื่องหมายการนิเทศเร่งด่วน',
  'visit-postponed': 'เลื่อนการนิเทศติดตาม',
  'visit-cancelled': 'ยกเลิกการนิเทศติดตาม',
  'visit-closed': 'ปิดเรื่องการนิเทศติดตาม',
  'supervision-drafted': 'จัดทำรายงานการนิเทศ',
  'supervision-signed': 'ลงนามรายงานการนิเทศ',
  'supervision-correction-begun': 'เริ่มฉบับแก้ไขของรายงานการนิเทศ',
  'supervision-correction-dropped': 'ยกเลิกฉบับแก้ไขของรายงานการนิเทศ',
  'supervision-submitted': 'เสนอรายงานการนิเทศ',
  'submission-drawn-up': 'จัดทำชุดเสนอคณะกรรมการ',
  'submission-numbered': 'บันทึกเลขที่หนังสือเสนอคณะกรรมการ',
  'submission-undone': 'ยกเลิกชุดเสนอคณะกรรมการ',
  'year-closed': 'ปิดปีงบประมาณ',
  'visit-form-added': 'เพิ่มแบบรายงานการนิเทศติดตาม',
  'signed-in': 'เข้าสู่ระบบ',
  'signed-out': 'ออกจากระบบ',
  'account-invited': 'เชิญผู้ใช้งาน',
  'account-invited-again': 'ส่งคำเชิญอีกครั้ง',
  'account-invitation-accepted': 'ตอบรับคำเชิญ',
  'account-handed-over': 'ส่งมอบงานให้ผู้รับช่วง',
  'account-position-corrected': 'แก้ไขชื่อตำแหน่ง',
  'account-address-changed': 'เปลี่ยนอีเมลที่ใช้เข้าสู่ระบบ',
  'account-capacity-set': 'กำหนดสถานะและวาระการลงนาม',
  'account-deactivated': 'ปิดบัญชี',
  'account-reactivated': 'เปิดบัญชีอีกครั้ง',
  'account-passkey-added': 'เพิ่มพาสคีย์',
  'account-passkey-removed': 'ลบพาสคีย์',
  'account-passkey-refused': 'ไม่รับพาสคีย์ที่อาจถูกทำสำเนา',
  'account-recovery-asked': 'แจ้งว่าใช้พาสคีย์ไม่ได้',
  'account-recovery-confirmed': 'ยืนยันตัวตนให้เพื่อนร่วมงาน',
  'account-recovery-declined': 'ไม่ยืนยันตัวตนให้เพื่อนร่วมงาน',
  'account-recovered': 'เพิ่มพาสคีย์ใหม่แทนที่หาย',
  'office-set-up': 'ตั้งสำนักงานประจำจังหวัด',
  'office-corrected': 'แก้ไขข้อมูลสำนักงาน',
  'account-added': 'เพิ่มเจ้าหน้าที่ส่วนกลางโดยผู้ดูแลระบบ',
  'account-forgotten': 'ลบอีเมลและพาสคีย์ของผู้ที่พ้นหน้าที่',
  'contacts-forgotten': 'ลบผู้ติดต่อที่พ้นหน้าที่แล้ว',
  'account-areas-set': 'กำหนดจังหวัดที่เจ้าหน้าที่ดูแล',
  'province-begun': 'เริ่มรอบรายงานของจังหวัด',
  'province-stopped': 'หยุดรอบรายงานของจังหวัด',
  'calendar-address-changed': 'เปลี่ยนที่อยู่ปฏิทินสำหรับสมัครรับ',
  'advice-accepted': 'รับข้อเสนอแนะไปดำเนินการ',
  'advice-started': 'แจ้งว่ากำลังดำเนินการตามข้อเสนอแนะ',
  'advice-finished': 'แจ้งว่าดำเนินการตามข้อเสนอแนะแล้ว',
  'advice-declined': 'แจ้งว่าไม่สามารถดำเนินการตามข้อเสนอแนะได้',
  'advice-verified': 'ยืนยันผลตามข้อเสนอแนะ',
  'advice-more-asked': 'ขอข้อมูลเพิ่มเติมตามข้อเสนอแนะ',
};

/** All acts that have a name, in the order in which people choose from them. */
export const acts: readonly string[] = Object.keys(labels);

/** What was noted with an act, in words: of a sign-in, by what it was proved. */
export function noteText({
  act,
  note,
}: {
  readonly act: string;
  readonly note?: string | undefined;
}): string {
  if (!note || act !== 'signed-in') return note ?? '';
  const labels: Readonly<Record<string, string>> = proofLabels;
  return note
    .split('+')
    .map((proof) => labels[proof] ?? proof)
    .join(' และ');
}

/** Who acted, with the name that was given where the address is shared, and for whom. */
export function actorName({ position, person, onBehalfOf }: Actor): string {
  const who = person ? `${person} ${position} (ผ่านอีเมลกลาง)` : position;
  return onBehalfOf ? `${who} บันทึกแทน ${onBehalfOf}` : who;
}

export function actLabel(act: string): string {
  return labels[act] ?? act;
}
