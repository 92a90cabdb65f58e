/**
 * Examples of a plan as a whole: its adjustments month by month, what it takes back for a cancelled deal, and what its
 * components pay together.
 *
 * Always    adjustments run in the order of their registry, each on the pay that those before it left, from the first
 *           month of somebody employed throughout.
 */
import { add, type Rational, rational, subtract, ZERO } from "../../math/index.ts";
import type { AdjustedMonth } from "../../plans/adjustments/adjustment.ts";
import { type CompiledAdjustment, compileAdjustments } from "../../plans/adjustments/index.ts";
import type { Example } from "../../plans/example.ts";
import { monthsIn } from "../../terms.ts";
import type { MoneyRounding } from "../../plans/defaults.ts";
import { moneyArithmetic } from "../payment.ts";
import { CannotRun, type Cell, moneyText, plainText, type Results, totalOf } from "./cells.ts";
import { runComponent } from "./component.ts";
import { type PlanSite, readNumber, targetVariableOf } from "./terms.ts";

type Given = Example["given"];

/** What a plan pays in one of its examples. */
export function runPlan(site: PlanSite, given: Given, money: MoneyRounding): Results {
  if ("periods" in given) return adjusted(site, given, money);
  if ("paid" in given) return takenBack(site, given, money);
  if ("attainments" in given)
    return together(site, { values: given.attainments, reads: "attainment" }, money);
  if ("measures" in given)
    return together(site, { values: given.measures, reads: "measure" }, money);
  throw new CannotRun("an example of this form does not belong to a plan");
}

function adjustmentsOf(site: PlanSite): CompiledAdjustment[] {
  return compileAdjustments(
    site.plan.adjustments ?? {},
    (id) => (key, input, domain) =>
      readNumber(site, `plans.${site.planId}.adjustments.${id}.${key}`, input, domain),
  );
}

function monthOf(
  site: PlanSite,
  month: number,
  rest: Pick<AdjustedMonth<Rational>, "earned" | "cancelled">,
): AdjustedMonth<Rational> {
  const targetVariable = targetVariableOf(site) ?? ZERO;
  return { month, employed: 1, tenure: month, targetVariable, ...rest };
}

function adjusted(
  site: PlanSite,
  { periods, each = "month" }: Extract<Given, { periods: unknown }>,
  money: MoneyRounding,
): Results {
  const length = monthsIn[each];
  const earned = periods.flatMap((amount) => [
    ...Array.from({ length: length - 1 }, () => ZERO),
    rational(amount),
  ]);
  let pay: Rational[] = earned;
  let balance = earned.map(() => ZERO);
  const says = earned.map((amount) => [`earned ${moneyText(amount, money)}`]);
  for (const { adjust, title } of adjustmentsOf(site)) {
    const months = pay.map((amount, month) =>
      monthOf(site, month, { earned: amount, cancelled: [] }),
    );
    const results = adjust(months, moneyArithmetic(money, money.places));
    pay = pay.map((amount, month) => add(amount, results[month]!.change));
    if (results.some((one) => one.balance.n !== 0n)) balance = results.map((one) => one.balance);
    for (const [month, { change, why }] of results.entries()) {
      const by = change.n === 0n ? "" : ` by ${moneyText(change, money)}`;
      says[month]!.push(`${title}${by}: ${why}`);
    }
  }
  const label = (p: number) => `${each} ${p + 1}`;
  const why = (p: number) => says[(p + 1) * length - 1]!.join("; ");
  return {
    pays: periods.map((_, p) => ({
      label: label(p),
      value: pay.slice(p * length, (p + 1) * length).reduce((sum, one) => add(sum, one), ZERO),
      why: why(p),
    })),
    owed: periods.map((_, p) => ({
      label: label(p),
      value: balance[(p + 1) * length - 1]!,
      why: why(p),
    })),
  };
}

/** What the adjustments that answer to cancellations make of a cancelled deal, nothing else being paid. */
export function takenBack(
  site: PlanSite,
  given: Extract<Given, { paid: unknown }>,
  money: MoneyRounding,
): Results {
  const arithmetic = moneyArithmetic(money, money.places);
  const adjustments = adjustmentsOf(site);
  const amounts = Array.isArray(given.paid) ? given.paid : [given.paid];
  const cells = amounts.map((paid): Cell => {
    const deal = {
      paid: rational(paid),
      afterMonths: given.cancelledAfterMonths,
      termMonths: given.termMonths,
      deal: `the deal that was paid ${plainText(rational(paid))}`,
    };
    let change = ZERO;
    const says: string[] = [];
    for (const { adjust, says: rule } of adjustments) {
      const [without, withIt] = [[], [deal]].map(
        (cancelled) => adjust([monthOf(site, 0, { earned: deal.paid, cancelled })], arithmetic)[0]!,
      );
      if (withIt!.why === without!.why) continue;
      change = add(change, subtract(withIt!.change, without!.change));
      says.push(`${rule} ${withIt!.why}`);
    }
    return { label: plainText(rational(paid)), value: change, why: says.join("; ") };
  });
  return { pays: cells };
}

/** What components pay for one period, at an attainment or a measure of each. */
function together(
  site: PlanSite,
  { values, reads }: { values: Record<string, number>; reads: "attainment" | "measure" },
  money: MoneyRounding,
): Results {
  const periods = new Set(Object.keys(values).map((id) => site.plan.components[id]?.period ?? id));
  if (periods.size > 1)
    throw new CannotRun(`its components pay for different periods: ${[...periods].join(", ")}`);
  const cells = Object.entries(values).map(([id, value]): Cell => {
    const component = site.plan.components[id];
    if (!component) throw new CannotRun(`there is no component called "${id}"`);
    const given = reads === "attainment" ? { attainment: value } : { measure: value };
    const [cell] = runComponent({ ...site, id, component }, given, money).pays!;
    return { ...cell!, why: `${component.title ?? id}: ${cell!.why}` };
  });
  return { pays: [totalOf(cells)] };
}
