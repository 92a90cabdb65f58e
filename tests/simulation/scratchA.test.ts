import { test } from "vitest";
import type { JsonObject } from "#models";
import { expectedOf } from "../../models/analysis/expected.ts";
import { payHistogram, simulateRows, simulator } from "../../models/simulation/batch.ts";
import { simulationPlan } from "../../models/simulation/plan.ts";
import { chain, pair, patched, solved } from "../support/scenarios.ts";
const runs = 1500;
const accel = { kind: "marginal", tiers: [{ from: 0.5, rate: 1 }, { from: 1, rate: 2 }], cap: 3 };
const plan = (c: JsonObject, more: JsonObject = {}): JsonObject => ({ plans: { seller: { ...more, components: { bookings: c } } } });
const forms: Record<string, JsonObject> = {
  base: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, curve: accel }),
  gateOther: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, gates: { g: { measure: "pipeline", scope: "joint", attainmentAtLeast: 1, target: "= statusQuo" } } }),
  gateOwn: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, gates: { g: { measure: "bookings", attainmentAtLeast: 0.8, otherwise: { shareAtMost: 0.3 } } } }),
  gateIndivOther: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, gates: { g: { measure: "pipeline", attainmentAtLeast: 0.9, target: "= statusQuo", otherwise: { shareAtMost: 0.5 } } } }),
  orYtd: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, gates: { g: { measure: "pipeline", scope: "team", attainmentAtLeast: 1, target: "= statusQuo", orYearToDate: true } } }),
  orYtdOwn: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, gates: { g: { measure: "bookings", attainmentAtLeast: 1, orYearToDate: true } } }),
  mult: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, multipliers: { m: { measure: "bookings", scope: "team", target: "= statusQuo", curve: { points: [[0.8, 0.8], [1, 1], [1.2, 1.5]] } } } }),
  multOwn: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, multipliers: { m: { measure: "bookings", curve: { points: [[0.5, 0.8], [1, 1], [1.5, 1.5]] } } } }),
  matrixStep: plan({ period: "year", target: "= statusQuo", weight: null, targetPay: 20000, curve: { kind: "matrix", across: { measure: "pipeline", scope: "joint", target: "= statusQuo" }, rows: [0.8, 1], columns: [0.8, 1, 1.2], shares: [[0.4, 0.8, 1.2], [0.5, 1, 1.5]], between: "step" } }),
  matrixLin: plan({ period: "year", target: "= statusQuo", weight: null, targetPay: 20000, curve: { kind: "matrix", across: { measure: "pipeline", scope: "joint", target: "= statusQuo" }, rows: [0.8, 1.1], columns: [0.8, 1, 1.2], shares: [[0.4, 0.8, 1.2], [0.5, 1, 1.5]], between: "linear" } }),
  dealCap: plan({ period: "quarter", weight: null, target: null, curve: null, rate: 0.1, dealAtMost: 12000, dealAtLeast: 5000 }),
  basisDeal: plan({ period: "quarter", weight: null, rate: 0.1, target: 10000, basis: "deal", payPerDealAtMost: 1500, curve: { kind: "marginal", tiers: [{ from: 0, rate: 1 }, { from: 1, rate: 1.5 }] } }),
  basisDealTeam: plan({ scope: "team", period: "quarter", weight: null, rate: 0.1, target: 10000, basis: "deal", payPerDealAtMost: 1500, curve: { kind: "marginal", tiers: [{ from: 0, rate: 1 }, { from: 1, rate: 1.5 }] } }),
  dealCapJoint: plan({ scope: "joint", period: "quarter", weight: null, target: null, curve: null, rate: 0.1, dealAtMost: 12000, dealAtLeast: 5000 }),
  window: plan({ period: "month", weight: null, target: null, curve: null, rate: 0.1, window: { from: "2027-02-01", to: "2027-04-15" } }),
  commissionable: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, curve: accel, commissionable: { outbound: 0.5 } }),
  round: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, curve: accel, roundAttainment: { to: 0.1, mode: "awayFromZero" } }),
  payAtMost: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, curve: accel, payAtMost: 6000 }),
  ytd: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, curve: accel, accumulation: "yearToDate", gates: { g: { measure: "pipeline", scope: "joint", attainmentAtLeast: 0.9, target: "= statusQuo" } } }),
  ytdRecover: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, curve: accel, accumulation: "yearToDate", prorate: true, recover: true }),
  sum: { measures: { mix: { kind: "sum", of: { bookings: 1, pipeline: 0.1, won: 500 } } }, ...plan({ measure: "mix", period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, curve: accel }) },
  score: { measures: { csat: { kind: "score", expected: 0.9 } }, ...plan({ measure: "csat", curve: null, period: "quarter", target: 1, weight: null, targetPay: 20000 }) },
  scoreAdds: { measures: { meetings: { kind: "score", adds: true, expected: 4 } }, ...plan({ measure: "meetings", curve: null, period: "quarter", target: 10, weight: null, targetPay: 20000 }) },
  cap: plan({ period: "quarter", target: "= statusQuo", weight: null, targetPay: 20000, curve: accel }, { adjustments: { c: { kind: "cap", per: "year", amount: 20000 } } }),
  pool: { pools: { p: { measure: "bookings", scope: "joint", period: "quarter", funding: { shareOfExcess: 0.3, over: "= statusQuo", shareOfShortfall: 0.2 }, reserve: 0.25, members: ["seller", "marketer"], by: "contribution" } } },
};
test("scratch", { timeout: 500000 }, () => {
  for (const luck of ["logNormal"])
  for (const [name, form] of Object.entries(forms)) {
    const one = solved(chain(patched(pair, { simulation: { luck } }), form), {});
    const expected = expectedOf(one, { preview: false, seed: 1 }).firstYear;
    const sim = simulator(simulationPlan(one.space, one.solution.lnEfforts));
    const hist = payHistogram(one.model.roles.length);
    const rows = simulateRows([sim], 3, Array.from({ length: runs }, (_, r) => r), [hist])[0]!;
    const out = one.model.roles.map((role, r) => {
      let s = 0, s2 = 0;
      for (let i = 0; i < runs; i++) { const v = rows[i * sim.layout.size + sim.layout.rolePay + r]!; s += v; s2 += v * v; }
      const mean = s / runs, se = Math.sqrt((s2 / runs - mean * mean) / runs);
      const e = expected.roles[role.id]!.pay.mean;
      return `${role.id} exp ${e.toFixed(1)} sim ${mean.toFixed(1)}±${se.toFixed(1)} (${(((mean - e) / role.ote) * 100).toFixed(2)}% z ${((mean - e) / (se || 1)).toFixed(1)})`;
    });
    console.log(luck, name.padEnd(15), out.join(" | "), "eff", JSON.stringify(one.space.values[one.space.minds.at(-1)!.first]!.toFixed(1)), one.solution.status);
  }
});
