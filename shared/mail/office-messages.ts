/** Mails to the office, one for all organizations that a matter concerns: their facts, and the words made of them. */
import * as z from 'zod';
import { fiscalYearSchema } from '../domain/fiscal-year.ts';
import { daysBetween, localDateSchema } from '../domain/local-date.ts';
import { obligationStates } from '../domain/obligation.ts';
import { roundSchema } from '../domain/round.ts';
import { longDate, obligationLabels, roundLabels, shortDate } from '../text/thai.ts';
import type { Block } from './layout.ts';
import { aboutOffice, button, type Context, kind, roundOf, type Words } from './message-parts.ts';

export const officeMessages = {
  /** Give at most 100 of each list, or the row outgrows the table; `awaited` counts all. */
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
  /** Visits that draw near without a notice that counts. */
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
};

type Facts<Kind extends keyof typeof officeMessages> = z.infer<(typeof officeMessages)[Kind]>;

export function digest(facts: Facts<'digest'>, context: Context): Words {
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

function awaitedBreakdown(counts: Facts<'digest'>['counts']): string {
  return (['awaiting_signoff', 'in_progress', 'not_started'] as const)
    .map((state) => `${obligationLabels[state]} ${counts[state]}`)
    .join(' · ');
}

function phoneOf(phone: string | undefined): string {
  return phone ? `โทร. ${phone}` : 'ไม่มีหมายเลขโทรศัพท์';
}

const LACKS = {
  unnumbered: 'ยังไม่มีเลขที่หนังสือ',
  unsent: 'ยังไม่ได้ส่งอีเมลแจ้งตามหนังสือ',
  late: 'แจ้งเป็นหนังสือไม่ถึง 7 วัน',
} as const;

export function visitUnserved(facts: Facts<'visit-unserved'>, context: Context): Words {
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

export function supervisionOverdue(facts: Facts<'supervision-overdue'>, context: Context): Words {
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

/** Parts of a line of a list. */
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
