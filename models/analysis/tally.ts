/**
 * Merging batches into a comparison, in the order of their numbers and in memory that does not grow with years.
 *
 * Terms     luck part = a year's difference less the mean of its batch, which is one parameter set; parameters part =
 *           the means of the sets, drawn in by what luck alone spreads them. With one year a set neither is known.
 * Always    rows that come early wait, so the result is the same whatever thread did what, bit for bit.
 * Source    docs/model.md#intervals
 */
import {
  addRunning,
  addToSketch,
  createRunning,
  createSketch,
  meanOf,
  type Running,
  type Sketch,
  sketchQuantiles,
  varianceOf,
} from "../math/index.ts";
import { monthlyOrder, type RowLayout, rowLayout } from "../simulation/batch.ts";
import { PAY_BINS } from "../simulation/pay.ts";
import type { BatchRows, JobHead, ScenarioLayout } from "../simulation/protocol.ts";
import { totalOrder } from "../company/totals.ts";
import { type Driven, driven, driversOf } from "./drivers.ts";
import { expectedDifference, peopleBetween } from "./expectedDifference.ts";
import { comparisonFindings, yearsFindings } from "./findings/index.ts";
import { fanOf, intervalOf } from "./levels.ts";
import type {
  Comparison,
  Difference,
  Drivers,
  Fan,
  ScenarioDifference,
  ScenarioResult,
} from "./result.ts";
import { type ScenarioTally, simulatedOf } from "./simulated.ts";

/** How a paired difference is spread: in all, by luck alone, and by parameter set. */
type Paired = {
  all: Running;
  both: Sketch;
  luck: Sketch;
  within: Running;
  sets: Running[];
  mechanical: Running;
  higher: number;
};

/** Series whose paired differences are kept by quarter. */
const quarterly = ["bookings", "revenue", "pay", "contribution"] as const;

type PairTally = {
  totals: Paired[];
  roles: Map<string, Paired>;
  teams: Map<"marketing" | "sales", Paired>;
  running: Record<"bookings" | "revenue", Paired[]>;
  quarters: Running[][];
};

export type Tally = {
  head: JobHead;
  next: number;
  done: number;
  waiting: Map<number, BatchRows>;
  scenarios: ScenarioTally[];
  pairs: PairTally[];
};

/** An empty tally of a job. */
export function createTally(head: JobHead): Tally {
  const { sets, scenarios } = head.layout;
  const tallies = scenarios.map((layout): ScenarioTally => {
    const rows = rowLayout(layout.horizon, layout.people.length);
    return {
      rows,
      levels: Array.from({ length: rows.size }, () => ({
        running: createRunning(),
        sketch: createSketch(),
      })),
      histogram: new Float64Array(layout.people.length * PAY_BINS),
      sets: Array.from({ length: sets }, () => undefined),
      years: driven.map(() => Array.from({ length: sets }, createRunning)),
    };
  });
  const pairs = scenarios.slice(1).map((layout) => createPair(layout, scenarios[0]!, sets));
  return { head, next: 0, done: 0, waiting: new Map(), scenarios: tallies, pairs };
}

function createPair(layout: ScenarioLayout, base: ScenarioLayout, sets: number): PairTally {
  const paired = () => createPaired(sets);
  const horizon = Math.min(layout.horizon, base.horizon);
  const shared = layout.people.filter(({ id }) => base.people.some((other) => other.id === id));
  return {
    totals: totalOrder.map(paired),
    roles: new Map(shared.map(({ id }) => [id, paired()])),
    teams: new Map((["marketing", "sales"] as const).map((team) => [team, paired()])),
    running: {
      bookings: Array.from({ length: horizon }, paired),
      revenue: Array.from({ length: horizon }, paired),
    },
    quarters: quarterly.map(() => Array.from({ length: horizon / 3 }, createRunning)),
  };
}

function createPaired(sets: number): Paired {
  return {
    all: createRunning(),
    both: createSketch(),
    luck: createSketch(),
    within: createRunning(),
    sets: Array.from({ length: sets }, createRunning),
    mechanical: createRunning(),
    higher: 0,
  };
}

