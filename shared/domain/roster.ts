/**
 * The roster (ทะเบียนองค์กรปกครองส่วนท้องถิ่น): what a published list says, set against what is kept.
 *
 * The Department of Local Administration (กรมส่งเสริมการปกครองท้องถิ่น) lists organizations by a code of seven
 * digits: the type (2 อบจ., 3 เทศบาลนคร, 4 เทศบาลเมือง, 5 เทศบาลตำบล, 6 อบต.), the province, the district, a number.
 * An upgrade changes the first digit only, so the other six tell which organization it is.
 */
import * as z from 'zod';
import { actorSchema } from './actor.ts';
import { type LocalDate, localDateSchema } from './local-date.ts';
import {
  nameOn,
  type Organization,
  type OrganizationType,
  organizationSchema,
  orgIdSchema,
  provinceOf,
  typeNames,
} from './organization.ts';

/** One line of a published list. */
export interface RosterRow {
  readonly code: string;
  readonly type: OrganizationType;
  /** Without what the type is called: ท่าเสม็ด. */
  readonly bareName: string;
  readonly amphoe: Organization['amphoe'];
  readonly position?: Organization['position'];
}

/** How names of a type begin, in full and as officers say them. */
export const namePrefixes = {
  pao: [typeNames.pao, 'อบจ.'],
  city: [typeNames.city, 'ทน.'],
  town: [typeNames.town, 'ทม.'],
  subdistrict: [typeNames.subdistrict, 'ทต.'],
  sao: [typeNames.sao, 'อบต.'],
  special: ['', ''],
} satisfies Record<OrganizationType, readonly [full: string, short: string]>;

/** `new`: not kept yet; `named`: another name or type; `placed`: another district or position. */
const rosterChangeSchema = z.object({
  change: z.enum(['new', 'named', 'placed']),
  orgId: orgIdSchema,
  /** How the organization is called so far; nothing where it is new. */
  before: z.string().optional(),
  ...organizationSchema.shape.names.element.omit({ from: true }).shape,
  amphoe: organizationSchema.shape.amphoe,
  position: organizationSchema.shape.position,
});
export type RosterChange = z.infer<typeof rosterChangeSchema>;

/** What a list would change in one province. */
export const rosterPartSchema = z.object({
  province: z.string(),
  changes: z.array(rosterChangeSchema),
  /** Kept, but not in the list: nothing is done to them, an officer has to say what became of them. */
  gone: z.array(z.object({ orgId: orgIdSchema, shortName: z.string() })),
  unchanged: z.int(),
});
export type RosterPart = z.infer<typeof rosterPartSchema>;

/** One import of a list, from its comparison to its end. */
export const rosterImportSchema = z.object({
  schemaVersion: z.literal(1),
  runId: z.string().regex(/^[0-9a-z-]{1,60}$/),
  state: z.enum(['compared', 'applying', 'done']),
  fileName: z.string().max(200),
  /** First day on which new names are borne. */
  from: localDateSchema,
  by: actorSchema,
  /** Instant (ISO, UTC). */
  at: z.iso.datetime(),
  provinces: z.array(
    z.object({
      province: z.string(),
      new: z.int(),
      named: z.int(),
      placed: z.int(),
      gone: z.int(),
      unchanged: z.int(),
    }),
  ),
  /** Lines that could not be read, each with why. */
  problems: z.array(z.object({ line: z.int(), why: z.string() })),
  /** Provinces that are carried out already. */
  applied: z.array(z.string()),
});
export type RosterImport = z.infer<typeof rosterImportSchema>;

