/**
 * Attribution: how much of the difference between two scenarios each change makes.
 *
 * Terms     part of a lever = its Shapley value: what it adds, averaged over all orders in which the levers could be
 *           changed; mechanical = the same on the old behaviour; response = the rest.
 * Formula   φ_i = Σ over sets S without i of |S|!(k−|S|−1)!/k! · (v(S ∪ i) − v(S)), v the expected first year.
 * Always    the parts add to the whole difference, of every figure; exact to 8 levers, above that over sampled orders,
 *           each beside its reverse, with a standard error.
 * Source    docs/model.md#attribution; Shapley 1953
 */
import { z } from "zod";
import { hash32, philox4x32, uniform01 } from "../math/index.ts";
import { type Problem, ProblemError } from "../problem.ts";
import { type LoadedScenario, scenarioOf, statusQuoOf } from "../scenario/schema.ts";
import { createKept, type Kept, prepareJob } from "./job.ts";
import { type Lever, leversBetween, withLevers } from "./levers.ts";
import { type Expected, totalKeys } from "./result.ts";

const Part = z
  .strictObject({
    value: z.number(),
    mechanical: z.number(),
    response: z.number(),
    /** Of `value`; 0 where every order was tried. */
    standardError: z.number(),
  })
  .meta({ id: "AttributedPart" });
export type AttributedPart = z.infer<typeof Part>;

export const Attribution = z
  .strictObject({
    base: z.string(),
    other: z.string(),
    orders: z.int().meta({ description: "Orders tried; 0 where all of them were." }),
    whole: z.record(z.string(), Part).meta({
      description:
        "By figure: the keys of Totals, pay.ROLE for one person's year, and what the funnel does: leads (marketing's, " +
        "a year, at the last stage before sales' own come in), leadQuality and winRate.",
    }),
    baseline: z
      .record(z.string(), z.number())
      .meta({ title: "Baseline", description: "The same figures of the base itself." }),
    levers: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        paths: z.array(z.string()),
        parts: z.record(z.string(), Part),
      }),
    ),
  })
  .meta({ id: "Attribution", title: "Attribution" });
export type Attribution = z.infer<typeof Attribution>;

const MOST_EXACT = 8;
const SAMPLED_ORDERS = 128;
const ORDERS = hash32("orders of levers");

export type AttributionSetting = {
  kept?: Kept;
  seed?: number;
  /** Orders that are sampled where there are too many to try them all; an even number. */
  orders?: number;
  /** Told after each scenario solved: how many are done, of how many at most. */
  onProgress?: (done: number, total: number) => void;
};

/** What each change between two scenarios of one status quo makes of their difference. Throws ProblemError. */
export function attribute(
  base: LoadedScenario,
  other: LoadedScenario,
  { kept = createKept(), seed = 1, orders = SAMPLED_ORDERS, onProgress }: AttributionSetting = {},
): Attribution {
  refuseStrangers(base, other);
  const value = valueOf(base, other, kept);
  const levers = joined(leversBetween(scenarioOf(base), scenarioOf(other)), value);
  return sharesOf({ base, other }, { levers, value, seed, sampled: orders, onProgress });
}

/**
 * The same for two versions of one scenario, each calibrated on its own status quo: what was edited there is a change
 * like any other, made in the status quo and in the scenario at once. Throws ProblemError.
 */
export function attributeVersions(
  base: LoadedScenario,
  other: LoadedScenario,
  { kept = createKept(), seed = 1, orders = SAMPLED_ORDERS, onProgress }: AttributionSetting = {},
): Attribution {
  const most = Math.max(base.lineage.length, other.lineage.length);
  const [from, to] = [padded(base, most), padded(other, most)];
  const value = valueAlong(from, to, kept);
  const levers = joined(leversAlong(from, to), value);
  return sharesOf({ base, other }, { levers, value, seed, sampled: orders, onProgress });
}

