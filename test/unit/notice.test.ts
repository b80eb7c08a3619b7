import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysFrom, type LocalDate, localDate } from '../../shared/domain/local-date.ts';
import { noticesDue, reportLadder, rungDay, standing } from '../../shared/domain/notice.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import type { Contact } from '../../shared/domain/organization.ts';
import { figuresOf } from '../../shared/domain/score.ts';
import { type CalendarOverride, workCalendar } from '../../shared/domain/work-calendar.ts';
import { aContact, anObligation, aSubmission, calendar80 } from '../support/builders.ts';

const people = [
  aContact(),
  aContact({ contactId: 'executive', role: 'executive', email: 'executive@lao.example' }),
  aContact({
    contactId: 'administrator',
    role: 'administrator',
    email: 'administrator@lao.example',
  }),
];

interface Told {
  readonly day: LocalDate;
  readonly rung: string;
  readonly email: string;
}

/** Runs the days one by one as the sweep does; a day on which `down` holds is an outage. */
function runDays(
  days: readonly LocalDate[],
  scene: {
    obligation?: (day: LocalDate) => Partial<Obligation>;
    contacts?: (day: LocalDate) => readonly Contact[];
    overrides?: (day: LocalDate) => readonly CalendarOverride[];
    down?: (day: LocalDate) => boolean;
  },
) {
  const told: Told[] = [];
  let rungs: Obligation['rungs'] = {};
  for (const day of days.filter((day) => !scene.down?.(day))) {
    const obligation = anObligation({ ...scene.obligation?.(day), rungs });
    const calendar = workCalendar('80', scene.overrides?.(day) ?? []);
    const contacts = scene.contacts?.(day) ?? people;
    const ledger = new Map(
      reportLadder.map(({ rung }) => [
        rung,
        new Set(told.filter((notice) => notice.rung === rung).map(({ email }) => email)),
      ]),
    );
    const snapshot = { obligation, contacts, told: ledger };
    const { due, skipped } = noticesDue(snapshot, reportLadder, calendar, day);
    for (const { rung, recipients } of due) {
      told.push(...recipients.map(({ email }) => ({ day, rung, email })));
      rungs = { ...rungs, [rung]: { on: day, outcome: 'queued' } };
    }
    for (const { rung, why } of skipped) {
      rungs = { ...rungs, [rung]: { on: day, outcome: 'skipped', why } };
    }
  }
  return { told, rungs };
}

const april = daysFrom(localDate('2020-03-25'), localDate('2020-05-31'));

describe('a neighbour that submits nothing', () => {
  test('gets exactly the ladder: the coordinator nine notices, executive and ปลัด from the first late one', () => {
    const { told } = runDays(april, {});
    const days = (email: string) =>
      told.filter((notice) => notice.email === email).map(({ day, rung }) => [day, rung]);
    expect(days('planner@lao.example')).toEqual([
      ['2020-04-01', 'open'],
      ['2020-04-16', 'D-14'],
      ['2020-04-23', 'D-7'],
      ['2020-04-27', 'D-3'],
      ['2020-04-29', 'D-1'],
      ['2020-04-30', 'D0'],
      ['2020-05-01', 'L+1'],
      ['2020-05-07', 'L+7'],
      ['2020-05-15', 'L+15'],
    ]);
    expect(days('administrator@lao.example').map(([, rung]) => rung)).toEqual([
      'L+1',
      'L+7',
      'L+15',
    ]);
    expect(days('executive@lao.example').map(([, rung]) => rung)).toEqual([
      'open',
      'L+1',
      'L+7',
      'L+15',
    ]);
  });

  test('is reminded by its executive and ปลัด too while the report waits for a signature', () => {
    const obligation = () => ({ state: 'awaiting_signoff' as const, signoffRequests: 1 });
    const { told } = runDays(april, { obligation });
    expect(told.filter(({ rung }) => rung === 'D-7').map(({ email }) => email)).toEqual(
      people.map(({ email }) => email),
    );
    expect(told.filter(({ rung }) => rung === 'signoff-1').map(({ email }) => email)).toEqual([
      'executive@lao.example',
    ]);
  });

  test('is not asked again to sign what it has signed, though the officer has not handed it in', () => {
    const signature = {
      mode: 'paper',
      contentHash: 'hash-1',
      position: 'นายก อบต.',
      capacity: 'holder',
      signedOn: localDate('2020-04-02'),
    } as const;
    const obligation = () => ({ state: 'awaiting_signoff' as const, signature });
    const { told } = runDays(april, { obligation });
    expect(told.filter(({ rung }) => rung.startsWith('signoff'))).toEqual([]);
    expect(told.filter(({ rung }) => rung === 'D-7').map(({ email }) => email)).toEqual([
      'planner@lao.example',
    ]);
  });
});

const submitted = anObligation({
  state: 'submitted',
  versions: [
    {
      version: 1,
      submissionId: 's1',
      receipt: 'r',
      receivedAt: '2020-04-10T03:00:00.000Z',
      contentHash: 'h',
      channel: 'web',
      submittedBy: aSubmission().submittedBy,
      counts: { completed: 1, ongoing: 0, unable: 0, awaiting: 0, total: 1 },
      score: { percent: 100, band: 'green' },
      figures: figuresOf([]),
    },
  ],
});

