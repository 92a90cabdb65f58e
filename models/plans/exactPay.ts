/**
 * What one component pays, in exact numbers: the kernel of statements, examples and the check of the fast engine.
 *
 * Terms     base = scale × share, before gates and factors; part of a deal = what it adds to the pay of those before it.
 * Formula   pay = min(scale × min(share, gate share) × Π factors, pay at most), nothing rounded but attainment.
 * Always    a value above the end of a curve that says nothing there is refused, never paid; parts add up to the pay.
 * Not here  who is credited with what, periods, money paid before, rounding of money (statements/).
 * Source    docs/model.md#plans
 */
import {
  add,
  compare,
  divide,
  least,
  multiply,
  ONE,
  type Rational,
  rational,
  type RoundingMode,
  roundedTo,
  subtract,
  toShortDecimal,
  ZERO,
} from "../math/index.ts";
import { type ExactCurve, exactCurve, exactShare } from "./curve.ts";
import { attainmentRounding } from "./defaults.ts";
import { type CurveInput, curveOf, exactPointsOf, surfaceOf } from "./kinds/index.ts";
import type { Component } from "./schema.ts";

/** A curve read at one attainment, or at two where it is a table over a second measure. */
export type ExactForm = {
  /** Of a table over two measures: the row in force with the second one at target. */
  curve: ExactCurve;
  across: { between: "step" | "linear"; rows: { at: Rational; curve: ExactCurve }[] } | undefined;
};

/** A component as the exact kernel reads it. */
export type ExactRule = ExactForm & {
  basis: "period" | "deal";
  round: { to: Rational; mode: RoundingMode } | undefined;
  payAtMost: Rational | undefined;
  payPerDealAtMost: Rational | undefined;
  dealAtMost: Rational | undefined;
  dealAtLeast: Rational | undefined;
  /** Share of a deal's value that pay is on, by source, where it differs from 1. */
  commissionable: ReadonlyMap<string, Rational> | undefined;
};

type RuleNumber = "payAtMost" | "payPerDealAtMost" | "dealAtMost" | "dealAtLeast";

/** A written curve in exact numbers. */
export function exactForm(written: CurveInput): ExactForm {
  const surface = surfaceOf(written);
  return {
    curve: exactCurve(exactPointsOf(written)),
    across: surface && {
      between: surface.between,
      rows: surface.rows.map(({ at, points }) => ({ at, curve: exactCurve(points) })),
    },
  };
}

/** The exact rule of a component; `numbers` holds the values of those that are written as formulas. */
export function exactRule(
  component: Component,
  numbers: Partial<Record<RuleNumber, number>> = {},
): ExactRule {
  const read = (key: RuleNumber) => {
    const written = component[key];
    const value = typeof written === "number" ? written : numbers[key];
    if (written !== undefined && value === undefined)
      throw new RangeError(`${key} is a formula, and its value is not given`);
    return value === undefined ? undefined : rational(value);
  };
  const round = attainmentRounding(component);
  return {
    ...exactForm(curveOf(component)),
    basis: component.basis ?? "period",
    round: round && { to: rational(round.to), mode: round.mode },
    payAtMost: read("payAtMost"),
    payPerDealAtMost: read("payPerDealAtMost"),
    dealAtMost: read("dealAtMost"),
    dealAtLeast: read("dealAtLeast"),
    commissionable:
      component.commissionable &&
      new Map(
        Object.entries(component.commissionable).map(([source, share]) => [
          source,
          rational(share),
        ]),
      ),
  };
}

/** What is known of a period beside the measure itself. */
export type ExactTerms = {
  /** Null: none, the curve is over the measure itself. */
  target: Rational | null;
  /** Money at a share of 1. */
  scale: Rational;
  /** Attainment of the second measure. Left out: 1. */
  across?: Rational | undefined;
  /** Share paid at most by gates that are shut; null or left out: all open. */
  gateShare?: Rational | null | undefined;
  factors?: readonly Rational[] | undefined;
  /** Left out: the rule's. */
  payAtMost?: Rational | undefined;
};

export type ExactPaid = {
  /** As the curve sees it, rounded where the plan rounds it. */
  attainment: Rational;
  share: Rational;
  pay: Rational;
};

/** Pay of a period, or of one deal where the curve reads deals, before money is rounded. */
export function exactPay(
  rule: ExactRule,
  { credited, ...terms }: ExactTerms & { credited: Rational },
): ExactPaid | { refused: string } {
  const attainment = exactAttainment(rule, credited, terms.target);
  const share = exactReading(rule, attainment, terms.across);
  if ("refused" in share) return share;
  let base = multiply(terms.scale, share);
  if (rule.basis === "deal" && rule.payPerDealAtMost) base = least(base, rule.payPerDealAtMost);
  return { attainment, share, pay: paidOf(rule, base, terms) };
}

