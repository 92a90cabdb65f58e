import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mergePatch } from "../../models/scenario/inherit.ts";
import { crossCheck } from "../../models/scenario/crossCheck.ts";
import {
  idProblem,
  patchScenario,
  readScenario,
  resolveReference,
} from "../../models/scenario/read.ts";
import type { Scenario } from "../../models/scenario/schema.ts";
import type { JsonObject, JsonValue } from "../../models/scenario/text.ts";

const fileOf = (id: string) =>
  readFileSync(new URL(`../../scenarios/${id}.json`, import.meta.url), "utf8");
const sound = readFileSync(new URL("../faults/sound.json", import.meta.url), "utf8");

/** A folder in memory: the sound scenario as root, and children of it. */
function folder(files: Record<string, JsonObject | string>) {
  return (id: string) => {
    const file = files[id];
    if (file === undefined) return id === "sound" ? sound : undefined;
    return typeof file === "string" ? file : JSON.stringify({ format: 1, ...file });
  };
}

describe("the reference scenarios", () => {
  test("the status quo loads as it stands, alone in its lineage", () => {
    const { loaded, problems } = readScenario("reference-a", fileOf);
    expect(problems).toEqual([]);
    expect(loaded!.id).toBe("reference-a");
    expect(loaded!.lineage).toEqual([
      { id: "reference-a", scenario: JSON.parse(fileOf("reference-a")) },
    ]);
  });

  test("the shared plan is its child: the old component gone, the new ones there, the rest inherited", () => {
    const { loaded, problems } = readScenario("reference-b", fileOf);
    expect(problems).toEqual([]);
    expect(loaded!.lineage.map(({ id }) => id)).toEqual(["reference-a", "reference-b"]);
    const { scenario } = loaded!.lineage[1]!;
    expect(Object.keys(scenario.plans["marketer"]!.components)).toEqual(["pipeline", "bookings"]);
    expect(scenario.plans["ae"]!.components["bookings"]).toMatchObject({
      weight: 0.9,
      target: 800_000,
      scope: "individual",
    });
    expect(scenario.roles).toEqual(loaded!.lineage[0]!.scenario.roles);
    expect(scenario.name).toBe("Reference B: shared pipeline target");
  });
});

