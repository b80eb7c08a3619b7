/** ตารางการเดินทางไปราชการ of the published season, as the request for approval of travel takes it. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import { nameOn, type Organization } from '../../shared/domain/organization.ts';
import { inOrder } from '../../shared/domain/schedule.ts';
import {
  type ScheduleEntry,
  type Team,
  type Visit,
  visitOf,
} from '../../shared/domain/supervision.ts';
import { dayAndDate, seatOf } from '../../shared/text/thai.ts';
import { EmptyState, Table } from '../../shared/web/components.tsx';
import { csvDay, csvText } from './csv.ts';
import { type SeasonFrame, seasonOptions } from './season-frame.tsx';
import { daySheetHref, hoursOf } from './visit-words.ts';
import { page, type WebDependencies, type WebEnv } from './web-environment.tsx';

/** A visit with what a traveller's request says of it. */
interface Journey {
  readonly entry: ScheduleEntry;
  readonly team: Team | undefined;
  readonly name: string;
  readonly amphoe: string;
  readonly place: string;
}

export async function answerTravel(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
) {
  const journeys = await journeysOf(dependencies, frame);
  const title = 'ตารางการเดินทางไปราชการ';
  const { base, season } = frame;
  return page(
    c,
    seasonOptions(frame, title),
    <>
      <span class="govuk-caption-l">ประกอบบันทึกขออนุมัติเดินทางไปราชการ</span>
      <h1 class="govuk-heading-l">
        {title} เพื่อนิเทศติดตาม ปีงบประมาณ พ.ศ. {season.fiscalYear}
      </h1>
      {journeys.length === 0 ? (
        <EmptyState>
          ยังไม่มีกำหนดการที่เผยแพร่แล้ว{' '}
          <a class="govuk-link" href={base}>
            ไปหน้าการนิเทศติดตาม
          </a>
        </EmptyState>
      ) : (
        <p class="govuk-body no-print">
          พิมพ์หน้านี้ด้วยคำสั่งพิมพ์ของเบราว์เซอร์ หรือดาวน์โหลด:{' '}
          <a class="govuk-link" href={`${base}/travel.csv`}>
            ตารางสำหรับ Excel (CSV)
          </a>{' '}
          ·{' '}
          <a class="govuk-link" href={`${base}/papers/travel.pdf`}>
            PDF
          </a>{' '}
          ·{' '}
          <a class="govuk-link" href={`${base}/papers/travel.docx`}>
            Word
          </a>
        </p>
      )}
      {byTeam(journeys).map((ofTeam) => (
        <TeamTravel journeys={ofTeam} base={base} />
      ))}
    </>,
  );
}

export async function answerTravelCsv(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
) {
  const { fiscalYear, province } = frame.season;
  const journeys = await journeysOf(dependencies, frame);
  const head = ['วันที่', 'เวลา', 'คณะ', 'ผู้เดินทาง', 'หน่วยงาน', 'อำเภอ', 'สถานที่', 'พาหนะ'];
  const rows = byTeam(journeys)
    .flat()
    .map(({ entry, team, name, amphoe, place }) => [
      csvDay(entry.date),
      hoursOf(entry),
      team?.name ?? entry.teamId,
      positions(team).join('\n'),
      name,
      amphoe,
      place,
      team?.vehicle ?? '',
    ]);
  c.header('content-type', 'text/csv; charset=utf-8');
  const file = `nithet-travel-${province}-${fiscalYear}.csv`;
  c.header('content-disposition', `attachment; filename="${file}"`);
  return c.body(csvText([head, ...rows]));
}

async function journeysOf(
  { seasons, roster }: WebDependencies,
  { season: { fiscalYear, province } }: SeasonFrame,
): Promise<Journey[]> {
  const [schedule, teams, visits, organizations] = await Promise.all([
    seasons.schedule(fiscalYear, province),
    seasons.teams(fiscalYear, province),
    seasons.visits(fiscalYear, province),
    roster.all(province),
  ]);
  const byId = new Map(organizations.map((one) => [one.orgId, one]));
  const due = (schedule?.entries ?? []).filter(({ state }) => state === 'scheduled');
  return inOrder(due).flatMap((entry) => {
    const organization = byId.get(entry.orgId);
    const host = byId.get(entry.hostOrgId ?? entry.orgId);
    if (!organization || !host) return [];
    return {
      entry,
      team: teams.find(({ teamId }) => teamId === entry.teamId),
      name: nameOn(organization, entry.date).name,
      amphoe: organization.amphoe.name,
      place: placeOf(entry, host, visitOf(entry, visits)),
    };
  });
}

/** As the host has said; an answer to an earlier day says nothing of this one. */
function placeOf(entry: ScheduleEntry, host: Organization, visit: Visit | undefined): string {
  const { acknowledged } = visit ?? {};
  const said = acknowledged?.sequence === entry.sequence ? acknowledged.place : '';
  return said || seatOf(nameOn(host, entry.date).name);
}

function byTeam(journeys: readonly Journey[]): Journey[][] {
  const teams = Map.groupBy(journeys, ({ entry }) => entry.teamId);
  return [...teams].toSorted(([a], [b]) => a.localeCompare(b)).map(([, ofTeam]) => ofTeam);
}

function positions(team: Team | undefined): string[] {
  return (team?.members ?? []).map(({ position }) => position);
}

const TeamTravel: FC<{ journeys: readonly Journey[]; base: string }> = ({ journeys, base }) => {
  const days = [...Map.groupBy(journeys, ({ entry }) => entry.date).values()];
  const [first] = journeys;
  if (!first) return null;
  const { team, entry } = first;
  return (
    <section>
      <h2 class="govuk-heading-m">{team?.name ?? entry.teamId}</h2>
      <p class="govuk-body">
        ผู้เดินทาง: {positions(team).join(' · ') || '–'}
        <br />
        พาหนะ: {team?.vehicle ?? '................................................'}
        <br />
        รวม {days.length} วัน {journeys.length} แห่ง
      </p>
      <Table
        caption={`วันและสถานที่ของ${team?.name ?? entry.teamId}`}
        captionHidden
        rows={days}
        columns={[
          {
            head: 'วันที่',
            heads: true,
            cell: ([one]) =>
              one && (
                <a
                  class="govuk-link no-wrap"
                  href={daySheetHref(base, one.entry.date, one.entry.teamId)}
                >
                  {dayAndDate(one.entry.date)}
                </a>
              ),
          },
          {
            head: 'เวลาและสถานที่ไปราชการ',
            cell: (ofDay) =>
              ofDay.map((one) => (
                <div>
                  <span class="no-wrap">{hoursOf(one.entry)}</span> {one.name} อำเภอ{one.amphoe}
                  <span class="cell-note">{one.place}</span>
                </div>
              )),
          },
        ]}
      />
    </section>
  );
};
