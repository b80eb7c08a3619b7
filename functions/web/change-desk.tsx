/** The office changes one published visit: another day, put off, cancelled, urgent, pinned. */
import type { Context } from 'hono';
import { fiscalYearWindow } from '../../shared/domain/fiscal-year.ts';
import { addDays, laterOf } from '../../shared/domain/local-date.ts';
import { nameOn } from '../../shared/domain/organization.ts';
import type { ScheduleEntry } from '../../shared/domain/supervision.ts';
import { longDate } from '../../shared/text/thai.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { answerChangeForm, answerRefusal, ChangeReason, reasonFrom } from './change-frame.tsx';
import { createChangeVisits } from './change-visits.ts';
import type { VisitsChange } from './decide-change.ts';
import { loadPlan, type SeasonPlan } from './edit-schedule.ts';
import { visitPath } from './province-frame.tsx';
import { type Form, queryForm, readForm } from './request-body.ts';
import {
  LetterFields,
  letterFrom,
  NOT_URGENT,
  seenIn,
  TimeFields,
  timeFrom,
  UrgencyField,
  urgencyFrom,
} from './season-forms.tsx';
import { conflictErrors, plannersFrame, type SeasonFrame } from './season-frame.tsx';
import { idOf, visitBase } from './visit-facts.ts';
import { hoursOf, shortNames } from './visit-words.ts';
import { found, pathOf, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

const titles = {
  postpone: 'เลื่อน (จะแจ้งวันใหม่)',
  cancel: 'ยกเลิกการนิเทศ',
  urgent: 'ทำเครื่องหมายเร่งด่วน',
} as const;
/** A change for which nothing but its reason is asked. */
type ReasonedChange = keyof typeof titles;

/** What the forms of one visit's change do, by their routes. */
export function changeDesk(dependencies: WebDependencies) {
  const { roster, seasons } = dependencies;
  const changeVisits = createChangeVisits({ ...dependencies, audit: dependencies.audits });
  const planOf = (frame: SeasonFrame) =>
    loadPlan(dependencies, frame.season, todayOf(dependencies));

  async function showMove(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    return answerMove(c, frame, await planOf(frame), []);
  }

  async function takeMove(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const form = await readForm(c);
    const again = async (errors: readonly FieldError[]) =>
      answerMove(c, frame, await planOf(frame), errors, form);
    const asked = moveFrom(c, form);
    if ('errors' in asked) return again(asked.errors);
    const outcome = await changeVisits(frame.user, frame.season, seenIn(form, 'schedule'), asked);
    if ('changed' in outcome) return c.redirect(`${visitBase(c, frame)}?done=move`, 303);
    switch (outcome.refused) {
      case 'not-urgent':
        return again([NOT_URGENT]);
      case 'conflicts': {
        const plan = await planOf(frame);
        const names = shortNames(plan.organizations, plan.context.today);
        return answerMove(c, frame, plan, conflictErrors(outcome.conflicts, names), form);
      }
      default:
        return answerRefusal(c, dependencies, frame, outcome);
    }
  }

  async function show(c: Context<WebEnv>, change: ReasonedChange) {
    return answer(c, await plannersFrame(c), change, []);
  }

  async function take(c: Context<WebEnv>, change: ReasonedChange) {
    const frame = await plannersFrame(c);
    const form = await readForm(c);
    const reason = reasonFrom(form);
    if ('errors' in reason) return answer(c, frame, change, reason.errors, form);
    const asked = { change, ...pathOf(c, visitPath), ...reason };
    const outcome = await changeVisits(frame.user, frame.season, seenIn(form, 'schedule'), asked);
    return 'changed' in outcome
      ? c.redirect(`${visitBase(c, frame)}?done=${change}`, 303)
      : answerRefusal(c, dependencies, frame, outcome);
  }

  async function answer(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    change: ReasonedChange,
    errors: readonly FieldError[],
    form?: Form,
  ) {
    const { orgId, visitNo } = idOf(c, frame);
    const [schedule, organization] = await Promise.all([
      seasons.schedule(frame.season.fiscalYear, frame.province),
      roster.find(orgId),
    ]);
    const { entries } = found(schedule);
    const entry = found(entries.find((one) => one.orgId === orgId && one.visitNo === visitNo));
    const { shortName } = nameOn(found(organization), todayOf(dependencies));
    const base = visitBase(c, frame);
    const facts = {
      title: titles[change],
      action: `${base}/${change}`,
      back: base,
      errors,
      caption: captionOf(shortName, entry),
      warning: change === 'cancel',
    };
    return answerChangeForm(
      c,
      frame,
      found(schedule),
      facts,
      <>
        {change === 'urgent' && (
          <p class="govuk-body">
            ใช้เมื่อแจ้งเป็นหนังสือล่วงหน้าไม่ครบ 7 วันแต่จำเป็นต้องนิเทศตามวันเดิม หน่วยงานจะได้รับอีเมลพร้อมเหตุผล
            และเครื่องหมายนี้ถูกบันทึกไว้
          </p>
        )}
        <ChangeReason
          errors={errors}
          form={form}
          {...(change === 'urgent' && { label: 'เหตุผลที่เร่งด่วน' })}
        />
      </>,
    );
  }

  async function takePin(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const { orgId, visitNo } = idOf(c, frame);
    const form = await readForm(c);
    const pinned = form.get('pinned') === 'yes';
    const change = { change: 'pin', orgId, visitNo, pinned } as const;
    const outcome = await changeVisits(frame.user, frame.season, seenIn(form, 'schedule'), change);
    if (!('changed' in outcome)) return answerRefusal(c, dependencies, frame, outcome);
    const week = form.get('week') ?? '';
    return c.redirect(`${frame.base}/board?${new URLSearchParams({ week, done: 'pin' })}`, 303);
  }

  return { showMove, takeMove, show, take, takePin };
}

function moveFrom(
  c: Context<WebEnv>,
  form: Form,
): Extract<VisitsChange, { change: 'move' }> | { errors: FieldError[] } {
  const when = timeFrom(form);
  const reason = reasonFrom(form);
  const urgency = urgencyFrom(form);
  const letter = letterFrom(form);
  const errors = [when, reason, urgency, letter].flatMap((part) =>
    part && 'errors' in part ? part.errors : [],
  );
  if ('errors' in when || 'errors' in reason || 'errors' in urgency) return { errors };
  if (letter && 'errors' in letter) return { errors };
  const drivable = form.get('drivable') === 'yes';
  const visit = pathOf(c, visitPath);
  return {
    change: 'move',
    ...visit,
    ...reason,
    when,
    drivable,
    ...urgency,
    ...(letter && { letter }),
  };
}

function answerMove(
  c: Context<WebEnv>,
  frame: SeasonFrame,
  plan: SeasonPlan,
  errors: readonly FieldError[],
  form?: Form,
) {
  const { orgId, visitNo } = pathOf(c, visitPath);
  const { published, today } = plan.context;
  const entry = found(published.find((one) => one.orgId === orgId && one.visitNo === visitNo));
  const base = visitBase(c, frame);
  const facts = {
    title: 'กำหนดวันใหม่',
    action: `${base}/move`,
    back: base,
    errors,
    caption: captionOf(shortNames(plan.organizations, today).get(orgId), entry),
    check: `${frame.base}/check?${new URLSearchParams({ orgId, visitNo: String(visitNo) })}`,
  };
  // Whoever comes from the week's board has chosen a day already.
  const typed = form ?? (c.req.query('date') ? queryForm(c) : undefined);
  const from = addDays(today, 1);
  const to = laterOf(fiscalYearWindow(frame.season.fiscalYear).closes, from);
  return answerChangeForm(
    c,
    frame,
    found(plan.schedule),
    facts,
    <>
      <TimeFields {...{ plan, from, to, errors, form: typed }} chosen={entry} />
      <div class="check-answer" role="status" data-check-answer=""></div>
      <ChangeReason errors={errors} form={form} />
      <UrgencyField errors={errors} form={form} />
      <h2 class="govuk-heading-s">หนังสือแจ้งวันใหม่ (ถ้าออกเลขแล้ว)</h2>
      <LetterFields errors={errors} form={form} />
    </>,
  );
}

function captionOf(name: string | undefined, entry: ScheduleEntry): string {
  const time =
    entry.state === 'scheduled'
      ? `${longDate(entry.date)} ${hoursOf(entry)}`
      : `วันเดิม ${longDate(entry.date)}`;
  return `${name} · ${time}`;
}
