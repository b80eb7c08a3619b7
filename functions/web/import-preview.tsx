/** ตรวจตารางก่อนนำเข้า: where each row would go, and which rows somebody has to look at. */
import type { Child, FC } from 'hono/jsx';
import type { ReportLine } from '../../shared/domain/report.ts';
import type { ImportedRow } from '../../shared/imports/read-rows.ts';
import type { KeptImport } from '../../shared/store/import-store.ts';
import { problemText, sourceRowName } from '../../shared/text/imports.ts';
import { baht } from '../../shared/text/money.ts';
import {
  dimensionLabel,
  roundLabels,
  statusLabel,
  statusLabels,
  unableReasonLabels,
} from '../../shared/text/thai.ts';
import {
  Button,
  Checkbox,
  type FieldError,
  SummaryCard,
  SummaryCards,
  Tag,
} from '../../shared/web/components.tsx';
import type { Preview, PreviewRow } from './import-table.ts';
import { draftVersion, type ReportDesk } from './report-desk.ts';
import { placeName, roundName } from './report-views.tsx';
import type { Form } from './request-body.ts';

interface ImportPreviewProps {
  readonly desk: ReportDesk;
  readonly kept: KeptImport;
  readonly base: string;
  readonly preview: Preview;
  readonly errors: readonly FieldError[];
  /** What the officer has chosen, where something is wrong with it. */
  readonly typed?: Form;
}

export const ImportPreview: FC<ImportPreviewProps> = (props) => {
  const { desk, kept, base, preview } = props;
  const doubtful = preview.rows.filter(isDoubtful);
  const sure = preview.rows.filter((row) => !isDoubtful(row));
  const matched = preview.rows.filter(({ proposed }) => proposed && proposed !== 'skip');
  return (
    <>
      <span class="govuk-caption-l">{placeName(desk.obligation)}</span>
      <h1 class="govuk-heading-l">ตรวจตารางก่อนนำเข้า {roundName(desk.obligation)}</h1>
      <p class="govuk-body">
        อ่านจาก{kept.file ? `ไฟล์ ${kept.file}` : 'ตารางที่วาง'} <strong>ยังไม่มีการบันทึก</strong>{' '}
        จนกว่าจะกดนำเข้าด้านล่าง ช่องที่ว่างในตารางจะไม่ลบสิ่งที่กรอกไว้แล้ว
      </p>
      <SummaryCards>
        <SummaryCard figure={preview.rows.length} label="แถวในตาราง" />
        <SummaryCard figure={matched.length} label="ตรงกับรายการในแผน" />
        <SummaryCard figure={doubtful.length} label="แถวที่ต้องตรวจสอบ" />
      </SummaryCards>
      <Notes {...props} />
      <form method="post" action={`${base}/confirm`} novalidate>
        <input type="hidden" name="importId" value={kept.importId} />
        <input type="hidden" name="version" value={String(draftVersion(desk))} />
        <YearAndRound {...props} />
        {doubtful.length > 0 && (
          <>
            <h2 class="govuk-heading-m">แถวที่ต้องตรวจสอบ ({doubtful.length})</h2>
            {doubtful.map((row) => (
              <DoubtfulRow {...props} shown={row} />
            ))}
          </>
        )}
        {sure.length > 0 && <SureRows {...props} rows={sure} />}
        <div class="sticky-bar">
          <Button name="import" value="yes">
            นำเข้าสู่ร่าง
          </Button>
          <p class="sticky-bar__text">
            <a class="govuk-link" href={base}>
              ไม่นำเข้า กลับไปเลือกใหม่
            </a>
          </p>
          <p class="sticky-bar__text sticky-bar__end">ยังไม่มีการบันทึก</p>
        </div>
      </form>
    </>
  );
};

function isDoubtful({ row, match, sameAs, closed }: PreviewRow): boolean {
  const unsure = match.confidence === 'unsure' || match.confidence === 'none';
  return unsure || closed || sameAs !== undefined || row.problems.length > 0;
}

const Notes: FC<ImportPreviewProps> = ({ desk, preview }) => {
  const { reading, rows } = preview;
  const found = new Set(rows.map(({ match }) => match.itemId));
  const missing = desk.items.filter(({ itemId }) => !found.has(itemId));
  return (
    <>
      {reading.guessed && (
        <p class="govuk-inset-text">
          ตารางไม่มีหัวตาราง ระบบจึงอ่านตามลำดับคอลัมน์ของแบบรายงาน: ลำดับ มิติที่ ชื่อ สถานะ หมายเหตุ
        </p>
      )}
      {reading.unused.length > 0 && (
        <p class="govuk-body">คอลัมน์ที่ไม่ได้ใช้: {reading.unused.join(', ')}</p>
      )}
      {missing.length > 0 && (
        <p class="govuk-inset-text">
          รายการในแผนที่ไม่พบในตาราง {missing.length} รายการ (คงตามร่างเดิม): ลำดับที่{' '}
          {missing.map(({ no }) => no).join(', ')}
        </p>
      )}
    </>
  );
};

