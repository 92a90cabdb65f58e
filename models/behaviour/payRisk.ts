/**
 * What a person's whole pay is worth to them under luck, and how that moves with each component's measure.
 *
 * Terms     payout = one component in one period, or several periods that are alike; its attainment = Σ mass × shared shocks × own luck × own noise,
 *           the noise being its counting of deals, independent of everything else; D = ∂CE/∂ln measure, money.
 * Formula   cara: CE = −(1/r)·ln E[e^(−r·pay)]; meanVariance: CE = E − (r/2)·Var. Given the shared shocks and own luck
 *           the payouts are independent, so each is replaced by its closed form (or table); over the shocks the sum is
 *           integrated on pieces cut at the kinks of the curves, without which the fixed point never settles.
 * Always    a shock felt by one payout alone is merged into its noise, so that one-measure plans are closed forms.
 * Not here  base pay (added by the caller), efforts (response.ts).
 * Source    docs/model.md#value-of-effort
 */
import { exp, gaussHermite, gaussLegendre, log, normalPdf } from "../math/index.ts";
import { CLOSE, LEAD, QUALITY } from "../funnel/compile.ts";
import { largestJump, type Moments, payMoments, type Valued } from "../plans/expectedPay.ts";
import type { Curve } from "../plans/curve.ts";
import { type CertainPay, certainPay, certainShareAt } from "./certainPay.ts";
import {
  type Conditioned,
  conditioned,
  evaluateConditioned,
  type PayoutConditions,
  sideCurves,
} from "./conditionedPay.ts";

export const MASKS = 8;

export type Payout = {
  component: number;
  curve: Curve;
  /** How many payouts it stands for: periods alike but for their own noise. */
  count: number;
  /** Money paid at a share of 1. */
  scale: number;
  /** Log-sd of its own noise (counting), shared shocks and own luck apart. */
  sigma: number;
  /** True where the person's own luck multiplies the measure. */
  individual: boolean;
  /** Mean attainment by the shocks that multiply it: eight parts, indexed by the bits of funnel/compile.ts. */
  mass: Float64Array;
  /** What it hangs on beside its own measure; left out where nothing. */
  on?: PayoutConditions | undefined;
};

export type Luck = { lead: number; quality: number; close: number; own: number };

export type RiskTaste = { kind: "cara" | "meanVariance"; aversion: number };

export type PayWorth = {
  /** Certainty equivalent, mean and variance of variable pay, money. */
  certainty: number;
  mean: number;
  variance: number;
  /** By line, components first: ∂certainty/∂ln measure. */
  slope: Float64Array;
  /** By payout: mean pay of one period. */
  payoutMean: Float64Array;
};

type Dimension = "lead" | "quality" | "close" | "own" | "closeOwn";

export type PayRisk = {
  payouts: Payout[];
  /** Noise of each payout with merged shocks. */
  sigma: Float64Array;
  dimensions: { kind: Dimension; sd: number }[];
  /** Level of each payout, and the payouts of each level. */
  levelOf: Int32Array;
  levels: Int32Array[];
  tables: CertainPay[];
  /** The same for mean pay, without risk. */
  meanTables: CertainPay[];
  /** By payout, where it hangs on more than its own measure. */
  conditioned: (Conditioned | undefined)[];
  taste: RiskTaste;
  /** True for one dimension at most, which is integrated to eight digits; several are to about six. */
  fine: boolean;
  /** Overwritten by each evaluation: sums over nodes, and values of the payouts at the node being visited. */
  sums: Sums;
  scratch: Scratch;
};

type Sums = {
  detail: Detail;
  centre: number;
  mean: number;
  square: number;
  payoutMean: Float64Array;
  slope: Float64Array;
  ownSquareSlope: Float64Array;
  crossSlope: Float64Array;
};

type Scratch = {
  certainSlope: Float64Array;
  meanSlope: Float64Array;
  meanShare: Float64Array;
  squareSlope: Float64Array;
  /** What each level came to, written over and over. */
  subtrees: Subtree[];
};

