/** The auditor's own reading of mails: what one says, to whom, and what its invitation does to a calendar. */
import ICAL from 'ical.js';
import PostalMime from 'postal-mime';
import type { RoundName } from './audited-year.ts';

/** A mail as the mailbox has it. */
export interface KeptMail {
  readonly id: string;
  /** Instant (ISO). */
  readonly at: string;
  /** Addresses of the envelope. */
  readonly to: readonly string[];
  readonly source: Uint8Array;
}

/** Patterns of subjects, as the words for mails have them. */
const SUBJECTS = {
  code: /^\d{8} คือรหัสเข้าสู่ระบบ/,
  opening: /^เปิดรับรายงาน/,
  reminder: /^เหลือ \d+ วัน ส่งรายงาน/,
  'due-today': /^ครบกำหนดวันนี้/,
  late: /^เลยกำหนด/,
  signoff: /^โปรดลงนามรายงาน/,
  receipt: /^ได้รับรายงาน/,
  returned: /^โปรดแก้ไข/,
  accepted: /^รับรายงาน/,
  digest: /^ยังไม่พบรายงาน \d+ แห่ง/,
  'visit-notice': /^แจ้ง(ลงพื้นที่|ล่วงหน้า )นิเทศติดตาม/,
  'visit-chase': /^โปรดตอบรับวันนิเทศ/,
  'visit-reminder': /^(อีก \d+ วัน|วันนี้) นิเทศติดตาม/,
  'visit-moved': /^เลื่อนการนิเทศติดตาม/,
  'visit-cancelled': /^ยกเลิกการนิเทศติดตาม/,
  'visit-team': /^(คณะออก|ยกเลิกนัดออก)นิเทศติดตาม/,
  'visit-unserved': /^การนิเทศยังไม่มีหนังสือแจ้งที่ครบ 7 วัน \d+ แห่ง/,
  'supervision-overdue': /^รายงานการนิเทศเกินกำหนด/,
  advice: /^โปรดตอบข้อเสนอแนะของคณะนิเทศ \d+ ข้อ/,
  'advice-reminder': /^แจ้งผลตามข้อเสนอแนะ/,
  'advice-overdue': /^ยังไม่พบผลตามข้อเสนอแนะ/,
  'advice-more': /^โปรดให้ข้อมูลเพิ่ม/,
} as const;
export type MailKind = keyof typeof SUBJECTS;

export interface SeenMail {
  readonly id: string;
  readonly at: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly kind: MailKind | undefined;
  /** As the text names it. */
  readonly round: RoundName | undefined;
  readonly fiscalYear: number | undefined;
  /** Of the link in the text. */
  readonly orgId: string | undefined;
  /** Which of its visits, where the link leads to one. */
  readonly visitNo: number | undefined;
  /** Names the message whatever the attempt, and which attempt it was. */
  readonly message: { readonly name: string; readonly attempt: string };
  readonly invitation: SeenInvitation | undefined;
  /** Says that a letter with a number is still to come. */
  readonly isInformal: boolean;
  /** Says why a visit is made at short notice. */
  readonly isUrgent: boolean;
  /** What is wrong with the mail itself. */
  readonly faults: readonly string[];
}

export interface SeenInvitation {
  readonly method: string;
  readonly uid: string;
  readonly sequence: number;
  readonly status: string;
  readonly starts: number;
  readonly ends: number;
  readonly attendee: string;
}

export async function readMail({ id, at, to, source }: KeptMail): Promise<SeenMail> {
  const mail = await PostalMime.parse(source);
  const text = mail.text ?? '';
  const subject = mail.subject ?? '';
  const calendar = mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar');
  const invitation = calendar && readInvitation(textOf(calendar.content));
  const address = to[0] ?? '';
  const [, name = mail.messageId ?? id, attempt = ''] =
    /^<(.+)\.(\d+)@/.exec(mail.messageId ?? '') ?? [];
  const faults = [
    to.length !== 1 && `sent to ${to.length} addresses at once`,
    mail.to?.length === 1 && mail.to[0]?.address === address
      ? false
      : 'the header names another recipient than the envelope',
    calendar && !invitation && 'an invitation that cannot be read',
    calendar && calendar.method !== invitation?.method && 'two methods in one invitation',
  ];
  return {
    id,
    at: Date.parse(at),
    to: address,
    subject,
    text,
    kind: kindOf(subject),
    round: text.includes('รอบ 12 เดือน') ? '12M' : text.includes('รอบ 6 เดือนแรก') ? '6M' : undefined,
    fiscalYear: Number(/ปีงบประมาณ พ\.ศ\. (\d{4})/.exec(text)?.[1]) || undefined,
    orgId: /\/(?:organizations|visits\/\d{4})\/(\d{2}-\d{4})\b/.exec(text)?.[1],
    visitNo:
      Number(/\/visits\/\d{4}\/(?:\d{2}-\d{4}\/)?(\d+)(?![\d-])/.exec(text)?.[1]) || undefined,
    message: { name, attempt },
    invitation,
    isInformal: text.includes('แจ้งล่วงหน้าอย่างไม่เป็นทางการ'),
    isUrgent: text.includes('การนิเทศเร่งด่วน'),
    faults: faults.filter((fault) => typeof fault === 'string'),
  };
}

const kinds = Object.entries(SUBJECTS);

function kindOf(subject: string): MailKind | undefined {
  const found = kinds.find(([, pattern]) => pattern.test(subject))?.[0];
  return found !== undefined && isKind(found) ? found : undefined;
}

function isKind(name: string): name is MailKind {
  return name in SUBJECTS;
}

function textOf(content: string | ArrayBuffer | Uint8Array): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

function readInvitation(text: string): SeenInvitation | undefined {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const event = calendar.getFirstSubcomponent('vevent');
  if (!event) return undefined;
  const value = (name: string) => String(event.getFirstPropertyValue(name) ?? '');
  return {
    method: String(calendar.getFirstPropertyValue('method') ?? ''),
    uid: value('uid'),
    sequence: Number(value('sequence')),
    status: value('status'),
    starts: Date.parse(value('dtstart')),
    ends: Date.parse(value('dtend')),
    attendee: value('attendee').replace(/^mailto:/i, ''),
  };
}