/** Adds the rows of a batch; they are merged when those of every earlier batch are in. */
export function addRows(tally: Tally, rows: BatchRows): void {
  tally.waiting.set(rows.batch, rows);
  for (let next = tally.waiting.get(tally.next); next; next = tally.waiting.get(tally.next)) {
    tally.waiting.delete(tally.next);
    tally.next += 1;
    merge(tally, next);
  }
}

/** Places in a row of the totals whose drivers are told. */
const drivenAt = driven.map((key) => totalOrder.indexOf(key));

function merge(tally: Tally, batch: BatchRows): void {
  tally.done += batch.years;
  for (const [i, scenario] of tally.scenarios.entries()) {
    const { size } = scenario.rows;
    const rows = batch.rows[i]!;
    for (let y = 0; y < batch.years; y++) {
      for (let k = 0; k < size; k++) {
        const value = rows[y * size + k]!;
        const level = scenario.levels[k]!;
        addRunning(level.running, value);
        const own = drivenAt.indexOf(k);
        if (own >= 0) addRunning(scenario.years[own]![batch.set]!, value);
        if (k < scenario.rows.bands) addToSketch(level.sketch, value);
      }
    }
    for (const [bin, count] of batch.histograms[i]!.entries())
      scenario.histogram[bin] = scenario.histogram[bin]! + count;
    scenario.sets[batch.set] = batch.sets[i]!;
  }
  for (const [i, pair] of tally.pairs.entries()) mergePair(tally, pair, i + 1, batch);
}

type Reader = (row: Float64Array, at: number) => number;

function mergePair(tally: Tally, pair: PairTally, i: number, batch: BatchRows): void {
  const here = tally.scenarios[i]!.rows;
  const base = tally.scenarios[0]!.rows;
  const layouts = tally.head.layout.scenarios;
  const between = (rows: Float64Array[], read: Reader, readBase: Reader) =>
    differences(rows[i]!, rows[0]!, { here, base, read, readBase, years: batch.years });
  const add = (paired: Paired, read: Reader, readBase: Reader) => {
    addPaired(paired, batch, {
      years: between(batch.rows, read, readBase),
      mechanical: between(batch.mechanicalRows, read, readBase),
    });
  };
  for (const k of totalOrder.keys()) add(pair.totals[k]!, column(k), column(k));
  for (const [id, paired] of pair.roles) {
    add(
      paired,
      column(here.rolePay + placeOf(layouts[i]!, id)),
      column(base.rolePay + placeOf(layouts[0]!, id)),
    );
  }
  for (const [team, paired] of pair.teams)
    if (!hasTeam(layouts[i]!, team) || !hasTeam(layouts[0]!, team)) add(paired, nothing, nothing);
    else add(paired, teamPay(layouts[i]!, here, team), teamPay(layouts[0]!, base, team));
  for (const [m, measure] of (["bookings", "revenue"] as const).entries()) {
    for (const [t, paired] of pair.running[measure].entries()) {
      add(paired, runningSum(here, m, t), runningSum(base, m, t));
    }
  }
  for (const [m, list] of pair.quarters.entries()) {
    for (const [q, running] of list.entries()) {
      const series = monthlyOrder.indexOf(quarterly[m]!);
      for (const d of between(batch.rows, quarter(here, series, q), quarter(base, series, q))) {
        addRunning(running, d);
      }
    }
  }
}

function placeOf(layout: ScenarioLayout, id: string): number {
  return layout.people.findIndex((role) => role.id === id);
}

function column(k: number): Reader {
  return (row, at) => row[at + k]!;
}

function hasTeam(layout: ScenarioLayout, team: "marketing" | "sales"): boolean {
  return layout.people.some((role) => role.team === team);
}

function nothing(): number {
  return 0;
}

/** Mean pay of a person of a team. */
function teamPay(layout: ScenarioLayout, rows: RowLayout, team: "marketing" | "sales"): Reader {
  const members = layout.people
    .map((role, r) => ({ role, r }))
    .filter(({ role }) => role.team === team);
  const heads = members.reduce((sum, { role }) => sum + role.headcount, 0);
  return (row, at) => {
    if (heads === 0) return 0;
    let total = 0;
    for (const { role, r } of members) total += role.headcount * row[at + rows.rolePay + r]!;
    return total / heads;
  };
}

