/**
 * Reading a file with the marks of an unfinished merge: what each of its two sides says.
 *
 * Always    lines outside the marks belong to both sides; a comma that a side's lines bring too many, or one they lack,
 *           is put right between lines, so that each side can be read on its own.
 * Not here  merging (merge.ts), whether a side is a scenario (read.ts).
 */
import { sameValue, isObject, type JsonObject } from "./text.ts";

export type MarkedSides = {
  ours: string;
  theirs: string;
  /** What stands behind the marks, as git and merges name the sides. */
  labels: { ours: string; theirs: string };
};

/** The two sides of a text with marks; undefined where there are none, or they do not match up. */
export function sidesOfMarked(text: string): MarkedSides | undefined {
  const sides = { ours: [] as string[], theirs: [] as string[] };
  const labels = { ours: "ours", theirs: "theirs" };
  let at: Side = "both";
  let found = 0;
  for (const line of text.split(/\r?\n/)) {
    const mark = /^(<{7}|\|{7}|={7}|>{7})(?: (.*))?$/.exec(line);
    if (!mark) {
      if (at === "both" || at === "ours") sides.ours.push(line);
      if (at === "both" || at === "theirs") sides.theirs.push(line);
      continue;
    }
    const [, sign = "", label] = mark;
    const next: Side | undefined = after[`${at} ${sign[0]}`];
    if (!next) return undefined;
    if (next === "ours") labels.ours = label ?? labels.ours;
    if (at === "theirs") labels.theirs = label ?? labels.theirs;
    if (next === "both") found += 1;
    at = next;
  }
  if (at !== "both" || found === 0) return undefined;
  return { ours: joined(sides.ours), theirs: joined(sides.theirs), labels };
}

type Side = "both" | "ours" | "base" | "theirs";

/** Where a mark leads from each place; a mark that leads nowhere is out of place. */
const after: Readonly<Record<string, Side>> = {
  "both <": "ours",
  "ours |": "base",
  "ours =": "theirs",
  "base =": "theirs",
  "theirs >": "both",
};

function joined(lines: readonly string[]): string {
  const full = lines.flatMap((line, i) => (line.trim() === "" ? [] : [i]));
  const repaired = [...lines];
  for (const [k, i] of full.entries()) {
    const [line, next] = [lines[i]!, lines[full[k + 1] ?? -1]?.trim()];
    if (next === undefined) continue;
    if (/,\s*$/.test(line) && /^[}\]]/.test(next)) repaired[i] = line.replace(/,\s*$/, "");
    else if (/^"(?:[^"\\]|\\.)*"\s*:/.test(next) && !/[,{[:]\s*$/.test(line))
      repaired[i] = `${line},`;
  }
  return repaired.join("\n");
}

/** What two documents say alike: a base for a merge whose own is not known. */
export function agreed(one: JsonObject, other: JsonObject): JsonObject {
  const shared: JsonObject = {};
  for (const [key, value] of Object.entries(one)) {
    if (!Object.hasOwn(other, key)) continue;
    const theirs = other[key]!;
    if (sameValue(value, theirs)) shared[key] = value;
    else if (isObject(value) && isObject(theirs)) shared[key] = agreed(value, theirs);
  }
  return shared;
}
