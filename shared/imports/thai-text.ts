/** Thai text as it comes out of workbooks, Word tables and PDF copies, made one spelling for what looks one. */

/**
 * Private code points that old Thai fonts of Windows used for shifted marks, and what they stand for.
 *
 * @see https://linux.thai.net/~thep/th-otf/shaping.html (U+F700–U+F71A)
 */
const MARKS = [0xe48, 0xe49, 0xe4a, 0xe4b, 0xe4c];
const SHIFTED = new Map(
  [
    ...[0xe10, 0xe34, 0xe35, 0xe36, 0xe37, ...MARKS, ...MARKS, 0xe0d, 0xe31, 0xe4d, 0xe47],
    ...[...MARKS, 0xe38, 0xe39, 0xe3a],
  ].map((code, index) => [String.fromCharCode(0xf700 + index), String.fromCharCode(code)]),
);
const TONE = '\u0E48-\u0E4B';
const VOWEL_MARK = '\u0E31\u0E34-\u0E3A';

const spellings: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // Zero-width and soft-hyphen characters, which Word and web pages put between syllables.
  [/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, ''],
  [/[\u00A0\u2000-\u200A\u202F\u3000]/g, ' '],
  // เ twice for แ.
  [/\u0E40\u0E40/g, '\u0E41'],
  // NFC does not join nikhahit and sara aa into sara am, with or without a tone between or before them.
  [new RegExp(`\u0E4D([${TONE}]?)\u0E32`, 'g'), '$1\u0E33'],
  // A tone typed before its vowel mark, or after sara am.
  [new RegExp(`([${TONE}])([${VOWEL_MARK}])`, 'g'), '$2$1'],
  [new RegExp(`\u0E33([${TONE}])`, 'g'), '$1\u0E33'],
  // The same mark struck twice shows once.
  [/([\u0E31\u0E34-\u0E3A\u0E47-\u0E4E])\1+/g, '$1'],
];

/**
 * One spelling for what looks the same, on one line: lines of a cell are joined, without a space between Thai
 * letters, and runs of spaces become one. Digits, quotation marks and words stay as typed. Idempotent.
 */
export function cleanText(text: string): string {
  let cleaned = text.replace(/[\uF700-\uF71A]/g, (letter) => SHIFTED.get(letter) ?? letter);
  for (const [pattern, replacement] of spellings) cleaned = cleaned.replace(pattern, replacement);
  cleaned = cleaned
    .normalize('NFC')
    .replace(/(?<=[\u0E00-\u0E7F])[ \t]*[\r\n\v\f]+\s*(?=[\u0E01-\u0E2E\u0E40-\u0E44])/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  // One mending may make room for another.
  return cleaned === text ? cleaned : cleanText(cleaned);
}

/** `text` with Thai digits as Arabic ones. */
export function arabicDigits(text: string): string {
  return text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
}

const abbreviations: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/อ\.?\s?บ\.?\s?ต\./g, 'องค์การบริหารส่วนตำบล'],
  [/อ\.?\s?บ\.?\s?จ\./g, 'องค์การบริหารส่วนจังหวัด'],
  [/ท\.?ต\./g, 'เทศบาลตำบล'],
  [/ท\.?ม\./g, 'เทศบาลเมือง'],
  [/ท\.?น\./g, 'เทศบาลนคร'],
];

/**
 * What two spellings of one name have in common: letters, marks and digits only, abbreviated kinds of
 * organizations written out, without the row's number and the word for the kind of work before it. Idempotent.
 */
export function comparableName(name: string): string {
  let text = arabicDigits(cleanText(name)).toLowerCase();
  for (const [pattern, replacement] of abbreviations) text = text.replace(pattern, replacement);
  const key = text
    .replace(/^\s*(\d+[.)]\s*)+/, '')
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
    .replace(/^(โครงการ|กิจกรรม|มาตรการ)+/, '');
  // What has moved together may be spelt anew.
  return key === name ? key : comparableName(key);
}
