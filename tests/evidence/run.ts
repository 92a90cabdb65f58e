/** Prints every published figure beside the engine's: expected, got, difference. Exit 1 on a miss, 2 on wrong usage. */
import { holds, referenceRows, type Row } from "./referenceCase.ts";

if (process.argv.length > 2) {
  process.stderr.write(
    `npm run evidence takes no arguments, not "${process.argv.slice(2).join(" ")}"\n`,
  );
  process.exit(2);
}

const rows = referenceRows();
const misses = rows.filter((row) => !holds(row)).length;
process.stdout.write(`Reference case: plans A and B\n\n${table(rows)}\n\n`);
process.stdout.write(`${rows.length - misses} of ${rows.length} figures within their tolerance\n`);
process.exit(misses > 0 ? 1 : 0);

function table(lines: Row[]): string {
  const cells = lines.map((row) => [
    row.what,
    figure(row.expected),
    figure(row.got),
    difference(row),
    `${row.relative ? `${row.tolerance * 100}%` : row.tolerance}`,
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

function figure(value: number): string {
  return Math.abs(value) < 10 ? value.toFixed(6) : value.toFixed(2);
}

function difference({ expected, got, relative }: Row): string {
  const off = got - expected;
  const sign = off < 0 ? "−" : "+";
  return relative
    ? `${sign}${((Math.abs(off) / Math.abs(expected)) * 100).toFixed(4)}%`
    : `${sign}${Math.abs(off).toExponential(1)}`;
}
