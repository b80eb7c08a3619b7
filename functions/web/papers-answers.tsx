/** Where papers are downloaded: lists of them, each file, and a page that waits with whoever waits for one. */
import type { Context } from 'hono';
import * as z from 'zod';
import { orgIdSchema } from '../../shared/domain/organization.ts';
import {
  formats,
  type PaperAnswer,
  reportPaperNames,
  seasonPaperNames,
  seasonPaperOrder,
} from '../../shared/domain/papers.ts';
import { ProblemError } from '../../shared/web/problem.tsx';
import { reportPath } from './officer.tsx';
import type { PaperOrder } from './paper-desk.ts';
import { MakingPage, ReportPapersPage, SeasonPapersPage } from './papers-page.tsx';
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
}

/** Until an answer that comes soon is waited for, in milliseconds; two seconds in all. */
const WAITS = [150, 250, 400, 500, 700];

/** What answers the routes of `papers.ts`. */
export function paperAnswers(dependencies: WebDependencies) {
  const { papers, obligations, seasons, roster, securityNow } = dependencies;

  async function showReportPapers(c: Context<WebEnv>) {
    const { options, order, list } = await reportPapersOf(c);
    const all = {
      from: 'report-papers',
      order: { ...order, paper: 'all', format: 'zip' },
    } as const;
    return page(
      c,
      options,
      <ReportPapersPage
        base={list}
        answer={await papers.look(all)}
        letterhead={`/organizations/${order.orgId}/letterhead`}
      />,
    );
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
        base={list}
        letterhead={`/provinces/${province}/letterhead`}
      />,
    );
  }

  async function reportPapersOf(c: Context<WebEnv>) {
    const { orgId, year, round, version } = pathOf(c, versionPath);
    const place = { orgId, fiscalYear: year, round };
    authorized(c, 'read-organization', place);
    const obligation = found(await obligations.find(orgId, place));
    found(obligation.versions.find((candidate) => candidate.version === version));
    const { shortName } = obligation.organization;
    const receipt = `${reportPath(place)}/versions/${version}`;
    const title = 'เอกสารของรายงาน';
    return {
      list: `${receipt}/papers`,
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
    return { list, options, order: { from: 'report-papers', order: { ...order, ...file } } };
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
    return { list, options, order: { from: 'season-papers', order } };
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

  async function answerMaking(c: Context<WebEnv>, { order, list, options }: Wanted) {
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
      <MakingPage {...{ answer, failed, file, list }} paper={order.order.paper} />,
    );
  }

  return {
    showReportPapers,
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
