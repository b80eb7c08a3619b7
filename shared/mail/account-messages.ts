/**
 * Mails about somebody's account: their facts as schemas, and the words made of them.
 *
 * They are no notices and stand in no ledger: whoever waits in vain is invited, or asks, again.
 */
import * as z from 'zod';
import { fiscalYearSchema } from '../domain/fiscal-year.ts';
import { localDateSchema } from '../domain/local-date.ts';
import { roundSchema } from '../domain/round.ts';
import { dateTime, longDate, roundLabels } from '../text/thai.ts';
import { asHtml, asText, type Block } from './layout.ts';
import { link } from './message-parts.ts';
import type { ComposedMessage } from './messages.ts';

const instant = z.iso.datetime();
/** Name of the organization or office that the account belongs to. */
const place = z.string();

/** Reports that are still awaited. */
const openReports = z.array(
  z.object({ fiscalYear: fiscalYearSchema, round: roundSchema, due: localDateSchema }),
);

const accountMessageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('invitation'),
    place,
    position: z.string(),
    role: z.string(),
    by: z.string(),
    /** Of somebody who has not signed in yet. */
    until: instant.optional(),
    /** Whose work the invited takes over, and which reports are still awaited. */
    after: z.string().optional(),
    open: openReports.optional(),
    link,
  }),
  /** To the people of the organization that another one has become part of (ควบรวม). */
  z.object({
    kind: z.literal('taken-over'),
    place,
    after: z.string(),
    since: localDateSchema,
    by: z.string(),
    open: openReports,
    link,
  }),
  z.object({
    kind: z.literal('handed-over'),
    place,
    successor: z.string(),
    lastDay: localDateSchema,
    by: z.string(),
  }),
  z.object({
    kind: z.literal('address-changed'),
    place,
    was: z.string(),
    is: z.string(),
    by: z.string(),
    at: instant,
  }),
  z.object({ kind: z.literal('deactivated'), place, by: z.string(), reason: z.string() }),
  z.object({ kind: z.literal('reactivated'), place, by: z.string(), link }),
  z.object({ kind: z.literal('passkey-added'), name: z.string(), at: instant, link }),
  z.object({ kind: z.literal('passkey-removed'), name: z.string(), at: instant, link }),
  /** To the one who asked: it may have been somebody else. */
  z.object({ kind: z.literal('recovery-noted'), at: instant, until: instant }),
  /** To the colleagues. */
  z.object({
    kind: z.literal('recovery-asked'),
    place,
    position: z.string(),
    until: instant,
    link,
  }),
  z.object({ kind: z.literal('recovery-confirmed'), by: z.string(), until: instant, link }),
  z.object({ kind: z.literal('recovery-declined'), by: z.string() }),
]);
export type AccountMessage = z.infer<typeof accountMessageSchema>;

export const accountMailSchema = z.object({
  to: z.email().max(254),
  message: accountMessageSchema,
});
export type AccountMail = z.infer<typeof accountMailSchema>;

/** Subjects are made of our own words only: nothing that somebody typed gets into a header. */
export function composeAccountMessage(message: AccountMessage, publicUrl: string): ComposedMessage {
  const { subject, blocks } = wordsOf(message);
  const all: Block[] = [...blocks];
  if ('link' in message) {
    all.push({ link: linkLabel(message.kind), url: new URL(message.link, publicUrl).href });
  }
  const page = { title: subject, blocks: all };
  return { subject, text: asText(page), html: asHtml(page) };
}

interface Words {
  readonly subject: string;
  readonly blocks: readonly Block[];
}

