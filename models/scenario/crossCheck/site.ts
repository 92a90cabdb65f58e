/**
 * What the checks between the parts of a scenario share: the names there are, reading what may have a fault of form,
 * and the problem of a name that does not exist.
 */
import { unknownName, type Problem } from "../../problem.ts";
import { measures } from "../../terms.ts";
import { isObject, type JsonObject, type JsonValue } from "../text.ts";

/** Names of the things that others may name; undefined where their place has a fault of its own. */
export type Site = {
  document: JsonObject;
  stages: string[] | undefined;
  /** Index of the pipeline stage. */
  pipelineStage: number;
  segments: string[] | undefined;
  /** Team of each source; a source in two segments may have two. */
  sources: Map<string, Set<string>> | undefined;
  roles: string[] | undefined;
  plans: string[] | undefined;
  /** The scenario's own measures: scores and sums. */
  stated: Map<string, JsonObject>;
  /** Everything that can be measured. */
  measures: string[] | undefined;
  /** First and last day of the calendar. */
  days: { first: string; last: string } | undefined;
};

/** A key and the object under it. */
export type Entry = [key: string, value: JsonObject];

/** The names of a document. */
export function siteOf(document: JsonObject): Site {
  const funnel = objectIn(document, "funnel");
  const stages = textsIn(funnel, "stages");
  const pipeline =
    funnel && typeof funnel.pipelineStage === "string"
      ? stages?.indexOf(funnel.pipelineStage)
      : undefined;
  const segments = funnel && isObject(funnel.segments) ? entries(funnel, "segments") : undefined;
  const sources = new Map<string, Set<string>>();
  for (const [, segment] of segments ?? []) {
    for (const [id, source] of entries(segment, "sources")) {
      sources.set(id, (sources.get(id) ?? new Set()).add(word(source.team)));
    }
  }
  const stated = new Map(entries(document, "measures"));
  return {
    document,
    stages,
    stated,
    measures: stages && [...stages, ...Object.keys(measures), ...stated.keys()],
    days: daysOf(objectIn(document, "calendar")),
    pipelineStage: pipeline !== undefined && pipeline >= 0 ? pipeline : (stages?.length ?? 2) - 2,
    segments: segments?.map(([id]) => id),
    sources: segments && sources,
    roles: isObject(document.roles) ? Object.keys(document.roles) : undefined,
    plans: isObject(document.plans) ? Object.keys(document.plans) : undefined,
  };
}

function daysOf(calendar: JsonObject | undefined): Site["days"] {
  const start = word(calendar?.start);
  const months = calendar?.months ?? 12;
  if (!/^\d{4}-\d{2}$/.test(start) || typeof months !== "number") return undefined;
  const last = Number(start.slice(0, 4)) * 12 + Number(start.slice(5)) - 1 + months - 1;
  const month = `${Math.floor(last / 12)}-${String((last % 12) + 1).padStart(2, "0")}`;
  return { first: `${start}-01`, last: `${month}-31` };
}

/** The first day of a day or month as written; texts of days sort as the days do. */
export function dayFrom(written: JsonValue | undefined): string | undefined {
  const text = word(written);
  return text === "" ? undefined : text.length === 7 ? `${text}-01` : text;
}

/** The last day of a day or month as written. */
export function dayTo(written: JsonValue | undefined): string | undefined {
  const text = word(written);
  return text === "" ? undefined : text.length === 7 ? `${text}-31` : text;
}

/** The object under a key, or undefined where there is none. */
export function objectIn(value: JsonObject | undefined, key: string): JsonObject | undefined {
  const inner = value && Object.hasOwn(value, key) ? value[key] : undefined;
  return isObject(inner) ? inner : undefined;
}

/** The objects under the keys of an object. */
export function entries(value: JsonObject | undefined, key: string): Entry[] {
  const inner = objectIn(value, key) ?? {};
  return Object.entries(inner).filter((entry): entry is Entry => isObject(entry[1]));
}

/** The texts of a list. */
function textsIn(value: JsonObject | undefined, key: string): string[] | undefined {
  const inner = value?.[key];
  return Array.isArray(inner) ? inner.filter((element) => typeof element === "string") : undefined;
}

/** The value where it is a text, else a name that nothing has. */
export function word(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** A problem of form. */
export function fault(path: string, message: string, hint: string): Problem {
  return { code: "bad-shape", path, message, hint };
}

/** A problem where `name` is a text that is not among the known ones. */
export function namedThing(
  path: string,
  kind: string,
  name: unknown,
  known: Iterable<string> | undefined,
): Problem[] {
  if (typeof name !== "string" || !known) return [];
  const names = [...known];
  return names.includes(name) ? [] : [unknownName(path, kind, name, names)];
}

/** The same for every element of a list, with its place. */
export function namedThings(
  path: string,
  kind: string,
  list: unknown,
  known: Iterable<string> | undefined,
): Problem[] {
  if (!Array.isArray(list)) return [];
  const names = known && [...known];
  const problems = list.flatMap((name, i) => namedThing(`${path}[${i}]`, kind, name, names));
  for (const [i, name] of list.entries()) {
    if (list.indexOf(name) < i)
      problems.push(
        fault(`${path}[${i}]`, `${JSON.stringify(name)} stands twice in the list`, "write it once"),
      );
  }
  return problems;
}
