import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type JsonObject, patchScenario, readScenario, type Scenario } from "#models";
import { countsOf, rowsOf } from "../../../web/src/pages/build/changes.ts";
import { differencesBetween } from "../../../web/src/state/patch.ts";

/** What a scenario of the folder changes against its parent, with a patch on it, as "place | thing | before | after | people". */
function said(id: string, patch: JsonObject = {}) {
  const read = readScenario(id, (name) =>
    readFileSync(new URL(`../../../scenarios/${name}.json`, import.meta.url), "utf8"),
  );
  const loaded = patchScenario(read.loaded!, patch).loaded!;
  const [parent, scenario] = loaded.lineage.slice(-2).map((one) => one.scenario) as [
    Scenario,
    Scenario,
  ];
  const [before, after] = [parent, scenario].map((one) => {
    const alignment = { ...one.alignment, practices: one.alignment?.practices ?? {} };
    return { ...one, alignment, pools: one.pools ?? {} } as unknown as JsonObject;
  });
  const differences = differencesBetween(before!, after!);
  const rows = rowsOf(differences, parent, scenario).map(
    ({ place, thing, before: was, after: is }) => `${place} | ${thing} | ${was} | ${is}`,
  );
  return {
    rows,
    counts: countsOf(differences, scenario),
    all: rowsOf(differences, parent, scenario),
  };
}

test("a shared pipeline target is told as components taken out, brought in and weighed anew", () => {
  const { rows, counts, all } = said("reference-b");
  expect(rows).toEqual([
    "marketer | MQLs | 100% of bonus | Removed",
    "marketer | Pipeline created | none | 50% of bonus",
    "marketer | Bookings | none | 50% of bonus",
    "ae | Bookings | 100% of variable | 90% of variable",
    "ae | Pipeline created | none | 10% of variable",
  ]);
  expect(Object.fromEntries(counts)).toEqual({ "plan marketer": 3, "plan ae": 2 });
  expect(all.map(({ people }) => people)).toEqual([6, 6, 6, 10, 10]);
});

test("a pool is one change, for as many people as share it", () => {
  const pool = {
    title: "Joint bonus pool",
    measure: "bookings",
    scope: "joint",
    period: "year",
    funding: { shareOfExcess: 0.05, over: "= statusQuo" },
    members: ["ae"],
    by: "equal",
  };
  const { rows, all } = said("reference-a", { pools: { jointBonus: pool } });
  expect(rows).toEqual(["Joint bonus pool | Pool | none | 5% of the excess"]);
  expect(all[0]?.people).toBe(10);
});

test("a target, a bonus, a curve and the level of alignment are told in their own words", () => {
  const curve = {
    points: [
      [0.7, 0],
      [0.8, 0.5],
      [1, 1],
      [1.5, 1.5],
    ],
    beyond: 0,
  };
  const { rows, counts } = said("reference-a", {
    plans: {
      marketer: { components: { mqls: { target: "= 1.1 * statusQuo", curve } } },
      ae: { components: { bookings: { target: 900_000 } } },
    },
    roles: { ae: { targetVariable: 85_000 } },
    alignment: { level: 0.5 },
  });
  expect(rows.toSorted()).toEqual([
    "Alignment | Level | 0.4 | 0.5",
    "ae | Bookings, target | 800,000 | 900,000",
    "ae | Target pay | $80,000 | $85,000",
    "marketer | MQLs, payout curve | 79% pays 0% | 70% pays 0%",
    "marketer | MQLs, target | 1.0 × status quo | 1.1 × status quo",
  ]);
  expect(Object.fromEntries(counts)).toEqual({ "plan marketer": 2, "plan ae": 2, alignment: 1 });
});

test("name, question and notes are no changes to what is computed", () => {
  expect(said("shared-pipeline", { name: "Another name" }).rows).toEqual(
    said("shared-pipeline").rows,
  );
});

test("behaviour and practices are told in the words and units of their fields", () => {
  const practices = {
    feedback: { adoption: 1 },
    defineRoles: { rampMonths: 4.5 },
    jointMeeting: { halfLifeMonths: 7.5, cost: 40_000 },
  };
  const { rows } = said("shared-pipeline-practices", {
    behaviour: {
      retention: { rampMonths: 3, replacementCost: 0.5 },
      timing: { preset: "larkin" },
      discountRate: 0.2,
      horizon: "firstYear",
    },
    roles: { sdr: { turnover: 0.4 } },
    alignment: { practices, decay: 0.1, timeCost: "money" },
  });
  const told = rows.filter((one) => !/Define roles \||Weekly joint meeting \|/.test(one));
  expect(told.toSorted()).toEqual([
    "Alignment | Decay | 8% | 10%",
    "Alignment | Feedback | none | 100% adopted",
    "Alignment | Hours are charged as | Output | Money",
    "Behaviour | Discount rate | 10% | 20%",
    "Behaviour | Horizon of the response | Steady state | First year",
    "Behaviour | Retention | off | ramp 3 months, cost of replacing 0.5 × OTE",
    "Behaviour | Timing games | off | preset Larkin",
    "SDR | Turnover | none | 0.4 a year",
  ]);
});
