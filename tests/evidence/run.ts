/**
 * Prints every figure of a source beside what comes out here: expected, got, difference. Exit 1 on a miss, 2 on wrong
 * usage. `closed-forms FILE` reads other cases of the shape of closed-forms.json. Published experiments are no figures
 * to be met: they print a verdict each, and a miss is one that is no longer as recorded.
 */
import { readFileSync } from "node:fs";
import { type ClosedForm, closedFormRows } from "./closedForms.ts";
import { experimentText, verdicts } from "./experiments.ts";
import { referenceRows } from "./referenceCase.ts";
import { holds, type Row, table } from "./rows.ts";

const usage = "usage: npm run evidence [-- reference-case | closed-forms [FILE] | experiments]";

/** What a section prints: rows as their table unless it has a text of its own. */
type Section = { title: string; rows: Row[]; text?: string };

const sections: Record<string, (file?: string) => Section> = {
  "reference-case": () => ({ title: "Reference case: plans A and B", rows: referenceRows() }),
  "closed-forms": (file) => ({
    title: "Closed forms of neighbouring models",
    rows: closedFormRows(casesIn(file ?? new URL("./closed-forms.json", import.meta.url))),
  }),
  experiments: () => {
    const all = verdicts();
    const rows = all.map(({ what, recorded, verdict }) => {
      return { what, expected: recorded, got: verdict, tolerance: 0, relative: false };
    });
    const moved = rows.filter((row) => !holds(row));
    return {
      title: "Published experiments under default parameters",
      rows,
      text: [experimentText(all), ...(moved.length > 0 ? [table(moved)] : [])].join("\n\n"),
    };
  },
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
      const { title, rows, text } = sections[name]!(file);
      const misses = rows.filter((row) => !holds(row)).length;
      missed += misses;
      const met = `${rows.length - misses} of ${rows.length} ${text === undefined ? "figures within their tolerance" : "verdicts as recorded"}`;
      process.stdout.write(`${title}\n\n${text ?? table(rows)}\n\n${met}\n\n`);
    } catch (error) {
      process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
      return 2;
    }
  }
  return missed > 0 ? 1 : 0;
}
