/**
 * Counts from one uniform: how many leads arrive, how many opportunities are won.
 *
 * Terms     u = uniform in (0, 1); quantile = smallest count whose probability of at most that many is at least u.
 * Formula   few expected: add up probabilities from the nearer end. Many: Cornish and Fisher's expansion of the
 *           lattice distribution to the fourth order; its error is below 0.0033 (1 + w^6) / variance^2 (w = normal
 *           quantile of u), so unless a boundary between counts lies that near, its count is the exact one; if one
 *           does, the distribution function decides.
 * Always    never falls as u or the mean or n or p rises (but for u within about 1e-14 of a boundary), so common random
 *           numbers pair well; mean 0, p 0 or n 0 give 0, p 1 gives n.
 * Not here  where u comes from (philox.ts).
 * Source    M. Abramowitz, I. Stegun, 26.2.49; Sheppard's corrections for lattices (Kendall & Stuart I, 3.18); the idea
 *           of deciding from an expansion and its error: M. B. Giles, "Algorithm 955", ACM TOMS 42 (2016).
 */
import { exp, log1p } from "./elementary.ts";
import { betaShare, gammaP, gammaQ } from "./gamma.ts";
import { normalQuantile } from "./normal.ts";

/** Variance from which the expansion is used: below it adding up is as fast. */
const MANY = 16;
/** Nearer than this to the far end, rounding of a sum of probabilities would show; the far tail is summed instead. */
const FAR = 1e-4;

/** 1 / k: multiplying by it keeps divisions out of the loops. */
const INVERSE = inverses(512);

function inverses(size: number): Float64Array {
  const table = new Float64Array(size);
  for (let k = 1; k < size; k++) table[k] = 1 / k;
  return table;
}

/** Poisson count at u; Infinity at u = 1, NaN if u is outside 0 to 1 or the mean is below 0. */
export function poissonQuantile(u: number, mean: number): number {
  if (!(mean >= 0 && u >= 0 && u <= 1)) return NaN;
  if (mean === 0 || u === 0) return 0;
  if (u === 1 || mean === Infinity) return Infinity;

  if (mean < MANY) {
    if (u > 1 - FAR) return searchPoisson(u, mean, Math.ceil(mean + 4 * Math.sqrt(mean)));
    let count = 0;
    let term = exp(-mean);
    let sum = term;
    while (sum < u) {
      count += 1;
      term *= mean * INVERSE[count]!;
      sum += term;
    }
    return count;
  }

  const w = normalQuantile(u);
  const x = expansion(w, mean, mean, 0) - 0.5;
  const count = Math.ceil(x);
  if (isClear(w, x, count, mean)) return Math.max(0, count);
  return searchPoisson(u, mean, Math.max(0, count));
}

/** Successes in n tries at p each, at u; NaN if u or p is outside 0 to 1, or n is not a whole number from 0 up. */
export function binomialQuantile(u: number, n: number, p: number): number {
  if (!(u >= 0 && u <= 1 && p >= 0 && p <= 1 && n >= 0 && Math.floor(n) === n)) return NaN;
  if (n === 0 || p === 0 || u === 0) return 0;
  if (p === 1 || u === 1) return n;

  const q = 1 - p;
  const variance = n * p * q;
  if (variance < MANY) {
    if (p <= 0.5) {
      if (u > 1 - FAR) return searchBinomial(u, n, p, Math.ceil(n * p + 4 * Math.sqrt(variance)));
      return countUp(u, n, p, q);
    }
    // Failures are the few; u from below is 1 - u from above, and a tie goes the other way.
    if (u < FAR) return searchBinomial(u, n, p, Math.floor(n * p - 4 * Math.sqrt(variance)));
    return n - countFailures(1 - u, n, p, q);
  }

  const w = normalQuantile(u);
  const x = expansion(w, n * p, variance, p) - 0.5;
  const count = Math.ceil(x);
  if (isClear(w, x, count, variance)) return Math.max(0, Math.min(n, count));
  return searchBinomial(u, n, p, Math.max(0, Math.min(n, count)));
}

function countUp(u: number, n: number, p: number, q: number): number {
  const odds = p / q;
  let count = 0;
  let term = allFail(n, p, q);
  let sum = term;
  while (sum < u && count < n) {
    term *= odds * (n - count);
    count += 1;
    term *= INVERSE[count]!;
    sum += term;
  }
  return count;
}

