/** The page of one team: who is in it, where it sets out from, how many visits a day it makes, when it is away. */
import type { Context } from 'hono';
import * as z from 'zod';
import { fiscalYear } from '../../shared/domain/fiscal-year.ts';
import { daysFrom } from '../../shared/domain/local-date.ts';
import { type Team, teamSchema } from '../../shared/domain/supervision.ts';
import { arabicDigits } from '../../shared/imports/thai-text.ts';
import { clock, longDate } from '../../shared/text/thai.ts';
import {
  Button,
  Checkbox,
  Field,
  type FieldError,
  Textarea,
} from '../../shared/web/components.tsx';
import { DaysOffEditor, daysOffAfter } from './days-off.tsx';
import { thaiDateIn } from './letter-list.ts';
import { refuse } from './province-frame.tsx';
import { type Form, readForm } from './request-body.ts';
import { seenIn } from './season-forms.tsx';
import { answerChanged, type SeasonFrame, seasonOptions } from './season-frame.tsx';
import { createSetUpSeason } from './set-up-season.ts';
import { daySheetHref } from './visit-words.ts';
import { found, page, pathOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

const teamPath = z.object({ teamId: teamSchema.shape.teamId });

export async function answerTeam(
  c: Context<WebEnv>,
  { setups, seasons }: WebDependencies,
  frame: SeasonFrame,
  errors: readonly FieldError[] = [],
  form?: Form,
) {
  const { fiscalYear: year, province } = frame.season;
  const { teamId } = pathOf(c, teamPath);
  const team = teamId === 'new' ? undefined : found(await setups.team(year, province, teamId));
  const schedule = team && (await seasons.schedule(year, province));
  const days = (schedule?.entries ?? [])
    .filter((entry) => entry.teamId === teamId && entry.state === 'scheduled')
    .map(({ date }) => date);
  const title = team ? `แก้ไข${team.name}` : 'เพิ่มคณะนิเทศติดตาม';
  const action = `${frame.base}/setup/teams/${teamId}`;
  const rev = String(team?.rev ?? 0);
  const crumb = { text: 'ตั้งค่าการนิเทศของปี', href: `${frame.base}/setup` };
  return page(
    c,
    { ...seasonOptions(frame, title, crumb), errors, status: errors.length > 0 ? 422 : 200 },
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <form method="post" action={action} novalidate>
        <input type="hidden" name="rev" value={rev} />
        <Field
          name="name"
          label="ชื่อคณะ"
          value={form?.get('name') ?? team?.name}
          errors={errors}
          maxlength={100}
        />
        <Textarea
          name="members"
          label="สมาชิก"
          hint="บรรทัดละหนึ่งตำแหน่ง หัวหน้าคณะอยู่บรรทัดแรก ตามด้วยจุลภาคและอีเมลถ้ามี เช่น เจ้าพนักงานป้องกันการทุจริต, officer@nacc.go.th"
          rows={5}
          value={form?.get('members') ?? membersText(team)}
          errors={errors}
        />
        <Field
          name="base"
          label="จุดออกเดินทาง"
          hint="ละติจูด, ลองจิจูด เช่น 8.4304, 99.9631 (คัดลอกได้จากแผนที่ออนไลน์)"
          value={form?.get('base') ?? (team && `${team.base.latitude}, ${team.base.longitude}`)}
          errors={errors}
          width={30}
        />
        <Field
          name="maxVisitsPerDay"
          label="ไปได้มากที่สุดกี่แห่งต่อวัน"
          inputmode="numeric"
          width={2}
          value={form?.get('maxVisitsPerDay') ?? String(team?.maxVisitsPerDay ?? 2)}
          errors={errors}
        />
        <Field
          name="vehicle"
          label="พาหนะ (ถ้ามี)"
          hint="ใช้ในตารางการเดินทางไปราชการ เช่น รถราชการของสำนักงาน หมายเลขทะเบียน กข 1234"
          value={form?.get('vehicle') ?? team?.vehicle}
          errors={errors}
          maxlength={100}
        />
        {team && (
          <Checkbox
            name="retired"
            label="เลิกใช้คณะนี้: ไม่จัดนิเทศเพิ่ม การนิเทศเดิมยังอยู่"
            checked={form ? form.get('retired') === 'yes' : team.retired === true}
          />
        )}
        <div class="actions">
          <Button>บันทึกคณะ</Button>
          <a class="govuk-link" href={`${frame.base}/setup`}>
            กลับโดยไม่บันทึก
          </a>
        </div>
      </form>
      {team && (
        <section aria-labelledby="blocked">
          <h2 class="govuk-heading-m" id="blocked">
            วันที่คณะไม่ว่าง
          </h2>
          <DaysOffEditor
            action={action}
            hidden={{ rev, part: 'blocked' }}
            days={spansOf(team)}
            errors={errors}
            form={form?.get('part') === 'blocked' ? form : undefined}
            empty="ยังไม่มี"
            reasonHint="จดไว้ให้เพื่อนร่วมงานทราบได้ ระบบเก็บเฉพาะวัน"
          />
        </section>
      )}
      {team && (
        <section aria-labelledby="hours">
          <h2 class="govuk-heading-m" id="hours">
            ช่วงเวลาที่คณะไม่ว่าง
          </h2>
          <form method="post" action={action} novalidate>
            <input type="hidden" name="rev" value={rev} />
            <input type="hidden" name="part" value="hours" />
            <Textarea
              name="blockedHours"
              label="วัน เวลา และเหตุผล"
              hint="บรรทัดละหนึ่งช่วง เช่น 12/5/2563 13.00-16.30 ประชุมสำนักงาน ระบบจะไม่จัดนิเทศทับช่วงนี้"
              rows={4}
              value={form?.get('blockedHours') ?? hoursText(team)}
              errors={errors}
            />
            <Button kind="secondary">บันทึกช่วงเวลา</Button>
          </form>
        </section>
      )}
      {days.length > 0 && (
        <section aria-labelledby="sheets">
          <h2 class="govuk-heading-m" id="sheets">
            ใบงานประจำวัน
          </h2>
          <ul class="govuk-list">
            {[...new Set(days)].toSorted().map((day) => (
              <li>
                <a class="govuk-link" href={daySheetHref(frame.base, day, teamId)}>
                  {longDate(day)}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>,
  );
}

function membersText(team: Team | undefined): string {
  return (team?.members ?? [])
    .map(({ position, email }) => (email ? `${position}, ${email}` : position))
    .join('\n');
}

/** Days in a row as one span. */
function spansOf({ blockedDays }: Team) {
  const spans: { from: Team['blockedDays'][number]; to: Team['blockedDays'][number] }[] = [];
  for (const day of blockedDays.toSorted()) {
    const last = spans.at(-1);
    if (last && daysFrom(last.to, day).length === 2) last.to = day;
    else spans.push({ from: day, to: day });
  }
  return spans.map((span) => ({ ...span, reason: '' }));
}

export async function takeTeam(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
) {
  const { setups, seasons } = dependencies;
  const { fiscalYear: year, province } = frame.season;
  const { teamId } = pathOf(c, teamPath);
  const form = await readForm(c);
  const before = teamId === 'new' ? undefined : found(await setups.team(year, province, teamId));
  const part = form.get('part');
  const team =
    part === 'blocked' && before
      ? blockedFrom(form, before)
      : part === 'hours' && before
        ? hoursFrom(form, before)
        : teamFrom(form, before, nextId(await seasons.teams(year, province)));
  if ('errors' in team) return answerTeam(c, dependencies, frame, team.errors, form);
  const { changeTeam } = createSetUpSeason({ ...dependencies, audit: dependencies.audits });
  const outcome = await changeTeam(frame.user, frame.season, seenIn(form, 'rev'), team);
  if ('saved' in outcome) {
    const stays = part === 'blocked' || part === 'hours';
    const next = stays ? `/teams/${team.teamId}#${part}` : '?done=team#teams';
    return c.redirect(`${frame.base}/setup${next}`, 303);
  }
  return outcome.refused === 'changed' ? answerChanged(c, dependencies, frame) : refuse(outcome);
}

function nextId(teams: readonly Team[]): string {
  const numbers = teams.map(({ teamId }) => Number(/^team-(\d+)$/.exec(teamId)?.[1] ?? 0));
  return `team-${Math.max(0, ...numbers) + 1}`;
}

function blockedFrom(form: Form, team: Team): Team | { errors: FieldError[] } {
  const spans = daysOffAfter(spansOf(team), form);
  if ('errors' in spans) return spans;
  const days = new Set(spans.flatMap(({ from, to }) => daysFrom(from, to)));
  return days.size > 400
    ? { errors: [{ id: 'from', message: 'บันทึกวันไม่ว่างได้ไม่เกิน 400 วัน' }] }
    : { ...team, blockedDays: [...days].toSorted() };
}

function hoursText({ blockedHours = [] }: Team): string {
  return blockedHours
    .map(({ date, fromMinute, toMinute, reason }) => {
      const [year, month, day] = date.split('-').map(Number);
      const hours = [fromMinute, toMinute].map((minute) => clock(minute).replace(' น.', ''));
      return `${day}/${month}/${(year ?? 0) + 543} ${hours.join('-')} ${reason}`.trim();
    })
    .join('\n');
}

const MOST_HOURS = 100;

function hoursFrom(form: Form, team: Team): Team | { errors: FieldError[] } {
  const lines = (form.get('blockedHours') ?? '').split('\n').map((line) => line.trim());
  const read = lines.map((line, place) => ({ place: place + 1, line, hours: hoursIn(line) }));
  const wrong = read.filter(({ line, hours }) => line !== '' && !hours);
  const blockedHours = read.flatMap(({ hours }) => hours ?? []);
  const errors = [
    ...wrong.map(({ place }) => ({
      id: 'blockedHours',
      message: `บรรทัดที่ ${place}: เขียนเป็น วันที่ เวลาเริ่ม-เวลาสิ้นสุด เช่น 12/5/2563 13.00-16.30`,
    })),
    ...(blockedHours.length > MOST_HOURS
      ? [{ id: 'blockedHours', message: `บันทึกได้ไม่เกิน ${MOST_HOURS} ช่วง` }]
      : []),
  ];
  return errors.length > 0 ? { errors } : { ...team, blockedHours };
}

/** `12/5/2563 13.00-16.30 ประชุม` */
function hoursIn(line: string): NonNullable<Team['blockedHours']>[number] | undefined {
  const match =
    /^(\S+)\s+(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})\s*(?:น\.)?\s*(.*)$/.exec(
      arabicDigits(line),
    );
  if (!match) return undefined;
  const [, day = '', ...rest] = match;
  const [fromHour, from, toHour, to] = rest.slice(0, 4).map(Number);
  const read = thaiDateIn(day);
  const reason = (rest[4] ?? '').slice(0, 200);
  const fromMinute = (fromHour ?? 0) * 60 + (from ?? 0);
  const toMinute = (toHour ?? 0) * 60 + (to ?? 0);
  if ('message' in read || fromMinute >= toMinute || toMinute > 24 * 60) return undefined;
  return { date: read.date, fromMinute, toMinute, reason };
}

function teamFrom(
  form: Form,
  before: Team | undefined,
  id: string,
): Team | { errors: FieldError[] } {
  const name = (form.get('name') ?? '').trim();
  const base = placeFrom(form.get('base') ?? '');
  const most = Number((form.get('maxVisitsPerDay') ?? '').trim() || Number.NaN);
  const members = (form.get('members') ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const at = line.lastIndexOf(',');
      const email = at < 0 ? '' : line.slice(at + 1).trim();
      return email.includes('@')
        ? { position: line.slice(0, at).trim(), email }
        : { position: line };
    });
  const wrong = members.filter(
    (member) => 'email' in member && !z.email().safeParse(member.email).success,
  );
  const vehicle = (form.get('vehicle') ?? '').trim();
  const errors: FieldError[] = [
    ...(vehicle.length > 100 ? [{ id: 'vehicle', message: 'พาหนะ ยาวได้ไม่เกิน 100 ตัวอักษร' }] : []),
    ...(name === '' || name.length > 100
      ? [{ id: 'name', message: 'กรุณากรอกชื่อคณะ ไม่เกิน 100 ตัวอักษร' }]
      : []),
    ...(members.length === 0 || members.some(({ position }) => position === '')
      ? [{ id: 'members', message: 'กรุณากรอกตำแหน่งของสมาชิกอย่างน้อยหนึ่งคน' }]
      : []),
    ...(members.length > 30 ? [{ id: 'members', message: 'สมาชิกไม่เกิน 30 คน' }] : []),
    ...(wrong.length > 0 ? [{ id: 'members', message: 'มีอีเมลที่ไม่ถูกต้อง' }] : []),
    ...('message' in base ? [{ id: 'base', message: base.message }] : []),
    ...(Number.isInteger(most) && most >= 1 && most <= 6
      ? []
      : [{ id: 'maxVisitsPerDay', message: 'กรุณากรอกจำนวน 1–6 แห่ง' }]),
  ];
  if (errors.length > 0 || 'message' in base) return { errors };
  const {
    retired: _,
    vehicle: __,
    ...kept
  } = before ?? { schemaVersion: 1, teamId: id, blockedDays: [] };
  return {
    ...kept,
    name,
    members,
    base,
    maxVisitsPerDay: most,
    ...(vehicle !== '' && { vehicle }),
    ...(before && form.get('retired') === 'yes' && { retired: true }),
  };
}

/** A place in Thailand; whoever mixes latitude and longitude up is told so. */
function placeFrom(text: string): Team['base'] | { message: string } {
  const [latitude, longitude] = text.split(/[,\s]+/).map((part) => Number(part || Number.NaN));
  const inThailand = (north: number, east: number) =>
    north >= 5 && north <= 21 && east >= 97 && east <= 106;
  if (!latitude || !longitude) return { message: 'กรุณากรอกพิกัดเป็นตัวเลขสองตัวคั่นด้วยจุลภาค' };
  if (inThailand(latitude, longitude)) return { latitude, longitude };
  return inThailand(longitude, latitude)
    ? { message: 'ละติจูดกับลองจิจูดสลับที่กัน ละติจูดของไทยอยู่ระหว่าง 5–21 ให้กรอกก่อน' }
    : { message: 'พิกัดนี้อยู่นอกประเทศไทย โปรดตรวจสอบ' };
}

/** A new season begins with the teams of the one before it; their days off were of that year. */
export async function copyTeams(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
) {
  const { seasons } = dependencies;
  const { fiscalYear: year, province } = frame.season;
  const { changeTeam } = createSetUpSeason({ ...dependencies, audit: dependencies.audits });
  const before = await seasons.teams(fiscalYear(year - 1), province);
  for (const { rev: _, pendingAudit: __, ...team } of before.filter(({ retired }) => !retired)) {
    await changeTeam(frame.user, frame.season, 0, {
      ...team,
      blockedDays: [],
      blockedHours: [],
    });
  }
  return c.redirect(`${frame.base}/setup?done=team#teams`, 303);
}
