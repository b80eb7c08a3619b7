/** What the central office sets for the nation: rules of the cycle, calendar overrides, provinces that take part. */
import * as z from 'zod';
import { fiscalYearSchema } from '../domain/fiscal-year.ts';
import { provinceSchema } from '../domain/organization.ts';
import { cycleRulesSchema, standardRules } from '../domain/round.ts';
import { calendarOverrideSchema } from '../domain/work-calendar.ts';
import { parseItem, type Table } from './table.ts';

const settingsSchema = z.object({
  schemaVersion: z.literal(1),
  provinces: z.array(provinceSchema),
  /** No cycle of an earlier year is opened: nobody is asked for what came before the system. */
  firstYear: fiscalYearSchema.exactOptional(),
  rules: cycleRulesSchema,
  calendarOverrides: z.array(calendarOverrideSchema),
});
export type Settings = z.infer<typeof settingsSchema>;

export interface SettingsStore {
  /** The settings; the standard ones while nobody has set any. */
  load(): Promise<Settings>;
  save(settings: Settings): Promise<void>;
}

export const standardSettings: Settings = {
  schemaVersion: 1,
  provinces: [],
  rules: standardRules,
  calendarOverrides: [],
};

const KEY = { pk: 'SETTINGS', sk: 'NATION' };

export function settingsStore(table: Table): SettingsStore {
  return {
    async load() {
      const item = await table.get(KEY);
      return item ? parseItem(settingsSchema, item) : standardSettings;
    },
    save(settings) {
      return table.put(KEY, settings);
    },
  };
}