function wordsOf(message: AccountMessage): Words {
  switch (message.kind) {
    case 'invitation':
      return invitation(message);
    case 'taken-over':
      return takenOver(message);
    case 'handed-over':
      return {
        subject: 'มีการส่งมอบงานของท่านในระบบ',
        blocks: [
          {
            text: `${message.by} ส่งมอบงานของท่านใน${message.place} ให้แก่${message.successor} แล้ว`,
          },
          { facts: [['ท่านใช้งานระบบได้ถึง', longDate(message.lastDay)]] },
          { text: 'หลังจากนั้นบัญชีของท่านจะปิดเอง งานที่ทำไว้และประวัติยังอยู่ครบ' },
          mistaken,
        ],
      };
    case 'address-changed':
      return {
        subject: 'มีการเปลี่ยนอีเมลที่ใช้เข้าสู่ระบบ',
        blocks: [
          { text: `${message.by} เปลี่ยนอีเมลของบัญชีใน${message.place}` },
          {
            facts: [
              ['อีเมลเดิม', message.was],
              ['อีเมลใหม่', message.is],
              ['เมื่อ', dateTime(new Date(message.at))],
            ],
          },
          { text: 'อีเมลเดิมใช้เข้าสู่ระบบไม่ได้อีก และการเข้าใช้งานที่ค้างอยู่สิ้นสุดแล้ว' },
          mistaken,
        ],
      };
    case 'deactivated':
      return {
        subject: 'บัญชีของท่านในระบบปิดแล้ว',
        blocks: [
          { text: `${message.by} ปิดบัญชีของท่านใน${message.place}` },
          { facts: [['เหตุผล', message.reason]] },
          mistaken,
        ],
      };
    case 'reactivated':
      return {
        subject: 'บัญชีของท่านในระบบเปิดใช้งานอีกครั้ง',
        blocks: [{ text: `${message.by} เปิดบัญชีของท่านใน${message.place} อีกครั้ง` }],
      };
    case 'passkey-added':
      return {
        subject: 'เพิ่มพาสคีย์ในบัญชีของท่านแล้ว',
        blocks: [
          { text: `พาสคีย์ “${message.name}” ใช้เข้าสู่ระบบได้แล้วตั้งแต่ ${dateTime(new Date(message.at))}` },
          notByMe,
        ],
      };
    case 'passkey-removed':
      return {
        subject: 'ลบพาสคีย์ออกจากบัญชีของท่านแล้ว',
        blocks: [
          {
            text: `พาสคีย์ “${message.name}” ใช้เข้าสู่ระบบไม่ได้แล้วตั้งแต่ ${dateTime(new Date(message.at))}`,
          },
          notByMe,
        ],
      };
    case 'recovery-noted':
      return {
        subject: 'มีการแจ้งว่าท่านใช้พาสคีย์ไม่ได้',
        blocks: [
          {
            text: `เมื่อ ${dateTime(new Date(message.at))} มีผู้เข้าสู่ระบบด้วยรหัสที่ส่งมายังอีเมลนี้ และแจ้งว่าใช้พาสคีย์ไม่ได้ ระบบแจ้งเพื่อนร่วมงานของท่านให้ยืนยันแล้ว`,
          },
          { facts: [['คำขอใช้ได้ถึง', dateTime(new Date(message.until))]] },
          { text: 'หากไม่ใช่ท่าน โปรดแจ้งเพื่อนร่วมงานให้ปฏิเสธคำขอทันที และเปลี่ยนรหัสผ่านของอีเมลนี้' },
        ],
      };
    case 'recovery-asked':
      return {
        subject: 'เพื่อนร่วมงานขอให้ยืนยันตัวตน เพราะใช้พาสคีย์ไม่ได้',
        blocks: [
          { text: `${message.position} ${message.place} แจ้งว่าใช้พาสคีย์ไม่ได้ และขอเพิ่มพาสคีย์ใหม่` },
          { text: 'โปรดพบหรือโทรหาเจ้าตัวด้วยหมายเลขที่ท่านรู้จัก ก่อนยืนยันหรือปฏิเสธในระบบ' },
          { facts: [['ยืนยันได้ถึง', dateTime(new Date(message.until))]] },
        ],
      };
    case 'recovery-confirmed':
      return {
        subject: 'เพื่อนร่วมงานยืนยันตัวตนของท่านแล้ว',
        blocks: [
          {
            text: `${message.by} ยืนยันแล้ว โปรดเข้าสู่ระบบอีกครั้งด้วยรหัสทางอีเมล แล้วเพิ่มพาสคีย์ใหม่ พาสคีย์เดิมทั้งหมดจะใช้ไม่ได้`,
          },
          { facts: [['ทำได้ถึง', dateTime(new Date(message.until))]] },
          notByMe,
        ],
      };
    case 'recovery-declined':
      return {
        subject: 'คำขอเพิ่มพาสคีย์ใหม่ไม่ได้รับการยืนยัน',
        blocks: [{ text: `${message.by} ไม่ยืนยันคำขอ พาสคีย์เดิมยังใช้ได้ โปรดติดต่อเพื่อนร่วมงานของท่าน` }],
      };
  }
}

