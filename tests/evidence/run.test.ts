/** npm run evidence as a person or a pipeline calls it. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
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
  expect(code).toBe(0);
}, 60_000);

test("it ends with 2 when it is asked for what it does not know, and prints no table", async () => {
  const { code, out, err } = await run("sing");
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("npm run evidence");
}, 60_000);
