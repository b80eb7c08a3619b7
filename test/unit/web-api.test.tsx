import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { newCycle } from '../../shared/domain/cycle.ts';
import { servedRoutes } from '../support/access.ts';
import { fy2563 } from '../support/builders.ts';
import { anOffice, officer } from '../support/office-world.ts';
import { aUser, type TestSite, testSite, thaSametSite } from '../support/site.ts';
import { completedRows, thaSametLines } from '../support/tha-samet.ts';
import type { Visitor } from '../support/visitor.ts';

const ORG = '80-0711';
const REPORT = `/api/organizations/${ORG}/reports/2563/6M`;
const place = { fiscalYear: fy2563, round: '6M' } as const;
const signature = { position: 'นายก อบต.ท่าเสม็ด', capacity: 'holder', signedOn: '2020-04-16' };

let site: TestSite;
/** Whoever asks. */
let who: Visitor;
beforeEach(async () => {
  site = await thaSametSite();
  who = await site.signIn(aUser());
});
afterEach(() => site.close());

function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  return who.ask(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

const rows = completedRows();
const content = { lines: rows, wholeYearConfirmed: true };
const submissionId = '0b9f3a52-6a3c-4f8e-9a43-6f2f0b3f7a11';

describe('the report of ท่าเสม็ด by JSON', () => {
  test('row 7 is named until its name and dimension are filled in', async () => {
    const printed = rows.map((row, index) => ({
      ...row,
      name: thaSametLines[index]?.name,
      dimension: thaSametLines[index]?.dimension,
    }));
    const refused = await send('POST', `${REPORT}/submissions`, {
      submissionId,
      content: { ...content, lines: printed },
      signature,
    });
    expect(refused.status).toBe(422);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({
      status: 422,
      code: 'invalid-report',
      errors: [
        { row: 7, itemId: 'i7', field: 'name', code: 'name-cut-off' },
        {
          row: 7,
          itemId: 'i7',
          field: 'dimension',
          code: 'dimension-missing',
          message: 'กรุณาเลือกมิติ',
        },
      ],
    });
    const taken = await send('POST', `${REPORT}/submissions`, { submissionId, content, signature });
    expect(taken.status).toBe(201);
    expect(await taken.json()).toMatchObject({
      receipt: expect.stringMatching(/^2563-6M-80-0711-1-\d$/),
      version: 1,
      receivedAt: '2020-04-16T02:00:00.000Z',
      daysLate: 0,
      counts: { completed: 13, ongoing: 19 },
      score: { percent: 70.31, band: 'green' },
    });
  });

  test('the same submission again answers the same receipt and stores nothing twice', async () => {
    const body = { submissionId, content, signature };
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => send('POST', `${REPORT}/submissions`, body)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    const receipts = await Promise.all(
      answers.map(async (answer) => z.object({ receipt: z.string() }).parse(await answer.json())),
    );
    expect(new Set(receipts.map(({ receipt }) => receipt)).size).toBe(1);
    expect((await site.dependencies.obligations.find(ORG, place))?.versions).toHaveLength(1);
  });

  test('a draft is saved with its errors told, then handed in by its version', async () => {
    const view = await (await send('GET', REPORT)).json();
    expect(view).toMatchObject({
      state: 'not_started',
      draftVersion: 0,
      due: '2020-04-30',
      content: { lines: { length: 32 } },
    });
    const saved = await send('PUT', `${REPORT}/draft`, {
      version: 0,
      content: { ...content, lines: rows.slice(0, 31) },
    });
    expect(await saved.json()).toMatchObject({
      version: 1,
      errors: [{ row: 32, field: 'status', code: 'status-missing' }],
    });
    const stale = await send('PUT', `${REPORT}/draft`, { version: 0, content });
    expect(stale.status).toBe(409);
    await send('PUT', `${REPORT}/draft`, { version: 1, content });
    const taken = await send('POST', `${REPORT}/submissions`, {
      submissionId,
      version: 2,
      signature,
    });
    expect(taken.status).toBe(201);
  });

  test('without a signature nothing is handed in', async () => {
    const answer = await send('POST', `${REPORT}/submissions`, { submissionId, content });
    expect(await answer.json()).toMatchObject({ status: 409, code: 'unsigned' });
  });

  test.each([
    ['2020-03-31T09:00:00+07:00', 'early'],
    ['2020-07-01T09:00:00+07:00', 'locked'],
  ])('at %s the answer is %s', async (at, code) => {
    site.setTime(at);
    who = await site.signIn(aUser());
    const answer = await send('POST', `${REPORT}/submissions`, {
      submissionId,
      content,
      signature,
    });
    expect(await answer.json()).toMatchObject({ status: 409, code });
  });

  test('one submission of 32 rows writes one body and one head', async () => {
    const { reports, obligations } = site.dependencies;
    let bodies = 0;
    let heads = 0;
    const counting = await testSite({
      overrides: {
        reports: {
          ...reports,
          keep: (submission) => {
            bodies++;
            return reports.keep(submission);
          },
        },
        obligations: {
          ...obligations,
          save: (next, event) => {
            heads++;
            return obligations.save(next, event);
          },
        },
        accounts: site.dependencies.accounts,
        plans: site.dependencies.plans,
      },
    });
    const answer = await counting.app.request(`${REPORT}/submissions`, {
      method: 'POST',
      headers: { cookie: who.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ submissionId, content, signature }),
    });
    expect(answer.status).toBe(201);
    expect([bodies, heads]).toEqual([1, 1]);
    await counting.close();
  });
});

