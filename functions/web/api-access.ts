/** How programs come in: API keys, and requests that may be repeated without being done twice. */
import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import {
  type ApiKey,
  type KeyAction,
  keyParts,
  keyState,
  principalOf,
} from '../../shared/domain/api-key.ts';
import { localDateAt } from '../../shared/domain/local-date.ts';
import { isMerged } from '../../shared/domain/organization.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import { isSecretOf, keyOwner } from '../../shared/store/key-store.ts';
import { ProblemError } from '../../shared/web/problem.tsx';
import { eventOf } from './acting.ts';
import { withTakenOver } from './merged.ts';
import { countWrongKey } from './rate-limits.ts';
import type { WebDependencies, WebEnv } from './web-environment.tsx';

const HOUR_MS = 3_600_000;

/**
 * Reads `Authorization: Bearer nit_…`. Whoever sends one acts by that key alone, whatever cookie comes with it; and
 * only a route that says `byKey` lets a key in.
 *
 * @throws {ProblemError} 401 | 429
 */
export function readKey(
  dependencies: Pick<
    WebDependencies,
    'keys' | 'audits' | 'rates' | 'roster' | 'now' | 'securityNow' | 'networkAddressOf'
  >,
): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const given = c.req.header('authorization');
    if (given === undefined) return next();
    c.set('user', undefined);
    c.set('entering', undefined);
    c.set('session', undefined);
    const key = await checkedKey(dependencies, given);
    if (key instanceof ProblemError) {
      await countWrongKey(c, dependencies);
      throw key;
    }
    c.set('key', key);
    return next();
  };
}

/** Lets keys in that may do `action`; those of people's sessions pass as they are. */
export function byKey(action: KeyAction): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const key = c.get('key');
    if (!key) return next();
    if (!key.actions.includes(action)) {
      throw new ProblemError(403, {
        code: 'key-not-for-this',
        detail: 'กุญแจนี้ไม่ได้รับสิทธิให้ทำรายการนี้ สิทธิของกุญแจกำหนดไว้เมื่อสร้าง',
      });
    }
    c.set('user', await withTakenOver(c, principalOf(key)));
    return action === 'read' ? next() : onceOnly(c, key, next);
  };
}

async function checkedKey(
  dependencies: Pick<WebDependencies, 'keys' | 'audits' | 'roster' | 'now' | 'securityNow'>,
  header: string,
): Promise<ApiKey | ProblemError> {
  const parts = keyParts(/^bearer (.+)$/i.exec(header)?.[1]?.trim() ?? '');
  if (!parts)
    return refusedKey('malformed-key', 'กุญแจไม่ถูกรูปแบบ ต้องส่งเป็น Authorization: Bearer nit_…');
  const key = await dependencies.keys.find(parts.keyId);
  // An id that is not there and a wrong secret are answered alike.
  if (!key || !isSecretOf(key, parts.secret)) {
    return refusedKey('unknown-key', 'ไม่รู้จักกุญแจนี้ กรุณาตรวจสอบว่าคัดลอกมาครบ');
  }
  switch (keyState(key, dependencies.securityNow())) {
    case 'revoked':
      return refusedKey('key-revoked', 'กุญแจนี้ถูกยกเลิกแล้ว กรุณาสร้างกุญแจใหม่');
    case 'expired':
      return refusedKey('key-expired', 'กุญแจนี้หมดอายุแล้ว กรุณาสร้างกุญแจใหม่');
    case 'valid':
      if (await isOfMerged(dependencies, key)) {
        return refusedKey(
          'organization-merged',
          'หน่วยงานของกุญแจนี้รวมกับหน่วยงานอื่นแล้ว กรุณาใช้กุญแจของหน่วยงานที่รับโอน',
        );
      }
      await noteUse(dependencies, key);
      return key;
  }
}

