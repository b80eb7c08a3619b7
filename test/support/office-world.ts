/** A made-up province on the embedded database, as an office meets it in April. */
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoEngine } from '../../infra/local/dynamo-engine.ts';
import { madeUpProvince } from '../../infra/local/sample/province.ts';
import type { Actor } from '../../shared/domain/actor.ts';
import { type FiscalYear, fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { instantAt, type LocalDate, localDate } from '../../shared/domain/local-date.ts';
import { type Obligation, submitted } from '../../shared/domain/obligation.ts';
import { nameOn, type Office, type Organization } from '../../shared/domain/organization.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { prefilledLines, type ReportContent, type Submission } from '../../shared/domain/report.ts';
import { type Round, roundDates, standardRules } from '../../shared/domain/round.ts';
import type { ScheduleEntry, Visit } from '../../shared/domain/supervision.ts';
import { workCalendar } from '../../shared/domain/work-calendar.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { editionStore } from '../../shared/store/edition-store.ts';
import { fileStore } from '../../shared/store/file-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { planStore } from '../../shared/store/plan-store.ts';
import { planningStore } from '../../shared/store/planning-store.ts';
import { reportStore } from '../../shared/store/report-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { seasonSetupStore } from '../../shared/store/season-setup-store.ts';
import { type SeasonStore, seasonStore } from '../../shared/store/season-store.ts';
import { submissionStore } from '../../shared/store/submission-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { visitFormStore } from '../../shared/store/visit-form-store.ts';
import { aVisit, aVisitReport, anEntry as entryOf } from './builders.ts';

export const YEAR: FiscalYear = fiscalYear(2563);
export const CALENDAR = workCalendar('80');

export const officer: User = {
  schemaVersion: 1,
  userId: 'office-80-officer',
  email: 'officer-80@nacc.example',
  role: 'provincial',
  position: 'เจ้าพนักงานป้องกันการทุจริต',
  provinces: ['80'],
  active: true,
};
/** As the office's acts name its officer. */
export const byOffice: Actor = {
  userId: officer.userId,
  position: officer.position,
  role: officer.role,
};
export const colleague: User = {
  ...officer,
  userId: 'office-80-director',
  email: 'director-80@nacc.example',
  position: 'ผู้อำนวยการ',
};
export const neighbour: User = {
  ...officer,
  userId: 'office-84-officer',
  email: 'officer-84@nacc.example',
  provinces: ['84'],
};
export const central: User = {
  ...officer,
  userId: 'central-1',
  email: 'central@nacc.example',
  role: 'central',
  provinces: [],
};

/** The officer of an organization, who receives the visitors. */
export function hostOf(orgId: string): User {
  const email = `officer-${orgId}@lao.example`;
  return { ...officer, userId: `org-${orgId}`, email, role: 'officer', orgId, provinces: [] };
}

/** An empty table, the stores on it, and a clock that a test may set. */
export async function emptyWorld(today = '2020-04-20') {
  const engine = await dynamoEngine();
  await engine.createTable('nithet');
  const documents = DynamoDBDocumentClient.from(engine.client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const table = dynamoTable(documents, 'nithet');
  let now = instantAt(localDate(today), 10);
  return {
    documents,
    table,
    obligations: obligationStore(table),
    reports: reportStore(table),
    plannings: planningStore(table),
    plans: planStore(table),
    roster: rosterStore(table),
    editions: editionStore(table),
    seasons: seasonStore(table),
    setups: seasonSetupStore(table),
    files: fileStore(table),
    submissions: submissionStore(table),
    visitForms: visitFormStore(table),
    audit: auditStore(table),
    calendarOf: async () => CALENDAR,
    now: () => now,
    setToday(day: string, hour = 10) {
      now = instantAt(localDate(day), hour);
    },
    close: () => engine.close(),
  };
}

/** `count` organizations with plans, an office, teams, and their obligations for both rounds. */
export async function officeWorld(count: number, today?: string) {
  const world = await emptyWorld(today);
  const made = await seedProvince(world, count);
  return {
    ...world,
    made,
    orgIds: made.organizations.map(({ organization }) => organization.orgId),
  };
}

/** Fills `stores` with a made-up province. */
export async function seedProvince(
  stores: Pick<
    Awaited<ReturnType<typeof emptyWorld>>,
    'roster' | 'seasons' | 'plans' | 'obligations'
  >,
  count: number,
) {
  const settings = { province: '80', organizations: count, seed: 7, year: YEAR, bounces: 0 };
  const made = madeUpProvince(settings);
  await stores.roster.saveOffice(made.office);
  for (const team of made.teams) await stores.seasons.saveTeam(YEAR, '80', team);
  for (const { organization, plan, items } of made.organizations) {
    await stores.roster.save(organization);
    await stores.plans.savePlan(plan);
    for (const item of items) await stores.plans.saveItem(organization.orgId, item);
    await stores.obligations.open(anObligation(organization, '6M'));
    await stores.obligations.open(anObligation(organization, '12M'));
  }
  return made;
}

/** Hands in a report of `made` as the officer would, and answers the obligation. */
export async function handIn(
  stores: Pick<Awaited<ReturnType<typeof emptyWorld>>, 'obligations' | 'reports'>,
  made: Made,
  facts: { on: string; completed: number; round?: Round; content?: ReportContent },
): Promise<Obligation> {
  const { orgId } = made.organization;
  const round = facts.round ?? '6M';
  const obligation = await stores.obligations.find(orgId, { fiscalYear: YEAR, round });
  if (!obligation) throw new Error(`${orgId} owes no report`);
  const content = facts.content ?? aReport(made, facts.completed);
  const submissionId = `s${obligation.versions.length + 1}-${round}`;
  const submission = aSubmission(orgId, round, content, facts.on, submissionId);
  await stores.reports.keep(submission);
  const outcome = submitted(obligation, submission, { signoff: 'not-required' });
  const saved = 'next' in outcome && (await stores.obligations.save(outcome.next));
  if (!saved) throw new Error(`the report of ${orgId} was not taken`);
  return saved;
}

export function anOffice(province = '80'): Office {
  return {
    schemaVersion: 1,
    province,
    provinceName: 'นครศรีธรรมราช',
    name: 'สำนักงาน ป.ป.ช. ประจำจังหวัดนครศรีธรรมราช',
    phone: '0 7535 0000',
    email: 'office-80@nacc.example',
    contacts: [],
  };
}

export function anObligation(
  organization: Organization,
  round: Round,
  changes: Partial<Obligation> = {},
): Obligation {
  const { name, shortName } = nameOn(organization, localDate('2020-04-01'));
  return {
    schemaVersion: 1,
    orgId: organization.orgId,
    fiscalYear: YEAR,
    round,
    province: organization.province,
    organization: {
      name,
      shortName,
      amphoe: organization.amphoe.name,
      ...(organization.phone && { phone: organization.phone }),
      mail: 'ok',
    },
    dates: roundDates(round, YEAR, standardRules, CALENDAR),
    state: 'not_started',
    versions: [],
    signoffRequests: 0,
    rungs: {},
    rev: 1,
    ...changes,
  };
}

export type Made = ReturnType<typeof madeUpProvince>['organizations'][number];

/** A whole report of a made-up organization: its first `completed` rows done, the others going on. */
export function aReport({ items }: Made, completed: number): ReportContent {
  return {
    lines: prefilledLines(items, []).map((line, index) => ({
      ...line,
      status: index < completed ? 3 : 2,
    })),
    problemsMaking: '',
    problemsCarryingOut: '',
    wholeYearConfirmed: true,
  };
}

function aSubmission(
  orgId: string,
  round: Round,
  content: ReportContent,
  receivedOn: string,
  submissionId = 's1',
): Submission {
  return {
    schemaVersion: 1,
    submissionId,
    orgId,
    fiscalYear: YEAR,
    round,
    content,
    contentHash: `hash-${submissionId}`,
    channel: 'web',
    submittedBy: { userId: `org-${orgId}`, position: 'นักวิเคราะห์นโยบายและแผน', role: 'officer' },
    receivedAt: instantAt(localDate(receivedOn), 9).toISOString(),
  };
}

/** A visit of 80-5001 on a plain working day; a test states only what it is about. */
export function anEntry(changes: Partial<ScheduleEntry> = {}): ScheduleEntry {
  return entryOf({ orgId: '80-5001', date: localDate('2020-05-12'), ...changes });
}

/** Publishes these visits, and no others. */
export function publishVisits(
  seasons: Pick<SeasonStore, 'publish'>,
  entries: ScheduleEntry[],
  { province = '80', version = 1, at = '2020-04-20T02:00:00.000Z' } = {},
) {
  return seasons.publish(
    { schemaVersion: 1, province, fiscalYear: YEAR, version, publishedAt: at, entries },
    {
      eventId: `published-${province}-${version}`,
      at,
      actor: byOffice,
      act: 'visits-published',
      subject: String(YEAR),
    },
  );
}

/** A visit of 12 May whose report is signed, in this version. */
export function aSignedVisit(orgId: string, version = 1, changes: Partial<Visit> = {}): Visit {
  const recordedOn = day('2020-05-13');
  return aVisit({
    orgId,
    report: aVisitReport({
      heldOn: day('2020-05-12'),
      recommendations: ['เผยแพร่แผน'],
      recordedOn,
      recordedBy: byOffice,
      version,
      signatures: [{ position: 'หัวหน้าคณะ', capacity: 'holder', signedOn: recordedOn }],
      submitted: false,
    }),
    ...changes,
  });
}

export function day(text: string): LocalDate {
  return localDate(text);
}
