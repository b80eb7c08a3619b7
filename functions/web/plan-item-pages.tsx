/** One item of a plan: what it is, and the acts on it; and the forms that add new ones. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { type PlanItem, planYears } from '../../shared/domain/plan.ts';
import {
  Button,
  ButtonLink,
  ConfirmForm,
  DateInput,
  type FieldError,
  Notification,
  Select,
  Textarea,
} from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { createChangePlan, type ItemAct, type PlanRefusal } from './change-plan.ts';
import {
  ChangedMeanwhile,
  mustWrite,
  type OpenItem,
  type OpenPlan,
  openItem,
  openPlan,
  periodName,
  planCrumbs,
  refusedPlan,
} from './plan-frame.tsx';
import { endingFrom, itemFrom, severalFrom, tokenFrom } from './plan-input.ts';
import { ItemFacts, Judgement } from './plan-item-facts.tsx';
import { DimensionSelect, ItemFieldset, YearBoxes } from './plan-item-form.tsx';
import { ReasonField } from './reason-field.tsx';
import { dateTyped, type Form, readForm } from './request-body.ts';

import { page, type WebDependencies, type WebEnv } from './web-environment.tsx';

interface Filled {
  readonly form?: Form;
  readonly errors?: readonly FieldError[];
  readonly changed?: boolean;
}

export function planItemPages(dependencies: WebDependencies) {
  const acts = createChangePlan(dependencies);

  return {
    async addForm(c: Context<WebEnv>) {
      return answerAdd(c, mustWrite(await openPlan(c, acts)), {});
    },

    async add(c: Context<WebEnv>) {
      const opened = mustWrite(await openPlan(c, acts));
      const form = await readForm(c);
      const typed = itemFrom(form, opened.plan);
      if ('errors' in typed) return answerAdd(c, opened, { form, errors: typed.errors });
      const outcome = await acts.add(opened.user, opened.place, [typed.fields], tokenOf(form));
      return added(c, opened, outcome);
    },

    async addSeveralForm(c: Context<WebEnv>) {
      return answerAddSeveral(c, mustWrite(await openPlan(c, acts)), {});
    },

    async addSeveral(c: Context<WebEnv>) {
      const opened = mustWrite(await openPlan(c, acts));
      const form = await readForm(c);
      const typed = severalFrom(form, opened.plan);
      if ('errors' in typed) return answerAddSeveral(c, opened, { form, errors: typed.errors });
      const outcome = await acts.add(opened.user, opened.place, typed.fields, tokenOf(form));
      return added(c, opened, outcome);
    },

    async item(c: Context<WebEnv>) {
      return answerItem(c, await openItem(c, acts), {});
    },

    async edit(c: Context<WebEnv>) {
      const opened = mustWrite(await openItem(c, acts));
      const form = await readForm(c);
      const typed = itemFrom(form, opened.plan);
      if ('errors' in typed) return answerItem(c, opened, { form, errors: typed.errors });
      return act(c, opened, form, { act: 'edit', fields: typed.fields }, 'edited', (changed) =>
        answerItem(c, changed, { form, changed: true }),
      );
    },

    async cancelForm(c: Context<WebEnv>) {
      return answerEnding(c, mustWrite(await openItem(c, acts)), 'cancel', {});
    },

    async cancel(c: Context<WebEnv>) {
      const opened = mustWrite(await openItem(c, acts));
      const form = await readForm(c);
      const typed = endingFrom(form, opened.plan);
      if ('errors' in typed) {
        return answerEnding(c, opened, 'cancel', { form, errors: typed.errors });
      }
      return act(c, opened, form, { act: 'cancel', ...typed }, 'cancelled', (changed) =>
        answerEnding(c, changed, 'cancel', { form, changed: true }),
      );
    },

    async restore(c: Context<WebEnv>) {
      const opened = mustWrite(await openItem(c, acts));
      const form = await readForm(c);
      return act(c, opened, form, { act: 'restore' }, 'restored', (changed) =>
        answerItem(c, changed, { changed: true }),
      );
    },

    async replaceForm(c: Context<WebEnv>) {
      return answerEnding(c, mustWrite(await openItem(c, acts)), 'replace', {});
    },

    async replace(c: Context<WebEnv>) {
      const opened = mustWrite(await openItem(c, acts));
      const form = await readForm(c);
      const typed = itemFrom(form, opened.plan);
      const ending = endingFrom(form, opened.plan);
      if ('errors' in typed || 'errors' in ending) {
        const errors = [ending, typed].flatMap((each) => ('errors' in each ? each.errors : []));
        return answerEnding(c, opened, 'replace', { form, errors });
      }
      const { user, place, item, base } = opened;
      const outcome = await acts.replace(user, place, item.itemId, {
        fields: typed.fields,
        reason: ending.reason,
        from: ending.from,
        token: tokenOf(form),
      });
      if ('item' in outcome) {
        return c.redirect(`${base}/items/${outcome.item.itemId}?done=replaced`, 303);
      }
      if (outcome.refused !== 'changed') return refusedPlan(outcome);
      return answerEnding(c, await openItem(c, acts), 'replace', { form, changed: true });
    },

    /** The province finds an item inconsistent (ไม่สอดคล้อง), or consistent again. */
    async judge(c: Context<WebEnv>) {
      const opened = await openItem(c, acts);
      const form = await readForm(c);
      const note = (form.get('note') ?? '').trim();
      const inconsistent = form.get('judgement') === 'inconsistent';
      if (inconsistent && (note === '' || note.length > 1000)) {
        const message = 'กรุณากรอกเหตุผลที่ไม่สอดคล้อง ไม่เกิน 1,000 ตัวอักษร';
        return answerItem(c, opened, { form, errors: [{ id: 'note', message }] });
      }
      const judging = { act: 'judge', note: inconsistent ? note : undefined } as const;
      return act(c, opened, form, judging, 'judged', (changed) =>
        answerItem(c, changed, { form, changed: true }),
      );
    },
  };

  async function act(
    c: Context<WebEnv>,
    { user, place, item, path }: OpenItem,
    form: Form,
    change: ItemAct,
    done: string,
    answerChanged: (opened: OpenItem) => Promise<Response>,
  ) {
    const read = Number(form.get('rev'));
    const outcome = await acts.changeItem(user, place, item.itemId, change, read);
    if ('item' in outcome) return c.redirect(`${path}?done=${done}`, 303);
    if (outcome.refused !== 'changed') return refusedPlan(outcome);
    return answerChanged(await openItem(c, acts));
  }
}

