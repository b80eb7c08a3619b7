/** The pages of passkeys. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import { isRecovering, type Passkey, type Recovery } from '../../shared/domain/passkey.ts';
import type { User } from '../../shared/domain/permissions.ts';
import { dateTime } from '../../shared/text/thai.ts';
import {
  Button,
  ButtonLink,
  ConfirmForm,
  EmptyState,
  Field,
  type FieldError,
  FoldedAct,
  Notification,
  SummaryList,
} from '../../shared/web/components.tsx';
import { PasskeyButton, PasskeyForm } from './passkey-form.tsx';
import { isOpen } from './recover-account.ts';
import type { Form } from './request-body.ts';
import { page, type WebEnv } from './web-environment.tsx';

interface Entering {
  readonly user: User;
  readonly next?: string | undefined;
}

/** After the code: the second proof. */
export function askForPasskey(c: Context<WebEnv>, { user, next }: Entering) {
  return page(
    c,
    { title: 'ยืนยันด้วยพาสคีย์', script: 'passkey' },
    <>
      <h1 class="govuk-heading-l">ยืนยันด้วยพาสคีย์</h1>
      <p class="govuk-body">
        รหัสของ <strong class="address">{user.email}</strong> ถูกต้องแล้ว เจ้าหน้าที่สำนักงาน ป.ป.ช.
        ต้องยืนยันด้วยพาสคีย์ที่เพิ่มไว้อีกขั้นหนึ่ง
      </p>
      <SignWithPasskey next={next} />
      <WithoutScript />
      <p class="govuk-body">
        <a class="govuk-link" href="/sign-in/recovery">
          ใช้พาสคีย์ไม่ได้ หรือทำหาย
        </a>
      </p>
      <SignOut />
    </>,
  );
}

export function passkeyFailed(
  c: Context<WebEnv>,
  { user, next }: { user: User | undefined; next: string | undefined },
) {
  return page(
    c,
    { title: 'เข้าสู่ระบบด้วยพาสคีย์ไม่สำเร็จ', status: 422, script: 'passkey' },
    <>
      <h1 class="govuk-heading-l">เข้าสู่ระบบด้วยพาสคีย์ไม่สำเร็จ</h1>
      <p class="govuk-body">
        ระบบไม่รู้จักพาสคีย์นี้ หรือใช้เวลานานเกิน 5 นาที
        {user ? ' กรุณาลองอีกครั้ง' : ' กรุณาลองอีกครั้ง หรือเข้าสู่ระบบด้วยรหัสทางอีเมล'}
      </p>
      <SignWithPasskey next={next} />
      {user ? (
        <p class="govuk-body">
          <a class="govuk-link" href="/sign-in/recovery">
            ใช้พาสคีย์ไม่ได้ หรือทำหาย
          </a>
        </p>
      ) : (
        <ButtonLink href="/sign-in" kind="secondary">
          เข้าสู่ระบบด้วยรหัสทางอีเมล
        </ButtonLink>
      )}
    </>,
  );
}

const SignWithPasskey: FC<{ next: string | undefined }> = ({ next }) => (
  <PasskeyForm action="/sign-in/passkey" options="/sign-in/passkey/options" next={next}>
    <PasskeyButton>ใช้พาสคีย์</PasskeyButton>
  </PasskeyForm>
);

const WithoutScript: FC = () => (
  <p class="govuk-inset-text" data-without-passkey="">
    พาสคีย์ใช้ได้เมื่อเบราว์เซอร์เปิดใช้ JavaScript และรู้จักพาสคีย์ เช่น Chrome, Edge, Safari หรือ Firefox
    รุ่นที่ออกตั้งแต่ปี 2566
  </p>
);

const SignOut: FC = () => <ConfirmForm action="/sign-out" button="ออกจากระบบ" kind="secondary" />;

/** All passkeys are lost: what happens then, and where it stands. */
export function recoveryPage(
  c: Context<WebEnv>,
  { user, recovery, now }: { user: User; recovery: Recovery | undefined; now: Date },
) {
  return page(
    c,
    { title: 'ใช้พาสคีย์ไม่ได้' },
    <>
      <h1 class="govuk-heading-l">ใช้พาสคีย์ไม่ได้ หรือทำหาย</h1>
      <RecoveryState recovery={recovery} now={now} email={user.email} />
      <SignOut />
    </>,
  );
}

