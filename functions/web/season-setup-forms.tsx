/** The forms of the page that sets a season up, each sent on its own: lengths and weights, who must be visited, groups. */
import type { Child, FC } from 'hono/jsx';
import { type Organization, typeNames } from '../../shared/domain/organization.ts';
import type { SeasonSetup } from '../../shared/domain/season-setup.ts';
import type { PriorityWeights } from '../../shared/domain/visit-plan.ts';
import { byThai } from '../../shared/text/thai-order.ts';
import { Button, Field, type FieldError, Select } from '../../shared/web/components.tsx';
import type { Form } from './request-body.ts';
import { type SetupPart, weightNames } from './season-setup-input.ts';

/** What was sent and cannot be taken, with what is wrong with it. */
export interface Sent {
  readonly part?: SetupPart;
  readonly errors?: readonly FieldError[];
  readonly form?: Form;
}

export interface SetupProps extends Sent {
  readonly setup: SeasonSetup;
  readonly organizations: readonly Organization[];
  readonly names: ReadonlyMap<string, string>;
  readonly action: string;
}

export const Part: FC<{ id: string; title: string; children?: Child }> = ({
  id,
  title,
  children,
}) => (
  <section aria-labelledby={id}>
    <h2 class="govuk-heading-m" id={id}>
      {title}
    </h2>
    {children}
  </section>
);

export function byName(
  organizations: readonly Organization[],
  names: ReadonlyMap<string, string>,
): Organization[] {
  const nameOf = ({ orgId }: Organization) => names.get(orgId) ?? '';
  return organizations.toSorted((a, b) => byThai(nameOf(a), nameOf(b)));
}

/** Each weight with its words, in the order of the form. */
const weightLabels: Record<keyof PriorityWeights, string> = {
  base: 'คะแนนตั้งต้นของทุกแห่ง',
  noReport: 'ไม่พบรายงานรอบ 6 เดือนแรกเมื่อพ้นกำหนด',
  lateReport: 'ส่งรายงานหลังกำหนด',
  redBand: 'ผลอยู่ในระดับสีแดง',
  orangeBand: 'ผลอยู่ในระดับสีส้ม',
  perUnableItem: 'ต่อรายการที่ไม่สามารถดำเนินการได้',
  unableItemsCounted: 'นับรายการที่ไม่สามารถดำเนินการได้ไม่เกิน (รายการ)',
  neverVisited: 'ยังไม่เคยได้รับการนิเทศ',
  perYearSinceVisit: 'ต่อปีที่ไม่ได้รับการนิเทศ',
  yearsCounted: 'นับปีที่ไม่ได้รับการนิเทศไม่เกิน (ปี)',
  largeBudget: 'งบประมาณสูง',
  largeBudgetFromBaht: 'ถือว่างบประมาณสูงตั้งแต่ (บาท)',
  perComplaint: 'ต่อเรื่องร้องเรียน',
  complaintsCounted: 'นับเรื่องร้องเรียนไม่เกิน (เรื่อง)',
  lowIta: 'คะแนน ITA ต่ำ',
  lowItaBelow: 'ถือว่าคะแนน ITA ต่ำเมื่อต่ำกว่า',
};

export const Lengths: FC<SetupProps> = ({ setup, action, part, form, ...props }) => {
  const typed = part === 'lengths' ? form : undefined;
  const errors = part === 'lengths' ? props.errors : [];
  const { standard, cluster, byType } = setup.visitMinutes;
  return (
    <Part id="lengths" title="ระยะเวลานิเทศและน้ำหนักคะแนนความจำเป็น">
      <form method="post" action={`${action}/lengths`} novalidate>
        <input type="hidden" name="setup" value={String(setup.version)} />
        <div class="setup-grid">
          <Minutes name="standard" label="หนึ่งแห่ง (นาที)" value={standard} {...{ typed, errors }} />
          <Minutes name="cluster" label="นิเทศรวมกลุ่ม (นาที)" value={cluster} {...{ typed, errors }} />
          {Object.entries(typeNames).map(([type, label]) => (
            <Minutes
              name={`type-${type}`}
              label={`เฉพาะ${label}`}
              value={Object.entries(byType).find(([known]) => known === type)?.[1]}
              {...{ typed, errors }}
            />
          ))}
        </div>
        <p class="govuk-hint">เว้นว่างที่ประเภทใด ประเภทนั้นใช้เวลาเท่า “หนึ่งแห่ง”</p>
        <h3 class="govuk-heading-s">น้ำหนักคะแนน</h3>
        <div class="setup-grid">
          {weightNames.map((name) => (
            <Field
              name={name}
              label={weightLabels[name]}
              inputmode="numeric"
              width={10}
              value={typed?.get(name) ?? String(setup.weights[name])}
              errors={errors}
            />
          ))}
        </div>
        <Button kind="secondary">บันทึกระยะเวลาและน้ำหนัก</Button>
      </form>
    </Part>
  );
};