describe('what is sent wrong', () => {
  test('broken JSON is a problem document', async () => {
    const answer = await send('PUT', `${REPORT}/draft`, '{"version": 0, "content"');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'broken-json' });
  });

  test('a body that is not JSON is refused as such', async () => {
    const answer = await send('PUT', `${REPORT}/draft`, 'x=1', { 'content-type': 'text/plain' });
    expect(answer.status).toBe(415);
  });

  test('a wrong field is named with its row', async () => {
    const lines = [{ itemId: 'i3', no: 3, status: 9, colour: 'red' }];
    const answer = await send('PUT', `${REPORT}/draft`, { version: 0, content: { lines } });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: 'invalid-body',
      errors: expect.arrayContaining([
        expect.objectContaining({ row: 3, itemId: 'i3', field: 'content.lines.0.status' }),
      ]),
    });
  });

  test('an item that is not in the plan is named', async () => {
    const lines = [...rows, { itemId: 'x9', no: 33, status: 3 }];
    const answer = await send('POST', `${REPORT}/submissions`, {
      submissionId,
      content: { ...content, lines },
      signature,
    });
    expect(await answer.json()).toMatchObject({
      errors: [
        { row: 33, itemId: 'x9', code: 'unknown-item', message: 'ไม่มีรายการนี้ในแผนของปีงบประมาณนี้' },
      ],
    });
  });

  test('the same submissionId for another content is refused after a crash, too', async () => {
    const body = { submissionId, content, signature };
    await send('POST', `${REPORT}/submissions`, body);
    const stored = await site.dependencies.obligations.find(ORG, place);
    if (!stored) throw new Error('no obligation');
    const { daysLate: _, ...unsubmitted } = {
      ...stored,
      versions: [],
      state: 'in_progress' as const,
    };
    await site.dependencies.obligations.save(unsubmitted);
    const other = { ...content, problemsMaking: 'อื่น' };
    const answer = await send('POST', `${REPORT}/submissions`, { ...body, content: other });
    expect(await answer.json()).toMatchObject({ status: 409, code: 'reused-submission-id' });
  });

  test('an organization that is not there is not there', async () => {
    expect((await send('GET', '/api/organizations/80-9999')).status).toBe(404);
    expect((await send('GET', '/api/organizations/80-9999/reports/2563/6M')).status).toBe(404);
  });

  test('nobody writes for a neighbour', async () => {
    who = await site.signIn(aUser({ userId: 'u-2', email: 'n@khreng.go.th', orgId: '80-0712' }));
    const answer = await send('PUT', `${REPORT}/draft`, { version: 0, content });
    expect(answer.status).toBe(404);
  });

  test('without a session the API says so and leads nowhere', async () => {
    who = site.visitor();
    const answer = await send('GET', REPORT);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'sign-in-required' });
  });
});

describe('what anybody may know', () => {
  test('tells rounds, timeliness and score, and no person', async () => {
    await send('POST', `${REPORT}/submissions`, { submissionId, content, signature });
    who = site.visitor();
    const answer = await send('GET', `/api/organizations/${ORG}`);
    const facts = await answer.text();
    expect(JSON.parse(facts)).toMatchObject({
      name: 'องค์การบริหารส่วนตำบลท่าเสม็ด',
      provinceName: 'นครศรีธรรมราช',
      reports: [
        {
          fiscalYear: 2563,
          round: '6M',
          state: 'submitted',
          timeliness: 'on-time',
          score: { percent: 70.31, band: 'green' },
        },
      ],
    });
    expect(facts).not.toMatch(/นักวิเคราะห์|นายก|@|contacts/);
    const page = await who.read(`/public/organizations/${ORG}`);
    expect(page).toContain('70.31 %');
    expect(page).not.toMatch(/นักวิเคราะห์|นายก|@/);
  });

  test('does not tell how far a draft has come', async () => {
    await send('PUT', `${REPORT}/draft`, { version: 0, content });
    const facts = await (await send('GET', `/api/organizations/${ORG}`)).json();
    expect(facts).toMatchObject({ reports: [{ state: 'awaited', timeliness: 'awaited' }] });
  });
});

test("a province's year is told to its office, and to nobody else", async () => {
  const path = '/api/provinces/80/years/2563';
  const { cycles } = site.dependencies;
  await cycles.open(newCycle(fy2563, '80'));
  await cycles.change(fy2563, '80', (cycle) => ({
    ...cycle,
    state: 'closed',
    leftOpen: { '6M': [ORG] },
  }));
  expect((await send('GET', path)).status).toBe(404);

  who = await site.signIn(officer);
  expect((await send('GET', path)).status).toBe(404);
  await site.dependencies.roster.saveOffice(anOffice());
  const answer = await send('GET', path);
  expect(await answer.json()).toEqual({
    province: '80',
    fiscalYear: 2563,
    cycle: 'closed',
    leftOpen: { '6M': [ORG], '12M': [] },
    schedule: 0,
    visits: [],
  });
});

