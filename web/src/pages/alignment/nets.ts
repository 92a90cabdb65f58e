/**
 * What practices take and bring, one at a time: a scenario beside itself without each, and with each at other effects.
 *
 * Terms     cost = contribution a year that a practice takes with no effect at all: its hours and its cash; effect = what it
 *           brings over that; net = both. All at full effect (steady state), the other practices in place.
 * Formula   cost = C(effect 0) − C(without); effect = C(as written) − C(effect 0); band of all together: deviations of
 *           each, squared and added, as practices' effects are not known to go together.
 * Always    a practice whose effect has no spread in the file is shown from none to twice what is assumed.
 */
import {
  type ExpectedDifference,
  isUncertain,
  type Job,
  type LoadedScenario,
  type NumberInput,
  patchScenario,
  practiceDefaults,
  type Scenario,
  scenarioOf,
} from "#models";

export type Band = { mean: number; low: number; high: number };

export type Net = {
  /** Contribution it takes, at or below zero as a rule. */
  cost: number;
  effect: Band;
  net: Band;
};

/** Where a band comes from: the spread in the file or default, or from none to twice, for want of one. */
export type Spread = "stated" | "doubled" | "formula";

type Practice = NonNullable<NonNullable<Scenario["alignment"]>["practices"]>[string];

/** The 5th and 95th percentile of a practice's effect, and where they come from. */
export function effectRange(
  id: string,
  practice: Practice,
): { low: number; high: number; spread: Spread } | undefined {
  const effect: NumberInput | undefined = practice.effect ?? practiceDefaults[id]?.effect;
  if (effect === undefined || typeof effect === "string") return undefined;
  if (!isUncertain(effect)) {
    return { low: Math.min(0, 2 * effect), high: Math.max(0, 2 * effect), spread: "doubled" };
  }
  const [middle, down, up] =
    "mean" in effect
      ? [effect.mean, effect.sd, effect.sd]
      : [effect.p50, (effect.p50 - effect.p10) / Z90, (effect.p90 - effect.p50) / Z90];
  return { low: middle - Z95 * down, high: middle + Z95 * up, spread: "stated" };
}

/** Standard normal quantiles. */
const Z90 = 1.2816;
const Z95 = 1.6449;

/** The scenario, itself without a practice, and with the practice at no, a low and a high effect. */
export function jobOf(loaded: LoadedScenario, id: string): Job {
  const practice = scenarioOf(loaded).alignment?.practices?.[id] ?? {};
  const range = effectRange(id, practice);
  const patches = [null, { effect: 0 }, { effect: range?.low ?? 0 }, { effect: range?.high ?? 0 }];
  const others = range ? patches : patches.slice(0, 2);
  return { scenarios: [loaded, ...others.map((patch) => varied(loaded, { [id]: patch }))] };
}

/** The scenario, itself without any practice, and with all of them at no effect. */
export function jobOfAll(loaded: LoadedScenario): Job {
  const ids = Object.keys(scenarioOf(loaded).alignment?.practices ?? {});
  const all = (patch: null | { effect: number }) =>
    varied(loaded, Object.fromEntries(ids.map((id) => [id, patch])));
  return { scenarios: [loaded, ...(ids.length > 0 ? [all(null), all({ effect: 0 })] : [])] };
}

function varied(
  loaded: LoadedScenario,
  practices: Record<string, null | { effect: number }>,
): LoadedScenario {
  const patched = patchScenario(loaded, { alignment: { practices } }).loaded;
  return patched ?? loaded;
}

/** What a job of `jobOf` or `jobOfAll` comes to; without a low and a high effect the band is a point. */
export function netOf(differences: readonly Pick<ExpectedDifference, "totals">[]): Net | undefined {
  const [without, none, low, high] = differences.map(
    ({ totals }) => totals["contribution"]!.runRate,
  );
  if (without === undefined || none === undefined) return undefined;
  // Everything is a difference from the scenario as written, whose own is 0.
  const [a, b] = [low ?? 0, high ?? 0];
  const ends = { low: Math.min(a, b), high: Math.max(a, b) };
  return {
    cost: none - without,
    effect: { mean: -none, low: ends.low - none, high: ends.high - none },
    net: { mean: -without, low: ends.low - without, high: ends.high - without },
  };
}

/** All practices together, with the band that the single ones' bands make. */
export function together(all: Net, each: readonly Net[]): Net {
  const spread = (side: "low" | "high") =>
    Math.sqrt(each.reduce((sum, { effect }) => sum + (effect[side] - effect.mean) ** 2, 0));
  const banded = ({ mean }: Band): Band => ({
    mean,
    low: mean - spread("low"),
    high: mean + spread("high"),
  });
  return { cost: all.cost, effect: banded(all.effect), net: banded(all.net) };
}
