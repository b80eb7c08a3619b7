/** ใบงานประจำวัน: where a team goes on one day, whom it meets, and what it should know of each place. */
import type { Context } from 'hono';
import type { Child, FC } from 'hono/jsx';
import * as z from 'zod';
import { type LocalDate, localDateSchema } from '../../shared/domain/local-date.ts';
import { currentVersion, type Obligation } from '../../shared/domain/obligation.ts';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import {
  type Recommendation,
  type ScheduleEntry,
  type Team,
  teamSchema,
  type Visit,
} from '../../shared/domain/supervision.ts';
import { TRAVEL } from '../../shared/domain/visit-instance.ts';
import { driveBetween, type Place } from '../../shared/domain/visit-plan.ts';
import { teamChecks } from '../../shared/text/preparations.ts';
import {
  clock,
  dayAndDate,
  longDate,
  recommendationLabels,
  seatOf,
  shortDate,
} from '../../shared/text/thai.ts';
import { EmptyState, SummaryList, Table } from '../../shared/web/components.tsx';
import { ScoreTag } from '../../shared/web/tags.tsx';
import { type SeasonFrame, seasonOptions } from './season-frame.tsx';
import { daySheetHref, hoursOf } from './visit-words.ts';
import { found, page, pathOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

const dayPath = z.object({ date: localDateSchema, teamId: teamSchema.shape.teamId });

/** One visit of the day with what is known of it. */
interface DayVisit {
  readonly entry: ScheduleEntry;
  readonly organization: Organization;
  /** Whose place it is at. */
  readonly host: Organization;
  readonly visit: Visit | undefined;
  readonly report: Obligation | undefined;
  readonly recommendations: readonly Recommendation[];
}

interface DayProps {
  readonly date: LocalDate;
  readonly team: Team;
  readonly visits: readonly DayVisit[];
  readonly base: string;
}

/** @throws {ProblemError} 404 for an unknown team, a day that is none, or a season that is not published */
export async function answerDaySheet(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
) {
  const { date, teamId } = pathOf(c, dayPath);
  const { fiscalYear, province } = frame.season;
  const { seasons, roster } = dependencies;
  const [schedule, teams, organizations] = await Promise.all([
    seasons.schedule(fiscalYear, province),
    seasons.teams(fiscalYear, province),
    roster.all(province),
  ]);
  const team = found(teams.find((known) => known.teamId === teamId));
  const mine = found(schedule).entries.filter(
    (entry) => entry.teamId === teamId && entry.state === 'scheduled',
  );
  const ofDay = mine
    .filter((entry) => entry.date === date)
    .toSorted((a, b) => a.startMinute - b.startMinute || guestsLast(a) - guestsLast(b));
  const visits = await Promise.all(
    ofDay.map((entry) => loadVisit(dependencies, frame, entry, organizations)),
  );
  return page(
    c,
    seasonOptions(frame, `ใบงานประจำวัน ${shortDate(date)}`),
    <>
      <span class="govuk-caption-l">ใบงานประจำวันของคณะนิเทศติดตาม</span>
      <h1 class="govuk-heading-l">
        {team.name} {longDate(date)}
      </h1>
      <Ways {...{ date, team, visits }} base={frame.base} days={mine.map((entry) => entry.date)} />
      {visits.length === 0 ? (
        <EmptyState>คณะนี้ไม่มีการนิเทศที่เผยแพร่แล้วในวันนี้</EmptyState>
      ) : (
        <div class="day-sheet">
          <p class="govuk-body">
            คณะนิเทศติดตาม: {team.members.map(({ position }) => position).join(' · ') || '–'}
            {team.vehicle && ` · พาหนะ: ${team.vehicle}`}
          </p>
          <Route {...{ date, team, visits }} />
          {visits.map((visit) => (
            <VisitSheet {...visit} />
          ))}
        </div>
      )}
    </>,
  );
}

function guestsLast({ hostOrgId, orgId }: ScheduleEntry): number {
  return hostOrgId === undefined || hostOrgId === orgId ? 0 : 1;
}

async function loadVisit(
  { seasons, obligations }: WebDependencies,
  { season: { fiscalYear, province } }: SeasonFrame,
  entry: ScheduleEntry,
  organizations: readonly Organization[],
): Promise<DayVisit> {
  const { orgId, visitNo, hostOrgId = orgId } = entry;
  const [visit, report, recommendations] = await Promise.all([
    seasons.visit({ fiscalYear, orgId, visitNo }),
    obligations.find(orgId, { fiscalYear, round: '6M' }),
    seasons.recommendations(province, orgId),
  ]);
  const byId = (wanted: string) => organizations.find((one) => one.orgId === wanted);
  return {
    entry,
    organization: found(byId(orgId)),
    host: found(byId(hostOrgId)),
    visit,
    report,
    // What this very visit recommended is its outcome, not what it looks into.
    recommendations: recommendations.filter(
      (one) =>
        one.state !== 'verified' &&
        one.state !== 'cannot_do' &&
        !(one.fiscalYear === fiscalYear && one.visitNo === visitNo),
    ),
  };
}

/** Other days of the team, and the sheet as a file. */
const Ways: FC<DayProps & { days: readonly LocalDate[] }> = ({
  date,
  team: { teamId },
  visits,
  base,
  days,
}) => {
  const sorted = days.toSorted();
  const before = sorted.findLast((day) => day < date);
  const after = sorted.find((day) => day > date);
  const paper = (format: string) =>
    `${base}/papers/day-sheet.${format}?${new URLSearchParams({ date, teamId })}`;
  return (
    <div class="no-print">
      <nav class="actions" aria-label="วันอื่นของคณะ">
        {before && (
          <a class="govuk-link" href={daySheetHref(base, before, teamId)}>
            ← {dayAndDate(before)}
          </a>
        )}
        {after && (
          <a class="govuk-link" href={daySheetHref(base, after, teamId)}>
            {dayAndDate(after)} →
          </a>
        )}
        <a class="govuk-link" href={`${base}/board?week=${date}`}>
          ทั้งสัปดาห์
        </a>
      </nav>
      {visits.length > 0 && (
        <p class="govuk-body">
          พิมพ์หน้านี้ด้วยคำสั่งพิมพ์ของเบราว์เซอร์ หรือดาวน์โหลด:{' '}
          <a class="govuk-link" href={paper('pdf')}>
            PDF
          </a>{' '}
          ·{' '}
          <a class="govuk-link" href={paper('docx')}>
            Word
          </a>
        </p>
      )}
    </div>
  );
};

interface Stop {
  readonly startMinute: number;
  readonly endMinute: number;
  readonly host: Organization;
  /** Who meets the team there. */
  readonly meets: readonly Organization[];
}

/** Visits at one place and time are one stop. */
function stopsOf(visits: readonly DayVisit[]): Stop[] {
  const byPlace = Map.groupBy(visits, ({ entry, host }) => `${entry.startMinute} ${host.orgId}`);
  return [...byPlace.values()].flatMap((together) => {
    const [first] = together;
    if (!first) return [];
    const ends = together.map(({ entry }) => entry.startMinute + entry.durationMinutes);
    return {
      startMinute: first.entry.startMinute,
      endMinute: Math.max(...ends),
      host: first.host,
      meets: together.map(({ organization }) => organization),
    };
  });
}

/** From the team's base by every stop and back; a drive is reckoned as the planner does. */
const Route: FC<Omit<DayProps, 'base'>> = ({ date, team, visits }) => {
  const stops = stopsOf(visits);
  const places = [team.base, ...stops.map(({ host }) => host.position), team.base];
  const drives = places.slice(1).map((to, index) => driveTo(places[index], to));
  const name = (organization: Organization) => nameOn(organization, date).shortName;
  const [first, last] = [stops[0], stops.at(-1)];
  const out = drives[0] && first ? clock(first.startMinute - drives[0].minutes) : undefined;
  const home = drives.at(-1);
  const back = home && last ? clock(last.endMinute + home.minutes) : undefined;
  const rows: { time: string; where: Child; drive: string }[] = [
    { time: out ? `ประมาณ ${out}` : '–', where: 'ออกจากจุดออกเดินทางของคณะ', drive: '–' },
    ...stops.map(({ startMinute, endMinute, host, meets }, index) => ({
      time: hoursOf({ startMinute, durationMinutes: endMinute - startMinute }),
      where: (
        <>
          {name(host)} อ.{host.amphoe.name}
          {meets.length > 1 && (
            <span class="cell-note">นิเทศร่วมกัน: {meets.map(name).join(' · ')}</span>
          )}
        </>
      ),
      drive: driveText(drives[index]),
    })),
    { time: back ? `ประมาณ ${back}` : '–', where: 'กลับถึงจุดออกเดินทาง', drive: driveText(home) },
  ];
  return (
    <Table
      caption="เส้นทางของวัน"
      rows={rows}
      columns={[
        { head: 'เวลา', cell: ({ time }) => time },
        { head: 'ไปที่', heads: true, cell: ({ where }) => where },
        { head: 'ระยะทางโดยประมาณ', cell: ({ drive }) => drive },
      ]}
    />
  );
};

function driveTo(from: Place | undefined, to: Place | undefined) {
  return from && to ? driveBetween(from, to, TRAVEL) : undefined;
}

function driveText(drive: ReturnType<typeof driveTo>): string {
  return drive ? `${Math.round(drive.metres / 1000)} กม. ${drive.minutes} นาที` : 'ไม่ทราบพิกัด';
}

const VisitSheet: FC<DayVisit> = (props) => {
  const { entry, organization, recommendations } = props;
  return (
    <section class="day-sheet__visit">
      <h2 class="govuk-heading-m">
        {clock(entry.startMinute)} {nameOn(organization, entry.date).name}
      </h2>
      <SummaryList rows={[...meeting(props), ...figures(props)]} />
      <h3 class="govuk-heading-s">ข้อเสนอแนะเดิมที่ยังติดตามอยู่</h3>
      {recommendations.length === 0 ? (
        <p class="govuk-body">ไม่มี</p>
      ) : (
        <ol class="govuk-list govuk-list--number">
          {recommendations.map(({ text, state, madeOn }) => (
            <li>
              {text} ({shortDate(madeOn)} · {recommendationLabels[state]})
            </li>
          ))}
        </ol>
      )}
      <h3 class="govuk-heading-s">รายการตรวจ</h3>
      <ul class="govuk-list">
        {teamChecks.map((what) => (
          <li>
            <span aria-hidden="true">☐</span> {what}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** Where and whom the team meets. An answer to an earlier day says nothing of this one. */
function meeting({ entry, organization, host, visit }: DayVisit): { key: string; value: Child }[] {
  const { acknowledged } = visit ?? {};
  const answer = acknowledged?.sequence === entry.sequence ? acknowledged : undefined;
  const { name } = nameOn(host, entry.date);
  const contacts = organization.contacts.filter(
    ({ role, since, until = entry.date }) =>
      role === 'coordinator' && since <= entry.date && until >= entry.date,
  );
  return [
    { key: 'เวลา', value: hoursOf(entry) },
    { key: 'สถานที่', value: `${answer?.place || seatOf(name)} อำเภอ${host.amphoe.name}` },
    {
      key: 'ผู้ต้อนรับคณะ',
      value: answer ? answer.receivedBy || '–' : 'หน่วยงานยังไม่ตอบรับ',
    },
    { key: 'มือถือในวันนิเทศ', value: phone(answer?.mobile) },
    {
      key: 'ผู้ประสานงาน',
      value:
        contacts.length === 0
          ? '–'
          : contacts.map(({ position, phone: number }) => (
              <div>
                {position} {phone(number)}
              </div>
            )),
    },
    { key: 'โทรศัพท์หน่วยงาน', value: phone(organization.phone) },
  ];
}

/** Called by a tap on a phone, where it is one number and nothing else. */
function phone(number = ''): Child {
  const digits = number.replaceAll(/[\s-]/g, '');
  return /^\+?\d{9,12}$/.test(digits) ? (
    <a class="govuk-link no-wrap" href={`tel:${digits}`}>
      {number}
    </a>
  ) : (
    number || '–'
  );
}

function figures({ report }: DayVisit): { key: string; value: Child }[] {
  const version = report && currentVersion(report);
  const key = 'รายงานรอบ 6 เดือนแรก';
  if (!version) return [{ key, value: 'ยังไม่พบรายงาน' }];
  const { counts, score } = version;
  const late = report.daysLate ? `ส่งหลังกำหนด ${report.daysLate} วัน` : 'ส่งภายในกำหนด';
  return [
    {
      key,
      value: (
        <>
          <ScoreTag score={score} />
          <span class="cell-note">
            {counts.total} รายการ: แล้วเสร็จ {counts.completed} · อยู่ระหว่างดำเนินการ {counts.ongoing} ·
            ไม่สามารถดำเนินการได้ {counts.unable} · {late}
          </span>
        </>
      ),
    },
  ];
}
