/** Times and memory of making papers: `npm run bench:documents`. CPU time, since other work may share the machine. */

import { docxOf } from '../shared/documents/docx.ts';
import { paperMakerInThread } from '../shared/documents/paper-thread.ts';
import { reportBook } from '../shared/documents/report-book.ts';
import { seasonPapers } from '../shared/documents/season-papers.ts';
import { slidesOf } from '../shared/documents/slides.ts';
import { workbookOf } from '../shared/documents/workbook.ts';
import { anEntry } from '../test/support/builders.ts';
import { press, someFacts, someSeason, someVisit } from '../test/support/papers.ts';
import { completedLines, thaSametLines } from '../test/support/tha-samet.ts';

const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);

async function timed(what: string, make: () => Promise<{ length: number } | undefined>) {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const made = await make();
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${what.padEnd(44)} ${String(Math.round((user + system) / 1000)).padStart(6)} ms CPU` +
      ` ${String(Math.round(performance.now() - wall)).padStart(6)} ms wall` +
      ` ${String(Math.round((made?.length ?? 0) / 1000)).padStart(6)} KB` +
      ` ${String(megabytes(process.memoryUsage.rss())).padStart(5)} MB resident` +
      ` ${String(megabytes(process.resourceUsage().maxRSS * 1024)).padStart(5)} MB at most`,
  );
}

const facts = someFacts();
const other = someFacts({
  lines: completedLines()
    .toReversed()
    .map((line, n) => ({ ...line, no: n + 1 })),
});
const lines = Array.from({ length: 300 }, (_, n) => {
  const line = completedLines()[n % 32];
  if (!line) throw new RangeError('no lines');
  return { ...line, itemId: `i${n + 1}`, no: n + 1 };
});
const year = someFacts({ round: '12M', lines, april: thaSametLines });
const season = someSeason({
  visits: Array.from({ length: 334 }, (_, n) => {
    const orgId = `80-${String(n + 1).padStart(4, '0')}`;
    const { organization } = facts;
    const name = `องค์การบริหารส่วนตำบลบ้านตัวอย่าง ${n + 1}`;
    const shortName = `อบต.บ้านตัวอย่าง ${n + 1}`;
    return someVisit({
      organization: { ...organization, orgId, name, shortName },
      entry: anEntry({ orgId }),
    });
  }),
});
const letters = seasonPapers(season, 'notice', {});

const print = async (paper: Parameters<typeof docxOf>[0]) => (await press()).print(paper);
// First, as they are made in a site: in threads, beside nothing else.
const inThread = paperMakerInThread(
  new URL('../shared/documents/paper-worker.ts', import.meta.url),
);
for (const format of ['pdf', 'zip'] as const)
  await timed(`334 letters, one ${format}`, async () => {
    const made = await inThread({ of: 'season', papers: letters, format });
    return made?.bytes;
  });
await timed('book, DOCX, first', () => docxOf(reportBook(facts)));
await timed('book, DOCX', () => docxOf(reportBook(other)));
await timed('slides, PPTX', () => slidesOf(facts));
await timed('workbook, XLSX', () => workbookOf(facts));
await timed('book, PDF, first (starts the typesetter)', () => print(reportBook(facts)));
await timed('book, PDF, of another report', () => print(reportBook(other)));
await timed('book, PDF, 12 months, 300 rows', () => print(reportBook(year)));