describe("chains", () => {
  test("a lineage runs from the root to the scenario, each merged", () => {
    const textOf = folder({
      one: { name: "One", extends: "sound.json", alignment: { level: 0.5 } },
      "plans/two": { name: "Two", extends: "../one.json", alignment: { floor: 0.2 } },
    });
    const { loaded, problems } = readScenario("plans/two", textOf);
    expect(problems).toEqual([]);
    expect(loaded!.lineage.map(({ id, scenario }) => [id, scenario.alignment])).toEqual([
      ["sound", undefined],
      ["one", { level: 0.5 }],
      ["plans/two", { level: 0.5, floor: 0.2 }],
    ]);
  });

  test("a named status quo comes first, and what stands above it in the chain drops out", () => {
    const textOf = folder({
      one: { name: "One", extends: "sound.json", alignment: { level: 0.5 } },
      two: { name: "Two", extends: "one.json" },
      "by-chain": { name: "X", extends: "two.json", behaviour: { statusQuo: "one" } },
      other: { name: "Other", extends: "sound.json", alignment: { level: 0.7 } },
      "by-other": { name: "Y", extends: "two.json", behaviour: { statusQuo: "other.json" } },
      itself: { name: "Z", extends: "two.json", behaviour: { statusQuo: "itself.json" } },
    });
    const ids = (id: string) => {
      const { loaded, problems } = readScenario(id, textOf);
      expect(problems).toEqual([]);
      return loaded!.lineage.map((ancestor) => ancestor.id);
    };
    expect(ids("by-chain")).toEqual(["one", "two", "by-chain"]);
    expect(ids("by-other")).toEqual(["other", "sound", "one", "two", "by-other"]);
    expect(ids("itself")).toEqual(["itself"]);
    expect(readScenario("by-other", textOf).loaded!.lineage[0]!.scenario.alignment).toEqual({
      level: 0.7,
    });
  });

  test("a status quo is named relative to the file that names it, also when a child inherits the name", () => {
    const textOf = folder({
      "year/base": { name: "Base", extends: "../sound.json" },
      "year/plan": {
        name: "Plan",
        extends: "../sound.json",
        behaviour: { statusQuo: "base.json" },
      },
      child: { name: "Child", extends: "year/plan.json" },
    });
    expect(readScenario("child", textOf).loaded!.lineage.map(({ id }) => id)).toEqual([
      "year/base",
      "sound",
      "year/plan",
      "child",
    ]);
  });

  test("faults of a status quo are told with its file", () => {
    const textOf = folder({
      broken: { name: "Broken", extends: "sound.json", roles: { ae: { headcount: "ten" } } },
      plan: {
        name: "Plan",
        extends: "sound.json",
        behaviour: { statusQuo: "broken.json" },
        alignment: { level: 2 },
      },
    });
    expect(readScenario("plan", textOf).problems).toMatchObject([
      { file: "plan.json", path: "alignment.level" },
      { file: "broken.json", path: "roles.ae.headcount" },
    ]);
  });

  test("faults of every file of the chain are told together, each in its file", () => {
    const textOf = folder({
      one: { name: "One", extends: "sound.json", roles: { ae: { headcount: "ten" } } },
      two: { name: "Two", extends: "one.json", roles: { marketer: { headcount: -1 } } },
    });
    expect(readScenario("two", textOf).problems.map(({ file, path }) => `${file} ${path}`)).toEqual(
      ["one.json roles.ae.headcount", "two.json roles.marketer.headcount"],
    );
  });

  test("one mistake is told once: a misspelt key is not also missing, a misshapen number not also odd", () => {
    const textOf = folder({
      one: {
        name: "One",
        extends: "sound.json",
        plans: {
          ae: {
            components: {
              more: { measure: "won", scope: "team", period: "year", weight: 1, targt: 5 },
            },
          },
        },
        behaviour: { epsilon: { p10: 0.4, p50: 0.3, p90: 0.6, dist: "beta" } },
      },
    });
    expect(readScenario("one", textOf).problems.map(({ path }) => path)).toEqual([
      "plans.ae.components.more.targt",
      "behaviour.epsilon",
    ]);
  });

  test("25 parents are a chain too long", () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `p${i}`,
        { name: "P", extends: i === 29 ? "sound.json" : `p${i + 1}.json` },
      ]),
    );
    expect(readScenario("p6", folder(files)).problems).toEqual([]);
    expect(readScenario("p5", folder(files)).problems[0]!.message).toContain(
      "more than 24 parents",
    );
  });

  test("a parent that is no JSON is told with its own place", () => {
    const textOf = folder({ one: { name: "One", extends: "bad.json" }, bad: '{ "format": 1,\n}' });
    expect(readScenario("one", textOf).problems).toMatchObject([
      { file: "bad.json", line: 1, message: "a comma before }" },
    ]);
  });
});

/** The id that a file's reference means. */
const referred = (from: string, reference: string) => {
  const found = resolveReference(from, reference);
  return "id" in found ? found.id : undefined;
};

describe("ids", () => {
  test.each(["a", "0", "plan-2027", "plans/2027/proposal", "a".repeat(63)])("%s is an id", (id) => {
    expect(idProblem(id)).toBeUndefined();
  });

  test.each([
    "",
    "A",
    "-a",
    "a.json",
    "a_b",
    "a/b/c/d",
    "../a",
    "/a",
    "a//b",
    "a/",
    "con",
    "a/nul",
    "com1",
    "a".repeat(64),
    "é",
    "a b",
    "scenario.schema",
    "a\\b",
    "__proto__",
  ])("%s is none", (id) => {
    expect(idProblem(id)).toMatchObject({ code: "not-found" });
    expect(readScenario(id, () => sound).problems).toHaveLength(1);
  });

  test("a scenario that does not exist is said to be missing", () => {
    expect(readScenario("gone", () => undefined).problems).toMatchObject([
      { code: "not-found", message: 'there is no scenario "gone"' },
    ]);
  });

  test("a parent is named relative to its child, inside the folder", () => {
    expect(referred("a", "b.json")).toBe("b");
    expect(referred("a", "./b.json")).toBe("b");
    expect(referred("x/y/a", "../b.json")).toBe("x/b");
    expect(referred("x/y/a", "../../b.json")).toBe("b");
    expect(referred("x/a", "../y/b.json")).toBe("y/b");
    for (const bad of [
      "../b.json",
      "b",
      "/b.json",
      "..\\b.json",
      "c:b.json",
      "file:///b.json",
      "B.json",
      "a/b/c/d.json",
      "",
      ".json",
      "%2e%2e/b.json",
    ]) {
      expect(referred("a", bad)).toBeUndefined();
    }
  });
});

