/** Where the office closes a fiscal year: what is open, and why it stays so. */
import type { Context } from 'hono';
import { fiscalYearWindow } from '../../shared/domain/fiscal-year.ts';
import { nameOn } from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import { longDate } from '../../shared/text/thai.ts';
import { Button, EmptyState, type FieldError, Textarea } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { createCloseYear, leftOpen } from './close-year.ts';
import { groupName, type OpenGroup, openWords } from './open-at-closing.ts';
import { crumbsTo, lineOf, provinceFrame, refuse, seasonPath } from './province-frame.tsx';
import { type Form, readForm } from './request-body.ts';
import { page, pathOf, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

/** As long as a reason may be. */
const LONGEST = 500;
/** Names of a group that the page lists; the others are counted. */
const MOST_NAMED = 30;

export async function showClosing(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  /** Each of them names its group. */
  wrong: readonly FieldError[] = [],
  form?: Form,
) {
  const frame = await provinceFrame(c);
  const { year, province } = pathOf(c, seasonPath);
  if (!can(frame.user, 'record-supervision', { province })) refuse({ refused: 'forbidden' });
  const season = { fiscalYear: year, province };
  const [{ groups }, cycle, organizations] = await Promise.all([
    leftOpen(dependencies, season),
    dependencies.cycles.find(year, province),
    dependencies.roster.all(province),
  ]);
  const today = todayOf(dependencies);
  const base = `/provinces/${province}/evaluation/${year}`;
  if (cycle?.state === 'closed') return c.redirect(`${base}#closed`, 303);
  const { closes } = fiscalYearWindow(year);
  const names = new Map(organizations.map((one) => [one.orgId, nameOn(one, today).shortName]));
  const title = `ปิดปีงบประมาณ พ.ศ. ${year}`;
  const errors = wrong.map((error) => {
    const place = groups.findIndex((group) => groupName(group) === error.id);
    return { ...error, id: `why-${place}` };
  });
  return page(
    c,
    {
      title,
      line: lineOf(frame, year),
      breadcrumbs: crumbsTo(frame, { text: `การประเมินผล ${year}`, href: base }, { text: title }),
      errors,
      status: errors.length > 0 ? 422 : 200,
    },
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        เมื่อปิดแล้วระบบหยุดแจ้งเตือนเรื่องของปีนี้ เรื่องที่ยังเปิดอยู่ต้องบันทึกเหตุผลทุกเรื่อง หากไม่ปิดเอง
        ระบบปิดให้ตามกำหนดและบันทึกสถานะของเรื่องที่ค้างไว้
      </p>
      {!cycle || today <= closes ? (
        <EmptyState>ปิดได้ตั้งแต่วันหลัง{longDate(closes)} ซึ่งเป็นวันสิ้นปีงบประมาณ</EmptyState>
      ) : (
        <form method="post" action={`${base}/close`} novalidate>
          {groups.length === 0 && <EmptyState>ไม่มีเรื่องค้าง ปิดปีงบประมาณได้</EmptyState>}
          {groups.map((group, place) => (
            <Open group={group} place={place} {...{ names, errors, form }} />
          ))}
          <Button kind="warning">ปิดปีงบประมาณ พ.ศ. {year}</Button>
        </form>
      )}
    </>,
  );
}

function Open({
  group,
  place,
  names,
  errors,
  form,
}: {
  group: OpenGroup;
  place: number;
  names: ReadonlyMap<string, string>;
  errors: readonly FieldError[];
  form: Form | undefined;
}) {
  const { what, state } = openWords(group.kind, group.state);
  const whose = group.ids.map((id) => {
    const [orgId = '', visitNo, no] = id.split('#');
    const name = names.get(orgId) ?? orgId;
    return no ? `${name} ข้อ ${no}` : Number(visitNo) > 1 ? `${name} ครั้งที่ ${visitNo}` : name;
  });
  const more = whose.length - MOST_NAMED;
  return (
    <section class="panel-plain" aria-labelledby={`group-${place}`}>
      <h2 class="govuk-heading-m" id={`group-${place}`}>
        {what}: {state} {group.ids.length} เรื่อง
      </h2>
      <p class="govuk-body">
        {whose.slice(0, MOST_NAMED).join(' · ')}
        {more > 0 && ` และอีก ${more} เรื่อง`}
      </p>
      <Textarea
        name={groupName(group)}
        id={`why-${place}`}
        label="เหตุผลที่ยังเปิดอยู่เมื่อปิดปี"
        rows={2}
        maxlength={LONGEST}
        value={form?.get(groupName(group)) ?? ''}
        errors={errors}
      />
    </section>
  );
}

export async function takeClosing(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { user } = await provinceFrame(c);
  const { year, province } = pathOf(c, seasonPath);
  const form = await readForm(c);
  const reasons = new Map(
    [...form].map(([name, value]) => [name, value.trim().slice(0, LONGEST)] as const),
  );
  const closeYear = createCloseYear(dependencies);
  const outcome = await closeYear(user, { fiscalYear: year, province }, reasons);
  if ('closed' in outcome) {
    return c.redirect(`/provinces/${province}/evaluation/${year}#closed`, 303);
  }
  switch (outcome.refused) {
    case 'not-found':
    case 'forbidden':
      return refuse({ refused: outcome.refused });
    case 'too-early':
      throw new ProblemError(409, {
        code: 'too-early',
        detail: `ยังปิดปีงบประมาณไม่ได้ ปิดได้ตั้งแต่วันหลัง${longDate(outcome.from)}`,
      });
    case 'not-open':
      throw new ProblemError(409, {
        code: 'not-open',
        detail: 'ปีงบประมาณนี้ปิดไปแล้ว หรือยังไม่ได้เริ่ม',
      });
    case 'visits-ahead':
      throw new ProblemError(409, {
        code: 'visits-ahead',
        detail: `ยังมีการนิเทศที่กำหนดวันไว้แต่ยังไม่ถึงวัน ${outcome.ids.length} แห่ง ต้องนิเทศหรือยกเลิกก่อนจึงจะปิดปีงบประมาณได้`,
      });
    case 'unexplained': {
      const errors = outcome.groups.map((group) => {
        const { what, state } = openWords(group.kind, group.state);
        return { id: groupName(group), message: `กรุณากรอกเหตุผล: ${what} (${state})` };
      });
      return showClosing(c, dependencies, errors, form);
    }
  }
}
