import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnswerVisit } from '../../functions/web/answer-visit.ts';
import { createChangeVisits } from '../../functions/web/change-visits.ts';
import { createEditSchedule } from '../../functions/web/edit-schedule.ts';
import { createMendContact } from '../../functions/web/mend-contact.ts';
import { createPublishVisits } from '../../functions/web/publish-visits.ts';
import { createRecordSupervision, reportMark } from '../../functions/web/record-supervision.ts';
import { createReviewReport, type Review, seenOf } from '../../functions/web/review-report.ts';
import type { Obligation } from '../../shared/domain/obligation.ts';
import { visitState } from '../../shared/domain/supervision.ts';
import type { SupervisionReport } from '../../shared/domain/supervision-report.ts';
import {
  anEntry,
  central,
  colleague,
  day,
  handIn,
  hostOf,
  neighbour,
  officer,
  officeWorld,
  YEAR,
} from '../support/office-world.ts';

const ROUND = { fiscalYear: YEAR, round: '6M' as const };
const SEASON = { fiscalYear: YEAR, province: '80' };
const ORG = '80-5001';
const VISIT = { fiscalYear: YEAR, orgId: ORG, visitNo: 1 };

let world: Awaited<ReturnType<typeof officeWorld>>;
let told: string[];
beforeEach(async () => {
  told = [];
  world = await officeWorld(4);
});
afterEach(() => world.close());

const tellObligation = async ({ orgId, state }: Obligation) => told.push(`${orgId} ${state}`);
const tellVisits = async (_: unknown, orgIds: readonly string[]) => told.push(...orgIds);
const trail = async (owner: `ORG#${string}` | `PROVINCE#${string}`) =>
  (await world.audit.latest(owner, 20)).map(({ act }) => act).toReversed();

async function received(): Promise<Obligation> {
  const [first] = world.made.organizations;
  if (!first) throw new Error('no organization was made up');
  return handIn(world, first, { on: '2020-04-16', completed: 5 });
}

