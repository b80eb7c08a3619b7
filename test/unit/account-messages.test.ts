import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { writeAccountMail } from '../../functions/mail/write-mail.ts';
import {
  type AccountMail,
  type AccountMessage,
  accountMailSchema,
  composeAccountMessage,
} from '../../shared/mail/account-messages.ts';

const place = 'องค์การบริหารส่วนตำบลท่าเสม็ด';
const by = 'นักวิเคราะห์นโยบายและแผน';
const at = '2020-04-16T02:00:00.000Z';
const until = '2020-04-30T02:00:00.000Z';
const office = 'เจ้าพนักงานป้องกันการทุจริต';

const messages: readonly AccountMessage[] = accountMailSchema.shape.message.options.map(
  ({ shape }) => sampleOf(shape.kind.value),
);

function sampleOf(kind: AccountMessage['kind']): AccountMessage {
  return accountMailSchema.shape.message.parse({
    ...{ place, by, at, until, kind, position: by, role: 'เจ้าหน้าที่ อปท.', name: 'โทรศัพท์' },
    ...{ was: 'a@b.go.th', is: 'c@b.go.th', reason: 'ย้าย', successor: office },
    ...{ after: office, open: [{ fiscalYear: 2563, round: '6M', due: '2020-04-30' }] },
    ...{
      since: '2020-05-01',
      lastDay: '2020-04-20',
      link: '/sign-in?next=%2Forganizations%2F80-0711',
    },
  });
}

test.each(messages.map((message) => [message.kind, message] as const))(
  '%s says what and when in its subject, and leads to one page of the site at most',
  (_, message) => {
    const { subject, text, html } = composeAccountMessage(message, 'https://nithet.example.go.th');
    expect(subject.length).toBeLessThanOrEqual(60);
    const links = [...text.matchAll(/https?:\/\/\S+/g)].map(([link]) => new URL(link).origin);
    expect(links).toEqual('link' in message ? ['https://nithet.example.go.th'] : []);
    expect(html).toContain('lang="th"');
    expect(`${subject}\n${text}`).toMatchSnapshot();
  },
);

test('what somebody has typed gets into no header, and adds no addressee', async () => {
  const evil = 'นายก\r\nBcc: x@evil.example';
  const mail: AccountMail = {
    to: 'officer@thasamet.go.th',
    message: { kind: 'deactivated', place: evil, by: evil, reason: evil },
  };
  const sender = { from: 'nithet@example.go.th', publicUrl: 'https://nithet.example.go.th' };
  const source = await writeAccountMail(mail, 'id-1', sender, new Date(at));
  const { headers, to, cc, bcc } = await PostalMime.parse(source);
  expect([to?.map(({ address }) => address), cc, bcc]).toEqual([[mail.to], undefined, undefined]);
  expect(headers.some(({ key }) => key === 'bcc')).toBe(false);
});

test('an address that is none gets no mail', () => {
  const message = sampleOf('recovery-declined');
  const to = 'a@b.go.th\r\nBcc: x@evil.example';
  expect(accountMailSchema.safeParse({ to, message }).success).toBe(false);
});
