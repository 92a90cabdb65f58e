/** Verdicts on examples: what holds, what fails and why, what documents print, what children no longer keep. */
import { expect, test } from "vitest";
import { checkExamples, countVerdicts, readScenario } from "#models";
import { patched } from "../support/scenarios.ts";
import { desk } from "./desk.ts";
import { figuresOf, onComponent, onPlan, scenarioWith } from "../support/examples.ts";

// A fifth of 3,000 is 600; 95% of it is 570, where the document prints 750.
const bonus = (example: object) =>
  onComponent({
    period: "quarter",
    target: 1000,
    targetPay: 3000,
    periodWeights: [0.2, 0.2, 0.2, 0.4],
    curve: {
      points: [
        [0.75, 0],
        [0.75, 0.75],
        [1.75, 1.75],
      ],
    },
    examples: [{ title: "Meets expectations, to", given: { attainment: 0.95 }, ...example }],
  });

test("a figure that the rule gives holds, to the cent", () => {
  expect(figuresOf(bonus({ pays: 570 }))).toEqual(["pays: 570.00 holds"]);
  expect(figuresOf(bonus({ paysShare: 0.95 }))).toEqual(["paysShare: 95% holds"]);
  expect(figuresOf(bonus({ paysShare: 0.95000001 }))).toEqual([
    "paysShare: 95.000001% fails with 95% (-0.000001%)",
  ]);
});

test("a figure that the rule does not give fails, with expected, got and why", () => {
  const [outcome] = checkExamples(scenarioWith(bonus({ pays: 750 })));
  expect(outcome).toMatchObject({
    path: "plans.rep.components.own.examples[0].pays",
    example: "plans.rep.components.own.examples[0]",
    file: "plan.json",
    place: "rep · Bookings",
    title: "Meets expectations, to",
    given: "attainment 95%",
    figure: "pays",
    expected: "750.00",
    got: "570.00",
    difference: "-180.00",
    verdict: "fails",
  });
  expect(outcome!.line).toBeGreaterThan(1);
  expect(outcome!.why).toContain("950 of 1,000 is 95% gives 95% of 600.00");
  expect(outcome!.why).toContain("Pays 0% at 75%");
  expect(figuresOf(bonus({ pays: 570.01 }))).toEqual(["pays: 570.01 fails with 570.00 (-0.01)"]);
  expect(figuresOf(bonus({ pays: 569.999 }))).toEqual(["pays: 569.999 fails with 570.00 (+0.001)"]);
});

test("what the document prints beside the rule's own figure is told, and does not fail", () => {
  const outcomes = checkExamples(scenarioWith(bonus({ pays: 570, documentPrints: 750 })));
  expect(outcomes.map(({ verdict }) => verdict)).toEqual(["holds", "documentDiffers"]);
  expect(outcomes[1]).toMatchObject({ expected: "750.00", got: "570.00", difference: "-180.00" });
  expect(outcomes[1]!.why).toContain("its own rule gives 570.00");
});

test("a printed figure that the rule does give needs no note", () => {
  const outcomes = checkExamples(scenarioWith(bonus({ pays: 570, documentPrints: 570 })));
  expect(outcomes.map(({ verdict }) => verdict)).toEqual(["holds", "holds"]);
  expect(outcomes[1]!.why).toContain("documentPrints is not needed");
});

test("a wrong figure beside what the document prints still fails", () => {
  expect(figuresOf(bonus({ pays: 580, documentPrints: 750 }))).toEqual([
    "pays: 580.00 fails with 570.00 (-10.00)",
    "documentPrints: 750.00 documentDiffers with 570.00 (-180.00)",
  ]);
});

const closed = (example: object) =>
  onComponent({
    rate: 1,
    curve: { kind: "marginal", tiers: [{ from: 0, to: 2000, rate: 0.1 }] },
    examples: [example],
  });

