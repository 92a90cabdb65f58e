/**
 * What one payout is worth that hangs on other measures too, at given shared shocks.
 *
 * Terms     side = a reading of a component's gates, multipliers or second measure, in the payout's months; weight of a
 *           branch = chance that the readings pick it; ratio = part of the measure that pay is on.
 * Formula   mean = ratio · Π E[φ] · Σ_b W_b · E[c_b], W_b = Π E[w]; certain = −(1/r)·ln(1 − Σ W_b + Σ W_b·e^(−r·v_b)),
 *           v_b = ratio · Π E[φ] · (what branch b is worth for certain); each closed under its own noise.
 * Always    slopes are those of the values returned with them; one branch of weight 1 and no factor is that branch alone.
 *           Taken as independent given the shared shocks: the noise of own measure and sides, and of factors as a risk.
 * Not here  shared shocks (payRisk.ts).
 * Source    docs/model.md#gates-and-multipliers
 */
import { exp, log } from "../math/index.ts";
import type { Branches, Either } from "../plans/branches.ts";
import type { Curve } from "../plans/curve.ts";
import { largestJump, type Moments, payMoments, type Valued } from "../plans/expectedPay.ts";
import { shareOn } from "../plans/payout.ts";
import { type CertainPay, certainShareAt } from "./certainPay.ts";

export type Side = {
  /** Line of the role that it is, in the order of slopes. */
  line: number;
  mass: Float64Array;
  sigma: number;
  individual: boolean;
};

/** What a payout hangs on beside its own measure. */
export type PayoutConditions = Branches & {
  sides: Side[];
  /** Side that is the part of the own measure pay is on, or −1. */
  paidOn: number;
};

/** A payout's conditions made ready, and what they last came to, in shares of its scale. */
export type Conditioned = {
  on: PayoutConditions;
  sigma: Float64Array;
  /** By branch. */
  tables: CertainPay[];
  meanTables: CertainPay[];
  /** Attainments of the sides at the node. */
  at: Float64Array;
  mean: number;
  /** Variance of own noise, and slopes of everything in the log of the own measure and of each side. */
  variance: number;
  certain: number;
  own: Slopes;
  bySide: { [K in keyof Slopes]: Float64Array };
  /** Sums over nodes, by side. */
  sums: { slope: Float64Array; square: Float64Array; cross: Float64Array };
  scratch: {
    weights: Float64Array;
    slopes: Float64Array[];
    factor: Float64Array;
    factorSquare: Float64Array;
  };
};

type Slopes = { mean: number; variance: number; certain: number };

/** Room for a payout's conditions. */
export function conditioned(
  on: PayoutConditions,
  tables: { certain: CertainPay[]; mean: CertainPay[] },
  tinyNoise: number,
): Conditioned {
  const sides = on.sides.length;
  const numbers = () => new Float64Array(sides);
  const sigma = Float64Array.from(on.sides, ({ sigma: noise }, s) =>
    noise < tinyNoise && sideCurves(on, s).some((curve) => largestJump(curve) > 0)
      ? tinyNoise
      : noise,
  );
  return {
    on,
    sigma,
    tables: tables.certain,
    meanTables: tables.mean,
    at: numbers(),
    mean: 0,
    variance: 0,
    certain: 0,
    own: { mean: 0, variance: 0, certain: 0 },
    bySide: { mean: numbers(), variance: numbers(), certain: numbers() },
    sums: { slope: numbers(), square: numbers(), cross: numbers() },
    scratch: {
      weights: new Float64Array(on.branches.length),
      slopes: on.branches.map(numbers),
      factor: numbers(),
      factorSquare: numbers(),
    },
  };
}

/** The curves that read a side. */
export function sideCurves({ branches, factors }: Branches, side: number): Curve[] {
  return [
    ...branches.flatMap(({ weights, either }) => [
      ...weights.flatMap(({ reading, curve }) => (reading === side ? [curve] : [])),
      ...either.flatMap(({ period, yearToDate, open }) =>
        period === side || yearToDate === side ? [open] : [],
      ),
    ]),
    ...factors.flatMap(({ reading, curve }) => (reading === side ? [curve] : [])),
  ];
}

const moments: Moments = { mean: 0, square: 0, meanSlope: 0, squareSlope: 0 };
const valued: Valued = { value: 0, slope: 0 };
const NOTHING = -50;

function lnOf(attainment: number): number {
  return attainment > 0 ? log(attainment) : NOTHING;
}

/**
 * Values a payout at an own attainment and the sides' (`at`): certain pay where `risk` (aversion times scale) is above 0,
 * mean pay, and with "moments" its variance under noise of its own.
 */
