/** Planning runs: proposals, what changes of a published plan would do, and why somebody is not visited. */
import * as z from 'zod';
import { type FiscalYear, fiscalYearSchema } from '../domain/fiscal-year.ts';
import { orgIdSchema } from '../domain/organization.ts';
import {
  planProgressSchema,
  proposalSchema,
  type VisitInstance,
  visitChangeSchema,
  visitInstanceSchema,
  whyNotSchema,
} from '../domain/visit-plan.ts';
import { pack, unpack } from './packed.ts';
import type { Table } from './table.ts';

const runSchema = z.object({
  schemaVersion: z.literal(1),
  runId: z.string(),
  fiscalYear: fiscalYearSchema,
  startedAt: z.iso.datetime(),
  state: z.enum(['running', 'done', 'failed']),
  /** 0–100. */
  progress: z.int().min(0).max(100),
  phase: planProgressSchema.shape.phase.exactOptional(),
});

/** One planning run and, once done, what it proposes. */
const planningRunSchema = runSchema.extend({
  proposal: proposalSchema.optional(),
  message: z.string().optional(),
});
export type PlanningRun = z.infer<typeof planningRunSchema>;

/** What a published plan would become after some changes. Its id begins with the instant it was asked for. */
const replanningRunSchema = runSchema.extend({
  changes: z.array(visitChangeSchema).max(50),
  /** Why the plan changes, as hosts will read it. */
  reason: z.string().max(500),
  proposal: proposalSchema.optional(),
});
export type ReplanningRun = z.infer<typeof replanningRunSchema>;

/** What visiting an organization would have cost the proposal of `runId`. */
const whyNotRunSchema = runSchema.extend({ orgId: orgIdSchema, answer: whyNotSchema.optional() });
export type WhyNotRun = z.infer<typeof whyNotRunSchema>;

export interface PlanningStore {
  saveRun(province: string, run: PlanningRun): Promise<void>;
  /** The latest run by its id, which begins with the instant it was started. */
  latestRun(year: FiscalYear, province: string): Promise<PlanningRun | undefined>;
  /** Keeps what a run was given, so that questions about its proposal are answered from the same facts. */
  keepInstance(
    year: FiscalYear,
    province: string,
    runId: string,
    instance: VisitInstance,
  ): Promise<void>;
  instance(year: FiscalYear, province: string, runId: string): Promise<VisitInstance | undefined>;
  saveReplanning(province: string, run: ReplanningRun): Promise<void>;
  replanning(year: FiscalYear, province: string, runId: string): Promise<ReplanningRun | undefined>;
  /** The latest by its id. */
  latestReplanning(year: FiscalYear, province: string): Promise<ReplanningRun | undefined>;
  saveWhyNot(province: string, run: WhyNotRun): Promise<void>;
  /** What was last asked about the organization. */
  whyNot(year: FiscalYear, province: string, orgId: string): Promise<WhyNotRun | undefined>;
}

export function planningStore(table: Table): PlanningStore {
  const keep = (year: FiscalYear, province: string, sk: string, body: unknown) =>
    table.put({ pk: partition(year, province), sk }, { schemaVersion: 1, body: pack(body) });

  async function latest<Schema extends z.ZodType>(
    schema: Schema,
    year: FiscalYear,
    province: string,
    begins: string,
  ): Promise<z.infer<Schema> | undefined> {
    const options = { range: { begins }, limit: 1, descending: true };
    const { items } = await table.query(partition(year, province), options);
    return items[0] && unpack(schema, items[0]['body']);
  }

  async function one<Schema extends z.ZodType>(
    schema: Schema,
    year: FiscalYear,
    province: string,
    sk: string,
  ): Promise<z.infer<Schema> | undefined> {
    const item = await table.get({ pk: partition(year, province), sk });
    return item && unpack(schema, item['body']);
  }

  return {
    saveRun: (province, run) => keep(run.fiscalYear, province, `RUN#${run.runId}`, run),
    latestRun: (year, province) => latest(planningRunSchema, year, province, 'RUN#'),
    keepInstance: (year, province, runId, instance) =>
      keep(year, province, `INSTANCE#${runId}`, instance),
    instance: (year, province, runId) =>
      one(visitInstanceSchema, year, province, `INSTANCE#${runId}`),
    saveReplanning: (province, run) => keep(run.fiscalYear, province, `REPLAN#${run.runId}`, run),
    replanning: (year, province, runId) =>
      one(replanningRunSchema, year, province, `REPLAN#${runId}`),
    latestReplanning: (year, province) => latest(replanningRunSchema, year, province, 'REPLAN#'),
    saveWhyNot: (province, run) => keep(run.fiscalYear, province, `WHYNOT#${run.orgId}`, run),
    whyNot: (year, province, orgId) => one(whyNotRunSchema, year, province, `WHYNOT#${orgId}`),
  };
}

function partition(year: FiscalYear, province: string): string {
  return `SEASON#${year}#${province}`;
}
