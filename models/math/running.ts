/**
 * Running mean and variance of a stream of numbers.
 *
 * Terms     count, mean, spread = sum of squared distances from the mean.
 * Formula   add: mean += (x - mean) / count; merge: means by weight, spreads plus distance^2 x n m / (n + m).
 * Always    merging the same pieces in the same order gives the same bits; nothing grows with the stream.
 * Not here  quantiles (sketch.ts).
 * Source    B. P. Welford, Technometrics 4 (1962); T. F. Chan, G. H. Golub, R. J. LeVeque, Stanford STAN-CS-79-773.
 */

export type Running = { count: number; mean: number; spread: number };

/** Statistics of nothing yet. */
export function createRunning(): Running {
  return { count: 0, mean: 0, spread: 0 };
}

/** Adds one number, in any unit, to `running` in place. */
export function addRunning(running: Running, x: number): void {
  const count = running.count + 1;
  const distance = x - running.mean;
  const mean = running.mean + distance / count;
  running.count = count;
  running.mean = mean;
  running.spread += distance * (x - mean);
}

/** Adds all that `from` has seen to `into` in place; for equal bits merge in a fixed order. */
export function mergeRunning(into: Running, from: Running): void {
  if (from.count === 0) return;
  if (into.count === 0) {
    into.count = from.count;
    into.mean = from.mean;
    into.spread = from.spread;
    return;
  }
  const count = into.count + from.count;
  const distance = from.mean - into.mean;
  into.mean += distance * (from.count / count);
  into.spread += from.spread + distance * distance * ((into.count * from.count) / count);
  into.count = count;
}

/** Mean, in the unit of the numbers; NaN of nothing. */
export function meanOf(running: Running): number {
  return running.count === 0 ? NaN : running.mean;
}

/** Sample variance (divisor count - 1), in squared units; NaN of fewer than two numbers. */
export function varianceOf(running: Running): number {
  return running.count < 2 ? NaN : running.spread / (running.count - 1);
}

/** Standard error of the mean, in the unit of the numbers; NaN of fewer than two numbers. */
export function standardErrorOf(running: Running): number {
  return Math.sqrt(varianceOf(running) / running.count);
}
