/** The pages on which the central office sets up and corrects the offices of provinces. */
import type { Context } from 'hono';
import { readAddress, readLine } from '../../shared/domain/address.ts';
import { fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import type { Office } from '../../shared/domain/organization.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { addressRefusals } from '../../shared/text/accounts.ts';
import {
  Button,
  Checkbox,
  Field,
  type FieldError,
  Notification,
  Table,
  Tag,
} from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { eventOf } from './acting.ts';
import { provincePath } from './province-frame.tsx';
import { type Form, readForm } from './request-body.ts';
import {
  authorized,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

export function createOfficesDesk(dependencies: WebDependencies) {
  const { accounts, roster, settings, audits, now } = dependencies;

  return {
    async list(c: Context<WebEnv>) {
      authorized(c, 'administer', 'nation');
      const codes = Object.keys(provinceNames);
      const [{ provinces }, offices] = await Promise.all([
        settings.load(),
        Promise.all(codes.map((code) => roster.office(code))),
      ]);
      const rows = codes.map((code, index) => ({
        code,
        office: offices[index],
        takesPart: provinces.includes(code),
      }));
      return page(
        c,
        { title: 'สำนักงานประจำจังหวัด' },
        <>
          {c.req.query('saved') !== undefined && (
            <Notification kind="success" title="บันทึกข้อมูลสำนักงานแล้ว">
              <p class="govuk-body">ขั้นต่อไป: เชิญเจ้าหน้าที่คนแรกของสำนักงาน และนำเข้ารายชื่อ อปท.</p>
            </Notification>
          )}
          <h1 class="govuk-heading-l">สำนักงาน ป.ป.ช. ประจำจังหวัด</h1>
          <Table
            caption="สำนักงานทั้ง 77 จังหวัด"
            captionHidden
            // Those that work with the system first.
            rows={rows.toSorted((a, b) => Number(!a.office) - Number(!b.office))}
            columns={[
              {
                head: 'จังหวัด',
                heads: true,
                cell: ({ code }) => (
                  <a class="govuk-link" href={`/offices/${code}`}>
                    {provinceNames[code]}
                  </a>
                ),
              },
              {
                head: 'สถานะ',
                cell: ({ office, takesPart }) =>
                  office ? (
                    <Tag tone={takesPart ? 'green' : 'yellow'}>
                      {takesPart ? 'ใช้งานระบบ' : 'ตั้งไว้แล้ว ยังไม่เริ่มรอบรายงาน'}
                    </Tag>
                  ) : (
                    <Tag tone="grey">ยังไม่ได้ตั้ง</Tag>
                  ),
              },
              {
                head: 'ผู้ใช้งาน',
                cell: ({ code, office }) =>
                  office && (
                    <a class="govuk-link" href={`/provinces/${code}/people`}>
                      ผู้ใช้งาน
                      <span class="govuk-visually-hidden">ของจังหวัด{provinceNames[code]}</span>
                    </a>
                  ),
              },
            ]}
          />
        </>,
      );
    },

    async form(c: Context<WebEnv>) {
      const province = provinceOf(c);
      const [office, { provinces }] = await Promise.all([roster.office(province), settings.load()]);
      return officeForm(c, province, {
        office,
        takesPart: !office || provinces.includes(province),
      });
    },

    async save(c: Context<WebEnv>) {
      const province = provinceOf(c);
      const user = authorized(c, 'administer', 'nation');
      const form = await readForm(c);
      const before = await roster.office(province);
      const read = officeFrom(form, province, before);
      const takesPart = form.get('takesPart') === 'yes';
      if ('errors' in read) {
        return officeForm(c, province, { office: before, takesPart, form, errors: read.errors });
      }
      await roster.saveOffice(read.office);
      await setTakesPart(province, takesPart);
      await setAreas(read.office);
      const event = eventOf(user, now(), {
        act: before ? 'office-corrected' : 'office-set-up',
        subject: province,
      });
      await audits.append(`PROVINCE#${province}`, event);
      return c.redirect('/offices?saved', 303);
    },
  };

  /** The office's officers serve what the office serves. */
  async function setAreas({ province, alsoServes = [] }: Office): Promise<void> {
    const provinces = [province, ...alsoServes];
    for (const member of await accounts.members(`PROVINCE#${province}`)) {
      const isOwn = member.role === 'provincial' && member.provinces[0] === province;
      if (isOwn && member.provinces.join() !== provinces.join()) {
        await accounts.changeUser(member, { provinces });
      }
    }
  }

  /** A province that takes part gets cycles; nobody is asked for years before the system. */
  async function setTakesPart(province: string, takesPart: boolean): Promise<void> {
    const before = await settings.load();
    if (before.provinces.includes(province) === takesPart) return;
    const others = before.provinces.filter((other) => other !== province);
    await settings.save({
      ...before,
      provinces: takesPart ? [...others, province].toSorted() : others,
      firstYear: before.firstYear ?? fiscalYearOf(todayOf({ now })),
    });
  }
}

/** @throws {ProblemError} 401 | 404 */
function provinceOf(c: Context<WebEnv>): string {
  authorized(c, 'administer', 'nation');
  const { province } = pathOf(c, provincePath);
  if (!(province in provinceNames)) throw new ProblemError(404);
  return province;
}

function officeFrom(
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

interface OfficeForm {
  readonly office: Office | undefined;
  readonly takesPart: boolean;
  readonly form?: Form;
  readonly errors?: readonly FieldError[];
}

function officeForm(
  c: Context<WebEnv>,
  province: string,
  { office, takesPart, form, errors = [] }: OfficeForm,
) {
  const provinceName = provinceNames[province];
  const areas = (office?.alsoServes ?? []).map((code) => provinceNames[code]).join(', ');
  return page(
    c,
    {
      title: `สำนักงานประจำจังหวัด${provinceName}`,
      breadcrumbs: [
        { text: 'สำนักงานประจำจังหวัด', href: '/offices' },
        { text: `จังหวัด${provinceName}` },
      ],
      errors,
      status: errors.length > 0 ? 422 : 200,
    },
    <form method="post" action={`/offices/${province}`} novalidate>
      <h1 class="govuk-heading-l">
        {office ? 'แก้ไขข้อมูลสำนักงาน' : 'ตั้งสำนักงาน'} จังหวัด{provinceName}
      </h1>
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
        value={form?.get('alsoServes') ?? areas}
        errors={errors}
      />
      <Checkbox name="takesPart" label="จังหวัดนี้เริ่มรอบรายงานในระบบ" checked={takesPart} />
      <Button>บันทึก</Button>
    </form>,
  );
}