function sharesOf(
  { base, other }: { base: LoadedScenario; other: LoadedScenario },
  { onProgress = () => undefined, ...given }: Omit<Given, "onProgress"> & Told,
): Attribution {
  const { levers, value } = given;
  const shares = levers.length <= MOST_EXACT ? allOrders : sampledOrders;
  const { parts, orders } = shares({ ...given, onProgress });
  const [start, end] = [value([]), value(levers)];
  return {
    base: base.id,
    other: other.id,
    orders,
    whole: named(start.keys, (f) => partOf(figureGap(start, end, f), 0)),
    baseline: named(start.keys, (f) => start.full[f]!),
    levers: levers.map((lever, i) => ({
      id: lever.id,
      title: lever.title,
      paths: lever.paths.map((path) => path.join(".")),
      parts: named(start.keys, (f) => partOf(parts[i]![f]!, parts[i]![f]!.error)),
    })),
  };
}

function refuseStrangers(base: LoadedScenario, other: LoadedScenario): void {
  const [a, b] = [base, other].map((one) => JSON.stringify(statusQuoOf(one)));
  if (a === b) return;
  throw new ProblemError([
    {
      code: "bad-request",
      path: "",
      message: `${other.id} and ${base.id} start from different status quos, so their difference is not made of changes`,
      hint: "attribute the difference of two scenarios with the same status quo",
    },
  ]);
}

/** Figures of a scenario: the expected first year, with the response and on the old behaviour. */
type Figures = { keys: readonly string[]; full: Float64Array; mechanical: Float64Array };
type ValueOf = (levers: readonly Lever[]) => Figures;
type Gap = { full: number; mechanical: number };

/** The figures of the base with some levers of the other; each set is solved once. */
function valueOf(base: LoadedScenario, other: LoadedScenario, kept: Kept): ValueOf {
  const known = new Map<string, Figures>();
  const told = toldOf(base, other);
  const ancestors = other.lineage.length > 1 ? other.lineage.slice(0, -1) : [other.lineage[0]!];
  return (levers) => {
    const key = levers
      .map(({ id }) => id)
      .toSorted()
      .join(" ");
    let figures = known.get(key);
    if (!figures) {
      const scenario = withLevers(scenarioOf(base), scenarioOf(other), levers);
      const loaded = { id: other.id, lineage: [...ancestors, { id: other.id, scenario }] };
      const { head } = prepareJob({ scenarios: [loaded] }, { preview: true, kept });
      known.set(key, (figures = figuresOf(head.scenarios[0]!.expected, told)));
    }
    return figures;
  };
}

/** A lineage of so many scenarios: a scenario that is its own child besides gives the same figures. */
function padded(loaded: LoadedScenario, length: number): LoadedScenario {
  const { lineage } = loaded;
  return { ...loaded, lineage: Array.from({ length }, (_, i) => lineage[i] ?? lineage.at(-1)!) };
}

/** Levers that differ anywhere in two lineages, the last scenarios' first; those that reach into one another are one. */
function leversAlong(base: LoadedScenario, other: LoadedScenario): Lever[] {
  const levers: Lever[] = [];
  for (const [i, { scenario }] of [...base.lineage.entries()].toReversed()) {
    for (const lever of leversBetween(scenario, other.lineage[i]!.scenario)) {
      const at = levers.findIndex((known) => reachInto(known, lever));
      if (at < 0) levers.push(lever);
      else levers[at] = { ...levers[at]!, paths: bothPaths(levers[at]!, lever) };
    }
  }
  return levers;
}

function reachInto(one: Lever, other: Lever): boolean {
  return one.paths.some((a) =>
    other.paths.some((b) => a.slice(0, b.length).every((step, i) => step === b[i])),
  );
}

function bothPaths({ paths }: Lever, other: Lever): Lever["paths"] {
  const known = new Set(paths.map((path) => path.join("\n")));
  return [...paths, ...other.paths.filter((path) => !known.has(path.join("\n")))];
}

