/**
 * What every field of a form shares: the draft it edits, where each value comes from, and what was refused.
 *
 * Terms     refused = an edit that would not load: it changes nothing and its reason stands at its field until the
 *           value becomes another.
 * Not here  what may be written at a place (the engine's fields), how it is shown (SchemaField.svelte).
 */
import {
  sameValue,
  type Field,
  fieldsOf,
  type JsonObject,
  type JsonValue,
  keyNamesAt,
  namesAt,
  pathOf,
  patternWords,
  type Problem,
  shapeAt,
  withKey,
} from "#models";
import { capitalised } from "../lib/format.ts";
import { type Draft, type Edit, tree } from "../state/draft.svelte.ts";
import { type Path, valueAt, withValue } from "../state/patch.ts";
import type { Unit } from "./amount.ts";
import { choiceInWords, valueInWords } from "./fieldWords.ts";
import { type Origin, originOf } from "./origin.ts";

type Refused = { message: string; value: JsonValue | undefined };

export class FormState {
  readonly draft: Draft;
  readonly #faults: () => readonly Problem[];
  #refused = $state.raw<Readonly<Record<string, Refused>>>({});

  constructor(draft: Draft, faults: () => readonly Problem[] = () => []) {
    this.draft = draft;
    this.#faults = faults;
  }

  get document(): JsonObject {
    return tree(this.draft.scenario);
  }

  value(path: Path): JsonValue | undefined {
    return valueAt(this.document, path);
  }

  /** Sets a place; what cannot stand beside it goes. Problems: nothing changed, and the field says why. */
  set(path: Path, value: JsonValue, gesture?: object): readonly Problem[] {
    const problems = this.change(path, this.#edits(path, value), gesture);
    if (problems.length > 0 && typeof value === "string") {
      const shape = shapeAt(path, withValue(this.document, path, value));
      const words = shape && patternWords(shape, value);
      if (words) this.say(path, `${capitalised(words)}.`);
    }
    return problems;
  }

  remove(path: Path): readonly Problem[] {
    return this.change(path, [[path, undefined]]);
  }

  /** Makes edits that belong to one field. */
  change(path: Path, edits: readonly Edit[], gesture?: object): readonly Problem[] {
    const problems = this.draft.change(edits, gesture);
    const [problem] = problems;
    this.say(path, problem && sentence(problem, path));
    return problems;
  }

  revert(path: Path): void {
    const [problem] = this.draft.revert(path);
    this.say(path, problem && sentence(problem, path));
  }

  /** Says why something typed or chosen at a place was not taken. */
  say(path: Path, message: string | undefined): void {
    const key = pathOf(path);
    const { [key]: _, ...others } = this.#refused;
    this.#refused =
      message === undefined ? others : { ...others, [key]: { message, value: this.value(path) } };
  }

  error(path: Path): string | undefined {
    const key = pathOf(path);
    const refused = this.#refused[key];
    if (refused && sameValue(refused.value, this.value(path))) return refused.message;
    const fault = this.#faults().find((one) => plain(one.path) === plain(path.join(".")));
    return fault && sentence(fault, path);
  }

  origin(
    path: Path,
    field: Pick<Field, "unit">,
    inWords?: (value: JsonValue | undefined) => string,
  ): Origin {
    const { draft } = this;
    const [here, saved, parent] = [draft.scenario, draft.base, draft.parent].map((scenario) =>
      valueAt(tree(scenario), path),
    );
    // Of a thing that is new, its head says so; not each of its fields again.
    const holder = path.slice(0, -1);
    const isNew = [draft.base, draft.parent].some(
      (scenario) => valueAt(tree(scenario), holder) === undefined,
    );
    const isAllNew = valueAt(tree(draft.base), path.slice(0, 2)) === undefined && path.length > 2;
    if (isAllNew || (isNew && path.length > 5))
      return { kind: "inherited", words: "", canRevert: false };
    const unit = field.unit === "money" ? "money" : this.unit(path, field.unit);
    const plainly = (value: JsonValue | undefined) =>
      valueInWords(value, unit, draft.scenario.currency);
    return originOf({ here, saved, parent, isRoot: draft.isRoot }, (value) =>
      (inWords ?? plainly)(value as JsonValue | undefined),
    );
  }

  changed(path: Path): boolean {
    return !sameValue(this.value(path), valueAt(tree(this.draft.base), path));
  }

  names(path: Path): string[] | undefined {
    return namesAt(path, this.document);
  }

  keyNames(path: Path): string[] | undefined {
    return keyNamesAt(path, this.document);
  }

  /** How a number is written: attainment in per cent where there is a target, else as the measure itself. */
  unit(path: Path, unit: string | undefined): Unit {
    if (unit === "share")
      return this.#isOverMeasure(path) && path.includes("curve") ? "exact" : "percent";
    if (unit === "attainment") return this.#isOverMeasure(path) ? "exact" : "percent";
    if (unit === "×") return "times";
    return "exact";
  }

  /** True inside a component whose curve is over the measure itself. */
  #isOverMeasure(path: Path): boolean {
    if (path[0] !== "plans" || path[2] !== "components") return false;
    const inside = path.slice(4);
    const asked =
      inside[0] === "gates" ||
      inside[0] === "multipliers" ||
      inside[1] === "across" ||
      inside.includes("with");
    return !asked && this.value([...path.slice(0, 4), "target"]) === undefined;
  }

  #edits(path: Path, value: JsonValue): Edit[] {
    const holder = path.slice(0, -1);
    const [key, held, shape] = [path.at(-1)!, this.value(holder), shapeAt(holder, this.document)];
    if (!shape || typeof held !== "object" || held === null || Array.isArray(held))
      return [[path, value]];
    const next = withKey(shape, held, [key, value]);
    const gone = fieldsOf(shape, held).filter((field) => field.key in held && !(field.key in next));
    return [[path, value], ...gone.map((field): Edit => [[...holder, field.key], undefined])];
  }
}

/** Without the brackets that places in lists have. */
function plain(path: string): string {
  return path.replaceAll(/\[(\d+)\]/g, ".$1");
}

/** A problem as a sentence; its place is named where it is not the field's own. */
function sentence({ message, hint, path: where }: Problem, path: Path): string {
  const here = plain(path.join("."));
  const there = plain(where);
  const elsewhere =
    there !== here && !there.startsWith(`${here}.`) && !here.startsWith(`${there}.`);
  const rest = there.startsWith(`${here}.`)
    ? `${choiceInWords(there.slice(here.length + 1))}: `
    : "";
  const text = `${elsewhere ? `${where}: ` : rest}${message}${hint ? `; ${hint}` : ""}`;
  return `${capitalised(text.replace(/\.$/, ""))}.`;
}