function invitation(message: Extract<AccountMessage, { kind: 'invitation' }>): Words {
  const { place: where, position, role, by, until, after, open = [] } = message;
  return {
    subject: after ? 'โปรดรับงานต่อในระบบติดตามแผนป้องกันการทุจริต' : 'เชิญใช้ระบบติดตามแผนป้องกันการทุจริต',
    blocks: [
      { text: `${by} เชิญท่านใช้ระบบในนาม${where}${after ? ` โดยรับงานต่อจาก${after}` : ''}` },
      {
        facts: [
          ['บทบาท', role],
          ['ตำแหน่ง', position],
          ...(until ? [['เข้าสู่ระบบครั้งแรกภายใน', dateTime(new Date(until))] as const] : []),
        ],
      },
      ...(open.length > 0
        ? [reportsOf(open), { text: 'ร่างที่ผู้ดำรงตำแหน่งก่อนบันทึกไว้ยังอยู่ครบ ทำต่อได้ทันที' }]
        : []),
      { text: 'เข้าสู่ระบบด้วยอีเมลนี้ ระบบจะส่งรหัสมาให้ ไม่ต้องตั้งรหัสผ่าน' },
    ],
  };
}

function takenOver(message: Extract<AccountMessage, { kind: 'taken-over' }>): Words {
  const { place: where, after, since, by, open } = message;
  return {
    subject: 'หน่วยงานของท่านรับงานของหน่วยงานที่รวมเข้ามา',
    blocks: [
      { text: `${by} บันทึกว่า${after} รวมกับ${where} แล้ว` },
      { facts: [['มีผลตั้งแต่', longDate(since)]] },
      {
        text: `ตั้งแต่วันนั้น ผู้ใช้งานของ${where} ดูและทำงานที่ยังค้างของ${after} ได้ และระบบจะแจ้งเตือนท่านแทน ร่าง รายงาน และประวัติเดิมยังอยู่ครบ รวมทั้งข้อเสนอแนะที่ยังต้องตอบ`,
      },
      open.length > 0 ? reportsOf(open) : { text: 'ขณะนี้ไม่มีรายงานที่ต้องส่งแทน' },
      mistaken,
    ],
  };
}

function reportsOf(open: z.infer<typeof openReports>): Block {
  return {
    heading: 'รายงานที่ยังต้องส่ง',
    list: open.map(
      ({ fiscalYear, round, due }) =>
        `${roundLabels[round]} ปีงบประมาณ พ.ศ. ${fiscalYear} ภายใน${longDate(due)}`,
    ),
  };
}

const mistaken: Block = { text: 'หากไม่ถูกต้อง โปรดติดต่อสำนักงาน ป.ป.ช. ที่ดูแลหน่วยงานของท่าน' };
const notByMe: Block = { text: 'หากท่านไม่ได้ทำรายการนี้ โปรดแจ้งเพื่อนร่วมงานให้ปิดบัญชีของท่านทันที' };

function linkLabel(kind: AccountMessage['kind']): string {
  switch (kind) {
    case 'recovery-asked':
      return 'ดูคำขอ';
    case 'passkey-added':
    case 'passkey-removed':
      return 'ดูพาสคีย์ของฉัน';
    default:
      return 'เข้าสู่ระบบ';
  }
}