export function evaluateConditioned(
  one: Conditioned,
  own: number,
  { risk, sigma, detail }: { risk: number; sigma: number; detail: "worth" | "means" | "moments" },
): void {
  setWeights(one);
  setFactors(one);
  const { paidOn } = one.on;
  const ratio = paidOn >= 0 && own > 0 ? one.at[paidOn]! / own : 1;
  if (one.tables.length > 0) setCertain(one, lnOf(own), { risk, ratio });
  if (detail !== "worth") setMean(one, own, { sigma, ratio, withVariance: detail === "moments" });
}

/** Chances of the branches and their slopes by side. */
function setWeights({ on, at, sigma, scratch }: Conditioned): void {
  for (let b = 0; b < on.branches.length; b++) {
    const { weights, either } = on.branches[b]!;
    const slopes = scratch.slopes[b]!;
    slopes.fill(0);
    let weight = 1;
    for (const { reading, curve } of weights) {
      payMoments(curve, at[reading]!, sigma[reading]!, moments);
      for (let s = 0; s < slopes.length; s++) slopes[s] = slopes[s]! * moments.mean;
      slopes[reading] = slopes[reading]! + weight * moments.meanSlope;
      weight *= moments.mean;
    }
    for (const one of either) {
      eitherOf(one, at, sigma);
      const chance = one.shut ? 1 - open.chance : open.chance;
      const sign = one.shut ? -1 : 1;
      for (let s = 0; s < slopes.length; s++) slopes[s] = slopes[s]! * chance;
      slopes[one.period] = slopes[one.period]! + sign * weight * open.period;
      slopes[one.yearToDate] = slopes[one.yearToDate]! + sign * weight * open.yearToDate;
      weight *= chance;
    }
    scratch.weights[b] = weight;
  }
}

const open = { chance: 0, period: 0, yearToDate: 0 };

/**
 * Chance that a period or the year so far meets a bound. They share noise, with a correlation of sd over sd; between
 * independence and one for all lies 2/π·arcsin of it, here to 0.02.
 */
function eitherOf(
  { period, yearToDate, open: curve }: Either,
  at: Float64Array,
  sigma: Float64Array,
): void {
  payMoments(curve, at[period]!, sigma[period]!, moments);
  const missed = 1 - moments.mean;
  const slope = moments.meanSlope;
  payMoments(curve, at[yearToDate]!, sigma[yearToDate]!, moments);
  const missedSoFar = 1 - moments.mean;
  const slopeSoFar = moments.meanSlope;
  const rho = sigma[period]! > 0 ? Math.min(1, sigma[yearToDate]! / sigma[period]!) : 1;
  const together = rho * (0.6366 + 0.3634 * rho * rho * rho * rho);
  const both = missed * missedSoFar;
  open.chance = 1 - both - together * (Math.min(missed, missedSoFar) - both);
  const inPeriod = missedSoFar * (1 - together) + (missed <= missedSoFar ? together : 0);
  const inYear = missed * (1 - together) + (missed <= missedSoFar ? 0 : together);
  open.period = inPeriod * slope;
  open.yearToDate = inYear * slopeSoFar;
}

const products = { mean: 1, square: 1 };

/** Mean product of the factors and its slopes by side, and the same of its square. */
function setFactors({ on, at, sigma, scratch }: Conditioned): void {
  const { factor, factorSquare } = scratch;
  factor.fill(0);
  factorSquare.fill(0);
  let mean = 1;
  let square = 1;
  for (const { reading, curve } of on.factors) {
    payMoments(curve, at[reading]!, sigma[reading]!, moments);
    for (let s = 0; s < factor.length; s++) {
      factor[s] = factor[s]! * moments.mean;
      factorSquare[s] = factorSquare[s]! * moments.square;
    }
    factor[reading] = factor[reading]! + mean * moments.meanSlope;
    factorSquare[reading] = factorSquare[reading]! + square * moments.squareSlope;
    mean *= moments.mean;
    square *= moments.square;
  }
  products.mean = mean;
  products.square = square;
}

