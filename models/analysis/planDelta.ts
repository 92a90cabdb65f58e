/**
 * What changed between two versions of a scenario, in words, and the expected money of each change.
 *
 * Terms     money of a change = what its lever adds to the expected first year (attribution.ts): pay of both functions,
 *           bookings, contribution; lever = changes decided on together, which share one figure; through = the file
 *           that made a change which the scenario inherits.
 * Formula   ± is 1.96 standard errors of the figure itself, which has an error only where orders of changes were
 *           sampled; how far years and parameters may carry a result is for a comparison to say.
 * Always    the money of the levers adds to the whole difference, which is what a comparison of the two versions expects;
 *           without a difference in meaning there are no changes.
 * Not here  the words (scenario/planDiff.ts), where versions come from (shells).
 */
import { type Problem, ProblemError } from "../problem.ts";
import { hashScenario } from "../scenario/canonical.ts";
import { type PlanChange, planDiff } from "../scenario/planDiff.ts";
import { type LoadedScenario, scenarioOf } from "../scenario/schema.ts";
import { sameValue, isObject, type JsonObject, type JsonValue } from "../scenario/text.ts";
import { type AttributedPart, attributeVersions } from "./attribution.ts";
import type { Kept } from "./job.ts";

/** A scenario at some time: what it loads to, and the files it is made of, its own last. */
export type PlanVersion = {
  loaded: LoadedScenario;
  chain: readonly { id: string; document: JsonObject }[];
};

export type DeltaLine = PlanChange & {
  /** Id of the file that made the change; undefined where the scenario's own did. */
  through: string | undefined;
};

/** Expected first-year money of changes made together, in major units of the scenario's currency. */
export type DeltaMoney = {
  /** Places in the list of changes. */
  lines: number[];
  pay: number;
  bookings: number;
  contribution: number;
  /** 1.96 standard errors of `pay`; 0 where it is exact. */
  within: number;
};

export type PlanDelta = {
  changes: DeltaLine[];
  money: DeltaMoney[];
  /** Of everything, also of what only the status quo brings; undefined where it was not asked for or cannot be had. */
  whole: Omit<DeltaMoney, "lines"> | undefined;
  /** Why there is no money where it was asked for. */
  problems: readonly Problem[];
  /** True where the scenario says the same and its status quo does not. */
  statusQuoMoved: boolean;
};

export type DeltaSetting = {
  /** False for the words alone. */
  money?: boolean;
  kept?: Kept;
  onProgress?: (done: number, total: number) => void;
};

/** The changes from one version to another. */
export function planDelta(
  before: PlanVersion,
  after: PlanVersion,
  { money = true, ...setting }: DeltaSetting = {},
): PlanDelta {
  const changes = planDiff(scenarioOf(before.loaded), scenarioOf(after.loaded)).map((change) => ({
    ...change,
    through: throughOf(change.path, before.chain, after.chain),
  }));
  const moved = hashScenario(before.loaded) !== hashScenario(after.loaded);
  const statusQuoMoved = changes.length === 0 && moved;
  const words = { changes, money: [], whole: undefined, problems: [], statusQuoMoved };
  if (!money || !moved) return words;
  try {
    return { ...words, ...moneyOf(changes, [before.loaded, after.loaded], setting) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { ...words, problems: error.problems };
  }
}

function moneyOf(
  changes: readonly DeltaLine[],
  [before, after]: [LoadedScenario, LoadedScenario],
  setting: Omit<DeltaSetting, "money">,
): Pick<PlanDelta, "money" | "whole"> {
  const [was, is] = [scenarioOf(before), scenarioOf(after)];
  if (was.currency !== is.currency)
    throw new ProblemError([otherCurrency(was.currency, is.currency)]);
  const { levers, whole } = attributeVersions(before, after, { ...setting, orders: ORDERS });
  const money = levers.flatMap(({ paths, parts }): DeltaMoney[] => {
    const steps = paths.map((path) => path.split("."));
    const lines = changes.flatMap(({ path }, i) =>
      steps.some((one) => meet(one, path)) ? [i] : [],
    );
    return lines.length > 0 ? [{ lines, ...figures(parts) }] : [];
  });
  return { money, whole: figures(whole) };
}

/** Fewer than an attribution takes, so that a review of many changes is read in half a minute; ± says what that costs. */
const ORDERS = 16;

function otherCurrency(was: string, is: string): Problem {
  return {
    code: "bad-request",
    path: "currency",
    message: `money in ${was} and in ${is} is not compared`,
    hint: "compare versions of one currency",
  };
}

function figures(parts: Record<string, AttributedPart>): Omit<DeltaMoney, "lines"> {
  const { pay, bookings, contribution } = parts;
  return {
    pay: pay!.value,
    bookings: bookings!.value,
    contribution: contribution!.value,
    within: 1.96 * pay!.standardError,
  };
}

/** True where one path leads to the other, or on from it. */
function meet(one: readonly string[], other: readonly string[]): boolean {
  const shared = Math.min(one.length, other.length);
  return one.slice(0, shared).every((step, i) => step === other[i]);
}

/** The file that wrote a change: undefined for the scenario's own, else the nearest of those above that differ there. */
function throughOf(
  path: readonly string[],
  before: PlanVersion["chain"],
  after: PlanVersion["chain"],
): string | undefined {
  if (differAt(before.at(-1)?.document, after.at(-1)?.document, path)) return undefined;
  for (const { id, document } of after.slice(0, -1).toReversed()) {
    const then = before.find((file) => file.id === id)?.document;
    if (then && differAt(then, document, path)) return id;
  }
  return undefined;
}

/** True where two files say different things of a path, be it by what they say of a place above it. */
function differAt(
  one: JsonValue | undefined,
  other: JsonValue | undefined,
  [step, ...rest]: readonly string[],
): boolean {
  if (step === undefined || !isObject(one) || !isObject(other)) return !sameValue(one, other);
  const under = (object: JsonObject) => (Object.hasOwn(object, step) ? object[step] : undefined);
  return differAt(under(one), under(other), rest);
}
