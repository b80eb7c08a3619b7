/** Wires the mail functions. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSendQuotaCommand, SESClient } from '@aws-sdk/client-ses';
import * as z from 'zod';
import type { Platform } from '../../shared/platform.ts';
import { accountStore } from '../../shared/store/account-store.ts';
import { noticeStore } from '../../shared/store/notice-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { seasonStore } from '../../shared/store/season-store.ts';
import { settingsStore } from '../../shared/store/settings-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createDeliverAccountMail } from './deliver-account-mail.ts';
import { createDeliverCode } from './deliver-code.ts';
import { createDeliverMail, type Quota } from './deliver-mail.ts';
import { quotaOf } from './quota.ts';
import { createRecordDelivery } from './record-delivery.ts';
import { createSendMail } from './send-mail.ts';
import { createStillDue } from './still-due.ts';
import { writeAccountMail, writeCode, writeNotice } from './write-mail.ts';

const environment = z.object({
  TABLE_NAME: z.string().min(1),
  NITHET_PUBLIC_URL: z.url().default('http://localhost:3000'),
  MAIL_FROM: z.email(),
  /** Most mails a second; fewer where the account may not send so many. */
  MAIL_PER_SECOND: z.coerce.number().positive().default(14),
  SES_CONFIGURATION_SET: z.string().min(1).optional(),
});

type Needs = Pick<Platform, 'env' | 'documents' | 'ses' | 'now'> & {
  /** What SES allows the account now. @default as much as is asked for */
  readonly quota?: () => Promise<Quota>;
};

export function wire({ env, documents, ses, now, quota = unlimited }: Needs) {
  const settings = environment.parse(env);
  const table = dynamoTable(documents, settings.TABLE_NAME);
  const notices = noticeStore(table);
  const obligations = obligationStore(table);
  const sender = { from: settings.MAIL_FROM, publicUrl: settings.NITHET_PUBLIC_URL };
  const send = createSendMail({
    ses,
    from: settings.MAIL_FROM,
    configurationSet: settings.SES_CONFIGURATION_SET,
  });
  const pause = (milliseconds: number) => setTimeout(milliseconds);
  return {
    deliverMail: createDeliverMail({
      notices,
      stillDue: createStillDue({ obligations, season: seasonStore(table) }),
      write: (row) => writeNotice(row, sender, now()),
      send,
      quota: async () => {
        const { perSecond, left } = await quota();
        return { perSecond: Math.min(perSecond, settings.MAIL_PER_SECOND), left };
      },
      newToken: randomUUID,
      now,
      pause,
    }),
    deliverCode: createDeliverCode({
      write: (request) => writeCode(request, randomUUID(), sender, now()),
      send,
      pause,
    }),
    deliverAccountMail: createDeliverAccountMail({
      write: (mail) => writeAccountMail(mail, randomUUID(), sender, now()),
      send,
      pause,
    }),
    recordDelivery: createRecordDelivery({
      accounts: accountStore(table),
      notices,
      roster: rosterStore(table),
      obligations,
      settings: settingsStore(table),
      now,
    }),
  };
}

async function unlimited(): Promise<Quota> {
  return { perSecond: Number.POSITIVE_INFINITY, left: Number.POSITIVE_INFINITY };
}

/** What only AWS sets. */
const awsEnvironment = z.object({
  /** Region of the table: `record-delivery` lives where SES is. */
  TABLE_REGION: z.string().min(1),
  /** Region of SES, which is not offered everywhere. */
  MAIL_REGION: z.string().min(1),
});

/** The mail functions as Lambda calls them. */
export function wireOnAws(env: Platform['env']) {
  const { TABLE_REGION, MAIL_REGION } = awsEnvironment.parse(env);
  const ses = new SESClient({
    region: MAIL_REGION,
    // No second attempt: an answer that was lost would be two mails, and nobody would know.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
  });
  return wire({
    env,
    documents: documentClient(new DynamoDBClient({ region: TABLE_REGION })),
    ses,
    quota: async () => quotaOf(await ses.send(new GetSendQuotaCommand())),
    now: () => new Date(),
  });
}

const onAws = once(() => wireOnAws(process.env));

export async function deliverMail() {
  const run = await onAws().deliverMail();
  const overdue = run.nextDueAt ? Date.now() - Date.parse(run.nextDueAt) : 0;
  const line = { ...run, overdueSeconds: Math.max(0, Math.round(overdue / 1000)) };
  // Alarms and the dashboard take their figures from this line, which must not begin as Lambda's `console` would.
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
export const deliverCode = (input: unknown) => onAws().deliverCode(input);
export const deliverAccountMail = (input: unknown) => onAws().deliverAccountMail(input);
export const recordDelivery = (input: unknown) => onAws().recordDelivery(input);
