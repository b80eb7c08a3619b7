/** Keeps each accepted mail as an .eml file beside what the envelope said, or both in memory. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Address, type Attachment } from 'postal-mime';
import * as z from 'zod';
import { UNFINISHED, writeDurably } from './durable-file.ts';

const acceptedMail = z.object({
  /** Sorts in the order of acceptance. */
  id: z.string(),
  at: z.iso.datetime(),
  /** Bare addresses of the envelope, not of the header. */
  source: z.string(),
  destinations: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
});
export type AcceptedMail = z.infer<typeof acceptedMail>;

/** A mail as its reader sees it. */
export interface ReadMail {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  /** The addresses it was delivered to. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly ReadAttachment[];
  /** Path of the source on the mailbox's server. */
  readonly eml: string;
}

export interface ReadAttachment {
  readonly filename: string;
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
  /** Text of a calendar entry; base64 of anything else. */
  readonly content: string;
  readonly encoding: 'utf8' | 'base64';
}

export interface MailFilter {
  /** Only mails to this address. */
  readonly to?: string | undefined;
  /** Only mails to an address that contains this. */
  readonly toLike?: string | undefined;
  /** Only mails accepted after the one of this id. */
  readonly since?: string | undefined;
}

export interface MailArchive {
  /** Resolves when the mail would outlive a crash. */
  keep(mail: Omit<AcceptedMail, 'id'>, source: Uint8Array): Promise<AcceptedMail>;

  /** In the order of acceptance. */
  accepted(filter?: MailFilter): readonly AcceptedMail[];

  /** The source, byte for byte. */
  source(id: string): Promise<Uint8Array | undefined>;

  read(id: string): Promise<ReadMail | undefined>;

  /** Accepted mails whose events nobody has been told yet. */
  untold(): readonly AcceptedMail[];
  told(id: string): Promise<void>;
}

const EML = '.eml';
const ENVELOPE = '.json';
const TOLD = 'told';

/**
 * @param directory made if it is missing; without one, mails live as long as the process.
 * @throws if the directory cannot be used, or if an envelope in it cannot be read.
 */
export async function mailArchive(directory?: string): Promise<MailArchive> {
  const stored = directory === undefined ? memoryFiles() : diskFiles(directory);
  const mails = await loadEnvelopes(stored);
  const byId = new Map(mails.map((mail) => [mail.id, mail]));
  let number = Number(mails.at(-1)?.id.split('-')[0] ?? 0);
  let lastTold = String((await stored.read(TOLD)) ?? '');

  async function source(id: string) {
    return byId.has(id) ? await stored.read(id + EML) : undefined;
  }

  return {
    async keep(envelope, bytes) {
      number += 1;
      const mail = { id: `${String(number).padStart(9, '0')}-${randomUUID()}`, ...envelope };
      // The source comes last: where it is, the mail is whole.
      await stored.write(mail.id + ENVELOPE, Buffer.from(JSON.stringify(mail)));
      await stored.write(mail.id + EML, bytes);
      const later = mails.findLastIndex(({ id }) => id < mail.id) + 1;
      mails.splice(later, 0, mail);
      byId.set(mail.id, mail);
      return mail;
    },

    accepted({ to = '', toLike = '', since = '' } = {}) {
      const exact = to.toLowerCase();
      const part = toLike.toLowerCase();
      const fits = (address: string) =>
        (exact === '' || address === exact) && address.includes(part);
      const from = mails.findLastIndex(({ id }) => id <= since) + 1;
      return mails
        .slice(from)
        .filter(({ destinations }) => destinations.some((address) => fits(address.toLowerCase())));
    },

    source,

    async read(id) {
      const mail = byId.get(id);
      const bytes = await source(id);
      return mail && bytes && readMail(mail, bytes);
    },

    untold: () => mails.filter(({ id }) => id > lastTold),

    async told(id) {
      if (id <= lastTold) return;
      lastTold = id;
      await stored.write(TOLD, Buffer.from(id));
    },
  };
}

/** Files by name; a file is written whole or not at all. */
interface Files {
  names(): Promise<string[]>;
  read(name: string): Promise<Buffer | undefined>;
  write(name: string, content: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}

function memoryFiles(): Files {
  const files = new Map<string, Buffer>();
  return {
    names: async () => [...files.keys()],
    read: async (name) => files.get(name),
    write: async (name, content) => void files.set(name, Buffer.from(content)),
    remove: async (name) => void files.delete(name),
  };
}

function diskFiles(directory: string): Files {
  const path = (name: string) => join(directory, name);
  return {
    async names() {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      return readdir(directory);
    },
    async read(name) {
      try {
        return await readFile(path(name));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write: (name, content) => writeDurably(path(name), content),
    remove: (name) => rm(path(name), { force: true }),
  };
}

/** In the order of acceptance. Clears away what a crash has left half-written. */
async function loadEnvelopes(files: Files): Promise<AcceptedMail[]> {
  const names = new Set(await files.names());
  const mails: AcceptedMail[] = [];
  for (const name of [...names].sort()) {
    const id = name.slice(0, -ENVELOPE.length);
    const whole = !name.endsWith(ENVELOPE) || names.has(id + EML);
    if (name.endsWith(UNFINISHED) || !whole) await files.remove(name);
    else if (name.endsWith(ENVELOPE)) mails.push(await loadEnvelope(files, name));
  }
  return mails;
}

async function loadEnvelope(files: Files, name: string) {
  try {
    return acceptedMail.parse(JSON.parse(String(await files.read(name))));
  } catch (error) {
    throw new Error(`cannot read the envelope ${name} of a mail`, { cause: error });
  }
}

async function readMail(mail: AcceptedMail, source: Uint8Array): Promise<ReadMail> {
  const parsed = await PostalMime.parse(source);
  return {
    id: mail.id,
    at: mail.at,
    from: parsed.from ? addressText(parsed.from) : mail.source,
    to: mail.destinations,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html ?? '',
    attachments: parsed.attachments.map(readAttachment),
    eml: `/store/${mail.id}${EML}`,
  };
}

function addressText({ name, address }: Address): string {
  return name && address ? `${name} <${address}>` : (address ?? name);
}

function readAttachment({ filename, mimeType, method, content }: Attachment): ReadAttachment {
  const bytes =
    typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content));
  const calendar = mimeType === 'text/calendar';
  return {
    filename: filename ?? (calendar ? 'invite.ics' : 'attachment'),
    contentType: method ? `${mimeType}; method=${method}` : mimeType,
    size: bytes.length,
    content: bytes.toString(calendar ? 'utf8' : 'base64'),
    encoding: calendar ? 'utf8' : 'base64',
  };
}
