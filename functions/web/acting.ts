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
import type { Schedule, Visit } from '../../shared/domain/supervision.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
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

/** What was read, and what it is to become. */
interface Change<Value> {
  readonly before: Value;
  readonly next: Value;
}

/** Saves an obligation with its event; `undefined` when somebody else was quicker. */
export function saveObligation(
  obligations: Pick<ObligationStore, 'save' | 'auditSettled'>,
  trail: Trail,
  { before, next }: Change<Obligation>,
  event: AuditEvent,
): Promise<Obligation | undefined> {
  return saveWithEvent(trail, {
    owner: `ORG#${next.orgId}`,
    before,
    next,
    event,
    save: (sealed) => obligations.save(next, sealed),
    settle: obligations.auditSettled,
  });
}

/** Publishes a schedule with its event; `undefined` when somebody else was quicker. */
export function publishSchedule(
  seasons: Pick<SeasonStore, 'publish' | 'scheduleAuditSettled'>,
  trail: Trail,
  { before, next }: { readonly before: Schedule | undefined; readonly next: Schedule },
  event: AuditEvent,
): Promise<Schedule | undefined> {
  return saveWithEvent(trail, {
    owner: `PROVINCE#${next.province}`,
    before,
    next,
    event,
    save: (sealed) => seasons.publish(next, sealed),
    settle: seasons.scheduleAuditSettled,
  });
}

/** Saves a visit with its event; `undefined` when somebody else was quicker. */
export function saveVisit(
  seasons: Pick<SeasonStore, 'saveVisit' | 'visitAuditSettled'>,
  trail: Trail,
  { before, next }: Change<Visit>,
  event: AuditEvent,
): Promise<Visit | undefined> {
  return saveWithEvent(trail, {
    owner: `ORG#${next.orgId}`,
    before,
    next,
    event,
    save: (sealed) => seasons.saveVisit(next, sealed),
    settle: seasons.visitAuditSettled,
  });
}
