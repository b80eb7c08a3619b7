/** Many visits are put off at once: a flood closes districts for some days. */
import type { Context } from 'hono';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import type { Schedule } from '../../shared/domain/supervision.ts';
import { DateInput, type FieldError } from '../../shared/web/components.tsx';
import {
  answerChangeForm,
  answerRefusal,
  ChangeReason,
  reasonFrom,
  scheduleOf,
  showPublished,
} from './change-frame.tsx';
import { createChangeVisits } from './change-visits.ts';
import { dateTyped, type Form, isDateTyped, readForm, thaiDateFrom } from './request-body.ts';
import { AmphoeChoice, seenIn } from './season-forms.tsx';
import { plannersFrame, type SeasonFrame } from './season-frame.tsx';
import { found, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

const TITLE = 'เลื่อนหลายแห่งพร้อมกัน';

/** What the form for putting off many does, by its routes. */
export function postponeDesk(dependencies: WebDependencies) {
  const { roster } = dependencies;
  const changeVisits = createChangeVisits({ ...dependencies, audit: dependencies.audits });

  const show = (c: Context<WebEnv>) =>
    showPublished(c, dependencies, TITLE, (frame, schedule) => answer(c, frame, schedule, []));

  async function take(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const form = await readForm(c);
    const again = async (errors: readonly FieldError[]) =>
      answer(c, frame, found(await scheduleOf(dependencies, frame)), errors, form);
    const asked = askedFrom(form);
    if ('errors' in asked) return again(asked.errors);
    const { days, reason } = asked;
    const orgIds = await organizationsIn(frame.province, asked.amphoes);
    const change = { change: 'postpone-many', orgIds, days, reason } as const;
    const outcome = await changeVisits(frame.user, frame.season, seenIn(form, 'schedule'), change);
    if ('changed' in outcome) return c.redirect(`${frame.base}?done=postpone#list`, 303);
    if (outcome.refused !== 'nothing') return answerRefusal(c, dependencies, frame, outcome);
    const message = 'ไม่มีการนิเทศที่จะเลื่อนในอำเภอและช่วงวันที่เลือก';
    return again([{ id: 'amphoe', message }]);
  }

  /** All of the province where no district is named. */
  async function organizationsIn(province: string, amphoes: readonly string[]) {
    const organizations = await roster.all(province);
    return organizations
      .filter(({ amphoe }) => amphoes.length === 0 || amphoes.includes(amphoe.name))
      .map(({ orgId }) => orgId);
  }

  async function answer(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    schedule: Schedule,
    errors: readonly FieldError[],
    form?: Form,
  ) {
    const organizations = await roster.all(frame.province);
    const facts = {
      title: TITLE,
      action: `${frame.base}/postpone`,
      back: `${frame.base}#list`,
      errors,
    };
    return answerChangeForm(
      c,
      frame,
      schedule,
      facts,
      <>
        <p class="govuk-body">ทุกแห่งที่มีวันนิเทศในช่วงนี้และยังไม่ได้นิเทศ จะเปลี่ยนเป็น “เลื่อน รอกำหนดวันใหม่”</p>
        <AmphoeChoice
          organizations={organizations}
          form={form}
          errors={errors}
          hint="เลือกได้หลายอำเภอ ไม่เลือกเลยหมายถึงทุกอำเภอ"
        />
        {POSTPONED_SPANS.map((n) => (
          <div class="span-fields">
            <DateInput
              name={`from${n}`}
              label={n === '' ? 'ตั้งแต่วันที่' : `ช่วงที่ ${n} ตั้งแต่วันที่ (ถ้ามี)`}
              errors={errors}
              {...dateTyped(form, `from${n}`, n === '' ? todayOf(dependencies) : undefined)}
            />
            <DateInput
              name={`to${n}`}
              label={n === '' ? 'ถึงวันที่' : `ช่วงที่ ${n} ถึงวันที่`}
              errors={errors}
              {...dateTyped(form, `to${n}`)}
            />
          </div>
        ))}
        <ChangeReason errors={errors} form={form} />
      </>,
    );
  }

  return { show, take };
}

interface Asked {
  readonly amphoes: readonly string[];
  readonly days: readonly DaysSpan[];
  readonly reason: string;
}

function askedFrom(form: Form): Asked | { errors: FieldError[] } {
  const reason = reasonFrom(form);
  const spans = POSTPONED_SPANS.filter((n) => n === '' || isDateTyped(form, `from${n}`)).map((n) =>
    spanFrom(form, n),
  );
  const errors = [
    ...spans.flatMap((span) => ('errors' in span ? span.errors : [])),
    ...('errors' in reason ? reason.errors : []),
  ];
  if (errors.length > 0 || 'errors' in reason) return { errors };
  return {
    amphoes: form.all('amphoe').filter((name) => name !== ''),
    days: spans.flatMap((span) => ('errors' in span ? [] : [span])),
    ...reason,
  };
}

/** Suffixes of the spans of days that one form takes. */
const POSTPONED_SPANS = ['', '2', '3'] as const;

function spanFrom(form: Form, n: string): DaysSpan | { errors: FieldError[] } {
  const from = thaiDateFrom(form, `from${n}`);
  const to = thaiDateFrom(form, `to${n}`);
  const errors = [
    ...('message' in from ? [{ id: `from${n}`, message: from.message }] : []),
    ...('message' in to ? [{ id: `to${n}`, message: to.message }] : []),
  ];
  if ('message' in from || 'message' in to) return { errors };
  return to.date < from.date
    ? { errors: [{ id: `to${n}`, message: 'วันสุดท้ายต้องไม่ก่อนวันแรก' }] }
    : { from: from.date, to: to.date };
}

interface DaysSpan {
  readonly from: LocalDate;
  readonly to: LocalDate;
}
