/** The host's page of its visit: when and who comes, what to prepare, and the answer. */
import { type Context, Hono } from 'hono';
import type { Child, FC } from 'hono/jsx';
import * as z from 'zod';
import type { FileList } from '../../shared/domain/evidence.ts';
import { fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { addDays, type LocalDate } from '../../shared/domain/local-date.ts';
import { currentVersion } from '../../shared/domain/obligation.ts';
import { nameOn, type Office, orgIdSchema, provinceOf } from '../../shared/domain/organization.ts';
import { can } from '../../shared/domain/permissions.ts';
import {
  noticeLetterOf,
  type Schedule,
  type ScheduleEntry,
  type Team,
  type Visit,
  type VisitState,
  visitState,
} from '../../shared/domain/supervision.ts';
import { isSigned } from '../../shared/domain/supervision-report.ts';
import { preparations } from '../../shared/text/preparations.ts';
import { longDate, shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  type FieldError,
  Notification,
  SummaryList,
} from '../../shared/web/components.tsx';
import { VisitTag } from '../../shared/web/tags.tsx';
import { createAnswerVisit, findVisit, type VisitId } from './answer-visit.ts';
import { PlaceFiles } from './file-links.tsx';
import { type Form, readForm } from './request-body.ts';
import { seenIn } from './season-forms.tsx';
import { currentSubmission, SixMonths } from './six-months.tsx';
import { AnswerFields, answerDays, answerFrom, answerProblem } from './visit-answer-form.tsx';
import { hoursOf, teamName } from './visit-words.ts';
import {
  authorized,
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const hostPath = z.object({
  orgId: orgIdSchema,
  year: z.coerce.number().pipe(fiscalYearSchema),
  visitNo: z.coerce.number().int().min(1).max(99),
});

/** Days before the visit by which the host is asked to answer. */
const ANSWER_DAYS = 7;

export function hostVisitRoutes(dependencies: WebDependencies): Hono<WebEnv> {
  const answerVisit = createAnswerVisit({ ...dependencies, audit: dependencies.audits });
  const routes = new Hono<WebEnv>();
  const path = '/organizations/:orgId/visits/:year/:visitNo';

  routes.get(path, async (c) => answerHostPage(c, dependencies));

  routes.post(path, async (c) => {
    const { orgId, year, visitNo } = pathOf(c, hostPath);
    const user = authorized(c, 'read-organization', { orgId });
    const form = await readForm(c);
    const answer = answerFrom(form, await answerDays(dependencies, provinceOf(orgId)));
    if ('errors' in answer) return answerHostPage(c, dependencies, answer.errors, form);
    const id = { fiscalYear: year, orgId, visitNo };
    const outcome = await answerVisit(user, id, seenIn(form, 'sequence'), answer);
    if (!('answered' in outcome)) throw answerProblem(outcome);
    return c.redirect(
      `/organizations/${orgId}/visits/${year}/${visitNo}?done=${answer.answer}`,
      303,
    );
  });

  return routes;
}

async function answerHostPage(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  errors: readonly FieldError[] = [],
  form?: Form,
) {
  const { orgId, year, visitNo } = pathOf(c, hostPath);
  const user = authorized(c, 'read-organization', { orgId });
  const { seasons, roster, files, obligations, reports } = dependencies;
  const province = provinceOf(orgId);
  const round = { fiscalYear: year, round: '6M' as const };
  const [seen, teams, organization, office, lists, obligation] = await Promise.all([
    findVisit(seasons, { fiscalYear: year, orgId, visitNo }),
    seasons.teams(year, province),
    roster.find(orgId),
    roster.office(province),
    files.lists(orgId, `${year}-visit-${visitNo}-`),
    obligations.find(orgId, round),
  ]);
  const submission = await currentSubmission(reports, obligation);
  const version = obligation && currentVersion(obligation);
  const { schedule, entry, visit } = found(seen);
  const today = todayOf(dependencies);
  const name = nameOn(found(organization), today);
  const state = visitState(entry, visit, today);
  const open = entry.state === 'scheduled' && !visit.report && today <= entry.date;
  const mayHandOver =
    can(user, 'answer-visit', { orgId }) && entry.state !== 'cancelled' && !isSigned(visit.report);
  const answered = answeredOf(entry, visit);
  const done = c.req.query('done');
  return page(
    c,
    {
      title: `การนิเทศติดตาม ${year}`,
      line: name.shortName,
      errors,
      status: errors.length > 0 ? 422 : 200,
      breadcrumbs: [
        { text: name.shortName, href: `/organizations/${orgId}` },
        { text: 'การนิเทศติดตาม' },
      ],
    },
    <>
      {done && errors.length === 0 && (
        <Notification
          kind="success"
          title={done === 'acknowledge' ? 'ตอบรับวันนิเทศแล้ว' : 'ส่งคำขอเปลี่ยนวันแล้ว สำนักงานจะติดต่อกลับ'}
        />
      )}
      <span class="govuk-caption-l">{name.name}</span>
      <h1 class="govuk-heading-l">การลงพื้นที่นิเทศติดตาม ปีงบประมาณ พ.ศ. {year}</h1>
      <SummaryList rows={factRows({ schedule, entry, visit, teams, office, state })} />
      {entry.state === 'scheduled' && (
        <p class="govuk-body no-print">
          <a
            class="govuk-link"
            href={`/organizations/${orgId}/visits/${year}/${visitNo}/visit.ics`}
          >
            เพิ่มลงปฏิทิน (.ics)
          </a>
        </p>
      )}
      {open && can(user, 'answer-visit', { orgId }) && (
        <Answering answered={answered !== undefined} wrong={errors.length > 0}>
          {!answered && (
            <p class="govuk-body">โปรดตอบภายใน{longDate(addDays(entry.date, -ANSWER_DAYS))}</p>
          )}
          <form
            method="post"
            action={`/organizations/${orgId}/visits/${year}/${visitNo}`}
            novalidate
          >
            <input type="hidden" name="sequence" value={String(entry.sequence)} />
            <AnswerFields errors={errors} form={form} />
            <Button>ส่งคำตอบ</Button>
          </form>
        </Answering>
      )}
      <Preparations id={{ orgId, fiscalYear: year, visitNo }} lists={lists} mayAdd={mayHandOver} />
      <SixMonths
        {...{ obligation, submission }}
        none="หน่วยงานยังไม่ได้ส่งรายงานรอบ 6 เดือนแรก เมื่อส่งแล้วระบบจะเตรียมผลตามมิติ ปัญหา และข้อเสนอแนะไว้ที่นี่"
      />
      {version && (
        <p class="govuk-body no-print">
          ระบบเตรียมข้อมูลข้อ 2–4 จากรายงานให้แล้ว{' '}
          <a
            class="govuk-link"
            href={`/organizations/${orgId}/reports/${year}/6M/versions/${version.version}/papers`}
          >
            ดาวน์โหลดไฟล์นำเสนอ รูปเล่ม และตารางผล
          </a>{' '}
          แล้วแนบไฟล์ที่ปรับแก้แล้วในรายการข้างต้น
        </p>
      )}
      {isSigned(visit.report) && <Advice orgId={orgId} texts={visit.report.recommendations} />}
    </>,
  );
}

/** What the host makes ready, each with the files it hands over before the visit. */
const Preparations: FC<{ id: VisitId; lists: readonly FileList[]; mayAdd: boolean }> = (props) => {
  const { id, lists, mayAdd } = props;
  const { orgId, fiscalYear, visitNo } = id;
  return (
    <>
      <h2 class="govuk-heading-m">โปรดจัดเตรียม</h2>
      <ol class="govuk-list govuk-list--number">
        {preparations.map((what, index) => (
          <li>
            {what}
            <PlaceFiles
              orgId={orgId}
              place={{ of: 'preparation', fiscalYear, visitNo, no: index + 1 }}
              lists={lists}
              mayAdd={mayAdd}
              what={what}
            />
          </li>
        ))}
      </ol>
    </>
  );
};

/** What the team has recommended. */
const Advice: FC<{ orgId: string; texts: readonly string[] }> = ({ orgId, texts }) =>
  texts.length === 0 ? null : (
    <>
      <h2 class="govuk-heading-m">ข้อเสนอแนะของคณะนิเทศ</h2>
      <ol class="govuk-list govuk-list--number">
        {texts.map((recommendation) => (
          <li>{recommendation}</li>
        ))}
      </ol>
      <p class="govuk-body">
        <a class="govuk-link" href={`/organizations/${orgId}/recommendations`}>
          ตอบและแจ้งผลตามข้อเสนอแนะ
        </a>
      </p>
    </>
  );

interface HostFacts {
  readonly schedule: Schedule;
  readonly entry: ScheduleEntry;
  readonly visit: Visit;
  readonly teams: readonly Team[];
  readonly office: Office | undefined;
  readonly state: VisitState;
}

/** When, who comes, by which letter, and what the host has answered. */
function factRows(facts: HostFacts): readonly { key: string; value: Child }[] {
  const { schedule, entry, visit, teams, office, state } = facts;
  const answered = answeredOf(entry, visit);
  const letter = noticeLetterOf(entry, schedule);
  return [
    { key: 'สถานะ', value: <VisitTag state={state} /> },
    {
      key: 'วันและเวลา',
      value:
        entry.state === 'scheduled'
          ? `${longDate(entry.date)} เวลา ${hoursOf(entry)}`
          : entry.state === 'cancelled'
            ? 'ยกเลิกแล้ว'
            : 'จะแจ้งวันใหม่ให้ทราบ',
    },
    ...(entry.movedFrom
      ? [
          {
            key: 'เปลี่ยนจากวันเดิม',
            value: `${longDate(entry.movedFrom.date)} – ${entry.reason ?? ''}`,
          },
        ]
      : []),
    { key: 'คณะนิเทศติดตาม', value: teamName(teams, entry.teamId) },
    {
      key: 'หนังสือแจ้ง',
      value: letter
        ? `ที่ ${letter.no} ลงวันที่ ${shortDate(letter.date)}`
        : 'แจ้งล่วงหน้าอย่างไม่เป็นทางการ จะมีหนังสือตามมา',
    },
    ...(entry.urgent ? [{ key: 'นิเทศเร่งด่วน เพราะ', value: entry.urgent.reason }] : []),
    ...(answered
      ? [
          {
            key: 'คำตอบของหน่วยงาน',
            value: (
              <>
                ตอบรับแล้วเมื่อ {shortDate(answered.on)}
                <span class="cell-note">
                  สถานที่: {answered.place} · ผู้ต้อนรับ: {answered.receivedBy || '–'} · มือถือ:{' '}
                  {answered.mobile || '–'}
                </span>
              </>
            ),
          },
        ]
      : []),
    ...(state === 'reschedule_requested'
      ? [
          {
            key: 'คำตอบของหน่วยงาน',
            value: `ขอเปลี่ยนวัน: ${visit.otherDayAsked?.reason ?? ''}${suitableDays(visit.otherDayAsked?.days)}`,
          },
        ]
      : []),
    { key: 'สอบถาม', value: `${office?.name ?? ''} โทร. ${office?.phone ?? ''}` },
  ];
}

/** The host's answer to the day that stands now. */
function answeredOf({ sequence }: ScheduleEntry, { acknowledged }: Visit) {
  return acknowledged?.sequence === sequence ? acknowledged : undefined;
}

/** What a host has come for, until it has answered; then out of the way. */
const Answering: FC<{ answered: boolean; wrong: boolean; children?: Child }> = (props) =>
  props.answered ? (
    <details class="govuk-details no-print" open={props.wrong}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">เปลี่ยนคำตอบ</span>
      </summary>
      <div class="govuk-details__text">{props.children}</div>
    </details>
  ) : (
    <>
      <h2 class="govuk-heading-m">ตอบรับวันนิเทศ</h2>
      {props.children}
    </>
  );

function suitableDays(days: readonly LocalDate[] = []): string {
  return days.length > 0 ? ` วันที่สะดวก ${days.map(longDate).join(' หรือ ')}` : '';
}
