/** Mails about a visit, to its host and to the team: their facts, and the words made of them. */
import * as z from 'zod';
import { daysBetween, localDateSchema } from '../domain/local-date.ts';
import { letterSchema } from '../domain/supervision.ts';
import { preparations } from '../text/preparations.ts';
import { clock, longDate, shortDate } from '../text/thai.ts';
import type { Block } from './layout.ts';
import {
  button,
  type Context,
  kind,
  letterOf,
  toOrganization,
  type Words,
} from './message-parts.ts';

const visitTime = z.object({
  date: localDateSchema,
  /** Minutes after midnight, Thai time. */
  startMinute: z.int().min(0).max(1439),
  durationMinutes: z.int().min(1).max(1440),
});

const aboutVisit = {
  ...toOrganization,
  visitNo: z.int().min(1),
  /** Of the invitation that goes with it. */
  sequence: z.int().min(0),
  letter: letterSchema.optional(),
  /** Why it is made although notice is given late (เร่งด่วน). */
  urgent: z.string().optional(),
};

const visitFacts = visitTime.extend({
  place: z.string(),
  team: z.object({ name: z.string(), members: z.array(z.string()) }),
});

export const visitMessages = {
  'visit-notice': kind('visit-notice', {
    ...aboutVisit,
    /** The letter that named an earlier day. */
    earlier: letterSchema.optional(),
    visit: visitFacts,
    /** Day by which the host should answer. */
    answerBy: localDateSchema,
  }),
  'visit-chase': kind('visit-chase', {
    ...aboutVisit,
    visit: visitFacts,
    answerBy: localDateSchema,
  }),
  'visit-reminder': kind('visit-reminder', { ...aboutVisit, visit: visitFacts }),
  /** `visit` is `null` until a new day is set; `letter` names the new day, `earlier` the old one. */
  'visit-moved': kind('visit-moved', {
    ...aboutVisit,
    earlier: letterSchema.optional(),
    was: visitTime,
    visit: visitFacts.nullable(),
    reason: z.string(),
  }),
  'visit-cancelled': kind('visit-cancelled', { ...aboutVisit, was: visitTime, reason: z.string() }),
  /** To somebody of the team, for the calendar; `visit` is `null` where it is off or another team's now. */
  'visit-team': kind('visit-team', {
    ...toOrganization,
    visitNo: z.int().min(1),
    sequence: z.int().min(0),
    was: visitTime,
    visit: visitFacts.nullable(),
    /** Of a change. */
    reason: z.string(),
  }),
  /** The results, with the letter's number; the mail alone is not the letter. */
  'visit-result': kind('visit-result', {
    ...aboutVisit,
    heldOn: localDateSchema,
    findings: z.string(),
    recommendations: z.int().min(0),
  }),
};

type Facts<Kind extends keyof typeof visitMessages> = z.infer<(typeof visitMessages)[Kind]>;

