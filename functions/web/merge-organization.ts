/** An organization becomes part of another (ควบรวม): what that would bring about, carrying it out, taking it back. */
import {
  type FiscalYear,
  fiscalYear,
  fiscalYearOf,
  fiscalYearWindow,
} from '../../shared/domain/fiscal-year.ts';
import { addDays, type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import {
  datesOf,
  isAwaited,
  isEditable,
  type Obligation,
  waived,
} from '../../shared/domain/obligation.ts';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import { actorOf, type User } from '../../shared/domain/permissions.ts';
import { rounds } from '../../shared/domain/round.ts';
import type { ScheduleEntry } from '../../shared/domain/supervision.ts';
import type { AccountMessage } from '../../shared/mail/account-messages.ts';
import { actingFor } from '../../shared/notices/reached.ts';
import { withHashes } from '../../shared/store/audited.ts';
import { shortDate } from '../../shared/text/thai.ts';
import { eventOf, saveObligation } from './acting.ts';
import type { WebDependencies } from './web-environment.tsx';

type Dependencies = Pick<
  WebDependencies,
  'roster' | 'accounts' | 'obligations' | 'seasons' | 'audits' | 'now' | 'sendAccountMail'
>;

export interface Merger {
  /** The organization that it becomes part of. */
  readonly into: string;
  /** First day on which it is no more. */
  readonly on: LocalDate;
  /** What ordered it (ประกาศ), with its date. */
  readonly order: string;
}

/** What a merger would bring about. */
export interface Foreseen {
  readonly organization: Organization;
  readonly successor: Organization;
  /** What the successor would have to hand in or to mend. */
  readonly inherited: readonly Obligation[];
  /** Awaited for fiscal years that begin when the organization is no more. */
  readonly lapsing: readonly Obligation[];
  /** Whose accounts would close. */
  readonly people: readonly User[];
  /** Visits on days when nobody would be there any more. */
  readonly visits: readonly { readonly fiscalYear: FiscalYear; readonly entry: ScheduleEntry }[];
}

export type MergerRefusal =
  /** Of another province, not known, or no more on that day itself. */
  | 'no-such-successor'
  /** It has become part of another one already. */
  | 'merged-already'
  /** Somebody else was quicker. */
  | 'changed';

export function createMergeOrganization(dependencies: Dependencies) {
  const { roster, accounts, obligations, seasons, audits, now, sendAccountMail } = dependencies;

  return {
    foresee,

    async merge(
      user: User,
      organization: Organization,
      merger: Merger,
    ): Promise<Foreseen | { readonly refused: MergerRefusal }> {
      const foreseen = await foresee(organization, merger);
      if ('refused' in foreseen) return foreseen;
      const { into, on, order } = merger;
      const { merged, orgId } = organization;
      // A second click finds it done, and finishes what a crash cut short.
      if (!merged && !(await roster.setMerged(organization, { into, on }))) {
        return { refused: 'changed' };
      }
      const [from, to] = [organization, foreseen.successor].map((one) => nameOn(one, on).shortName);
      const told = `${from} รวมกับ ${to} ตั้งแต่ ${shortDate(on)} ${order}`;
      for (const owner of [orgId, into]) {
        const event = eventOf(user, now(), {
          act: 'organization-merged',
          subject: orgId,
          note: told,
        });
        const once = { ...event, eventId: `merged-${orgId}-${into}-${on}` };
        const { merged: _, ...before } = organization;
        await audits.append(
          `ORG#${owner}`,
          withHashes(once, before, { ...before, merged: { into, on } }),
        );
      }
      for (const one of foreseen.people) await closeAfter(one, addDays(on, -1));
      for (const one of foreseen.lapsing) await waive(user, one, told);
      // Whoever presses again finds it done and told.
      if (!merged) await tell(user, foreseen, on);
      return foreseen;
    },

    /** It was recorded by mistake: the organization and its people are as before; what was waived stays so. */
    async undo(
      user: User,
      organization: Organization,
      reason: string,
    ): Promise<'done' | 'changed'> {
      const { merged, orgId } = organization;
      if (!merged) return 'done';
      if (!(await roster.setMerged(organization, undefined))) return 'changed';
      for (const owner of [orgId, merged.into]) {
        const event = eventOf(user, now(), { act: 'merger-undone', subject: orgId, note: reason });
        const { merged: _, ...after } = organization;
        await audits.append(`ORG#${owner}`, withHashes(event, organization, after));
      }
      const lastDay = addDays(merged.on, -1);
      const closed = (await accounts.members(`ORG#${orgId}`)).filter(
        (one) => one.lastDay === lastDay,
      );
      for (const one of closed) await closeAfter(one, undefined);
      return 'done';
    },
  };

  async function foresee(
    organization: Organization,
    { into, on }: Pick<Merger, 'into' | 'on'>,
  ): Promise<Foreseen | { readonly refused: MergerRefusal }> {
    const { orgId, province, merged } = organization;
    if (merged && (merged.into !== into || merged.on !== on)) return { refused: 'merged-already' };
    const successor = into === orgId ? undefined : await roster.find(into);
    if (!successor || successor.province !== province) return { refused: 'no-such-successor' };
    const acting = await actingFor(roster, successor, on);
    if (acting.organization.orgId !== into) return { refused: 'no-such-successor' };

    const years = yearsAbout(localDateAt(now()), on);
    const owed = await owedIn(orgId, years);
    const isLater = ({ fiscalYear: year }: Obligation) => fiscalYearWindow(year).opens >= on;
    return {
      organization,
      successor,
      inherited: owed.filter((one) => isEditable(one) && !isLater(one)),
      lapsing: owed.filter((one) => isAwaited(one) && isLater(one)),
      people: (await accounts.members(`ORG#${orgId}`)).filter(
        ({ active, lastDay }) => active && (lastDay === undefined || lastDay >= on),
      ),
      visits: await visitsFrom(organization, years, on),
    };
  }

  async function owedIn(orgId: string, years: readonly FiscalYear[]): Promise<Obligation[]> {
    const owed = await Promise.all(
      years.flatMap((year) =>
        rounds.map((round) => obligations.find(orgId, { fiscalYear: year, round })),
      ),
    );
    return owed.filter((obligation) => obligation !== undefined);
  }

  async function visitsFrom(
    { orgId, province }: Organization,
    years: readonly FiscalYear[],
    on: LocalDate,
  ): Promise<Foreseen['visits']> {
    const schedules = await Promise.all(years.map((year) => seasons.schedule(year, province)));
    return schedules
      .filter((schedule) => schedule !== undefined)
      .flatMap(({ fiscalYear: year, entries }) =>
        entries
          .filter((entry) => entry.orgId === orgId && entry.state === 'scheduled')
          .filter(({ date }) => date >= on)
          .map((entry) => ({ fiscalYear: year, entry })),
      );
  }

  /** Both sides are told: the successor's people of what is theirs now, the others of the last day of their accounts. */
  async function tell(by: User, foreseen: Foreseen, on: LocalDate): Promise<void> {
    const { organization, successor, inherited, people } = foreseen;
    const [from, to] = [organization, successor].map((one) => nameOn(one, on).name);
    const members = await accounts.members(`ORG#${successor.orgId}`);
    const known = [...members.filter(({ active }) => active), ...successor.contacts];
    const takenOver: AccountMessage = {
      kind: 'taken-over',
      place: to ?? '',
      after: from ?? '',
      since: on,
      by: by.position,
      open: inherited.map((one) => ({
        fiscalYear: one.fiscalYear,
        round: one.round,
        due: datesOf(one).due,
      })),
      link: `/organizations/${organization.orgId}`,
    };
    for (const email of new Set(known.map((one) => one.email.toLowerCase()))) {
      await sendAccountMail({ to: email, message: takenOver });
    }
    const handedOver: AccountMessage = {
      kind: 'handed-over',
      place: from ?? '',
      successor: to ?? '',
      lastDay: addDays(on, -1),
      by: by.position,
    };
    for (const { email } of people) await sendAccountMail({ to: email, message: handedOver });
  }

  async function closeAfter(one: User, lastDay: LocalDate | undefined): Promise<void> {
    for (let read: User | undefined = one; read; read = await accounts.user(one.userId)) {
      if ((await accounts.changeUser(read, { lastDay })) !== 'changed') return;
    }
  }

  async function waive(user: User, { orgId, ...round }: Obligation, reason: string): Promise<void> {
    for (;;) {
      const obligation = await obligations.find(orgId, round);
      const at = now();
      const outcome = obligation && waived(obligation, localDateAt(at), actorOf(user), reason);
      if (!outcome || 'refused' in outcome) return;
      const subject = `${round.fiscalYear}#${round.round}`;
      const event = eventOf(user, at, { act: 'report-waived', subject, note: reason });
      if (
        await saveObligation(obligations, audits, { before: obligation, next: outcome.next }, event)
      )
        return;
    }
  }
}

/** Fiscal years in which something may be open around either day. */
function yearsAbout(...days: readonly LocalDate[]): FiscalYear[] {
  const years = days.map((day) => fiscalYearOf(day));
  const [first, last] = [Math.min(...years) - 1, Math.max(...years) + 1];
  return Array.from({ length: last - first + 1 }, (_, index) => fiscalYear(first + index));
}
