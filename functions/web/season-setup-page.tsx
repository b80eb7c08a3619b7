/** The page on which the office sets a season up: teams, days off, lengths, weights, who must be visited. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import type { Absence } from '../../shared/domain/season-setup.ts';
import type { Team } from '../../shared/domain/supervision.ts';
import {
  Button,
  ButtonLink,
  EmptyState,
  Notification,
  Table,
} from '../../shared/web/components.tsx';
import { DaysOffEditor } from './days-off.tsx';
import { refuse } from './province-frame.tsx';
import { readForm } from './request-body.ts';
import { seenIn } from './season-forms.tsx';
import { answerChanged, type SeasonFrame, seasonOptions } from './season-frame.tsx';
import {
  byName,
  Clusters,
  Lengths,
  Mandatory,
  Part,
  type Sent,
  type SetupProps,
} from './season-setup-forms.tsx';
import { type SetupPart, setupChangeFrom } from './season-setup-input.ts';
import { createSetUpSeason } from './set-up-season.ts';
import { shortNames } from './visit-words.ts';
import { page, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

const done: Record<string, string> = {
  lengths: 'บันทึกระยะเวลาและน้ำหนักคะแนนแล้ว ใช้กับข้อเสนอครั้งต่อไป',
  'days-off': 'บันทึกวันงดออกนิเทศแล้ว',
  mandatory: 'บันทึกแห่งที่ต้องนิเทศแล้ว',
  clusters: 'บันทึกกลุ่มนิเทศแล้ว',
  team: 'บันทึกคณะนิเทศแล้ว',
  facts: 'นำเข้าคะแนน ITA และเรื่องร้องเรียนแล้ว ใช้กับข้อเสนอครั้งต่อไป',
};

export async function answerSetup(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  sent: Sent,
) {
  const { fiscalYear, province } = frame.season;
  const [setup, teams, organizations, absences] = await Promise.all([
    dependencies.setups.setup(fiscalYear, province),
    dependencies.seasons.teams(fiscalYear, province),
    dependencies.roster.all(province),
    dependencies.setups.absences(fiscalYear, province),
  ]);
  const names = shortNames(organizations, todayOf(dependencies));
  const action = `${frame.base}/setup`;
  const props = { setup, organizations, names, action, ...sent };
  const title = 'ตั้งค่าการนิเทศของปี';
  const said = done[c.req.query('done') ?? ''];
  return page(
    c,
    {
      ...seasonOptions(frame, title),
      errors: sent.errors ?? [],
      status: sent.errors?.length ? 422 : 200,
    },
    <>
      {said && <Notification kind="success" title={said} />}
      <span class="govuk-caption-l">ปีงบประมาณ พ.ศ. {fiscalYear}</span>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        ข้อเสนอกำหนดการครั้งต่อไปใช้ค่าเหล่านี้ กำหนดการที่เผยแพร่แล้วไม่เปลี่ยน{' '}
        <a class="govuk-link" href={frame.base}>
          กลับไปหน้าการนิเทศ
        </a>
      </p>
      <Teams teams={teams} action={action} />
      <Part id="days-off" title="วันงดออกนิเทศของสำนักงาน">
        <DaysOffEditor
          action={`${action}/days-off`}
          hidden={{ setup: String(setup.version) }}
          days={setup.daysOff}
          errors={sent.part === 'days-off' ? (sent.errors ?? []) : []}
          form={sent.part === 'days-off' ? sent.form : undefined}
          empty="ยังไม่มี วันหยุดราชการและวันหยุดสุดสัปดาห์งดอยู่แล้วโดยไม่ต้องกรอก"
          reasonHint="เช่น ประชุมประจำปี อบรม"
        />
      </Part>
      <Lengths {...props} />
      <Facts known={Object.keys(setup.known).length} action={action} />
      <Mandatory {...props} />
      <Clusters {...props} />
      <Away {...props} absences={absences} />
    </>,
  );
}

const Teams: FC<{ teams: readonly Team[]; action: string }> = ({ teams, action }) => (
  <Part id="teams" title="คณะนิเทศติดตาม">
    {teams.length === 0 ? (
      <EmptyState>ยังไม่มีคณะนิเทศของปีนี้ เพิ่มคณะ หรือใช้คณะของปีก่อน</EmptyState>
    ) : (
      <Table
        caption="คณะนิเทศติดตาม"
        captionHidden
        rows={teams}
        columns={[
          {
            head: 'คณะ',
            heads: true,
            cell: (team) => (
              <a class="govuk-link" href={`${action}/teams/${team.teamId}`}>
                {team.name}
              </a>
            ),
          },
          { head: 'สมาชิก', figure: true, cell: ({ members }) => `${members.length} คน` },
          {
            head: 'ไปได้มากที่สุด',
            figure: true,
            cell: ({ maxVisitsPerDay }) => `${maxVisitsPerDay} แห่งต่อวัน`,
          },
          {
            head: 'วันไม่ว่าง',
            figure: true,
            cell: ({ blockedDays, retired }) => (retired ? 'เลิกใช้แล้ว' : `${blockedDays.length} วัน`),
          },
        ]}
      />
    )}
    <div class="actions">
      <ButtonLink href={`${action}/teams/new`} kind="secondary">
        เพิ่มคณะ
      </ButtonLink>
      {teams.length === 0 && (
        <form method="post" action={`${action}/teams/copy`}>
          <Button kind="secondary">ใช้คณะของปีก่อน</Button>
        </form>
      )}
    </div>
  </Part>
);

const Facts: FC<{ known: number; action: string }> = ({ known, action }) => (
  <Part id="facts" title="คะแนน ITA และเรื่องร้องเรียน">
    <p class="govuk-body">
      {known === 0 ? 'ยังไม่ได้นำเข้า' : `นำเข้าแล้ว ${known} แห่ง`} ข้อมูลนี้ใช้จัดลำดับความจำเป็นเท่านั้น
    </p>
    <div class="actions">
      <ButtonLink href={`${action}/facts`} kind="secondary">
        นำเข้าจากตาราง
      </ButtonLink>
    </div>
  </Part>
);

const Away: FC<SetupProps & { absences: readonly Absence[] }> = ({
  action,
  names,
  organizations,
  absences,
}) => (
  <Part id="away" title="วันที่หน่วยงานไม่สะดวก">
    <p class="govuk-body">หน่วยงานแจ้งเองได้จากหน้าของตน สำนักงานบันทึกแทนได้ เช่น เมื่อได้รับแจ้งทางโทรศัพท์</p>
    {absences.some(({ days }) => days.length > 0) && (
      <ul class="govuk-list">
        {absences
          .filter(({ days }) => days.length > 0)
          .map(({ orgId, days }) => (
            <li>
              <a class="govuk-link" href={`${action}/away/${orgId}`}>
                {names.get(orgId) ?? orgId}
              </a>{' '}
              {days.length} ช่วง
            </li>
          ))}
      </ul>
    )}
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">บันทึกแทนหน่วยงาน</span>
      </summary>
      <ul class="govuk-list columns-list">
        {byName(organizations, names).map(({ orgId }) => (
          <li>
            <a class="govuk-link" href={`${action}/away/${orgId}`}>
              {names.get(orgId)}
            </a>
          </li>
        ))}
      </ul>
    </details>
  </Part>
);

/** Takes one part of the page over. */
export async function takeSetup(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  part: SetupPart,
) {
  const { fiscalYear, province } = frame.season;
  const form = await readForm(c);
  const names = part === 'mandatory' || part === 'clusters';
  const [setup, organizations] = await Promise.all([
    dependencies.setups.setup(fiscalYear, province),
    names ? dependencies.roster.all(province) : [],
  ]);
  const change = setupChangeFrom(form, part, setup, organizations, todayOf(dependencies));
  if (typeof change !== 'function') {
    return answerSetup(c, dependencies, frame, { part, errors: change.errors, form });
  }
  const { changeSetup } = createSetUpSeason({ ...dependencies, audit: dependencies.audits });
  const act = { act: 'season-setup-changed' as const, note: part };
  const outcome = await changeSetup(frame.user, frame.season, seenIn(form, 'setup'), change, act);
  if ('saved' in outcome) return c.redirect(`${frame.base}/setup?done=${part}#${part}`, 303);
  return outcome.refused === 'changed' ? answerChanged(c, dependencies, frame) : refuse(outcome);
}
