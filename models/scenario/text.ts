/**
 * Text to JSON, strictly: one linear scan before JSON.parse, which would quietly change or lose what it says.
 *
 * Terms     place = line and column from 1, in UTF-16 units as editors count them; path = plans.ae.components.
 * Always    accepts a text exactly when JSON.parse does and the rules below hold: at most 2 MiB, nested at most 24
 *           deep, no key twice, no `__proto__` and friends, no control characters, no half characters, numbers that
 *           are held as written, no marks of an unfinished merge. All faults are reported, to the first that makes the
 *           rest unreadable.
 * Not here  bytes to text (shells decode UTF-8 with a fatal decoder), what keys and values mean (read.ts).
 */
import type { Problem } from "../problem.ts";

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export type JsonObject = { [key: string]: JsonValue };

/** One step of a path: a key or a place in a list. */
export type Step = string | number;

const MAX_BYTES = 2 * 1024 * 1024;
const MAX_DEPTH = 24;
const MAX_PROBLEMS = 100;
const MAX_NUMBER = 100;

/** Keys that could reach into the objects themselves. */
export const forbiddenKeys: ReadonlySet<string> = new Set([
  "__proto__",
  "constructor",
  "prototype",
]);

/** A path as people read it: plans.ae.curve.points[1]; a key that is not an id or effect stands in brackets. */
export function pathOf(steps: readonly Step[]): string {
  let path = "";
  for (const step of steps) {
    if (typeof step === "number") path += `[${step}]`;
    else if (!/^[A-Za-z$][\w$.-]*$/.test(step)) path += `[${JSON.stringify(step)}]`;
    else path += path === "" ? step : `.${step}`;
  }
  return path;
}

/** True for an object of JSON, not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True where two values mean the same: the order of keys does not count. */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, i) => sameValue(one, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
}

/** The document with the value at some steps in its place; undefined takes it out. Shares what it does not change. */
export function withValue(
  document: JsonObject,
  steps: readonly Step[],
  value: JsonValue | undefined,
): JsonObject {
  const [step, ...rest] = steps;
  const key = String(step);
  const copy = { ...document };
  if (rest.length > 0) {
    const inner = copy[key];
    copy[key] = withValue(isObject(inner) ? inner : {}, rest, value);
  } else if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}

/** The object a text holds, or every fault of the text with its place in `file`. */
export function parseStrict(
  text: string,
  file: string,
): { value?: JsonObject; problems: Problem[] } {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const large = tooLarge(body, file);
  if (large) return { problems: [large] };

  const marks = mergeMarks(body, file);
  if (marks.length > 0) return { problems: marks };

  const scan = new Scan(body, file);
  scan.run();
  if (scan.problems.length > 0) return { problems: scan.problems };
  const value: unknown = scan.minusZero ? JSON.parse(body, plusZero) : JSON.parse(body);
  return { value: value as JsonObject, problems: [] };
}

/** -0 and 0 are one number; only their sign would differ. */
function plusZero(_key: string, value: unknown): unknown {
  return value === 0 ? 0 : value;
}

function tooLarge(text: string, file: string): Problem | undefined {
  let bytes = text.length;
  if (bytes <= MAX_BYTES) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      // Both halves of a surrogate pair come to 4 bytes together.
      if (unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff)) bytes += 2;
      else if (unit >= 0x80) bytes += 1;
    }
  }
  if (bytes <= MAX_BYTES) return undefined;
  return {
    code: "too-large",
    path: "",
    file,
    message: "the file is larger than 2 MiB",
    hint: "a scenario is a page of numbers; keep lists of deals and people in files of their own",
  };
}

/** One problem for each conflict, at its first line, and for each mark that belongs to none. */
function mergeMarks(text: string, file: string): Problem[] {
  if (!/^(<{7}|={7}|>{7}|\|{7})/m.test(text)) return [];
  const problems: Problem[] = [];
  let isInside = false;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const mark = /^(<{7}|={7}|>{7}|\|{7})( |$)/.exec(line)?.[1];
    if (mark === undefined || problems.length === MAX_PROBLEMS) continue;
    const isNew = !isInside || mark.startsWith("<");
    isInside = mark.startsWith("<") || (isInside && !mark.startsWith(">"));
    if (!isNew) continue;
    problems.push({
      code: "bad-text",
      path: "",
      file,
      line: index + 1,
      column: 1,
      message: `${file || "the file"} is in the middle of a merge`,
      hint: `tandem resolve ${file || "FILE"}`,
    });
  }
  return problems;
}

