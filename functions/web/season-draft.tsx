/** The schedule in the making: visits by district, whom it leaves out, and why. */
import type { FC } from 'hono/jsx';
import { nameOn } from '../../shared/domain/organization.ts';
import type { ScheduleConflict } from '../../shared/domain/schedule.ts';
import type { ScheduleEntry } from '../../shared/domain/supervision.ts';
import type { OrganizationExplanation } from '../../shared/domain/visit-plan.ts';
import { dayAndDate } from '../../shared/text/thai.ts';
import { byThai } from '../../shared/text/thai-order.ts';
import { Button, ButtonLink, EmptyState, Table } from '../../shared/web/components.tsx';
import type { SeasonPlan } from './edit-schedule.ts';
import {
  amphoeOf,
  conflictText,
  factorLabels,
  hoursOf,
  reasonLabels,
  shortNames,
  teamName,
} from './visit-words.ts';

interface DraftProps {
  readonly plan: SeasonPlan;
  readonly conflicts: readonly ScheduleConflict[];
  readonly base: string;
  readonly mayPlan: boolean;
}

/** Why each organization was chosen or not, as the latest proposal says. */
function explanations({ run }: SeasonPlan): ReadonlyMap<string, OrganizationExplanation> {
  const proposal = run?.proposal;
  if (proposal?.outcome !== 'planned') return new Map();
  return new Map(proposal.organizations.map((one) => [one.organizationId, one]));
}

