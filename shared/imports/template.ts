/** What the workbook to fill in is made from: the site asks for it, the function for tables writes it. */
import * as z from 'zod';
import { reportLineSchema } from '../domain/report.ts';
import { roundSchema } from '../domain/round.ts';

export const writeTemplateInputSchema = z.object({
  /** Whose report it is, of which round and year: the first row, which an import reads again. */
  title: z.string().max(600),
  round: roundSchema,
  lines: z.array(reportLineSchema).max(300),
});
export type WriteTemplateInput = z.infer<typeof writeTemplateInputSchema>;

export const writeTemplateOutputSchema = z.object({ base64: z.base64() });