function added(
  c: Context<WebEnv>,
  { base }: OpenPlan,
  outcome: { added: readonly PlanItem[] } | PlanRefusal,
) {
  if ('added' in outcome) return c.redirect(`${base}?done=added`, 303);
  if (outcome.refused === 'changed') return c.redirect(base, 303);
  return refusedPlan(outcome);
}

/** @throws {ProblemError} 400 */
function tokenOf(form: Form): string {
  const token = tokenFrom(form);
  if (token) return token;
  throw new ProblemError(400, {
    code: 'token-missing',
    detail: 'คำขอมาไม่ครบ ยังไม่มีการบันทึก กรุณาเปิดแบบฟอร์มใหม่อีกครั้ง',
  });
}

function newToken(): string {
  return randomUUID().replaceAll('-', '').slice(0, 16);
}

function answerAdd(c: Context<WebEnv>, opened: OpenPlan, { form, errors = [] }: Filled) {
  const { plan, base } = opened;
  return page(
    c,
    {
      title: 'เพิ่มรายการในแผน',
      ...planCrumbs(opened, { text: `แผน ${periodName(plan)}`, href: base }, { text: 'เพิ่มรายการ' }),
      errors,
      status: errors.length > 0 ? 422 : 200,
    },
    <>
      <span class="govuk-caption-l">แผน {periodName(plan)}</span>
      <h1 class="govuk-heading-l">เพิ่มรายการในแผน</h1>
      <form method="post" novalidate>
        <input type="hidden" name="token" value={form?.get('token') ?? newToken()} />
        <ItemFieldset
          plan={plan}
          titles={opened.titles}
          form={form}
          errors={errors}
          item={undefined}
        />
        <Button>เพิ่มรายการ</Button>
      </form>
    </>,
  );
}

function answerAddSeveral(c: Context<WebEnv>, opened: OpenPlan, { form, errors = [] }: Filled) {
  const { plan, base } = opened;
  return page(
    c,
    {
      title: 'เพิ่มหลายรายการในแผน',
      ...planCrumbs(
        opened,
        { text: `แผน ${periodName(plan)}`, href: base },
        { text: 'เพิ่มหลายรายการ' },
      ),
      errors,
      status: errors.length > 0 ? 422 : 200,
    },
    <>
      <span class="govuk-caption-l">แผน {periodName(plan)}</span>
      <h1 class="govuk-heading-l">เพิ่มหลายรายการในแผน</h1>
      <p class="govuk-body">
        วางรายชื่อจาก Word หรือ Excel ได้ บรรทัดละหนึ่งรายการ ทุกรายการอยู่ในมิติเดียวกัน
        รายละเอียดอื่นแก้ไขภายหลังได้ทีละรายการ
      </p>
      <form method="post" novalidate>
        <input type="hidden" name="token" value={form?.get('token') ?? newToken()} />
        <DimensionSelect titles={opened.titles} value={form?.get('dimension')} errors={errors} />
        <Textarea
          name="names"
          label="ชื่อโครงการ/กิจกรรม/มาตรการ"
          hint="บรรทัดละหนึ่งรายการ เลขลำดับหน้าชื่อจะตัดออกให้"
          rows={12}
          value={form?.get('names')}
          errors={errors}
        />
        <YearBoxes
          plan={plan}
          ticked={form?.all('year') ?? planYears(plan).map(String)}
          errors={errors}
        />
        <Button>เพิ่มรายการ</Button>
      </form>
    </>,
  );
}

