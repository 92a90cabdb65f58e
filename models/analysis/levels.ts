/** Reading how quantities are spread over simulated years: spreads, fans over months, intervals. */
import { meanOf, type Running, type Sketch, sketchQuantiles, varianceOf } from "../math/index.ts";
import type { Fan, Spread } from "./result.ts";

/** How a quantity is spread over the years so far. */
export type Level = { running: Running; sketch: Sketch };

/** The spread of a level. */
export function spreadOf({ running, sketch }: Level): Spread {
  const [p5, p10, p25, p50, p75, p90, p95] = sketchQuantiles(
    sketch,
    [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95],
  );
  return {
    mean: meanOf(running),
    sd: Math.sqrt(varianceOf(running)),
    p5: p5!,
    p10: p10!,
    p25: p25!,
    p50: p50!,
    p75: p75!,
    p90: p90!,
    p95: p95!,
  };
}

/** Means and bands month by month; `around` is added to the bands. */
export function fanOf(months: { mean: number; sketch: Sketch; around?: number }[]): Fan {
  const fan: Fan = { mean: [], p5: [], p25: [], p75: [], p95: [] };
  for (const { mean, sketch, around = 0 } of months) {
    const [p5, p25, p75, p95] =
      sketch.count > 0 ? sketchQuantiles(sketch, [0.05, 0.25, 0.75, 0.95]) : [0, 0, 0, 0];
    fan.mean.push(mean);
    fan.p5.push(around + p5!);
    fan.p25.push(around + p25!);
    fan.p75.push(around + p75!);
    fan.p95.push(around + p95!);
  }
  return fan;
}

/** P5 and P95 of a few numbers, straight between neighbours. */
export function intervalOf(values: number[]): { p5: number; p95: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (p: number) => {
    const place = p * (sorted.length - 1);
    const below = Math.floor(place);
    const low = sorted[below]!;
    const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
    return low + (place - below) * (high - low);
  };
  return { p5: at(0.05), p95: at(0.95) };
}
