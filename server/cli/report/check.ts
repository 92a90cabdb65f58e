/**
 * The examples of scenarios as tables: what is given, which figure, expected, got, difference; under each table why a
 * figure fails, and what documents print against their own rule.
 */
import { countVerdicts, type ExampleOutcome } from "#models";
import { several } from "../format.ts";
import { cut, type Row, table, wrap } from "../table.ts";

export type Checked = { id: string; file: string; outcomes: ExampleOutcome[] };

/** True of a figure that is a reason to stop. */
export function doesNotHold({ verdict }: ExampleOutcome): boolean {
  return verdict === "fails" || verdict === "inheritedNoLongerHolds";
}

/** The tables, or, quietly, only the figures that do not hold; then the count of all. */
export function reportOfCheck(
  checked: readonly Checked[],
  { width, quiet = false }: { width: number; quiet?: boolean },
): string[] {
  const lines: string[] = [];
  const silent = quiet ? [] : checked.filter(({ outcomes }) => outcomes.length === 0);
  for (const { file, outcomes: all } of checked) {
    const outcomes = quiet ? all.filter(doesNotHold) : all;
    if (outcomes.length === 0) continue;
    lines.push(file, ...tableOf(outcomes, width), ...notesOf(outcomes, width), "");
  }
  for (const { file } of silent) lines.push(`${file} has no examples`);
  if (silent.length > 0) lines.push("");
  return [...lines, summary(checked)];
}

function tableOf(outcomes: readonly ExampleOutcome[], width: number): string[] {
  const rows: Row[] = [];
  let place = "";
  for (const figures of byExample(outcomes)) {
    const { place: named, role, title, given } = figures[0]!;
    const here = role ? `${named} (${role})` : named;
    if (here !== place) rows.push(here);
    place = here;
    const alone = figures.length === 1 && title === undefined;
    if (!alone) rows.push(cut(`  ${title === undefined ? given : `${title} (${given})`}`, width));
    for (const outcome of figures) {
      const words = alone ? `  ${given}: ${outcome.figure}` : `    ${outcome.figure}`;
      const difference = outcome.difference === "0" ? "" : outcome.difference;
      rows.push([words, outcome.expected, outcome.got, difference, marks[outcome.verdict]]);
    }
  }
  const columns = [
    { title: "" },
    { title: "Expected" },
    { title: "Got" },
    { title: "Difference" },
    { title: "", align: "left" as const },
  ];
  return table(columns, rows, width);
}

/** Figures of one example, worked out for one role, together. */
function byExample(outcomes: readonly ExampleOutcome[]): ExampleOutcome[][] {
  const groups: ExampleOutcome[][] = [];
  let last = "";
  for (const outcome of outcomes) {
    const key = `${outcome.example} ${outcome.role}`;
    if (key === last) groups.at(-1)!.push(outcome);
    else groups.push([outcome]);
    last = key;
  }
  return groups;
}

const marks: Record<ExampleOutcome["verdict"], string> = {
  holds: "holds",
  fails: "FAILS",
  documentDiffers: "document differs",
  inheritedNoLongerHolds: "INHERITED, NO LONGER HOLDS",
};

function notesOf(outcomes: readonly ExampleOutcome[], width: number): string[] {
  return outcomes
    .filter(
      ({ verdict, why }) => verdict !== "holds" || why.includes("documentPrints is not needed"),
    )
    .flatMap(({ file, line, path, title, why }) => {
      const at = file === undefined ? path : `${file}:${line}  ${path}`;
      return [
        "",
        `  ${at}`,
        ...wrap(title ? `${title}: ${why}` : why, width - 4).map((text) => `    ${text}`),
      ];
    });
}

function summary(checked: readonly Checked[]): string {
  const { holds, fails, documentDiffers, inheritedNoLongerHolds } = countVerdicts(
    checked.flatMap(({ outcomes }) => outcomes),
  );
  const figures = holds + fails + documentDiffers + inheritedNoLongerHolds;
  const parts = [
    `${several(figures, "figure")} checked in ${several(checked.length, "scenario")}`,
    fails + inheritedNoLongerHolds === 0
      ? "none fails"
      : `${fails + inheritedNoLongerHolds} ${fails + inheritedNoLongerHolds === 1 ? "fails" : "fail"}`,
    ...(documentDiffers > 0 ? [`${documentDiffers} printed against the document's own rule`] : []),
  ];
  return parts.join(", ");
}