const RecoveryState: FC<{ recovery: Recovery | undefined; now: Date; email: string }> = ({
  recovery,
  now,
  email,
}) => {
  if (isRecovering(recovery, undefined, now)) {
    return (
      <p class="govuk-body">
        เพื่อนร่วมงานยืนยันตัวตนของท่านแล้ว กรุณาออกจากระบบ แล้วเข้าสู่ระบบอีกครั้งด้วยรหัสทางอีเมล ระบบจะให้เพิ่มพาสคีย์ใหม่
      </p>
    );
  }
  if (recovery && isOpen(recovery, now)) {
    return (
      <Notification title="ส่งคำขอแล้ว รอเพื่อนร่วมงานยืนยัน">
        <p class="govuk-body">
          ระบบส่งอีเมลถึงเพื่อนร่วมงานในสำนักงานของท่านแล้ว คำขอใช้ได้ถึง{' '}
          {dateTime(new Date(recovery.expiresAt))} เมื่อมีผู้ยืนยัน ระบบจะแจ้งท่านทาง {email}
        </p>
      </Notification>
    );
  }
  return (
    <>
      {recovery?.state === 'declined' && (
        <p class="govuk-inset-text">คำขอครั้งก่อนไม่ได้รับการยืนยัน กรุณาติดต่อเพื่อนร่วมงานโดยตรงก่อนส่งคำขอใหม่</p>
      )}
      <p class="govuk-body">
        ขอให้เพื่อนร่วมงานในสำนักงานเดียวกันหนึ่งคนยืนยันว่าเป็นท่าน แล้วเข้าสู่ระบบด้วยรหัสทางอีเมลอีกครั้งเพื่อเพิ่มพาสคีย์ใหม่
        พาสคีย์เดิมทั้งหมดจะใช้ไม่ได้ คำขอมีอายุ 24 ชั่วโมงและบันทึกไว้ในประวัติ
      </p>
      <ConfirmForm action="/sign-in/recovery" button="ขอให้เพื่อนร่วมงานยืนยัน" />
    </>
  );
};

interface PasskeyList {
  readonly keys: readonly Passkey[];
  readonly isRequired: boolean;
  /** An office's officer need not have one, because a setting says so. */
  readonly isRelaxed: boolean;
  readonly wrongName?: { readonly credentialId: string; readonly typed: string };
}

export function passkeyList(
  c: Context<WebEnv>,
  { keys, isRequired, isRelaxed, wrongName }: PasskeyList,
) {
  const errors: FieldError[] = wrongName
    ? [{ id: `name-${wrongName.credentialId}`, message: NAME_WRONG }]
    : [];
  return page(
    c,
    {
      title: 'พาสคีย์ของฉัน',
      breadcrumbs: [{ text: 'การเข้าใช้งานของฉัน', href: '/sessions' }, { text: 'พาสคีย์ของฉัน' }],
      errors,
      status: wrongName ? 422 : 200,
    },
    <>
      <Done c={c} />
      <h1 class="govuk-heading-l">พาสคีย์ของฉัน</h1>
      <p class="govuk-body">
        พาสคีย์ใช้เข้าสู่ระบบด้วยลายนิ้วมือ ใบหน้า หรือรหัสของเครื่อง ปลอดภัยกว่ารหัสทางอีเมล เพราะใช้กับเว็บไซต์ปลอมไม่ได้
      </p>
      <p class="govuk-body">
        {isRequired
          ? 'บัญชีของท่านต้องมีพาสคีย์อย่างน้อยหนึ่งอัน ควรมีสองอันเผื่อเครื่องหนึ่งหายหรือเสีย'
          : 'บัญชีของท่านไม่บังคับให้มีพาสคีย์ รหัสทางอีเมลยังใช้ได้เสมอ'}
      </p>
      {isRelaxed && (
        <p class="govuk-inset-text">
          เจ้าหน้าที่สำนักงาน ป.ป.ช. ควรต้องมีพาสคีย์ แต่ผู้ดูแลระบบตั้งค่าระบบนี้ให้ผ่อนผันไว้
        </p>
      )}
      {keys.length === 0 && <EmptyState>ยังไม่มีพาสคีย์</EmptyState>}
      {keys.map((key) => (
        <PasskeyPanel
          passkey={key}
          mayRemove={!isRequired || keys.length > 1}
          errors={errors}
          typed={wrongName?.credentialId === key.credentialId ? wrongName.typed : undefined}
        />
      ))}
      <ButtonLink href="/passkeys/new">เพิ่มพาสคีย์</ButtonLink>
    </>,
  );
}

const NAME_WRONG = 'กรุณาตั้งชื่อพาสคีย์ในบรรทัดเดียว ไม่เกิน 60 ตัวอักษร';

const Done: FC<{ c: Context<WebEnv> }> = ({ c }) => {
  const done = {
    added: 'เพิ่มพาสคีย์แล้ว ระบบแจ้งท่านทางอีเมลด้วย',
    named: 'เปลี่ยนชื่อพาสคีย์แล้ว',
    removed: 'ลบพาสคีย์แล้ว ระบบแจ้งท่านทางอีเมลด้วย',
  };
  const found = Object.entries(done).find(([query]) => c.req.query(query) !== undefined);
  return found ? <Notification kind="success" title={found[1]} /> : null;
};

