/** What organizations that have become part of another leave to it: their pages, and what they still owe. */
import type { Context } from 'hono';
import { type LocalDate, localDateAt } from '../../shared/domain/local-date.ts';
import type { Organization } from '../../shared/domain/organization.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { actingFor } from '../../shared/notices/reached.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import type { WebEnv } from './web-environment.tsx';

const FOREIGN = /\/organizations\/(\d{2}-\d{4})(?=\/|$)/;

/** The user, who may also act for the organization in the path where it has become part of the user's own. */
export async function withTakenOver(c: Context<WebEnv>, user: User): Promise<User> {
  const orgId = FOREIGN.exec(c.req.path)?.[1];
  if (!orgId || !user.orgId || orgId === user.orgId) return user;
  const { roster, now } = c.get('door');
  const organization = await roster.find(orgId);
  if (!organization) return user;
  const acting = await actingFor(roster, organization, localDateAt(now()));
  return acting.organization.orgId === user.orgId ? { ...user, actsFor: [orgId] } : user;
}

/** Those that have become part of `orgId` by `day`, also by way of another one. */
export async function takenOver(
  roster: Pick<RosterStore, 'find' | 'joined'>,
  orgId: string,
  day: LocalDate,
): Promise<readonly Organization[]> {
  const all: Organization[] = [];
  const ids = [...(await roster.joined(orgId))];
  for (let id = ids.shift(); id; id = ids.shift()) {
    const organization = await roster.find(id);
    if (!organization || all.some((known) => known.orgId === organization.orgId)) continue;
    if ((await actingFor(roster, organization, day)).organization.orgId !== orgId) continue;
    all.push(organization);
    ids.push(...(await roster.joined(organization.orgId)));
  }
  return all;
}
