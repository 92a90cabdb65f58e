/**
 * Canonical form of a scenario's text, and the hash that names its content.
 *
 * Formula   two-space indent; an object or list stands on one line where it fits into 100 columns, the document itself
 *           never; keys in the schema's order, ids in the order written, unknown keys last; a newline at the end.
 *           hash = SHA-256 of the merged scenarios of the lineage, keys sorted, equal neighbours once.
 * Always    formatting changes no meaning, and formatting twice changes nothing more; name, question, notes, format,
 *           $schema, extends and behaviour.statusQuo move no number and are left out of the hash (what the last two
 *           bring in is in it).
 * Not here  faults: any document is formatted.
 */
import { type LoadedScenario, Scenario } from "./schema.ts";
import { inside, keysOf, type Shape } from "./shape.ts";
import { sha256 } from "./sha256.ts";
import { isObject, type JsonObject, type JsonValue } from "./text.ts";

const COLUMNS = 100;

/** The canonical text of a file's document, whether whole or a patch. */
export function canonicalText(document: JsonObject): string {
  if (Object.keys(document).length === 0) return "{}\n";
  return `${broken(document, Scenario, "")}\n`;
}

/** A value in a document, after `label`: on one line where it fits, else over several at `indent`. */
export function canonicalValue(value: JsonValue, indent: string, label: string): string {
  const room = COLUMNS - indent.length - label.length - 1;
  return `${indent}${label}${written(value, undefined, { indent, room })}`;
}

/** A value over several lines; its own parts stand on one line each where they fit. */
function broken(value: JsonObject | JsonValue[], shape: Shape | undefined, indent: string): string {
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((element, i) => ({ label: "", element, at: i as string | number }))
    : ordered(value, shape).map(([key, element]) => ({
        label: `${JSON.stringify(key)}: `,
        element,
        at: key,
      }));
  const lines = parts.map(({ label, element, at }, i) => {
    const comma = i < parts.length - 1 ? "," : "";
    const room = COLUMNS - deeper.length - label.length - comma.length;
    const innerShape = shape && inside(shape, at, value);
    return `${deeper}${label}${written(element, innerShape, { indent: deeper, room })}${comma}`;
  });
  return [isList ? "[" : "{", ...lines, `${indent}${isList ? "]" : "}"}`].join("\n");
}

function written(
  value: JsonValue,
  shape: Shape | undefined,
  { indent, room }: { indent: string; room: number },
): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const line = inLine(value, shape, room);
  return line ?? broken(value, shape, indent);
}

/** The value on one line, or undefined where that takes more than `room` columns. */
function inLine(value: JsonValue, shape: Shape | undefined, room: number): string | undefined {
  if (typeof value !== "object" || value === null) {
    const text = JSON.stringify(value);
    return text.length <= room ? text : undefined;
  }
  const parts: string[] = [];
  const isList = Array.isArray(value);
  const pairs = isList ? value.map((element, i) => [i, element] as const) : ordered(value, shape);
  if (pairs.length === 0) return isList ? "[]" : "{}";
  let left = room - (isList ? 2 : 4);
  for (const [at, element] of pairs) {
    const label = isList ? "" : `${JSON.stringify(at)}: `;
    left -= label.length + (parts.length > 0 ? 2 : 0);
    const part = left < 0 ? undefined : inLine(element, shape && inside(shape, at, value), left);
    if (part === undefined) return undefined;
    left -= part.length;
    parts.push(label + part);
  }
  if (left < 0) return undefined;
  return isList ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
}

function ordered(value: JsonObject, shape: Shape | undefined): [string, JsonValue][] {
  const known = (shape && keysOf(shape, value)) ?? [];
  const place = new Map(known.map((key, i) => [key, i]));
  const last = known.length;
  return Object.entries(value).toSorted(
    ([a], [b]) => (place.get(a) ?? last) - (place.get(b) ?? last),
  );
}

/** Keys of a document that move no number. */
const silent: ReadonlySet<string> = new Set([
  "$schema",
  "format",
  "name",
  "question",
  "notes",
  "extends",
]);

/** A scenario's content that numbers come from, as JSON with sorted keys. */
function contentOf(scenario: Scenario): string {
  const document = scenario as unknown as JsonObject;
  const kept = Object.entries(document).filter(([key]) => !silent.has(key));
  const content = Object.fromEntries(kept);
  if (isObject(content.behaviour)) {
    const { statusQuo: _, ...behaviour } = content.behaviour;
    content.behaviour = behaviour;
  }
  return sorted(content);
}

function sorted(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sorted(value[key]!)}`).join(",")}}`;
}

/** The hash of a scenario and of all it is calibrated on, as 64 hexadecimal digits. */
export function hashScenario({ lineage }: LoadedScenario): string {
  const contents = lineage.map(({ scenario }) => contentOf(scenario));
  return sha256(JSON.stringify(contents.filter((content, i) => content !== contents[i - 1])));
}
