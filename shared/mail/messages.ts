/**
 * Every mail about a round or a visit, and the one with a sign-in code: its facts as a schema, chosen and composed.
 * What each kind says stands with its subject.
 *
 * Subjects say what and when first, in 60 characters; every date has its day of the week, save those of
 * letters; figures are Arabic; nobody is blamed.
 */
import * as z from 'zod';
import type { NoticeKind } from '../domain/notice.ts';
import { longDate } from '../text/thai.ts';
import { advice, adviceMessages } from './advice-messages.ts';
import { asHtml, asText } from './layout.ts';
import { type Context, kind, type Words } from './message-parts.ts';
import { digest, officeMessages, supervisionOverdue, visitUnserved } from './office-messages.ts';
import {
  dueToday,
  late,
  opening,
  receipt,
  reminder,
  reportMessages,
  signoff,
} from './report-messages.ts';
import {
  accepted,
  extensionGranted,
  extensionRefused,
  returned,
  reviewMessages,
  withdrawn,
} from './review-messages.ts';
import {
  visitCancelled,
  visitChase,
  visitMessages,
  visitMoved,
  visitNotice,
  visitReminder,
  visitResult,
  visitTeam,
} from './visit-messages.ts';

const schemas = {
  ...reportMessages,
  ...reviewMessages,
  ...visitMessages,
  ...adviceMessages,
  ...officeMessages,
} satisfies Record<NoticeKind, z.ZodObject>;

/** To whoever asked to sign in; it is no notice and stands in no ledger. */
const codeSchema = kind('code', { code: z.string().regex(/^\d{4,10}$/) });

export const messageSchema = z.discriminatedUnion('kind', [codeSchema, ...Object.values(schemas)]);
export type Message = z.infer<typeof messageSchema>;

export interface ComposedMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The mail that says `message`. Whatever the facts hold, the subject is one line of at most 60 characters. */
export function composeMessage(message: Message, context: Context): ComposedMessage {
  const { head, name, blocks } = addressed(message, context);
  const page = {
    title: head,
    from: 'office' in message ? message.office.name : undefined,
    blocks,
    footer: footerOf(message),
  };
  return { subject: subjectOf(head, name), text: asText(page), html: asHtml(page) };
}

/** What was owed by an organization that is no more is told to the one that has taken it over. */
function addressed(message: Message, context: Context): Words {
  const successor = 'organization' in message ? message.organization.takenOverBy : undefined;
  if (!('organization' in message) || !successor) return wordsOf(message, context);
  const { organization } = message;
  const words = wordsOf(
    { ...message, organization: { ...organization, name: successor.name } },
    context,
  );
  const [greeting, ...rest] = words.blocks;
  const about = {
    text: `อีเมลนี้เป็นเรื่องของ${organization.name} ซึ่งรวมกับ${successor.name}ตั้งแต่${longDate(successor.since)}`,
  };
  return { ...words, blocks: [...(greeting ? [greeting] : []), about, ...rest] };
}

function wordsOf(message: Message, context: Context): Words {
  switch (message.kind) {
    case 'opening':
      return opening(message, context);
    case 'reminder':
      return reminder(message, context);
    case 'due-today':
      return dueToday(message, context);
    case 'late':
      return late(message, context);
    case 'signoff':
      return signoff(message, context);
    case 'receipt':
      return receipt(message, context);
    case 'returned':
      return returned(message, context);
    case 'accepted':
      return accepted(message, context);
    case 'withdrawn':
      return withdrawn(message, context);
    case 'extension-granted':
      return extensionGranted(message, context);
    case 'extension-refused':
      return extensionRefused(message, context);
    case 'digest':
      return digest(message, context);
    case 'visit-notice':
      return visitNotice(message, context);
    case 'visit-chase':
      return visitChase(message, context);
    case 'visit-reminder':
      return visitReminder(message, context);
    case 'visit-moved':
      return visitMoved(message, context);
    case 'visit-cancelled':
      return visitCancelled(message, context);
    case 'visit-team':
      return visitTeam(message, context);
    case 'visit-unserved':
      return visitUnserved(message, context);
    case 'visit-result':
      return visitResult(message, context);
    case 'supervision-overdue':
      return supervisionOverdue(message, context);
    case 'advice':
    case 'advice-reminder':
    case 'advice-overdue':
    case 'advice-more':
      return advice(message, context);
    case 'code':
      return code(message);
  }
}

function code({ code }: z.infer<typeof codeSchema>): Words {
  return {
    head: `${code} คือรหัสเข้าสู่ระบบ`,
    blocks: [
      { code, label: 'รหัสเข้าสู่ระบบ' },
      { text: 'ใช้ได้ภายใน 10 นาที และใช้ได้กับเบราว์เซอร์ที่ขอรหัสเท่านั้น' },
      { text: 'โปรดอย่าบอกรหัสแก่ผู้ใด เจ้าหน้าที่จะไม่ขอรหัสนี้' },
      { text: 'หากไม่ได้ขอรหัส ไม่ต้องดำเนินการใด ๆ' },
    ],
  };
}

/** Offices need not be told how to reach themselves; nobody answers a code. */
function footerOf(message: Message): string | undefined {
  if (!('organization' in message) || message.kind === 'visit-team') return undefined;
  const { name, phone } = message.office;
  return `สอบถาม: ${name} โทร. ${phone} · ตอบกลับอีเมลนี้ถึงสำนักงานได้`;
}

const LONGEST_SUBJECT = 60;

function subjectOf(head: string, name: string | undefined): string {
  const subject = oneLine(name ? `${head} – ${name}` : head);
  const characters = [...subject];
  if (characters.length <= LONGEST_SUBJECT) return subject;
  return `${cut(subject, LONGEST_SUBJECT - 1)}…`;
}

/** At most `most` characters, never between a letter and its vowels and tone marks. */
function cut(text: string, most: number): string {
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if ([...kept, ...segment].length > most) break;
    kept += segment;
  }
  return kept.trimEnd();
}

const graphemes = new Intl.Segmenter('th', { granularity: 'grapheme' });

/** Whatever was typed into a name cannot begin a new header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
