/** The report as a workbook to fill in: its plan and draft, with lists to choose from. */
import type { Feature, Image } from 'write-excel-file/node';
import writeXlsxFile from 'write-excel-file/node';
import {
  getOrderOfSiblings,
  insertElementMarkupAccordingToOrderOfSiblings,
  sanitizeAttributeValue,
  sanitizeTextContent,
} from 'write-excel-file/utility';
import { dimensions } from '../../shared/domain/framework.ts';
import { decisionSchema, type ReportLine, UNABLE } from '../../shared/domain/report.ts';
import { letterOf } from '../../shared/imports/read-rows.ts';
import {
  type WriteTemplateInput,
  writeTemplateInputSchema,
} from '../../shared/imports/template.ts';
import { decisionLabels, statusLabels, unableReasonLabels } from '../../shared/text/thai.ts';

interface TemplateColumn {
  readonly title: string;
  /** In characters. */
  readonly width: number;
  readonly value: (line: ReportLine) => string | number | null;
  readonly choices?: readonly string[];
  /** Other words than the choices are taken, too. */
  readonly free?: boolean;
}

/** Headings that `findHeadings` knows, so that the workbook can be brought back in. */
const columns: readonly TemplateColumn[] = [
  { title: 'ลำดับ', width: 8, value: ({ no }) => no },
  {
    title: 'มิติที่',
    width: 8,
    value: ({ dimension }) => dimension,
    choices: dimensions.map(String),
  },
  { title: 'ชื่อโครงการ/กิจกรรม/มาตรการ', width: 70, value: ({ name }) => name },
  {
    title: 'สถานะ',
    width: 24,
    value: ({ status }) => (status === null ? null : statusLabels[status]),
    choices: Object.values(statusLabels),
  },
  {
    title: 'เหตุผลที่ไม่สามารถดำเนินการได้',
    width: 28,
    value: reasonOf,
    choices: Object.values(unableReasonLabels),
    free: true,
  },
  { title: 'หมายเหตุ', width: 40, value: ({ remark }) => remark },
  { title: 'งบประมาณในข้อบัญญัติ', width: 16, value: ({ budgetSatang }) => inBaht(budgetSatang) },
  { title: 'เบิกจ่ายแล้ว', width: 16, value: ({ spentSatang }) => inBaht(spentSatang) },
];
const nextYear: TemplateColumn = {
  title: 'ปีต่อไป',
  width: 16,
  value: ({ decision }) => (decision === null ? null : decisionLabels[decision]),
  choices: decisionSchema.options.map((decision) => decisionLabels[decision]),
};
const code: TemplateColumn = { title: 'รหัสรายการ', width: 14, value: ({ itemId }) => itemId };

function inBaht(satang: number | undefined): number | null {
  return satang === undefined ? null : satang / 100;
}

function reasonOf({ status, reason, reasonText }: ReportLine): string | null {
  if (status !== UNABLE || reason === null) return null;
  return reasonText ? `${unableReasonLabels[reason]}: ${reasonText}` : unableReasonLabels[reason];
}

const ADVICE =
  'เลือกสถานะจากรายการในช่อง แล้วนำไฟล์นี้กลับเข้าระบบที่หน้า “นำเข้าตาราง” ช่องที่เว้นว่างจะไม่ลบข้อมูลในร่าง ไม่ต้องแก้รหัสรายการ';
/** Title, advice, headings. */
const ROWS_ABOVE = 3;

export async function writeTemplate(input: unknown): Promise<{ base64: string }> {
  const template = writeTemplateInputSchema.parse(input);
  const shown = [...columns, ...(template.round === '12M' ? [nextYear] : []), code];
  const head = shown.map(({ title }) => ({
    value: title,
    type: String,
    fontWeight: 'bold' as const,
    backgroundColor: '#EBEBEB',
    borderStyle: 'thin' as const,
    wrap: true,
  }));
  const rows = template.lines.map((line) =>
    shown.map(({ value }) => {
      const content = value(line);
      if (content === null || content === '') return null;
      const look = { wrap: true, alignVertical: 'top' as const };
      return typeof content === 'number'
        ? { value: content, type: Number, ...look }
        : { value: content, type: String, ...look };
    }),
  );
  const title = { value: template.title, type: String, fontWeight: 'bold' as const };
  const file = await writeXlsxFile(
    [[title], [{ value: ADVICE, type: String }], head, ...rows],
    {
      sheet: 'แบบรายงาน',
      columns: shown.map(({ width }) => ({ width })),
      stickyRowsCount: ROWS_ABOVE,
      orientation: 'landscape',
    },
    { fontFamily: 'TH SarabunPSK', fontSize: 14, features: [choices(shown, template)] },
  ).toBuffer();
  return { base64: file.toString('base64') };
}

/** Drop-down lists, which the package has no option for. @see ECMA-376, Part 1, 18.3.1.33 */
function choices(
  shown: readonly TemplateColumn[],
  { lines }: WriteTemplateInput,
): Feature<Image['content']> {
  const rules = shown.flatMap((column, index) => {
    if (!column.choices || lines.length === 0) return [];
    const letter = letterOf(index);
    const cells = `${letter}${ROWS_ABOVE + 1}:${letter}${ROWS_ABOVE + lines.length}`;
    const stops = column.free ? '' : ' showErrorMessage="1"';
    const error = sanitizeAttributeValue(`กรุณาเลือก${column.title}จากรายการ`);
    const list = sanitizeTextContent(`"${column.choices.join(',')}"`);
    return [
      `<dataValidation type="list" allowBlank="1"${stops} error="${error}" sqref="${cells}"><formula1>${list}</formula1></dataValidation>`,
    ];
  });
  const markup = `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`;
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml) =>
            rules.length === 0
              ? xml
              : insertElementMarkupAccordingToOrderOfSiblings(
                  xml,
                  markup,
                  getOrderOfSiblings('xl/worksheets/sheet{id}.xml', 'worksheet') ?? [],
                  'worksheet',
                ),
        },
      },
    },
  };
}
