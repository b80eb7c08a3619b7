import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScheduleEntry } from '../../shared/domain/supervision.ts';
import {
  anEntry,
  day,
  handIn,
  type Made,
  neighbour,
  publishVisits,
  YEAR,
} from '../support/office-world.ts';
import { officeSite, type TestSite } from '../support/site.ts';
import type { Visitor } from '../support/visitor.ts';

const SEASON = '/provinces/80/visits/2563';
const DAY = `${SEASON}/days/2020-05-12/team-1`;

let site: TestSite;
let office: Visitor;
let made: Made[];
let names: Record<string, string>;
beforeEach(async () => {
  const started = await officeSite(6);
  ({ site, office } = started);
  made = [...started.made.organizations];
  names = Object.fromEntries(
    made.map(
      ({
        organization: {
          orgId,
          names: [name],
        },
      }) => [orgId, name?.shortName ?? ''],
    ),
  );
});
afterEach(() => site.close());

const idOf = (place: number) => made[place]?.organization.orgId ?? '';

/** A published season: one visit as planned, one that was moved away, put off or called off. */
const publish = (...entries: ScheduleEntry[]) => publishVisits(site.dependencies.seasons, entries);

describe('the sheet of a team’s day', () => {
  test('it has the route by time, and leaves out what was cancelled and other teams', async () => {
    await publish(
      anEntry({ orgId: idOf(1), startMinute: 780 }),
      anEntry({ orgId: idOf(0) }),
      anEntry({ orgId: idOf(2), state: 'cancelled' }),
      anEntry({ orgId: idOf(3), state: 'postponed' }),
      anEntry({ orgId: idOf(4), teamId: 'team-2' }),
    );
    const html = await office.read(DAY);
    const [early, late] = [names[idOf(0)] ?? '', names[idOf(1)] ?? ''];
    expect(html.indexOf(early)).toBeGreaterThan(0);
    expect(html.indexOf(late)).toBeGreaterThan(html.indexOf(early));
    for (const place of [2, 3, 4]) expect(html).not.toContain(names[idOf(place)]);
    expect(html).toContain('papers/day-sheet.pdf?date=2020-05-12&amp;teamId=team-1');
  });

  test('whoever attends at another’s place is no further stop', async () => {
    await publish(anEntry({ orgId: idOf(0) }), anEntry({ orgId: idOf(1), hostOrgId: idOf(0) }));
    const html = await office.read(DAY);
    expect(html).toContain(`นิเทศร่วมกัน: ${names[idOf(0)]} · ${names[idOf(1)]}`);
    expect(html.match(/day-sheet__visit/g)).toHaveLength(2);
  });

  test('it tells place, mobile and the report; an answer to an earlier day is none', async () => {
    const [first] = made;
    if (first) await handIn(site.dependencies, first, { on: '2020-04-20', completed: 1 });
    const entry = anEntry({ orgId: idOf(0), sequence: 1 });
    await publish(entry, anEntry({ orgId: idOf(1), startMinute: 780, sequence: 1 }));
    const acknowledged = (sequence: number, mobile: string) => ({
      sequence,
      on: day('2020-04-21'),
      by: { userId: 'x', position: 'ปลัด', role: 'officer' as const },
      place: 'ห้องประชุมสภา',
      receivedBy: 'ปลัด',
      mobile,
    });
    for (const [place, sequence, mobile] of [
      [0, 1, '081-000-0001'],
      [1, 0, '081-000-0002'],
    ] as const) {
      const visit = { schemaVersion: 1, orgId: idOf(place), fiscalYear: YEAR, visitNo: 1 } as const;
      const seen = { ...visit, acknowledged: acknowledged(sequence, mobile), rungs: {}, rev: 1 };
      await site.dependencies.seasons.saveVisit(seen);
    }
    const html = await office.read(DAY);
    expect(html).toContain('href="tel:0810000001"');
    expect(html).not.toContain('081-000-0002');
    expect(html).toContain('หน่วยงานยังไม่ตอบรับ');
    expect(html).toContain('แล้วเสร็จ 1 ·');
  });

  test('a free day says so; an unknown team, a day that is none and another office find nothing', async () => {
    await publish(anEntry({ orgId: idOf(0) }));
    expect(await office.read(`${SEASON}/days/2020-05-13/team-1`)).toContain(
      'ไม่มีการนิเทศที่เผยแพร่แล้วในวันนี้',
    );
    expect((await office.get(`${SEASON}/days/2020-05-12/team-9`)).status).toBe(404);
    expect((await office.get(`${SEASON}/days/2020-02-31/team-1`)).status).toBe(404);
    const foreign = await site.signIn(neighbour);
    expect((await foreign.get(DAY)).status).toBe(404);
  });

  test('season, week and team lead to it', async () => {
    await publish(anEntry({ orgId: idOf(0) }));
    for (const path of ['', '/board?week=2020-05-11', '/setup/teams/team-1']) {
      expect(await office.read(`${SEASON}${path}`)).toContain(`href="${DAY}"`);
    }
  });
});

