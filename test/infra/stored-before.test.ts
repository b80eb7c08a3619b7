/**
 * A table and executions that an earlier version has left behind, served by today's code.
 *
 * The fixture was written by the first version, on a simulated 8 October 2563: a report of the second round is
 * awaited, the first has been accepted, returned or never came, visits were held and reported. Never write it anew:
 * add another one when what is stored changes.
 */
import { readFile } from 'node:fs/promises';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { dynamoEngine, wireItem } from '../../infra/local/dynamo-engine.ts';
import { type Browser, signIn } from '../../infra/local/simulation/stage.ts';
import { ledgerKeyText, type NoticeRow } from '../../shared/domain/ledger.ts';
import { addDays, instantAt, localDateAt } from '../../shared/domain/local-date.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { cycleStore } from '../../shared/store/cycle-store.ts';
import { noticeStore } from '../../shared/store/notice-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { fy2563 } from '../support/builders.ts';
import { type TestSystem, testSystem } from '../support/system.ts';

const stored = z
  .object({
    at: z.iso.datetime(),
    executions: z.array(z.object({ name: z.string(), input: z.string() })),
    items: z.array(wireItem),
  })
  .parse(
    JSON.parse(
      await readFile(new URL('../fixtures/stored-in-october-2563.json', import.meta.url), 'utf8'),
    ),
  );
const start = new Date(stored.at);
const tables: Awaited<ReturnType<typeof dynamoEngine>>[] = [];

async function opened(): Promise<TestSystem> {
  const engine = await dynamoEngine({});
  tables.push(engine);
  await engine.createTable('nithet');
  await engine.load('nithet', stored.items);
  return testSystem({ start, engine });
}

let system: TestSystem;
beforeAll(async () => {
  system = await opened();
});
afterAll(async () => {
  await system.close();
  for (const engine of tables) await engine.close();
});

const browsers = new Map<string, Promise<Browser>>();
/** One sign-in for each person: codes are few. */
function browserOf(email: string): Promise<Browser> {
  const browser = browsers.get(email) ?? signedIn(email);
  browsers.set(email, browser);
  return browser;
}

function signedIn(email: string): Promise<Browser> {
  const outside = {
    url: 'http://localhost:3000',
    now: () => system.clock.now(),
    advanceTo: (instant: Date) => system.clock.advanceTo(instant),
    fetch: (request: Request) => system.fetch(request),
    mailsTo: async (address: string, since: Date) => {
      const mails = system.archive.accepted({ to: address }).toReversed();
      const later = mails.filter(({ at }) => at >= since.toISOString());
      const sources = await Promise.all(later.map(({ id }) => system.archive.source(id)));
      return sources.filter((source) => source !== undefined);
    },
  };
  return signIn(outside, email, '10.0.0.1');
}

describe('what an earlier version has stored', () => {
  test.for([
    ['officer-80@nacc.example', '/provinces/80/rounds/2563/6M'],
    ['officer-80@nacc.example', '/provinces/80/rounds/2563/12M'],
    ['officer-80@nacc.example', '/provinces/80/visits/2563'],
    ['officer-80@nacc.example', '/provinces/80/visits/2563/80-5001/1'],
    ['officer-80@nacc.example', '/provinces/80/evaluation/2563'],
    ['officer-80@nacc.example', '/provinces/80/recommendations'],
    ['officer-80@nacc.example', '/provinces/80/audit?org=80-5001'],
    ['officer-80@nacc.example', '/provinces/80/people'],
    ['planner.org-80-5001@lao.example', '/organizations/80-5001'],
    ['planner.org-80-5001@lao.example', '/organizations/80-5001/reports/2563/6M/versions/1'],
    ['planner.org-80-5001@lao.example', '/organizations/80-5001/reports/2563/12M'],
    ['planner.org-80-5001@lao.example', '/organizations/80-5001/plans/2562-2564'],
    ['planner.org-80-5001@lao.example', '/organizations/80-5001/recommendations'],
  ] as const)('is read: %s opens %s', async ([who, path]) => {
    system.start();
    const { status } = await (await browserOf(who)).get(path);
    expect(status).toBe(200);
    expect(system.errors).toEqual([]);
  });

  test('still makes an unbroken audit trail', async () => {
    const verdict = await auditStore(system.table).verify('ORG#80-5001', []);
    expect(verdict.flaws).toEqual([]);
    expect(verdict.entries).toBeGreaterThan(3);
  });
});

test('executions that an earlier version has started go on, and tell nobody twice', async () => {
  const old = await opened();
  const { client, stateMachineArn } = old.workflow;
  const started = await Promise.all(
    stored.executions.map((execution) =>
      client.send(new StartExecutionCommand({ stateMachineArn, ...execution })),
    ),
  );
  const roster = await rosterStore(old.table).all('80');
  const ledger = () =>
    Promise.all(roster.map(({ orgId }) => noticeStore(old.table).ofOwner(`ORG#${orgId}`)));
  const before = (await ledger()).flat();
  old.start();
  const week = addDays(localDateAt(start), 7);
  await old.clock.advanceTo(instantAt(week, 20));

  expect(old.errors).toEqual([]);
  const cycle = await cycleStore(old.table).find(fy2563, '80');
  expect(cycle?.done['evaluation']).toBe(week);
  for (const { executionArn } of started) {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(status).toBe('RUNNING');
  }
  expect(old.archive.accepted().length).toBeGreaterThan(0);
  const known = new Set(before.map(ledgerKeyText));
  const fresh = (await ledger()).flat().filter((row) => !known.has(ledgerKeyText(row)));
  expect(fresh.length).toBeGreaterThan(0);
  // A person may have got another id meanwhile, but has been told.
  const told = ({ about, kind, rung, to }: NoticeRow) => `${about} ${kind} ${rung} ${to}`;
  const toldBefore = new Set(before.map(told));
  expect(fresh.filter((row) => toldBefore.has(told(row)))).toEqual([]);
  await old.close();
});
