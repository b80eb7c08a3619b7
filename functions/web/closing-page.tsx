/** Where the office closes a fiscal year: what is open, and why it stays so. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import { fiscalYearWindow } from '../../shared/domain/fiscal-year.ts';
import { addDays } from '../../shared/domain/local-date.ts';
import { nameOn } from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import { dayIn } from '../../shared/domain/round.ts';
import { longDate } from '../../shared/text/thai.ts';
import {
  Button,
  EmptyState,
  type FieldError,
  FoldedAct,
  Notification,
  Table,
  Textarea,
} from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { createCloseYear, isAhead, leftOpen } from './close-year.ts';
import type { Season } from './edit-schedule.ts';
import {
  groupName,
  type OpenGroup,
  openWords,
  thingHref,
  thingName,
  thingWords,
} from './open-at-closing.ts';
import { crumbsTo, lineOf, provinceFrame, refuse, seasonPath } from './province-frame.tsx';
import { type Form, readForm } from './request-body.ts';
import { page, pathOf, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

/** As long as a reason for all of a group may be. */
const LONGEST = 500;
/** As long as the reason for one thing may be, and how many there may be: all are kept in one item. */
const LONGEST_OWN = 150;
const MOST_OWN = 300;
/** Things of a group that are listed at once; more are folded away. */
const MOST_SHOWN = 10;

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
  const [{ groups, details }, cycle, organizations] = await Promise.all([
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
    const place = groups.findIndex((group) =>
      [groupName(group), ...group.ids.map((one) => thingName(group.kind, one))].includes(error.id),
    );
    return { ...error, id: `${isAhead(groups[place]) ? 'group' : 'why'}-${place}` };
  });
  const { rules } = await dependencies.settings.load();
  const octoberDue = dayIn(year, rules.rounds['12M'].due);
  const isClosable = !groups.some((group) => isAhead(group));
  return page(
    c,
    {
      title,
      line: lineOf(frame, year),
      breadcrumbs: crumbsTo(frame, { text: `การประเมินผล ${year}`, href: base }, { text: title }),
      errors,
      status: errors.length === 0 ? 200 : isClosable ? 422 : 409,
    },
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        เมื่อปิดแล้วระบบหยุดแจ้งเตือนเรื่องของปีนี้ เรื่องที่ยังเปิดอยู่ต้องมีเหตุผลทุกเรื่อง กรอกเหตุผลเดียวสำหรับทั้งกลุ่มได้
        และกรอกเฉพาะเรื่องที่ต่างออกไป หากไม่ปิดเอง ระบบปิดให้ตามกำหนดและบันทึกสถานะของเรื่องที่ค้างไว้
      </p>
      {today > closes && today <= octoberDue && (
        <Notification title={`รายงานรอบ 12 เดือนยังส่งได้ภายใน${longDate(octoberDue)}`}>
          <p class="govuk-body">หากปิดก่อนพ้นกำหนด ระบบจะไม่เตือนหน่วยงานที่ยังไม่ส่งรายงานอีก</p>
        </Notification>
      )}
      {!cycle || today <= closes ? (
        <EmptyState>ปิดได้ตั้งแต่{longDate(addDays(closes, 1))} หลังสิ้นปีงบประมาณ</EmptyState>
      ) : (
        <form method="post" action={`${base}/close`} novalidate>
          {groups.length === 0 && <EmptyState>ไม่มีเรื่องค้าง ปิดปีงบประมาณได้</EmptyState>}
          {groups.map((group, place) => (
            <Open {...{ group, place, season, details, names, errors, form }} />
          ))}
          {isClosable ? (
            <Button kind="warning">ปิดปีงบประมาณ พ.ศ. {year}</Button>
          ) : (
            <EmptyState>ปิดปีงบประมาณได้เมื่อการนิเทศที่กำหนดวันไว้นิเทศแล้วหรือยกเลิกแล้วทุกแห่ง</EmptyState>
          )}
        </form>
      )}
    </>,
  );
}

interface OpenProps {
  readonly group: OpenGroup;
  readonly place: number;
  readonly season: Season;
  /** What tells of each thing why it is open, by `thingName`. */
  readonly details: ReadonlyMap<string, string>;
  readonly names: ReadonlyMap<string, string>;
  readonly errors: readonly FieldError[];
  readonly form: Form | undefined;
}

