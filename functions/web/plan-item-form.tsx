/** The fields of a plan's item, and those that several forms share. */
import type { FC } from 'hono/jsx';
import { type DimensionTitles, dimensions, dimensionTitle } from '../../shared/domain/framework.ts';
import { budgetIn, type Plan, type PlanItem, planYears } from '../../shared/domain/plan.ts';
import { baht } from '../../shared/text/money.ts';
import { dimensionLabel } from '../../shared/text/thai.ts';
import {
  Checkbox,
  Field,
  type FieldError,
  Select,
  Textarea,
} from '../../shared/web/components.tsx';
import { KINDS } from './plan-input.ts';
import type { Form } from './request-body.ts';

interface FieldsetProps {
  readonly plan: Plan;
  readonly titles: DimensionTitles;
  /** What the fields begin with, unless something was typed. */
  readonly item: PlanItem | undefined;
  readonly form: Form | undefined;
  readonly errors: readonly FieldError[];
}

export const ItemFieldset: FC<FieldsetProps> = ({ plan, titles, item, form, errors }) => {
  const kinds = [...new Set([...(item?.kind ? [item.kind] : []), ...KINDS])];
  const years = form?.all('year') ?? (item?.years ?? planYears(plan)).map(String);
  return (
    <>
      <Textarea
        name="name"
        label="ชื่อโครงการ/กิจกรรม/มาตรการ"
        rows={3}
        maxlength={600}
        value={form?.get('name') ?? item?.name}
        errors={errors}
      />
      <Select
        name="kind"
        label="ประเภท"
        value={form?.get('kind') ?? item?.kind}
        options={[
          { value: '', text: 'ไม่ระบุ' },
          ...kinds.map((kind) => ({ value: kind, text: kind })),
        ]}
        errors={errors}
      />
      <DimensionSelect
        titles={titles}
        value={form?.get('dimension') ?? (item?.dimension ? String(item.dimension) : '')}
        errors={errors}
      />
      <YearBoxes plan={plan} ticked={years} errors={errors} />
      <Checkbox
        name="wholeYear"
        label="เป็นกิจกรรมที่ดำเนินการทั้งปีงบประมาณ"
        checked={form ? form.get('wholeYear') === 'yes' : (item?.wholeYear ?? false)}
      />
      <Select
        name="quarter"
        label="ดำเนินการในไตรมาส"
        value={form?.get('quarter') ?? (item?.quarter ? String(item.quarter) : '')}
        options={[
          { value: '', text: 'ไม่ระบุ' },
          ...[1, 2, 3, 4].map((quarter) => ({
            value: String(quarter),
            text: `ไตรมาสที่ ${quarter}`,
          })),
        ]}
        errors={errors}
      />
      <fieldset class="govuk-fieldset">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">
          งบประมาณตามแผน (บาท)
        </legend>
        <div class="govuk-hint">เว้นว่างหากไม่มีงบประมาณ</div>
        <div class="filters">
          {planYears(plan).map((year) => {
            const amount = item?.years.includes(year) ? budgetIn(item, year) : null;
            return (
              <Field
                name={`budget-${year}`}
                label={`ปี ${year}`}
                inputmode="text"
                width={10}
                value={form?.get(`budget-${year}`) ?? (amount === null ? '' : baht(amount))}
                errors={errors}
              />
            );
          })}
        </div>
      </fieldset>
      <Field
        name="targetGroups"
        label="กลุ่มเป้าหมาย (ถ้ามี)"
        hint="คั่นด้วยเครื่องหมายจุลภาค เช่น ผู้บริหาร, พนักงาน, ประชาชน"
        value={form?.get('targetGroups') ?? item?.targetGroups?.join(', ')}
        errors={errors}
      />
      <Textarea
        name="objective"
        label="วัตถุประสงค์ (ถ้ามี)"
        rows={2}
        maxlength={1000}
        value={form?.get('objective') ?? item?.objective}
        errors={errors}
      />
      <Textarea
        name="remark"
        label="หมายเหตุ (ถ้ามี)"
        rows={2}
        maxlength={1000}
        value={form?.get('remark') ?? item?.remark}
        errors={errors}
      />
    </>
  );
};

export const DimensionSelect: FC<{
  titles: DimensionTitles;
  value: string | undefined;
  errors: readonly FieldError[];
}> = ({ titles, value, errors }) => (
  <Select
    name="dimension"
    label="มิติ"
    value={value}
    options={[
      { value: '', text: 'เลือกมิติ' },
      ...dimensions.map((each) => ({
        value: String(each),
        text: `${dimensionLabel(each)} ${dimensionTitle(each, titles)}`,
      })),
    ]}
    errors={errors}
  />
);

export const YearBoxes: FC<{
  plan: Plan;
  ticked: readonly string[];
  errors: readonly FieldError[];
}> = ({ plan, ticked, errors }) => {
  const error = errors.find(({ id }) => id === 'year');
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <fieldset class="govuk-fieldset" {...(error && { 'aria-describedby': 'year-error' })}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">ปีงบประมาณที่ดำเนินการ</legend>
        {error && (
          <p class="govuk-error-message" id="year-error">
            <span class="govuk-visually-hidden">ข้อผิดพลาด: </span>
            {error.message}
          </p>
        )}
        <div class="govuk-checkboxes govuk-checkboxes--small filters">
          {planYears(plan).map((year, index) => {
            const id = index === 0 ? 'year' : `year-${year}`;
            return (
              <div class="govuk-checkboxes__item">
                <input
                  class="govuk-checkboxes__input"
                  type="checkbox"
                  id={id}
                  name="year"
                  value={String(year)}
                  checked={ticked.includes(String(year))}
                />
                <label class="govuk-label govuk-checkboxes__label" for={id}>
                  {year}
                </label>
              </div>
            );
          })}
        </div>
      </fieldset>
    </div>
  );
};