/** What is computed: worth and its slopes alone, mean pay too, or mean and variance too. */
export type Detail = "worth" | "means" | "moments";

/** Tables of certain pay shared by everything compiled from one job; keyed by curve, noise and risk. */
export type CertainPayCache = Map<Curve, Map<string, CertainPay>>;

const TINY_NOISE = 0.002;

/** The integration plan of a person's payouts; depends on which shocks their measures carry, not on their size. */
export function compilePayRisk(
  payouts: Payout[],
  setting: { luck: Luck; taste: RiskTaste; cache: CertainPayCache },
): PayRisk {
  const { luck, taste } = setting;
  const felt: Felt[] = [...payouts, ...payouts.flatMap(({ on }) => on?.sides.map(sideFelt) ?? [])];
  const carries = felt.map((one) => shocksOf(one, luck));
  const sigma = Float64Array.from(payouts, (payout) => payout.sigma);
  const dimensions: PayRisk["dimensions"] = [];

  const sharers = (bit: keyof Carried) => felt.map((_, i) => i).filter((i) => carries[i]![bit] > 0);
  const merge = (i: number, sd: number) => {
    sigma[i] = Math.sqrt(sigma[i]! * sigma[i]! + sd * sd);
  };

  const single = (list: number[]) => list.length === 1 && felt[list[0]!]!.count === 1;
  const leadCarriers = luck.lead > 0 ? sharers("lead") : [];
  const qualityCarriers = luck.quality > 0 ? sharers("quality") : [];
  const together =
    leadCarriers.length > 0 &&
    felt.every((_, i) => carries[i]!.leadAlone === 0 && carries[i]!.qualityAlone === 0);
  if (together && luck.lead + luck.quality > 0) {
    const sd = Math.sqrt(luck.lead * luck.lead + luck.quality * luck.quality);
    const alone =
      single(leadCarriers) &&
      carries[leadCarriers[0]!]!.lead === 1 &&
      carries[leadCarriers[0]!]!.quality === 1;
    if (alone) merge(leadCarriers[0]!, sd);
    else dimensions.push({ kind: "lead", sd });
  } else {
    place("lead", leadCarriers, luck.lead);
    place("quality", qualityCarriers, luck.quality);
  }

  function place(kind: "lead" | "quality", carriers: number[], sd: number): void {
    if (sd === 0 || carriers.length === 0) return;
    if (single(carriers) && carries[carriers[0]!]![kind] === 1) merge(carriers[0]!, sd);
    else dimensions.push({ kind, sd });
  }

  const closers = luck.close > 0 ? sharers("close") : [];
  const owners = luck.own > 0 ? felt.map((_, i) => i).filter((i) => felt[i]!.individual) : [];
  const pureClose = closers.every((i) => carries[i]!.close === 1);
  const sameSet =
    owners.length > 0 &&
    !single(owners) &&
    pureClose &&
    owners.length === closers.length &&
    owners.every((i) => closers.includes(i));
  if (sameSet) {
    dimensions.push({
      kind: "closeOwn",
      sd: Math.sqrt(luck.close * luck.close + luck.own * luck.own),
    });
  } else {
    if (single(closers) && pureClose) merge(closers[0]!, luck.close);
    else if (closers.length > 0) dimensions.push({ kind: "close", sd: luck.close });
    if (single(owners)) merge(owners[0]!, luck.own);
    else if (owners.length > 0) dimensions.push({ kind: "own", sd: luck.own });
  }

  for (let i = 0; i < payouts.length; i++) {
    if (sigma[i]! < TINY_NOISE && curvesOf(payouts[i]!).some((curve) => largestJump(curve) > 0))
      sigma[i] = TINY_NOISE;
  }
  const cara = taste.kind === "cara" && taste.aversion > 0;
  const tablesAt = (aversion: number) =>
    cara
      ? payouts.map((payout, i) =>
          tableFor(setting.cache, payout.curve, sigma[i]!, aversion * payout.scale),
        )
      : [];
  const levelOf = levelsOf(payouts, dimensions);
  const branchTables = (i: number, aversion: number) =>
    cara
      ? payouts[i]!.on!.branches.map(({ curve }) =>
          tableFor(setting.cache, curve, sigma[i]!, aversion * payouts[i]!.scale),
        )
      : [];
  const numbers = () => new Float64Array(payouts.length);
  return {
    payouts,
    sigma,
    dimensions,
    levelOf,
    levels: Array.from({ length: dimensions.length + 1 }, (_, d) =>
      Int32Array.from([...payouts.keys()].filter((i) => levelOf[i] === d)),
    ),
    tables: tablesAt(taste.aversion),
    meanTables: tablesAt(0),
    conditioned: payouts.map(
      ({ on }, i) =>
        on &&
        conditioned(
          on,
          { certain: branchTables(i, taste.aversion), mean: branchTables(i, 0) },
          TINY_NOISE,
        ),
    ),
    taste,
    fine: dimensions.length < 2,
    sums: {
      detail: "worth",
      centre: 0,
      mean: 0,
      square: 0,
      payoutMean: numbers(),
      slope: numbers(),
      ownSquareSlope: numbers(),
      crossSlope: numbers(),
    },
    scratch: {
      certainSlope: numbers(),
      meanSlope: numbers(),
      meanShare: numbers(),
      squareSlope: numbers(),
      subtrees: Array.from({ length: dimensions.length + 1 }, () => ({
        weight: 0,
        utility: 0,
        mean: 0,
      })),
    },
  };
}

