/** Answers what is kept of people. */
import type { Context } from 'hono';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import type { User } from '../../shared/domain/permissions.ts';
import type { AuditOwner } from '../../shared/store/audit-store.ts';
import { MyDataPage, PrivacyPage } from './my-data-page.tsx';
import { page, signedIn, type WebDependencies, type WebEnv } from './web-environment.tsx';

/** Events of the trail that are looked through for one's own. */
const MOST_EVENTS = 2000;

/** Everything that is kept under the account of whoever asks. */
export interface KeptOfPerson {
  readonly account: User;
  readonly sessions: readonly {
    startedAt: string;
    seenAt: string;
    endsAt: string;
    browser: string;
  }[];
  readonly passkeys: number;
  /** What the person has done, newest first. */
  readonly events: readonly Pick<AuditEntry, 'at' | 'act' | 'subject' | 'note' | 'actor'>[];
}

/** Answers the notice. */
export async function answerPrivacy(c: Context<WebEnv>) {
  return page(c, { title: 'การใช้ข้อมูลส่วนบุคคล' }, <PrivacyPage />);
}

export async function answerMyData(c: Context<WebEnv>, dependencies: WebDependencies) {
  const kept = await keptOf(c, dependencies);
  return page(c, { title: 'ข้อมูลของฉัน' }, <MyDataPage {...kept} />);
}

export async function answerMyDataFile(c: Context<WebEnv>, dependencies: WebDependencies) {
  c.header('content-disposition', 'attachment; filename="my-data.json"');
  return c.json(await keptOf(c, dependencies));
}

/** Keys are built from the signed-in user: nobody else's data can be asked for. */
async function keptOf(
  c: Context<WebEnv>,
  { accounts, audits }: Pick<WebDependencies, 'accounts' | 'audits'>,
): Promise<KeptOfPerson> {
  const account = signedIn(c);
  const { userId } = account;
  const [sessions, passkeys, ...trails] = await Promise.all([
    accounts.sessions(userId),
    accounts.passkeys(userId),
    ...trailsOf(account).map((owner) => audits.latest(owner, MOST_EVENTS)),
  ]);
  return {
    account,
    // Not the hash of the secret: it is of no use to a person.
    sessions: sessions.map(({ startedAt, seenAt, endsAt, browser }) => ({
      startedAt,
      seenAt,
      endsAt,
      browser,
    })),
    passkeys: passkeys?.keys.length ?? 0,
    events: trails
      .flat()
      .filter(({ actor }) => actor.userId === userId)
      .map(({ at, act, subject, note, actor }) => ({
        at,
        act,
        subject,
        ...(note && { note }),
        actor,
      }))
      .toSorted((a, b) => (a.at < b.at ? 1 : -1)),
  };
}

function trailsOf({ role, orgId, provinces }: User): AuditOwner[] {
  if (role === 'central') return ['NATION'];
  return orgId ? [`ORG#${orgId}`] : provinces.map((province): AuditOwner => `PROVINCE#${province}`);
}
