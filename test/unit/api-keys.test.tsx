import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fy2563 } from '../support/builders.ts';
import { anOffice, officer } from '../support/office-world.ts';
import { aUser, type TestSite, thaSametSite } from '../support/site.ts';
import { completedRows } from '../support/tha-samet.ts';
import { hidden, type Visitor } from '../support/visitor.ts';

const ORG = '80-0711';
const KEYS = `/organizations/${ORG}/keys`;
const REPORT = `/api/organizations/${ORG}/reports/2563/6M`;
const signature = { position: 'นายก อบต.ท่าเสม็ด', capacity: 'holder', signedOn: '2020-04-16' };
const lines = completedRows();
const submission = {
  submissionId: '0b9f3a52-6a3c-4f8e-9a43-6f2f0b3f7a11',
  content: { lines, wholeYearConfirmed: true },
  signature,
};

let site: TestSite;
/** Whoever makes keys. */
let maker: Visitor;
beforeEach(async () => {
  site = await thaSametSite();
  maker = await site.signIn(aUser());
});
afterEach(() => site.close());

interface Wanted {
  readonly actions?: readonly string[];
  readonly days?: string;
  readonly name?: string;
  readonly page?: string;
}

/** Fills in the form of the page as it stands. */
async function makeKey({ actions, days = '30', name = 'สารบรรณ', page = KEYS }: Wanted = {}) {
  const keyId = hidden(await maker.read(page), 'keyId');
  const send = () =>
    maker.post(page, { keyId, name, days, actions: actions ?? ['read', 'save-draft', 'submit'] });
  const answer = await send();
  const text = await answer.text();
  return { keyId, key: /nit_[\w-]+/.exec(text)?.[0] ?? '', status: answer.status, text, send };
}

function ask(key: string, path: string, init: RequestInit = {}) {
  const { headers, ...rest } = init;
  return site.app.request(path, {
    ...rest,
    headers: { authorization: `Bearer ${key}`, ...headers },
  });
}

function write(key: string, method: string, path: string, body: unknown, idempotencyKey?: string) {
  return ask(key, path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    body: JSON.stringify(body),
  });
}

async function events(owner: 'ORG#80-0711' | 'PROVINCE#80' = 'ORG#80-0711') {
  return (await site.dependencies.audits.latest(owner, 50)).toReversed();
}

describe('a key', () => {
  test('is shown once and kept as a hash of its secret', async () => {
    const { key, keyId, text, send } = await makeKey();
    expect(key).toMatch(/^nit_80-0711-[a-z0-9]{10}_[0-9a-f]{64}$/);
    expect(text).toContain('แสดงให้เห็นครั้งนี้ครั้งเดียว');
    const secret = key.split('_')[2] ?? '';
    expect(JSON.stringify(await site.dependencies.keys.find(keyId))).not.toContain(secret);

    const again = await send();
    expect(await again.text()).toContain('สร้างกุญแจดอกนี้ไปแล้ว');
    expect(await maker.read(KEYS)).not.toContain(secret);
    expect(await site.dependencies.keys.all({ orgId: ORG })).toHaveLength(1);
  });

  test('reads its own organization and no other', async () => {
    const { key } = await makeKey();
    expect((await ask(key, REPORT)).status).toBe(200);
    expect((await ask(key, '/api/organizations/80-0712/reports/2563/6M')).status).toBe(404);
    expect((await ask(key, '/api/provinces/80/years/2563')).status).toBe(404);
  });

  test('of an office reads its province and no other', async () => {
    maker = await site.signIn(officer);
    await site.dependencies.roster.saveOffice(anOffice());
    const { key } = await makeKey({ page: '/provinces/80/keys', actions: ['read'] });
    expect((await ask(key, '/api/provinces/80/rounds/2563/6M')).status).toBe(200);
    expect((await ask(key, '/api/provinces/84/rounds/2563/6M')).status).toBe(404);
    const draft = await write(key, 'PUT', `${REPORT}/draft`, { version: 0, content: { lines } });
    expect(await draft.json()).toMatchObject({ status: 403, code: 'key-not-for-this' });
  });

  test('does what it was made for and nothing else', async () => {
    const { key } = await makeKey({ actions: ['read'] });
    expect((await ask(key, REPORT)).status).toBe(200);
    const answer = await write(key, 'POST', `${REPORT}/submissions`, submission, 'attempt-0001');
    expect(await answer.json()).toMatchObject({ status: 403, code: 'key-not-for-this' });
  });

  test('opens no page, and comes before the cookie that is sent with it', async () => {
    const { key } = await makeKey();
    expect((await ask(key, `/organizations/${ORG}`)).status).toBe(303);
    const wrong = await maker.ask(REPORT, {
      headers: { authorization: `Bearer ${key.replace(/.$/, 'x')}` },
    });
    expect(wrong.status).toBe(401);
  });

  test('is dead from the request after its end', async () => {
    const { key, keyId } = await makeKey();
    expect((await ask(key, REPORT)).status).toBe(200);
    const ended = await maker.post(`${KEYS}/${keyId}/revoke`);
    expect(ended.headers.get('location')).toBe(`${KEYS}?revoked`);
    expect(await (await ask(key, REPORT)).json()).toMatchObject({ code: 'key-revoked' });
  });

  test('is ended by no single click: what it costs is said first', async () => {
    await makeKey();
    const html = await maker.read(KEYS);
    const folded =
      /<details[^>]*>(?:(?!<\/details>).)*\/revoke"(?:(?!<\/details>).)*<\/details>/s.exec(html);
    expect(folded?.[0]).toContain('ใช้กุญแจนี้ไม่ได้อีกทันที');
  });

  test('is dead on the day it expires, a year later at most', async () => {
    const { key } = await makeKey({ days: '365' });
    expect((await makeKey({ days: '366' })).status).toBe(422);
    site.setTime('2021-04-16T09:00:00+07:00');
    expect(await (await ask(key, REPORT)).json()).toMatchObject({ code: 'key-expired' });
  });

  test('costs one write an hour to show when it was used, and one event a day', async () => {
    const { key, keyId } = await makeKey();
    for (const at of ['09:00', '09:30', '09:59']) {
      site.setTime(`2020-04-16T${at}:00+07:00`);
      await ask(key, REPORT);
    }
    expect(await site.dependencies.keys.find(keyId)).toMatchObject({
      rev: 2,
      lastUsedAt: '2020-04-16T02:00:00.000Z',
    });
    site.setTime('2020-04-16T10:01:00+07:00');
    await ask(key, REPORT);
    site.setTime('2020-04-17T08:00:00+07:00');
    await ask(key, REPORT);
    expect((await events()).map(({ act }) => act).filter((act) => act === 'key-used')).toEqual([
      'key-used',
      'key-used',
    ]);
  });

  test('of another organization is not there', async () => {
    const { keyId } = await makeKey();
    maker = await site.signIn(aUser({ userId: 'u-2', email: 'n@khreng.go.th', orgId: '80-0712' }));
    for (const page of [KEYS, '/organizations/80-9999/keys', '/provinces/80/keys']) {
      expect((await maker.get(page)).status).toBe(404);
    }
    const ended = await maker.post(`/organizations/80-0712/keys/${keyId}/revoke`);
    expect(ended.status).toBe(404);
    expect((await site.dependencies.keys.find(keyId))?.revokedAt).toBeUndefined();
  });

  test.each([
    ['', 'name'],
    ['ก'.repeat(101), 'name'],
  ])('without a name of 1–100 letters is refused: %s', async (name, field) => {
    const { status, text, key } = await makeKey({ name });
    expect([status, key]).toEqual([422, '']);
    expect(text).toContain(`id="${field}-error"`);
  });
});

