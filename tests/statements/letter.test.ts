import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  compilePayroll,
  type LoadedScenario,
  type MeasureFact,
  planLetter,
  readScenario,
  scenarioOf,
  statementFor,
} from "#models";
import { scenarioWith } from "../support/examples.ts";

const folder = new URL("../../scenarios/", import.meta.url);

function load(id: string): LoadedScenario {
  const { loaded, problems } = readScenario(id, (file) =>
    readFileSync(new URL(`${file}.json`, folder), "utf8"),
  );
  expect(problems).toEqual([]);
  return loaded!;
}

function letterOf(id: string, role: string) {
  const { letter, problems } = planLetter(load(id), role);
  expect(problems).toEqual([]);
  return letter!;
}

const own = { scope: "individual", period: "month" } as const;

/** The letter of the small company's reps under a plan of these components. */
function letterIn(role: Record<string, number>, components: Record<string, object>) {
  const loaded = scenarioWith({
    measures: {
      meetings: { title: "meetings", kind: "score", adds: true, expected: 18 },
    },
    roles: { rep: { plan: "rep", ...role } },
    plans: { rep: { components: components as never } },
  });
  const { letter, problems } = planLetter(loaded, "rep");
  expect(problems).toEqual([]);
  return letter!;
}

describe("a plan letter", () => {
  // 225,000 a quarter; 90% of 80,000 ÷ 4 = 18,000; above target half as much again.
  test("works its examples for one paid period", () => {
    const [bookings] = letterOf("shared-pipeline", "aeMid").parts;
    expect(bookings).toMatchObject({
      title: "Own bookings",
      weight: "0.9",
      targetPay: "72000.00",
      targets: "225,000 a quarter",
      of: "a quarter",
    });
    expect(bookings!.examples.map(({ says }) => says)).toEqual([
      "80% of target, which is 180,000, pays 14,400.00.",
      "100% of target, which is 225,000, pays 18,000.00.",
      "120% of target, which is 270,000, pays 23,400.00.",
    ]);
  });

  test("says what the whole year pays at 80%, 100% and 120%", () => {
    // Bookings 72,000 × 0.8, 1, 1.3; pipeline 8,000 × 0.5, 1, 1.2; base 80,000.
    expect(letterOf("shared-pipeline", "aeMid").year).toEqual([
      { attainment: "0.8", variable: "61600.00", total: "141600.00" },
      { attainment: "1", variable: "80000.00", total: "160000.00" },
      { attainment: "1.2", variable: "103200.00", total: "183200.00" },
    ]);
  });

  test("tells a pool's funding and who shares it", () => {
    const pool = letterOf("shared-pipeline-and-pool", "aeMid").parts.at(-1)!;
    expect(pool.kind).toBe("pool");
    expect(pool.says).toContain("A pool is funded every quarter with 6% of what");
    expect(pool.conditions[0]).toBe("The pool pays at most 300,000 in one period.");
    expect(pool.examples.slice(0, 2).map(({ pays }) => pays)).toEqual(["0.00", "0.00"]);
  });

  test("of a person is worked on their own pay, territory and part of the year", () => {
    const { letter } = planLetter(load("shared-pipeline"), "aeMid", {
      person: "ae-01",
      people: [
        {
          id: "ae-01",
          name: "Avery Sample",
          leave: [],
          assignments: [
            { role: "aeMid", start: "2025-03-01", targetVariable: "100000", territory: "1.2" },
          ],
        },
      ],
    });
    const [bookings] = letter!.parts;
    expect(letter!.person).toEqual({ id: "ae-01", name: "Avery Sample" });
    expect(bookings).toMatchObject({ targets: "270,000 a quarter", targetPay: "90000.00" });
    // 90% of 100,000 ÷ 4 × 1.3.
    expect(bookings!.examples[2]!.pays).toBe("29250.00");
  });

  // 2,000 a month of base; 12,000 a year on goals, and 12,000 more that is left to meetings, at 45 up to 20 and 70 above.
  test("of pay at a rate without a target states target pay as the role does, and works likely amounts", () => {
    const { lead, year, parts } = letterIn(
      { basePay: 24000, targetVariable: 24000 },
      {
        goals: { ...own, measure: "bookings", target: 60, targetPay: 12000 },
        meetings: {
          ...own,
          measure: "meetings",
          rate: 1,
          curve: {
            kind: "marginal",
            tiers: [
              { from: 0, rate: 45 },
              { from: 20, rate: 70 },
            ],
          },
        },
      },
    );
    expect(lead).toBe(
      "At target a year pays 48,000.00 USD: 24,000.00 of base pay and 24,000.00 of variable pay. 12,000.00 of it is left to meetings, paid at a rate without a target.",
    );
    expect(year).toEqual([]);
    expect(parts[1]!.curve).toBe("Pays 45 for each unit up to 20, 70 for each above.");
    expect(parts[1]!.examples.map(({ says }) => says)).toEqual([
      "16 pays 720.00.",
      "20 pays 900.00.",
      "24 pays 1,180.00.",
    ]);
  });

  // 12,000 ÷ 0.003 ÷ 12 = 333,333; where none is left, and the mean deal is 20,000.
  test("works a plain rate at what would pay the target variable, else at a few deals", () => {
    const overlay = { overlay: { ...own, measure: "bookings", rate: 0.003 } };
    const { parts, lead } = letterIn({ basePay: 110000, targetVariable: 12000 }, overlay);
    expect(lead).toContain("At target a year pays 122,000.00 USD");
    expect(parts[0]!.table).toEqual([]);
    expect(parts[0]!.curve).toBe("Pays 0.003 for each unit.");
    expect(parts[0]!.examples.map(({ says }) => says)).toEqual([
      "264,000 pays 792.00.",
      "330,000 pays 990.00.",
      "396,000 pays 1,188.00.",
    ]);
    const bare = letterIn({ basePay: 110000, targetVariable: 0 }, overlay);
    expect(bare.lead).toContain("no target says how much");
    expect(bare.parts[0]!.examples.map(({ pays }) => pays)).toEqual(["60.00", "120.00", "300.00"]);
  });

  // 12,000 ÷ 2 half-years = 6,000 at a share of 1.
  test("prints a table over two measures with money, and takes both as far", () => {
    const { parts, year } = letterIn(
      { basePay: 85000, targetVariable: 12000 },
      {
        both: {
          measure: "bookings",
          scope: "individual",
          period: "half",
          target: 900,
          weight: 1,
          curve: {
            kind: "matrix",
            across: { measure: "pipeline", target: 3000 },
            rows: [0.8, 1],
            columns: [0.8, 1],
            shares: [
              [0.4, 0.6],
              [0.7, 1],
            ],
            between: "linear",
          },
        },
      },
    );
    expect(parts[0]!.matrix).toMatchObject({
      columns: ["0.8", "1"],
      rows: [
        { attainment: "0.8", pays: ["2400.00", "3600.00"] },
        { attainment: "1", pays: ["4200.00", "6000.00"] },
      ],
    });
    expect(parts[0]!.examples[0]!.says).toBe("80% of both targets pays 2,400.00.");
    expect(year[0]).toEqual({ attainment: "0.8", variable: "4800.00", total: "89800.00" });
  });

  test("of somebody who has moved needs no figure of either role, and is of the months in this one", () => {
    const moved = {
      id: "s1",
      name: "Avery Sample",
      leave: [],
      assignments: [
        { role: "other", start: "2026-01-01", end: "2027-06-30" },
        { role: "rep", start: "2027-07-01" },
      ],
    };
    const loaded = scenarioWith({
      measures: { meetings: { kind: "score", adds: true, expected: 18 } },
      roles: {
        rep: { plan: "rep", basePay: 24000 },
        other: {
          team: "sales",
          headcount: 1,
          basePay: 60000,
          targetVariable: 1000,
          plan: "other",
          owns: false,
        },
      },
      plans: {
        rep: {
          components: { goals: { ...own, measure: "bookings", target: 60, targetPay: 12000 } },
        },
        other: { components: { meetings: { ...own, measure: "meetings", rate: 1 } } },
      },
    });
    const { letter, problems } = planLetter(loaded, "rep", { person: "s1", people: [moved] });
    expect(problems).toEqual([]);
    expect(letter).toMatchObject({ from: "2027-07", to: "2027-12", basePay: "12000.00" });
    expect(letter!.lead).toContain("At target July to December pays 18,000.00");
  });

  test("of an unknown role or person is a problem with the nearest name", () => {
    expect(planLetter(load("shared-pipeline"), "aeMidd").problems[0]!.hint).toContain("aeMid");
    expect(planLetter(load("shared-pipeline"), "aeMid", { person: "x" }).problems).toHaveLength(1);
  });
});

