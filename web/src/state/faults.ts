/**
 * Problems as a page says them: which files they are in, and what to do without a terminal.
 *
 * Always    a problem of an earlier version is not looked for in the file of today.
 */
import type { ServerProblem } from "../lib/api.ts";
import { folder } from "./folder.svelte.ts";

export type Said = Pick<ServerProblem, "path" | "message"> &
  Partial<Pick<ServerProblem, "code" | "hint" | "file" | "line" | "column">>;

/** Ids of the files to put in order before what has these problems can be used. */
export function filesToMend(problems: readonly Said[]): string[] {
  const ids = problems.flatMap(({ file, message, code }) => {
    if (!file?.endsWith(".json") || message.startsWith("at ")) return [];
    const id = file.slice(0, -".json".length);
    const row = folder.rows?.find((one) => one.id === id);
    return code === "bad-text" || (row && row.problems.length > 0) ? [id] : [];
  });
  return [...new Set(ids)];
}

/** What to do about a problem; nothing where that is a command, which a page has a link for. */
export function hintOf({ hint }: Said): string | undefined {
  return hint?.startsWith("tandem ") ? undefined : hint;
}

/** "reference-a.json:12 plans.ae.target". */
export function placeOf({ file, line, column, path }: Said): string {
  const at = [file, line, column].filter((part) => part !== undefined).join(":");
  const place = path.startsWith("body") ? "" : path;
  return [at, place].filter(Boolean).join(" ");
}

/** The files that a broken one waits for: every fault is in another file. Empty where it has faults of its own. */
export function waitsFor({
  file,
  problems,
}: {
  file: string;
  problems: readonly Said[];
}): string[] {
  const others = problems.flatMap((problem) => problem.file ?? file);
  return others.includes(file) ? [] : [...new Set(others)];
}
