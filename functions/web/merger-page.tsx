/** Pages of a merger: the form, what it would bring about, and how it stands. */
import type { FC } from 'hono/jsx';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { datesOf } from '../../shared/domain/obligation.ts';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import { roleLabels } from '../../shared/text/accounts.ts';
import { longDate, obligationLabels, shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  ButtonLink,
  ConfirmForm,
  DateInput,
  EmptyState,
  type FieldError,
  Notification,
  Select,
  SummaryList,
  Table,
  Textarea,
} from '../../shared/web/components.tsx';
import type { Foreseen, Merger } from './merge-organization.ts';
import { roundName } from './report-views.tsx';
import { dateTyped, type Form } from './request-body.ts';

interface MergerFormProps {
  readonly organization: Organization;
  /** Whom it may become part of. */
  readonly others: readonly Organization[];
  readonly today: LocalDate;
  readonly into: string;
  readonly form: Form | undefined;
  readonly errors: readonly FieldError[];
}

export const MergerForm: FC<MergerFormProps> = (props) => {
  const { organization, others, today, form, errors } = props;
  const named = others
    .map((other) => ({ value: other.orgId, text: placed(other, today) }))
    .toSorted((a, b) => a.text.localeCompare(b.text, 'th'));
  return (
    <>
      <span class="govuk-caption-l">{nameOn(organization, today).name}</span>
      <h1 class="govuk-heading-l">บันทึกการรวมหน่วยงาน</h1>
      <p class="govuk-body">
        ใช้เมื่อหน่วยงานนี้ถูกยุบรวมเป็นส่วนหนึ่งของหน่วยงานอื่น รายงานที่ยังค้างจะเป็นหน้าที่ของหน่วยงานที่รับโอน
        ระบบจะแสดงผลที่ตามมาให้ตรวจก่อน และยังไม่บันทึกจนกว่าจะยืนยัน
      </p>
      <p class="govuk-body">
        หากหน่วยงานเพียงเปลี่ยนชื่อหรือยกฐานะ ให้นำเข้าทะเบียนฉบับใหม่ที่หน้า{' '}
        <a class="govuk-link" href="/roster">
          ทะเบียนหน่วยงาน
        </a>
      </p>
      <form method="post" novalidate>
        <Select
          name="into"
          label="รวมกับ (หน่วยงานที่รับโอนภารกิจ)"
          value={form?.get('into') ?? props.into}
          errors={errors}
          options={[{ value: '', text: 'เลือกหน่วยงาน' }, ...named]}
        />
        <DateInput
          name="on"
          label="มีผลตั้งแต่วันที่"
          hint="วันแรกที่หน่วยงานนี้สิ้นสภาพ เช่น 1 10 2563"
          errors={errors}
          {...dateTyped(form, 'on')}
        />
        <Textarea
          name="order"
          label="ประกาศหรือคำสั่งที่ให้รวมหน่วยงาน"
          hint="เช่น ประกาศกระทรวงมหาดไทย ลงวันที่ 15 กันยายน 2563"
          rows={2}
          value={form?.get('order') ?? ''}
          errors={errors}
        />
        <Button>ตรวจผลที่ตามมา</Button>
      </form>
    </>
  );
};

interface MergerPreviewProps {
  readonly foreseen: Foreseen;
  readonly merger: Merger;
  readonly today: LocalDate;
}

