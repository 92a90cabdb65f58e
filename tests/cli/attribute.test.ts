/** Taking a difference apart, and scoring alignment, as an analyst calls them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { assessmentStatements } from "#models";
import { run } from "./terminal.ts";

const folder = fileURLToPath(new URL("../../", import.meta.url));

test("attribute prints each change, the largest first, and a last line for all together", async () => {
  const { code, out, err } = await run(folder, "attribute", "reference-a", "reference-b");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const lines = out.split("\n");
  const at = (word: string) => lines.findIndex((line) => line.startsWith(word));
  expect(at("plan marketer")).toBeGreaterThan(0);
  expect(at("plan marketer")).toBeLessThan(at("plan ae"));
  expect(at("plan ae")).toBeLessThan(at("All together"));
  expect(out).toContain("the parts add to the whole");
});

test("attribute --json carries every figure, in parts that add up", async () => {
  const { out } = await run(folder, "attribute", "reference-a", "reference-b", "--json");
  const { whole, levers } = JSON.parse(out) as {
    whole: Record<string, { value: number }>;
    levers: { parts: Record<string, { value: number }> }[];
  };
  const sum = levers.reduce((all, { parts }) => all + parts["pay.ae"]!.value, 0);
  expect(sum).toBeCloseTo(whole["pay.ae"]!.value, 6);
});

test("two scenarios alike have nothing to take apart", async () => {
  const { code, out } = await run(folder, "attribute", "reference-a", "reference-a");
  expect(code).toBe(0);
  expect(out).toContain("Nothing that matters");
});

test.each([[["reference-a"]], [["reference-a", "reference-b", "status-quo"]]])(
  "attribute takes two scenarios, not %j",
  async (given) => {
    const { code, err } = await run(folder, "attribute", ...given);
    expect(code).toBe(2);
    expect(err).toContain("takes two scenarios");
  },
);

test("scenarios of different companies are refused in words", async () => {
  const { code, err } = await run(folder, "attribute", "reference-a", "status-quo");
  expect(code).toBe(2);
  expect(err).toContain("different status quos");
});

function withScenario(alignment: object, then: (dir: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "score-"));
  const child = {
    format: 1,
    name: "Scored",
    extends: "reference-a.json",
    alignment: { level: null, ...alignment },
  };
  writeFileSync(join(dir, "scored.json"), JSON.stringify(child));
  const parent = fileURLToPath(new URL("../../scenarios/reference-a.json", import.meta.url));
  return import("node:fs/promises")
    .then(({ copyFile }) => copyFile(parent, join(dir, "reference-a.json")))
    .then(() => then(dir))
    .finally(() => rmSync(dir, { recursive: true }));
}

const answers = (value: number, first: number) =>
  Object.fromEntries(assessmentStatements.map(({ id }, i) => [id, i === 0 ? first : value]));

test("score sums both functions, names the stage and shows where they disagree", async () => {
  // Sales 19·3 + 1 = 58, marketing 19·4 + 5 = 81: a gap of 23, and A = 38/80.
  await withScenario(
    { assessment: { sales: answers(3, 1), marketing: answers(4, 5) } },
    async (dir) => {
      const { code, out } = await run(dir, "score", "scored.json");
      expect(code).toBe(0);
      expect(out).toContain("Score 58 of 20 to 100: defined");
      expect(out).toContain(
        "Sales 58, Marketing 81: Sales sees less of it than Marketing, by 23, and the lower score counts.",
      );
      expect(out).toContain("Alignment A = 0.4750.");
      expect(out).toContain(`Sales 1, Marketing 5: ${assessmentStatements[0]!.says}`);
    },
  );
});

test("score of a scenario without an assessment says what its level stands for", async () => {
  const { code, err } = await run(folder, "score", "reference-a");
  expect(code).toBe(2);
  expect(err).toContain("a score of 52: defined");
});

test("score --statements lists all twenty", async () => {
  const { code, out } = await run(folder, "score", "--statements");
  expect(code).toBe(0);
  for (const { id } of assessmentStatements) expect(out).toContain(id);
});
