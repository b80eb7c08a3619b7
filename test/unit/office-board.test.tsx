import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  boardCsv,
  boardQuerySchema,
  currentRound,
  lineText,
  select,
} from '../../functions/web/board.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import type { Organization } from '../../shared/domain/organization.ts';
import { standardRules } from '../../shared/domain/round.ts';
import { anObligation, central, day, handIn, neighbour } from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import type { Visitor } from '../support/visitor.ts';

const query = (asked: Record<string, string> = {}) => boardQuerySchema.parse(asked);

function aMember(
  orgId: string,
  shortName: string,
  amphoe: string,
  changes: Partial<Obligation> = {},
) {
  const organization: Organization = {
    schemaVersion: 1,
    orgId,
    province: '80',
    names: [{ from: day('2018-01-01'), name: shortName, shortName, type: 'sao', code: '6800101' }],
    amphoe: { code: '8007', name: amphoe },
    contacts: [],
  };
  return anObligation(organization, '6M', changes);
}

test.each([
  ['2020-04-16', 2563, '6M'],
  ['2020-09-30', 2563, '6M'],
  ['2020-10-01', 2563, '12M'],
  ['2020-11-30', 2563, '12M'],
  ['2020-12-01', 2564, '6M'],
])('on %s a province is at year %i, round %s', (today, fiscalYear, round) => {
  expect(currentRound(day(today), standardRules)).toEqual({ fiscalYear, round });
});

describe('the list of organizations', () => {
  const members = [
    aMember('80-0001', 'อบต.ไม้เรียง', 'ฉวาง'),
    aMember('80-0002', 'ทต.ท่าแพ', 'ฉวาง', { extendedUntil: day('2020-05-15') }),
    aMember('80-0003', 'อบต.ขนอม', 'ขนอม', { state: 'submitted', daysLate: 3 }),
  ];
  const names = (asked: Record<string, string>) =>
    select(members, query(asked), day('2020-05-04')).map(
      ({ organization }) => organization.shortName,
    );

  test('stands by amphoe in Thai order, short names within', () => {
    expect(names({})).toEqual(['อบต.ขนอม', 'ทต.ท่าแพ', 'อบต.ไม้เรียง']);
  });

  test('shows those overdue, an extension counted', () => {
    expect(names({ state: 'overdue' })).toEqual(['อบต.ไม้เรียง']);
  });

  test('finds a part of a name', () => {
    expect(names({ q: 'ท่าแพ' })).toEqual(['ทต.ท่าแพ']);
  });

  test('falls back to everything where the address asks for nonsense', () => {
    expect(names({ state: 'asleep', sort: '?', page: '-4' })).toHaveLength(3);
  });
});

test('the text for LINE names who is missing in one amphoe, and only those', () => {
  const members = [
    aMember('80-0001', 'อบต.ไม้เรียง', 'ฉวาง'),
    aMember('80-0002', 'ทต.ท่าแพ', 'ฉวาง', { state: 'waived' }),
    aMember('80-0003', 'อบต.ขนอม', 'ขนอม'),
  ];
  expect(lineText(members, 'ฉวาง', day('2020-04-21'), 'https://nithet.example/')).toBe(
    [
      'รายงาน รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2563 ครบกำหนดวันพฤหัสบดีที่ 30 เมษายน 2563 (เหลือ 9 วัน)',
      'อำเภอฉวาง ยังไม่พบรายงาน 1 แห่ง: อบต.ไม้เรียง',
      'เข้าระบบ: https://nithet.example/?openExternalBrowser=1',
    ].join('\n'),
  );
});

test.each(['=1+1', '+66', '-1', '@SUM(A1)', ' =1', '\t=1'])(
  'a name like %j is text in the file, not a formula',
  (name) => {
    const csv = boardCsv([aMember('80-0001', name, 'ฉวาง')]);
    expect(csv.startsWith('\uFEFF')).toBe(true);
    expect(csv).toContain(`'${name}`);
  },
);

describe('the board', () => {
  let site: TestSite;
  let office: Visitor;
  beforeAll(async () => {
    const started = await officeSite(60);
    ({ site, office } = started);
    for (const one of started.made.organizations.slice(0, 3)) {
      await handIn(site.dependencies, one, { on: '2020-04-16', completed: 4 });
    }
  });
  afterAll(() => site.close());

  test('tells how many have handed in and how many days are left', async () => {
    const html = await office.read('/provinces/80/rounds/2563/6M');
    expect(html).toContain('3 / 60');
    expect(html).toContain('9 วัน');
    expect(html).toContain('แสดง 1–50 จาก 60 แห่ง');
  });

  test('is where the province’s own address leads', async () => {
    const response = await office.get('/provinces/80');
    expect(response.headers.get('location')).toBe('/provinces/80/rounds/2563/6M');
  });

  test('goes on to the next page without a script', async () => {
    const html = await office.read('/provinces/80/rounds/2563/6M?page=2');
    expect(html).toContain('แสดง 51–60 จาก 60 แห่ง');
  });

  test('is not there for another province’s office, and to be read by the central one', async () => {
    const foreign = await site.signIn(neighbour);
    const reader = await site.signIn(central);
    expect((await foreign.get('/provinces/80/rounds/2563/6M')).status).toBe(404);
    expect((await reader.get('/provinces/80/rounds/2563/6M')).status).toBe(200);
  });

  test('gives a file that Excel opens', async () => {
    const response = await office.get('/provinces/80/rounds/2563/6M/organizations.csv');
    const lines = (await response.text()).split('\r\n');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(lines).toHaveLength(61);
  });

  test('leads to a bounced address, which is mended in one form', async () => {
    const { roster } = site.dependencies;
    await roster.noteHealth('80-5001', 'planner.org-80-5001@lao.example', 'bounced');
    const send = (email: string) =>
      office.post('/provinces/80/contacts/80-5001', { contactId: 'planner', email, phone: '' });
    const wrong = await send('planner.org-80-5001@lao.example');
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('อีเมลนี้คือที่อยู่ที่ส่งไม่ถึง');
    expect((await send('plan@example.go.th')).status).toBe(303);
    expect((await roster.find('80-5001'))?.contacts[0]).toMatchObject({
      email: 'plan@example.go.th',
      health: 'ok',
    });
  });
});
