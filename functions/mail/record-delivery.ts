/**
 * Takes what SES reports of mails: delivered, bounced, complained of.
 *
 * Events come late, twice and in any order. A spoilt address is noted first and the row last, so that an event
 * whose work was cut short does all of it when it comes again.
 */
import * as z from 'zod';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import {
  type Fate,
  fated,
  type NoticeRow,
  parseLedgerTag,
  sendAt,
  sendingOf,
  spoilsAddress,
} from '../../shared/domain/ledger.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { provinceOf, recipientsOf } from '../../shared/domain/organization.ts';
import { roundSchema } from '../../shared/domain/round.ts';
import { workCalendar } from '../../shared/domain/work-calendar.ts';
import { actingFor } from '../../shared/notices/reached.ts';
import type { AccountStore } from '../../shared/store/account-store.ts';
import type { NoticeStore } from '../../shared/store/notice-store.ts';
import type { ObligationStore } from '../../shared/store/obligation-store.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import type { SettingsStore } from '../../shared/store/settings-store.ts';

interface Dependencies {
  readonly accounts: Pick<AccountStore, 'noteMail'>;
  readonly notices: Pick<NoticeStore, 'find' | 'settle' | 'ofOwner' | 'enqueue'>;
  readonly roster: Pick<RosterStore, 'find' | 'noteHealth'>;
  readonly obligations: Pick<ObligationStore, 'find' | 'save'>;
  readonly settings: Pick<SettingsStore, 'load'>;
  readonly now: () => Date;
}

/** @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const eventSchema = z.object({
  eventType: z.string(),
  mail: z.object({
    tags: z.record(z.string(), z.array(z.string())).default({}),
    destination: z.array(z.string()).default([]),
  }),
  bounce: z.object({ bounceType: z.string(), bounceSubType: z.string() }).optional(),
  complaint: z.object({ complaintSubType: z.string().nullish() }).optional(),
});
type MailEvent = z.infer<typeof eventSchema>;

const recordsSchema = z.object({
  Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })),
});

/** Takes one event of SES, or several as SNS brings them. */
export function createRecordDelivery(dependencies: Dependencies) {
  const { notices, now } = dependencies;
  return async (input: unknown): Promise<void> => {
    for (const event of eventsOf(input)) {
      const fate = fateOf(event);
      if (fate && event.mail.tags['kind']) await noteAccountMail(dependencies, event, fate);
      // Codes and mails about accounts stand in no ledger.
      const key = parseLedgerTag(event.mail.tags['ledger']?.[0] ?? '');
      const row = key && fate && (await notices.find(key));
      if (!row || !fate || fated(row, fate, now()) === row) continue;
      if (spoilsAddress(fate) && row.owner.startsWith('ORG#')) {
        await replaceAddress(dependencies, row, fate);
      }
      await notices.settle(row, (each) => fated(each, fate, now(), noteOf(event)));
    }
  };
}

function eventsOf(input: unknown): MailEvent[] {
  const records = recordsSchema.safeParse(input).data?.Records;
  const events = records ? records.map(({ Sns }) => parsed(Sns.Message)) : [input];
  return events.flatMap((event) => eventSchema.safeParse(event).data ?? []);
}

/** SNS also brings greetings that are no JSON. */
function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

const SUPPRESSED = ['Suppressed', 'OnAccountSuppressionList'];

function fateOf({ eventType, bounce, complaint }: MailEvent): Fate | undefined {
  switch (eventType) {
    case 'Delivery':
      return 'delivered';
    case 'Bounce':
      if (bounce?.bounceType !== 'Permanent') return 'given-up';
      return SUPPRESSED.includes(bounce.bounceSubType) ? 'suppressed' : 'unreachable';
    case 'Complaint':
      return SUPPRESSED.includes(complaint?.complaintSubType ?? '') ? 'suppressed' : 'complained';
    case 'Reject':
      return 'given-up';
    default:
      return undefined;
  }
}

function noteOf({ eventType, bounce }: MailEvent): string {
  return bounce ? `${eventType} ${bounce.bounceType} ${bounce.bounceSubType}` : eventType;
}

/** Whoever looks after the account sees that codes and invitations do not arrive. */
async function noteAccountMail(
  { accounts, roster, now }: Dependencies,
  { mail: { destination } }: MailEvent,
  fate: Fate,
) {
  const isSpoilt = spoilsAddress(fate);
  // That a mail was given up says nothing of the address.
  if (!isSpoilt && fate !== 'delivered') return;
  const health = fate === 'complained' ? ('complained' as const) : ('bounced' as const);
  for (const email of destination) {
    const failed = isSpoilt ? { at: now().toISOString(), health } : undefined;
    const user = await accounts.noteMail(email, failed);
    // Where notices go to the same address, the office finds it among what it has to mend.
    if (isSpoilt && user?.orgId) await roster.noteHealth(user.orgId, user.email, health);
  }
}

/** The address gets no more mail, the office sees it, and somebody else is told instead. */
async function replaceAddress(dependencies: Dependencies, row: NoticeRow, fate: Fate) {
  const orgId = row.owner.slice('ORG#'.length);
  const health = fate === 'complained' ? 'complained' : 'bounced';
  const organization = await dependencies.roster.find(orgId);
  if (!organization) return;
  const today = localDateAt(dependencies.now());
  const { organization: acting } = await actingFor(dependencies.roster, organization, today);
  await dependencies.roster.noteHealth(acting.orgId, row.to, health);
  await flagObligation(dependencies, orgId, row);
  await tellAlternate(dependencies, acting.orgId, row);
}

async function flagObligation(
  { obligations }: Dependencies,
  orgId: string,
  { about }: Pick<NoticeRow, 'about'>,
) {
  const [year, subject] = about.split('-');
  const round = roundSchema.safeParse(subject).data;
  if (!round) return;
  for (;;) {
    const head = await obligations.find(orgId, { fiscalYear: fiscalYear(Number(year)), round });
    if (!head || head.organization.mail === 'bounced') return;
    const organization = { ...head.organization, mail: 'bounced' as const };
    if (await obligations.save({ ...head, organization })) return;
  }
}

/** Nobody, where another recipient of the same notice may have it already. */
async function tellAlternate(
  { notices, roster, settings, now }: Dependencies,
  orgId: string,
  row: NoticeRow,
) {
  const organization = await roster.find(orgId);
  if (!organization) return;
  const { contacts } = organization;
  const role = contacts.find(({ contactId }) => contactId === row.contactId)?.role ?? 'coordinator';
  const at = now();
  const others = contacts.filter(({ email }) => email !== row.to);
  const alternates = recipientsOf(others, [role], localDateAt(at));
  const told = (await notices.ofOwner(row.owner, row.about))
    .filter(({ kind, rung }) => kind === row.kind && rung === row.rung)
    .map(({ to }) => to);
  const [alternate] = alternates;
  if (!alternate || alternates.some(({ email }) => told.includes(email))) return;
  const { calendarOverrides } = await settings.load();
  const calendar = workCalendar(provinceOf(orgId), calendarOverrides);
  const { owner, about, kind, rung, facts, urgent } = row;
  const { contactId, email: to } = alternate;
  const dueAt = sendAt(at, sendingOf[kind], calendar).toISOString();
  await notices.enqueue({ owner, about, kind, rung, facts, urgent, contactId, to, dueAt }, at);
}
