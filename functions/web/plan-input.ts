/** What the plan's forms say, or what is wrong with them in Thai, field by field. */
import { type FiscalYear, isFiscalYear } from '../../shared/domain/fiscal-year.ts';
import { dimensionSchema, type Edition } from '../../shared/domain/framework.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import {
  MOST_ITEMS,
  MOST_TARGET_GROUPS,
  PLAN_YEARS,
  type Plan,
  planItemSchema,
  planYears,
} from '../../shared/domain/plan.ts';
import { satangFrom } from '../../shared/text/money.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import type { ItemFields } from './change-plan.ts';
import { type Form, thaiDateFrom } from './request-body.ts';

export interface Wrong {
  readonly errors: readonly FieldError[];
}

/** Kinds that officers choose from; others that a plan already has stay. */
export const KINDS = ['โครงการ', 'กิจกรรม', 'มาตรการ', 'แนวปฏิบัติงาน'] as const;

type Years = Pick<Plan, 'from' | 'to'>;

export function itemFrom(form: Form, plan: Years): { fields: ItemFields } | Wrong {
  const errors: FieldError[] = [];
  const wrong = (id: string, message: string) => void errors.push({ id, message });
  const text = (name: string) => (form.get(name) ?? '').trim();

  const name = text('name').replace(/\s*\n\s*/g, ' ');
  if (name === '') wrong('name', 'กรุณากรอกชื่อโครงการ/กิจกรรม/มาตรการ');
  if (name.length > 600) wrong('name', 'ชื่อยาวเกินไป กรอกได้ไม่เกิน 600 ตัวอักษร');
  const dimension = dimensionSchema.safeParse(Number(text('dimension')));
  if (!dimension.success) wrong('dimension', 'กรุณาเลือกมิติ');
  const years = yearsFrom(form, plan);
  if (years.length === 0) wrong('year', 'กรุณาเลือกปีงบประมาณที่ดำเนินการอย่างน้อยหนึ่งปี');
  const quarter = planItemSchema.shape.quarter.safeParse(Number(text('quarter')) || undefined);
  if (!quarter.success) wrong('quarter', 'กรุณาเลือกไตรมาสที่ 1–4 หรือไม่ระบุ');
  const objective = text('objective');
  if (objective.length > 1000) wrong('objective', 'วัตถุประสงค์ยาวเกินไป กรอกได้ไม่เกิน 1,000 ตัวอักษร');
  const remark = text('remark');
  if (remark.length > 1000) wrong('remark', 'หมายเหตุยาวเกินไป กรอกได้ไม่เกิน 1,000 ตัวอักษร');
  const kind = text('kind');
  if (kind.length > 60) wrong('kind', 'ประเภทยาวเกินไป กรอกได้ไม่เกิน 60 ตัวอักษร');
  const targetGroups = targetGroupsFrom(text('targetGroups'));
  if (targetGroups === undefined) {
    wrong(
      'targetGroups',
      `กรอกกลุ่มเป้าหมายได้ไม่เกิน ${MOST_TARGET_GROUPS} กลุ่ม กลุ่มละไม่เกิน 100 ตัวอักษร คั่นด้วยเครื่องหมายจุลภาค`,
    );
  }
  const budgets = budgetsFrom(form, plan, wrong);
  if (errors.length > 0 || !dimension.success || !targetGroups) return { errors };
  return {
    fields: {
      name,
      dimension: dimension.data,
      years,
      wholeYear: form.get('wholeYear') === 'yes',
      ...(kind && { kind }),
      ...(budgets.length > 0 && { budgets }),
      ...(quarter.data && { quarter: quarter.data }),
      ...(targetGroups.length > 0 && { targetGroups }),
      ...(objective && { objective }),
      ...(remark && { remark }),
    },
  };
}

