/** Makes the papers of a season of visits, or finds them on the shelf. */

import type { SeasonFacts, VisitFacts } from '../../shared/documents/facts.ts';
import type { MakeFile } from '../../shared/documents/make-file.ts';
import { seasonPapers } from '../../shared/documents/season-papers.ts';
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import { coversYear, type DimensionTitles, titlesFor } from '../../shared/domain/framework.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { currentVersion, type Obligation } from '../../shared/domain/obligation.ts';
import type { Organization } from '../../shared/domain/organization.ts';
import {
  contentTypes,
  type PaperAnswer,
  type SeasonPaperOrder,
  seasonPaperOrder,
} from '../../shared/domain/papers.ts';
import { type Bundle, visitName } from '../../shared/domain/submission-bundles.ts';
import { type Schedule, type ScheduleEntry, versionOf } from '../../shared/domain/supervision.ts';
import type { EditionStore } from '../../shared/store/edition-store.ts';
import type { LetterheadStore } from '../../shared/store/letterhead-store.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { PlanStore } from '../../shared/store/plan-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import type { SeasonStore } from '../../shared/store/season-store.ts';
import type { SubmissionStore } from '../../shared/store/submission-store.ts';
import type { VisitFormStore } from '../../shared/store/visit-form-store.ts';
import { createKeptPapers, type Shelf } from './kept-paper.ts';
import { organizationFacts } from './report-papers.ts';

interface Dependencies {
  readonly season: Pick<
    SeasonStore,
    'schedule' | 'visits' | 'teams' | 'recommendations' | 'archivedReport'
  >;
  readonly submissions: Pick<SubmissionStore, 'find'>;
  readonly obligations: Pick<ObligationStore, 'board'>;
  readonly plans: Pick<PlanStore, 'plans'>;
  readonly roster: Pick<RosterStore, 'all' | 'office'>;
  readonly editions: Pick<EditionStore, 'all'>;
  readonly letterheads: Pick<LetterheadStore, 'ofOffice'>;
  readonly visitForms: Pick<VisitFormStore, 'all'>;
  readonly shelf: Shelf;
  readonly makeFile: MakeFile;
  /** The time that business goes by: papers bear its day. */
  readonly now: () => Date;
  /** The time that waiting goes by. */
  readonly securityNow: () => Date;
}

export function createSeasonPapers(dependencies: Dependencies) {
  const { shelf, makeFile, securityNow } = dependencies;
  const kept = createKeptPapers(shelf, securityNow);
  return async (input: unknown): Promise<PaperAnswer> => {
    const order = seasonPaperOrder.parse(input);
    const { paper, format } = order;
    const facts = await factsOf(dependencies, order);
    if (!facts) return { refused: 'no-schedule' };
    const papers = seasonPapers(facts, paper, order);
    if (papers.length === 0) return { refused: 'nothing' };
    // Letters to many are printed, not edited.
    if (format === 'docx' && papers.length > 1) return { refused: 'no-format' };
    return kept[order.do]({
      what: [paper, format],
      // The emblem once, not as often as there are letters.
      facts: {
        emblem: facts.office.letterhead.emblem,
        papers: papers.map(({ emblem: _, ...paper }) => paper),
      },
      contentType: contentTypes[format],
      extension: format,
      gaps: [...new Set(papers.flatMap(({ gaps }) => gaps))],
      make: (onProgress) => makeFile({ of: 'season', papers, format }, onProgress),
    });
  };
}

async function factsOf(
  dependencies: Dependencies,
  asked: SeasonPaperOrder,
): Promise<SeasonFacts | undefined> {
  const { season, submissions, roster, letterheads, visitForms, now } = dependencies;
  const { fiscalYear, province } = asked;
  const [schedule, office, forms] = await Promise.all([
    season.schedule(fiscalYear, province),
    roster.office(province),
    visitForms.all(),
  ]);
  if (!schedule || !office) return undefined;
  const bundle =
    asked.submission === undefined
      ? undefined
      : (await submissions.find(fiscalYear, province)).bundles.find(
          ({ no }) => no === asked.submission,
        );
  // Nothing is made for a submission that is not there.
  if (asked.submission !== undefined && !bundle) return undefined;
  const director = office.contacts[0]?.position ?? `ผู้อำนวยการ${office.name}`;
  return {
    office: {
      province,
      provinceName: office.provinceName,
      name: office.name,
      phone: office.phone,
      email: office.email,
      signatory: { position: director, capacity: 'holder' },
      letterhead: await letterheads.ofOffice(province),
    },
    fiscalYear,
    issuedOn: localDateAt(now()),
    letter: schedule.letter,
    visits: await asBundled(dependencies, await visitsOf(dependencies, schedule, asked), bundle),
    bundle,
    forms,
  };
}

