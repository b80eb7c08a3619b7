/** What officers do to their organization's plan, and the office to its items: each act with its audit event. */
import type { AuditEvent } from '../../shared/domain/audit.ts';
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import { coversYear } from '../../shared/domain/framework.ts';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import { nameOn } from '../../shared/domain/organization.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import {
  ended,
  itemsOfPlan,
  judged,
  lastNumberOf,
  MOST_ITEMS,
  type Plan,
  type PlanItem,
  restored,
} from '../../shared/domain/plan.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import { canonicalJson, hashOf } from '../../shared/store/content-hash.ts';
import type { KeptItem, KeptPlan } from '../../shared/store/plan-store.ts';
import { eventOf, type NotAllowed, refusalOf } from './acting.ts';
import { mayWrite } from './report-acts.ts';
import { writingAs } from './report-desk.ts';
import type { WebDependencies } from './web-environment.tsx';

/** Which plan of which organization. */
export interface PlanPlace extends Pick<Plan, 'orgId' | 'from' | 'to'> {}

/** What an officer says of an item. */
export type ItemFields = Pick<
  PlanItem,
  | 'kind'
  | 'name'
  | 'dimension'
  | 'years'
  | 'wholeYear'
  | 'budgets'
  | 'quarter'
  | 'targetGroups'
  | 'objective'
  | 'remark'
>;

export type ItemAct =
  | { readonly act: 'edit'; readonly fields: ItemFields }
  | {
      readonly act: 'cancel';
      readonly reason: string;
      readonly from: FiscalYear;
      readonly announcedOn?: LocalDate;
    }
  | { readonly act: 'restore' }
  /** By the province: not consistent with the framework because of `note`, or consistent again. */
  | { readonly act: 'judge'; readonly note: string | undefined };

export type PlanRefusal =
  | NotAllowed
  /** Somebody else has changed it meanwhile. */
  | { readonly refused: 'changed' }
  /** Another plan covers one of its years. */
  | { readonly refused: 'overlap'; readonly other: Plan }
  | { readonly refused: 'full' };

type PlanDependencies = Pick<WebDependencies, 'plans' | 'editions' | 'roster' | 'audits' | 'now'>;

/** Items are written so many at a time. */
const AT_ONCE = 10;

