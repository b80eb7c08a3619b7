/** What anybody may know of an organization: its rounds, whether they were on time, their scores; no person. */
import { timelinessOf } from '../../shared/domain/evaluation.ts';
import { fiscalYear, fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import {
  currentVersion,
  datesOf,
  isEditable,
  type Obligation,
} from '../../shared/domain/obligation.ts';
import { nameOn } from '../../shared/domain/organization.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import { rounds } from '../../shared/domain/round.ts';
import { actingFor, takenOverBy } from '../../shared/notices/reached.ts';
import type { PublicOrganization } from './api-schemas.ts';
import type { WebDependencies } from './web-environment.tsx';

/** How many fiscal years, counted back from today's, are told. */
const YEARS = 3;

/** The latest rounds first; `undefined` where there is no such organization. */
export async function publicFacts(
  { roster, obligations }: Pick<WebDependencies, 'roster' | 'obligations'>,
  orgId: string,
  today: LocalDate,
): Promise<PublicOrganization | undefined> {
  const organization = await roster.find(orgId);
  if (!organization) return undefined;
  const latest = fiscalYearOf(today);
  const years = Array.from({ length: YEARS }, (_, back) => fiscalYear(latest - back));
  const owed = await Promise.all(
    years.flatMap((year) =>
      rounds.toReversed().map((round) => obligations.find(orgId, { fiscalYear: year, round })),
    ),
  );
  const successor = takenOverBy(await actingFor(roster, organization, today), today);
  const { name, shortName, type } = nameOn(organization, today);
  return {
    orgId,
    name,
    shortName,
    type,
    amphoe: organization.amphoe.name,
    province: organization.province,
    provinceName: provinceNames[organization.province] ?? '',
    ...(successor && { takenOverBy: successor }),
    reports: owed
      .filter((obligation) => obligation !== undefined)
      .map((obligation) => reportFacts(obligation, today)),
  };
}

function reportFacts(
  obligation: Obligation,
  today: LocalDate,
): PublicOrganization['reports'][number] {
  const { fiscalYear: year, round, daysLate, versions } = obligation;
  const current = currentVersion(obligation);
  return {
    fiscalYear: year,
    round,
    ...datesOf(obligation),
    state: publicState(obligation),
    timeliness: timelinessOf(obligation, today),
    ...(daysLate !== undefined && { daysLate }),
    score: current?.score ?? { percent: null, band: 'none' },
    ...(current && { counts: current.counts }),
    versions: versions.map(({ version, receipt, receivedAt }) => ({
      version,
      receipt,
      receivedAt,
    })),
  };
}

/** How far an office has come with its draft is nobody else's business. */
function publicState(obligation: Obligation): PublicOrganization['reports'][number]['state'] {
  const { state, versions } = obligation;
  if (isEditable(obligation)) return versions.length > 0 ? 'returned' : 'awaited';
  return state === 'accepted' || state === 'waived' ? state : 'submitted';
}
