/** npm run evidence as a person or a pipeline calls it. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { experiments } from "./experiments.ts";
import { referenceRows } from "./referenceCase.ts";

const folder = fileURLToPath(new URL("../../", import.meta.url));

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const command = ["node_modules/tsx/dist/cli.mjs", "tests/evidence/run.ts", ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: folder }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

test("it prints every figure, says how many are met, and ends well where all are", async () => {
  const { code, out } = await run();
  const rows = referenceRows();
  for (const { what } of rows) expect(out).toContain(what);
  expect(out).toContain(`${rows.length} of ${rows.length} figures`);
  expect(out).not.toContain("MISS");
  expect(out).toContain(`${experiments.length} of ${experiments.length} verdicts as recorded`);
  expect(code).toBe(0);
}, 240_000);

test("it ends with 2 when it is asked for what it does not know, and prints no table", async () => {
  const { code, out, err } = await run("sing");
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("npm run evidence");
}, 60_000);

test("other cases of the closed forms are read from a file; a miss ends with 1, a faulty file with 2", async () => {
  const dir = mkdtempSync(join(tmpdir(), "closed-forms-"));
  try {
    const file = join(dir, "mine.json");
    const mine = { model: "group_penalty", inputs: { n: 5, theta: 2, c: 4 } };
    writeFileSync(
      file,
      JSON.stringify({ tests: [{ ...mine, outputs: { min_bonus_per_head: 0.5 } }] }),
    );
    const met = await run("closed-forms", file);
    expect(met.code).toBe(0);
    expect(met.out).toContain("1 of 1 figures");

    writeFileSync(
      file,
      JSON.stringify({ tests: [{ ...mine, outputs: { min_bonus_per_head: 0.6 } }] }),
    );
    const missed = await run("closed-forms", file);
    expect(missed.code).toBe(1);
    expect(missed.out).toContain("MISS");

    writeFileSync(file, JSON.stringify({ tests: [{ model: "group_penalty" }] }));
    const faulty = await run("closed-forms", file);
    expect(faulty.code).toBe(2);
    expect(faulty.err).toContain("case 1 lacks");
    expect((await run("closed-forms", join(dir, "none.json"))).code).toBe(2);
  } finally {
    rmSync(dir, { recursive: true });
  }
}, 60_000);