/** One deal as the kernel sees it. */
export type ExactDeal = {
  credited: Rational;
  /** Share of its value that pay is on. Left out: 1. */
  commissionable?: Rational | undefined;
};

export type ExactDealsPaid = {
  /** What each deal adds, in the order given; together they are `pay`. */
  parts: Rational[];
  /** Attainment after each deal, or of each where the curve reads deals. */
  attainments: Rational[];
  shares: Rational[];
  /** Of all that was credited, what came before included. */
  pay: Rational;
};

/** What each deal adds to the pay of a period that has `before` credited already. */
export function exactDeals(
  rule: ExactRule,
  {
    deals,
    before = ZERO,
    ...terms
  }: ExactTerms & { deals: readonly ExactDeal[]; before?: Rational },
): ExactDealsPaid | { refused: string } {
  const byDeal = rule.basis === "deal";
  const parts: Rational[] = [];
  const attainments: Rational[] = [];
  const shares: Rational[] = [];
  let credited = before;
  let paidOn = before;
  let base = ZERO;
  let pay = ZERO;
  if (!byDeal) {
    const start = exactPay(rule, { ...terms, credited });
    if ("refused" in start) return start;
    pay = start.pay;
  }
  for (const deal of deals) {
    credited = add(credited, deal.credited);
    paidOn = add(paidOn, multiply(deal.credited, deal.commissionable ?? ONE));
    const attainment = exactAttainment(rule, byDeal ? deal.credited : credited, terms.target);
    const share = exactReading(rule, attainment, terms.across);
    if ("refused" in share) return share;
    const money = multiply(terms.scale, share);
    base = byDeal
      ? add(base, rule.payPerDealAtMost ? least(money, rule.payPerDealAtMost) : money)
      : money;
    const factors = [...(terms.factors ?? []), commissionedShare(paidOn, credited)];
    const now = paidOf(rule, base, { ...terms, factors });
    parts.push(subtract(now, pay));
    attainments.push(attainment);
    shares.push(share);
    pay = now;
  }
  return { parts, attainments, shares, pay };
}

/** Part of what is credited that pay is on; 1 where nothing is credited. */
export function commissionedShare(paidOn: Rational, credited: Rational): Rational {
  return paidOn === credited || credited.n === 0n ? ONE : divide(paidOn, credited);
}

/** Credited ÷ target, rounded where the plan rounds it. */
export function exactAttainment(
  { round }: Pick<ExactRule, "round">,
  credited: Rational,
  target: Rational | null,
): Rational {
  const attained = target === null ? credited : divide(credited, target);
  return round ? roundedTo(attained, round.to, round.mode) : attained;
}

/** The share that a curve or a table gives; refused above the end of one that says nothing there. */
export function exactReading(
  form: ExactForm,
  attainment: Rational,
  across: Rational = ONE,
): Rational | { refused: string } {
  if (!form.across) return shareOn(form.curve, attainment);
  const { between, rows } = form.across;
  let r = rows.length - 1;
  while (r > 0 && compare(across, rows[r]!.at) < 0) r--;
  const row = rows[r]!;
  const next = rows[r + 1];
  const lower = shareOn(row.curve, attainment);
  if (between === "step" || !next || compare(across, row.at) <= 0 || "refused" in lower)
    return lower;
  const upper = shareOn(next.curve, attainment);
  if ("refused" in upper) return upper;
  const part = divide(subtract(across, row.at), subtract(next.at, row.at));
  return add(lower, multiply(part, subtract(upper, lower)));
}

function shareOn(curve: ExactCurve, attainment: Rational): Rational | { refused: string } {
  const end = curve.x.at(-1)!;
  if (!curve.open || compare(attainment, end) <= 0) return exactShare(curve, attainment);
  const near = toShortDecimal(attainment, 6) === toShortDecimal(end, 6);
  return {
    refused: `the plan says nothing above ${toShortDecimal(end, 6)}, and ${toShortDecimal(attainment, near ? 15 : 6)} is reached`,
  };
}

/** Money after gates, factors and the most that is paid. */
function paidOf(rule: ExactRule, base: Rational, terms: ExactTerms): Rational {
  const { gateShare, factors = [], payAtMost = rule.payAtMost, scale } = terms;
  let pay = base;
  if (gateShare) pay = gateShare.n === 0n ? ZERO : least(base, multiply(scale, gateShare));
  for (const factor of factors) pay = multiply(pay, factor);
  return payAtMost ? least(pay, payAtMost) : pay;
}
