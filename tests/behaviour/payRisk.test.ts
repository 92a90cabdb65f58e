/**
 * What pay is worth under luck, against the same integrals taken without any cleverness: every shock on its own dense
 * grid, given which payouts are independent; and against plain random draws.
 */
import { describe, expect, test } from "vitest";
import { compileCurve, type Curve, type CurvePoints, payoutShare } from "#models";
import {
  compilePayRisk,
  type Detail,
  evaluatePayRisk,
  type Luck,
  MASKS,
  type Payout,
  type PayWorth,
  payWorth,
  type RiskTaste,
} from "../../models/behaviour/payRisk.ts";
import { CLOSE, LEAD, QUALITY } from "../../models/funnel/compile.ts";
import { normalQuantile, philox4x32, uniform01 } from "../../models/math/index.ts";
import { certainShare, payMoments } from "../../models/plans/expectedPay.ts";
import { normalNodes, slopeOf } from "../support/integrate.ts";

function curve(points: CurvePoints): Curve {
  const compiled = compileCurve("curve", points);
  if (Array.isArray(compiled)) throw new Error(JSON.stringify(compiled));
  return compiled;
}

const commission = curve({
  points: [
    [0, 0],
    [1, 1],
  ],
  beyond: 1.5,
});
const bonus = curve({
  points: [
    [0.79, 0],
    [0.8, 0.5],
    [1, 1],
    [1.5, 1.5],
  ],
  beyond: 0,
});
const cliff = curve({
  points: [
    [0.7, 0],
    [1, 0.3],
    [1, 1],
    [1.4, 2],
  ],
  beyond: 0,
});
const lump = curve({
  points: [
    [1, 0],
    [1, 1],
  ],
});
const flat = curve({
  points: [
    [0, 0],
    [1, 1],
  ],
  beyond: 1,
});

/** Mean attainment by the shocks on it, as [bits, mass]. */
type Parts = [bits: number, mass: number][];
const LQ = LEAD | QUALITY;
const mqls: Parts = [[LEAD, 1]];
const pipeline: Parts = [
  [LQ, 0.65],
  [0, 0.37],
];
const ownPipeline: Parts = [[LQ, 1.02]];
const bookings: Parts = [
  [LQ | CLOSE, 0.67],
  [CLOSE, 0.37],
];
const salesBookings: Parts = [[CLOSE, 0.95]];
const winRate: Parts = [[CLOSE, 1.03]];
const quality: Parts = [[QUALITY, 1]];

type Given = Partial<Omit<Payout, "mass">> & { curve: Curve; parts: Parts };

function payout(component: number, { parts, ...given }: Given): Payout {
  const mass = new Float64Array(MASKS);
  for (const [bits, size] of parts) mass[bits] = size;
  return { component, count: 1, scale: 10_000, sigma: 0, individual: false, ...given, mass };
}

const luck: Luck = { lead: 0.12, quality: 0.1, close: 0.12, own: 0.4 };
const still: Luck = { lead: 0, quality: 0, close: 0, own: 0 };

/** Plans of one person: payouts, and what luck they meet. */
const plans: Record<string, { payouts: Payout[]; luck: Luck }> = {
  "own bookings": {
    payouts: [payout(0, { curve: commission, parts: bookings, individual: true, scale: 80_000 })],
    luck,
  },
  "a bonus on the team's MQLs": {
    payouts: [payout(0, { curve: bonus, parts: mqls })],
    luck,
  },
  "a bonus on pipeline of both teams": {
    payouts: [payout(0, { curve: bonus, parts: pipeline })],
    luck,
  },
  "half on own pipeline, half on joint bookings": {
    payouts: [
      payout(0, { curve: bonus, parts: ownPipeline }),
      payout(1, { curve: bonus, parts: bookings }),
    ],
    luck,
  },
  "own bookings and a tenth on joint pipeline": {
    payouts: [
      payout(0, { curve: commission, parts: bookings, individual: true, scale: 72_000 }),
      payout(1, { curve: bonus, parts: pipeline, scale: 8000 }),
    ],
    luck,
  },
  "MQLs and own pipeline, which part in quality": {
    payouts: [
      payout(0, { curve: bonus, parts: mqls }),
      payout(1, { curve: commission, parts: ownPipeline, sigma: 0.2 }),
    ],
    luck,
  },
  "four quarters alike, each with its own counting, and a year": {
    payouts: [
      payout(0, {
        curve: commission,
        parts: bookings,
        individual: true,
        count: 4,
        sigma: 0.5,
        scale: 15_000,
      }),
      payout(1, { curve: bonus, parts: bookings, sigma: 0.1 }),
    ],
    luck: { ...luck, own: 0.25 },
  },
  "a pool over four quarters that are not alike": {
    payouts: [0.8, 0.95, 1.05, 1.3].map((size) =>
      payout(0, {
        curve: cliff,
        parts: bookings.map(([bits, mass]): [number, number] => [bits, mass * size]),
        sigma: 0.15,
        scale: 3000,
      }),
    ),
    luck,
  },
  "a lump bonus on the own win rate and one on lead quality": {
    payouts: [
      payout(0, { curve: lump, parts: winRate, sigma: 0.2, individual: true }),
      payout(1, { curve: lump, parts: quality, sigma: 0.05 }),
    ],
    luck,
  },
  "two measures of the own result, which share all luck": {
    payouts: [
      payout(0, { curve: commission, parts: salesBookings, individual: true, scale: 40_000 }),
      payout(1, { curve: cliff, parts: winRate, individual: true, sigma: 0.1 }),
    ],
    luck,
  },
  "a retainer that nothing moves, and a flat rate": {
    payouts: [
      payout(0, { curve: flat, parts: [[0, 1]] }),
      payout(1, { curve: flat, parts: bookings, individual: true }),
    ],
    luck,
  },
};

