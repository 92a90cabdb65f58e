/** A linear scale for plots drawn in the page: from values to per cent of the width, with round ticks. */
export type Scale = { low: number; high: number; at: (value: number) => number };

/** A scale that holds all given values and zero, with a little room at both ends. */
export function scaleAround(values: readonly number[], room = 0.04): Scale {
  const finite = values.filter(Number.isFinite);
  let low = Math.min(0, ...finite);
  let high = Math.max(0, ...finite);
  if (low === high) high = low + 1;
  const margin = (high - low) * room;
  low -= margin;
  high += margin;
  return { low, high, at: (value) => ((value - low) / (high - low)) * 100 };
}

/** Round numbers inside the scale, zero among them, at most `most` beside zero. */
export function ticksOf(scale: Scale, most = 4): number[] {
  const range = scale.high - scale.low;
  for (const step of steps(range / (most + 1))) {
    const first = Math.ceil(scale.low / step);
    const last = Math.floor(scale.high / step);
    if (last - first <= most) {
      return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step || 0);
    }
  }
  return [0];
}

/** Of some ticks those that have room for words: zero, and the outermost ones far enough from it. */
export function labelledTicks(scale: Scale, ticks: readonly number[], apart = 22): number[] {
  const outermost = [ticks[0], ticks.at(-1)];
  return ticks.filter(
    (tick) =>
      tick === 0 || (outermost.includes(tick) && Math.abs(scale.at(tick) - scale.at(0)) >= apart),
  );
}

/** 1, 2, 2.5, 5, 10, … from about `least` up. */
function steps(least: number): number[] {
  const base = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 2.5, 5, 10, 20, 50]
    .map((factor) => factor * base)
    .filter((step) => step >= least * 0.999);
}
