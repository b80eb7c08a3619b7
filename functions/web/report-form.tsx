/** The report form: the plan's rows with what the officer says of each. */
import type { FC } from 'hono/jsx';
import {
  type Dimension,
  type DimensionTitles,
  dimensions,
  dimensionTitle,
} from '../../shared/domain/framework.ts';
import { openReturn } from '../../shared/domain/obligation.ts';
import { isIncomplete } from '../../shared/domain/plan.ts';
import {
  type ReportContent,
  type ReportLine,
  reportLineSchema,
  UNABLE,
} from '../../shared/domain/report.ts';
import type { Draft } from '../../shared/store/report-store.ts';
import { baht } from '../../shared/text/money.ts';
import {
  dateTime,
  decisionLabels,
  dimensionLabel,
  statusLabel,
  statusLabels,
  unableReasonLabels,
} from '../../shared/text/thai.ts';
import { Button, Field, type FieldError, Tag, Textarea } from '../../shared/web/components.tsx';
import { draftVersion, isClosedRow, type ReportDesk } from './report-desk.ts';
import { Choice, Line, MoneyFields, NameFields } from './report-fields.tsx';
import { GoneRows } from './report-october.tsx';
import type { Form } from './request-body.ts';

/** Remarks that officers write again and again. */
const COMMON_REMARKS = [
  'เป็นกิจกรรมที่ดำเนินการทั้งปีงบประมาณ',
  'กำหนดดำเนินการในไตรมาสที่ 3–4',
  'อยู่ระหว่างการจัดซื้อจัดจ้าง',
  'เลื่อนการดำเนินการ เนื่องจากสถานการณ์ไม่เอื้ออำนวย',
];

export interface ReportFormProps {
  readonly desk: ReportDesk;
  /** What the fields show: what is stored, or what was just typed. */
  readonly content: ReportContent;
  readonly action: string;
  /** Id of who fills it in: what a browser keeps is for nobody else. */
  readonly owner: string;
  /** Found by the check; shown beside their fields. */
  readonly errors: readonly FieldError[];
  /** Files of each row, by item; none where absent. */
  readonly evidence: ReadonlyMap<string, number>;
  /** Somebody else's draft, where it was saved while this one was typed. */
  readonly theirs?: Draft | undefined;
  /** What was typed, where some of it cannot be read. */
  readonly typed?: Form | undefined;
}

export const ReportForm: FC<ReportFormProps> = (props) => {
  const { desk, content, action, errors, evidence, theirs, typed } = props;
  const { lines } = content;
  const answered = lines.filter(({ status }) => status !== null).length;
  const closedAnswers = lines.filter(
    ({ itemId, status }) => status !== null && isClosedRow(desk, itemId),
  ).length;
  const groups = ([...dimensions, null] as const).flatMap((dimension) => {
    const rows = lines.filter((line) => dimensionInPlan(desk, line) === dimension);
    return rows.length > 0 ? [{ dimension, rows }] : [];
  });
  return (
    <form
      method="post"
      action={action}
      enctype="multipart/form-data"
      novalidate
      data-autosave={action}
      data-owner={props.owner}
      {...((theirs || typed) && { 'data-unsaved': '' })}
      data-closed-answers={String(closedAnswers)}
    >
      <input type="hidden" name="version" value={String(theirs?.version ?? draftVersion(desk))} />
      {/* A browser presses the first button of a form on Enter; it must be one that only saves. */}
      <button hidden type="submit" name="go" value="save">
        บันทึกร่าง
      </button>
      <datalist id="common-remarks">
        {COMMON_REMARKS.map((remark) => (
          <option value={remark} />
        ))}
      </datalist>
      <SharedRemark errors={errors} typed={typed} />
      <table class="govuk-table stacked report-form">
        <caption class="govuk-table__caption govuk-table__caption--m">
          รายการโครงการ/กิจกรรม/มาตรการ {lines.length} รายการ
        </caption>
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            {columnsOf(desk).map((head) => (
              <th scope="col" class="govuk-table__header">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ dimension, rows }) => (
          <tbody class="govuk-table__body">
            <tr class="group-row">
              <th scope="rowgroup" class="govuk-table__header" colspan={columnsOf(desk).length}>
                {groupTitle(dimension, desk.dimensionTitles)} ({rows.length} รายการ)
              </th>
            </tr>
            {rows.map((line) => (
              <Row
                {...{ line, desk, errors, theirs, typed }}
                files={evidence.get(line.itemId) ?? 0}
              />
            ))}
          </tbody>
        ))}
      </table>

      <GoneRows desk={desk} />
      <h2 class="govuk-heading-m">ปัญหา อุปสรรค และข้อเสนอแนะ (ถ้ามี)</h2>
      <Textarea
        name="problemsMaking"
        label="ด้านการจัดทำแผน"
        value={content.problemsMaking}
        rows={3}
        errors={errors}
        maxlength={4000}
      />
      <Textarea
        name="problemsCarryingOut"
        label="ด้านการดำเนินการตามแผน"
        value={content.problemsCarryingOut}
        rows={3}
        errors={errors}
        maxlength={4000}
      />

      <div class="sticky-bar">
        <Button name="go" value="check">
          ตรวจสอบก่อนส่ง
        </Button>
        <Button kind="secondary" name="go" value="save">
          บันทึกร่าง
        </Button>
        <p class="sticky-bar__text">
          <progress max={lines.length} value={answered} aria-hidden="true" data-progress="">
            {answered}
          </progress>{' '}
          กรอกแล้ว <span data-answered="">{answered}</span> จาก {lines.length}
        </p>
        <p class="sticky-bar__text sticky-bar__end" aria-live="polite" data-saved="">
          {theirs
            ? 'สิ่งที่ท่านพิมพ์ยังไม่ได้บันทึก'
            : desk.draft && `บันทึกร่างแล้ว ${dateTime(new Date(desk.draft.savedAt))}`}
        </p>
      </div>
    </form>
  );
};