const YearAndRound: FC<ImportPreviewProps> = ({ desk, preview, errors, typed }) => {
  const { years, rounds } = preview.reading;
  const { fiscalYear } = desk.obligation;
  const words = [
    ...years.map(({ typed: figure, year }) =>
      figure === year ? `ปี พ.ศ. ${year}` : `ปี ${figure} ซึ่งเป็น ค.ศ. คือ พ.ศ. ${year}`,
    ),
    ...rounds.map((round) => roundLabels[round]),
  ].join(' และ ');
  if (words === '') return null;
  if (!preview.toConfirm) return <p class="govuk-body">ในตารางระบุ {words}</p>;
  const same = years.every(({ year }) => year === fiscalYear);
  return (
    <section class="panel-plain" aria-label="ปีและรอบของตาราง">
      <p class="govuk-body">
        {!same && <Tag tone="yellow">ไม่ตรงกัน</Tag>} ในตารางระบุ {words} ส่วนรายงานนี้เป็น
        {roundName(desk.obligation)}
      </p>
      <Checkbox
        name="confirmed"
        label={`ยืนยันว่าตารางนี้เป็นของ${roundName(desk.obligation)}`}
        checked={typed?.get('confirmed') === 'yes'}
        errors={errors}
      />
    </section>
  );
};

interface RowProps extends ImportPreviewProps {
  readonly shown: PreviewRow;
}

const DoubtfulRow: FC<RowProps> = (props) => {
  const { shown, preview } = props;
  const { index, row } = shown;
  return (
    <section class="panel-plain import-row" aria-labelledby={`row-${index}`}>
      <h3 class="govuk-heading-s" id={`row-${index}`}>
        {sourceRowName(row, preview.kind)}
        {row.no !== undefined && ` (ลำดับที่ ${row.no})`}: {row.name || 'ไม่มีชื่อ'}
      </h3>
      <p class="govuk-body">
        <Answer row={row} />
      </p>
      <ul class="govuk-list govuk-list--bullet">
        {warningsOf(props).map((warning) => (
          <li>{warning}</li>
        ))}
      </ul>
      <ItemChoice {...props} />
    </section>
  );
};

function warningsOf({ shown, preview }: RowProps): Child[] {
  const { match, row, sameAs, closed } = shown;
  const sameWords = sameAs && `หมายถึงรายการเดียวกับ${sourceRowName(sameAs, preview.kind)}`;
  const unsure = {
    none: 'ไม่พบรายการในแผนที่ชื่อใกล้เคียง หากเป็นรายการใหม่ ต้องเพิ่มในแผนก่อนจึงจะรายงานได้',
    unsure: `ไม่แน่ใจว่าตรงกับรายการใดในแผน (ชื่อคล้ายกัน ${percentOf(match.similarity)}) กรุณาเลือก`,
    near: undefined,
    exact: undefined,
  }[match.confidence];
  return [
    unsure,
    sameWords,
    closed && 'รายการนี้ไม่ได้ถูกส่งกลับให้แก้ไข จึงคงไว้ตามฉบับเดิม',
    ...row.problems.map((problem) => problemText(problem, preview.kind)),
  ].filter((warning) => warning !== undefined && warning !== false);
}

const Answer: FC<{ row: ImportedRow; line?: ReportLine | undefined }> = ({ row, line }) => {
  const { status, reason, reasonText, remark, dimension, budgetSatang, spentSatang } = row;
  const unable = reason !== undefined && `(${reasonText || unableReasonLabels[reason]})`;
  const before = line?.status ?? null;
  return (
    <>
      {status === undefined ? 'สถานะ: คงเดิม' : statusLabels[status]} {unable}
      {status !== undefined && before !== null && before !== status && (
        <span class="import-before"> (ร่างเดิม: {statusLabel(before)})</span>
      )}
      {dimension !== undefined && !line && ` · ${dimensionLabel(dimension)}`}
      {remark && ` · หมายเหตุ: ${remark}`}
      {budgetSatang !== undefined && ` · งบประมาณ ${baht(budgetSatang)} บาท`}
      {spentSatang !== undefined && ` · เบิกจ่าย ${baht(spentSatang)} บาท`}
    </>
  );
};

/** Options of all choices together; a page with more would be heavy on a phone. */
const MOST_OPTIONS = 2500;

