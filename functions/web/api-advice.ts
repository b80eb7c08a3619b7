/** Answers the JSON API about recommendations of visits, by the acts that the pages are answered by. */
import type { Context } from 'hono';
import { dueDayOf, type FollowUpAct, isAdviceOverdue } from '../../shared/domain/follow-up.ts';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { provinceOf } from '../../shared/domain/organization.ts';
import type { Recommendation } from '../../shared/domain/supervision.ts';
import { recommendationLabels } from '../../shared/text/thai.ts';
import { ProblemError } from '../../shared/web/problem.tsx';
import { type AdviceView, answerAdviceBodySchema } from './api-advice-schemas.ts';
import { advicePath, createFollowUp, orgPath } from './follow-up.ts';
import { refuse } from './province-frame.tsx';
import { readJson } from './request-body.ts';
import {
  authorized,
  found,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

export function apiAdvice(dependencies: WebDependencies) {
  const { seasons, roster } = dependencies;
  const followUp = createFollowUp({ ...dependencies, audit: dependencies.audits });
  return {
    all: async (c: Context<WebEnv>) => {
      const { orgId } = pathOf(c, orgPath);
      authorized(c, 'read-organization', { orgId });
      found(await roster.find(orgId));
      const all = await seasons.recommendations(provinceOf(orgId), orgId);
      const today = todayOf(dependencies);
      return c.json({ recommendations: all.map((one) => viewOf(one, today)) });
    },

    answer: async (c: Context<WebEnv>) => {
      const { orgId, year, visitNo, no } = pathOf(c, advicePath);
      const user = authorized(c, 'read-organization', { orgId });
      const { act, note, until, byPhone } = await readJson(c, answerAdviceBodySchema);
      const given: FollowUpAct =
        act === 'ask-more' ? { act, note, until: until ?? todayOf(dependencies) } : { act, note };
      const id = { orgId, fiscalYear: year, visitNo, no };
      const outcome = await followUp(user, id, given, byPhone);
      if ('followed' in outcome) return c.json(viewOf(outcome.followed, todayOf(dependencies)));
      switch (outcome.refused) {
        case 'no-word':
          throw new ProblemError(422, {
            code: 'no-word',
            detail: 'ต้องมี note ที่บอกผลการดำเนินการ เหตุผล หรือสิ่งที่ขอเพิ่มเติม',
          });
        case 'past-day':
          throw new ProblemError(422, { code: 'past-day', detail: 'until ต้องอยู่หลังวันนี้' });
        case 'not-now':
          throw new ProblemError(409, {
            code: 'not-now',
            detail: `ข้อเสนอแนะนี้อยู่ในสถานะ “${recommendationLabels[outcome.state]}” จึงตอบเช่นนี้ไม่ได้`,
          });
        default:
          return refuse(outcome);
      }
    },
  };
}

function viewOf(one: Recommendation, today: LocalDate): AdviceView {
  const { fiscalYear, visitNo, no, text, state, madeOn, history } = one;
  return {
    fiscalYear,
    visitNo,
    no,
    text,
    state,
    madeOn,
    due: dueDayOf(one),
    overdue: isAdviceOverdue(one, today),
    history: history.map(({ by, ...entry }) => ({ ...entry, by: by.position })),
  };
}
