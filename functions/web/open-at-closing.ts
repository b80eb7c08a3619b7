/** What is open when a year is closed, in words: by kind and state. */
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