/** A measure that feels shocks: a payout's own, or a side of one, whose shocks are never merged into noise. */
type Felt = Pick<Payout, "mass" | "individual" | "count">;

function sideFelt({ mass, individual }: PayoutConditions["sides"][number]): Felt {
  return { mass, individual, count: 2 };
}

/** The curves that may pay over a payout's own measure. */
function curvesOf({ curve, on }: Payout): Curve[] {
  return on ? on.branches.map((branch) => branch.curve) : [curve];
}

type Carried = {
  lead: number;
  quality: number;
  close: number;
  leadAlone: number;
  qualityAlone: number;
};

/** Share of a payout's attainment that carries each shock; exactly 1 where all of it does. */
function shocksOf(payout: Felt, luck: Luck): Carried {
  let total = 0;
  const part: Carried = { lead: 0, quality: 0, close: 0, leadAlone: 0, qualityAlone: 0 };
  const all: Carried = { lead: 1, quality: 1, close: 1, leadAlone: 0, qualityAlone: 0 };
  for (let mask = 0; mask < MASKS; mask++) {
    const mass = payout.mass[mask]!;
    if (mass === 0) continue;
    total += mass;
    const lead = (mask & LEAD) !== 0 && luck.lead > 0;
    const quality = (mask & QUALITY) !== 0 && luck.quality > 0;
    if (mask & LEAD) part.lead += mass;
    else all.lead = 0;
    if (mask & QUALITY) part.quality += mass;
    else all.quality = 0;
    if (mask & CLOSE) part.close += mass;
    else all.close = 0;
    if (lead && !quality) part.leadAlone += mass;
    if (quality && !lead) part.qualityAlone += mass;
  }
  if (total === 0) return { lead: 0, quality: 0, close: 0, leadAlone: 0, qualityAlone: 0 };
  return {
    lead: all.lead === 1 ? 1 : part.lead / (2 * total),
    quality: all.quality === 1 ? 1 : part.quality / (2 * total),
    close: all.close === 1 ? 1 : part.close / (2 * total),
    leadAlone: part.leadAlone / total,
    qualityAlone: part.qualityAlone / total,
  };
}

function tableFor(cache: CertainPayCache, curve: Curve, sigma: number, risk: number): CertainPay {
  let ofCurve = cache.get(curve);
  if (!ofCurve) cache.set(curve, (ofCurve = new Map()));
  const key = `${sigma}|${risk}`;
  let table = ofCurve.get(key);
  if (!table) ofCurve.set(key, (table = certainPay(curve, sigma, risk)));
  return table;
}

