/** Answers the audit trail, filtered and by the page. */
import type { Context } from 'hono';
import * as z from 'zod';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { nameOn, type Organization, orgIdSchema } from '../../shared/domain/organization.ts';
import type { AuditOwner, AuditStore } from '../../shared/store/audit-store.ts';
import { acts } from '../../shared/text/acts.ts';
import { AuditPage } from './audit-page.tsx';
import { lineOf, provinceFrame } from './province-frame.tsx';
import {
  authorized,
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

/** What may be asked for; what makes no sense is left out. */
const querySchema = z.object({
  /** Of a province's page: an organization's trail instead of the office's own. */
  org: orgIdSchema.optional().catch(undefined),
  act: z.enum(acts).optional().catch(undefined),
  by: z.enum(['office', 'organization', 'program']).optional().catch(undefined),
  /** Month of the events, such as `2020-04`. */
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional()
    .catch(undefined),
  /** Only what came before the event of this number. */
  before: z.coerce.number().int().min(1).max(99_999_999).optional().catch(undefined),
});
export type AuditQuery = z.infer<typeof querySchema>;

export interface AuditView {
  readonly entries: readonly AuditEntry[];
  /** Number before which older events lie; nothing where there are none. */
  readonly olderBefore: number | undefined;
}

/** Events on one page. */
const SHOWN = 50;
/** Events that are looked at for one page, however few of them fit. */
const READ_AT_MOST = 2000;
const READ_AT_ONCE = 200;

export async function answerOrganizationAudit(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { audits, roster } = dependencies;
  const { orgId } = pathOf(c, z.object({ orgId: orgIdSchema }));
  authorized(c, 'read-audit', { orgId });
  const organization = found(await roster.find(orgId));
  const { shortName } = nameOn(organization, todayOf(dependencies));
  const query = querySchema.parse(c.req.query());
  return answer(c, {
    whose: shortName,
    line: shortName,
    home: `/organizations/${orgId}`,
    view: await viewOf(audits, `ORG#${orgId}`, query),
    query: { ...query, org: undefined },
  });
}

export async function answerProvinceAudit(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { audits, roster } = dependencies;
  const frame = await provinceFrame(c);
  const { province, office } = frame;
  authorized(c, 'read-audit', { province });
  const query = querySchema.parse(c.req.query());
  const organizations = await roster.all(province);
  const chosen = organizations.find(({ orgId }) => orgId === query.org);
  // An organization of another province is not there, and its trail is not read.
  if (query.org !== undefined) found(chosen);
  const owner: AuditOwner = chosen ? `ORG#${chosen.orgId}` : `PROVINCE#${province}`;
  return answer(c, {
    whose: chosen ? nameOn(chosen, todayOf(dependencies)).shortName : office.name,
    line: lineOf(frame),
    home: `/provinces/${province}`,
    view: await viewOf(audits, owner, query),
    query,
    organizations,
  });
}

/** What the central office, and officers of the regions, have done; and of whoever came in. */
export async function answerNationAudit(c: Context<WebEnv>, { audits }: WebDependencies) {
  authorized(c, 'administer', 'nation');
  const query = querySchema.parse(c.req.query());
  return answer(c, {
    whose: 'สำนักงาน ป.ป.ช. ส่วนกลางและภาค',
    line: 'ผู้ใช้งานส่วนกลางและภาค',
    home: '/nation/people',
    view: await viewOf(audits, 'NATION', query),
    query: { ...query, org: undefined },
  });
}

interface Answered {
  readonly whose: string;
  readonly line: string;
  readonly home: string;
  readonly view: AuditView;
  readonly query: AuditQuery;
  readonly organizations?: readonly Organization[];
}

async function answer(c: Context<WebEnv>, { line, ...facts }: Answered) {
  const today = todayOf(c.get('dependencies'));
  return page(
    c,
    {
      title: `ประวัติการดำเนินการ ${facts.whose}`,
      line,
      breadcrumbs: [{ text: line, href: facts.home }, { text: 'ประวัติการดำเนินการ' }],
    },
    <AuditPage {...facts} today={today} />,
  );
}

/** The newest events that fit, reading back until the page is full. */
async function viewOf(
  audits: Pick<AuditStore, 'latest'>,
  owner: AuditOwner,
  query: AuditQuery,
): Promise<AuditView> {
  const entries: AuditEntry[] = [];
  let before = query.before;
  for (let read = 0; read < READ_AT_MOST; read += READ_AT_ONCE) {
    const some = await audits.latest(owner, READ_AT_ONCE, before);
    for (const entry of some) {
      if (query.month && monthOf(entry) < query.month) return { entries, olderBefore: undefined };
      before = entry.seq;
      if (fits(entry, query)) entries.push(entry);
      if (entries.length === SHOWN) {
        return { entries, olderBefore: entry.seq > 1 ? entry.seq : undefined };
      }
    }
    if (some.length < READ_AT_ONCE) return { entries, olderBefore: undefined };
  }
  return { entries, olderBefore: before };
}

function fits(entry: AuditEntry, { act, by, month }: AuditQuery): boolean {
  if (act !== undefined && entry.act !== act) return false;
  if (month !== undefined && monthOf(entry) !== month) return false;
  return by === undefined || byOf(entry) === by;
}

function monthOf({ at }: AuditEntry): string {
  return localDateAt(new Date(at)).slice(0, 7);
}

function byOf({ actor }: AuditEntry): AuditQuery['by'] {
  if (actor.userId.startsWith('key-')) return 'program';
  return actor.role === 'officer' || actor.role === 'executive' ? 'organization' : 'office';
}