async function isOfMerged(
  { roster, now }: Pick<WebDependencies, 'roster' | 'now'>,
  { scope }: ApiKey,
): Promise<boolean> {
  const organization = 'orgId' in scope ? await roster.find(scope.orgId) : undefined;
  return organization !== undefined && isMerged(organization, localDateAt(now()));
}

function refusedKey(code: string, detail: string): ProblemError {
  return new ProblemError(401, { code, detail });
}

/** At most one write an hour, and one event a day, however much a key is used. */
async function noteUse(
  { keys, audits, now, securityNow }: Parameters<typeof checkedKey>[0],
  key: ApiKey,
): Promise<void> {
  const { lastUsedAt, keyId } = key;
  const instant = securityNow();
  if (lastUsedAt && instant.valueOf() - Date.parse(lastUsedAt) < HOUR_MS) return;
  const used = { ...key, lastUsedAt: instant.toISOString() };
  const isFirstToday = !lastUsedAt || localDateAt(new Date(lastUsedAt)) !== localDateAt(instant);
  // Where another request is quicker, it notes the use.
  if (!isFirstToday) {
    await keys.save(used);
    return;
  }
  await saveWithEvent(audits, {
    owner: keyOwner(key.scope),
    before: key,
    next: used,
    event: eventOf(principalOf(key), now(), { act: 'key-used', subject: keyId }),
    save: (sealed) => keys.save(used, sealed),
    settle: keys.auditSettled,
  });
}

/** Does a write once for each `Idempotency-Key`; the same request again gets the same answer. */
async function onceOnly(
  c: Context<WebEnv>,
  { keyId }: ApiKey,
  next: () => Promise<void>,
): Promise<Response | undefined> {
  const { idempotency, securityNow } = c.get('dependencies');
  const idempotencyKey = c.req.header('idempotency-key') ?? '';
  if (!/^[\w.:-]{8,100}$/.test(idempotencyKey)) {
    throw new ProblemError(400, {
      code: idempotencyKey === '' ? 'idempotency-key-missing' : 'idempotency-key-malformed',
      detail:
        'การเขียนข้อมูลด้วยกุญแจต้องมี Idempotency-Key ยาว 8–100 ตัว ใช้ได้เฉพาะตัวอักษรอังกฤษ ตัวเลข และ . _ : - เช่น UUID',
    });
  }
  const request = { keyId, idempotencyKey, requestHash: await requestHash(c) };
  const outcome = await idempotency.claim(request, securityNow());
  if ('refused' in outcome) throw refusedRepetition(outcome.refused);
  if ('answer' in outcome) {
    const { status, contentType, body } = outcome.answer;
    const headers = { 'content-type': contentType, 'idempotency-replayed': 'true' };
    return new Response(body, { status, headers });
  }
  await next();
  // What failed unforeseen may be tried again at once.
  if (c.res.status >= 500) {
    await idempotency.release(request, outcome.claim);
    return undefined;
  }
  await idempotency.settle(request, outcome.claim, {
    status: c.res.status,
    contentType: c.res.headers.get('content-type') ?? 'application/json',
    body: await c.res.clone().text(),
  });
  return undefined;
}

function refusedRepetition(refused: 'other-request' | 'at-work'): ProblemError {
  return refused === 'other-request'
    ? new ProblemError(422, {
        code: 'idempotency-key-reused',
        detail: 'เคยใช้ Idempotency-Key นี้กับคำขออื่นแล้ว กรุณาใช้ค่าใหม่สำหรับคำขอใหม่',
      })
    : new ProblemError(409, {
        code: 'idempotency-key-at-work',
        detail: 'คำขอเดียวกันนี้กำลังทำอยู่ กรุณาส่งซ้ำด้วย Idempotency-Key เดิมในอีกครู่หนึ่ง',
      });
}

async function requestHash(c: Context<WebEnv>): Promise<string> {
  const text = `${c.req.method} ${c.req.path}\n${await c.req.text()}`;
  return createHash('sha256').update(text).digest('hex');
}