/** Room for what pay is worth. */
export function payWorth({
  components,
  payouts,
}: {
  components: number;
  payouts: unknown[];
}): PayWorth {
  return {
    certainty: 0,
    mean: 0,
    variance: 0,
    slope: new Float64Array(components),
    payoutMean: new Float64Array(payouts.length),
  };
}

/**
 * Fills `out` with what the variable pay of `risk` is worth at its payouts' present masses, in the detail asked for; the
 * rest of `out` is then without meaning. Mean and variance always come with meanVariance.
 */
export function evaluatePayRisk(risk: PayRisk, detail: Detail, out: PayWorth): void {
  const { payouts, taste, sums } = risk;
  const cara = risk.tables.length > 0;
  sums.mean = 0;
  sums.square = 0;
  sums.detail = cara ? detail : "moments";
  sums.centre = cara ? centreOf(risk) : 0;
  sums.payoutMean.fill(0);
  sums.slope.fill(0);
  sums.ownSquareSlope.fill(0);
  sums.crossSlope.fill(0);
  for (const one of risk.conditioned) {
    if (!one) continue;
    one.sums.slope.fill(0);
    one.sums.square.fill(0);
    one.sums.cross.fill(0);
  }
  const all = level(risk, 0, { lead: 1, quality: 1, close: 1, own: 1 }, START);

  const mean = sums.mean / all.weight;
  out.mean = mean;
  out.variance = Math.max(0, sums.square / all.weight - mean * mean);
  out.slope.fill(0);
  for (let i = 0; i < payouts.length; i++) {
    const k = payouts[i]!.component;
    out.payoutMean[i] = sums.payoutMean[i]! / all.weight;
    if (cara) {
      out.slope[k] = out.slope[k]! + sums.slope[i]! / all.utility;
    } else {
      const meanSlope = sums.slope[i]! / all.weight;
      const squareSlope = (sums.ownSquareSlope[i]! + 2 * sums.crossSlope[i]!) / all.weight;
      out.slope[k] =
        out.slope[k]! + meanSlope - (taste.aversion / 2) * (squareSlope - 2 * mean * meanSlope);
    }
    const one = risk.conditioned[i];
    if (one) addSideSlopes(risk, one, { all, mean }, out);
  }
  out.certainty = cara
    ? sums.centre - log(all.utility / all.weight) / taste.aversion
    : mean - (taste.aversion / 2) * out.variance;
}

function addSideSlopes(
  { taste, tables }: PayRisk,
  { on, sums }: Conditioned,
  { all, mean }: { all: Subtree; mean: number },
  out: PayWorth,
): void {
  for (let s = 0; s < on.sides.length; s++) {
    const { line } = on.sides[s]!;
    if (tables.length > 0) {
      out.slope[line] = out.slope[line]! + sums.slope[s]! / all.utility;
      continue;
    }
    const meanSlope = sums.slope[s]! / all.weight;
    const squareSlope = (sums.square[s]! + 2 * sums.cross[s]!) / all.weight;
    out.slope[line] =
      out.slope[line]! + meanSlope - (taste.aversion / 2) * (squareSlope - 2 * mean * meanSlope);
  }
}

/** What the payouts settled so far come to on the way down: certain pay, mean pay, variance of their own noise. */
type Settled = { weight: number; certain: number; mean: number; variance: number };
const START: Settled = { weight: 1, certain: 0, mean: 0, variance: 0 };

/** What a subtree of nodes came to: its weight, its utility, and weight × mean pay. */
type Subtree = { weight: number; utility: number; mean: number };

const moments: Moments = { mean: 0, square: 0, meanSlope: 0, squareSlope: 0 };
const valued: Valued = { value: 0, slope: 0 };

/**
 * Values the payouts that are settled once the dimensions before `depth` are known, then integrates over the rest.
 * A payout is valued once for all nodes below it; its slope is weighted by what these nodes come to.
 */
