/**
 * What practices take and bring, one at a time: a scenario beside itself without each, and with each at other effects.
 *
 * Terms     cost = contribution a year that a practice takes with no effect at all: its hours and its cash; effect = what it
 *           brings over that; net = both. All at full effect (steady state), the other practices in place.
 * Formula   cost = C(effect 0) − C(without); effect = C(as written) − C(effect 0); band of all together: deviations of
 *           each, squared and added, as practices' effects are not known to go together.
 * Always    a practice whose effect has no spread in the file is shown from none to twice what is assumed.
 */
import { practiceDefaults } from "../behaviour/practices.ts";
import { quantileOf } from "../scenario/numbers.ts";
import { patchScenario } from "../scenario/read.ts";
import { type LoadedScenario, type Scenario, scenarioOf } from "../scenario/schema.ts";
import type { Job } from "../simulation/protocol.ts";
import { isUncertain, type NumberInput } from "../terms.ts";
import { inSentence, percent } from "../words.ts";
import { createKept, prepareJob } from "./job.ts";
import { responseState } from "./outcomes.ts";
import type { Comparison, ExpectedDifference } from "./result.ts";
import { comparisonOf, createTally } from "./tally.ts";

export type Band = { mean: number; low: number; high: number };

export type PracticeNet = {
  /** Contribution it takes, at or below zero as a rule. */
  cost: number;
  effect: Band;
  net: Band;
};

type Practice = NonNullable<NonNullable<Scenario["alignment"]>["practices"]>[string];

/** The 5th and 95th percentile of an effect, by its spread; or none to twice what is assumed, for want of one. */
export type EffectRange = { low: number; high: number; spread: "stated" | "doubled" };

/** The range of a practice's effect; undefined where it is a formula. */
export function effectRange(id: string, practice: Practice): EffectRange | undefined {
  const effect: NumberInput | undefined = practice.effect ?? practiceDefaults[id]?.effect;
  if (effect === undefined || typeof effect === "string") return undefined;
  if (!isUncertain(effect)) {
    return { low: Math.min(0, 2 * effect), high: Math.max(0, 2 * effect), spread: "doubled" };
  }
  const at = (share: number) => quantileOf(effect, "real", share);
  return { low: at(0.05), high: at(0.95), spread: "stated" };
}

/** The scenario, itself without a practice, and with the practice at no, a low and a high effect. */
export function netJob(loaded: LoadedScenario, id: string): Job {
  const practice = scenarioOf(loaded).alignment?.practices?.[id] ?? {};
  const range = effectRange(id, practice);
  const patches = [null, { effect: 0 }, { effect: range?.low ?? 0 }, { effect: range?.high ?? 0 }];
  const others = range ? patches : patches.slice(0, 2);
  return { scenarios: [loaded, ...others.map((patch) => varied(loaded, { [id]: patch }))] };
}

/** The scenario, itself without any practice, and with all of them at no effect. */
export function netJobOfAll(loaded: LoadedScenario): Job {
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

/** What a job of `netJob` or `netJobOfAll` comes to; without a low and a high effect the band is a point. */
export function netOf(
  differences: readonly Pick<ExpectedDifference, "totals">[],
): PracticeNet | undefined {
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
export function netTogether(all: PracticeNet, each: readonly PracticeNet[]): PracticeNet {
  const spread = (side: "low" | "high") =>
    Math.sqrt(
      each.reduce((sum, { effect }) => {
        const deviation = effect[side] - effect.mean;
        return sum + deviation * deviation;
      }, 0),
    );
  const banded = ({ mean }: Band): Band => ({
    mean,
    low: mean - spread("low"),
    high: mean + spread("high"),
  });
  return { cost: all.cost, effect: banded(all.effect), net: banded(all.net) };
}

/** What a job's comparison comes to; undefined where efforts do not settle in one of its scenarios. */
export function settledNet({ scenarios, expected }: Comparison): PracticeNet | undefined {
  return scenarios.every((one) => responseState(one) !== "none") ? netOf(expected) : undefined;
}

/** Every practice of a scenario and all together: one quick solution after another. Without practices, undefined. */
export function practiceNets(
  loaded: LoadedScenario,
  { response = true }: Pick<Job, "response"> = {},
): { each: Record<string, PracticeNet>; all: PracticeNet | undefined } | undefined {
  const ids = Object.keys(scenarioOf(loaded).alignment?.practices ?? {});
  if (ids.length === 0) return undefined;
  const kept = createKept();
  const find = (job: Job) => {
    const { head } = prepareJob({ ...job, response }, { preview: true, kept });
    return settledNet(comparisonOf(createTally(head)));
  };
  const each: Record<string, PracticeNet> = {};
  for (const id of ids) {
    const net = find(netJob(loaded, id));
    if (net) each[id] = net;
  }
  const all = find(netJobOfAll(loaded));
  const known = Object.values(each);
  const isWhole = all !== undefined && known.length === ids.length;
  return { each, all: isWhole ? netTogether(all, known) : undefined };
}

/** Share of what all bring above which one practice carries most of it. */
const MOST = 0.5;

/** "84% of the expected gain hangs on one assumption, one manager over both (…)"; empty where several carry it. */
export function carriesMost(
  each: Readonly<Record<string, PracticeNet>>,
  all: PracticeNet | undefined,
  titleOf: (id: string) => string,
): string {
  if (!all || all.effect.mean <= 0 || Object.keys(each).length < 2) return "";
  const [first] = Object.entries(each).toSorted(([, a], [, b]) => b.effect.mean - a.effect.mean);
  const [id, { effect }] = first!;
  const part = effect.mean / all.effect.mean;
  if (part <= MOST) return "";
  const share = part >= 1 ? "All" : percent(part);
  const evidence = practiceDefaults[id]?.evidence;
  const rests = evidence ? ` (${inSentence(evidence)})` : "";
  return `${share} of the expected gain hangs on one assumption, ${inSentence(titleOf(id))}${rests}.`;
}

/** "in full", "in full after 9 months, half of it gone in 4.5 months": how a practice grows and fades, as stated. */
export function courseWords({
  rampMonths = 0,
  halfLifeMonths,
}: {
  rampMonths?: number | undefined;
  halfLifeMonths?: number | undefined;
}): string {
  const grows = rampMonths > 0 ? `in full after ${monthsWords(rampMonths)}` : "in full";
  return halfLifeMonths === undefined
    ? grows
    : `${grows}, half of it gone in ${monthsWords(halfLifeMonths)}`;
}

function monthsWords(months: number): string {
  return `${Number(months.toFixed(1))} ${months === 1 ? "month" : "months"}`;
}

/** Places to write levels of alignment with: two, or four where they differ only there. */
export function levelPlaces(levels: readonly number[]): 2 | 4 {
  const shown = (places: number) => new Set(levels.map((level) => level.toFixed(places))).size;
  return shown(2) === 1 && shown(4) > 1 ? 4 : 2;
}
