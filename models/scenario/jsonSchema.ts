/**
 * The JSON Schema of scenario files, for editors: completion, titles, descriptions and units while typing.
 *
 * Always    a file with `extends` is judged as a patch: nothing is required, null removes, curves and quantities stay
 *           whole; a file without is judged as a whole scenario.
 * Not here  what only reading finds: names of things, formulas, what the numbers come to.
 * Source    JSON Schema draft 7, which editors know best.
 */
import { z } from "zod";
import { Scenario } from "./schema.ts";

type Json = { [key: string]: unknown };

/** The published schema; plain data. */
export function scenarioJsonSchema(): Json {
  const written = z.toJSONSchema(Scenario, { target: "draft-7" }) as Json;
  const definitions = written["definitions"] as Record<string, Json>;
  const patches = new Map<string, Json>();
  patchName("Scenario", { definitions, patches });
  const patch = patches.get("ScenarioPatch")!;
  const keep = ["$schema", "format", "name", "extends"];
  const { properties } = definitions["Scenario"] as { properties: Json };
  patches.set("ScenarioPatch", {
    ...patch,
    title: "Child scenario",
    description: "What differs from the parent; null removes.",
    properties: {
      ...(patch["properties"] as Json),
      ...Object.fromEntries(keep.map((key) => [key, properties[key]])),
    },
    required: ["format", "extends"],
  });
  return {
    $schema: written["$schema"],
    title: "Tandem scenario",
    description: "A whole scenario, or with extends what differs from its parent.",
    type: "object",
    if: { required: ["extends"] },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { $ref: "#/definitions/ScenarioPatch" },
    else: { $ref: "#/definitions/Scenario" },
    definitions: { ...definitions, ...Object.fromEntries(patches) },
  };
}

type Work = { definitions: Record<string, Json>; patches: Map<string, Json> };

/** The reference to the patch of a definition, made when first asked for. */
function patchName(name: string, work: Work): string {
  const definition = work.definitions[name]!;
  // A curve is replaced whole.
  if (name === "Curve" || !merges(definition)) return `#/definitions/${name}`;
  const patch = `${name}Patch`;
  if (!work.patches.has(patch)) {
    work.patches.set(patch, {});
    work.patches.set(patch, patchOf(definition, work));
  }
  return `#/definitions/${patch}`;
}

/** True where a child's value merges with its parent's, key by key. */
function merges(schema: Json): boolean {
  const options = schema["anyOf"] as Json[] | undefined;
  return (
    schema["type"] === "object" ||
    (options?.every((option) => option["type"] === "object") ?? false)
  );
}

function patchOf(schema: Json, work: Work): Json {
  if (typeof schema["$ref"] === "string")
    return { $ref: patchName(schema["$ref"].split("/").at(-1)!, work) };
  const [inner, ...more] = (schema["allOf"] ?? []) as Json[];
  if (inner && more.length === 0) {
    const { allOf: _, ...about } = schema;
    return { ...about, ...patchOf(inner, work) };
  }
  if (!merges(schema)) return schema;
  const options = schema["anyOf"] as Json[] | undefined;
  if (options) {
    // A patch may change one form into another: keys of both, those of the old one null.
    const properties = Object.assign({}, ...options.map((option) => option["properties"])) as Json;
    return patchOf({ type: "object", properties, additionalProperties: false }, work);
  }
  const { required: _, properties, additionalProperties, ...rest } = schema;
  const patch: Json = { ...rest };
  if (properties)
    patch["properties"] = mapped(properties as Record<string, Json>, (property) =>
      removable(property, work),
    );
  if (additionalProperties !== undefined) {
    patch["additionalProperties"] =
      additionalProperties === false ? false : removable(additionalProperties as Json, work);
  }
  return patch;
}

/** The patch of a value, or null to remove it; title and description stay where editors look for them. */
function removable(schema: Json, work: Work): Json {
  const { title, description, unit, domain, ...rest } = patchOf(schema, work);
  const about = Object.fromEntries(
    Object.entries({ title, description, unit, domain }).filter(([, value]) => value !== undefined),
  );
  const options =
    rest["anyOf"] && Object.keys(rest).length === 1 ? (rest["anyOf"] as Json[]) : [rest];
  return { ...about, anyOf: [...options, { type: "null" }] };
}

function mapped(properties: Record<string, Json>, change: (property: Json) => Json): Json {
  return Object.fromEntries(
    Object.entries(properties).map(([key, property]) => [key, change(property)]),
  );
}
