/** One person's pay over simulated years, from counts by bins of OTE. */
import { BINS_PER_OTE, PAY_BINS } from "../simulation/pay.ts";
import type { Spread } from "./result.ts";

/** Bins of a published histogram: a twentieth of OTE each. */
const PUBLISHED_BINS = 100;

/** Distribution of pay from counts by bin; the mean is given, known better than the bins know it. */
export function personSpread(counts: Float64Array, ote: number, mean: number): Spread {
  const width = ote / BINS_PER_OTE;
  let total = 0;
  for (const count of counts) total += count;
  let square = 0;
  for (let bin = 0; bin < PAY_BINS; bin++) {
    const distance = (bin + 0.5) * width - mean;
    square += counts[bin]! * distance * distance;
  }
  const at = (p: number) => {
    let left = p * total;
    for (let bin = 0; bin < PAY_BINS; bin++) {
      const count = counts[bin]!;
      if (left <= count && count > 0) return (bin + left / count) * width;
      left -= count;
    }
    return PAY_BINS * width;
  };
  return {
    mean,
    sd: Math.sqrt(square / total),
    p5: at(0.05),
    p10: at(0.1),
    p25: at(0.25),
    p50: at(0.5),
    p75: at(0.75),
    p90: at(0.9),
    p95: at(0.95),
  };
}

/** Shares of person-years by published bin. */
export function histogramShares(counts: Float64Array): number[] {
  const each = PAY_BINS / PUBLISHED_BINS;
  const shares = Array.from({ length: PUBLISHED_BINS }, () => 0);
  let total = 0;
  for (const [bin, count] of counts.entries()) {
    shares[Math.floor(bin / each)] = shares[Math.floor(bin / each)]! + count;
    total += count;
  }
  return shares.map((count) => (total > 0 ? count / total : 0));
}
