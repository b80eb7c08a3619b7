/**
 * `npm run documents -- --report FILE.json --out DIR` writes every paper for one report, as a download gives them.
 *
 * FILE is written as `sample/thasamet-2563-6m.json` is: the organization, its plan and working group, the rows.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { ReportFacts } from '../../shared/documents/facts.ts';
import { packagedPress } from '../../shared/documents/packaged-press.ts';
import { everyPaper } from '../../shared/documents/report-papers.ts';
import { fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { dimensionSchema, firstEditions, titlesFor } from '../../shared/domain/framework.ts';
import { standardLetterhead } from '../../shared/domain/letterhead.ts';
import { addDays, localDateSchema } from '../../shared/domain/local-date.ts';
import type { OrganizationType } from '../../shared/domain/organization.ts';
import type { ReportLine, Status } from '../../shared/domain/report.ts';
import { reportedPeriod, roundSchema } from '../../shared/domain/round.ts';
import { statusLabels } from '../../shared/text/thai.ts';
import { once } from '../../shared/wiring.ts';

const types: Record<string, OrganizationType> = {
  'อบจ.': 'pao',
  เทศบาลนคร: 'city',
  เทศบาลเมือง: 'town',
  เทศบาลตำบล: 'subdistrict',
  'อบต.': 'sao',
};

const fileSchema = z.object({
  organization: z.object({
    orgId: z.string().default('00-0000'),
    name: z.string(),
    type: z.string(),
    amphoe: z.string().optional(),
    district_as_printed: z.string().optional(),
    province: z.string(),
    website: z.string().optional(),
  }),
  plan: z.object({ startFiscalYearBE: fiscalYearSchema, endFiscalYearBE: fiscalYearSchema }),
  workingGroup: z
    .object({
      orderNo: z.string(),
      orderDate: localDateSchema,
      members: z.array(z.object({ position: z.string(), role: z.string() })),
    })
    .optional(),
  report: z.object({ fiscalYearBE: fiscalYearSchema, round: roundSchema }),
  rows: z.array(
    z.object({
      no: z.int(),
      dimension: dimensionSchema.nullable(),
      name: z.string(),
      status: z.string(),
      remark: z.string(),
    }),
  ),
});

const press = once(() => packagedPress());

function factsFrom(file: z.infer<typeof fileSchema>): ReportFacts {
  const { organization, plan, report, workingGroup } = file;
  const { name, type, province } = organization;
  const known = types[type] ?? 'special';
  const amphoe = organization.amphoe ?? organization.district_as_printed ?? '';
  return {
    organization: {
      orgId: organization.orgId,
      type: known,
      name,
      shortName: name.replace('องค์การบริหารส่วนตำบล', 'อบต.').replace('เทศบาลตำบล', 'ทต.'),
      amphoe: amphoe.replace(/^อำเภอ/, ''),
      provinceName: province,
      website: organization.website,
    },
    officeName: `สำนักงาน ป.ป.ช. ประจำจังหวัด${province}`,
    plan: {
      from: plan.startFiscalYearBE,
      to: plan.endFiscalYearBE,
      workingGroup,
    },
    dimensionTitles: titlesFor(
      firstEditions,
      `${plan.startFiscalYearBE}-${plan.endFiscalYearBE}`,
      report.fiscalYearBE,
    ),
    fiscalYear: report.fiscalYearBE,
    round: report.round,
    lines: file.rows.map(lineFrom),
    planBudgets: {},
    april: [],
    problemsMaking: '',
    problemsCarryingOut: '',
    signatory: { position: `นายก${name.replace(/^เทศบาล/, 'เทศมนตรี')}`, capacity: 'holder' },
    // The file says no day: the first after the period that it reports on.
    issuedOn: addDays(reportedPeriod(report.round, report.fiscalYearBE).closes, 1),
    letterhead: standardLetterhead,
    numbers: {},
    editionTexts: {},
  };
}

function lineFrom({
  no,
  dimension,
  name,
  status,
  remark,
}: z.infer<typeof fileSchema>['rows'][number]): ReportLine {
  const codes: readonly Status[] = [2, 3, 4];
  return {
    itemId: `i${no}`,
    no,
    dimension,
    name,
    status: codes.find((code) => statusLabels[code] === status) ?? null,
    reason: null,
    reasonText: '',
    remark: remark === '-' ? '' : remark,
    wholeYear: remark.includes('ทั้งปีงบประมาณ'),
    decision: null,
  };
}

const { values } = parseArgs({ options: { report: { type: 'string' }, out: { type: 'string' } } });
if (!values.report || !values.out) {
  console.error('npm run documents -- --report FILE.json --out DIR');
  process.exitCode = 1;
} else {
  const facts = factsFrom(fileSchema.parse(JSON.parse(await readFile(values.report, 'utf8'))));
  await mkdir(values.out, { recursive: true });
  const files = await everyPaper(facts, press);
  for (const { fileName, bytes } of files) {
    await writeFile(join(values.out, fileName), bytes);
    console.log(`${fileName} (${bytes.length} bytes)`);
  }
  for (const gap of new Set(files.flatMap(({ gaps }) => gaps))) console.log(`โปรดระบุ${gap}`);
}
