/** Neighbouring models with a solution on paper: every figure of the source, and figures it does not have. */
import { expect, test } from "vitest";
import evidence from "./closed-forms.json" with { type: "json" };
import { type ClosedForm, closedFormRows } from "./closedForms.ts";
import { holds } from "./rows.ts";

const cases = evidence.tests as ClosedForm[];

test("every figure of the source comes out", () => {
  const rows = closedFormRows(cases);
  expect(rows.length).toBe(191);
  expect(rows.filter((row) => !holds(row))).toEqual([]);
});

test("a figure that is off by a hundred-thousandth is missed", () => {
  const one: ClosedForm = { model: "kappa_n", inputs: { n: 2 }, outputs: { kappa: 0.282105 } };
  expect(closedFormRows([one]).map(holds)).toEqual([false]);
});

test("a word, a yes or no and a missing figure are compared as what they are", () => {
  const inputs = { gam: 0.8, c: 1, delta: 0.7, r: 1, s2: 0.5 };
  const rows = closedFormRows([
    { model: "itoh_opt", inputs, outputs: { S_team: null, interior: false, best: "specialise" } },
    { model: "itoh_opt", inputs, outputs: { S_team: 0, interior: true, best: "team" } },
  ]);
  expect(rows.map(holds)).toEqual([true, true, true, false, false, false]);
});

// Three partners: 1/3 of the first best θ/c = 2/0.5 = 4; welfare (2·3 − 1)/3² = 5/9.
test("other figures than the source's are worked out by the engine too", () => {
  const rows = closedFormRows([
    {
      model: "team_equal_share",
      inputs: { n: 3, theta: 2, c: 0.5 },
      outputs: { a: 4 / 3, a_fb: 4, ratio: 5 / 9 },
    },
    // v/N + γ = 2/4 + 0.3, over c = 0.5.
    { model: "kandel_lazear", inputs: { v: 2, N: 4, c: 0.5, gamma: 0.3 }, outputs: { e: 1.6 } },
    // 10% to 100, 20% above, and 5 once 120 is passed: without luck 130 pays 10 + 6 + 5.
    {
      model: "plan_expect_lognormal",
      inputs: { mean: 130, sig: 0.001, knots: [0, 100], slopes: [0.1, 0.2], jumps: [[120, 5]] },
      outputs: { E: 21, dlnE: 26, eff_rate: 0.2 },
    },
  ]);
  expect(rows.filter((row) => !holds(row))).toEqual([]);
});

test("a list of another length is missed, figure by figure", () => {
  const inputs = { bonus: 2, q: 2, sigma: 1, c: 1 };
  const rows = closedFormRows([
    { model: "quota_effort", inputs, outputs: { roots: [0.142011, 1] } },
  ]);
  expect(rows.map(holds)).toEqual([true, false]);
});

test("a model that nobody knows is named, with those that are known", () => {
  expect(() => closedFormRows([{ model: "holmstrom80", inputs: {}, outputs: {} }])).toThrow(
    /case 1 is of the model "holmstrom80"; known are holmstrom79, /,
  );
});
