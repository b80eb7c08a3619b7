/** What the forms share that change what is published: the form itself, its reason, why a change is refused. */
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { Schedule } from '../../shared/domain/supervision.ts';
import { Button, type FieldError, Textarea } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import type { ChangeOutcome } from './change-visits.ts';
import { refuse } from './province-frame.tsx';
import type { Form } from './request-body.ts';
import { answerChanged, type SeasonFrame, seasonOptions } from './season-frame.tsx';
import { page, type WebDependencies, type WebEnv } from './web-environment.tsx';

interface ChangeFormFacts {
  readonly title: string;
  readonly action: string;
  readonly back: string;
  readonly errors: readonly FieldError[];
  readonly caption?: Child;
  readonly warning?: boolean;
  /** Where the page's script asks whether a time can be had. */
  readonly check?: string;
}

/** The form of a change around `fields`, with what keeps two officers apart. */
export function answerChangeForm(
  c: Context<WebEnv>,
  frame: SeasonFrame,
  schedule: Schedule,
  facts: ChangeFormFacts,
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
        <input type="hidden" name="schedule" value={String(schedule.version)} />
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

/** @throws {ProblemError} for whatever another look at the form would not mend */
export function answerRefusal(
  c: Context<WebEnv>,
  dependencies: Pick<WebDependencies, 'audits'>,
  frame: SeasonFrame,
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

/** Why a change is made, which the form asks for. */
export function reasonFrom(form: Form): { reason: string } | { errors: FieldError[] } {
  const reason = (form.get('reason') ?? '').trim();
  if (reason === '') return { errors: [{ id: 'reason', message: 'กรุณากรอกเหตุผล' }] };
  return reason.length > 500
    ? { errors: [{ id: 'reason', message: 'เหตุผลยาวได้ไม่เกิน 500 ตัวอักษร' }] }
    : { reason };
}

export function ReasonField({
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
