/**
 * Where the examples of a scenario are written, and what has changed around them since.
 *
 * Terms     holder = component, plan, pool or accounting that the examples belong to; inherited = written in a parent's
 *           file, the list being replaced whole by a child that writes its own.
 * Not here  running them (statements/check.ts).
 */
import type { ExampleSource } from "./schema.ts";
import { sameValue, isObject, type JsonObject, type JsonValue, pathOf, type Step } from "./text.ts";

type WrittenFile = { file: string; at: (path: string) => { line: number; exact: boolean } };

/** The examples of the last document of a chain, in the order they are written. */
export function exampleSources(
  files: readonly WrittenFile[],
  merged: readonly JsonObject[],
): ExampleSource[] {
  const document = merged.at(-1)!;
  return holdersIn(document).flatMap((steps) => {
    const examples = inside(document, [...steps, "examples"]);
    if (!Array.isArray(examples)) return [];
    return examples.map((_, i) => sourceOf([...steps, "examples", i], { steps, files, merged }));
  });
}

function holdersIn(document: JsonObject): Step[][] {
  const plans = Object.keys(objectAt(document, ["plans"]));
  return [
    ...plans.flatMap((plan) => [
      ...Object.keys(objectAt(document, ["plans", plan, "components"])).map((id) => [
        "plans",
        plan,
        "components",
        id,
      ]),
      ["plans", plan],
    ]),
    ...Object.keys(objectAt(document, ["pools"])).map((id) => ["pools", id]),
    ["accounting"],
  ];
}

function sourceOf(
  example: Step[],
  {
    steps,
    files,
    merged,
  }: { steps: Step[]; files: readonly WrittenFile[]; merged: readonly JsonObject[] },
): ExampleSource {
  const path = pathOf(example);
  const found = files.findLastIndex((file) => file.at(path).exact);
  const writer = found < 0 ? files.length - 1 : found;
  const { file, at } = files[writer]!;
  const source = { path, file, line: at(path).line };
  if (writer === files.length - 1) return source;
  return { ...source, changed: changes(merged[writer]!, merged.at(-1)!, steps) };
}

/** What an example's pay depends on, in words, where two documents differ in it. */
function changes(before: JsonObject, after: JsonObject, steps: Step[]): string[] {
  const changed = differing(objectAt(before, steps), objectAt(after, steps));
  const [section, id] = steps;
  if (section !== "plans" || typeof id !== "string") return changed;
  if (steps.length > 2) {
    const [was, is] = [before, after].map((document) => objectAt(document, ["plans", id]));
    changed.push(...differing(was!, is!).map((key) => `the plan's ${key}`));
  }
  for (const [role, written] of Object.entries(objectAt(after, ["roles"]))) {
    if (!isObject(written) || written.plan !== id) continue;
    const was = objectAt(before, ["roles", role]);
    for (const key of ["targetVariable", "basePay", "headcount"])
      if (!sameValue(was[key], written[key])) changed.push(`${key} of ${role}`);
  }
  const formulas = JSON.stringify(objectAt(after, steps)).includes('"=');
  if (formulas && !sameValue(before.parameters, after.parameters)) changed.push("parameters");
  if (!sameValue(before.currency, after.currency)) changed.push("currency");
  return changed;
}

const beside = new Set(["examples", "title", "components"]);

function differing(before: JsonObject, after: JsonObject): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !beside.has(key) && !sameValue(before[key], after[key]));
}

function inside(document: JsonValue, steps: readonly Step[]): JsonValue | undefined {
  return steps.reduce<JsonValue | undefined>(
    (value, step) =>
      isObject(value) && Object.hasOwn(value, step) ? value[step as string] : undefined,
    document,
  );
}

function objectAt(document: JsonObject, steps: readonly Step[]): JsonObject {
  const value = inside(document, steps);
  return isObject(value) ? value : {};
}
