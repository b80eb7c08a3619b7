/** Puts made-up data into an empty table. */

import type { FiscalYear } from '../../../shared/domain/fiscal-year.ts';
import type { User } from '../../../shared/domain/permissions.ts';
import { inParallel } from '../../../shared/in-parallel.ts';
import { accountStore } from '../../../shared/store/account-store.ts';
import { planStore } from '../../../shared/store/plan-store.ts';
import { rosterStore } from '../../../shared/store/roster-store.ts';
import { seasonStore } from '../../../shared/store/season-store.ts';
import { settingsStore, standardSettings } from '../../../shared/store/settings-store.ts';
import type { Table } from '../../../shared/store/table.ts';
import type { MadeUpOrganization, MadeUpProvince } from './province.ts';

/** Organizations stored at the same time. */
const AT_ONCE = 8;

export interface Seed {
  readonly province: MadeUpProvince;
  readonly fiscalYear: FiscalYear;
  /** Officers besides those of the province. */
  readonly users: readonly User[];
}

/** The settings go last: a table that knows its provinces is whole, and a seeding cut short is begun anew. */
export async function seed(table: Table, { province, fiscalYear, users }: Seed): Promise<void> {
  const accounts = accountStore(table);
  const roster = rosterStore(table);
  const season = seasonStore(table);
  const { office, officeUsers, organizations, teams } = province;
  await roster.saveOffice(office);
  for (const user of [...users, ...officeUsers]) await accounts.saveUser(user);
  for (const team of teams) await season.saveTeam(fiscalYear, office.province, team);
  await inParallel(organizations, (each) => seedOrganization(table, each), AT_ONCE);
  await settingsStore(table).save({
    ...standardSettings,
    provinces: [office.province],
    firstYear: fiscalYear,
  });
}

async function seedOrganization(
  table: Table,
  { organization, plan, items, users }: MadeUpOrganization,
): Promise<void> {
  const plans = planStore(table);
  await rosterStore(table).save(organization);
  await plans.savePlan(plan);
  await Promise.all(items.map((item) => plans.saveItem(organization.orgId, item)));
  for (const user of users) await accountStore(table).saveUser(user);
}