/** The figures of a base whose whole lineage has some levers of the other's, which is as long. */
function valueAlong(base: LoadedScenario, other: LoadedScenario, kept: Kept): ValueOf {
  const known = new Map<string, Figures>();
  const told = toldOf(base, other);
  const places = base.lineage.map(({ id, scenario }, i) => {
    const after = other.lineage[i]!.scenario;
    return { id, scenario, after, own: leversBetween(scenario, after) };
  });
  return (levers) => {
    const key = levers
      .map(({ id }) => id)
      .toSorted()
      .join(" ");
    let figures = known.get(key);
    if (!figures) {
      const lineage = places.map(({ id, scenario, after, own }) => {
        const chosen = own.filter((one) => levers.some((lever) => reachInto(lever, one)));
        return { id, scenario: withLevers(scenario, after, chosen) };
      });
      const loaded = { id: other.id, lineage };
      const { head } = prepareJob({ scenarios: [loaded] }, { preview: true, kept });
      known.set(key, (figures = figuresOf(head.scenarios[0]!.expected, told)));
    }
    return figures;
  };
}

/** What figures are told of: roles that both have, and the stage at which leads are counted. */
type ToldOf = { roles: string[]; stage: string };

function toldOf(base: LoadedScenario, other: LoadedScenario): ToldOf {
  const { roles, funnel } = scenarioOf(base);
  const all = Object.values(funnel.segments).flatMap(({ sources }) => Object.values(sources));
  const entered = all.flatMap(({ team, entersAt }) =>
    team === "sales" ? [funnel.stages.indexOf(entersAt)] : [],
  );
  return {
    roles: Object.keys(roles).filter((id) => scenarioOf(other).roles[id]),
    stage: funnel.stages[Math.max(0, Math.min(...entered, funnel.stages.length) - 1)]!,
  };
}

const funnelKeys = ["leads", "leadQuality", "winRate"] as const;

function figuresOf(expected: Expected, { roles, stage }: ToldOf): Figures {
  const full: number[] = [];
  const mechanical: number[] = [];
  for (const key of totalKeys) {
    full.push(expected.firstYear.totals[key]);
    mechanical.push(expected.mechanical.firstYear.totals[key]);
  }
  for (const role of roles) {
    full.push(expected.firstYear.roles[role]!.pay.mean);
    mechanical.push(expected.mechanical.firstYear.roles[role]!.pay.mean);
  }
  const years: [number[], Expected["firstYear"]][] = [
    [full, expected.firstYear],
    [mechanical, expected.mechanical.firstYear],
  ];
  for (const [figures, { funnel }] of years)
    figures.push(funnel.stages[stage]?.marketing ?? 0, funnel.leadQuality, funnel.winRate);
  return {
    keys: [...totalKeys, ...roles.map((role) => `pay.${role}`), ...funnelKeys],
    full: Float64Array.from(full),
    mechanical: Float64Array.from(mechanical),
  };
}

function figureGap(from: Figures, to: Figures, f: number): Gap {
  return {
    full: to.full[f]! - from.full[f]!,
    mechanical: to.mechanical[f]! - from.mechanical[f]!,
  };
}

function partOf({ full, mechanical }: Gap, standardError: number): AttributedPart {
  return { value: full, mechanical, response: full - mechanical, standardError };
}

function named<T>(keys: readonly string[], of: (f: number) => T): Record<string, T> {
  return Object.fromEntries(keys.map((key, f) => [key, of(f)]));
}

/**
 * Levers that cannot be changed one without another (one names what another brings) joined, so that every set of them
 * is a scenario that holds.
 */
function joined(levers: Lever[], value: ValueOf): Lever[] {
  const list = [...levers];
  for (let i = 0; i < list.length; i++) {
    const alone = faultsOf(value, [list[i]!]);
    const without = faultsOf(
      value,
      list.filter((_, j) => j !== i),
    );
    if (alone.length === 0 && without.length === 0) continue;
    const partner = list.findIndex(
      (one, j) =>
        j !== i &&
        faultsOf(value, [list[i]!, one]).length === 0 &&
        faultsOf(
          value,
          list.filter((_, k) => k !== i && k !== j),
        ).length === 0,
    );
    if (partner < 0) return [together(list)];
    const [first, second] = [Math.min(i, partner), Math.max(i, partner)];
    list[first] = together([list[first]!, list[second]!]);
    list.splice(second, 1);
    i = -1;
  }
  return list;
}

function together(levers: Lever[]): Lever {
  return {
    id: levers.map(({ id }) => id).join("+"),
    title: levers.map(({ title }) => title).join(" with "),
    paths: levers.flatMap(({ paths }) => paths),
  };
}