/** Whom a figure is stated for, by the scope of a component. */
function stateFor(scenario: LoadedScenario, role: string, scope: string): string {
  if (scope === "individual") return "somebody";
  if (scope === "role") return role;
  return scope === "team" ? scenarioOf(scenario).roles[role]!.team : "company";
}

describe("the letter and the engine", () => {
  const ids = [
    "reference-a",
    "reference-b",
    "status-quo",
    "sales-half-pooled",
    "shared-pipeline-and-pool",
  ];

  // Every component at every level: its figure is stated, and the statement of its first period must pay as the letter.
  test.each(ids)(
    "agree on every worked figure of %s",
    (id) => {
      const loaded = load(id);
      const scenario = scenarioOf(loaded);
      let compared = 0;
      const plans = new Set<string>();
      for (const [role, { plan }] of Object.entries(scenario.roles)) {
        if (plan === undefined || plans.has(plan)) continue;
        plans.add(plan);
        const { letter, problems } = planLetter(loaded, role);
        expect(problems).toEqual([]);
        const components = scenario.plans[plan]!.components;
        for (const part of letter!.parts) {
          const known: { target?: string } = {};
          const component = components[part.id];
          if (part.kind === "pool" || !component || !part.hasTarget) continue;
          const figures = [...part.examples, ...part.table];
          const levels = new Map(figures.map((worked) => [worked.attainment, worked]));
          expect(figures.every((one) => levels.get(one.attainment)!.pays === one.pays)).toBe(true);
          for (const worked of levels.values()) {
            const { attainment } = worked;
            const paid = paysBy(loaded, { role, part: part.id, attainment, known });
            expect(paid, `${role} ${part.id} at ${worked.attainment}`).toBe(worked.pays);
            compared += 1;
          }
        }
      }
      expect(compared).toBeGreaterThan(0);
    },
    60_000,
  );

  test("there is a letter for every role of every published plan, with figures alone where figures stand", () => {
    const published = readdirSync(new URL("published/", folder)).filter((name) =>
      name.endsWith(".json"),
    );
    for (const name of published) {
      const loaded = load(`published/${name.replace(/\.json$/, "")}`);
      for (const role of Object.keys(scenarioOf(loaded).roles)) {
        const { letter, problems } = planLetter(loaded, role);
        expect(problems, name).toEqual([]);
        expect(JSON.stringify(letter), name).not.toMatch(/NaN|undefined|Infinity|\[object/);
        for (const { examples } of letter!.parts)
          for (const { pays } of examples) expect(pays ?? "0").toMatch(/^-?\d+(\.\d+)?$/);
      }
    }
  }, 60_000);
});

/** What the statement pays for a component where its measure comes to an attainment in the first paid period. */
function paysBy(
  loaded: LoadedScenario,
  {
    role,
    part,
    attainment,
    known,
  }: { role: string; part: string; attainment: string; known: { target?: string } },
): string {
  const scenario = scenarioOf(loaded);
  const component = scenario.plans[scenario.roles[role]!.plan!]!.components[part]!;
  const period = { month: "01", quarter: "Q1", half: "H1", year: "" }[component.period];
  const start = scenario.calendar.start.slice(0, 4);
  const label =
    component.accumulation === "yearToDate" || period === "" ? start : `${start}-${period}`;
  const participant = stateFor(loaded, role, component.scope);
  const others = Object.values(scenario.plans)
    .flatMap(({ components }) => Object.values(components))
    .concat(Object.values(scenario.pools ?? {}) as never)
    .map(({ measure }) => measure)
    .filter((measure) => measure !== component.measure);
  const state = (value: string): MeasureFact[] => [
    ...[...new Set(others)].map((measure, row) => {
      return { participant: "company", measure, period: `${start}-01`, value: "0", row: row + 2 };
    }),
    { participant, measure: component.measure, period: label, value, row: 1 },
  ];
  const people = [{ id: "somebody", name: "", leave: [], assignments: [{ role }] }];
  const statementAt = (value: string) => {
    const { payroll, problems } = compilePayroll(loaded, {
      deals: [],
      people,
      measures: state(value),
      exceptions: [],
    });
    expect(problems).toEqual([]);
    return statementFor(payroll!, "somebody", label, { oneMore: false });
  };
  const line = (statement: ReturnType<typeof statementAt>) =>
    statement.lines.find(({ kind, id }) => kind === "component" && id === part)!;
  // The target as the statement itself has it; exact, for what is stated is a decimal.
  known.target ??= line(statementAt("0")).calculations![0]!.target;
  return line(statementAt(product(known.target, attainment))).amount;
}

function places(decimal: string): number {
  return decimal.split(".")[1]?.length ?? 0;
}

/** Of two decimal texts, exactly. */
function product(a: string, b: string): string {
  const digits = BigInt(a.replace(".", "")) * BigInt(b.replace(".", ""));
  const after = places(a) + places(b);
  const text = String(digits).padStart(after + 1, "0");
  return after === 0 ? text : `${text.slice(0, -after)}.${text.slice(-after)}`;
}