function level(risk: PayRisk, depth: number, factors: Factors, before: Settled): Subtree {
  const { payouts, sums } = risk;
  const cara = risk.tables.length > 0;
  const own = risk.levels[depth]!;
  const { certainSlope, meanSlope, meanShare, squareSlope } = risk.scratch;
  let { certain, mean, variance } = before;
  for (let n = 0; n < own.length; n++) {
    const i = own[n]!;
    const payout = payouts[i]!;
    const money = payout.count * payout.scale;
    const attainment = attainmentAt(payout, factors);
    const one = risk.conditioned[i];
    if (one) {
      for (let s = 0; s < one.at.length; s++) one.at[s] = attainmentAt(one.on.sides[s]!, factors);
      evaluateConditioned(one, attainment, {
        risk: cara ? risk.taste.aversion * payout.scale : 0,
        sigma: risk.sigma[i]!,
        detail: sums.detail,
      });
      if (cara) {
        certain += money * one.certain;
        certainSlope[i] = money * one.own.certain;
      }
      if (sums.detail !== "worth") {
        mean += money * one.mean;
        variance += money * payout.scale * one.variance;
        meanShare[i] = one.mean;
        meanSlope[i] = money * one.own.mean;
        squareSlope[i] = money * payout.scale * one.own.variance;
      }
      continue;
    }
    if (cara) {
      certainShareAt(risk.tables[i]!, attainment > 0 ? log(attainment) : NOTHING, valued);
      certain += money * valued.value;
      certainSlope[i] = money * valued.slope;
    }
    if (sums.detail === "means") {
      certainShareAt(risk.meanTables[i]!, attainment > 0 ? log(attainment) : NOTHING, valued);
      mean += money * valued.value;
      meanShare[i] = valued.value;
    } else if (sums.detail === "moments") {
      payMoments(payout.curve, attainment, risk.sigma[i]!, moments);
      mean += money * moments.mean;
      variance += money * payout.scale * (moments.square - moments.mean * moments.mean);
      meanShare[i] = moments.mean;
      meanSlope[i] = money * moments.meanSlope;
      squareSlope[i] =
        money * payout.scale * (moments.squareSlope - 2 * moments.mean * moments.meanSlope);
    }
  }

  const below = risk.scratch.subtrees[depth]!;
  if (depth === risk.dimensions.length) {
    below.weight = before.weight;
    below.utility = cara ? before.weight * exp(-risk.taste.aversion * (certain - sums.centre)) : 0;
    below.mean = before.weight * mean;
    sums.mean += below.mean;
    sums.square += before.weight * (mean * mean + variance);
  } else {
    integrate(risk, depth, factors, { weight: before.weight, certain, mean, variance });
  }

  for (let n = 0; n < own.length; n++) {
    const i = own[n]!;
    if (cara) {
      sums.slope[i] = sums.slope[i]! + below.utility * certainSlope[i]!;
    } else {
      sums.slope[i] = sums.slope[i]! + below.weight * meanSlope[i]!;
      sums.ownSquareSlope[i] = sums.ownSquareSlope[i]! + below.weight * squareSlope[i]!;
      sums.crossSlope[i] = sums.crossSlope[i]! + below.mean * meanSlope[i]!;
    }
    const one = risk.conditioned[i];
    if (one) addSides(risk, one, { payout: payouts[i]!, below });
    if (sums.detail !== "worth")
      sums.payoutMean[i] = sums.payoutMean[i]! + below.weight * payouts[i]!.scale * meanShare[i]!;
  }
  return below;
}

/** Adds a conditioned payout's slopes by side, weighted by what the nodes below it came to. */
function addSides(
  risk: PayRisk,
  { bySide, sums }: Conditioned,
  { payout, below }: { payout: Payout; below: Subtree },
): void {
  const money = payout.count * payout.scale;
  const cara = risk.tables.length > 0;
  for (let s = 0; s < sums.slope.length; s++) {
    if (cara) {
      sums.slope[s] = sums.slope[s]! + below.utility * money * bySide.certain[s]!;
    } else {
      const slope = money * bySide.mean[s]!;
      sums.slope[s] = sums.slope[s]! + below.weight * slope;
      sums.square[s] = sums.square[s]! + below.weight * money * payout.scale * bySide.variance[s]!;
      sums.cross[s] = sums.cross[s]! + below.mean * slope;
    }
  }
}

