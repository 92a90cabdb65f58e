/**
 * Cells of a table of text: what they may hold, and what is wrong with them, each fault with its place.
 *
 * Terms     line = line of the file, as an editor counts; column = place of the cell in its row, from 1.
 * Always    a cell is read as it is or is a fault: nothing is guessed, dropped or filled in. Every fault is counted; of
 *           very many the first are told and the rest counted.
 * Not here  what the cells mean together (readFacts.ts), text of a file to table (shells).
 * Source    docs/guide/statements.md#files
 */
import { nearest, type Problem } from "../problem.ts";
import { dayNumber } from "./calendar.ts";
import type { Table } from "./facts.ts";

const MOST_TOLD = 200;

/** Collects problems: the first of very many, and how many more there are. */
export type Faults = {
  add: (problem: () => Problem) => void;
  count: () => number;
  list: () => Problem[];
};

export function collectFaults(what: "problem" | "warning"): Faults {
  const told: Problem[] = [];
  let count = 0;
  return {
    add: (problem) => {
      count += 1;
      if (count <= MOST_TOLD) told.push(problem());
    },
    count: () => count,
    list: () => {
      const more = count - told.length;
      if (more === 0) return told;
      const message = `${more} more ${what}${more === 1 ? "" : "s"} not shown`;
      return [...told, { code: "too-large", path: "", message, hint: "correct these first" }];
    },
  };
}

/** One column of a table: whether its header must be there, and whether its cells must say something. */
export type ColumnRule = { required?: boolean; filled?: boolean };

export type Row = {
  line: number;
  /** The cell's text without spaces around it; empty where the table has no such column. */
  text: (column: string) => string;
  /** A fault of one cell. A hint that takes work is made only for a fault that is told. */
  fault: (
    column: string,
    message: string,
    hint?: string | (() => string),
    code?: Problem["code"],
  ) => void;
  /** A cell that is read, but may not mean what it says. */
  warn: (column: string, message: string, hint?: string) => void;
};

/**
 * The rows of a table that have their cells, and every fault of its header and shape. Rows of another length than the
 * header's are faults and are not given.
 */
export function readRows(
  table: Table,
  columns: Readonly<Record<string, ColumnRule>>,
  { problems, warnings }: { problems: Faults; warnings: Faults },
): Row[] {
  const { file, header } = table;
  const names = header.map((name) => name.trim());
  const known = Object.keys(columns);
  const headLine = (
    path: string,
    column: number | undefined,
    rest: Pick<Problem, "code" | "message" | "hint">,
  ): Problem => ({
    ...rest,
    path,
    file,
    line: 1,
    ...(column === undefined ? {} : { column }),
  });
  if (names.every((name) => name === "")) {
    problems.add(() =>
      headLine("header", undefined, {
        code: "bad-shape",
        message: "the file is empty",
        hint: `the first row names the columns: ${requiredOf(columns).join(",")}`,
      }),
    );
    return [];
  }

  const places = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    if (name === "") {
      problems.add(() =>
        headLine("header", i + 1, {
          code: "bad-shape",
          message: `column ${i + 1} has no name`,
          hint: "name it, or delete the column",
        }),
      );
    } else if (places.has(name)) {
      problems.add(() =>
        headLine(`header, ${shown(name)}`, i + 1, {
          code: "bad-shape",
          message: `the column "${shown(name)}" is there twice`,
          hint: "delete or rename one of the two",
        }),
      );
    } else {
      places.set(name, i);
      if (known.includes(name)) continue;
      warnings.add(() => {
        const near = nearest(name, known);
        return headLine(`header, ${shown(name)}`, i + 1, {
          code: "unknown-key",
          message: `the column "${shown(name)}" is not read`,
          hint: near ? `did you mean "${near}"?` : `columns are ${known.join(", ")}`,
        });
      });
    }
  }
  const missing = requiredOf(columns).filter((name) => !places.has(name));
  for (const name of missing) {
    problems.add(() => {
      const near = nearest(
        name,
        names.filter((one) => !known.includes(one)),
      );
      return headLine(`header, ${name}`, undefined, {
        code: "bad-shape",
        message: `there is no column "${name}"`,
        hint: near
          ? `is "${shown(near)}" meant? rename it`
          : `add it to the first row: ${requiredOf(columns).join(",")}`,
      });
    });
  }
  if (missing.length > 0) return [];

  const rows: Row[] = [];
  for (const [i, cells] of table.rows.entries()) {
    const line = table.lines[i] ?? i + 2;
    if (cells.length !== names.length) {
      const more = cells.length > names.length;
      problems.add(() => ({
        code: "bad-shape",
        path: `row ${line}`,
        message: `the row has ${cells.length} cells, the header ${names.length}`,
        hint: more
          ? "a text with a comma in it stands in double quotes"
          : "an empty cell still needs its comma",
        file,
        line,
      }));
      continue;
    }
    const at = (column: string) => ({
      path: `row ${line}, ${column}`,
      file,
      line,
      ...(places.has(column) ? { column: places.get(column)! + 1 } : {}),
    });
    const row: Row = {
      line,
      text: (column) => {
        const place = places.get(column);
        return place === undefined ? "" : cells[place]!.trim();
      },
      fault: (column, message, given, code = "bad-shape") =>
        problems.add(() => {
          const hint = typeof given === "function" ? given() : given;
          return { code, message, ...(hint ? { hint } : {}), ...at(column) };
        }),
      warn: (column, message, hint) =>
        warnings.add(() => ({
          code: "bad-shape",
          message,
          ...(hint ? { hint } : {}),
          ...at(column),
        })),
    };
    for (const [column, { filled }] of Object.entries(columns))
      if (filled && row.text(column) === "") row.fault(column, `${column} is empty`, "fill it in");
    rows.push(row);
  }
  return rows;
}

