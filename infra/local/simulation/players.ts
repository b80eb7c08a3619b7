/**
 * The local people of a simulated year: officers who report, and chief executives who sign.
 *
 * Chance decides who is early, late or never, who has the report signed in the system, who corrects what is
 * returned. They act on the site only, as their browsers would.
 */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { FiscalYear } from '../../../shared/domain/fiscal-year.ts';
import {
  addDays,
  instantAt,
  type LocalDate,
  localDateAt,
} from '../../../shared/domain/local-date.ts';
import type { Contact } from '../../../shared/domain/organization.ts';
import type { PlanItem } from '../../../shared/domain/plan.ts';
import { type Round, roundDates, rounds, standardRules } from '../../../shared/domain/round.ts';
import { type WorkCalendar, workCalendar } from '../../../shared/domain/work-calendar.ts';
import {
  BOUNCING_DOMAIN,
  type MadeUpOrganization,
  type MadeUpProvince,
} from '../sample/province.ts';
import { type Chance, chance } from '../sample/random.ts';
import type { YearSeen } from './audited-case.ts';
import { type OfficePlayer, playOffice } from './office-player.ts';
import {
  type Answer,
  type Browser,
  fine,
  hidden,
  type Outside,
  openStage,
  type Stage,
  signIn,
  thaiDate,
} from './stage.ts';

export interface Play {
  readonly fiscalYear: FiscalYear;
  readonly province: MadeUpProvince;
  readonly seed: number;
  /** When the year is over. */
  readonly closes: Date;
}

/** What one round of one organization is about. */
interface Report {
  readonly round: Round;
  readonly path: string;
  readonly statuses: Map<string, '2' | '3' | '4'>;
}

const DAY_MS = 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;

type Manner = 'early' | 'steady' | 'last-day' | 'late' | 'after-lock' | 'never';

/** In a hundred. */
const MANNERS: readonly (readonly [Manner, number])[] = [
  ['early', 27],
  ['steady', 25],
  ['last-day', 14],
  ['late', 18],
  ['after-lock', 3],
  ['never', 13],
];

export async function play(outside: Outside, { fiscalYear, province, seed, closes }: Play) {
  const stage = openStage(outside);
  const calendar = workCalendar(province.office.province);
  const office = playOffice({
    stage,
    fiscalYear,
    province,
    calendar,
    dice: chance(seed ^ 0x0ff1ce),
  });
  for (const [index, made] of province.organizations.entries()) {
    playOrganization({
      stage,
      office,
      fiscalYear,
      calendar,
      made,
      dice: chance(seed * 65_537 + index),
    });
  }
  await stage.playUntil(closes.valueOf());
  const { diary: deeds, troubles } = stage;
  const seen: Pick<YearSeen, 'deeds' | 'standings' | 'closing' | 'schedule'> = {
    deeds,
    ...(await office.lookBack()),
  };
  return { ...seen, troubles };
}

interface Local {
  readonly stage: Stage;
  readonly office: OfficePlayer;
  readonly fiscalYear: FiscalYear;
  readonly calendar: WorkCalendar;
  readonly made: MadeUpOrganization;
  readonly dice: Chance;
}

function playOrganization(local: Local) {
  const { stage, office, fiscalYear, calendar, made, dice } = local;
  const { orgId } = made.organization;
  const statuses = new Map<string, '2' | '3' | '4'>();
  for (const round of rounds) {
    const path = `/organizations/${orgId}/reports/${fiscalYear}/${round}`;
    const report = { round, path, statuses };
    const begins = beginning(
      mannerOf(dice),
      roundDates(round, fiscalYear, standardRules, calendar),
      dice,
    );
    if (begins === undefined) continue;
    if (!emailOf(made, 'coordinator').endsWith(BOUNCING_DOMAIN)) {
      stage.later(begins, () => write(local, report));
    } else if (dice.fraction() < 0.5) {
      // Whom no mail reaches cannot sign in either: the office writes down what comes on paper.
      office.task(begins, (browser) => handInOnPaper(local, report, browser));
    }
  }
  office.expectReports(orgId, (round) => {
    if (dice.fraction() < 0.15) return;
    const path = `/organizations/${orgId}/reports/${fiscalYear}/${round}`;
    const when = stage.now().valueOf() + (1 + dice.below(6)) * DAY_MS + dice.below(120) * 60_000;
    const correct = (browser: Browser) => handInOnPaper(local, { round, path, statuses }, browser);
    if (emailOf(made, 'coordinator').endsWith(BOUNCING_DOMAIN)) office.task(when, correct);
    else stage.later(when, async () => correct(await signInAs(local, 'coordinator')));
  });
}