const tastes: RiskTaste[] = [
  { kind: "meanVariance", aversion: 1.25e-5 },
  { kind: "cara", aversion: 5e-5 },
];

type Setting = { luck: Luck; taste: RiskTaste; detail?: Detail };

function worthOf(payouts: Payout[], { detail = "moments", ...setting }: Setting): PayWorth {
  const risk = compilePayRisk(payouts, { ...setting, cache: new Map() });
  const components = 1 + Math.max(...payouts.map(({ component }) => component));
  const worth = payWorth({ components, payouts });
  evaluatePayRisk(risk, detail, worth);
  return worth;
}

function attainmentOf({ mass, individual }: Payout, factor: Luck): number {
  let sum = 0;
  for (let bits = 0; bits < MASKS; bits++) {
    const lead = bits & LEAD ? factor.lead : 1;
    const good = bits & QUALITY ? factor.quality : 1;
    const close = bits & CLOSE ? factor.close : 1;
    sum += mass[bits]! * lead * good * close;
  }
  return individual ? sum * factor.own : sum;
}

const axes = ["lead", "quality", "close", "own"] as const;
const bitOf = { lead: LEAD, quality: QUALITY, close: CLOSE, own: 0 };
type Axis = (typeof axes)[number];

function feels({ mass, individual }: Payout, axis: Axis): boolean {
  if (axis === "own") return individual;
  return [...mass.keys()].some((bits) => bits & bitOf[axis] && mass[bits]! > 0);
}

/** Equal steps of a third: for smooth integrands as good as exact. */
const steps: [z: number, weight: number][] = Array.from({ length: 39 }, (_, i) => {
  const z = (i - 19) / 3;
  return [z, Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / 3];
});

/** Calls `visit` at every combination of nodes of the shocks on `left`; where a curve bends unsmoothed, nodes are cut. */
function sweep(
  { payouts, luck: spread }: { payouts: Payout[]; luck: Luck },
  left: readonly Axis[],
  { factor, weight }: { factor: Luck; weight: number },
  visit: (factor: Luck, weight: number) => void,
): void {
  const [axis, ...rest] = left;
  if (!axis) return visit(factor, weight);
  const sd = spread[axis];
  const cuts = payouts
    .filter(
      (one) => one.sigma === 0 && feels(one, axis) && !rest.some((other) => feels(one, other)),
    )
    .flatMap((one) => {
      const fixed = attainmentOf(one, { ...factor, [axis]: 0 });
      const moving = attainmentOf(one, { ...factor, [axis]: 1 }) - fixed;
      return [...one.curve.x].map((x) => Math.log((x - fixed) / moving) / sd + sd / 2);
    })
    .filter((z) => Math.abs(z) < 6.5);
  for (const [z, part] of cuts.length > 0 ? normalNodes(cuts, 0.8) : steps) {
    const here = { ...factor, [axis]: Math.exp(sd * z - sd ** 2 / 2) };
    sweep({ payouts, luck: spread }, rest, { factor: here, weight: weight * part }, visit);
  }
}

