import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  type Comparison,
  type JsonObject,
  type LoadedScenario,
  patchScenario,
  readScenario,
  runJob,
} from "#models";
import { payTicks } from "../../web/src/pages/compare/payRows.ts";
import { commandOf } from "../../web/src/pages/compare/source.ts";
import { scaleAround } from "../../web/src/lib/scale.ts";
import { numbersTable, payTable } from "../../web/src/pages/compare/tables.ts";
import {
  changeOf,
  levelOf,
  peopleOf,
  teamsOf,
  viewOf,
  type View,
} from "../../web/src/pages/compare/view.ts";
import {
  answer,
  companyVerdict,
  isNone,
  lead,
  teamVerdict,
} from "../../web/src/pages/compare/words.ts";
import { assignSlots } from "../../web/src/lib/slots.ts";

const million = { suffix: "m", per: 1e6, digits: 2 } as const;

function load(id: string): LoadedScenario {
  const { loaded } = readScenario(id, (name) =>
    readFileSync(new URL(`../../scenarios/${name}.json`, import.meta.url), "utf8"),
  );
  return loaded!;
}

function patched(scenario: LoadedScenario, patch: JsonObject): LoadedScenario {
  return { ...patchScenario(scenario, patch).loaded!, id: "patched" };
}

/** Every state a comparison goes through, the expected layer first. */
function compare(...scenarios: LoadedScenario[]): Comparison[] {
  return [...runJob({ scenarios, runs: 64, seed: 1 })];
}

function view(comparison: Comparison, phase: "running" | "done"): View {
  const slots = assignSlots(comparison.scenarios.map(({ scenario }) => scenario.id));
  return viewOf(comparison, (id) => slots.get(id)!, undefined, phase)!;
}

const steps = compare(load("reference-a"), load("reference-b"));
const [first, last] = [steps[0]!, steps.at(-1)!];

test("until a quarter of the years are in all is expected, then of the years", () => {
  const expected = last.expected[0]!.totals["bookings"]!;
  const running = view({ ...last, runs: 4 * last.done + 1 }, "running");
  expect(running.settled).toBe(false);
  expect(changeOf(running, running.focus, "bookings").certainty).toBeUndefined();
  expect(view({ ...last, runs: 4 * last.done }, "running").settled).toBe(true);
  expect(changeOf(running, running.focus, "bookings").mean).toBe(expected.mean);
  expect(changeOf(running, running.focus, "bookings").runRate).toBe(expected.runRate);

  const done = view(last, "done");
  const simulated = last.differences[0]!.totals["bookings"]!;
  const change = changeOf(done, done.focus, "bookings");
  expect(change.mean).toBe(simulated.mean);
  expect(change.expected).toBe(expected.mean);
  expect(change.mechanical + change.response).toBeCloseTo(change.mean, 6);
  expect(levelOf(done, "bookings")).toBe(last.scenarios[0]!.simulated!.totals["bookings"]!.mean);
});

test("before the first year nothing is said about how sure it is", () => {
  const early = view({ ...first, done: 0, differences: [] }, "running");
  expect(early.settled).toBe(false);
  expect(changeOf(early, early.focus, "pay").certainty).toBeUndefined();
  expect(peopleOf(early, early.focus).headcount).toBe(16);
  expect(teamsOf(early, early.focus).map(({ better }) => better)).toEqual([undefined, undefined]);
});

test("teams are their roles, and their people add up to the company's", () => {
  const done = view(last, "done");
  const teams = teamsOf(done, done.focus);
  expect(teams.map(({ team, headcount }) => [team, headcount])).toEqual([
    ["sales", 10],
    ["marketing", 6],
  ]);
  const worse = teams.reduce((sum, { people }) => sum + people.worse, 0);
  expect(worse).toBeCloseTo(peopleOf(done, done.focus).worse, 9);
});

test("tables have a cell for every column, and the figures of the page", () => {
  const done = view(last, "done");
  for (const table of [numbersTable(done), payTable(done, teamsOf(done, done.focus))]) {
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  }
  const bookings = changeOf(done, done.focus, "bookings").mean;
  expect(numbersTable(done).rows[0]?.[2]).toBe(bookings);
});

test("a scenario that changes nothing is said to leave everyone where they are", () => {
  const status = load("reference-a");
  const same = view(compare(status, patched(status, { notes: "the same" })).at(-1)!, "done");
  const bookings = changeOf(same, same.focus, "bookings");
  const pay = changeOf(same, same.focus, "pay");
  const teams = teamsOf(same, same.focus);
  expect(isNone(bookings)).toBe(true);
  const verdicts = [
    companyVerdict(changeOf(same, same.focus, "contribution")),
    ...teams.map(teamVerdict),
  ];
  expect(answer("A copy", verdicts)).toBe("A copy leaves everyone about where they are.");
  const words = lead({
    bookings,
    pay,
    people: peopleOf(same, same.focus),
    teams,
    currency: "USD",
    units: { bookings: million, pay: million },
    response: "on",
    paysAlike: false,
    contribution: changeOf(same, same.focus, "contribution"),
  });
  expect(words).toEqual([
    "Bookings over the year stay as they are; total pay does not change.",
    "Nobody is worse off.",
  ]);
});

test("the address decides the focus; without one it is the first after the baseline", () => {
  const slots = assignSlots(["reference-a", "reference-b"]);
  const chosen = viewOf(last, (id) => slots.get(id)!, "reference-b", "done")!;
  expect(chosen.focus.slot).toBe("b");
  expect(
    viewOf({ ...last, scenarios: last.scenarios.slice(0, 1) }, () => "a", undefined, "done"),
  ).toBe(undefined);
});

test("ticks of the pay axis read apart, also where nobody's pay changes", () => {
  const still = scaleAround([0, 0]);
  expect(payTicks(still, "change", "USD")).toEqual([0]);
  expect(payTicks(still, "percent", "USD").length).toBeGreaterThan(1);
  expect(payTicks(scaleAround([0.001]), "percent", "USD")).toEqual([0]);
  expect(payTicks(scaleAround([-1100, 2000]), "change", "USD")).toEqual([-1000, 0, 1000, 2000]);
});

test("the command for a draft takes the file it is downloaded as", () => {
  const done = view(last, "done");
  expect(commandOf(done)).toContain("scenarios/reference-a.json scenarios/reference-b.json");
  expect(commandOf(done, "reference-b")).toContain(
    "scenarios/reference-a.json scenarios/reference-b-edited.json",
  );
});
