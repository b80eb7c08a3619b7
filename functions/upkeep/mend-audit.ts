/**
 * Puts into the trail what a crash has left out of it.
 *
 * The write of an act carries its event until that stands in the trail. Whoever acts on the same thing next puts it
 * there first; this looks for those that nobody has touched since.
 */
import { auditEventSchema } from '../../shared/domain/audit.ts';
import { fiscalYear, fiscalYearOf } from '../../shared/domain/fiscal-year.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { rounds } from '../../shared/domain/round.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { type AccountStore, type Membership, trailOf } from '../../shared/store/account-store.ts';
import type { AuditOwner, AuditStore } from '../../shared/store/audit-store.ts';
import { PENDING, settleAudit } from '../../shared/store/audited.ts';
import type { RosterStore } from '../../shared/store/roster-store.ts';
import type { Range, Table } from '../../shared/store/table.ts';

export interface MendDependencies {
  readonly table: Pick<Table, 'queryAll' | 'update'>;
  readonly provinces: readonly string[];
  readonly roster: Pick<RosterStore, 'all'>;
  readonly accounts: Pick<AccountStore, 'members' | 'userSettled'>;
  readonly audits: Pick<AuditStore, 'append'>;
  readonly now: () => Date;
}

/** Where things lie whose writes carry events; the rest of a partition is not read. */
const ofOrganization: readonly Range[] = [
  // Files, items of the plan, keys, numbers of letters, letterhead.
  { from: 'FILES#', to: 'LETTERHEAD' },
  { begins: 'PLAN#' },
];
const ofProvince: readonly Range[] = [
  { begins: 'CALENDARS' },
  { from: 'KEY#', to: 'LETTERHEAD' },
  // The office, then its organizations.
  { from: 'OFFICE', to: 'ORG$' },
];
const ofSeason: readonly Range[] = [
  { begins: 'AWAY#' },
  { begins: 'CYCLE' },
  { begins: 'DRAFT' },
  // The schedule, the season's settings, what was handed to the committee.
  { from: 'SCHEDULE', to: 'SUBMISSIONS' },
  { begins: 'TEAM#' },
  { begins: 'VISIT#' },
];
const whole: Range = { begins: '' };

/** Organizations that are looked at at once. */
const AT_ONCE = 25;

export function createMendAudit(dependencies: MendDependencies) {
  const { table, provinces, roster, accounts, audits, now } = dependencies;

  return async function mendAudit(): Promise<{ readonly mended: number }> {
    const year = fiscalYearOf(localDateAt(now()));
    const years = [year - 1, year, year + 1].map(fiscalYear);
    let mended = await mend('SETTINGS', [{ from: 'EDITIONS', to: 'NATION' }], 'NATION');
    mended += await mendMembers('NATION');
    for (const province of provinces) {
      const office = `PROVINCE#${province}` as const;
      mended += await mend(office, ofProvince, office);
      mended += await mendMembers(office);
      mended += await mend(`FOLLOWUP#${province}`, [whole], office);
      for (const each of years) {
        mended += await mend(`SEASON#${each}#${province}`, ofSeason, office);
        for (const round of rounds) {
          mended += await mend(`ROUND#${each}#${round}#${province}`, [whole], office);
        }
      }
      await inParallel(
        await roster.all(province),
        async ({ orgId }) => {
          mended += await mend(`ORG#${orgId}`, ofOrganization, `ORG#${orgId}`);
          mended += await mendMembers(`ORG#${orgId}`);
        },
        AT_ONCE,
      );
    }
    return { mended };
  };

  async function mendMembers(owner: Membership): Promise<number> {
    let mended = 0;
    for (const user of await accounts.members(owner)) {
      mended += await mend(
        `USER#${user.userId}`,
        [{ from: 'META', to: 'RECOVERY' }],
        trailOf(user),
      );
      // The address that was left, where the process died before it was given back.
      if (user.formerEmail !== undefined) await accounts.userSettled(user);
    }
    return mended;
  }

  async function mend(pk: string, ranges: readonly Range[], owner: AuditOwner): Promise<number> {
    let mended = 0;
    for (const range of ranges) {
      for (const item of await table.queryAll(pk, range, PENDING)) {
        const sk = String(item['sk']);
        const event = auditEventSchema.parse(item[PENDING]);
        await audits.append(organizationIn(sk) ?? owner, event);
        await settleAudit(table, { pk, sk }, event);
        mended++;
      }
    }
    return mended;
  }
}

/** Whose trail it is, where the sort key names an organization: `ORG#80-0711`, `VISIT#80-0711#1`, `80-0711#2563-1#2`. */
function organizationIn(sk: string): AuditOwner | undefined {
  const [, orgId] = /^(?:ORG#|VISIT#|AWAY#)?(\d{2}-\d{4})(?:#|$)/.exec(sk) ?? [];
  return orgId === undefined ? undefined : `ORG#${orgId}`;
}
