/** Wires what keeps the table in order day by day. */
import * as z from 'zod';
import { provinceNames } from '../../shared/domain/provinces.ts';
import type { Platform } from '../../shared/platform.ts';
import { accountStore } from '../../shared/store/account-store.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createForgetPeople } from './forget-people.ts';
import { createMendAudit } from './mend-audit.ts';

const environment = z.object({ TABLE_NAME: z.string().min(3) });

export function wire({ env, documents, now }: Pick<Platform, 'env' | 'documents' | 'now'>) {
  const table = dynamoTable(documents, environment.parse(env).TABLE_NAME);
  const stores = {
    accounts: accountStore(table),
    audits: auditStore(table),
    // All of them: people are there before a province takes part, and when it does no more.
    provinces: Object.keys(provinceNames),
    roster: rosterStore(table),
    now,
  };
  return {
    mendAudit: createMendAudit({ ...stores, table }),
    forgetPeople: createForgetPeople(stores),
  };
}

const onAws = once(() =>
  wire({ env: process.env, documents: documentClient(), now: () => new Date() }),
);

export const mendAudit = () => onAws().mendAudit();
export const forgetPeople = () => onAws().forgetPeople();
