/** What the pages behind the door work with. */
import { workCalendar } from '../../shared/domain/work-calendar.ts';
import { createTellObligation } from '../../shared/notices/tell-obligation.ts';
import { createTellVisits } from '../../shared/notices/tell-visits.ts';
import type { Platform } from '../../shared/platform.ts';
import { cycleStore } from '../../shared/store/cycle-store.ts';
import { editionStore } from '../../shared/store/edition-store.ts';
import { feedStore } from '../../shared/store/feed-store.ts';
import { fileStore } from '../../shared/store/file-store.ts';
import { idempotencyStore } from '../../shared/store/idempotency-store.ts';
import { importStore } from '../../shared/store/import-store.ts';
import { letterheadStore } from '../../shared/store/letterhead-store.ts';
import { noticeStore } from '../../shared/store/notice-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { planStore } from '../../shared/store/plan-store.ts';
import { planningStore } from '../../shared/store/planning-store.ts';
import { reportStore } from '../../shared/store/report-store.ts';
import { rollupStore } from '../../shared/store/rollup-store.ts';
import { rosterImportStore } from '../../shared/store/roster-import-store.ts';
import { seasonSetupStore } from '../../shared/store/season-setup-store.ts';
import { seasonStore } from '../../shared/store/season-store.ts';
import { settingsStore } from '../../shared/store/settings-store.ts';
import { submissionStore } from '../../shared/store/submission-store.ts';
import type { Table } from '../../shared/store/table.ts';
import { visitFormStore } from '../../shared/store/visit-form-store.ts';
import { createPaperDesk } from './paper-desk.ts';
import type { DoorDependencies, WebDependencies } from './web-environment.tsx';

interface Means extends Pick<Platform, 'invoke' | 'ask'> {
  readonly table: Table;
}

export function furnish(door: DoorDependencies, { table, invoke, ask }: Means): WebDependencies {
  const { roster, now } = door;
  const settings = settingsStore(table);
  const reports = reportStore(table);
  const seasons = seasonStore(table);
  const notices = noticeStore(table);
  return {
    ...door,
    cycles: cycleStore(table),
    editions: editionStore(table),
    files: fileStore(table),
    idempotency: idempotencyStore(table),
    feeds: feedStore(table),
    imports: importStore(table),
    letterheads: letterheadStore(table),
    obligations: obligationStore(table),
    plannings: planningStore(table),
    plans: planStore(table),
    rollups: rollupStore(table),
    reports,
    rosterImports: rosterImportStore(table),
    seasons,
    setups: seasonSetupStore(table),
    submissions: submissionStore(table),
    visitForms: visitFormStore(table),
    settings,
    calendarOf: async (province) =>
      workCalendar(province, (await settings.load()).calendarOverrides),
    tellObligation: createTellObligation({ notices, roster, reports, settings, now }),
    tellVisits: createTellVisits({ notices, roster, season: seasons, settings, now }),
    planVisits: async (fiscalYear, province) => {
      const startedAt = now().toISOString();
      await invoke('plan-visits', { fiscalYear, province, startedAt, runId: startedAt });
      return startedAt;
    },
    papers: createPaperDesk({ ask, invoke }),
    ask,
    answerPlanning: (question) => invoke('plan-visits', question),
    applyRoster: (runId) => invoke('apply-roster', { runId }),
  };
}