test('nobody is reminded who has submitted, on whatever day, returned or not', () => {
  const handedIn = fc.constantFrom('submitted', 'accepted', 'returned', 'in_progress', 'waived');
  fc.assert(
    fc.property(fc.constantFrom(...april), handedIn, (day, state) => {
      const obligation = { ...submitted, state };
      const { due } = noticesDue(
        { obligation, contacts: people, told: new Map() },
        reportLadder,
        calendar80,
        day,
      );
      const ladder = reportLadder.map(({ rung }) => rung);
      expect(due.filter(({ rung }) => ladder.includes(rung))).toEqual([]);
    }),
  );
});

test('every open obligation gets each rung once, or a record why it was skipped, whatever fails between', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...april), { maxLength: 50 }), (outages) => {
      // The last day is always up: then everything must be settled.
      const down = (day: LocalDate) => outages.includes(day) && day !== april.at(-1);
      const { rungs, told } = runDays(april, { down });
      expect(Object.keys(rungs).toSorted()).toEqual(
        reportLadder.map(({ rung }) => rung).toSorted(),
      );
      for (const { rung } of reportLadder) {
        const sent = told.filter(
          (notice) => notice.rung === rung && notice.email === 'planner@lao.example',
        );
        expect(sent).toHaveLength(rungs[rung]?.outcome === 'queued' ? 1 : 0);
      }
      // Never a burst: one rung a day at most.
      const perDay = Map.groupBy(told, ({ day, email }) => `${day} ${email}`);
      for (const notices of perDay.values()) expect(notices).toHaveLength(1);
    }),
  );
});

test('no notice is told an address twice, whatever calendar, contacts or extension change in between', () => {
  const contact = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    email: fc.constantFrom('one@lao.example', 'two@lao.example', 'three@lao.example'),
    health: fc.constantFrom('ok' as const, 'bounced' as const),
  });
  const scene = fc.record({
    contacts: fc.array(contact, { maxLength: 3 }),
    holidays: fc.array(fc.constantFrom(...april), { maxLength: 6 }),
    extendedUntil: fc.option(fc.constantFrom(...april), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(scene, { minLength: 1, maxLength: 8 }), (scenes) => {
      const at = (day: LocalDate) => scenes[april.indexOf(day) % scenes.length];
      const { told } = runDays(april, {
        contacts: (day) =>
          (at(day)?.contacts ?? []).map(({ id, email, health }) =>
            aContact({ contactId: id, email, health }),
          ),
        overrides: (day) =>
          (at(day)?.holidays ?? []).map((date) => ({
            date,
            name: 'วันหยุดพิเศษ',
            kind: 'holiday',
            source: 'test',
            confirmed: true,
          })),
        obligation: (day) => {
          const until = at(day)?.extendedUntil;
          return until ? { extendedUntil: until } : {};
        },
      });
      const perRung = told.map(({ rung, email }) => `${rung} ${email}`);
      expect(new Set(perRung).size).toBe(perRung.length);
    }),
  );
});

test('a reminder goes out on a working day on or before its day; the due-day mail always on its day', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...reportLadder),
      fc.integer({ min: 0, max: 600 }),
      (rung, offset) => {
        const anchor = addDays(localDate('2020-03-01'), offset % 300);
        const day = rungDay(rung, anchor, calendar80);
        const meant = addDays(anchor, rung.offset);
        if (rung.dayOff === 'stay') expect(day).toBe(meant);
        if (rung.dayOff === 'before') expect(day <= meant).toBe(true);
        if (rung.dayOff === 'after') expect(day >= meant).toBe(true);
      },
    ),
  );
});

test('an indispensable rung is due however late; the ordinary ones before the latest are missed', () => {
  const days = new Map(
    [{ rung: 'notice', indispensable: true }, { rung: 'chase' }, { rung: 'reminder' }].map(
      (part, index) => [
        { ...reportLadderRung(), ...part },
        addDays(localDate('2020-05-01'), index * 5),
      ],
    ),
  );
  const { due, missed } = standing(days, {}, localDate('2020-05-12'));
  expect(due.map(({ rung }) => rung)).toEqual(['notice', 'reminder']);
  expect(missed.map(({ rung }) => rung)).toEqual(['chase']);
});

function reportLadderRung() {
  const [first] = reportLadder;
  if (!first) throw new Error('an empty ladder');
  return first;
}

test('where nobody can be reached, the rung is recorded as skipped for want of a recipient', () => {
  const contacts = [aContact({ health: 'bounced' })];
  const snapshot = { obligation: anObligation(), contacts, told: new Map() };
  const { due, skipped } = noticesDue(snapshot, reportLadder, calendar80, localDate('2020-04-01'));
  expect(due).toEqual([]);
  expect(skipped).toEqual([{ rung: 'open', why: 'no-recipient' }]);
});
