/** Exact numbers as people read them in a trace: "32,450", "94.5%". */
import { multiply, type Rational, toShortDecimal } from "../math/index.ts";
import { thousandsApart } from "../words.ts";

/** A number with its thousands apart, at most six places: "12,500.5". */
export function plainly(value: Rational, places = 6): string {
  return thousandsApart(toShortDecimal(value, places));
}

/** A share as per cent, at most four places: "94.5%". */
export function percently(share: Rational): string {
  return `${plainly(multiply(share, { n: 100n, d: 1n }), 4)}%`;
}

/** "1 deal", "3 deals". */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

/** A rounding mode in words. */
export const modeWords = {
  halfAwayFromZero: "halves away from zero",
  halfEven: "halves to even",
  awayFromZero: "always up",
  towardsZero: "always down",
} as const;
