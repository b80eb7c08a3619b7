/** What an event does to the instance of a visit plan. */
import type { PlannedVisit, VisitChange, VisitInstance } from './visit-plan.ts';

type Organization = VisitInstance['organizations'][number];

/** `instance` as it is after `changes`. Changes that name nobody in it change nothing. */
export function changedInstance(
  instance: VisitInstance,
  changes: readonly VisitChange[],
): VisitInstance {
  return {
    ...instance,
    teams: instance.teams.map((team) => ({
      ...team,
      blockedDays: [
        ...team.blockedDays,
        ...changes.flatMap((change) =>
          change.kind === 'team-unavailable' && change.teamId === team.id
            ? [{ from: change.from, to: change.to }]
            : [],
        ),
      ],
    })),
    organizations: instance.organizations.map((organization) =>
      changes.reduce(changedOrganization, organization),
    ),
  };
}

function changedOrganization(organization: Organization, change: VisitChange): Organization {
  switch (change.kind) {
    case 'team-unavailable':
      return organization;
    case 'amphoe-closed':
      return change.amphoeId === organization.amphoeId ? away(organization, change) : organization;
    case 'organization-unavailable':
      return change.organizationId === organization.id ? away(organization, change) : organization;
    case 'organization-urgent':
      return change.organizationId === organization.id
        ? urgent(organization, change.addedPoints)
        : organization;
    case 'visit-added':
      return change.organizationId === organization.id
        ? { ...organization, mandatory: true }
        : organization;
  }
}

function away(
  organization: Organization,
  { from, to }: Extract<VisitChange, { from: unknown }>,
): Organization {
  return { ...organization, unavailable: [...organization.unavailable, { from, to }] };
}

function urgent(organization: Organization, points: number): Organization {
  const { priority } = organization;
  const factors = [...priority.factors, { factor: 'urgent' as const, points }];
  return { ...organization, priority: { points: priority.points + points, factors } };
}

/** Whether `visit`, to an organization of `amphoeId`, can no longer be as it was after `change`. */
export function blocks(change: VisitChange, visit: PlannedVisit, amphoeId: string): boolean {
  switch (change.kind) {
    case 'team-unavailable':
      return change.teamId === visit.teamId && within(change, visit);
    case 'amphoe-closed':
      return change.amphoeId === amphoeId && within(change, visit);
    case 'organization-unavailable':
      return change.organizationId === visit.organizationId && within(change, visit);
    case 'organization-urgent':
    case 'visit-added':
      return false;
  }
}

function within({ from, to }: Extract<VisitChange, { from: unknown }>, visit: PlannedVisit) {
  return from <= visit.date && visit.date <= to;
}