function setCertain(
  one: Conditioned,
  lnOwn: number,
  { risk, ratio }: { risk: number; ratio: number },
): void {
  const { on, scratch, own, bySide, tables } = one;
  const sides = bySide.certain;
  const factor = products.mean * ratio;
  const plain = on.branches.length === 1 && scratch.weights[0] === 1;
  const linear = on.blended || plain || risk === 0;
  sides.fill(0);
  let weights = 0;
  let utility = 0;
  let slope = 0;
  let value = 0;
  let inFactor = 0;
  for (let b = 0; b < tables.length; b++) {
    certainShareAt(tables[b]!, lnOwn, valued);
    const weight = scratch.weights[b]!;
    const worth = factor * valued.value;
    const felt = linear ? 1 : exp(-risk * worth);
    const perWeight = linear ? worth : -(felt - 1) / risk;
    weights += weight;
    utility += weight * felt;
    value += weight * worth;
    slope += weight * felt * factor * valued.slope;
    inFactor += weight * felt * valued.value * ratio;
    for (let s = 0; s < sides.length; s++)
      sides[s] = sides[s]! + scratch.slopes[b]![s]! * perWeight;
  }
  const all = linear ? 1 : Math.max(0, 1 - weights) + utility;
  one.certain = linear ? value : -log(all) / risk;
  own.certain = slope / all;
  for (let s = 0; s < sides.length; s++)
    sides[s] = (sides[s]! + scratch.factor[s]! * inFactor) / all;
  if (on.paidOn < 0) return;
  const inRatio = (inFactor * products.mean) / all;
  own.certain -= inRatio;
  sides[on.paidOn] = sides[on.paidOn]! + inRatio;
}

function setMean(
  one: Conditioned,
  attainment: number,
  { sigma, ratio, withVariance }: { sigma: number; ratio: number; withVariance: boolean },
): void {
  const { on, scratch, own, bySide, meanTables } = one;
  bySide.mean.fill(0);
  bySide.variance.fill(0);
  let mean = 0;
  let slope = 0;
  let square = 0;
  let squareSlope = 0;
  for (let b = 0; b < on.branches.length; b++) {
    const weight = scratch.weights[b]!;
    if (withVariance || meanTables.length === 0) {
      payMoments(on.branches[b]!.curve, attainment, sigma, moments);
    } else {
      certainShareAt(meanTables[b]!, lnOf(attainment), valued);
      moments.mean = valued.value;
      moments.meanSlope = valued.slope;
      moments.square = 0;
      moments.squareSlope = 0;
    }
    mean += weight * moments.mean;
    slope += weight * moments.meanSlope;
    square += weight * moments.square;
    squareSlope += weight * moments.squareSlope;
    for (let s = 0; s < on.sides.length; s++) {
      const inWeight = scratch.slopes[b]![s]!;
      bySide.mean[s] = bySide.mean[s]! + inWeight * moments.mean;
      bySide.variance[s] = bySide.variance[s]! + inWeight * moments.square;
    }
  }
  const factor = products.mean * ratio;
  const factorSquare = products.square * ratio * ratio;
  for (let s = 0; s < on.sides.length; s++) {
    const mixed = bySide.mean[s]! * factor + scratch.factor[s]! * ratio * mean;
    bySide.variance[s] =
      bySide.variance[s]! * factorSquare + scratch.factorSquare[s]! * ratio * ratio * square;
    bySide.mean[s] = mixed;
  }
  one.mean = factor * mean;
  own.mean = factor * slope;
  const second = factorSquare * square;
  let secondSlope = factorSquare * squareSlope;
  if (on.paidOn >= 0) {
    own.mean -= one.mean;
    secondSlope -= 2 * second;
    bySide.mean[on.paidOn] = bySide.mean[on.paidOn]! + one.mean;
    bySide.variance[on.paidOn] = bySide.variance[on.paidOn]! + 2 * second;
  }
  one.variance = Math.max(0, second - one.mean * one.mean);
  own.variance = secondSlope - 2 * one.mean * own.mean;
  for (let s = 0; s < on.sides.length; s++)
    bySide.variance[s] = bySide.variance[s]! - 2 * one.mean * bySide.mean[s]!;
}

/** Share paid at attainments that are known. */
export function conditionedShare(
  on: PayoutConditions,
  own: number,
  sides: ArrayLike<number>,
): number {
  let share = 0;
  for (const { curve, weights, either } of on.branches) {
    let weight = 1;
    for (const { reading, curve: over } of weights) weight *= shareOn(over, sides[reading]!);
    for (const { period, yearToDate, open: over, shut } of either) {
      const met = Math.max(shareOn(over, sides[period]!), shareOn(over, sides[yearToDate]!));
      weight *= shut ? 1 - met : met;
    }
    if (weight !== 0) share += weight * shareOn(curve, own);
  }
  for (const { reading, curve } of on.factors) share *= shareOn(curve, sides[reading]!);
  return on.paidOn >= 0 && own > 0 ? (share * sides[on.paidOn]!) / own : share;
}
