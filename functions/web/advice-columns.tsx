/** Columns in which tables of several pages show recommendations. */
import type { Recommendation } from '../../shared/domain/supervision.ts';
import { RecommendationTag } from '../../shared/web/tags.tsx';
import { adviceHref } from './follow-up.ts';

/** What is recommended, and the way to its page. */
export const adviceColumn = {
  head: 'ข้อเสนอแนะ',
  heads: true,
  cell: (one: Recommendation) => (
    <a class="govuk-link" href={adviceHref(one)}>
      {one.text}
    </a>
  ),
};

export const adviceStateColumn = {
  head: 'สถานะ',
  cell: ({ state }: Pick<Recommendation, 'state'>) => <RecommendationTag state={state} />,
};
