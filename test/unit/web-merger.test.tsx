/** An organization becomes part of another: who then does what it still owes, and who is reminded. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sweepRound } from '../../functions/cycle/sweep-round.ts';
import { type FiscalYear, fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { localDate } from '../../shared/domain/local-date.ts';
import { compareRoster } from '../../shared/domain/roster.ts';
import type { Round } from '../../shared/domain/round.ts';
import { createTellObligation } from '../../shared/notices/tell-obligation.ts';
import { noticeStore } from '../../shared/store/notice-store.ts';
import { dynamoTable } from '../../shared/store/table.ts';
import {
  aContact,
  anItem,
  anObligation,
  anOrganization,
  calendar80,
  fy2563,
  withoutSignoff,
} from '../support/builders.ts';
import { anOffice, central } from '../support/office-world.ts';
import { aUser, type TestSite, testSite } from '../support/site.ts';
import { dateFields, hidden } from '../support/visitor.ts';

const ORG = '80-0711';
const SUCCESSOR = '80-0712';
const path = `/organizations/${ORG}/merger`;
const report = `/organizations/${ORG}/reports/2563/6M`;
const successor = aUser({
  userId: 'u-2',
  email: 'planner@chauat.example',
  orgId: SUCCESSOR,
  position: 'นักวิเคราะห์นโยบายและแผนชำนาญการ',
});
const merger = {
  into: SUCCESSOR,
  ...dateFields('on', '1/5/2563'),
  order: 'ประกาศกระทรวงมหาดไทย ลงวันที่ 1 เมษายน 2563',
};

let site: TestSite;
beforeEach(async () => {
  site = await testSite();
  const { roster, plans, obligations, settings } = site.dependencies;
  await settings.save(withoutSignoff());
  await roster.saveOffice(anOffice());
  await roster.save(anOrganization());
  await roster.save(
    anOrganization({
      orgId: SUCCESSOR,
      names: [
        {
          from: localDate('2012-10-01'),
          name: 'เทศบาลตำบลชะอวด',
          shortName: 'ทต.ชะอวด',
          type: 'subdistrict',
          code: '5800712',
        },
      ],
      contacts: [aContact({ email: successor.email })],
    }),
  );
  await plans.saveItem(ORG, anItem());
  await obligations.open(anObligation());
  await obligations.open(anObligation({ round: '12M' }));
});
afterEach(() => site.close());

async function merged() {
  const office = await site.signIn(central);
  expect((await office.post(path, { ...merger, confirm: 'yes' })).status).toBe(303);
  return office;
}

describe('recording it', () => {
  test('shows what would follow before anything is saved, and tells mistakes beside their fields', async () => {
    await site.dependencies.accounts.saveUser(aUser());
    const office = await site.signIn(central);
    const empty = await office.post(path, {});
    expect(empty.status).toBe(422);
    expect(await empty.text()).toContain('กรุณาเลือกหน่วยงานที่รับโอนภารกิจ');
    expect((await office.post(path, { ...merger, into: ORG })).status).toBe(422);
    const preview = await (await office.post(path, merger)).text();
    expect(preview).toContain('อบต.ท่าเสม็ด รวมกับ ทต.ชะอวด');
    expect(preview).toContain('รอบ 12 เดือน ปีงบประมาณ พ.ศ. 2563');
    expect(preview).toContain('นักวิเคราะห์นโยบายและแผน (');
    expect((await site.dependencies.roster.find(ORG))?.merged).toBeUndefined();
  });

  test('happens once however often it is pressed, and stands in both trails', async () => {
    const office = await merged();
    expect((await office.post(path, { ...merger, confirm: 'yes' })).status).toBe(303);
    expect((await site.dependencies.roster.find(ORG))?.merged).toEqual({
      into: SUCCESSOR,
      on: '2020-05-01',
    });
    for (const orgId of [ORG, SUCCESSOR]) {
      const trail = await site.dependencies.audits.latest(`ORG#${orgId}`, 20);
      expect(trail.filter(({ act }) => act === 'organization-merged')).toHaveLength(1);
    }
    const other = { ...merger, 'on-day': '2', confirm: 'yes' };
    expect((await office.post(path, other)).status).toBe(422);
  });

  test('tells both sides once: what is theirs now, and until when the others may sign in', async () => {
    const { accounts } = site.dependencies;
    await accounts.saveUser(aUser());
    await accounts.saveUser(successor);
    const office = await merged();
    await office.post(path, { ...merger, confirm: 'yes' });
    expect(site.mails).toMatchObject([
      {
        to: successor.email,
        message: {
          kind: 'taken-over',
          place: 'เทศบาลตำบลชะอวด',
          since: '2020-05-01',
          open: [
            { fiscalYear: 2563, round: '6M', due: '2020-04-30' },
            { fiscalYear: 2563, round: '12M', due: '2020-10-31' },
          ],
          link: `/organizations/${ORG}`,
        },
      },
      {
        to: aUser().email,
        message: { kind: 'handed-over', successor: 'เทศบาลตำบลชะอวด', lastDay: '2020-04-30' },
      },
    ]);
  });

  test('releases from what begins only afterwards, and opens nothing more', async () => {
    const { obligations } = site.dependencies;
    const fy2564 = fiscalYear(2564);
    await obligations.open(anObligation({ fiscalYear: fy2564 }));
    await merged();
    expect((await obligations.find(ORG, { fiscalYear: fy2564, round: '6M' }))?.state).toBe(
      'waived',
    );
    expect((await obligations.find(ORG, { fiscalYear: fy2563, round: '12M' }))?.state).toBe(
      'not_started',
    );
    await sweep(fy2564, '2020-10-01', '12M');
    const board = await obligations.board('80', { fiscalYear: fy2564, round: '12M' });
    expect(board.map(({ orgId }) => orgId)).toEqual([SUCCESSOR]);
  });

  test('taken back, leaves all as it was', async () => {
    await site.dependencies.accounts.saveUser(aUser());
    const office = await merged();
    expect((await office.post(`${path}/undo`, { reason: '' })).status).toBe(422);
    expect((await office.post(`${path}/undo`, { reason: 'บันทึกผิดแห่ง' })).status).toBe(303);
    site.setTime('2020-05-04T09:00:00+07:00');
    expect((await (await site.signIn(aUser())).get(report)).status).toBe(200);
    expect((await (await site.signIn(successor)).get(report)).status).toBe(404);
  });
});

describe('from that day on', () => {
  test('the successor reports in its place, and what was signed and sent says for whom', async () => {
    const before = await site.signIn(successor);
    expect((await before.get(report)).status).toBe(404);
    await merged();
    expect((await before.get(report)).status).toBe(404);
    site.setTime('2020-05-04T09:00:00+07:00');
    const officer = await site.signIn(successor);
    const own = await officer.read(`/organizations/${SUCCESSOR}`);
    expect(own).toContain('องค์การบริหารส่วนตำบลท่าเสม็ด ซึ่งรวมเข้ามาตั้งแต่');
    expect(own).toContain(`href="${report}"`);
    const form = await officer.read(report);
    await officer.post(report, { version: hidden(form, 'version'), 'status-i1': '3' });
    const check = await officer.read(`${report}/check`);
    const sent = await officer.post(`${report}/submit`, {
      submissionId: hidden(check, 'submissionId'),
      version: hidden(check, 'version'),
    });
    expect(sent.headers.get('location')).toBe(`${report}/versions/1`);
    const obligation = await site.dependencies.obligations.find(ORG, {
      fiscalYear: fy2563,
      round: '6M',
    });
    expect(obligation?.versions[0]?.submittedBy).toMatchObject({
      position: successor.position,
      onBehalfOf: 'อบต.ท่าเสม็ด',
    });
    // Of another organization nothing is opened by it.
    expect((await officer.get('/organizations/80-0001')).status).toBe(404);
  });

  test('its own people get in no more', async () => {
    const officer = await site.signIn(aUser());
    await merged();
    expect((await officer.get(report)).status).toBe(200);
    site.setTime('2020-05-01T09:00:00+07:00');
    expect((await officer.get(report)).headers.get('location')).toContain('/sign-in');
  });

  test('reminders, also those of a state, go to the successor and say about whom', async () => {
    await merged();
    site.setTime('2020-05-04T09:00:00+07:00');
    await sweep(fy2563, '2020-05-04');
    const notices = noticeStore(dynamoTable(site.documents, 'nithet'));
    const late = await notices.ofOwner(`ORG#${ORG}`, '2563-6M');
    expect(late.map(({ to, kind }) => [to, kind])).toContainEqual([successor.email, 'late']);
    expect(late.map(({ to }) => to)).not.toContain('planner@lao.example');
    expect(late[0]?.facts).toMatchObject({
      organization: { shortName: 'อบต.ท่าเสม็ด', takenOverBy: { shortName: 'ทต.ชะอวด' } },
    });
    const { roster, reports, settings, obligations, now } = site.dependencies;
    const tell = createTellObligation({ notices, roster, reports, settings, now });
    const current = await obligations.find(ORG, { fiscalYear: fy2563, round: '6M' });
    if (!current) throw new Error('no such obligation');
    const answering = { on: localDate('2020-05-04'), by: successor, note: 'อนุโลม' };
    await tell({ ...current, extension: { until: localDate('2020-05-29'), ...answering } });
    const told = await notices.ofOwner(`ORG#${ORG}`, '2563-6M');
    expect(told.filter(({ kind }) => kind === 'extension-granted').map(({ to }) => to)).toEqual([
      successor.email,
    ]);
  });

  test('everybody may read what it has become part of', async () => {
    await merged();
    site.setTime('2020-05-04T09:00:00+07:00');
    const page = await (await site.app.request(`/public/organizations/${ORG}`)).text();
    expect(page).toContain('เทศบาลตำบลชะอวด');
  });

  test('the roster neither misses it nor takes its code for a predecessor', async () => {
    await merged();
    const kept = await site.dependencies.roster.all('80');
    const rows = kept
      .filter(({ orgId }) => orgId === SUCCESSOR)
      .map(({ amphoe }) => ({
        code: '5800712',
        type: 'subdistrict' as const,
        bareName: 'ชะอวด',
        amphoe,
      }));
    const { gone, changes } = compareRoster('80', rows, kept, localDate('2020-05-04'));
    expect([gone, changes]).toEqual([[], []]);
  });
});

async function sweep(year: FiscalYear, day: string, round: Round = '6M') {
  const { roster, obligations, plans, reports, rollups, audits, settings } = site.dependencies;
  const { rules } = await settings.load();
  await sweepRound(
    {
      roster,
      obligations,
      plans,
      reports,
      rollups,
      audit: audits,
      notices: noticeStore(dynamoTable(site.documents, 'nithet')),
    },
    {
      cycle: { fiscalYear: year, province: '80' },
      office: anOffice(),
      rules,
      calendar: calendar80,
      now: new Date(`${day}T06:00:00+07:00`),
    },
    round,
    null,
  );
}
