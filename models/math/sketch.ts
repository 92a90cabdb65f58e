/**
 * Quantile sketch: how values of any size and sign are spread, in memory that does not grow with their number.
 *
 * Terms     bin = a fixed slice of the number line, 160 a doubling, so never wider than 0.5% of its value.
 * Formula   |x| = 2^e (1 + m), 0 <= m < 1; bin = 160 (e + m (4 - m) / 3), a quadratic stand-in for log2 |x|.
 * Always    the same values give the same sketch in any order and any grouping (bins hold whole counts);
 *           plain data: survives structured clone and JSON; quantiles are within 0.5% of a value of that rank.
 * Not here  means and variances (running.ts).
 * Source    C. Masson, J. E. Rim, H. K. Lee, "DDSketch", PVLDB 12 (2019), with quadratically interpolated bins.
 */

/** Counts of the bins `first`, `first` + 1 ...; as long as the values need and no longer. */
type Bins = { first: number; counts: number[] };

/** `zero` counts |x| < 1e-6; `min` and `max` are exact, and null while the sketch is empty (JSON has no Infinity). */
export type Sketch = {
  count: number;
  zero: number;
  min: number | null;
  max: number | null;
  positive: Bins;
  negative: Bins;
};

const BINS_PER_DOUBLING = 160;
const SMALLEST = 1e-6;
/** Values of 1e15 and more share the last bin; `min` and `max` still know them. */
const LARGEST = 1e15;

/** 2^k for k from -64 to 64, at place k + 64. */
const POWERS_OF_TWO = powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(129);
  for (let k = 0, power = 1; k <= 64; k++, power *= 2) {
    powers[64 + k] = power;
    powers[64 - k] = 1 / power;
  }
  return powers;
}

const view = new Float64Array(1);
const words = new Int32Array(view.buffer);
view[0] = 1;
const HIGH = words[1] !== 0 ? 1 : 0;

/** A sketch of nothing yet. */
export function createSketch(): Sketch {
  return {
    count: 0,
    zero: 0,
    min: null,
    max: null,
    positive: { first: 0, counts: [] },
    negative: { first: 0, counts: [] },
  };
}

/** Adds one value, in any unit; RangeError if it is not finite. */
export function addToSketch(sketch: Sketch, x: number): void {
  if (!(x - x === 0)) throw new RangeError(`a sketch holds finite numbers, not ${x}`);

  if (sketch.min === null || x < sketch.min) sketch.min = x;
  if (sketch.max === null || x > sketch.max) sketch.max = x;
  sketch.count += 1;
  if (x >= SMALLEST) addToBins(sketch.positive, binOf(x), 1);
  else if (x <= -SMALLEST) addToBins(sketch.negative, binOf(-x), 1);
  else sketch.zero += 1;
}

/** Adds all that `from` has seen to `into` in place. */
export function mergeSketch(into: Sketch, from: Sketch): void {
  if (from.min === null || from.max === null) return;

  if (into.min === null || from.min < into.min) into.min = from.min;
  if (into.max === null || from.max > into.max) into.max = from.max;
  into.count += from.count;
  into.zero += from.zero;
  mergeBins(into.positive, from.positive);
  mergeBins(into.negative, from.negative);
}

/** Value below which a share p (0 to 1) lies, evenly spread within a bin; NaN of nothing. */
export function sketchQuantile(sketch: Sketch, p: number): number {
  return sketchQuantiles(sketch, [p])[0]!;
}

