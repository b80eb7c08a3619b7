/** How far the planner is; the page around it asks to be shown again every few seconds. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import type { PlanProgress } from '../../shared/domain/visit-plan.ts';
import { Notification } from '../../shared/web/components.tsx';

const phases: Record<PlanProgress['phase'], string> = {
  tours: 'รวบรวมเส้นทางที่ไปได้ในหนึ่งวัน',
  choice: 'เลือกแห่งและเส้นทางที่คุ้มที่สุด',
  days: 'จัดลงวันโดยย้ายให้น้อยที่สุด',
  search: 'ค้นหากำหนดการที่ดีกว่า',
  check: 'ตรวจสอบกำหนดการ',
};

interface Run {
  readonly state: 'running' | 'done' | 'failed';
  readonly startedAt: string;
  readonly progress: number;
  readonly phase?: PlanProgress['phase'];
}

/** Seconds after which a page with a run under way is shown again. */
const REFRESH_SECONDS = 2;
/** A run that takes longer has died without saying so. */
const LONGEST_RUN_MS = 10 * 60_000;

/** How a run stands by now; one that has been silent for too long counts as failed. */
export function standingOf(run: Run, now: Date): Run['state'] {
  return run.state === 'running' && !recent(run.startedAt, now) ? 'failed' : run.state;
}

/** Whether a run that was begun at `instant` may still be under way. */
export function recent(instant: string, now: Date): boolean {
  return now.valueOf() - Date.parse(instant) < LONGEST_RUN_MS;
}

/** Has the browser ask for the page again by itself, also without a script. */
export function refreshSoon(c: Context): void {
  c.header('refresh', String(REFRESH_SECONDS));
}

/** `run` is absent until the planner has begun. */
export const RunProgress: FC<{ title: string; run: Run | undefined }> = ({ title, run }) => (
  <Notification title={title}>
    <p class="govuk-body">
      <progress max="100" value={run?.progress ?? 0} aria-label="ความคืบหน้า">
        {run?.progress ?? 0} %
      </progress>{' '}
      {run?.progress ?? 0} % {run?.phase && `${phases[run.phase]} `}
    </p>
    <p class="govuk-body">หน้านี้แสดงผลใหม่เองจนกว่าจะเสร็จ ระหว่างนี้ทำงานหน้าอื่นต่อได้</p>
  </Notification>
);
