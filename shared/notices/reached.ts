/** By whom an organization is reached: after a merger (ควบรวม) by the people of the one that it has become part of. */
import type { LocalDate } from '../domain/local-date.ts';
import type { TakenOver } from '../domain/obligation.ts';
import { isMerged, nameOn, type Organization } from '../domain/organization.ts';
import type { RosterStore } from '../store/roster-store.ts';

export interface Reached {
  readonly organization: Organization;
  /** Where that is another one: since when. */
  readonly since?: LocalDate;
}

/** A successor may itself have become part of another; nobody follows a longer chain, nor one that bites its tail. */
const LONGEST_CHAIN = 5;

/** The organization that acts for `organization` on `day`: itself, or whichever it has become part of. */
export async function actingFor(
  roster: Pick<RosterStore, 'find'>,
  organization: Organization,
  day: LocalDate,
): Promise<Reached> {
  let acting: Reached = { organization };
  for (let link = 0; link < LONGEST_CHAIN; link++) {
    const { merged } = acting.organization;
    if (!merged || !isMerged(acting.organization, day)) break;
    const successor = await roster.find(merged.into);
    if (!successor) break;
    acting = { organization: successor, since: acting.since ?? merged.on };
  }
  return acting;
}

/** How notices and boards name whoever has taken over; nothing where nobody has. */
export function takenOverBy(
  { organization, since }: Reached,
  day: LocalDate,
): TakenOver | undefined {
  if (!since) return undefined;
  const { name, shortName } = nameOn(organization, day);
  return { orgId: organization.orgId, name, shortName, since };
}
