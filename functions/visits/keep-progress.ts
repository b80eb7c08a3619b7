/** Keeps how far a planning run is, where its page finds it. */
import { type PlanProgress, percentDone } from '../../shared/domain/visit-plan.ts';

/** Percent between two writes: a run makes about twenty. */
const STEP = 4;

/** Saves how far a run is, now and then, and never less than was saved before. */
export function keepProgress(
  save: (facts: { progress: number; phase: PlanProgress['phase'] }) => Promise<void>,
): (progress: PlanProgress) => Promise<void> {
  let saved = 0;
  return async (news) => {
    const progress = percentDone(news);
    if (progress < saved + STEP) return;
    saved = progress;
    await save({ progress, phase: news.phase });
  };
}
