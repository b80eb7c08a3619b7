/** The page on which the office publishes the schedule in the making. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import { needsUrgency } from '../../shared/domain/served-notice.ts';
import { dayAndDate } from '../../shared/text/thai.ts';
import { Button, EmptyState, type FieldError, SummaryList } from '../../shared/web/components.tsx';
import { conflictsOf, loadPlan, type SeasonPlan } from './edit-schedule.ts';
import type { Form } from './request-body.ts';
import { LetterFields, UrgencyField } from './season-forms.tsx';
import { type SeasonFrame, seasonOptions, versionOf } from './season-frame.tsx';
import { conflictText, shortNames } from './visit-words.ts';
import { page, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

export async function answerPublish(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  errors: readonly FieldError[],
  form?: Form,
) {
  const plan = await loadPlan(dependencies, frame.season, todayOf(dependencies));
  const { entries, schedule, draft } = plan;
  const conflicts = conflictsOf(entries, plan);
  const names = shortNames(plan.organizations, plan.context.today);
  const problems: FieldError[] = conflicts.map((conflict) => ({
    id: 'summary',
    message: `${names.get(conflict.orgId) ?? ''}: ${conflictText(conflict, names)}`,
  }));
  const all = [...errors, ...problems];
  const soon = entries.filter(({ date }) => needsUrgency(date, plan.context.today));
  const title = 'เผยแพร่กำหนดการนิเทศ';
  return page(
    c,
    { ...seasonOptions(frame, title), errors: all, status: all.length > 0 ? 422 : 200 },
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      {entries.length === 0 && (
        <EmptyState>
          {schedule ? 'ทุกแห่งในร่างเผยแพร่แล้ว ไม่มีแห่งใดรอเผยแพร่' : 'ยังไม่มีแห่งใดในร่างกำหนดการให้เผยแพร่'}{' '}
          <a class="govuk-link" href={`${frame.base}${schedule ? '#list' : '#draft'}`}>
            {schedule ? 'ดูกำหนดการที่เผยแพร่' : 'จัดทำร่าง'}
          </a>
        </EmptyState>
      )}
      <div id="summary">{entries.length > 0 && <Summary plan={plan} />}</div>
      {entries.length > 0 && (
        <p class="govuk-body">
          เมื่อเผยแพร่ หน่วยงานจะเห็นวันนิเทศในหน้าของตน และได้รับอีเมลพร้อมนัดหมายปฏิทินล่วงหน้า 14 วัน
          หลังเผยแพร่ยังเลื่อน ยกเลิก หรือกำหนดวันใหม่ได้ โดยต้องระบุเหตุผล
        </p>
      )}
      {entries.length > 0 && conflicts.length === 0 && (
        <form method="post" action={`${frame.base}/publish`} novalidate>
          <input type="hidden" name="draft" value={String(draft?.version ?? 0)} />
          <input type="hidden" name="schedule" value={String(versionOf(schedule))} />
          <h2 class="govuk-heading-m">หนังสือแจ้ง (ถ้าออกเลขแล้ว)</h2>
          <p class="govuk-body">
            ถ้ายังไม่มีเลข ให้เว้นว่างและบันทึกภายหลังได้ อีเมลจะออกในชื่อ “แจ้งล่วงหน้าอย่างไม่เป็นทางการ”
            จนกว่าจะมีเลขที่หนังสือ
          </p>
          <LetterFields errors={errors} form={form} letter={schedule?.letter} />
          {soon.length > 0 && (
            <>
              <h2 class="govuk-heading-m">นิเทศเร่งด่วน {soon.length} แห่ง</h2>
              <p class="govuk-body">
                แห่งต่อไปนี้เหลือไม่ถึง 7 วัน จึงแจ้งเป็นหนังสือล่วงหน้าให้ครบกำหนดไม่ได้ ต้องระบุเหตุผลที่เร่งด่วน
                หรือกลับไปเลือกวันอื่น
              </p>
              <ul class="govuk-list govuk-list--bullet">
                {soon.map(({ orgId, date }) => (
                  <li>
                    {names.get(orgId)} {dayAndDate(date)}
                  </li>
                ))}
              </ul>
              <UrgencyField errors={errors} form={form} hint="หน่วยงานเหล่านี้จะได้รับเหตุผลนี้ทางอีเมล" />
            </>
          )}
          <div class="actions">
            <Button>เผยแพร่กำหนดการ {entries.length} แห่ง</Button>
            <a class="govuk-link" href={`${frame.base}#draft`}>
              กลับไปแก้ไขร่าง
            </a>
          </div>
        </form>
      )}
      {conflicts.length > 0 && (
        <p class="govuk-body">
          <a class="govuk-link" href={`${frame.base}#draft`}>
            กลับไปแก้ไขร่าง
          </a>
        </p>
      )}
    </>,
  );
}

/** How many are to be published, when, and for how many teams. */
const Summary: FC<{ plan: SeasonPlan }> = ({ plan: { entries, context } }) => {
  const dates = entries.map(({ date }) => date).toSorted();
  const [first] = dates;
  return (
    <SummaryList
      rows={[
        { key: 'จำนวน', value: `${entries.length} แห่ง` },
        {
          key: 'ระหว่างวันที่',
          value: first ? `${dayAndDate(first)} – ${dayAndDate(dates.at(-1) ?? first)}` : '–',
        },
        { key: 'คณะนิเทศ', value: `${context.teams.length} คณะ` },
      ]}
    />
  );
};