describe('what is sent in the place of a key', () => {
  test.each([
    ['', 'malformed-key'],
    ['nit_', 'malformed-key'],
    ['nit_80-0711#KEY_00', 'malformed-key'],
    [`nit_80-0711-aaaaaaaaaa_${'0'.repeat(63)}`, 'malformed-key'],
    [`nit_80-0711-aaaaaaaaaa_${'0'.repeat(64)}`, 'unknown-key'],
    [`nit_80-0711-aaaaaaaaaa_${'0'.repeat(100_000)}`, 'malformed-key'],
  ])('%.40s is answered %s and stores nothing', async (text, code) => {
    const answer = await ask(text, REPORT);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code });
    expect(await site.dependencies.keys.all({ orgId: ORG })).toEqual([]);
  });
});

describe('a write by key', () => {
  test('needs an Idempotency-Key', async () => {
    const { key } = await makeKey();
    const without = await write(key, 'POST', `${REPORT}/submissions`, submission);
    expect(await without.json()).toMatchObject({ status: 400, code: 'idempotency-key-missing' });
    const odd = await write(key, 'POST', `${REPORT}/submissions`, submission, 'IDEM#80#');
    expect(await odd.json()).toMatchObject({ status: 400, code: 'idempotency-key-malformed' });
  });

  test('is answered again as before, and with another body refused', async () => {
    const { key, keyId } = await makeKey();
    const post = (body: unknown) =>
      write(key, 'POST', `${REPORT}/submissions`, body, 'attempt-0001');
    const first = await post(submission);
    expect(first.status).toBe(201);
    const second = await post(submission);
    expect(second.status).toBe(201);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await second.json()).toEqual(await first.json());
    const other = await post({ ...submission, content: { ...submission.content, lines: [] } });
    expect(await other.json()).toMatchObject({ status: 422, code: 'idempotency-key-reused' });

    const place = { fiscalYear: fy2563, round: '6M' } as const;
    expect((await site.dependencies.obligations.find(ORG, place))?.versions).toHaveLength(1);
    const submitted = (await events()).filter(({ act }) => act === 'report-submitted');
    expect(submitted.map(({ actor }) => actor.userId)).toEqual([`key-${keyId}`]);
  });

  test('ten times at once is done once', async () => {
    const { key } = await makeKey();
    const body = { version: 0, content: { lines, wholeYearConfirmed: true } };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        write(key, 'PUT', `${REPORT}/draft`, body, 'draft-attempt-1'),
      ),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThanOrEqual(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(await answer.json()).toMatchObject({ status: 409, code: 'idempotency-key-at-work' });
    }
    expect(await (await ask(key, REPORT)).json()).toMatchObject({ draftVersion: 1 });
    const later = await write(key, 'PUT', `${REPORT}/draft`, body, 'draft-attempt-1');
    expect(later.status).toBe(200);
  });

  test('that is refused is refused again in the same words, a day later too', async () => {
    const { key } = await makeKey();
    const unsigned = { submissionId: submission.submissionId, content: submission.content };
    const post = () => write(key, 'POST', `${REPORT}/submissions`, unsigned, 'attempt-0002');
    const first = await (await post()).json();
    expect(first).toMatchObject({ status: 409, code: 'unsigned' });
    site.setTime('2020-04-17T09:00:00+07:00');
    expect(await (await post()).json()).toEqual(first);
    site.setTime('2020-04-18T09:00:01+07:00');
    const anew = await post();
    expect(anew.headers.get('idempotency-replayed')).toBeNull();
  });
});
