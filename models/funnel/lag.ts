/**
 * Lags: how long an item stays in a stage, in whole months.
 *
 * Formula   kernel[l] = probability of leaving l months after entering; it sums to 1.
 *           fixed: split between the two months nearest the mean; geometric: (1 − q)·q^l with mean q/(1 − q);
 *           gamma: each time split between the two months nearest it, so that the mean stays what it is.
 * Source    docs/model.md#funnel
 */
import { gammaP, pow } from "../math/index.ts";

export type LagShape = "fixed" | "geometric" | "gamma";

const NEGLIGIBLE = 1e-9;
const LONGEST = 600;

/** The lag's distribution over months 0, 1, 2 …; `cv` is the spread of a gamma lag. */
export function lagKernel(meanMonths: number, shape: LagShape, cv: number): Float64Array {
  if (!(meanMonths > 0)) return Float64Array.of(1);
  if (shape === "geometric") return geometric(meanMonths);
  if (shape === "gamma" && cv > 0) return gamma(meanMonths, cv);
  const whole = Math.floor(meanMonths);
  const kernel = new Float64Array(whole + 2);
  kernel[whole] = 1 - (meanMonths - whole);
  kernel[whole + 1] = meanMonths - whole;
  return kernel[whole + 1] === 0 ? kernel.subarray(0, whole + 1) : kernel;
}

function geometric(meanMonths: number): Float64Array {
  const q = meanMonths / (1 + meanMonths);
  const masses: number[] = [];
  let left = 1;
  while (left > NEGLIGIBLE && masses.length < LONGEST) {
    masses.push(left * (1 - q));
    left *= q;
  }
  return normalised(masses);
}

function gamma(meanMonths: number, cv: number): Float64Array {
  const shape = 1 / (cv * cv);
  const scale = meanMonths / shape;
  const masses: number[] = [];
  let below = 0;
  let timeBelow = 0;
  let carried = 0;
  while (1 - below > NEGLIGIBLE && masses.length < LONGEST) {
    const month = masses.length;
    const upTo = gammaP((month + 1) / scale, shape);
    const timeUpTo = meanMonths * gammaP((month + 1) / scale, shape + 1);
    const next = timeUpTo - timeBelow - month * (upTo - below);
    masses.push(carried + (upTo - below - next));
    carried = next;
    below = upTo;
    timeBelow = timeUpTo;
  }
  masses.push(carried);
  return normalised(masses);
}

function normalised(masses: number[]): Float64Array {
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return Float64Array.from(masses, (mass) => mass / total);
}

/** Response of inflow to steady spend, relative to the reference, under a Hill curve with half-saturation `half`. */
export function hillRatio(spend: number, reference: number, half: number, slope: number): number {
  return spend === reference ? 1 : hill(spend, half, slope) / hill(reference, half, slope);
}

function hill(spend: number, half: number, slope: number): number {
  if (spend <= 0) return 0;
  return 1 / (1 + pow(spend / half, -slope));
}