function faultsOf(value: ValueOf, levers: readonly Lever[]): readonly Problem[] {
  try {
    value(levers);
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

type Told = { onProgress: Given["onProgress"] | undefined };

type Given = {
  levers: Lever[];
  value: ValueOf;
  seed: number;
  sampled: number;
  onProgress: (done: number, total: number) => void;
};
type Shares = { parts: (Gap & { error: number })[][]; orders: number };

/** The exact Shapley values, over all sets. */
function allOrders({ levers, value, onProgress }: Given): Shares {
  const k = levers.length;
  const sets = 1 << k;
  const figures: Figures[] = [];
  for (let set = 0; set < sets; set++) {
    figures.push(value(levers.filter((_, i) => set & (1 << i))));
    onProgress(set + 1, sets);
  }
  const weights = shapleyWeights(k);
  const parts = levers.map((_, i) =>
    figures[0]!.keys.map((_key, f) => {
      const part = { full: 0, mechanical: 0, error: 0 };
      for (let set = 0; set < sets; set++) {
        if (set & (1 << i)) continue;
        const weight = weights[sizeOf(set)]!;
        const gap = figureGap(figures[set]!, figures[set | (1 << i)]!, f);
        part.full += weight * gap.full;
        part.mechanical += weight * gap.mechanical;
      }
      return part;
    }),
  );
  return { parts, orders: 0 };
}

/** |S|!(k−|S|−1)!/k! by |S|. */
function shapleyWeights(k: number): number[] {
  const weights = [1 / Math.max(k, 1)];
  for (let size = 1; size < k; size++) weights.push((weights[size - 1]! * size) / (k - size));
  return weights;
}

function sizeOf(set: number): number {
  let size = 0;
  for (let rest = set; rest > 0; rest >>= 1) size += rest & 1;
  return size;
}

/** Shapley values over sampled orders, each with its reverse; every order's parts add to the whole. */
function sampledOrders({ levers, value, seed, sampled, onProgress }: Given): Shares {
  const k = levers.length;
  const start = value([]);
  const blank = () => start.keys.map(() => ({ full: 0, mechanical: 0, square: 0 }));
  const sums = levers.map(blank);
  const pairs = sampled / 2;
  for (let pair = 0; pair < pairs; pair++) {
    const order = shuffled(k, seed, pair);
    const ways = [order, order.toReversed()].map((way) => gapsAlong(way, levers, value));
    for (let i = 0; i < k; i++) {
      for (const [f, sum] of sums[i]!.entries()) {
        const full = (ways[0]![i]![f]!.full + ways[1]![i]![f]!.full) / 2;
        sum.full += full;
        sum.square += full * full;
        sum.mechanical += (ways[0]![i]![f]!.mechanical + ways[1]![i]![f]!.mechanical) / 2;
      }
    }
    onProgress(pair + 1, pairs);
  }
  const parts = sums.map((figures) =>
    figures.map(({ full, mechanical, square }) => {
      const mean = full / pairs;
      const variance = Math.max(0, square / pairs - mean * mean);
      return {
        full: mean,
        mechanical: mechanical / pairs,
        error: Math.sqrt(variance / (pairs - 1)),
      };
    }),
  );
  return { parts, orders: sampled };
}

/** What each lever adds where they are changed in an order; by lever and figure. */
function gapsAlong(order: readonly number[], levers: Lever[], value: ValueOf): Gap[][] {
  const gaps: Gap[][] = [];
  const taken = new Set<number>();
  let before = value([]);
  for (const i of order) {
    taken.add(i);
    const after = value(levers.filter((_, j) => taken.has(j)));
    gaps[i] = before.keys.map((_, f) => figureGap(before, after, f));
    before = after;
  }
  return gaps;
}

/** The places 0 to k − 1 in an order that depends on the seed and the pair alone. */
function shuffled(k: number, seed: number, pair: number): number[] {
  const order = Array.from({ length: k }, (_, i) => i);
  const words = new Uint32Array(4);
  for (let i = k - 1; i > 0; i--) {
    philox4x32(words, seed, ORDERS, pair, i, 0, 0);
    const j = Math.floor(uniform01(words[0]!) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