const PasskeyPanel: FC<{
  passkey: Passkey;
  mayRemove: boolean;
  errors: readonly FieldError[];
  typed: string | undefined;
}> = ({ passkey, mayRemove, errors, typed }) => {
  const { credentialId, name, addedAt, usedAt } = passkey;
  return (
    <section class="panel-plain" aria-label={name}>
      <h2 class="govuk-heading-m">{name}</h2>
      <SummaryList
        rows={[
          { key: 'เก็บไว้ที่', value: keptWhere(passkey) },
          { key: 'เพิ่มเมื่อ', value: dateTime(new Date(addedAt)) },
          { key: 'ใช้ล่าสุด', value: usedAt ? dateTime(new Date(usedAt)) : 'ยังไม่เคยใช้' },
        ]}
      />
      <form method="post" action="/passkeys/name" novalidate>
        <input type="hidden" name="credentialId" value={credentialId} />
        <Field
          name="name"
          id={`name-${credentialId}`}
          label={
            <>
              ชื่อ<span class="govuk-visually-hidden">ของพาสคีย์ {name}</span>
            </>
          }
          value={typed ?? name}
          maxlength={60}
          width={20}
          errors={errors}
        />
        <Button kind="secondary">
          เปลี่ยนชื่อ<span class="govuk-visually-hidden">พาสคีย์ {name}</span>
        </Button>
      </form>
      {mayRemove ? (
        <FoldedAct
          title={
            <>
              ลบพาสคีย์นี้<span class="govuk-visually-hidden"> {name}</span>
            </>
          }
        >
          <ConfirmForm
            action="/passkeys/remove"
            hidden={{ credentialId }}
            kind="warning"
            button={`ยืนยันลบ ${name}`}
          >
            <p class="govuk-body">
              เข้าสู่ระบบด้วยพาสคีย์นี้ไม่ได้อีกทันที และคืนพาสคีย์ที่ลบแล้วไม่ได้ หากต้องการใช้เครื่องนี้อีก ให้เพิ่มพาสคีย์ใหม่
            </p>
          </ConfirmForm>
        </FoldedAct>
      ) : (
        <p class="govuk-body">ลบอันสุดท้ายไม่ได้ ให้เพิ่มอันใหม่ก่อน</p>
      )}
    </section>
  );
};

function keptWhere({ mayBeSynced, isSynced }: Passkey): string {
  if (!mayBeSynced) return 'อุปกรณ์นี้เท่านั้น หากหายจะใช้ไม่ได้';
  return isSynced ? 'บัญชีที่สำรองข้อมูลไว้ ใช้ได้จากหลายอุปกรณ์ของท่าน' : 'อุปกรณ์นี้ ยังไม่ได้สำรองข้อมูลไว้';
}

interface NewPasskey {
  readonly user: User;
  readonly next: string | undefined;
  readonly form?: Form;
  readonly errors?: readonly FieldError[];
}

export function newPasskey(c: Context<WebEnv>, { user, next, form, errors = [] }: NewPasskey) {
  const isEntering = c.get('user') === undefined;
  return page(
    c,
    {
      title: 'เพิ่มพาสคีย์',
      breadcrumbs: isEntering
        ? []
        : [{ text: 'พาสคีย์ของฉัน', href: '/passkeys' }, { text: 'เพิ่มพาสคีย์' }],
      errors,
      status: errors.length > 0 ? 422 : 200,
      script: 'passkey',
    },
    <>
      <h1 class="govuk-heading-l">เพิ่มพาสคีย์</h1>
      {isEntering && (
        <p class="govuk-body">
          เจ้าหน้าที่สำนักงาน ป.ป.ช. ต้องมีพาสคีย์ก่อนใช้งาน ครั้งต่อไปท่านเข้าสู่ระบบด้วยพาสคีย์นี้ได้ทันที
        </p>
      )}
      <p class="govuk-body">
        พาสคีย์ของ <strong class="address">{user.email}</strong> จะเก็บไว้ในเครื่องนี้ โทรศัพท์ของท่าน
        หรือกุญแจความปลอดภัย (security key) เครื่องจะขอลายนิ้วมือ ใบหน้า หรือรหัสของเครื่อง
        ข้อมูลเหล่านั้นไม่ถูกส่งมาที่ระบบ
      </p>
      <PasskeyForm action="/passkeys" options="/passkeys/options" next={next}>
        <Field
          name="name"
          label="ชื่อของพาสคีย์นี้"
          hint="เพื่อให้จำได้ว่าอยู่ที่เครื่องใด เช่น คอมพิวเตอร์ที่สำนักงาน"
          value={form?.get('name') ?? 'คอมพิวเตอร์ที่สำนักงาน'}
          maxlength={60}
          width={20}
          errors={errors}
        />
        <PasskeyButton>เพิ่มพาสคีย์</PasskeyButton>
      </PasskeyForm>
      <WithoutScript />
      {isEntering && <SignOut />}
    </>,
  );
}
