/** Mails as they go over the wire (RFC 5322, MIME). */
import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { type LedgerKey, ledgerKeyText } from '../domain/ledger.ts';
import { calendarOf, type Invitation } from './invitation.ts';
import type { ComposedMessage } from './messages.ts';

interface Attachment {
  /** May be Thai. */
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

export interface OutgoingMail {
  readonly message: ComposedMessage;
  /** The office speaks, from the one address that the system sends from. */
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly replyTo?: string | undefined;
  readonly messageId: string;
  readonly date: Date;
  readonly invitation?: Invitation | undefined;
  readonly attachments?: readonly Attachment[];
}

/** The whole mail. No value can add a header or an addressee: names and subjects are folded and encoded. */
export function mimeOf(mail: OutgoingMail): Promise<Buffer> {
  const { message, invitation, attachments = [] } = mail;
  const composer = new MailComposer({
    from: { name: oneLine(mail.from.name), address: mail.from.address },
    to: { name: '', address: mail.to },
    ...(mail.replyTo && { replyTo: { name: oneLine(mail.from.name), address: mail.replyTo } }),
    subject: message.subject,
    messageId: mail.messageId,
    date: mail.date,
    text: message.text,
    html: message.html,
    textEncoding: 'base64',
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'th' },
    ...(invitation && {
      icalEvent: {
        method: invitation.method,
        filename: 'นัดหมายนิเทศติดตาม.ics',
        content: calendarOf(invitation),
      },
    }),
    attachments: attachments.map(({ filename, contentType, content }) => ({
      filename,
      contentType,
      content: Buffer.from(content),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** Names one attempt to send one notice, whoever makes it. */
export function messageIdOf(key: LedgerKey, attempt: number, publicUrl: string): string {
  const name = createHash('sha256').update(ledgerKeyText(key)).digest('base64url').slice(0, 22);
  return `<${name}.${attempt}@${new URL(publicUrl).hostname}>`;
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
