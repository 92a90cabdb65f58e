import { describe, expect, test } from "vitest";
import {
  adjustmentKinds,
  changedForm,
  fieldAt,
  fieldOf,
  fieldsOf,
  isReplacedWhole,
  type JsonObject,
  type JsonValue,
  keyNamesAt,
  namesAt,
  optionOf,
  patchScenario,
  patternWords,
  planKinds,
  scenarioOf,
  shapeAt,
  startAt,
  withKey,
} from "#models";
import { shipped } from "../support/scenarios.ts";

const loaded = shipped("reference-a");
const document = scenarioOf(loaded) as unknown as JsonObject;
const component = ["plans", "ae", "components", "bookings"];

describe("a field", () => {
  test("is called, explained and bounded as the schema says", () => {
    expect(fieldAt([...component, "target"], document)).toMatchObject({
      form: "quantity",
      domain: "positive",
      title: "Target",
      optional: true,
      leftOut: "the curve is over the measure itself",
    });
    expect(fieldAt(["calendar", "months"], document)).toMatchObject({
      form: "number",
      whole: true,
      min: 12,
      max: 60,
      leftOut: "12",
    });
    expect(fieldAt([...component, "scope"], document)).toMatchObject({
      form: "choice",
      options: ["individual", "role", "team", "joint", "company"],
      optional: false,
    });
  });

  test("of a curve has every registered kind for an option", () => {
    const field = fieldAt([...component, "curve"], document)!;
    expect(field.form).toBe("curve");
    if (field.form !== "curve") return;
    expect(field.options.map(({ kind }) => kind)).toEqual(planKinds.map(({ id }) => id));
    expect(field.options.map(({ title }) => title)).toEqual(planKinds.map(({ title }) => title));
  });

  test("of a form without a kind is called by what only that form needs", () => {
    const funding = fieldAt(["pools", "one", "funding"], document)!;
    expect(funding.form === "union" && funding.options.map(({ title }) => title)).toEqual([
      "Share of the excess",
      "Fund at target",
    ]);
    const value = { kind: "cap", per: "month", shareOfTarget: 2 };
    const cap = optionOf(shapeAt(["plans", "ae", "adjustments", "cap"], document)!, value)!;
    expect(cap.title).toBe("Cap on all variable pay");
    expect(fieldsOf(cap.shape, value).map(({ key }) => key)).toEqual(["per", "shareOfTarget"]);
  });
});

describe("names that may be named", () => {
  test("are the scenario's own, the component's measure first", () => {
    expect(namesAt([...component, "gates", "floor", "measure"], document)?.[0]).toBe("bookings");
    expect(namesAt(["pools", "one", "members", 0], document)).toEqual(["marketer", "ae"]);
    expect(namesAt([...component, "sourcedBy"], document)).toEqual([
      "marketing",
      "sales",
      "inbound",
      "outbound",
    ]);
    expect(keyNamesAt([...component, "commissionable"], document)).toEqual(["inbound", "outbound"]);
    expect(keyNamesAt([...component, "gates"], document)).toBeUndefined();
  });
});

/** Places where a person presses "Add": what they get must load as it is. */
const added: (readonly string[])[] = [
  [...component, "gates", "gate"],
  [...component, "multipliers", "multiplier"],
  [...component, "roundAttainment"],
  [...component, "window"],
  [...component, "payment"],
  [...component, "segments"],
  ["plans", "ae", "rounding"],
  ["plans", "ae", "ramp"],
  ["plans", "ae", "eligibility"],
  ["plans", "ae", "payment"],
  ["crediting", "bookings"],
  ["people", "ae-01"],
  ["measures", "score"],
  ["budget"],
  ["accounting"],
  ["currencies", "EUR"],
  ["costs"],
];

