/**
 * A table of figures: what a source states, and what comes out here.
 *
 * Terms     tolerance = of the difference itself, or of its share of the expected figure.
 */
type Figure = number | string | boolean | null;

export type Row = {
  what: string;
  /** A number, a word, yes or no, or null where the source says that there is none. */
  expected: Figure;
  got: Figure;
  tolerance: number;
  relative: boolean;
};

/** True where the figure is within the stated tolerance; words must be the same. */
export function holds({ expected, got, tolerance, relative }: Row): boolean {
  if (typeof expected !== "number" || typeof got !== "number") return expected === got;
  return Math.abs(got - expected) <= tolerance * (relative ? Math.abs(expected) : 1);
}

/** The rows as text: expected, got, difference, tolerance, and what misses. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    figure(row.expected),
    figure(row.got),
    difference(row),
    row.relative ? `${row.tolerance * 100}%` : String(Number(row.tolerance.toPrecision(2))),
    holds(row) ? "" : "MISS",
  ]);
  const all = [["", "expected", "got", "difference", "tolerance", ""], ...cells];
  const widths = all[0]!.map((_, c) => Math.max(...all.map((line) => line[c]!.length)));
  return all
    .map((line) =>
      line
        .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function figure(value: Figure): string {
  if (value === null) return "none";
  if (typeof value !== "number") return String(value);
  return Math.abs(value) < 10 ? value.toFixed(6) : value.toFixed(2);
}

function difference({ expected, got, relative }: Row): string {
  if (typeof expected !== "number" || typeof got !== "number") return "";
  const off = got - expected;
  const sign = off < 0 ? "−" : "+";
  return relative
    ? `${sign}${((Math.abs(off) / Math.abs(expected)) * 100).toFixed(4)}%`
    : `${sign}${Math.abs(off).toExponential(1)}`;
}
