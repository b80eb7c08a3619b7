/** Text as a page can show it, and figures in the numerals that the office chose. */
import type { Numerals } from '../domain/letterhead.ts';
import type { LocalDate } from '../domain/local-date.ts';
import { clock, longDate, mediumDate, shortDate, thaiDigits } from '../text/thai.ts';

/** How the system's own figures are written. Words typed by people keep the digits they were typed with. */
export interface Figures {
  /** Every digit of a sentence of ours. */
  readonly text: (text: string | number) => string;
  /** ๓๐ เมษายน ๒๕๖๓ */
  readonly date: (date: LocalDate) => string;
  /** วันพฤหัสบดีที่ ๓๐ เมษายน ๒๕๖๓ */
  readonly longDate: (date: LocalDate) => string;
  /** ๓๐ เม.ย. ๒๕๖๓ */
  readonly shortDate: (date: LocalDate) => string;
  /** ๐๙.๓๐ น., from minutes after midnight or an instant. */
  readonly clock: (time: number | Date) => string;
}

export function figuresIn(numerals: Numerals): Figures {
  const text = numerals === 'thai' ? thaiDigits : String;
  return {
    text,
    date: (date) => text(mediumDate(date)),
    longDate: (date) => text(longDate(date)),
    shortDate: (date) => text(shortDate(date)),
    clock: (time) => text(clock(time)),
  };
}

/**
 * `text` without what no page can show: control characters, and the invisible and direction-changing ones
 * that would hide or turn letters round. Sara am typed in two parts, and แ typed as two เ, are put together.
 */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}--\n]/gv, ' ')
    .replace(/[\p{Cf}\u2028\u2029\uFFF9-\uFFFC]/gu, '')
    .replace(/\u0E4D([\u0E48-\u0E4B]?)\u0E32/g, '$1\u0E33')
    .replace(/เเ/g, 'แ');
}

/** As `printable`, on one line. */
export function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
}

const DIGITS = '[๐-๙0-9]+([.,][๐-๙0-9]+)*';
const MONTHS =
  'มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม';
const UNITS = 'เดือน|รายการ|แห่ง|ฉบับ|ชุด|เล่ม|ข้อ|คณะ|วัน|ครั้ง|ปี|บาท|น\\.';
/** Figures with what they count or number, as patterns: no line breaks within one. */
export const unbrokenFigures: readonly string[] = [
  `(${DIGITS} )?(${MONTHS})( ${DIGITS})?`,
  `พ\\.ศ\\. ${DIGITS}(–${DIGITS})?`,
  `(ส่วน|มิติ|ข้อ|รายการ|ระยะ)(ที่)? ${DIGITS}(–${DIGITS})?`,
  `${DIGITS} (${UNITS})`,
];

/** A line may be broken here without a hyphen; Typst shows nothing for it. */
const BREAK = '\u200B';
/** Longer runs than this without a place to break would stick out of a narrow column. */
const LONGEST_RUN = 16;
const words = new Intl.Segmenter('th', { granularity: 'word' });
const letters = new Intl.Segmenter('th', { granularity: 'grapheme' });

/** `text` with places to break in runs that have none; Thai words of usual length stay whole. */
export function breakable(text: string): string {
  let run = 0;
  let broken = '';
  for (const { segment } of words.segment(text)) {
    const thai = /\p{Script=Thai}/u.test(segment);
    if (thai || /\s/.test(segment)) run = 0;
    for (const { segment: letter } of letters.segment(segment)) {
      if (run === LONGEST_RUN) {
        broken += BREAK;
        run = 0;
      }
      broken += letter;
      run += 1;
    }
    if (thai) run = 0;
  }
  return broken;
}
