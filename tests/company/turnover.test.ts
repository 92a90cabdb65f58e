/** Turnover in a company: it settles with the efforts, moves what a role gets done, and costs contribution. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JsonObject, prepareJob, runBatch } from "#models";
import { anyChange, anyCompany, calibrates } from "../support/companies.ts";
import { chain, headOf, pair, patched, solo } from "../support/scenarios.ts";

function on(root: JsonObject, retention: JsonObject = {}): JsonObject {
  return patched(root, { behaviour: { retention } });
}

function expectedOf(...documents: [JsonObject, ...JsonObject[]]) {
  return headOf(chain(...documents)).scenarios[0]!.expected;
}

/** People who leave a place a year, each leaving it empty for two months. */
function ofPlace(hazard: number): number {
  return hazard / (1 + hazard / 6);
}

const atOnce: JsonObject = { vacancyMonths: 0, rampMonths: 0 };
const raise: JsonObject = { roles: { seller: { basePay: 3000 } } };

describe("where a scenario states no retention", () => {
  test("nobody leaves in the result, and a stated turnover changes nothing", () => {
    const plain = expectedOf(pair);
    expect(plain.retention).toBeNull();
    expect(plain.steadyState.totals.attrition).toBe(0);
    const stated = patched(pair, { roles: { seller: { turnover: { mean: 0.4, sd: 0.1 } } } });
    expect(expectedOf(stated)).toEqual(plain);
    expect(headOf(chain(stated)).scenarios[0]!.uncertain).toEqual(
      headOf(chain(pair)).scenarios[0]!.uncertain,
    );
  });
});

describe("a status quo with retention", () => {
  test("has no attrition: its figures contain its own turnover", () => {
    for (const root of [solo, pair]) {
      const [off, with_] = [expectedOf(root), expectedOf(on(root))];
      // How much efforts feed on each other is another matter: turnover answers too.
      const { equilibrium } = off;
      expect({ ...with_, retention: null, equilibrium }).toEqual(off);
      expect(with_.steadyState.totals.attrition).toBe(0);
      expect(with_.retention!["seller"]!.cost).toBe(0);
    }
  });

  test("is its unchanged child, bit for bit, and switched off it stays where it is", () => {
    const root = on(pair, { sensitivity: { mean: 2, sd: 0.5 } });
    const scenarios = [chain(root), chain(root, {})];
    const prepared = prepareJob({ scenarios, runs: 8 });
    const [parent, child] = prepared.head.scenarios;
    expect(JSON.stringify(child!.expected)).toBe(JSON.stringify(parent!.expected));
    expect(child!.uncertain).toContain("behaviour.retention.sensitivity");
    const { rows, mechanicalRows, sets } = runBatch(prepared, 0);
    for (const both of [rows, mechanicalRows, sets]) expect(both[1]).toEqual(both[0]);
    expect(rows[0]).toEqual(mechanicalRows[0]);
  });
});

describe("a child that only raises base pay", () => {
  // Half of the OTE of 6,000 more a year: 0.3/e leave instead of 0.3, and 0.3 − 0.3/e fewer are replaced at half of an
  // OTE of 9,000. Nothing stands empty here, so nothing else moves.
  test("keeps every effort at 1 and loses fewer people", () => {
    const child = expectedOf(on(solo, atOnce), raise);
    expect(child.efforts).toEqual({ seller: { selling: 1 } });
    expect(child.retention).toEqual({
      seller: {
        leavers: expect.closeTo(0.3 / Math.E, 10),
        statusQuoLeavers: 0.3,
        capacity: 1,
        cost: expect.closeTo((0.3 / Math.E - 0.3) * 0.5 * 9000, 6),
      },
    });
    const [response, mechanical] = [child.steadyState.totals, child.mechanical.steadyState.totals];
    expect(mechanical.attrition).toBe(0);
    expect(response.contribution - mechanical.contribution).toBeCloseTo(
      0.5 * 9000 * (0.3 - 0.3 / Math.E),
      6,
    );
  });

  test("simulates its years with the turnover of its answer, and on the old behaviour without", () => {
    const scenarios = [chain(on(solo), raise)];
    const off = prepareJob({ scenarios, runs: 4, response: false });
    const answering = runBatch(prepareJob({ scenarios, runs: 4 }), 0);
    expect(answering.rows[0]).not.toEqual(answering.mechanicalRows[0]);
    expect(runBatch(off, 0).rows[0]).toEqual(answering.mechanicalRows[0]);
  });

  // With c the capacity over the old one, one task and pay in proportion to a measure m ∝ (c·x)^½: x^s = m, so
  // m = c^(s/(2s−1)), and ΔU = 3,000 + 6,000(m − 1) − (3,000/s)(x^s − 1), s = 13/3 at an elasticity of 0.3.
  test("settles together with the effort that the added capacity draws", () => {
    const s = 13 / 3;
    let leaving = 0.3;
    let m = 1;
    for (let turn = 0; turn < 200; turn++) {
      m = (1.1 / (1 + leaving / 3)) ** (s / (2 * s - 1));
      leaving = 0.3 * Math.exp((-2 * (3000 + 6000 * (m - 1) - (3000 / s) * (m - 1))) / 6000);
    }
    const root = patched(on(solo), { costs: { employerOnCosts: 0.2 } });
    const { retention, efforts, steadyState, equilibrium } = expectedOf(root, raise);
    expect(equilibrium.status).toBe("converged");
    const more = ofPlace(leaving) - ofPlace(0.3);
    expect(retention!["seller"]!.leavers).toBeCloseTo(ofPlace(leaving), 8);
    expect(retention!["seller"]!.capacity).toBeCloseTo(1.1 / (1 + leaving / 3), 8);
    expect(efforts["seller"]!["selling"]).toBeCloseTo(m ** (1 / s), 8);
    expect(steadyState.totals.bookings).toBeCloseTo(60_000 * m, 3);
    const saved = (more / 6) * 3000 * 1.2;
    expect(retention!["seller"]!.cost).toBeCloseTo(more * 0.5 * 9000 - saved, 4);
  });
});