function mannerOf(dice: Chance): Manner {
  let left = dice.below(100);
  for (const [manner, share] of MANNERS) {
    if (left < share) return manner;
    left -= share;
  }
  return 'never';
}

/** When an officer sits down to the report: mostly in office hours, a few at dawn, at the last moment until late. */
function beginning(
  manner: Manner,
  { opens, due, lock }: { opens: LocalDate; due: LocalDate; lock: LocalDate },
  dice: Chance,
): number | undefined {
  const inHours = () =>
    dice.fraction() < 0.08 ? 7 * 60 + dice.below(80) : 9 * 60 + dice.below(430);
  const at = (day: LocalDate, minute: number) => instantAt(day, 0, minute).valueOf();
  switch (manner) {
    case 'early':
      return at(addDays(opens, dice.below(13)), inHours());
    case 'steady':
      return at(addDays(due, -1 - dice.below(16)), inHours());
    case 'last-day':
      return at(due, 9 * 60 + dice.below(14 * 60 + 45));
    case 'late':
      return at(addDays(due, 1 + dice.below(24)), inHours());
    case 'after-lock':
      return at(addDays(lock, 1), inHours());
    case 'never':
      return undefined;
  }
}

function emailOf(
  { organization: { contacts } }: MadeUpOrganization,
  role: Contact['role'],
): string {
  return contacts.find((contact) => contact.role === role)?.email ?? '';
}

function signInAs({ stage, made }: Local, role: Contact['role']): Promise<Browser> {
  // Each organization has a network of its own.
  const [, number = '0'] = made.organization.orgId.split('-');
  return signIn(stage, emailOf(made, role), `10.80.${Number(number) >> 8}.${Number(number) & 255}`);
}

/** The officer fills in the form, then has it signed one way or the other. */
async function write(local: Local, report: Report): Promise<void> {
  const { dice } = local;
  const browser = await signInAs(local, 'coordinator');
  const way = dice.fraction();
  if (way < 0.55) await handInByProgram(local, report, browser);
  else if (way < 0.7) await handInOnPaper(local, report, browser);
  else await layBefore(local, report, browser);
}

const reportSchema = z.object({ draftVersion: z.number() });
const savedSchema = z.object({ version: z.number() });
const receiptSchema = z.object({ receipt: z.string() });

/** The same by the JSON API: a draft, then the submission with the signature on paper. */
async function handInByProgram(local: Local, report: Report, browser: Browser): Promise<void> {
  const { stage, made, dice } = local;
  const { round, path, statuses } = report;
  const { orgId } = made.organization;
  const view = fine(path, await browser.get(`/api${path}`));
  const lines = made.items.map((item) => {
    const status = statusOf(item, round, statuses.get(item.itemId), dice);
    statuses.set(item.itemId, status);
    const reason = status === '4' ? 2 : null;
    return { itemId: item.itemId, status: Number(status), reason, remark: remarkOf(dice) };
  });
  const { draftVersion } = reportSchema.parse(JSON.parse(view.text));
  const draft = await browser.send('PUT', `/api${path}/draft`, {
    version: draftVersion,
    content: { lines },
  });
  const { version } = savedSchema.parse(JSON.parse(fine(`${path} saved`, draft).text));
  stage.note({ deed: 'draft-saved', orgId, round });
  const signedOn = localDateAt(stage.now());
  const answer = await browser.send('POST', `/api${path}/submissions`, {
    submissionId: randomUUID(),
    version,
    signature: { position: 'นายกองค์กรปกครองส่วนท้องถิ่น', capacity: 'holder', signedOn },
  });
  if (isTooLate(local, round, answer)) return;
  const { receipt } = receiptSchema.parse(JSON.parse(fine(`${path} handed in`, answer).text));
  handedIn(local, round, receipt);
}

/** Signed on paper: written down, checked and handed in at one sitting. */
async function handInOnPaper(local: Local, report: Report, browser: Browser): Promise<void> {
  const { path } = report;
  await saveDraft(local, report, browser);
  const check = fine(path, await browser.get(`${path}/check`));
  const signed = await browser.post(`${path}/paper-signoff`, {
    contentHash: hidden(check, 'contentHash'),
    position: 'นายกองค์กรปกครองส่วนท้องถิ่น',
    capacity: 'holder',
    ...thaiDate('signedOn', localDateAt(local.stage.now())),
  });
  fine(`${path} signed on paper`, signed);
  await submit(local, report, browser);
}

