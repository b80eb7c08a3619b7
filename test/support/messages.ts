/** One message of each kind, as it would go out in the sample year. */
import * as z from 'zod';
import { type Message, messageSchema } from '../../shared/mail/messages.ts';

export const office = {
  name: 'สำนักงาน ป.ป.ช. ประจำจังหวัดนครศรีธรรมราช',
  phone: '0 7500 0000',
  email: 'nacc-80@example.go.th',
};
const organization = {
  orgId: '80-0711',
  name: 'องค์การบริหารส่วนตำบลท่าเสม็ด',
  shortName: 'อบต.ท่าเสม็ด',
};
const letter = { no: 'ปช 0044(นศ)/ว 12', date: '2020-05-07' };
const round = {
  office,
  organization,
  fiscalYear: 2563,
  round: '6M',
  link: '/reports/2563/6M',
};
const awaited = { ...round, due: '2020-04-30', awaitingSignoff: false };
const counts = { completed: 13, ongoing: 19, unable: 0, awaiting: 0, total: 32 };
const visit = {
  date: '2020-05-21',
  startMinute: 570,
  durationMinutes: 150,
  place: 'ห้องประชุมองค์การบริหารส่วนตำบลท่าเสม็ด',
  team: {
    name: 'คณะที่ 1',
    members: ['หัวหน้าคณะนิเทศติดตาม', 'เจ้าพนักงานป้องกันการทุจริตชำนาญการ'],
  },
};
const visited = {
  office,
  organization,
  fiscalYear: 2563,
  link: '/visits/2563/1',
  visitNo: 1,
  sequence: 0,
  letter,
};

const advised = {
  office,
  organization,
  fiscalYear: 2563,
  link: '/organizations/80-0711/recommendations',
  visitNo: 1,
  items: [
    { no: 1, text: 'เผยแพร่แผนบนเว็บไซต์', due: '2020-07-27' },
    { no: 2, text: 'ทบทวนรายการที่ 7', due: '2020-07-27' },
  ],
};