describe('reviewing a report', () => {
  const review = (user = officer) => {
    const act = createReviewReport({ ...world, tellObligation });
    return (obligation: Obligation, what: Review) =>
      act(user, { orgId: ORG, ...ROUND, seen: seenOf(obligation) }, what);
  };
  const accept: Review = { act: 'accept', note: 'รับทราบ', confirmed: [] };
  const sendBack: Review = {
    act: 'return',
    reason: 'โปรดตรวจสอบสถานะ',
    rows: [{ itemId: 'i1', no: 1, comment: 'ยังไม่มีหลักฐาน' }],
    until: day('2020-04-28'),
  };

  test('the office takes note, which stands in the trail and is told', async () => {
    const outcome = await review()(await received(), accept);

    expect(outcome).toMatchObject({ reviewed: { state: 'accepted' } });
    expect(await world.obligations.find(ORG, ROUND)).toMatchObject({ state: 'accepted' });
    expect(await trail(`ORG#${ORG}`)).toEqual(['report-accepted']);
    expect((await world.obligations.find(ORG, ROUND))?.pendingAudit).toBeUndefined();
    expect(told).toEqual([`${ORG} accepted`]);
  });

  test('of two officers at once the second learns what the first has decided', async () => {
    const seen = await received();
    await review()(seen, accept);
    expect(await review(colleague)(seen, sendBack)).toMatchObject({
      refused: 'changed',
      obligation: { state: 'accepted', accepted: { by: { userId: officer.userId } } },
    });
  });

  test('a sweep that writes in between does not get in the way', async () => {
    const seen = await received();
    await world.obligations.save({
      ...seen,
      rungs: { 'D-7': { on: day('2020-04-23'), outcome: 'queued' } },
    });
    const outcome = await review()(seen, accept);
    expect(outcome).toMatchObject({ reviewed: { state: 'accepted', rungs: { 'D-7': {} } } });
  });

  test('what was accepted may still be returned, row by row', async () => {
    const taken = await review()(await received(), accept);
    if (!('reviewed' in taken)) throw new Error('not accepted');
    expect(await review()(taken.reviewed, sendBack)).toMatchObject({
      reviewed: { state: 'returned', returned: { version: 1, rows: [{ no: 1 }] } },
    });
    expect(await trail(`ORG#${ORG}`)).toEqual(['report-accepted', 'report-returned']);
    expect(await world.audit.verify(`ORG#${ORG}`, [])).toEqual({ entries: 2, flaws: [] });
  });

  test('a foreign office finds nothing, a central officer may only look', async () => {
    const seen = await received();
    expect(await review(neighbour)(seen, accept)).toEqual({ refused: 'not-found' });
    expect(await review(central)(seen, accept)).toEqual({ refused: 'forbidden' });
    expect(await world.obligations.find(ORG, ROUND)).toMatchObject({ state: 'submitted' });
  });

  test('more time ends after the due day, and not in the past', async () => {
    const seen = await world.obligations.find(ORG, ROUND);
    if (!seen) throw new Error('no obligation');
    const extend = (until: string): Review => ({
      act: 'extend',
      until: day(until),
      reason: 'น้ำท่วม',
    });
    expect(await review()(seen, extend('2020-04-30'))).toMatchObject({ refused: 'day-too-early' });
    expect(await review()(seen, extend('2020-05-15'))).toMatchObject({
      reviewed: { extendedUntil: '2020-05-15' },
    });
  });

  test('whoever has handed in cannot be waived', async () => {
    const waive: Review = { act: 'waive', reason: 'ยุบรวมหน่วยงาน' };
    expect(await review()(await received(), waive)).toEqual({ refused: 'closed' });
  });

  test('what a crash left pending reaches the trail before the next act', async () => {
    const pending = {
      eventId: 'e1',
      at: '2020-04-16T02:00:00.000Z',
      actor: { userId: 'x', position: 'ก', role: 'officer' },
      act: 'report-submitted',
      subject: '2563#6M',
    };
    const saved = await world.obligations.save(await received(), pending);
    if (!saved) throw new Error('not saved');
    await review()(saved, accept);
    expect(await trail(`ORG#${ORG}`)).toEqual(['report-submitted', 'report-accepted']);
  });
});

const when = (changes: Parameters<typeof anEntry>[0] = {}) => anEntry(changes);

/** Publishes one visit for each organization given, on days of their own. */
async function publish(orgIds: readonly string[]) {
  const edit = createEditSchedule(world);
  const dates = ['2020-05-12', '2020-05-13', '2020-05-14', '2020-05-15'];
  for (const [index, orgId] of orgIds.entries()) {
    await edit(officer, SEASON, index, {
      edit: 'set',
      drivable: true,
      orgId,
      when: when({ date: day(dates[index] ?? '2020-05-18') }),
    });
  }
  return createPublishVisits({ ...world, tellVisits })(officer, SEASON, {
    draft: orgIds.length,
    schedule: 0,
  });
}