describe("where the scenario itself states other turnover", () => {
  // 1.1 of a place each at 0.3 a year, 1.05 at 0.15: (1.1/1.05)^½ of the bookings, whatever anyone feels about it.
  test("capacity follows on the old behaviour", () => {
    const child = expectedOf(on(solo), {
      roles: { seller: { turnover: 0.15 } },
      behaviour: { response: false },
    });
    expect(child.steadyState.totals.bookings).toBeCloseTo(60_000 * Math.sqrt(1.1 / 1.05), 6);
    expect(child.retention!["seller"]).toMatchObject({
      leavers: expect.closeTo(0.15 / 1.025, 12),
      statusQuoLeavers: expect.closeTo(0.3 / 1.05, 12),
    });
    expect(child.retention!["seller"]!.capacity).toBeCloseTo(1.1 / 1.05, 12);
  });

  test("switching retention on in a child alone changes no number, to the bit", () => {
    const off = expectedOf(pair, {});
    const child = expectedOf(pair, { behaviour: { retention: {} } });
    const { equilibrium } = off;
    expect(JSON.stringify({ ...child, retention: null, equilibrium })).toBe(JSON.stringify(off));
    const scenarios = [chain(pair, {}), chain(pair, { behaviour: { retention: {} } })];
    const { rows } = runBatch(prepareJob({ scenarios, runs: 4 }), 0);
    expect(rows[1]).toEqual(rows[0]);
  });
});

test("turnover falls as base pay rises and rises as pay is cut, in every role that it touches", () => {
  const root = on(pair);
  const leavers = [40_000, 50_000, 55_000, 70_000].map(
    (basePay) => expectedOf(root, { roles: { seller: { basePay } } }).retention!["seller"]!.leavers,
  );
  expect(leavers[1]).toBeCloseTo(1.2 / 1.05, 10);
  for (let i = 1; i < leavers.length; i++) expect(leavers[i]!).toBeLessThan(leavers[i - 1]!);
});

describe("in any small company with retention", () => {
  const retention = fc.record({
    sensitivity: fc.constantFrom(0, 2, 6),
    rampMonths: fc.constantFrom(0, 3),
    vacancyMonths: fc.constantFrom(0, 2),
    replacementCost: fc.constantFrom(0, 1.5),
  });

  test("a child that changes nothing is its parent, bit for bit", () => {
    const law = fc.property(anyCompany, retention, (company, terms) => {
      fc.pre(calibrates(company));
      const whole = on(company, terms);
      const prepared = prepareJob(
        { scenarios: [chain(whole), chain(whole, {})], runs: 4 },
        { preview: true },
      );
      const [parent, child] = prepared.head.scenarios;
      expect(JSON.stringify(child!.expected)).toBe(JSON.stringify(parent!.expected));
      const { rows, mechanicalRows, sets } = runBatch(prepared, 0);
      for (const both of [rows, mechanicalRows, sets]) expect(both[1]).toEqual(both[0]);
    });
    fc.assert(law, { numRuns: 6 });
  }, 180_000);

  test("the old behaviour keeps its turnover, and is what the response switched off gives", () => {
    const law = fc.property(anyCompany, anyChange, retention, (company, change, terms) => {
      fc.pre(calibrates(company));
      const scenarios = [chain(on(company, terms), change)];
      const quick = { preview: true };
      const responding = prepareJob({ scenarios, runs: 4 }, quick);
      const still = prepareJob({ scenarios, runs: 4, response: false }, quick);
      const { expected } = responding.head.scenarios[0]!;
      const off = still.head.scenarios[0]!.expected;
      expect(off.steadyState).toEqual(expected.mechanical.steadyState);
      expect(off.firstYear).toEqual(expected.mechanical.firstYear);
      expect(runBatch(still, 0).rows).toEqual(runBatch(responding, 0).mechanicalRows);
      for (const one of Object.values(off.retention!)) {
        expect(one.leavers).toBe(one.statusQuoLeavers);
        expect(one.capacity).toBe(1);
      }
    });
    fc.assert(law, { numRuns: 6 });
  }, 180_000);

  test("more leave than at the status quo only where people are worse off, and fewer where better off", () => {
    const law = fc.property(anyCompany, anyChange, retention, (company, change, terms) => {
      fc.pre(calibrates(company));
      const one = prepareJob({ scenarios: [chain(on(company, terms), change)] }, { preview: true })
        .head.scenarios[0]!.expected;
      if (one.equilibrium.status === "none") return;
      for (const [role, { leavers, statusQuoLeavers }] of Object.entries(one.retention!)) {
        const { utilityGain } = one.steadyState.roles[role]!;
        if (utilityGain > 1e-3) expect(leavers).toBeLessThanOrEqual(statusQuoLeavers);
        if (utilityGain < -1e-3) expect(leavers).toBeGreaterThanOrEqual(statusQuoLeavers);
      }
    });
    fc.assert(law, { numRuns: 6 });
  }, 180_000);
});
