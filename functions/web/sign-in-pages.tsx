/** The pages of signing in, and the list of one's sessions. */
import type { Context } from 'hono';
import { readLine } from '../../shared/domain/address.ts';
import type { User } from '../../shared/domain/permissions.ts';
import type { Session } from '../../shared/store/account-store.ts';
import { proofLabels } from '../../shared/text/accounts.ts';
import { dateTime } from '../../shared/text/thai.ts';
import {
  Button,
  ButtonLink,
  ConfirmForm,
  Field,
  type FieldError,
  Notification,
  Table,
  Tag,
} from '../../shared/web/components.tsx';
import { CODE_DIGITS, CODE_MINUTES } from './check-code.ts';
import { mayHavePasskeys } from './entering.ts';
import { PasskeyButton, PasskeyForm } from './passkey-form.tsx';
import type { Form } from './request-body.ts';
import { page, type WebEnv } from './web-environment.tsx';

interface AddressPage {
  readonly next: string | undefined;
  readonly typed?: string;
  readonly message?: string;
}

export function askForAddress(c: Context<WebEnv>, { next, typed, message }: AddressPage) {
  const errors: FieldError[] = message ? [{ id: 'email', message }] : [];
  return page(
    c,
    { title: 'เข้าสู่ระบบ', errors, status: message ? 422 : 200, script: 'passkey' },
    <>
      <form method="post" action="/sign-in" novalidate>
        <h1 class="govuk-heading-l">เข้าสู่ระบบ</h1>
        {next && (
          <>
            <input type="hidden" name="next" value={next} />
            <p class="govuk-body">เมื่อเข้าสู่ระบบแล้ว ท่านจะไปยังหน้าที่ต้องการโดยอัตโนมัติ</p>
          </>
        )}
        <Field
          name="email"
          type="email"
          autocomplete="email"
          width={30}
          label="อีเมลที่ใช้ติดต่อกับสำนักงาน ป.ป.ช. ประจำจังหวัด"
          hint={`ระบบจะส่งรหัสเข้าสู่ระบบ ${CODE_DIGITS} หลักไปที่อีเมลนี้ ไม่ต้องใช้รหัสผ่าน`}
          value={typed}
          errors={errors}
        />
        <p class="govuk-body">
          ระบบใช้อีเมลนี้เพื่อยืนยันตัวท่านเท่านั้น{' '}
          <a class="govuk-link" href="/privacy">
            การใช้ข้อมูลส่วนบุคคล
          </a>
        </p>
        <Button>ขอรหัสเข้าสู่ระบบ</Button>
      </form>
      <PasskeyForm action="/sign-in/passkey" options="/sign-in/passkey/options" next={next}>
        <p class="govuk-body">หรือใช้พาสคีย์ที่เคยเพิ่มไว้ ไม่ต้องกรอกอีเมลและไม่ต้องรอรหัส</p>
        <PasskeyButton kind="secondary">เข้าสู่ระบบด้วยพาสคีย์</PasskeyButton>
      </PasskeyForm>
    </>,
  );
}

export function askForCode(
  c: Context<WebEnv>,
  facts: { email: string | undefined; refused?: string },
) {
  const { email, refused } = facts;
  const errors: FieldError[] = refused ? [{ id: 'code', message: refused }] : [];
  return page(
    c,
    { title: 'กรอกรหัสเข้าสู่ระบบ', errors, status: refused ? 422 : 200 },
    <>
      <form method="post" action="/sign-in/code" novalidate>
        <h1 class="govuk-heading-l">กรอกรหัสเข้าสู่ระบบ</h1>
        <p class="govuk-body">
          {email && (
            <>
              หาก <strong>{email}</strong> ลงทะเบียนไว้ในระบบ{' '}
            </>
          )}
          ท่านจะได้รับอีเมลแจ้งรหัส {CODE_DIGITS} หลักภายในไม่กี่วินาที รหัสใช้ได้ {CODE_MINUTES} นาที
          และใช้ได้เฉพาะในเบราว์เซอร์นี้
        </p>
        <Field
          name="code"
          label={`รหัส ${CODE_DIGITS} หลัก`}
          inputmode="numeric"
          autocomplete="one-time-code"
          width={10}
          errors={errors}
        />
        <Button>เข้าสู่ระบบ</Button>
      </form>
      <p class="govuk-body">
        ไม่ได้รับอีเมล ให้ตรวจดูโฟลเดอร์จดหมายขยะ หรือ{' '}
        <a class="govuk-link" href="/sign-in">
          ขอรหัสใหม่
        </a>
      </p>
    </>,
  );
}

