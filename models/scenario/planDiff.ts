/**
 * The difference of two scenarios in plan language: whose plan, which part, from what to what.
 *
 * Terms     place = whose plan, or the part of the scenario; part = what of it changed; people = who is paid by it.
 * Always    the order of keys and the layout of the file are no difference; a curve that changes within its form is told
 *           by its parts ("accelerator above 100%: 1.5× → 1.75×"), one that changes form by both sentences.
 * Not here  what a change is worth (analysis/attribution.ts).
 */
import { z } from "zod";
import { practiceDefaults } from "../behaviour/practices.ts";
import { type CurveInput, curveParts, explainCurve } from "../plans/kinds/index.ts";
import { measures } from "../terms.ts";
import { inSentence, thousandsApart } from "../words.ts";
import { Scenario } from "./schema.ts";
import { bare, inside, isCurve, isWhole, metaOf, type Shape } from "./shape.ts";
import { sameValue, isObject, type JsonObject, type JsonValue } from "./text.ts";

export type PlanChange = {
  /** Steps to the value that differs. */
  path: readonly string[];
  place: string;
  part: string;
  before: string;
  after: string;
  /** People whose plan or role it is; undefined where it touches no pay of their own. */
  people: number | undefined;
  /** All of it in one line, people included. */
  says: string;
};

type Difference = {
  path: readonly string[];
  shape: Shape | undefined;
  before: JsonValue | undefined;
  after: JsonValue | undefined;
};
type Both = { before: Scenario; after: Scenario };

/** Keys that say where a file comes from rather than what it means. */
const outside: ReadonlySet<string> = new Set(["$schema", "format", "extends"]);

/** Every difference of two resolved scenarios, in the order of the document. */
export function planDiff(before: Scenario, after: Scenario): PlanChange[] {
  const both = { before, after };
  return differences(before as unknown as JsonObject, after as unknown as JsonObject)
    .filter(({ path }) => !outside.has(path[0]!))
    .flatMap((difference) => changesOf(difference, both));
}

function differences(before: JsonObject, after: JsonObject): Difference[] {
  return differing({ path: [], shape: Scenario, before, after });
}

function differing(spot: Difference): Difference[] {
  const { path, shape, before, after } = spot;
  if (sameValue(before, after)) return [];
  const record = shape !== undefined && bare(shape) instanceof z.ZodRecord;
  const section = path.length === 1;
  if ((record || section) && (before === undefined || after === undefined)) {
    const empty = { before: before ?? {}, after: after ?? {} };
    if (isObject(empty.before) && isObject(empty.after)) return differing({ ...spot, ...empty });
  }
  const whole =
    !isObject(before) ||
    !isObject(after) ||
    (shape !== undefined && isWhole(shape)) ||
    before["kind"] !== after["kind"];
  if (whole) return [spot];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) =>
    differing({
      path: [...path, key],
      shape: shape && inside(shape, key, Object.hasOwn(after, key) ? after : before),
      before: Object.hasOwn(before, key) ? before[key] : undefined,
      after: Object.hasOwn(after, key) ? after[key] : undefined,
    }),
  );
}

function changesOf(difference: Difference, both: Both): PlanChange[] {
  const { path, shape, before, after } = difference;
  const where = placeOf(path, both);
  const of = (part: string, from: string, to: string): PlanChange => {
    const people = where.people === undefined ? "" : ` · ${counted(where.people)}`;
    const head = [where.place, part].filter(Boolean).join(": ");
    const change = changeInWords(from, to);
    const says = `${head}${part === "" ? ":" : ""} ${change}${people}`;
    return { path, place: where.place, part, before: from, after: to, people: where.people, says };
  };
  if (shape && isCurve(shape) && before !== undefined && after !== undefined) {
    const [was, is] = [before, after] as unknown as [CurveInput, CurveInput];
    if (was.kind !== is.kind) return [of(where.part, explainCurve(was), explainCurve(is))];
    const changed = changedParts(curveParts(was), curveParts(is));
    if (changed.length === 0) return [];
    return changed.map(([part, from, to]) => of(part, from, to));
  }
  if (texts.has(path[0]!)) return [reworded(of("", "", ""))];
  return [of(where.part, spoken(before, shape, both.before), spoken(after, shape, both.after))];
}

/** Long texts: that they changed is enough. */
const texts: ReadonlySet<string> = new Set(["question", "notes"]);

function reworded({ path, ...change }: PlanChange): PlanChange {
  return { ...change, path, place: path[0]!, part: "reworded", says: `${path[0]!} reworded` };
}

const none = "none";

/** "1.5× → 1.75×", "new, 50% of variable", "removed, was 5% of the excess". */
function changeInWords(from: string, to: string): string {
  if (from === none) return to === something ? "new" : `new, ${to}`;
  if (to === none) return from === something ? "removed" : `removed, was ${from}`;
  return from === something && to === something ? "changed" : `${from} → ${to}`;
}

/** A value too large to be told in a few words. */
const something = "set";

function changedParts(
  was: Record<string, string>,
  is: Record<string, string>,
): [part: string, from: string, to: string][] {
  const names = [...new Set([...Object.keys(is), ...Object.keys(was)])];
  return names
    .map((name): [string, string, string] => [name, was[name] ?? none, is[name] ?? none])
    .filter(([, from, to]) => from !== to);
}

type Where = { place: string; part: string; people: number | undefined };

