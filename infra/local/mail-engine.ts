/**
 * SES (version 1) inside this process: accepted mails are kept in an archive, and with an SMTP server
 * they really leave.
 *
 * Errors mean what they mean on AWS. `MessageRejected` and `InvalidParameterValue`: this mail never goes
 * out. `Throttling` and `ServiceUnavailable`: it has not gone out, try again. An error without a status:
 * nobody knows.
 */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { SESClient } from '@aws-sdk/client-ses';
import nodemailer from 'nodemailer';
import { addressParser } from 'postal-mime';
import * as z from 'zod';
import type { Clock } from './clock.ts';
import { inProcess, type ServiceRequest } from './in-process.ts';
import type { AcceptedMail, MailArchive } from './mail-archive.ts';

/** What becomes of a mail at an address. `dropped`: nothing is ever heard of it. */
export type Outcome = 'delivered' | 'bounced' | 'complained' | 'dropped';

/** A fault put in on purpose. `lost-response`: accepted, but the sender sees a broken connection. */
export type MailFault = 'throttled' | 'lost-response' | 'lost-event';

/**
 * An event as SES publishes it.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export interface MailEvent {
  readonly eventType: 'Delivery' | 'Bounce' | 'Complaint';
  readonly mail: {
    readonly timestamp: string;
    readonly messageId: string;
    readonly source: string;
    readonly destination: readonly string[];
    readonly tags: Readonly<Record<string, readonly string[]>>;
  };
  readonly delivery?: object;
  readonly bounce?: object;
  readonly complaint?: object;
}

export interface MailEngineOptions {
  readonly clock: Pick<Clock, 'now' | 'run'>;
  readonly archive: MailArchive;
  /** Takes each event once the mail is accepted; again after a crash, if it had not taken it before. */
  readonly onEvent: (event: MailEvent) => Promise<void>;
  /** Told of an error of `onEvent`; the event is not repeated. */
  readonly onError?: (error: unknown) => void;
  /** Server that mails leave through, as in `smtps://user:password@mail.example.go.th`. No events come of it. */
  readonly smtpUrl?: string | undefined;
  /** @default bounced at `bounce.invalid` and its subdomains, delivered anywhere else */
  readonly outcome?: (address: string) => Outcome;
  /** Chooses the mails that are to meet a fault. @default none */
  readonly fault?: (mail: Omit<AcceptedMail, 'id'>) => MailFault | undefined;
  /** How long news of a mail is under way, in milliseconds of the computer's own time. @default 10 */
  readonly transit?: number;
}

const MAX_RECIPIENTS = 50;
const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

/** An SES client whose mails stay here or leave by SMTP. Events left over from before a crash come first. */
export function mailEngine(options: MailEngineOptions): SESClient {
  const { clock, archive, smtpUrl, fault = () => undefined } = options;
  const leave = smtpUrl === undefined ? undefined : smtpSender(smtpUrl);
  const outcome = leave ? unheardOf : (options.outcome ?? sampleOutcome);
  const tell = eventQueue(options);
  for (const mail of archive.untold()) tell(mail, outcome);

  async function sendRawEmail(input: URLSearchParams) {
    const { source, destinations, message, tags } = parseSending(input);
    const envelope = { at: clock.now().toISOString(), source, destinations, tags };
    const met = fault(envelope);
    if (met === 'throttled') throw new Refused('Throttling', 'Maximum sending rate exceeded.');
    const refused = await leave?.(envelope, message);
    const mail = await archive.keep(envelope, message);
    if (met === 'lost-event') tell(mail, unheardOf);
    else tell(mail, (address) => (refused?.includes(address) ? 'bounced' : outcome(address)));
    if (met === 'lost-response') throw new Error('socket hang up');
    return `<MessageId>${mail.id}</MessageId>`;
  }

  async function answer({ body }: ServiceRequest) {
    const input = new URLSearchParams(body);
    const action = input.get('Action');
    try {
      if (action === 'SendRawEmail') return reply(action, await sendRawEmail(input));
      throw new Refused('InvalidAction', `only SendRawEmail is embedded, not ${action}`);
    } catch (error) {
      if (error instanceof Refused) return refusal(error);
      throw error;
    }
  }

  // A second attempt by the SDK itself could send a mail twice without anyone knowing.
  return new SESClient({ ...inProcess(answer), maxAttempts: 1 });
}

