import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Deed, YearSeen } from '../../infra/local/simulation/audited-case.ts';
import type { SeenMail } from '../../infra/local/simulation/audited-mail.ts';
import { audit, type Verdict } from '../../infra/local/simulation/auditor.ts';
import { liveYear, simulateYear, type YearOptions } from '../../infra/local/simulation/year.ts';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { localDate } from '../../shared/domain/local-date.ts';

const root = join(import.meta.dirname, '..', '..');
const load = (module: string): Promise<unknown> => import(join(root, module));

/** Enough to meet a fault; before April nothing is due anyway. */
const few = { firstDay: localDate('2020-03-30'), organizations: 8 };

function aYear(changes: Partial<YearOptions> = {}): Promise<Verdict> {
  const order = { fiscalYear: fiscalYear(2563), province: '80', organizations: 12, seed: 7 };
  return simulateYear({ ...order, load, ...changes });
}

/** What becomes of a mail at a faulty mail service; each `send` really sends it once. */
type Fault = (
  mail: { readonly to: string; readonly subject: string },
  send: () => Promise<unknown>,
) => Promise<unknown>;

const wiring = z.object({ wire: z.custom<(platform: object) => unknown>() });
const client = z.object({
  config: z.unknown(),
  send: z.custom<(command: unknown) => Promise<unknown>>(),
});
const rawMail = z.object({
  input: z.object({
    Destinations: z.tuple([z.string()]),
    RawMessage: z.object({ Data: z.instanceof(Uint8Array) }),
  }),
});

/** The product, with `fault` where its mails leave. */
function withMailFault(fault: Fault): YearOptions['load'] {
  return async (module) => {
    const loaded = await load(module);
    if (!module.startsWith('functions/mail/')) return loaded;
    const { wire } = wiring.parse(loaded);
    return {
      wire: (platform: { readonly ses: unknown }) => {
        const { config, send } = client.parse(platform.ses);
        const faulty = async (command: unknown) => {
          const { Destinations, RawMessage } = rawMail.parse(command).input;
          const { subject = '' } = await PostalMime.parse(RawMessage.Data);
          return fault({ to: Destinations[0], subject }, () => send.call(platform.ses, command));
        };
        return wire({ ...platform, ses: { config, send: faulty } });
      },
    };
  };
}

function rulesOf({ violations }: Verdict): string[] {
  return [...new Set(violations.map(({ rule }) => rule))].toSorted();
}

test('a whole year goes by without a violation', async () => {
  const { reports, notices, visits, violations } = await aYear();
  expect(violations).toEqual([]);
  for (const { onTime, late, missing } of [reports['6M'], reports['12M']]) {
    expect(onTime + late + missing).toBe(12);
    expect(onTime).toBeGreaterThan(0);
  }
  expect(notices).toMatchObject({ duplicates: 0, missing: 0 });
  expect(notices.due).toBe(notices.sent);
  expect(visits.held).toBeGreaterThan(0);
});

describe('a planted fault is caught:', () => {
  test('a mail that leaves twice', async () => {
    let doubled = false;
    const verdict = await aYear({
      ...few,
      load: withMailFault(async ({ subject }, send) => {
        if (doubled || !subject.startsWith('ครบกำหนดวันนี้')) return send();
        doubled = true;
        await send();
        return send();
      }),
    });
    expect(rulesOf(verdict)).toEqual(['duplicate']);
    expect(verdict.notices).toMatchObject({ duplicates: 1, missing: 0 });
  });

  test('a rung that is lost', async () => {
    let lost = 0;
    const verdict = await aYear({
      ...few,
      load: withMailFault(async ({ subject }, send) => {
        if (!subject.startsWith('เหลือ 3 วัน')) return send();
        lost += 1;
        return { MessageId: `lost-${lost}` };
      }),
    });
    expect(rulesOf(verdict)).toEqual(['missing']);
    expect(lost).toBeGreaterThan(0);
    expect(verdict.notices.missing).toBe(lost);
  });

  test('a reminder that reaches somebody who has submitted', async () => {
    const held = new Map<string, () => Promise<unknown>>();
    const verdict = await aYear({
      ...few,
      load: withMailFault(async ({ to, subject }, send) => {
        const round = subject.includes('12 เดือน') ? '12M' : '6M';
        const key = `${to} ${round}`;
        if (subject.startsWith('เหลือ ')) {
          held.set(key, send);
          return { MessageId: `held-${key}` };
        }
        const answer = await send();
        if (subject.startsWith('ได้รับรายงาน')) await held.get(key)?.();
        return answer;
      }),
    });
    expect(rulesOf(verdict)).toContain('reminded-after-submission');
  });

  test('a visit on a holiday, because the product takes it for a working day', async () => {
    const holidays = ['2020-05-04', '2020-05-06', '2020-05-11'].map((date) => ({
      date: localDate(date),
      name: 'วันทำการชดเชย',
      kind: 'working-day' as const,
      source: 'มติคณะรัฐมนตรีที่ไม่มีอยู่จริง',
      confirmed: true,
    }));
    const verdict = await aYear({ ...few, calendarOverrides: holidays });
    expect(rulesOf(verdict)).toContain('visit-day');
  });
});

