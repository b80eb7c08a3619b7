/** Pages on the editions of the form on a visit: which there are, what each asks, adding one. */
import { isDeepStrictEqual } from 'node:util';
import type { Context } from 'hono';
import * as z from 'zod';
import type { User } from '../../shared/domain/permissions.ts';
import {
  type VisitBlock,
  type VisitForm,
  type VisitFormPart,
  visitFormSchema,
} from '../../shared/domain/visit-form.ts';
import { standardVisitForms } from '../../shared/domain/visit-form-editions.ts';
import { longDate } from '../../shared/text/thai.ts';
import {
  Button,
  type FieldError,
  Notification,
  Table,
  Textarea,
} from '../../shared/web/components.tsx';
import { eventOf } from './acting.ts';
import { type Form, readForm } from './request-body.ts';
import {
  authorized,
  found,
  page,
  pathOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const formPath = z.object({ form: z.string() });
const TITLE = 'แบบรายงานการนิเทศ';

const blockNames: Record<VisitBlock, string> = {
  visit: 'ข้อมูลการนิเทศ (แสดงจากกำหนดการ)',
  report: 'ผลรายงานรอบ 6 เดือนแรก (แสดงจากระบบ)',
  'open-recommendations': 'ข้อเสนอแนะเดิมที่ยังติดตาม (แสดงจากระบบ)',
  attendees: 'ผู้เข้าร่วม',
  dimensions: 'ผลตามมิติที่ 1–4',
  'problems-making': 'ปัญหาในการจัดทำแผน',
  'problems-carrying-out': 'ปัญหาในการนำแผนไปปฏิบัติ',
  findings: 'ข้อสังเกต',
  recommendations: 'ข้อเสนอแนะและกำหนดดำเนินการ',
  files: 'ไฟล์และภาพประกอบ',
};
const kindNames: Record<Exclude<VisitFormPart['kind'], 'block'>, string> = {
  text: 'ข้อความ',
  choice: 'เลือกหนึ่งข้อ',
  'yes-no': 'สองทางเลือก พร้อมหมายเหตุ',
  score: 'คะแนน',
};

/** What answers the routes of `visit-forms.ts`. */
export function visitFormsDesk(dependencies: WebDependencies) {
  const { visitForms, audits, now } = dependencies;

  async function answerList(c: Context<WebEnv>, errors: readonly FieldError[] = [], form?: Form) {
    const all = await visitForms.all();
    const latest = all.at(-1);
    return page(
      c,
      {
        title: TITLE,
        breadcrumbs: [{ text: 'จังหวัด', href: '/provinces' }, { text: TITLE }],
        errors,
        status: errors.length > 0 ? 422 : 200,
      },
      <>
        {c.req.query('saved') !== undefined && errors.length === 0 && (
          <Notification kind="success" title="เพิ่มแบบรายงานแล้ว ใช้กับการนิเทศตั้งแต่วันที่กำหนด" />
        )}
        <h1 class="govuk-heading-l">{TITLE}</h1>
        <p class="govuk-body">
          การนิเทศแต่ละแห่งใช้แบบที่มีผลในวันนิเทศ รายงานที่เขียนแล้วยังแสดงตามแบบเดิมเสมอ แบบที่เพิ่มแล้วแก้ไขไม่ได้
          หากต้องแก้ไขให้เพิ่มแบบใหม่
        </p>
        <Table
          caption="แบบที่มีอยู่"
          rows={all}
          columns={[
            {
              head: 'แบบ',
              heads: true,
              cell: ({ editionId, name }) => (
                <a class="govuk-link" href={`/visit-forms/${editionId}`}>
                  {name}
                </a>
              ),
            },
            { head: 'ใช้กับการนิเทศตั้งแต่', cell: ({ from }) => longDate(from) },
            { head: 'จำนวนส่วน', figure: true, cell: ({ sections }) => sections.length },
          ]}
        />
        <form method="post" action="/visit-forms" novalidate>
          <h2 class="govuk-heading-m">เพิ่มแบบ</h2>
          <Textarea
            name="form"
            label="แบบรายงานเป็นข้อมูล JSON"
            hint="คัดลอกจากแบบที่มีอยู่ แล้วเปลี่ยนชื่อ editionId วันที่เริ่มใช้ (from เป็นปี ค.ศ.) ส่วน และคำถาม"
            rows={16}
            maxlength={100_000}
            value={form?.get('form') ?? ''}
            errors={errors}
          />
          <Button>เพิ่มแบบรายงาน</Button>
        </form>
        {latest && (
          <details class="govuk-details">
            <summary class="govuk-details__summary">
              <span class="govuk-details__summary-text">ข้อมูลของ {latest.name} สำหรับคัดลอก</span>
            </summary>
            <pre class="govuk-details__text preserve text-as-typed">
              {JSON.stringify(latest, null, 1)}
            </pre>
          </details>
        )}
      </>,
    );
  }

  async function add(c: Context<WebEnv>) {
    const user = authorized(c, 'administer', 'nation');
    const form = await readForm(c);
    const read = formFrom(form.get('form') ?? '');
    if ('message' in read) return answerList(c, [{ id: 'form', message: read.message }], form);
    if (await keep(user, read.form)) return c.redirect('/visit-forms?saved', 303);
    const message = `มีแบบชื่อ ${read.form.editionId} อยู่แล้ว หรือมีแบบครบจำนวนที่เก็บได้ กรุณาใช้ editionId อื่น`;
    return answerList(c, [{ id: 'form', message }], form);
  }

  /** Whether `form` is there now; the same one again changes nothing. */
  async function keep(user: User, form: VisitForm): Promise<boolean> {
    for (;;) {
      const { pendingAudit, ...kept } = await visitForms.load();
      if (pendingAudit) await audits.append('NATION', pendingAudit);
      if (kept.added.some((known) => isDeepStrictEqual(known, form))) return true;
      const names = [...standardVisitForms, ...kept.added].map(({ editionId }) => editionId);
      if (names.includes(form.editionId) || kept.added.length >= 30) return false;
      const event = eventOf(user, now(), {
        act: 'visit-form-added',
        subject: form.editionId,
        note: form.name,
      });
      const added = [...kept.added, form];
      if (!(await visitForms.save({ ...kept, added, pendingAudit: event }))) continue;
      await audits.append('NATION', event);
      return true;
    }
  }

  async function show(c: Context<WebEnv>) {
    authorized(c, 'administer', 'nation');
    const { form: editionId } = pathOf(c, formPath);
    const form = found((await visitForms.all()).find((one) => one.editionId === editionId));
    return page(
      c,
      {
        title: form.name,
        breadcrumbs: [{ text: TITLE, href: '/visit-forms' }, { text: form.name }],
      },
      <>
        <h1 class="govuk-heading-l">{form.name}</h1>
        <p class="govuk-body">ใช้กับการนิเทศตั้งแต่{longDate(form.from)}</p>
        {form.sections.map(({ title, note, parts }, place) => (
          <>
            <h2 class="govuk-heading-m">
              {place + 1}. {title}
            </h2>
            {note && <p class="govuk-body">{note}</p>}
            <ul class="govuk-list govuk-list--bullet">
              {parts.map((part) => (
                <li>{partWords(part)}</li>
              ))}
            </ul>
          </>
        ))}
      </>,
    );
  }

  return {
    async list(c: Context<WebEnv>) {
      authorized(c, 'administer', 'nation');
      return answerList(c);
    },
    add,
    show,
  };
}

function partWords(part: VisitFormPart): string {
  if (part.kind === 'block') return blockNames[part.block];
  const asked = `${part.label} (${kindNames[part.kind]}${part.required ? ' ต้องตอบ' : ''})`;
  if (part.kind === 'choice')
    return `${asked}: ${part.options.map(({ text }) => text).join(' / ')}`;
  if (part.kind === 'yes-no') return `${asked}: ${part.yes} / ${part.no}`;
  return part.kind === 'score' ? `${asked}: ${part.from}–${part.to}` : asked;
}

function formFrom(text: string): { readonly form: VisitForm } | { readonly message: string } {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { message: 'อ่านไม่ได้ ต้องเป็นข้อมูล JSON ทั้งหมด' };
  }
  const parsed = visitFormSchema.safeParse(data);
  if (parsed.success) return { form: parsed.data };
  const where = parsed.error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || 'แบบ'}: ${message}`);
  return { message: `แบบไม่ถูกต้อง ${where.join(' · ')}` };
}
