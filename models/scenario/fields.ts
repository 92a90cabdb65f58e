/**
 * The fields of the schema, as a form shows them: what may be written at a place, how it is called and bounded, what
 * else may stand there, the names that may be named, and something valid to start from.
 *
 * Terms     form = the way a value is written: a number, a choice, an object of fields; option = one of several forms
 *           that may stand at a place; start = the least valid value of a place, for "Add".
 * Always    everything follows from the schema and the registries of kinds: a new field or kind is a new field of the
 *           form with no other change. A start is accepted by the schema of its place.
 * Not here  the form on the screen (shells), faults between parts (crossCheck.ts).
 */
import { z } from "zod";
import { adjustmentKinds } from "../plans/adjustments/index.ts";
import { planKinds } from "../plans/kinds/index.ts";
import { type Domain, measures, Team } from "../terms.ts";
import { siteOf } from "./crossCheck/site.ts";
import { Scenario } from "./schema.ts";
import {
  bare,
  formsOf,
  isCurve,
  isNamed,
  isWhole,
  metaOf,
  optionFor,
  type Shape,
  shapeAt,
  valueAt,
} from "./shape.ts";
import { isObject, type JsonObject, type JsonValue, type Step } from "./text.ts";
import { capitalised } from "../words.ts";

/** A place where something may be written. */
export type Field = FieldForm & {
  shape: Shape;
  title: string | undefined;
  description: string | undefined;
  /** As the schema says; else "attainment" or "share" where its words say that of a plain number. */
  unit: string | undefined;
  optional: boolean;
  /** What holds where it is left out, in the schema's words; undefined where it says none. */
  leftOut: string | undefined;
};

export type NamedField = Field & { key: string };

/** One of several forms at a place; `kind` where the value says which by its `kind`. */
export type FieldOption = { title: string; kind: string | undefined; shape: Shape };

type FieldForm =
  | { form: "number"; min: number; max: number; whole: boolean }
  | { form: "quantity"; domain: Domain }
  | { form: "numbers" }
  | { form: "text"; longest: number }
  | { form: "name" }
  | { form: "choice"; options: readonly string[] }
  | { form: "constant"; value: JsonValue }
  | { form: "flag" }
  | { form: "object"; fields: readonly NamedField[] }
  | { form: "record"; of: Shape }
  | { form: "list"; of: Shape }
  | { form: "tuple"; of: readonly Shape[] }
  | { form: "curve"; options: readonly FieldOption[] }
  | { form: "union"; options: readonly FieldOption[] };

/** What may be written at a place of this shape. */
export function fieldOf(shape: Shape): Field {
  const { title, description, unit } = metaOf(shape);
  const [about, leftOut] = split(description);
  return {
    ...formIn(bare(shape), shape),
    shape,
    title,
    description: about,
    unit: unit ?? unitIn(`${title ?? ""} ${about ?? ""}`),
    optional: shape instanceof z.ZodOptional,
    leftOut,
  };
}

/** What may be written at a path of a document, or undefined where the schema knows nothing. */
export function fieldAt(steps: readonly Step[], document: unknown): Field | undefined {
  const shape = steps.length === 0 ? Scenario : shapeAt(steps, document);
  return shape && fieldOf(shape);
}

/** The fields of a value: of its own form where several may stand at its place; none where it is no object. */
export function fieldsOf(shape: Shape, value: unknown): readonly NamedField[] {
  const field = fieldOf(shape);
  if (field.form === "object") return field.fields;
  const option = optionOf(shape, value);
  return option ? fieldsOf(option.shape, value) : [];
}

/** The form a value has, of those that may stand at its place. */
export function optionOf(shape: Shape, value: unknown): FieldOption | undefined {
  const field = fieldOf(shape);
  if (field.form !== "union" && field.form !== "curve") return undefined;
  const found = optionFor(bare(shape) as z.ZodUnion, value);
  return field.options.find((option) => formsOf(bare(option.shape)).some((one) => one === found));
}