test('the documentation is OpenAPI 3.1 and tells every path there is', async () => {
  const document: unknown = await (await site.app.request('/api/openapi.json')).json();
  expect(document).toMatchObject({
    openapi: expect.stringMatching(/^3\.1\./),
    components: {
      schemas: {
        LineInput: {
          properties: { status: { description: expect.stringContaining('ดำเนินการแล้วเสร็จ') } },
        },
      },
    },
  });
  expect(JSON.stringify(document)).toContain('"format":"date"');
  const paths = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
  const documented = Object.entries(paths.parse(document).paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = servedRoutes(site)
    .filter(({ path }) => /^\/api\/(org|prov)/.test(path))
    .map(({ path, method }) => `${method} ${path.replaceAll(/:(\w+)(\{[^/]*\})?/g, '{$1}')}`);
  expect(documented.toSorted()).toEqual(served.toSorted());
});

describe('a plan by JSON', () => {
  const plans = `/api/organizations/${ORG}/plans`;
  const items = `${plans}/2562-2564/items`;
  const item = { name: 'จัดทำคู่มือประชาชน', dimension: 3, years: [2563, 2564] };
  const readItems = z.object({
    items: z.array(z.looseObject({ itemId: z.string(), no: z.int(), rev: z.int() })),
  });

  test('is read with its items and the titles of its edition', async () => {
    const view = await (await send('GET', plans)).json();
    expect(view).toMatchObject({
      plans: [
        {
          period: '2562-2564',
          dimensionTitles: { 1: 'การบริหารราชการเพื่อป้องกันการทุจริต' },
          items: { length: 32 },
        },
      ],
    });
  });

  test('takes items once, changes one over what was read, and cancels it with a reason', async () => {
    const body = { token: 'saraban0001', items: [item, { ...item, name: 'อบรม' }] };
    const added = await send('POST', items, body);
    expect(added.status).toBe(201);
    const [first] = readItems.parse(await added.json()).items;
    expect((await send('POST', items, body)).status).toBe(200);
    const edit = { rev: first?.rev, item: { ...item, name: 'จัดทำคู่มือ' } };
    const edited = await send('PUT', `${items}/${first?.itemId}`, edit);
    expect(await edited.json()).toMatchObject({ name: 'จัดทำคู่มือ', no: 33 });
    const stale = await send('PUT', `${items}/${first?.itemId}`, { ...edit, item });
    expect(stale.status).toBe(409);
    const cancel = { rev: (first?.rev ?? 0) + 1, reason: 'งบประมาณถูกโอน', from: 2563 };
    const cancelled = await send('POST', `${items}/${first?.itemId}/cancel`, cancel);
    expect(await cancelled.json()).toMatchObject({ state: 'cancelled' });
  });

  test('refuses years outside the plan by the field they stand in', async () => {
    const outside = { token: 'saraban0002', items: [{ ...item, years: [2565] }] };
    expect(await (await send('POST', items, outside)).json()).toMatchObject({
      status: 422,
      errors: [{ field: 'items.0.years', code: 'year-outside-plan' }],
    });
  });
});

test('more time is asked for by JSON, and told with the report', async () => {
  const early = await send('POST', `${REPORT}/extension`, { until: '2020-04-20', reason: 'น้ำท่วม' });
  expect(await early.json()).toMatchObject({ status: 422, code: 'day-too-early' });
  const asked = { until: '2020-05-15', reason: 'น้ำท่วม' };
  expect((await send('POST', `${REPORT}/extension`, asked)).status).toBe(200);
  const view = await (await send('GET', REPORT)).json();
  expect(view).toMatchObject({ extension: { request: asked } });
});

test('a decision in the six-month round is refused by row, in a draft and in a submission', async () => {
  const decided = { ...content, lines: rows.map((row) => ({ ...row, decision: 'continue' })) };
  const refusal = {
    status: 422,
    code: 'decision-too-early',
    errors: { 0: { itemId: 'i1', field: 'decision' } },
  };
  const draft = await send('PUT', `${REPORT}/draft`, { version: 0, content: decided });
  expect(await draft.json()).toMatchObject(refusal);
  const body = { submissionId, content: decided, signature };
  expect(await (await send('POST', `${REPORT}/submissions`, body)).json()).toMatchObject(refusal);
});

test('an office that enters a paper says when it came, and that day decides', async () => {
  site.setTime('2020-05-04T09:00:00+07:00');
  who = await site.signIn(officer);
  const body = { submissionId, content, signature, paperReceivedOn: '2020-04-29' };
  expect(await (await send('POST', `${REPORT}/submissions`, body)).json()).toMatchObject({
    daysLate: 0,
  });
});
