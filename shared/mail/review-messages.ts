/** Mails on what the office has decided about a report or about more time for it: facts, and words made of them. */
import * as z from 'zod';
import { localDateSchema } from '../domain/local-date.ts';
import { longDate, roundLabels, shortDate } from '../text/thai.ts';
import {
  aboutRound,
  button,
  type Context,
  daysLeft,
  kind,
  roundOf,
  type Words,
} from './message-parts.ts';

export const reviewMessages = {
  returned: kind('returned', {
    ...aboutRound,
    receipt: z.string(),
    reason: z.string(),
    /** None: the whole report. */
    rows: z.array(z.object({ no: z.int(), comment: z.string() })),
    until: localDateSchema,
  }),
  accepted: kind('accepted', {
    ...aboutRound,
    receipt: z.string(),
    on: localDateSchema,
    note: z.string(),
  }),
  /** The office has taken its acceptance back. */
  withdrawn: kind('withdrawn', {
    ...aboutRound,
    receipt: z.string(),
    on: localDateSchema,
    reason: z.string(),
  }),
  /** More time, until a day that is included, asked for or not. */
  'extension-granted': kind('extension-granted', {
    ...aboutRound,
    until: localDateSchema,
    lock: localDateSchema,
    note: z.string(),
  }),
  'extension-refused': kind('extension-refused', {
    ...aboutRound,
    /** The day that was asked for. */
    asked: localDateSchema,
    due: localDateSchema,
    lock: localDateSchema,
    note: z.string(),
  }),
};

type Facts<Kind extends keyof typeof reviewMessages> = z.infer<(typeof reviewMessages)[Kind]>;

export function returned(facts: Facts<'returned'>, context: Context): Words {
  const { rows, organization, office } = facts;
  const what = rows.length > 0 ? `${rows.length} รายการ` : 'รายงาน';
  return {
    head: `โปรดแก้ไข${rows.length > 0 ? ' ' : ''}${what} ภายใน ${shortDate(facts.until)}`,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ผู้ประสานงาน${organization.name}` },
      {
        text: `${office.name} ตรวจรายงาน ${roundOf(facts)} (เลขอ้างอิง ${facts.receipt}) แล้ว ขอให้แก้ไข${
          rows.length > 0 ? ` ${what}` : ''
        } ภายใน${longDate(facts.until)}`,
      },
      { facts: [['เหตุผล', facts.reason]] },
      ...(rows.length > 0
        ? [
            {
              heading: 'รายการที่ขอให้แก้ไข',
              list: rows.map(({ no, comment }) => `รายการที่ ${no}${comment && `: ${comment}`}`),
            },
            { text: 'เปิดให้แก้ไขเฉพาะรายการข้างต้น รายการอื่นคงเดิม' },
          ]
        : []),
      button('แก้ไขรายงาน', facts, context),
      { text: 'วันที่ส่งครั้งแรกยังคงเป็นวันที่ใช้พิจารณาว่าส่งภายในกำหนดหรือไม่' },
    ],
  };
}

export function accepted(facts: Facts<'accepted'>, context: Context): Words {
  const { organization, office, note } = facts;
  return {
    head: `รับรายงาน ${roundLabels[facts.round]} แล้ว`,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ผู้บริหารและผู้ประสานงาน${organization.name}` },
      {
        text: `${office.name} รับรายงาน ${roundOf(facts)} (เลขอ้างอิง ${facts.receipt}) แล้ว เมื่อ${longDate(facts.on)} ไม่ต้องดำเนินการเพิ่มเติมในรอบนี้`,
      },
      ...(note ? [{ facts: [['ข้อความจากสำนักงาน', note] as const] }] : []),
      button('ดูรายงาน', facts, context),
      { text: 'ขอขอบคุณที่ให้ความร่วมมือ' },
    ],
  };
}

export function withdrawn(facts: Facts<'withdrawn'>, context: Context): Words {
  const { organization, office } = facts;
  return {
    head: `ยกเลิกการรับรายงาน ${roundLabels[facts.round]}`,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ผู้บริหารและผู้ประสานงาน${organization.name}` },
      {
        text: `${office.name} ยกเลิกการรับรายงาน ${roundOf(facts)} (เลขอ้างอิง ${facts.receipt}) เมื่อ${longDate(facts.on)} เพื่อพิจารณาอีกครั้ง`,
      },
      { facts: [['เหตุผล', facts.reason]] },
      { text: 'รายงานที่ส่งแล้วและวันที่ส่งยังคงเดิม ขณะนี้ไม่ต้องดำเนินการ สำนักงานจะแจ้งผลทางอีเมลอีกครั้ง' },
      button('ดูรายงาน', facts, context),
    ],
  };
}

export function extensionGranted(facts: Facts<'extension-granted'>, context: Context): Words {
  const { organization, office, until, lock, note } = facts;
  return {
    // The round stands below: with it, the name of the organization would be cut off.
    head: `ขยายเวลาส่งรายงาน ถึง ${shortDate(until)}`,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ผู้บริหารและผู้ประสานงาน${organization.name}` },
      { text: `${office.name} ขยายเวลาส่งรายงาน ${roundOf(facts)} ให้แล้ว` },
      {
        facts: [
          ['กำหนดส่งใหม่', `ภายใน${longDate(until)}${daysLeft(until, context)}`],
          ...(lock > until ? [['ระบบปิดรับ', longDate(lock)] as const] : []),
          ...(note ? [['ข้อความจากสำนักงาน', note] as const] : []),
        ],
      },
      { text: 'ส่งภายในกำหนดใหม่นี้ถือว่าส่งภายในกำหนด ข้อมูลที่บันทึกร่างไว้ยังอยู่ครบ ทำต่อได้ทันที' },
      button('ทำรายงานต่อ', facts, context),
    ],
  };
}

export function extensionRefused(facts: Facts<'extension-refused'>, context: Context): Words {
  const { organization, office, asked, due, lock, note } = facts;
  const overdue = context.today > due;
  return {
    head: `ผลการขอขยายเวลารายงาน ${roundLabels[facts.round]}`,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ผู้บริหารและผู้ประสานงาน${organization.name}` },
      {
        text: `ตามที่ขอขยายเวลาส่งรายงาน ${roundOf(facts)} ถึง${longDate(asked)} ${office.name} พิจารณาแล้ว ไม่อาจขยายเวลาให้ได้`,
      },
      {
        facts: [
          ...(note ? [['เหตุผล', note] as const] : []),
          ['กำหนดส่งคงเดิม', `ภายใน${longDate(due)}${daysLeft(due, context)}`],
          ...(overdue && lock >= context.today ? [['ยังส่งได้ถึง', longDate(lock)] as const] : []),
        ],
      },
      button('ทำรายงานต่อ', facts, context),
      { text: `หากติดขัดเรื่องใด โทร. ${office.phone} เจ้าหน้าที่ช่วยบันทึกแทนจากเอกสารได้` },
    ],
  };
}