describe('making and publishing a schedule', () => {
  test('visits are edited one by one and published in one write', async () => {
    const outcome = await publish(world.orgIds);
    expect(outcome).toMatchObject({ added: 4, published: { version: 1 } });
    const schedule = await world.seasons.schedule(YEAR, '80');
    expect(schedule?.entries.map(({ orgId, date }) => `${orgId} ${date}`)).toEqual([
      '80-5001 2020-05-12',
      '80-5002 2020-05-13',
      '80-5003 2020-05-14',
      '80-5004 2020-05-15',
    ]);
    expect(told).toEqual(world.orgIds);
    expect(await trail('PROVINCE#80')).toEqual([
      ...world.orgIds.map(() => 'schedule-visit-set'),
      'visits-published',
    ]);
  });

  test('a visit on a team’s busy hour is refused before it is saved', async () => {
    const edit = createEditSchedule(world);
    await edit(officer, SEASON, 0, { edit: 'set', orgId: ORG, when: when() });
    const outcome = await edit(officer, SEASON, 1, { edit: 'set', orgId: '80-5002', when: when() });
    expect(outcome).toMatchObject({ refused: 'conflicts', conflicts: [{ code: 'team-taken' }] });
    expect((await world.seasons.draftSchedule(YEAR, '80'))?.entries).toHaveLength(1);
  });

  test('of two officers who edit at once the second is told', async () => {
    const edit = createEditSchedule(world);
    await edit(officer, SEASON, 0, { edit: 'set', orgId: ORG, when: when() });
    expect(await edit(colleague, SEASON, 0, { edit: 'drop', orgId: ORG })).toMatchObject({
      refused: 'changed',
      draft: { savedBy: { userId: officer.userId } },
    });
  });

  test('a second click on publish publishes nothing again', async () => {
    await publish([ORG]);
    const again = await createPublishVisits({ ...world, tellVisits })(officer, SEASON, {
      draft: 1,
      schedule: 0,
    });
    expect(again).toMatchObject({ refused: 'changed', schedule: { version: 1 } });
  });

  test('a newer proposal may be adopted, pinned visits staying', async () => {
    const edit = createEditSchedule(world);
    await edit(officer, SEASON, 0, { edit: 'set', orgId: ORG, when: when({ pinned: true }) });
    await edit(officer, SEASON, 1, {
      edit: 'set',
      orgId: '80-5002',
      when: when({ date: day('2020-05-13') }),
    });
    await world.plannings.saveRun('80', {
      schemaVersion: 1,
      runId: '2020-05-01',
      fiscalYear: YEAR,
      startedAt: '2020-05-01T00:00:00.000Z',
      state: 'done',
      progress: 100,
      proposal: {
        outcome: 'planned',
        schemaVersion: 1,
        visits: ['80-5001', '80-5003'].map((organizationId) => ({
          organizationId,
          hostOrganizationId: null,
          teamId: 'team-1',
          date: day('2020-05-19'),
          startMinute: organizationId === '80-5001' ? 540 : 780,
          durationMinutes: 150,
          pinned: false,
        })),
        value: 0,
        bound: 0,
        gapPercent: 0,
        provedOptimal: false,
        method: 'search',
        kilometres: 0,
        travelMinutes: 0,
        teams: [],
        amphoes: [],
        organizations: [],
        problems: [],
        moves: [],
      },
    });
    const adopted = await edit(officer, SEASON, 2, { edit: 'adopt' });
    if (!('edited' in adopted)) throw new Error('not adopted');
    expect(adopted.edited.entries.map(({ orgId, date }) => `${orgId} ${date}`)).toEqual([
      '80-5001 2020-05-12',
      '80-5003 2020-05-19',
    ]);
    expect(adopted.edited.runId).toBe('2020-05-01');
  });

  test('other offices see nothing of it', async () => {
    expect(await createEditSchedule(world)(neighbour, SEASON, 0, { edit: 'adopt' })).toEqual({
      refused: 'not-found',
    });
  });
});

