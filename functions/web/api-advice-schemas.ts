/** What the JSON API takes and gives about the recommendations of visits. */
import * as z from 'zod';
import { fiscalYearSchema } from '../../shared/domain/fiscal-year.ts';
import { hostActs, officeActs } from '../../shared/domain/follow-up.ts';
import { localDateSchema } from '../../shared/domain/local-date.ts';
import { phoneCallSchema, recommendationStates } from '../../shared/domain/supervision.ts';

export const adviceSchema = z
  .object({
    fiscalYear: fiscalYearSchema,
    visitNo: z.int(),
    no: z.int(),
    text: z.string(),
    state: z.enum(recommendationStates),
    madeOn: localDateSchema,
    due: localDateSchema,
    overdue: z.boolean(),
    history: z
      .array(
        z.object({
          on: localDateSchema,
          by: z.string().meta({ description: 'Position' }),
          state: z.enum(recommendationStates),
          note: z.string(),
          byPhone: phoneCallSchema.optional(),
        }),
      )
      .meta({ description: 'Oldest first' }),
  })
  .meta({ id: 'Recommendation' });
export type AdviceView = z.infer<typeof adviceSchema>;

export const adviceListSchema = z
  .object({ recommendations: z.array(adviceSchema) })
  .meta({ id: 'Recommendations' });

export const answerAdviceBodySchema = z
  .strictObject({
    act: z.enum([...hostActs, ...officeActs]).meta({
      description:
        'The organization: accept, start, finish, decline; the office: verify, ask-more, and with `byPhone` what the organization said',
    }),
    note: z
      .string()
      .trim()
      .max(2000)
      .default('')
      .meta({ description: 'Needed with finish, decline and ask-more' }),
    until: localDateSchema.optional().meta({ description: 'With ask-more: the new day' }),
    byPhone: phoneCallSchema
      .optional()
      .meta({ description: 'Who answered the office, and when (minutes after Thai midnight)' }),
  })
  .refine(({ act, until }) => (act === 'ask-more') === (until !== undefined), {
    message: '`until` with ask-more, and only then',
    path: ['until'],
  })
  .refine(({ act, byPhone }) => byPhone === undefined || hostActs.some((one) => one === act), {
    message: '`byPhone` only with what an organization answers',
    path: ['byPhone'],
  })
  .meta({ id: 'AnswerRecommendation' });
