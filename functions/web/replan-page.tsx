/** What a published plan would become: each move with its cause, taken over one by one or together. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { acceptedMoves } from '../../shared/domain/schedule.ts';
import { needsUrgency } from '../../shared/domain/served-notice.ts';
import type { PlannedProposal, VisitMove } from '../../shared/domain/visit-plan.ts';
import type { ReplanningRun } from '../../shared/store/planning-store.ts';
import {
  Button,
  EmptyState,
  type FieldError,
  Notification,
  Table,
  Tag,
  Textarea,
} from '../../shared/web/components.tsx';
import { createChangeVisits } from './change-visits.ts';
import { changeConflicts } from './decide-change.ts';
import { loadPlan, type SeasonPlan } from './edit-schedule.ts';
import { causeText, changeText, whenText } from './event-words.ts';
import { problemText } from './plan-problems.tsx';
import { refuse } from './province-frame.tsx';
import { type Form, readForm } from './request-body.ts';
import { RunProgress, refreshSoon, standingOf } from './run-progress.tsx';
import { NOT_URGENT, seenIn, UrgencyField, urgencyFrom } from './season-forms.tsx';
import { answerChanged, type SeasonFrame, seasonOptions, versionOf } from './season-frame.tsx';
import { conflictText, shortNames } from './visit-words.ts';
import {
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const runPath = z.object({ replanId: z.string().max(60) });

export async function answerReplan(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  errors: readonly FieldError[] = [],
  form?: Form,
) {
  const { fiscalYear, province } = frame.season;
  const { replanId: runId } = pathOf(c, runPath);
  const run = found(await dependencies.plannings.replanning(fiscalYear, province, runId));
  const plan = await loadPlan(dependencies, frame.season, todayOf(dependencies));
  const standing = standingOf(run, dependencies.now());
  if (standing === 'running') refreshSoon(c);
  const title = 'ข้อเสนอการปรับกำหนดการ';
  const crumb = { text: 'ปรับกำหนดการเมื่อมีเหตุ', href: `${frame.base}/events` };
  const done = Number(c.req.query('done') ?? 0);
  return page(
    c,
    { ...seasonOptions(frame, title, crumb), errors, status: errors.length > 0 ? 422 : 200 },
    <>
      {done > 0 && (
        <Notification kind="success" title={`ปรับกำหนดการแล้ว ${done} รายการ`}>
          <p class="govuk-body">หน่วยงานที่ทราบวันเดิมได้รับแจ้งวันใหม่แล้ว</p>
        </Notification>
      )}
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        {run.changes.map((change) => changeText(change, plan)).join(' · ')} – {run.reason}
      </p>
      {standing === 'running' && <RunProgress title="กำลังหากำหนดการใหม่ที่ย้ายน้อยที่สุด" run={run} />}
      {standing === 'failed' && (
        <EmptyState>คำนวณไม่สำเร็จ กำหนดการเดิมไม่เปลี่ยน โปรดบันทึกเหตุอีกครั้ง</EmptyState>
      )}
      {standing === 'done' && run.proposal && (
        <Outcome {...{ run, proposal: run.proposal, plan, frame, errors, form }} />
      )}
    </>,
  );
}

interface OutcomeProps {
  readonly run: ReplanningRun;
  readonly plan: SeasonPlan;
  readonly frame: SeasonFrame;
  readonly errors: readonly FieldError[];
  readonly form: Form | undefined;
}

const Outcome: FC<OutcomeProps & { proposal: NonNullable<ReplanningRun['proposal']> }> = ({
  proposal,
  ...props
}) => {
  const { plan } = props;
  if (proposal.outcome === 'refused') {
    const names = shortNames(plan.organizations, plan.context.today);
    return (
      <ul class="govuk-list govuk-list--bullet">
        {proposal.problems.map((problem) => (
          <li>{problemText(problem, names)}</li>
        ))}
      </ul>
    );
  }
  return proposal.moves.length === 0 ? (
    <EmptyState>ไม่ต้องย้ายแห่งใด กำหนดการที่เผยแพร่ยังใช้ได้</EmptyState>
  ) : (
    <Moves {...props} proposal={proposal} />
  );
};

const Moves: FC<OutcomeProps & { proposal: PlannedProposal }> = (props) => {
  const { run, proposal, plan, frame, errors, form } = props;
  const names = shortNames(plan.organizations, plan.context.today);
  const open = proposal.moves.filter((move) => stillOpen(move, proposal, plan));
  const chosen = new Set(form?.all('move') ?? open.map((move) => move.organizationId));
  const forced = proposal.moves.filter(({ cause }) => cause.kind === 'forced').length;
  return (
    <form
      method="post"
      action={`${frame.base}/events/${encodeURIComponent(run.runId)}`}
      novalidate
      id="moves"
    >
      <input type="hidden" name="schedule" value={String(versionOf(plan.schedule))} />
      <p class="govuk-body">
        เสนอให้ย้าย {proposal.moves.length} แห่ง จำเป็นเพราะเหตุนี้ {forced} แห่ง
        {proposal.moves.length > forced && ` และย้ายตามกันไปอีก ${proposal.moves.length - forced} แห่ง`}{' '}
        เลือกเฉพาะแห่งที่จะรับ
      </p>
      <Table
        caption="การเปลี่ยนแปลงที่เสนอ"
        captionHidden
        rows={proposal.moves}
        columns={[
          {
            head: 'รับ',
            cell: (move) =>
              open.includes(move) ? (
                <input
                  type="checkbox"
                  class="plain-checkbox"
                  name="move"
                  value={move.organizationId}
                  checked={chosen.has(move.organizationId)}
                  aria-label={`รับการเปลี่ยนแปลงของ ${names.get(move.organizationId)}`}
                />
              ) : (
                <Tag tone="grey">รับแล้วหรือเปลี่ยนไปแล้ว</Tag>
              ),
          },
          {
            head: 'หน่วยงาน',
            heads: true,
            cell: ({ organizationId }) => (
              <span class="no-wrap">{names.get(organizationId) ?? organizationId}</span>
            ),
          },
          { head: 'เดิม', cell: ({ from }) => whenText(from, plan) },
          {
            head: 'ใหม่',
            cell: ({ to }) => (to ? whenText(to, plan) : 'เลื่อนไว้ รอกำหนดวันใหม่'),
          },
          {
            head: 'เพราะ',
            cell: (move) => (
              <>
                {causeText(move, run.changes, plan)}
                <Together {...{ move, proposal, plan, names }} open={open} />
              </>
            ),
          },
        ]}
      />
      {open.length > 0 && (
        <>
          <Textarea
            name="reason"
            label="เหตุผล"
            hint="หน่วยงานจะได้รับเหตุผลนี้ทางอีเมล"
            rows={2}
            maxlength={500}
            value={form?.get('reason') ?? run.reason}
            errors={errors}
          />
          {open.some(({ to }) => to && needsUrgency(to.date, plan.context.today)) && (
            <UrgencyField errors={errors} form={form} />
          )}
          <Button>รับรายการที่เลือก</Button>
        </>
      )}
    </form>
  );
};

/** Neither taken over nor overtaken by something else. */
function stillOpen(move: VisitMove, { visits }: PlannedProposal, plan: SeasonPlan): boolean {
  return acceptedMoves(plan.context.published, [move], visits, '') !== undefined;
}

