/** The central office's register of organizations: lists brought in from the department, looked at before they count. */
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { provinceSchema } from '../../shared/domain/organization.ts';
import { actorOf } from '../../shared/domain/permissions.ts';
import { rosterImportSchema } from '../../shared/domain/roster.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { dateTyped, type Form, readForm, thaiDateFrom } from './request-body.ts';
import {
  authorized,
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const runPath = z.object({ runId: rosterImportSchema.shape.runId });
const partPath = runPath.extend({ province: provinceSchema });
const comparedSchema = z.union([
  z.object({ runId: runPath.shape.runId }),
  z.object({ refused: z.string() }),
]);

const IMPORTS_SHOWN = 10;
const crumbs = (...rest: { text: string; href?: string }[]) => [
  { text: 'จังหวัด', href: '/provinces' },
  { text: 'ทะเบียนหน่วยงาน', ...(rest.length > 0 && { href: '/roster' }) },
  ...rest,
];

export function rosterRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const { rosterImports, ask, applyRoster } = dependencies;
  const routes = new Hono<WebEnv>();

  routes.get('/roster', async (c) => {
    authorized(c, 'administer', 'nation');
    return answerStart(c, dependencies);
  });

  routes.post('/roster', async (c) => {
    const user = authorized(c, 'administer', 'nation');
    const form = await readForm(c);
    const sent = await sentList(c, form);
    if ('errors' in sent) return answerStart(c, dependencies, form, sent.errors);
    const compared = comparedSchema.parse(
      await ask('compare-roster', { ...sent.list, by: actorOf(user) }),
    );
    if ('runId' in compared) return c.redirect(`/roster/${compared.runId}`, 303);
    return answerStart(c, dependencies, form, [{ id: 'file', message: compared.refused }]);
  });

  routes.get('/roster/:runId', async (c) => {
    authorized(c, 'administer', 'nation');
    const run = found(await rosterImports.find(pathOf(c, runPath).runId));
    if (run.state === 'applying') c.header('refresh', '2');
    const { RosterImportPage } = await import('./roster-page.tsx');
    return page(
      c,
      {
        title: run.state === 'compared' ? 'ตรวจทะเบียนก่อนนำเข้า' : 'ผลการนำเข้าทะเบียน',
        breadcrumbs: crumbs({ text: run.fileName }),
      },
      <RosterImportPage run={run} />,
    );
  });

  routes.get('/roster/:runId/:province', async (c) => {
    authorized(c, 'administer', 'nation');
    const { runId, province } = pathOf(c, partPath);
    const run = found(await rosterImports.find(runId));
    const part = found(await rosterImports.part(runId, province));
    const { provinceTitle, RosterPartPage } = await import('./roster-page.tsx');
    return page(
      c,
      {
        title: provinceTitle(province),
        breadcrumbs: crumbs(
          { text: run.fileName, href: `/roster/${runId}` },
          { text: provinceTitle(province) },
        ),
      },
      <RosterPartPage part={part} />,
    );
  });

  routes.post('/roster/:runId/apply', async (c) => {
    authorized(c, 'administer', 'nation');
    const { runId } = pathOf(c, runPath);
    const run = found(await rosterImports.find(runId));
    // The second click finds it under way.
    if (await rosterImports.save({ ...run, state: 'applying' }, 'compared')) {
      await applyRoster(runId);
    }
    return c.redirect(`/roster/${runId}`, 303);
  });

  return routes;
}

async function answerStart(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  form?: Form,
  errors: readonly FieldError[] = [],
) {
  const { rosterImports } = dependencies;
  const imports = await rosterImports.latest(IMPORTS_SHOWN);
  const { RosterStartPage } = await import('./roster-page.tsx');
  return page(
    c,
    {
      title: 'ทะเบียนหน่วยงาน',
      breadcrumbs: crumbs(),
      errors,
      ...(errors.length > 0 && { status: 422 as const }),
    },
    <RosterStartPage
      imports={imports}
      province={form?.get('province') ?? ''}
      from={dateTyped(form, 'from', todayOf(dependencies))}
      errors={errors}
    />,
  );
}

interface SentList {
  readonly file: string;
  readonly fileName: string;
  readonly province?: string;
  readonly from: LocalDate;
}

async function sentList(
  c: Context<WebEnv>,
  form: Form,
): Promise<{ readonly list: SentList } | { readonly errors: FieldError[] }> {
  const file = (await c.req.formData()).get('file');
  const errors: FieldError[] = [];
  const from = thaiDateFrom(form, 'from');
  const province = provinceSchema.or(z.literal('')).safeParse(form.get('province') ?? '');
  if (!(file instanceof File) || file.size === 0) {
    errors.push({ id: 'file', message: 'กรุณาเลือกไฟล์ทะเบียน (.csv)' });
  }
  if (!province.success) errors.push({ id: 'province', message: 'ไม่พบจังหวัดที่เลือก' });
  if ('message' in from) errors.push({ id: 'from', message: from.message });
  if (errors.length > 0 || !(file instanceof File) || !province.success || 'message' in from) {
    return { errors };
  }
  const bytes = Buffer.from(await file.arrayBuffer());
  return {
    list: {
      file: bytes.toString('base64'),
      fileName: file.name.replace(/\p{C}/gu, '').slice(0, 200),
      ...(province.data !== '' && { province: province.data }),
      from: from.date,
    },
  };
}
