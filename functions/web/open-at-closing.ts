/** What is open when a year is closed: by kind and state, and each by its name, place and reason. */
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import {
  obligationLabels,
  recommendationLabels,
  roundLabels,
  visitLabels,
} from '../../shared/text/thai.ts';

type OpenStates = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface OpenGroup {
  /** `6M`, `12M`, `visits` or `recommendations`. */
  readonly kind: string;
  readonly state: string;
  /** Whose or which. */
  readonly ids: readonly string[];
}

const kinds: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
  '6M': [`รายงาน${roundLabels['6M']}`, obligationLabels],
  '12M': [`รายงาน${roundLabels['12M']}`, obligationLabels],
  visits: ['การนิเทศติดตาม', visitLabels],
  recommendations: ['ข้อเสนอแนะ', recommendationLabels],
};

export function openGroups(states: OpenStates): OpenGroup[] {
  return Object.entries(states).flatMap(([kind, each]) =>
    [...Map.groupBy(Object.keys(each), (id) => each[id] ?? '')].map(([state, ids]) => ({
      kind,
      state,
      ids,
    })),
  );
}

export function openWords(kind: string, state: string): { what: string; state: string } {
  const [what = kind, labels = {}] = kinds[kind] ?? [];
  return { what, state: labels[state] ?? state };
}

/** Names a group, and the field of its reason: `visits/held`. */
export function groupName({ kind, state }: Pick<OpenGroup, 'kind' | 'state'>): string {
  return `${kind}/${state}`;
}

/** Names one thing that is open, and the field of a reason of its own: `visits/80-0711#1`. */
export function thingName(kind: string, id: string): string {
  return `${kind}/${id}`;
}

/** Where the office finds it. */
export function thingHref(
  { fiscalYear, province }: { readonly fiscalYear: FiscalYear; readonly province: string },
  kind: string,
  id: string,
): string {
  const [orgId = '', visitNo, no] = id.split('#');
  switch (kind) {
    case 'visits':
      return `/provinces/${province}/visits/${fiscalYear}/${orgId}/${visitNo}`;
    case 'recommendations':
      return `/organizations/${orgId}/recommendations/${fiscalYear}/${visitNo}/${no}`;
    default:
      return `/provinces/${province}/reports/${orgId}/${fiscalYear}/${kind}`;
  }
}

/** Whose it is, and which of several. */
export function thingWords(id: string, names: ReadonlyMap<string, string>): string {
  const [orgId = '', visitNo, no] = id.split('#');
  const name = names.get(orgId) ?? orgId;
  const visit = Number(visitNo) > 1 ? ` การนิเทศครั้งที่ ${visitNo}` : '';
  return `${name}${visit}${no ? ` ข้อ ${no}` : ''}`;
}
