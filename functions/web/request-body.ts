/** Reads what was sent, or says in Thai why it cannot be read. */
import type { Context } from 'hono';
import type * as z from 'zod';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { isLocalDate, type LocalDate } from '../../shared/domain/local-date.ts';
import { ProblemError } from '../../shared/web/problem.tsx';

/** A sent form, by the names of its fields; files are left out. */
export type Form = ReadonlyMap<string, string> & {
  /** Every value of a field that may come more than once. */
  all(name: string): readonly string[];
};

/** @throws {ProblemError} 400 | 415 */
export async function readForm(c: Context): Promise<Form> {
  return formOf(await readFormData(c));
}

export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A form that may carry one file. @throws {ProblemError} 400 | 415 */
export async function readFormWithFile(
  c: Context,
  field: string,
): Promise<{ form: Form; file: SentFile | undefined }> {
  const data = await readFormData(c);
  const sent = data.get(field);
  // A field left empty comes as a file without a name.
  const file =
    sent instanceof File && sent.name !== ''
      ? { name: sent.name.slice(0, 200), bytes: new Uint8Array(await sent.arrayBuffer()) }
      : undefined;
  return { form: formOf(data), file };
}

async function readFormData(c: Context): Promise<FormData> {
  const type = c.req.header('content-type') ?? '';
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) {
    throw new ProblemError(415, {
      code: 'not-a-form',
      detail: 'หน้านี้รับข้อมูลจากแบบฟอร์มเท่านั้น',
    });
  }
  try {
    return await c.req.formData();
  } catch {
    throw new ProblemError(400, {
      code: 'broken-form',
      detail: 'ข้อมูลจากแบบฟอร์มมาไม่ครบหรือเสียหายระหว่างทาง ยังไม่มีการบันทึก กรุณาส่งใหม่อีกครั้ง',
    });
  }
}

function formOf(data: FormData): Form {
  const fields = [...data].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const form = new Map(fields.map(([name, value]) => [name, value.replace(/\r\n?/g, '\n')]));
  return Object.assign(form, {
    all: (name: string) => fields.filter(([field]) => field === name).map(([, value]) => value),
  });
}

/** What stands in the address after `?`, as a form holds it. */
export function queryForm(c: Context): Form {
  return Object.assign(new Map(Object.entries(c.req.query())), {
    all: (name: string) => c.req.queries(name) ?? [],
  });
}

/** A JSON body in the shape of `schema`. @throws {ProblemError} 400 | 415 | 422 */
export async function readJson<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  if (!/^application\/(\w+\+)?json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new ProblemError(415, {
      code: 'not-json',
      detail: 'ต้องส่งข้อมูลเป็น JSON และระบุ Content-Type: application/json',
    });
  }
  let body: unknown;
  try {
    body = JSON.parse(await c.req.text());
  } catch {
    throw new ProblemError(400, {
      code: 'broken-json',
      detail: 'ข้อมูล JSON ไม่ครบหรือเสียหาย ยังไม่มีการบันทึก',
    });
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ProblemError(422, {
    code: 'invalid-body',
    detail: 'ข้อมูลไม่ตรงตามแบบที่กำหนดใน /api/openapi.json',
    errors: parsed.error.issues.slice(0, 50).map((issue) => fieldProblem(issue, body)),
  });
}

/** Names the row, where the issue lies in one. */
function fieldProblem({ path, code }: z.core.$ZodIssue, body: unknown) {
  const line = path.indexOf('lines');
  const row = line >= 0 ? at(body, path.slice(0, line + 2)) : undefined;
  const no = at(row, ['no']);
  const itemId = at(row, ['itemId']);
  const field = path.join('.') || 'body';
  return {
    ...(typeof no === 'number' && Number.isInteger(no) && { row: no }),
    ...(typeof itemId === 'string' && { itemId }),
    field,
    code,
    message: `ค่าของ ${field} ไม่ถูกต้อง ขาดหายไป หรือยาวเกินกำหนด`,
  };
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );
}

export type ThaiDate = { readonly date: LocalDate } | { readonly message: string };

/** The day in the three boxes of `DateInput`; the year is of the Buddhist Era. */
export function thaiDateFrom(form: Form, name: string): ThaiDate {
  const [day, month, year] = ['day', 'month', 'year'].map((part) =>
    Number((form.get(`${name}-${part}`) ?? '').trim() || Number.NaN),
  );
  if (!day || !month || !year) return { message: 'กรุณากรอกวันที่ เดือน และปี พ.ศ. เป็นตัวเลขให้ครบ' };
  if (year >= 1900 && year < 2200) {
    return { message: `ปี ${year} เป็นปี ค.ศ. กรุณากรอกเป็นปี พ.ศ. ${year + 543}` };
  }
  if (!Number.isInteger(year) || year < 2500 || year > 2699) {
    return { message: 'ปี พ.ศ. ต้องเป็นตัวเลขสี่หลัก เช่น 2563' };
  }
  const two = (figure: number) => String(figure).padStart(2, '0');
  const date = `${fiscalYear(year) - 543}-${two(month)}-${two(day)}`;
  return isLocalDate(date) ? { date } : { message: 'ไม่มีวันที่นี้ในปฏิทิน กรุณาตรวจสอบวันและเดือน' };
}

/** Whether anything was typed into the boxes of a date. */
export function isDateTyped(form: Form, name: string): boolean {
  return ['day', 'month', 'year'].some((part) => form.get(`${name}-${part}`)?.trim());
}

/** What `DateInput` shows again: what was typed, else `day`. */
export function dateTyped(form: Form | undefined, name: string, day?: LocalDate) {
  if (form) {
    const part = (which: string) => form.get(`${name}-${which}`) ?? '';
    return { value: { day: part('day'), month: part('month'), year: part('year') } };
  }
  if (!day) return {};
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return {
    value: {
      day: String(Number(dayOfMonth)),
      month: String(Number(month)),
      year: String(Number(year) + 543),
    },
  };
}
