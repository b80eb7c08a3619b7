/** A whole year of one province, run through the real product on a clock that is moved by hand. */
import {
  endYearOf,
  type FiscalYear,
  fiscalYearWindow,
} from '../../../shared/domain/fiscal-year.ts';
import {
  instantAt,
  type LocalDate,
  localDate,
  localDateAt,
} from '../../../shared/domain/local-date.ts';
import { type Settings, settingsStore } from '../../../shared/store/settings-store.ts';
import { steppedClock } from '../clock.ts';
import { dynamoEngine } from '../dynamo-engine.ts';
import { mailArchive } from '../mail-archive.ts';
import { BOUNCING_DOMAIN, type MadeUpProvince, madeUpProvince } from '../sample/province.ts';
import { seed } from '../sample/seed.ts';
import { openSystem, type SystemOptions } from '../system.ts';
import type { Violation, YearSeen } from './audited-case.ts';
import type { KeptMail } from './audited-mail.ts';
import { audit, type Verdict } from './auditor.ts';
import { type MailReading, readingHere } from './mail-reading.ts';
import { play } from './players.ts';
import type { Outside } from './stage.ts';

export interface YearOptions {
  readonly fiscalYear: FiscalYear;
  readonly province: string;
  readonly organizations: number;
  readonly teams?: number | undefined;
  readonly seed: number;
  readonly load: SystemOptions['load'];
  /** Until when nothing happens anyway. @default the first day of the fiscal year */
  readonly firstDay?: LocalDate;
  /** What the product believes of the calendar beyond the listed holidays, unlike the auditor. @default nothing */
  readonly calendarOverrides?: Settings['calendarOverrides'];
  /** Reads the mails for the auditor. @default in this thread */
  readonly reading?: MailReading;
  /** Told the day that has been reached, and its share of the year, 0–1. */
  readonly onProgress?: (day: string, share: number) => void;
}

/** Share of organizations whose main address bounces. */
const BOUNCES = 0.06;
const URL = 'http://localhost:3000';

/** Lives through the year and has it judged. */
export async function simulateYear(options: YearOptions): Promise<Verdict> {
  const { seen, troubles } = await liveYear(options);
  const verdict = audit(seen);
  return { ...verdict, violations: [...troubles, ...verdict.violations] };
}

/** Lives through the year: what the auditor gets to see of it, and what went wrong on the way. */
export async function liveYear(
  options: YearOptions,
): Promise<{ readonly seen: YearSeen; readonly troubles: readonly Violation[] }> {
  const { fiscalYear, province, load, calendarOverrides = [], onProgress = () => {} } = options;
  const opens = instantAt(options.firstDay ?? fiscalYearWindow(fiscalYear).opens);
  const closes = instantAt(localDate(`${endYearOf(fiscalYear)}-12-01`), 23);
  const clock = steppedClock({ start: opens, flows: false });
  const dynamo = await dynamoEngine();
  const archive = await mailArchive();
  const errors: Violation[] = [];
  const noteError = (where: string, error: unknown) => {
    const at = clock.now();
    errors.push({ rule: 'error', at: at.toISOString(), what: `${where}: ${String(error)}` });
  };
  const system = await openSystem({
    clock,
    securityNow: () => clock.now(),
    dynamo,
    archive,
    assets: {
      styles: '/assets/styles.css',
      script: '/assets/page.js',
      passkey: '/assets/passkey.js',
      icon: '/assets/icon.svg',
      fonts: [],
    },
    publicUrl: URL,
    pepper: `the secret of seed ${options.seed}`,
    mailFrom: 'nithet@localhost.example',
    // The pace is for real mail services; here the clock stands still while mails are sent.
    mailPerSecond: 10_000,
    transit: 0,
    load,
    onError: noteError,
  });
  const made = madeUpProvince({ ...options, year: fiscalYear, bounces: BOUNCES });
  await seed(system.table, { province: made, fiscalYear, users: [] });
  const settings = settingsStore(system.table);
  const standard = await settings.load();
  await settings.save({ ...standard, firstYear: fiscalYear, calendarOverrides });
  system.start();

  const { reading = readingHere() } = options;
  const mailbox = new Map<string, KeptMail[]>();
  let since = '';
  /** Brings what has come to the mailbox to its reader and to whom it went. */
  const collect = async () => {
    for (const { id, at, destinations } of archive.accepted({ since })) {
      since = id;
      const source = await archive.source(id);
      if (!source) continue;
      const mail = { id, at, to: destinations, source };
      reading.hand(mail);
      for (const address of destinations) {
        mailbox.set(address, [mail, ...(mailbox.get(address) ?? [])]);
      }
    }
  };
  const outside: Outside = {
    url: URL,
    now: () => clock.now(),
    fetch: (request) => system.fetch(request),
    mailsTo: async (address, since) => {
      await collect();
      const mails = mailbox.get(address) ?? [];
      return mails.filter(({ at }) => at >= since.toISOString()).map(({ source }) => source);
    },
    async advanceTo(instant) {
      await clock.advanceTo(instant);
      await collect();
      const now = clock.now();
      const share = (now.valueOf() - opens.valueOf()) / (closes.valueOf() - opens.valueOf());
      onProgress(localDateAt(now), Math.min(1, share));
    },
  };
  try {
    const played = await play(outside, { fiscalYear, province: made, seed: options.seed, closes });
    const { troubles, ...facts } = played;
    await collect();
    const mails = await reading.finish();
    const seen = { fiscalYear, province, ...cast(made), ...facts, mails };
    return { seen, troubles: [...errors, ...troubles] };
  } finally {
    await system.stop();
    await clock.close();
    await dynamo.close();
  }
}

/** Who is who, as plain facts. */
function cast({
  organizations,
  office,
  teams,
}: MadeUpProvince): Pick<YearSeen, 'organizations' | 'office' | 'teams'> {
  return {
    teams: teams.map(({ teamId, members }) => ({
      team: teamId,
      members: members.flatMap(({ email }) => (email ? [email] : [])),
    })),
    organizations: organizations.map(({ organization: { orgId, contacts, names } }) => ({
      orgId,
      shortName: names.at(-1)?.shortName ?? orgId,
      people: contacts.map(({ role, email }) => ({
        role,
        email,
        bounces: email.endsWith(`@${BOUNCING_DOMAIN}`),
      })),
    })),
    office: office.contacts.map(({ email }) => email),
  };
}
