/** The provincial office's pages on reports: provinces, the board, its files, contacts to mend. */
import { type Context, Hono } from 'hono';
import { coversYear } from '../../shared/domain/framework.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import type { RoundOf } from '../../shared/store/obligation-store.ts';
import { roundLabels } from '../../shared/text/thai.ts';
import { EmptyState, Table } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import {
  amphoesOf,
  type BoardProps,
  type BoardQuery,
  boardCsv,
  boardQuerySchema,
  currentRound,
  lineText,
} from './board.ts';
import { contactRoutes } from './contacts.ts';
import { LineTexts } from './line-texts.tsx';
import {
  crumbsTo,
  lineOf,
  type ProvinceFrame,
  provinceFrame,
  provinceRoundPath,
} from './province-frame.tsx';
import { reviewRoutes } from './review.ts';
import {
  page,
  pathOf,
  signedIn,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

export function officeRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { obligations, settings, now } = dependencies;
  const routes = new Hono<WebEnv>();
  routes.route('/', reviewRoutes(dependencies));
  routes.route('/', contactRoutes(dependencies));

  routes.get('/provinces', async (c) => answerProvinces(c, dependencies));

  routes.get('/provinces/:province', async (c) => {
    const { province } = await provinceFrame(c);
    const { rules } = await settings.load();
    const { fiscalYear, round } = currentRound(todayOf({ now }), rules);
    return c.redirect(`/provinces/${province}/rounds/${fiscalYear}/${round}`, 303);
  });

  routes.get('/provinces/:province/rounds/:year/:round', async (c) => {
    const frame = await provinceFrame(c);
    const round = roundOf(c);
    const query = boardQuerySchema.parse(c.req.query());
    const [props, { BoardPage }] = await Promise.all([
      loadBoard(dependencies, frame, round, query),
      import('./board-page.tsx'),
    ]);
    return page(
      c,
      {
        title: `ภาพรวมจังหวัด${props.provinceName} ${roundLabels[round.round]}`,
        line: lineOf(frame, round.fiscalYear),
        breadcrumbs: crumbsTo(frame).slice(0, -1),
      },
      <BoardPage {...props} />,
    );
  });

  routes.get('/provinces/:province/rounds/:year/:round/organizations.csv', async (c) => {
    const { province } = await provinceFrame(c);
    const round = roundOf(c);
    const csv = boardCsv(await obligations.board(province, round));
    c.header('content-type', 'text/csv; charset=utf-8');
    const name = `nithet-${province}-${round.fiscalYear}-${round.round}.csv`;
    c.header('content-disposition', `attachment; filename="${name}"`);
    return c.body(csv);
  });

  routes.get('/provinces/:province/rounds/:year/:round/line', async (c) => {
    const frame = await provinceFrame(c);
    return answerLineTexts(c, dependencies, frame, roundOf(c));
  });

  return routes;
}

function roundOf(c: Context<WebEnv>): RoundOf {
  const { year, round } = pathOf(c, provinceRoundPath);
  return { fiscalYear: year, round };
}

async function loadBoard(
  dependencies: WebDependencies,
  { province, office }: ProvinceFrame,
  round: RoundOf,
  query: BoardQuery,
): Promise<BoardProps> {
  const { obligations, cycles, seasons, settings, calendarOf } = dependencies;
  const [board, cycle, schedule, visits, calendar, { rules }] = await Promise.all([
    obligations.board(province, round),
    cycles.find(round.fiscalYear, province),
    seasons.schedule(round.fiscalYear, province),
    seasons.visits(round.fiscalYear, province),
    calendarOf(province),
    settings.load(),
  ]);
  return {
    province,
    provinceName: office.provinceName,
    ...round,
    obligations: board,
    cycle,
    schedule,
    visits,
    calendar,
    rules,
    today: todayOf(dependencies),
    query,
  };
}