/** Tells of accepted mails, one after the other in their order. */
function eventQueue(options: MailEngineOptions) {
  const { clock, archive, onEvent, onError = () => {}, transit = 10 } = options;
  let last = Promise.resolve();

  async function tell(mail: AcceptedMail, outcome: (address: string) => Outcome) {
    for (const event of eventsOf(mail, outcome, clock.now())) {
      await onEvent(event).catch(onError);
    }
    await archive.told(mail.id);
  }

  return (mail: AcceptedMail, outcome: (address: string) => Outcome) => {
    const before = last;
    // As from SES, the answer comes first, and the sender has time to write it down.
    const arrival = transit > 0 ? setTimeout(transit) : setImmediate();
    last = clock.run(async () => {
      await before;
      await arrival;
      await tell(mail, outcome).catch(onError);
    });
  };
}

const unheardOf = (): Outcome => 'dropped';

function sampleOutcome(address: string): Outcome {
  return /[@.]bounce\.invalid$/i.test(address) ? 'bounced' : 'delivered';
}

function eventsOf(mail: AcceptedMail, outcome: (address: string) => Outcome, now: Date) {
  const at = (wanted: Outcome) =>
    mail.destinations.filter((address) => outcome(address) === wanted);
  const complained = at('complained');
  return [
    ...deliveryEvent(mail, [...at('delivered'), ...complained], now),
    ...bounceEvent(mail, at('bounced'), now),
    ...complaintEvent(mail, complained, now),
  ];
}

function deliveryEvent(accepted: AcceptedMail, recipients: string[], now: Date): MailEvent[] {
  if (recipients.length === 0) return [];
  const delivery = { timestamp: now.toISOString(), recipients, smtpResponse: '250 2.0.0 OK' };
  return [{ eventType: 'Delivery', mail: described(accepted), delivery }];
}

function bounceEvent(accepted: AcceptedMail, recipients: string[], now: Date): MailEvent[] {
  if (recipients.length === 0) return [];
  const bounce = {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: recipients.map((emailAddress) => ({
      emailAddress,
      action: 'failed',
      status: '5.1.1',
      diagnosticCode: 'smtp; 550 5.1.1 user unknown',
    })),
    timestamp: now.toISOString(),
    feedbackId: accepted.id,
  };
  return [{ eventType: 'Bounce', mail: described(accepted), bounce }];
}

function complaintEvent(accepted: AcceptedMail, recipients: string[], now: Date): MailEvent[] {
  if (recipients.length === 0) return [];
  const complaint = {
    complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
    timestamp: now.toISOString(),
    feedbackId: accepted.id,
    complaintFeedbackType: 'abuse',
  };
  return [{ eventType: 'Complaint', mail: described(accepted), complaint }];
}

function described({ id, at, source, destinations, tags }: AcceptedMail): MailEvent['mail'] {
  return {
    timestamp: at,
    messageId: id,
    source,
    destination: destinations,
    tags: Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
  };
}

/** An answer that the SDK turns into the error `code`. */
class Refused extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const invalid = (message: string) => new Refused('InvalidParameterValue', message);

function parseSending(input: URLSearchParams) {
  const message = Buffer.from(input.get('RawMessage.Data') ?? '', 'base64');
  if (message.length > MAX_MESSAGE_BYTES) {
    throw invalid(`Message length is more than ${MAX_MESSAGE_BYTES} bytes long: ${message.length}`);
  }
  const header = headerOf(message);
  const from = field(header, 'from');
  if (!from) throw invalid("Missing required header 'From'.");
  const listed = members(input, 'Destinations').map(bareAddress);
  const inHeader = () => ['to', 'cc', 'bcc'].flatMap((name) => listedIn(field(header, name)));
  const destinations = (listed.length > 0 ? listed : inHeader()).map(checkAddress);
  if (destinations.length === 0) throw invalid("Missing required header 'To'.");
  if (destinations.length > MAX_RECIPIENTS)
    throw invalid(`Recipient count exceeds ${MAX_RECIPIENTS}.`);
  const source = checkAddress(bareAddress(input.get('Source') ?? from));
  return { source, destinations, message, tags: parseTags(input) };
}

