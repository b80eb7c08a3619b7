/** นำเข้าตาราง: where a table comes from, which of several is meant, and what became of it. */
import type { FC } from 'hono/jsx';
import type { FiscalYear } from '../../shared/domain/fiscal-year.ts';
import { readRows } from '../../shared/imports/read-rows.ts';
import type { KeptImport } from '../../shared/store/import-store.ts';
import { dateTime } from '../../shared/text/thai.ts';
import {
  Button,
  ButtonLink,
  ConfirmForm,
  EmptyState,
  type FieldError,
  Notification,
  Radios,
  Table,
} from '../../shared/web/components.tsx';
import { draftVersion, type ReportDesk } from './report-desk.ts';
import { differences } from './report-diff.ts';
import { placeName, roundName } from './report-views.tsx';

interface StartImportProps {
  readonly desk: ReportDesk;
  readonly base: string;
  readonly kept?: KeptImport | undefined;
  readonly pasted?: string | undefined;
  readonly errors?: readonly FieldError[];
}

export const StartImport: FC<StartImportProps> = ({ desk, base, kept, pasted, errors = [] }) => (
  <>
    <span class="govuk-caption-l">{placeName(desk.obligation)}</span>
    <h1 class="govuk-heading-l">นำเข้าตาราง {roundName(desk.obligation)}</h1>
    <p class="govuk-body">
      หากมีตารางรายงานใน Excel หรือ Word อยู่แล้ว ไม่ต้องพิมพ์ใหม่ ระบบจะอ่านตาราง จับคู่กับรายการในแผนด้วยชื่อ
      แล้วให้ท่านตรวจก่อน จะยังไม่มีการบันทึกจนกว่าท่านจะกดยืนยัน
    </p>
    <Pending kept={kept} base={base} />

    <h2 class="govuk-heading-m">วิธีที่ 1 วางตาราง</h2>
    <form method="post" action={base} enctype="multipart/form-data" novalidate>
      <PasteField pasted={pasted} errors={errors} />
      <Button>อ่านตารางที่วาง</Button>
    </form>

    <h2 class="govuk-heading-m">วิธีที่ 2 เลือกไฟล์</h2>
    <form method="post" action={base} enctype="multipart/form-data" novalidate>
      <FileField errors={errors} />
      <Button>อ่านตารางจากไฟล์</Button>
    </form>

    <h2 class="govuk-heading-m">วิธีที่ 3 กรอกในไฟล์ Excel ของระบบ</h2>
    <p class="govuk-body">
      ไฟล์นี้มีรายการตามแผนและสิ่งที่กรอกไว้ในร่างครบทุกแถว เลือกสถานะจากรายการในช่องได้ กรอกเสร็จแล้วนำกลับมาที่วิธีที่ 2
    </p>
    <ButtonLink href={`${base}/template`} kind="secondary">
      ดาวน์โหลดไฟล์ Excel สำหรับกรอก
    </ButtonLink>
  </>
);

const PasteField: FC<Pick<StartImportProps, 'pasted'> & { errors: readonly FieldError[] }> = ({
  pasted = '',
  errors,
}) => {
  const error = errors.find(({ id }) => id === 'pasted');
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <label class="govuk-label" for="pasted">
        วางตารางที่คัดลอกจาก Excel หรือ Word
      </label>
      <div class="govuk-hint" id="pasted-hint">
        คัดลอกให้มีหัวตารางติดมาด้วย เช่น ลำดับ มิติที่ ชื่อโครงการ/กิจกรรม/มาตรการ สถานะ หมายเหตุ สลับลำดับคอลัมน์ได้
      </div>
      <ErrorText error={error} />
      <textarea
        class={`govuk-textarea${error ? ' govuk-textarea--error' : ''}`}
        id="pasted"
        name="pasted"
        rows={8}
        data-paste-table=""
        aria-describedby={`pasted-hint${error ? ' pasted-error' : ''}`}
      >
        {pasted}
      </textarea>
    </div>
  );
};

const ErrorText: FC<{ error: FieldError | undefined }> = ({ error }) =>
  error ? (
    <p class="govuk-error-message" id={`${error.id}-error`}>
      <span class="govuk-visually-hidden">ข้อผิดพลาด: </span>
      {error.message}
    </p>
  ) : null;

/** What was begun before, so that nobody does it twice. */
const Pending: FC<{ kept: KeptImport | undefined; base: string }> = ({ kept, base }) => {
  if (!kept || kept.taken?.undone) return null;
  const source = kept.file ? `ไฟล์ ${kept.file}` : 'ตารางที่วาง';
  return (
    <p class="govuk-inset-text">
      {kept.taken ? (
        <>
          นำเข้า{source} แล้วเมื่อ {dateTime(new Date(kept.taken.at))}{' '}
          <a class="govuk-link" href={`${base}/result`}>
            ดูผลหรือยกเลิกการนำเข้า
          </a>
        </>
      ) : (
        <>
          {source} อ่านไว้เมื่อ {dateTime(new Date(kept.keptAt))} และยังไม่ได้ยืนยัน{' '}
          <a class="govuk-link" href={`${base}/preview`}>
            ตรวจต่อ
          </a>
        </>
      )}
    </p>
  );
};

const FileField: FC<{ errors: readonly FieldError[] }> = ({ errors }) => {
  const error = errors.find(({ id }) => id === 'file');
  const described = `file-hint${error ? ' file-error' : ''}`;
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <label class="govuk-label" for="file">
        ไฟล์ .xlsx .docx หรือ .csv
      </label>
      <div class="govuk-hint" id="file-hint">
        ขนาดไม่เกิน 1.9 เมกะไบต์ ไม่รับไฟล์ที่มีมาโคร
      </div>
      <ErrorText error={error} />
      <input
        class="import-file"
        id="file"
        name="file"
        type="file"
        accept=".xlsx,.docx,.csv"
        aria-describedby={described}
      />
    </div>
  );
};

