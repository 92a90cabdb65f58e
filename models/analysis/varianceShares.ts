/**
 * How much of a figure's variance over parameter sets each uncertain number makes by itself.
 *
 * Terms     score = a number's draws as normal scores; share = first-order variance share (Sobol's): what the variance of
 *           the figure would fall by if the number were known; remainder = what numbers make in combination, and what so
 *           few sets cannot tell from chance.
 * Formula   figure = Σ c_k h_k + rest, h_k Hermite polynomials of the scores to the third degree and products of two
 *           scores whose own terms are in; a term enters while its t² > 9 and > 2 ln(candidates), the largest first (the risk
 *           inflation criterion: of m useless candidates about none enters). Share = Σ (c_k² − se_k²) over a number's
 *           own terms ÷ (Σ c_k² over all terms + variance of the rest).
 * Always    shares ≥ 0; with the remainder they add to 1; errors are by the jackknife over sets, terms held.
 * Not here  where draws and figures come from (drivers.ts).
 * Source    docs/model.md#sensitivity; Sobol 1993; Foster and George 1994; Sudret 2008
 */
import { log } from "../math/index.ts";

export type VarianceShares = {
  /** By number, in the order of the scores, with their standard errors. */
  shares: number[];
  errors: number[];
  remainder: number;
};

type Term = { column: Float64Array; own: number | undefined };

/** A figure that varies by less than this of its size is as good as constant. */
const STILL = 1e-9;

/** A term that is within so many standard errors of nothing stays out, however few there are to choose from. */
const LEAST_T = 3;

/** Once all but this share of the variance is told, more terms would tell of the polynomials alone. */
const TOLD = 0.001;

/** Terms beyond this share of the sets would be fitting chance. */
const MOST_TERMS = 1 / 3;

/** The shares of a figure's values over sets; undefined where it does not vary. */
export function varianceShares(
  scores: readonly Float64Array[],
  values: readonly number[],
): VarianceShares | undefined {
  const n = values.length;
  const size = Math.max(...values.map(Math.abs));
  const centred = standardised(Float64Array.from(values), STILL * size);
  if (!centred || n < 2) return undefined;
  if (scores.length === 1) return { shares: [1], errors: [0], remainder: 0 };
  const fit = selected(scores, centred);
  const { shares, remainder } = sharesOf(fit, fit.coefficients, scores.length);
  return { shares, errors: jackknifed(fit, scores.length), remainder };
}