/** The log of an attainment of nothing: far below any curve's first bend. */
const NOTHING = -50;

type Factors = { lead: number; quality: number; close: number; own: number };

function attainmentAt(payout: Pick<Payout, "mass" | "individual">, factors: Factors): number {
  const { mass } = payout;
  const { lead, quality, close } = factors;
  const open =
    mass[0]! +
    lead * mass[LEAD]! +
    quality * mass[QUALITY]! +
    lead * quality * mass[LEAD | QUALITY]!;
  const closed =
    mass[CLOSE]! +
    lead * mass[LEAD | CLOSE]! +
    quality * mass[QUALITY | CLOSE]! +
    lead * quality * mass[LEAD | QUALITY | CLOSE]!;
  const all = open + close * closed;
  return payout.individual ? factors.own * all : all;
}

function centreOf(risk: PayRisk): number {
  let centre = 0;
  const even = { lead: 1, quality: 1, close: 1, own: 1 };
  for (let i = 0; i < risk.payouts.length; i++) {
    const mean = attainmentAt(risk.payouts[i]!, even);
    const one = risk.conditioned[i];
    if (one) {
      const { count, scale } = risk.payouts[i]!;
      for (let s = 0; s < one.at.length; s++) one.at[s] = attainmentAt(one.on.sides[s]!, even);
      evaluateConditioned(one, mean, {
        risk: risk.taste.aversion * scale,
        sigma: risk.sigma[i]!,
        detail: "worth",
      });
      centre += count * scale * one.certain;
      continue;
    }
    certainShareAt(risk.tables[i]!, mean > 0 ? log(mean) : -50, valued);
    centre += risk.payouts[i]!.count * risk.payouts[i]!.scale * valued.value;
  }
  return centre;
}

function setFactor(factors: Factors, kind: Dimension, value: number): void {
  if (kind === "closeOwn") factors.close = value;
  else factors[kind] = value;
}

/** Sums the levels below over the nodes of a dimension, into the subtree of `depth`. */
function integrate(risk: PayRisk, depth: number, factors: Factors, settled: Settled): void {
  const { kind, sd } = risk.dimensions[depth]!;
  const half = (sd * sd) / 2;
  const sum = risk.scratch.subtrees[depth]!;
  sum.weight = 0;
  sum.utility = 0;
  sum.mean = 0;
  const node = { ...settled };
  const visit = (z: number, weight: number) => {
    setFactor(factors, kind, exp(sd * z - half));
    node.weight = settled.weight * weight;
    const below = level(risk, depth + 1, factors, node);
    sum.weight += below.weight;
    sum.utility += below.utility;
    sum.mean += below.mean;
  };
  const cuts = kinksIn(risk, depth, factors);
  if (cuts.length === 0) {
    const rule = gaussHermite(smoothNodes(risk));
    for (let n = 0; n < rule.nodes.length; n++) visit(rule.nodes[n]!, rule.weights[n]!);
  } else {
    const reach = risk.fine ? 7 : 4.5;
    let from = -reach;
    for (let c = 0; c <= cuts.length; c++) {
      const to = c < cuts.length ? cuts[c]! : reach;
      const width = to - from;
      const nodes = pieceNodes(risk, width);
      const rule = gaussLegendre(nodes);
      for (let n = 0; n < nodes; n++) {
        const z = (from + to) / 2 + (width / 2) * rule.nodes[n]!;
        visit(z, (width / 2) * rule.weights[n]! * normalPdf(z));
      }
      from = to;
    }
  }
  setFactor(factors, kind, 1);
}

/** Nodes over a dimension in which nothing bends: fewer where there are more dimensions. */
function smoothNodes({ dimensions }: PayRisk): number {
  return dimensions.length < 2 ? 20 : dimensions.length === 2 ? 9 : 5;
}

/** Nodes over a piece between two bends, `width` wide in z. */
function pieceNodes({ dimensions }: PayRisk, width: number): number {
  if (dimensions.length < 2) return Math.min(24, 6 + Math.ceil(4 * width));
  return dimensions.length === 2
    ? Math.min(9, 2 + Math.ceil(1.5 * width))
    : Math.min(6, 2 + Math.ceil(width));
}

