/** Bounds to how often one session, key or network may ask, with room for a whole office behind one address. */
import type { Context, MiddlewareHandler } from 'hono';
import { ProblemError } from '../../shared/web/problem.tsx';
import { networkOf } from './asking.ts';
import type { DoorDependencies, WebEnv } from './web-environment.tsx';

/** Requests a minute. */
const MOST = {
  /** Everything that a key asks. */
  key: 1200,
  /** What a signed-in person sends; a page that is only read is not counted. */
  session: 1200,
  /** What people who are not signed in send, or ask of the API, from one network. */
  network: 1200,
  /** Keys that are none, from one network: whoever tries them out is soon held up. */
  wrongKeys: 60,
};

/** @throws {ProblemError} 429 */
export function limitRate(
  dependencies: Pick<DoorDependencies, 'rates' | 'securityNow' | 'networkAddressOf'>,
): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const counted = countedAs(c, dependencies);
    if (counted) await within(dependencies, ...counted);
    return next();
  };
}

/** Counts a key that is none. @throws {ProblemError} 429 */
export function countWrongKey(
  c: Context<WebEnv>,
  dependencies: Pick<DoorDependencies, 'rates' | 'securityNow' | 'networkAddressOf'>,
): Promise<void> {
  const network = networkOf(dependencies.networkAddressOf(c));
  return within(dependencies, `WRONGKEY#${network}`, MOST.wrongKeys);
}

function countedAs(
  c: Context<WebEnv>,
  { networkAddressOf }: Pick<DoorDependencies, 'networkAddressOf'>,
): [who: string, most: number] | undefined {
  const key = c.get('key');
  if (key) return [`KEY#${key.keyId}`, MOST.key];
  const isRead = ['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
  const session = c.get('session');
  if (session) return isRead ? undefined : [`SESSION#${session.sessionId}`, MOST.session];
  if (isRead && !c.req.path.startsWith('/api/')) return undefined;
  return [`NETWORK#${networkOf(networkAddressOf(c))}`, MOST.network];
}

async function within(
  { rates, securityNow }: Pick<DoorDependencies, 'rates' | 'securityNow'>,
  who: string,
  most: number,
): Promise<void> {
  if (await rates.count(who, most, securityNow())) return;
  throw new ProblemError(429, {
    code: 'too-many-requests',
    detail: 'มีคำขอเข้ามาถี่เกินไป ยังไม่มีการบันทึก กรุณารอหนึ่งนาทีแล้วลองใหม่',
    retryAfterSeconds: 60,
  });
}
