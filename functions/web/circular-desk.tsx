/** The number of the circular, the one letter that gives notice to all who have none of their own. */
import type { Context } from 'hono';
import type { Schedule } from '../../shared/domain/supervision.ts';
import { Checkbox, type FieldError } from '../../shared/web/components.tsx';
import { answerChangeForm, answerRefusal, scheduleOf, showPublished } from './change-frame.tsx';
import { createChangeVisits } from './change-visits.ts';
import { type Form, readForm } from './request-body.ts';
import { LetterFields, numberedLetterFrom, seenIn } from './season-forms.tsx';
import { plannersFrame, type SeasonFrame } from './season-frame.tsx';
import { found, type WebDependencies, type WebEnv } from './web-environment.tsx';

const TITLE = 'บันทึกเลขที่หนังสือ';

/** What the form for the circular does, by its routes. */
export function circularDesk(dependencies: WebDependencies) {
  const changeVisits = createChangeVisits({ ...dependencies, audit: dependencies.audits });

  const show = (c: Context<WebEnv>) =>
    showPublished(c, dependencies, TITLE, (frame, schedule) => answer(c, frame, schedule, []));

  async function take(c: Context<WebEnv>) {
    const frame = await plannersFrame(c);
    const form = await readForm(c);
    const letter = numberedLetterFrom(form);
    if ('errors' in letter) {
      return answer(c, frame, found(await scheduleOf(dependencies, frame)), letter.errors, form);
    }
    const change = { change: 'letter', letter, mends: form.get('mends') === 'yes' } as const;
    const outcome = await changeVisits(frame.user, frame.season, seenIn(form, 'schedule'), change);
    if ('changed' in outcome) return c.redirect(`${frame.base}?done=letter#list`, 303);
    return answerRefusal(c, dependencies, frame, outcome);
  }

  function answer(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    schedule: Schedule,
    errors: readonly FieldError[],
    form?: Form,
  ) {
    const facts = {
      title: TITLE,
      action: `${frame.base}/letter`,
      back: `${frame.base}#list`,
      errors,
    };
    return answerChangeForm(
      c,
      frame,
      schedule,
      facts,
      <>
        <p class="govuk-body">
          หนังสือเวียนฉบับเดียวใช้แจ้งทุกแห่งที่ยังไม่มีหนังสือแจ้งวันนิเทศ แห่งที่มีเลขที่แล้วคงเดิม
          แห่งที่ได้รับอีเมลแจ้งล่วงหน้าแล้วจะได้รับฉบับที่มีเลขที่{' '}
          <a class="govuk-link" href={`${frame.base}/letters`}>
            บันทึกเลขที่รายแห่งจากรายการ
          </a>
        </p>
        <LetterFields errors={errors} form={form} letter={schedule.letter} />
        {schedule.letter && (
          <Checkbox
            name="mends"
            label={`แก้เลขที่ ${schedule.letter.no} ที่บันทึกผิด: ใช้เลขนี้แทนทุกแห่งที่ใช้เลขเดิม`}
            checked={form?.get('mends') === 'yes'}
          />
        )}
      </>,
    );
  }

  return { show, take };
}
