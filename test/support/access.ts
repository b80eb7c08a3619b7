/** Every route there is, what it belongs to, and two provinces in which to try it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { createRooms, doorRoutes } from '../../functions/web/app.tsx';
import { houseRoutes } from '../../functions/web/house.ts';
import { madeUpProvince } from '../../infra/local/sample/province.ts';
import { placeIdSchema } from '../../shared/domain/file-place.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import type { PaperAnswer } from '../../shared/domain/papers.ts';
import type { User } from '../../shared/domain/permissions.ts';
import type { ArchivedReport } from '../../shared/domain/supervision.ts';
import { keySecretHash } from '../../shared/store/key-store.ts';
import type { ReplanningRun } from '../../shared/store/planning-store.ts';
import { anEvent } from './builders.ts';
import { anEntry, anObligation, handIn, YEAR } from './office-world.ts';
import { type TestSite, testSite } from './site.ts';

const routeClassSchema = z.object({ class: z.string(), method: z.string(), path: z.string() });
type RouteClass = z.infer<typeof routeClassSchema>;

/** Rows of a table beside the tests. */
export function rowsOf<Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema>[] {
  const text = readFileSync(join(import.meta.dirname, '..', 'access', name), 'utf8');
  return z.array(schema).parse(parse(text, { columns: true }));
}

export const routeClasses = rowsOf('routes.csv', routeClassSchema);

/** Routes that the site serves: `GET /provinces`. */
export function servedRoutes({
  dependencies,
}: Pick<TestSite, 'dependencies'>): Pick<RouteClass, 'method' | 'path'>[] {
  const { routes } = createRooms(dependencies, [...doorRoutes, houseRoutes]);
  const served = routes.filter(({ method }) => method !== 'ALL');
  const byName = new Map(served.map(({ method, path }) => [`${method} ${path}`, { method, path }]));
  return [...byName.values()];
}

/** Id of a list of organizations that waits to be confirmed. */
export const ROSTER_RUN = '20200420-list';
/** Secret of the keys that stand in the world. */
export const SECRET = 'a'.repeat(64);
const START = localDate('2020-05-12');

const aPaper: PaperAnswer = {
  state: 'made',
  fileName: 'x.pdf',
  link: '/made',
  size: 1,
  gaps: [],
};

/** One organization and one office of each province, with something behind every page. */
export async function accessWorld(options?: Parameters<typeof testSite>[0]) {
  const site = await testSite({
    at: '2020-04-20T09:00:00+07:00',
    ...options,
    overrides: {
      papers: { look: async () => aPaper, have: async () => {} },
      ...options?.overrides,
    },
  });
  for (const province of ['80', '84']) await fill(site, province);
  const stores = site.dependencies;
  const foreigner = { userId: FOREIGNER, email: 'f1@example.go.th', orgId: '84-5001' };
  for (const user of [...Object.values(people), { ...people.officer, ...foreigner }]) {
    await stores.accounts.saveUser(user);
  }
  await stores.settings.save({
    ...(await stores.settings.load()),
    provinces: ['80', '84'],
    firstYear: YEAR,
  });
  await stores.rosterImports.add(
    {
      schemaVersion: 1,
      runId: ROSTER_RUN,
      state: 'compared',
      fileName: 'อปท.csv',
      from: START,
      by: { userId: 'x', position: 'เจ้าหน้าที่ส่วนกลาง', role: 'central' },
      at: '2020-04-20T02:00:00.000Z',
      provinces: [{ province: '80', new: 0, named: 0, placed: 0, gone: 0, unchanged: 2 }],
      problems: [],
      applied: [],
    },
    [{ province: '80', changes: [], gone: [], unchanged: 2 }],
  );
  return site;
}

async function fill({ dependencies }: TestSite, province: string): Promise<void> {
  const { roster, seasons, plans, obligations } = dependencies;
  const made = madeUpProvince({ province, organizations: 2, seed: 7, year: YEAR, bounces: 0 });
  await roster.saveOffice(made.office);
  for (const team of made.teams) await seasons.saveTeam(YEAR, province, team);
  for (const each of made.organizations) {
    await roster.save(each.organization);
    await plans.savePlan(each.plan);
    for (const item of each.items) await plans.saveItem(each.organization.orgId, item);
    for (const round of ['6M', '12M'] as const) {
      await obligations.open(anObligation(each.organization, round));
    }
    await handIn(dependencies, each, { on: '2020-04-16', completed: 5 });
    await keyFor(dependencies, { orgId: each.organization.orgId });
    await fileFor(dependencies, each.organization.orgId);
    await seasons.archiveReport(
      { orgId: each.organization.orgId, fiscalYear: YEAR, visitNo: 1 },
      aCorrectedReport,
    );
    await seasons.recommend({
      schemaVersion: 1,
      orgId: each.organization.orgId,
      fiscalYear: YEAR,
      visitNo: 1,
      no: 1,
      text: 'เผยแพร่แผนบนเว็บไซต์',
      state: 'open',
      madeOn: START,
      history: [],
      rungs: {},
      rev: 1,
    });
  }
  await dependencies.submissions.save(
    {
      schemaVersion: 1,
      fiscalYear: YEAR,
      province,
      bundles: [
        {
          no: 1,
          drawnUpOn: START,
          drawnUpBy: aCorrectedReport.recordedBy,
          committee: 'คณะกรรมการ',
          visits: made.organizations.map(({ organization: { orgId } }) => ({
            orgId,
            visitNo: 1,
            version: 1,
          })),
        },
      ],
      rev: 0,
    },
    {
      eventId: `submission-${province}`,
      at: '2020-05-12T02:00:00.000Z',
      actor: aCorrectedReport.recordedBy,
      act: 'submission-drawn-up',
      subject: `2563#${province}#1`,
    },
  );
  await keyFor(dependencies, { province });
  await dependencies.plannings.saveReplanning(province, replanning);
  const entries = made.organizations.map(({ organization }, index) =>
    anEntry({
      orgId: organization.orgId,
      teamId: made.teams[0]?.teamId ?? '',
      date: START,
      startMinute: index === 0 ? 540 : 780,
    }),
  );
  await seasons.publish(
    {
      schemaVersion: 1,
      province,
      fiscalYear: YEAR,
      version: 1,
      entries,
      publishedAt: '2020-04-20T02:00:00.000Z',
    },
    {
      eventId: `published-${province}`,
      at: '2020-04-20T02:00:00.000Z',
      actor: { userId: 'x', position: 'ผู้อำนวยการ', role: 'provincial' },
      act: 'visits-published',
      subject: '2563',
    },
  );
}

