/**
 * Company totals of one year.
 *
 * Formula   contribution = gross margin (on bookings, or on recognised revenue) − pay − on-costs − spend − practices −
 *           attrition − discounts;
 *           CCOS = pay ÷ recognised revenue.
 * Source    docs/model.md#company
 */
import { hoursGiven, practicesCash } from "./alignment.ts";
import type { Model } from "./compile.ts";
import type { Losses } from "./losses.ts";

/** Totals in the order in which they are reported everywhere. */
export const totalOrder = [
  "bookings",
  "revenue",
  "grossMargin",
  "basePay",
  "variablePay",
  "pay",
  "onCosts",
  "spend",
  "practices",
  "attrition",
  "discounts",
  "contribution",
  "ccos",
  "payOfBookings",
] as const;

/** What does not change from year to year: money a year. */
export type FixedCosts = {
  basePay: number;
  spend: number;
  practices: number;
  onCosts: number;
  losses: Losses;
  basis: "bookings" | "revenue";
};

/** Costs of a model that luck does not move, with what people's answer to the plan costs beside pay. */
export function fixedCosts(model: Model, losses: Losses): FixedCosts {
  return {
    basePay: model.roles.reduce((sum, role) => sum + role.heads.basePay, 0),
    spend: model.funnel.flows.reduce((sum, flow) => sum + flow.spendPerYear, 0),
    practices: practicesCash(model.alignment, model.roles),
    onCosts: model.costs.onCosts,
    losses,
    basis: model.costs.basis,
  };
}

/** Fills `out` from `at` with a year's totals in their order. */
export function fillTotals(
  fixed: FixedCosts,
  year: {
    bookings: number;
    revenue: number;
    margin: number;
    revenueMargin: number;
    variablePay: number;
  },
  out: Float64Array,
  at: number,
): void {
  const { attrition, discounts } = fixed.losses;
  const pay = fixed.basePay + year.variablePay;
  const onCosts = fixed.onCosts * pay;
  const margin = fixed.basis === "bookings" ? year.margin : year.revenueMargin;
  const { basePay, spend, practices } = fixed;
  const { bookings, revenue, variablePay } = year;
  const totals: Record<(typeof totalOrder)[number], number> = {
    bookings,
    revenue,
    grossMargin: margin,
    basePay,
    variablePay,
    pay,
    onCosts,
    spend,
    practices,
    attrition,
    discounts,
    contribution: margin - pay - onCosts - spend - practices - attrition - discounts,
    ccos: revenue > 0 ? pay / revenue : 0,
    payOfBookings: bookings > 0 ? pay / bookings : 0,
  };
  for (let k = 0; k < totalOrder.length; k++) out[at + k] = totals[totalOrder[k]!];
}

/** Hours a year given to practices and their value, whoever bears them. */
export function practiceTime(model: Model): { hours: number; value: number } {
  return hoursGiven(model.alignment, model.roles);
}
