/** HiGHS (WebAssembly), loaded when it is first needed and nowhere else in the product. */
import type { Highs, Model } from 'highs';

/** Maximize `worth`·x with x between `lower` and `upper` and rows between their bounds. */
export interface Milp {
  readonly worth: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 for columns that must be whole, else 0. */
  readonly whole: Int32Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Entries by column: those of column c are `starts[c]` … `starts[c + 1]` − 1. */
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly entries: Float64Array;
}

export type MilpAnswer =
  | { readonly status: 'infeasible' }
  | {
      readonly status: 'solved';
      /** Empty when no solution was found within the limit. */
      readonly x: Float64Array;
      /** No solution is worth more. */
      readonly bound: number;
    };

export interface MilpLimits {
  /** Path of `highs.wasm`; the one of the package when absent. */
  readonly wasmPath?: string | undefined;
  /** Most nodes of the search tree: a count, so that every run stops where another does. */
  readonly nodes: number;
}

type Load = (options?: { locateFile?: (file: string) => string }) => Promise<Highs>;

// The package declares its CommonJS shape; its ES module exports the loader itself.
function isLoad(value: unknown): value is Load {
  return typeof value === 'function';
}

async function loadHighs(wasmPath: string | undefined): Promise<Highs> {
  const { default: load }: { default: unknown } = await import('highs');
  if (!isLoad(load)) throw new Error('highs does not export its loader');
  return load(wasmPath === undefined ? {} : { locateFile: () => wasmPath });
}

/** Has `milp` solved in an instance of its own: the memory of one instance only grows. */
async function withMilp<Answer>(
  milp: Milp,
  wasmPath: string | undefined,
  integrality: Int32Array,
  solve: (model: Model, constants: Highs['constants']) => Answer,
): Promise<Answer> {
  const highs = await loadHighs(wasmPath);
  const numCols = milp.worth.length;
  const numRows = milp.rowLower.length;
  const { starts, rows: indices, entries: values } = milp;
  const data = {
    numCols,
    numRows,
    sense: highs.constants.objectiveSense.maximize,
    colCost: milp.worth,
    colLower: milp.lower,
    colUpper: milp.upper,
    rowLower: milp.rowLower,
    rowUpper: milp.rowUpper,
    matrix: { format: 'csc' as const, numRows, numCols, starts, indices, values },
    integrality,
  };
  return highs.withModel(data, (model) => solve(model, highs.constants));
}

/** @throws if HiGHS itself fails. */
export async function solveMilp(milp: Milp, limits: MilpLimits): Promise<MilpAnswer> {
  return withMilp(milp, limits.wasmPath, milp.whole, (model, { modelStatus }): MilpAnswer => {
    // Worths are whole numbers: within one of the bound there is nothing better.
    model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0.9 });
    model.options.set({ mip_max_nodes: limits.nodes });
    model.run();
    const status = model.getModelStatus();
    if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible)
      return { status: 'infeasible' };
    const known = status === modelStatus.optimal || model.info.get('primal_solution_status') === 2;
    const x = known ? Float64Array.from(model.getSolution().colValue) : new Float64Array(0);
    return { status: 'solved', x, bound: Number(model.info.get('mip_dual_bound')) };
  });
}

/**
 * What each row of `milp` is worth when columns need not be whole; `undefined` where there is no
 * solution. @throws if HiGHS itself fails.
 */
export async function rowPricesOf(
  milp: Milp,
  wasmPath: string | undefined,
): Promise<Float64Array | undefined> {
  const continuous = new Int32Array(milp.worth.length);
  return withMilp(milp, wasmPath, continuous, (model, { modelStatus }) => {
    model.options.set({ output_flag: false });
    model.run();
    if (model.getModelStatus() !== modelStatus.optimal) return undefined;
    return Float64Array.from(model.getSolution().rowDual ?? []);
  });
}
