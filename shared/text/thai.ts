/**
 * Thai words and figures as officers read them: Buddhist Era, Thai time, Arabic digits.
 *
 * Labels follow the glossary: one state, one word, on every page and in every mail.
 */

import type { Capacity } from '../domain/actor.ts';
import type { Timeliness } from '../domain/evaluation.ts';
import type { Dimension } from '../domain/framework.ts';
import type { NoticeState } from '../domain/ledger.ts';
import { instantAt, type LocalDate, weekday } from '../domain/local-date.ts';
import type { ObligationState } from '../domain/obligation.ts';
import type { ContactRole, OrganizationType } from '../domain/organization.ts';
import type { Decision, Status, UnableReason } from '../domain/report.ts';
import type { Round } from '../domain/round.ts';
import type { Band } from '../domain/score.ts';
import type { Recommendation, VisitState } from '../domain/supervision.ts';
import { isBangkok } from '../domain/titles.ts';

/** วันพฤหัสบดีที่ 30 เมษายน 2563 */
export function longDate(date: LocalDate): string {
  return `${words(instantAt(date), { weekday: 'long' })}ที่ ${mediumDate(date)}`;
}

/** 30 เมษายน 2563 */
export function mediumDate(date: LocalDate): string {
  return dayMonthYear(instantAt(date), 'long');
}

/** 30 เม.ย. 2563 */
export function shortDate(date: LocalDate): string {
  return dayMonthYear(instantAt(date), 'short');
}

/** As calendars head their columns; the runtime's own short names are longer. Sunday first. */
const weekdays = ['อา.', 'จ.', 'อ.', 'พ.', 'พฤ.', 'ศ.', 'ส.'];

/** พฤ. 30 เม.ย. 2563 */
export function dayAndDate(date: LocalDate): string {
  return `${weekdays[weekday(date)]} ${shortDate(date)}`;
}

