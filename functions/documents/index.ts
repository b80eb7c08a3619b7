/** Wires the makers of papers; never part of the site's bundle. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { pdfPress } from '../../shared/documents/pdf.ts';
import { directoryShelf } from '../../shared/documents/shelf.ts';
import type { Platform } from '../../shared/platform.ts';
import { letterheadStore } from '../../shared/store/letterhead-store.ts';
import { obligationStore } from '../../shared/store/obligation-store.ts';
import { planStore } from '../../shared/store/plan-store.ts';
import { reportStore } from '../../shared/store/report-store.ts';
import { rosterStore } from '../../shared/store/roster-store.ts';
import { seasonStore } from '../../shared/store/season-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import { documentClient, once } from '../../shared/wiring.ts';
import { createReportPapers } from './report-papers.ts';
import { createSeasonPapers } from './season-papers.ts';

const environment = z.object({
  TABLE_NAME: z.string().min(3),
  /** Directory for made papers. */
  PAPERS: z.string().default(join(tmpdir(), 'nithet-papers')),
  /** Directory that holds the typesetter and its fonts by their file names; the packages' own where left out. */
  PRESS_ASSETS: z.string().optional(),
});

/** File name in that directory → where the package has it. */
const ASSETS = {
  'typst.wasm': '@myriaddreamin/typst-ts-web-compiler/wasm',
  'Sarabun-Regular.ttf': '@expo-google-fonts/sarabun/400Regular/Sarabun_400Regular.ttf',
  'Sarabun-Bold.ttf': '@expo-google-fonts/sarabun/700Bold/Sarabun_700Bold.ttf',
};

export function wire({ env, documents, now }: Pick<Platform, 'env' | 'documents' | 'now'>) {
  const { TABLE_NAME, PAPERS, PRESS_ASSETS } = environment.parse(env);
  const table = dynamoTable(documents, TABLE_NAME);
  const shared = {
    obligations: obligationStore(table),
    reports: reportStore(table),
    plans: planStore(table),
    roster: rosterStore(table),
    letterheads: letterheadStore(table),
    shelf: directoryShelf(PAPERS),
    press: once(() => press(PRESS_ASSETS)),
  };
  return {
    reportPapers: createReportPapers(shared),
    seasonPapers: createSeasonPapers({ ...shared, season: seasonStore(table), now }),
  };
}

async function press(directory: string | undefined) {
  const { resolve } = createRequire(import.meta.url);
  const load = (name: keyof typeof ASSETS) =>
    readFile(directory ? join(directory, name) : resolve(ASSETS[name]));
  return pdfPress({
    wasm: await load('typst.wasm'),
    fonts: [await load('Sarabun-Regular.ttf'), await load('Sarabun-Bold.ttf')],
  });
}

const onAws = once(() =>
  wire({ env: process.env, documents: documentClient(), now: () => new Date() }),
);

export const reportPapers = (input: unknown) => onAws().reportPapers(input);
export const seasonPapers = (input: unknown) => onAws().seasonPapers(input);
