/** What the central office sets for the nation: rules of the cycle, calendar overrides, provinces that take part. */
import * as z from 'zod';
import { type AuditEvent, auditEventSchema } from '../domain/audit.ts';
import { fiscalYearSchema } from '../domain/fiscal-year.ts';
import { provinceSchema } from '../domain/organization.ts';
import { cycleRulesSchema, standardRules } from '../domain/round.ts';
import { calendarOverrideSchema } from '../domain/work-calendar.ts';
import { replaceAudited, settleAudit } from './audited.ts';
import { parseItem, type Table } from './table.ts';

const settingsSchema = z.object({
  schemaVersion: z.literal(1),
  provinces: z.array(provinceSchema),
  /** No cycle of an earlier year is opened: nobody is asked for what came before the system. */
  firstYear: fiscalYearSchema.exactOptional(),
  rules: cycleRulesSchema,
  calendarOverrides: z.array(calendarOverrideSchema),
  /** Raised by every change; those from before there were any bear none. */
  rev: z.int().min(1).exactOptional(),
  pendingAudit: auditEventSchema.optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

export interface SettingsStore {
  /** The settings; the standard ones while nobody has set any. */
  load(): Promise<Settings>;
  /** Puts them, whatever is there. */
  save(settings: Settings): Promise<void>;
  /** Replaces those that had `next.rev`; `undefined` when somebody else was quicker. */
  change(next: Settings, audit: AuditEvent): Promise<Settings | undefined>;
  auditSettled(settings: Settings): Promise<void>;
}

export const standardSettings: Settings = {
  schemaVersion: 1,
  provinces: [],
  rules: standardRules,
  calendarOverrides: [],
};

const KEY = { pk: 'SETTINGS', sk: 'NATION' };

export function settingsStore(table: Table): SettingsStore {
  const store: SettingsStore = {
    async load() {
      const item = await table.get(KEY);
      return item ? parseItem(settingsSchema, item) : standardSettings;
    },
    save(settings) {
      return table.put(KEY, settings);
    },

    change(next, audit) {
      const changed = { ...next, rev: (next.rev ?? 0) + 1 };
      const guard = { field: 'rev', expected: next.rev };
      return replaceAudited(table, KEY, changed, guard, audit, store.load);
    },

    async auditSettled({ pendingAudit }) {
      if (pendingAudit) await settleAudit(table, KEY, pendingAudit);
    },
  };
  return store;
}
