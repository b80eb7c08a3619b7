/** `npm run simulate`: a whole year with made-up people, and an auditor who watches it from outside. */
import { parseArgs } from 'node:util';
import { endYearOf, type FiscalYear, isFiscalYear } from '../../shared/domain/fiscal-year.ts';
import { YEARS_WITH_HOLIDAYS } from '../../shared/domain/holidays-th.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import type { Verdict } from './simulation/auditor.ts';
import { readingInThread } from './simulation/mail-reading.ts';
import { simulateYear } from './simulation/year.ts';

const USAGE =
  'npm run simulate -- [--fiscal-year 2563] [--province 80] [--organizations 185] [--teams 2] [--seed 7] [--json]';
/** Names run out, and a province's published schedule is one item. */
const MOST_ORGANIZATIONS = 2500;
const MOST_TEAMS = 9;
const MOST_SHOWN = 50;
const SECOND_MS = 1000;

interface Order {
  readonly fiscalYear: FiscalYear;
  readonly province: string;
  readonly organizations: number;
  /** As many as suit the organizations where left out. */
  readonly teams: number | undefined;
  readonly seed: number;
  readonly json: boolean;
}

/** What was asked for makes no sense; the message is for whoever asked. */
class BadOrder extends Error {}

// The bundle keeps the project's folders, so a module of the list lies at the same place beneath `dist/`.
const load = (module: string): Promise<unknown> =>
  import(new URL(`../../${module.replace(/\.ts$/, '.js')}`, import.meta.url).href);

try {
  process.exitCode = await run(orderOf(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof BadOrder ? `simulate: ${error.message} (${USAGE})` : error);
  process.exitCode = 2;
}

async function run({ json, ...order }: Order): Promise<0 | 1> {
  const began = performance.now();
  const bar = progressBar();
  const reading = readingInThread(new URL('./simulation/mail-reading-worker.js', import.meta.url));
  const verdict = await simulateYear({ ...order, load, reading, onProgress: bar.show });
  bar.end();
  const elapsedSeconds = Math.round((performance.now() - began) / 100) / 10;
  // Where a program reads the result, people read the other stream.
  const tell = json ? console.error : console.log;
  tell(summaryOf(order, verdict, elapsedSeconds));
  const { reports, notices, visits, violations } = verdict;
  const { fiscalYear, organizations } = order;
  const result = {
    fiscalYear,
    organizations,
    reports,
    notices,
    visits,
    elapsedSeconds,
    violations,
  };
  if (json) console.log(JSON.stringify(result));
  return violations.length > 0 ? 1 : 0;
}

/** @throws {BadOrder} */
function orderOf(args: string[]): Order {
  const { values } = parsed(args);
  const fiscalYear = figure('fiscal-year', values['fiscal-year']);
  if (!isFiscalYear(fiscalYear)) {
    throw new BadOrder(`--fiscal-year ${fiscalYear} is not a Buddhist Era year such as 2563`);
  }
  const year = endYearOf(fiscalYear);
  const unknown = [year - 1, year].find((each) => !YEARS_WITH_HOLIDAYS.includes(each));
  if (unknown !== undefined) throw new BadOrder(`the holidays of ${unknown} are not known`);
  const { province, json } = values;
  if (!(province in provinceNames)) {
    throw new BadOrder(`--province ${province} is not a province code such as 80`);
  }
  const organizations = figure('organizations', values.organizations);
  if (organizations < 1 || organizations > MOST_ORGANIZATIONS) {
    throw new BadOrder(`--organizations must lie between 1 and ${MOST_ORGANIZATIONS}`);
  }
  const teams = values.teams === undefined ? undefined : figure('teams', values.teams);
  if (teams !== undefined && (teams < 1 || teams > MOST_TEAMS)) {
    throw new BadOrder(`--teams must lie between 1 and ${MOST_TEAMS}`);
  }
  return { fiscalYear, province, organizations, teams, seed: figure('seed', values.seed), json };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        'fiscal-year': { type: 'string', default: '2563' },
        province: { type: 'string', default: '80' },
        organizations: { type: 'string', default: '185' },
        teams: { type: 'string' },
        seed: { type: 'string', default: '7' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new BadOrder(error instanceof Error ? error.message : String(error));
  }
}

function figure(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new BadOrder(`--${name} ${text} is not a whole number`);
  return Number(text);
}

/** A bar where somebody watches, else a line for each month. */
function progressBar() {
  const { stderr } = process;
  let last = '';
  let shownAt = 0;
  return {
    show(day: string, share: number) {
      const percent = `${Math.floor(share * 100)} %`.padStart(5);
      if (!stderr.isTTY) {
        const month = day.slice(0, 7);
        if (month !== last) console.error(`${percent}  ${day}`);
        last = month;
        return;
      }
      if (performance.now() - shownAt < SECOND_MS / 10) return;
      shownAt = performance.now();
      const width = 30;
      const filled = '█'.repeat(Math.floor(share * width)).padEnd(width, '░');
      stderr.write(`\r${filled} ${percent}  ${day}`);
    },
    end() {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}

function summaryOf(
  { fiscalYear, province, organizations, seed }: Omit<Order, 'json'>,
  { reports, notices, visits, violations }: Verdict,
  elapsedSeconds: number,
): string {
  const round = ({ onTime, late, missing }: Verdict['reports']['6M']) =>
    `ภายในกำหนด / on time ${onTime} · หลังกำหนด / late ${late} · ไม่ส่ง / missing ${missing}`;
  const shown = violations
    .slice(0, MOST_SHOWN)
    .map(({ rule, at, what }) => `  ${at}  ${rule}: ${what}`);
  const more = violations.length - shown.length;
  return [
    `จังหวัด${provinceNames[province]} ปีงบประมาณ พ.ศ. ${fiscalYear}: ${organizations} แห่ง / organizations, seed ${seed}, ${elapsedSeconds} s`,
    `รอบ 6 เดือน / 6 months    ${round(reports['6M'])}`,
    `รอบ 12 เดือน / 12 months  ${round(reports['12M'])}`,
    `อีเมลแจ้ง / notices        ต้องส่ง / due ${notices.due} · ส่ง / sent ${notices.sent} · ซ้ำ / duplicates ${notices.duplicates} · ขาด / missing ${notices.missing}`,
    `การนิเทศ / visits          กำหนด / planned ${visits.planned} · นิเทศแล้ว / held ${visits.held} · เสนอรายงานแล้ว / reported ${visits.reported}`,
    violations.length === 0
      ? 'ไม่พบข้อผิดพลาด / no violations'
      : `พบข้อผิดพลาด ${violations.length} ข้อ / violations:`,
    ...shown,
    ...(more > 0 ? [`  … และอีก ${more} ข้อ / and ${more} more`] : []),
  ].join('\n');
}
