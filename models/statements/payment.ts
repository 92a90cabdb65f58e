/**
 * Steps of a paid period that statements and examples share: what has grown so far, gates, and the payment of the line.
 *
 * Terms     grown = the part of a year's target and pay that its periods so far make; paid before = the rounded amounts
 *           of the year's earlier periods.
 * Formula   amount = round(pay); to date round(pay so far) − paid before, never below 0 unless the plan recovers.
 * Always    to date, what was paid adds up to the rounded pay of the year so far, wherever the floor never held.
 * Not here  what is measured and who is there (componentPay.ts), the curve (plans/exactPay.ts).
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
  subtract,
  ZERO,
} from "../math/index.ts";
import type { Arithmetic } from "../plans/adjustments/adjustment.ts";
import { type MoneyRounding, periodParts } from "../plans/defaults.ts";
import type { Component } from "../plans/schema.ts";
import { exactMoney, minorUnits } from "./money.ts";

/** Part of a year's target and pay that its periods up to `period` make, each by its weight and share present. */
export function grownPart(
  written: Pick<Component, "period" | "periodWeights">,
  period: number,
  presentIn: (period: number) => Rational = () => ONE,
): Rational {
  let whole = ZERO;
  let part = ZERO;
  for (const [p, weight] of periodParts(written).entries()) {
    const here = presentIn(p);
    whole = add(whole, weight === 1 ? here : multiply(here, rational(weight)));
    if (p === period) part = whole;
  }
  return whole.n === 0n || part.n === 0n ? ONE : divide(part, whole);
}

/** Part of a year's target pay that one period has, not to date: its weight, else the same for all. */
export function periodShare(
  { periodWeights }: Pick<Component, "periodWeights">,
  { period, periods }: { period: number; periods: number },
): Rational {
  return periodWeights && periods > 1
    ? rational(periodWeights[period] ?? 0)
    : { n: 1n, d: BigInt(periods) };
}

/** Least share that shut gates leave; null where all are open. */
export function shutShare(
  gates: readonly { open: boolean; gate: { otherwise: Rational | undefined } }[],
): Rational | null {
  let left: Rational | null = null;
  for (const { open, gate } of gates) {
    if (open) continue;
    const share = gate.otherwise ?? ZERO;
    left = left === null ? share : least(left, share);
  }
  return left;
}

/** The target of some months: the targets of the periods they lie in, each by the part of it that they are. */
export function targetOver(
  { months, values }: { months: number; values: readonly Rational[] },
  { from, to }: { from: number; to: number },
  adds: boolean,
): Rational {
  if (!adds) return values[Math.floor((to % 12) / months)]!;
  let target = ZERO;
  for (let month = from; month <= to;) {
    const period = Math.floor((month % 12) / months);
    const end = Math.min(to, month - ((month % 12) % months) + months - 1);
    const covered = end - month + 1;
    const whole = values[period]!;
    target = add(
      target,
      covered === months ? whole : multiply(whole, { n: BigInt(covered), d: BigInt(months) }),
    );
    month = end + 1;
  }
  return target;
}

/** True where a value, or its attainment, meets a bound; a bound on the value grows with the periods counted. */
export function meetsBound(
  { bound, relative, above }: { bound: Rational; relative: boolean; above: boolean },
  { value, attainment }: { value: Rational; attainment: Rational },
  periods = ONE,
): boolean {
  const asked = relative || periods === ONE ? bound : multiply(bound, periods);
  const side = compare(relative ? attainment : value, asked);
  return above ? side > 0 : side >= 0;
}

/** Money of a period before the line's rounding, which to date is made before what was paid is taken off. */
export function dueOf(
  pay: Rational,
  { paidBefore, recover }: { paidBefore: bigint | undefined; recover: boolean },
  { rounding, places }: { rounding: MoneyRounding; places: number },
): Rational {
  if (paidBefore === undefined) return pay;
  const soFar = minorUnits(pay, rounding, places);
  const rest = soFar - paidBefore;
  return exactMoney(rest < 0n && !recover ? 0n : rest, places);
}

/** Exact numbers for adjustments, money rounded as the plan says wherever it is made. */
export function moneyArithmetic(rounding: MoneyRounding, places: number): Arithmetic<Rational> {
  const money = (exact: Rational) => exactMoney(minorUnits(exact, rounding, places), places);
  return {
    zero: ZERO,
    of: (plain) => money(rational(plain)),
    add,
    subtract,
    part: (a, numerator, denominator) =>
      money(divide(multiply(a, rational(numerator)), rational(denominator))),
    compare,
  };
}
