/** Tasks: what they move, where, and who has which share of it. */
import { describe, expect, test } from "vitest";
import { type JsonObject, validateScenario } from "#models";
import type { Model } from "../../models/company/compile.ts";
import { chain, pair, patched, solved } from "../support/scenarios.ts";

/** Two segments, three sources in each: inbound and fair of marketing, outbound of sales. */
const root: JsonObject = patched(pair, {
  funnel: {
    segments: {
      all: null,
      small: segment(),
      large: segment(),
    },
  },
});

function segment(): JsonObject {
  const all = ((pair["funnel"] as JsonObject)["segments"] as JsonObject)["all"] as JsonObject;
  const fair = { team: "marketing", entersAt: "mql", perMonth: 20 };
  return patched(all, {
    termMonths: 12,
    renewalRate: 0.5,
    sources: { fair },
  });
}

const stages = ["lead", "mql", "sql", "opportunity", "won"];

/** Everything a task of a role moves, by name; what it does not move is left out. */
function moved(model: Model, role: string, task: string): Record<string, number> {
  const { funnel, effects } = model;
  const { slot } = model.roles.find(({ id }) => id === role)!.tasks.find(({ id }) => id === task)!;
  const found: Record<string, number> = {};
  const note = (what: string, size: number) => {
    if (size !== 0) found[what] = size;
  };
  for (const [a, { id }] of funnel.flows.entries()) {
    note(`inflow ${id}`, effects.inflow[a * effects.slots + slot]!);
    note(`quality ${id}`, effects.quality[a * effects.slots + slot]!);
    for (const [s, stage] of stages.entries()) {
      note(`${stage} ${id}`, effects.rate[(a * stages.length + s) * effects.slots + slot]!);
    }
  }
  for (const [g, { id }] of funnel.segments.entries()) {
    note(`renewal ${id}`, effects.renewal[g * effects.slots + slot]!);
  }
  return found;
}

function effectsOf(effects: JsonObject, role: JsonObject = {}): Record<string, number> {
  const patch = { roles: { seller: { ...role, tasks: { digging: { effects } } } } };
  return moved(solved(chain(patched(root, patch))).model, "seller", "digging");
}

describe("a stated effect", () => {
  test.each<[string, string[]]>([
    ["inflow.inbound", ["inflow small/inbound", "inflow large/inbound"]],
    ["inflow.inbound.large", ["inflow large/inbound"]],
    [
      "quality",
      [
        "quality small/inbound",
        "quality small/fair",
        "quality large/inbound",
        "quality large/fair",
      ],
    ],
    ["quality.fair", ["quality small/fair", "quality large/fair"]],
    ["rate.sql.small", ["sql small/inbound", "sql small/outbound", "sql small/fair"]],
    ["renewal.large", ["renewal large"]],
    ["renewal", ["renewal small", "renewal large"]],
  ])("%s moves that and nothing else", (effect, places) => {
    expect(effectsOf({ [effect]: 0.2 })).toEqual(Object.fromEntries(places.map((at) => [at, 0.2])));
  });

  test("on a rate acts where the role works", () => {
    const places = Object.keys(effectsOf({ "rate.opportunity": 0.2 }, { segments: ["large"] }));
    expect(places).toEqual([
      "opportunity large/inbound",
      "opportunity large/outbound",
      "opportunity large/fair",
    ]);
    const bySource = effectsOf({ "rate.opportunity": 0.2 }, { sources: ["fair"] });
    expect(Object.keys(bySource)).toEqual(["opportunity small/fair", "opportunity large/fair"]);
  });

  test("on renewals acts in the segments the role works, unless it names one", () => {
    expect(effectsOf({ renewal: 0.2 }, { segments: ["large"] })).toEqual({ "renewal large": 0.2 });
    expect(effectsOf({ "renewal.small": 0.2 }, { segments: ["large"] })).toEqual({
      "renewal small": 0.2,
    });
  });
});

