/** The form of a province's office: what it says, and what is wrong with what was typed. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import { readAddress, readLine } from '../../shared/domain/address.ts';
import type { Office } from '../../shared/domain/organization.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { hashOf } from '../../shared/store/content-hash.ts';
import { addressRefusals } from '../../shared/text/accounts.ts';
import {
  Button,
  Checkbox,
  Field,
  type FieldError,
  Notification,
  SummaryList,
} from '../../shared/web/components.tsx';
import type { Form } from './request-body.ts';
import { page, type WebEnv } from './web-environment.tsx';

/** What the central office sets of a province. */
export interface OfficeFacts {
  readonly office: Office | undefined;
  /** Whether the province has cycles. */
  readonly takesPart: boolean;
}

/** Stands for what an officer saw when the form was made; nothing where there was no office yet. */
export function markOf({ office, takesPart }: OfficeFacts): string {
  if (!office) return '';
  const { name, phone, email, alsoServes = [] } = office;
  return hashOf({ name, phone, email, alsoServes, takesPart });
}

export function officeFrom(
  form: Form,
  province: string,
  before: Office | undefined,
): { readonly office: Office } | { readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const name = readLine(form.get('name') ?? '', 200);
  if (!name) errors.push({ id: 'name', message: 'กรุณากรอกชื่อสำนักงานในบรรทัดเดียว ไม่เกิน 200 ตัวอักษร' });
  const phone = readLine(form.get('phone') ?? '', 60);
  if (!phone) errors.push({ id: 'phone', message: 'กรุณากรอกหมายเลขโทรศัพท์ ไม่เกิน 60 ตัวอักษร' });
  const address = readAddress(form.get('email') ?? '');
  if ('refused' in address) errors.push({ id: 'email', message: addressRefusals[address.refused] });
  const areas = areasFrom(form.get('alsoServes') ?? '', province);
  if (!areas) {
    errors.push({
      id: 'alsoServes',
      message: 'กรุณากรอกชื่อจังหวัดให้ตรง คั่นด้วยเครื่องหมายจุลภาค เช่น กระบี่, ตรัง',
    });
  }
  if (errors.length > 0 || !name || !phone || 'refused' in address || !areas) return { errors };
  const digest = { contactId: 'office', position: name, email: address.address };
  const kept = before?.contacts.filter(({ contactId }) => contactId !== 'office') ?? [];
  return {
    office: {
      schemaVersion: 1,
      province,
      provinceName: provinceNames[province] ?? province,
      name,
      phone,
      email: address.address,
      ...(areas.length > 0 && { alsoServes: areas }),
      // Somebody has to get the digests from the first day on.
      contacts: before && before.contacts.length > 0 && kept.length > 0 ? kept : [digest],
    },
  };
}

/** Codes of the provinces named in `text`; nothing where a name is unknown. */
function areasFrom(text: string, own: string): string[] | undefined {
  const names = text
    .split(/[,\n]/)
    .map((name) => name.trim().replace(/^จังหวัด/, ''))
    .filter(Boolean);
  const codes = names.map(
    (name) => Object.entries(provinceNames).find(([, known]) => known === name)?.[0],
  );
  const known = codes.filter((code) => code !== undefined);
  return known.length === codes.length ? known.filter((code) => code !== own) : undefined;
}

interface OfficeForm extends OfficeFacts {
  readonly form?: Form;
  readonly errors?: readonly FieldError[];
  /** Somebody else has saved since the form was made. */
  readonly isStale?: boolean;
}

export function officeForm(
  c: Context<WebEnv>,
  province: string,
  { office, takesPart, form, errors = [], isStale = false }: OfficeForm,
) {
  const provinceName = provinceNames[province];
  return page(
    c,
    {
      title: `สำนักงานประจำจังหวัด${provinceName}`,
      breadcrumbs: [
        { text: 'สำนักงานประจำจังหวัด', href: '/offices' },
        { text: `จังหวัด${provinceName}` },
      ],
      errors,
      status: isStale ? 409 : errors.length > 0 ? 422 : 200,
    },
    <form method="post" action={`/offices/${province}`} novalidate>
      <h1 class="govuk-heading-l">
        {office ? 'แก้ไขข้อมูลสำนักงาน' : 'ตั้งสำนักงาน'} จังหวัด{provinceName}
      </h1>
      {isStale && <StoredMeanwhile {...{ office, takesPart }} />}
      <input type="hidden" name="seen" value={markOf({ office, takesPart })} />
      <Field
        name="name"
        label="ชื่อสำนักงาน ตามที่ใช้ในหนังสือและอีเมล"
        value={form?.get('name') ?? office?.name ?? `สำนักงาน ป.ป.ช. ประจำจังหวัด${provinceName}`}
        errors={errors}
        maxlength={200}
      />
      <Field
        name="phone"
        type="tel"
        label="โทรศัพท์"
        value={form?.get('phone') ?? office?.phone}
        errors={errors}
        width={20}
        maxlength={60}
      />
      <Field
        name="email"
        type="email"
        label="อีเมลของสำนักงาน"
        hint="อปท. ตอบกลับมาที่อีเมลนี้ และสรุปประจำวันส่งถึงอีเมลนี้"
        autocomplete="off"
        value={form?.get('email') ?? office?.email}
        errors={errors}
        width={30}
      />
      <Field
        name="alsoServes"
        label="จังหวัดอื่นที่สำนักงานนี้รับผิดชอบด้วย (ถ้ามี)"
        hint="คั่นด้วยเครื่องหมายจุลภาค เช่น กระบี่, ตรัง เจ้าหน้าที่ทุกคนของสำนักงานดูแลจังหวัดเหล่านี้ด้วย"
        value={form?.get('alsoServes') ?? areaNames(office)}
        errors={errors}
      />
      <Checkbox
        name="takesPart"
        label="จังหวัดนี้เริ่มรอบรายงานในระบบ"
        checked={form ? form.get('takesPart') === 'yes' : !office || takesPart}
      />
      <Button>{isStale ? 'บันทึกตามที่ท่านกรอก' : 'บันทึก'}</Button>
    </form>,
  );
}

/** What another officer has saved, beside what this one has typed. */
const StoredMeanwhile: FC<OfficeFacts> = ({ office, takesPart }) => (
  <Notification title="มีผู้อื่นบันทึกข้อมูลนี้หลังจากที่ท่านเปิดหน้า สิ่งที่ท่านกรอกยังไม่ได้บันทึก">
    <p class="govuk-body">ข้อมูลที่บันทึกไว้ล่าสุด ส่วนในแบบฟอร์มด้านล่างคือสิ่งที่ท่านกรอก</p>
    <SummaryList
      rows={[
        { key: 'ชื่อสำนักงาน', value: office?.name ?? 'ยังไม่ได้ตั้ง' },
        { key: 'โทรศัพท์', value: office?.phone ?? '' },
        { key: 'อีเมล', value: <span class="address">{office?.email}</span> },
        { key: 'จังหวัดอื่น', value: areaNames(office) || 'ไม่มี' },
        { key: 'รอบรายงานในระบบ', value: takesPart ? 'เริ่มแล้ว' : 'ยังไม่เริ่ม' },
      ]}
    />
  </Notification>
);

function areaNames(office: Office | undefined): string {
  return (office?.alsoServes ?? []).map((code) => provinceNames[code]).join(', ');
}
