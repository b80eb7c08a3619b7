/** ตรวจสอบก่อนส่ง: what is wrong, what it comes to, who signs, and the button that hands it in. */
import type { FC } from 'hono/jsx';
import { capacitySchema } from '../../shared/domain/actor.ts';
import type { FileList } from '../../shared/domain/evidence.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { datesOf } from '../../shared/domain/obligation.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { type Check, COMPLETED, type ReportLine } from '../../shared/domain/report.ts';
import { submissionWindow } from '../../shared/domain/round.ts';
import { findingText, rowOf } from '../../shared/text/findings.ts';
import { capacityLabels, longDate } from '../../shared/text/thai.ts';
import {
  ButtonLink,
  Checkbox,
  ConfirmForm,
  DateInput,
  Field,
  type FieldError,
  Select,
} from '../../shared/web/components.tsx';
import { PlaceFiles } from './file-links.tsx';
import { draftVersion, type ReportDesk, writingAs } from './report-desk.ts';
import { controlId } from './report-input.ts';
import {
  dueWords,
  fieldErrors,
  placeName,
  ReportRows,
  roundName,
  ScorePreview,
} from './report-views.tsx';
import { dateTyped, type Form } from './request-body.ts';

interface CheckPageProps {
  readonly desk: ReportDesk;
  readonly check: Check;
  readonly base: string;
  readonly today: LocalDate;
  readonly user: User;
  /** A new one for each time the page is shown: a second click repeats it. */
  readonly submissionId: string;
  readonly errors: readonly FieldError[];
  /** Of the paper that the chief executive signed. */
  readonly scans: readonly FileList[];
  /** What was typed about a signature on paper, where it has to be mended. */
  readonly typed: Form | undefined;
}

export const CheckPage: FC<CheckPageProps> = (props) => {
  const { desk, check, base, today } = props;
  const { obligation, content, context } = desk;
  const rowErrors = check.errors.filter(({ code }) => code !== 'whole-year-unconfirmed');
  return (
    <>
      <span class="govuk-caption-l">{placeName(obligation)}</span>
      <h1 class="govuk-heading-l">ตรวจสอบก่อนส่ง {roundName(obligation)}</h1>
      <p class="govuk-body">{dueWords(obligation, today)}</p>

      {isUntouched(content.lines) ? (
        <Untouched desk={desk} base={base} />
      ) : (
        <RowErrors errors={fieldErrors(rowErrors, content.lines)} base={base} />
      )}
      <WholeYear desk={desk} base={base} errors={props.errors} />
      <Warnings check={check} desk={desk} />

      <h2 class="govuk-heading-m">คะแนนเบื้องต้น</h2>
      <ScorePreview lines={content.lines} round={context.round} />

      {check.errors.length === 0 && <SignAndSubmit {...props} />}

      <ReportRows content={content} round={context.round} caption="รายการทั้งหมดในรายงาน" />
      <ButtonLink href={base} kind="secondary">
        กลับไปแก้ไขแบบรายงาน
      </ButtonLink>
    </>
  );
};

/** Nothing was answered yet: a list of every row would tell nobody more. */
function isUntouched(lines: readonly ReportLine[]): boolean {
  return lines.length > 0 && lines.every(({ status }) => status === null);
}

const Untouched: FC<{ desk: ReportDesk; base: string }> = ({ desk, base }) => {
  const { lines } = desk.content;
  return (
    <div class="govuk-error-summary" tabindex={-1} data-focus="">
      <div role="alert">
        <h2 class="govuk-error-summary__title">ยังส่งไม่ได้</h2>
        <div class="govuk-error-summary__body">
          <a href={`${base}#${controlId('status', lines[0]?.itemId ?? '')}`}>
            ยังไม่ได้เลือกสถานะ {lines.length} รายการ เริ่มกรอกจากรายการแรก
          </a>
        </div>
      </div>
    </div>
  );
};

