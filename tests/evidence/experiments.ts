/**
 * Published experiments stated as scenarios (scenarios/evidence): what the model predicts under its default parameters,
 * what was observed, and a verdict in words. Nothing is fitted: a miss is reported as one.
 *
 * Terms     predicted = change of the steady year at the middle assumptions; range = P5 to P95 over the default priors;
 *           observed = as printed; assumed otherwise = the same pair with one assumption put elsewhere.
 * Always    a verdict compares the prediction with what was observed and says nothing of why.
 */
import { readFileSync } from "node:fs";
import {
  type Comparison,
  type ExperimentRecord,
  experimentRecords,
  type JsonObject,
  type LoadedScenario,
  mergePatch,
  readScenario,
  runJob,
} from "#models";
import { markdown } from "./document.ts";

/** What of the steady year is compared. */
type Outcome = "sales" | "quantity" | "quality" | "unrewarded";

type Direction = "up" | "down";

/** How an experiment is stated; what it is called and the verdict on record stand beside the topics of evidence. */
type Experiment = {
  base: string;
  other: string;
  /** A change as printed, nothing found, or directions alone. */
  observed: { change: number } | "none" | Partial<Record<Outcome, Direction>>;
  /** Assumptions put elsewhere, as patches on the base; the other scenario inherits them. */
  otherwise?: { what: string; patches: JsonObject[] };
};

export type Outcomes = Record<Outcome, number>;

export type Verdict = Experiment & {
  what: string;
  source: string;
  /** The verdict as recorded: a run whose verdict differs has moved. */
  recorded: string;
  predicted: Outcomes;
  range: { low: number; high: number };
  verdict: string;
};

const ratchet = (share: number): JsonObject => ({
  plans: { quota: { components: { sales: { ratchet: share } } } },
});

export const experiments: readonly Experiment[] = [
  {
    base: "shop-before",
    other: "shop-team-bonus",
    observed: { change: 0.03 },
  },
  {
    base: "store-before",
    other: "store-prize",
    observed: "none",
  },
  {
    base: "profit-before",
    other: "profit-bonus",
    observed: "none",
  },
  {
    base: "profit-before",
    other: "profit-talks",
    observed: { change: 0.07 },
  },
  {
    base: "profit-before",
    other: "profit-bonus-and-talks",
    observed: "none",
  },
  {
    base: "lenses-before",
    other: "lenses-plain-commission",
    observed: { change: 0.09 },
    otherwise: { what: "no ratchet to a whole one", patches: [ratchet(0), ratchet(1)] },
  },
  {
    base: "pharma-before",
    other: "pharma-commission",
    observed: { sales: "up", unrewarded: "down" },
  },
  {
    base: "loans-before",
    other: "loans-acquisition-only",
    observed: { quantity: "up", quality: "down", sales: "down" },
  },
  {
    base: "garments-before",
    other: "garments-group",
    observed: { change: 0.14 },
  },
  {
    base: "planters-before",
    other: "planters-piece-rate",
    observed: { change: 0.2 },
  },
];

/** Every experiment with the model's prediction and the verdict on it. */
export function verdicts(): Verdict[] {
  return experiments.map((experiment) => {
    const { base, other, observed, otherwise } = experiment;
    const { predicted, range } = predict(load(base), load(other));
    const elsewhere = (otherwise?.patches ?? []).map(
      (patch) => predict(load(base, patch, base), load(other, patch, base)).predicted.sales,
    );
    const verdict = verdictOn(predicted, range, observed);
    const { what, source, verdict: recorded } = recordOf(other);
    const flips = elsewhere.some((one) => one * predicted.sales < 0);
    return {
      ...experiment,
      what,
      source,
      recorded,
      predicted,
      range,
      verdict:
        otherwise && flips ? cannotTell(predicted.sales, elsewhere, otherwise.what) : verdict,
    };
  });
}

function recordOf(id: string): ExperimentRecord {
  const record = experimentRecords.find(({ other }) => other === id);
  if (!record) throw new RangeError(`no verdict is on record for ${id}`);
  return record;
}

function cannotTell(predicted: number, elsewhere: number[], what: string): string {
  const all = [predicted, ...elsewhere];
  return `cannot tell: ${percent(Math.min(...all))} to ${percent(Math.max(...all))} with ${what}`;
}

function load(id: string, patch?: JsonObject, patched?: string): LoadedScenario {
  const { loaded, problems } = readScenario(`evidence/${id}`, (name) => {
    const text = readFileSync(new URL(`../../scenarios/${name}.json`, import.meta.url), "utf8");
    if (!patch || name !== `evidence/${patched}`) return text;
    return JSON.stringify(mergePatch(JSON.parse(text) as JsonObject, patch).value);
  });
  if (!loaded) throw new Error(JSON.stringify(problems));
  return loaded;
}