describe("drafts", () => {
  const b = readScenario("reference-b", fileOf).loaded!;
  const a = readScenario("reference-a", fileOf).loaded!;

  test("a patched child keeps its lineage and its id", () => {
    const { loaded, problems } = patchScenario(b, {
      plans: { ae: { components: { bookings: { weight: 0.8 }, pipeline: { weight: 0.2 } } } },
    });
    expect(problems).toEqual([]);
    expect(loaded!.id).toBe("reference-b");
    expect(loaded!.lineage).toHaveLength(2);
    expect(loaded!.lineage[0]).toBe(b.lineage[0]);
    expect(loaded!.lineage[1]!.scenario.plans["ae"]!.components["pipeline"]!.weight).toBe(0.2);
    expect(b.lineage[1]!.scenario.plans["ae"]!.components["pipeline"]!.weight).toBe(0.1);
  });

  test("a patched root becomes a child of itself, once", () => {
    const once = patchScenario(a, { alignment: { level: 0.5 } }).loaded!;
    expect(once.lineage.map(({ scenario }) => scenario.alignment!.level)).toEqual([0.4, 0.5]);
    const twice = patchScenario(once, { alignment: { level: 0.6 } }).loaded!;
    expect(twice.lineage.map(({ scenario }) => scenario.alignment!.level)).toEqual([0.4, 0.6]);
  });

  test("an empty patch changes nothing", () => {
    expect(patchScenario(b, {}).loaded).toEqual(b);
  });

  test("a draft's faults are told by their path", () => {
    const { loaded, problems } = patchScenario(b, {
      roles: { ae: { headcount: "ten" } },
      plans: { none: null },
    });
    expect(loaded).toBeUndefined();
    expect(problems.map(({ path, file }) => [path, file])).toEqual([
      ["plans.none", undefined],
      ["roles.ae.headcount", undefined],
    ]);
  });

  test("a draft does not move what its numbers start from", () => {
    expect(patchScenario(b, { behaviour: { statusQuo: "other.json" } }).problems).toMatchObject([
      { path: "behaviour.statusQuo" },
    ]);
    expect(patchScenario(b, { extends: "other.json" }).problems).toMatchObject([
      { path: "extends" },
    ]);
  });

  test("a draft's numbers must be numbers", () => {
    expect(patchScenario(b, { alignment: { level: Number.NaN } }).problems).toMatchObject([
      { path: "alignment.level" },
    ]);
    expect(
      patchScenario(b, { alignment: { level: Number.POSITIVE_INFINITY } }).problems,
    ).toHaveLength(1);
  });
});

const document = () => JSON.parse(sound) as JsonObject;
/** The faults of the sound scenario with a patch on it. */
const check = (patch: JsonObject): string[] => {
  const { value, problems } = mergePatch(document(), patch);
  expect(problems).toEqual([]);
  return crossCheck(value as unknown as Scenario).map(({ path, message }) => `${path}: ${message}`);
};
const segment = (fields: JsonObject) => ({ funnel: { segments: { all: fields } } });
const bookings = (fields: JsonObject) => ({
  plans: { ae: { components: { bookings: fields } } },
});
const mqls = (fields: JsonObject) => ({ plans: { marketer: { components: { mqls: fields } } } });
const ae = (fields: JsonObject) => ({ roles: { ae: fields } });

