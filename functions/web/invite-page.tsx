/** The form by which somebody is invited to an organization or office. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { roleLabels } from '../../shared/text/accounts.ts';
import { Button, Checkbox, Field, type FieldError, Radios } from '../../shared/web/components.tsx';
import { SigningFields } from './people-fields.tsx';
import type { PeoplePlace } from './people-frame.ts';
import type { Form } from './request-body.ts';
import { page, type WebEnv } from './web-environment.tsx';

interface Invite {
  readonly place: PeoplePlace;
  readonly form?: Form;
  readonly errors?: readonly FieldError[];
}

export function invitePage(c: Context<WebEnv>, { place, form, errors = [] }: Invite) {
  const { roles, name, path, orgId } = place;
  return page(
    c,
    {
      title: 'เชิญผู้ใช้งาน',
      line: name,
      breadcrumbs: [{ text: 'ผู้ใช้งาน', href: path }, { text: 'เชิญผู้ใช้งาน' }],
      errors,
      status: errors.length > 0 ? 422 : 200,
    },
    <form method="post" action={`${path}/invite`} novalidate>
      <span class="govuk-caption-l">{name}</span>
      <h1 class="govuk-heading-l">เชิญผู้ใช้งาน</h1>
      <p class="govuk-body">ผู้รับเชิญได้รับอีเมลพร้อมลิงก์ และตอบรับด้วยการเข้าสู่ระบบด้วยอีเมลนั้นภายใน 14 วัน</p>
      <Field
        name="email"
        type="email"
        label="อีเมลของผู้รับเชิญ"
        hint="อีเมลที่เจ้าตัวใช้คนเดียว"
        autocomplete="off"
        value={form?.get('email')}
        errors={errors}
        width={30}
      />
      <Field
        name="position"
        label="ตำแหน่ง"
        hint="ตามคำสั่งแต่งตั้ง เช่น นักวิเคราะห์นโยบายและแผนชำนาญการ"
        value={form?.get('position')}
        errors={errors}
        maxlength={200}
      />
      {roles.length > 1 ? (
        <Radios
          name="role"
          label="บทบาท"
          options={roles.map((role) => ({ value: role, text: roleLabels[role] }))}
          value={form?.get('role') ?? roles[0]}
          errors={errors}
        />
      ) : (
        <p class="govuk-body">บทบาท: {roles.map((role) => roleLabels[role]).join()}</p>
      )}
      {orgId && <Mailbox form={form} errors={errors} />}
      {orgId && !roles.includes('executive') && (
        <p class="govuk-inset-text">ผู้บริหารเชิญได้โดยผู้บริหารเอง หรือสำนักงาน ป.ป.ช. ประจำจังหวัด</p>
      )}
      {roles.includes('executive') && (
        <fieldset class="govuk-fieldset">
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">
            เฉพาะผู้บริหาร: สถานะและวาระการลงนาม
          </legend>
          <SigningFields form={form} errors={errors} user={undefined} />
        </fieldset>
      )}
      {roles.includes('regional') && <Areas form={form} errors={errors} />}
      {orgId && (
        <Checkbox
          name="told"
          label="ส่งการแจ้งเตือนของหน่วยงานถึงอีเมลนี้ด้วย"
          checked={form ? form.get('told') === 'yes' : true}
        />
      )}
      <Button>ส่งคำเชิญ</Button>
    </form>,
  );
}

const Mailbox: FC<{ form: Form | undefined; errors: readonly FieldError[] }> = ({
  form,
  errors,
}) => (
  <Radios
    name="mailbox"
    label="อีเมลนี้เป็นของ"
    hint="ผู้ที่เข้าสู่ระบบผ่านอีเมลกลางต้องกรอกชื่อและตำแหน่งทุกครั้ง และลงนามแทนผู้บริหารในระบบไม่ได้"
    options={[
      { value: 'personal', text: 'บุคคลเดียว' },
      { value: 'shared', text: 'หลายคนใช้ร่วมกัน เช่น อีเมลกลาง (สารบรรณ)' },
    ]}
    value={form?.get('mailbox') ?? 'personal'}
    errors={errors}
  />
);

/** Provinces that a regional office looks after. */
const Areas: FC<{ form: Form | undefined; errors: readonly FieldError[] }> = ({ form, errors }) => {
  const error = errors.find(({ id }) => id === 'provinces');
  return (
    <details class="govuk-details" open={error !== undefined || form?.get('role') === 'regional'}>
      <summary class="govuk-details__summary" id="provinces">
        <span class="govuk-details__summary-text">เฉพาะเจ้าหน้าที่ภาค: จังหวัดที่ดูแล</span>
      </summary>
      <div class="govuk-details__text">
        {error && (
          <p class="govuk-error-message" id="provinces-error">
            <span class="govuk-visually-hidden">ข้อผิดพลาด: </span>
            {error.message}
          </p>
        )}
        <fieldset class="govuk-fieldset govuk-checkboxes govuk-checkboxes--small">
          <legend class="govuk-visually-hidden">จังหวัดที่ดูแล</legend>
          {Object.entries(provinceNames).map(([code, name]) => (
            <div class="govuk-checkboxes__item">
              <input
                class="govuk-checkboxes__input"
                type="checkbox"
                id={`province-${code}`}
                name="provinces"
                value={code}
                checked={form?.all('provinces').includes(code) ?? false}
              />
              <label class="govuk-label govuk-checkboxes__label" for={`province-${code}`}>
                {name}
              </label>
            </div>
          ))}
        </fieldset>
      </div>
    </details>
  );
};