function requiredOf(columns: Readonly<Record<string, ColumnRule>>): string[] {
  return Object.entries(columns).flatMap(([name, { required }]) => (required ? [name] : []));
}

/** A cell's text as it is shown in a message: short, on one line. */
export function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** A problem's hint for a name that is not there, of few names all of them, of many the nearest. */
export function nameHint(name: string, known: readonly string[]): string {
  const near = known.length <= 5000 ? nearest(name, known) : undefined;
  if (near !== undefined) return `did you mean "${near}"?`;
  const first = known.slice(0, 12).join(", ");
  if (known.length === 0) return "there are none";
  return known.length > 12 ? `use one of ${known.length}: ${first}, …` : `use one of: ${first}`;
}

const PLAIN = /^\d+(\.\d+)?$/;
const SIGNED = /^-?\d+(\.\d+)?$/;
const MOST_DIGITS = 15;
const MOST_PLACES = 12;

export type DecimalRule = {
  /** Whether it may be below 0. Default false. */
  signed?: boolean;
  /** What it may be at most, as a whole number. */
  most?: number;
};

/** The decimal text of a cell, exactly as written; undefined where the cell is empty or a fault. */
export function decimal(row: Row, column: string, rule: DecimalRule = {}): string | undefined {
  const text = row.text(column);
  if (text === "") return undefined;
  const bad = (message: string, hint: string): undefined => {
    row.fault(column, `"${shown(text)}" ${message}`, hint, "bad-number");
  };
  if (!(rule.signed ? SIGNED : PLAIN).test(text)) {
    const [message, hint] = whyNotDecimal(text);
    return bad(message, hint);
  }
  const [units = "", places = ""] = text
    .replace("-", "")
    .replace(/^0+(?=\d)/, "")
    .split(".");
  if (units.length > MOST_DIGITS)
    return bad("is too large a number", "is the amount in whole units?");
  if (places.length > MOST_PLACES) return bad(`has more than ${MOST_PLACES} decimals`, "round it");
  const { most } = rule;
  if (
    most !== undefined &&
    (Number(units) > most || (Number(units) === most && /[1-9]/.test(places)))
  )
    return bad(
      `is more than ${most}`,
      most === 1 ? "a share is 0 to 1: write 0.25 for 25%" : `at most ${most}`,
    );
  return text;
}

