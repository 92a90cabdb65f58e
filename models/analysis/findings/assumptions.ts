/**
 * Findings on a comparison of scenarios that assume different things: a difference that is none of the plan.
 *
 * Terms     assumption = a setting of behaviour, of luck or of turnover, which nobody decides on.
 * Always    timing games that one scenario alone counts are told with their money; other assumptions are listed.
 * Source    docs/model.md#findings
 */
import { planDiff } from "../../scenario/planDiff.ts";
import { inSentence, listed, percent } from "../../words.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Compared } from "./betterOff.ts";
import { type Found, money } from "./seen.ts";

/** Money a year below which discounts are not worth a word. */
const LEAST = 1;

/** Timing games that only one of both counts. */
export function timingOnOneSide({ base, here, difference }: Compared): Found[] {
  const [was, is] = [base.expected.timing !== null, here.expected.timing !== null];
  const discounts = difference.totals["discounts"]!.runRate;
  if (was === is || Math.abs(discounts) < LEAST) return [];
  const { name } = (is ? here : base).scenario;
  return [
    {
      id: "timing-on-one-side",
      severity: "warning",
      place: "behaviour.timing",
      title: `Timing games are counted in ${name} only`,
      message: `${money(here.scenario, Math.abs(discounts))} of discounts a year is that assumption, not the plan.`,
      remedy: "State behaviour.timing in both, best in the scenario that both extend.",
      figure: discounts,
    },
  ];
}

/** Assumptions that differ beside the plan. */
export function assumesOtherwise({ base, here, assumed = [] }: Compared): Found[] {
  if (assumed.length === 0) return [];
  return [
    {
      id: "assumes-otherwise",
      severity: "info",
      place: "behaviour",
      title: "More than the plan differs",
      message: `${here.scenario.name} also assumes: ${listed(assumed)}. ${base.scenario.name} is what it is held against, so the difference holds these too.`,
      remedy: "State the same in both to see what the plan alone does.",
    },
  ];
}

type Shocks = NonNullable<NonNullable<Scenario["uncertainty"]>["shocks"]>;

/** Shocks that a scenario leaves out, and what they shake. */
const shocks = {
  lead: { left: 0.12, of: "lead flow" },
  quality: { left: 0.1, of: "lead quality" },
  close: { left: 0.12, of: "closing" },
};

/** What a scenario assumes otherwise than another, in words; timing games that one of them lacks are left out. */
export function assumptionsBetween(before: Scenario, after: Scenario): string[] {
  const oneSided =
    (before.behaviour?.timing === undefined) !== (after.behaviour?.timing === undefined);
  const told = planDiff(before, after).filter(
    ({ path }) =>
      isAssumption(path) && !(oneSided && path[0] === "behaviour" && path[1] === "timing"),
  );
  const years = (Object.keys(shocks) as (keyof typeof shocks)[]).flatMap((key) => {
    const changed = told.some(({ path }) => isShock(path) && (path[2] ?? key) === key);
    return changed ? yearWords(key, before, after) : [];
  });
  const others = told
    .filter(({ path }) => !isShock(path))
    .map(({ path, place, part, before: was, after: is }) => {
      const whose = path[0] === "roles" ? `${inSentence(place)}, ` : "";
      return `${whose}${part} ${is === "none" ? "left out" : is}, not ${was === "none" ? "left out" : was}`;
    });
  return [...years, ...others];
}

function isShock(path: readonly string[]): boolean {
  return path[0] === "uncertainty";
}

function isAssumption(path: readonly string[]): boolean {
  const [top, , part, , stake] = path;
  if (top === "behaviour" || top === "uncertainty") return true;
  if (top === "simulation") return path[1] === "luck";
  if (top !== "roles" || part === undefined) return false;
  return ["turnover", "ownLuck", "skillLogSd"].includes(part) || stake === "nonPayStake";
}

/** "calmer closing (shocks of 5%, not 12%)". */
function yearWords(key: keyof Shocks, before: Scenario, after: Scenario): string[] {
  const { left, of } = shocks[key];
  const [was, is] = [before, after].map(({ uncertainty }) =>
    sizeOf(uncertainty?.shocks?.[key] ?? left),
  );
  if (was === undefined || is === undefined) return [`other shocks to ${of}`];
  if (was === is) return [];
  return [
    `${is < was ? "calmer" : "rougher"} ${of} (shocks of ${percent(is, 1)}, not ${percent(was, 1)})`,
  ];
}

function sizeOf(written: NonNullable<Shocks[keyof Shocks]>): number | undefined {
  if (typeof written === "number") return written;
  if (typeof written === "string") return undefined;
  return "mean" in written ? written.mean : written.p50;
}
