/** What the routes of นำเข้าตาราง answer. */
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import * as z from 'zod';
import type { ImportedRow } from '../../shared/imports/read-rows.ts';
import { LARGEST_FILE } from '../../shared/imports/source-table.ts';
import { writeTemplateOutputSchema } from '../../shared/imports/template.ts';
import { arabicDigits } from '../../shared/imports/thai-text.ts';
import type { KeptImport } from '../../shared/store/import-store.ts';
import { importRefusalText, sourceRowName } from '../../shared/text/imports.ts';
import type { FieldError } from '../../shared/web/components.tsx';
import { ProblemError } from '../../shared/web/problem.tsx';
import { ChooseTable, ImportResult, StartImport } from './import-page.tsx';
import { ImportPreview } from './import-preview.tsx';
import {
  type Choices,
  createImportTables,
  type ImportSource,
  type Preview,
  previewOf,
} from './import-table.ts';
import { type ReportRefusal, refusalProblem } from './report-acts.ts';
import type { ReportDesk, ReportPlace } from './report-desk.ts';
import { placeOf, reportPath } from './report-frame.ts';
import { roundName } from './report-views.tsx';
import { type Form, readForm, readFormWithFile } from './request-body.ts';
import {
  authorized,
  type PageOptions,
  page,
  type WebDependencies,
  type WebEnv,
} from './web-environment.tsx';

