/** Pages of recommendations: an organization's list, one with its history and answer, the office's list. */
import type { Child, FC } from 'hono/jsx';
import {
  dueDayOf,
  type FollowUpAct,
  isAdviceOverdue,
  isSettled,
} from '../../shared/domain/follow-up.ts';
import { daysBetween, type LocalDate } from '../../shared/domain/local-date.ts';
import { type Recommendation, recommendationStates } from '../../shared/domain/supervision.ts';
import { clock, longDate, recommendationLabels, shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  DateInput,
  EmptyState,
  type FieldError,
  Notification,
  Pagination,
  Radios,
  Select,
  SummaryCard,
  SummaryCards,
  SummaryList,
  Table,
  Tag,
  Textarea,
} from '../../shared/web/components.tsx';
import { RecommendationTag } from '../../shared/web/tags.tsx';
import { adviceColumn, adviceStateColumn } from './advice-columns.tsx';
import { PAGE_SIZE } from './board.ts';
import { adviceHref } from './follow-up.ts';
import { CallFields } from './phone-call.tsx';
import type { AdviceFilter } from './recommendations.tsx';
import { dateTyped, type Form } from './request-body.ts';

export const OrganizationAdvice: FC<{
  name: string;
  recommendations: readonly Recommendation[];
  today: LocalDate;
}> = ({ name, recommendations, today }) => {
  const open = recommendations.filter((one) => !isSettled(one));
  const settled = recommendations.filter(isSettled);
  return (
    <>
      <span class="govuk-caption-l">{name}</span>
      <h1 class="govuk-heading-l">ข้อเสนอแนะของคณะนิเทศ</h1>
      {open.length === 0 ? (
        <EmptyState>ไม่มีข้อเสนอแนะที่ต้องติดตามผล</EmptyState>
      ) : (
        <AdviceTable caption="ที่ยังติดตามผล" rows={open} today={today} />
      )}
      {settled.length > 0 && <AdviceTable caption="ที่เสร็จสิ้นแล้ว" rows={settled} today={today} />}
    </>
  );
};

const AdviceTable: FC<{
  caption: string;
  rows: readonly Recommendation[];
  today: LocalDate;
  names?: ReadonlyMap<string, string>;
}> = ({ caption, rows, today, names }) => (
  <Table
    caption={caption}
    rows={rows}
    columns={[
      ...(names
        ? [{ head: 'หน่วยงาน', cell: ({ orgId }: Recommendation) => names.get(orgId) ?? orgId }]
        : []),
      adviceColumn,
      { head: 'ปีงบประมาณ', cell: ({ fiscalYear }) => fiscalYear },
      { head: 'ครบกำหนด', cell: (one) => <DueCell one={one} today={today} /> },
      adviceStateColumn,
    ]}
  />
);

const DueCell: FC<{ one: Recommendation; today: LocalDate }> = ({ one, today }) => (
  <>
    {shortDate(dueDayOf(one))}
    {isAdviceOverdue(one, today) && (
      <span class="cell-note">
        <Tag tone="red">เกินกำหนด {daysBetween(dueDayOf(one), today)} วัน</Tag>
      </span>
    )}
  </>
);

const actLabels: Record<FollowUpAct['act'], string> = {
  accept: 'รับไปดำเนินการ',
  start: 'กำลังดำเนินการ',
  finish: 'ดำเนินการแล้ว',
  decline: 'ไม่สามารถดำเนินการได้',
  verify: 'ยืนยันผล',
  'ask-more': 'ขอข้อมูลเพิ่มเติม',
};