describe('changing what is published', () => {
  const change = (seen: number, what: Parameters<ReturnType<typeof createChangeVisits>>[3]) =>
    createChangeVisits({ ...world, tellVisits })(officer, SEASON, seen, what);

  test('a moved visit keeps its number and raises its sequence', async () => {
    await publish([ORG]);
    const outcome = await change(1, {
      change: 'move',
      orgId: ORG,
      visitNo: 1,
      when: when({ date: day('2020-05-19') }),
      reason: 'ติดราชการ',
    });
    expect(outcome).toMatchObject({
      changed: { version: 2 },
      entries: [{ date: '2020-05-19', sequence: 1, movedFrom: { date: '2020-05-12' } }],
    });
    expect((await trail('PROVINCE#80')).slice(-2)).toEqual(['visits-published', 'visit-moved']);
  });

  test('a visit is not moved onto another one of its team', async () => {
    await publish([ORG, '80-5002']);
    const outcome = await change(1, {
      change: 'move',
      orgId: ORG,
      visitNo: 1,
      when: when({ date: day('2020-05-13') }),
      reason: 'ติดราชการ',
    });
    expect(outcome).toMatchObject({ refused: 'conflicts', conflicts: [{ code: 'team-taken' }] });
  });

  test('a flood postpones the visits of its organizations and days, and only those', async () => {
    await publish(world.orgIds);
    told = [];
    const outcome = await change(1, {
      change: 'postpone-many',
      orgIds: ['80-5001', '80-5002', '80-5003'],
      days: [{ from: day('2020-05-13'), to: day('2020-05-31') }],
      reason: 'น้ำท่วม',
    });
    if (!('changed' in outcome)) throw new Error('not postponed');
    expect(outcome.changed.entries.map(({ state, sequence }) => `${state} ${sequence}`)).toEqual([
      'scheduled 0',
      'postponed 1',
      'postponed 1',
      'scheduled 0',
    ]);
    expect(told).toEqual(['80-5002', '80-5003']);
  });

  test('the circular’s number is set for the whole schedule, and changes no visit', async () => {
    await publish([ORG]);
    const letter = { no: 'ปช 0044/ว 12', date: day('2020-04-27') };
    expect(await change(1, { change: 'letter', letter })).toMatchObject({
      changed: { letter, entries: [{ sequence: 0 }] },
    });
  });

  test('to put a visit off, the schedule and that visit are read, and no list of the province', async () => {
    await publish([ORG]);
    const unread = () => Promise.reject(new Error('read without need'));
    const postpone = createChangeVisits({
      ...world,
      seasons: { ...world.seasons, visits: unread, teams: unread, draftSchedule: unread },
      plannings: { latestRun: unread },
      setups: { setup: unread, absences: unread },
      roster: { all: unread },
      calendarOf: unread,
      tellVisits,
    });
    expect(
      await postpone(officer, SEASON, 1, {
        change: 'postpone',
        orgId: ORG,
        visitNo: 1,
        reason: 'น้ำท่วม',
      }),
    ).toMatchObject({ entries: [{ orgId: ORG, state: 'postponed' }] });
  });

  test('a change on an old schedule is refused, and the new one shown', async () => {
    await publish([ORG]);
    await change(1, { change: 'cancel', orgId: ORG, visitNo: 1, reason: 'ยุบรวม' });
    expect(
      await change(1, { change: 'postpone', orgId: ORG, visitNo: 1, reason: 'น้ำท่วม' }),
    ).toMatchObject({ refused: 'changed', schedule: { entries: [{ state: 'cancelled' }] } });
  });
});

describe('answering a notice', () => {
  const answer = () => createAnswerVisit(world);
  const yes = {
    answer: 'acknowledge',
    place: 'ห้องประชุมชั้น 2',
    receivedBy: 'ปลัด อบต.',
    mobile: '08 0000 0000',
  } as const;
  const call = { answeredBy: 'ปลัด อบต.', date: day('2020-04-20'), minute: 600 };
  const state = async () => {
    const entry = (await world.seasons.schedule(YEAR, '80'))?.entries[0];
    return entry && visitState(entry, await world.seasons.visit(VISIT), day('2020-04-20'));
  };

  test('the host confirms the day, and may still ask for another', async () => {
    await publish([ORG]);
    expect(await answer()(hostOf(ORG), VISIT, 0, yes)).toMatchObject({ answered: { rev: 2 } });
    expect(await state()).toBe('acknowledged');
    await answer()(hostOf(ORG), VISIT, 0, {
      answer: 'other-day',
      reason: 'ประชุมสภา',
      days: [day('2020-05-19')],
    });
    expect(await state()).toBe('reschedule_requested');
    expect(await trail(`ORG#${ORG}`)).toEqual(['visit-acknowledged', 'visit-other-day-asked']);
  });

  test('an answer to a day that has been changed does not count', async () => {
    await publish([ORG]);
    await createChangeVisits({ ...world, tellVisits })(officer, SEASON, 1, {
      change: 'move',
      orgId: ORG,
      visitNo: 1,
      when: when({ date: day('2020-05-19') }),
      reason: 'ติดราชการ',
    });
    expect(await answer()(hostOf(ORG), VISIT, 0, yes)).toMatchObject({
      refused: 'changed',
      entry: { date: '2020-05-19', sequence: 1 },
    });
  });

  test('the office takes an answer down by phone, a host cannot', async () => {
    await publish([ORG]);
    expect(await answer()(hostOf(ORG), VISIT, 0, yes, call)).toEqual({ refused: 'forbidden' });
    expect(await answer()(officer, VISIT, 0, yes)).toEqual({ refused: 'forbidden' });
    expect(await answer()(officer, VISIT, 0, yes, call)).toMatchObject({
      answered: { acknowledged: { byPhone: call } },
    });
  });

  test('a neighbour’s visit is not there', async () => {
    await publish([ORG]);
    expect(await answer()(hostOf('80-5002'), VISIT, 0, yes)).toEqual({ refused: 'not-found' });
  });
});