function placeOf(path: readonly string[], both: Both): Where {
  const [top = "", id] = path;
  if (id === undefined) return { place: "Scenario", part: titleAt(path, both), people: undefined };
  if (top === "plans") return planPlace(path, both);
  if (top === "roles") {
    const people = headcount(both, [id]);
    return { place: titled(both, ["roles", id]) ?? id, part: rest(path, 2, both), people };
  }
  if (top === "pools") {
    const members = (both.after.pools?.[id] ?? both.before.pools?.[id])?.members ?? [];
    const place = titled(both, ["pools", id]) ?? `pool ${id}`;
    return { place, part: rest(path, 2, both), people: headcount(both, members) };
  }
  if (top === "alignment" && id === "practices" && path[2] !== undefined) {
    const practice = path[2];
    const title = titled(both, path.slice(0, 3)) ?? practiceDefaults[practice]?.title ?? practice;
    return { place: title, part: rest(path, 3, both), people: undefined };
  }
  return { place: titleAt([top], both), part: rest(path, 1, both), people: undefined };
}

function planPlace(path: readonly string[], both: Both): Where {
  const plan = path[1]!;
  const roles = rolesOn(plan, both);
  const title = titled(both, ["plans", plan]);
  const only = roles.length === 1 ? titled(both, ["roles", roles[0]!]) : undefined;
  const whose =
    only ?? title ?? roles.map((role) => titled(both, ["roles", role]) ?? role).join(", ");
  const component = path[2] === "components" ? path[3] : undefined;
  const name = component && (titled(both, path.slice(0, 4)) ?? measureTitle(component));
  return {
    place: [whose || `plan ${plan}`, name].filter(Boolean).join(" · "),
    part: rest(path, component ? 4 : 2, both),
    people: headcount(both, roles),
  };
}

function measureTitle(id: string): string {
  return Object.hasOwn(measures, id) ? measures[id as keyof typeof measures].title : id;
}

function rolesOn(plan: string, { before, after }: Both): string[] {
  const on = ({ roles }: Scenario) =>
    Object.entries(roles).flatMap(([id, role]) => (role.plan === plan ? [id] : []));
  return [...new Set([...on(after), ...on(before)])];
}

function headcount({ before, after }: Both, roles: readonly string[]): number | undefined {
  let people = 0;
  for (const id of roles) {
    const written = (after.roles[id] ?? before.roles[id])?.headcount;
    if (typeof written !== "number") return undefined;
    people += written;
  }
  return people;
}

/** The title that a thing gives itself, after or before. */
function titled({ before, after }: Both, path: readonly string[]): string | undefined {
  for (const scenario of [after, before]) {
    let value: unknown = scenario;
    for (const step of path) value = (value as JsonObject | undefined)?.[step];
    const title = isObject(value) ? value["title"] : undefined;
    if (typeof title === "string") return title;
  }
  return undefined;
}

/** The steps after the first `from` ones in the words of the schema: "target", "gates, floor". */
function rest(path: readonly string[], from: number, both: Both): string {
  return path
    .slice(from)
    .map((_, i) => titleAt(path.slice(0, from + i + 1), both))
    .join(", ");
}

/** What the schema calls the last step of a path, in small letters; an id as it stands. */
function titleAt(path: readonly string[], { before, after }: Both): string {
  for (const scenario of [after, before]) {
    let shape: Shape | undefined = Scenario;
    let value: unknown = scenario;
    let named = false;
    for (const step of path) {
      const form = shape && bare(shape);
      named = form !== undefined && !("valueType" in form);
      shape = shape && inside(shape, step, value);
      value = isObject(value) ? value[step] : undefined;
    }
    const title = shape && metaOf(shape).title;
    if (named && title) return inSentence(title);
  }
  return path.at(-1)!;
}

function spoken(
  value: JsonValue | undefined,
  shape: Shape | undefined,
  scenario: Scenario,
): string {
  if (value === undefined) return none;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value.startsWith("=") ? value.slice(1).trim() : value;
  const unit = shape && metaOf(shape).unit;
  if (typeof value === "number") return amount(value, unit, scenario.currency);
  if (shape && isCurve(shape)) return explainCurve(value as unknown as CurveInput);
  if (Array.isArray(value)) return value.map((one) => spoken(one, undefined, scenario)).join(", ");
  if (isObject(value) && "p50" in value)
    return `about ${amount(Number(value["p50"]), unit, scenario.currency)} (${amount(Number(value["p10"]), unit, scenario.currency)} to ${amount(Number(value["p90"]), unit, scenario.currency)})`;
  if (isObject(value) && "mean" in value)
    return `about ${amount(Number(value["mean"]), unit, scenario.currency)}`;
  return stakeOf(value as JsonObject, scenario) ?? something;
}

/** What a component, or a thing like one, is worth, where it says so. */
function stakeOf(value: JsonObject, { currency }: Scenario): string | undefined {
  const { weight, targetPay, rate, adoption, funding } = value;
  if (typeof weight === "number") return `${amount(weight, "share", currency)} of variable`;
  if (typeof targetPay === "number") return `${amount(targetPay, "money", currency)} a year`;
  if (typeof rate === "number") return `rate ${rate}`;
  if (typeof adoption === "number") return `${amount(adoption, "share", currency)} adopted`;
  if (!isObject(funding)) return undefined;
  if (typeof funding["shareOfExcess"] === "number")
    return `${amount(funding["shareOfExcess"], "share", currency)} of the excess`;
  if (typeof funding["amount"] === "number")
    return `${amount(funding["amount"], "money", currency)} a year at target`;
  return undefined;
}

function amount(value: number, unit: string | undefined, currency: string): string {
  if (unit === "share") return `${Number((value * 100).toFixed(6))}%`;
  if (unit === "money") return `${thousandsApart(String(value))} ${currency}`;
  return unit === "×" ? `${value}×` : thousandsApart(String(value));
}

function counted(people: number): string {
  return people === 1 ? "1 person" : `${thousandsApart(String(people))} people`;
}
