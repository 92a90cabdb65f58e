/**
 * Levers: what differs between two scenarios of one company, in the pieces that people decide on.
 *
 * Terms     lever = a component, an adjustment, a pool, a practice, a source, a role, a parameter …: the paths of the
 *           document that are changed together. Components of a plan that trade weight are one lever.
 * Always    replacing every lever of one scenario by the other's gives the other, names and remarks aside.
 */
import { practiceDefaults } from "../behaviour/practices.ts";
import type { Scenario } from "../scenario/schema.ts";
import {
  isObject,
  type JsonObject,
  type JsonValue,
  sameValue,
  withValue,
} from "../scenario/text.ts";

export type Lever = {
  /** Its place, which names it: plans.ae.components.bookings. */
  id: string;
  title: string;
  paths: readonly (readonly string[])[];
};

/** Keys of a scenario that change no figure. */
const remarks = new Set([
  "$schema",
  "format",
  "name",
  "question",
  "notes",
  "extends",
  "budget",
  "accounting",
]);

type Sides = { before: JsonObject; after: JsonObject };

/** The levers that differ between two scenarios, in the order of the document. */
export function leversBetween(before: Scenario, after: Scenario): Lever[] {
  const sides = { before: before as unknown as JsonObject, after: after as unknown as JsonObject };
  const levers: Lever[] = [];
  for (const key of keysOf(sides.before, sides.after)) {
    if (remarks.has(key) || sameValue(sides.before[key], sides.after[key])) continue;
    const own = split[key];
    if (own) levers.push(...own(sides));
    else levers.push(lever(sides, [key]));
  }
  return levers;
}

const split: Record<string, (sides: Sides) => Lever[]> = {
  plans: (sides) => changedKeys(sides, ["plans"]).flatMap((plan) => planLevers(sides, plan)),
  pools: (sides) => each(sides, ["pools"]),
  parameters: (sides) => each(sides, ["parameters"]),
  measures: (sides) => each(sides, ["measures"]),
  crediting: (sides) => each(sides, ["crediting"]),
  roles: (sides) => each(sides, ["roles"]),
  behaviour: (sides) => each(sides, ["behaviour"]),
  alignment: (sides) =>
    changedKeys(sides, ["alignment"]).flatMap((key) =>
      key === "practices"
        ? each(sides, ["alignment", "practices"])
        : [lever(sides, ["alignment", key])],
    ),
  funnel: funnelLevers,
  simulation: (sides) => each(sides, ["simulation"]).filter(({ id }) => id === "simulation.luck"),
};

function each(sides: Sides, path: string[]): Lever[] {
  return changedKeys(sides, path).map((key) => lever(sides, [...path, key]));
}

function planLevers(sides: Sides, plan: string): Lever[] {
  const path = ["plans", plan];
  const [before, after] = [at(sides.before, path), at(sides.after, path)];
  if (!isObject(before) || !isObject(after)) return [lever(sides, path)];
  const parts = changedKeys(sides, path).flatMap((key) =>
    key === "components" || key === "adjustments"
      ? each(sides, [...path, key])
      : [lever(sides, [...path, key])],
  );
  const components = parts.filter(({ id }) => id.startsWith(`plans.${plan}.components.`));
  if (components.length < 2 || !tradesWeight(before, after)) return parts;
  const traded = {
    id: `plans.${plan}.components`,
    title: titleOf(sides, path),
    paths: components.flatMap(({ paths }) => paths),
  };
  return [traded, ...parts.filter((part) => !components.includes(part))];
}

/** True where the weights of a plan add to the same before and after, so that one change makes room for another. */
function tradesWeight(before: JsonObject, after: JsonObject): boolean {
  const [was, is] = [before, after].map((plan) => {
    const components = isObject(plan["components"]) ? Object.values(plan["components"]) : [];
    let sum = 0;
    for (const component of components) {
      if (!isObject(component) || component["weight"] === undefined) continue;
      if (typeof component["weight"] !== "number") return undefined;
      sum += component["weight"];
    }
    return sum;
  });
  return was === undefined || is === undefined || Math.abs(was - is) < 1e-9;
}

/** Sources over all segments, then what else a segment says, then the rest of the funnel. */
function funnelLevers(sides: Sides): Lever[] {
  const sources = new Map<string, string[][]>();
  const rest: Lever[] = [];
  for (const key of changedKeys(sides, ["funnel"])) {
    if (key !== "segments") {
      rest.push(lever(sides, ["funnel", key]));
      continue;
    }
    for (const segment of changedKeys(sides, ["funnel", key])) {
      const path = ["funnel", key, segment];
      if (!isObject(at(sides.before, path)) || !isObject(at(sides.after, path))) {
        rest.push(lever(sides, path));
        continue;
      }
      for (const part of changedKeys(sides, path)) {
        if (part !== "sources") rest.push(lever(sides, [...path, part]));
        else
          for (const source of changedKeys(sides, [...path, part]))
            sources.set(source, [...(sources.get(source) ?? []), [...path, part, source]]);
      }
    }
  }
  const bySource = [...sources].map(([source, paths]) => ({
    id: `funnel.sources.${source}`,
    title: `source ${source}`,
    paths,
  }));
  return [...bySource, ...rest];
}

function lever(sides: Sides, path: string[]): Lever {
  return { id: path.join("."), title: titleOf(sides, path), paths: [path] };
}

/** A place in words: the titles on the way where there are any, else kind and name: "Marketing bonus · MQLs". */
function titleOf({ before, after }: Sides, path: readonly string[]): string {
  const words: string[] = [];
  for (let i = inParts.has(path[0]!) ? 1 : 0; i < path.length; i += 2) {
    const [kind, name] = [path[i]!, path[i + 1]];
    if (name === undefined) {
      words.push(kind);
      continue;
    }
    const titles = [after, before].map((document) =>
      at(document, [...path.slice(0, i + 2), "title"]),
    );
    const title = titles.find((one) => typeof one === "string");
    const known = kind === "practices" ? practiceDefaults[name]?.title : undefined;
    const spoken = known ?? (kind === "components" ? name : `${singular[kind] ?? kind} ${name}`);
    words.push(typeof title === "string" ? title : spoken);
  }
  return words.join(" · ");
}

/** Sections whose parts are named without them. */
const inParts: ReadonlySet<string> = new Set(["alignment", "funnel", "behaviour", "simulation"]);

const singular: Readonly<Record<string, string>> = {
  plans: "plan",
  pools: "pool",
  roles: "role",
  parameters: "parameter",
  measures: "measure",
  adjustments: "adjustment",
  practices: "practice",
};

function changedKeys({ before, after }: Sides, path: readonly string[]): string[] {
  const [was, is] = [at(before, path), at(after, path)].map((value) =>
    isObject(value) ? value : {},
  );
  return keysOf(was!, is!).filter((key) => !sameValue(was![key], is![key]));
}

function keysOf(a: JsonObject, b: JsonObject): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}

function at(document: JsonObject, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const key of path)
    value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** A scenario with some levers of another one. Shares what it does not change. */
export function withLevers(before: Scenario, after: Scenario, levers: readonly Lever[]): Scenario {
  let document = before as unknown as JsonObject;
  for (const { paths } of levers)
    for (const path of paths)
      document = withValue(document, path, at(after as unknown as JsonObject, path));
  return document as unknown as Scenario;
}