/** What `rows`, all of one province, would change in its `kept` organizations; the same rows once more change nothing. */
export function compareRoster(
  province: string,
  rows: readonly RosterRow[],
  kept: readonly Organization[],
  today: LocalDate,
): RosterPart {
  // What has become part of another is in no list any more, and is missed by nobody.
  const living = kept.filter(({ merged }) => merged === undefined);
  const named = living.map((organization) => ({ organization, name: nameOf(organization, today) }));
  const byCode = new Map(named.map(({ organization, name }) => [name.code, organization]));
  const listed = new Set(rows.map(({ code }) => code));
  // One whose code the list still has is itself, and no other's predecessor.
  const free = new Map(
    named
      .filter(({ name }) => !listed.has(name.code))
      .map(({ organization, name }) => [name.code.slice(1), organization]),
  );
  const taken = new Set(kept.map(({ orgId }) => orgId));
  const found = new Set<string>();
  const changes: RosterChange[] = [];
  let unchanged = 0;
  for (const row of rows.toSorted((a, b) => (a.code < b.code ? -1 : 1))) {
    const organization = byCode.get(row.code) ?? free.get(row.code.slice(1));
    const orgId = organization?.orgId ?? freeOrgId(row.code, taken);
    // Two rows cannot both be what became of it.
    if (organization) free.delete(nameOf(organization, today).code.slice(1));
    taken.add(orgId);
    found.add(orgId);
    const change = changeOf(row, orgId, organization, today);
    if (change) changes.push(change);
    else unchanged += 1;
  }
  const gone = named
    .filter(({ organization }) => !found.has(organization.orgId))
    .map(({ organization, name }) => ({ orgId: organization.orgId, shortName: name.shortName }));
  return { province, changes, gone, unchanged };
}

function nameOf(organization: Organization, today: LocalDate) {
  // A name that begins later has been imported already.
  return organization.names.at(-1) ?? nameOn(organization, today);
}

/** Province, district and number of the code; where another has it, the highest free number of the district. */
function freeOrgId(code: string, taken: ReadonlySet<string>): string {
  const orgId = `${code.slice(1, 3)}-${code.slice(3)}`;
  if (!taken.has(orgId)) return orgId;
  for (let no = 99; no > 0; no -= 1) {
    const other = `${orgId.slice(0, 5)}${String(no).padStart(2, '0')}`;
    if (!taken.has(other)) return other;
  }
  throw new RangeError(`no number is left in district ${code.slice(1, 5)}`);
}

function changeOf(
  { code, type, bareName, amphoe, position }: RosterRow,
  orgId: string,
  organization: Organization | undefined,
  today: LocalDate,
): RosterChange | undefined {
  const [full, short] = namePrefixes[type];
  const name = { name: full + bareName, shortName: short + bareName, type, code };
  const listed = { orgId, ...name, amphoe, ...(position && { position }) };
  if (!organization) return { change: 'new', ...listed };
  const old = nameOf(organization, today);
  const before = { before: old.shortName };
  if (old.name !== name.name || old.code !== code || old.type !== type) {
    return { change: 'named', ...before, ...listed };
  }
  // A list without coordinates takes none away.
  const kept = JSON.stringify([organization.amphoe, position && organization.position]);
  return kept === JSON.stringify([amphoe, position])
    ? undefined
    : { change: 'placed', ...before, ...listed };
}

/** A new organization as `change` tells of it; it has no contacts yet. */
export function newcomer(change: RosterChange, from: LocalDate): Organization {
  const { orgId, name, shortName, type, code, amphoe, position } = change;
  return {
    schemaVersion: 1,
    orgId,
    province: provinceOf(orgId),
    names: [{ from, name, shortName, type, code }],
    amphoe,
    ...(position && { position }),
    contacts: [],
  };
}

/** What of `organization` is another after `change`: a name is added, never replaced, and only once. */
export function changed(
  { names, position: known }: Organization,
  { name, shortName, type, code, amphoe, position = known }: RosterChange,
  from: LocalDate,
): Pick<Organization, 'names' | 'amphoe' | 'position'> {
  const latest = names.at(-1);
  const same = latest?.name === name && latest.code === code && latest.type === type;
  // Whatever was to begin on that day or later is overtaken.
  const earlier = names.filter((each) => each.from < from);
  const all = same ? names : [...earlier, { from, name, shortName, type, code }];
  return { names: all, amphoe, ...(position && { position }) };
}