const RowErrors: FC<{ errors: readonly FieldError[]; base: string }> = ({ errors, base }) =>
  errors.length === 0 ? null : (
    <div class="govuk-error-summary" tabindex={-1} data-focus="">
      <div role="alert">
        <h2 class="govuk-error-summary__title">ยังส่งไม่ได้ มี {errors.length} แห่งที่ต้องแก้ไข</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {errors.map(({ id, message, summary }) => (
              <li>
                <a href={`${base}?check#${id}`}>{summary ?? message}</a>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );

/** One tick for all of them: a warning on each row would be noise. */
const WholeYear: FC<Pick<CheckPageProps, 'desk' | 'base' | 'errors'>> = ({
  desk,
  base,
  errors,
}) => {
  const { content, context } = desk;
  const early = content.lines.filter(({ wholeYear, status }) => wholeYear && status === COMPLETED);
  if (context.round !== '6M' || early.length === 0) return null;
  const rows = early.map(({ no }) => no).join(', ');
  if (content.wholeYearConfirmed) {
    return (
      <p class="govuk-inset-text">
        ยืนยันแล้วว่ากิจกรรมที่ดำเนินการทั้งปีงบประมาณ {early.length} รายการ (ลำดับที่ {rows})
        ดำเนินการแล้วเสร็จถูกต้อง
      </p>
    );
  }
  return (
    <section class="panel-plain" aria-label="ยืนยันกิจกรรมที่ดำเนินการทั้งปีงบประมาณ">
      <ConfirmForm
        action={`${base}/confirm-whole-year`}
        button="บันทึกการยืนยัน"
        hidden={{ version: String(draftVersion(desk)) }}
      >
        <p class="govuk-body">
          กิจกรรมที่ดำเนินการทั้งปีงบประมาณ {early.length} รายการ รายงานว่าดำเนินการแล้วเสร็จในรอบ 6 เดือนแรก
          ได้แก่ ลำดับที่ {rows} ต้องยืนยันก่อนจึงจะเสนอผู้บริหารและส่งรายงานได้
        </p>
        <Checkbox
          name="wholeYearConfirmed"
          label="ยืนยันว่ารายการเหล่านี้ดำเนินการแล้วเสร็จจริง"
          errors={errors}
        />
      </ConfirmForm>
    </section>
  );
};

const Warnings: FC<{ check: Check; desk: ReportDesk }> = ({ check, desk }) =>
  check.warnings.length === 0 ? null : (
    <div class="govuk-inset-text">
      <h2 class="govuk-heading-s">ข้อควรตรวจสอบ (ส่งได้)</h2>
      <ul class="govuk-list govuk-list--bullet">
        {check.warnings.map((finding) => {
          const name =
            desk.content.lines.find(({ itemId }) => itemId === finding.itemId)?.name ?? '';
          const row = finding.no === undefined ? '' : `${rowOf(finding.no, name)}: `;
          return (
            <li>
              {row}
              {findingText(finding)}
            </li>
          );
        })}
      </ul>
    </div>
  );

const SignAndSubmit: FC<CheckPageProps> = (props) => {
  const { desk, base, today, submissionId, user, errors, typed } = props;
  const { obligation, contentHash, signoff } = desk;
  const { signature } = obligation;
  const signed = signature?.contentHash === contentHash;
  const dates = datesOf(obligation);
  const window = obligation.versions.length > 0 ? 'open' : submissionWindow(today, dates);
  if (signoff === 'required' && !signed) return <SignOff {...props} />;
  return (
    <section class="panel-plain" aria-label="ส่งรายงาน">
      {signed && signature && (
        <p class="govuk-body">
          <strong>
            {signature.mode === 'paper' ? 'ผู้บริหารลงนามในเอกสารแล้ว' : 'ผู้บริหารลงนามเห็นชอบแล้ว'}
          </strong>{' '}
          โดย {signature.position} ({capacityLabels[signature.capacity]}) เมื่อ
          {longDate(signature.signedOn)}
        </p>
      )}
      {signed && signature?.mode === 'paper' && <Scans {...props} />}
      {signature?.instruction && (
        <p class="govuk-body text-as-typed">ข้อสั่งการของผู้บริหาร: {signature.instruction}</p>
      )}
      {window === 'early' ? (
        <p class="govuk-body">ยังไม่ถึงกำหนดรับรายงาน ส่งได้ตั้งแต่{longDate(dates.opens)}</p>
      ) : (
        <ConfirmForm
          action={`${base}/submit`}
          button="ส่งรายงาน"
          hidden={{ submissionId, version: String(draftVersion(desk)) }}
        >
          {writingAs(user, obligation.orgId) === 'on-behalf' && (
            <DateInput
              name="paperReceivedOn"
              label="วันที่สำนักงานได้รับเอกสารรายงาน"
              hint="วันนี้ใช้พิจารณาว่าส่งภายในกำหนดหรือไม่ เช่น 16 4 2563"
              errors={errors}
              {...dateTyped(typed, 'paperReceivedOn', today)}
            />
          )}
          <p class="govuk-body">เมื่อส่งแล้วจะแก้ไขไม่ได้ เว้นแต่สำนักงาน ป.ป.ช. ประจำจังหวัดส่งกลับให้แก้ไข</p>
        </ConfirmForm>
      )}
    </section>
  );
};

/** The signed paper, scanned or photographed; handed in with the report. */
const Scans: FC<Pick<CheckPageProps, 'desk' | 'scans'>> = ({ desk, scans }) => {
  const { orgId, fiscalYear, round } = desk.obligation;
  return (
    <p class="govuk-body">
      สำเนาเอกสารที่ลงนาม (สแกนหรือภาพถ่าย){' '}
      <PlaceFiles
        orgId={orgId}
        place={{ of: 'scan', fiscalYear, round }}
        lists={scans}
        mayAdd
        what="สำเนาเอกสารที่ผู้บริหารลงนาม"
      />
    </p>
  );
};

const SignOff: FC<CheckPageProps> = ({ desk, base, errors, typed, scans }) => {
  const { obligation, contentHash } = desk;
  const asked = obligation.state === 'awaiting_signoff';
  return (
    <>
      <section class="panel-plain" aria-label="เสนอผู้บริหาร">
        <h2 class="govuk-heading-m">ให้ผู้บริหารลงนามเห็นชอบ</h2>
        {asked ? (
          <p class="govuk-body">
            <strong>เสนอผู้บริหารแล้ว</strong> เมื่อผู้บริหารลงนามในระบบ ปุ่มส่งรายงานจะปรากฏในหน้านี้
          </p>
        ) : (
          <ConfirmForm
            action={`${base}/ask-signoff`}
            button="เสนอผู้บริหาร"
            hidden={{ version: String(draftVersion(desk)) }}
          >
            <p class="govuk-body">ระบบจะส่งอีเมลแจ้งผู้บริหารให้อ่านและลงนามในระบบ</p>
          </ConfirmForm>
        )}
      </section>
      <details class="govuk-details" open={errors.length > 0}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">ผู้บริหารลงนามในเอกสารแล้ว</span>
        </summary>
        <div class="govuk-details__text">
          <p class="govuk-body">
            <a class="govuk-link" href={`${base}/print`}>
              พิมพ์ร่างรายงานเพื่อเสนอผู้บริหารลงนาม
            </a>
          </p>
          <Scans desk={desk} scans={scans} />
          <ConfirmForm
            action={`${base}/paper-signoff`}
            button="บันทึกการลงนามในเอกสาร"
            kind="secondary"
            hidden={{ contentHash }}
          >
            <Field
              name="position"
              label="ตำแหน่งของผู้ลงนาม"
              hint="เช่น นายกองค์การบริหารส่วนตำบลท่าเสม็ด"
              maxlength={200}
              value={typed?.get('position')}
              errors={errors}
            />
            <Select
              name="capacity"
              label="ลงนามในฐานะ"
              value={typed?.get('capacity') ?? 'holder'}
              options={capacitySchema.options.map((value) => ({
                value,
                text: capacityLabels[value],
              }))}
              errors={errors}
            />
            <DateInput
              name="signedOn"
              label="วันที่ลงนาม"
              value={{
                day: typed?.get('signedOn-day') ?? '',
                month: typed?.get('signedOn-month') ?? '',
                year: typed?.get('signedOn-year') ?? '',
              }}
              errors={errors}
            />
          </ConfirmForm>
        </div>
      </details>
    </>
  );
};
