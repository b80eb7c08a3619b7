/** The JSON API of a province's office. */
import type { Context } from 'hono';
import { roundResult } from '../../shared/domain/evaluation.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { currentVersion, datesOf, type Obligation } from '../../shared/domain/obligation.ts';
import type { ProvinceRound } from './api-schemas.ts';
import { provinceRoundPath } from './province-frame.tsx';
import {
  authorized,
  found,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

export async function answerRound(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { province, year, round } = pathOf(c, provinceRoundPath);
  authorized(c, 'read-province', { province });
  const { obligations, roster } = dependencies;
  const [office, board] = await Promise.all([
    roster.office(province),
    obligations.board(province, { fiscalYear: year, round }),
  ]);
  found(office);
  const today = todayOf(dependencies);
  const view: ProvinceRound = {
    province,
    fiscalYear: year,
    round,
    organizations: board.map((obligation) => organizationOf(obligation, today)),
  };
  return c.json(view);
}

function organizationOf(
  obligation: Obligation,
  today: LocalDate,
): ProvinceRound['organizations'][number] {
  const { orgId, organization, state, daysLate } = obligation;
  const { timeliness, score } = roundResult(obligation, today);
  const version = currentVersion(obligation);
  return {
    orgId,
    name: organization.name,
    shortName: organization.shortName,
    amphoe: organization.amphoe,
    state,
    due: datesOf(obligation).due,
    timeliness,
    ...(daysLate !== undefined && { daysLate }),
    version: version?.version ?? 0,
    ...(version && {
      receipt: version.receipt,
      receivedAt: version.receivedAt,
      counts: version.counts,
    }),
    score,
    mail: organization.mail,
  };
}
