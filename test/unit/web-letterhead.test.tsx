import { crc32, deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textTemplates } from '../../shared/text/standing-texts.ts';
import { central, hostOf, officer } from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import { type Fields, hidden, type Visitor } from '../support/visitor.ts';

const ORG = '80-5001';
const PATH = `/organizations/${ORG}/letterhead`;
const OFFICE = '/provinces/80/letterhead';

let site: TestSite;
let person: Visitor;
beforeEach(async () => {
  ({ site } = await officeSite(1));
  person = await site.signIn(hostOf(ORG));
});
afterEach(() => site.close());

const stored = () => site.dependencies.letterheads.ofOrganization(ORG);
/** Fields as the page sends them, with `changes`. */
async function fields(changes: Fields, path = PATH): Promise<Fields> {
  const html = await person.read(path);
  return { seen: hidden(html, 'seen'), numerals: 'thai', ...changes };
}

/** One grey dot, or as wide as `width` claims. */
function aPicture(width = 1) {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(Buffer.concat([Buffer.from(type), data])));
    return Buffer.concat([length, Buffer.from(type), data, checksum]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = chunk('IDAT', deflateSync(Buffer.from([0, 128])));
  return Buffer.concat([start, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))]);
}
/** Its head and its end are as they were. */
function damaged(picture: Buffer): Buffer {
  const broken = Buffer.from(picture);
  const body = broken.indexOf('IDAT') + 6;
  broken[body] = (broken[body] ?? 0) ^ 0xff;
  return broken;
}

function upload(bytes: Uint8Array, name = 'ตรา.png') {
  const form = new FormData();
  form.set('emblem', new File([new Uint8Array(bytes)], name));
  return form;
}

describe('what an organization’s papers say', () => {
  test('is changed without code, and kept with who changed it', async () => {
    const form = await fields({
      numerals: 'arabic',
      address: 'หมู่ที่ 1\n\n อำเภอชะอวด ',
      letterPrefix: 'นศ 75301',
      objectives: 'เพื่อทราบผล\n\nเพื่อปรับปรุง',
    });
    const saved = await person.post(PATH, form);
    expect(saved.headers.get('location')).toBe(`${PATH}?saved`);
    expect(await stored()).toMatchObject({
      numerals: 'arabic',
      address: ['หมู่ที่ 1', 'อำเภอชะอวด'],
      letterPrefix: 'นศ 75301',
      texts: { objectives: ['เพื่อทราบผล', 'เพื่อปรับปรุง'] },
    });
    const [event] = await site.dependencies.audits.latest(`ORG#${ORG}`, 1);
    expect(event?.act).toBe('letterhead-changed');
  });

  test('follows the standard words where nothing else was written, or all was deleted', async () => {
    const html = await person.read(PATH);
    expect(html).toContain('เพื่อติดตามความคืบหน้าของโครงการตามแผนในแต่ละมิติ');
    await person.post(PATH, await fields({ objectives: 'ของเรา' }));
    await person.post(PATH, await fields({ objectives: '' }));
    expect((await stored()).texts).toEqual({});
  });

  test('is shown filled in before it is saved', async () => {
    const form = await fields({ do: 'preview', preface: 'คำนำของ {executive} ปี {fiscalYear}' });
    const html = await (await person.post(PATH, form)).text();
    expect(html).toMatch(/คำนำของ นายก\S+ ปี ๒๕๖๓/);
    expect((await stored()).texts).toEqual({});
  });

  test('names in Thai what it puts in place, and keeps it under its own name', async () => {
    const html = await person.read(PATH);
    expect(html).toContain('{หน่วยงาน} อำเภอ{อำเภอ} จังหวัด{จังหวัด} ได้จัดทำ{ชื่อแผน}');
    expect(html).not.toMatch(/\{[a-zA-Z]+\}/);
    await person.post(PATH, await fields({ preface: 'คำนำของ{ หน่วยงาน } {ไม่รู้จัก}' }));
    expect((await stored()).texts).toEqual({ preface: ['คำนำของ{organization} {ไม่รู้จัก}'] });
  });

  test('is not accepted where it would not fit, and nothing typed is lost', async () => {
    const form = await fields({
      address: '1\n2\n3\n4\n5',
      definitions: 'แผน หมายถึง',
      unit: 'สำนักปลัด',
    });
    const answer = await person.post(PATH, form);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('ที่ตั้งไม่เกิน 4 บรรทัด');
    expect(html).toContain('ทุกบรรทัดต้องเขียนเป็น คำ: ความหมาย');
    expect(html).toContain('สำนักปลัด');
  });

  test('of two who change it at once, the second is told', async () => {
    const old = await fields({ unit: 'ของคนที่สอง' });
    await person.post(PATH, await fields({ unit: 'ของคนแรก' }));
    const answer = await person.post(PATH, old);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('ของคนที่สอง');
    expect((await stored()).unit).toBe('ของคนแรก');
  });
});

