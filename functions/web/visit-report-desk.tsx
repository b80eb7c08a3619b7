/** The report on one visit at the office: written, signed, corrected, read in each version. */
import type { Context } from 'hono';
import * as z from 'zod';
import { type Visit, versionOf } from '../../shared/domain/supervision.ts';
import { isSigned, lacksOf } from '../../shared/domain/supervision-report.ts';
import { formOf, formOn, type VisitForm } from '../../shared/domain/visit-form.ts';
import { longDate, shortDate } from '../../shared/text/thai.ts';
import {
  Button,
  ButtonLink,
  type FieldError,
  Notification,
  SummaryList,
} from '../../shared/web/components.tsx';
import { findVisit } from './answer-visit.ts';
import { CorrectedAdvice } from './corrected-advice.tsx';
import { PlaceFiles } from './file-links.tsx';
import { refuse } from './province-frame.tsx';
import {
  createRecordSupervision,
  draftOf,
  reportMark,
  type SupervisionRecord,
} from './record-supervision.ts';
import { type Form, readForm } from './request-body.ts';
import { type SeasonFrame, seasonFrame, seasonOptions } from './season-frame.tsx';
import { SixMonths } from './six-months.tsx';
import { idOf, recordProblem, type VisitFacts, visitBase, visitFacts } from './visit-facts.ts';
import { viewOf } from './visit-page.tsx';
import { ReportForm, SignForm } from './visit-report-form.tsx';
import { lackErrors, reportFrom, signaturesFrom } from './visit-report-input.ts';
import { ReportView, Signatures } from './visit-report-view.tsx';
import { found, page, pathOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

const versionPath = z.object({ version: z.coerce.number().int().min(1) });

/** What answers the routes of the report. */
export function visitReportDesk(dependencies: WebDependencies) {
  const { seasons, visitForms } = dependencies;
  const recordSupervision = createRecordSupervision({
    ...dependencies,
    audit: dependencies.audits,
  });

  /** @throws {ProblemError} where the act is refused for what no field can mend */
  async function record(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    form: Form,
    act: SupervisionRecord,
  ): Promise<Visit | { readonly lacks: readonly string[] } | 'held-ahead'> {
    const seen = form.get('seen') ?? '';
    const outcome = await recordSupervision(frame.user, idOf(c, frame), seen, act);
    if ('recorded' in outcome) return outcome.recorded;
    if (outcome.refused === 'held-ahead') return 'held-ahead';
    if (outcome.refused === 'incomplete') return { lacks: outcome.lacks };
    throw recordProblem(outcome);
  }

  async function showForm(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    errors: readonly FieldError[] = [],
    form?: Form,
  ) {
    const facts = await visitFacts(c, dependencies, frame);
    const { visit, entry, base, mayRecord, today, submission, obligation } = facts;
    if (!mayRecord) refuse({ refused: 'forbidden' });
    if (isSigned(visit.report) && !visit.correction) return c.redirect(`${base}#report`, 303);
    if (entry.state !== 'scheduled') throw recordProblem({ refused: 'off' });
    if (today < entry.date) throw recordProblem({ refused: 'not-yet', on: entry.date });
    const written = draftOf(visit);
    const edition = editionOf(facts);
    const saved = c.req.query('done') === 'draft' && errors.length === 0;
    return page(
      c,
      {
        ...reportOptions(facts, frame, 'รายงานการนิเทศติดตาม'),
        errors,
        status: errors.length > 0 ? 422 : 200,
      },
      <>
        {saved && <Notification kind="success" title="บันทึกร่างรายงานการนิเทศแล้ว" />}
        <span class="govuk-caption-l">{facts.caption}</span>
        <h1 class="govuk-heading-l">รายงานการนิเทศติดตาม {facts.name}</h1>
        <p class="govuk-body">
          {edition.name} · {longDate(entry.date)}
          {written &&
            ` · ร่างล่าสุดบันทึกเมื่อ ${shortDate(written.recordedOn)} โดย ${written.recordedBy.position}`}
        </p>
        {visit.correction && (
          <p class="govuk-inset-text">
            ฉบับแก้ไขของฉบับที่ {visit.report ? versionOf(visit.report) : 1} เหตุผล:{' '}
            {visit.correction.reason}
          </p>
        )}
        <ReportFilesNote facts={facts} />
        <ReportForm
          {...{ edition, entry, written, submission, errors, form }}
          action={`${base}/report`}
          seen={reportMark(visit)}
          shown={{
            report: (
              <SixMonths {...{ obligation, submission }} none="ยังไม่พบรายงานของหน่วยงานนี้" headless />
            ),
          }}
        />
        {visit.correction && (
          <form method="post" action={`${base}/report/correct`} novalidate class="no-print">
            <input type="hidden" name="seen" value={reportMark(visit)} />
            <Button kind="warning" name="do" value="drop">
              ยกเลิกฉบับแก้ไขนี้
            </Button>
          </form>
        )}
      </>,
    );
  }

  async function takeDraft(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    const form = await readForm(c);
    const { entry, visit } = found(await findVisit(seasons, idOf(c, frame)));
    const forms = await visitForms.all();
    const draft = draftOf(visit);
    const edition = draft ? formOf(draft, forms) : formOn(entry.date, forms);
    const report = reportFrom(form, edition);
    if ('errors' in report) return showForm(c, frame, report.errors, form);
    const outcome = await record(c, frame, form, { act: 'draft', report });
    if (outcome === 'held-ahead') {
      return showForm(c, frame, [{ id: 'heldOn', message: 'วันที่นิเทศต้องไม่หลังวันนี้' }], form);
    }
    const base = visitBase(c, frame);
    if (form.get('do') !== 'sign') return c.redirect(`${base}/report?done=draft`, 303);
    // It is kept as a draft; what is missing stands only against signing.
    const lacks = lacksOf(report, edition);
    return lacks.length > 0
      ? showForm(c, frame, lackErrors(lacks, edition))
      : c.redirect(`${base}/report/sign`, 303);
  }

  async function showSigning(
    c: Context<WebEnv>,
    frame: SeasonFrame,
    errors: readonly FieldError[] = [],
    form?: Form,
  ) {
    const facts = await visitFacts(c, dependencies, frame);
    const { visit, base, mayRecord, team, today } = facts;
    const draft = draftOf(visit);
    if (!mayRecord) refuse({ refused: 'forbidden' });
    if (!draft) return c.redirect(`${base}#report`, 303);
    const lacks = lackErrors(lacksOf(draft, editionOf(facts)), editionOf(facts));
    const positions = team?.members.map(({ position }) => position) ?? [];
    return page(
      c,
      {
        ...reportOptions(facts, frame, 'ลงนามรายงานการนิเทศติดตาม'),
        errors,
        status: errors.length > 0 ? 422 : 200,
      },
      <>
        <span class="govuk-caption-l">{facts.caption}</span>
        <h1 class="govuk-heading-l">ลงนามรายงานการนิเทศติดตาม</h1>
        {visit.correction && <CorrectedAdvice texts={draft.recommendations} kept={facts.made} />}
        <ReportView {...viewOf(facts, draft)} />
        <ReportFilesNote facts={facts} />
        {lacks.length > 0 ? (
          <>
            <p class="govuk-inset-text">
              ยังลงนามไม่ได้: {lacks.map(({ message }) => message).join(' · ')}
            </p>
            <ButtonLink href={`${base}/report`}>กลับไปกรอกรายงาน</ButtonLink>
          </>
        ) : (
          <>
            <p class="govuk-body no-print">
              <a class="govuk-link" href={`${base}/report`}>
                กลับไปแก้ไขรายงาน
              </a>
            </p>
            <SignForm
              action={`${base}/report/sign`}
              seen={reportMark(visit)}
              positions={positions.length > 0 ? positions : [frame.user.position]}
              {...{ today, errors, form }}
            />
          </>
        )}
      </>,
    );
  }

  async function takeSigning(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    const form = await readForm(c);
    const given = signaturesFrom(form);
    if ('errors' in given) return showSigning(c, frame, given.errors, form);
    const outcome = await record(c, frame, form, { act: 'sign', ...given });
    if (outcome === 'held-ahead' || 'lacks' in outcome) return showSigning(c, frame);
    return c.redirect(`${visitBase(c, frame)}?done=sign#report`, 303);
  }

  async function showVersion(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    const { version } = pathOf(c, versionPath);
    const facts = await visitFacts(c, dependencies, frame);
    const { visit, base, id } = facts;
    const { report } = visit;
    if (isSigned(report) && versionOf(report) === version) return c.redirect(`${base}#report`, 303);
    const archived = found(await seasons.archivedReport(id, version));
    const title = `รายงานการนิเทศติดตาม ฉบับที่ ${version}`;
    return page(
      c,
      reportOptions(facts, frame, title),
      <>
        <span class="govuk-caption-l">{facts.caption}</span>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-inset-text">
          ฉบับนี้มีฉบับแก้ไขแล้ว{' '}
          <a class="govuk-link" href={`${base}#report`}>
            ดูฉบับล่าสุด
          </a>
        </p>
        <ReportView {...viewOf(facts, archived)} />
        <SummaryList
          rows={[
            {
              key: 'ลงนาม',
              value: (
                <>
                  {shortDate(archived.recordedOn)} โดย {archived.recordedBy.position}
                  {archived.signatures && <Signatures signatures={archived.signatures} />}
                </>
              ),
            },
            { key: 'รหัสเนื้อหา (SHA-256)', value: archived.contentHash ?? '–' },
          ]}
        />
      </>,
    );
  }

  return {
    show: async (c: Context<WebEnv>) => showForm(c, await seasonFrame(c)),
    takeDraft,
    showSigning: async (c: Context<WebEnv>) => showSigning(c, await seasonFrame(c)),
    takeSigning,
    showVersion,
  };
}

/** The edition that is written on: the draft's own, else the one in force on the visit's day. */
function editionOf({ visit, entry, forms }: VisitFacts): VisitForm {
  const draft = draftOf(visit);
  return draft ? formOf(draft, forms) : formOn(entry.date, forms);
}

function reportOptions({ name, base }: VisitFacts, frame: SeasonFrame, title: string) {
  return seasonOptions(frame, title, { text: name, href: base });
}

function ReportFilesNote({ facts: { visit, lists } }: { facts: VisitFacts }) {
  const { orgId, fiscalYear, visitNo } = visit;
  return (
    <p class="govuk-body no-print">
      ไฟล์และภาพประกอบรายงาน แนบได้ก่อนลงนาม หากกรอกรายงานค้างอยู่ โปรดบันทึกร่างก่อนไปแนบไฟล์
      <PlaceFiles
        orgId={orgId}
        place={{ of: 'visit-report', fiscalYear, visitNo }}
        lists={lists}
        mayAdd
        what="รายงานการนิเทศ"
      />
    </p>
  );
}