export function createImportActs(dependencies: WebDependencies) {
  const tables = createImportTables(dependencies);
  type C = Context<WebEnv>;

  async function open(c: C) {
    const place = placeOf(c);
    const user = authorized(c, 'read-organization', place);
    const opened = done(await tables.open(user, place));
    return { user, place, ...opened, base: `${reportPath(place)}/import` };
  }

  async function openKept(c: C) {
    const opened = await open(c);
    return { ...opened, kept: await tables.find(opened.user, opened.place) };
  }

  return {
    async start(c: C) {
      const { place, desk, kept, base } = await openKept(c);
      return answer(
        c,
        place,
        desk,
        { title: 'นำเข้าตาราง' },
        <StartImport {...{ desk, base, kept }} />,
      );
    },

    async read(c: C) {
      const { user, place, desk, base } = await open(c);
      const source = await sourceFrom(c);
      const outcome = 'id' in source ? undefined : await tables.read(user, place, source);
      const error = 'id' in source ? source : errorOf(source, outcome);
      if (!error) return c.redirect(`${base}/preview`, 303);
      const pasted = 'text' in source ? source.text : '';
      return answer(
        c,
        place,
        desk,
        { title: 'นำเข้าตาราง', errors: [error], status: 422 },
        <StartImport {...{ desk, base, pasted }} errors={[error]} />,
      );
    },

    async preview(c: C) {
      const { place, desk, kept, base } = await openKept(c);
      if (!kept || kept.taken) return c.redirect(kept ? `${base}/result` : base, 303);
      const preview = previewOf(kept, desk);
      if (!preview) return choicePage(c, { place, desk, kept, base }, []);
      if ('refused' in preview) throw unreadable(preview);
      return previewPage(c, { place, desk, kept, base, preview }, []);
    },

    async choose(c: C) {
      const { user, place, desk, kept, base } = await openKept(c);
      if (!kept || kept.taken) return c.redirect(base, 303);
      const typed = (await readForm(c)).get('table');
      const chosen = z
        .literal('all')
        .or(z.coerce.number().int().min(0))
        .safeParse(typed || undefined);
      const next = { ...kept, chosen: chosen.data };
      const preview = chosen.success ? previewOf(next, desk) : undefined;
      if (!preview || 'refused' in preview) {
        const message = preview ? importRefusalText(preview) : 'กรุณาเลือกตารางที่ต้องการนำเข้า';
        return choicePage(c, { place, desk, kept, base }, [{ id: 'table', message }]);
      }
      await tables.keep(user, place, next);
      return c.redirect(`${base}/preview`, 303);
    },

    async confirm(c: C) {
      const { user, place, desk, kept, base } = await openKept(c);
      const form = await readForm(c);
      if (!kept) return c.redirect(base, 303);
      // A second click on the button, or the page of an import that another one has replaced.
      if (kept.importId !== form.get('importId')) return c.redirect(`${base}/preview`, 303);
      if (kept.taken) return c.redirect(`${base}/result`, 303);
      const preview = previewOf(kept, desk);
      if (!preview || 'refused' in preview) return c.redirect(`${base}/preview`, 303);
      const { choices, errors } = choicesFrom(form, preview, desk);
      const shown = { place, desk, kept, base, preview, typed: form };
      if (errors.length > 0) return previewPage(c, shown, errors);
      const read = Number(form.get('version') ?? -1);
      const outcome = await tables.take(user, place, { kept, desk, preview, choices, read });
      if ('refused' in outcome && outcome.refused === 'stale') {
        const message =
          'มีผู้อื่นบันทึกร่างนี้หลังจากที่ท่านเปิดหน้า จึงยังไม่ได้นำเข้า หน้านี้เทียบกับร่างล่าสุดแล้ว กรุณาตรวจอีกครั้ง';
        return previewPage(c, shown, [{ id: 'import', message }], 409);
      }
      done(outcome);
      return c.redirect(`${base}/result`, 303);
    },

    async result(c: C) {
      const { place, desk, kept, base } = await openKept(c);
      if (!kept?.taken) return c.redirect(base, 303);
      return answer(
        c,
        place,
        desk,
        { title: kept.taken.undone ? 'ยกเลิกการนำเข้าแล้ว' : 'นำเข้าตารางแล้ว' },
        <ImportResult {...{ desk, base, kept }} taken={kept.taken} report={reportPath(place)} />,
      );
    },

    async undo(c: C) {
      const { user, place, kept, base } = await openKept(c);
      const form = await readForm(c);
      if (!kept?.taken || kept.importId !== form.get('importId')) return c.redirect(base, 303);
      done(await tables.undo(user, place, kept, Number(form.get('version') ?? -1)));
      return c.redirect(`${base}/result`, 303);
    },

    async template(c: C) {
      const { place, desk } = await open(c);
      const { organization } = desk.obligation;
      const title = `แบบรายงาน${roundName(desk.obligation)} ${organization.name}`;
      const { lines } = desk.content;
      const made = await dependencies.ask('write-template', { title, round: place.round, lines });
      const { base64 } = writeTemplateOutputSchema.parse(made);
      const name = `report-${place.fiscalYear}-${place.round}-${place.orgId}.xlsx`;
      return c.body(new Uint8Array(Buffer.from(base64, 'base64')), 200, {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'content-disposition': `attachment; filename="${name}"`,
      });
    },
  };

  function choicePage(c: C, shown: Shown, errors: readonly FieldError[]) {
    const status = errors.length > 0 ? 422 : 200;
    return answer(
      c,
      shown.place,
      shown.desk,
      { title: 'เลือกตารางที่จะนำเข้า', errors, status },
      <ChooseTable {...shown} errors={errors} />,
    );
  }

  function previewPage(
    c: C,
    shown: Shown & { preview: Preview; typed?: Form },
    errors: readonly FieldError[],
    status: 409 | 422 = 422,
  ) {
    return answer(
      c,
      shown.place,
      shown.desk,
      {
        title: 'ตรวจตารางก่อนนำเข้า',
        errors,
        status: errors.length > 0 ? status : 200,
        hasStickyBar: true,
      },
      <ImportPreview {...shown} errors={errors} />,
    );
  }
}

interface Shown {
  readonly place: ReportPlace;
  readonly desk: ReportDesk;
  readonly kept: KeptImport;
  readonly base: string;
}

function answer(
  c: Context<WebEnv>,
  place: ReportPlace,
  { obligation }: ReportDesk,
  options: PageOptions,
  content: Child,
) {
  const user = c.get('user');
  const { shortName } = obligation.organization;
  const breadcrumbs = [
    {
      text: user?.orgId === place.orgId ? 'งานของหน่วยงาน' : shortName,
      href: `/organizations/${place.orgId}`,
    },
    { text: 'แบบรายงาน', href: reportPath(place) },
    { text: options.title },
  ];
  const line = `${shortName} · ปีงบประมาณ พ.ศ. ${place.fiscalYear}`;
  return page(c, { line, breadcrumbs, ...options }, content);
}

/** @throws {ProblemError} where the act was refused */
function done<Done extends object>(outcome: Done | ReportRefusal): Done {
  if ('refused' in outcome) throw refusalProblem(outcome);
  return outcome;
}

