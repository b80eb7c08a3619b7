/**
 * The editions of the form on a visit that come with the product. The prescribed form could not be found: until the
 * central office adds it (page "แบบรายงานการนิเทศ"), reports are written on the last one here, which is our own.
 */
import { type VisitForm, visitFormSchema } from './visit-form.ts';

const block = (name: string) => ({ kind: 'block', block: name });

/** @see REQUIREMENTS: ผลตามมิติ, การตรวจแผน, ปัญหา อุปสรรค และข้อเสนอแนะ, ข้อสังเกต, ข้อเสนอแนะ */
export const standardVisitForms: readonly VisitForm[] = [
  {
    editionId: 'first',
    name: 'แบบรายงานการนิเทศติดตาม (แบบแรกของระบบ)',
    from: '2000-01-01',
    sections: [
      { title: 'ข้อมูลการนิเทศติดตาม', parts: [block('visit')] },
      { title: 'ผู้เข้าร่วมรับการนิเทศติดตาม', parts: [block('attendees')] },
      { title: 'ผลการรายงานในระบบ รอบ 6 เดือนแรก', parts: [block('report')] },
      { title: 'ผลการดำเนินงานจำแนกตามมิติ', parts: [block('dimensions')] },
      { title: 'ปัญหา อุปสรรค และข้อเสนอแนะในการจัดทำแผน', parts: [block('problems-making')] },
      {
        title: 'ปัญหา อุปสรรค และข้อเสนอแนะในการนำแผนไปสู่การปฏิบัติ',
        parts: [block('problems-carrying-out')],
      },
      { title: 'ข้อสังเกต', parts: [block('findings')] },
      { title: 'ข้อเสนอแนะของคณะนิเทศติดตาม', parts: [block('recommendations')] },
      { title: 'ข้อเสนอแนะเดิมที่ยังติดตามอยู่', parts: [block('open-recommendations')] },
    ],
  },
  {
    editionId: 'standard',
    name: 'แบบรายงานการนิเทศติดตาม (แบบมาตรฐานของระบบ)',
    from: '2018-10-01',
    sections: [
      { title: 'ข้อมูลการนิเทศติดตาม', parts: [block('visit')] },
      { title: 'ผู้เข้าร่วมรับการนิเทศติดตาม', parts: [block('attendees')] },
      {
        title: 'การจัดทำและประกาศใช้แผน',
        note: 'ตรวจจากเอกสารที่หน่วยงานจัดเตรียม',
        parts: [
          {
            kind: 'yes-no',
            id: 'plan-announced',
            label: 'ประกาศใช้แผนปฏิบัติการป้องกันการทุจริต และเผยแพร่ให้ประชาชนทราบ',
          },
          {
            kind: 'yes-no',
            id: 'working-group',
            label: 'คำสั่งแต่งตั้งคณะทำงาน และการประชุมของคณะทำงาน',
          },
          {
            kind: 'yes-no',
            id: 'four-dimensions',
            label: 'โครงการ กิจกรรม หรือมาตรการครบทั้ง 4 มิติ',
            yes: 'ครบ',
            no: 'ไม่ครบ',
          },
          {
            kind: 'yes-no',
            id: 'evidence-kept',
            label: 'หลักฐานการดำเนินงานตามที่รายงานในระบบ',
            yes: 'ตรงกัน',
            no: 'ไม่ตรงกัน',
          },
        ],
      },
      { title: 'ผลการรายงานในระบบ รอบ 6 เดือนแรก', parts: [block('report')] },
      { title: 'ผลการดำเนินงานจำแนกตามมิติ', parts: [block('dimensions')] },
      {
        title: 'ภาพรวมการขับเคลื่อนแผน',
        parts: [
          {
            kind: 'choice',
            id: 'drive',
            label: 'การขับเคลื่อนแผนโดยผู้บริหาร',
            options: [
              { value: 'leads', text: 'ผู้บริหารกำกับติดตามด้วยตนเอง' },
              { value: 'delegates', text: 'มอบหมายผู้รับผิดชอบและรับรายงานเป็นระยะ' },
              { value: 'not-yet', text: 'ยังไม่มีการกำกับติดตาม' },
            ],
          },
          {
            kind: 'score',
            id: 'readiness',
            label: 'ความพร้อมของหน่วยงานในการรับการนิเทศ',
            hint: '1 น้อยที่สุด ถึง 5 มากที่สุด',
            from: 1,
            to: 5,
          },
        ],
      },
      { title: 'ปัญหา อุปสรรค และข้อเสนอแนะในการจัดทำแผน', parts: [block('problems-making')] },
      {
        title: 'ปัญหา อุปสรรค และข้อเสนอแนะในการนำแผนไปสู่การปฏิบัติ',
        parts: [block('problems-carrying-out')],
      },
      { title: 'ข้อสังเกต', parts: [block('findings')] },
      { title: 'ข้อเสนอแนะเดิมที่ยังติดตามอยู่', parts: [block('open-recommendations')] },
      { title: 'ข้อเสนอแนะของคณะนิเทศติดตาม', parts: [block('recommendations')] },
      { title: 'ไฟล์และภาพประกอบ', parts: [block('files')] },
    ],
  },
].map((form) => visitFormSchema.parse(form));