describe('recording a visit', () => {
  const report: SupervisionReport = {
    heldOn: day('2020-05-12'),
    attendees: 'นายก อบต. และปลัด อบต.',
    byDimension: ['ดี', 'ดี', '', ''],
    problemsMaking: '',
    problemsCarryingOut: '',
    findings: 'แผนขับเคลื่อนได้จริง',
    recommendations: ['เผยแพร่ผลบนเว็บไซต์', 'จัดเก็บหลักฐานรายโครงการ'],
  };
  const record = () => createRecordSupervision(world);

  test('not before its day', async () => {
    await publish([ORG]);
    const outcome = await record()(officer, VISIT, 'none', { act: 'draft', report });
    expect(outcome).toEqual({ refused: 'not-yet', on: '2020-05-12' });
  });

  const signatures = [
    { position: 'หัวหน้าคณะนิเทศ', capacity: 'holder' as const, signedOn: day('2020-05-13') },
  ];
  /** Draws `report` up and has it signed; the visit as it stands then. */
  async function signedReport(what: SupervisionReport = report, seen = 'none') {
    const draft = await record()(officer, VISIT, seen, { act: 'draft', report: what });
    if (!('recorded' in draft)) throw new Error(`not drafted: ${draft.refused}`);
    const mark = reportMark(draft.recorded);
    const signed = await record()(officer, VISIT, mark, { act: 'sign', signatures });
    if (!('recorded' in signed)) throw new Error(`not signed: ${signed.refused}`);
    return { visit: signed.recorded, mark };
  }

  test('draft, signing and closing; recommendations are followed up once', async () => {
    await publish([ORG]);
    world.setToday('2020-05-13');
    const { visit, mark } = await signedReport();
    expect(visit.report).toMatchObject({ version: 1, signatures, submitted: false });
    const again = await record()(officer, VISIT, mark, { act: 'sign', signatures });
    if (!('recorded' in again)) throw new Error('the second click failed');
    await record()(officer, VISIT, reportMark(again.recorded), { act: 'close' });

    const found = await world.seasons.recommendations('80', ORG);
    expect(found.map(({ no, text, state }) => `${no} ${text} ${state}`)).toEqual([
      '1 เผยแพร่ผลบนเว็บไซต์ open',
      '2 จัดเก็บหลักฐานรายโครงการ open',
    ]);
    expect(await trail(`ORG#${ORG}`)).toEqual([
      'supervision-drafted',
      'supervision-signed',
      'visit-closed',
    ]);
  });

  test('a draft may lack anything; signing asks for what the form asks for', async () => {
    await publish([ORG]);
    world.setToday('2020-05-13');
    const bare = { ...report, attendees: '', findings: ' ' };
    const draft = await record()(officer, VISIT, 'none', { act: 'draft', report: bare });
    if (!('recorded' in draft)) throw new Error('not drafted');
    const mark = reportMark(draft.recorded);
    expect(await record()(officer, VISIT, mark, { act: 'sign', signatures })).toEqual({
      refused: 'incomplete',
      lacks: ['attendees', 'findings'],
    });
    expect(await world.seasons.recommendations('80', ORG)).toEqual([]);
  });

  test('what is signed is not written over, and nothing is closed before it is signed', async () => {
    await publish([ORG]);
    world.setToday('2020-05-13');
    expect(await record()(officer, VISIT, 'none', { act: 'close' })).toEqual({
      refused: 'not-signed',
    });
    const { visit } = await signedReport();
    const other = { ...report, findings: 'ข้อสังเกตอื่น' };
    const mark = reportMark(visit);
    expect(await record()(officer, VISIT, mark, { act: 'draft', report: other })).toEqual({
      refused: 'signed',
    });
  });

  test('a correction is a version of its own; the signed one stands until then and is kept', async () => {
    await publish([ORG]);
    world.setToday('2020-05-13');
    const { visit } = await signedReport();
    const begun = await record()(officer, VISIT, reportMark(visit), {
      act: 'correct',
      reason: 'ข้อเสนอแนะพิมพ์ผิด',
    });
    if (!('recorded' in begun)) throw new Error('no correction was begun');
    expect(begun.recorded.report).toEqual(visit.report);

    const mended = {
      ...report,
      recommendations: ['เผยแพร่ผลบนเว็บไซต์ทุกไตรมาส', 'จัดเก็บหลักฐานรายโครงการ'],
    };
    const { visit: corrected } = await signedReport(mended, reportMark(begun.recorded));
    expect(corrected.report).toMatchObject({ version: 2, reason: 'ข้อเสนอแนะพิมพ์ผิด' });
    expect(corrected.correction).toBeUndefined();
    expect(corrected.earlier).toMatchObject([{ version: 1, submitted: false }]);
    expect(await world.seasons.archivedReport(VISIT, 1)).toEqual({
      schemaVersion: 1,
      ...visit.report,
    });
    const advice = await world.seasons.recommendations('80', ORG);
    expect(advice.map(({ text }) => text)).toEqual(mended.recommendations);
  });

  test('a correction that is given up leaves what was signed', async () => {
    await publish([ORG]);
    world.setToday('2020-05-13');
    const { visit } = await signedReport();
    const act = { act: 'correct', reason: 'วันที่ผิด' } as const;
    const begun = await record()(officer, VISIT, reportMark(visit), act);
    if (!('recorded' in begun)) throw new Error('no correction was begun');
    const dropped = await record()(officer, VISIT, reportMark(begun.recorded), {
      act: 'drop-correction',
    });
    expect(dropped).toMatchObject({ recorded: { report: visit.report } });
    expect(dropped).not.toHaveProperty('recorded.correction');
  });

  test('two recorders at once: the second is shown what the first wrote', async () => {
    await publish([ORG]);
    world.setToday('2020-05-13');
    await record()(officer, VISIT, 'none', { act: 'draft', report });
    const other = { ...report, findings: 'ข้อสังเกตอื่น' };
    expect(await record()(colleague, VISIT, 'none', { act: 'draft', report: other })).toMatchObject(
      {
        refused: 'changed',
        visit: { report: { findings: 'แผนขับเคลื่อนได้จริง' } },
      },
    );
  });

  test('a host’s answer meanwhile does not disturb the recorder', async () => {
    await publish([ORG]);
    world.setToday('2020-05-12');
    await createAnswerVisit(world)(hostOf(ORG), VISIT, 0, {
      answer: 'other-day',
      reason: 'ฝน',
      days: [],
    });
    expect(await record()(officer, VISIT, 'none', { act: 'draft', report })).toHaveProperty(
      'recorded',
    );
  });
});

test('a mended address works again, and the same dead one is refused', async () => {
  await world.roster.noteHealth(ORG, `planner.org-${ORG}@lao.example`, 'bounced');
  const mend = createMendContact(world);
  const mending = { orgId: ORG, contactId: 'planner' };
  expect(await mend(officer, { ...mending, email: `planner.org-${ORG}@lao.example` })).toEqual({
    refused: 'same-address',
  });
  await mend(officer, { ...mending, email: 'plan@thasamet.example' });
  const planner = (await world.roster.find(ORG))?.contacts.find(
    ({ contactId }) => contactId === 'planner',
  );
  expect(planner).toMatchObject({ email: 'plan@thasamet.example', health: 'ok' });
  expect(await trail(`ORG#${ORG}`)).toEqual(['contact-mended']);
});
