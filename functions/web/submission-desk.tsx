/** The province's submissions to the committee: choosing reports, the letter's number, taking one apart again. */
import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { committeeOn } from '../../shared/domain/letterhead.ts';
import { addDays, type LocalDate } from '../../shared/domain/local-date.ts';
import { can } from '../../shared/domain/permissions.ts';
import {
  awaitingSubmission,
  type Bundle,
  visitName,
} from '../../shared/domain/submission-bundles.ts';
import { reportOverdueBy, visitOf, visitState } from '../../shared/domain/supervision.ts';
import { shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  EmptyState,
  Field,
  type FieldError,
  FoldedAct,
  Notification,
  SummaryCard,
  SummaryCards,
  SummaryList,
  Table,
  Tag,
} from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { refuse } from './province-frame.tsx';
import { type Form, readForm } from './request-body.ts';
import { LetterFields, letterFrom } from './season-forms.tsx';
import { type SeasonFrame, seasonFrame, seasonOptions } from './season-frame.tsx';
import { type BundleAct, type BundleOutcome, createSubmitBundle } from './submit-bundle.ts';
import { shortNames } from './visit-words.ts';
import {
  found,
  page,
  pathOf,
  todayOf,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

const bundlePath = z.object({ no: z.coerce.number().int().min(1) });

const success: Readonly<Record<string, string>> = {
  drawn: 'จัดทำชุดเสนอคณะกรรมการแล้ว พิมพ์หนังสือ ออกเลขตามทะเบียนของสำนักงาน แล้วบันทึกเลขที่และวันที่',
  numbered: 'บันทึกเลขที่หนังสือแล้ว ถือว่าเสนอคณะกรรมการแล้ว',
  undone: 'ยกเลิกชุดนี้แล้ว รายงานกลับไปรอเสนอในชุดถัดไป',
};

/** What answers the routes of `submissions.ts`. */
export function submissionDesk(dependencies: WebDependencies) {
  const { seasons, roster, submissions, settings, letterheads } = dependencies;
  const submitBundle = createSubmitBundle({ ...dependencies, audit: dependencies.audits });

  async function showAll(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    errors: readonly FieldError[] = [],
    form?: Form,
  ) {
    const { fiscalYear, province } = frame.season;
    const [all, schedule, visits, organizations, { rules }, letterhead] = await Promise.all([
      submissions.find(fiscalYear, province),
      seasons.schedule(fiscalYear, province),
      seasons.visits(fiscalYear, province),
      roster.all(province),
      settings.load(),
      letterheads.ofOffice(province),
    ]);
    const today = todayOf(dependencies);
    const entries = schedule?.entries ?? [];
    const states = entries.map((entry) => visitState(entry, visitOf(entry, visits), today));
    const overdue = entries.filter((entry) =>
      reportOverdueBy(entry, visitOf(entry, visits), rules.supervisionReportDays, today),
    );
    const waiting = awaitingSubmission(visits, all);
    const names = shortNames(organizations, today);
    const title = 'ชุดเสนอคณะกรรมการ';
    const mayRecord = can(frame.user, 'record-supervision', { province });
    return page(
      c,
      {
        ...seasonOptions(frame, title),
        errors,
        status: errors.length > 0 ? 422 : 200,
      },
      <>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">
          รวมรายงานการนิเทศที่ลงนามแล้วหลายแห่งไว้ในหนังสือนำส่งฉบับเดียว ถือว่าเสนอแล้วเมื่อบันทึกเลขที่และวันที่ของหนังสือ
          กำหนดเสนอภายใน {rules.supervisionReportDays} วันหลังวันนิเทศ
        </p>
        <SummaryCards>
          <SummaryCard figure={waiting.length} label="ลงนามแล้ว รอจัดชุด" />
          <SummaryCard
            figure={states.filter((state) => state === 'held' || state === 'report_draft').length}
            label="นิเทศแล้ว ยังไม่ลงนามรายงาน"
            href={`${frame.base}?state=held#list`}
          />
          <SummaryCard
            figure={overdue.length}
            label="เกินกำหนดเสนอ"
            href={`${frame.base}?state=report-overdue#list`}
          />
        </SummaryCards>
        <Bundles bundles={all.bundles} base={frame.base} />
        {mayRecord && (
          <section aria-labelledby="new">
            <h2 class="govuk-heading-m" id="new">
              จัดทำชุดใหม่
            </h2>
            {waiting.length === 0 ? (
              <EmptyState>ยังไม่มีรายงานที่ลงนามแล้วและรอเสนอ</EmptyState>
            ) : (
              <form method="post" action={`${frame.base}/submissions`} novalidate>
                <Field
                  name="committee"
                  label="เสนอต่อ"
                  maxlength={300}
                  value={form?.get('committee') ?? committeeOn(letterhead, today)}
                  errors={errors}
                />
                <Choice
                  waiting={waiting.map((visit) => ({
                    name: visitName(visit),
                    label: names.get(visit.orgId) ?? visit.orgId,
                    heldOn: visit.report?.heldOn ?? today,
                    due: addDays(visit.report?.heldOn ?? today, rules.supervisionReportDays),
                  }))}
                  {...{ errors, form, today }}
                />
                <Button>จัดทำชุดเสนอคณะกรรมการ</Button>
              </form>
            )}
          </section>
        )}
      </>,
    );
  }

  async function drawUp(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    const form = await readForm(c);
    const committee = (form.get('committee') ?? '').replace(/\s+/g, ' ').trim();
    if (committee === '' || committee.length > 300) {
      const message = 'กรุณากรอกชื่อคณะกรรมการ ไม่เกิน 300 ตัวอักษร';
      return showAll(c, frame, [{ id: 'committee', message }], form);
    }
    const visits = [...new Set(form.all('visit'))];
    const outcome = await act(frame, { act: 'draw-up', visits, committee });
    if ('done' in outcome) {
      return c.redirect(`${frame.base}/submissions/${outcome.done.no}?done=drawn`, 303);
    }
    if (outcome.refused === 'nothing-chosen') {
      const message = 'กรุณาเลือกรายงานอย่างน้อยหนึ่งแห่ง';
      return showAll(c, frame, [{ id: 'visit', message }], form);
    }
    if (outcome.refused === 'not-ready') {
      const names = shortNames(await roster.all(frame.province), todayOf(dependencies));
      const which = outcome.orgIds.map((orgId) => names.get(orgId) ?? 'หน่วยงานที่ไม่รู้จัก').join(' ');
      const message = `ยังไม่ได้ลงนาม หรืออยู่ในชุดอื่นแล้ว: ${which}`;
      return showAll(c, frame, [{ id: 'visit', message }], form);
    }
    throw bundleProblem(outcome);
  }

  const act = (frame: SeasonFrame, what: BundleAct) => submitBundle(frame.user, frame.season, what);

  async function showOne(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    errors: readonly FieldError[] = [],
    form?: Form,
  ) {
    const { no } = pathOf(c, bundlePath);
    const { fiscalYear, province } = frame.season;
    const [all, visits, organizations] = await Promise.all([
      submissions.find(fiscalYear, province),
      seasons.visits(fiscalYear, province),
      roster.all(province),
    ]);
    const bundle = found(all.bundles.find((one) => one.no === no));
    const today = todayOf(dependencies);
    const names = shortNames(organizations, today);
    const title = `ชุดเสนอคณะกรรมการ ชุดที่ ${no}`;
    const done = success[c.req.query('done') ?? ''];
    const mayRecord = can(frame.user, 'record-supervision', { province });
    const open = mayRecord && !bundle.letter && !bundle.undone;
    const path = `${frame.base}/submissions/${no}`;
    return page(
      c,
      {
        ...seasonOptions(frame, title, {
          text: 'ชุดเสนอคณะกรรมการ',
          href: `${frame.base}/submissions`,
        }),
        errors,
        status: errors.length > 0 ? 422 : 200,
      },
      <>
        {done && errors.length === 0 && <Notification kind="success" title={done} />}
        <h1 class="govuk-heading-l">{title}</h1>
        <SummaryList
          rows={[
            { key: 'สถานะ', value: <BundleTag bundle={bundle} /> },
            { key: 'เสนอต่อ', value: bundle.committee },
            {
              key: 'จัดทำเมื่อ',
              value: `${shortDate(bundle.drawnUpOn)} โดย ${bundle.drawnUpBy.position}`,
            },
            {
              key: 'หนังสือนำส่ง',
              value: bundle.letter
                ? `ที่ ${bundle.letter.no} ลงวันที่ ${shortDate(bundle.letter.date)}`
                : 'ยังไม่มีเลขที่หนังสือ',
            },
            ...(bundle.undone
              ? [
                  {
                    key: 'ยกเลิกชุด',
                    value: `${shortDate(bundle.undone.on)} โดย ${bundle.undone.by.position}: ${bundle.undone.reason}`,
                  },
                ]
              : []),
          ]}
        />
        {!bundle.undone && <BundlePapers base={frame.base} no={no} />}
        <Table
          caption={`รายงานในชุดนี้ ${bundle.visits.length} แห่ง`}
          rows={bundle.visits}
          columns={[
            {
              head: 'หน่วยงาน',
              heads: true,
              cell: ({ orgId, visitNo }) => (
                <a class="govuk-link" href={`${frame.base}/${orgId}/${visitNo}`}>
                  {names.get(orgId) ?? orgId}
                </a>
              ),
            },
            {
              head: 'วันที่นิเทศ',
              cell: (one) => {
                const heldOn = visitOf(one, visits)?.report?.heldOn;
                return heldOn ? shortDate(heldOn) : '–';
              },
            },
            { head: 'ฉบับที่', figure: true, cell: ({ version }) => version },
            {
              head: 'ข้อเสนอแนะ',
              figure: true,
              cell: (one) => visitOf(one, visits)?.report?.recommendations.length ?? 0,
            },
          ]}
        />
        {open && <NumberForm {...{ path, errors, form }} />}
        {open && <UndoForm {...{ path, errors, form }} />}
      </>,
    );
  }

  async function number(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    const { no } = pathOf(c, bundlePath);
    const form = await readForm(c);
    const letter = letterFrom(form);
    if (!letter) {
      return showOne(c, frame, [{ id: 'letterNo', message: 'กรุณากรอกเลขที่หนังสือ' }], form);
    }
    if ('errors' in letter) return showOne(c, frame, letter.errors, form);
    if (letter.date > todayOf(dependencies)) {
      const message = 'วันที่ของหนังสือต้องไม่หลังวันนี้';
      return showOne(c, frame, [{ id: 'letterDate', message }], form);
    }
    const outcome = await act(frame, { act: 'number', no, letter });
    if ('done' in outcome) {
      return c.redirect(`${frame.base}/submissions/${no}?done=numbered`, 303);
    }
    throw bundleProblem(outcome);
  }

  async function undo(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    const { no } = pathOf(c, bundlePath);
    const form = await readForm(c);
    const reason = (form.get('reason') ?? '').trim();
    if (reason === '' || reason.length > 500) {
      const message = 'กรุณากรอกเหตุผลที่ยกเลิกชุดนี้ ไม่เกิน 500 ตัวอักษร';
      return showOne(c, frame, [{ id: 'reason', message }], form);
    }
    const outcome = await act(frame, { act: 'undo', no, reason });
    if ('done' in outcome) return c.redirect(`${frame.base}/submissions/${no}?done=undone`, 303);
    throw bundleProblem(outcome);
  }

  return {
    showAll: async (c: Context<WebEnv>) => showAll(c, await seasonFrame(c)),
    drawUp,
    showOne: async (c: Context<WebEnv>) => showOne(c, await seasonFrame(c)),
    number,
    undo,
  };
}

function bundleProblem(outcome: Exclude<BundleOutcome, { done: unknown }>): ProblemError {
  switch (outcome.refused) {
    case 'numbered':
      return new ProblemError(409, {
        code: 'numbered',
        detail: 'ชุดนี้มีเลขที่หนังสือแล้ว จึงเปลี่ยนหรือยกเลิกไม่ได้ หากรายงานต้องแก้ไขให้จัดทำฉบับแก้ไขและเสนอในชุดถัดไป',
      });
    case 'undone':
      return new ProblemError(409, { code: 'undone', detail: 'ชุดนี้ถูกยกเลิกไปแล้ว' });
    case 'not-found':
    case 'forbidden':
      return refuse({ refused: outcome.refused });
    case 'nothing-chosen':
    case 'not-ready':
      throw new RangeError(`${outcome.refused} belongs beside the field`);
  }
}

const BundleTag: FC<{ bundle: Bundle }> = ({ bundle }) => {
  if (bundle.undone) return <Tag tone="grey">ยกเลิกแล้ว</Tag>;
  return bundle.letter ? (
    <Tag tone="green">เสนอคณะกรรมการแล้ว</Tag>
  ) : (
    <Tag tone="orange">รอเลขที่หนังสือ</Tag>
  );
};

const Bundles: FC<{ bundles: readonly Bundle[]; base: string }> = ({ bundles, base }) =>
  bundles.length === 0 ? null : (
    <Table
      caption="ชุดที่จัดทำแล้ว"
      rows={bundles.toReversed()}
      columns={[
        {
          head: 'ชุด',
          heads: true,
          cell: ({ no }) => (
            <a class="govuk-link" href={`${base}/submissions/${no}`}>
              ชุดที่ {no}
            </a>
          ),
        },
        { head: 'จัดทำเมื่อ', cell: ({ drawnUpOn }) => shortDate(drawnUpOn) },
        { head: 'จำนวนแห่ง', figure: true, cell: ({ visits }) => visits.length },
        {
          head: 'หนังสือนำส่ง',
          cell: ({ letter }) => (letter ? `ที่ ${letter.no} ลงวันที่ ${shortDate(letter.date)}` : '–'),
        },
        { head: 'สถานะ', cell: (bundle) => <BundleTag bundle={bundle} /> },
      ]}
    />
  );

interface Waiting {
  readonly name: string;
  readonly label: string;
  readonly heldOn: LocalDate;
  readonly due: LocalDate;
}

/** All of them to begin with. */
const Choice: FC<{
  waiting: readonly Waiting[];
  errors: readonly FieldError[];
  form: Form | undefined;
  today: LocalDate;
}> = ({ waiting, errors, form, today }) => {
  const error = errors.find(({ id }) => id === 'visit');
  const chosen = form?.all('visit');
  return (
    <fieldset
      class={`govuk-fieldset govuk-form-group${error ? ' govuk-form-group--error' : ''}`}
      id="visit"
    >
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">รายงานที่จะเสนอในชุดนี้</legend>
      {error && <p class="govuk-error-message">{error.message}</p>}
      <div class="govuk-checkboxes govuk-checkboxes--small">
        {waiting.map(({ name, label, heldOn, due }, place) => (
          <div class="govuk-checkboxes__item">
            <input
              class="govuk-checkboxes__input"
              id={`visit-${place}`}
              name="visit"
              type="checkbox"
              value={name}
              checked={chosen ? chosen.includes(name) : true}
            />
            <label class="govuk-label govuk-checkboxes__label" for={`visit-${place}`}>
              {label} – นิเทศ {shortDate(heldOn)} ครบกำหนด {shortDate(due)}
              {due < today && ' (เกินกำหนดแล้ว)'}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
};

const BundlePapers: FC<{ base: string; no: number }> = ({ base, no }) => {
  const href = (file: string) => `${base}/papers/${file}?submission=${no}`;
  return (
    <p class="govuk-body no-print">
      ดาวน์โหลด:{' '}
      <a class="govuk-link" href={href('submission.pdf')}>
        หนังสือนำส่งพร้อมสรุป (PDF)
      </a>{' '}
      <a class="govuk-link" href={href('submission.docx')}>
        Word<span class="govuk-visually-hidden"> หนังสือนำส่งพร้อมสรุป</span>
      </a>{' '}
      ·{' '}
      <a class="govuk-link" href={href('supervision-report.pdf')}>
        รายงานการนิเทศทุกแห่งในชุด (PDF)
      </a>{' '}
      <a class="govuk-link" href={href('supervision-report.zip')}>
        ZIP<span class="govuk-visually-hidden"> รายงานการนิเทศทุกแห่งในชุด</span>
      </a>
    </p>
  );
};

interface ActProps {
  readonly path: string;
  readonly errors: readonly FieldError[];
  readonly form: Form | undefined;
}

const NumberForm: FC<ActProps> = ({ path, errors, form }) => (
  <form class="panel-plain no-print" method="post" action={`${path}/number`} novalidate>
    <h2 class="govuk-heading-m">บันทึกเลขที่หนังสือนำส่ง</h2>
    <p class="govuk-body">เมื่อบันทึกแล้วถือว่าเสนอคณะกรรมการแล้ว และเปลี่ยนชุดนี้ไม่ได้</p>
    <LetterFields errors={errors} form={form} />
    <Button>บันทึกเลขที่และวันที่</Button>
  </form>
);

const UndoForm: FC<ActProps> = ({ path, errors, form }) => (
  <FoldedAct title="ยกเลิกชุดนี้ก่อนออกเลข" isOpen={errors.some(({ id }) => id === 'reason')}>
    <form method="post" action={`${path}/undo`} novalidate>
      <Field
        name="reason"
        label="เหตุผล"
        maxlength={500}
        value={form?.get('reason')}
        errors={errors}
      />
      <Button kind="warning">ยกเลิกชุดนี้</Button>
    </form>
  </FoldedAct>
);
