/** Reads the report on a visit, and who signs it, from their forms; a draft may lack anything. */
import { capacitySchema } from '../../shared/domain/actor.ts';
import {
  MOST_SIGNATURES,
  type ReportSignature,
  type SupervisionReport,
  supervisionReportSchema,
} from '../../shared/domain/supervision-report.ts';
import {
  questionsOf,
  type VisitAnswer,
  type VisitForm,
  type VisitQuestion,
} from '../../shared/domain/visit-form.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { adviceFrom } from './advice-lines.ts';
import { type Form, thaiDateFrom } from './request-body.ts';

/** Boxes of the blocks: name, what it is called, the most that it holds. */
export const reportBoxes = {
  attendees: ['ผู้เข้าร่วม', 2000],
  dimension1: ['ผลตามมิติที่ 1', 2000],
  dimension2: ['ผลตามมิติที่ 2', 2000],
  dimension3: ['ผลตามมิติที่ 3', 2000],
  dimension4: ['ผลตามมิติที่ 4', 2000],
  problemsMaking: ['ปัญหา อุปสรรค และข้อเสนอแนะของหน่วยงาน ในการจัดทำแผน', 4000],
  problemsCarryingOut: ['ปัญหา อุปสรรค และข้อเสนอแนะของหน่วยงาน ในการนำแผนไปปฏิบัติ', 4000],
  findings: ['ข้อสังเกต', 4000],
} as const;

/** The field of a question. */
export const fieldOf = ({ id }: Pick<VisitQuestion, 'id'>) => `q-${id}`;

type Wrong = { readonly errors: FieldError[] };

export function reportFrom(form: Form, edition: VisitForm): SupervisionReport | Wrong {
  const text = (name: string) => (form.get(name) ?? '').trim();
  const heldOn = thaiDateFrom(form, 'heldOn');
  const advice = adviceFrom(form);
  const answers: Record<string, VisitAnswer> = {};
  const errors: FieldError[] = [
    ...('message' in heldOn ? [{ id: 'heldOn', message: heldOn.message }] : []),
    ...Object.entries(reportBoxes).flatMap(([id, [label, most]]) =>
      text(id).length > most ? [{ id, message: tooLong(label, most) }] : [],
    ),
    ...('errors' in advice ? advice.errors : []),
  ];
  for (const question of questionsOf(edition)) {
    const answer = answerFrom(form, question);
    if (answer === undefined) continue;
    if ('message' in answer) errors.push({ id: fieldOf(question), message: answer.message });
    else answers[question.id] = answer;
  }
  if (errors.length > 0 || 'message' in heldOn || 'errors' in advice) return { errors };
  return supervisionReportSchema.parse({
    heldOn: heldOn.date,
    attendees: text('attendees'),
    byDimension: ['dimension1', 'dimension2', 'dimension3', 'dimension4'].map(text),
    problemsMaking: text('problemsMaking'),
    problemsCarryingOut: text('problemsCarryingOut'),
    findings: text('findings'),
    ...advice,
    edition: edition.editionId,
    answers,
  });
}

function tooLong(label: string, most: number): string {
  return `${label} ยาวได้ไม่เกิน ${most.toLocaleString('th-TH')} ตัวอักษร`;
}

/** Nothing where the question was left out. */
function answerFrom(
  form: Form,
  question: VisitQuestion,
): VisitAnswer | { readonly message: string } | undefined {
  const field = fieldOf(question);
  const typed = (form.get(field) ?? '').trim();
  const { label } = question;
  switch (question.kind) {
    case 'text':
      if (typed.length > question.most) return { message: tooLong(label, question.most) };
      return typed === '' ? undefined : { text: typed };
    case 'choice':
      if (typed === '') return undefined;
      return question.options.some(({ value }) => value === typed)
        ? { choice: typed }
        : { message: `${label}: กรุณาเลือกจากตัวเลือก` };
    case 'yes-no': {
      const remark = (form.get(`${field}-remark`) ?? '').trim();
      if (remark.length > 1000) return { message: tooLong(`${label}: หมายเหตุ`, 1000) };
      if (typed === 'yes' || typed === 'no') return { yes: typed === 'yes', remark };
      return remark === ''
        ? undefined
        : { message: `${label}: กรุณาเลือก ${question.yes} หรือ ${question.no}` };
    }
    case 'score': {
      if (typed === '') return undefined;
      const score = Number(typed);
      const { from, to } = question;
      return Number.isInteger(score) && score >= from && score <= to
        ? { score }
        : { message: `${label}: กรุณากรอกเลขจำนวนเต็ม ${from}–${to}` };
    }
  }
}

/** What stands against signing, beside its field. */
export function lackErrors(lacks: readonly string[], edition: VisitForm): FieldError[] {
  return lacks.map((name) => {
    if (name === 'attendees' || name === 'findings') {
      return { id: name, message: `กรุณากรอก${reportBoxes[name][0]}` };
    }
    const question = questionsOf(edition).find(({ id }) => id === name);
    return { id: fieldOf({ id: name }), message: `กรุณาตอบ: ${question?.label ?? name}` };
  });
}

export function signaturesFrom(form: Form): { signatures: ReportSignature[] } | Wrong {
  const errors: FieldError[] = [];
  const signatures: ReportSignature[] = [];
  for (let row = 1; row <= MOST_SIGNATURES; row++) {
    const name = `signer${row}`;
    const position = (form.get(`${name}Position`) ?? '').trim();
    if (position === '') continue;
    const capacity = capacitySchema.safeParse(form.get(`${name}Capacity`) ?? 'holder');
    const actingFor = (form.get(`${name}For`) ?? '').trim();
    const signedOn = thaiDateFrom(form, `${name}On`);
    if (position.length > 200 || actingFor.length > 200) {
      errors.push({
        id: `${name}Position`,
        message: `ผู้ลงนามคนที่ ${row}: ตำแหน่งยาวได้ไม่เกิน 200 ตัวอักษร`,
      });
    }
    if (!capacity.success) {
      errors.push({ id: `${name}Capacity`, message: `ผู้ลงนามคนที่ ${row}: กรุณาเลือกสถานะการลงนาม` });
    } else if (capacity.data !== 'holder' && actingFor === '') {
      errors.push({ id: `${name}For`, message: `ผู้ลงนามคนที่ ${row}: กรุณากรอกตำแหน่งที่ลงนามแทน` });
    }
    if ('message' in signedOn) {
      errors.push({ id: `${name}On`, message: `ผู้ลงนามคนที่ ${row}: ${signedOn.message}` });
    }
    if (errors.length === 0 && capacity.success && 'date' in signedOn) {
      const forWhom = capacity.data === 'holder' ? {} : { actingFor };
      signatures.push({ position, capacity: capacity.data, ...forWhom, signedOn: signedOn.date });
    }
  }
  if (errors.length === 0 && signatures.length === 0) {
    errors.push({ id: 'signer1Position', message: 'กรุณากรอกตำแหน่งของผู้ลงนามอย่างน้อยหนึ่งคน' });
  }
  return errors.length > 0 ? { errors } : { signatures };
}
