import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  evaluateFlows,
  movedRate,
  type SteadyFlows,
  steadyFlows,
} from "../../models/funnel/flow.ts";
import { chain, pair, patched, solved } from "../support/scenarios.ts";
import { slopeOf } from "../support/integrate.ts";

const stages = ["lead", "mql", "sql", "opportunity", "won"];
const { model } = solved(chain(pair));
const { funnel, effects } = model;

function flowsAt(lnWork: ArrayLike<number>, push = { quality: 0, handOver: 0 }): SteadyFlows {
  const flows = steadyFlows(funnel, effects.slots);
  evaluateFlows(funnel, effects, { lnWork: Float64Array.from(lnWork), push }, flows);
  return flows;
}

function slotOf(role: string, task: string): number {
  return model.roles.find(({ id }) => id === role)!.tasks.find(({ id }) => id === task)!.slot;
}

/** Work of 1 but for one task. */
function workOf(role: string, task: string, ln: number): Float64Array {
  const lnWork = new Float64Array(effects.slots);
  lnWork[slotOf(role, task)] = ln;
  return lnWork;
}

const [inbound, outbound] = [0, 1];
const entries = (flows: SteadyFlows, flow: number, stage: string) =>
  flows.entries[flow * stages.length + stages.indexOf(stage)]!;

describe("a rate moved by effort", () => {
  const rate = fc.integer({ min: 1, max: 99 }).map((i) => i / 100);
  const push = fc.integer({ min: -200, max: 200 }).map((i) => i / 1000);

  test("stays inside (0, 1), is what it was where nothing moves it, and rises with the push", () => {
    const law = fc.property(rate, push, (p, u) => {
      expect(movedRate(p, 0)).toBe(p);
      expect(movedRate(p, u)).toBeGreaterThan(0);
      expect(movedRate(p, u)).toBeLessThan(1);
      if (u !== 0) expect(Math.sign(movedRate(p, u) - p)).toBe(Math.sign(u));
    });
    fc.assert(law);
  });

  test("has elasticity 1 in the push at the status quo, (1 − p)/(1 − p0) away from it", () => {
    const law = fc.property(rate, push, (p0, u) => {
      const lnRate = (x: number) => Math.log(movedRate(p0, x));
      expect(slopeOf(lnRate, 0)).toBeCloseTo(1, 6);
      expect(slopeOf(lnRate, u)).toBeCloseTo((1 - movedRate(p0, u)) / (1 - p0), 6);
    });
    fc.assert(law);
  });

  test("of nothing or of all cannot be moved", () => {
    for (const u of [-3, 0.5, 3]) expect([movedRate(0, u), movedRate(1, u)]).toEqual([0, 1]);
  });

  // logit ½ = 0; pushed by ln 3 · ½ it is ln 3: 3 in 4.
  test("of a half, pushed by half of ln 3, is three quarters", () => {
    expect(movedRate(0.5, Math.log(3) / 2)).toBeCloseTo(0.75, 12);
  });
});

test("a steady year is inflow times rates, stage by stage", () => {
  const flows = flowsAt(new Float64Array(effects.slots));
  const counts = stages.map((stage) => entries(flows, inbound, stage));
  for (const [i, count] of [1200, 600, 240, 120, 30].entries())
    expect(counts[i]).toBeCloseTo(count, 9);
  expect(entries(flows, outbound, "opportunity")).toBe(60);
  expect(entries(flows, outbound, "won")).toBe(15);
  expect(entries(flows, outbound, "lead")).toBe(0);
});

describe("default effects at the status quo", () => {
  const flows = flowsAt(new Float64Array(effects.slots));
  const elasticity = (flow: number, stage: string, role: string, task: string) =>
    flows.elasticity[
      (flow * stages.length + stages.indexOf(stage)) * effects.slots + slotOf(role, task)
    ]!;

  // Volume brings 0.35 more leads and −0.15 of quality, which counts 0.6, 0.2 and 0.3 at the three later rates.
  test.each([
    ["lead", 0.35],
    ["mql", 0.35],
    ["sql", 0.35 - 0.15 * 0.6],
    ["opportunity", 0.35 - 0.15 * 0.8],
    ["won", 0.35 - 0.15 * 1.1],
  ])("volume moves entries to %s by %d", (stage, size) => {
    expect(elasticity(inbound, stage, "marketer", "volume")).toBeCloseTo(size, 12);
    expect(elasticity(outbound, stage, "marketer", "volume")).toBe(0);
  });

  test.each([
    ["marketer", "quality", "sql", 0.3 * 0.6],
    ["marketer", "quality", "won", 0.3 * 1.1],
    ["marketer", "enablement", "won", 0.08],
    ["seller", "followUp", "mql", 0],
    ["seller", "followUp", "sql", 0.25],
    ["seller", "selling", "opportunity", 0],
    ["seller", "selling", "won", 0.34],
    ["seller", "feedback", "won", 0.1 * 1.1],
  ])("%s's %s moves marketing's entries to %s by %d", (role, task, stage, size) => {
    expect(elasticity(inbound, stage, role, task)).toBeCloseTo(size, 12);
  });

  test("sales' own items see the same win rate without the quality term", () => {
    expect(elasticity(outbound, "opportunity", "seller", "selling")).toBeCloseTo(0.15, 12);
    expect(elasticity(outbound, "won", "seller", "selling")).toBeCloseTo(0.15 + 0.34, 12);
    expect(elasticity(outbound, "won", "marketer", "enablement")).toBeCloseTo(0.08, 12);
    for (const task of ["quality", "volume"])
      expect(elasticity(outbound, "won", "marketer", task)).toBe(0);
  });
});

