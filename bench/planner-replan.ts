/** What befalls a published season: events of three kinds, and what became of its visits. */
import type { LocalDate } from '../shared/domain/local-date.ts';
import type {
  PlannedProposal,
  PlannedVisit,
  PublishedPlan,
  VisitChange,
  VisitInstance,
} from '../shared/domain/visit-plan.ts';

/** A season published and under way: the first fortnight is held, tomorrow's visits acknowledged. */
export function publishedFrom(instance: VisitInstance, plan: PlannedProposal): PublishedPlan {
  const today = instance.workingDays[Math.floor(instance.workingDays.length / 4)];
  if (!today) throw new Error('a season without days');
  const visits = plan.visits.map((visit) => ({
    ...visit,
    state: visit.date < today ? ('held' as const) : ('acknowledged' as const),
  }));
  return { instance, visits, today };
}

/** The working day at `percent` of the season. */
function dayAt({ workingDays }: VisitInstance, percent: number) {
  const day = workingDays[Math.floor(((workingDays.length - 1) * percent) / 100)];
  if (!day) throw new Error('a season without days');
  return day;
}

/** The working day `count` after `from`, or the season's last. */
function daysAfter({ workingDays }: VisitInstance, from: LocalDate, count: number) {
  return workingDays[workingDays.indexOf(from) + count] ?? workingDays.at(-1) ?? from;
}

/** A team loses three days and three organizations a fortnight; a flood; an urgent case and a request. */
export function eventsFor({ instance, visits }: PublishedPlan): Map<string, VisitChange[]> {
  const later = visits.filter((visit) => visit.date > dayAt(instance, 38));
  const picked = [7, 19, 31].flatMap((n) => later[n % Math.max(1, later.length)] ?? []);
  const lost = dayAt(instance, 53);
  const teamId = instance.teams[0]?.id ?? '';
  const out = new Set(visits.map((visit) => visit.organizationId));
  const unvisited = instance.organizations.filter(({ id }) => !out.has(id));
  const flooded = picked[0]?.organizationId;
  const amphoeId = instance.organizations.find(({ id }) => id === flooded)?.amphoeId ?? '';
  return new Map<string, VisitChange[]>([
    [
      'team and organizations',
      [
        { kind: 'team-unavailable', teamId, from: lost, to: daysAfter(instance, lost, 2) },
        ...picked.map(
          ({ organizationId }): VisitChange => ({
            kind: 'organization-unavailable',
            organizationId,
            from: dayAt(instance, 30),
            to: dayAt(instance, 100),
          }),
        ),
      ],
    ],
    [
      'flood',
      [{ kind: 'amphoe-closed', amphoeId, from: dayAt(instance, 33), to: dayAt(instance, 66) }],
    ],
    [
      'urgent',
      unvisited
        .slice(0, 2)
        .map(
          ({ id }, k): VisitChange =>
            k === 0
              ? { kind: 'organization-urgent', organizationId: id, addedPoints: 120 }
              : { kind: 'visit-added', organizationId: id },
        ),
    ],
  ]);
}

/**
 * How many visits moved or were dropped; new visits are no moves. Forced by a change are those that
 * could not stay, and one for each visit that a change asked for and that took another's place.
 */
export function countMoves(
  published: PublishedPlan,
  changes: readonly VisitChange[],
  plan: PlannedProposal,
) {
  const asked = new Set(
    changes.flatMap((change) =>
      change.kind === 'visit-added' || change.kind === 'organization-urgent'
        ? [change.organizationId]
        : [],
    ),
  );
  const gone = plan.moves.filter((move) => move.from !== null);
  const forced = gone.filter(({ cause }) => {
    if (cause.kind !== 'makes-room') return cause.kind === 'forced';
    return cause.forOrganizationIds.some((id) => asked.delete(id));
  }).length;
  const after = new Map(plan.visits.map((visit) => [visit.organizationId, visit]));
  const stays = (visit: PlannedVisit) => {
    const now = after.get(visit.organizationId);
    return (
      now?.date === visit.date &&
      now.teamId === visit.teamId &&
      now.startMinute === visit.startMinute
    );
  };
  const next = published.instance.workingDays.find((day) => day > published.today);
  const frozen = published.visits.filter(
    (visit) => visit.pinned || visit.state === 'held' || visit.date <= (next ?? published.today),
  );
  const lockedMoved = frozen.filter((visit) => !stays(visit)).length;
  return { forced, unforced: gone.length - forced, lockedMoved };
}