export function createChangePlan({ plans, editions, roster, audits, now }: PlanDependencies) {
  /** The plan with its items; what a crash left out of the trail is put there first. */
  async function open(
    place: PlanPlace,
  ): Promise<{ plan: KeptPlan; items: KeptItem[] } | undefined> {
    const { orgId } = place;
    const [allPlans, allItems] = await Promise.all([plans.plans(orgId), plans.items(orgId)]);
    const plan = allPlans.find(({ from, to }) => from === place.from && to === place.to);
    if (!plan) return undefined;
    const items = itemsOfPlan(allItems, plan);
    for (const item of items) {
      if (!item.pendingAudit) continue;
      await audits.append(`ORG#${orgId}`, item.pendingAudit);
      await plans.itemAuditSettled(orgId, item);
    }
    if (plan.pendingAudit) {
      await audits.append(`ORG#${orgId}`, plan.pendingAudit);
      await plans.planAuditSettled(plan);
    }
    return { plan, items };
  }

  async function savePlan(
    before: KeptPlan | undefined,
    next: Plan,
    event: AuditEvent,
  ): Promise<boolean> {
    const kept = await saveWithEvent<KeptPlan>(audits, {
      owner: `ORG#${next.orgId}`,
      before,
      next,
      event,
      save: (sealed) => plans.changePlan(next, sealed),
      settle: plans.planAuditSettled,
    });
    return kept !== undefined;
  }

  function saveItem(
    orgId: string,
    before: KeptItem,
    next: PlanItem,
    event: AuditEvent,
  ): Promise<KeptItem | undefined> {
    return saveWithEvent<KeptItem>(audits, {
      owner: `ORG#${orgId}`,
      before,
      next,
      event,
      save: (sealed) => plans.changeItem(orgId, next, sealed),
      settle: (kept) => plans.itemAuditSettled(orgId, kept),
    });
  }

  /** A new plan, whose years no other plan covers. The same one again changes nothing. */
  async function start(user: User, plan: Plan): Promise<{ started: Plan } | PlanRefusal> {
    const refusal = mayWrite(user, plan.orgId);
    if (refusal) return refusal;
    const others = await plans.plans(plan.orgId);
    const same = others.find(({ from, to }) => from === plan.from && to === plan.to);
    if (same) return { started: same };
    const other = others.find(({ from, to }) => from <= plan.to && plan.from <= to);
    if (other) return { refused: 'overlap', other };
    if (!(await editions.use(plan.editionId))) return { refused: 'changed' };
    const event = await planEvent(user, plan, 'plan-started');
    return (await savePlan(undefined, plan, event)) ? { started: plan } : { refused: 'changed' };
  }

  /** Edition, announcement and working group, over the `rev` that was read. */
  async function describe(
    user: User,
    place: PlanPlace,
    details: Pick<Plan, 'editionId' | 'announcedOn' | 'workingGroup'>,
    read: number,
  ): Promise<{ described: Plan } | PlanRefusal> {
    const refusal = mayWrite(user, place.orgId);
    if (refusal) return refusal;
    const found = await open(place);
    if (!found) return { refused: 'not-found' };
    const { announcedOn: _, workingGroup: _group, pendingAudit: _event, ...kept } = found.plan;
    const next = { ...kept, ...details };
    const { pendingAudit: _pending, ...current } = found.plan;
    if (canonicalJson(next) === canonicalJson(current)) return { described: current };
    if ((current.rev ?? 0) !== read) return { refused: 'changed' };
    if (!(await editions.use(next.editionId))) return { refused: 'changed' };
    const event = await planEvent(user, place, 'plan-described');
    return (await savePlan(current, next, event)) ? { described: next } : { refused: 'changed' };
  }

  /**
   * Adds items under ids made of `token`: a second click, or the same form sent again, adds nothing twice.
   * Their numbers are claimed with the act's event in one write of the plan.
   */
  async function add(
    user: User,
    place: PlanPlace,
    fields: readonly ItemFields[],
    token: string,
    more: { readonly act?: string; readonly goesOnFrom?: readonly string[] } = {},
  ): Promise<{ added: readonly PlanItem[] } | PlanRefusal> {
    const refusal = mayWrite(user, place.orgId);
    if (refusal) return refusal;
    for (;;) {
      const found = await open(place);
      if (!found) return { refused: 'not-found' };
      const { plan, items } = found;
      const wanted = fields.map((each, index) => ({
        itemId: `${token}-${index + 1}`,
        fields: each,
        goesOnFrom: more.goesOnFrom?.[index],
      }));
      const missing = wanted.filter(({ itemId }) => !items.some((item) => item.itemId === itemId));
      const last = lastNumberOf(plan, items);
      if (last + missing.length > MOST_ITEMS) return { refused: 'full' };
      const numbered = missing.map((each, index) => newItem({ ...each, no: last + index + 1 }));
      if (numbered.length > 0) {
        const { pendingAudit: _, ...current } = plan;
        const note = notedNames(numbered);
        const event = {
          ...(await planEvent(user, place, more.act ?? 'plan-items-added', note)),
          after: hashOf(numbered),
        };
        const next = { ...current, lastNumber: last + numbered.length };
        if (!(await savePlan(current, next, event))) continue;
        await inBatches(numbered, (item) => plans.addItem(place.orgId, item));
      }
      return { added: numbered };
    }
  }

  /** Changes one item over the `rev` that was read; what holds already is done already. */
  async function changeItem(
    user: User,
    place: PlanPlace,
    itemId: string,
    act: ItemAct,
    read: number,
  ): Promise<{ item: PlanItem } | PlanRefusal> {
    const { orgId } = place;
    const refusal =
      act.act === 'judge' ? refusalOf(user, 'review-report', { orgId }) : mayWrite(user, orgId);
    if (refusal) return refusal;
    const item = (await open(place))?.items.find((candidate) => candidate.itemId === itemId);
    if (!item) return { refused: 'not-found' };
    const { pendingAudit: _, ...current } = item;
    const next = changed(current, act, localDateAt(now()));
    if (canonicalJson(next) === canonicalJson(current)) return { item: current };
    if ((current.rev ?? 0) !== read) return { refused: 'changed' };
    const event = await eventFor(user, orgId, {
      act: itemActs[act.act],
      subject: `item#${itemId}`,
      note: notedChange(current, next, act),
    });
    const kept = await saveItem(orgId, current, next, event);
    return kept ? { item: kept } : { refused: 'changed' };
  }

  /** Puts a new item in the place of another (แทนรายการเดิม) from the year `from` on. */
  async function replace(
    user: User,
    place: PlanPlace,
    itemId: string,
    replacement: {
      readonly fields: ItemFields;
      readonly reason: string;
      readonly from: FiscalYear;
      readonly token: string;
    },
  ): Promise<{ item: PlanItem } | PlanRefusal> {
    const { fields, reason, from, token } = replacement;
    const refusal = mayWrite(user, place.orgId);
    if (refusal) return refusal;
    const old = (await open(place))?.items.find((candidate) => candidate.itemId === itemId);
    if (!old) return { refused: 'not-found' };
    const newId = `${token}-1`;
    if (old.state !== 'active' && old.ended?.replacedBy !== newId) return { refused: 'changed' };
    const act = { act: 'plan-item-replaced', goesOnFrom: [itemId] };
    const added = await add(user, place, [fields], token, act);
    if ('refused' in added) return added;
    const ending = { on: localDateAt(now()), reason, from, replacedBy: newId };
    const { pendingAudit: _, ...current } = old;
    const event = await eventFor(user, place.orgId, {
      act: 'plan-item-ended',
      subject: `item#${itemId}`,
      note: `${old.name}: ${reason}`,
    });
    if (old.state === 'active') {
      const kept = await saveItem(place.orgId, current, ended(current, ending), event);
      if (!kept) return { refused: 'changed' };
    }
    return { item: { ...old, itemId: newId } };
  }

  /** Changes several items as one act, told by one event of the plan; each may be repeated. */
  async function changeSeveral(
    user: User,
    place: PlanPlace,
    { act, note }: { readonly act: string; readonly note: string },
    change: (item: PlanItem) => PlanItem,
  ): Promise<{ changed: number } | PlanRefusal> {
    const refusal = mayWrite(user, place.orgId);
    if (refusal) return refusal;
    const found = await open(place);
    if (!found) return { refused: 'not-found' };
    const { plan, items } = found;
    const due = items
      .map(({ pendingAudit: _, ...item }) => ({ item, next: change(item) }))
      .filter(({ item, next }) => canonicalJson(item) !== canonicalJson(next));
    if (due.length === 0) return { changed: 0 };
    const { pendingAudit: _, ...current } = plan;
    // The plan itself stays as it is; its event tells the items as they were and as they become.
    const event = {
      ...(await planEvent(user, place, act, note)),
      before: hashOf(due.map(({ item }) => item)),
      after: hashOf(due.map(({ next }) => next)),
    };
    if (!(await savePlan(current, current, event))) return { refused: 'changed' };
    const kept = await inBatches(due, ({ next }) => plans.changeItem(place.orgId, next));
    return kept.includes(undefined) ? { refused: 'changed' } : { changed: due.length };
  }

  function planEvent(user: User, place: PlanPlace, act: string, note?: string) {
    return eventFor(user, place.orgId, { act, subject: `plan#${place.from}-${place.to}`, note });
  }

  async function eventFor(
    user: User,
    orgId: string,
    facts: { act: string; subject: string; note?: string | undefined },
  ): Promise<AuditEvent> {
    const at = now();
    const event = eventOf(user, at, { ...facts, note: facts.note?.slice(0, 2000) });
    // What the office finds of an item it finds in its own name.
    if (writingAs(user, orgId) !== 'on-behalf' || facts.act === itemActs.judge) return event;
    const organization = await roster.find(orgId);
    const name = organization ? nameOn(organization, localDateAt(at)).shortName : orgId;
    return { ...event, actor: actorOf(user, name) };
  }

  return { open, start, describe, add, changeItem, replace, changeSeveral };
}