function unreadable(refusal: Parameters<typeof importRefusalText>[0]): ProblemError {
  return new ProblemError(422, { code: refusal.refused, detail: importRefusalText(refusal) });
}

type Read = Awaited<ReturnType<ReturnType<typeof createImportTables>['read']>>;

function errorOf(source: ImportSource, outcome: Read | undefined): FieldError | undefined {
  if (!outcome || !('refused' in outcome)) return undefined;
  const id = 'file' in source ? 'file' : 'pasted';
  const name = 'file' in source ? `${source.file}: ` : '';
  return { id, message: `${name}${importRefusalText(outcome)}` };
}

/** What was pasted or uploaded, or what is missing. */
async function sourceFrom(c: Context<WebEnv>): Promise<ImportSource | FieldError> {
  const { form, file } = await readFormWithFile(c, 'file');
  const text = form.get('pasted');
  if (text !== undefined) {
    return text.trim() === '' ? { id: 'pasted', message: 'กรุณาวางตารางในช่องนี้ก่อน' } : { text };
  }
  if (!file) return { id: 'file', message: 'กรุณาเลือกไฟล์ .xlsx .docx หรือ .csv' };
  if (file.bytes.length > LARGEST_FILE) {
    return {
      id: 'file',
      message: `${file.name}: ไฟล์ใหญ่เกิน 1.9 เมกะไบต์ กรุณาลบรูปภาพในไฟล์ หรือคัดลอกตารางมาวาง`,
    };
  }
  return { file: file.name, bytes: file.bytes };
}

/** Where the officer wants each row to go, and what is wrong with that. */
function choicesFrom(form: Form, preview: Preview, desk: ReportDesk) {
  const choices = new Map<number, string | 'skip'>();
  const errors: FieldError[] = [];
  const known = new Set(desk.items.map(({ itemId }) => itemId));
  const byNo = new Map(desk.items.map(({ itemId, no }) => [String(no), itemId]));
  for (const { index, row } of preview.rows) {
    const field = fieldOf(form, index);
    const typed = arabicDigits(form.get(field) ?? '').trim();
    const choice = field.startsWith('no') ? (typed === '' ? 'skip' : byNo.get(typed)) : typed;
    if (choice === 'skip' || (choice !== undefined && known.has(choice)))
      choices.set(index, choice);
    else {
      const message = field.startsWith('no')
        ? `ไม่มีลำดับที่ ${typed} ในแผนของปีนี้`
        : 'กรุณาเลือกรายการในแผน หรือเลือกไม่นำเข้าแถวนี้';
      errors.push(rowError(field, message, row, preview));
    }
  }
  errors.push(...twiceChosen(choices, form, preview, desk));
  if (preview.toConfirm && form.get('confirmed') !== 'yes')
    errors.push({
      id: 'confirmed',
      message: 'กรุณายืนยันว่าตารางนี้เป็นของปีและรอบที่กำลังรายงาน',
    });
  if (errors.length === 0 && [...choices.values()].every((choice) => choice === 'skip'))
    errors.push({ id: 'import', message: 'ยังไม่มีแถวที่จะนำเข้า กรุณาเลือกอย่างน้อยหนึ่งแถว' });
  return { choices, errors };
}

/** A doubtful row has a list to choose from, another one the number in the plan. */
function fieldOf(form: Form, index: number): string {
  return form.has(`match-${index}`) ? `match-${index}` : `no-${index}`;
}

function rowError(id: string, message: string, row: ImportedRow, { kind }: Preview): FieldError {
  return { id, message, summary: `${sourceRowName(row, kind)}: ${message}` };
}

function twiceChosen(
  choices: Choices,
  form: Form,
  preview: Preview,
  { items }: ReportDesk,
): FieldError[] {
  const taken = new Set<string>();
  return preview.rows.flatMap(({ index, row }) => {
    const choice = choices.get(index) ?? 'skip';
    if (choice === 'skip') return [];
    if (!taken.has(choice)) {
      taken.add(choice);
      return [];
    }
    const no = items.find(({ itemId }) => itemId === choice)?.no;
    const message = `มีอีกแถวที่เลือกลำดับที่ ${no} ไว้แล้ว แต่ละรายการในแผนนำเข้าได้จากแถวเดียว`;
    return [rowError(fieldOf(form, index), message, row, preview)];
  });
}
