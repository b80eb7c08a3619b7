/** What all acts of an office have in common: who may, and how an act and its audit event are written. */
import { randomUUID } from 'node:crypto';
import type { AuditEvent } from '../../shared/domain/audit.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import {
  type Action,
  actorOf,
  can,
  type Resource,
  type User,
} from '../../shared/domain/permissions.ts';
import type { DraftSchedule } from '../../shared/domain/schedule.ts';
import type { Schedule, Visit } from '../../shared/domain/supervision.ts';
import type { AuditOwner, AuditStore } from '../../shared/store/audit-store.ts';
import { hashOf } from '../../shared/store/content-hash.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';

/** A foreign id is not there; what may only be read may not be changed. */
export interface NotAllowed {
  readonly refused: 'not-found' | 'forbidden';
}

export function refusalOf(user: User, action: Action, resource: Resource): NotAllowed | undefined {
  if (can(user, action, resource)) return undefined;
  const reading =
    resource !== 'nation' && 'orgId' in resource ? 'read-organization' : 'read-province';
  return { refused: can(user, reading, resource) ? 'forbidden' : 'not-found' };
}

/** What `user` did to `subject`, as the trail will tell it. */
export function eventOf(
  user: User,
  now: Date,
  { act, subject, note }: { act: string; subject: string; note?: string | undefined },
): AuditEvent {
  const event = {
    eventId: randomUUID(),
    at: now.toISOString(),
    actor: actorOf(user),
    act,
    subject,
  };
  return note ? { ...event, note } : event;
}

type Trail = Pick<AuditStore, 'append'>;

/** `event` with the hash of what it has made, where it does not tell another one. */
function sealed(event: AuditEvent, made: unknown): AuditEvent {
  return event.after === undefined ? { ...event, after: hashOf(made) } : event;
}

/** Saves an obligation with its event; `undefined` when somebody else was quicker. */
export async function saveObligation(
  obligations: Pick<ObligationStore, 'save' | 'auditSettled'>,
  audit: Trail,
  next: Obligation,
  act: AuditEvent,
): Promise<Obligation | undefined> {
  const owner: AuditOwner = `ORG#${next.orgId}`;
  const { pendingAudit: _, rungs: _rungs, rev: _rev, ...state } = next;
  const event = sealed(act, state);
  // What a crash left pending would be overwritten by this act's own event.
  if (next.pendingAudit) await audit.append(owner, next.pendingAudit);
  const saved = await obligations.save(next, event);
  if (!saved) return undefined;
  await audit.append(owner, event);
  await obligations.auditSettled(saved);
  return saved;
}

/** Saves a schedule in the making with its event; `undefined` when somebody else was quicker. */
export async function saveDraftSchedule(
  seasons: Pick<SeasonStore, 'saveDraftSchedule' | 'draftAuditSettled'>,
  audit: Trail,
  next: DraftSchedule,
  event: AuditEvent,
): Promise<DraftSchedule | undefined> {
  const owner: AuditOwner = `PROVINCE#${next.province}`;
  if (next.pendingAudit) await audit.append(owner, next.pendingAudit);
  const saved = await seasons.saveDraftSchedule(next, event);
  if (!saved) return undefined;
  await audit.append(owner, event);
  await seasons.draftAuditSettled(saved);
  return saved;
}

/** Publishes a schedule with its event; `undefined` when somebody else was quicker. */
export async function publishSchedule(
  seasons: Pick<SeasonStore, 'publish' | 'scheduleAuditSettled'>,
  audit: Trail,
  next: Schedule,
  act: AuditEvent,
): Promise<Schedule | undefined> {
  const owner: AuditOwner = `PROVINCE#${next.province}`;
  const event = sealed(act, next.entries);
  if (next.pendingAudit) await audit.append(owner, next.pendingAudit);
  const published = await seasons.publish(next, event);
  if (!published) return undefined;
  await audit.append(owner, event);
  await seasons.scheduleAuditSettled(published);
  return published;
}

/** Saves a visit with its event; `undefined` when somebody else was quicker. */
export async function saveVisit(
  seasons: Pick<SeasonStore, 'saveVisit' | 'visitAuditSettled'>,
  audit: Trail,
  next: Visit,
  act: AuditEvent,
): Promise<Visit | undefined> {
  const owner: AuditOwner = `ORG#${next.orgId}`;
  const { pendingAudit: _, rev: _rev, ...state } = next;
  const event = sealed(act, state);
  if (next.pendingAudit) await audit.append(owner, next.pendingAudit);
  const saved = await seasons.saveVisit(next, event);
  if (!saved) return undefined;
  await audit.append(owner, event);
  await seasons.visitAuditSettled(saved);
  return saved;
}