export const AdvicePage: FC<{
  name: string;
  recommendation: Recommendation;
  acts: readonly FollowUpAct['act'][];
  /** What the office may take down for the organization. */
  phoned: readonly FollowUpAct['act'][];
  phone: string | undefined;
  errors: readonly FieldError[];
  form: Form | undefined;
  today: LocalDate;
  now: Date;
  done: boolean;
}> = ({ name, recommendation, acts, phoned, phone, errors, form, today, now, done }) => {
  const { text, state, madeOn, no, fiscalYear, history } = recommendation;
  return (
    <>
      {done && <Notification kind="success" title={`บันทึกแล้ว: ${recommendationLabels[state]}`} />}
      <span class="govuk-caption-l">
        {name} · การนิเทศติดตาม ปีงบประมาณ พ.ศ. {fiscalYear}
      </span>
      <h1 class="govuk-heading-l">ข้อเสนอแนะของคณะนิเทศ ข้อ {no}</h1>
      <p class="govuk-inset-text preserve">{text}</p>
      <SummaryList
        rows={[
          { key: 'สถานะ', value: <RecommendationTag state={state} /> },
          { key: 'แจ้งเมื่อ', value: longDate(madeOn) },
          { key: 'ครบกำหนด', value: <DueCell one={recommendation} today={today} /> },
        ]}
      />
      {history.length > 0 && (
        <Table
          caption="คำตอบและการติดตามผล"
          rows={history}
          columns={[
            { head: 'เมื่อ', cell: ({ on }) => shortDate(on) },
            {
              head: 'สถานะ',
              heads: true,
              cell: (entry) => <RecommendationTag state={entry.state} />,
            },
            {
              head: 'ข้อความ',
              cell: ({ note }) => <span class="preserve">{note || '–'}</span>,
            },
            { head: 'โดย', cell: (entry) => <By {...entry} /> },
          ]}
        />
      )}
      {acts.length > 0 && (
        <AnswerForm
          action={adviceHref(recommendation)}
          {...{ acts, form }}
          errors={form?.has('answeredBy') ? [] : errors}
        />
      )}
      {phoned.length > 0 && (
        <PhoneForm
          action={`${adviceHref(recommendation)}/phone`}
          {...{ phone, today, now }}
          acts={phoned}
          errors={form?.has('answeredBy') ? errors : []}
          form={form?.has('answeredBy') ? form : undefined}
        />
      )}
    </>
  );
};

const By: FC<Recommendation['history'][number]> = ({ by, byPhone }): Child =>
  byPhone ? (
    <>
      {byPhone.answeredBy} ทางโทรศัพท์ {shortDate(byPhone.date)} เวลา {clock(byPhone.minute)}
      <span class="cell-note">ผู้บันทึก: {by.position}</span>
    </>
  ) : (
    by.position
  );

/** The office takes down what the organization says by phone. */
const PhoneForm: FC<{
  action: string;
  acts: readonly FollowUpAct['act'][];
  phone: string | undefined;
  errors: readonly FieldError[];
  form: Form | undefined;
  today: LocalDate;
  now: Date;
}> = ({ action, acts, phone, errors, form, today, now }) => (
  <details class="govuk-details no-print" open={errors.length > 0}>
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">บันทึกคำตอบทางโทรศัพท์แทนหน่วยงาน</span>
    </summary>
    <div class="govuk-details__text">
      <p class="govuk-body">โทรศัพท์หน่วยงาน {phone ?? 'ไม่มีข้อมูล'}</p>
      <form method="post" action={action} novalidate>
        <CallFields {...{ errors, form, today, now }} />
        <Radios
          name="act"
          id="phone-act"
          label="คำตอบของหน่วยงาน"
          options={acts.map((value) => ({ value, text: actLabels[value] }))}
          value={form?.get('act')}
          errors={renamed(errors)}
        />
        <Textarea
          name="note"
          id="phone-note"
          label="ผลการดำเนินการ หรือเหตุผล"
          hint="ต้องกรอกเมื่อดำเนินการแล้ว หรือไม่สามารถดำเนินการได้"
          rows={4}
          maxlength={2000}
          value={form?.get('note')}
          errors={renamed(errors)}
        />
        <Button>บันทึกคำตอบทางโทรศัพท์</Button>
      </form>
    </div>
  </details>
);

/** Both forms may stand on one page: the second one's fields bear ids of their own. */
export function renamed(errors: readonly FieldError[]): FieldError[] {
  return errors.map((error) =>
    error.id === 'act' || error.id === 'note' ? { ...error, id: `phone-${error.id}` } : error,
  );
}