describe("a start", () => {
  test.each(added.map((path) => [path.join("."), path]))("at %s loads", (_, path) => {
    const start = startAt(path, document);
    expect(start).toBeDefined();
    expect(set(path, start!)).toEqual([]);
  });

  test.each(planKinds.map((kind) => [kind.title, kind.schema] as const))(
    "for the curve %s loads in place of a table",
    (_, schema) => {
      const path = [...component, "curve"];
      const curve = changedForm(schema, { points: [[0, 0]] }, { steps: path, document });
      expect(set(path, curve!)).toEqual([]);
    },
  );

  test.each(adjustmentKinds.map((kind) => [kind.title, kind.schema] as const))(
    "for the adjustment %s loads",
    (_, schema) => {
      const path = ["plans", "ae", "adjustments", "one"];
      expect(set(path, startAt(path, document, schema)!)).toEqual([]);
    },
  );
});

test("a change of kind keeps what both kinds have", () => {
  const steps = [...component, "curve"];
  const tiers = [
    { from: 0, rate: 0.5 },
    { from: 1, rate: 2 },
  ];
  const retroactive = planKinds.find(({ id }) => id === "retroactive")!.schema;
  const before = { kind: "marginal", tiers, cap: 1.5 };
  expect(changedForm(retroactive, before, { steps, document })).toEqual({
    kind: "retroactive",
    tiers,
    cap: 1.5,
  });
});

test("a change of kind does not keep what only shares its name: a cap on pay is none on attainment", () => {
  const steps = [...component, "curve"];
  const before = { kind: "threshold", threshold: 0.7, cap: 2 };
  const marginal = planKinds.find(({ id }) => id === "marginal")!.schema;
  const there = { ...document, plans: plansWith(before) };
  expect(changedForm(marginal, before, { steps, document: there })).not.toHaveProperty("cap");
});

test("a change of kind starts without what may be left out", () => {
  const steps = [...component, "curve"];
  const threshold = planKinds.find(({ id }) => id === "threshold")!.schema;
  expect(changedForm(threshold, { kind: "flat" }, { steps, document })).toEqual({
    kind: "threshold",
    threshold: 0.7,
  });
});

describe("a key that cannot stand beside another one", () => {
  test("takes its place: a bound excluded for the same bound included", () => {
    const curve = { kind: "marginal", tiers: [{ from: 0.5, rate: 1 }] };
    const steps = [...component, "curve", "tiers", 0];
    const shape = shapeAt(steps, { ...document, plans: plansWith(curve) })!;
    expect(withKey(shape, { from: 0.5, rate: 1 }, ["above", 0.5])).toEqual({ rate: 1, above: 0.5 });
  });

  test("takes its place: one bound of a gate for another", () => {
    const shape = shapeAt([...component, "gates", "floor"], document)!;
    const gate = { measure: "bookings", attainmentAtLeast: 0.5 };
    expect(withKey(shape, gate, ["valueAbove", 10])).toEqual({
      measure: "bookings",
      valueAbove: 10,
    });
    expect(withKey(shape, gate, ["title", "Floor"])).toEqual({ ...gate, title: "Floor" });
  });
});

test("a text of the wrong pattern is told every pattern it might have", () => {
  const shape = shapeAt(["people", "one", "start"], document)!;
  expect(patternWords(shape, "2027-13")).toBe(
    "a day is written like 2027-01-31, or a month is written like 2027-01",
  );
  expect(patternWords(shape, "2027-12")).toBeUndefined();
});

test("lists, curves and uncertain numbers are replaced whole, plans are not", () => {
  expect(isReplacedWhole([...component, "curve"], document)).toBe(true);
  expect(isReplacedWhole(["roles", "ae", "headcount"], document)).toBe(true);
  expect(isReplacedWhole(["funnel", "stages"], document)).toBe(true);
  expect(isReplacedWhole(["plans", "ae"], document)).toBe(false);
  expect(fieldOf(shapeAt(["plans"], document)!).form).toBe("record");
});

function set(path: readonly string[], value: JsonValue) {
  const patch = path.toReversed().reduce<JsonValue>((inner, key) => ({ [key]: inner }), value);
  return patchScenario(loaded, patch as JsonObject).problems;
}

function plansWith(curve: JsonValue): JsonObject {
  return { ae: { components: { bookings: { curve } } } };
}
