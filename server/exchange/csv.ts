/**
 * CSV in and out: text to a table of text, and rows to text.
 *
 * Terms     line = line of the file, line breaks inside quotes counted.
 * Always    nothing is converted or guessed: commas part cells, a file parted otherwise is a fault; rows without any text
 *           are left out and counted; text that a spreadsheet would take for a formula is written with an apostrophe.
 * Not here  what cells may hold (the engine's readFacts), reading files (store/file.ts).
 */
import Papa from "papaparse";
import type { Table } from "#models";
import { fault, type Fault } from "../fault.ts";

export type ReadTable = { table: Table | undefined; problems: Fault[] };

const MOST_FAULTS = 20;

/** The table a CSV text is, or why it is none. `file` is its name in faults. */
export function tableOf(file: string, content: string): ReadTable {
  const text = evenBreaks(content.replace(/^\ufeff/, ""));
  const wrong = notCommas(text);
  if (wrong) return { table: undefined, problems: [{ ...wrong, file, line: 1 }] };

  const rows: string[][] = [];
  const lines: number[] = [];
  const problems: Fault[] = [];
  let line = 1;
  let read = 0;
  Papa.parse<string[]>(text, {
    delimiter: ",",
    step: ({ data, errors, meta }) => {
      const starts = line;
      line += lineBreaks(text, read, meta.cursor);
      read = meta.cursor;
      for (const { code } of errors) {
        if (problems.length >= MOST_FAULTS) continue;
        problems.push({ ...faultOf(code), path: `row ${starts}`, file, line: starts });
      }
      if (data.every((cell) => cell.trim() === "")) return;
      rows.push(data);
      lines.push(starts);
    },
  });
  if (text.includes("\0"))
    problems.push({
      ...fault("bad-text", "", "the file holds a NUL character", "save it as UTF-8"),
      file,
    });
  if (problems.length > 0) return { table: undefined, problems };
  const [header = [], ...body] = rows;
  const table = {
    file,
    header: header.map((name) => name.trim()),
    rows: body,
    lines: lines.slice(1),
  };
  return { table, problems };
}

/** A text whose rows end alike: the parser takes the first one's line break for that of all. Quoted cells stay. */
function evenBreaks(text: string): string {
  if (!text.includes("\r\n") || !/(^|[^\r])\n/.test(text.replaceAll(/"[^"]*"/g, ""))) return text;
  return text.replaceAll(/"[^"]*"|\r\n/g, (part) => (part === "\r\n" ? "\n" : part));
}

/** A fault where the first row is parted by something else than commas. */
function notCommas(text: string): Fault | undefined {
  const [header = ""] = text.trimStart().split(/\r|\n/, 1);
  const bare = header.replaceAll(/"[^"]*"/g, "");
  if (bare.includes(",")) return undefined;
  for (const [mark, called] of [
    [";", "semicolons"],
    ["\t", "tabs"],
    ["|", "bars"],
  ] as const) {
    if (!bare.includes(mark)) continue;
    const message = `the cells are parted by ${called}, not commas`;
    const hint = 'save it as "CSV (comma delimited)", with points in decimals';
    return fault("bad-format", "row 1", message, hint);
  }
  return undefined;
}

function faultOf(code: string): Fault {
  if (code === "MissingQuotes")
    return fault(
      "bad-text",
      "",
      "a double quote is opened and never closed",
      'close it, or write "" for one inside a text',
    );
  if (code === "InvalidQuotes")
    return fault("bad-text", "", "a double quote stands inside a quoted text", 'write "" for it');
  return fault("bad-text", "", "the row cannot be read");
}

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) count += 1;
  }
  return count;
}

/** Starts of a text that a spreadsheet reads as a formula; plain numbers below 0 are none. */
const formula = /^(?!-?\d+(\.\d+)?$)[=+\-@\t\r]/;

/** Rows as CSV text, a line each, the header first. */
export function csvOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const config = { escapeFormulae: formula, newline: "\n" };
  return Papa.unparse([[...header], ...rows.map((row) => [...row])], config);
}

/** A text cell that no spreadsheet takes for a formula. */
export function plainText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
