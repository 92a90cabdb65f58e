/** Pay that hangs on other measures: closed forms against the textbook, and slopes against what they are slopes of. */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "#models";
import {
  compilePayRisk,
  evaluatePayRisk,
  MASKS,
  type Payout,
  payWorth,
  type RiskTaste,
} from "../../models/behaviour/payRisk.ts";
import { evaluateAt } from "../../models/company/equilibrium.ts";
import { CLOSE, LEAD } from "../../models/funnel/compile.ts";
import { log, normalCdf } from "../../models/math/index.ts";
import type { Branches } from "../../models/plans/branches.ts";
import type { Curve } from "../../models/plans/curve.ts";
import { atMost, constantCurve, lineCurve, stepCurve } from "../../models/plans/reshape.ts";
import { chain, patched, solo, solved } from "../support/scenarios.ts";

const line = lineCurve(1);
const open = (bound: number) => stepCurve(bound, { strict: false, open: true });
const shut = (bound: number) => stepCurve(bound, { strict: false, open: false });

function masses(parts: Record<number, number>): Float64Array {
  const mass = new Float64Array(MASKS);
  for (const [mask, part] of Object.entries(parts)) mass[Number(mask)] = part;
  return mass;
}

type Given = {
  branches: Partial<Branches>;
  own?: Record<number, number>;
  side?: Record<number, number>;
  sigma?: number;
  sideSigma?: number;
  paidOn?: boolean;
};

/** One payout of 1,000 with one side, as line 1. */
function hanging({ branches, own, side, sigma = 0.3, sideSigma = 0.25, paidOn }: Given): Payout {
  return {
    component: 0,
    curve: line,
    count: 1,
    scale: 1000,
    sigma,
    individual: false,
    mass: masses(own ?? { 0: 1 }),
    on: {
      branches: [{ curve: line, weights: [], either: [] }],
      factors: [],
      blended: false,
      ...branches,
      paidOn: paidOn ? 0 : -1,
      sides: [{ line: 1, mass: masses(side ?? { 0: 1 }), sigma: sideSigma, individual: false }],
    },
  };
}

const shocks = { lead: 0.15, quality: 0, close: 0.1, own: 0 };

function worthOf(payouts: Payout[], taste: RiskTaste, luck = shocks) {
  const risk = compilePayRisk(payouts, { luck, taste, cache: new Map() });
  const worth = payWorth({ components: 2, payouts });
  evaluatePayRisk(risk, "moments", worth);
  return worth;
}

const averse: RiskTaste = { kind: "cara", aversion: 0.001 };
const neutral: RiskTaste = { kind: "meanVariance", aversion: 0 };
const wary: RiskTaste = { kind: "meanVariance", aversion: 0.0005 };

/** P(A ≥ bound), A log-normal with a mean and a log-sd. */
function reach(mean: number, sigma: number, bound: number): number {
  return normalCdf((log(mean / bound) - (sigma * sigma) / 2) / sigma);
}

describe("without shared shocks", () => {
  test("a gate pays its chance of being open", () => {
    const gate = {
      branches: [{ curve: line, weights: [{ reading: 0, curve: open(0.9) }], either: [] }],
    };
    const worth = worthOf([hanging({ branches: gate })], neutral);
    expect(worth.mean).toBeCloseTo(1000 * reach(1, 0.25, 0.9), 9);
  });

  test("a gate that leaves half pays the rest of the time what half allows", () => {
    const half = atMost(line, 0.5);
    const gate = {
      branches: [
        { curve: line, weights: [{ reading: 0, curve: open(1) }], either: [] },
        { curve: half, weights: [{ reading: 0, curve: shut(1) }], either: [] },
      ],
    };
    const chance = reach(1, 0.25, 1);
    // E[min(a, ½)] = 1 − E[(a − ½)+], by Black and Scholes.
    const d1 = (log(1 / 0.5) + 0.045) / 0.3;
    const capped = 1 - (normalCdf(d1) - 0.5 * normalCdf(d1 - 0.3));
    const worth = worthOf([hanging({ branches: gate })], neutral);
    expect(worth.mean).toBeCloseTo(1000 * (chance + (1 - chance) * capped), 9);
  });

  test("an even chance of 1,000 or nothing is worth −ln(½ + ½e^(−r·1000))/r", () => {
    const sure = { curve: constantCurve(1), weights: [{ reading: 0, curve: open(1) }], either: [] };
    // The median is at the bound: an even chance.
    const gate = hanging({ branches: { branches: [sure] }, side: { 0: 1.0317 } });
    const chance = reach(1.0317, 0.25, 1);
    const worth = worthOf([gate], averse);
    expect(chance).toBeCloseTo(0.5, 3);
    expect(worth.certainty).toBeCloseTo(-log(1 - chance + chance * 0.36787944117144233) / 0.001, 6);
    expect(worth.variance).toBeCloseTo(1e6 * chance * (1 - chance), 4);
  });

  test("a factor with no bend multiplies means", () => {
    const factors = [{ reading: 0, curve: lineCurve(1.2) }];
    expect(worthOf([hanging({ branches: { factors } })], neutral).mean).toBeCloseTo(1200, 9);
  });
});