const AnswerForm: FC<{
  action: string;
  acts: readonly FollowUpAct['act'][];
  errors: readonly FieldError[];
  form: Form | undefined;
}> = ({ action, acts, errors, form }) => {
  const judging = acts.includes('ask-more');
  return (
    <form method="post" action={judging ? `${action}/judge` : action} novalidate class="no-print">
      <h2 class="govuk-heading-m">{judging ? 'ตรวจผลการดำเนินการ' : 'คำตอบของหน่วยงาน'}</h2>
      <Radios
        name="act"
        label={judging ? 'ผลการตรวจ' : 'ดำเนินการถึงไหนแล้ว'}
        options={acts.map((value) => ({ value, text: actLabels[value] }))}
        value={form?.get('act')}
        errors={errors}
      />
      <Textarea
        name="note"
        label={judging ? 'ข้อความถึงหน่วยงาน' : 'ผลการดำเนินการ หรือเหตุผล'}
        hint={judging ? 'ต้องกรอกเมื่อขอข้อมูลเพิ่มเติม' : 'ต้องกรอกเมื่อดำเนินการแล้ว หรือไม่สามารถดำเนินการได้'}
        rows={4}
        maxlength={2000}
        value={form?.get('note')}
        errors={errors}
      />
      {judging && (
        <DateInput
          name="until"
          label="ขอข้อมูลเพิ่มเติมภายในวันที่"
          hint="กรอกเมื่อขอข้อมูลเพิ่มเติม เช่น 31 8 2563"
          errors={errors}
          {...dateTyped(form, 'until')}
        />
      )}
      <Button>บันทึก</Button>
    </form>
  );
};

export const ProvinceAdvice: FC<{
  names: ReadonlyMap<string, string>;
  all: readonly Recommendation[];
  chosen: readonly Recommendation[];
  filter: AdviceFilter;
  today: LocalDate;
}> = ({ names, all, chosen, filter, today }) => {
  const count = (...states: Recommendation['state'][]) =>
    all.filter(({ state }) => states.includes(state)).length;
  const overdue = all.filter((one) => isAdviceOverdue(one, today)).length;
  const inOrder = chosen.toSorted((a, b) => (dueDayOf(a) < dueDayOf(b) ? -1 : 1));
  const shown = inOrder.slice((filter.page - 1) * PAGE_SIZE, filter.page * PAGE_SIZE);
  const pageHref = (to: number) =>
    `?${new URLSearchParams({ state: filter.state ?? '', page: String(to) })}#list`;
  return (
    <>
      <h1 class="govuk-heading-l">ติดตามผลตามข้อเสนอแนะของคณะนิเทศ</h1>
      <SummaryCards>
        <SummaryCard figure={overdue} label="เกินกำหนด" href="?state=overdue#list" />
        <SummaryCard figure={count('open')} label="รอตอบรับ" href="?state=open#list" />
        <SummaryCard figure={count('done')} label="รอสำนักงานยืนยันผล" href="?state=done#list" />
        <SummaryCard
          figure={`${count('verified')} / ${all.length}`}
          label="ยืนยันผลแล้ว"
          href="?state=settled#list"
        />
      </SummaryCards>
      <h2 class="govuk-heading-m" id="list">
        รายการข้อเสนอแนะ
      </h2>
      <form class="filters" method="get" action="#list">
        <Select
          name="state"
          label="สถานะ"
          value={filter.state ?? ''}
          options={[
            { value: '', text: 'ที่ยังติดตามผล' },
            { value: 'overdue', text: 'เกินกำหนด' },
            ...recommendationStates.map((state) => ({
              value: state,
              text: recommendationLabels[state],
            })),
            { value: 'all', text: 'ทั้งหมด' },
          ]}
        />
        <Button kind="secondary">แสดงผล</Button>
      </form>
      {shown.length === 0 ? (
        <EmptyState>ไม่มีข้อเสนอแนะตามที่เลือก</EmptyState>
      ) : (
        <AdviceTable caption={`${chosen.length} ข้อ`} rows={shown} today={today} names={names} />
      )}
      <Pagination
        previous={filter.page > 1 ? pageHref(filter.page - 1) : undefined}
        next={filter.page * PAGE_SIZE < chosen.length ? pageHref(filter.page + 1) : undefined}
      />
    </>
  );
};