/** Knots from which on a curve is taken to have chords of a parabola among them, which are smooth enough as they are. */
const MOST_CUTS = 40;
const HARDLY_BENT = 0.1;

/** Where, in z of this dimension, the curves bend that are settled once it is known, and have little noise of their own. */
function kinksIn(risk: PayRisk, depth: number, factors: Factors): number[] {
  const { kind, sd } = risk.dimensions[depth]!;
  const reach = risk.fine ? 7 : 4.5;
  const cuts: number[] = [];
  const cutAt = (measure: Pick<Payout, "mass" | "individual">, noise: number, curve: Curve) => {
    const smooth = risk.fine ? 1.2 : largestJump(curve) > 0 ? 0.8 : 0.4;
    if (noise > smooth * sd) return;
    setFactor(factors, kind, 0);
    const fixed = attainmentAt(measure, factors);
    setFactor(factors, kind, 1);
    const moving = attainmentAt(measure, factors) - fixed;
    if (!(moving > 0)) return;
    const { x, y, left, slope } = curve;
    const chords = x.length > MOST_CUTS;
    for (let k = 0; k < x.length; k++) {
      if (chords && y[k] === left[k] && Math.abs(slope[k]! - (slope[k - 1] ?? 0)) < HARDLY_BENT)
        continue;
      const ratio = (x[k]! - fixed) / moving;
      if (!(ratio > 0)) continue;
      const z = log(ratio) / sd + sd / 2;
      if (z > -reach && z < reach) cuts.push(z);
      if (y[k] === left[k]) continue;
      const edge = (3 * noise) / sd;
      if (z - edge > -reach && z - edge < reach) cuts.push(z - edge);
      if (z + edge > -reach && z + edge < reach) cuts.push(z + edge);
    }
  };
  for (let i = 0; i < risk.payouts.length; i++) {
    const payout = risk.payouts[i]!;
    const one = risk.conditioned[i];
    if (risk.levelOf[i] === depth + 1 && !one) cutAt(payout, risk.sigma[i]!, payout.curve);
    if (!one) continue;
    // A side may be settled before its payout: it bends in the last dimension that it feels itself.
    if (lastFelt(payout, risk.dimensions) === depth + 1)
      for (const { curve } of one.on.branches) cutAt(payout, risk.sigma[i]!, curve);
    for (const [s, side] of one.on.sides.entries()) {
      if (lastFelt(side, risk.dimensions) !== depth + 1) continue;
      for (const curve of sideCurves(one.on, s)) cutAt(side, one.sigma[s]!, curve);
    }
  }
  cuts.sort((a, b) => a - b);
  return cuts.filter((cut, i) => i === 0 || cut - cuts[i - 1]! > 1e-9);
}

/** The level at which each payout is settled: one above the last dimension it feels, 0 where it feels none. */
function levelsOf(payouts: Payout[], dimensions: PayRisk["dimensions"]): Int32Array {
  return Int32Array.from(payouts, (payout) =>
    Math.max(
      lastFelt(payout, dimensions),
      ...(payout.on?.sides.map((side) => lastFelt(side, dimensions)) ?? []),
    ),
  );
}

/** One above the last dimension that a measure feels, 0 where it feels none. */
function lastFelt(
  measure: Pick<Payout, "mass" | "individual">,
  dimensions: PayRisk["dimensions"],
): number {
  let last = 0;
  for (let d = 0; d < dimensions.length; d++) if (feels(measure, dimensions[d]!.kind)) last = d + 1;
  return last;
}

function feels(payout: Pick<Payout, "mass" | "individual">, kind: Dimension): boolean {
  if (kind === "own" || kind === "closeOwn") return payout.individual;
  const bit = kind === "lead" ? LEAD : kind === "quality" ? QUALITY : CLOSE;
  for (let mask = 0; mask < MASKS; mask++) if (mask & bit && payout.mass[mask]! > 0) return true;
  return false;
}
