/** Mails about the recommendations of a visit's team: their facts, and the words made of them. */
import * as z from 'zod';
import { daysBetween, localDateSchema } from '../domain/local-date.ts';
import { longDate, shortDate } from '../text/thai.ts';
import { button, type Context, kind, toOrganization, type Words } from './message-parts.ts';

const aboutAdvice = {
  ...toOrganization,
  visitNo: z.int().min(1),
  /** Of one visit; give at most 20. */
  items: z.array(z.object({ no: z.int().min(1), text: z.string(), due: localDateSchema })),
};

export const adviceMessages = {
  /** The team's recommendations, to be answered. */
  advice: kind('advice', aboutAdvice),
  'advice-reminder': kind('advice-reminder', aboutAdvice),
  'advice-overdue': kind('advice-overdue', aboutAdvice),
  /** The office asks for more; each item's `text` ends with what it asks. */
  'advice-more': kind('advice-more', aboutAdvice),
};

type Advice = z.infer<(typeof adviceMessages)[keyof typeof adviceMessages]>;

export function advice(facts: Advice, context: Context): Words {
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