/** One remark for many rows, typed once. */
const SharedRemark: FC<Pick<ReportFormProps, 'errors' | 'typed'>> = ({ errors, typed }) => {
  const error = errors.some(({ id }) => id === 'sharedRemark');
  return (
    <details class="govuk-details no-print" open={error}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">ใส่หมายเหตุเดียวกันในหลายรายการ</span>
      </summary>
      <div class="govuk-details__text">
        <Field
          name="sharedRemark"
          label="หมายเหตุ"
          hint="ทำเครื่องหมายหน้าลำดับที่ของรายการที่ต้องการ พิมพ์หมายเหตุ แล้วกดปุ่ม หมายเหตุเดิมของรายการที่เลือกจะถูกแทนที่"
          value={typed?.get('sharedRemark')}
          maxlength={1000}
          list="common-remarks"
          errors={errors}
        />
        <Button kind="secondary" name="go" value="remark">
          ใส่หมายเหตุในรายการที่เลือก
        </Button>
      </div>
    </details>
  );
};

function columnsOf({ context }: ReportDesk): string[] {
  const april = context.round === '12M' ? ['รอบ 6 เดือนแรก'] : [];
  const decision = context.round === '12M' ? ['ปีต่อไป'] : [];
  return ['ลำดับ', 'โครงการ/กิจกรรม/มาตรการ', ...april, 'สถานะ', 'หมายเหตุ', ...decision];
}

/** A row stays in its place while its dimension is being chosen. */
function dimensionInPlan({ items }: ReportDesk, { itemId }: ReportLine): Dimension | null {
  return items.find((item) => item.itemId === itemId)?.dimension ?? null;
}

function groupTitle(dimension: Dimension | null, titles: DimensionTitles): string {
  if (dimension === null) return 'แผนยังไม่ได้ระบุมิติ กรุณาเลือกมิติของแต่ละรายการ';
  return `${dimensionLabel(dimension)} ${dimensionTitle(dimension, titles)}`;
}

interface RowProps {
  readonly line: ReportLine;
  readonly desk: ReportDesk;
  readonly errors: readonly FieldError[];
  readonly theirs: Draft | undefined;
  readonly typed: Form | undefined;
  /** How many there are. */
  readonly files: number;
}

const Row: FC<RowProps> = ({ line, desk, errors, theirs, typed, files }) => {
  const { itemId, no, name, wholeYear } = line;
  const item = desk.items.find((candidate) => candidate.itemId === itemId);
  const closed = isClosedRow(desk, itemId);
  const comment = openReturn(desk.obligation)?.rows.find((row) => row.itemId === itemId)?.comment;
  const nameEditable = !closed && item !== undefined && isIncomplete(item);
  const their = theirs?.content.lines.find((candidate) => candidate.itemId === itemId);
  return (
    <tr class="govuk-table__row" id={`row-${itemId}`}>
      <td class="govuk-table__cell report-form__no" data-label="ลำดับ">
        {no}
        {!closed && (
          <input
            class="report-form__pick"
            type="checkbox"
            name="pick"
            value={itemId}
            aria-label={`เลือกลำดับที่ ${no} เพื่อใส่หมายเหตุเดียวกัน`}
            checked={typed?.all('pick').includes(itemId) ?? false}
          />
        )}
      </td>
      <th scope="row" class="govuk-table__header report-form__name">
        {nameEditable ? <NameFields line={line} errors={errors} /> : name}
        {wholeYear && <p class="govuk-hint report-form__note">กิจกรรมที่ดำเนินการทั้งปีงบประมาณ</p>}
        {comment && <p class="govuk-inset-text report-form__comment">ให้แก้ไข: {comment}</p>}
        {their && !sameAnswer(their, line) && (
          <p class="govuk-inset-text report-form__comment">
            อีกฉบับที่บันทึกไว้: {statusLabel(their.status)} {their.remark && `(${their.remark})`}
          </p>
        )}
        {(!closed || files > 0) && <RowFiles line={line} files={files} />}
      </th>
      {desk.context.round === '12M' && (
        <td class="govuk-table__cell report-form__april" data-label="รอบ 6 เดือนแรก">
          <AprilAnswer line={line} desk={desk} />
        </td>
      )}
      {closed ? (
        <ClosedAnswer line={line} desk={desk} />
      ) : (
        <OpenAnswer {...{ line, desk, errors, typed }} />
      )}
    </tr>
  );
};

