/**
 * What a plan means where it says nothing: rounding of attainment and money, the bound of a gate, growth over the year.
 *
 * Always    every reader of plans takes these from here, so that a field left out means one thing.
 * Not here  the curve of a component without one (kinds/).
 * Source    docs/guide/plans.md
 */
import type { RoundingMode } from "../math/index.ts";
import { monthsIn } from "../terms.ts";
import type { Component, Gate, Plan } from "./schema.ts";

const NO_PLACES = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ");
const THREE_PLACES = "BHD IQD JOD KWD LYD OMR TND".split(" ");

/** Decimal places of a currency by ISO 4217: 0, 2 or 3. */
export function currencyPlaces(currency: string): number {
  if (NO_PLACES.includes(currency)) return 0;
  return THREE_PLACES.includes(currency) ? 3 : 2;
}

export type MoneyRounding = { places: number; mode: RoundingMode; each: "deal" | "line" };

/** Rounding of money as a plan states it; of no plan, lines to the currency's places, ties away from zero. */
export function moneyRounding(
  plan: Pick<Plan, "rounding"> | undefined,
  currency: string,
): MoneyRounding {
  const {
    places = currencyPlaces(currency),
    mode = "halfAwayFromZero",
    each = "line",
  } = plan?.rounding ?? {};
  return { places, mode, each };
}

/** Rounding of attainment before the curve is read; undefined where the component states none. */
export function attainmentRounding({
  roundAttainment,
}: Pick<Component, "roundAttainment">): { to: number; mode: RoundingMode } | undefined {
  return (
    roundAttainment && { to: roundAttainment.to, mode: roundAttainment.mode ?? "halfAwayFromZero" }
  );
}

export type Bound = {
  bound: number;
  /** True where it is of attainment, not of the value. */
  relative: boolean;
  /** True where the bound itself is not enough. */
  above: boolean;
};

/** The one bound that a gate states. */
export function boundOf(
  gate: Pick<Gate, "attainmentAtLeast" | "attainmentAbove" | "valueAtLeast" | "valueAbove">,
): Bound {
  const { attainmentAtLeast, attainmentAbove, valueAtLeast, valueAbove } = gate;
  return {
    bound: (attainmentAtLeast ?? attainmentAbove ?? valueAtLeast ?? valueAbove)!,
    relative: attainmentAtLeast !== undefined || attainmentAbove !== undefined,
    above: attainmentAbove !== undefined || valueAbove !== undefined,
  };
}

/**
 * Parts of a year's target and target pay that its periods make, first to last: their weights where they are stated,
 * else 1 each. Prorated to date, the parts so far over all of them.
 */
export function periodParts({
  period,
  periodWeights,
}: Pick<Component, "period" | "periodWeights">): readonly number[] {
  const count = 12 / monthsIn[period];
  return Array.from({ length: count }, (_, p) =>
    periodWeights && count > 1 ? (periodWeights[p] ?? 0) : 1,
  );
}

/**
 * Targets of a component as another question takes them: one for each `months` months of a year, as parts of the one
 * that is written; to date the year's, or, where it grows by period weights, what each period adds.
 */
export function targetParts(component: Component): { months: number; parts: readonly number[] } {
  const months = monthsIn[component.period];
  if (component.accumulation !== "yearToDate")
    return { months, parts: Array.from({ length: 12 / months }, () => 1) };
  return component.prorate && component.periodWeights && months < 12
    ? { months, parts: periodParts(component) }
    : { months: 12, parts: [1] };
}

/** The first component of a plan that a question without a target takes its target from. */
export function targetGiver(
  plan: Pick<Plan, "components">,
  { measure, scope, sourcedBy }: Pick<Component, "measure" | "scope" | "sourcedBy">,
): [string, Component] | undefined {
  return Object.entries(plan.components).find(
    ([, other]) =>
      other.measure === measure &&
      other.scope === scope &&
      other.sourcedBy === sourcedBy &&
      other.target !== undefined,
  );
}
