/** Adds an officer whom nobody in the system can invite: the first of the central office, or one more by command. */
import { randomUUID } from 'node:crypto';
import { systemActor } from '../domain/audit.ts';
import type { User } from '../domain/permissions.ts';
import { accountStore, trailOf } from './account-store.ts';
import { auditStore } from './audit-store.ts';
import { saveWithEvent } from './audited.ts';
import type { Table } from './table.ts';

/** Says whether the address was still free. */
export async function addOfficer(table: Table, officer: User, now: () => Date): Promise<boolean> {
  const accounts = accountStore(table);
  const added = await saveWithEvent<User>(auditStore(table), {
    owner: trailOf(officer),
    before: undefined,
    next: officer,
    event: {
      eventId: randomUUID(),
      at: now().toISOString(),
      actor: systemActor,
      act: 'account-added',
      subject: officer.userId,
      note: officer.position,
    },
    save: async (event) =>
      (await accounts.saveUser(officer, event)) ? { ...officer, pendingAudit: event } : undefined,
    settle: accounts.userSettled,
  });
  return added !== undefined;
}
