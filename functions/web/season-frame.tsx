/** What all pages of a season of visits share. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import { can } from '../../shared/domain/permissions.ts';
import { dayIn, visitWindow } from '../../shared/domain/round.ts';
import type { ScheduleConflict } from '../../shared/domain/schedule.ts';
import type { Schedule } from '../../shared/domain/supervision.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import { actLabel } from '../../shared/text/acts.ts';
import { dateTime, mediumDate } from '../../shared/text/thai.ts';
import type { Crumb, FieldError } from '../../shared/web/components.tsx';
import { EmptyState, Notification } from '../../shared/web/components.tsx';
import type { Season } from './edit-schedule.ts';
import {
  crumbsTo,
  lineOf,
  type ProvinceFrame,
  provinceFrame,
  refuse,
  seasonPath,
} from './province-frame.tsx';
import { conflictField, conflictText } from './visit-words.ts';
import { page, pathOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

export interface SeasonFrame extends ProvinceFrame {
  readonly season: Season;
  /** Path of the season's page. */
  readonly base: string;
  readonly mayPlan: boolean;
}

/** @throws {ProblemError} 401 | 404 */
export async function seasonFrame(c: Context<WebEnv>): Promise<SeasonFrame> {
  const frame = await provinceFrame(c);
  const { year, province } = pathOf(c, seasonPath);
  return {
    ...frame,
    season: { fiscalYear: year, province },
    base: seasonBase(province, year),
    mayPlan: can(frame.user, 'plan-visits', { province }),
  };
}

/** As `seasonFrame`, for those who may change the season. @throws {ProblemError} 401 | 403 | 404 */
export async function plannersFrame(c: Context<WebEnv>): Promise<SeasonFrame> {
  const frame = await seasonFrame(c);
  if (!frame.mayPlan) refuse({ refused: 'forbidden' });
  return frame;
}

function seasonBase(province: string, year: FiscalYear): string {
  return `/provinces/${province}/visits/${year}`;
}

/** Title, line and way back of a page below the season's. */
export function seasonOptions(frame: SeasonFrame, title: string, ...crumbs: readonly Crumb[]) {
  const { fiscalYear } = frame.season;
  return {
    title,
    line: lineOf(frame, fiscalYear),
    breadcrumbs: crumbsTo(
      frame,
      { text: `การนิเทศติดตาม ${fiscalYear}`, href: frame.base },
      ...crumbs,
      { text: title },
    ),
  };
}

/** Conflicts as errors of the form that made them; one for each field and reason. */
export function conflictErrors(
  conflicts: readonly ScheduleConflict[],
  names: ReadonlyMap<string, string>,
): FieldError[] {
  return conflicts.map((conflict) => ({
    id: conflictField(conflict),
    message: conflictText(conflict, names),
  }));
}

/** What a colleague has changed while this officer looked at an older schedule. */
async function changedBy(audits: Pick<AuditStore, 'latest'>, province: string) {
  const events = await audits.latest(`PROVINCE#${province}`, 25);
  const latest = events.find(({ act }) => /^(visits?|schedule)-/.test(act));
  return latest
    ? `${actLabel(latest.act)} โดย ${latest.actor.position} เมื่อ ${dateTime(new Date(latest.at))}`
    : undefined;
}

export const ScheduleChanged: FC<{ what: string | undefined; base: string }> = ({ what, base }) => (
  <Notification title="กำหนดการเปลี่ยนไปหลังจากที่ท่านเปิดหน้า">
    <p class="govuk-body">
      {what && `${what} `}
      ยังไม่มีการบันทึกสิ่งที่ท่านกรอก โปรดตรวจสอบกำหนดการล่าสุดก่อนทำรายการอีกครั้ง{' '}
      <a class="govuk-notification-banner__link" href={base}>
        ดูกำหนดการล่าสุด
      </a>
    </p>
  </Notification>
);

export function versionOf(schedule: Schedule | undefined): number {
  return schedule?.version ?? 0;
}

export async function answerChanged(
  c: Context<WebEnv>,
  { audits }: Pick<WebDependencies, 'audits'>,
  frame: SeasonFrame,
) {
  const what = await changedBy(audits, frame.province);
  return page(
    c,
    { ...seasonOptions(frame, 'กำหนดการเปลี่ยนไป'), status: 409 },
    <>
      <h1 class="govuk-heading-l">กำหนดการเปลี่ยนไป</h1>
      <ScheduleChanged what={what} base={frame.base} />
    </>,
  );
}

/** What a page about published visits says before there are any: when there will be some. */
export async function answerUnpublished(
  c: Context<WebEnv>,
  { settings }: Pick<WebDependencies, 'settings'>,
  frame: SeasonFrame,
  title: string,
) {
  const { fiscalYear } = frame.season;
  const { rules } = await settings.load();
  const { opens, closes } = visitWindow(fiscalYear, rules);
  return page(
    c,
    seasonOptions(frame, title),
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <EmptyState>
        ยังไม่ได้เผยแพร่กำหนดการนิเทศของปีงบประมาณ พ.ศ. {fiscalYear}{' '}
        หน้านี้จะมีรายการเมื่อสำนักงานเผยแพร่กำหนดการแล้ว ระบบจัดทำข้อเสนอกำหนดการให้ตั้งแต่วันที่{' '}
        {mediumDate(dayIn(fiscalYear, rules.proposal.first))} และนิเทศระหว่างวันที่ {mediumDate(opens)}{' '}
        ถึงวันที่ {mediumDate(closes)}{' '}
        <a class="govuk-link" href={frame.base}>
          {frame.mayPlan ? 'ดูร่างกำหนดการและเผยแพร่' : 'ดูการนิเทศติดตามของปีนี้'}
        </a>
      </EmptyState>
    </>,
  );
}