/** Why a text is no plain decimal, and how to write it. */
function whyNotDecimal(text: string): [message: string, hint: string] {
  const exponent = /^(\d+)(?:\.(\d+))?e\+?(\d{1,2})$/i.exec(text);
  if (exponent) return ["is written with an exponent", `write ${shifted(exponent)}`];
  if (/^\d+(\.\d+)?e-?\d+$/i.test(text)) return ["is written with an exponent", "write 0.0012"];
  const thousands = /^\p{Sc}?\s?(\d+)(?:[.,](\d+))?\s?([km])$/iu.exec(text);
  if (thousands) {
    const [, units, part, letter] = thousands;
    const by = letter!.toLowerCase() === "k" ? "3" : "6";
    return ["has letters in it", `write ${shifted(["", units!, part, by])}`];
  }
  const meant = meantBy(text);
  const write = `write ${meant ?? "1234.50"}`;
  if (text.endsWith("%"))
    return [
      "has a percent sign",
      meant === undefined ? "write 0.25 for 25%" : `write ${shareOf(meant)}`,
    ];
  if (/^(nan|inf|infinity|#\w+[!/]?\w*[!?]?|null|none|n\/a|-+)$/i.test(text.replace(/^[-+]/, "")))
    return ["is not a number", "write 1234.50, or leave the row out"];
  if (/^\(.*\)$/.test(text) || /^[^\d]*[-−–]/.test(text))
    return meant === undefined
      ? ["is below 0 or not a number", "write 1234.50"]
      : [
          "is below 0",
          `an amount is 0 or more${text.startsWith("(") ? "; brackets are not read" : ""}; a deal that was taken back keeps its amount and has a day in the column cancelled`,
        ];
  if (/[\p{Sc}]|[A-Za-z]{2,}/u.test(text))
    return ["has a currency sign or letters in it", `${write}; the currency has its own column`];
  if (/,\d{1,2}$/.test(text) || /\..*,/.test(text)) return ["has a decimal comma", write];
  if (/[,'’\s\u00a0\u202f]/.test(text)) return ["has a thousands separator", write];
  return ["is not a plain number", write];
}

/** Digits and decimals with the point so many places on: of 1.5 by 3 it is 1500. */
function shifted([, units = "0", part = "", by = "0"]: readonly (string | undefined)[]): string {
  const places = Number(by);
  const digits = (units + part.slice(0, places).padEnd(places, "0")).replace(/^0+(?=\d)/, "");
  const rest = part.slice(places);
  return rest === "" ? digits : `${digits}.${rest}`;
}

/** The number a person meant, where that is beyond doubt. */
function meantBy(text: string): string | undefined {
  const bare = text.replaceAll(/[^\d.,]/g, "").replace(/^[.,]|[.,]$/g, "");
  if (!/\d/.test(bare)) return undefined;
  const lastComma = bare.lastIndexOf(",");
  const lastPoint = bare.lastIndexOf(".");
  const commas = bare.split(",").length - 1;
  const points = bare.split(".").length - 1;
  if (commas === 0) return points <= 1 ? bare : bare.replaceAll(".", "");
  if (points === 0)
    return commas === 1 && bare.length - lastComma !== 4
      ? bare.replace(",", ".")
      : bare.replaceAll(",", "");
  return lastPoint > lastComma
    ? bare.replaceAll(",", "")
    : bare.replaceAll(".", "").replace(",", ".");
}

function shareOf(percentage: string): string {
  const [units = "0", part = ""] = percentage.split(".");
  const digits = units.padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${part}`
    .replace(/^0+(?=\d)/, "")
    .replace(/\.?0+$/, "");
}

/** A whole number of a cell; undefined where it is empty or a fault. */
export function whole(row: Row, column: string, most: number): number | undefined {
  const text = row.text(column);
  if (text === "") return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
  row.fault(
    column,
    `"${shown(text)}" is not a whole number from 0 to ${most}`,
    "write 12",
    "bad-number",
  );
  return undefined;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^(\d{4})-(\d{2})$/;

/** The day of a cell, or the first or last one of its month where months are read too; undefined where empty or a fault. */
export function day(row: Row, column: string, months?: "first" | "last"): string | undefined {
  return dayOf(row, column, { text: row.text(column), months });
}

/** The day a text within a cell says. */
export function dayOf(
  row: Row,
  column: string,
  { text, months }: { text: string; months?: "first" | "last" | undefined },
): string | undefined {
  if (text === "") return undefined;
  const month = MONTH.exec(text);
  if (month && months && isMonth(Number(month[2]))) {
    const last = daysIn(Number(month[1]), Number(month[2]));
    return `${text}-${months === "first" ? "01" : String(last).padStart(2, "0")}`;
  }
  const match = DAY.exec(text);
  if (!match) {
    row.fault(column, `"${shown(text)}" is not a day as in 2027-03-31`, dayHint(text));
    return undefined;
  }
  const [, year, at, date] = match.map(Number);
  if (!isMonth(at!) || date! < 1 || date! > daysIn(year!, at!)) {
    row.fault(column, `there is no day ${text}`, "correct the date; it is written year-month-day");
    return undefined;
  }
  return text;
}

function pad(part: string | undefined): string {
  return part!.padStart(2, "0");
}

function isMonth(month: number): boolean {
  return month >= 1 && month <= 12;
}

function dayHint(text: string): string {
  const iso = /^(\d{4}-\d{2}-\d{2})[T ]/.exec(text);
  if (iso) return `write ${iso[1]}, without the time`;
  const parts = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
  if (!parts) return "write year-month-day: 2027-03-31";
  const [, a, b, year] = parts;
  if (Number(a) > 12) return `write ${year}-${pad(b)}-${pad(a)}`;
  if (Number(b) > 12) return `write ${year}-${pad(a)}-${pad(b)}`;
  return `write year-month-day: ${year}-${pad(b)}-${pad(a)} or ${year}-${pad(a)}-${pad(b)}`;
}

function daysIn(year: number, month: number): number {
  const next =
    month === 12
      ? `${String(year + 1).padStart(4, "0")}-01`
      : `${String(year).padStart(4, "0")}-${String(month + 1).padStart(2, "0")}`;
  return (
    dayNumber(next) -
    dayNumber(`${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`)
  );
}