function unitIn(words: string): string | undefined {
  if (/attainment|1 is target/i.test(words)) return "attainment";
  return /\bshares?\b/i.test(words) ? "share" : undefined;
}

function split(description: string | undefined): [string | undefined, string | undefined] {
  if (description === undefined) return [undefined, undefined];
  const [about = "", ...rest] = description.split(/(?:^|\s)Left out: /);
  const leftOut = rest.at(-1)?.replace(/\.$/, "");
  return [about === "" ? undefined : about, leftOut];
}

function formIn(inner: Shape, shape: Shape): FieldForm {
  const { domain } = metaOf(shape);
  if (domain) return { form: "quantity", domain };
  if (isCurve(inner)) return { form: "curve", options: optionsOf(inner as z.ZodUnion) };
  if (inner instanceof z.ZodObject) {
    const fields = Object.entries(inner.shape as Record<string, Shape>)
      .filter(([key]) => key !== "kind")
      .map(([key, own]) => ({ ...fieldOf(own), key }));
    const from = fields.find(({ key }) => key === "from")?.unit;
    // The other bounds of a stretch are in what its start is in.
    const isBound = ({ key, unit }: NamedField) =>
      unit === undefined && ["above", "to"].includes(key);
    return {
      form: "object",
      fields: fields.map((field) => (isBound(field) ? { ...field, unit: from } : field)),
    };
  }
  if (inner instanceof z.ZodRecord) return { form: "record", of: inner.valueType };
  if (inner instanceof z.ZodArray) return { form: "list", of: inner.element };
  if (inner instanceof z.ZodTuple) return { form: "tuple", of: inner.def.items };
  if (inner instanceof z.ZodBoolean) return { form: "flag" };
  if (inner instanceof z.ZodEnum) return { form: "choice", options: inner.options.map(String) };
  if (inner instanceof z.ZodLiteral) {
    return { form: "constant", value: [...inner.values][0] as JsonValue };
  }
  if (inner instanceof z.ZodNumber) {
    const { minValue, maxValue, isInt } = inner;
    return { form: "number", min: minValue ?? -Infinity, max: maxValue ?? Infinity, whole: isInt };
  }
  if (inner instanceof z.ZodUnion) return unionForm(inner);
  if (inner instanceof z.ZodString && isId(inner)) return { form: "name" };
  return {
    form: "text",
    longest: inner instanceof z.ZodString ? (inner.maxLength ?? Infinity) : Infinity,
  };
}

function unionForm(union: z.ZodUnion): FieldForm {
  const options = (union.options as readonly Shape[]).map(bare);
  const areTexts = options.every((one) => one instanceof z.ZodString || one instanceof z.ZodEnum);
  if (areTexts) {
    return options.some(isId) ? { form: "name" } : { form: "text", longest: Infinity };
  }
  const [first, second] = options;
  const numbers =
    options.length === 2 && first instanceof z.ZodNumber && second instanceof z.ZodArray;
  return numbers ? { form: "numbers" } : { form: "union", options: optionsOf(union) };
}

function isId(shape: Shape): boolean {
  return isNamed(shape, "Id");
}

/** True for things by id whose ids are made up; false where keys have a pattern of their own, as currencies have. */
export function takesId(shape: Shape): boolean {
  const inner = bare(shape);
  return inner instanceof z.ZodRecord && isId(inner.keyType);
}

/** The forms of a union, each with a name: of its kind, or of the fields that only it needs. */
function optionsOf(union: z.ZodUnion): FieldOption[] {
  const options = (union.options as readonly Shape[]).map(bare);
  return options.map((shape) => {
    const kind = kindIn(shape);
    const registered = registry.find(({ schema }) => bare(schema) === shape);
    const ofKind = kind !== undefined && options.some((other) => kindIn(other) !== kind);
    return {
      shape,
      kind: ofKind ? kind : undefined,
      title: registered?.title ?? (ofKind ? inWords(kind) : ownTitle(shape, options)),
    };
  });
}