const Open: FC<OpenProps> = (props) => {
  const { group, place, errors, form } = props;
  const { what, state } = openWords(group.kind, group.state);
  const things = <Things {...props} />;
  return (
    <section class="panel-plain" aria-labelledby={`group-${place}`}>
      <h2 class="govuk-heading-m" id={`group-${place}`}>
        {what}: {state} {group.ids.length} เรื่อง
      </h2>
      {group.ids.length > MOST_SHOWN ? (
        <FoldedAct title={`ดูและกรอกเหตุผลทีละเรื่อง ${group.ids.length} เรื่อง`}>{things}</FoldedAct>
      ) : (
        things
      )}
      {isAhead(group) ? (
        <p class="govuk-body">ต้องนิเทศหรือยกเลิกก่อนจึงจะปิดปีงบประมาณได้</p>
      ) : (
        <Textarea
          name={groupName(group)}
          id={`why-${place}`}
          label="เหตุผลที่ยังเปิดอยู่เมื่อปิดปี"
          hint="ใช้กับทุกเรื่องในกลุ่มนี้ที่ไม่ได้กรอกเหตุผลเฉพาะเรื่อง"
          rows={2}
          maxlength={LONGEST}
          value={form?.get(groupName(group)) ?? ''}
          errors={errors}
        />
      )}
    </section>
  );
};

/** Each that is open, with the way to it, what tells why, and room for a reason of its own. */
const Things: FC<OpenProps> = ({ group, season, details, names, form }) => {
  const { kind, state, ids } = group;
  const words = openWords(kind, state);
  const nameOf = (id: string) => thingWords(id, names);
  const own = {
    head: 'เหตุผลเฉพาะเรื่องนี้ (ถ้ามี)',
    cell: (id: string) => (
      <input
        class="govuk-input"
        name={thingName(kind, id)}
        aria-label={`เหตุผลเฉพาะ ${nameOf(id)}`}
        maxlength={LONGEST_OWN}
        value={form?.get(thingName(kind, id)) ?? ''}
      />
    ),
  };
  return (
    <Table
      caption={`${words.what}: ${words.state}`}
      captionHidden
      rows={ids}
      columns={[
        {
          head: 'เรื่อง',
          heads: true,
          cell: (id) => (
            <a class="govuk-link" href={thingHref(season, kind, id)}>
              {nameOf(id)}
            </a>
          ),
        },
        { head: 'ค้างอยู่ที่', cell: (id) => details.get(thingName(kind, id)) ?? words.state },
        ...(isAhead(group) ? [] : [own]),
      ]}
    />
  );
};

export async function takeClosing(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { user } = await provinceFrame(c);
  const { year, province } = pathOf(c, seasonPath);
  const form = await readForm(c);
  const typed = [...form].map(([name, value]) => [name, value.trim()] as const);
  const isOwn = (name: string) => name.includes('/') && /\d{2}-\d{4}/.test(name);
  const ofOne = typed.filter(([name, value]) => isOwn(name) && value !== '');
  if (ofOne.length > MOST_OWN) {
    const message = `กรอกเหตุผลเฉพาะเรื่องได้ไม่เกิน ${MOST_OWN} เรื่อง เรื่องอื่นให้ใช้เหตุผลของกลุ่ม`;
    const [kind = '', id = ''] = (ofOne[0]?.[0] ?? '').split('/');
    return showClosing(c, dependencies, [{ id: thingName(kind, id), message }], form);
  }
  const reasons = new Map(
    typed.map(([name, value]) => [name, value.slice(0, isOwn(name) ? LONGEST_OWN : LONGEST)]),
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
        detail: `ยังปิดปีงบประมาณไม่ได้ ปิดได้ตั้งแต่${longDate(outcome.from)}`,
      });
    case 'not-open':
      throw new ProblemError(409, {
        code: 'not-open',
        detail: 'ปีงบประมาณนี้ปิดไปแล้ว หรือยังไม่ได้เริ่ม',
      });
    case 'visits-ahead': {
      const errors = outcome.groups.map(({ kind, state, ids }) => ({
        id: groupName({ kind, state }),
        message: `ยังมีการนิเทศที่ยังไม่ถึงวัน ${ids.length} แห่ง (${openWords(kind, state).state}) ต้องนิเทศหรือยกเลิกก่อน`,
      }));
      return showClosing(c, dependencies, errors, form);
    }
    case 'unexplained': {
      const errors = outcome.groups.map((group) => {
        const { what, state } = openWords(group.kind, group.state);
        return { id: groupName(group), message: `กรุณากรอกเหตุผล: ${what} (${state})` };
      });
      return showClosing(c, dependencies, errors, form);
    }
  }
}
