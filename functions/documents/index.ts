/** Wires the makers of papers; never part of the site's bundle. */
import * as z from 'zod';
import { fileMaker, type MakeFile } from '../../shared/documents/make-file.ts';
import { paperMakerInThread } from '../../shared/documents/paper-thread.ts';
import { s3Objects } from '../../shared/objects/s3-objects.ts';
import type { Platform } from '../../shared/platform.ts';
import { editionStore } from '../../shared/store/edition-store.ts';
import { letterheadStore } from '../../shared/store/letterhead-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { planStore } from '../../shared/store/plan-store.ts';
import { reportStore } from '../../shared/store/report-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { seasonStore } from '../../shared/store/season-store.ts';
import { submissionStore } from '../../shared/store/submission-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { visitFormStore } from '../../shared/store/visit-form-store.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createReportPapers } from './report-papers.ts';
import { createSeasonPapers } from './season-papers.ts';

const environment = z.object({
  TABLE_NAME: z.string().min(3),
  /** Directory that holds the typesetter and its typeface, where they lie beside the bundle. */
  PRESS_ASSETS: z.string().optional(),
});

type Needs = Pick<Platform, 'env' | 'documents' | 'now' | 'securityNow' | 'objects'> & {
  /** Makes files elsewhere, such as in a thread of its own. @default in this thread */
  readonly makeFile?: MakeFile;
};

export function wire({ env, documents, objects, now, securityNow, makeFile }: Needs) {
  const { TABLE_NAME, PRESS_ASSETS } = environment.parse(env);
  const table = dynamoTable(documents, TABLE_NAME);
  const shared = {
    obligations: obligationStore(table),
    plans: planStore(table),
    roster: rosterStore(table),
    editions: editionStore(table),
    letterheads: letterheadStore(table),
    shelf: objects,
    makeFile: makeFile ?? fileMaker(once(() => pressHere(PRESS_ASSETS))),
    securityNow,
  };
  return {
    reportPapers: createReportPapers({ ...shared, reports: reportStore(table) }),
    seasonPapers: createSeasonPapers({
      ...shared,
      season: seasonStore(table),
      submissions: submissionStore(table),
      visitForms: visitFormStore(table),
      now,
    }),
  };
}

async function pressHere(assets: string | undefined) {
  const { packagedPress } = await import('../../shared/documents/packaged-press.ts');
  return packagedPress(assets);
}

/** Each warm function keeps a thread; what the typesetter has taken goes with it. */
export function wireOnAws(env: Platform['env']) {
  const now = () => new Date();
  const worker = new URL('./paper-worker.mjs', import.meta.url);
  return wire({
    env,
    documents: documentClient(),
    objects: s3Objects({ env, now }),
    now,
    securityNow: now,
    makeFile: paperMakerInThread(worker, environment.parse(env).PRESS_ASSETS),
  });
}

const onAws = once(() => wireOnAws(process.env));

export const reportPapers = (input: unknown) => onAws().reportPapers(input);
export const seasonPapers = (input: unknown) => onAws().seasonPapers(input);
