/** What an item of a plan is, and what the province finds of it. */
import type { FC } from 'hono/jsx';
import { dimensionTitle } from '../../shared/domain/framework.ts';
import { budgetIn, type PlanItem } from '../../shared/domain/plan.ts';
import { baht } from '../../shared/text/money.ts';
import { dimensionLabel, shortDate } from '../../shared/text/thai.ts';
import {
  ConfirmForm,
  type FieldError,
  SummaryList,
  Textarea,
} from '../../shared/web/components.tsx';
import type { OpenItem } from './plan-frame.tsx';
import { ItemTags } from './plan-page.tsx';
import type { Form } from './request-body.ts';

export const ItemFacts: FC<OpenItem> = ({ item, plan, items, titles, base }) => {
  const { ended, inconsistency, goesOnFrom, targetGroups, quarter } = item;
  const by = ended?.replacedBy && items.find(({ itemId }) => itemId === ended.replacedBy);
  const origin = items.find(({ itemId }) => itemId === goesOnFrom);
  const linkTo = (other: PlanItem) => (
    <a class="govuk-link" href={`${base}/items/${other.itemId}`}>
      ลำดับที่ {other.no} {other.name}
    </a>
  );
  return (
    <SummaryList
      rows={[
        { key: 'สถานะในแผน', value: <ItemTags item={item} plan={plan} /> },
        {
          key: 'มิติ',
          value: `${dimensionLabel(item.dimension)} ${item.dimension ? dimensionTitle(item.dimension, titles) : ''}`,
        },
        ...(item.kind ? [{ key: 'ประเภท', value: item.kind }] : []),
        { key: 'ปีงบประมาณ', value: item.years.join(', ') },
        ...(quarter ? [{ key: 'ไตรมาส', value: quarter }] : []),
        {
          key: 'งบประมาณ',
          value: item.years.map((year) => {
            const amount = budgetIn(item, year);
            return (
              <span class="cell-note">
                ปี {year}: {amount === null ? 'ไม่มีงบประมาณ' : `${baht(amount)} บาท`}
              </span>
            );
          }),
        },
        ...(targetGroups ? [{ key: 'กลุ่มเป้าหมาย', value: targetGroups.join(', ') }] : []),
        ...(item.objective ? [{ key: 'วัตถุประสงค์', value: item.objective }] : []),
        ...(item.remark ? [{ key: 'หมายเหตุ', value: item.remark }] : []),
        ...(ended
          ? [
              {
                key: item.state === 'replaced' ? 'แทนที่' : 'ยกเลิก',
                value: (
                  <>
                    ตั้งแต่ปีงบประมาณ {ended.from}: {ended.reason}
                    {ended.announcedOn && ` (ประกาศ ณ วันที่ ${shortDate(ended.announcedOn)})`}{' '}
                    {by && linkTo(by)}
                  </>
                ),
              },
            ]
          : []),
        ...(origin ? [{ key: 'แทนรายการ', value: linkTo(origin) }] : []),
        ...(inconsistency
          ? [
              {
                key: 'ไม่สอดคล้อง',
                value: `${shortDate(inconsistency.on)}: ${inconsistency.note} (รายการนี้ไม่ต้องรายงาน)`,
              },
            ]
          : []),
      ]}
    />
  );
};

export const Judgement: FC<
  OpenItem & { errors: readonly FieldError[]; form: Form | undefined }
> = ({ item, path, errors, form }) => (
  <section class="panel-plain no-print" aria-label="ความสอดคล้องกับกรอบแผน">
    {item.consistent ? (
      <ConfirmForm
        action={`${path}/judge`}
        button="กำหนดว่าไม่สอดคล้อง"
        kind="secondary"
        hidden={{ rev: String(item.rev ?? 0), judgement: 'inconsistent' }}
      >
        <Textarea
          name="note"
          label="ไม่สอดคล้องกับกรอบแผนเพราะ"
          hint="รายการที่ไม่สอดคล้องไม่ต้องรายงานและไม่นับในคะแนน หน่วยงานจะเห็นเหตุผลนี้"
          rows={2}
          maxlength={1000}
          value={form?.get('note')}
          errors={errors}
        />
      </ConfirmForm>
    ) : (
      <ConfirmForm
        action={`${path}/judge`}
        button="กลับเป็นสอดคล้อง"
        kind="secondary"
        hidden={{ rev: String(item.rev ?? 0), judgement: 'consistent' }}
      >
        <p class="govuk-body">รายการนี้กำหนดไว้ว่าไม่สอดคล้องกับกรอบแผน จึงไม่ต้องรายงาน</p>
      </ConfirmForm>
    )}
  </section>
);
