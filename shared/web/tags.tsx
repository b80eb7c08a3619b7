/** States as people meet them: in words, with a mark and a colour beside them. */
import type { FC } from 'hono/jsx';
import type { Timeliness } from '../domain/evaluation.ts';
import type { ObligationState } from '../domain/obligation.ts';
import type { Band, Score } from '../domain/score.ts';
import type { Recommendation, VisitState } from '../domain/supervision.ts';
import {
  bandLabels,
  obligationLabels,
  percent,
  recommendationLabels,
  timelinessLabels,
  visitLabels,
} from '../text/thai.ts';
import { SummaryCard, Tag, type Tone } from './components.tsx';

type Look = readonly [tone: Tone, icon: string];

const obligationLooks: Record<ObligationState, Look> = {
  not_started: ['grey', '○'],
  in_progress: ['blue', '◔'],
  awaiting_signoff: ['yellow', '✎'],
  submitted: ['blue', '●'],
  returned: ['orange', '↩'],
  accepted: ['green', '✓'],
  waived: ['grey', '–'],
};

export const ObligationTag: FC<{ state: ObligationState }> = ({ state }) => {
  const [tone, icon] = obligationLooks[state];
  return (
    <Tag tone={tone} icon={icon}>
      {obligationLabels[state]}
    </Tag>
  );
};

const visitLooks: Record<VisitState, Look> = {
  scheduled: ['grey', '○'],
  notified: ['blue', '◔'],
  acknowledged: ['green', '✓'],
  reschedule_requested: ['orange', '↻'],
  postponed: ['yellow', '!'],
  held: ['orange', '✎'],
  report_draft: ['blue', '✎'],
  report_signed: ['blue', '✓'],
  report_submitted: ['green', '●'],
  closed: ['green', '✓'],
  cancelled: ['grey', '✕'],
};

export const VisitTag: FC<{ state: VisitState }> = ({ state }) => {
  const [tone, icon] = visitLooks[state];
  return (
    <Tag tone={tone} icon={icon}>
      {visitLabels[state]}
    </Tag>
  );
};

const timelinessLooks: Record<Timeliness, Look> = {
  'on-time': ['green', '✓'],
  late: ['orange', '▲'],
  missing: ['red', '✕'],
  awaited: ['grey', '○'],
  waived: ['grey', '–'],
};

/** ภายในกำหนด, or ส่งหลังกำหนด 3 วัน. */
export const TimelinessTag: FC<{ timeliness: Timeliness; daysLate?: number | undefined }> = ({
  timeliness,
  daysLate,
}) => {
  const [tone, icon] = timelinessLooks[timeliness];
  const words = timeliness === 'late' ? `ส่งหลังกำหนด ${daysLate} วัน` : timelinessLabels[timeliness];
  return (
    <Tag tone={tone} icon={icon}>
      {words}
    </Tag>
  );
};

const bandLooks: Record<Band, Look> = {
  green: ['green', '✓'],
  orange: ['orange', '▲'],
  red: ['red', '✕'],
  none: ['grey', '○'],
};

const BandTag: FC<{ band: Band }> = ({ band }) => {
  const [tone, icon] = bandLooks[band];
  return (
    <Tag tone={tone} icon={icon}>
      {bandLabels[band]}
    </Tag>
  );
};

/** 70.31 % ระดับสีเขียว: the band never without its figure. */
export const ScoreTag: FC<{ score: Score }> = ({ score: { percent: figure, band } }) => (
  <>
    {figure !== null && <span class="no-wrap">{percent(figure)}</span>} <BandTag band={band} />
  </>
);

/** The same as a card, for `SummaryCards`. */
export const ScoreCard: FC<{ score: Score; label: string }> = ({ score, label }) => (
  <SummaryCard
    figure={score.percent === null ? '–' : percent(score.percent)}
    label={
      <>
        <span class="summary-card__tag">
          <BandTag band={score.band} />
        </span>
        {label}
      </>
    }
  />
);

const recommendationLooks: Record<Recommendation['state'], Look> = {
  open: ['grey', '○'],
  accepted: ['blue', '◔'],
  in_progress: ['blue', '◑'],
  done: ['blue', '●'],
  verified: ['green', '✓'],
  needs_more: ['orange', '↩'],
  cannot_do: ['red', '✕'],
};

export const RecommendationTag: FC<{ state: Recommendation['state'] }> = ({ state }) => {
  const [tone, icon] = recommendationLooks[state];
  return (
    <Tag tone={tone} icon={icon}>
      {recommendationLabels[state]}
    </Tag>
  );
};