export function visitNotice(facts: Facts<'visit-notice'>, context: Context): Words {
  const { office, organization, visit, letter, earlier, answerBy } = facts;
  const announced = letter
    ? `ตามหนังสือ${office.name} ${letterOf(letter)}${earlier ? ` อ้างถึงหนังสือ ${letterOf(earlier)}` : ''} คณะนิเทศติดตามกำหนดลงพื้นที่ ดังนี้`
    : `${informally(letter)}${office.name} กำหนดลงพื้นที่นิเทศติดตาม ดังนี้ หนังสือแจ้งอย่างเป็นทางการจะส่งตามมาภายหลัง`;
  return {
    head: `${letter ? 'แจ้งลงพื้นที่' : 'แจ้งล่วงหน้า '}นิเทศติดตาม ${shortDate(visit.date)}`,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ผู้บริหาร${organization.name}` },
      { text: announced },
      ...urgently(facts),
      { facts: whenAndWhere(visit) },
      { heading: 'โปรดจัดเตรียม', ordered: true, list: preparations },
      { text: 'ข้อ 2 และร่างไฟล์นำเสนอ ระบบจัดทำให้จากรายงานที่ส่งแล้ว นัดหมายสำหรับปฏิทินแนบมาพร้อมอีเมลนี้' },
      { text: `ตอบรับวันนิเทศ หรือขอเปลี่ยนวัน ภายใน${longDate(answerBy)}` },
      button('ตอบรับหรือขอเปลี่ยนวัน', facts, context),
    ],
  };
}

export function visitChase(facts: Facts<'visit-chase'>, context: Context): Words {
  const { organization, visit, answerBy, letter } = facts;
  return {
    head: `โปรดตอบรับวันนิเทศ ${shortDate(visit.date)}`,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ผู้ประสานงาน${organization.name}` },
      {
        text: `${informally(letter)}ขณะนี้ยังไม่พบการตอบรับวันนิเทศติดตาม${letter ? ` ตามหนังสือ ${letterOf(letter)}` : ''}`,
      },
      { facts: whenAndWhere(visit) },
      { text: `โปรดตอบรับ หรือขอเปลี่ยนวัน ภายใน${longDate(answerBy)}` },
      button('ตอบรับหรือขอเปลี่ยนวัน', facts, context),
    ],
  };
}

export function visitReminder(facts: Facts<'visit-reminder'>, context: Context): Words {
  const { organization, visit, letter } = facts;
  const days = daysBetween(context.today, visit.date);
  return {
    head: `${days > 0 ? `อีก ${days} วัน` : 'วันนี้'} นิเทศติดตาม ${shortDate(visit.date)}`,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ผู้บริหารและผู้ประสานงาน${organization.name}` },
      { text: `${informally(letter)}ขอแจ้งเตือนกำหนดการลงพื้นที่นิเทศติดตาม ดังนี้` },
      { facts: whenAndWhere(visit) },
      { heading: 'สิ่งที่จัดเตรียม', ordered: true, list: preparations },
      button('ดูรายละเอียด', facts, context),
    ],
  };
}

export function visitMoved(facts: Facts<'visit-moved'>, context: Context): Words {
  const { office, organization, was, visit, letter, earlier, reason } = facts;
  const byLetter = earlier ? ` ตามหนังสือ ${letterOf(earlier)}` : '';
  const inLetter = letter ? `ตามหนังสือ${office.name} ${letterOf(letter)} ` : informally(letter);
  return {
    head: visit
      ? `เลื่อนการนิเทศติดตามเป็น ${shortDate(visit.date)}`
      : `เลื่อนการนิเทศติดตาม ${shortDate(was.date)}`,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ผู้บริหาร${organization.name}` },
      {
        text: `${inLetter}${letter ? '' : office.name} ขอเลื่อนการลงพื้นที่นิเทศติดตาม ซึ่งกำหนดไว้ใน${longDate(was.date)}${byLetter}${reason && ` เนื่องจาก${reason}`}`,
      },
      {
        facts: visit
          ? [['วันใหม่', longDate(visit.date)], ...whenAndWhere(visit).slice(1)]
          : [['วันใหม่', 'จะแจ้งให้ทราบภายหลัง']],
      },
      ...urgently(facts),
      { text: 'เอกสารที่เตรียมไว้ใช้ได้ต่อไป ไม่ต้องจัดทำใหม่ นัดหมายในปฏิทินปรับให้แล้ว' },
      button('รายละเอียด', facts, context),
      { text: 'ขออภัยในความไม่สะดวก' },
    ],
  };
}