const ItemChoice: FC<RowProps> = ({ desk, preview, shown, errors, typed }) => {
  const { index, match, proposed, closed } = shown;
  if (closed) return <input type="hidden" name={`match-${index}`} value="skip" />;
  const id = `match-${index}`;
  const error = errors.find((candidate) => candidate.id === id);
  const value = typed?.get(id) ?? proposed ?? '';
  const doubtful = preview.rows.filter(isDoubtful).length;
  const likely = match.likely.flatMap(({ itemId, similarity }) => {
    const item = desk.items.find((candidate) => candidate.itemId === itemId);
    return item ? [{ item, words: ` (คล้ายกัน ${percentOf(similarity)})` }] : [];
  });
  const proposedItem = desk.items.filter(
    ({ itemId }) => itemId === match.itemId && !likely.some(({ item }) => item.itemId === itemId),
  );
  const first = [...proposedItem.map((item) => ({ item, words: '' })), ...likely];
  const others =
    doubtful * desk.items.length <= MOST_OPTIONS
      ? desk.items.filter(({ itemId }) => !first.some(({ item }) => item.itemId === itemId))
      : [];
  const option = (itemId: string, words: string) => (
    <option value={itemId} selected={value === itemId}>
      {words}
    </option>
  );
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <label class="govuk-label" for={id}>
        ตรงกับรายการในแผน
      </label>
      {error && (
        <p class="govuk-error-message" id={`${id}-error`}>
          <span class="govuk-visually-hidden">ข้อผิดพลาด: </span>
          {error.message}
        </p>
      )}
      <select
        class={`govuk-select${error ? ' govuk-select--error' : ''}`}
        id={id}
        name={id}
        {...(error && { 'aria-describedby': `${id}-error` })}
      >
        {option('', 'เลือกรายการในแผน')}
        {option('skip', 'ไม่นำเข้าแถวนี้')}
        {first.map(({ item, words }) =>
          option(item.itemId, `${item.no} ${short(item.name)}${words}`),
        )}
        {others.map((item) => option(item.itemId, `${item.no} ${short(item.name)}`))}
      </select>
    </div>
  );
};

const SureRows: FC<ImportPreviewProps & { rows: readonly PreviewRow[] }> = (props) => {
  const { rows, desk, preview } = props;
  const lines = new Map(desk.content.lines.map((line) => [line.itemId, line]));
  return (
    <table class="govuk-table stacked">
      <caption class="govuk-table__caption govuk-table__caption--m">
        แถวที่พร้อมนำเข้า ({rows.length})
      </caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          {['แถวในตาราง', 'ชื่อในตาราง', 'สิ่งที่จะนำเข้า', 'ลำดับที่ในแผน'].map((head) => (
            <th scope="col" class="govuk-table__header">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {rows.map((shown) => (
          <tr class="govuk-table__row">
            <td class="govuk-table__cell no-wrap" data-label="แถวในตาราง">
              {sourceRowName(shown.row, preview.kind)}
            </td>
            <th scope="row" class="govuk-table__header import-name">
              {shown.row.name}
              {shown.match.confidence === 'near' && (
                <p class="govuk-hint report-form__note">
                  ชื่อในแผน: {desk.items.find(({ itemId }) => itemId === shown.match.itemId)?.name}{' '}
                  <Tag tone="blue">คล้ายกัน {percentOf(shown.match.similarity)}</Tag>
                </p>
              )}
            </th>
            <td class="govuk-table__cell" data-label="สิ่งที่จะนำเข้า">
              <Answer row={shown.row} line={lines.get(shown.match.itemId ?? '')} />
            </td>
            <td class="govuk-table__cell" data-label="ลำดับที่ในแผน">
              <NumberChoice {...props} shown={shown} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const NumberChoice: FC<RowProps> = ({ shown, desk, preview, errors, typed }) => {
  const { index, match, row } = shown;
  const id = `no-${index}`;
  const error = errors.find((candidate) => candidate.id === id);
  const no = desk.items.find(({ itemId }) => itemId === match.itemId)?.no;
  return (
    <>
      {error && (
        <p class="govuk-error-message" id={`${id}-error`}>
          <span class="govuk-visually-hidden">ข้อผิดพลาด: </span>
          {error.message}
        </p>
      )}
      <input
        class={`govuk-input govuk-input--width-3${error ? ' govuk-input--error' : ''}`}
        id={id}
        name={id}
        type="text"
        inputmode="numeric"
        aria-label={`ลำดับที่ในแผนของ${sourceRowName(row, preview.kind)} เว้นว่างไว้เพื่อไม่นำเข้า`}
        value={typed?.get(id) ?? String(no ?? '')}
        {...(error && { 'aria-describedby': `${id}-error` })}
      />
    </>
  );
};

function percentOf(similarity: number): string {
  return `${Math.round(similarity * 100)} %`;
}

function short(name: string): string {
  const letters = [...name];
  return letters.length > 80 ? `${letters.slice(0, 80).join('')}…` : name;
}
