/**
 * What a scenario changes, in plan words: rows for the table at the head of the page, and counts for the rail.
 *
 * Terms     section = a part of the form; row = one value that differs, with what it was and is.
 */
import {
  type Component,
  type CurveInput,
  type CurvePoint,
  type Field,
  fieldAt,
  fieldOf,
  type JsonValue,
  pointsOf,
  practiceDefaults,
  type Scenario,
} from "#models";
import { targetOf } from "../../form/target.ts";
import { writeAmount } from "../../form/amount.ts";
import { inSentence, wholeMoney } from "../../lib/format.ts";
import { type Difference, type Path, valueAt } from "../../state/patch.ts";
import {
  componentTitle,
  idInWords,
  middleOf,
  payWord,
  plansOf,
  type PlanInWords,
  rolesOf,
} from "./words.ts";

export type Section =
  { kind: "plan"; id: string } | { kind: "pools" } | { kind: "alignment" } | { kind: "rest" };

export type ChangeRow = {
  /** The place, as a key. */
  key: string;
  section: Section;
  /** Whose plan, or the part of the scenario. */
  place: string;
  /** What of it. */
  thing: string;
  before: string;
  after: string;
  people: number | undefined;
};

/** Head of the file: said elsewhere on the page. */
const head = new Set(["$schema", "format", "name", "question", "notes", "extends"]);

/** The differences that change what is computed or shown, not the file's head. */
function withoutHead(differences: readonly Difference[]): Difference[] {
  return differences.filter(({ path }) => !head.has(path[0]!));
}

/** The section in which a value is edited. */
export function sectionOf(path: Path, scenario: Scenario): Section {
  const [top, id] = path;
  if (top === "plans" && id !== undefined) return { kind: "plan", id };
  if (top === "pools" || top === "alignment") return { kind: top };
  const plan =
    top === "roles" && path[2] === "targetVariable" ? scenario.roles[id!]?.plan : undefined;
  return plan ? { kind: "plan", id: plan } : { kind: "rest" };
}

export function keyOf(section: Section): string {
  return section.kind === "plan" ? `plan ${section.id}` : section.kind;
}

