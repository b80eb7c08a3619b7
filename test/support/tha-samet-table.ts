/** The table of อบต.ท่าเสม็ด as it stands in its book, with the heads and numbers of its pages among the rows. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Grid } from './import-files.ts';

const rows = z
  .object({
    rows: z.array(
      z.object({
        no: z.int(),
        dimension: z.int().nullable(),
        name: z.string(),
        status: z.string(),
        remark: z.string(),
      }),
    ),
  })
  .parse(
    JSON.parse(
      readFileSync(
        new URL('../../infra/local/sample/thasamet-2563-6m.json', import.meta.url),
        'utf8',
      ),
    ),
  ).rows;

export const HEADINGS = ['ลำดับ', 'มิติที่', 'ชื่อโครงการ/กิจกรรม/มาตรการ', 'สถานะ', 'หมายเหตุ'];

/** Row 7 has lost its number and its dimension; each page begins with the headings and ends with its number. */
export const thaSametGrid: Grid = [
  HEADINGS,
  ...rows.flatMap(({ no, dimension, name, status, remark }) => {
    const row = [no === 7 ? '' : String(no), String(dimension ?? ''), name, status, remark];
    const page = { 6: '26', 16: '27', 26: '28' }[no];
    return page === undefined ? [row] : [row, ['', '', page, '', ''], HEADINGS];
  }),
];
