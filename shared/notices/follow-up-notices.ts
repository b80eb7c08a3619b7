/** Keeps recommendations going: adds those that a crash kept from being written, and tells what is due about each. */
import type { FiscalYear } from '../domain/fiscal-year.ts';
import {
  type AdviceDue,
  adviceDue,
  adviceLadder,
  awaitsAnswer,
  dueDayOf,
  missingAdvice,
  rewordedAdvice,
} from '../domain/follow-up.ts';
import { type NewNotice, sendAt, sendingOf } from '../domain/ledger.ts';
import { localDateAt } from '../domain/local-date.ts';
import { nameOn, type Office, type Organization, recipientsOf } from '../domain/organization.ts';
import type { Recommendation, Visit } from '../domain/supervision.ts';
import type { WorkCalendar } from '../domain/work-calendar.ts';
import type { Message } from '../mail/messages.ts';
import type { AuditStore } from '../store/audit-store.ts';
import type { NoticeStore } from '../store/notice-store.ts';
import type { RosterStore } from '../store/roster-store.ts';
import type { SeasonStore } from '../store/season-store.ts';
import { actingFor, type Reached, takenOverBy } from './reached.ts';
import { officeFacts } from './round-notices.ts';
import { visitAbout } from './visit-notices.ts';

interface Stores {
  readonly roster: Pick<RosterStore, 'find'>;
  readonly season: Pick<
    SeasonStore,
    'recommendations' | 'recommend' | 'saveRecommendation' | 'recommendationAuditSettled'
  >;
  readonly notices: Pick<NoticeStore, 'enqueue'>;
  readonly audit: Pick<AuditStore, 'append'>;
}

interface Scene {
  readonly cycle: { readonly fiscalYear: FiscalYear; readonly province: string };
  readonly office: Office;
  readonly calendar: WorkCalendar;
  readonly now: Date;
}

/** The letter of a recommendation in a mail; the page has all of it. */
const MOST_TOLD = 300;

/** A day's share of following up a province's recommendations, those of earlier years included. */
export async function followUp(
  stores: Stores,
  scene: Scene,
  visits: readonly Visit[],
): Promise<void> {
  const { season } = stores;
  const { fiscalYear, province } = scene.cycle;
  const all = await season.recommendations(province);
  const kept = all.filter((one) => one.fiscalYear <= fiscalYear);
  const added = visits.flatMap((visit) => missingAdvice(visit, kept));
  for (const recommendation of added) await season.recommend(recommendation);
  // Where a crash came between a correction and its recommendations; read again by the next sweep.
  const reworded = visits.flatMap((visit) => rewordedAdvice(visit, kept));
  for (const recommendation of reworded) await season.saveRecommendation(recommendation);
  const byVisit = Map.groupBy([...kept, ...added], ({ orgId, fiscalYear: year, visitNo }) =>
    [orgId, year, visitNo].join('#'),
  );
  for (const recommendations of byVisit.values()) {
    for (const one of recommendations) await settleAudit(stores, one);
    if (recommendations.some(awaitsAnswer)) await tell(stores, scene, recommendations);
  }
}

async function settleAudit({ season, audit }: Stores, recommendation: Recommendation) {
  if (!recommendation.pendingAudit) return;
  await audit.append(`ORG#${recommendation.orgId}`, recommendation.pendingAudit);
  await season.recommendationAuditSettled(recommendation);
}

/** One mail for all recommendations of a visit that a rung is due for. */
async function tell(
  { roster, season, notices }: Stores,
  scene: Scene,
  recommendations: readonly Recommendation[],
): Promise<void> {
  const { calendar, now } = scene;
  const today = localDateAt(now);
  const standing = recommendations.map((one) => ({
    one,
    ...adviceDue(one, adviceLadder, calendar, today),
  }));
  const changed = standing.filter(({ due, skipped }) => due.length + skipped.length > 0);
  const [first] = changed;
  const organization = first && (await roster.find(first.one.orgId));
  if (!organization) return;
  const reached = await actingFor(roster, organization, today);
  const rungs = new Map(changed.flatMap(({ due }) => due.map((each) => [each.rung, each])));
  const unheard = new Set<string>();
  for (const due of rungs.values()) {
    const about = changed
      .filter((each) => each.due.some(({ rung }) => rung === due.rung))
      .map(({ one }) => one);
    const rows = adviceNotices(due, about, organization, reached, scene);
    if (rows.length === 0) unheard.add(due.rung);
    for (const row of rows) await notices.enqueue(row, now);
  }
  for (const { one, due, skipped } of changed) {
    const outcomes = [
      ...due.map(({ rung }) =>
        unheard.has(rung)
          ? ([rung, { on: today, outcome: 'skipped', why: 'no-recipient' }] as const)
          : ([rung, { on: today, outcome: 'queued' }] as const),
      ),
      ...skipped.map(({ rung, why }) => [rung, { on: today, outcome: 'skipped', why }] as const),
    ];
    // Where somebody answers meanwhile, the next sweep notes it; the ledger sends nothing twice.
    await season.saveRecommendation({
      ...one,
      rungs: { ...one.rungs, ...Object.fromEntries(outcomes) },
    });
  }
}

function adviceNotices(
  { kind, rung, roles }: AdviceDue,
  about: readonly Recommendation[],
  organization: Organization,
  reached: Reached,
  { office, calendar, now }: Scene,
): NewNotice[] {
  const [first] = about;
  if (!first) return [];
  const today = localDateAt(now);
  const { orgId, fiscalYear, visitNo } = first;
  const { name, shortName } = nameOn(organization, today);
  const successor = takenOverBy(reached, today);
  const facts: Message = {
    kind,
    office: officeFacts(office),
    organization: { orgId, name, shortName, ...(successor && { takenOverBy: successor }) },
    fiscalYear,
    link: `/organizations/${orgId}/recommendations`,
    visitNo,
    items: about.map((one) => ({ no: one.no, text: told(one), due: dueDayOf(one) })),
  };
  return recipientsOf(reached.organization.contacts, roles, today).map(({ contactId, email }) => ({
    owner: `ORG#${orgId}`,
    about: visitAbout(fiscalYear, first),
    kind,
    rung,
    contactId,
    to: email,
    facts,
    dueAt: sendAt(now, sendingOf[kind], calendar).toISOString(),
    urgent: false,
  }));
}

function told({ text, state, history }: Recommendation): string {
  const asked = state === 'needs_more' ? history.at(-1)?.note : undefined;
  return [shortened(text), asked && `ขอเพิ่มเติม: ${shortened(asked)}`].filter(Boolean).join(' – ');
}

function shortened(text: string): string {
  return text.length > MOST_TOLD ? `${text.slice(0, MOST_TOLD)}…` : text;
}