export function visitCancelled(facts: Facts<'visit-cancelled'>, context: Context): Words {
  const { office, organization, was, letter, reason } = facts;
  const byLetter = letter ? ` ตามหนังสือ ${letterOf(letter)}` : '';
  return {
    head: `ยกเลิกการนิเทศติดตาม ${shortDate(was.date)}`,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ผู้บริหาร${organization.name}` },
      {
        text: `${informally(letter)}${office.name} ขอยกเลิกการลงพื้นที่นิเทศติดตาม ซึ่งกำหนดไว้ใน${longDate(was.date)}${byLetter}${reason && ` เนื่องจาก${reason}`}`,
      },
      { text: 'นัดหมายในปฏิทินยกเลิกให้แล้ว ไม่ต้องดำเนินการเพิ่มเติม' },
      button('รายละเอียด', facts, context),
      { text: 'ขออภัยในความไม่สะดวก' },
    ],
  };
}

export function visitTeam(facts: Facts<'visit-team'>, context: Context): Words {
  const { office, organization, visit, was, reason } = facts;
  const because = reason && ` เนื่องจาก${reason}`;
  const said = !visit
    ? `นัดออกนิเทศติดตาม${organization.name} ใน${longDate(was.date)} ยกเลิกแล้ว${because} นัดหมายในปฏิทินยกเลิกให้แล้ว`
    : reason === ''
      ? `${office.name} กำหนดออกนิเทศติดตาม${organization.name} ดังนี้`
      : `${office.name} กำหนดวันออกนิเทศติดตาม${organization.name} ใหม่${because} ดังนี้`;
  return {
    head: visit
      ? `คณะออกนิเทศติดตาม ${shortDate(visit.date)}`
      : `ยกเลิกนัดออกนิเทศติดตาม ${shortDate(was.date)}`,
    name: organization.shortName,
    blocks: [
      { text: 'เรียน คณะนิเทศติดตาม' },
      { text: said },
      ...(visit ? [{ facts: whenAndWhere(visit) }] : []),
      button('ดูรายละเอียดของการนิเทศ', facts, context),
    ],
  };
}

export function visitResult(facts: Facts<'visit-result'>, context: Context): Words {
  const { office, organization, heldOn, letter, findings, recommendations } = facts;
  const byLetter = letter ? ` ตามหนังสือ ${letterOf(letter)}` : '';
  return {
    head: `แจ้งผลการนิเทศติดตาม ${shortDate(heldOn)}`,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ผู้บริหาร${organization.name}` },
      {
        text: `${office.name} ขอแจ้งผลการลงพื้นที่นิเทศติดตามเมื่อ${longDate(heldOn)}${byLetter}`,
      },
      { text: `ข้อสังเกต: ${findings}` },
      {
        text:
          recommendations > 0
            ? `คณะนิเทศติดตามมีข้อเสนอแนะ ${recommendations} ข้อ โปรดตอบและแจ้งผลการดำเนินการในระบบ`
            : 'คณะนิเทศติดตามไม่มีข้อเสนอแนะเพิ่มเติม',
      },
      button('ดูผลการนิเทศและข้อเสนอแนะ', facts, context),
    ],
  };
}

/** Marks a mail about a visit of which no numbered letter has given notice. */
function informally(letter: z.infer<typeof letterSchema> | undefined): string {
  return letter ? '' : 'แจ้งล่วงหน้าอย่างไม่เป็นทางการ: ';
}

/** Why notice is given late, where it is. */
function urgently({ urgent }: { readonly urgent?: string | undefined }): Block[] {
  return urgent ? [{ text: `การนิเทศเร่งด่วน: แจ้งล่วงหน้าน้อยกว่า 7 วัน เนื่องจาก${urgent}` }] : [];
}

function whenAndWhere({
  date,
  startMinute,
  durationMinutes,
  place,
  team,
}: z.infer<typeof visitFacts>) {
  const members = team.members.length > 0 ? ` (${team.members.join(', ')})` : '';
  const ends = Math.min(startMinute + durationMinutes, 23 * 60 + 59);
  return [
    ['วัน', longDate(date)],
    ['เวลา', `${clock(startMinute)} ถึง ${clock(ends)}`],
    ['สถานที่', place],
    ['คณะนิเทศติดตาม', `${team.name}${members}`],
  ] as const;
}
