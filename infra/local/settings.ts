/** What the environment says about an embedded site. A bad setting is one clear line, not a stack trace. */
import { isIP } from 'node:net';
import * as z from 'zod';
import { type LocalDate, localDate, localDateSchema } from '../../shared/domain/local-date.ts';
import { type PasskeyPolicy, passkeyPolicySchema } from '../../shared/domain/passkey.ts';
import { Unusable } from './data-directory.ts';

const text = z.string().trim().min(1);
const url = (protocols: RegExp) => z.url({ protocol: protocols });

const environment = z
  .object({
    PORT: z.coerce.number().int().min(1).max(65_534).default(3000),
    NITHET_HOST: text.default('127.0.0.1'),
    NITHET_DATA: text.default('.nithet'),
    NITHET_TODAY: localDateSchema.default(localDate('2020-04-01')),
    NITHET_SAMPLE: z.enum(['province', 'none']).default('province'),
    NITHET_ADMIN: z.email().optional(),
    NITHET_SMTP_URL: url(/^smtps?$/).optional(),
    NITHET_PUBLIC_URL: url(/^https?$/).optional(),
    NITHET_MAIL_FROM: z.email().default('nithet@localhost.example'),
    NITHET_PASSKEYS: passkeyPolicySchema.default('optional'),
  })
  .refine(
    ({ NITHET_PASSKEYS, NITHET_PUBLIC_URL }) =>
      NITHET_PASSKEYS === 'optional' ||
      !NITHET_PUBLIC_URL ||
      knowsPasskeys(new URL(NITHET_PUBLIC_URL)),
    {
      path: ['NITHET_PASSKEYS'],
      message: 'browsers know passkeys only of sites with a host name and https, or of localhost',
    },
  )
  .refine(({ NITHET_SAMPLE, NITHET_ADMIN }) => NITHET_SAMPLE !== 'none' || NITHET_ADMIN, {
    path: ['NITHET_ADMIN'],
    message: 'the address of the first central officer is needed with NITHET_SAMPLE=none',
  });

export interface LocalSettings {
  readonly port: number;
  readonly host: string;
  readonly dataPath: string;
  /** First day of the sample year; later starts go on where the year stood. */
  readonly firstDay: LocalDate;
  /** Address of the first central officer of a real pilot; nothing with sample data. */
  readonly admin: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly publicUrl: string;
  readonly mailFrom: string;
  /** Whether officers of offices must have a passkey. */
  readonly passkeys: PasskeyPolicy;
}

/** @throws {Unusable} that names every bad setting, in one line */
export function parseSettings(env: Readonly<Record<string, string | undefined>>): LocalSettings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success)
    throw new Unusable(parsed.error.issues.map((issue) => faultOf(issue, env)).join('; '));
  const { data } = parsed;
  return {
    port: data.PORT,
    host: data.NITHET_HOST,
    dataPath: data.NITHET_DATA,
    firstDay: data.NITHET_TODAY,
    admin: data.NITHET_SAMPLE === 'none' ? data.NITHET_ADMIN : undefined,
    smtpUrl: data.NITHET_SMTP_URL,
    publicUrl: data.NITHET_PUBLIC_URL ?? `http://localhost:${data.PORT}`,
    mailFrom: data.NITHET_MAIL_FROM,
    passkeys: data.NITHET_PASSKEYS,
  };
}

/** @see https://www.w3.org/TR/webauthn-3/#rp-id */
function knowsPasskeys({ protocol, hostname }: URL): boolean {
  const isName = isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
  return hostname === 'localhost' || (protocol === 'https:' && isName);
}

function faultOf(
  { path, message }: z.core.$ZodIssue,
  env: Readonly<Record<string, string | undefined>>,
) {
  const name = path.join('.');
  return `ค่า ${name} ใช้ไม่ได้ / bad ${name}=${JSON.stringify(env[name] ?? '')}: ${message}`;
}