function headerOf(message: Buffer): string {
  const text = message.toString('utf8', 0, 65_536);
  return text.slice(0, text.search(/\r?\n\r?\n/) + 1 || undefined).replaceAll(/\r?\n[ \t]+/g, ' ');
}

function field(header: string, name: string): string {
  return new RegExp(`^${name}:(.*)$`, 'im').exec(header)?.[1]?.trim() ?? '';
}

function members(input: URLSearchParams, list: string): string[] {
  const found: string[] = [];
  for (let n = 1; input.has(`${list}.member.${n}`); n += 1) {
    found.push(input.get(`${list}.member.${n}`) ?? '');
  }
  return found;
}

function bareAddress(text: string): string {
  return /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text.trim();
}

function listedIn(field: string): string[] {
  return addressParser(field, { flatten: true }).map(({ address }) => address ?? '');
}

function checkAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at === -1 || domain === '') throw invalid("Missing final '@domain'");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (local === '' || /[\s\x00-\x1f]/.test(local))
    throw invalid('Local address contains control or whitespace');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII.
  if (/[^\x00-\x7f]/.test(local)) throw invalid('Local address contains non-ascii characters');
  if (local.length > 64) throw invalid('Local address is too long');
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
  if (!new RegExp(`^${label}(?:\\.${label})+$`, 'i').test(domain)) {
    throw invalid(`Domain contains illegal character or misses its top level: ${domain}`);
  }
  return address;
}

function parseTags(input: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let n = 1; input.has(`Tags.member.${n}.Name`); n += 1) {
    const name = input.get(`Tags.member.${n}.Name`) ?? '';
    const value = input.get(`Tags.member.${n}.Value`) ?? '';
    const fits = /^[A-Za-z0-9_-]{1,256}$/;
    if (!fits.test(name) || !fits.test(value)) throw invalid(`Invalid tag: ${name}=${value}`);
    if (name in tags) throw invalid(`Duplicate tag name: ${name}`);
    tags[name] = value;
  }
  return tags;
}

/** Resolves to the addresses that the server refused while it accepted others. */
type Leave = (
  envelope: Pick<AcceptedMail, 'source' | 'destinations'>,
  message: Buffer,
) => Promise<readonly string[]>;

function smtpSender(url: string): Leave {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 45_000,
  });
  return async ({ source, destinations }, message) => {
    const envelope = { from: source, to: destinations };
    try {
      const { rejected } = await transport.sendMail({ envelope, raw: message });
      return rejected;
    } catch (error) {
      throw smtpRefusal(error);
    }
  };
}

const smtpError = z.object({
  message: z.string(),
  code: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.number().optional(),
  syscall: z.string().optional(),
});

/** `error` as SES would answer it; `error` itself where the server may have taken the mail all the same. */
function smtpRefusal(error: unknown): unknown {
  const parsed = smtpError.safeParse(error);
  if (!parsed.success) return error;
  const { message, code, command, responseCode, syscall } = parsed.data;
  const aboutMail = ['MAIL FROM', 'RCPT TO', 'DATA'].includes(command ?? '');
  if (responseCode !== undefined && aboutMail) {
    return new Refused(responseCode >= 500 ? 'MessageRejected' : 'Throttling', message);
  }
  const notConnected =
    responseCode !== undefined ||
    ['EDNS', 'EAUTH', 'ETLS'].includes(code ?? '') ||
    ['connect', 'getaddrinfo'].includes(syscall ?? '');
  return notConnected ? new Refused('ServiceUnavailable', message, 503) : error;
}

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';

function reply(action: string, result: string) {
  const body = `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result></${action}Response>`;
  return { status: 200, contentType: 'text/xml', body };
}

function refusal({ code, message, status }: Refused) {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = `<Type>${type}</Type><Code>${code}</Code><Message>${escaped(message)}</Message>`;
  const body = `<ErrorResponse xmlns="${NAMESPACE}"><Error>${error}</Error></ErrorResponse>`;
  return { status, contentType: 'text/xml', body };
}

function escaped(text: string) {
  const printable = text.replaceAll(/\p{Cc}+/gu, ' ');
  return printable.replaceAll(/[<>&"']/g, (character) => `&#${character.codePointAt(0)};`);
}
