/** Conflicts of a merge as lines: where, what it is, and what each side says. */
import type { ConflictTold } from "../../git/merging.ts";
import { invocation } from "../command.ts";
import { quoted, several } from "../format.ts";

/** The lines of the report, with how to settle them. */
export function reportOfConflicts(file: string, conflicts: readonly ConflictTold[]): string[] {
  const command = `${invocation} resolve ${quoted(file)}`;
  const first = quoted(`${conflicts[0]?.path}=theirs`);
  return [
    `${file}: ${several(conflicts.length, "conflict")}`,
    ...conflicts.flatMap(({ path, what, ours, theirs }) => [
      `  ${path}: ${what}`,
      ...sided("ours:", ours),
      ...sided("theirs:", theirs),
    ]),
    `  To settle: ${command} --ours, or --theirs, or place by place: --path ${first}`,
  ];
}

function sided(label: string, says: readonly string[]): string[] {
  return says.map((line, i) => `    ${(i === 0 ? label : "").padEnd(8)}${line}`);
}
