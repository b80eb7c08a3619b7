/** Where papers are downloaded: lists of them, each file, and a page that waits with whoever waits for one. */
import type { Context } from 'hono';
import * as z from 'zod';
import { orgIdSchema } from '../../shared/domain/organization.ts';
import {
  formats,
  numberedPapers,
  type PaperAnswer,
  type PaperNumbers,
  reportPaperNames,
  seasonPaperNames,
  seasonPaperOrder,
} from '../../shared/domain/papers.ts';
import { can } from '../../shared/domain/permissions.ts';
import type { Schedule, Visit } from '../../shared/domain/supervision.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { eventOf } from './acting.ts';
import type { Season } from './edit-schedule.ts';
import type { PaperOrder } from './paper-desk.ts';
import { reportWays, seasonWays } from './paper-gaps.tsx';
import {
  MakingPage,
  ReportPapersPage,
  type SeasonGaps,
  SeasonPapersPage,
  seasonCounts,
} from './papers-page.tsx';
import { refuse } from './province-frame.tsx';
import { reportPath } from './report-frame.ts';
import { type Form, readForm } from './request-body.ts';
import { letterFrom } from './season-forms.tsx';
import { seasonFrame, seasonOptions } from './season-frame.tsx';
import {
  authorized,
  found,
  type PageOptions,
  page,
  pathOf,
  roundPathSchema,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const versionPath = roundPathSchema.extend({
  orgId: orgIdSchema,
  version: z.coerce.number().int().min(1),
});
const fileName = z.string().transform((name) => {
  const dot = name.lastIndexOf('.');
  return { paper: name.slice(0, dot), format: name.slice(dot + 1) };
});
const reportFile = z.object({
  file: fileName.pipe(z.object({ paper: z.enum(reportPaperNames), format: z.enum(formats) })),
});
const seasonFile = z.object({
  file: fileName.pipe(
    z.object({ paper: z.enum(seasonPaperNames), format: seasonPaperOrder.shape.format }),
  ),
});
/** Which visits, as addresses carry it. */
const choiceSchema = seasonPaperOrder
  .pick({ orgId: true, teamId: true, date: true, submission: true })
  .extend({ visitNo: z.coerce.number().int().min(1).optional() });

/** A file that somebody asks for, and the page that it belongs to. */
interface Wanted {
  readonly order: PaperOrder;
  /** Path of the list that leads to it. */
  readonly list: string;
  readonly options: PageOptions;
  /** Where what is missing is filled in. */
  readonly ways: ReturnType<typeof reportWays>;
}

/** What was typed and cannot be taken. */
interface Wrong {
  readonly errors?: readonly FieldError[];
  readonly form?: Form;
  readonly status?: 409;
}

/** Until an answer that comes soon is waited for, in milliseconds; two seconds in all. */
const WAITS = [150, 250, 400, 500, 700];

/** What answers the routes of `papers.ts`. */
export function paperAnswers(dependencies: WebDependencies) {
  const { papers, obligations, seasons, roster, letterheads, audits, now, securityNow } =
    dependencies;

  async function showReportPapers(c: Context<WebEnv>, wrong: Wrong = {}) {
    const { options, order, list, mayChange } = await reportPapersOf(c);
    const { errors = [], form } = wrong;
    const all = {
      from: 'report-papers',
      order: { ...order, paper: 'all', format: 'zip' },
    } as const;
    const kept = await letterheads.numbers(order);
    return page(
      c,
      { ...options, errors, status: errors.length > 0 ? (wrong.status ?? 422) : 200 },
      <ReportPapersPage
        base={list}
        answer={await papers.look(all)}
        letterhead={`/organizations/${order.orgId}/letterhead`}
        orgId={order.orgId}
        numbers={{ kept, form, errors, mayChange, saved: c.req.query('numbered') !== undefined }}
      />,
    );
  }

  /** ที่ and ลงวันที่, which only the organization's own register can give. */
  async function numberReportPapers(c: Context<WebEnv>) {
    const { order, list, user, mayChange } = await reportPapersOf(c);
    if (!mayChange) refuse({ refused: 'forbidden' });
    const form = await readForm(c);
    const read = numberedPapers.map((paper) => ({ paper, letter: letterFrom(form, paper) }));
    const errors = read.flatMap(({ letter }) =>
      letter && 'errors' in letter ? letter.errors : [],
    );
    if (errors.length > 0) return showReportPapers(c, { errors, form });
    const before = await letterheads.numbers(order);
    const letters: PaperNumbers = {};
    for (const { paper, letter } of read)
      if (letter && !('errors' in letter)) letters[paper] = letter;
    const next = { ...before, letters };
    const saved =
      form.get('seen') === String(before.rev ?? 0) &&
      (await saveWithEvent(audits, {
        owner: `ORG#${order.orgId}`,
        before,
        next,
        event: eventOf(user, now(), {
          act: 'papers-numbered',
          subject: `${order.fiscalYear}-${order.round}-${order.version}`,
        }),
        save: (sealed) => letterheads.changeNumbers(order, next, sealed),
        settle: (kept) => letterheads.numbersSettled(order, kept),
      }));
    if (saved) return c.redirect(`${list}?numbered`, 303);
    const message = 'มีผู้บันทึกเลขที่หนังสือหลังจากที่ท่านเปิดหน้านี้ โปรดตรวจเลขที่ที่บันทึกไว้แล้วบันทึกอีกครั้ง';
    return showReportPapers(c, {
      errors: [{ id: `${numberedPapers[0]}No`, message }],
      status: 409,
    });
  }

  async function showSeasonPapers(c: Context<WebEnv>) {
    const { list, options, frame } = await seasonPapersOf(c);
    const { fiscalYear, province } = frame.season;
    const [schedule, visits, teams, organizations] = await Promise.all([
      seasons.schedule(fiscalYear, province),
      seasons.visits(fiscalYear, province),
      seasons.teams(fiscalYear, province),
      roster.all(province),
    ]);
    return page(
      c,
      options,
      <SeasonPapersPage
        {...{ schedule, visits, teams, organizations }}
        gaps={await seasonGaps(frame.season, schedule, visits)}
        province={province}
        season={frame.base}
        base={list}
        letterhead={`/provinces/${province}/letterhead`}
      />,
    );
  }

  /** What is missing in each of the season's papers that there is something for. */
  async function seasonGaps(
    season: Season,
    schedule: Schedule | undefined,
    visits: readonly Visit[],
  ): Promise<SeasonGaps> {
    const asked = seasonCounts(schedule, visits).filter(({ to }) => to > 0);
    const answers = await Promise.all(
      asked.map(async ({ paper, formats: [format] }) => {
        const order = { ...season, paper, format };
        return [paper, await papers.look({ from: 'season-papers', order })] as const;
      }),
    );
    return new Map(
      answers.flatMap(([paper, answer]) => ('gaps' in answer ? [[paper, answer.gaps]] : [])),
    );
  }

  async function reportPapersOf(c: Context<WebEnv>) {
    const { orgId, year, round, version } = pathOf(c, versionPath);
    const place = { orgId, fiscalYear: year, round };
    const user = authorized(c, 'read-organization', place);
    const obligation = found(await obligations.find(orgId, place));
    found(obligation.versions.find((candidate) => candidate.version === version));
    const { shortName } = obligation.organization;
    const receipt = `${reportPath(place)}/versions/${version}`;
    const title = 'เอกสารของรายงาน';
    return {
      list: `${receipt}/papers`,
      user,
      mayChange: can(user, 'edit-report', place) || can(user, 'report-on-behalf', place),
      order: { ...place, version },
      options: {
        title,
        line: shortName,
        breadcrumbs: [
          { text: shortName, href: `/organizations/${orgId}` },
          { text: `ใบยืนยันการส่งรายงาน ฉบับที่ ${version}`, href: receipt },
          { text: title },
        ],
      },
    };
  }

  async function reportFileOf(c: Context<WebEnv>): Promise<Wanted> {
    const { list, order, options } = await reportPapersOf(c);
    const { file } = pathOf(c, reportFile);
    const ways = reportWays(order.orgId);
    return { list, options, ways, order: { from: 'report-papers', order: { ...order, ...file } } };
  }

  async function seasonPapersOf(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    return { frame, list: `${frame.base}/papers`, options: seasonOptions(frame, 'หนังสือและเอกสาร') };
  }

  async function seasonFileOf(c: Context<WebEnv>): Promise<Wanted> {
    const { frame, list, options } = await seasonPapersOf(c);
    const { file } = pathOf(c, seasonFile);
    const choice = found(choiceSchema.safeParse(c.req.query()).data);
    const order = { ...frame.season, ...file, ...choice };
    const ways = seasonWays(frame.season.province, frame.base);
    return { list, options, ways, order: { from: 'season-papers', order } };
  }

  /** The file, if it comes within two seconds; else the page that waits for it. */
  async function answerFile(c: Context<WebEnv>, { order }: Wanted) {
    let answer = await papers.look(order);
    if ('state' in answer && (answer.state === 'absent' || answer.state === 'failed')) {
      await papers.have(order);
      for (const wait of WAITS) {
        await new Promise((resolve) => setTimeout(resolve, wait));
        answer = await papers.look(order);
        if ('state' in answer && answer.state === 'made') break;
      }
    }
    const file = refused(answer);
    if (file.state === 'made') return c.redirect(file.link, 303);
    const { pathname, searchParams } = new URL(c.req.url);
    searchParams.set('since', String(securityNow().valueOf()));
    return c.redirect(`${pathname}/making?${searchParams}`, 303);
  }

  async function answerMaking(c: Context<WebEnv>, { order, list, options, ways }: Wanted) {
    const answer = refused(await papers.look(order));
    const { pathname, searchParams } = new URL(c.req.url);
    const since = Number(searchParams.get('since'));
    searchParams.delete('since');
    const query = searchParams.size > 0 ? `?${searchParams}` : '';
    const file = pathname.replace(/\/making$/, '') + query;
    const lost = securityNow().valueOf() - since > LONGEST_WAIT_MS;
    const failed = answer.state === 'failed' || (answer.state !== 'made' && lost);
    if (answer.state === 'made') c.header('refresh', `1; url=${file}`);
    else if (!failed) c.header('refresh', '2');
    return page(
      c,
      { ...options, title: failed ? 'จัดทำเอกสารไม่สำเร็จ' : 'จัดทำเอกสาร' },
      <MakingPage {...{ answer, failed, file, list, ways }} paper={order.order.paper} />,
    );
  }

  return {
    showReportPapers: (c: Context<WebEnv>) => showReportPapers(c),
    numberReportPapers,
    showSeasonPapers,
    saveReportPaper: async (c: Context<WebEnv>) => answerFile(c, await reportFileOf(c)),
    awaitReportPaper: async (c: Context<WebEnv>) => answerMaking(c, await reportFileOf(c)),
    saveSeasonPaper: async (c: Context<WebEnv>) => answerFile(c, await seasonFileOf(c)),
    awaitSeasonPaper: async (c: Context<WebEnv>) => answerMaking(c, await seasonFileOf(c)),
  };
}

const LONGEST_WAIT_MS = 10 * 60_000;

const words = {
  'no-report': 'ยังไม่มีรายงานที่ส่งแล้วฉบับนี้ จึงยังจัดทำเอกสารไม่ได้',
  'no-schedule': 'ยังไม่ได้เผยแพร่กำหนดการนิเทศ จึงยังจัดทำหนังสือไม่ได้',
  nothing: 'ไม่มีการนิเทศที่ต้องใช้เอกสารนี้ในขณะนี้',
  'no-format': 'เอกสารนี้ไม่มีในรูปแบบที่เลือก หนังสือหลายฉบับมีเป็น PDF หรือ ZIP เท่านั้น',
};

/** @throws {ProblemError} 404 where there is no such paper, with the reason */
function refused(answer: PaperAnswer) {
  if ('refused' in answer) {
    throw new ProblemError(404, { code: answer.refused, detail: words[answer.refused] });
  }
  return answer;
}
