/** Where ITA scores and complaints are pasted or come in a file, are seen, and only then taken over. */
import type { Context } from 'hono';
import { type FactRow, readFacts } from '../../shared/domain/season-facts.ts';
import { LARGEST_FILE, readTableOutputSchema } from '../../shared/imports/source-table.ts';
import { importRefusalText } from '../../shared/text/imports.ts';
import {
  Button,
  type FieldError,
  FileField,
  Table,
  Tag,
  Textarea,
} from '../../shared/web/components.tsx';
import { refuse } from './province-frame.tsx';
import { type Form, readFormWithFile } from './request-body.ts';
import { seenIn } from './season-forms.tsx';
import { answerChanged, type SeasonFrame, seasonOptions } from './season-frame.tsx';
import { createSetUpSeason } from './set-up-season.ts';
import { shortNames } from './visit-words.ts';
import { page, todayOf, type WebDependencies, type WebEnv } from './web-environment.tsx';

const problems: Record<NonNullable<FactRow['problem']>, string> = {
  nobody: 'ไม่พบหน่วยงานนี้ในจังหวัด',
  several: 'ตรงกับหลายหน่วยงาน โปรดใช้รหัส',
  'bad-figure': 'คะแนนต้องอยู่ระหว่าง 0–100 และเรื่องร้องเรียนต้องเป็นจำนวนเต็ม',
  'nothing-given': 'ไม่มีคะแนนหรือจำนวนเรื่องให้นำเข้า',
  twice: 'หน่วยงานนี้มีในแถวก่อนแล้ว',
};

interface Sent {
  readonly form?: Form;
  readonly rows?: readonly FactRow[];
  /** The table of the file that was sent. */
  readonly text?: string;
  readonly errors?: readonly FieldError[];
}

export async function answerFacts(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
  { form, rows, text, errors = [] }: Sent,
) {
  const { fiscalYear, province } = frame.season;
  const [setup, organizations] = await Promise.all([
    dependencies.setups.setup(fiscalYear, province),
    dependencies.roster.all(province),
  ]);
  const names = shortNames(organizations, todayOf(dependencies));
  const title = 'นำเข้าคะแนน ITA และเรื่องร้องเรียน';
  const crumb = { text: 'ตั้งค่าการนิเทศของปี', href: `${frame.base}/setup` };
  const good = rows?.filter(({ problem }) => !problem).length ?? 0;
  return page(
    c,
    { ...seasonOptions(frame, title, crumb), errors, status: errors.length > 0 ? 422 : 200 },
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      {rows && (
        <>
          <p class="govuk-body">
            นำเข้าได้ {good} แถว ข้าม {rows.length - good} แถว ยังไม่มีการบันทึกจนกว่าจะกดยืนยัน
          </p>
          <Table
            caption="ตรวจก่อนนำเข้า"
            rows={rows}
            columns={[
              { head: 'แถวที่', figure: true, cell: ({ line }) => line },
              {
                head: 'หน่วยงาน',
                heads: true,
                cell: ({ given, orgId }) => (
                  <>
                    {orgId ? names.get(orgId) : given || '–'}
                    {orgId && <span class="cell-note">จาก “{given}”</span>}
                  </>
                ),
              },
              { head: 'ITA', figure: true, cell: ({ facts }) => facts.itaScore ?? '–' },
              { head: 'เรื่องร้องเรียน', figure: true, cell: ({ facts }) => facts.complaints ?? '–' },
              {
                head: 'ผลตรวจ',
                cell: ({ problem }) =>
                  problem ? (
                    <Tag tone="orange">{problems[problem]}</Tag>
                  ) : (
                    <Tag tone="green">นำเข้าได้</Tag>
                  ),
              },
            ]}
          />
        </>
      )}
      <form
        method="post"
        action={`${frame.base}/setup/facts`}
        enctype="multipart/form-data"
        novalidate
      >
        <input type="hidden" name="setup" value={String(setup.version)} />
        {!rows && (
          <FileField
            name="file"
            label="ไฟล์ตาราง (.xlsx หรือ .csv)"
            hint="เลือกไฟล์ หรือวางตารางในช่องด้านล่าง อย่างใดอย่างหนึ่ง ระบบหาคอลัมน์จากหัวตาราง"
            accept={ACCEPT}
            errors={errors}
          />
        )}
        <Textarea
          name="table"
          label="ตาราง"
          hint="วางจาก Excel หรือ CSV สามคอลัมน์: ชื่อหรือรหัสหน่วยงาน, คะแนน ITA, จำนวนเรื่องร้องเรียน เว้นช่องที่ไม่ทราบ แห่งที่มีข้อมูลเดิมจะถูกแทนที่ แห่งที่ไม่อยู่ในตารางคงเดิม"
          rows={rows ? 6 : 14}
          value={text ?? form?.get('table')}
          errors={errors}
        />
        <div class="actions">
          {good > 0 && (
            <Button name="do" value="save">
              ยืนยันนำเข้า {good} แถว
            </Button>
          )}
          <Button kind={good > 0 ? 'secondary' : 'primary'} name="do" value="preview">
            ตรวจก่อนนำเข้า
          </Button>
          <a class="govuk-link" href={`${frame.base}/setup#facts`}>
            กลับโดยไม่นำเข้า
          </a>
        </div>
      </form>
    </>,
  );
}