/** One item a line, all of one dimension and for all years of the plan. */
export function severalFrom(form: Form, plan: Years): { fields: ItemFields[] } | Wrong {
  const errors: FieldError[] = [];
  const dimension = dimensionSchema.safeParse(Number(form.get('dimension')));
  if (!dimension.success) errors.push({ id: 'dimension', message: 'กรุณาเลือกมิติ' });
  const lines = (form.get('names') ?? '').split('\n').map((line, index) => ({
    at: index + 1,
    // Numbers and bullets come along when a list is copied out of a document.
    name: line.replace(/^\s*(?:[\d๐-๙]+[.)]|[-•–])\s*/, '').trim(),
  }));
  const named = lines.filter(({ name }) => name !== '');
  if (named.length === 0) {
    errors.push({ id: 'names', message: 'กรุณากรอกชื่ออย่างน้อยหนึ่งบรรทัด' });
  }
  if (named.length > MOST_ITEMS) {
    errors.push({ id: 'names', message: `เพิ่มได้ครั้งละไม่เกิน ${MOST_ITEMS} รายการ` });
  }
  const long = named.find(({ name }) => name.length > 600);
  if (long) {
    errors.push({ id: 'names', message: `บรรทัดที่ ${long.at} ยาวเกิน 600 ตัวอักษร` });
  }
  const years = yearsFrom(form, plan);
  if (years.length === 0) {
    errors.push({ id: 'year', message: 'กรุณาเลือกปีงบประมาณที่ดำเนินการอย่างน้อยหนึ่งปี' });
  }
  if (errors.length > 0 || !dimension.success) return { errors };
  return {
    fields: named.map(({ name }) => ({
      name,
      dimension: dimension.data,
      years,
      wholeYear: false,
    })),
  };
}

export type PlanDetails = Pick<Plan, 'editionId' | 'announcedOn' | 'workingGroup'>;

export function detailsFrom(
  form: Form,
  editions: readonly Edition[],
): { details: PlanDetails } | Wrong {
  const errors: FieldError[] = [];
  const editionId = form.get('editionId') ?? '';
  if (!editions.some((edition) => edition.editionId === editionId)) {
    errors.push({ id: 'editionId', message: 'กรุณาเลือกกรอบแผนที่ใช้' });
  }
  const announcedOn = optionalDate(form, 'announcedOn', errors);
  const orderNo = (form.get('orderNo') ?? '').trim();
  const orderDate = optionalDate(form, 'orderDate', errors);
  const members = membersFrom(form.get('members') ?? '');
  if (members === undefined) {
    errors.push({
      id: 'members',
      message: 'กรุณากรอกบรรทัดละหนึ่งคน เป็น ตำแหน่ง | หน้าที่ในคณะทำงาน เช่น ปลัด อบต. | คณะทำงาน',
    });
  }
  const hasGroup = orderNo !== '' || orderDate !== undefined || (members?.length ?? 0) > 0;
  if (hasGroup && (orderNo === '' || orderNo.length > 60)) {
    errors.push({ id: 'orderNo', message: 'กรุณากรอกเลขที่คำสั่งแต่งตั้งคณะทำงาน เช่น 75/2560' });
  }
  if (hasGroup && !orderDate && !errors.some(({ id }) => id === 'orderDate')) {
    errors.push({ id: 'orderDate', message: 'กรุณากรอกวันที่ของคำสั่งแต่งตั้งคณะทำงาน' });
  }
  if (errors.length > 0) return { errors };
  return {
    details: {
      editionId,
      ...(announcedOn && { announcedOn }),
      ...(hasGroup &&
        orderDate && { workingGroup: { orderNo, orderDate, members: members ?? [] } }),
    },
  };
}

/** First and last year of a new plan. */
export function periodFrom(form: Form): Years | Wrong {
  const from = yearFrom(form.get('from'));
  const to = yearFrom(form.get('to'));
  if (typeof from === 'string') return { errors: [{ id: 'from', message: from }] };
  if (typeof to === 'string') return { errors: [{ id: 'to', message: to }] };
  const count = to - from + 1;
  if (count < PLAN_YEARS.least || count > PLAN_YEARS.most) {
    const message = `แผนต้องมีระยะเวลา ${PLAN_YEARS.least}–${PLAN_YEARS.most} ปีงบประมาณ ที่กรอกมาเป็น ${Math.max(count, 0)} ปี`;
    return { errors: [{ id: 'to', message }] };
  }
  return { from, to };
}

