/**
 * What every mail says: the facts of each kind as a schema, and the words made of them.
 *
 * Subjects say what and when first, in 60 characters; every date has its day of the week, save those of
 * letters; figures are Arabic; nobody is blamed.
 */
import * as z from 'zod';
import { fiscalYearSchema } from '../domain/fiscal-year.ts';
import { daysBetween, type LocalDate, localDateAt, localDateSchema } from '../domain/local-date.ts';
import type { NoticeKind } from '../domain/notice.ts';
import { obligationStates, takenOverSchema } from '../domain/obligation.ts';
import { orgIdSchema } from '../domain/organization.ts';
import { roundSchema } from '../domain/round.ts';
import { countsSchema, scoreSchema } from '../domain/score.ts';
import { letterSchema } from '../domain/supervision.ts';
import { preparations } from '../text/preparations.ts';
import {
  bandLabels,
  clock,
  longDate,
  mediumDate,
  obligationLabels,
  percent,
  roundLabels,
  shortDate,
} from '../text/thai.ts';
import { asHtml, asText, type Block } from './layout.ts';

const officeFacts = z.object({ name: z.string(), phone: z.string(), email: z.email() });

/** A page of the site, from its top: `/reports/2563/6M`. */
const link = z.string().regex(/^\/(?![/\\])[^\s\\]*$/, 'not a path on the site');

const toOrganization = {
  office: officeFacts,
  organization: z.object({
    orgId: orgIdSchema,
    name: z.string(),
    shortName: z.string(),
    /** Where it has become part of another one, whose people the mail goes to. */
    takenOverBy: takenOverSchema.optional(),
  }),
  fiscalYear: fiscalYearSchema,
  link,
};

const aboutRound = { ...toOrganization, round: roundSchema };

/** What everybody is told while the report is awaited. */
const awaited = {
  ...aboutRound,
  due: localDateSchema,
  /** Last day that still counts as on time, where that is not the due day. */
  graceUntil: localDateSchema.optional(),
  /** The report is written and waits for the chief executive. */
  awaitingSignoff: z.boolean(),
};

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

const aboutAdvice = {
  ...toOrganization,
  visitNo: z.int().min(1),
  /** Of one visit; give at most 20. */
  items: z.array(z.object({ no: z.int().min(1), text: z.string(), due: localDateSchema })),
};

const aboutOffice = { office: officeFacts, link, on: localDateSchema };

const schemas = {
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
  /** To the office. Give at most 100 of each list, or the row outgrows the table; `awaited` counts all. */
  digest: kind('digest', {
    ...aboutOffice,
    fiscalYear: fiscalYearSchema,
    round: roundSchema,
    due: localDateSchema,
    counts: z.record(z.enum(obligationStates), z.int().min(0)),
    awaited: z.int().min(0),
    missing: z.array(
      z.object({
        shortName: z.string(),
        amphoe: z.string(),
        phone: z.string().optional(),
        state: z.enum(obligationStates),
      }),
    ),
    bounced: z.array(z.object({ shortName: z.string(), phone: z.string().optional() })),
  }),
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
  /** To the office, one for all: visits that draw near without a notice that counts. */
  'visit-unserved': kind('visit-unserved', {
    ...aboutOffice,
    unserved: z.int().min(1),
    rows: z.array(
      z.object({
        shortName: z.string(),
        visitDate: localDateSchema,
        /** Last day for serving the notice. */
        by: localDateSchema,
        lack: z.enum(['unnumbered', 'unsent', 'late']),
      }),
    ),
  }),
  /** The results, with the letter's number; the mail alone is not the letter. */
  'visit-result': kind('visit-result', {
    ...aboutVisit,
    heldOn: localDateSchema,
    findings: z.string(),
    recommendations: z.int().min(0),
  }),
  /** To the office, one for all. */
  'supervision-overdue': kind('supervision-overdue', {
    ...aboutOffice,
    overdue: z.int().min(0),
    rows: z.array(
      z.object({
        shortName: z.string(),
        visitDate: localDateSchema,
        daysLate: z.int().min(1),
        /** Who is to write it. */
        position: z.string(),
      }),
    ),
  }),
  /** The team's recommendations, to be answered. */
  advice: kind('advice', aboutAdvice),
  'advice-reminder': kind('advice-reminder', aboutAdvice),
  'advice-overdue': kind('advice-overdue', aboutAdvice),
  /** The office asks for more; each item's `text` ends with what it asks. */
  'advice-more': kind('advice-more', aboutAdvice),
} satisfies Record<NoticeKind, z.ZodObject>;

