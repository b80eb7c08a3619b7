/** The provincial office's pages on reports: provinces, the board, its files, contacts to mend. */
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { currentVersion } from '../../shared/domain/obligation.ts';
import { nameOn, orgIdSchema, provinceOf } from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import { provinceNames } from '../../shared/domain/provinces.ts';
import type { RoundOf } from '../../shared/store/obligation-store.ts';
import { contactRoleLabels, longDate, roundLabels } from '../../shared/text/thai.ts';
import {
  Button,
  EmptyState,
  Field,
  type FieldError,
  Notification,
  SummaryList,
  Table,
  Tag,
} from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import {
  amphoesOf,
  type BoardQuery,
  boardCsv,
  boardQuerySchema,
  currentRound,
  lineText,
} from './board.ts';
import { BoardPage, type BoardProps } from './board-page.tsx';
import { createMendContact } from './mend-contact.ts';
import {
  crumbsTo,
  lineOf,
  type ProvinceFrame,
  provinceFrame,
  provincePath,
  provinceRoundPath,
  refuse,
} from './province-frame.tsx';
import { readForm } from './request-body.ts';
import { reviewRoutes } from './reviews.tsx';
import {
  found,
  page,
  pathOf,
  signedIn,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const contactPath = provincePath.extend({ orgId: orgIdSchema });
const mendingSchema = z.object({
  contactId: z.string(),
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  phone: z.string().trim().max(60),
});

export function officeRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { obligations, settings, now } = dependencies;
  const mendContact = createMendContact({ ...dependencies, audit: dependencies.audits });
  const routes = new Hono<WebEnv>();
  routes.route('/', reviewRoutes(dependencies));

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
    const props = await loadBoard(dependencies, frame, round, query);
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

  routes.get('/provinces/:province/contacts/:orgId', async (c) => answerContacts(c, dependencies));

  routes.post('/provinces/:province/contacts/:orgId', async (c) => {
    const { province, orgId } = contactOf(c);
    const form = await readForm(c);
    const contactId = form.get('contactId') ?? '';
    const parsed = mendingSchema.safeParse(Object.fromEntries(form));
    const id = `email-${contactId}`;
    if (!parsed.success) {
      const message = 'กรุณากรอกอีเมลให้ถูกต้อง เช่น plan@example.go.th';
      return answerContacts(c, dependencies, [{ id, message }], form.get('email'));
    }
    const outcome = await mendContact(signedIn(c), { orgId, ...parsed.data });
    if ('mended' in outcome) {
      return c.redirect(`/provinces/${province}/contacts/${orgId}?done=${contactId}`, 303);
    }
    if (outcome.refused !== 'same-address') return refuse(outcome);
    const message = 'อีเมลนี้คือที่อยู่ที่ส่งไม่ถึง กรุณากรอกที่อยู่ใหม่';
    return answerContacts(c, dependencies, [{ id, message }], parsed.data.email);
  });

  return routes;
}

function roundOf(c: Context<WebEnv>): RoundOf {
  const { year, round } = pathOf(c, provinceRoundPath);
  return { fiscalYear: year, round };
}

/** @throws {ProblemError} 404 for an organization of another province */
function contactOf(c: Context<WebEnv>) {
  const path = pathOf(c, contactPath);
  if (provinceOf(path.orgId) !== path.province) throw new ProblemError(404);
  return path;
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
  { settings, roster, rollups, now }: WebDependencies,
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
      {texts.map(({ amphoe, text }, index) => (
        <div class="govuk-form-group">
          <label class="govuk-label govuk-label--s" for={`text-${index}`}>
            อำเภอ{amphoe}
          </label>
          <textarea class="govuk-textarea copy-text" id={`text-${index}`} rows={5} readonly>
            {text}
          </textarea>
          <button
            class="govuk-button govuk-button--secondary"
            type="button"
            data-copy={`text-${index}`}
            hidden
          >
            คัดลอกข้อความ<span class="govuk-visually-hidden">ของอำเภอ{amphoe}</span>
          </button>
        </div>
      ))}
    </>,
  );
}