/** Values below which each of some rising shares (0 to 1) lies, in one pass over the bins; NaN of nothing. */
export function sketchQuantiles(sketch: Sketch, shares: readonly number[]): number[] {
  const { positive, negative, zero, min, max, count } = sketch;
  const found: number[] = [];
  if (min === null || max === null) return shares.map(() => NaN);
  let below = 0;
  const take = (here: number, at: (share: number) => number) => {
    if (here === 0) return;
    for (let p = shares[found.length]; p !== undefined; p = shares[found.length]) {
      const rank = p * count - below;
      if (rank > here) break;
      found.push(
        p >= 0 && p <= 1 ? (p === 0 ? min : p === 1 ? max : within(sketch, at(rank / here))) : NaN,
      );
    }
    below += here;
  };
  for (let i = negative.counts.length - 1; i >= 0; i--) {
    take(negative.counts[i]!, (share) => -within01(negative.first + i, 1 - share));
  }
  take(zero, () => 0);
  for (let i = 0; i < positive.counts.length; i++) {
    take(positive.counts[i]!, (share) => within01(positive.first + i, share));
  }
  while (found.length < shares.length) found.push(shares[found.length]! <= 1 ? max : NaN);
  return found;
}

/** Share (0 to 1) of values above x, exact at x = 0, else to a part of one bin; NaN of nothing. */
export function sketchShareAbove(sketch: Sketch, x: number): number {
  if (sketch.min === null || sketch.max === null || Number.isNaN(x)) return NaN;
  if (x >= sketch.max) return 0;
  if (x < sketch.min) return 1;

  const { positive, negative, zero, count } = sketch;
  if (x >= SMALLEST) return countAbove(positive, x) / count;
  const above = totalOf(positive);
  if (x > -SMALLEST) return (x >= 0 ? above : above + zero) / count;
  return (above + zero + totalOf(negative) - countAbove(negative, -x)) / count;
}

function binOf(size: number): number {
  const known = size < LARGEST ? size : LARGEST;
  view[0] = known;
  const exponent = (words[HIGH]! >> 20) - 1023;
  const m = known * POWERS_OF_TWO[64 - exponent]! - 1;
  return exponent * BINS_PER_DOUBLING + Math.floor((BINS_PER_DOUBLING / 3) * m * (4 - m));
}

/** The size at `share` (0 to 1) of the way through a bin. */
function within01(bin: number, share: number): number {
  const low = edge(bin);
  return low + share * (edge(bin + 1) - low);
}

function edge(bin: number): number {
  const exponent = Math.floor(bin / BINS_PER_DOUBLING);
  const part = (bin - exponent * BINS_PER_DOUBLING) / BINS_PER_DOUBLING;
  return POWERS_OF_TWO[64 + exponent]! * (3 - Math.sqrt(4 - 3 * part));
}

function within(sketch: Sketch, x: number): number {
  return Math.max(sketch.min!, Math.min(sketch.max!, x));
}

function countAbove(bins: Bins, size: number): number {
  const bin = binOf(size);
  let above = 0;
  for (let i = Math.max(0, bin + 1 - bins.first); i < bins.counts.length; i++)
    above += bins.counts[i]!;
  const here = bins.counts[bin - bins.first] ?? 0;
  if (here === 0) return above;
  const low = edge(bin);
  const high = edge(bin + 1);
  return above + here * Math.max(0, Math.min(1, (high - size) / (high - low)));
}

function totalOf(bins: Bins): number {
  let total = 0;
  for (let i = 0; i < bins.counts.length; i++) total += bins.counts[i]!;
  return total;
}

function addToBins(bins: Bins, bin: number, count: number): void {
  const { counts } = bins;
  const place = bin - bins.first;
  if (place >= 0 && place < counts.length) {
    counts[place]! += count;
    return;
  }
  if (counts.length === 0) {
    bins.first = bin;
    counts.push(count);
  } else if (place < 0) {
    const front = Array.from({ length: -place }, () => 0);
    front[0] = count;
    bins.counts = front.concat(counts);
    bins.first = bin;
  } else {
    for (let i = counts.length; i < place; i++) counts.push(0);
    counts.push(count);
  }
}

function mergeBins(into: Bins, from: Bins): void {
  const { first, counts } = from;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (count > 0) addToBins(into, first + i, count);
  }
}