const registry: readonly {
  schema: Shape;
  title: string;
  examples: readonly { spec: unknown }[];
}[] = [...planKinds, ...adjustmentKinds];

function kindIn(option: Shape): string | undefined {
  const [form] = formsOf(option);
  const kind = form instanceof z.ZodObject ? bare(form.shape["kind"] as Shape) : undefined;
  return kind instanceof z.ZodLiteral ? String([...kind.values][0]) : undefined;
}

/** What a form needs and no other one has, in words. */
function ownTitle(shape: Shape, options: readonly Shape[]): string {
  if (shape instanceof z.ZodObject) {
    const others = options.filter((other) => other !== shape && other instanceof z.ZodObject);
    const own = Object.entries(shape.shape as Record<string, Shape>).filter(
      ([key, value]) =>
        !(value instanceof z.ZodOptional) &&
        !others.some((other) => key in (other as z.ZodObject).shape),
    );
    const [key, value] = own[0] ?? ["", undefined];
    return (value && metaOf(value).title) ?? (key === "" ? "Details" : inWords(key));
  }
  if (shape instanceof z.ZodLiteral) {
    const [value] = shape.values;
    return value === false ? "Never" : inWords(String(value));
  }
  if (shape instanceof z.ZodArray) return "A list";
  return shape instanceof z.ZodNumber ? "A number" : "A name";
}

/** "halfAwayFromZero" as "Half away from zero". */
function inWords(id: string): string {
  const words = id.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return capitalised(words);
}

/** True where a child replaces what stands at a path whole: in a list, a curve or an uncertain number. */
export function isReplacedWhole(steps: readonly Step[], document: unknown): boolean {
  const shape = shapeAt(steps, document);
  return Array.isArray(valueAt(steps, document)) || (shape !== undefined && isWhole(shape));
}

// ---- names

/** The names that may stand at a path, what is nearest first; undefined where any may. */
export function namesAt(steps: readonly Step[], document: JsonObject): string[] | undefined {
  const key = steps.findLast((step) => typeof step === "string" && !/^\d+$/.test(step)) ?? "";
  const site = siteOf(document);
  const sources = [...(site.sources?.keys() ?? [])];
  switch (key) {
    case "measure":
      return nearestFirst(steps, document, site.measures ?? []);
    case "sourcedBy":
      return [...Team.options, ...sources];
    case "segments":
      return site.segments;
    case "source":
    case "sources":
      return sources;
    case "role":
    case "roles":
    case "members":
      return site.roles;
    case "plan":
      return site.plans;
    case "owns":
    case "entersAt":
    case "pipelineStage":
    case "stages":
      return site.stages;
    case "manager":
      return Object.keys(isObject(document["people"]) ? document["people"] : {});
    case "capitalise":
      return componentNames(document);
    default:
      return undefined;
  }
}

/** The names that keys of an object may have; undefined where they are made up. */
export function keyNamesAt(steps: readonly Step[], document: JsonObject): string[] | undefined {
  const site = siteOf(document);
  switch (steps.at(-1) ?? "") {
    case "overlay":
    case "points":
      return site.roles;
    case "commissionable":
      return [...(site.sources?.keys() ?? [])];
    case "of":
      return site.measures;
    case "with":
      return besideNames(steps, document);
    case "attainments":
      return Object.keys(
        (valueAt([...planOf(steps), "components"], document) as JsonObject | undefined) ?? {},
      );
    default:
      return undefined;
  }
}

function planOf(steps: readonly Step[]): readonly Step[] {
  return steps.slice(0, 2);
}

/** The ids that an example of a component may give an attainment of. */
function besideNames(steps: readonly Step[], document: JsonObject): string[] {
  const component = valueAt(steps.slice(0, 4), document);
  if (!isObject(component)) return [];
  const keys = ["gates", "multipliers"].flatMap((part) =>
    isObject(component[part]) ? Object.keys(component[part]) : [],
  );
  const { curve } = component;
  return isObject(curve) && curve["across"] !== undefined ? [...keys, "across"] : keys;
}