describe("what parts say together", () => {
  test("what is sound is sound", () => {
    expect(check({})).toEqual([]);
  });

  test("a source's own rate stands in for the segment's", () => {
    const own = { sources: { inbound: { conversions: { mql: { rate: 0.2 } } } } };
    expect(check(segment({ ...own, conversions: { mql: null } }))).toEqual([]);
    expect(check(segment({ conversions: { mql: null } }))).toHaveLength(1);
  });

  test("a stage that no item passes through needs no rate", () => {
    const patch = { sources: { inbound: null }, conversions: { lead: null, mql: null, sql: null } };
    expect(check(segment(patch))).toEqual([]);
  });

  test("a target may be left out where the curve is over the measure itself, or a rate has none", () => {
    const byRate = { rate: 0.1, weight: null };
    const tiers = [
      { from: 0, rate: 0.06 },
      { from: 3000, rate: 0.08 },
    ];
    const overMoney = { target: null, curve: { kind: "marginal", tiers } };
    expect(check(bookings({ ...byRate, target: null, curve: null }))).toEqual([]);
    expect(check(bookings({ ...byRate, curve: null }))).toEqual([]);
    expect(check(bookings({ ...byRate, rate: 1, ...overMoney }))).toEqual([]);
    expect(check(bookings({ targetPay: 500, weight: null, ...overMoney }))).toEqual([]);
    const missing = /"target" is missing/;
    expect(check(bookings({ ...byRate, target: null })).join()).toMatch(missing);
    expect(check(bookings({ target: null, curve: null })).join()).toMatch(missing);
    const threshold = { kind: "threshold", threshold: 0.5 };
    expect(check(bookings({ target: null, curve: threshold })).join()).toMatch(missing);
  });

  test("marketing is credited with stages up to the pipeline, wherever that is", () => {
    for (const measure of ["lead", "sql", "opportunity", "pipeline", "leadQuality"]) {
      expect(check(mqls({ measure }))).toEqual([]);
    }
    for (const measure of [
      "won",
      "bookings",
      "renewals",
      "revenue",
      "grossMargin",
      "expansion",
      "winRate",
    ]) {
      expect(check(mqls({ measure })).join()).toContain("marketing is not credited with");
    }
    const earlier = { ...mqls({ measure: "opportunity" }), funnel: { pipelineStage: "sql" } };
    expect(check(earlier).join()).toContain("marketing is not credited with opportunity");
  });

  test("marketing may be paid on joint and company results", () => {
    for (const scope of ["joint", "company"])
      expect(check(mqls({ measure: "bookings", scope }))).toEqual([]);
  });

  test("individual pay needs a role that owns: stated, or a sales role that sells", () => {
    expect(check(ae({ tasks: { selling: null } })).join()).toContain("owns no items");
    expect(check(ae({ tasks: null, owns: "sql" }))).toEqual([]);
    expect(check(ae({ owns: false })).join()).toContain("owns no items");
    expect(check(ae({ owns: "won" }))).toEqual([]);
    expect(
      check({ ...ae({ owns: "won" }), ...bookings({ measure: "pipeline" }) }).join(),
    ).toContain("owns items from won on");
  });

  test("a plan that nobody has is judged without a role", () => {
    expect(check({ roles: { ae: { plan: null, owns: false } } })).toEqual([]);
  });

  test("year-to-date targets may be prorated", () => {
    expect(check(bookings({ accumulation: "yearToDate", prorate: true }))).toEqual([]);
  });

  test("period weights are one for each period and add to 1", () => {
    for (const periodWeights of [
      [0.2, 0.2, 0.2, 0.4],
      [0.1, 0.2, 0.3, 0.4],
      [1 / 3, 1 / 3, 1 / 3, 0],
    ]) {
      expect(check(bookings({ periodWeights }))).toEqual([]);
    }
    expect(check(bookings({ periodWeights: [0.1, 0.2, 0.3, 0.4001] }))).toHaveLength(1);
  });

  test("ids of stages, teams and measures do not collide", () => {
    const stages = ["bookings", "lead", "lead", "mql", "sql", "opportunity", "won"];
    const problems = check({ funnel: { stages } });
    expect(problems).toContain(
      `funnel.stages[0]: a stage cannot be called "bookings", which is a measure`,
    );
    expect(problems).toContain(`funnel.stages[2]: the stage "lead" stands twice`);
    const outbound = { team: "sales", entersAt: "opportunity", perMonth: 1 };
    expect(check(segment({ sources: { sales: outbound } })).join()).toContain("which is a team");
  });

  test("two circles among the parameters are two problems", () => {
    const parameters = { a: "= b", b: "= a", c: "= c", d: "= a + c" };
    expect(check({ parameters })).toEqual([
      "parameters.a: formulas that need each other: a → b → a",
      "parameters.c: formulas that need each other: c → c",
    ]);
  });

  test("a document of any shape is judged without being thrown at", () => {
    const odd: JsonValue[] = [null, 3, "x", [], {}, [[]], { a: null }];
    const places =
      "funnel funnel.stages funnel.segments funnel.segments.all funnel.segments.all.sources " +
      "funnel.segments.all.sources.inbound funnel.segments.all.conversions roles roles.ae roles.ae.tasks " +
      "roles.ae.tasks.selling roles.ae.plan plans plans.ae plans.ae.components plans.ae.components.bookings " +
      "plans.ae.components.bookings.curve plans.ae.components.bookings.measure parameters pools alignment " +
      "calendar behaviour behaviour.statusQuo extends name currency $schema";
    for (const place of places.split(" ")) {
      for (const value of odd) {
        const scenario = document();
        put(scenario, place.split("."), value);
        const { loaded, problems } = readScenario("x", () => JSON.stringify(scenario));
        expect(loaded === undefined).toBe(problems.length > 0);
        for (const problem of problems) {
          expect(problem.file).toBe("x.json");
          expect(problem.line).toBeGreaterThan(0);
          expect(problem.message).not.toMatch(/undefined|Invalid|\[object/);
        }
      }
    }
  });
});

function put(object: JsonObject, [step, ...rest]: string[], value: JsonValue): void {
  if (step === undefined) return;
  if (rest.length === 0) object[step] = value;
  else put((object[step] ??= {}) as JsonObject, rest, value);
}
