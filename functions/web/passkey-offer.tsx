/** Offers a passkey to whoever signs in by codes and need not have one; put away, it does not come back. */
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { FC } from 'hono/jsx';
import type { User } from '../../shared/domain/permissions.ts';
import type { AccountStore } from '../../shared/store/account-store.ts';
import { Button, ButtonLink } from '../../shared/web/components.tsx';
import { mayHavePasskeys } from './entering.ts';
import { cookieName } from './session.ts';
import type { WebEnv } from './web-environment.tsx';

/** Name of the cookie by which a browser remembers that the offer was put away. */
export const OFFER_COOKIE = 'no-offer';

/** Whether to offer one to `user` on the browser that asks. */
export async function isOfferedPasskey(
  c: Context<WebEnv>,
  user: User,
  { accounts, publicUrl }: { accounts: Pick<AccountStore, 'passkeys'>; publicUrl: URL },
): Promise<boolean> {
  const session = c.get('session');
  if (!session || !mayHavePasskeys(user) || session.proofs?.includes('passkey')) return false;
  if (getCookie(c, cookieName(OFFER_COOKIE, publicUrl)) !== undefined) return false;
  const passkeys = await accounts.passkeys(user.userId);
  return (passkeys?.keys.length ?? 0) === 0;
}

export const PasskeyOffer: FC<{ back: string }> = ({ back }) => (
  <section class="panel-plain" aria-label="เข้าสู่ระบบด้วยพาสคีย์">
    <p class="govuk-body">
      ครั้งต่อไปเข้าสู่ระบบได้โดยไม่ต้องรอรหัสทางอีเมล ด้วยลายนิ้วมือ ใบหน้า หรือรหัสปลดล็อกของเครื่องนี้ (พาสคีย์)
    </p>
    <form method="post" action="/passkeys/not-now" class="govuk-button-group">
      <ButtonLink href="/passkeys/new" kind="secondary">
        เพิ่มพาสคีย์
      </ButtonLink>
      <input type="hidden" name="back" value={back} />
      <Button kind="secondary">ไม่ต้องแสดงอีก</Button>
    </form>
  </section>
);