/** 14.05 น., from the minutes after midnight or from an instant, in Thai time. */
export function clock(time: number | Date): string {
  const minutes = typeof time === 'number' ? time : minutesOf(time);
  const two = (figure: number) => String(figure).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}.${two(minutes % 60)} น.`;
}

/** 30 เม.ย. 2563 เวลา 14.05 น. */
export function dateTime(instant: Date): string {
  return `${dayMonthYear(instant, 'short')} เวลา ${clock(instant)}`;
}

/** Arabic digits turned into Thai ones, for letters and books: ๓๐ เมษายน ๒๕๖๓. */
export function thaiDigits(text: string | number): string {
  return String(text).replace(/\d/g, (digit) => '๐๑๒๓๔๕๖๗๘๙'[Number(digit)] ?? digit);
}

/** 70.31 %; as many decimals as `figure` has, at most two. */
export function percent(figure: number): string {
  return `${Math.round(figure * 100) / 100} %`;
}

export const roundLabels = {
  '6M': 'รอบ 6 เดือนแรก',
  '12M': 'รอบ 12 เดือน',
} satisfies Record<Round, string>;

export const obligationLabels = {
  not_started: 'ยังไม่เริ่ม',
  in_progress: 'กำลังจัดทำ',
  awaiting_signoff: 'รอผู้บริหารลงนาม',
  submitted: 'ส่งแล้ว รอตรวจสอบ',
  returned: 'ส่งกลับให้แก้ไข',
  accepted: 'รับรายงานแล้ว',
  waived: 'ไม่ต้องรายงาน',
} satisfies Record<ObligationState, string>;

export const timelinessLabels = {
  'on-time': 'ภายในกำหนด',
  late: 'หลังกำหนด',
  missing: 'ไม่พบรายงาน',
  awaited: 'ยังไม่ถึงกำหนด',
  waived: 'ไม่ต้องรายงาน',
} satisfies Record<Timeliness, string>;

export const statusLabels = {
  2: 'อยู่ระหว่างดำเนินการ',
  3: 'ดำเนินการแล้วเสร็จ',
  4: 'ไม่สามารถดำเนินการได้',
} satisfies Record<Status, string>;

/** A row without a status awaits its report. */
export function statusLabel(status: Status | null): string {
  return status === null ? 'รอการรายงานผล' : statusLabels[status];
}

export const unableReasonLabels = {
  1: 'ไม่ได้รับงบประมาณ',
  2: 'นโยบายผู้บริหารเปลี่ยนแปลง',
  3: 'บุคลากรไม่เพียงพอ',
  4: 'อื่น ๆ',
} satisfies Record<UnableReason, string>;

export const decisionLabels = {
  continue: 'ดำเนินการต่อ',
  improve: 'ปรับปรุง',
  revise: 'แก้ไข',
  expand: 'ขยายขอบเขต',
  terminate: 'ยุติ',
} satisfies Record<Decision, string>;

export const bandLabels = {
  green: 'ระดับสีเขียว',
  orange: 'ระดับสีส้ม',
  red: 'ระดับสีแดง',
  none: 'ยังไม่มีคะแนน',
} satisfies Record<Band, string>;

export const visitLabels = {
  scheduled: 'กำหนดวันแล้ว',
  notified: 'แจ้งแล้ว รอตอบรับ',
  acknowledged: 'ตอบรับแล้ว',
  reschedule_requested: 'ขอเปลี่ยนวัน',
  postponed: 'เลื่อน รอกำหนดวันใหม่',
  held: 'รอบันทึกรายงานการนิเทศ',
  report_draft: 'กำลังจัดทำรายงานการนิเทศ',
  report_signed: 'ลงนามรายงานแล้ว รอเสนอคณะกรรมการ',
  report_submitted: 'เสนอรายงานแล้ว',
  closed: 'เสร็จสิ้น',
  cancelled: 'ยกเลิก',
} satisfies Record<VisitState, string>;

export const recommendationLabels = {
  open: 'รอตอบรับ',
  accepted: 'รับไปดำเนินการ',
  in_progress: 'กำลังดำเนินการ',
  done: 'แจ้งว่าดำเนินการแล้ว',
  verified: 'ยืนยันผลแล้ว',
  needs_more: 'ให้ดำเนินการเพิ่มเติม',
  cannot_do: 'ไม่สามารถดำเนินการได้',
} satisfies Record<Recommendation['state'], string>;

export const mailLabels = {
  queued: 'รอส่ง',
  sending: 'กำลังส่ง',
  sent: 'ส่งแล้ว',
  delivered: 'ถึงปลายทาง',
  bounced: 'ส่งไม่ถึง',
  complained: 'ผู้รับแจ้งว่าเป็นสแปม',
  suppressed: 'ระงับการส่งไปยังที่อยู่นี้',
  failed: 'ส่งไม่สำเร็จ',
  superseded: 'ไม่ต้องส่งแล้ว',
} satisfies Record<NoticeState, string>;

export const capacityLabels = {
  holder: 'ดำรงตำแหน่ง',
  performing: 'ปฏิบัติหน้าที่',
  acting: 'รักษาราชการแทน',
  delegated: 'ปฏิบัติราชการแทน',
} satisfies Record<Capacity, string>;

export const contactRoleLabels = {
  coordinator: 'ผู้ประสานงาน',
  executive: 'ผู้บริหาร',
  administrator: 'ปลัด',
  saraban: 'ไปรษณีย์อิเล็กทรอนิกส์กลาง (สารบรรณ)',
} satisfies Record<ContactRole, string>;

const executiveTitles = {
  pao: 'นายก อบจ.',
  city: 'นายกเทศมนตรี',
  town: 'นายกเทศมนตรี',
  subdistrict: 'นายกเทศมนตรี',
  sao: 'นายก อบต.',
  special: 'นายกเมืองพัทยา',
} satisfies Record<OrganizationType, string>;

/** Title of the chief executive of an organization of `type`. */
export function executiveTitle(type: OrganizationType, orgId: string): string {
  return isBangkok({ type, orgId }) ? 'ผู้ว่าราชการกรุงเทพมหานคร' : executiveTitles[type];
}

/** Where an organization of this full name receives people, unless it says another place. */
export function seatOf(name: string): string {
  return /^(เทศบาล|องค์การบริหารส่วนจังหวัด)/.test(name) ? `สำนักงาน${name}` : `ที่ทำการ${name}`;
}

/** มิติที่ 1; a row may lack its dimension. */
export function dimensionLabel(dimension: Dimension | null): string {
  return dimension === null ? 'ยังไม่ระบุมิติ' : `มิติที่ ${dimension}`;
}

function dayMonthYear(instant: Date, month: 'long' | 'short'): string {
  const part = (format: Intl.DateTimeFormatOptions) => words(instant, format);
  return `${part({ day: 'numeric' })} ${part({ month })} ${yearOf(instant)}`;
}

/** The bare year: formatted alone it would carry its era. */
function yearOf(instant: Date): string {
  return formatter({ year: 'numeric' })
    .formatToParts(instant)
    .filter(({ type }) => type === 'year')
    .map(({ value }) => value)
    .join('');
}

function words(instant: Date, format: Intl.DateTimeFormatOptions): string {
  return formatter(format).format(instant);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Kept, since making one costs more than a hundred uses of it. */
function formatter(format: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = JSON.stringify(format);
  const kept = formatters.get(name);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat('th-TH-u-ca-buddhist-nu-latn', {
    ...format,
    timeZone: 'Asia/Bangkok',
  });
  formatters.set(name, made);
  return made;
}

/** Minutes after midnight of Thai time. */
function minutesOf(instant: Date): number {
  const MINUTES_A_DAY = 1440;
  const BANGKOK_OFFSET = 7 * 60;
  return (Math.floor(instant.valueOf() / 60_000) + BANGKOK_OFFSET) % MINUTES_A_DAY;
}