/** Sum of a monthly series up to month t. */
function runningSum(rows: RowLayout, series: number, t: number): Reader {
  const first = rows.months + series * rows.horizon;
  return (row, at) => {
    let total = 0;
    for (let month = 0; month <= t; month++) total += row[at + first + month]!;
    return total;
  };
}

function quarter(rows: RowLayout, series: number, q: number): Reader {
  const first = rows.months + series * rows.horizon + 3 * q;
  return (row, at) => row[at + first]! + row[at + first + 1]! + row[at + first + 2]!;
}

type Pairing = { here: RowLayout; base: RowLayout; read: Reader; readBase: Reader; years: number };

function differences(rows: Float64Array, baseRows: Float64Array, pairing: Pairing): Float64Array {
  const { here, base, read, readBase, years } = pairing;
  return Float64Array.from(
    { length: years },
    (_, y) => read(rows, y * here.size) - readBase(baseRows, y * base.size),
  );
}

function addPaired(
  paired: Paired,
  batch: BatchRows,
  given: { years: Float64Array; mechanical: Float64Array },
): void {
  const { years } = given;
  let mean = 0;
  for (const d of years) mean += d;
  mean /= years.length;
  const stretch = years.length > 1 ? Math.sqrt(years.length / (years.length - 1)) : 0;
  for (const d of years) {
    addRunning(paired.all, d);
    addToSketch(paired.both, d);
    addRunning(paired.sets[batch.set]!, d);
    if (stretch > 0) {
      addToSketch(paired.luck, (d - mean) * stretch);
      addRunning(paired.within, (d - mean) * stretch);
    }
    paired.higher += d > 0 ? 1 : d === 0 ? 0.5 : 0;
  }
  for (const d of given.mechanical) addRunning(paired.mechanical, d);
}

/** The comparison so far. */
export function comparisonOf(tally: Tally): Comparison {
  const { head, done } = tally;
  const { scenarios, layout } = head;
  const expected = scenarios.slice(1).map((_, i) => expectedDifference(head, i + 1));
  const differencesSoFar =
    done > 0 ? tally.pairs.map((pair, i) => differenceOf(tally, pair, i + 1)) : [];
  return {
    baseline: scenarios[0]!.scenario.id,
    done,
    runs: layout.runs,
    scenarios: scenarios.map((scenario, i): ScenarioResult => {
      const compared =
        i > 0
          ? comparisonFindings({
              base: scenarios[0]!,
              here: scenario,
              difference: expected[i - 1]!,
              assumed: head.assumed[i]!,
            })
          : [];
      const simulated =
        done > 0
          ? {
              ...simulatedOf(tally.scenarios[i]!, layout.scenarios[i]!, scenario, done),
              drivers: levelDrivers(tally, i),
            }
          : null;
      const apart = simulated ? yearsFindings({ result: scenario, simulated, runs: done }) : [];
      return { ...scenario, simulated, findings: [...scenario.findings, ...compared, ...apart] };
    }),
    expected,
    differences: differencesSoFar,
  };
}