// Six people of one role work both segments, two of another the large one alone: there they have a quarter.
describe("a default effect is shared by headcount over the roles that have the task", () => {
  const other: JsonObject = {
    team: "sales",
    headcount: 2,
    basePay: 1,
    targetVariable: 1,
    segments: ["large"],
    tasks: { selling: {}, renewal: {} },
  };
  const { model } = solved(
    chain(patched(root, { roles: { seller: { headcount: 6, tasks: { renewal: {} } }, other } })),
  );

  test("each part goes with the headcount on that flow", () => {
    const first = moved(model, "seller", "selling");
    const second = moved(model, "other", "selling");
    expect(first["opportunity small/inbound"]).toBeCloseTo(0.34, 12);
    expect(first["opportunity large/inbound"]).toBeCloseTo(0.34 * 0.75, 12);
    expect(second["opportunity large/inbound"]).toBeCloseTo(0.34 * 0.25, 12);
    expect(second["opportunity small/inbound"]).toBeUndefined();
    expect(second["inflow large/outbound"]).toBeCloseTo(0.15 * 0.25, 12);
    expect(moved(model, "other", "renewal")).toEqual({ "renewal large": 0.1 * 0.25 });
    expect(moved(model, "seller", "renewal")).toEqual({
      "renewal small": 0.1,
      "renewal large": 0.1 * 0.75,
    });
  });

  test("and the parts add to the whole team's effect, everywhere it acts", () => {
    const first = moved(model, "seller", "selling");
    const second = moved(model, "other", "selling");
    for (const at of Object.keys(first)) {
      const whole = at.startsWith("inflow") ? 0.15 : 0.34;
      expect(first[at]! + (second[at] ?? 0), at).toBeCloseTo(whole, 12);
    }
  });

  test("a role that states its effects takes no share", () => {
    const stated = patched(root, {
      roles: { other: { ...other, tasks: { selling: { effects: { "rate.opportunity": 0.1 } } } } },
    });
    const alone = moved(solved(chain(stated)).model, "seller", "selling");
    expect(alone["opportunity large/inbound"]).toBeCloseTo(0.34, 12);
  });
});

test("the default tasks of the field move what the table says", () => {
  const { model } = solved(
    chain(patched(root, { roles: { marketer: { tasks: { qualifying: {} } } } })),
  );
  const inbound = (role: string, task: string) =>
    Object.fromEntries(
      Object.entries(moved(model, role, task))
        .filter(([at]) => at.endsWith("small/inbound"))
        .map(([at, size]) => [at.split(" ")[0], size]),
    );
  expect(inbound("marketer", "volume")).toEqual({ inflow: 0.35, quality: -0.15 });
  expect(inbound("marketer", "quality")).toEqual({ quality: 0.3 });
  expect(inbound("marketer", "enablement")).toEqual({ opportunity: 0.08 });
  expect(inbound("marketer", "qualifying")).toEqual({ lead: 0.3, quality: -0.3 });
  expect(inbound("seller", "followUp")).toEqual({ mql: 0.25 });
  expect(inbound("seller", "selling")).toEqual({ opportunity: 0.34 });
  expect(inbound("seller", "feedback")).toEqual({ quality: 0.1 });
});

test("follow-up acts where lead quality first counts, whatever the stages are called", () => {
  const renamed = patched(pair, {
    funnel: {
      stages: ["visit", "trial", "talk", "won"],
      segments: {
        all: {
          sources: { inbound: { entersAt: "visit" }, outbound: { entersAt: "talk" } },
          conversions: {
            lead: null,
            mql: null,
            sql: null,
            opportunity: null,
            visit: { rate: 0.2 },
            trial: { rate: 0.3 },
            talk: { rate: 0.4, quality: 0.5 },
          },
        },
      },
    },
    plans: { marketer: { components: { mqls: { measure: "trial" } } } },
  });
  const { model } = solved(chain(renamed));
  expect(model.funnel.stages[model.funnel.handOverStage]).toBe("talk");
  const { slot } = model.roles[1]!.tasks[0]!;
  expect(model.effects.rate[2 * model.effects.slots + slot]).toBe(0.25);
});

test("a task nobody knows must say what it moves", () => {
  const problems = validateScenario(
    chain(patched(pair, { roles: { seller: { tasks: { juggling: {} } } } })),
  );
  expect(problems).toMatchObject([
    { path: "roles.seller.tasks.juggling", hint: expect.stringContaining("selling") as string },
  ]);
});
