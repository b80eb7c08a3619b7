/** What the office does to change what is published: one visit, many at once, the letter's number. */
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { fiscalYearWindow } from '../../shared/domain/fiscal-year.ts';
import { addDays, type LocalDate, laterOf } from '../../shared/domain/local-date.ts';
import { provinceOf } from '../../shared/domain/organization.ts';
import type { ScheduleEntry } from '../../shared/domain/supervision.ts';
import { longDate } from '../../shared/text/thai.ts';
import {
  Button,
  Checkbox,
  DateInput,
  type FieldError,
  Textarea,
} from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { type ChangeOutcome, createChangeVisits, type VisitsChange } from './change-visits.ts';
import { loadPlan, type SeasonPlan } from './edit-schedule.ts';
import { refuse, visitPath } from './province-frame.tsx';
import {
  dateTyped,
  type Form,
  isDateTyped,
  queryForm,
  readForm,
  thaiDateFrom,
} from './request-body.ts';
import {
  AmphoeChoice,
  LetterFields,
  letterFrom,
  NOT_URGENT,
  seenIn,
  TimeFields,
  timeFrom,
  UrgencyField,
  urgencyFrom,
} from './season-forms.tsx';
import {
  answerChanged,
  answerUnpublished,
  conflictErrors,
  plannersFrame,
  type SeasonFrame,
  seasonOptions,
  versionOf,
} from './season-frame.tsx';
import { hoursOf, shortNames } from './visit-words.ts';
import {
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const titles = {
  move: 'กำหนดวันใหม่',
  postpone: 'เลื่อน (จะแจ้งวันใหม่)',
  cancel: 'ยกเลิกการนิเทศ',
  urgent: 'ทำเครื่องหมายเร่งด่วน',
} as const;
type SingleChange = keyof typeof titles;

const LETTER_TITLE = 'บันทึกเลขที่หนังสือ';
const POSTPONE_TITLE = 'เลื่อนหลายแห่งพร้อมกัน';

interface Changing {
  readonly frame: SeasonFrame;
  readonly plan: SeasonPlan;
}

/** What the forms of a change do, by their routes. */
export function changeDesk(dependencies: WebDependencies) {
  const changeVisits = createChangeVisits({ ...dependencies, audit: dependencies.audits });

  async function show(c: Context<WebEnv>, change: SingleChange) {
    const changing = await open(c);
    return answerChange(c, changing, change, []);
  }

  async function take(c: Context<WebEnv>, change: SingleChange) {
    const changing = await open(c);
    const form = await readForm(c);
    const asked = changeFrom(c, form, change);
    if ('errors' in asked) return answerChange(c, changing, change, asked.errors, form);
    const { frame, plan } = changing;
    const outcome = await changeVisits(frame.user, frame.season, seenIn(form, 'schedule'), asked);
    const { orgId, visitNo } = pathOf(c, visitPath);
    const back = `${frame.base}/${orgId}/${visitNo}?done=${change}`;
    if ('changed' in outcome) return c.redirect(back, 303);
    if (outcome.refused === 'not-urgent') {
      return answerChange(c, changing, change, [NOT_URGENT], form);
    }
    if (outcome.refused !== 'conflicts') return answerRefusal(c, changing, outcome);
    const names = shortNames(plan.organizations, plan.context.today);
    return answerChange(c, changing, change, conflictErrors(outcome.conflicts, names), form);
  }

  async function takePin(c: Context<WebEnv>) {
    const changing = await open(c);
    const { frame } = changing;
    const visit = pathOf(c, visitPath);
    if (provinceOf(visit.orgId) !== frame.province) refuse({ refused: 'not-found' });
    const form = await readForm(c);
    const pinned = form.get('pinned') === 'yes';
    const change = { change: 'pin', ...visit, pinned } as const;
    const outcome = await changeVisits(frame.user, frame.season, seenIn(form, 'schedule'), change);
    if (!('changed' in outcome)) return answerRefusal(c, changing, outcome);
    const week = form.get('week') ?? '';
    return c.redirect(`${frame.base}/board?${new URLSearchParams({ week, done: 'pin' })}`, 303);
  }

  async function showPostpone(c: Context<WebEnv>) {
    const changing = await openAny(c);
    return changing.plan.schedule
      ? answerPostponeMany(c, changing, [])
      : answerUnpublished(c, dependencies, changing.frame, POSTPONE_TITLE);
  }

  async function takePostpone(c: Context<WebEnv>) {
    const changing = await open(c);
    const { frame } = changing;
    const form = await readForm(c);
    const asked = postponeManyFrom(form, changing.plan);
    if ('errors' in asked) return answerPostponeMany(c, changing, asked.errors, form);
    const outcome = await changeVisits(frame.user, frame.season, seenIn(form, 'schedule'), asked);
    if ('changed' in outcome) return c.redirect(`${frame.base}?done=postpone#list`, 303);
    if (outcome.refused !== 'nothing') return answerRefusal(c, changing, outcome);
    const message = 'ไม่มีการนิเทศที่จะเลื่อนในอำเภอและช่วงวันที่เลือก';
    return answerPostponeMany(c, changing, [{ id: 'amphoe', message }], form);
  }

  async function showLetter(c: Context<WebEnv>) {
    const changing = await openAny(c);
    return changing.plan.schedule
      ? answerLetter(c, changing, [])
      : answerUnpublished(c, dependencies, changing.frame, LETTER_TITLE);
  }

  async function takeLetter(c: Context<WebEnv>) {
    const changing = await open(c);
    const { frame } = changing;
    const form = await readForm(c);
    const letter = letterFrom(form) ?? {
      errors: [{ id: 'letterNo', message: 'กรุณากรอกเลขที่หนังสือ' }],
    };
    if ('errors' in letter) return answerLetter(c, changing, letter.errors, form);
    const change = { change: 'letter', letter, mends: form.get('mends') === 'yes' } as const;
    const outcome = await changeVisits(frame.user, frame.season, seenIn(form, 'schedule'), change);
    if ('changed' in outcome) return c.redirect(`${frame.base}?done=letter#list`, 303);
    return answerRefusal(c, changing, outcome);
  }

  async function open(c: Context<WebEnv>): Promise<Changing> {
    const changing = await openAny(c);
    found(changing.plan.schedule);
    return changing;
  }

  /** Of a season that may not be published yet. */
  async function openAny(c: Context<WebEnv>): Promise<Changing> {
    const frame = await plannersFrame(c);
    return { frame, plan: await loadPlan(dependencies, frame.season, todayOf(dependencies)) };
  }

  function answerRefusal(
    c: Context<WebEnv>,
    { frame }: Changing,
    outcome: Exclude<ChangeOutcome, { changed: unknown }>,
  ) {
    switch (outcome.refused) {
      case 'changed':
        return answerChanged(c, dependencies, frame);
      case 'held':
        throw new ProblemError(409, {
          code: 'held',
          detail: 'มีรายงานการนิเทศของแห่งนี้แล้ว จึงเปลี่ยนวันไม่ได้',
        });
      case 'nothing':
      case 'not-urgent':
      case 'conflicts':
        throw new ProblemError(409, {
          code: 'nothing',
          detail: 'แห่งนี้เลื่อนไว้แล้วรอกำหนดวันใหม่ หรือวันนิเทศผ่านไปแล้ว',
        });
      default:
        return refuse(outcome);
    }
  }

  return { show, take, takePin, showPostpone, takePostpone, showLetter, takeLetter };
}

function reasonFrom(form: Form): { reason: string } | { errors: FieldError[] } {
  const reason = (form.get('reason') ?? '').trim();
  if (reason === '') return { errors: [{ id: 'reason', message: 'กรุณากรอกเหตุผล' }] };
  return reason.length > 500
    ? { errors: [{ id: 'reason', message: 'เหตุผลยาวได้ไม่เกิน 500 ตัวอักษร' }] }
    : { reason };
}

function changeFrom(
  c: Context<WebEnv>,
  form: Form,
  change: SingleChange,
): VisitsChange | { errors: FieldError[] } {
  const visit = pathOf(c, visitPath);
  const reason = reasonFrom(form);
  if (change !== 'move') return 'errors' in reason ? reason : { change, ...visit, ...reason };
  const when = timeFrom(form);
  const urgency = urgencyFrom(form);
  const letter = letterFrom(form);
  const errors = [when, reason, urgency, letter].flatMap((part) =>
    part && 'errors' in part ? part.errors : [],
  );
  if ('errors' in when || 'errors' in reason || 'errors' in urgency) return { errors };
  if (letter && 'errors' in letter) return { errors };
  const drivable = form.get('drivable') === 'yes';
  return { change, ...visit, ...reason, when, drivable, ...urgency, ...(letter && { letter }) };
}

function postponeManyFrom(
  form: Form,
  { organizations }: SeasonPlan,
): VisitsChange | { errors: FieldError[] } {
  const reason = reasonFrom(form);
  const amphoes = form.all('amphoe').filter((name) => name !== '');
  const spans = POSTPONED_SPANS.filter((n) => n === '' || isDateTyped(form, `from${n}`)).map((n) =>
    spanFrom(form, n),
  );
  const errors = [
    ...spans.flatMap((span) => ('errors' in span ? span.errors : [])),
    ...('errors' in reason ? reason.errors : []),
  ];
  if (errors.length > 0 || 'errors' in reason) return { errors };
  const concerned = organizations.filter(
    (one) => amphoes.length === 0 || amphoes.includes(one.amphoe.name),
  );
  return {
    change: 'postpone-many',
    orgIds: concerned.map(({ orgId }) => orgId),
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

/** The form of a change around `fields`, with what keeps two officers apart. */
function answerForm(
  c: Context<WebEnv>,
  { frame, plan }: Changing,
  facts: {
    title: string;
    action: string;
    back: string;
    errors: readonly FieldError[];
    caption?: Child;
    warning?: boolean;
    /** Where the page's script asks whether a time can be had. */
    check?: string;
  },
  fields: Child,
) {
  const { title, errors } = facts;
  return page(
    c,
    { ...seasonOptions(frame, title), errors, status: errors.length > 0 ? 422 : 200 },
    <>
      {facts.caption && <span class="govuk-caption-l">{facts.caption}</span>}
      <h1 class="govuk-heading-l">{title}</h1>
      <form
        method="post"
        action={facts.action}
        novalidate
        {...(facts.check && { 'data-check': facts.check })}
      >
        <input type="hidden" name="schedule" value={String(versionOf(plan.schedule))} />
        {fields}
        <div class="actions">
          <Button kind={facts.warning ? 'warning' : 'primary'}>{title}</Button>
          <a class="govuk-link" href={facts.back}>
            ไม่ทำรายการ กลับไปหน้าก่อน
          </a>
        </div>
      </form>
    </>,
  );
}

function answerChange(
  c: Context<WebEnv>,
  changing: Changing,
  change: SingleChange,
  errors: readonly FieldError[],
  form?: Form,
) {
  const { frame, plan } = changing;
  const { orgId, visitNo } = pathOf(c, visitPath);
  const entry = found(
    plan.context.published.find((one) => one.orgId === orgId && one.visitNo === visitNo),
  );
  const { today } = plan.context;
  const name = shortNames(plan.organizations, today).get(orgId);
  const back = `${frame.base}/${orgId}/${visitNo}`;
  // Whoever comes from the week's board has chosen a day already.
  const typed = form ?? (c.req.query('date') ? queryForm(c) : undefined);
  const from = addDays(today, 1);
  const to = laterOf(fiscalYearWindow(frame.season.fiscalYear).closes, from);
  return answerForm(
    c,
    changing,
    {
      title: titles[change],
      action: `${back}/${change}`,
      back,
      errors,
      caption: `${name} · ${presentTime(entry)}`,
      warning: change === 'cancel',
      ...(change === 'move' && {
        check: `${frame.base}/check?${new URLSearchParams({ orgId, visitNo: String(visitNo) })}`,
      }),
    },
    <>
      {change === 'urgent' && (
        <p class="govuk-body">
          ใช้เมื่อแจ้งเป็นหนังสือล่วงหน้าไม่ครบ 7 วันแต่จำเป็นต้องนิเทศตามวันเดิม หน่วยงานจะได้รับอีเมลพร้อมเหตุผล
          และเครื่องหมายนี้ถูกบันทึกไว้
        </p>
      )}
      {change === 'move' && (
        <>
          <TimeFields {...{ plan, from, to, errors, form: typed }} chosen={entry} />
          <div class="check-answer" role="status" data-check-answer=""></div>
        </>
      )}
      <ReasonField
        errors={errors}
        form={form}
        {...(change === 'urgent' && { label: 'เหตุผลที่เร่งด่วน' })}
      />
      {change === 'move' && (
        <>
          <UrgencyField errors={errors} form={form} />
          <h2 class="govuk-heading-s">หนังสือแจ้งวันใหม่ (ถ้าออกเลขแล้ว)</h2>
          <LetterFields errors={errors} form={form} />
        </>
      )}
    </>,
  );
}

function presentTime(entry: ScheduleEntry): string {
  return entry.state === 'scheduled'
    ? `${longDate(entry.date)} ${hoursOf(entry)}`
    : `วันเดิม ${longDate(entry.date)}`;
}

function ReasonField({
  errors,
  form,
  label = 'เหตุผล',
}: {
  errors: readonly FieldError[];
  form: Form | undefined;
  label?: string;
}) {
  return (
    <Textarea
      name="reason"
      label={label}
      hint="หน่วยงานจะได้รับเหตุผลนี้ทางอีเมล"
      rows={3}
      maxlength={500}
      value={form?.get('reason')}
      errors={errors}
    />
  );
}

function answerPostponeMany(
  c: Context<WebEnv>,
  changing: Changing,
  errors: readonly FieldError[],
  form?: Form,
) {
  const { frame, plan } = changing;
  return answerForm(
    c,
    changing,
    {
      title: POSTPONE_TITLE,
      action: `${frame.base}/postpone`,
      back: `${frame.base}#list`,
      errors,
    },
    <>
      <p class="govuk-body">ทุกแห่งที่มีวันนิเทศในช่วงนี้และยังไม่ได้นิเทศ จะเปลี่ยนเป็น “เลื่อน รอกำหนดวันใหม่”</p>
      <AmphoeChoice plan={plan} form={form} errors={errors} />
      {POSTPONED_SPANS.map((n) => (
        <div class="span-fields">
          <DateInput
            name={`from${n}`}
            label={n === '' ? 'ตั้งแต่วันที่' : `ช่วงที่ ${n} ตั้งแต่วันที่ (ถ้ามี)`}
            errors={errors}
            {...dateTyped(form, `from${n}`, n === '' ? plan.context.today : undefined)}
          />
          <DateInput
            name={`to${n}`}
            label={n === '' ? 'ถึงวันที่' : `ช่วงที่ ${n} ถึงวันที่`}
            errors={errors}
            {...dateTyped(form, `to${n}`)}
          />
        </div>
      ))}
      <ReasonField errors={errors} form={form} />
    </>,
  );
}

function answerLetter(
  c: Context<WebEnv>,
  changing: Changing,
  errors: readonly FieldError[],
  form?: Form,
) {
  const { frame, plan } = changing;
  return answerForm(
    c,
    changing,
    {
      title: LETTER_TITLE,
      action: `${frame.base}/letter`,
      back: `${frame.base}#list`,
      errors,
    },
    <>
      <p class="govuk-body">
        หนังสือเวียนฉบับเดียวใช้แจ้งทุกแห่งที่ยังไม่มีหนังสือแจ้งวันนิเทศ แห่งที่มีเลขที่แล้วคงเดิม
        แห่งที่ได้รับอีเมลแจ้งล่วงหน้าแล้วจะได้รับฉบับที่มีเลขที่{' '}
        <a class="govuk-link" href={`${frame.base}/letters`}>
          บันทึกเลขที่รายแห่งจากรายการ
        </a>
      </p>
      <LetterFields errors={errors} form={form} letter={plan.schedule?.letter} />
      {plan.schedule?.letter && (
        <Checkbox
          name="mends"
          label={`แก้เลขที่ ${plan.schedule.letter.no} ที่บันทึกผิด: ใช้เลขนี้แทนทุกแห่งที่ใช้เลขเดิม`}
          checked={form?.get('mends') === 'yes'}
        />
      )}
    </>,
  );
}