function differenceOf(tally: Tally, pair: PairTally, i: number): ScenarioDifference {
  const { head } = tally;
  const sets = pairedSets(tally, i);
  const layout = head.layout.scenarios[i]!;
  const base = head.layout.scenarios[0]!;
  const totals = Object.fromEntries(
    totalOrder.map((key, k) => {
      const baseline = meanOf(tally.scenarios[0]!.levels[k]!.running);
      const steady = sets.map(
        ({ here, base: from }) => here[layout.set.totals + k]! - from[base.set.totals + k]!,
      );
      return [key, pairedDifference(pair.totals[k]!, baseline, steady)];
    }),
  );
  const roles = Object.fromEntries(
    [...pair.roles].map(([id, paired]) => {
      const baseline = meanOf(
        tally.scenarios[0]!.levels[tally.scenarios[0]!.rows.rolePay + placeOf(base, id)]!.running,
      );
      const steady = sets.map(
        ({ here, base: from }) =>
          minded(here, layout, id, layout.set.pay) - minded(from, base, id, base.set.pay),
      );
      const gains = sets.map(
        ({ here, base: from }) =>
          minded(here, layout, id, layout.set.utility) - minded(from, base, id, base.set.utility),
      );
      const people = peopleBetween(
        { layout, row: layout.means },
        { layout: base, row: base.means },
        [id],
      );
      const mean =
        minded(layout.means, layout, id, layout.set.utility) -
        minded(base.means, base, id, base.set.utility);
      return [
        id,
        {
          pay: pairedDifference(paired, baseline, steady),
          utility: { mean, ...intervalOf(gains) },
          people,
        },
      ];
    }),
  );
  const teams = Object.fromEntries(
    [...pair.teams].map(([team, paired]) => [
      team,
      teamDifference(tally, i, { team, paired, sets }),
    ]),
  ) as ScenarioDifference["teams"];
  const all = layout.people.map(({ id }) => id);
  const people = peopleBetween(
    { layout, row: layout.means },
    { layout: base, row: base.means },
    all,
  );
  const moreBetter = sets.filter(({ here, base: from }) => {
    const counted = peopleBetween({ layout, row: here }, { layout: base, row: from }, all);
    return counted.better > counted.worse;
  }).length;
  const quarters = Object.fromEntries(
    quarterly.map((key, m) => [key, pair.quarters[m]!.map(meanOf)]),
  ) as ScenarioDifference["quarters"];
  return {
    scenario: head.scenarios[i]!.scenario.id,
    totals,
    months: {
      bookings: runningFan(pair.running.bookings),
      revenue: runningFan(pair.running.revenue),
    },
    roles,
    teams,
    people: { ...people, probabilityMoreBetter: sets.length > 0 ? moreBetter / sets.length : 0 },
    quarters,
    drivers: driversWhenDone(tally, [0, i], (k) => ({
      steady: sets.map(
        ({ here, base: from }) => here[layout.set.totals + k]! - from[base.set.totals + k]!,
      ),
      years: pair.totals[k]!.sets,
    })),
  };
}

/** The drivers of one scenario's own totals. */
function levelDrivers(tally: Tally, i: number): Drivers | null {
  const { sets, years } = tally.scenarios[i]!;
  const { totals } = tally.head.layout.scenarios[i]!.set;
  return driversWhenDone(tally, [i], (k) => ({
    steady: sets.map((row) => row![totals + k]!),
    years: years[drivenAt.indexOf(k)]!,
  }));
}

/** Drivers of figures of some scenarios, by place of the total; null until all years are in. */
function driversWhenDone(
  { head: { layout }, done }: Tally,
  scenarios: readonly number[],
  read: (total: number) => Driven,
): Drivers | null {
  if (done < layout.runs) return null;
  const titles = new Map(
    scenarios.flatMap((i) => Object.entries(layout.scenarios[i]!.uncertain)).toSorted(byPath),
  );
  const figures = driven.map((key, at): [typeof key, Driven] => [key, read(drivenAt[at]!)]);
  return driversOf(Object.fromEntries(figures) as Record<(typeof driven)[number], Driven>, {
    seed: layout.seed,
    parameterSets: layout.parameterSets,
    titles,
  });
}