describe('an emblem', () => {
  test('that is a picture is shown and printed from then on, until it is taken away', async () => {
    expect((await person.get(`${PATH}/emblem`)).status).toBe(204);
    await person.post(`${PATH}/emblem`, upload(aPicture()));
    const shown = await person.get(`${PATH}/emblem`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(aPicture());
    await person.post(`${PATH}/emblem`, { do: 'remove' });
    expect((await stored()).emblem).toBeUndefined();
  });

  test.each([
    ['is no picture whatever its name says', Buffer.from('<svg onload="x"/>'), 'ไม่ใช่ภาพ PNG'],
    ['is too large', Buffer.alloc(150_001), 'ใหญ่เกิน 150 กิโลไบต์'],
    ['claims to be wider than paper', aPicture(50_000), 'เกิน 2,000 จุด'],
    ['is right at its head, but damaged further on', damaged(aPicture()), 'ที่สมบูรณ์'],
  ])('that %s is refused', async (_, bytes, message) => {
    const answer = await person.post(`${PATH}/emblem`, upload(bytes));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(message);
    expect((await stored()).emblem).toBeUndefined();
  });

  test('that was not chosen is asked for', async () => {
    const answer = await person.post(`${PATH}/emblem`, new FormData());
    expect(await answer.text()).toContain('กรุณาเลือกไฟล์ภาพ');
  });
});

test('an office sets the committee that its reports go to', async () => {
  person = await site.signIn(officer);
  await person.post(OFFICE, await fields({ committee: 'คณะอนุกรรมการ' }, OFFICE));
  expect(await site.dependencies.letterheads.ofOffice('80')).toMatchObject({
    committee: 'คณะอนุกรรมการ',
  });
  const answer = await person.post(OFFICE, await fields({ committee: ' ' }, OFFICE));
  expect(await answer.text()).toContain('กรุณากรอกชื่อคณะกรรมการ');
});

test('the nation sets the words for an edition, and organizations of that edition get them', async () => {
  person = await site.signIn(central);
  const path = '/texts/2562-2564';
  const saved = await person.post(path, { benefits: 'ประชาชนเชื่อมั่น' });
  expect(saved.headers.get('location')).toBe(`${path}?saved`);
  person = await site.signIn(hostOf(ORG));
  expect(await person.read(PATH)).toContain('>ประชาชนเชื่อมั่น</textarea>');
});

test('the nation sets the legal basis of an edition, the Act by the type of organization', async () => {
  person = await site.signIn(central);
  const path = '/texts/2562-2564';
  expect(await person.read(path)).toContain('อบต.: พระราชบัญญัติสภาตำบล');
  const wrong = await person.post(path, { acts: 'สุขาภิบาล: พระราชบัญญัติเก่า' });
  expect(await wrong.text()).toContain('ประเภทต้องเป็นคำใดคำหนึ่งใน อบจ. เทศบาล อบต.');
  const form = {
    legalBasis: 'รัฐธรรมนูญแห่งราชอาณาจักรไทย\n{พระราชบัญญัติตามประเภท}',
    acts: 'อบต.: พระราชบัญญัติตำบลฉบับใหม่\nเทศบาล: พระราชบัญญัติเทศบาลฉบับใหม่',
  };
  expect((await person.post(path, form)).headers.get('location')).toBe(`${path}?saved`);
  const texts = await site.dependencies.letterheads.editionTexts('2562-2564');
  const basis = (type: 'sao' | 'town' | 'pao') =>
    textTemplates({ type, planFrom: 2562 }, [texts]).legalBasis;
  expect(basis('sao')).toEqual(['รัฐธรรมนูญแห่งราชอาณาจักรไทย', 'พระราชบัญญัติตำบลฉบับใหม่']);
  expect(basis('town').at(-1)).toBe('พระราชบัญญัติเทศบาลฉบับใหม่');
  // Of a type that the list leaves out, the standard Act holds.
  expect(basis('pao').at(-1)).toContain('พระราชบัญญัติองค์การบริหารส่วนจังหวัด');
});