const facts = [
  { kind: 'opening', ...round, due: '2020-04-30', items: 32 },
  { kind: 'reminder', ...awaited },
  { kind: 'due-today', ...awaited },
  { kind: 'late', ...awaited, lock: '2020-06-30' },
  {
    kind: 'signoff',
    ...round,
    due: '2020-04-30',
    counts,
    score: { percent: 70.31, band: 'green' },
  },
  {
    kind: 'receipt',
    ...round,
    receipt: '2563-6M-80-0711-1-4',
    version: 1,
    receivedAt: '2020-04-16T07:05:00.000Z',
    daysLate: 0,
    counts,
  },
  {
    kind: 'returned',
    ...round,
    receipt: '2563-6M-80-0711-1-4',
    reason: 'ขอให้ระบุข้อมูลให้ครบถ้วน',
    rows: [{ no: 7, comment: 'ยังไม่ได้ระบุมิติและชื่อโครงการ' }],
    until: '2020-05-08',
  },
  {
    kind: 'accepted',
    ...round,
    receipt: '2563-6M-80-0711-1-4',
    on: '2020-04-20',
    note: '',
  },
  {
    kind: 'withdrawn',
    ...round,
    receipt: '2563-6M-80-0711-1-4',
    on: '2020-04-22',
    reason: 'รับรายงานก่อนตรวจหมายเหตุของรายการที่ 7',
  },
  {
    kind: 'extension-granted',
    ...round,
    until: '2020-05-15',
    lock: '2020-06-30',
    note: 'เนื่องจากอุทกภัยในพื้นที่',
  },
  {
    kind: 'extension-refused',
    ...round,
    asked: '2020-05-29',
    due: '2020-04-30',
    lock: '2020-06-30',
    note: 'ยังมีเวลาเพียงพอก่อนครบกำหนด',
  },
  {
    kind: 'digest',
    office,
    link: '/province/80/2563/6M',
    on: '2020-05-01',
    fiscalYear: 2563,
    round: '6M',
    due: '2020-04-30',
    counts: {
      not_started: 1,
      in_progress: 1,
      awaiting_signoff: 1,
      submitted: 20,
      returned: 2,
      accepted: 14,
      waived: 1,
    },
    awaited: 3,
    missing: [
      { shortName: 'อบต.ควนตัวอย่าง', amphoe: 'ชะอวด', phone: '0 7500 0101', state: 'not_started' },
      { shortName: 'ทต.ท่าตัวอย่าง', amphoe: 'ทุ่งสง', state: 'in_progress' },
      {
        shortName: 'อบต.บ้านตัวอย่าง',
        amphoe: 'สิชล',
        phone: '0 7500 0103',
        state: 'awaiting_signoff',
      },
    ],
    bounced: [{ shortName: 'อบต.ควนตัวอย่าง', phone: '0 7500 0101' }],
  },
  { kind: 'visit-notice', ...visited, visit, answerBy: '2020-05-14' },
  { kind: 'visit-chase', ...visited, visit, answerBy: '2020-05-18' },
  { kind: 'visit-reminder', ...visited, visit },
  {
    kind: 'visit-moved',
    ...visited,
    sequence: 1,
    letter: { no: 'ปช 0044(นศ)/214', date: '2020-05-18' },
    earlier: letter,
    was: { date: '2020-05-21', startMinute: 570, durationMinutes: 150 },
    visit: { ...visit, date: '2020-06-11' },
    reason: 'สถานการณ์น้ำท่วมในพื้นที่',
  },
  {
    kind: 'visit-cancelled',
    ...visited,
    sequence: 2,
    was: { date: '2020-06-11', startMinute: 570, durationMinutes: 150 },
    reason: 'หน่วยงานอยู่ระหว่างการยกฐานะ',
  },
  {
    kind: 'visit-team',
    ...visited,
    sequence: 1,
    was: { date: '2020-05-21', startMinute: 570, durationMinutes: 150 },
    visit: { ...visit, date: '2020-06-11' },
    reason: 'สถานการณ์น้ำท่วมในพื้นที่',
  },
  {
    kind: 'visit-unserved',
    office,
    link: '/province/80/2563/visits',
    on: '2020-05-15',
    unserved: 2,
    rows: [
      { shortName: 'อบต.ท่าเสม็ด', visitDate: '2020-05-21', by: '2020-05-14', lack: 'unnumbered' },
      { shortName: 'ทต.ท่าตัวอย่าง', visitDate: '2020-05-25', by: '2020-05-18', lack: 'unsent' },
    ],
  },
  {
    kind: 'supervision-overdue',
    office,
    link: '/province/80/2563/visits',
    on: '2020-06-08',
    overdue: 1,
    rows: [
      {
        shortName: 'อบต.ท่าเสม็ด',
        visitDate: '2020-05-21',
        daysLate: 3,
        position: 'เจ้าพนักงานป้องกันการทุจริตชำนาญการ',
      },
    ],
  },
  { kind: 'advice', ...advised },
  { kind: 'advice-reminder', ...advised },
  { kind: 'advice-overdue', ...advised },
  {
    kind: 'visit-result',
    ...visited,
    letter: { no: 'ปช 0044(นศ)/95', date: '2020-06-12' },
    heldOn: '2020-05-27',
    findings: 'มาตรการส่วนใหญ่ดำเนินการตามแผน',
    recommendations: 2,
  },
  {
    kind: 'advice-more',
    ...advised,
    items: [{ no: 2, text: 'ทบทวนรายการที่ 7 – ขอเพิ่มเติม: แนบแผนที่ทบทวนแล้ว', due: '2020-08-31' }],
  },
  { kind: 'code', code: '482913' },
];

export const sampleMessages: readonly Message[] = z.array(messageSchema).parse(facts);

/** The sample of `kind`, with changes that the schema has to accept. */
export function aMessage(kind: Message['kind'], changes: Record<string, unknown> = {}): Message {
  return messageSchema.parse({ ...facts.find((each) => each.kind === kind), ...changes });
}

/** The day on which each sample would leave. */
export function dayOf(message: Message): string {
  return {
    opening: '2020-04-01',
    reminder: '2020-04-23',
    'due-today': '2020-04-30',
    late: '2020-05-01',
    signoff: '2020-04-15',
    receipt: '2020-04-16',
    returned: '2020-04-20',
    accepted: '2020-04-20',
    withdrawn: '2020-04-22',
    'extension-granted': '2020-04-28',
    'extension-refused': '2020-04-28',
    digest: '2020-05-01',
    'visit-notice': '2020-05-07',
    'visit-chase': '2020-05-14',
    'visit-reminder': '2020-05-18',
    'visit-moved': '2020-05-19',
    'visit-cancelled': '2020-06-09',
    'visit-team': '2020-05-19',
    'visit-unserved': '2020-05-15',
    'supervision-overdue': '2020-06-08',
    advice: '2020-06-08',
    'advice-reminder': '2020-07-10',
    'advice-overdue': '2020-07-28',
    'visit-result': '2020-06-12',
    'advice-more': '2020-08-03',
    code: '2020-04-16',
  }[message.kind];
}