/** Thrown inside the scan where what follows cannot be read, and caught by it. */
class Unreadable extends Error {}

type Frame = {
  /** The keys so far with the places of their first use, or undefined in a list. */
  keys: Map<string, number> | undefined;
  start: number;
};

class Scan {
  readonly problems: Problem[] = [];
  minusZero = false;
  private readonly text: string;
  private readonly file: string;
  private at = 0;
  private readonly lineStarts: number[];
  private readonly frames: Frame[] = [];
  private readonly steps: Step[] = [];

  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
    this.lineStarts = lineStartsOf(text);
  }

  run(): void {
    try {
      this.space();
      if (this.at === this.text.length)
        this.stop("the file is empty", 'a scenario starts as { "format": 1, "name": "…" }');
      if (this.text[this.at] !== "{")
        this.stop("a scenario is one object, from { to }", "start the file with {");
      this.document();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
    }
  }

  /** Everything after the first brace, without recursion: the frames are the stack. */
  private document(): void {
    this.open();
    while (this.frames.length > 0) {
      const frame = this.frames.at(-1)!;
      const first = this.isFirst(frame);
      this.space();
      const next = this.text[this.at];
      const close = frame.keys ? "}" : "]";
      if (next === close) {
        this.at++;
        this.frames.pop();
        this.steps.pop();
        continue;
      }
      if (next === undefined) this.unclosed(frame);
      if (!first) this.comma(frame, close);
      if (frame.keys) this.key(frame.keys);
      else this.steps[this.steps.length - 1] = (this.steps.at(-1) as number) + 1;
      this.value();
    }
    this.space();
    if (this.at < this.text.length)
      this.stop(
        "there is text after the end of the scenario",
        "a file holds one object; delete what follows its last }",
      );
  }

  private isFirst(frame: Frame): boolean {
    return frame.keys ? frame.keys.size === 0 : this.steps.at(-1) === -1;
  }

  private open(): void {
    const keyed = this.text[this.at] === "{";
    this.frames.push({ keys: keyed ? new Map() : undefined, start: this.at });
    this.steps.push(keyed ? "" : -1);
    if (this.frames.length > MAX_DEPTH) {
      this.stop(
        `nested more than ${MAX_DEPTH} deep`,
        "no scenario needs this; look for a bracket too many",
      );
    }
    this.at++;
  }

  private comma(frame: Frame, close: string): void {
    if (this.text[this.at] !== ",") {
      const what = frame.keys ? "the next key" : "the next element";
      this.stop(
        `a comma is missing before ${what}, or ${close} before this`,
        `write , between two of them, or ${close} at the end`,
      );
    }
    const comma = this.at++;
    this.space();
    if (this.text[this.at] === close) {
      this.at = comma;
      this.stop(`a comma before ${close}`, "delete the comma after the last one");
    }
  }

  private key(keys: Map<string, number>): void {
    const start = this.at;
    if (this.text[start] !== '"') this.wrongKey();
    const key = this.string();
    this.steps[this.steps.length - 1] = key;
    const before = keys.get(key);
    if (forbiddenKeys.has(key)) {
      this.report(start, `"${key}" cannot be a key`, "use another name");
    } else if (before !== undefined) {
      const hint = "keep one of them; merging two versions of a file can write a key twice";
      this.report(
        start,
        `"${key}" is written twice, first on line ${this.place(before).line}`,
        hint,
      );
    }
    if (before === undefined) keys.set(key, start);
    this.space();
    if (this.text[this.at] !== ":")
      this.stop(`a colon is missing after "${key}"`, `write "${key}": and its value`);
    this.at++;
    this.space();
  }

  private wrongKey(): never {
    const next = this.text[this.at]!;
    if (next === ",") this.stop("a comma with nothing before it", "delete one comma");
    if (next === "'") this.stop("a key in single quotes", 'write it in double quotes: "name"');
    const word = /^[A-Za-z_$][\w$-]*/.exec(this.text.slice(this.at, this.at + 80))?.[0];
    if (word) this.stop(`the key ${word} has no quotes`, `write "${word}"`);
    this.stop(`a key is missing before ${shown(next)}`, 'an object is { "key": value, … }');
  }

  private value(): void {
    const next = this.text[this.at];
    if (next === "{" || next === "[") return this.open();
    if (next === '"') return void this.string();
    if (next === "-" || (next !== undefined && next >= "0" && next <= "9")) return this.number();
    const word = /^[A-Za-z_]+/.exec(this.text.slice(this.at, this.at + 40))?.[0] ?? "";
    if (word === "true" || word === "false" || word === "null") {
      this.at += word.length;
      return;
    }
    this.wrongValue(next, word);
  }

  private wrongValue(next: string | undefined, word: string): never {
    if (next === undefined) this.unclosed(this.frames.at(-1)!);
    if (word === "NaN" || word === "Infinity")
      this.stop(`${word} is not a number here`, "write the number itself, or leave the key out");
    if (/^(true|false|null|none|nil)$/i.test(word))
      this.stop(`${word} is not known`, `write ${/^n/i.test(word) ? "null" : word.toLowerCase()}`);
    if (word !== "")
      this.stop(`the text ${word} has no quotes`, "write texts and formulas in double quotes");
    if (next === "'") this.stop("a text in single quotes", 'write it in double quotes: "text"');
    if (next === "=")
      this.stop("a formula has no quotes", 'write it in double quotes: "= 2 * ote"');
    if (next === "+") this.stop("a number starts with +", "leave the + out");
    if (next === ".")
      this.stop("a number starts with a point", "write 0 before the point, as in 0.5");
    if (next === "/")
      this.stop("a comment, which JSON does not have", 'write remarks under "notes"');
    if (next === "," || next === "}" || next === "]")
      this.stop(`a value is missing before ${next}`, "write the value, or delete the key");
    this.stop(
      `${shown(next)} cannot start a value`,
      "a value is a number, a text in double quotes, true, false, null, [ … ] or { … }",
    );
  }

  private unclosed(frame: Frame): never {
    const { line } = this.place(frame.start);
    const [what, close] = frame.keys ? ["object", "}"] : ["list", "]"];
    this.stop(
      `the file ends before the ${what} that starts on line ${line} is closed`,
      `write ${close} where it ends`,
    );
  }

  /** Reads a text in double quotes, from its first quote to behind its last. */
  private string(): string {
    const start = this.at++;
    let escaped = false;
    let high = false;
    let halves = false;
    let controls = false;
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit === 34) break;
      if (Number.isNaN(unit) || unit === 10 || unit === 13) {
        this.at = start;
        this.stop(
          "a text without its closing quote",
          'write " where it ends; a line break inside a text is written \\n',
        );
      }
      let meant = unit;
      if (unit === 92) {
        escaped = true;
        meant = this.escape();
      } else if (unit < 32) {
        this.stop(
          `a control character (${hex(unit)}) inside a text`,
          "delete it; a tab is written \\t",
        );
      } else {
        this.at++;
      }
      const isLow = meant >= 0xdc00 && meant <= 0xdfff;
      if (isLow !== high) halves = true;
      high = meant >= 0xd800 && meant <= 0xdbff;
      if (isControl(meant)) controls = true;
    }
    if (high) halves = true;
    this.at++;
    const raw = this.text.slice(start, this.at);
    const value = escaped ? (JSON.parse(raw) as string) : raw.slice(1, -1);
    if (halves)
      this.report(
        start,
        "a text with half a character (a lone surrogate)",
        "type the character again; the file was cut or converted wrongly",
      );
    if (controls)
      this.report(
        start,
        "a text with a control character",
        "delete it; only tabs and line breaks are allowed",
      );
    return value;
  }

  /** Steps over one escape and gives the UTF-16 unit it means. */
  private escape(): number {
    const letter = this.text[this.at + 1] ?? "";
    if (letter === "u") {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9A-Fa-f]{4}$/.test(digits))
        this.stop(
          "\\u needs four hexadecimal digits",
          "as in \\u00e9, or type the character itself",
        );
      this.at += 6;
      return Number.parseInt(digits, 16);
    }
    const index = '"\\/bfnrt'.indexOf(letter);
    if (letter === "" || index < 0)
      this.stop(`the escape \\${shown(letter)} is not known`, "a backslash is written \\\\");
    this.at += 2;
    return [34, 92, 47, 8, 12, 10, 13, 9][index]!;
  }

  private number(): void {
    const start = this.at;
    const token = /^-?[0-9][0-9A-Za-z_.+-]*|^-[A-Za-z.+-]*/.exec(
      this.text.slice(start, start + MAX_NUMBER + 1),
    )![0];
    if (token.length > MAX_NUMBER)
      this.stop(
        `a number with more than ${MAX_NUMBER} characters`,
        "write it with at most 15 digits",
      );
    const valid = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?/.exec(token);
    if (!valid || valid[0] !== token) this.wrongNumber(token);
    this.at += token.length;
    const [, sign, whole = "", fraction = "", exponent = "0"] = valid;

    const value = Number(token);
    const digits = (whole + fraction).replace(/^0+/, "");
    if (digits === "") {
      if (sign) this.minusZero = true;
      return;
    }
    if (!Number.isFinite(value))
      this.report(
        start,
        `${token} is too large to be a number here`,
        "numbers go up to about 1.8e308",
      );
    else if (value === 0) this.report(start, `${token} is too small to be told from 0`, "write 0");
    else if (!holds(value, digits, Number(exponent) - fraction.length)) {
      this.report(
        start,
        `${token} cannot be held exactly and would be saved as ${String(Math.abs(value))}`,
        "write it with at most 15 digits",
      );
    }
  }

  private wrongNumber(token: string): never {
    if (/^-?0[0-9]/.test(token))
      this.stop(`the number ${token} starts with 0`, "delete the zeros before it");
    if (/^-?0[xXbBoO]/.test(token))
      this.stop(`${token} is not a decimal number`, "write it in decimal digits");
    if (/^-?[0-9][0-9_]+$/.test(token))
      this.stop(`the number ${token} has an underscore`, "write the digits alone");
    if (/\.($|[eE])/.test(token))
      this.stop(`the number ${token} has no digit after its point`, "write 5 or 5.0");
    if (/^[0-9]{4}-[0-9]{2}/.test(token))
      this.stop(`the month or date ${token} has no quotes`, `write "${token}"`);
    this.stop(`${token} is not a number`, "a number is written like 12, 0.5 or 1e6");
  }

  private space(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) break;
      this.at++;
    }
    const next = this.text.charCodeAt(this.at);
    if (
      isControl(next) ||
      next === 0xa0 ||
      next === 0xfeff ||
      (next >= 0x2000 && next <= 0x200f) ||
      next === 0x3000
    ) {
      this.stop(
        `a character that cannot be seen (${hex(next)}) stands here`,
        "delete it; JSON knows blanks, tabs and line breaks",
      );
    }
    if (next === 47)
      this.stop("a comment, which JSON does not have", 'write remarks under "notes"');
  }

  private report(offset: number, message: string, hint: string): void {
    const inside = this.steps.filter((step) => step !== "" && step !== -1);
    this.problems.push({
      code: "bad-text",
      path: pathOf(inside),
      file: this.file,
      ...this.place(offset),
      message,
      hint,
    });
    if (this.problems.length >= MAX_PROBLEMS) throw new Unreadable();
  }

  private stop(message: string, hint: string): never {
    this.report(this.at, message, hint);
    throw new Unreadable();
  }

  private place(offset: number): { line: number; column: number } {
    return placeOf(this.lineStarts, offset);
  }
}