/** Values with mean 0 and mean square 1; undefined where they spread by no more than `least`. */
function standardised(values: Float64Array, least: number): Float64Array | undefined {
  const n = values.length;
  let mean = 0;
  for (const value of values) mean += value / n;
  const centred = values.map((value) => value - mean);
  const spread = Math.sqrt(dot(centred, centred) / n);
  return spread > least ? centred.map((value) => value / spread) : undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function without(a: Float64Array, direction: Float64Array): Float64Array {
  const along = dot(a, direction);
  return a.map((value, i) => value - along * direction[i]!);
}

/** Polynomials of one number's scores, each clear of those before it. */
function ownTerms(score: Float64Array, own: number): Term[] {
  const columns: Float64Array[] = [];
  const powers = [score, score.map((z) => z * z - 1), score.map((z) => z * z * z - 3 * z)];
  for (const power of powers) {
    let column: Float64Array | undefined = standardised(power, STILL);
    for (const before of columns) {
      if (column) column = standardised(without(column, unit(before)), STILL);
    }
    if (column) columns.push(column);
  }
  return columns.map((column) => ({ column, own }));
}

function unit(column: Float64Array): Float64Array {
  const length = Math.sqrt(dot(column, column));
  return column.map((value) => value / length);
}

type Fit = {
  terms: Term[];
  coefficients: number[];
  /** Inverse of the terms' cross products. */
  inverse: number[][];
  rest: Float64Array;
  /** Of the rest, by what the terms leave free. */
  variance: number;
};

/** Terms that enter one after another, and the least squares over them. */
function selected(scores: readonly Float64Array[], values: Float64Array): Fit {
  const n = values.length;
  const terms: Term[] = [];
  const directions: Float64Array[] = [];
  const linear = new Set<number>();
  let rest = values;
  let open = scores.flatMap(ownTerms).map((term) => ({ term, clear: term.column }));
  while (terms.length < n * MOST_TERMS) {
    const left = dot(rest, rest);
    if (left <= TOLD * n) break;
    const free = n - 2 - terms.length;
    let best: { at: number; direction: Float64Array; squared: number } | undefined;
    for (const [at, { clear }] of open.entries()) {
      if (dot(clear, clear) < 1e-6 * n) continue;
      const direction = unit(clear);
      const along = dot(rest, direction);
      const explained = Math.min(along * along, left);
      const squared = (explained * free) / Math.max(left - explained, Number.MIN_VALUE);
      if (!best || squared > best.squared) best = { at, direction, squared };
    }
    if (!best || best.squared <= Math.max(LEAST_T * LEAST_T, 2 * log(open.length))) break;
    const { at, direction } = best;
    const { term } = open[at]!;
    terms.push(term);
    directions.push(direction);
    rest = without(rest, direction);
    open = open
      .filter((_, i) => i !== at)
      .map((one) => ({ term: one.term, clear: without(one.clear, direction) }));
    const { own } = term;
    if (own === undefined || linear.has(own)) continue;
    for (const other of linear) {
      const product = scores[own]!.map((z, i) => z * scores[other]![i]!);
      const column = standardised(product, STILL);
      if (!column) continue;
      open.push({ term: { column, own: undefined }, clear: directions.reduce(without, column) });
    }
    linear.add(own);
  }
  return {
    terms,
    ...leastSquares(terms, directions, values),
    rest,
    variance: restVariance(rest, terms.length),
  };
}

function restVariance(rest: Float64Array, terms: number): number {
  return dot(rest, rest) / Math.max(rest.length - 1 - terms, 1);
}

/** Coefficients of the terms, whose orthogonal directions are known: R c = Qᵀ y, and (RᵀR)⁻¹. */
function leastSquares(
  terms: readonly Term[],
  directions: readonly Float64Array[],
  values: Float64Array,
): Pick<Fit, "coefficients" | "inverse"> {
  const k = terms.length;
  const upper = directions.map((direction) => terms.map(({ column }) => dot(direction, column)));
  const solved = (right: number[]): number[] => {
    const out = [...right];
    for (let i = k - 1; i >= 0; i--) {
      for (let j = i + 1; j < k; j++) out[i] = out[i]! - upper[i]![j]! * out[j]!;
      out[i] = out[i]! / upper[i]![i]!;
    }
    return out;
  };
  const inverses = terms.map((_, i) => solved(terms.map((_term, j) => (i === j ? 1 : 0))));
  const inverse = terms.map((_, i) =>
    terms.map((_term, j) => inverses.reduce((sum, column) => sum + column[i]! * column[j]!, 0)),
  );
  return { coefficients: solved(directions.map((direction) => dot(direction, values))), inverse };
}

function sharesOf(
  { terms, inverse, variance }: Fit,
  coefficients: readonly number[],
  count: number,
): { shares: number[]; remainder: number } {
  let total = variance;
  const made = Array.from({ length: count }, () => 0);
  for (const [k, { own }] of terms.entries()) {
    const squared = coefficients[k]! * coefficients[k]!;
    total += squared;
    if (own !== undefined) made[own] = made[own]! + squared - variance * inverse[k]![k]!;
  }
  const shares = made.map((one) => Math.max(0, one) / total);
  return { shares, remainder: Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0)) };
}

/** Standard errors of the shares: how they move when one set after another is left out. */
function jackknifed(fit: Fit, count: number): number[] {
  const { terms, coefficients, inverse, rest } = fit;
  const n = rest.length;
  const means = Array.from({ length: count }, () => 0);
  const squares = Array.from({ length: count }, () => 0);
  for (let i = 0; i < n; i++) {
    const row = terms.map(({ column }) => column[i]!);
    const pull = inverse.map((line) => line.reduce((sum, value, k) => sum + value * row[k]!, 0));
    const leverage = pull.reduce((sum, value, k) => sum + value * row[k]!, 1 / n);
    const step = rest[i]! / Math.max(1 - leverage, STILL);
    const { shares } = sharesOf(
      fit,
      coefficients.map((value, k) => value - pull[k]! * step),
      count,
    );
    for (const [j, share] of shares.entries()) {
      means[j] = means[j]! + share / n;
      squares[j] = squares[j]! + (share * share) / n;
    }
  }
  return means.map((mean, j) => Math.sqrt((n - 1) * Math.max(0, squares[j]! - mean * mean)));
}