/** A report that was corrected after it had been taken into `bundle` stands in it as it was. */
async function asBundled(
  { season }: Pick<Dependencies, 'season'>,
  visits: readonly VisitFacts[],
  bundle: Bundle | undefined,
): Promise<readonly VisitFacts[]> {
  if (!bundle) return visits;
  return Promise.all(
    visits.map(async (facts): Promise<VisitFacts> => {
      const { visit } = facts;
      const { version } =
        bundle.visits.find((one) => visit && visitName(one) === visitName(visit)) ?? {};
      if (!visit?.report || version === undefined || versionOf(visit.report) === version) {
        return facts;
      }
      const report = await season.archivedReport(visit, version);
      return report ? { ...facts, visit: { ...visit, report } } : facts;
    }),
  );
}

async function visitsOf(
  dependencies: Dependencies,
  schedule: Schedule,
  asked: SeasonPaperOrder,
): Promise<VisitFacts[]> {
  const { season, obligations, roster, now } = dependencies;
  const { fiscalYear, province } = asked;
  const [visits, teams, recommendations, board, organizations] = await Promise.all([
    season.visits(fiscalYear, province),
    season.teams(fiscalYear, province),
    season.recommendations(province, asked.orgId),
    obligations.board(province, { fiscalYear, round: '6M' }),
    roster.all(province),
  ]);
  const today = localDateAt(now());
  const byId = new Map(organizations.map((organization) => [organization.orgId, organization]));
  const reports = new Map(board.map((obligation) => [obligation.orgId, obligation]));
  const meant = schedule.entries.filter((entry) => concerns(entry, asked));
  return Promise.all(
    meant.flatMap((entry) => {
      const organization = byId.get(entry.orgId);
      if (!organization) return [];
      const host = entry.hostOrgId && byId.get(entry.hostOrgId);
      return [
        titlesOf(dependencies, organization, fiscalYear, asked).then(
          (dimensionTitles): VisitFacts => ({
            organization: organizationFacts(organization, today),
            entry,
            visit: visits.find(
              ({ orgId, visitNo }) => orgId === entry.orgId && visitNo === entry.visitNo,
            ),
            team: teams.find(({ teamId }) => teamId === entry.teamId),
            hostName:
              host && host !== organization ? organizationFacts(host, today).name : undefined,
            report: reportOf(reports.get(entry.orgId)),
            dimensionTitles,
            openRecommendations: recommendations.filter(
              ({ orgId, state }) =>
                orgId === entry.orgId && state !== 'verified' && state !== 'cannot_do',
            ),
            contact: organization.contacts.find(({ role }) => role === 'coordinator'),
          }),
        ),
      ];
    }),
  );
}

/** Sheets of one visit or one day need only those visits. */
function concerns({ orgId, teamId, date }: ScheduleEntry, asked: SeasonPaperOrder): boolean {
  if (asked.orgId) return orgId === asked.orgId;
  return asked.paper !== 'day-sheet' || (teamId === asked.teamId && date === asked.date);
}

/** Only the report on a visit names the dimensions, which differ between editions. */
async function titlesOf(
  { plans, editions }: Dependencies,
  { orgId }: Organization,
  fiscalYear: FiscalYear,
  { paper }: SeasonPaperOrder,
): Promise<DimensionTitles> {
  const isTold = paper === 'supervision-report';
  const [known, all] = isTold ? await Promise.all([plans.plans(orgId), editions.all()]) : [[], []];
  const editionId = known.find((plan) => coversYear(plan, fiscalYear))?.editionId;
  return titlesFor(all, editionId, fiscalYear);
}

function reportOf(obligation: Obligation | undefined): VisitFacts['report'] {
  const version = obligation && currentVersion(obligation);
  return (
    version && { counts: version.counts, score: version.score, daysLate: obligation.daysLate ?? 0 }
  );
}
