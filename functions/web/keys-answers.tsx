/** Shows, makes and ends API keys. */
import type { Context } from 'hono';
import * as z from 'zod';
import {
  type ApiKey,
  type KeyScope,
  keyActions,
  keyIdSchema,
  keyLifetimes,
  keyState,
  scopeOf,
} from '../../shared/domain/api-key.ts';
import { nameOn, orgIdSchema, provinceSchema } from '../../shared/domain/organization.ts';
import { actorOf } from '../../shared/domain/permissions.ts';
import { saveWithEvent } from '../../shared/store/audited.ts';
import { keyOwner, keySecretHash, newKeyId, newKeySecret } from '../../shared/store/key-store.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { eventOf } from './acting.ts';
import { KeysPage, type KeysPageProps } from './keys-page.tsx';
import { type Form, readForm } from './request-body.ts';
import {
  authorized,
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const DAY_MS = 24 * 60 * 60_000;
/** So many keys that are still good an owner may have; ended ones do not count. */
const MOST_KEYS = 20;

const scopeSchema = z.union([
  z.object({ orgId: orgIdSchema }),
  z.object({ province: provinceSchema }),
]);
const formSchema = z.object({
  keyId: keyIdSchema,
  name: z.string().trim().min(1).max(100),
  days: z.coerce.number().pipe(z.literal(keyLifetimes)),
  actions: z.array(z.enum(keyActions)).min(1),
});

export async function makeKey(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { keys, audits, now, securityNow } = dependencies;
  const scope = pathOf(c, scopeSchema);
  const user = authorized(c, 'manage-keys', scope);
  const form = await readForm(c);
  const parsed = formSchema.safeParse({
    ...Object.fromEntries(form),
    actions: form.all('actions'),
  });
  if (!parsed.success) {
    return answerKeys(c, dependencies, { form, errors: errorsOf(parsed.error) });
  }
  const { keyId, name, days, actions } = parsed.data;
  if (keyOwner(scopeOf(keyId)) !== keyOwner(scope)) throw new ProblemError(404);
  const instant = securityNow();
  const valid = (await keys.all(scope)).filter((key) => keyState(key, instant) === 'valid');
  if (valid.length >= MOST_KEYS) {
    const message = `มีกุญแจที่ยังใช้ได้ครบ ${MOST_KEYS} ดอกแล้ว กรุณายกเลิกดอกที่ไม่ใช้ก่อน`;
    return answerKeys(c, dependencies, { form, errors: [{ id: 'name', message }] });
  }
  const secret = newKeySecret();
  const key: ApiKey = {
    schemaVersion: 1,
    keyId,
    name,
    scope,
    actions,
    secretHash: keySecretHash(secret),
    createdAt: instant.toISOString(),
    createdBy: actorOf(user),
    expiresAt: new Date(instant.valueOf() + days * DAY_MS).toISOString(),
    rev: 1,
  };
  const note = `${name}: ${actions.join(', ')}`;
  const made = await saveWithEvent(audits, {
    owner: keyOwner(scope),
    before: undefined,
    next: key,
    event: eventOf(user, now(), { act: 'key-made', subject: keyId, note }),
    save: (sealed) => keys.add(key, sealed),
    settle: keys.auditSettled,
  });
  // A second click: the secret was shown by the answer to the first.
  if (!made) return answerKeys(c, dependencies, { isRepeated: true });
  return answerKeys(c, dependencies, { shown: { name, text: `nit_${keyId}_${secret}` } });
}

export async function revokeKey(c: Context<WebEnv>, dependencies: WebDependencies) {
  const { keys, audits, now, securityNow } = dependencies;
  const scope = pathOf(c, scopeSchema);
  const user = authorized(c, 'manage-keys', scope);
  const { keyId } = pathOf(c, z.object({ keyId: keyIdSchema }));
  if (keyOwner(scopeOf(keyId)) !== keyOwner(scope)) throw new ProblemError(404);
  for (;;) {
    const key = found(await keys.find(keyId));
    if (key.revokedAt) break;
    const next = { ...key, revokedAt: securityNow().toISOString() };
    const revoked = await saveWithEvent(audits, {
      owner: keyOwner(scope),
      before: key,
      next,
      event: eventOf(user, now(), { act: 'key-revoked', subject: keyId, note: key.name }),
      save: (sealed) => keys.save(next, sealed),
      settle: keys.auditSettled,
    });
    if (revoked) break;
  }
  return c.redirect(`${pagePath(scope)}?revoked`, 303);
}

function errorsOf({ issues }: z.ZodError): FieldError[] {
  const messages: Record<string, string> = {
    name: 'กรุณากรอกชื่อระบบงานที่จะใช้กุญแจ ไม่เกิน 100 ตัวอักษร',
    days: 'กรุณาเลือกอายุของกุญแจ',
    actions: 'กรุณาเลือกอย่างน้อยหนึ่งอย่างที่กุญแจทำได้',
    keyId: 'แบบฟอร์มไม่สมบูรณ์ กรุณาเปิดหน้านี้ใหม่',
  };
  const fields = new Set(issues.map(({ path }) => String(path[0])));
  return [...fields].map((id) => ({ id, message: messages[id] ?? 'ข้อมูลไม่ถูกต้อง' }));
}

interface Answered extends Pick<KeysPageProps, 'errors' | 'shown' | 'isRepeated'> {
  readonly form?: Form;
}

export async function answerKeys(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  { form, errors = [], ...answered }: Answered = {},
) {
  const scope = pathOf(c, scopeSchema);
  authorized(c, 'manage-keys', scope);
  const [owner, keys] = await Promise.all([
    ownerName(dependencies, scope),
    dependencies.keys.all(scope),
  ]);
  const home = pagePath(scope).replace(/\/keys$/, '');
  return page(
    c,
    {
      title: 'กุญแจสำหรับระบบงานอื่น (API)',
      line: owner,
      errors,
      status: errors.length > 0 ? 422 : 200,
      breadcrumbs: [{ text: owner, href: home }, { text: 'กุญแจ API' }],
    },
    <KeysPage
      {...answered}
      path={pagePath(scope)}
      keys={keys}
      now={dependencies.securityNow()}
      newId={newKeyId(scope)}
      errors={errors}
      typed={form}
      isRevoked={c.req.query('revoked') !== undefined && c.req.method === 'GET'}
    />,
  );
}

async function ownerName(dependencies: WebDependencies, scope: KeyScope): Promise<string> {
  const { roster } = dependencies;
  if ('province' in scope) return found(await roster.office(scope.province)).name;
  return nameOn(found(await roster.find(scope.orgId)), todayOf(dependencies)).shortName;
}

function pagePath(scope: KeyScope): string {
  return 'orgId' in scope
    ? `/organizations/${scope.orgId}/keys`
    : `/provinces/${scope.province}/keys`;
}