test("an inflow is an exact power of work", () => {
  const flows = flowsAt(workOf("marketer", "volume", Math.log(1.7)));
  expect(entries(flows, inbound, "lead")).toBeCloseTo(1200 * 1.7 ** 0.35, 8);
  expect(flows.quality[inbound]).toBeCloseTo(1.7 ** -0.15, 12);
});

test("quality moves marketing's later rates only, and what entered before today keeps its own", () => {
  const flows = flowsAt(workOf("marketer", "quality", Math.log(2)));
  const lnQuality = 0.3 * Math.log(2);
  const rate = (flow: number, s: number) => flows.rate[flow * stages.length + s];
  for (const [s, theta] of [0, 0.6, 0.2, 0.3].entries()) {
    const stated = [0.5, 0.4, 0.5, 0.25][s]!;
    expect(rate(inbound, s)).toBeCloseTo(movedRate(stated, theta * lnQuality), 12);
    expect(flows.rateOfOpening[inbound * stages.length + s]).toBe(stated);
  }
  expect(rate(outbound, 3)).toBe(0.25);
  expect(flows.quality[outbound]).toBe(1);
});

test("a push on quality is marketing's alone, one on the hand-over acts out of that stage alone", () => {
  const still = new Float64Array(effects.slots);
  const better = flowsAt(still, { quality: 0.1, handOver: 0 });
  expect(better.quality[inbound]).toBeCloseTo(Math.exp(0.1), 12);
  expect(better.quality[outbound]).toBe(1);
  const handed = flowsAt(still, { quality: 0, handOver: 0.1 });
  expect([...handed.rate.subarray(0, 4)]).toEqual([0.5, movedRate(0.4, 0.1), 0.5, 0.25]);
});

test("elasticities are the slopes of entries in work, wherever work stands", () => {
  const work = fc.array(
    fc.integer({ min: -100, max: 100 }).map((i) => i / 100),
    { minLength: effects.slots, maxLength: effects.slots },
  );
  const law = fc.property(work, fc.nat({ max: effects.slots - 1 }), (lnWork, slot) => {
    const flows = flowsAt(lnWork);
    for (const flow of [inbound, outbound]) {
      for (const stage of ["opportunity", "won"]) {
        const at = (x: number) => {
          const moved = [...lnWork];
          moved[slot] = x;
          return Math.log(entries(flowsAt(moved), flow, stage));
        };
        const cell = flow * stages.length + stages.indexOf(stage);
        const stated = flows.elasticity[cell * effects.slots + slot]!;
        expect(stated).toBeCloseTo(slopeOf(at, lnWork[slot]!), 6);
      }
    }
  });
  fc.assert(law, { numRuns: 40 });
});

test("renewals answer work like any rate", () => {
  const { model: keeping } = solved(
    chain(
      patched(pair, {
        funnel: { segments: { all: { termMonths: 12, renewalRate: 0.8 } } },
        roles: { seller: { tasks: { renewal: {} } } },
      }),
    ),
  );
  const flows = steadyFlows(keeping.funnel, keeping.slots);
  const lnWork = new Float64Array(keeping.slots);
  const { slot } = keeping.roles[1]!.tasks.find(({ id }) => id === "renewal")!;
  lnWork[slot] = Math.log(1.5);
  evaluateFlows(
    keeping.funnel,
    keeping.effects,
    { lnWork, push: { quality: 0, handOver: 0 } },
    flows,
  );
  expect(flows.renewalRate[0]).toBeCloseTo(movedRate(0.8, 0.1 * Math.log(1.5)), 12);
  expect(flows.renewalElasticity[slot]).toBeCloseTo((0.1 * (1 - flows.renewalRate[0]!)) / 0.2, 12);
});
