/** The money beside each change: parts that can be worked by hand, and parts that add to what a comparison expects. */
import { describe, expect, test } from "vitest";
import {
  type JsonObject,
  mergePatch,
  planDelta,
  type PlanVersion,
  prepareJob,
  readScenario,
} from "#models";
import { shipped } from "../support/scenarios.ts";
import { scenarioOf } from "../../models/scenario/schema.ts";

const root = scenarioOf(shipped("reference-a")) as unknown as JsonObject;
const child: JsonObject = {
  format: 1,
  name: "Child",
  extends: "root.json",
  roles: { ae: { headcount: 11 } },
};

/** Files of a folder, root.json patched, and the version of one of them. */
function version(
  id: string,
  { patch = {}, own = {} }: { patch?: JsonObject; own?: JsonObject } = {},
): PlanVersion {
  const files: Record<string, JsonObject> = {
    root: mergePatch(root, patch).value,
    child: mergePatch(child, own).value,
  };
  const { loaded, problems } = readScenario(
    id,
    (name) => files[name] && JSON.stringify(files[name]),
  );
  if (!loaded) throw new Error(JSON.stringify(problems));
  const chain = id === "root" ? ["root"] : ["root", "child"];
  return { loaded, chain: chain.map((name) => ({ id: name, document: files[name]! })) };
}

const raise: JsonObject = { roles: { ae: { basePay: 81_000 }, marketer: { basePay: 112_000 } } };

function expectedPay({ loaded }: PlanVersion): number {
  return prepareJob({ scenarios: [loaded] }).head.scenarios[0]!.expected.firstYear.totals.pay;
}

test("base pay is paid as it stands: 6 × 2,000 and 10 × 1,000", () => {
  const { money, whole } = planDelta(version("root"), version("root", { patch: raise }));
  expect(money.map(({ lines }) => lines)).toEqual([[0], [1]]);
  expect(money[0]!.pay).toBeCloseTo(12_000, 6);
  expect(money[1]!.pay).toBeCloseTo(10_000, 6);
  expect(whole!.pay).toBeCloseTo(22_000, 6);
  expect(money.every(({ within }) => within === 0)).toBe(true);
});

describe("a child", () => {
  test("tells which changes come through its parent, and what they come to for it: 11 × 1,000", () => {
    const { changes, money } = planDelta(
      version("child"),
      version("child", { patch: raise, own: { name: "Other" } }),
    );
    expect(changes.map(({ path, through }) => [path.join("."), through])).toEqual([
      ["name", undefined],
      ["roles.marketer.basePay", "root"],
      ["roles.ae.basePay", "root"],
    ]);
    expect(money.map(({ lines }) => lines)).toEqual([[1], [2]]);
    expect(money[1]!.pay).toBeCloseTo(11_000, 6);
  });

  test("that says the same on a status quo that moved says so, with the money of it", () => {
    const own: JsonObject = { roles: { ae: { basePay: 80_000 }, marketer: { basePay: 110_000 } } };
    const delta = planDelta(version("child", { own }), version("child", { own, patch: raise }));
    expect(delta.changes).toEqual([]);
    expect(delta.statusQuoMoved).toBe(true);
  });

  test("whose parent changes plans and company has parts that add to what each version expects", () => {
    const patch: JsonObject = {
      plans: { ae: { components: { bookings: { target: 900_000 } } } },
      roles: { marketer: { headcount: 7 } },
      funnel: { segments: { all: { grossMargin: 0.75 } } },
    };
    const [before, after] = [version("child"), version("child", { patch })];
    const { money, whole } = planDelta(before, after);
    const difference = expectedPay(after) - expectedPay(before);
    expect(whole!.pay).toBeCloseTo(difference, 4);
    expect(money.reduce((sum, { pay }) => sum + pay, 0)).toBeCloseTo(difference, 4);
  });
});

test("a new child is told apart from its parent, whose lineage is shorter", () => {
  const { money } = planDelta(version("root"), version("child"));
  expect(money).toHaveLength(1);
  expect(money[0]!.pay).toBeGreaterThan(80_000); // one more base pay, and variable pay on top
});

test("words alone take no solving", () => {
  let solved = 0;
  const onProgress = (): void => void (solved += 1);
  const { whole, changes } = planDelta(version("root"), version("root", { patch: raise }), {
    money: false,
    onProgress,
  });
  expect([whole, changes.length, solved]).toEqual([undefined, 2, 0]);
});

test("money of two currencies is not compared, and that is said", () => {
  const { whole, problems, changes } = planDelta(
    version("root"),
    version("root", { patch: { currency: "EUR" } }),
  );
  expect(changes.map(({ says }) => says)).toEqual(["Scenario: currency USD → EUR"]);
  expect(whole).toBeUndefined();
  expect(problems[0]!.message).toBe("money in USD and in EUR is not compared");
});
