/** Mails about a report, from the opening of its round to its receipt: their facts, and the words made of them. */
import * as z from 'zod';
import { daysBetween, type LocalDate, localDateAt, localDateSchema } from '../domain/local-date.ts';
import { countsSchema, scoreSchema } from '../domain/score.ts';
import { letterSchema } from '../domain/supervision.ts';
import { bandLabels, clock, longDate, percent, roundLabels, shortDate } from '../text/thai.ts';
import type { Block } from './layout.ts';
import {
  aboutRound,
  button,
  type Context,
  daysLeft,
  kind,
  letterOf,
  roundOf,
  type Words,
} from './message-parts.ts';

/** What everybody is told while the report is awaited. */
const awaited = {
  ...aboutRound,
  due: localDateSchema,
  /** Last day that still counts as on time, where that is not the due day. */
  graceUntil: localDateSchema.optional(),
  /** The report is written and waits for the chief executive. */
  awaitingSignoff: z.boolean(),
};

export const reportMessages = {
  opening: kind('opening', {
    ...aboutRound,
    due: localDateSchema,
    graceUntil: localDateSchema.optional(),
    /** Rows prepared from the plan. */
    items: z.int().min(0),
    letter: letterSchema.optional(),
  }),
  reminder: kind('reminder', awaited),
  'due-today': kind('due-today', awaited),
  late: kind('late', { ...awaited, lock: localDateSchema }),
  signoff: kind('signoff', {
    ...aboutRound,
    due: localDateSchema,
    counts: countsSchema,
    score: scoreSchema,
  }),
  receipt: kind('receipt', {
    ...aboutRound,
    receipt: z.string(),
    version: z.int().min(1),
    /** Instant (ISO, UTC). */
    receivedAt: z.iso.datetime(),
    daysLate: z.int().min(0),
    counts: countsSchema,
  }),
};

type Facts<Kind extends keyof typeof reportMessages> = z.infer<(typeof reportMessages)[Kind]>;

export function opening(facts: Facts<'opening'>, context: Context): Words {
  const { office, organization, items, letter } = facts;
  return {
    head: `เปิดรับรายงาน ${roundLabels[facts.round]} ส่งภายใน ${shortDate(facts.due)}`,
    blocks: [
      { text: `เรียน ผู้บริหาร${organization.name}` },
      {
        text: `${office.name} ขอแจ้งว่า ระบบเปิดรับรายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต ${roundOf(facts)} แล้ว`,
      },
      { facts: [['กำหนดส่ง', deadline(facts, daysLeft(facts.due, context))]] },
      {
        text: `รายการตามแผนเตรียมไว้ให้แล้ว ${items} รายการ โปรดระบุสถานะและหมายเหตุของแต่ละรายการ เสนอผู้บริหารลงนาม แล้วกดส่งรายงาน`,
      },
      button('เริ่มรายงาน', facts, context),
      ...(letter ? [{ text: `รายละเอียดตามหนังสือ ${letterOf(letter)}` }] : []),
    ],
  };
}

export function reminder(facts: Facts<'reminder'>, context: Context): Words {
  const left = daysBetween(context.today, facts.due);
  return {
    head: `เหลือ ${left} วัน ส่งรายงาน ${roundLabels[facts.round]}`,
    name: facts.organization.shortName,
    blocks: [
      greeting(facts),
      { text: stillAwaited('ขณะนี้', facts) },
      { facts: [['กำหนดส่ง', deadline(facts, daysLeft(facts.due, context))]] },
      {
        text: facts.awaitingSignoff
          ? 'ผู้บริหารอ่านและลงนามได้ในระบบ หรือลงนามในเอกสารแล้วระบุในระบบก็ได้'
          : 'ข้อมูลที่บันทึกร่างไว้ยังอยู่ครบ ทำต่อได้ทันที',
      },
      button(facts.awaitingSignoff ? 'เปิดรายงาน' : 'ทำรายงานต่อ', facts, context),
      { text: 'หากมีเหตุให้ส่งไม่ทัน โปรดขอขยายเวลาในระบบ หรือติดต่อสำนักงานก่อนครบกำหนด' },
    ],
  };
}

export function dueToday(facts: Facts<'due-today'>, context: Context): Words {
  return {
    head: `ครบกำหนดวันนี้ รายงาน ${roundLabels[facts.round]}`,
    name: facts.organization.shortName,
    blocks: [
      greeting(facts),
      {
        text: `วันนี้ (${longDate(facts.due)}) เป็นวันสุดท้ายของการส่งรายงาน ${roundOf(facts)} ระบบรับรายงานถึงเวลา 23.59 น.${graceOf(facts)}`,
      },
      ...(facts.awaitingSignoff ? [{ text: stillAwaited('ขณะนี้', facts) }] : []),
      button('ส่งรายงาน', facts, context),
      { text: 'หากผู้บริหารลงนามในเอกสารแล้ว ให้แนบสำเนาและส่งได้เลย' },
    ],
  };
}

