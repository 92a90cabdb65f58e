/**
 * A table as plain data: what a plot shows, as its twin on the page, as a file, and read aloud.
 *
 * Always    cells hold full precision, formatting is the column's; text that a spreadsheet would run as a formula is
 *           made harmless in files.
 */
export type Cell = string | number | null;

export type Column = {
  label: string;
  /** How a number is shown, beside the other cells of its row; a column with it is right aligned. */
  format?: (value: number, row: readonly Cell[]) => string;
};

export type Table = {
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
};

/** A cell as shown. */
export function shown(row: readonly Cell[], index: number, { format }: Column): string {
  const cell = row[index] ?? null;
  if (cell === null) return "none";
  return typeof cell === "number" ? (format?.(cell, row) ?? String(cell)) : cell;
}

/** The table as a CSV file: header, comma, CRLF, numbers with a decimal point. */
export function csvOf(table: Table): string {
  const header = table.columns.map((column) => text(column.label)).join(",");
  const rows = table.rows.map((row) => row.map(field).join(","));
  return [header, ...rows].map((line) => `${line}\r\n`).join("");
}

function field(cell: Cell): string {
  if (cell === null) return "";
  return typeof cell === "number" ? String(cell) : text(cell);
}

/** What a spreadsheet would take for a formula; a plain decimal is none. */
const formula = /^(?!-?\d+(\.\d+)?$)[=+\-@\t\r]/;

function text(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
