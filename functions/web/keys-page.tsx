/** The page on which API keys are made, shown once, and ended. */
import type { FC } from 'hono/jsx';
import {
  type ApiKey,
  type KeyAction,
  keyActions,
  keyLifetimes,
  keyState,
} from '../../shared/domain/api-key.ts';
import { dateTime } from '../../shared/text/thai.ts';
import {
  Button,
  Checkbox,
  ConfirmForm,
  EmptyState,
  Field,
  type FieldError,
  FoldedAct,
  Notification,
  Select,
  Table,
  Tag,
} from '../../shared/web/components.tsx';
import type { Form } from './request-body.ts';

const actionLabels: Record<KeyAction, string> = {
  read: 'อ่านข้อมูล',
  'save-draft': 'บันทึกร่างรายงานและขอขยายเวลา',
  submit: 'ส่งรายงาน',
  'change-plan': 'เพิ่มและแก้ไขรายการในแผน',
};

export interface KeysPageProps {
  readonly path: string;
  readonly keys: readonly ApiKey[];
  readonly now: Date;
  /** Id of the key that the form would make: sent twice, it makes one. */
  readonly newId: string;
  readonly errors?: readonly FieldError[];
  readonly typed?: Form | undefined;
  /** The key just made; this is the only time that its secret can be seen. */
  readonly shown?: { readonly name: string; readonly text: string };
  readonly isRepeated?: boolean;
  readonly isRevoked?: boolean;
}

export const KeysPage: FC<KeysPageProps> = (props) => {
  const { path, keys, now, shown } = props;
  return (
    <>
      {props.isRevoked && <Notification kind="success" title="ยกเลิกกุญแจแล้ว ใช้ไม่ได้อีกตั้งแต่บัดนี้" />}
      {props.isRepeated && (
        <Notification title="สร้างกุญแจดอกนี้ไปแล้ว">
          <p class="govuk-body">
            กุญแจแสดงให้เห็นครั้งเดียวในหน้าที่ได้จากการกดครั้งแรก หากไม่ได้คัดลอกไว้ ให้ยกเลิกดอกนั้นแล้วสร้างใหม่
          </p>
        </Notification>
      )}
      <h1 class="govuk-heading-l">กุญแจสำหรับระบบงานอื่น (API)</h1>
      {shown && <ShownKey {...shown} />}
      <p class="govuk-body">
        กุญแจให้ระบบงานอื่นอ่านข้อมูลหรือส่งรายงานแทนการกรอกหน้าเว็บ ผู้ที่มีกุญแจทำรายการในนามหน่วยงานได้
        จึงต้องเก็บเหมือนรหัสลับ วิธีเรียกใช้อยู่ใน{' '}
        <a class="govuk-link" href="/api/openapi.json">
          เอกสาร OpenAPI
        </a>
      </p>
      {keys.length === 0 ? (
        <EmptyState>ยังไม่มีกุญแจ</EmptyState>
      ) : (
        <KeyTable path={path} keys={keys} now={now} />
      )}
      <NewKey {...props} />
    </>
  );
};

const ShownKey: FC<{ name: string; text: string }> = ({ name, text }) => (
  <Notification kind="success" title={`สร้างกุญแจของ ${name} แล้ว`}>
    <p class="govuk-body">
      คัดลอกกุญแจนี้เก็บไว้ทันที <strong>ระบบแสดงให้เห็นครั้งนี้ครั้งเดียว</strong> และไม่ได้เก็บตัวกุญแจไว้
    </p>
    <label class="govuk-label" for="key">
      กุญแจ
    </label>
    <textarea class="govuk-textarea address" id="key" rows={3} readonly spellcheck={false}>
      {text}
    </textarea>
    <button type="button" class="govuk-button govuk-button--secondary" data-copy="key" hidden>
      คัดลอก
    </button>
  </Notification>
);

