/**
 * Tells at once what an act has brought about: a receipt, a return, a request to sign.
 *
 * The sweep derives the same notices from the obligation's state, so that a crash after the act loses none; the
 * ledger keeps them from going out twice.
 */
import { localDateAt } from '../domain/local-date.ts';
import { stateNotices } from '../domain/notice.ts';
import type { Obligation } from '../domain/obligation.ts';
import { recipientsOf } from '../domain/organization.ts';
import { countLines } from '../domain/score.ts';
import { workCalendar } from '../domain/work-calendar.ts';
import type { NoticeStore } from '../store/notice-store.ts';
import type { ReportStore } from '../store/report-store.ts';
import type { RosterStore } from '../store/roster-store.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import { actingFor, takenOverBy } from './reached.ts';
import { roundNotices } from './round-notices.ts';

interface Dependencies {
  readonly notices: Pick<NoticeStore, 'enqueue'>;
  readonly roster: Pick<RosterStore, 'find' | 'office'>;
  readonly reports: Pick<ReportStore, 'draft'>;
  readonly settings: Pick<SettingsStore, 'load'>;
  readonly now: () => Date;
}

export function createTellObligation(dependencies: Dependencies) {
  const { notices, roster, reports, settings, now } = dependencies;
  return async (obligation: Obligation): Promise<void> => {
    const open = stateNotices(obligation).filter(({ rung }) => !obligation.rungs[rung]);
    if (open.length === 0) return;
    const { orgId, province } = obligation;
    const [organization, office, { calendarOverrides }] = await Promise.all([
      roster.find(orgId),
      roster.office(province),
      settings.load(),
    ]);
    if (!organization || !office) return;
    const at = now();
    const today = localDateAt(at);
    const reached = await actingFor(roster, organization, today);
    const successor = takenOverBy(reached, today);
    const current = successor
      ? { ...obligation, organization: { ...obligation.organization, takenOverBy: successor } }
      : obligation;
    const calendar = workCalendar(province, calendarOverrides);
    for (const { rung, kind, roles } of open) {
      const draft = kind === 'signoff' ? await reports.draft(orgId, obligation) : undefined;
      const drafted = countLines(draft?.content.lines ?? []);
      const recipients = recipientsOf(reached.organization.contacts, roles, today);
      const scene = { obligation: current, office, calendar, now: at, items: 0, drafted };
      for (const row of roundNotices({ rung, kind, recipients }, scene))
        await notices.enqueue(row, at);
    }
  };
}