describe('the table of travel', () => {
  const by = { userId: 'x', position: 'ผู้อำนวยการ', role: 'provincial' } as const;

  test('it has days, places, people and the vehicle, and no visit that is off', async () => {
    const [team] = await site.dependencies.seasons.teams(YEAR, '80');
    if (team) {
      const vehicle = 'รถราชการ กข 1234';
      await site.dependencies.seasons.saveTeam(YEAR, '80', { ...team, vehicle });
    }
    await publish(
      anEntry({ orgId: idOf(0) }),
      anEntry({ orgId: idOf(1), startMinute: 780 }),
      anEntry({ orgId: idOf(2), state: 'cancelled' }),
    );
    const html = await office.read(`${SEASON}/travel`);
    expect(html).toContain('รวม 1 วัน 2 แห่ง');
    expect(html).toContain('รถราชการ กข 1234');
    expect(html).toContain('หัวหน้าคณะนิเทศติดตาม');
    const response = await office.get(`${SEASON}/travel.csv`);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const csv = await response.text();
    expect(csv.match(/^12\/05\/2563,/gm)).toHaveLength(2);
    expect(csv).toContain('รถราชการ กข 1234');
  });

  test('a place that would be a formula is text', async () => {
    await publish(anEntry({ orgId: idOf(0) }));
    const key = { orgId: idOf(0), fiscalYear: YEAR, visitNo: 1 } as const;
    const place = '=HYPERLINK("http://x")';
    const answer = { sequence: 0, on: day('2020-04-21'), by, place, receivedBy: '', mobile: '' };
    const visit = { schemaVersion: 1, ...key, acknowledged: answer, rungs: {}, rev: 1 } as const;
    await site.dependencies.seasons.saveVisit(visit);
    expect(await office.read(`${SEASON}/travel.csv`)).toContain(`"'=HYPERLINK(""http://x"")"`);
  });

  test('before anything is published it says so', async () => {
    expect(await office.read(`${SEASON}/travel`)).toContain('ยังไม่มีกำหนดการที่เผยแพร่แล้ว');
  });
});

describe('texts for the LINE groups of districts', () => {
  test('each district reads its own days ahead, without those that are off or past', async () => {
    await publish(
      anEntry({ orgId: idOf(0) }),
      anEntry({ orgId: idOf(1), date: day('2020-04-20') }),
      anEntry({ orgId: idOf(2), state: 'cancelled' }),
    );
    const html = await office.read(`${SEASON}/line`);
    expect(html.match(/<textarea/g)).toHaveLength(1);
    expect(html).toContain(`12 พ.ค. 2563 09.00–11.30 น. ${names[idOf(0)]} (คณะนิเทศติดตามที่ 1)`);
    expect(html).toContain('?openExternalBrowser=1');
    expect(html).not.toContain(names[idOf(1)]);
    expect(html).not.toContain(names[idOf(2)]);
  });

  test('without a day ahead it says so', async () => {
    await publish(anEntry({ orgId: idOf(0), state: 'postponed' }));
    expect(await office.read(`${SEASON}/line`)).toContain('ไม่มีการนิเทศที่เผยแพร่แล้วตั้งแต่วันนี้เป็นต้นไป');
  });
});