test.each([averse, wary, neutral])(
  "a gate that is always open changes nothing ($kind)",
  (taste) => {
    const weights = [{ reading: 0, curve: constantCurve(1) }];
    const factors = [{ reading: 0, curve: constantCurve(1) }];
    const given = { branches: { branches: [{ curve: line, weights, either: [] }], factors } };
    const { on: _, ...alone } = hanging(given);
    const parts = { 0: 0.4, [LEAD | CLOSE]: 0.6 };
    // Another payout with the same shocks, so that none is merged into noise.
    const beside = { ...alone, component: 1, mass: masses(parts) };
    const got = worthOf([hanging({ ...given, own: parts, side: parts }), beside], taste);
    const expected = worthOf([{ ...alone, mass: masses(parts) }, beside], taste);
    expect(got.mean).toBeCloseTo(expected.mean, 6);
    expect(got.certainty).toBeCloseTo(expected.certainty, 6);
    expect(got.variance / expected.variance).toBeCloseTo(1, 9);
    expect(got.slope[0]).toBeCloseTo(expected.slope[0]!, 6);
  },
);

describe("slopes are those of certainty", () => {
  const blend = (curve: Curve): Partial<Branches> => ({
    branches: [
      { curve: line, weights: [{ reading: 0, curve: open(1) }], either: [] },
      { curve: atMost(line, 0.6), weights: [{ reading: 0, curve: shut(1) }], either: [] },
    ],
    factors: [{ reading: 0, curve }],
  });
  const own = { 0: 0.3, [LEAD]: 0.4, [LEAD | CLOSE]: 0.4 };
  const side = { 0: 0.2, [LEAD]: 0.8 };
  const given: [string, Given][] = [
    ["gate and factor", { branches: blend(lineCurve(0.8)), own, side }],
    [
      "part that pay is on",
      { branches: {}, own, side: { 0: 0.3, [LEAD]: 0.3 }, paidOn: true, sideSigma: 0 },
    ],
    [
      "either of two spans",
      {
        branches: {
          branches: [
            {
              curve: line,
              weights: [],
              either: [{ period: 0, yearToDate: 0, open: open(1), shut: false }],
            },
          ],
        },
        own,
        side,
      },
    ],
  ];
  for (const taste of [averse, wary, neutral]) {
    test.each(given)(`${taste.kind} ${taste.aversion}: %s`, (_, one) => {
      const at = (ownFactor: number, sideFactor: number) => {
        const payout = hanging(one);
        for (let mask = 0; mask < MASKS; mask++) {
          payout.mass[mask] = payout.mass[mask]! * ownFactor;
          payout.on!.sides[0]!.mass[mask] = payout.on!.sides[0]!.mass[mask]! * sideFactor;
        }
        return worthOf([payout], taste);
      };
      const h = 1e-4;
      const slope = at(1, 1).slope;
      const ownSlope = (at(1 + h, 1).certainty - at(1 - h, 1).certainty) / (2 * h);
      const sideSlope = (at(1, 1 + h).certainty - at(1, 1 - h).certainty) / (2 * h);
      expect(slope[0]).toBeCloseTo(ownSlope, 1);
      expect(slope[1]).toBeCloseTo(sideSlope, 1);
      expect(Math.abs(sideSlope)).toBeGreaterThan(1);
    });
  }
});

function quarterly(more: JsonObject): JsonObject {
  return {
    plans: {
      seller: {
        components: {
          bookings: { rate: null, targetPay: 6000, target: 60_000, period: "quarter", ...more },
        },
      },
    },
    uncertainty: { shocks: { lead: 0.2, quality: 0, close: 0.1 } },
    behaviour: { risk: "cara", riskAversion: 0.0001 },
    simulation: { luck: "deals" },
    roles: { seller: { ownLuck: 0.2 } },
  };
}

// One person who owns everything: what one more log point of effort is worth is the slope of their certain pay in it,
// through the component's own measure and through what its gate and its factor read.
test("people work for a gate and for a factor", () => {
  const pipeline = { measure: "pipeline", scope: "joint", target: 30_000 };
  const curve = {
    points: [
      [0.5, 0.5],
      [1.5, 1.5],
    ],
  };
  const gates = { pipe: { ...pipeline, attainmentAtLeast: 1 } };
  const multipliers = { pipe: { ...pipeline, curve } };
  const values = [
    {},
    { gates },
    { multipliers },
    { gates, multipliers: { factor: multipliers.pipe } },
  ].map((more) => {
    const { space } = solved(chain(patched(solo, quarterly({ target: 15_000, ...more }))));
    const certainty = (ln: number) => {
      evaluateAt(space, Float64Array.of(ln));
      return space.minds[0]!.worth.certainty;
    };
    const slope = (certainty(1e-4) - certainty(-1e-4)) / 2e-4;
    evaluateAt(space, Float64Array.of(0));
    // The stake is 0 here, so the value is the slope; noise of counting moves a little with effort.
    expect(space.values[0]! / slope).toBeCloseTo(1, 2);
    return space.values[0]!;
  });
  const [plain, gated, multiplied, both] = values as [number, number, number, number];
  expect(gated).toBeGreaterThan(1.2 * plain);
  expect(multiplied).toBeGreaterThan(1.3 * plain);
  expect(both).toBeGreaterThan(gated);
});
