/** What the office's answers to an organization make the notices say, each once. */
import { expect, test } from 'vitest';
import { createStillDue } from '../../functions/mail/still-due.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { stateNotices } from '../../shared/domain/notice.ts';
import {
  acceptanceWithdrawn,
  accepted,
  extensionGranted,
  extensionRefused,
  extensionRequested,
  type Obligation,
  type Outcome,
  submitted,
} from '../../shared/domain/obligation.ts';
import { roundNotices } from '../../shared/notices/round-notices.ts';
import { aContact, anObligation, aSubmission, calendar80, officer } from '../support/builders.ts';
import { anOffice } from '../support/office-world.ts';

const day = localDate('2020-04-28');
const answering = { on: day, by: officer, note: 'น้ำท่วมสำนักงาน' };

function next(outcome: Outcome): Obligation {
  if ('refused' in outcome) throw new Error(`refused: ${outcome.refused}`);
  return outcome.next;
}

function ask(obligation: Obligation, until = '2020-05-15'): Obligation {
  const request = { until: localDate(until), reason: 'น้ำท่วม', on: day, by: officer };
  return next(extensionRequested(obligation, request));
}

const rungsOf = (obligation: Obligation) => stateNotices(obligation).map(({ rung }) => rung);

/** Which of `rungs` would still leave, were they queued. */
async function leaving(obligation: Obligation, rungs: readonly string[]): Promise<string[]> {
  const stillDue = createStillDue({
    obligations: { find: async () => obligation },
    season: {
      schedule: async () => undefined,
      visit: async () => undefined,
      recommendations: async () => [],
    },
  });
  const kinds = [
    ['extended', 'extension-granted'],
    ['extension-refused', 'extension-refused'],
    ['accepted', 'accepted'],
    ['withdrawn', 'withdrawn'],
  ] as const;
  const due: string[] = [];
  for (const rung of rungs) {
    const kind = kinds.find(([start]) => rung.startsWith(start))?.[1];
    if (!kind) continue;
    const row = { owner: 'ORG#80-0711', about: '2563-6M', kind, rung, facts: {} } as const;
    if (await stillDue(row, day)) due.push(rung);
  }
  return due;
}

test('an extension is told by its day, asked for or not, until the report is handed in', async () => {
  const first = next(extensionGranted(anObligation(), localDate('2020-05-15'), answering));
  expect(rungsOf(first)).toEqual(['extended-2020-05-15']);
  const longer = next(extensionGranted(ask(first), localDate('2020-05-29'), answering));
  expect(rungsOf(longer)).toEqual(['extended-2020-05-29']);
  expect(await leaving(longer, ['extended-2020-05-15', 'extended-2020-05-29'])).toEqual([
    'extended-2020-05-29',
  ]);
  const handedIn = next(submitted(longer, aSubmission(), { signoff: 'not-required' }));
  expect(rungsOf(handedIn)).toEqual(['receipt-v1']);
});

test('each refused request is told once, also where the same is asked again on the same day', () => {
  const refused = next(extensionRefused(ask(anObligation()), answering));
  expect(rungsOf(refused)).toEqual(['extension-refused-1']);
  const again = ask(refused);
  expect(rungsOf(again)).toEqual([]);
  // Asked in other words before the office has answered: still the second request.
  expect(rungsOf(next(extensionRefused(ask(again, '2020-05-20'), answering)))).toEqual([
    'extension-refused-2',
  ]);
});

test('what was granted before the office wrote down its words is not told after the fact', () => {
  expect(rungsOf(anObligation({ extendedUntil: localDate('2020-05-15') }))).toEqual([]);
});

test('a withdrawn acceptance is told, and so is the next acceptance of the same version', async () => {
  const handedIn = next(submitted(anObligation(), aSubmission(), { signoff: 'not-required' }));
  const taken = next(accepted(handedIn, day, officer, { note: '' }));
  const withdrawn = next(acceptanceWithdrawn(taken, day, officer, 'รับผิดฉบับ'));
  const retaken = next(accepted(withdrawn, day, officer, { note: '' }));
  const rungs = [taken, withdrawn, retaken].flatMap(rungsOf);
  expect(rungs.filter((rung) => rung !== 'receipt-v1')).toEqual([
    'accepted-v1',
    'withdrawn-v1-1',
    'accepted-v1-2',
  ]);
  expect(await leaving(taken, rungs)).toEqual(['accepted-v1']);
  expect(await leaving(withdrawn, rungs)).toEqual(['withdrawn-v1-1']);
  expect(await leaving(retaken, rungs)).toEqual(['accepted-v1-2']);
  const twice = next(acceptanceWithdrawn(retaken, day, officer, 'อีกครั้ง'));
  expect(rungsOf(twice)).toContain('withdrawn-v1-2');
});

test('the mails say the days and the words of the office', () => {
  const granted = next(extensionGranted(anObligation(), localDate('2020-07-10'), answering));
  const refused = next(extensionRefused(ask(anObligation()), answering));
  const factsOf = (obligation: Obligation) =>
    stateNotices(obligation).flatMap(({ rung, kind }) =>
      roundNotices(
        { rung, kind, recipients: [aContact()] },
        {
          obligation,
          office: anOffice(),
          calendar: calendar80,
          now: new Date('2020-04-28T20:00:00+07:00'),
          items: 0,
          drafted: { completed: 0, ongoing: 0, unable: 0, awaiting: 0, total: 0 },
        },
      ),
    );
  expect(factsOf(granted)).toMatchObject([
    {
      urgent: true,
      facts: { until: '2020-07-10', lock: '2020-07-10', note: 'น้ำท่วมสำนักงาน' },
    },
  ]);
  expect(factsOf(refused)).toMatchObject([
    { facts: { asked: '2020-05-15', due: '2020-04-30', note: 'น้ำท่วมสำนักงาน' } },
  ]);
});