const doneWords: Readonly<Record<string, string>> = {
  edited: 'บันทึกรายการแล้ว',
  cancelled: 'ยกเลิกรายการแล้ว',
  restored: 'คืนรายการเข้าแผนแล้ว',
  replaced: 'แทนรายการเดิมด้วยรายการนี้แล้ว',
  judged: 'บันทึกผลการพิจารณาแล้ว',
};

function answerItem(c: Context<WebEnv>, opened: OpenItem, filled: Filled) {
  const { plan, base, item, writes, judges } = opened;
  const { errors = [], changed = false, form } = filled;
  const said = doneWords[c.req.query('done') ?? ''];
  return page(
    c,
    {
      title: `ลำดับที่ ${item.no} ${item.name}`,
      ...planCrumbs(
        opened,
        { text: `แผน ${periodName(plan)}`, href: base },
        { text: `ลำดับที่ ${item.no}` },
      ),
      errors,
      status: changed ? 409 : errors.length > 0 ? 422 : 200,
    },
    <>
      {changed && <ChangedMeanwhile />}
      {said && !changed && errors.length === 0 && <Notification kind="success" title={said} />}
      <span class="govuk-caption-l">
        แผน {periodName(plan)} ลำดับที่ {item.no}
      </span>
      <h1 class="govuk-heading-l">{item.name || 'ยังไม่มีชื่อ'}</h1>
      <ItemFacts {...opened} />
      {judges && <Judgement {...opened} errors={errors} form={form} />}
      {writes && item.state === 'active' && (
        <>
          <div class="actions no-print">
            <ButtonLink href={`${opened.path}/cancel`} kind="secondary">
              ยกเลิกรายการ
            </ButtonLink>
            <ButtonLink href={`${opened.path}/replace`} kind="secondary">
              แทนด้วยรายการใหม่
            </ButtonLink>
          </div>
          <h2 class="govuk-heading-m">แก้ไขรายการ</h2>
          <form method="post" action={opened.path} novalidate>
            <input type="hidden" name="rev" value={String(item.rev ?? 0)} />
            <ItemFieldset
              plan={plan}
              titles={opened.titles}
              item={item}
              form={form}
              errors={errors}
            />
            <Button>บันทึกรายการ</Button>
          </form>
        </>
      )}
      {writes && item.state === 'cancelled' && (
        <ConfirmForm
          action={`${opened.path}/restore`}
          button="คืนรายการเข้าแผน"
          kind="secondary"
          hidden={{ rev: String(item.rev ?? 0) }}
        />
      )}
    </>,
  );
}

const endingWords = {
  cancel: { title: 'ยกเลิกรายการ', button: 'ยกเลิกรายการ' },
  replace: { title: 'แทนด้วยรายการใหม่', button: 'บันทึกรายการใหม่แทน' },
} as const;

function answerEnding(
  c: Context<WebEnv>,
  opened: OpenItem,
  how: keyof typeof endingWords,
  { form, errors = [], changed = false }: Filled,
) {
  const { plan, item, base, path } = opened;
  const words = endingWords[how];
  return page(
    c,
    {
      title: `${words.title} ลำดับที่ ${item.no}`,
      ...planCrumbs(
        opened,
        { text: `แผน ${periodName(plan)}`, href: base },
        { text: `ลำดับที่ ${item.no}`, href: path },
        { text: words.title },
      ),
      errors,
      status: changed ? 409 : errors.length > 0 ? 422 : 200,
    },
    <>
      {changed && <ChangedMeanwhile />}
      <span class="govuk-caption-l">
        ลำดับที่ {item.no} {item.name}
      </span>
      <h1 class="govuk-heading-l">{words.title}</h1>
      <form method="post" action={`${path}/${how}`} novalidate>
        <input type="hidden" name="rev" value={String(item.rev ?? 0)} />
        <ReasonField most={1000} {...{ form, errors }} />
        <Select
          name="from"
          label="มีผลตั้งแต่ปีงบประมาณ"
          hint="รายงานของปีก่อนหน้านั้นยังคงมีรายการนี้"
          value={form?.get('from')}
          options={[
            { value: '', text: 'เลือกปี' },
            ...planYears(plan).map((year) => ({ value: String(year), text: String(year) })),
          ]}
          errors={errors}
        />
        {how === 'cancel' ? (
          <DateInput
            name="announcedOn"
            label="วันที่ประกาศเปลี่ยนแปลงแผน (ถ้ามี)"
            errors={errors}
            {...dateTyped(form, 'announcedOn')}
          />
        ) : (
          <>
            <input type="hidden" name="token" value={form?.get('token') ?? newToken()} />
            <h2 class="govuk-heading-m">รายการใหม่</h2>
            <ItemFieldset
              plan={plan}
              titles={opened.titles}
              item={item}
              form={form}
              errors={errors}
            />
          </>
        )}
        <div class="actions">
          <Button kind={how === 'cancel' ? 'warning' : 'primary'}>{words.button}</Button>
          <a class="govuk-link" href={path}>
            ไม่ทำรายการ
          </a>
        </div>
      </form>
    </>,
  );
}
