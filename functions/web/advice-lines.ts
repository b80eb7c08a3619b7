/** Recommendations as the office types them: one a line, with a day of its own where the line ends with one. */
import { isLocalDate, type LocalDate } from '../../shared/domain/local-date.ts';
import type { SupervisionReport } from '../../shared/domain/supervision-report.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { type Form, thaiDateFrom } from './request-body.ts';

type Advice = Pick<SupervisionReport, 'recommendations' | 'dueDays'>;

/** เผยแพร่แผน | 30/9/2563 */
const OWN_DAY = /^(.*?)\s*\|\s*(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

export function adviceFrom(form: Form): Advice | { errors: FieldError[] } {
  const lines = (form.get('recommendations') ?? '')
    .split('\n')
    .map((line) => line.replace(/^\s*[-•*]?\s*/, '').trim())
    .filter((line) => line !== '')
    .map(lineOf);
  // Whoever leaves all three boxes empty takes the usual day.
  const isSet = ['day', 'month', 'year'].some((part) => form.get(`adviceDue-${part}`));
  const common = isSet ? thaiDateFrom(form, 'adviceDue') : undefined;
  const isLong = lines.length > 20 || lines.some(({ text }) => text.length > 1000);
  const wrong = lines.findIndex(({ day }) => day === 'wrong');
  const errors: FieldError[] = [
    ...(isLong
      ? [{ id: 'recommendations', message: 'กรอกได้ไม่เกิน 20 ข้อ ข้อละไม่เกิน 1,000 ตัวอักษร' }]
      : []),
    ...(wrong < 0
      ? []
      : [{ id: 'recommendations', message: `ข้อ ${wrong + 1}: วันที่ท้ายข้อไม่ถูกต้อง เช่น | 30/9/2563` }]),
    ...(common && 'message' in common ? [{ id: 'adviceDue', message: common.message }] : []),
  ];
  if (errors.length > 0 || (common && 'message' in common)) return { errors };
  const dueDays: LocalDate[] = [];
  for (const { day } of lines) {
    const due = day ?? common?.date;
    if (due === undefined || due === 'wrong') break;
    dueDays.push(due);
  }
  return {
    recommendations: lines.map(({ text }) => text),
    ...(dueDays.length === lines.length && lines.length > 0 && { dueDays }),
  };
}

/** What `adviceFrom` reads back. */
export function adviceLines({ recommendations, dueDays = [] }: Advice): string {
  const [common] = dueDays;
  return recommendations
    .map((text, index) => {
      const due = dueDays[index];
      return due && due !== common ? `${text} | ${typed(due)}` : text;
    })
    .join('\n');
}

function lineOf(line: string): { text: string; day: LocalDate | 'wrong' | undefined } {
  const [, text = '', day = '', month = '', year = ''] = OWN_DAY.exec(line) ?? [];
  if (text === '') return { text: line, day: undefined };
  const two = (figure: string) => figure.padStart(2, '0');
  const date = `${Number(year) - 543}-${two(month)}-${two(day)}`;
  const isThai = /^2[56]/.test(year);
  return { text, day: isThai && isLocalDate(date) ? date : 'wrong' };
}

function typed(day: LocalDate): string {
  const [year, month, dayOfMonth] = day.split('-').map(Number);
  return `${dayOfMonth}/${month}/${Number(year) + 543}`;
}