/** Offsets at which the lines of a text start. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

/** Line and column, from 1, of an offset in a text whose lines start at these offsets. */
export function placeOf(
  lineStarts: readonly number[],
  offset: number,
): { line: number; column: number } {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - lineStarts[low]! + 1 };
}

/** True where the value's own shortest digits are the ones written (leading zeros stripped, point moved away). */
function holds(value: number, digits: string, exponent: number): boolean {
  const [mantissa = "", power = "0"] = Math.abs(value).toString().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const [a, aExponent] = trimmed(
    (whole + fraction).replace(/^0+/, ""),
    Number(power) - fraction.length,
  );
  const [b, bExponent] = trimmed(digits, exponent);
  return a === b && aExponent === bExponent;
}

function trimmed(digits: string, exponent: number): [string, number] {
  const kept = digits.replace(/0+$/, "");
  return [kept, exponent + digits.length - kept.length];
}

function isControl(unit: number): boolean {
  return (unit < 32 && unit !== 9 && unit !== 10 && unit !== 13) || (unit >= 0x7f && unit <= 0x9f);
}

function hex(unit: number): string {
  return `U+${unit.toString(16).toUpperCase().padStart(4, "0")}`;
}

function shown(character: string | undefined): string {
  if (character === undefined || character === "") return "the end of the file";
  const unit = character.charCodeAt(0);
  return unit > 32 && unit < 127 ? character : hex(unit);
}
