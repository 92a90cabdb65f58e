/**
 * CSV text as a table of text: header, rows, and the file's line of each row.
 *
 * Always    nothing is converted: what a cell says is for the engine to read, with its place; blank lines are left out,
 *           and counted.
 */
import Papa from "papaparse";
import type { Table } from "#models";

export function csvTable(file: string, content: string): Table {
  const text = content.replace(/^\ufeff/, "");
  const rows: string[][] = [];
  const lines: number[] = [];
  let line = 1;
  let read = 0;
  Papa.parse<string[]>(text, {
    delimiter: delimiterOf(text),
    step: ({ data, meta }, parser) => {
      const starts = line;
      line += countBreaks(text, read, meta.cursor);
      read = meta.cursor;
      if (data.every((cell) => cell.trim() === "")) return;
      rows.push(data);
      lines.push(starts);
      if (rows.length > MOST_ROWS) parser.abort();
    },
  });
  const [header = [], ...body] = rows;
  return { file, header: header.map((name) => name.trim()), rows: body, lines: lines.slice(1) };
}

/** What parts the header's names: the most frequent of comma, semicolon and tab. */
function delimiterOf(text: string): string {
  const [header = ""] = text.trimStart().split(/\r|\n/, 1);
  const bare = header.replaceAll(/"[^"]*"/g, "");
  const times = (mark: string) => bare.split(mark).length;
  return [",", ";", "\t"].toSorted((a, b) => times(b) - times(a))[0]!;
}

/** More than any file that a page may be given holds. */
const MOST_ROWS = 2_000_000;

/** Ends of lines in a stretch of text, whichever way they are written. */
function countBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) count += 1;
  }
  return count;
}