/** Mean, variance and certainty equivalent under each taste, over every combination of shocks. */
function bruteForce(payouts: Payout[], spread: Luck) {
  // Two shocks that always come together are one, of their joint spread.
  const together = payouts.every((one) =>
    [...one.mass.keys()].every(
      (bits) => one.mass[bits] === 0 || (bits & LQ) === 0 || (bits & LQ) === LQ,
    ),
  );
  const shocks = together
    ? { ...spread, lead: Math.hypot(spread.lead, spread.quality), quality: 0 }
    : spread;
  const felt = axes.filter((axis) => shocks[axis] > 0 && payouts.some((one) => feels(one, axis)));

  const moments = { mean: 0, square: 0, meanSlope: 0, squareSlope: 0 };
  const certain = { value: 0, slope: 0 };
  const utilities = tastes.map(() => 0);
  let weights = 0;
  let sum = 0;
  let square = 0;
  sweep(
    { payouts, luck: shocks },
    felt,
    { factor: { lead: 1, quality: 1, close: 1, own: 1 }, weight: 1 },
    (factor, weight) => {
      const worth = tastes.map(() => 0);
      let mean = 0;
      let variance = 0;
      for (const one of payouts) {
        const at = attainmentOf(one, factor);
        payMoments(one.curve, at, one.sigma, moments);
        mean += one.count * one.scale * moments.mean;
        variance += one.count * one.scale ** 2 * (moments.square - moments.mean ** 2);
        for (const [i, { aversion }] of tastes.entries()) {
          if (one.sigma > 0)
            certainShare(
              one.curve,
              Math.log(at),
              { sigma: one.sigma, r: aversion * one.scale },
              certain,
            );
          else certain.value = payoutShare(one.curve, at);
          worth[i]! += one.count * one.scale * certain.value;
        }
      }
      weights += weight;
      sum += weight * mean;
      square += weight * (mean ** 2 + variance);
      for (const [i, { aversion }] of tastes.entries()) {
        utilities[i]! += weight * Math.exp(-aversion * worth[i]!);
      }
    },
  );
  const mean = sum / weights;
  const variance = square / weights - mean ** 2;
  const certainty = tastes.map(({ kind, aversion }, i) =>
    kind === "cara"
      ? -Math.log(utilities[i]! / weights) / aversion
      : mean - (aversion / 2) * variance,
  );
  return { mean, variance, certainty };
}

describe.each(Object.entries(plans))("%s", (_, { payouts, luck: spread }) => {
  test("is worth its integral under every taste", () => {
    const exact = bruteForce(payouts, spread);
    for (const [i, taste] of tastes.entries()) {
      const got = worthOf(payouts, { luck: spread, taste });
      expect(Math.abs(got.mean / exact.mean - 1)).toBeLessThan(3e-6);
      expect(Math.abs(got.variance - exact.variance)).toBeLessThan(2e-5 * exact.variance + 1e-9);
      expect(Math.abs(got.certainty - exact.certainty[i]!)).toBeLessThan(1e-5 * exact.mean);
    }
  }, 30_000);

  test("moves with each measure by the slope it states", () => {
    for (const taste of tastes) {
      const { slope, mean } = worthOf(payouts, { luck: spread, taste });
      const certainty = (component: number, ln: number) => {
        const moved = payouts.map((one) => {
          if (one.component !== component) return one;
          return { ...one, mass: one.mass.map((size) => size * Math.exp(ln)) };
        });
        return worthOf(moved, { luck: spread, taste }).certainty;
      };
      for (const [k, stated] of slope.entries()) {
        const exact = slopeOf((ln) => certainty(k, ln), 0, 1e-3);
        expect(Math.abs(stated - exact)).toBeLessThan(5e-6 * mean);
      }
    }
  });

  test("is worth the same in whatever detail it is asked for", () => {
    for (const taste of tastes) {
      const whole = worthOf(payouts, { luck: spread, taste });
      for (const detail of ["worth", "means"] as const) {
        const quick = worthOf(payouts, { luck: spread, taste, detail });
        expect(quick.certainty).toBe(whole.certainty);
        expect(quick.slope).toEqual(whole.slope);
        if (detail === "worth") continue;
        expect(Math.abs(quick.mean / whole.mean - 1)).toBeLessThan(1e-6);
        for (const [i, mean] of whole.payoutMean.entries()) {
          expect(Math.abs(quick.payoutMean[i]! - mean)).toBeLessThan(1e-6 * whole.mean);
        }
      }
    }
  });

  test("its periods' means add to the mean of the whole", () => {
    const { mean, payoutMean } = worthOf(payouts, { luck: spread, taste: tastes[0]! });
    const sum = payouts.reduce((total, { count }, i) => total + count * payoutMean[i]!, 0);
    expect(sum / mean).toBeCloseTo(1, 12);
  });
});