/** The provinces that a user oversees, with how far each has come. */
async function answerProvinces(
  c: Context<WebEnv>,
  { settings, editions, roster, rollups, now }: WebDependencies,
) {
  const user = signedIn(c);
  if (user.orgId !== undefined) throw new ProblemError(404);
  const { rules, provinces } = await settings.load();
  const round = currentRound(todayOf({ now }), rules);
  const codes = user.role === 'central' ? provinces : user.provinces;
  const [figures, ...offices] = await Promise.all([
    rollups.nation(round),
    ...codes.map((code) => roster.office(code)),
  ]);
  const rows = offices
    .filter((office) => office !== undefined)
    .map((office) => ({
      ...office,
      rollup: figures.find(({ province }) => province === office.province),
    }));
  const path = (province: string) =>
    `/provinces/${province}/rounds/${round.fiscalYear}/${round.round}`;
  const edition = (await editions.all()).findLast((known) => coversYear(known, round.fiscalYear));
  return page(
    c,
    { title: 'จังหวัด', line: `ปีงบประมาณ พ.ศ. ${round.fiscalYear}` },
    <>
      <h1 class="govuk-heading-l">จังหวัด</h1>
      {rows.length === 0 ? (
        <EmptyState>ยังไม่มีจังหวัดที่เปิดใช้ระบบ</EmptyState>
      ) : (
        <Table
          caption={`${roundLabels[round.round]} ปีงบประมาณ พ.ศ. ${round.fiscalYear}`}
          rows={rows}
          columns={[
            {
              head: 'จังหวัด',
              heads: true,
              cell: ({ province }) => (
                <a class="govuk-link" href={path(province)}>
                  {provinceNames[province]}
                </a>
              ),
            },
            {
              head: 'หน่วยงาน',
              figure: true,
              cell: ({ rollup }) => rollup?.organizations ?? '–',
            },
            {
              head: 'ส่งภายในกำหนด',
              figure: true,
              cell: ({ rollup }) => rollup?.byTimeliness['on-time'] ?? '–',
            },
            {
              head: 'ส่งหลังกำหนด',
              figure: true,
              cell: ({ rollup }) => rollup?.byTimeliness.late ?? '–',
            },
            {
              head: 'คะแนนเฉลี่ย',
              figure: true,
              cell: ({ rollup }) =>
                rollup?.meanPercent === null || rollup === undefined
                  ? '–'
                  : `${rollup.meanPercent} %`,
            },
          ]}
        />
      )}
      {user.role === 'central' && edition && (
        <p class="govuk-body">
          <a class="govuk-link" href={`/texts/${edition.editionId}`}>
            ข้อความมาตรฐานในรูปเล่มและประกาศ
          </a>{' '}
          ·{' '}
          <a class="govuk-link" href="/editions">
            กรอบแผนและชื่อมิติ
          </a>{' '}
          ·{' '}
          <a class="govuk-link" href="/visit-forms">
            แบบรายงานการนิเทศ
          </a>
        </p>
      )}
    </>,
  );
}

async function answerLineTexts(
  c: Context<WebEnv>,
  { obligations, publicUrl, now }: WebDependencies,
  frame: ProvinceFrame,
  round: RoundOf,
) {
  const board = await obligations.board(frame.province, round);
  const today = todayOf({ now });
  const texts = amphoesOf(board).flatMap((amphoe) => {
    const text = lineText(board, amphoe, today, new URL('/', publicUrl).href);
    return text ? [{ amphoe, text }] : [];
  });
  const boardPath = `/provinces/${frame.province}/rounds/${round.fiscalYear}/${round.round}`;
  const title = 'ข้อความสำหรับกลุ่มไลน์';
  return page(
    c,
    {
      title,
      line: lineOf(frame, round.fiscalYear),
      breadcrumbs: crumbsTo(
        frame,
        { text: roundLabels[round.round], href: boardPath },
        { text: title },
      ),
    },
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        เลือกข้อความในกรอบแล้วคัดลอกไปวางในกลุ่มไลน์ของอำเภอ ข้อความมีเฉพาะหน่วยงานที่ยังไม่พบรายงาน
      </p>
      {texts.length === 0 && <EmptyState>ทุกหน่วยงานส่งรายงานแล้ว</EmptyState>}
      <LineTexts texts={texts} />
    </>,
  );
}
