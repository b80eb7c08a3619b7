/** Answers the page of one organization: what it owes and has to follow up, and what has become part of it. */
import type { Context } from 'hono';
import * as z from 'zod';
import { isOfficial } from '../../shared/domain/audit.ts';
import { type FiscalYear, fiscalYear, fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { nameOn, orgIdSchema } from '../../shared/domain/organization.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { rounds } from '../../shared/domain/round.ts';
import { takenOver } from './merged.ts';
import { OrganizationPage } from './organization-page.tsx';
import { isOfferedPasskey, PasskeyOffer } from './passkey-offer.tsx';
import {
  authorized,
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const orgPathSchema = z.object({ orgId: orgIdSchema });

export async function answerOrganization(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { obligations, roster, seasons, audits } = dependencies;
  const { orgId } = pathOf(c, orgPathSchema);
  const user = authorized(c, 'read-organization', { orgId });
  const today = todayOf(dependencies);
  const organization = found(await roster.find(orgId));
  const years = openYears(today);
  const [owed, joined, successor, schedules, recommendations, history] = await Promise.all([
    obligationsOf(orgId, years),
    joinedTo(orgId, years),
    organization.merged && roster.find(organization.merged.into),
    Promise.all(years.map((year) => seasons.schedule(year, organization.province))),
    seasons.recommendations(organization.province, orgId),
    audits.latest(`ORG#${orgId}`, 100),
  ]);
  const entries = schedules
    .filter((schedule) => schedule !== undefined)
    .flatMap((schedule) =>
      schedule.entries
        .filter((entry) => entry.orgId === orgId)
        .map((entry) => ({ fiscalYear: schedule.fiscalYear, entry })),
    );
  const visits = await Promise.all(
    entries.map(async ({ fiscalYear, entry }) => ({
      fiscalYear,
      entry,
      visit: await seasons.visit({ fiscalYear, orgId, visitNo: entry.visitNo }),
    })),
  );
  const isOffered = user.orgId === orgId && (await isOfferedPasskey(c, user, dependencies));
  return page(
    c,
    {
      title: nameOn(organization, today).name,
      line: `${nameOn(organization, today).shortName} · ปีงบประมาณ พ.ศ. ${fiscalYearOf(today)}`,
      ...(!user.orgId && {
        breadcrumbs: [
          {
            text: `จังหวัด${provinceNames[organization.province]}`,
            href: `/provinces/${organization.province}`,
          },
          { text: nameOn(organization, today).shortName },
        ],
      }),
    },
    <OrganizationPage
      {...{ user, organization, owed, joined, successor, visits, recommendations, today }}
      history={history.filter(isOfficial).slice(0, 20)}
      offer={isOffered && <PasskeyOffer back={`/organizations/${orgId}`} />}
    />,
  );

  async function joinedTo(orgId: string, years: readonly FiscalYear[]) {
    const organizations = await takenOver(roster, orgId, todayOf(dependencies));
    return Promise.all(
      organizations.map(async (one) => ({
        organization: one,
        owed: await obligationsOf(one.orgId, years),
      })),
    );
  }

  async function obligationsOf(orgId: string, years: readonly FiscalYear[]) {
    const owed = await Promise.all(
      years.flatMap((year) =>
        rounds.map((round) => obligations.find(orgId, { fiscalYear: year, round })),
      ),
    );
    return owed.filter((obligation) => obligation !== undefined);
  }
}

/** The cycles that may still be open: the year of today, and the year before until its 12 months are reported. */
function openYears(today: LocalDate): FiscalYear[] {
  const year = fiscalYearOf(today);
  return [year, fiscalYear(year - 1)];
}