interface ChooseTableProps {
  readonly desk: ReportDesk;
  readonly base: string;
  readonly kept: KeptImport;
  readonly errors: readonly FieldError[];
}

export const ChooseTable: FC<ChooseTableProps> = ({ desk, base, kept, errors }) => (
  <>
    <h1 class="govuk-heading-l">เลือกตารางที่จะนำเข้า</h1>
    <p class="govuk-body">พบตารางรายงาน {kept.tables.length} ตารางในไฟล์ ยังไม่มีการบันทึก</p>
    <form method="post" action={`${base}/table`} novalidate>
      <Radios
        name="table"
        label="ต้องการนำเข้าตารางใด"
        errors={errors}
        options={[
          ...kept.tables.map((table, index) => ({
            value: String(index),
            text: tableName(table, index, desk.obligation.fiscalYear),
          })),
          { value: 'all', text: 'ทุกตารางรวมกัน (เช่น แยกตารางตามมิติ)' },
        ]}
      />
      <Button>ไปตรวจตาราง</Button>
    </form>
    <p class="govuk-body">
      <a class="govuk-link" href={base}>
        เลือกไฟล์อื่น
      </a>
    </p>
  </>
);

/** ชีต รอบ 6 เดือน: 32 แถว เริ่มด้วย “โครงการ…” */
function tableName(table: KeptImport['tables'][number], index: number, year: FiscalYear): string {
  const { title, kind } = table;
  const name = title === '' ? `ตารางที่ ${index + 1}` : kind === 'sheet' ? `ชีต ${title}` : title;
  const reading = readRows(table, year);
  if ('refused' in reading) return name;
  const [first] = reading.rows;
  const letters = [...(first?.name ?? '')];
  const shown = letters.length > 60 ? `${letters.slice(0, 60).join('')}…` : letters.join('');
  return `${name}: ${reading.rows.length} แถว${shown && ` เริ่มด้วย “${shown}”`}`;
}

interface ImportResultProps {
  readonly desk: ReportDesk;
  readonly base: string;
  readonly kept: KeptImport;
  readonly taken: NonNullable<KeptImport['taken']>;
  /** Where the form lies. */
  readonly report: string;
}

export const ImportResult: FC<ImportResultProps> = ({ desk, base, kept, taken, report }) => {
  const changed = differences(taken.before.lines, desk.content.lines);
  if (taken.undone) {
    return (
      <>
        <h1 class="govuk-heading-l">ยกเลิกการนำเข้าแล้ว</h1>
        <p class="govuk-body">ร่างกลับเป็นเหมือนก่อนนำเข้าทุกแถว</p>
        <Onward report={report} base={base} />
      </>
    );
  }
  return (
    <>
      <Notification kind="success" title={`นำเข้าตารางแล้ว เปลี่ยน ${changed.length} รายการในร่าง`}>
        {taken.leftOut > 0 && <p class="govuk-body">ไม่ได้นำเข้า {taken.leftOut} แถวตามที่เลือกไว้</p>}
      </Notification>
      <h1 class="govuk-heading-l">ผลการนำเข้าตาราง</h1>
      <Onward report={report} base={base} />
      <h2 class="govuk-heading-m">ยกเลิกการนำเข้า</h2>
      <p class="govuk-body">
        ร่างจะกลับเป็นเหมือนก่อนนำเข้าเมื่อ {dateTime(new Date(taken.at))} ทำได้ถึง{' '}
        {dateTime(new Date(kept.expiresAt))}
      </p>
      {draftVersion(desk) !== taken.version && (
        <p class="govuk-inset-text">
          ร่างถูกแก้ไขหลังการนำเข้า หากยกเลิกการนำเข้า สิ่งที่แก้ไขหลังจากนั้นจะหายไปด้วย
        </p>
      )}
      <ConfirmForm
        action={`${base}/undo`}
        button="ยกเลิกการนำเข้า ใช้ร่างเดิม"
        kind="secondary"
        hidden={{ importId: kept.importId, version: String(draftVersion(desk)) }}
      />
      {changed.length === 0 ? (
        <EmptyState>ตารางตรงกับร่างอยู่แล้วทุกแถว จึงไม่มีอะไรเปลี่ยน</EmptyState>
      ) : (
        <Table
          caption="รายการที่เปลี่ยนจากร่างก่อนนำเข้า"
          rows={changed}
          columns={[
            { head: 'ลำดับ', cell: ({ no }) => no },
            { head: 'โครงการ/กิจกรรม/มาตรการ', heads: true, cell: ({ name }) => name },
            {
              head: 'สิ่งที่เปลี่ยน',
              cell: ({ changes }) => (
                <ul class="govuk-list import-changes">
                  {changes.map(({ what, from, to }) => (
                    <li>
                      {what}: {from || 'ว่าง'} → <strong>{to || 'ว่าง'}</strong>
                    </li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
      )}
    </>
  );
};

const Onward: FC<{ report: string; base: string }> = ({ report, base }) => (
  <p class="govuk-body import-onward">
    <ButtonLink href={report}>ไปที่แบบรายงาน</ButtonLink>
    <ButtonLink href={`${report}/check`} kind="secondary">
      ตรวจสอบก่อนส่ง
    </ButtonLink>
    <a class="govuk-link" href={base}>
      นำเข้าอีกตาราง
    </a>
  </p>
);
