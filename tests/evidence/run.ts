/**
 * Prints every figure of a source beside what comes out here: expected, got, difference. Exit 1 on a miss, 2 on wrong
 * usage. `closed-forms FILE` reads other cases of the shape of closed-forms.json.
 */
import { readFileSync } from "node:fs";
import { type ClosedForm, closedFormRows } from "./closedForms.ts";
import { referenceRows } from "./referenceCase.ts";
import { holds, type Row, table } from "./rows.ts";

const usage = "usage: npm run evidence [-- reference-case | closed-forms [FILE]]";

const sections: Record<string, (file?: string) => { title: string; rows: Row[] }> = {
  "reference-case": () => ({ title: "Reference case: plans A and B", rows: referenceRows() }),
  "closed-forms": (file) => ({
    title: "Closed forms of neighbouring models",
    rows: closedFormRows(casesIn(file ?? new URL("./closed-forms.json", import.meta.url))),
  }),
};

function casesIn(file: string | URL): ClosedForm[] {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  const tests: unknown = (content as { tests?: unknown } | null)?.tests;
  if (!Array.isArray(tests)) throw new RangeError("the file has no list called tests");
  for (const [i, one] of (tests as Partial<ClosedForm>[]).entries()) {
    if (typeof one.model !== "string" || !one.inputs || !one.outputs)
      throw new RangeError(`case ${i + 1} lacks model, inputs or outputs`);
  }
  return tests as ClosedForm[];
}

const [section, file, ...rest] = process.argv.slice(2);
const asked = section === undefined ? Object.keys(sections) : [section];
const sound =
  asked.every((name) => Object.hasOwn(sections, name)) &&
  rest.length === 0 &&
  (file === undefined || section === "closed-forms");

if (sound) {
  process.exitCode = print();
} else {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
}

function print(): number {
  let missed = 0;
  for (const name of asked) {
    try {
      const { title, rows } = sections[name]!(file);
      const misses = rows.filter((row) => !holds(row)).length;
      missed += misses;
      const met = `${rows.length - misses} of ${rows.length} figures within their tolerance`;
      process.stdout.write(`${title}\n\n${table(rows)}\n\n${met}\n\n`);
    } catch (error) {
      process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
      return 2;
    }
  }
  return missed > 0 ? 1 : 0;
}