export type ChangePlan = ReturnType<typeof createChangePlan>;

const itemActs = {
  edit: 'plan-item-edited',
  cancel: 'plan-item-cancelled',
  restore: 'plan-item-restored',
  judge: 'plan-item-judged',
} as const satisfies Record<ItemAct['act'], string>;

function changed(item: PlanItem, act: ItemAct, today: LocalDate): PlanItem {
  switch (act.act) {
    case 'edit':
      return { ...without(item), ...act.fields };
    case 'cancel': {
      const { reason, from, announcedOn } = act;
      return ended(item, { on: today, reason, from, ...(announcedOn && { announcedOn }) });
    }
    case 'restore':
      return restored(item);
    case 'judge':
      return judged(item, act.note === undefined ? undefined : { on: today, note: act.note });
  }
}

/** The item without what its form may leave blank. */
function without(item: PlanItem) {
  const { kind: _kind, quarter: _quarter, objective: _objective, remark: _remark, ...rest } = item;
  const { targetGroups: _groups, budgets: _budgets, ...kept } = rest;
  return { ...kept, budgetSatang: null };
}

function newItem({
  itemId,
  no,
  fields,
  goesOnFrom,
}: {
  itemId: string;
  no: number;
  fields: ItemFields;
  goesOnFrom: string | undefined;
}): PlanItem {
  return {
    schemaVersion: 1,
    itemId,
    no,
    budgetSatang: null,
    state: 'active',
    consistent: true,
    ...fields,
    ...(goesOnFrom && { goesOnFrom }),
  };
}

function notedNames(items: readonly PlanItem[]): string {
  return items.map(({ no, name }) => `${no}. ${name}`).join('\n');
}

/** What the trail says of a change beside its name. */
function notedChange(before: PlanItem, after: PlanItem, act: ItemAct): string {
  switch (act.act) {
    case 'edit':
      return before.name === after.name ? after.name : `${before.name} → ${after.name}`;
    case 'cancel':
      return `${before.name}: ${act.reason}`;
    case 'restore':
      return before.name;
    case 'judge':
      return act.note === undefined ? `${before.name}: สอดคล้อง` : `${before.name}: ${act.note}`;
  }
}

async function inBatches<Value, Result>(
  values: readonly Value[],
  work: (value: Value) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < values.length; start += AT_ONCE) {
    results.push(...(await Promise.all(values.slice(start, start + AT_ONCE).map(work))));
  }
  return results;
}

/** The plan of `plans` that `year` is in; the latest one otherwise. */
export function planFor<Kept extends Plan>(
  plans: readonly Kept[],
  year: FiscalYear,
): Kept | undefined {
  return plans.find((plan) => coversYear(plan, year)) ?? plans.at(-1);
}
