import { describe, expect, it, test } from 'vitest';
import { localDate } from '../../shared/domain/local-date.ts';
import { noticeKinds } from '../../shared/domain/notice.ts';
import { composeMessage, type Message, messageSchema } from '../../shared/mail/messages.ts';
import { aMessage, dayOf, office, sampleMessages } from '../support/messages.ts';

const publicUrl = 'https://nithet.example.go.th';

function composed(message: Message) {
  return composeMessage(message, { publicUrl, today: localDate(dayOf(message)) });
}

const samples = sampleMessages.map((message) => [message.kind, message] as const);

test('there is a mail for every kind of notice, and for the sign-in code', () => {
  expect(sampleMessages.map(({ kind }) => kind).sort()).toEqual([...noticeKinds, 'code'].sort());
});

// The goal: whoever changes a mail sees all of its words in the difference.
test.each(samples)('%s reads', (_, message) => {
  const { subject, text } = composed(message);
  expect(`${subject}\n\n${text}`).toMatchSnapshot();
});

describe('subjects', () => {
  // The longest names of the 7,852 organizations there are.
  const longest = ['อบต.นิคมสร้างตนเองลำโดมน้อย', 'ทต.บางปะกงพรหมเทพรังสรรค์', 'ทต.ปากพนังฝั่งตะวันออก'];

  it.each(samples)('of %s have at most 60 characters, also for the longest names', (_, sample) => {
    for (const shortName of longest) {
      for (const round of ['6M', '12M']) {
        const organization = { orgId: '34-0001', name: `องค์การ${shortName}`, shortName };
        const message = messageSchema.parse({
          ...sample,
          ...('organization' in sample && { organization }),
          ...('round' in sample && { round }),
        });
        const { subject } = composed(message);
        expect([...subject].length, subject).toBeLessThanOrEqual(60);
        expect(subject).not.toMatch(/– ?…/);
      }
    }
  });

  it('say when before whom', () => {
    expect(composed(aMessage('reminder')).subject).toBe(
      'เหลือ 7 วัน ส่งรายงาน รอบ 6 เดือนแรก – อบต.ท่าเสม็ด',
    );
    expect(composed(aMessage('visit-notice')).subject).toBe(
      'แจ้งลงพื้นที่นิเทศติดตาม 21 พ.ค. 2563 – อบต.ท่าเสม็ด',
    );
  });

  it('are one line, whatever was typed into a name', () => {
    const organization = {
      orgId: '80-0711',
      name: 'ก',
      shortName: 'อบต.\r\nBcc: a@evil.example\u2028\u0000x',
    };
    const { subject } = composed(aMessage('late', { organization }));
    expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  });
});

describe('every mail', () => {
  it.each(samples)('%s names the day of the week with every date', (_, message) => {
    const letters = /ลงวันที่ \d+ \S+ \d{4}/g;
    const { text } = composed(message);
    const months =
      /\d{1,2} (?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม) \d{4}/g;
    const dates = text.replaceAll(letters, '').match(months) ?? [];
    const days = text.match(/วัน(?:อาทิตย์|จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์)ที่ \d/g) ?? [];
    expect(days.length).toBe(dates.length);
    expect(text).not.toMatch(/20[0-9]{2}-|[๐-๙]/);
  });

  it.each(samples)('%s has one link, the same in text and HTML', (kind, message) => {
    const { text, html } = composed(message);
    const links = text.match(/https?:\/\/\S+/g) ?? [];
    expect(links.length).toBe(kind === 'code' ? 0 : 1);
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url)).toEqual(links);
  });

  it.each(samples)(
    '%s says whom to call, unless it goes to the office or holds a code',
    (_, message) => {
      const { text, html } = composed(message);
      const footer = `สอบถาม: ${office.name} โทร. ${office.phone} · ตอบกลับอีเมลนี้ถึงสำนักงานได้`;
      const goesOut = 'organization' in message && message.kind !== 'visit-team';
      expect(text.includes(footer)).toBe(goesOut);
      expect(html.includes(footer)).toBe(goesOut);
    },
  );

  it.each(samples)('%s blames nobody and speaks as an office does', (_, message) => {
    expect(composed(message).text).not.toMatch(/ครับ|ค่ะ|(?<!ขอบ)คุณ|ท่านไม่ส่ง|ล่าช้า|สาย/);
  });
});

