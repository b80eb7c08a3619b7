/** Calendars of visits: one for each team and one for the office, to subscribe to; a file for an organization. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import {
  type FiscalYear,
  fiscalYear,
  fiscalYearOf,
  fiscalYearSchema,
} from '../../shared/domain/fiscal-year.ts';
import {
  nameOn,
  type Organization,
  orgIdSchema,
  provinceSchema,
} from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import {
  type Schedule,
  type ScheduleEntry,
  type Visit,
  visitOf,
} from '../../shared/domain/supervision.ts';
import type { FeedVisit } from '../../shared/mail/calendar-feed.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import { seatOf } from '../../shared/text/thai.ts';
import { ConfirmForm, FoldedAct, Table } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { eventOf } from './acting.ts';
import { findVisit } from './answer-visit.ts';
import { crumbsTo, lineOf, provinceFrame, refuse } from './province-frame.tsx';
import { readForm } from './request-body.ts';
import {
  authorized,
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const OFFICE = 'office';
const feedSchema = z.string().regex(/^[a-z0-9-]{1,20}$/);
const feedPath = z.object({
  province: provinceSchema,
  feed: feedSchema,
  token: z.string().regex(/^[\w-]{32}$/),
});
const visitPath = z.object({
  orgId: orgIdSchema,
  year: z.coerce.number().pipe(fiscalYearSchema),
  visitNo: z.coerce.number().int().min(1).max(99),
});

export function calendarRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { feeds, seasons, roster, audits, pepper, publicUrl, now } = dependencies;
  const routes = new Hono<WebEnv>();

  routes.get('/calendars/:province/:feed/:token/visits.ics', async (c) => {
    const { province, feed, token } = pathOf(c, feedPath);
    const { generations } = await feeds.feeds(province);
    const wanted = tokenOf(pepper, province, feed, generations[feed] ?? 0);
    if (!timingSafeEqual(Buffer.from(token), Buffer.from(wanted))) throw new ProblemError(404);
    const year = fiscalYearOf(todayOf(dependencies));
    const [office, ...schedules] = await Promise.all([
      roster.office(province),
      ...[fiscalYear(year - 1), year].map((each) => seasons.schedule(each, province)),
    ]);
    const { provinceName } = found(office);
    const teams = await seasons.teams(year, province);
    const name = teams.find(({ teamId }) => teamId === feed)?.name ?? provinceName;
    const isMine = (teamId: string) => feed === OFFICE || teamId === feed;
    const visits = await feedVisits(province, schedules, ({ teamId }) => isMine(teamId));
    return answerFile(c, `นิเทศติดตาม ${name}`, visits);
  });

  routes.get('/organizations/:orgId/visits/:year/:visitNo/visit.ics', async (c) => {
    const { orgId, year, visitNo } = pathOf(c, visitPath);
    authorized(c, 'read-organization', { orgId });
    const id = { fiscalYear: year, orgId, visitNo };
    const [seen, organization] = await Promise.all([findVisit(seasons, id), roster.find(orgId)]);
    const { entry, visit } = found(seen);
    c.header('content-disposition', `attachment; filename="visit-${orgId}-${visitNo}.ics"`);
    return answerFile(c, 'นิเทศติดตาม', [feedVisit(year, entry, visit, organization)]);
  });

  routes.get('/provinces/:province/calendars', async (c) => {
    const frame = await planningFrame(c);
    const { province } = frame;
    const [{ generations }, teams] = await Promise.all([
      feeds.feeds(province),
      seasons.teams(fiscalYearOf(todayOf(dependencies)), province),
    ]);
    const rows = [
      { feed: OFFICE, name: 'ทุกคณะ (ทั้งสำนักงาน)' },
      ...teams.map(({ teamId, name }) => ({ feed: teamId, name })),
    ].map((row) => {
      const token = tokenOf(pepper, province, row.feed, generations[row.feed] ?? 0);
      const path = `/calendars/${province}/${row.feed}/${token}/visits.ics`;
      return { ...row, url: new URL(path, publicUrl).href };
    });
    const title = 'ปฏิทินสำหรับสมัครรับ';
    return page(
      c,
      { title, line: lineOf(frame), breadcrumbs: crumbsTo(frame, { text: title }) },
      <>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">
          นำที่อยู่ไปใส่ในโปรแกรมปฏิทิน (สมัครรับจาก URL) กำหนดการที่เปลี่ยนไปจะปรับตามเอง
          ผู้ที่มีที่อยู่นี้เห็นกำหนดการได้โดยไม่ต้องเข้าสู่ระบบ หากส่งให้ผิดคนให้เปลี่ยนที่อยู่ใหม่ ที่อยู่เดิมจะใช้ไม่ได้ทันที
        </p>
        <Table
          caption={title}
          captionHidden
          rows={rows}
          columns={[
            { head: 'ปฏิทิน', heads: true, cell: ({ name }) => name },
            {
              head: 'ที่อยู่',
              cell: ({ url }) => <code class="address">{url}</code>,
            },
            {
              head: 'เปลี่ยนที่อยู่',
              speaksForItself: true,
              cell: ({ feed, name }) => (
                <FoldedAct
                  title={
                    <>
                      เปลี่ยนที่อยู่<span class="govuk-visually-hidden"> {name}</span>
                    </>
                  }
                >
                  <ConfirmForm
                    action={`/provinces/${province}/calendars`}
                    kind="warning"
                    hidden={{ feed, generation: String(generations[feed] ?? 0) }}
                    button="ยืนยันเปลี่ยนที่อยู่"
                  >
                    <p class="govuk-body">
                      ปฏิทินของทุกคนที่ใช้ที่อยู่เดิมจะไม่ปรับตามอีกทันที ต้องส่งที่อยู่ใหม่ให้ผู้ที่ยังต้องใช้
                    </p>
                  </ConfirmForm>
                </FoldedAct>
              ),
            },
          ]}
        />
      </>,
    );
  });

  routes.post('/provinces/:province/calendars', async (c) => {
    const { province, user } = await planningFrame(c);
    const form = await readForm(c);
    const feed = feedSchema.safeParse(form.get('feed'));
    if (!feed.success) throw new ProblemError(422, { code: 'no-feed' });
    const kept = await feeds.feeds(province);
    const generation = kept.generations[feed.data] ?? 0;
    // A second click: the address was changed by the first.
    if (form.get('generation') === String(generation)) {
      const generations = { ...kept.generations, [feed.data]: generation + 1 };
      const next = { ...kept, generations };
      await saveWithEvent(audits, {
        owner: `PROVINCE#${province}`,
        before: kept,
        next,
        event: eventOf(user, now(), { act: 'calendar-address-changed', subject: feed.data }),
        save: (sealed) => feeds.save(next, sealed),
        settle: feeds.auditSettled,
      });
    }
    return c.redirect(`/provinces/${province}/calendars`, 303);
  });

  async function planningFrame(c: Context<WebEnv>) {
    const frame = await provinceFrame(c);
    const { user, province } = frame;
    if (!can(user, 'plan-visits', { province })) refuse({ refused: 'forbidden' });
    return frame;
  }

  async function feedVisits(
    province: string,
    schedules: readonly (Schedule | undefined)[],
    isMeant: (entry: ScheduleEntry) => boolean,
  ): Promise<FeedVisit[]> {
    const published = schedules.filter((schedule) => schedule !== undefined);
    const [organizations, ...visits] = await Promise.all([
      published.length > 0 ? roster.all(province) : [],
      ...published.map((schedule) => seasons.visits(schedule.fiscalYear, province)),
    ]);
    const byId = new Map(organizations.map((one) => [one.orgId, one]));
    return published.flatMap(({ fiscalYear: year, entries }, index) =>
      entries
        .filter(isMeant)
        .map((entry) =>
          feedVisit(year, entry, visitOf(entry, visits[index] ?? []), byId.get(entry.orgId)),
        ),
    );
  }

  function feedVisit(
    year: FiscalYear,
    entry: ScheduleEntry,
    visit: Visit | undefined,
    organization: Organization | undefined,
  ): FeedVisit {
    const names = organization && nameOn(organization, todayOf(dependencies));
    const { place, receivedBy, mobile } = visit?.acknowledged ?? {};
    const path = `/organizations/${entry.orgId}/visits/${year}/${entry.visitNo}`;
    return {
      entry,
      fiscalYear: year,
      shortName: names?.shortName ?? entry.orgId,
      place: place || seatOf(names?.name ?? ''),
      details: [
        ...(receivedBy ? [`ผู้ต้อนรับ: ${receivedBy}`] : []),
        ...(mobile ? [`โทร. ${mobile}`] : []),
      ],
      url: new URL(path, publicUrl).href,
    };
  }

  async function answerFile(c: Context<WebEnv>, name: string, visits: readonly FeedVisit[]) {
    // Only who asks for a calendar needs what makes one.
    const { calendarFeed } = await import('../../shared/mail/calendar-feed.ts');
    c.header('content-type', 'text/calendar; charset=utf-8');
    return c.body(calendarFeed(name, visits, { publicUrl, stamp: now() }));
  }

  return routes;
}

/** 192 bits that only this site can make; another for each generation of a feed's address. */
function tokenOf(pepper: string, province: string, feed: string, generation: number): string {
  const scope = ['calendar', province, feed, generation].join('\n');
  return createHmac('sha256', pepper).update(scope).digest('base64url').slice(0, 32);
}