describe('of a season that was sound, a fault is found:', () => {
  let seen: YearSeen;
  beforeAll(async () => {
    const order = { fiscalYear: fiscalYear(2563), province: '80', organizations: 12, seed: 7 };
    const lived = await liveYear({ ...order, load, firstDay: localDate('2020-03-30') });
    seen = lived.seen;
    expect([...lived.troubles, ...audit(seen).violations]).toEqual([]);
  }, 300_000);

  const rulesWith = (changes: Partial<YearSeen>) => rulesOf(audit({ ...seen, ...changes }));
  const withMails = (change: (mail: SeenMail) => SeenMail) =>
    rulesWith({ mails: seen.mails.map(change) });
  const without = (...kinds: SeenMail['kind'][]) =>
    rulesWith({ mails: seen.mails.filter(({ kind }) => !kinds.includes(kind)) });
  /** Visits that were held on the day on which they were published. */
  const held = () => {
    const changed = seen.deeds.flatMap((deed) =>
      ['moved', 'postponed', 'cancelled'].includes(deed.deed) ? [deed.orgId] : [],
    );
    return seen.deeds
      .filter((deed) => deed.deed === 'published')
      .filter(({ orgId }) => !changed.includes(orgId));
  };
  type Published = Extract<Deed, { readonly deed: 'published' }>;
  const withTime = (deed: Published, time: Partial<Published['time']>) =>
    rulesWith({
      deeds: seen.deeds.map((one) =>
        one === deed ? { ...deed, time: { ...deed.time, ...time } } : one,
      ),
    });
  const first = (): Published => {
    const [deed] = held();
    if (!deed) throw new Error('nobody was visited on the day published');
    return deed;
  };
  const sent = (...kinds: SeenMail['kind'][]) =>
    seen.mails.find(({ kind, invitation }) => kinds.includes(kind) && invitation !== undefined)?.id;

  test('the season had postponements, refusals, numbers that came late and urgent visits', () => {
    const deeds = new Set(seen.deeds.map(({ deed }) => deed));
    for (const deed of ['postponed', 'moved', 'other-day-asked', 'numbered'] as const) {
      expect(deeds).toContain(deed);
    }
    expect(seen.mails.some(({ isUrgent }) => isUrgent)).toBe(true);
    expect(seen.mails.some(({ kind }) => kind === 'visit-team')).toBe(true);
  });

  test('a team is in two places', () => {
    const [one, other] = held();
    if (!one || !other) throw new Error('two visits are needed');
    expect(withTime(one, other.time)).toContain('team-booked-twice');
  });

  test('an organization is visited twice on one day', () => {
    const deed = first();
    const again = { ...deed, visitNo: 2, time: { ...deed.time, team: 'team-9' } };
    expect(rulesWith({ deeds: [...seen.deeds, again] })).toContain('organization-booked-twice');
  });

  test('a visit on a holiday', () => {
    expect(withTime(first(), { day: '2020-06-03' })).toContain('visit-day');
  });

  test('a visit on a day on which its team stays at home, or its host is away', () => {
    const { orgId, time, at } = first();
    const days = { at: at - 1, from: time.day, to: time.day };
    const team = { deed: 'team-blocked', orgId: '', team: time.team, ...days } as const;
    const host = { deed: 'organization-away', orgId, ...days } as const;
    for (const deed of [team, host]) {
      expect(rulesWith({ deeds: [deed, ...seen.deeds] })).toContain('visit-blocked');
    }
  });

  test('a visit of which only an informal mail has told', () => {
    const { orgId } = first();
    const informal = (mail: SeenMail) =>
      mail.orgId === orgId ? { ...mail, isInformal: true } : mail;
    expect(withMails(informal)).toContain('visit-unserved');
  });

  test('a visit at short notice whose host was not told why', () => {
    expect(withMails((mail) => ({ ...mail, isUrgent: false }))).toContain('visit-unserved');
  });

  test('an office that is not asked for the numbers it lacks', () => {
    expect(without('visit-unserved')).toEqual(['missing']);
  });

  test('a visit that is neither reported nor chased', () => {
    expect(without('supervision-overdue')).toContain('visit-unreported');
  });

  test('a recommendation that is neither answered nor chased', () => {
    expect(without('advice', 'advice-reminder', 'advice-overdue', 'advice-more')).toContain(
      'advice-unanswered',
    );
  });

  test.each([
    ['another UID', { uid: 'visit-2563-80-9999-1@localhost' }],
    ['a SEQUENCE that does not grow', { sequence: -1 }],
    ['the wrong METHOD', { method: 'PUBLISH' }],
    ['the time of yesterday', { starts: 0 }],
  ])('an invitation with %s', (_, changes) => {
    const id = sent('visit-moved', 'visit-cancelled');
    const spoilt = (mail: SeenMail) =>
      mail.id === id && mail.invitation
        ? { ...mail, invitation: { ...mail.invitation, ...changes } }
        : mail;
    expect(withMails(spoilt)).toContain('invitation');
  });

  test('a team that is not told of its visit', () => {
    expect(without('visit-team')).toEqual(['missing']);
  });
});

describe('the command', () => {
  test.each([
    [['--fiscal-year', '2020'], '--fiscal-year 2020 is not a Buddhist Era year'],
    [['--fiscal-year', '2567'], 'the holidays of 2023 are not known'],
    [['--organizations', '0'], '--organizations must lie between 1 and'],
    [['--teams', '0'], '--teams must lie between 1 and 9'],
    [['--sead', '1'], "Unknown option '--sead'"],
  ])('refuses %j in one line, with exit status 2', (args, message) => {
    const command = join(root, 'infra', 'local', 'simulate.ts');
    try {
      execFileSync(process.execPath, [command, ...args], { encoding: 'utf8', stdio: 'pipe' });
      expect.unreachable('it was not refused');
    } catch (error) {
      const { status, stderr } = z.object({ status: z.number(), stderr: z.string() }).parse(error);
      expect(status).toBe(2);
      expect(stderr).toContain(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });
});
