/**
 * Goldens: the expected layer of every shipped scenario, to six significant digits.
 *
 * A golden that moves is a result that moves: say which and why in docs/changes.md, and write the new ones with
 * UPDATE_GOLDENS=1 npx vitest run --project node tests/goldens
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { prepareJob, readScenario } from "#models";

const scenarios = new URL("../../scenarios/", import.meta.url);
const ids = readdirSync(scenarios)
  .filter((name) => /^[^.]+\.json$/.test(name))
  .map((name) => name.slice(0, -5));

test.each(ids)(
  "%s gives the results it gave",
  (id) => {
    const { loaded } = readScenario(id, (name) =>
      readFileSync(new URL(`${name}.json`, scenarios), "utf8"),
    );
    const { expected } = prepareJob({ scenarios: [loaded!] }).head.scenarios[0]!;
    const equilibrium = { ...expected.equilibrium, iterations: 0, residual: 0 };
    const found = sixDigits({ ...expected, equilibrium });
    const golden = new URL(`./${id}.json`, import.meta.url);
    if (process.env["UPDATE_GOLDENS"] === "1")
      writeFileSync(golden, `${JSON.stringify(found, null, 1)}\n`);
    expect(existsSync(golden), `no golden of ${id}: write it with UPDATE_GOLDENS=1`).toBe(true);
    expect(found).toEqual(JSON.parse(readFileSync(golden, "utf8")));
  },
  120_000,
);

test("every golden has its scenario", () => {
  const goldens = readdirSync(new URL("./", import.meta.url)).filter((name) =>
    name.endsWith(".json"),
  );
  expect(goldens.map((name) => name.slice(0, -5)).toSorted()).toEqual(ids.toSorted());
});

/** The same data with every number to six significant digits. */
function sixDigits(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(6));
  if (Array.isArray(value)) return value.map(sixDigits);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sixDigits(one)]));
  }
  return value;
}
