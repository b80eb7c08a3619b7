/** The province's submissions to the committee: choosing reports, the letter's number, taking one apart again. */
import type { Context } from 'hono';
import * as z from 'zod';
import { committeeOn } from '../../shared/domain/letterhead.ts';
import { can } from '../../shared/domain/permissions.ts';
import { awaitingSubmission } from '../../shared/domain/submission-bundles.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { BundlePage } from './bundle-page.tsx';
import { BundlesPage } from './bundles-page.tsx';
import { refuse } from './province-frame.tsx';
import { type Form, readForm } from './request-body.ts';
import { numberedLetterFrom } from './season-forms.tsx';
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
    const title = 'ชุดเสนอคณะกรรมการ';
    return page(
      c,
      {
        ...seasonOptions(frame, title),
        errors,
        status: errors.length > 0 ? 422 : 200,
      },
      <BundlesPage
        bundles={all.bundles}
        waiting={awaitingSubmission(visits, all)}
        entries={schedule?.entries ?? []}
        names={shortNames(organizations, today)}
        committee={committeeOn(letterhead, today)}
        mayRecord={can(frame.user, 'record-supervision', { province })}
        base={frame.base}
        {...{ title, visits, rules, errors, form, today }}
      />,
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
    const title = `ชุดเสนอคณะกรรมการ ชุดที่ ${no}`;
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
      <BundlePage
        names={shortNames(organizations, todayOf(dependencies))}
        mayRecord={can(frame.user, 'record-supervision', { province })}
        done={success[c.req.query('done') ?? '']}
        base={frame.base}
        {...{ title, bundle, visits, errors, form }}
      />,
    );
  }

  async function number(c: Context<WebEnv>) {
    const frame = await seasonFrame(c);
    const { no } = pathOf(c, bundlePath);
    const form = await readForm(c);
    const letter = numberedLetterFrom(form);
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