// A hundred thousand years of pay drawn at random and paid by the curve itself: nothing of the engine's in between.
test("the whole of it agrees with random years", () => {
  const years = 100_000;
  const { payouts, luck: spread } =
    plans["four quarters alike, each with its own counting, and a year"]!;
  const words = new Uint32Array(4);
  const draw = (year: number, place: number, sd: number) => {
    philox4x32(words, 11, 0, year, place, 0, 0);
    return Math.exp(sd * normalQuantile(uniform01(words[0]!)) - sd ** 2 / 2);
  };
  const pays = Array.from({ length: years }, (_, year) => {
    const [lead, good, close, own] = axes.map((axis, a) => draw(year, a, spread[axis]));
    const factor = { lead: lead!, quality: good!, close: close!, own: own! };
    let pay = 0;
    let place = 4;
    for (const one of payouts) {
      const even = attainmentOf(one, factor);
      for (let n = 0; n < one.count; n++) {
        pay += one.scale * payoutShare(one.curve, even * draw(year, place++, one.sigma));
      }
    }
    return pay;
  });
  const mean = pays.reduce((sum, pay) => sum + pay, 0) / years;
  const variance = pays.reduce((sum, pay) => sum + (pay - mean) ** 2, 0) / years;
  const fourth = pays.reduce((sum, pay) => sum + (pay - mean) ** 4, 0) / years;
  for (const taste of tastes) {
    const got = worthOf(payouts, { luck: spread, taste });
    expect(Math.abs(got.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / years));
    expect(Math.abs(got.variance - variance)).toBeLessThan(
      4 * Math.sqrt((fourth - variance ** 2) / years),
    );
    if (taste.kind === "meanVariance") continue;
    const utilities = pays.map((pay) => Math.exp(-taste.aversion * (pay - mean)));
    const utility = utilities.reduce((sum, one) => sum + one, 0) / years;
    const spreadOf = utilities.reduce((sum, one) => sum + (one - utility) ** 2, 0) / years;
    const error = Math.sqrt(spreadOf / years) / utility / taste.aversion;
    const certainty = mean - Math.log(utility) / taste.aversion;
    expect(Math.abs(got.certainty - certainty)).toBeLessThan(4 * error);
  }
});

describe("without luck", () => {
  test("pay is what the curves pay, and certain", () => {
    const { payouts } = plans["own bookings and a tenth on joint pipeline"]!;
    for (const taste of tastes) {
      const { mean, variance, certainty } = worthOf(payouts, { luck: still, taste });
      // Attainments 1.04 and 1.02: 106% of 72,000 and 102% of 8,000.
      expect(mean).toBeCloseTo(72_000 * 1.06 + 8000 * 1.02, 6);
      expect(variance).toBeCloseTo(0, 3);
      expect(certainty).toBeCloseTo(mean, 6);
    }
  });

  test("somebody paid nothing variable has nothing to lose", () => {
    const risk = compilePayRisk([], { luck, taste: tastes[0]!, cache: new Map() });
    const worth = payWorth({ components: 0, payouts: [] });
    evaluatePayRisk(risk, "moments", worth);
    expect(worth).toMatchObject({ certainty: 0, mean: 0, variance: 0 });
  });

  test("a measure of which there is none pays what the curve pays at 0", () => {
    const nothing = payout(0, {
      curve: curve({
        points: [
          [0.5, 0.2],
          [1, 1],
        ],
      }),
      parts: [],
    });
    for (const taste of tastes) {
      const { mean, certainty } = worthOf([nothing], { luck, taste });
      expect(mean).toBeCloseTo(2000, 9);
      expect(certainty).toBeCloseTo(2000, 9);
    }
  });
});

test("risk costs what risk aversion says: more of it, less certain pay, never above the mean", () => {
  for (const { payouts, luck: spread } of Object.values(plans)) {
    let before = Infinity;
    for (const aversion of [1e-9, 1e-6, 1e-5, 1e-4]) {
      const taste: RiskTaste = { kind: "cara", aversion };
      const { certainty, mean } = worthOf(payouts, { luck: spread, taste });
      expect(certainty).toBeLessThanOrEqual(Math.min(before, mean) + 1e-6 * mean);
      before = certainty;
    }
  }
});

test("a person who minds no risk values pay at its mean, by either attitude", () => {
  for (const { payouts, luck: spread } of Object.values(plans)) {
    for (const kind of ["cara", "meanVariance"] as const) {
      const { certainty, mean } = worthOf(payouts, { luck: spread, taste: { kind, aversion: 0 } });
      expect(certainty).toBe(mean);
    }
  }
});
