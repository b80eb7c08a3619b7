/** Lists of organizations, from the file that the central office sends to the roster. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApplyRoster } from '../../functions/roster/apply-roster.ts';
import { createCompareRoster } from '../../functions/roster/compare-roster.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { nameOn } from '../../shared/domain/organization.ts';
import { central } from '../support/office-world.ts';
import { type TestSite, testSite } from '../support/site.ts';
import { dateFields, type Visitor } from '../support/visitor.ts';

const head = 'dla_code,type,name_th,district_name_th,lat,lon';
const first = [
  '2800101,PAO,นครศรีธรรมราช,เมืองนครศรีธรรมราช,8.4,99.9',
  '6800711,TAO,ท่าเสม็ด,ชะอวด,7.9646,100.0053',
  '6800712,TAO,เคร็ง,ชะอวด,7.97,100.1',
  '6830101,TAO,เกาะแก้ว,เมืองภูเก็ต,7.9,98.4',
];

let site: TestSite;
let nation: Visitor;
/** Whether the work of an import breaks off before it begins. */
let breaksOff: boolean;

beforeEach(async () => {
  breaksOff = false;
  site = await testSite({
    overrides: {
      ask: (_, input) => {
        const { roster, rosterImports: imports, now } = site.dependencies;
        return createCompareRoster({ roster, imports, now })(input);
      },
      applyRoster: async (runId) => {
        if (!breaksOff) await apply(runId);
      },
    },
  });
  nation = await site.signIn(central);
});
afterEach(() => site.close());

function apply(runId: string) {
  const { roster, rosterImports: imports, audits: audit } = site.dependencies;
  return createApplyRoster({ roster, imports, audit })({ runId });
}

async function send(lines: readonly string[], fields: Record<string, string> = {}) {
  const file = new File([[head, ...lines].join('\n')], 'อปท 2563.csv', { type: 'text/csv' });
  const from = dateFields('from', '1/6/2563');
  return nation.post('/roster', { file, province: '', ...from, ...fields });
}

async function confirm(path: string) {
  const answer = await nation.post(`${path}/apply`);
  expect(answer.status).toBe(303);
}

async function bringIn(lines: readonly string[], fields?: Record<string, string>) {
  const path = (await send(lines, fields)).headers.get('location') ?? '';
  await confirm(path);
  return path;
}

async function textOf(path: string) {
  return (await nation.read(path)).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
}

describe('a list', () => {
  test('changes nothing before it is confirmed, and then what the preview said', async () => {
    const { roster } = site.dependencies;
    const answer = await send(first);
    expect(answer.status).toBe(303);
    const path = answer.headers.get('location') ?? '';
    expect(await textOf(path)).toContain('ยืนยันนำเข้า 4 รายการ');
    expect(await textOf(`${path}/80`)).toContain('อบต.ท่าเสม็ด 6800711 ชะอวด ✓ เพิ่มใหม่');
    expect(await roster.all('80')).toEqual([]);
    await confirm(path);
    expect(await textOf(path)).toContain('นำเข้าทะเบียน 2 จังหวัดเรียบร้อยแล้ว');
    expect((await roster.all('80')).map(({ orgId }) => orgId)).toEqual([
      '80-0101',
      '80-0711',
      '80-0712',
    ]);
    expect((await roster.all('83')).map(({ orgId }) => orgId)).toEqual(['83-0101']);
  });

  test('may be brought in for one province of it', async () => {
    await bringIn(first, { province: '83' });
    expect(await site.dependencies.roster.all('80')).toEqual([]);
    expect(await site.dependencies.roster.all('83')).toHaveLength(1);
  });

  test('that is brought in again finds nothing to do', async () => {
    await bringIn(first);
    const again = (await send(first)).headers.get('location') ?? '';
    expect(await textOf(again)).toContain('ไม่มีสิ่งที่ต้องนำเข้า');
  });

  test('with an upgrade keeps id and contacts, and both names in their time; it is in the audit trail', async () => {
    const { roster, audits } = site.dependencies;
    await bringIn(first, { 'from-month': '4' });
    const before = await roster.find('80-0711');
    if (!before) throw new Error('not in the roster');
    const contact = {
      contactId: 'planner',
      role: 'coordinator' as const,
      position: 'นักวิเคราะห์นโยบายและแผน',
      email: 'plan@example.go.th',
      since: localDate('2020-04-01'),
      health: 'ok' as const,
    };
    await roster.saveContacts(before, [contact]);
    const upgraded = first.with(1, '5800711,ThesabanTambon,ท่าเสม็ด,ชะอวด,7.9646,100.0053');
    await bringIn(upgraded);
    const after = await roster.find('80-0711');
    if (!after) throw new Error('not in the roster');
    expect(after.contacts).toEqual([contact]);
    expect(nameOn(after, localDate('2020-05-31')).shortName).toBe('อบต.ท่าเสม็ด');
    expect(nameOn(after, localDate('2020-06-01')).shortName).toBe('ทต.ท่าเสม็ด');
    expect(await audits.latest('ORG#80-0711', 1)).toMatchObject(
      [{ act: 'organization-renamed', actor: { userId: 'central-1' }, note: /อบต.*→ ทต/ }].map(
        ({ note, ...rest }) => ({ ...rest, note: expect.stringMatching(note) }),
      ),
    );
  });

  test('whose work broke off is taken up where it stood, and done once', async () => {
    const { roster, audits } = site.dependencies;
    breaksOff = true;
    const path = await bringIn(first);
    expect(await textOf(path)).toContain('กำลังนำเข้า 0 จาก 2 จังหวัด');
    const runId = path.split('/').at(-1) ?? '';
    await Promise.all([apply(runId), apply(runId)]);
    await apply(runId);
    expect(await roster.all('80')).toHaveLength(3);
    expect(await audits.latest('PROVINCE#80', 10)).toHaveLength(1);
    expect(await textOf(path)).toContain('นำเข้าทะเบียน 2 จังหวัดเรียบร้อยแล้ว');
  });

  test('is carried out once however often its button is pressed', async () => {
    const path = await bringIn(first);
    await confirm(path);
    expect(await site.dependencies.audits.latest('PROVINCE#80', 10)).toHaveLength(1);
  });
});

describe('a file that is none', () => {
  test.for([
    [[], {}, 'ไฟล์มีแต่หัวตาราง'],
    [first, { 'from-year': '2020' }, 'เป็นปี ค.ศ.'],
    [first, { province: 'นครศรี' }, 'ไม่พบจังหวัดที่เลือก'],
    [first, { province: '10' }, 'ไม่พบหน่วยงานของจังหวัดที่เลือก'],
    [['6800711,TAO,"ท่าเสม็ด'], {}, 'อ่านไฟล์ CSV ไม่ได้'],
  ] as const)(
    'is refused beside the field, and the form keeps its fields: %#',
    async ([lines, fields, message]) => {
      const answer = await send(lines, fields);
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain(message);
      expect(await site.dependencies.rosterImports.latest(5)).toEqual([]);
    },
  );

  test('is asked for where none was chosen', async () => {
    const answer = await nation.post('/roster', { file: new File([], '') });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('กรุณาเลือกไฟล์ทะเบียน');
  });

  test('tells which of its lines are left out', async () => {
    const answer = await send([...first, '680,TAO,ที่ใด,ชะอวด,,']);
    expect(await textOf(answer.headers.get('location') ?? '')).toContain(
      'บรรทัดที่ 6: รหัส “680” ไม่ใช่ตัวเลข 7 หลัก',
    );
  });
});