export const InTheMaking: FC<DraftProps> = (props) => {
  const { plan, base, mayPlan, conflicts } = props;
  const names = shortNames(plan.organizations, plan.context.today);
  const why = explanations(plan);
  const byAmphoe = Map.groupBy(plan.entries, ({ orgId }) => amphoeOf(plan, orgId));
  const amphoes = [...byAmphoe].toSorted(([a], [b]) => byThai(a, b));
  return (
    <section aria-labelledby="draft">
      <h2 class="govuk-heading-m" id="draft">
        ร่างกำหนดการ
      </h2>
      <RunFacts plan={plan} />
      {conflicts.length > 0 && (
        <div class="tasks">
          <h3 class="govuk-heading-s">ต้องแก้ไขก่อนเผยแพร่ {conflicts.length} ข้อ</h3>
          <ul class="govuk-list">
            {conflicts.map((conflict) => (
              <li>
                <a class="govuk-link" href={`${base}/plan/${conflict.orgId}`}>
                  {names.get(conflict.orgId)}
                </a>
                : {conflictText(conflict, names)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {mayPlan && (
        <div class="actions">
          {plan.entries.length > 0 && (
            <ButtonLink href={`${base}/publish`}>ตรวจและเผยแพร่กำหนดการ</ButtonLink>
          )}
          <form method="post" action={`${base}/proposals`}>
            <Button kind="secondary">จัดทำข้อเสนอใหม่</Button>
          </form>
          <a class="govuk-link" href={`${base}/setup`}>
            ตั้งค่าการนิเทศของปี
          </a>
        </div>
      )}
      {plan.entries.length === 0 && (
        <EmptyState>
          {plan.schedule
            ? 'ทุกแห่งในร่างเผยแพร่แล้ว เพิ่มแห่งอื่นได้จากรายชื่อด้านล่าง'
            : 'ยังไม่มีร่างกำหนดการ กด “จัดทำข้อเสนอใหม่” ให้ระบบเสนอ หรือเพิ่มทีละแห่งจากรายชื่อด้านล่าง'}
        </EmptyState>
      )}
      {amphoes.map(([amphoe, entries]) => (
        <AmphoeVisits {...props} amphoe={amphoe} entries={entries} names={names} why={why} />
      ))}
    </section>
  );
};

const RunFacts: FC<{ plan: SeasonPlan }> = ({ plan: { run, draft } }) => {
  const proposal = run?.proposal;
  if (!run || proposal?.outcome !== 'planned') return null;
  const edited = draft ? ` แก้ไขล่าสุดโดย ${draft.savedBy.position}` : '';
  const quality = proposal.provedOptimal
    ? 'พิสูจน์แล้วว่าไม่มีแผนที่ดีกว่านี้'
    : `ห่างจากแผนที่ดีที่สุดที่เป็นไปได้ไม่เกิน ${proposal.gapPercent} %`;
  return (
    <p class="govuk-body">
      ข้อเสนอของระบบ: {proposal.visits.length} แห่ง เดินทางรวม{' '}
      {proposal.kilometres.toLocaleString('th-TH')} กม. ({quality}){edited}
    </p>
  );
};

interface AmphoeVisitsProps extends DraftProps {
  readonly amphoe: string;
  readonly entries: readonly ScheduleEntry[];
  readonly names: ReadonlyMap<string, string>;
  readonly why: ReadonlyMap<string, OrganizationExplanation>;
}

const AmphoeVisits: FC<AmphoeVisitsProps> = (props) => {
  const { amphoe, entries, plan, names, why, base, mayPlan } = props;
  return (
    <Table
      className="amphoe-visits"
      caption={`อำเภอ${amphoe} ${entries.length} แห่ง`}
      rows={entries}
      columns={[
        { head: 'หน่วยงาน', heads: true, cell: ({ orgId }) => names.get(orgId) },
        {
          head: 'วันและเวลา',
          cell: (entry) => (
            <>
              {dayAndDate(entry.date)} {entry.pinned && <strong>◆ ปักหมุด</strong>}
              <span class="cell-note">
                {hoursOf(entry)} {teamName(plan.context.teams, entry.teamId)}
              </span>
            </>
          ),
        },
        { head: 'เหตุผล', cell: ({ orgId }) => <Why explanation={why.get(orgId)} /> },
        ...(mayPlan
          ? [
              {
                head: 'แก้ไข',
                speaksForItself: true,
                cell: ({ orgId }: ScheduleEntry) => (
                  <a class="govuk-link" href={`${base}/plan/${orgId}`}>
                    แก้ไข<span class="govuk-visually-hidden"> {names.get(orgId)}</span>
                  </a>
                ),
              },
            ]
          : []),
      ]}
    />
  );
};

/** Every factor with its points, so that they add up before the reader's eyes. */
const Why: FC<{ explanation: OrganizationExplanation | undefined }> = ({ explanation }) => {
  if (!explanation) return <>สำนักงานเพิ่มเอง</>;
  const { points: total, factors } = explanation.priority;
  return (
    <>
      {total} คะแนน
      <span class="cell-note">
        {factors.map(({ factor, points }) => `${factorLabels[factor]} +${points}`).join(' · ')}
      </span>
    </>
  );
};

export const NotChosen: FC<DraftProps> = ({ plan, base, mayPlan }) => {
  const placed = new Set([
    ...plan.entries.map(({ orgId }) => orgId),
    ...plan.context.published
      .filter(({ state }) => state !== 'cancelled')
      .map(({ orgId }) => orgId),
  ]);
  const why = explanations(plan);
  const points = (orgId: string) => why.get(orgId)?.priority.points ?? 0;
  const others = plan.organizations
    .filter(({ orgId }) => !placed.has(orgId))
    .toSorted((a, b) => points(b.orgId) - points(a.orgId));
  return others.length === 0 ? null : (
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">
          แห่งที่ไม่อยู่ในกำหนดการ {others.length} แห่ง และเหตุผล
        </span>
      </summary>
      <div class="govuk-details__text">
        <ul class="govuk-list">
          {others.map((organization) => {
            const { shortName } = nameOn(organization, plan.context.today);
            const explanation = why.get(organization.orgId);
            return (
              <li>
                {mayPlan ? (
                  <a class="govuk-link" href={`${base}/plan/${organization.orgId}`}>
                    เพิ่ม {shortName}
                  </a>
                ) : (
                  shortName
                )}{' '}
                อ.{organization.amphoe.name}
                {explanation &&
                  !explanation.chosen &&
                  ` – ${reasonLabels[explanation.reason]} (${explanation.priority.points} คะแนน)`}
              </li>
            );
          })}
        </ul>
      </div>
    </details>
  );
};
