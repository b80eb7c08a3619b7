/** The mail functions on the embedded database and the embedded SES, with a clock that a test moves. */
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { wire } from '../../functions/mail/index.ts';
import { dynamoEngine } from '../../infra/local/dynamo-engine.ts';
import { mailArchive } from '../../infra/local/mail-archive.ts';
import {
  type MailEngineOptions,
  type MailEvent,
  mailEngine,
} from '../../infra/local/mail-engine.ts';
import { parseLedgerTag } from '../../shared/domain/ledger.ts';
import { accountStore } from '../../shared/store/account-store.ts';
import { noticeStore } from '../../shared/store/notice-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { seasonStore } from '../../shared/store/season-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';

export async function mailWorld(
  start: Date,
  { fault, outcome }: Pick<MailEngineOptions, 'fault' | 'outcome'> = {},
) {
  let time = start;
  let working = 0;
  const now = () => time;
  const engine = await dynamoEngine();
  await engine.createTable('nithet');
  const documents = DynamoDBDocumentClient.from(engine.client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const archive = await mailArchive();
  const events: MailEvent[] = [];
  const ses = mailEngine({
    clock: {
      now,
      async run(activity) {
        working += 1;
        try {
          return await activity();
        } finally {
          working -= 1;
        }
      },
    },
    archive,
    onEvent: async (event) => {
      events.push(event);
      await mail.recordDelivery(event);
    },
    onError: (error) => {
      throw error;
    },
    ...(fault && { fault }),
    ...(outcome && { outcome }),
  });
  const env = {
    TABLE_NAME: 'nithet',
    MAIL_FROM: 'noreply@nithet.example',
    NITHET_PUBLIC_URL: 'https://nithet.example.go.th',
    MAIL_PER_SECOND: '1000000',
  };
  const mail = wire({ env, documents, ses, now });
  const table = dynamoTable(documents, 'nithet');
  const notices = noticeStore(table);

  /** Resolves when SES has told of all that it has taken. */
  async function quiet() {
    while (working > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  async function firstDueAt() {
    const { due, nextDueAt } = await notices.look(time, 1);
    return due[0]?.dueAt ?? nextDueAt;
  }

  return {
    mail,
    ses,
    events,
    archive,
    notices,
    accounts: accountStore(table),
    obligations: obligationStore(table),
    roster: rosterStore(table),
    season: seasonStore(table),
    now,
    quiet,
    setTime(instant: Date) {
      time = instant;
    },

    /** Delivers until nothing waits, moving the clock to whatever is due next. */
    async deliverAll() {
      const total = { sent: 0, superseded: 0, failed: 0, runs: 0 };
      for (;;) {
        const run = await mail.deliverMail();
        await quiet();
        total.sent += run.sent;
        total.superseded += run.superseded;
        total.failed += run.failed;
        total.runs += 1;
        // News of a bounce may have queued a notice to somebody else.
        const next = run.nextDueAt ?? (await firstDueAt());
        if (next === null) return total;
        time = new Date(Math.max(time.valueOf(), Date.parse(next)));
      }
    },

    /** Accepted mails by the contact of the notice that they carry. */
    acceptedByContact() {
      const keyed = archive.accepted().map(({ tags }) => parseLedgerTag(tags['ledger'] ?? ''));
      return Map.groupBy(keyed, (key) => key?.contactId ?? 'none');
    },

    async close() {
      await quiet();
      await engine.close();
    },
  };
}
