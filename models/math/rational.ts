/**
 * Exact numbers: fractions of whole numbers, for money that must be right to the cent.
 *
 * Terms     rational = numerator ÷ denominator, the denominator above 0, not always in lowest terms.
 * Always    a written number is read as the decimal that people see: 0.1 is one tenth; comparison is exact.
 * Not here  money in minor units (statements/money.ts).
 */
export type Rational = { readonly n: bigint; readonly d: bigint };

export const ZERO: Rational = { n: 0n, d: 1n };
export const ONE: Rational = { n: 1n, d: 1n };

/** How a number is rounded that lies between two steps. */
export type RoundingMode = "halfAwayFromZero" | "halfEven" | "awayFromZero" | "towardsZero";

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** The decimal that a number or text shows, exactly; not for NaN or infinities. */
export function rational(written: number | string | bigint): Rational {
  if (typeof written === "bigint") return { n: written, d: 1n };
  if (typeof written === "number" && Number.isSafeInteger(written))
    return { n: BigInt(written), d: 1n };
  const match = DECIMAL.exec(String(written));
  if (!match || (match[2] === "" && !match[3]))
    throw new RangeError(`${written} is not a decimal number`);
  const [, sign, whole = "", part = "", exponent = "0"] = match;
  const digits = BigInt(`${whole}${part}`);
  const shift = Number(exponent) - part.length;
  const n = sign === "-" ? -digits : digits;
  return shift >= 0 ? { n: n * tenTo(shift), d: 1n } : { n, d: tenTo(-shift) };
}

export function ratio(n: bigint, d: bigint): Rational {
  if (d === 0n) throw new RangeError("division by zero");
  return d < 0n ? { n: -n, d: -d } : { n, d };
}

export function add(a: Rational, b: Rational): Rational {
  return a.d === b.d ? { n: a.n + b.n, d: a.d } : tidy(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtract(a: Rational, b: Rational): Rational {
  return a.d === b.d ? { n: a.n - b.n, d: a.d } : tidy(a.n * b.d - b.n * a.d, a.d * b.d);
}

export function multiply(a: Rational, b: Rational): Rational {
  return tidy(a.n * b.n, a.d * b.d);
}

/** a ÷ b; b is not 0. */
export function divide(a: Rational, b: Rational): Rational {
  const { n, d } = ratio(a.n * b.d, a.d * b.n);
  return tidy(n, d);
}

export function negate({ n, d }: Rational): Rational {
  return { n: -n, d };
}

/** Below 0, 0 or above 0 as a is below, at or above b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.d === b.d ? a.n - b.n : a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function least(a: Rational, b: Rational): Rational {
  return compare(a, b) <= 0 ? a : b;
}

export function most(a: Rational, b: Rational): Rational {
  return compare(a, b) >= 0 ? a : b;
}

export function sum(list: Iterable<Rational>): Rational {
  let total = ZERO;
  for (const one of list) total = add(total, one);
  return total;
}

/** The nearest whole number, ties and directions by `mode`. */
export function rounded({ n, d }: Rational, mode: RoundingMode): bigint {
  const negative = n < 0n;
  const size = negative ? -n : n;
  const whole = size / d;
  const rest = size - whole * d;
  const up =
    mode === "awayFromZero"
      ? rest > 0n
      : mode === "towardsZero"
        ? false
        : 2n * rest > d || (2n * rest === d && (mode === "halfAwayFromZero" || whole % 2n === 1n));
  const result = up ? whole + 1n : whole;
  return negative ? -result : result;
}

/** The nearest multiple of `step`, ties and directions by `mode`. */
export function roundedTo(value: Rational, step: Rational, mode: RoundingMode): Rational {
  return multiply({ n: rounded(divide(value, step), mode), d: 1n }, step);
}

/** The double nearest to a rational of ordinary size. */
export function toNumber({ n, d }: Rational): number {
  if (-SAFE < n && n < SAFE && d < SAFE) return Number(n) / Number(d);
  const common = divisor(n < 0n ? -n : n, d);
  const [top, bottom] = [n / common, d / common];
  if (-SAFE < top && top < SAFE && bottom < SAFE) return Number(top) / Number(bottom);
  const digits = 40;
  const scaled = rounded({ n: top * tenTo(digits), d: bottom }, "halfEven");
  return Number(`${scaled}e-${digits}`);
}

/** Decimal text with `places` after the point, ties away from zero: "184.20". */
export function toDecimal(value: Rational, places: number): string {
  const scaled = rounded({ n: value.n * tenTo(places), d: value.d }, "halfAwayFromZero");
  const negative = scaled < 0n;
  const digits = String(negative ? -scaled : scaled).padStart(places + 1, "0");
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return negative ? `-${text}` : text;
}

/** The shortest decimal text of a value, at most `places` after the point: "0.075". */
export function toShortDecimal(value: Rational, places = 12): string {
  const text = toDecimal(value, places);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

const tens: bigint[] = [1n];

function tenTo(exponent: number): bigint {
  while (tens.length <= exponent) tens.push(tens.at(-1)! * 10n);
  return tens[exponent]!;
}

const SAFE = 1n << 53n;
const LONG = 1n << 192n;

/** Cancelled down only once it grows long: most values here have small denominators. */
function tidy(n: bigint, d: bigint): Rational {
  return d < LONG ? { n, d } : lowest({ n, d });
}

/** The same in lowest terms. */
export function lowest({ n, d }: Rational): Rational {
  const common = divisor(n < 0n ? -n : n, d);
  return { n: n / common, d: d / common };
}

function divisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
