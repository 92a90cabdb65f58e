/**
 * Figures that running an example gives, before they are held against what it expects.
 *
 * Terms     cell = one figure with the line that says how it came about; refused = the plan says nothing there.
 */
import { add, divide, type Rational, toDecimal, toShortDecimal, ZERO } from "../../math/index.ts";
import { thousandsApart } from "../../words.ts";

export type Cell = {
  label: string;
  /** `cannot`: not the plan refuses, but what the figure needs is missing. */
  value: Rational | { refused: string; cannot?: true };
  why: string;
};

/** What an example comes to; `cannot` where it cannot be worked out at all. */
export type Results = {
  pays?: Cell[];
  /** All of them together, where that is not the sum of the list. */
  total?: Cell;
  paysShare?: Cell[];
  attains?: Cell[];
  credited?: Cell[];
  owed?: Cell[];
  paysTo?: Map<string, Cell>;
  assetAfter?: Map<string, Cell>;
};

/** The example cannot be run: why, in a sentence. */
export class CannotRun extends Error {
  override readonly name = "CannotRun";
}

export function moneyText(value: Rational, { places }: { places: number }): string {
  return thousandsApart(toDecimal(value, places));
}

/** A measure or amount as people read it. */
export function plainText(value: Rational): string {
  return thousandsApart(toShortDecimal(value, 6));
}

/** A share or attainment in per cent. */
export function percentText(value: Rational): string {
  return `${thousandsApart(toShortDecimal({ n: value.n * 100n, d: value.d }, 6))}%`;
}

/** Sum of cells, refused where one of them is. */
export function totalOf(cells: readonly Cell[]): Cell {
  let total = ZERO;
  for (const { value, why } of cells) {
    if ("refused" in value) return { label: "in all", value, why };
    total = add(total, value);
  }
  const why = cells.length === 1 ? cells[0]!.why : cells.map(({ why: one }) => one).join("; ");
  return { label: "in all", value: total, why };
}

/** a ÷ b, or undefined where b is 0. */
export function shareOf(a: Rational, b: Rational): Rational | undefined {
  return b.n === 0n ? undefined : divide(a, b);
}
