/** Pages on more time: the organization's request, and the office's answers by district or province. */
import type { Context } from 'hono';
import {
  datesOf,
  isAwaited,
  type Obligation,
  openRequest,
} from '../../shared/domain/obligation.ts';
import { can } from '../../shared/domain/permissions.ts';
import { longDate, roundLabels, shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  DateInput,
  EmptyState,
  type FieldError,
  Notification,
  Select,
  Table,
} from '../../shared/web/components.tsx';
import { refusalOf } from './acting.ts';
import { amphoesOf } from './board.ts';
import { createGrantExtensions, createRequestExtension } from './extensions.ts';
import { crumbsTo, lineOf, provinceFrame, provinceRoundPath, refuse } from './province-frame.tsx';
import { ReasonField } from './reason-field.tsx';
import { mayWrite, refusalProblem } from './report-acts.ts';
import { writingAs } from './report-desk.ts';
import { placeOf, reportPath } from './report-frame.ts';
import { dueWords, placeName, requestWords, roundName } from './report-views.tsx';
import { dateTyped, type Form, readForm, thaiDateFrom } from './request-body.ts';
import {
  authorized,
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

interface Filled {
  readonly form?: Form | undefined;
  readonly errors?: readonly FieldError[];
}

export function extensionPages(dependencies: WebDependencies) {
  const { obligations } = dependencies;
  const requestExtension = createRequestExtension(dependencies);
  const grantExtensions = createGrantExtensions(dependencies);

  return {
    requestForm: (c: Context<WebEnv>) => answerRequest(c, {}),

    async request(c: Context<WebEnv>) {
      const place = placeOf(c);
      const user = authorized(c, 'read-organization', place);
      const refusal = mayWrite(user, place.orgId);
      if (refusal) throw refusalProblem(refusal);
      const form = await readForm(c);
      const typed = typedIn(form);
      if ('errors' in typed) return answerRequest(c, { form, errors: typed.errors });
      const outcome = await requestExtension(user, place, typed);
      if ('requested' in outcome) return c.redirect(`${reportPath(place)}/extension?done`, 303);
      if (outcome.refused !== 'day-too-early') throw refusalProblem(outcome);
      const message = `กรุณากรอกวันที่หลัง${longDate(outcome.after)}`;
      return answerRequest(c, { form, errors: [{ id: 'until', message }] });
    },

    answersForm: (c: Context<WebEnv>) => answerAnswers(c, {}),

    async answers(c: Context<WebEnv>) {
      const { user, province } = await provinceFrame(c);
      const refusal = refusalOf(user, 'review-report', { province });
      if (refusal) return refuse(refusal);
      const { year, round } = pathOf(c, provinceRoundPath);
      const form = await readForm(c);
      const typed = typedIn(form);
      const board = await obligations.board(province, { fiscalYear: year, round });
      const amphoe = form.get('amphoe') ?? '';
      const errors = 'errors' in typed ? [...typed.errors] : [];
      if (amphoe === '' || (amphoe !== 'all' && !amphoesOf(board).includes(amphoe))) {
        errors.unshift({ id: 'amphoe', message: 'กรุณาเลือกอำเภอ หรือทั้งจังหวัด' });
      }
      if ('errors' in typed || errors.length > 0) return answerAnswers(c, { form, errors });
      const outcome = await grantExtensions(user, {
        province,
        fiscalYear: year,
        round,
        amphoe: amphoe === 'all' ? undefined : amphoe,
        ...typed,
      });
      if ('granted' in outcome) {
        const { granted, passedOver } = outcome;
        return c.redirect(`${c.req.path}?granted=${granted}&passed=${passedOver}`, 303);
      }
      if (outcome.refused !== 'day-too-early') return refuse(outcome);
      const message = `กรุณากรอกวันที่หลัง${longDate(outcome.after)}`;
      return answerAnswers(c, { form, errors: [{ id: 'until', message }] });
    },
  };

  async function answerRequest(c: Context<WebEnv>, { form, errors = [] }: Filled) {
    const place = placeOf(c);
    const user = authorized(c, 'read-organization', place);
    const obligation = found(await obligations.find(place.orgId, place));
    const { extensionRequest } = obligation;
    const mayAsk = writingAs(user, place.orgId) !== undefined && isAwaited(obligation);
    return page(
      c,
      {
        title: `ขอขยายเวลา ${roundName(obligation)}`,
        line: obligation.organization.shortName,
        breadcrumbs: [
          { text: 'งานของหน่วยงาน', href: `/organizations/${place.orgId}` },
          { text: 'ขอขยายเวลา' },
        ],
        errors,
        status: errors.length > 0 ? 422 : 200,
      },
      <>
        {c.req.query('done') !== undefined && errors.length === 0 && (
          <Notification kind="success" title="ส่งคำขอขยายเวลาแล้ว">
            <p class="govuk-body">
              สำนักงาน ป.ป.ช. ประจำจังหวัดจะพิจารณา ผลจะแสดงในหน้านี้ ระหว่างนี้กำหนดส่งคงเดิม
            </p>
          </Notification>
        )}
        <span class="govuk-caption-l">{placeName(obligation)}</span>
        <h1 class="govuk-heading-l">ขอขยายเวลา {roundName(obligation)}</h1>
        <p class="govuk-body">{dueWords(obligation, todayOf(dependencies))}</p>
        {extensionRequest && <p class="govuk-inset-text">{requestWords(extensionRequest)}</p>}
        {mayAsk ? (
          <form method="post" novalidate>
            <DayAndReason
              label="ขอส่งภายในวันที่"
              hint="เช่น น้ำท่วมสำนักงาน หรือผู้รับผิดชอบโอนย้าย"
              {...{ form, errors }}
            />
            <Button>ส่งคำขอขยายเวลา</Button>
          </form>
        ) : (
          <p class="govuk-body">รายงานรอบนี้ไม่อยู่ในสถานะที่ขอขยายเวลาได้</p>
        )}
      </>,
    );
  }

  async function answerAnswers(c: Context<WebEnv>, { form, errors = [] }: Filled) {
    const frame = await provinceFrame(c);
    const { province } = frame;
    const { year, round } = pathOf(c, provinceRoundPath);
    const board = await obligations.board(province, { fiscalYear: year, round });
    const asked = board.filter((obligation) => openRequest(obligation));
    const granted = c.req.query('granted');
    const title = `ขยายเวลา ${roundLabels[round]} ปีงบประมาณ พ.ศ. ${year}`;
    return page(
      c,
      {
        title,
        line: lineOf(frame, year),
        breadcrumbs: crumbsTo(
          frame,
          { text: roundLabels[round], href: `/provinces/${province}/rounds/${year}/${round}` },
          { text: 'ขยายเวลา' },
        ),
        errors,
        status: errors.length > 0 ? 422 : 200,
      },
      <>
        {granted !== undefined && errors.length === 0 && (
          <Notification kind="success" title={`ขยายเวลาแล้ว ${Number(granted)} หน่วยงาน`}>
            <p class="govuk-body">
              {Number(c.req.query('passed'))} หน่วยงานมีเวลาถึงวันนั้นอยู่แล้ว การแจ้งเตือนเลื่อนตามวันใหม่
            </p>
          </Notification>
        )}
        <h1 class="govuk-heading-l">{title}</h1>
        <h2 class="govuk-heading-m">คำขอที่รอพิจารณา</h2>
        {asked.length === 0 ? (
          <EmptyState>ไม่มีคำขอที่รอพิจารณา</EmptyState>
        ) : (
          <Requests asked={asked} mayAnswer={can(frame.user, 'review-report', { province })} />
        )}
        {can(frame.user, 'review-report', { province }) && (
          <form method="post" novalidate>
            <h2 class="govuk-heading-m">ขยายเวลาทั้งอำเภอหรือทั้งจังหวัด</h2>
            <p class="govuk-body">
              มีผลกับหน่วยงานที่ยังไม่ได้ส่งรายงาน และถือเป็นการอนุญาตตามคำขอที่รอพิจารณาของหน่วยงานเหล่านั้น
            </p>
            <Select
              name="amphoe"
              label="พื้นที่"
              value={form?.get('amphoe')}
              options={[
                { value: '', text: 'เลือกพื้นที่' },
                { value: 'all', text: 'ทั้งจังหวัด' },
                ...amphoesOf(board).map((amphoe) => ({ value: amphoe, text: `อำเภอ${amphoe}` })),
              ]}
              errors={errors}
            />
            <DayAndReason
              label="อนุญาตให้ส่งถึงวันที่"
              hint="หน่วยงานจะเห็นเหตุผลนี้ เช่น น้ำท่วมในพื้นที่"
              {...{ form, errors }}
            />
            <Button>ขยายเวลา</Button>
          </form>
        )}
      </>,
    );
  }
}

function Requests({ asked, mayAnswer }: { asked: readonly Obligation[]; mayAnswer: boolean }) {
  return (
    <Table
      caption="คำขอขยายเวลาที่รอพิจารณา"
      captionHidden
      rows={asked}
      columns={[
        {
          head: 'หน่วยงาน',
          heads: true,
          cell: ({ organization, province, orgId, fiscalYear, round }) => (
            <a
              class="govuk-link"
              href={`/provinces/${province}/reports/${orgId}/${fiscalYear}/${round}`}
            >
              {organization.shortName}
            </a>
          ),
        },
        { head: 'อำเภอ', cell: ({ organization }) => organization.amphoe },
        {
          head: 'กำหนดส่ง',
          cell: (obligation) => <span class="no-wrap">{shortDate(datesOf(obligation).due)}</span>,
        },
        {
          head: 'ขอถึง',
          cell: ({ extensionRequest }) => (
            <span class="no-wrap">{extensionRequest && shortDate(extensionRequest.until)}</span>
          ),
        },
        { head: 'เหตุผล', cell: ({ extensionRequest }) => extensionRequest?.reason },
        ...(mayAnswer
          ? [
              {
                head: 'พิจารณา',
                speaksForItself: true,
                cell: ({ province, orgId, fiscalYear, round, organization }: Obligation) => {
                  const base = `/provinces/${province}/reports/${orgId}/${fiscalYear}/${round}`;
                  const whose = (
                    <span class="govuk-visually-hidden"> {organization.shortName}</span>
                  );
                  return (
                    <>
                      <a class="govuk-link" href={`${base}/extend`}>
                        อนุญาต{whose}
                      </a>{' '}
                      <a class="govuk-link" href={`${base}/refuse`}>
                        ไม่อนุญาต{whose}
                      </a>
                    </>
                  );
                },
              },
            ]
          : []),
      ]}
    />
  );
}

/** Until when more time is asked for or given, and why. */
function DayAndReason({
  label,
  hint,
  form,
  errors = [],
}: Filled & { label: string; hint: string }) {
  return (
    <>
      <DateInput name="until" label={label} errors={errors} {...dateTyped(form, 'until')} />
      <ReasonField most={2000} {...{ hint, form, errors }} />
    </>
  );
}

/** What `DayAndReason` asks for, or what is wrong with it. */
function typedIn(form: Form) {
  const until = thaiDateFrom(form, 'until');
  const reason = (form.get('reason') ?? '').trim();
  const errors: FieldError[] = [];
  if ('message' in until) errors.push({ id: 'until', message: until.message });
  if (reason === '') errors.push({ id: 'reason', message: 'กรุณากรอกเหตุผล' });
  if (reason.length > 2000) {
    errors.push({ id: 'reason', message: 'เหตุผลยาวเกินไป กรอกได้ไม่เกิน 2,000 ตัวอักษร' });
  }
  if ('message' in until || errors.length > 0) return { errors };
  return { until: until.date, reason };
}
