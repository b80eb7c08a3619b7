/** Thai words for files that people attach. */
import type { AttachedFile, FileKind } from '../domain/evidence.ts';

export const fileKindLabels: Readonly<Record<FileKind, string>> = {
  pdf: 'PDF',
  jpeg: 'ภาพ JPEG',
  png: 'ภาพ PNG',
  docx: 'Word',
  xlsx: 'Excel',
  pptx: 'PowerPoint',
};

export const fileStateLabels: Readonly<Record<AttachedFile['state'], string>> = {
  pending: 'รอตรวจไวรัส',
  clean: 'เปิดได้',
  rejected: 'ไม่รับไฟล์นี้',
};

export const acceptedWords =
  'รับเฉพาะ PDF ภาพ JPEG หรือ PNG และไฟล์ Word Excel PowerPoint รุ่น .docx .xlsx .pptx ที่ไม่มีมาโครและไม่ตั้งรหัสผ่าน';

/** Beside the file that was thrown away. */
export const rejectedWords: Readonly<Record<NonNullable<AttachedFile['rejectedFor']>, string>> = {
  type: 'เนื้อหาไม่ใช่ชนิดที่รับ',
  size: 'ใหญ่เกิน 10 MB',
  malware: 'พบไวรัส ระบบทิ้งไฟล์แล้ว',
  changed: 'เปลี่ยนไประหว่างตรวจ',
};

/** Why a file was not taken, or thrown away; in the words of the field's error. */
export const problemTexts = {
  absent: 'ยังไม่มีไฟล์ กรุณาเลือกไฟล์แล้วกดแนบไฟล์อีกครั้ง หากเลือกแล้ว การส่งอาจขาดตอนกลางทาง',
  'too-many': 'แนบครบจำนวนแล้ว กรุณานำไฟล์ที่ไม่ใช้ออกก่อน',
  'used-form': 'หน้าเดิมนี้ใช้ส่งไฟล์ไปแล้ว กรุณาเลือกไฟล์ในหน้านี้อีกครั้ง',
  twice: 'ไฟล์นี้แนบไว้แล้ว จึงไม่ได้แนบซ้ำ',
  type: 'เนื้อหาของไฟล์ไม่ใช่ชนิดที่รับ แม้ชื่อจะลงท้ายเหมือนกัน กรุณาบันทึกเป็น PDF แล้วแนบใหม่',
  size: 'ไฟล์ใหญ่เกิน 10 MB กรุณาย่อไฟล์หรือแบ่งเป็นหลายไฟล์',
  malware: 'พบไวรัสหรือโปรแกรมอันตรายในไฟล์ ระบบทิ้งไฟล์นี้แล้ว กรุณาตรวจเครื่องของท่าน',
  changed: 'ไฟล์เปลี่ยนไประหว่างตรวจ กรุณาแนบใหม่',
  closed: 'แก้ไขไฟล์ของรายการนี้ไม่ได้ เพราะส่งหรือปิดเรื่องไปแล้ว หรือไม่ใช่หน้าที่ของบัญชีนี้',
} as const;

/** 1.2 MB; 340 KB. */
export function sizeWords(bytes: number): string {
  return bytes >= 1_000_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${Math.max(1, Math.round(bytes / 1000))} KB`;
}