const Minutes: FC<{
  name: string;
  label: string;
  value: number | undefined;
  typed: Form | undefined;
  errors: readonly FieldError[] | undefined;
}> = ({ name, label, value, typed, errors }) => (
  <Field
    name={name}
    label={label}
    inputmode="numeric"
    width={4}
    value={typed?.get(name) ?? (value === undefined ? '' : String(value))}
    errors={errors}
  />
);

export const Mandatory: FC<SetupProps> = ({
  setup,
  action,
  names,
  organizations,
  part,
  errors,
}) => (
  <Part id="mandatory" title="แห่งที่ต้องนิเทศปีนี้">
    {setup.mandatory.length === 0 ? (
      <p class="govuk-body">ยังไม่ได้กำหนด ระบบจะเลือกตามคะแนนความจำเป็น</p>
    ) : (
      <ul class="govuk-list spans">
        {setup.mandatory.map((orgId) => (
          <li>
            <form method="post" action={`${action}/mandatory`}>
              <input type="hidden" name="setup" value={String(setup.version)} />
              <input type="hidden" name="remove" value={orgId} />
              <span>{names.get(orgId) ?? orgId}</span>{' '}
              <button type="submit" class="link-button">
                ลบ<span class="govuk-visually-hidden"> {names.get(orgId)}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    )}
    <form method="post" action={`${action}/mandatory`} class="actions">
      <input type="hidden" name="setup" value={String(setup.version)} />
      <Select
        name="add"
        label="เพิ่มแห่งที่ต้องนิเทศ"
        options={[
          { value: '', text: 'เลือกหน่วยงาน' },
          ...optionsOf(organizations, names).filter(
            ({ value }) => !setup.mandatory.includes(value),
          ),
        ]}
        errors={part === 'mandatory' ? errors : []}
      />
      <Button kind="secondary">เพิ่ม</Button>
    </form>
  </Part>
);

function optionsOf(organizations: readonly Organization[], names: ReadonlyMap<string, string>) {
  return byName(organizations, names).map(({ orgId, amphoe }) => ({
    value: orgId,
    text: `${names.get(orgId)} อ.${amphoe.name}`,
  }));
}

export const Clusters: FC<SetupProps> = ({ setup, action, names, part, errors, form }) => (
  <Part id="clusters" title="นิเทศรวมกลุ่ม">
    <p class="govuk-body">
      หน่วยงานที่เข้าร่วมมารับการนิเทศพร้อมกัน ณ ที่ตั้งของหน่วยงานเจ้าภาพ ข้อเสนอจัดให้ทั้งกลุ่มหรือไม่จัดเลย
    </p>
    {setup.clusters.length > 0 && (
      <ul class="govuk-list spans">
        {setup.clusters.map(({ hostOrgId, attendingOrgIds }) => (
          <li>
            <form method="post" action={`${action}/clusters`}>
              <input type="hidden" name="setup" value={String(setup.version)} />
              <input type="hidden" name="remove" value={hostOrgId} />
              <span>
                เจ้าภาพ {names.get(hostOrgId)} เข้าร่วม{' '}
                {attendingOrgIds.map((orgId) => names.get(orgId) ?? orgId).join(', ')}
              </span>{' '}
              <button type="submit" class="link-button">
                ลบ<span class="govuk-visually-hidden"> กลุ่มของ {names.get(hostOrgId)}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    )}
    <form method="post" action={`${action}/clusters`} novalidate>
      <input type="hidden" name="setup" value={String(setup.version)} />
      <Field
        name="host"
        label="หน่วยงานเจ้าภาพ"
        hint="ชื่อย่อ เช่น อบต.ท่าเสม็ด หรือรหัส"
        value={part === 'clusters' ? form?.get('host') : undefined}
        errors={part === 'clusters' ? errors : []}
        width={30}
      />
      <Field
        name="attending"
        label="หน่วยงานที่เข้าร่วม"
        hint="คั่นด้วยจุลภาค ไม่เกิน 20 แห่ง"
        value={part === 'clusters' ? form?.get('attending') : undefined}
        errors={part === 'clusters' ? errors : []}
      />
      <Button kind="secondary">เพิ่มกลุ่ม</Button>
    </form>
  </Part>
);