/** The measures with the component's own first: it has a target. */
function nearestFirst(
  steps: readonly Step[],
  document: JsonObject,
  names: readonly string[],
): string[] {
  const own =
    steps[0] === "plans" ? valueAt([...steps.slice(0, 4), "measure"], document) : "bookings";
  const known = names.filter((name) => name === own);
  const named = Object.keys(measures).filter((name) => name !== own && names.includes(name));
  return [...known, ...named, ...names.filter((name) => name !== own && !named.includes(name))];
}

function componentNames(document: JsonObject): string[] {
  return Object.entries(isObject(document["plans"]) ? document["plans"] : {}).flatMap(
    ([plan, value]) =>
      isObject(value) && isObject(value["components"])
        ? Object.keys(value["components"]).map((id) => `${plan}.${id}`)
        : [],
  );
}

// ---- starts

/**
 * Something valid to start from at a path: of the first form, with what is required alone, and where that does not do
 * the first optional field that makes it valid. Undefined where no value could be found.
 */
export function startAt(
  steps: readonly Step[],
  document: JsonObject,
  shape = shapeAt(steps, document),
): JsonValue | undefined {
  if (!shape) return undefined;
  const start = startIn(bare(shape), { steps, document });
  return start !== undefined && accepts(shape, start) ? start : undefined;
}

/** The same with the keys kept that the value before has and the new form knows: for a change of form. */
export function changedForm(
  shape: Shape,
  before: JsonValue | undefined,
  spot: { steps: readonly Step[]; document: JsonObject },
): JsonValue | undefined {
  const start = startIn(bare(shape), spot);
  if (!isObject(start) || !isObject(before)) return start;
  const place = shapeAt(spot.steps, spot.document);
  const old = place ? fieldsOf(place, before) : [];
  let value: JsonObject = start;
  for (const field of fieldsOf(shape, start)) {
    const { key } = field;
    if (!Object.hasOwn(before, key)) continue;
    // The same word may mean another thing: a cap on attainment, or on pay.
    const meant = old.find((one) => one.key === key);
    if (meant && meant.description !== field.description) continue;
    const next = { ...value, [key]: before[key]! };
    if (accepts(shape, next)) value = next;
  }
  return value;
}

/** A value with one key set; another optional key that cannot stand beside it is taken out. */
export function withKey(
  shape: Shape,
  value: JsonObject,
  [key, inner]: readonly [key: string, inner: JsonValue | undefined],
): JsonObject {
  const next = setKey(value, key, inner);
  if (accepts(shape, next) || inner === undefined) return next;
  for (const field of fieldsOf(shape, next)) {
    if (field.key === key || !field.optional || !Object.hasOwn(next, field.key)) continue;
    const without = setKey(next, field.key, undefined);
    if (accepts(shape, without)) return without;
  }
  return next;
}

function setKey(value: JsonObject, key: string, inner: JsonValue | undefined): JsonObject {
  if (inner !== undefined) return { ...value, [key]: inner };
  const { [key]: _, ...rest } = value;
  return rest;
}

function accepts(shape: Shape, value: JsonValue): boolean {
  return (shape as z.ZodType).safeParse(value).success;
}

/** What a text must look like, where it does not: in the words of each pattern it might have followed. */
export function patternWords(shape: Shape, text: string): string | undefined {
  const { error } = (shape as z.ZodType).safeParse(text);
  const words = [...new Set((error?.issues ?? []).flatMap(patternsIn))];
  return words.length === 0 ? undefined : words.join(", or ");
}

function patternsIn(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_union") return issue.errors.flat().flatMap(patternsIn);
  const isOwn = issue.code === "invalid_format" && !issue.message.startsWith("Invalid");
  return isOwn ? [issue.message] : [];
}

type Spot = { steps: readonly Step[]; document: JsonObject };