async function saveDraft(local: Local, { round, path, statuses }: Report, browser: Browser) {
  const { stage, made, dice } = local;
  const { orgId } = made.organization;
  const form = fine(path, await browser.get(path));
  const fields: Record<string, string> = { version: hidden(form, 'version') };
  for (const item of made.items) {
    const status = statusOf(item, round, statuses.get(item.itemId), dice);
    statuses.set(item.itemId, status);
    fields[`status-${item.itemId}`] = status;
    fields[`remark-${item.itemId}`] = remarkOf(dice);
    if (status === '4') fields[`reason-${item.itemId}`] = '1';
  }
  fine(`${path} saved`, await browser.post(path, fields));
  stage.note({ deed: 'draft-saved', orgId, round });
}

/** What was completed stays so; work of the whole year goes on in April. */
function statusOf(
  { wholeYear }: PlanItem,
  round: Round,
  before: '2' | '3' | '4' | undefined,
  dice: Chance,
): '2' | '3' | '4' {
  if (before === '3') return '3';
  if (wholeYear && round === '6M') return '2';
  const chance = dice.fraction();
  return chance < (round === '6M' ? 0.4 : 0.8) ? '3' : chance < 0.93 ? '2' : '4';
}

function remarkOf(dice: Chance): string {
  return dice.pick(['', 'ดำเนินการตามแผน', 'อยู่ระหว่างการจัดซื้อจัดจ้าง', `ฉบับแก้ไขที่ ${dice.below(1000)}`]);
}

async function submit(local: Local, { round, path }: Report, browser: Browser): Promise<void> {
  const check = fine(path, await browser.get(`${path}/check`));
  const answer = await browser.post(`${path}/submit`, {
    version: hidden(check, 'version'),
    submissionId: hidden(check, 'submissionId'),
  });
  if (isTooLate(local, round, answer)) return;
  fine(`${path} handed in`, answer);
  const receipt = fine('the receipt', await browser.get(answer.next));
  handedIn(local, round, /\d{4}-(?:6M|12M)-\d{2}-\d{4}-\d+-\d/.exec(receipt.text)?.[0] ?? '');
}

/** After the lock a first report is refused, and rightly so. */
function isTooLate(
  { stage, office, made, fiscalYear, calendar }: Local,
  round: Round,
  { status }: Answer,
): boolean {
  const { lock } = roundDates(round, fiscalYear, standardRules, calendar);
  const first = !office.hasReport(made.organization.orgId, round);
  return first && localDateAt(stage.now()) > lock && status === 409;
}

function handedIn({ stage, office, made }: Local, round: Round, receipt: string) {
  const { orgId } = made.organization;
  stage.note({ deed: 'submitted', orgId, round, receipt });
  office.reportCame(orgId, round);
}

/** Laid before the chief executive, who signs, sends it back once, or leaves it lying. */
async function layBefore(local: Local, report: Report, browser: Browser): Promise<void> {
  const { stage, made, dice } = local;
  const { path, round } = report;
  await saveDraft(local, report, browser);
  const check = fine(path, await browser.get(`${path}/check`));
  const asked = await browser.post(`${path}/ask-signoff`, { version: hidden(check, 'version') });
  fine(`${path} laid before the executive`, asked);
  stage.note({ deed: 'signoff-asked', orgId: made.organization.orgId, round });
  if (dice.fraction() < 0.12) return;
  stage.later(stage.now().valueOf() + 4 * HOUR_MS + dice.below(50) * HOUR_MS, () =>
    decide(local, report),
  );
}

async function decide(local: Local, report: Report): Promise<void> {
  const { stage, made, dice } = local;
  const { path, round } = report;
  const browser = await signInAs(local, 'executive');
  const form = fine(`${path} to sign`, await browser.get(`${path}/sign-off`));
  const soon = stage.now().valueOf() + HOUR_MS + dice.below(20) * HOUR_MS;
  if (dice.fraction() < 0.15) {
    const reason = 'โปรดตรวจสอบสถานะของโครงการอีกครั้ง';
    fine(`${path} sent back`, await browser.post(`${path}/send-back`, { reason }));
    stage.note({ deed: 'draft-saved', orgId: made.organization.orgId, round });
    stage.later(soon, async () => layBefore(local, report, await signInAs(local, 'coordinator')));
    return;
  }
  const contentHash = hidden(form, 'contentHash');
  fine(`${path} signed`, await browser.post(`${path}/sign`, { contentHash, instruction: '' }));
  stage.note({ deed: 'signed', orgId: made.organization.orgId, round });
  stage.later(soon, async () => {
    const officer = await signInAs(local, 'coordinator');
    await submit(local, report, officer);
  });
}