function countFailures(v: number, n: number, p: number, q: number): number {
  const odds = q / p;
  let count = 0;
  let term = allFail(n, q, p);
  let sum = term;
  while (sum <= v && count < n) {
    term *= odds * (n - count);
    count += 1;
    term *= INVERSE[count]!;
    sum += term;
  }
  return count;
}

/** q^n. */
function allFail(n: number, p: number, q: number): number {
  if (n > 32) return exp(n * log1p(-p));
  let result = 1;
  let square = q;
  for (let bits = n; bits !== 0; bits >>= 1, square *= square) {
    if ((bits & 1) !== 0) result *= square;
  }
  return result;
}

/**
 * Cornish-Fisher quantile at normal quantile w of a binomial with this chance p, or of a Poisson, where p = 0. The
 * fractions of 1 are Sheppard's corrections: a count stands for the stretch from half below to half above it.
 */
function expansion(w: number, mean: number, variance: number, p: number): number {
  const skew = 1 - 2 * p;
  const a = p * (1 - p);
  const k2 = variance - 1 / 12;
  const k3 = variance * skew;
  const k4 = variance * (1 - 6 * a) + 1 / 120;
  const k5 = k3 * (1 - 12 * a);
  const k6 = variance * (1 - 30 * a * (1 - 4 * a)) - 1 / 252;

  const sd = Math.sqrt(k2);
  const r = 1 / k2;
  const g1 = (k3 * r) / sd;
  const g2 = k4 * r * r;
  const g3 = (k5 * r * r) / sd;
  const g4 = k6 * r * r * r;
  const s = w * w;
  const g11 = g1 * g1;
  const first = g1 * (s - 1) * (1 / 6);
  const second = w * (g2 * (s - 3) * (1 / 24) - g11 * (2 * s - 5) * (1 / 36));
  const third =
    g3 * ((s - 6) * s + 3) * (1 / 120) -
    g1 * g2 * ((s - 5) * s + 2) * (1 / 24) +
    g11 * g1 * ((12 * s - 53) * s + 17) * (1 / 324);
  const fourth =
    w *
    (g4 * ((s - 10) * s + 15) * (1 / 720) -
      g2 * g2 * ((3 * s - 24) * s + 29) * (1 / 384) -
      g1 * g3 * ((2 * s - 17) * s + 21) * (1 / 180) +
      g11 * g2 * ((14 * s - 103) * s + 107) * (1 / 288) -
      g11 * g11 * ((252 * s - 1688) * s + 1511) * (1 / 7776));
  return mean + sd * (w + (first + (second + (third + fourth))));
}

/** Whether no boundary between counts lies within the expansion's error of x (count = x rounded up). */
function isClear(w: number, x: number, count: number, variance: number): boolean {
  const s = w * w;
  // Twice the largest error seen, plus rounding.
  const error = (0.0066 * (1 + s * s * s)) / (variance * variance) + 2e-15 * x + 1e-13;
  const above = count - x;
  return s < 49 && above > error && above < 1 - error;
}

function poissonReaches(u: number, mean: number, count: number): boolean {
  return u < 0.5 ? gammaQ(mean, count + 1) >= u : gammaP(mean, count + 1) <= 1 - u;
}

function searchPoisson(u: number, mean: number, start: number): number {
  let low = -1;
  let high = Infinity;
  let count = start;
  // Strides double until the answer is between two tries, then halve.
  for (let stride = 1; high - low > 1; stride *= 2) {
    if (poissonReaches(u, mean, count)) {
      high = count;
      count = low >= 0 || high - stride <= 0 ? Math.floor((low + high) / 2) : high - stride;
    } else {
      low = count;
      count = high < Infinity ? Math.floor((low + high) / 2) : low + stride;
    }
    if (count < 0) count = 0;
  }
  return high;
}

function binomialReaches(u: number, n: number, p: number, count: number): boolean {
  if (count >= n) return true;
  return u < 0.5
    ? betaShare(1 - p, p, n - count, count + 1) >= u
    : betaShare(p, 1 - p, count + 1, n - count) <= 1 - u;
}

function searchBinomial(u: number, n: number, p: number, start: number): number {
  let low = -1;
  let high = n;
  let count = Math.max(0, Math.min(n - 1, start));
  for (let stride = 1; high - low > 1; stride *= 2) {
    if (binomialReaches(u, n, p, count)) {
      high = count;
      count = Math.max(high - stride, Math.floor((low + high) / 2));
    } else {
      low = count;
      count = Math.min(low + stride, Math.floor((low + high) / 2));
    }
    count = Math.max(0, count);
  }
  return high;
}