function startIn(shape: Shape, spot: Spot): JsonValue | undefined {
  const field = fieldOf(shape);
  const inner = bare(shape);
  switch (field.form) {
    case "quantity":
      return 0;
    case "number":
      return [1, 0, field.min, field.max].find((n) => Number.isFinite(n) && accepts(inner, n));
    case "numbers":
      return 1;
    case "name":
      return namesAt(spot.steps, spot.document)?.[0] ?? "new";
    case "text":
      return texts(spot.document).find((text) => accepts(inner, text));
    case "choice":
      return field.options[0];
    case "constant":
      return field.value;
    case "flag":
      return true;
    case "curve":
      // A factor of 1 changes nothing; else pay in proportion.
      return spot.steps.includes("multipliers")
        ? { points: [[0, 1], [1, 1]] } // prettier-ignore
        : { points: [[0, 0], [1, 1]], beyond: 1 }; // prettier-ignore
    case "object":
      return objectStart(inner, field.fields, spot);
    case "record": {
      const { keyType } = inner as z.ZodRecord;
      const dated = texts(spot.document).filter((text) => accepts(keyType, text));
      const [key] = keyNamesAt(spot.steps, spot.document) ?? (isId(keyType) ? [] : dated);
      return key === undefined ? {} : withInner(key, field.of, spot);
    }
    case "list": {
      const first = startIn(bare(field.of), { ...spot, steps: [...spot.steps, 0] });
      return first === undefined ? [] : [first];
    }
    case "tuple":
      return field.of.map((one) => startIn(bare(one), spot)!);
    case "union":
      return startIn(field.options[0]!.shape, spot);
    default:
      return field satisfies never;
  }
}

function withInner(key: string, of: Shape, spot: Spot): JsonObject {
  const inner = startIn(bare(of), { ...spot, steps: [...spot.steps, key] });
  return inner === undefined ? {} : { [key]: inner };
}

function objectStart(
  shape: Shape,
  fields: readonly NamedField[],
  spot: Spot,
): JsonObject | undefined {
  const example = registry.find(({ schema }) => formsOf(bare(schema)).some((one) => one === shape));
  const worked = example?.examples
    .map(({ spec }) => spec as JsonObject)
    .find((spec) => accepts(shape, spec));
  if (worked) return renamed(leastOf(worked, shape, fields), spot);
  const kind = kindIn(shape);
  const start = kind === undefined ? {} : { kind };
  const at = (field: NamedField) => ({
    [field.key]: startIn(bare(field.shape), { ...spot, steps: [...spot.steps, field.key] })!,
  });
  const least: JsonObject = Object.assign(
    start,
    ...fields.filter(({ optional }) => !optional).map(at),
  );
  if (accepts(shape, least)) return least;
  for (const field of fields.filter(({ optional }) => optional)) {
    const more = { ...least, ...at(field) };
    if (accepts(shape, more)) return more;
  }
  return undefined;
}

/** A worked example without what may be left out of it. */
function leastOf(spec: JsonObject, shape: Shape, fields: readonly NamedField[]): JsonObject {
  let value = spec;
  for (const { key } of fields.filter(({ optional }) => optional)) {
    const less = setKey(value, key, undefined);
    if (accepts(shape, less)) value = less;
  }
  return value;
}

/** A worked example of a kind, with the measures it names replaced by one that is there. */
function renamed(spec: JsonObject, spot: Spot): JsonObject {
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) => [
      key,
      isObject(value) && typeof value["measure"] === "string"
        ? {
            ...value,
            measure: namesAt([...spot.steps, "measure"], spot.document)?.[0] ?? "bookings",
          }
        : value,
    ]),
  );
}

/** Texts a pattern may accept: a month and a day of the calendar, a currency. */
function texts({ calendar, currency }: JsonObject): string[] {
  const written = isObject(calendar) ? calendar["start"] : undefined;
  const start = typeof written === "string" ? written : "2027-01";
  return ["New", `${start}-01`, start, typeof currency === "string" ? currency : "USD"];
}