test("what is refused and should pay fails, and the other way round", () => {
  expect(figuresOf(closed({ given: { measure: 2001 }, refused: true }))).toEqual([
    "refused: refused holds",
  ]);
  expect(figuresOf(closed({ given: { measure: 2000 }, pays: 200 }))).toEqual([
    "pays: 200.00 holds",
  ]);
  expect(figuresOf(closed({ given: { measure: 2001 }, pays: 200 }))).toEqual([
    "pays: 200.00 fails with refused ()",
  ]);
  expect(figuresOf(closed({ given: { measure: 2000 }, refused: true }))).toEqual([
    "refused: refused fails with 200.00 ()",
  ]);
});

test("an example that cannot be run fails, and says why", () => {
  const [outcome] = checkExamples(
    scenarioWith(
      onComponent({
        rate: 0.1,
        period: "quarter",
        examples: [{ given: { measure: 5, period: 5 }, pays: 0.5 }],
      }),
    ),
  );
  expect(outcome).toMatchObject({ verdict: "fails", got: "cannot be run" });
  expect(outcome!.why).toContain("a year has 4 periods of a quarter, not 5");
});

test("an example that does not come to what it expects fails", () => {
  expect(
    figuresOf(
      onComponent({
        rate: 0.1,
        examples: [
          { given: { deals: [{ amount: 100, credit: { first: 0.5 } }] }, paysTo: { second: 5 } },
        ],
      }),
    ),
  ).toEqual(["paysTo.second: 5.00 fails with nothing ()"]);
});

const roles = {
  rep: { plan: "rep", targetVariable: 60000 },
  senior: {
    title: "Senior",
    team: "sales",
    headcount: 1,
    basePay: 60000,
    targetVariable: 90000,
    plan: "rep",
    tasks: { selling: {} },
  },
};
const shared = (example: object) =>
  onComponent(
    { weight: 1, target: 1000, examples: [{ given: { attainment: 1 }, ...example }] },
    { roles },
  );

test("a plan of two roles is told once where both agree, and for each where they differ", () => {
  expect(figuresOf(shared({ paysShare: 1 }))).toEqual(["paysShare: 100% holds"]);
  const outcomes = checkExamples(scenarioWith(shared({ pays: 5000 })));
  expect(outcomes.map(({ role, verdict, got }) => [role, verdict, got])).toEqual([
    ["Sales representative", "holds", "5,000.00"],
    ["Senior", "fails", "7,500.00"],
  ]);
});

const unused = (component: object, example: object) =>
  onComponent(
    { target: 1000, ...component, examples: [{ given: { attainment: 1.5 }, ...example }] },
    { roles: {} },
  );

test("a plan that no role uses pays shares, and money where that needs no role", () => {
  expect(figuresOf(unused({ weight: 1 }, { paysShare: 1.5 }))).toEqual(["paysShare: 150% holds"]);
  expect(figuresOf(unused({ rate: 0.1 }, { pays: 150 }))).toEqual(["pays: 150.00 holds"]);
  expect(figuresOf(unused({ weight: 1 }, { pays: 150 }))).toEqual([
    "pays: 150.00 fails with cannot be run ()",
  ]);
  expect(figuresOf(unused({ weight: 1 }, { refused: true }))).toEqual([
    "refused: refused fails with cannot be run ()",
  ]);
  expect(figuresOf(unused({ targetPay: "= 0.1 * ote" }, { pays: 150 }))).toEqual([
    "pays: 150 fails with cannot be run ()",
  ]);
});

const inherited = onComponent({
  weight: 0.5,
  target: 1000,
  curve: {
    points: [
      [0, 0],
      [1, 1],
    ],
    beyond: 1.5,
  },
  examples: [{ given: { attainment: 1.2 }, paysShare: 1.3, pays: 3250 }],
});
const change = (component: object, more: object = {}) =>
  ({ plans: { rep: { components: { own: component } } }, ...more }) as never;

test("an inherited example is run in the child, and holds where nothing it needs has changed", () => {
  expect(figuresOf(inherited, { name: "renamed" })).toEqual([
    "pays: 3,250.00 holds",
    "paysShare: 130% holds",
  ]);
});

