/**
 * Plans and pay calculations from public documents: every one of tests/evidence is a scenario under scenarios/published,
 * states the figures that the document prints, and pays them.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  checkExamples,
  type LoadedScenario,
  readScenario,
  scenarioOf,
  validateScenario,
} from "#models";

const folder = new URL("../../scenarios/", import.meta.url);
const evidence = (name: string) =>
  JSON.parse(readFileSync(new URL(`../evidence/${name}.json`, import.meta.url), "utf8"));
type Entry = { id: string; source?: string; [key: string]: unknown };
const plans = evidence("published-plans").examples as Entry[];
const calculations = evidence("pay-calculations").examples as Entry[];

function loadedOf(id: string): LoadedScenario {
  const { loaded, problems } = readScenario(`published/${id}`, (name) => {
    const file = new URL(`${name}.json`, folder);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  });
  expect(problems).toEqual([]);
  return loaded!;
}

/** Every number that a document prints, or that follows from its rule, and that the scenario must state. */
const figures: Record<string, number[]> = {
  "oracle-step-individual": [2, 3, 20, 14, 30, 95, 164],
  "oracle-flat-vs-split": [50, 300, 1800, 50, 200, 1200],
  "oracle-interval-attainment": [1000, 2500, 3000, 1500, 2000, 1, 0.6667],
  "edgar-1046327-2009-revenue-curve": [0, 0.94, 1.3, 1.65, 0.7, 2],
  "edgar-1046327-2009-ebitda-line": [0.495, 1.3, 1.85, 1],
  "edgar-1288496-2009-vp-sales": [0.85, 24437.5],
  "edgar-1100917-2007-mip": [1, 0],
  "edgar-931058-ebitda-and-revenue-tables": tableRows(),
  "edgar-1125920-2012-quarterly": [3000, 600, 450, 570, 750, 840, 1050],
  "edgar-1073349-2008-matrix": [0.2, 0.65, 0.5, 0.75, 1],
  "prowi-ae-2025": [15000, 19500],
  "tryton-scenario": [10],
  "spiff-mpercent-table": [1187],
  "spiff-tier-payout": [17600],
  "spiff-help-tier": [15],
};

function tableRows(): number[] {
  const { printed } = plans.find(({ id }) => id === "edgar-931058-ebitda-and-revenue-tables")!;
  const { ebitda, net_revenue } = printed as Record<string, [number, number][]>;
  return [...ebitda!, ...net_revenue!].map(([, percent]) => Number((percent / 100).toFixed(6)));
}

/** The numbers that the examples of a scenario expect. */
function expectedIn(loaded: LoadedScenario): number[] {
  const { plans: all, accounting } = scenarioOf(loaded);
  const holders = Object.values(all).flatMap((plan) => [plan, ...Object.values(plan.components)]);
  const examples = [...holders, accounting ?? {}].flatMap(({ examples: own }) => own ?? []);
  return examples.flatMap(({ given: _given, title: _title, ...expected }) => numbersIn(expected));
}

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe.each(plans.map((entry) => [entry.id, entry] as const))("published plan %s", (id) => {
  test("states every figure of the document, and its source", () => {
    const loaded = loadedOf(id);
    expect(figures[id]!.length).toBeGreaterThan(0);
    expect(expectedIn(loaded)).toEqual(expect.arrayContaining(figures[id]!));
    expect(scenarioOf(loaded).notes).toMatch(/https:\/\/|Debian package/);
  });
});

describe.each(calculations.map((entry) => [entry.id, entry] as const))(
  "pay calculation %s",
  (id, entry) => {
    test("states the inputs and every figure", () => {
      const loaded = loadedOf(id);
      const wanted = [entry.pays, entry.owed ?? [], entry.assetAfter ?? []].flatMap(numbersIn);
      expect(wanted.length).toBeGreaterThan(0);
      expect(expectedIn(loaded)).toEqual(expect.arrayContaining(wanted));
      expect(numbersIn(scenarioOf(loaded))).toEqual(
        expect.arrayContaining(numbersIn(entry.inputs)),
      );
    });
  },
);

const ids = [...plans, ...calculations].map(({ id }) => id);

test.each(ids)("%s pays what it states, to the cent", (id) => {
  const loaded = loadedOf(id);
  expect(validateScenario(loaded)).toEqual([]);
  const outcomes = checkExamples(loaded);
  expect(outcomes.length).toBeGreaterThan(0);
  const broken = outcomes.filter(({ verdict }) => verdict !== "holds");
  const printed = id === "edgar-1125920-2012-quarterly" ? ["750.00 570.00 documentDiffers"] : [];
  expect(broken.map(({ expected, got, verdict }) => `${expected} ${got} ${verdict}`)).toEqual(
    printed,
  );
});

test("every file of the folder is one of them, or what they start from", () => {
  const files = readdirSync(new URL("published/", folder)).map((name) => name.replace(".json", ""));
  expect(files.toSorted()).toEqual([...ids, "base"].toSorted());
});