/** Somebody has asked what an event does to the season; nothing has to move. */
const replanning: ReplanningRun = {
  schemaVersion: 1,
  runId: 'replan-1',
  fiscalYear: YEAR,
  startedAt: '2020-04-20T02:00:00.000Z',
  state: 'done',
  progress: 100,
  changes: [],
  reason: 'น้ำท่วม',
  proposal: {
    outcome: 'planned',
    schemaVersion: 1,
    visits: [],
    value: 0,
    bound: 0,
    gapPercent: 0,
    provedOptimal: true,
    method: 'exact',
    kilometres: 0,
    travelMinutes: 0,
    teams: [],
    amphoes: [],
    organizations: [],
    problems: [],
    moves: [],
  },
};

/** A file that every organization of the world has. */
export const FILE = {
  place: placeIdSchema.parse('2563-6M-scan'),
  fileId: '3f2b8c1e-5d0a-4b7e-9c6f-1a2b3c4d5e6f',
};

async function fileFor({ files }: TestSite['dependencies'], orgId: string): Promise<void> {
  const { place, fileId } = FILE;
  const list = await files.list(orgId, place);
  const addedBy = { userId: 'x', position: 'นักวิเคราะห์', role: 'officer' };
  const addedAt = '2020-04-15T02:00:00.000Z';
  const file = { fileId, name: 'ลงนาม.pdf', kind: 'pdf', size: 1, sha256: '00' } as const;
  await files.save({ ...list, files: [{ ...file, state: 'clean', addedAt, addedBy }] });
}

type Scope = { readonly orgId: string } | { readonly province: string };

/** Id of the key that an owner has in the world. */
export function keyIdOf(scope: Scope): string {
  return `${'orgId' in scope ? scope.orgId : scope.province}-aaaaaaaaaa`;
}

async function keyFor({ keys }: TestSite['dependencies'], scope: Scope): Promise<void> {
  await keys.add(
    {
      schemaVersion: 1,
      keyId: keyIdOf(scope),
      name: 'ระบบสารบรรณ',
      scope,
      actions: ['read', 'save-draft', 'submit'],
      secretHash: keySecretHash(SECRET),
      createdAt: '2020-04-01T00:00:00.000Z',
      createdBy: { userId: 'x', position: 'นักวิเคราะห์', role: 'officer' },
      expiresAt: '2021-03-31T00:00:00.000Z',
      rev: 1,
    },
    anEvent(),
  );
}

const ofOffice = { schemaVersion: 1, active: true, position: 'เจ้าพนักงานป้องกันการทุจริต' } as const;
const ofOrganization = { ...ofOffice, orgId: '80-5001', provinces: [] };
/** Id of an officer of the other province. */
export const FOREIGNER = 'f-1';
/** One person for each role; all that is theirs lies in province 80. */
export const people: Readonly<Record<User['role'], User>> = {
  officer: { ...ofOrganization, role: 'officer', userId: 'a-1', email: 'a1@example.go.th' },
  executive: {
    ...ofOrganization,
    role: 'executive',
    userId: 'a-2',
    email: 'a2@example.go.th',
    capacity: 'holder',
  },
  provincial: {
    ...ofOffice,
    role: 'provincial',
    userId: 'a-3',
    email: 'a3@example.go.th',
    provinces: ['80'],
  },
  regional: {
    ...ofOffice,
    role: 'regional',
    userId: 'a-4',
    email: 'a4@example.go.th',
    provinces: ['80'],
  },
  central: {
    ...ofOffice,
    role: 'central',
    userId: 'a-5',
    email: 'a5@example.go.th',
    provinces: [],
  },
};

/** A first version of a report on a visit that a second has taken the place of. */
const aCorrectedReport: ArchivedReport = {
  schemaVersion: 1,
  heldOn: START,
  attendees: 'นายก อบต.',
  byDimension: ['', '', '', ''],
  problemsMaking: '',
  problemsCarryingOut: '',
  findings: 'ดำเนินการตามแผน',
  recommendations: [],
  recordedOn: START,
  recordedBy: { userId: 'a-3', position: ofOffice.position, role: 'provincial' },
  version: 1,
  submitted: false,
};