/** To whoever asked to sign in; it is no notice and stands in no ledger. */
const codeSchema = kind('code', { code: z.string().regex(/^\d{4,10}$/) });

export const messageSchema = z.discriminatedUnion('kind', [codeSchema, ...Object.values(schemas)]);
export type Message = z.infer<typeof messageSchema>;
type Facts<Kind extends Message['kind']> = Extract<Message, { kind: Kind }>;

function kind<Kind extends NoticeKind | 'code', Shape extends z.ZodRawShape>(
  kind: Kind,
  shape: Shape,
) {
  return z.object({ kind: z.literal(kind), ...shape });
}

interface Context {
  readonly publicUrl: string;
  /** The day on which the mail leaves: days left and days late count from it. */
  readonly today: LocalDate;
}

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

interface Words {
  /** What and when. */
  readonly head: string;
  /** Whom it concerns; the subject ends with it as far as there is room. */
  readonly name?: string;
  readonly blocks: readonly Block[];
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

function opening(facts: Facts<'opening'>, context: Context): Words {
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

function reminder(facts: Facts<'reminder'>, context: Context): Words {
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

function dueToday(facts: Facts<'due-today'>, context: Context): Words {
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

function late(facts: Facts<'late'>, context: Context): Words {
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

function signoff(facts: Facts<'signoff'>, context: Context): Words {
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

function receipt(facts: Facts<'receipt'>, context: Context): Words {
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

function returned(facts: Facts<'returned'>, context: Context): Words {
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

function accepted(facts: Facts<'accepted'>, context: Context): Words {
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

function withdrawn(facts: Facts<'withdrawn'>, context: Context): Words {
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

function extensionGranted(facts: Facts<'extension-granted'>, context: Context): Words {
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

function extensionRefused(facts: Facts<'extension-refused'>, context: Context): Words {
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

function digest(facts: Facts<'digest'>, context: Context): Words {
  const { counts, missing, bounced, awaited, due, on } = facts;
  const overdue = daysBetween(due, on);
  const standing = overdue > 0 ? `เกินกำหนด ${overdue} วัน` : `เหลือ ${-overdue} วัน`;
  const handedIn = counts.submitted + counts.accepted + counts.returned;
  return {
    head: `ยังไม่พบรายงาน ${awaited} แห่ง ณ ${shortDate(on)}`,
    name: roundLabels[facts.round],
    blocks: [
      { text: `เรียน ผู้อำนวยการ${facts.office.name} และผู้รับผิดชอบ` },
      { text: `สรุปการรายงาน ${roundOf(facts)} ณ ${longDate(on)}` },
      {
        facts: [
          ['กำหนดส่ง', `${longDate(due)} (${standing})`],
          ['ส่งแล้ว', `${handedIn} แห่ง (รับรายงานแล้ว ${counts.accepted} แห่ง)`],
          ['ยังไม่ส่ง', `${awaited} แห่ง (${awaitedBreakdown(counts)})`],
          ...(counts.waived > 0
            ? [[obligationLabels.waived, `${counts.waived} แห่ง`] as const]
            : []),
          ['อีเมลส่งไม่ถึง', `${bounced.length} แห่ง`],
        ],
      },
      ...listOf(
        overdue > 0 ? 'เกินกำหนด' : 'ยังไม่พบรายงาน',
        awaited,
        missing.map(({ shortName, amphoe, state, phone }) =>
          dashed(`${shortName} อ.${amphoe}`, obligationLabels[state], phoneOf(phone)),
        ),
      ),
      ...listOf(
        'อีเมลส่งไม่ถึง โปรดตรวจสอบที่อยู่',
        bounced.length,
        bounced.map(({ shortName, phone }) => dashed(shortName, phoneOf(phone))),
      ),
      button('เปิดกระดานของจังหวัด', facts, context),
    ],
  };
}

function visitNotice(facts: Facts<'visit-notice'>, context: Context): Words {
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

function visitChase(facts: Facts<'visit-chase'>, context: Context): Words {
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

function visitReminder(facts: Facts<'visit-reminder'>, context: Context): Words {
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

function visitMoved(facts: Facts<'visit-moved'>, context: Context): Words {
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

function visitResult(facts: Facts<'visit-result'>, context: Context): Words {
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

function visitCancelled(facts: Facts<'visit-cancelled'>, context: Context): Words {
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

function visitTeam(facts: Facts<'visit-team'>, context: Context): Words {
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

const LACKS = {
  unnumbered: 'ยังไม่มีเลขที่หนังสือ',
  unsent: 'ยังไม่ได้ส่งอีเมลแจ้งตามหนังสือ',
  late: 'แจ้งเป็นหนังสือไม่ถึง 7 วัน',
} as const;

function visitUnserved(facts: Facts<'visit-unserved'>, context: Context): Words {
  const { office, unserved, rows, on } = facts;
  return {
    head: `การนิเทศยังไม่มีหนังสือแจ้งที่ครบ 7 วัน ${unserved} แห่ง`,
    blocks: [
      { text: `เรียน ผู้อำนวยการ${office.name} และผู้นิเทศ` },
      {
        text: 'หนังสือแจ้งที่มีเลขที่ต้องถึงหน่วยงานล่วงหน้าอย่างน้อย 7 วัน แห่งที่เลยกำหนดแล้ว โปรดทำเครื่องหมายเร่งด่วนพร้อมเหตุผล หรือกำหนดวันใหม่',
      },
      ...listOf(
        'การนิเทศที่ใกล้ถึงและยังไม่มีการแจ้งเป็นหนังสือที่ใช้ได้',
        unserved,
        rows.map(({ shortName, visitDate, by, lack }) =>
          dashed(
            shortName,
            `นิเทศ${longDate(visitDate)}`,
            LACKS[lack],
            by < on ? 'เลยกำหนดแจ้งแล้ว' : `ต้องแจ้งภายใน${longDate(by)}`,
          ),
        ),
      ),
      button('บันทึกเลขที่หนังสือ', facts, context),
    ],
  };
}

function supervisionOverdue(facts: Facts<'supervision-overdue'>, context: Context): Words {
  return {
    head: `รายงานการนิเทศเกินกำหนด ${facts.overdue} แห่ง`,
    blocks: [
      { text: `เรียน ผู้อำนวยการ${facts.office.name} และผู้นิเทศ` },
      ...listOf(
        'มีรายงานการนิเทศติดตามที่ยังไม่เสนอคณะกรรมการ',
        facts.overdue,
        facts.rows.map(({ shortName, visitDate, daysLate, position }) =>
          dashed(
            shortName,
            `นิเทศเมื่อ${longDate(visitDate)}`,
            `เกินกำหนด ${daysLate} วัน`,
            `ผู้จัดทำ ${position}`,
          ),
        ),
      ),
      button('จัดทำรายงาน', facts, context),
    ],
  };
}

type Advice = Facts<'advice' | 'advice-reminder' | 'advice-overdue' | 'advice-more'>;

function advice(facts: Advice, context: Context): Words {
  const { organization, items } = facts;
  const { head, reader, says, asks } = adviceWords(facts, context);
  return {
    head,
    name: organization.shortName,
    blocks: [
      { text: `เรียน ${reader}${organization.name}` },
      { text: says },
      {
        heading: 'ข้อเสนอแนะของคณะนิเทศ',
        list: items.map(({ no, text, due }) => `ข้อ ${no}: ${text} (ภายใน${longDate(due)})`),
      },
      { text: asks },
      button('ตอบและแจ้งผลตามข้อเสนอแนะ', facts, context),
    ],
  };
}

function adviceWords({ kind, office, items, fiscalYear }: Advice, { today }: Context) {
  const count = `${items.length} ข้อ`;
  const due = items.map((item) => item.due).toSorted()[0] ?? today;
  const visit = `การนิเทศติดตาม ปีงบประมาณ พ.ศ. ${fiscalYear}`;
  switch (kind) {
    case 'advice':
      return {
        head: `โปรดตอบข้อเสนอแนะของคณะนิเทศ ${count}`,
        reader: 'ผู้บริหารและผู้ประสานงาน',
        says: `${office.name} มีข้อเสนอแนะจาก${visit} ดังนี้`,
        asks: 'โปรดแจ้งในระบบว่ารับไปดำเนินการ หรือไม่สามารถดำเนินการได้พร้อมเหตุผล และแจ้งผลเมื่อดำเนินการแล้ว',
      };
    case 'advice-reminder':
      return {
        head: `แจ้งผลตามข้อเสนอแนะ ${count} ภายใน ${shortDate(due)}`,
        reader: 'ผู้ประสานงาน',
        says: `ข้อเสนอแนะจาก${visit} ต่อไปนี้ ยังรอคำตอบหรือผลการดำเนินการ`,
        asks: 'หากติดขัดเรื่องใด โปรดแจ้งเหตุผลในระบบ หรือติดต่อสำนักงานก่อนครบกำหนด',
      };
    case 'advice-overdue':
      return {
        head: `ยังไม่พบผลตามข้อเสนอแนะ ${count} เกินกำหนด ${daysBetween(due, today)} วัน`,
        reader: 'ผู้บริหาร',
        says: `ขณะนี้ยังไม่พบผลการดำเนินการตามข้อเสนอแนะจาก${visit} ซึ่งครบกำหนดแล้ว`,
        asks: 'ขอความร่วมมือแจ้งผลในระบบโดยเร็ว หากไม่สามารถดำเนินการได้ โปรดแจ้งพร้อมเหตุผล',
      };
    case 'advice-more':
      return {
        head: `โปรดให้ข้อมูลเพิ่ม ${count} ภายใน ${shortDate(due)}`,
        reader: 'ผู้บริหารและผู้ประสานงาน',
        says: `${office.name} ตรวจผลการดำเนินการตามข้อเสนอแนะจาก${visit} แล้ว ขอข้อมูลหรือการดำเนินการเพิ่มเติม ดังนี้`,
        asks: 'ข้อมูลที่แจ้งไว้แล้วยังอยู่ครบ เพิ่มเติมได้ทันที',
      };
  }
}

function code({ code }: Facts<'code'>): Words {
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

function roundOf({ round, fiscalYear }: Pick<Facts<'opening'>, 'round' | 'fiscalYear'>): string {
  return `${roundLabels[round]} ปีงบประมาณ พ.ศ. ${fiscalYear}`;
}

function daysLeft(due: LocalDate, { today }: Context): string {
  const days = daysBetween(today, due);
  if (days < 0) return '';
  return days === 0 ? ' (วันนี้)' : ` (เหลือ ${days} วัน)`;
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

/** Marks a mail about a visit of which no numbered letter has given notice. */
function informally(letter: z.infer<typeof letterSchema> | undefined): string {
  return letter ? '' : 'แจ้งล่วงหน้าอย่างไม่เป็นทางการ: ';
}

/** Why notice is given late, where it is. */
function urgently({ urgent }: { readonly urgent?: string | undefined }): Block[] {
  return urgent ? [{ text: `การนิเทศเร่งด่วน: แจ้งล่วงหน้าน้อยกว่า 7 วัน เนื่องจาก${urgent}` }] : [];
}

function letterOf({ no, date }: z.infer<typeof letterSchema>): string {
  return `ที่ ${no} ลงวันที่ ${mediumDate(date)}`;
}

function summaryOf({ completed, ongoing, unable, total }: Facts<'receipt'>['counts']): string {
  return `แล้วเสร็จ ${completed} · อยู่ระหว่างดำเนินการ ${ongoing} · ไม่สามารถดำเนินการได้ ${unable} · รวม ${total} รายการ`;
}

function awaitedBreakdown(counts: Facts<'digest'>['counts']): string {
  return (['awaiting_signoff', 'in_progress', 'not_started'] as const)
    .map((state) => `${obligationLabels[state]} ${counts[state]}`)
    .join(' · ');
}

type Visit = Facts<'visit-notice'>['visit'];

function whenAndWhere({ date, startMinute, durationMinutes, place, team }: Visit) {
  const members = team.members.length > 0 ? ` (${team.members.join(', ')})` : '';
  const ends = Math.min(startMinute + durationMinutes, 23 * 60 + 59);
  return [
    ['วัน', longDate(date)],
    ['เวลา', `${clock(startMinute)} ถึง ${clock(ends)}`],
    ['สถานที่', place],
    ['คณะนิเทศติดตาม', `${team.name}${members}`],
  ] as const;
}

function phoneOf(phone: string | undefined): string {
  return phone ? `โทร. ${phone}` : 'ไม่มีหมายเลขโทรศัพท์';
}

function dashed(...parts: string[]): string {
  return parts.join(' – ');
}

const MOST_LISTED = 40;

/** The first lines of a list that may be long; none when it is empty. */
function listOf(what: string, count: number, lines: readonly string[]): Block[] {
  if (count === 0) return [];
  const shown = lines.slice(0, MOST_LISTED);
  const more = count > shown.length ? [`และอีก ${count - shown.length} แห่ง ดูทั้งหมดในระบบ`] : [];
  return [{ heading: `${what} ${count} แห่ง`, list: [...shown, ...more] }];
}

function button(label: string, { link }: { link: string }, { publicUrl }: Context): Block {
  return { link: label, url: new URL(link, publicUrl).href };
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
