/** Exact numbers as people read them in a trace: "32,450", "94.5%". */
import { multiply, type Rational, toShortDecimal } from "../math/index.ts";

/** A number with its thousands apart, at most six places: "12,500.5". */
export function plainly(value: Rational, places = 6): string {
  const text = toShortDecimal(value, places);
  const [whole = "", part] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** A decimal text with its thousands apart and its places as they are: "12,500.50". */
export function plainText(decimal: string): string {
  const [whole = "", part] = decimal.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? grouped : `${grouped}.${part}`;
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
