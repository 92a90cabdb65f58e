/**
 * Where in a text a path is written, for problems that name a path.
 *
 * Terms     path = plans.ae.components.bookings.weight or curve.points[1]; keys with points in them, as in
 *           effects.inflow.inbound, are found too.
 * Always    a path that is not written gives the place of its nearest written ancestor; in a text that is no JSON, of
 *           what can be read of it.
 * Not here  the text's own faults, which carry their place already (text.ts).
 */
import { lineStartsOf, placeOf, type Step } from "./text.ts";

type Place = {
  line: number;
  column: number;
  /** Steps of the path that are written; all of them where the path itself is. */
  depth: number;
  exact: boolean;
};

export type Locator = {
  /** Place of the value at a path; of the key where that is asked for, or where the value is an object or null. */
  at: (path: string, part?: "key" | "value") => Place;
};

/** One member of an object or list: its key, where that is, and where its value is. */
type Member = { key: Step; keyAt: number; valueAt: number };

/** Finds paths in one text; each object and list of it is read once, when a path first leads through it. */
export function locator(source: string): Locator {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const read = new Map<number, Member[]>();
  let lineStarts: number[] | undefined;

  const membersAt = (offset: number): Member[] => {
    if (!read.has(offset)) read.set(offset, membersOf(text, offset));
    return read.get(offset)!;
  };

  return {
    at: (path, part = "value") => {
      lineStarts ??= lineStartsOf(text);
      const steps = stepsOf(path);
      const start = skipSpace(text, 0);
      let here: Member = { key: "", keyAt: start, valueAt: start };
      let depth = 0;
      while (depth < steps.length) {
        const next = nextMember(membersAt(here.valueAt), steps, depth);
        if (!next) break;
        here = next.member;
        depth = next.depth;
      }
      const exact = depth === steps.length;
      const byKey =
        part === "key" || text[here.valueAt] === "{" || text.startsWith("null", here.valueAt);
      const offset = byKey ? here.keyAt : here.valueAt;
      return { ...placeOf(lineStarts, offset), depth, exact };
    },
  };
}

/** Line and column, from 1, of a path in a text. */
export function positionOf(text: string, path: string): { line: number; column: number } {
  const { line, column } = locator(text).at(path);
  return { line, column };
}

/** The steps of a written path: names, [numbers] and ["any text"]. */
export function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  const parts = path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g);
  for (const [, index, quoted, name] of parts) {
    if (index !== undefined) steps.push(Number(index));
    else if (quoted !== undefined) steps.push(JSON.parse(quoted) as string);
    else if (name !== undefined) steps.push(name);
  }
  return steps;
}

/** The member under the next step, or under as many steps as make up one key with points in it. */
function nextMember(
  members: readonly Member[],
  steps: readonly Step[],
  from: number,
): { member: Member; depth: number } | undefined {
  for (let to = steps.length; to > from; to--) {
    const key = to === from + 1 ? steps[from]! : steps.slice(from, to).join(".");
    const member = members.find((candidate) => candidate.key === key);
    if (member) return { member, depth: to };
  }
  return undefined;
}

// ---- reading no more of a text than where its members are

function membersOf(text: string, offset: number): Member[] {
  const isList = text[offset] === "[";
  if (!isList && text[offset] !== "{") return [];
  const members: Member[] = [];
  let at = skipSpace(text, offset + 1);
  while (at < text.length && text[at] !== "]" && text[at] !== "}") {
    const keyAt = at;
    let key: Step = members.length;
    if (!isList) {
      if (text[at] !== '"') break;
      at = skipString(text, at);
      key = keyIn(text.slice(keyAt, at));
      at = skipSpace(text, at);
      if (text[at] !== ":") break;
      at = skipSpace(text, at + 1);
    }
    members.push({ key, keyAt, valueAt: at });
    at = skipSpace(text, skipValue(text, at));
    if (text[at] !== ",") break;
    at = skipSpace(text, at + 1);
  }
  return members;
}

function keyIn(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return "";
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\n\r".includes(text[at]!)) at++;
  return at;
}

function skipString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function skipValue(text: string, from: number): number {
  let at = from;
  let depth = 0;
  while (at < text.length) {
    const next = text[at]!;
    if (next === '"') {
      at = skipString(text, at);
    } else if (next === "{" || next === "[") {
      depth++;
      at++;
    } else if (next === "}" || next === "]") {
      if (depth === 0) return at;
      depth--;
      at++;
    } else if (depth === 0 && next === ",") {
      return at;
    } else {
      at++;
    }
    if (depth === 0 && (next === '"' || next === "}" || next === "]")) return at;
  }
  return at;
}
