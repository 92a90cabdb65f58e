/**
 * Money in minor units: the one rounding step, sharing out to the cent.
 *
 * Terms     minor unit = one step of the last decimal place money is kept in: a cent.
 * Always    what is shared out adds up; ties between remainders go to the first in the order given.
 * Not here  places and rounding where a plan says nothing (plans/defaults.ts).
 */
import { add, compare, type Rational, rounded, sum, ZERO } from "../math/index.ts";
import type { MoneyRounding } from "../plans/defaults.ts";

const powers = Array.from({ length: 16 }, (_, i) => BigInt(`1${"0".repeat(i)}`));

/** An exact amount in minor units of `places`, rounded once as a plan says. */
export function minorUnits(
  { n, d }: Rational,
  { places: at, mode }: Pick<MoneyRounding, "places" | "mode">,
  places: number,
): bigint {
  const coarse = rounded({ n: n * powers[at]!, d }, mode);
  return at === places ? coarse : coarse * powers[places - at]!;
}

/** Minor units as an exact amount. */
export function exactMoney(minor: bigint, places: number): Rational {
  return { n: minor, d: powers[places]! };
}

/** Minor units as decimal text: "184.20". */
export function moneyText(minor: bigint, places: number): string {
  const negative = minor < 0n;
  const digits = String(negative ? -minor : minor).padStart(places + 1, "0");
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return negative ? `-${text}` : text;
}

/**
 * A sum of minor units shared out by weights: everybody gets the whole units below their share, and what is left goes
 * one by one to the largest remainders. Nothing is shared out where all weights are 0.
 */
export function shareOut(total: bigint, weights: readonly Rational[]): bigint[] {
  const whole = sum(weights);
  if (whole.n === 0n) return weights.map(() => 0n);
  const parts = weights.map(({ n, d }) => {
    const top = total * n * whole.d;
    const bottom = d * whole.n;
    const units = top / bottom;
    return { units, rest: { n: top - units * bottom, d: bottom } };
  });
  let left = total - parts.reduce((given, { units }) => given + units, 0n);
  const order = parts
    .map(({ rest }, i) => ({ rest, i }))
    .toSorted((a, b) => compare(b.rest, a.rest) || a.i - b.i);
  const step = left < 0n ? -1n : 1n;
  if (left < 0n) order.reverse();
  const shares = parts.map(({ units }) => units);
  for (const { i } of order) {
    if (left === 0n) break;
    shares[i] = shares[i]! + step;
    left -= step;
  }
  return shares;
}

/** Amounts that round to the rounded sum: each is what the running total rounds to less what it did before. */
export function runningUnits(
  parts: readonly Rational[],
  units: (exact: Rational) => bigint,
): bigint[] {
  let total = ZERO;
  let before = 0n;
  return parts.map((part) => {
    total = add(total, part);
    const now = units(total);
    const own = now - before;
    before = now;
    return own;
  });
}