export function SessionList(props: {
  user: User;
  sessions: readonly Session[];
  own: string | undefined;
  ended: boolean;
}) {
  const { user, sessions, own, ended } = props;
  return (
    <>
      {ended && <Notification kind="success" title="สิ้นสุดการเข้าใช้งานที่เลือกแล้ว" />}
      <h1 class="govuk-heading-l">การเข้าใช้งานของฉัน</h1>
      <p class="govuk-body">
        หากพบเครื่องที่ไม่ใช่ของท่าน ให้กดสิ้นสุดการเข้าใช้งาน ระบบสิ้นสุดให้เองเมื่อไม่ได้ใช้งาน 30 นาที และไม่เกิน 12
        ชั่วโมงหลังเข้าสู่ระบบ
      </p>
      <Table
        caption="เครื่องที่เข้าใช้งานอยู่"
        captionHidden
        rows={sessions.toSorted((a, b) => (a.seenAt < b.seenAt ? 1 : -1))}
        columns={[
          {
            head: 'เครื่อง',
            heads: true,
            cell: ({ browser, sessionId }) => (
              <>
                {browserName(browser)} {sessionId === own && <Tag tone="green">เครื่องนี้</Tag>}
              </>
            ),
          },
          {
            head: 'เข้าสู่ระบบด้วย',
            cell: ({ proofs = FIRST_PROOFS }) =>
              proofs.map((proof) => proofLabels[proof]).join(' และ'),
          },
          { head: 'เข้าสู่ระบบเมื่อ', cell: ({ startedAt }) => dateTime(new Date(startedAt)) },
          { head: 'ใช้งานล่าสุด', cell: ({ seenAt }) => dateTime(new Date(seenAt)) },
          {
            head: 'สิ้นสุดการเข้าใช้งาน',
            speaksForItself: true,
            cell: ({ sessionId, browser }) => (
              <ConfirmForm
                action={sessionId === own ? '/sign-out' : '/sessions/end'}
                hidden={{ sessionId }}
                kind="secondary"
                button={
                  <>
                    สิ้นสุด
                    <span class="govuk-visually-hidden">การเข้าใช้งานของ {browserName(browser)}</span>
                  </>
                }
              />
            ),
          },
        ]}
      />
      {sessions.length > 1 && (
        <ConfirmForm
          action="/sessions/end"
          hidden={{ sessionId: 'others' }}
          kind="warning"
          button="สิ้นสุดการเข้าใช้งานอื่นทั้งหมด"
        />
      )}
      {mayHavePasskeys(user) && (
        <p class="govuk-body">
          <a class="govuk-link" href="/passkeys">
            พาสคีย์ของฉัน
          </a>{' '}
          ใช้เข้าสู่ระบบด้วยลายนิ้วมือ ใบหน้า หรือรหัสของเครื่อง โดยไม่ต้องรอรหัสทางอีเมล
        </p>
      )}
      <ButtonLink href="/" kind="secondary">
        กลับไปหน้าแรก
      </ButtonLink>
    </>
  );
}

/** Good enough to tell one's own machines apart. */
function browserName(userAgent: string): string {
  const find = (names: readonly (readonly [RegExp, string])[]) =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = find([
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\//, 'Firefox'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ]);
  const system = find([
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/Linux/, 'Linux'],
  ]);
  return browser ? `${browser}${system ? ` บน ${system}` : ''}` : 'โปรแกรมอื่น';
}

interface PersonPage {
  readonly next: string | undefined;
  readonly form?: Form;
  readonly errors?: readonly FieldError[];
}

/** Of somebody who came through a mailbox that several people read. */
export function askForPerson(c: Context<WebEnv>, { next, form, errors = [] }: PersonPage) {
  const user = c.get('entering');
  if (!user || c.get('session')?.need !== 'person') return c.redirect('/sign-in', 303);
  return page(
    c,
    { title: 'ผู้ใช้งานครั้งนี้', errors, status: errors.length > 0 ? 422 : 200 },
    <>
      <form method="post" action="/sign-in/person" novalidate>
        <h1 class="govuk-heading-l">ผู้ใช้งานครั้งนี้คือใคร</h1>
        <p class="govuk-body">
          <strong class="address">{user.email}</strong> เป็นอีเมลกลางที่ใช้ร่วมกันหลายคน
          ระบบจึงบันทึกชื่อและตำแหน่งของท่านไว้กับทุกรายการที่ทำครั้งนี้
        </p>
        {next && <input type="hidden" name="next" value={next} />}
        <Field
          name="name"
          label="ชื่อและนามสกุล"
          autocomplete="name"
          maxlength={120}
          width={30}
          value={form?.get('name')}
          errors={errors}
        />
        <Field
          name="position"
          label="ตำแหน่ง"
          autocomplete="organization-title"
          maxlength={200}
          value={form?.get('position')}
          errors={errors}
        />
        <Button>เริ่มใช้งาน</Button>
      </form>
      <ConfirmForm action="/sign-out" button="ออกจากระบบ" kind="secondary" />
    </>,
  );
}

export function readPerson(
  form: Form,
):
  | { readonly person: { readonly name: string; readonly position: string } }
  | { readonly errors: readonly FieldError[] } {
  const name = readLine(form.get('name') ?? '', 120);
  const position = readLine(form.get('position') ?? '', 200);
  if (name && position) return { person: { name, position } };
  return {
    errors: [
      ...(name ? [] : [{ id: 'name', message: 'กรุณากรอกชื่อและนามสกุลในบรรทัดเดียว ไม่เกิน 120 ตัวอักษร' }]),
      ...(position
        ? []
        : [{ id: 'position', message: 'กรุณากรอกตำแหน่งในบรรทัดเดียว ไม่เกิน 200 ตัวอักษร' }]),
    ],
  };
}

/** Of sessions that began when there was no other way. */
const FIRST_PROOFS: NonNullable<Session['proofs']> = ['code'];
