/** What the pages of people show alike: an address, the state of an account, in which capacity somebody signs. */
import type { FC } from 'hono/jsx';
import type { LocalDate } from '../../shared/domain/local-date.ts';
import { mayEnter, type User } from '../../shared/domain/permissions.ts';
import { capacityLabels, dateTime, shortDate } from '../../shared/text/thai.ts';
import { DateInput, type FieldError, Radios, Tag } from '../../shared/web/components.tsx';
import { dateTyped, type Form } from './request-body.ts';

/** The address, and whether mail to it has come back. */
export const Address: FC<Pick<User, 'email' | 'mailFailed'>> = ({ email, mailFailed }) => (
  <>
    <span class="address">{email}</span> {mailFailed && <Tag tone="red">ส่งไม่ถึง</Tag>}
  </>
);

export const State: FC<{ user: User; today: LocalDate; now: Date }> = ({ user, today, now }) => {
  const { active, lastDay, invitation, mailbox } = user;
  const shared = mailbox === 'shared' && <Tag tone="blue">อีเมลกลาง</Tag>;
  if (!active) return <Tag tone="grey">ปิดบัญชีแล้ว</Tag>;
  if (lastDay && today > lastDay) return <Tag tone="grey">พ้นหน้าที่แล้ว</Tag>;
  if (invitation && !mayEnter(user, today, now)) return <Tag tone="orange">คำเชิญหมดอายุ</Tag>;
  if (invitation) {
    return (
      <>
        <Tag tone="yellow">รอตอบรับ</Tag> ถึง {shortDateOf(invitation.until)} {shared}
      </>
    );
  }
  return (
    <>
      <Tag tone="green">ใช้งานได้</Tag> {lastDay && `ถึง ${shortDate(lastDay)}`} {shared}
    </>
  );
};

function shortDateOf(instant: string): string {
  return dateTime(new Date(instant)).split(' เวลา')[0] ?? '';
}

export const SigningFields: FC<{
  form: Form | undefined;
  errors: readonly FieldError[];
  user: User | undefined;
}> = ({ form, errors, user }) => (
  <>
    <Radios
      name="capacity"
      label="ลงนามในฐานะ"
      options={Object.entries(capacityLabels).map(([value, text]) => ({ value, text }))}
      value={form?.get('capacity') ?? user?.capacity ?? 'holder'}
      errors={errors}
    />
    <DateInput
      name="from"
      label="ลงนามได้ตั้งแต่วันที่"
      errors={errors}
      {...dateTyped(form, 'from', user?.term?.from)}
    />
    <DateInput
      name="until"
      label="ถึงวันที่ (ถ้ามีกำหนด)"
      errors={errors}
      {...dateTyped(form, 'until', user?.term?.until)}
    />
  </>
);
