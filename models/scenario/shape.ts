/**
 * What the schema says of a place in a scenario: its keys, its kind of value, its place among others.
 *
 * Terms     whole = an object that a child replaces whole and never merges: an uncertain number, a curve.
 * Not here  the schema itself (schema.ts).
 */
import { z } from "zod";
import type { Domain } from "../terms.ts";
import { Scenario } from "./schema.ts";
import { isObject, type Step } from "./text.ts";

export type Shape = z.core.$ZodType;

/** The schema under optional. */
export function bare(shape: Shape): Shape {
  return shape instanceof z.ZodOptional ? bare(shape.unwrap()) : shape;
}

/** Title, description and unit of a shape. */
export function metaOf(shape: Shape): {
  title?: string;
  description?: string;
  unit?: string;
  domain?: Domain;
} {
  const outer = z.globalRegistry.get(shape as z.ZodType);
  const inner = z.globalRegistry.get(bare(shape) as z.ZodType);
  return { ...inner, ...outer } as ReturnType<typeof metaOf>;
}

/** The domain of a quantity, or undefined for anything else. */
export function domainOf(shape: Shape): Domain | undefined {
  return metaOf(shape).domain;
}

/** True for a payout curve, also where it goes by another title. */
export function isCurve(shape: Shape): boolean {
  return isNamed(shape, "Curve");
}

/** True for the schema of this id, and for what was made of it by a title of its own. */
export function isNamed(shape: Shape, id: string): boolean {
  const inner = bare(shape);
  if (z.globalRegistry.get(inner as z.ZodType)?.id === id) return true;
  return inner._zod.parent !== undefined && isNamed(inner._zod.parent, id);
}

/** True where a child replaces an object whole. */
export function isWhole(shape: Shape): boolean {
  const inner = bare(shape);
  return domainOf(inner) !== undefined || isCurve(inner);
}

/** The form of a union that a value is meant to have: by `kind`, else by its keys, else by its type. */
export function optionFor(union: z.ZodUnion, value: unknown): Shape | undefined {
  const options = (union.options as readonly Shape[]).map(bare).flatMap(formsOf);
  if (!isObject(value)) return options.find((option) => accepts(option, value));
  const objects = options.filter((option) => option instanceof z.ZodObject);
  const kinds = objects.filter((option) => option.shape.kind !== undefined);
  const meant = kinds.filter((option) =>
    kindsOf(option).includes(value.kind as string | undefined),
  );
  const score = (option: z.ZodObject) =>
    Object.keys(value).filter((key) => key in option.shape).length;
  return (kinds.length > 0 ? meant : objects).toSorted((a, b) => score(b) - score(a))[0];
}

/** The forms of a shape, those of a union within a union among them. */
export function formsOf(option: Shape): Shape[] {
  return option instanceof z.ZodUnion
    ? (option.options as Shape[]).map(bare).flatMap(formsOf)
    : [option];
}

/** The kinds an option of a union by `kind` stands for; undefined among them where it may be left out. */
function kindsOf(option: z.ZodObject): (string | undefined)[] {
  const kind = option.shape.kind as Shape;
  const literal = bare(kind);
  const values = literal instanceof z.ZodLiteral ? [...literal.values].map(String) : [];
  return kind instanceof z.ZodOptional ? [...values, undefined] : values;
}

function accepts(option: Shape, value: unknown): boolean {
  if (option instanceof z.ZodString || option instanceof z.ZodEnum)
    return typeof value === "string";
  if (option instanceof z.ZodNumber) return typeof value === "number";
  if (option instanceof z.ZodArray || option instanceof z.ZodTuple) return Array.isArray(value);
  return false;
}

/** The keys an object may have here, in the order they are written, or undefined where any id may stand. */
export function keysOf(shape: Shape, value: unknown): string[] | undefined {
  const form = formOf(shape, value);
  return form instanceof z.ZodObject ? Object.keys(form.shape) : undefined;
}

/** The shape of what stands under a key or place of a value, or undefined where the schema knows none. */
export function inside(shape: Shape, step: Step, value: unknown): Shape | undefined {
  const form = formOf(shape, value);
  if (form instanceof z.ZodObject)
    return Object.hasOwn(form.shape, step) ? (form.shape[step] as Shape) : undefined;
  if (form instanceof z.ZodRecord) return form.valueType;
  if (form instanceof z.ZodArray) return form.element;
  if (form instanceof z.ZodTuple) return form.def.items[Number(step)];
  return undefined;
}

function formOf(shape: Shape, value: unknown): Shape | undefined {
  const inner = bare(shape);
  return inner instanceof z.ZodUnion ? optionFor(inner, value) : inner;
}

/** The shape at a path of a document, or undefined where the schema knows none. */
export function shapeAt(steps: readonly Step[], document: unknown): Shape | undefined {
  let shape: Shape | undefined = Scenario;
  let value = document;
  for (const step of steps) {
    if (!shape) return undefined;
    shape = inside(shape, step, value);
    value = valueIn(value, step);
  }
  return shape;
}

/** The value at a path of a document. */
export function valueAt(steps: readonly Step[], document: unknown): unknown {
  let value = document;
  for (const step of steps) value = valueIn(value, step);
  return value;
}

function valueIn(value: unknown, step: Step): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<Step, unknown>)[step];
}