/** The people of one organization; whose mail does not arrive first. */
async function answerContacts(
  c: Context<WebEnv>,
  { roster, now, obligations, settings }: WebDependencies,
  errors: readonly FieldError[] = [],
  typed = '',
) {
  const frame = await provinceFrame(c);
  const { province, orgId } = contactOf(c);
  const organization = found(await roster.find(orgId));
  const today = todayOf({ now });
  const { name, shortName } = nameOn(organization, today);
  const { rules } = await settings.load();
  const round = currentRound(today, rules);
  const obligation = await obligations.find(orgId, round);
  const mayMend = can(frame.user, 'review-report', { orgId });
  const done = c.req.query('done');
  return page(
    c,
    {
      title: `ผู้ติดต่อของ${shortName}`,
      line: lineOf(frame),
      errors,
      status: errors.length > 0 ? 422 : 200,
      breadcrumbs: crumbsTo(
        frame,
        { text: shortName, href: reportPath(province, orgId, round) },
        { text: 'ผู้ติดต่อ' },
      ),
    },
    <>
      {done && errors.length === 0 && (
        <Notification kind="success" title="บันทึกที่อยู่ใหม่แล้ว">
          <p class="govuk-body">การแจ้งเตือนครั้งถัดไปจะส่งไปยังที่อยู่นี้</p>
        </Notification>
      )}
      <span class="govuk-caption-l">{name}</span>
      <h1 class="govuk-heading-l">ผู้ติดต่อ</h1>
      {obligation && currentVersion(obligation) === undefined && (
        <p class="govuk-body">
          หน่วยงานนี้ยังไม่ส่งรายงาน{roundLabels[round.round]} ครบกำหนด
          {longDate(obligation.dates.due)}
        </p>
      )}
      {organization.contacts
        .toSorted((a, b) => Number(a.health === 'ok') - Number(b.health === 'ok'))
        .map((contact) => (
          <section class="panel-plain">
            <h2 class="govuk-heading-m">{contactRoleLabels[contact.role]}</h2>
            <SummaryList
              rows={[
                { key: 'ตำแหน่ง', value: contact.position },
                {
                  key: 'อีเมล',
                  value: (
                    <>
                      {contact.email}{' '}
                      {contact.health === 'ok' ? (
                        <Tag tone="green">ส่งถึง</Tag>
                      ) : (
                        <Tag tone="red">
                          {contact.health === 'bounced' ? 'อีเมลส่งไม่ถึง' : 'ผู้รับแจ้งว่าเป็นสแปม'}
                        </Tag>
                      )}
                    </>
                  ),
                },
                { key: 'โทรศัพท์', value: contact.phone ?? 'ไม่มีข้อมูล' },
              ]}
            />
            {mayMend &&
              (contact.health !== 'ok' || errors[0]?.id === `email-${contact.contactId}`) && (
                <form method="post" action={`/provinces/${province}/contacts/${orgId}`} novalidate>
                  <input type="hidden" name="contactId" value={contact.contactId} />
                  <Field
                    name="email"
                    id={`email-${contact.contactId}`}
                    label="อีเมลใหม่"
                    hint="โทรสอบถามหน่วยงานก่อนกรอก"
                    type="email"
                    errors={errors}
                    value={errors[0]?.id === `email-${contact.contactId}` ? typed : ''}
                  />
                  <Field
                    name="phone"
                    id={`phone-${contact.contactId}`}
                    label="โทรศัพท์ (ถ้าเปลี่ยน)"
                    type="tel"
                    value={contact.phone}
                    width={20}
                  />
                  <Button>บันทึกที่อยู่ใหม่</Button>
                </form>
              )}
          </section>
        ))}
    </>,
  );
}

function reportPath(province: string, orgId: string, { fiscalYear, round }: RoundOf): string {
  return `/provinces/${province}/reports/${orgId}/${fiscalYear}/${round}`;
}
