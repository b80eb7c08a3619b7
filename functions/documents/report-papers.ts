/** Makes a paper on a submitted report, or finds it on the shelf. */

import type { OrganizationFacts, ReportFacts } from '../../shared/documents/facts.ts';
import type { MakeFile } from '../../shared/documents/make-file.ts';
import { reportGaps } from '../../shared/documents/report-papers.ts';
import { coversYear, titlesFor } from '../../shared/domain/framework.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { currentVersion, type Obligation } from '../../shared/domain/obligation.ts';
import { nameOn, type Organization, provinceOf } from '../../shared/domain/organization.ts';
import {
  contentTypes,
  formatsOf,
  type PaperAnswer,
  type ReportPaperOrder,
  reportPaperOrder,
} from '../../shared/domain/papers.ts';
import { budgetIn } from '../../shared/domain/plan.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import type { Submission } from '../../shared/domain/report.ts';
import { executiveOf } from '../../shared/domain/titles.ts';
import { actingFor } from '../../shared/notices/reached.ts';
import type { EditionStore } from '../../shared/store/edition-store.ts';
import type { LetterheadStore } from '../../shared/store/letterhead-store.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { PlanStore } from '../../shared/store/plan-store.ts';
import type { ReportStore } from '../../shared/store/report-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import { createKeptPapers, type Shelf } from './kept-paper.ts';

interface Dependencies {
  readonly obligations: Pick<ObligationStore, 'find'>;
  readonly reports: Pick<ReportStore, 'submission'>;
  readonly plans: Pick<PlanStore, 'plans' | 'items'>;
  readonly roster: Pick<RosterStore, 'find' | 'office'>;
  readonly editions: Pick<EditionStore, 'all'>;
  readonly letterheads: Pick<LetterheadStore, 'ofOrganization' | 'editionTexts' | 'numbers'>;
  readonly shelf: Shelf;
  readonly makeFile: MakeFile;
  /** The time that waiting goes by. */
  readonly securityNow: () => Date;
}

export function createReportPapers(dependencies: Dependencies) {
  const { shelf, makeFile, securityNow } = dependencies;
  const kept = createKeptPapers(shelf, securityNow);
  return async (input: unknown): Promise<PaperAnswer> => {
    const order = reportPaperOrder.parse(input);
    const { paper, format } = order;
    if (!formatsOf[paper].some((known) => known === format)) return { refused: 'no-format' };
    const facts = await factsOf(dependencies, order);
    if (!facts) return { refused: 'no-report' };
    return kept[order.do]({
      what: [paper, format],
      facts,
      contentType: contentTypes[format],
      extension: format,
      gaps: reportGaps(facts, paper),
      make: (onProgress) => makeFile({ of: 'report', facts, paper, format }, onProgress),
    });
  };
}

async function factsOf(
  dependencies: Dependencies,
  asked: ReportPaperOrder,
): Promise<ReportFacts | undefined> {
  const { obligations, reports, plans, roster, editions, letterheads } = dependencies;
  const { orgId, fiscalYear, round } = asked;
  const [obligation, organization, office] = await Promise.all([
    obligations.find(orgId, { fiscalYear, round }),
    roster.find(orgId),
    roster.office(provinceOf(orgId)),
  ]);
  const version =
    asked.version === undefined
      ? obligation && currentVersion(obligation)
      : obligation?.versions.find(({ version }) => version === asked.version);
  const submission = version && (await reports.submission(orgId, asked, version.submissionId));
  if (!obligation || !organization || !version || !submission) return undefined;

  const plan = (await plans.plans(orgId)).find((known) => coversYear(known, fiscalYear));
  const editionId = plan?.editionId ?? '';
  const issuedOn = submission.signature?.signedOn ?? localDateAt(new Date(submission.receivedAt));
  const facts = await factsAsOf(roster, organization, issuedOn);
  return {
    organization: facts,
    officeName: office?.name ?? `สำนักงาน ป.ป.ช. ประจำจังหวัด${facts.provinceName}`,
    plan: plan ?? { from: fiscalYear, to: fiscalYear },
    dimensionTitles: titlesFor(await editions.all(), editionId, fiscalYear),
    fiscalYear,
    round,
    lines: submission.content.lines,
    planBudgets: Object.fromEntries(
      (await plans.items(orgId)).map((item) => [item.itemId, budgetIn(item, fiscalYear)]),
    ),
    april: round === '12M' ? await aprilOf(dependencies, asked) : [],
    problemsMaking: submission.content.problemsMaking,
    problemsCarryingOut: submission.content.problemsCarryingOut,
    handedIn: handedIn(submission, version, obligation),
    signatory: signatoryOf(submission, facts),
    instruction: submission.signature?.instruction,
    issuedOn,
    letterhead: await letterheads.ofOrganization(orgId),
    numbers: (await letterheads.numbers({ orgId, fiscalYear, round, version: version.version }))
      .letters,
    editionTexts: await letterheads.editionTexts(editionId),
  };
}

async function aprilOf(
  { obligations, reports }: Dependencies,
  { orgId, fiscalYear }: ReportPaperOrder,
) {
  const round = { fiscalYear, round: '6M' as const };
  const obligation = await obligations.find(orgId, round);
  const version = obligation && currentVersion(obligation);
  const april = version && (await reports.submission(orgId, round, version.submissionId));
  return april?.content.lines ?? [];
}

function handedIn(
  { receivedAt, contentHash, channel, submittedBy }: Submission,
  { receipt, version }: Obligation['versions'][number],
  { daysLate = 0 }: Obligation,
) {
  return { receivedAt, contentHash, channel, submittedBy, receipt, version, daysLate };
}

function signatoryOf({ signature }: Submission, organization: OrganizationFacts) {
  const executive = executiveOf(organization);
  if (!signature || signature.capacity === 'holder')
    return { position: executive, capacity: 'holder' as const };
  return { position: signature.position, capacity: signature.capacity, actingFor: executive };
}

/** The organization on `date`, with whoever it had become part of by then. */
async function factsAsOf(
  roster: Dependencies['roster'],
  organization: Organization,
  date: ReportFacts['issuedOn'],
): Promise<OrganizationFacts> {
  const own = organizationFacts(organization, date);
  const acting = await actingFor(roster, organization, date);
  if (!acting.since) return own;
  const { type, name, orgId } = organizationFacts(acting.organization, date);
  return { ...own, takenOverBy: { type, name, orgId } };
}

/** The organization under the name that it bore on `date`. */
export function organizationFacts(
  organization: Organization,
  date: ReportFacts['issuedOn'],
): OrganizationFacts {
  const { name, shortName, type } = nameOn(organization, date);
  const { orgId, province, amphoe, website, phone } = organization;
  return {
    orgId,
    type,
    name,
    shortName,
    amphoe: amphoe.name,
    provinceName: provinceNames[province] ?? '',
    website,
    phone,
  };
}