function byPath([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type SetPair = { here: Float64Array; base: Float64Array };

function pairedSets(tally: Tally, i: number): SetPair[] {
  const pairs: SetPair[] = [];
  for (const [set, base] of tally.scenarios[0]!.sets.entries()) {
    const here = tally.scenarios[i]!.sets[set];
    if (base && here) pairs.push({ here, base });
  }
  return pairs;
}

/** Mean over a role's skill points of a part of a set row. */
function minded(row: Float64Array, layout: ScenarioLayout, id: string, part: number): number {
  const role = layout.people.find((one) => one.id === id);
  if (!role) return 0;
  let total = 0;
  for (const [i, weight] of role.weights.entries()) {
    const value = row[part + role.firstMind + i]!;
    total += weight * value;
  }
  return total;
}

function teamDifference(
  tally: Tally,
  i: number,
  { team, paired, sets }: { team: "marketing" | "sales"; paired: Paired; sets: SetPair[] },
): ScenarioDifference["teams"]["sales"] {
  const { head } = tally;
  const layout = head.layout.scenarios[i]!;
  const base = head.layout.scenarios[0]!;
  const mean = (row: Float64Array, own: ScenarioLayout, part: number) => {
    const members = own.people.filter((role) => role.team === team);
    const heads = members.reduce((sum, role) => sum + role.headcount, 0);
    return heads === 0
      ? 0
      : members.reduce((sum, role) => sum + role.headcount * minded(row, own, role.id, part), 0) /
          heads;
  };
  const both = hasTeam(layout, team) && hasTeam(base, team);
  const change = ({ here, base: from }: SetPair, part: "utility" | "pay") =>
    both ? mean(here, layout, layout.set[part]) - mean(from, base, base.set[part]) : 0;
  const gain = (pair: SetPair) => change(pair, "utility");
  const steady = sets.map((pair) => change(pair, "pay"));
  const gains = sets.map(gain);
  const ids = layout.people.filter((role) => role.team === team).map(({ id }) => id);
  const baseRows = tally.scenarios[0]!.rows;
  const baseline = tally.scenarios[0]!.levels.slice(
    baseRows.rolePay,
    baseRows.rolePay + base.people.length,
  ).reduce(
    (sum, level, r) =>
      base.people[r]!.team === team
        ? {
            pay: sum.pay + base.people[r]!.headcount * meanOf(level.running),
            heads: sum.heads + base.people[r]!.headcount,
          }
        : sum,
    { pay: 0, heads: 0 },
  );
  return {
    pay: pairedDifference(paired, baseline.heads > 0 ? baseline.pay / baseline.heads : 0, steady),
    people: peopleBetween({ layout, row: layout.means }, { layout: base, row: base.means }, ids),
    utility: {
      mean: gain({ here: layout.means, base: base.means }),
      ...intervalOf(gains),
      probabilityBetter:
        gains.reduce((sum, one) => sum + (one > 0 ? 1 : one === 0 ? 0.5 : 0), 0) / gains.length,
    },
  };
}

function pairedDifference(paired: Paired, baseline: number, steady: number[]): Difference {
  const mean = meanOf(paired.all);
  const count = paired.all.count;
  const luckVariance = paired.within.count > 1 ? varianceOf(paired.within) : varianceOf(paired.all);
  const [bothLow, bothHigh] = sketchQuantiles(paired.both, [0.05, 0.95]);
  const apart = paired.luck.count > 0;
  const [luckLow, luckHigh] = apart ? sketchQuantiles(paired.luck, [0.05, 0.95]) : [];
  const mechanical = meanOf(paired.mechanical);
  const runRate = steady.reduce((sum, value) => sum + value, 0) / steady.length;
  return {
    mean,
    relative: baseline === 0 ? null : mean / baseline,
    standardError: Math.sqrt(luckVariance / count),
    both: { p5: bothLow!, p95: bothHigh! },
    luck: apart ? { p5: mean + luckLow!, p95: mean + luckHigh! } : null,
    parameters: apart ? parameterInterval(paired, mean, luckVariance) : null,
    probabilityHigher: paired.higher / count,
    mechanical,
    response: mean - mechanical,
    runRate: { mean: runRate, ...intervalOf(steady) },
  };
}

/** P5 to P95 of the sets' means, drawn towards the mean by the share of their spread that is luck. */
function parameterInterval(
  paired: Paired,
  mean: number,
  luckVariance: number,
): { p5: number; p95: number } {
  const known = paired.sets.filter(({ count }) => count > 0);
  if (known.length < 2) return { p5: mean, p95: mean };
  const means = known.map(meanOf);
  const spread = createRunning();
  let luck = 0;
  for (const [i, one] of means.entries()) {
    addRunning(spread, one);
    luck += luckVariance / known[i]!.count / known.length;
  }
  const variance = varianceOf(spread);
  const keep = variance > 0 ? Math.sqrt(Math.max(0, variance - luck) / variance) : 0;
  const { p5, p95 } = intervalOf(means.map((one) => mean + keep * (one - mean)));
  return { p5, p95 };
}

function runningFan(months: Paired[]): { both: Fan; luck: Fan | null } {
  const apart = months.every(({ luck }) => luck.count > 0);
  return {
    both: fanOf(months.map(({ all, both }) => ({ mean: meanOf(all), sketch: both }))),
    luck: apart
      ? fanOf(
          months.map(({ all, luck }) => ({ mean: meanOf(all), sketch: luck, around: meanOf(all) })),
        )
      : null,
  };
}
