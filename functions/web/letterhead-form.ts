/** Reads what papers say from forms: one line for each paragraph or clause. */
import {
  type Letterhead,
  letterheadSchema,
  type StandingTextChanges,
  type StandingTexts,
  standingTextChangesSchema,
} from '../../shared/domain/letterhead.ts';
import { actTypes } from '../../shared/text/standing-texts.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import type { Form } from './request-body.ts';

/** Standing texts with their names, in the order of the book. */
export const textNames: readonly (readonly [keyof StandingTexts, string])[] = [
  ['preface', 'คำนำ'],
  ['announcement', 'ข้อความในประกาศ'],
  ['definitions', '1.1 คำนิยาม'],
  ['importance', '1.2 ความสำคัญของการติดตามและประเมินผล'],
  ['legalBasis', '1.2 ฐานกฎหมายและนโยบาย'],
  ['acts', '1.2 พระราชบัญญัติตามประเภทของหน่วยงาน'],
  ['duties', '1.3 หน้าที่ของคณะทำงาน'],
  ['objectives', '1.4 วัตถุประสงค์'],
  ['supervisionTopics', '1.5 หัวข้อการนิเทศติดตาม'],
  ['supervisionPurposes', '1.5 วัตถุประสงค์ของการนิเทศติดตาม'],
  ['supervisionMethod', '1.5 วิธีการนิเทศติดตาม'],
  ['benefits', '1.6 ประโยชน์ที่คาดว่าจะได้รับ'],
];

/** What is put in place of a name in braces: as it is stored, and as officers read and write it. */
const placeholders: Readonly<Record<string, string>> = {
  organization: 'หน่วยงาน',
  shortName: 'ชื่อย่อหน่วยงาน',
  executive: 'ตำแหน่งผู้บริหาร',
  amphoe: 'อำเภอ',
  province: 'จังหวัด',
  office: 'สำนักงาน ป.ป.ช. ประจำจังหวัด',
  plan: 'ชื่อแผน',
  round: 'รอบ',
  fiscalYear: 'ปีงบประมาณ',
  period: 'ช่วงเวลาของรอบ',
  committee: 'คณะกรรมการ',
  act: 'พระราชบัญญัติตามประเภท',
};
const stored = new Map(Object.entries(placeholders).map(([name, words]) => [words, name]));

/** What may stand in braces, as the form tells it. */
export const placeholderWords: readonly string[] = Object.values(placeholders);

function inWords(text: string): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    placeholders[name] ? `{${placeholders[name]}}` : whole,
  );
}

function asStored(text: string): string {
  return text.replace(/\{([^{}\n]+)\}/g, (whole, words: string) => {
    const name = stored.get(words.trim());
    return name ? `{${name}}` : whole;
  });
}

/** Texts of two parts, which a colon parts on their line. */
function isPaired(name: keyof StandingTexts): name is 'definitions' | 'acts' {
  return name === 'definitions' || name === 'acts';
}

/** A text as its field shows it. */
export function linesOf(name: keyof StandingTexts, texts: StandingTextChanges): string {
  const lines = isPaired(name)
    ? (texts[name] ?? []).map(([word, meaning]) => `${word}: ${meaning}`)
    : (texts[name] ?? []);
  return inWords(lines.join('\n'));
}

type Changes = { readonly changes: StandingTextChanges };
type Wrong = { readonly errors: FieldError[] };

/** What differs from `templates`; a field that was emptied follows them again. */
export function changesFrom(form: Form, templates: StandingTexts): Changes | Wrong {
  const errors: FieldError[] = [];
  const changes: Record<string, unknown> = {};
  for (const [name, label] of textNames) {
    const typed = form.get(name);
    if (typed === undefined) continue;
    const lines = asStored(typed)
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    if (lines.length === 0 || lines.join('\n') === asStored(linesOf(name, templates))) continue;
    const value = isPaired(name) ? lines.map(pairOf) : lines;
    const unknown = (one: string | readonly string[] | undefined) =>
      actTypes.every((type) => type !== one?.[0]);
    if (value.some((one) => one === undefined)) {
      errors.push({ id: name, message: `${label}: ทุกบรรทัดต้องเขียนเป็น คำ: ความหมาย` });
    } else if (name === 'acts' && value.some(unknown)) {
      errors.push({ id: name, message: `${label}: ประเภทต้องเป็นคำใดคำหนึ่งใน ${actTypes.join(' ')}` });
    } else if (!standingTextChangesSchema.safeParse({ [name]: value }).success) {
      errors.push({ id: name, message: `${label}: ไม่เกิน 30 บรรทัด บรรทัดละไม่เกิน 3,000 ตัวอักษร` });
    } else changes[name] = value;
  }
  return errors.length > 0 ? { errors } : { changes: standingTextChangesSchema.parse(changes) };
}

/** The word and its meaning; the first colon parts them. */
function pairOf(line: string): [string, string] | undefined {
  const at = line.indexOf(':');
  const [word, meaning] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  return at > 0 && word && meaning ? [word, meaning] : undefined;
}

const messages: Readonly<Record<string, string>> = {
  numerals: 'กรุณาเลือกแบบตัวเลข',
  address: 'ที่ตั้งไม่เกิน 4 บรรทัด บรรทัดละไม่เกิน 200 ตัวอักษร',
  unit: 'ชื่อส่วนราชการเจ้าของเรื่องยาวเกิน 200 ตัวอักษร',
  phone: 'หมายเลขโทรศัพท์ยาวเกิน 60 ตัวอักษร',
  email: 'อีเมลยาวเกิน 254 ตัวอักษร',
  letterPrefix: 'เลขหนังสือส่วนหน้ายาวเกิน 60 ตัวอักษร',
  committee: 'กรุณากรอกชื่อคณะกรรมการ ไม่เกิน 300 ตัวอักษร',
};

/** @param templates of an organization; an office has no book */
export function letterheadFrom(
  form: Form,
  before: Letterhead,
  templates: StandingTexts | undefined,
): { readonly letterhead: Letterhead } | Wrong {
  const texts = templates ? changesFrom(form, templates) : { changes: before.texts };
  const line = (name: string) => (form.get(name) ?? '').replace(/\s+/g, ' ').trim();
  const parsed = letterheadSchema.safeParse({
    ...before,
    numerals: form.get('numerals'),
    address: (form.get('address') ?? '')
      .split('\n')
      .map((text) => text.trim())
      .filter(Boolean),
    unit: line('unit'),
    phone: line('phone'),
    email: line('email'),
    letterPrefix: line('letterPrefix'),
    committee: form.has('committee') ? line('committee') : before.committee,
    texts: 'changes' in texts ? texts.changes : {},
  });
  const fields = new Set(parsed.error?.issues.map(({ path }) => String(path[0])));
  // The schema lets an empty name pass; a letter to nobody must not.
  if (parsed.data?.committee === '') fields.add('committee');
  const errors = [
    ...[...fields].map((id) => ({ id, message: messages[id] ?? 'ข้อมูลไม่ถูกต้อง' })),
    ...('errors' in texts ? texts.errors : []),
  ];
  return parsed.success && errors.length === 0 ? { letterhead: parsed.data } : { errors };
}