/** Leads to the row's files; what is typed is saved on the way. */
const RowFiles: FC<{ line: ReportLine; files: number }> = ({ line, files }) => (
  <button
    class="link-button report-form__files"
    type="submit"
    name="go"
    value={`files-${line.itemId}`}
  >
    {files > 0 ? `หลักฐาน ${files} ไฟล์` : 'แนบหลักฐาน'}
    <span class="govuk-visually-hidden"> ลำดับที่ {line.no}</span>
  </button>
);

const AprilAnswer: FC<{ line: ReportLine; desk: ReportDesk }> = ({ line, desk }) => {
  const april = desk.april.find(({ itemId }) => itemId === line.itemId);
  if (desk.april.length === 0) return <>ไม่พบรายงาน</>;
  if (!april) return <Tag tone="grey">รายการใหม่</Tag>;
  return (
    <>
      {statusLabel(april.status)}
      {april.remark && <p class="govuk-hint report-form__note">{april.remark}</p>}
      {april.status !== line.status && <Tag tone="yellow">เปลี่ยนจากรอบ 6 เดือนแรก</Tag>}
    </>
  );
};

const ClosedAnswer: FC<{ line: ReportLine; desk: ReportDesk }> = ({ line, desk }) => (
  <>
    <td class="govuk-table__cell" data-label="สถานะ">
      {statusWords(line)}
    </td>
    <td class="govuk-table__cell" data-label="หมายเหตุ">
      {line.remark}
      <MoneyWords line={line} />
    </td>
    {desk.context.round === '12M' && (
      <td class="govuk-table__cell" data-label="ปีต่อไป">
        {decisionLabels[line.decision ?? 'continue']}
      </td>
    )}
  </>
);

/** What was told of the row's money, if anything. */
const MoneyWords: FC<{ line: ReportLine }> = ({ line: { budgetSatang, spentSatang } }) => (
  <>
    {budgetSatang !== undefined && <span class="cell-note">งบประมาณ {baht(budgetSatang)} บาท</span>}
    {spentSatang !== undefined && <span class="cell-note">เบิกจ่าย {baht(spentSatang)} บาท</span>}
  </>
);

/** The status, with the reason where an item could not be carried out. */
export function statusWords({ status, reason, reasonText }: ReportLine): string {
  if (status !== UNABLE || reason === null) return statusLabel(status);
  const words = reasonText
    ? `${unableReasonLabels[reason]}: ${reasonText}`
    : unableReasonLabels[reason];
  return `${statusLabel(status)} (${words})`;
}

const OpenAnswer: FC<Omit<RowProps, 'theirs' | 'files'>> = ({ line, desk, errors, typed }) => {
  const { itemId, no, status, reason, reasonText, remark, decision } = line;
  return (
    <>
      <td class="govuk-table__cell report-form__status" data-label="สถานะ">
        <Choice
          field="status"
          itemId={itemId}
          label={`สถานะของลำดับที่ ${no}`}
          value={status}
          none="รอการรายงานผล"
          labels={statusLabels}
          errors={errors}
        />
        <div class="report-form__reason">
          <Choice
            field="reason"
            itemId={itemId}
            label={`เหตุผลที่ลำดับที่ ${no} ไม่สามารถดำเนินการได้`}
            value={reason}
            none="เลือกเหตุผล"
            labels={unableReasonLabels}
            errors={errors}
          />
          <Line
            field="reasonText"
            itemId={itemId}
            label={`เหตุผลอื่น ๆ ของลำดับที่ ${no}`}
            value={reasonText}
            placeholder="ระบุเหตุผลอื่น ๆ"
            maxlength={300}
            errors={errors}
          />
        </div>
      </td>
      <td class="govuk-table__cell report-form__remark" data-label="หมายเหตุ">
        <Line
          field="remark"
          itemId={itemId}
          label={`หมายเหตุของลำดับที่ ${no}`}
          value={remark}
          placeholder=""
          list="common-remarks"
          maxlength={1000}
          errors={errors}
        />
        <MoneyFields {...{ line, errors, typed }} />
      </td>
      {desk.context.round === '12M' && (
        <td class="govuk-table__cell report-form__decision" data-label="ปีต่อไป">
          <Choice
            field="decision"
            itemId={itemId}
            label={`การตัดสินใจสำหรับปีต่อไปของลำดับที่ ${no}`}
            value={decision ?? 'continue'}
            labels={decisionLabels}
            errors={errors}
          />
        </td>
      )}
    </>
  );
};

function sameAnswer(a: ReportLine, b: ReportLine): boolean {
  return reportLineSchema.keyof().options.every((field) => a[field] === b[field]);
}