export async function takeFacts(
  c: Context<WebEnv>,
  dependencies: WebDependencies,
  frame: SeasonFrame,
) {
  const { form, file } = await readFormWithFile(c, 'file');
  const read = file ? await textOf(dependencies, file.bytes) : { text: form.get('table') ?? '' };
  if ('errors' in read) {
    return answerFacts(c, dependencies, frame, { form, errors: read.errors });
  }
  const { text } = read;
  const organizations = await dependencies.roster.all(frame.province);
  const rows = readFacts(text, organizations, todayOf(dependencies));
  if (rows.length === 0) {
    const message = 'กรุณาเลือกไฟล์หรือวางตารางอย่างน้อยหนึ่งแถว';
    const errors = [{ id: file ? 'file' : 'table', message }];
    return answerFacts(c, dependencies, frame, { form, errors });
  }
  const good = rows.flatMap(({ orgId, facts, problem }) =>
    orgId && !problem ? [[orgId, facts] as const] : [],
  );
  // A file is always shown before it is saved.
  if (file || form.get('do') !== 'save' || good.length === 0) {
    return answerFacts(c, dependencies, frame, { form, rows, text });
  }
  const { changeSetup } = createSetUpSeason({ ...dependencies, audit: dependencies.audits });
  const outcome = await changeSetup(
    frame.user,
    frame.season,
    seenIn(form, 'setup'),
    (setup) => ({ ...setup, known: { ...setup.known, ...Object.fromEntries(good) } }),
    { act: 'season-facts-imported', note: `${good.length} แห่ง` },
  );
  if ('saved' in outcome) return c.redirect(`${frame.base}/setup?done=facts#facts`, 303);
  return outcome.refused === 'changed' ? answerChanged(c, dependencies, frame) : refuse(outcome);
}

const ACCEPT = [
  '.xlsx',
  '.csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'text/csv',
];

/** The table in the file as text: a line for each row where it stands in the sheet, its cells apart by tabs. */
async function textOf(
  { ask }: Pick<WebDependencies, 'ask'>,
  bytes: Uint8Array,
): Promise<{ text: string } | { errors: FieldError[] }> {
  if (bytes.byteLength > LARGEST_FILE) {
    return { errors: [{ id: 'file', message: 'ไฟล์ใหญ่เกินไป ส่งได้ไม่เกิน 1.9 MB' }] };
  }
  const base64 = Buffer.from(bytes).toString('base64');
  const read = readTableOutputSchema.parse(await ask('read-table', { base64 }));
  if ('refused' in read) return { errors: [{ id: 'file', message: importRefusalText(read) }] };
  const largest = read.tables.toSorted((a, b) => b.rows.length - a.rows.length)[0];
  const lines: string[] = [];
  for (const { at, cells } of largest?.rows ?? []) {
    lines[at - 1] = cells.map((cell) => (cell ?? '').replace(/\s+/g, ' ')).join('\t');
  }
  return { text: Array.from(lines, (line) => line ?? '').join('\n') };
}