export function late(facts: Facts<'late'>, context: Context): Words {
  const days = daysBetween(facts.due, context.today);
  return {
    head: `เลยกำหนด ${days} วัน รายงาน ${roundLabels[facts.round]}`,
    name: facts.organization.shortName,
    blocks: [
      { text: `เรียน ผู้บริหาร${facts.organization.name}` },
      {
        text: `รายงาน ${roundOf(facts)} ครบกำหนดเมื่อ${longDate(facts.due)} ${
          facts.awaitingSignoff ? 'และรอผู้บริหารลงนามอยู่ในระบบ' : 'และยังไม่พบในระบบ'
        }`,
      },
      { facts: [['ยังส่งได้ถึง', longDate(facts.lock)]] },
      { text: 'ระบบจะบันทึกว่าส่งหลังกำหนด จึงขอความร่วมมือส่งโดยเร็ว' },
      button('ส่งรายงาน', facts, context),
      { text: `หากติดขัดเรื่องใด โทร. ${facts.office.phone} เจ้าหน้าที่ช่วยบันทึกแทนจากเอกสารได้` },
    ],
  };
}

export function signoff(facts: Facts<'signoff'>, context: Context): Words {
  const { percent: score, band } = facts.score;
  return {
    head: `โปรดลงนามรายงาน ${roundLabels[facts.round]} ภายใน ${shortDate(facts.due)}`,
    blocks: [
      { text: `เรียน ผู้บริหาร${facts.organization.name}` },
      {
        text: `ผู้ประสานงานจัดทำรายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต ${roundOf(facts)} เสร็จแล้ว จึงเสนอเพื่อโปรดพิจารณาลงนามเห็นชอบ`,
      },
      {
        facts: [
          ['กำหนดส่ง', deadline(facts, daysLeft(facts.due, context))],
          ['สรุป', summaryOf(facts.counts)],
          ...(score === null
            ? []
            : [['ร้อยละความสำเร็จ', `${percent(score)} (${bandLabels[band]})`] as const]),
        ],
      },
      button('อ่านและลงนาม', facts, context),
      { text: 'หากควรแก้ไข กดส่งคืนให้แก้ไขพร้อมเหตุผลได้ในหน้าเดียวกัน' },
    ],
  };
}

export function receipt(facts: Facts<'receipt'>, context: Context): Words {
  const { version, daysLate, organization } = facts;
  const report = version > 1 ? `รายงานฉบับแก้ไข (ฉบับที่ ${version})` : 'รายงาน';
  const received = new Date(facts.receivedAt);
  const timeliness = daysLate > 0 ? `ส่งหลังกำหนด ${daysLate} วัน` : 'ภายในกำหนด';
  return {
    head: `ได้รับรายงาน ${roundLabels[facts.round]} แล้ว`,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ผู้บริหารและผู้ประสานงาน${organization.name}` },
      { text: `ระบบได้รับ${report} ${roundOf(facts)} แล้ว` },
      {
        facts: [
          ['เลขอ้างอิง', facts.receipt],
          ['ส่งเมื่อ', `${longDate(localDateAt(received))} เวลา ${clock(received)}`],
          // A corrected report keeps the timeliness of the first one.
          [version > 1 ? 'ฉบับแรก' : 'กำหนดเวลา', timeliness],
          ['สรุป', summaryOf(facts.counts)],
        ],
      },
      button('ดูใบยืนยัน ดาวน์โหลดรูปเล่มและไฟล์นำเสนอ', facts, context),
      { text: `ขั้นต่อไป: ${facts.office.name} จะตรวจสอบและแจ้งผลทางอีเมล` },
    ],
  };
}

type Awaited = Facts<'reminder' | 'due-today' | 'late'>;

function greeting({ organization, awaitingSignoff }: Awaited): Block {
  const reader = awaitingSignoff ? 'ผู้บริหารและผู้ประสานงาน' : 'ผู้ประสานงาน';
  return { text: `เรียน ${reader}${organization.name}` };
}

function stillAwaited(since: string, facts: Awaited): string {
  return facts.awaitingSignoff
    ? `${since}รายงาน ${roundOf(facts)} จัดทำแล้ว รอผู้บริหารลงนามอยู่ในระบบ`
    : `${since}ยังไม่พบรายงาน ${roundOf(facts)} ในระบบ`;
}

function summaryOf({ completed, ongoing, unable, total }: Facts<'receipt'>['counts']): string {
  return `แล้วเสร็จ ${completed} · อยู่ระหว่างดำเนินการ ${ongoing} · ไม่สามารถดำเนินการได้ ${unable} · รวม ${total} รายการ`;
}

function deadline(
  facts: { readonly due: LocalDate; readonly graceUntil?: LocalDate | undefined },
  left: string,
): string {
  return `ภายใน${longDate(facts.due)}${left}${graceOf(facts)}`;
}

function graceOf({
  due,
  graceUntil,
}: {
  readonly due: LocalDate;
  readonly graceUntil?: LocalDate | undefined;
}): string {
  return graceUntil && graceUntil > due ? ` ผ่อนผันถึง${longDate(graceUntil)}` : '';
}
