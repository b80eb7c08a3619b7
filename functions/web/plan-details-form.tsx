/** Edition, announcement and working group of a plan, as its forms ask for them. */
import type { FC } from 'hono/jsx';
import type { Edition } from '../../shared/domain/framework.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import {
  DateInput,
  Field,
  type FieldError,
  Select,
  Textarea,
} from '../../shared/web/components.tsx';
import { dateTyped, type Form } from './request-body.ts';

interface DetailFieldsProps {
  /** Those to choose from. */
  readonly editions: readonly Edition[];
  readonly form: Form | undefined;
  readonly errors: readonly FieldError[];
  readonly plan: Plan | undefined;
}

export const DetailFields: FC<DetailFieldsProps> = ({ editions, form, errors, plan }) => {
  const group = plan?.workingGroup;
  const members = group?.members.map(({ position, role }) => `${position} | ${role}`).join('\n');
  return (
    <>
      <Select
        name="editionId"
        label="กรอบแผนที่ใช้"
        value={form?.get('editionId') ?? plan?.editionId}
        options={[{ value: '', text: 'เลือกกรอบแผน' }, ...editions.map(editionOption)]}
        errors={errors}
      />
      <DateInput
        name="announcedOn"
        label="วันที่ประกาศใช้แผน (ถ้าประกาศแล้ว)"
        errors={errors}
        {...dateTyped(form, 'announcedOn', plan?.announcedOn)}
      />
      <h2 class="govuk-heading-m">คณะทำงาน (ถ้าแต่งตั้งแล้ว)</h2>
      <Field
        name="orderNo"
        label="คำสั่งแต่งตั้งที่"
        hint="เช่น 75/2560"
        width={10}
        maxlength={60}
        value={form?.get('orderNo') ?? group?.orderNo}
        errors={errors}
      />
      <DateInput
        name="orderDate"
        label="ลงวันที่"
        errors={errors}
        {...dateTyped(form, 'orderDate', group?.orderDate)}
      />
      <Textarea
        name="members"
        label="รายชื่อตำแหน่งในคณะทำงาน"
        hint="บรรทัดละหนึ่งคน: ตำแหน่ง | หน้าที่ในคณะทำงาน เช่น นายก อบต. | หัวหน้าคณะทำงาน"
        rows={8}
        value={form?.get('members') ?? members}
        errors={errors}
      />
    </>
  );
};

function editionOption({ editionId, from, to, dimensionTitles }: Edition) {
  return { value: editionId, text: `พ.ศ. ${from}–${to} (มิติที่ 2 ${dimensionTitles[1]})` };
}
