/**
 * Cells of a sheet by the name of their column, so that formulas say what they read.
 *
 * Always    text is never a formula: what would start one is written with an apostrophe; formulas are those of this
 *           folder alone.
 */
import type { CellObject, Row as SheetRow, SheetData } from "write-excel-file/node";
import { plainText } from "./csv.ts";

export type SheetColumn<K extends string> = { key: K; title: string; width: number };

/** A cell with a text, a number or a formula; `format` as spreadsheets write it. */
export type SheetCell = CellObject;

/** Characters that a spreadsheet keeps in a cell. */
const MOST_TEXT = 32_767;

export function textCell(text: string, style: CellObject = {}): SheetCell {
  const plain = plainText(text);
  const value = plain.length > MOST_TEXT ? `${plain.slice(0, MOST_TEXT - 1)}…` : plain;
  return { ...style, value, type: String };
}

/** The number a decimal text is; of more than 15 figures a spreadsheet keeps the first 15. */
export function numberCell(decimal: string | number, format?: string): SheetCell {
  return { value: Number(decimal), type: Number, ...(format ? { format } : {}) };
}

/** A live formula, without the equals sign. */
export function formulaCell(formula: string, format?: string, style: CellObject = {}): SheetCell {
  return { ...style, value: formula, type: "Formula", ...(format ? { format } : {}) };
}

/** How many decimals money is shown with. */
export function moneyFormat(places: number): string {
  return places === 0 ? "#,##0" : `#,##0.${"0".repeat(places)}`;
}

/** A sheet under construction: named columns, rows one after another. */
export type Grid<K extends string> = {
  name: string;
  columns: readonly SheetColumn<K>[];
  /** Adds a row; its number in the sheet. */
  add: (cells: Partial<Record<K, SheetCell>>) => number;
  /** The number the next row will have. */
  next: () => number;
  /** A cell as a formula of the same sheet names it: "H7". */
  at: (key: K, row: number) => string;
  /** The same for other sheets, that does not move: "Deals!$H$7". */
  of: (key: K, row: number, to?: number) => string;
  data: () => SheetData;
};

/** A sheet with a line of titles under `above`. */
export function grid<K extends string>(
  name: string,
  columns: readonly SheetColumn<K>[],
  above: readonly SheetRow[] = [],
): Grid<K> {
  const titles = columns.map(({ title }) => textCell(title, { fontWeight: "bold", wrap: true }));
  const rows: SheetRow[] = [...above, titles];
  const letters = new Map(columns.map(({ key }, i) => [key, columnLetter(i)]));
  const letter = (key: K) => letters.get(key)!;
  return {
    name,
    columns,
    add: (cells) => {
      rows.push(columns.map(({ key }) => cells[key] ?? null));
      return rows.length;
    },
    next: () => rows.length + 1,
    at: (key, row) => `${letter(key)}${row}`,
    of: (key, row, to) =>
      `${name}!$${letter(key)}$${row}${to === undefined ? "" : `:$${letter(key)}$${to}`}`,
    data: () => rows,
  };
}

function columnLetter(index: number): string {
  const before = index >= 26 ? columnLetter(Math.floor(index / 26) - 1) : "";
  return before + String.fromCharCode(65 + (index % 26));
}