/** Why an item is to leave the plan, and from which year on. */
export function endingFrom(
  form: Form,
  plan: Years,
): { reason: string; from: FiscalYear; announcedOn?: LocalDate } | Wrong {
  const errors: FieldError[] = [];
  const reason = (form.get('reason') ?? '').trim();
  if (reason === '') errors.push({ id: 'reason', message: 'กรุณากรอกเหตุผล' });
  if (reason.length > 1000) {
    errors.push({ id: 'reason', message: 'เหตุผลยาวเกินไป กรอกได้ไม่เกิน 1,000 ตัวอักษร' });
  }
  const from = planYears(plan).find((year) => String(year) === form.get('from'));
  if (from === undefined) {
    errors.push({ id: 'from', message: 'กรุณาเลือกปีงบประมาณที่เริ่มมีผล' });
  }
  const announcedOn = optionalDate(form, 'announcedOn', errors);
  if (errors.length > 0 || from === undefined) return { errors };
  return { reason, from, ...(announcedOn && { announcedOn }) };
}

/** Names the one form that was shown: sent twice, it adds nothing twice. */
export function tokenFrom(form: Form): string | undefined {
  const token = form.get('token') ?? '';
  return /^[a-z0-9]{8,32}$/.test(token) ? token : undefined;
}

function yearsFrom(form: Form, plan: Years): FiscalYear[] {
  const ticked = new Set(form.all('year'));
  return planYears(plan).filter((year) => ticked.has(String(year)));
}

function yearFrom(typed: string | undefined): FiscalYear | string {
  const year = Number((typed ?? '').trim());
  if (isFiscalYear(year)) return year;
  return year >= 1900 && year < 2200
    ? `ปี ${year} เป็นปี ค.ศ. กรุณากรอกเป็นปี พ.ศ. ${year + 543}`
    : 'กรุณากรอกปีงบประมาณ พ.ศ. เป็นตัวเลขสี่หลัก เช่น 2565';
}

function budgetsFrom(
  form: Form,
  plan: Years,
  wrong: (id: string, message: string) => void,
): NonNullable<ItemFields['budgets']> {
  return planYears(plan).flatMap((year) => {
    const id = `budget-${year}`;
    const satang = satangFrom(form.get(id) ?? '');
    if (satang === undefined) {
      wrong(id, `งบประมาณปี ${year} ต้องเป็นจำนวนเงินเป็นบาท เช่น 20,000 หรือเว้นว่างหากไม่มีงบประมาณ`);
    }
    return typeof satang === 'number' ? [{ year, satang }] : [];
  });
}

function targetGroupsFrom(text: string): string[] | undefined {
  const groups = text
    .split(/[,،、\n]/)
    .map((group) => group.trim())
    .filter(Boolean);
  const legal = groups.length <= MOST_TARGET_GROUPS && groups.every(({ length }) => length <= 100);
  return legal ? groups : undefined;
}

function membersFrom(text: string): { position: string; role: string }[] | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const members = lines.map((line) => line.split('|').map((part) => part.trim()));
  if (members.length > 60) return undefined;
  const parsed = members.flatMap(([position = '', role = '', ...more]) =>
    position && role && more.length === 0 && line200(position) && line200(role)
      ? [{ position, role }]
      : [],
  );
  return parsed.length === members.length ? parsed : undefined;
}

function line200(text: string): boolean {
  return text.length <= 200;
}

/** Nothing typed is no date; a date that is none is an error. */
function optionalDate(form: Form, name: string, errors: FieldError[]): LocalDate | undefined {
  const parts = ['day', 'month', 'year'].map((part) => (form.get(`${name}-${part}`) ?? '').trim());
  if (parts.every((part) => part === '')) return undefined;
  const typed = thaiDateFrom(form, name);
  if ('date' in typed) return typed.date;
  errors.push({ id: name, message: typed.message });
  return undefined;
}