function predict(
  base: LoadedScenario,
  other: LoadedScenario,
): { predicted: Outcomes; range: { low: number; high: number } } {
  const comparison = last(runJob({ scenarios: [base, other], runs: 64 }));
  const [before, after] = comparison.scenarios.map(({ expected }) => expected);
  const was = before!.steadyState;
  const is = after!.steadyState;
  const { runRate } = comparison.differences[0]!.totals["bookings"]!;
  const level = was.totals.bookings;
  const stage = Object.keys(was.funnel.stages)[1]!;
  return {
    predicted: {
      sales: is.totals.bookings / level - 1,
      quantity: is.funnel.stages[stage]!.total / was.funnel.stages[stage]!.total - 1,
      quality: is.funnel.leadQuality / was.funnel.leadQuality - 1,
      unrewarded: (after!.efforts["seller"]?.["renewal"] ?? 1) - 1,
    },
    range: { low: runRate.p5 / level, high: runRate.p95 / level },
  };
}

function last(steps: Generator<Comparison, Comparison>): Comparison {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Least change that is one, in shares, and how near is near. */
const SOME = 0.01;
const LEAST = 0.0005;
const NEAR = 1 / 3;

/** The verdict on a prediction: near, direction, size, and whether the range over what we do not know holds the figure. */
export function verdictOn(
  predicted: Outcomes,
  { low, high }: { low: number; high: number },
  observed: Experiment["observed"],
): string {
  if (observed === "none") {
    if (Math.abs(predicted.sales) <= SOME) return "agrees: less than a point where none was found";
    const held = low <= SOME && high >= -SOME;
    const wrong = predicted.sales > 0 ? "too large" : "too low";
    return `${wrong}: ${percent(predicted.sales)} where none was found; its range ${held ? "reaches" : "does not reach"} it`;
  }
  if (!("change" in observed)) return directions(predicted, observed);
  const { change } = observed;
  const off = Math.abs(predicted.sales - change);
  if (off <= Math.max(SOME, NEAR * Math.abs(change))) return `agrees within ${points(off)}`;
  const held = low <= change && change <= high;
  const reach = `its range ${held ? "holds" : "does not hold"} it`;
  if (Math.abs(predicted.sales) <= SOME) return `too small: next to nothing; ${reach}`;
  if (predicted.sales * change < 0) return `wrong direction; ${reach}`;
  const ratio = predicted.sales / change;
  const size =
    ratio > 1
      ? `too large by a factor of ${ratio.toFixed(1)}`
      : `too small (${Math.round(100 * ratio)}% of what was observed)`;
  return `direction agrees, ${size}; ${reach}`;
}

function directions(predicted: Outcomes, observed: Partial<Record<Outcome, Direction>>): string {
  const asked = Object.entries(observed) as [Outcome, Direction][];
  const missed = asked.filter(([outcome, direction]) => {
    const change = predicted[outcome];
    return direction === "up" ? change < LEAST : change > -LEAST;
  });
  if (missed.length === 0)
    return `direction agrees: ${asked.map(([outcome, direction]) => `${outcome} ${direction}`).join(", ")}`;
  return `direction missed: ${missed.map(([outcome]) => `${outcome} ${percent(predicted[outcome])}`).join(", ")}`;
}

/** "+2.5%", "−0.4%". */
function percent(share: number): string {
  const text = (Math.abs(share) * 100).toFixed(1);
  return `${text === "0.0" ? "" : share < 0 ? "\u2212" : "+"}${text}%`;
}

function points(share: number): string {
  return `${(share * 100).toFixed(1)} points`;
}

function observedWords(observed: Experiment["observed"]): string {
  if (observed === "none") return "none found";
  if ("change" in observed) return percent(observed.change);
  return (Object.entries(observed) as [Outcome, Direction][])
    .map(([outcome, direction]) => `${outcome} ${direction}`)
    .join(", ");
}

function predictedWords({ observed, predicted }: Verdict): string {
  if (observed === "none" || "change" in observed) return percent(predicted.sales);
  return (Object.keys(observed) as Outcome[])
    .map((outcome) => `${outcome} ${percent(predicted[outcome])}`)
    .join(", ");
}

const columns = ["experiment", "source", "predicted", "P5 to P95", "observed", "verdict"];

/** The rows of the table, in words. */
function experimentCells(all: readonly Verdict[]): string[][] {
  return [
    columns,
    ...all.map((one) => [
      one.what,
      one.source,
      predictedWords(one),
      `${percent(one.range.low)} to ${percent(one.range.high)}`,
      observedWords(one.observed),
      one.verdict,
    ]),
  ];
}

/** The table as aligned text. */
export function experimentText(all: readonly Verdict[]): string {
  const cells = experimentCells(all);
  const widths = columns.map((_, c) => Math.max(...cells.map((line) => line[c]!.length)));
  return cells
    .map((line) =>
      line
        .map((cell, c) => cell.padEnd(widths[c]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The table as docs/evidence.md holds it. */
export function experimentMarkdown(all: readonly Verdict[]): string {
  return markdown(experimentCells(all));
}