const KeyTable: FC<Pick<KeysPageProps, 'path' | 'keys' | 'now'>> = ({ path, keys, now }) => (
  <Table
    caption="กุญแจทั้งหมด"
    rows={keys}
    columns={[
      {
        head: 'ระบบงาน',
        heads: true,
        cell: ({ name, keyId }) => (
          <>
            {name}
            <br />
            <span class="govuk-hint">{keyId}</span>
          </>
        ),
      },
      {
        head: 'ทำอะไรได้',
        cell: ({ actions }) => actions.map((action) => actionLabels[action]).join(', '),
      },
      { head: 'สถานะ', cell: (key) => <StateTag state={keyState(key, now)} /> },
      { head: 'หมดอายุ', cell: ({ expiresAt }) => dateTime(new Date(expiresAt)) },
      {
        head: 'ใช้ล่าสุด',
        cell: ({ lastUsedAt }) => (lastUsedAt ? dateTime(new Date(lastUsedAt)) : 'ยังไม่เคยใช้'),
      },
      { head: 'ผู้สร้าง', cell: ({ createdBy }) => createdBy.position },
      {
        head: 'ยกเลิก',
        speaksForItself: true,
        cell: (key) =>
          keyState(key, now) === 'valid' ? (
            <FoldedAct
              title={
                <>
                  ยกเลิกกุญแจ<span class="govuk-visually-hidden">ของ {key.name}</span>
                </>
              }
            >
              <ConfirmForm
                action={`${path}/${key.keyId}/revoke`}
                kind="warning"
                button="ยืนยันยกเลิกกุญแจนี้"
              >
                <p class="govuk-body">
                  {key.name} จะใช้กุญแจนี้ไม่ได้อีกทันที และคืนกุญแจที่ยกเลิกแล้วไม่ได้ หากระบบงานนั้นยังต้องใช้
                  ให้สร้างกุญแจใหม่และเปลี่ยนในระบบงานนั้นก่อน
                </p>
              </ConfirmForm>
            </FoldedAct>
          ) : (
            '–'
          ),
      },
    ]}
  />
);

const StateTag: FC<{ state: ReturnType<typeof keyState> }> = ({ state }) => {
  switch (state) {
    case 'valid':
      return <Tag tone="green">ใช้ได้</Tag>;
    case 'expired':
      return <Tag tone="grey">หมดอายุ</Tag>;
    case 'revoked':
      return <Tag tone="red">ยกเลิกแล้ว</Tag>;
  }
};

const NewKey: FC<KeysPageProps> = ({ path, newId, errors, typed }) => {
  const actionError = errors?.find(({ id }) => id === 'actions')?.message;
  const checked = typed?.all('actions') ?? ['read'];
  return (
    <form method="post" action={path} novalidate>
      <h2 class="govuk-heading-m">สร้างกุญแจใหม่</h2>
      <input type="hidden" name="keyId" value={newId} />
      <Field
        name="name"
        label="ชื่อระบบงานที่จะใช้กุญแจ"
        hint="เช่น ระบบสารบรรณของ อบต. ใช้กุญแจหนึ่งดอกต่อหนึ่งระบบงาน"
        maxlength={100}
        value={typed?.get('name')}
        errors={errors ?? []}
      />
      <div class={`govuk-form-group${actionError ? ' govuk-form-group--error' : ''}`}>
        <fieldset class="govuk-fieldset">
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">กุญแจทำอะไรได้</legend>
          {actionError && (
            <p id="actions-error" class="govuk-error-message">
              <span class="govuk-visually-hidden">ข้อผิดพลาด:</span> {actionError}
            </p>
          )}
          {keyActions.map((action, index) => (
            <Checkbox
              name="actions"
              id={index === 0 ? 'actions' : `actions-${action}`}
              value={action}
              label={actionLabels[action]}
              checked={checked.includes(action)}
            />
          ))}
        </fieldset>
      </div>
      <Select
        name="days"
        label="ใช้ได้นาน"
        value={typed?.get('days') ?? '180'}
        options={keyLifetimes.map((days) => ({ value: String(days), text: `${days} วัน` }))}
        errors={errors ?? []}
      />
      <Button>สร้างกุญแจ</Button>
    </form>
  );
};