/** How many values differ in each section. */
export function countsOf(
  differences: readonly Difference[],
  scenario: Scenario,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of withoutHead(differences)) {
    const key = keyOf(sectionOf(path, scenario));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** One row for each value that differs between the parent and the scenario. */
export function rowsOf(
  differences: readonly Difference[],
  parent: Scenario,
  scenario: Scenario,
): ChangeRow[] {
  const plans = new Map([...plansOf(parent), ...plansOf(scenario)].map((plan) => [plan.id, plan]));
  const order = [...plans.keys()];
  const rank = ({ section }: ChangeRow) =>
    section.kind === "plan"
      ? order.indexOf(section.id)
      : order.length + ["pools", "alignment", "rest"].indexOf(section.kind);
  return withoutHead(differences)
    .map((difference) => rowOf(difference, { parent, scenario, plans }))
    .toSorted((a, b) => rank(a) - rank(b));
}

type Both = { parent: Scenario; scenario: Scenario; plans: ReadonlyMap<string, PlanInWords> };

function rowOf(difference: Difference, both: Both): ChangeRow {
  const { path } = difference;
  const section = sectionOf(path, both.scenario);
  const row = { key: path.join(" "), section };
  const plan = section.kind === "plan" ? both.plans.get(section.id) : undefined;
  if (plan && path[0] === "plans") return { ...row, ...planRow(difference, plan, both) };
  if (plan) return { ...row, ...bonusRow(difference, plan, both) };
  if (section.kind === "pools") return { ...row, ...poolRow(difference, both) };
  if (section.kind === "alignment") return { ...row, ...alignmentRow(difference, both) };
  return { ...row, ...restRow(difference, both) };
}

/** A place that no form of its own has, in the schema's words. */
function restRow({ path, before, after }: Difference, both: Both): Cells {
  const role = path[0] === "roles" ? both.scenario.roles[path[1]!] : undefined;
  const place = role ? (role.title ?? path[1]!) : idInWords(path[0]!);
  const from = role ? 2 : 1;
  const thing = titlesOf(path, from, both) || place;
  const people = role && middleOf(role.headcount);
  return { place, thing, people, ...spoken({ path, before, after }, both) };
}

/** Titles of the steps from `from` on: "Retention, ramp". */
function titlesOf(path: Path, from: number, both: Both): string {
  const titles = path.slice(from).map((step, i) => {
    const field = fieldIn(path.slice(0, from + i + 1), both);
    return field?.title ?? idInWords(step);
  });
  return titles.map((title, i) => (i === 0 ? title : inSentence(title))).join(", ");
}

/** What may stand at a place, where the schema names it: not for an id, whose title is that of any other. */
function fieldIn(path: Path, { parent, scenario }: Both) {
  const holder = fieldAt(path.slice(0, -1), scenario) ?? fieldAt(path.slice(0, -1), parent);
  if (holder?.form !== "object") return undefined;
  return holder.fields.find(({ key }) => key === path.at(-1));
}

/** Both values with their unit; of an object that is new or gone its fields. */
function spoken({ path, before, after }: Difference, both: Both): Words {
  const field = fieldIn(path, both);
  const say = (value: JsonValue | undefined, scenario: Scenario) =>
    inUnit(value, field, scenario.currency);
  return { before: say(before, both.parent), after: say(after, both.scenario) };
}

type Spoken = Pick<Field, "shape" | "unit" | "leftOut"> | undefined;

/** "7.5 months", "20%", "ramp 3 months, vacancy 2 months", "off" for a part that is left out. */
function inUnit(value: JsonValue | undefined, field: Spoken, currency: string): string {
  const form = field && fieldOf(field.shape);
  if (value === undefined || value === null) return absent(field, currency);
  if (form?.form === "object" && isRecord(value)) {
    const fields = form.fields.filter(({ key }) => value[key] !== undefined);
    const said = fields.map((one) => {
      const words = inUnit(value[one.key], one, currency);
      return `${inSentence(one.title ?? idInWords(one.key))} ${words}`;
    });
    return said.join(", ") || "on, by default";
  }
  if (form?.form === "choice" && typeof value === "string") return idInWords(value);
  const middle =
    typeof value === "string" || Array.isArray(value) ? undefined : middleOf(value as never);
  if (middle === undefined || typeof value === "boolean") return plainly(value);
  const about = typeof value === "number" ? "" : "about ";
  return `${about}${withUnit(middle, field?.unit, currency)}`;
}

/** What holds where nothing is written: the default where it is a value, else that it is off. */
function absent(field: Spoken, currency: string): string {
  const form = field && fieldOf(field.shape).form;
  if (form === "object") return "off";
  const { leftOut = "", unit } = field ?? {};
  if (form === "choice" && leftOut) return idInWords(leftOut);
  if (leftOut !== "" && Number.isFinite(Number(leftOut)))
    return withUnit(Number(leftOut), unit, currency);
  return leftOut !== "" && leftOut.length <= 24 ? leftOut : "none";
}

function withUnit(value: number, unit: string | undefined, currency: string): string {
  if (unit === "share") return writeAmount(value, "percent");
  if (unit === "money") return wholeMoney(value, currency);
  const number = plainly(value);
  if (unit === "×") return `${number}×`;
  if (unit === "× OTE") return `${number} × OTE`;
  return unit && /^(months|weeks|hours|a year)$/.test(unit) ? `${number} ${unit}` : number;
}

function isRecord(value: JsonValue): value is { [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Cells = Omit<ChangeRow, "key" | "section">;

function planRow(
  { path, before, after }: Difference,
  plan: PlanInWords,
  { parent, scenario }: Both,
): Cells {
  const { title: place, people } = plan;
  const [, planId, part, componentId, field] = path;
  if (part !== undefined && part !== "components") {
    const thing = path.slice(2).map(idInWords).join(", ");
    return { place, thing, people, before: plainly(before), after: plainly(after) };
  }
  const component =
    (scenario.plans[planId!] ?? parent.plans[planId!])?.components[componentId ?? ""] ??
    parent.plans[planId!]?.components[componentId ?? ""];
  if (!componentId || !component) {
    return {
      place,
      thing: "Plan",
      before: before === undefined ? "none" : "as it was",
      after: after === undefined ? "Removed" : "New",
      people,
    };
  }
  const title = componentTitle(componentId, component);
  const word = payWord(plan);
  if (field === undefined) {
    return {
      place,
      thing: title,
      people,
      before: stake(before, word),
      after: after === undefined ? "Removed" : stake(after, word),
    };
  }
  if (field === "weight") {
    return {
      place,
      thing: title,
      people,
      before: weight(before, word),
      after: weight(after, word),
    };
  }
  const words = [fieldWords[field] ?? idInWords(field), ...path.slice(5).map(idInWords)];
  const thing = [title, ...words.map((one) => one.toLowerCase())].join(", ");
  if (field === "target")
    return {
      place,
      thing,
      people,
      before: target(before, scenario),
      after: target(after, scenario),
    };
  if (field === "curve") return { place, thing, people, ...curves(before, after) };
  return { place, thing, people, before: plainly(before), after: plainly(after) };
}

const fieldWords: Record<string, string> = {
  curve: "payout curve",
  target: "target",
  period: "paid",
  examples: "examples",
};

function bonusRow(
  { path, before, after }: Difference,
  plan: PlanInWords,
  { scenario }: Both,
): Cells {
  const on = plan.roles.find(({ id }) => id === path[1]);
  const money = (value: JsonValue | undefined) =>
    typeof value === "number" ? wholeMoney(value, scenario.currency) : plainly(value);
  const thing =
    plan.roles.length > 1 && on ? `Target pay, ${on.title.toLowerCase()}` : "Target pay";
  return {
    place: plan.title,
    thing,
    people: on?.people,
    before: money(before),
    after: money(after),
  };
}

function poolRow({ path, before, after }: Difference, { parent, scenario }: Both): Cells {
  const [, id, ...rest] = path;
  const pool = scenario.pools?.[id!] ?? parent.pools?.[id!];
  const place = pool?.title ?? idInWords(id!);
  const members = new Set(pool?.members);
  const people = rolesOf(scenario).reduce(
    (sum, role) => sum + (members.has(role.id) ? role.people : 0),
    0,
  );
  if (rest.length === 0) {
    return {
      place,
      thing: "Pool",
      people,
      before: funds(before) ?? "none",
      after: funds(after) ?? "Removed",
    };
  }
  const thing = rest.map(idInWords).join(", ");
  return { place, thing, people, before: plainly(before), after: plainly(after) };
}

function funds(pool: JsonValue | undefined): string | undefined {
  if (pool === undefined) return undefined;
  const share = valueAt(pool, ["funding", "shareOfExcess"]);
  return typeof share === "number" ? `${writeAmount(share, "percent")} of the excess` : "New";
}

function alignmentRow({ path, before, after }: Difference, both: Both): Cells {
  const { scenario } = both;
  const [, top, id, ...rest] = path;
  const place = "Alignment";
  if (top !== "practices") {
    const thing = titlesOf(path, 1, both) || place;
    const words =
      top === "level" // a place on a scale, not a part of something
        ? { before: plainly(before), after: plainly(after) }
        : spoken({ path, before, after }, both);
    return { place, thing, people: undefined, ...words };
  }
  const practice = scenario.alignment?.practices?.[id!];
  const roles = practice?.roles;
  const people = rolesOf(scenario).reduce(
    (sum, role) => sum + (!roles || roles.includes(role.id) ? role.people : 0),
    0,
  );
  const title = practice?.title ?? practiceDefaults[id!]?.title ?? idInWords(id!);
  if (rest.length === 0) {
    return {
      place,
      thing: title,
      people,
      before: adoption(before) ?? "none",
      after: adoption(after) ? `${adoption(after)} adopted` : "Removed",
    };
  }
  const thing = `${title}, ${inSentence(titlesOf(path, 3, both))}`;
  return { place, thing, people, ...spoken({ path, before, after }, both) };
}

/** What a component is worth. */
function stake(component: JsonValue | undefined, word: string): string {
  if (component === undefined) return "none";
  const { weight: share, targetPay, rate } = component as unknown as Component;
  if (share !== undefined) return weight(share as JsonValue, word);
  return targetPay !== undefined
    ? `${plainly(targetPay as JsonValue)} a year`
    : `rate ${plainly(rate as JsonValue | undefined)}`;
}

function weight(share: JsonValue | undefined, word: string): string {
  return typeof share === "number" ? `${writeAmount(share, "percent")} of ${word}` : plainly(share);
}

function target(written: JsonValue | undefined, { currency }: Scenario): string {
  const read = targetOf(written);
  if (written === undefined) return "none";
  if (read.basis === "statusQuo") return `${writeAmount(read.multiple, "times")} × status quo`;
  return read.basis === "fixed"
    ? wholeMoney(read.value, currency).replace(/^[^\d\u2212]+/, "")
    : read.text;
}

/** Two curves by the points in which they differ; a form other than a table by the points it stands for. */
function curves(before: JsonValue | undefined, after: JsonValue | undefined): Words {
  if (before === undefined || after === undefined) {
    return {
      before: before === undefined ? "none" : "a curve",
      after: after === undefined ? "Removed" : "New",
    };
  }
  const [was, is] = [before, after].map((curve) => pointsOf(curve as unknown as CurveInput));
  const [olds, news] = [was!, is!].map(({ points }) => points.map(pointInWords));
  const [gone, come] = [lacking(olds!, news!), lacking(news!, olds!)];
  if (gone || come) return { before: gone || "without", after: come || "without" };
  if (was!.beyond !== is!.beyond) {
    return { before: slopeInWords(was!.beyond), after: slopeInWords(is!.beyond) };
  }
  return { before: "another form", after: "the same as a table" };
}

type Words = Pick<ChangeRow, "before" | "after">;

function slopeInWords(beyond: number | "error" = 0): string {
  if (beyond === "error") return "not defined above";
  return beyond === 0 ? "no more above" : `${writeAmount(beyond, "times")}× above`;
}

/** The points of one curve that another lacks. */
function lacking(own: readonly string[], other: readonly string[]): string {
  return own.filter((point) => !other.includes(point)).join(", ");
}

function pointInWords([attainment, share]: CurvePoint): string {
  return `${writeAmount(attainment, "percent")} pays ${writeAmount(share, "percent")}`;
}

function adoption(practice: JsonValue | undefined): string | undefined {
  if (practice === undefined) return undefined;
  return writeAmount(middleOf(valueAt(practice, ["adoption"]) as number) ?? 1, "percent");
}

function plainly(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "number") return value.toLocaleString("en", { maximumFractionDigits: 6 });
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value))
    return value.every((item) => typeof item === "string")
      ? `${value.length} chosen`
      : `${value.length} values`;
  const middle = middleOf(value as never);
  return middle === undefined ? "set" : `about ${middle}`;
}