test("a child that changes the weight restates the money: the parent's file is named", () => {
  const outcomes = checkExamples(scenarioWith(inherited, change({ weight: 0.6 })));
  // A tenth more of 60,000 is 500 a month more at target: 0.6 of 60,000 ÷ 12 × 1.3 is 3,900.
  expect(outcomes.map(({ verdict, got }) => [verdict, got])).toEqual([
    ["inheritedNoLongerHolds", "3,900.00"],
    ["holds", "130%"],
  ]);
  expect(outcomes[0]).toMatchObject({ file: "plan.json", expected: "3,250.00" });
  expect(outcomes[0]!.why).toContain("inherited from plan.json, and this file changes weight");
});

test.each([
  ["the curve", change({ curve: { kind: "flat" } }), "curve"],
  [
    "the role's target pay",
    change({}, { roles: { rep: { targetVariable: 50000 } } }),
    "targetVariable of rep",
  ],
])("so does one that changes %s", (_, patch, says) => {
  const outcomes = checkExamples(scenarioWith(inherited, patch));
  expect(outcomes[0]).toMatchObject({ verdict: "inheritedNoLongerHolds" });
  expect(outcomes[0]!.why).toContain(says);
});

test("a child that writes its own examples has only those", () => {
  const own = change({ weight: 0.6, examples: [{ given: { attainment: 1 }, pays: 3000 }] });
  const outcomes = checkExamples(scenarioWith(inherited, own));
  expect(outcomes).toMatchObject([{ file: "child-1.json", verdict: "holds" }]);
});

test("a grandchild is told of the file that wrote the example, whoever changed what it needs", () => {
  const outcomes = checkExamples(
    scenarioWith(inherited, change({ weight: 0.6 }), { name: "third" }),
  );
  expect(outcomes[0]).toMatchObject({ file: "plan.json", verdict: "inheritedNoLongerHolds" });
});

test("an inherited example that was wrong in its own file fails as any other", () => {
  const wrong = onComponent({ rate: 0.1, examples: [{ given: { measure: 10 }, pays: 2 }] });
  expect(figuresOf(wrong, { name: "child" })).toEqual(["pays: 2.00 fails with 1.00 (-1.00)"]);
});

test("verdicts are counted", () => {
  const outcomes = checkExamples(
    scenarioWith(bonus({ pays: 580, paysShare: 0.95, documentPrints: 750 })),
  );
  expect(countVerdicts(outcomes)).toEqual({
    holds: 1,
    fails: 1,
    documentDiffers: 1,
    inheritedNoLongerHolds: 0,
  });
});

test("a scenario without examples has no outcomes", () => {
  expect(checkExamples(scenarioWith(onPlan({ components: {} })))).toEqual([]);
});

const two = (expected: object) =>
  figuresOf(
    onComponent({
      target: 200,
      rate: 0.1,
      examples: [{ given: { deals: [100, 200] }, ...expected }],
    }),
  );

test("one number for what runs is what it comes to after all", () => {
  // 100 and then 300 credited, of a target of 200: 150% after the second deal.
  expect(two({ credited: 300 })).toEqual(["credited: 300 holds"]);
  expect(two({ credited: 400 })).toEqual(["credited: 400 fails with 300 (-100)"]);
  expect(two({ attains: 1.5 })).toEqual(["attains: 150% holds"]);
});

test.each([
  [{ given: { deals: [{ amount: 1, credit: { a: 1 } }] }, paysTo: {} }, "paysTo"],
  [{ given: { deals: [{ amount: 1, won: "2027-06-31" }] }, pays: 1 }, "won"],
  [{ given: { attainment: [1, 1], with: { g: [1, 0.5, 3] } }, pays: [1, 1] }, "with.g"],
])("an example that says nothing, or too much, is refused: %j", (example, place) => {
  const root = patched(desk, {
    plans: {
      seller: {
        components: {
          own: {
            measure: "bookings",
            scope: "individual",
            period: "month",
            target: 100,
            rate: 0.1,
            gates: { g: { measure: "grossMargin", target: 5, attainmentAtLeast: 1 } },
            examples: [example],
          },
        },
      },
    },
  });
  const { problems } = readScenario("one", () => JSON.stringify(root));
  expect(problems.map(({ path }) => path)).toEqual([expect.stringContaining(place)]);
});