it('a notice that comes late says why', () => {
  const urgent = composed(aMessage('visit-notice', { urgent: 'มีเรื่องร้องเรียน' })).text;
  expect(urgent).toContain('การนิเทศเร่งด่วน: แจ้งล่วงหน้าน้อยกว่า 7 วัน เนื่องจากมีเรื่องร้องเรียน');
  expect(composed(aMessage('visit-notice')).text).not.toContain('เร่งด่วน');
});

describe('a visit', () => {
  it('asks for the seven things to prepare', () => {
    const { text } = composed(aMessage('visit-notice'));
    expect(text.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ', '6. ', '7. ']);
  });

  it('without a letter is marked as informal, with one it cites the letter', () => {
    const marking = 'แจ้งล่วงหน้าอย่างไม่เป็นทางการ';
    expect(composed(aMessage('visit-notice', { letter: undefined })).text).toContain(marking);
    const { text } = composed(aMessage('visit-notice'));
    expect(text).not.toContain(marking);
    expect(text).toContain('ที่ ปช 0044(นศ)/ว 12 ลงวันที่ 7 พฤษภาคม 2563');
  });

  it.each(['visit-chase', 'visit-reminder', 'visit-moved', 'visit-cancelled'] as const)(
    '%s is marked as informal too as long as there is no letter',
    (kind) => {
      const marking = 'แจ้งล่วงหน้าอย่างไม่เป็นทางการ: ';
      expect(composed(aMessage(kind, { letter: undefined })).text).toContain(marking);
      expect(composed(aMessage(kind)).text).not.toContain(marking);
    },
  );

  it('that is postponed without a new day says that one will follow', () => {
    const { subject, text } = composed(aMessage('visit-moved', { visit: null }));
    expect(subject).toBe('เลื่อนการนิเทศติดตาม 21 พ.ค. 2563 – อบต.ท่าเสม็ด');
    expect(text).toContain('วันใหม่: จะแจ้งให้ทราบภายหลัง');
  });
});

describe('a report', () => {
  it('that waits for its signature says so to the executive too', () => {
    const { text } = composed(aMessage('reminder', { awaitingSignoff: true }));
    expect(text).toContain('เรียน ผู้บริหารและผู้ประสานงานองค์การบริหารส่วนตำบลท่าเสม็ด');
    expect(text).toContain('รอผู้บริหารลงนาม');
  });

  it('whose due day is forgiven shows both days', () => {
    const { text } = composed(
      aMessage('reminder', { round: '12M', due: '2020-10-31', graceUntil: '2020-11-02' }),
    );
    expect(text).toContain('ภายในวันเสาร์ที่ 31 ตุลาคม 2563');
    expect(text).toContain('ผ่อนผันถึงวันจันทร์ที่ 2 พฤศจิกายน 2563');
  });

  it('handed in late is received with the number of days', () => {
    const { text } = composed(aMessage('receipt', { daysLate: 4 }));
    expect(text).toContain('ส่งหลังกำหนด 4 วัน');
  });

  it('returned as a whole lists no rows', () => {
    const { subject, text } = composed(aMessage('returned', { rows: [] }));
    expect(subject).toBe('โปรดแก้ไขรายงาน ภายใน 8 พ.ค. 2563 – อบต.ท่าเสม็ด');
    expect(text).not.toContain('รายการข้างต้น');
  });
});

test('a digest of hundreds lists the first and counts the rest', () => {
  const missing = Array.from({ length: 100 }, (_, index) => ({
    shortName: `อบต.ตัวอย่าง ${index}`,
    amphoe: 'ชะอวด',
    state: 'not_started',
  }));
  const { text } = composed(aMessage('digest', { awaited: 334, missing }));
  expect(text.match(/^- อบต\./gm)).toHaveLength(41);
  expect(text).toContain('และอีก 294 แห่ง ดูทั้งหมดในระบบ');
});

test('what people typed cannot become markup', async () => {
  const hostile = `<img src=x onerror=alert(1)> & "quoted" 'single'`;
  const message = aMessage('returned', {
    reason: hostile,
    rows: [{ no: 1, comment: hostile }],
    organization: { orgId: '80-0711', name: hostile, shortName: hostile },
    office: { ...office, name: hostile, phone: hostile },
  });
  const { html } = composed(message);
  expect(html).not.toContain('<img');
  expect(html).not.toContain(hostile);
  expect(
    html.match(/&lt;img src=x onerror=alert\(1\)&gt; &amp; &quot;quoted&quot; &#39;single&#39;/g),
  ).toHaveLength(7);
});

it.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  '/a b',
])('a link that leaves the site is no link: %s', (link) => {
  expect(() => aMessage('reminder', { link })).toThrow('not a path on the site');
});