/** Whose moves have to be taken over with this one. */
const Together: FC<{
  move: VisitMove;
  open: readonly VisitMove[];
  proposal: PlannedProposal;
  plan: SeasonPlan;
  names: ReadonlyMap<string, string>;
}> = ({ move, open, proposal, plan, names }) => {
  const alone = acceptedMoves(plan.context.published, [move], proposal.visits, '') ?? [];
  const others = new Set(
    changeConflicts(plan, alone)
      .flatMap(({ orgId, other }) => [orgId, other?.orgId ?? ''])
      .filter((orgId) => orgId !== move.organizationId)
      .filter((orgId) => open.some(({ organizationId }) => organizationId === orgId)),
  );
  return open.includes(move) && others.size > 0 ? (
    <span class="cell-note">ต้องรับพร้อมกับ {[...others].map((id) => names.get(id)).join(', ')}</span>
  ) : null;
};

export async function takeMoves(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
) {
  const { fiscalYear, province } = frame.season;
  const { replanId: runId } = pathOf(c, runPath);
  const run = found(await dependencies.plannings.replanning(fiscalYear, province, runId));
  const form = await readForm(c);
  const proposal = found(run.proposal?.outcome === 'planned' ? run.proposal : undefined);
  const chosen = new Set(form.all('move'));
  const reason = (form.get('reason') ?? '').trim();
  const moves = proposal.moves.filter(({ organizationId }) => chosen.has(organizationId));
  const again = (id: string, ...messages: readonly string[]) =>
    answerReplan(
      c,
      dependencies,
      frame,
      messages.map((message) => ({ id, message })),
      form,
    );
  if (moves.length === 0) return again('moves', 'กรุณาเลือกอย่างน้อยหนึ่งรายการ');
  if (reason === '' || reason.length > 500) {
    return again('reason', 'กรุณากรอกเหตุผล ไม่เกิน 500 ตัวอักษร');
  }
  const urgency = urgencyFrom(form);
  if ('errors' in urgency) return answerReplan(c, dependencies, frame, urgency.errors, form);
  const changeVisits = createChangeVisits({ ...dependencies, audit: dependencies.audits });
  const outcome = await changeVisits(frame.user, frame.season, seenIn(form, 'schedule'), {
    change: 'accept',
    moves,
    visits: proposal.visits,
    reason,
    ...urgency,
  });
  if ('changed' in outcome) {
    const here = `${frame.base}/events/${encodeURIComponent(runId)}`;
    return c.redirect(`${here}?done=${outcome.entries.length}`, 303);
  }
  switch (outcome.refused) {
    case 'changed':
      return answerChanged(c, dependencies, frame);
    case 'held':
    case 'nothing':
      return again('moves', 'มีรายการที่เปลี่ยนไปแล้วหรือนิเทศแล้ว โปรดเลือกใหม่จากรายการล่าสุด');
    case 'not-urgent':
      return answerReplan(c, dependencies, frame, [NOT_URGENT], form);
    case 'conflicts': {
      const plan = await loadPlan(dependencies, frame.season, todayOf(dependencies));
      const names = shortNames(plan.organizations, plan.context.today);
      const sentences = outcome.conflicts.map(
        (conflict) => `${names.get(conflict.orgId) ?? ''}: ${conflictText(conflict, names)}`,
      );
      return again('moves', ...new Set(sentences));
    }
    default:
      return refuse(outcome);
  }
}