export const MergerPreview: FC<MergerPreviewProps> = ({ foreseen, merger, today }) => {
  const { organization, successor, inherited, lapsing, people, visits } = foreseen;
  const { into, on, order } = merger;
  const [from, to] = [organization, successor].map((one) => nameOn(one, today).shortName);
  const [year = '', month = '', day = ''] = on.split('-');
  const hidden = {
    into,
    order,
    'on-day': String(Number(day)),
    'on-month': String(Number(month)),
    'on-year': String(Number(year) + 543),
    confirm: 'yes',
  };
  const path = `/organizations/${organization.orgId}/merger`;
  return (
    <>
      <span class="govuk-caption-l">ยังไม่ได้บันทึก</span>
      <h1 class="govuk-heading-l">
        {from} รวมกับ {to}
      </h1>
      <SummaryList
        rows={[
          { key: 'มีผลตั้งแต่', value: longDate(on) },
          { key: 'ประกาศหรือคำสั่ง', value: order },
        ]}
      />
      <Reports title={`รายงานที่ ${to} จะต้องส่งหรือแก้ไขแทน`} owed={inherited} />
      {lapsing.length > 0 && (
        <Reports title="รายงานที่จะไม่ต้องส่ง เพราะสิ้นสภาพก่อนปีงบประมาณเริ่ม" owed={lapsing} />
      )}
      <h2 class="govuk-heading-m">บัญชีผู้ใช้ที่จะปิด</h2>
      {people.length === 0 ? (
        <EmptyState>ไม่มีบัญชีผู้ใช้ของหน่วยงานนี้</EmptyState>
      ) : (
        <>
          <ul class="govuk-list govuk-list--bullet">
            {people.map(({ position, role }) => (
              <li>
                {position} ({roleLabels[role]})
              </li>
            ))}
          </ul>
          <p class="govuk-body">
            บัญชีเหล่านี้เข้าระบบไม่ได้ตั้งแต่{longDate(on)} ผู้ใช้และผู้ติดต่อของ {to} จะดูและทำรายงานของ {from} ได้
            และได้รับอีเมลแจ้งเตือนแทน เมื่อบันทึกแล้วระบบแจ้งทั้งสองฝ่ายทางอีเมลทันที
          </p>
        </>
      )}
      {visits.length > 0 && (
        <>
          <h2 class="govuk-heading-m">การนิเทศที่สำนักงานต้องเลื่อนหรือยกเลิก</h2>
          <ul class="govuk-list govuk-list--bullet">
            {visits.map(({ entry, fiscalYear }) => (
              <li>
                {longDate(entry.date)} (ปีงบประมาณ พ.ศ. {fiscalYear})
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="govuk-body">
        เอกสารของ {from} ที่ลงวันที่ก่อนหน้านี้ยังใช้ชื่อเดิม ประวัติและรายงานที่ส่งแล้วคงเดิมทั้งหมด
      </p>
      <ConfirmForm action={path} button="ยืนยันการรวมหน่วยงาน" hidden={hidden} />
      <p class="govuk-body">
        <a class="govuk-link" href={path}>
          กลับไปแก้ไข
        </a>
      </p>
    </>
  );
};

const Reports: FC<{ title: string; owed: Foreseen['inherited'] }> = ({ title, owed }) => (
  <>
    <h2 class="govuk-heading-m">{title}</h2>
    {owed.length === 0 ? (
      <EmptyState>ไม่มีรายงานค้าง</EmptyState>
    ) : (
      <Table
        caption={title}
        captionHidden
        rows={owed}
        columns={[
          { head: 'รายงาน', heads: true, cell: (one) => roundName(one) },
          { head: 'กำหนดส่ง', cell: (one) => shortDate(datesOf(one).due) },
          { head: 'สถานะ', cell: ({ state }) => obligationLabels[state] },
        ]}
      />
    )}
  </>
);

interface MergedPageProps {
  readonly organization: Organization;
  readonly successor: Organization;
  readonly today: LocalDate;
  readonly done: boolean;
  readonly errors: readonly FieldError[];
}

export const MergedPage: FC<MergedPageProps> = (props) => {
  const { organization, successor, today, done, errors } = props;
  const { orgId, merged } = organization;
  if (!merged) return null;
  const [from, to] = [organization, successor].map((one) => nameOn(one, today));
  return (
    <>
      {done && (
        <Notification kind="success" title="บันทึกการรวมหน่วยงานแล้ว">
          <p class="govuk-body">บันทึกไว้ในประวัติการดำเนินการของทั้งสองหน่วยงาน</p>
        </Notification>
      )}
      <span class="govuk-caption-l">{from?.name}</span>
      <h1 class="govuk-heading-l">การรวมหน่วยงาน</h1>
      <SummaryList
        rows={[
          { key: 'รวมกับ', value: to?.name },
          { key: 'มีผลตั้งแต่', value: longDate(merged.on) },
        ]}
      />
      <ButtonLink href={`/organizations/${merged.into}`} kind="secondary">
        เปิดหน้า {to?.shortName}
      </ButtonLink>
      <h2 class="govuk-heading-m">ยกเลิกการบันทึก</h2>
      <p class="govuk-body">
        ใช้เมื่อบันทึกผิดเท่านั้น {from?.shortName} จะกลับมารับผิดชอบรายงานของตนเอง และบัญชีผู้ใช้ที่ปิดไปจะเปิดอีกครั้ง
        ส่วนรายงานที่กำหนดว่าไม่ต้องส่งจะยังคงเดิม
      </p>
      <form method="post" action={`/organizations/${orgId}/merger/undo`} novalidate>
        <Textarea name="reason" label="เหตุผล" rows={2} errors={errors} />
        <Button kind="warning">ยกเลิกการบันทึกการรวม</Button>
      </form>
    </>
  );
};

function placed(organization: Organization, today: LocalDate): string {
  return `${nameOn(organization, today).shortName} (อ.${organization.amphoe.name})`;
}
