/**
 * Findings on tables of tiers, rows and cells: what can never be reached, and one cell that pays no more than the last.
 *
 * Not here  tiers that overlap or leave a gap: they do not load (plans/kinds/tiers.ts).
 * Source    docs/guide/findings.md
 */
import type { CurveInput } from "../../plans/kinds/index.ts";
import { startOf } from "../../plans/kinds/tiers.ts";
import { percent } from "../../words.ts";
import { type Found, levelWords, reachOf, type Seen } from "./seen.ts";

/** Share of periods below which nobody can be said to reach a tier. */
const NOBODY = 0.001;

/** A tier or row that a cap makes idle, or that hardly any period reaches. */
export function unreachableTiers(one: Seen): Found[] {
  const { role, component, seen, place } = one;
  const table = tiersOf(component.written?.curve);
  if (!table || component.deals?.shares) return [];
  const { key, starts, cap } = table;
  const idle = starts.findIndex((start) => cap !== undefined && start >= cap);
  const shown = (i: number) => ({
    id: "unreachable-tier",
    place: `${place}.curve.${key}[${i}]`,
    figure: starts[i]!,
  });
  if (idle >= 0)
    return [
      {
        ...shown(idle),
        severity: "warning",
        title: `${role.title} · ${component.title}: the tier from ${levelWords(one, starts[idle]!)} is never paid`,
        message: `Nothing more is paid above ${percent(cap!, 2)}, so that no attainment comes into it.`,
        remedy: "Raise the cap above the tier, or drop the tier.",
      },
    ];
  const rare = starts.findIndex(
    (start, i) => i > 0 && start > 1 && seen.logSd > 0 && reachOf(seen, start) < NOBODY,
  );
  if (rare < 0) return [];
  return [
    {
      ...shown(rare),
      severity: "info",
      title: `${role.title} · ${component.title}: nobody reaches the tier from ${levelWords(one, starts[rare]!)}`,
      message: "Fewer than one period in a thousand ends there.",
      remedy: "Lower the tier to where the best people end, or drop it.",
    },
  ];
}

type Table = { key: "tiers" | "rows"; starts: number[]; cap: number | undefined };

function tiersOf(curve: CurveInput | undefined): Table | undefined {
  if (curve?.kind === "marginal" || curve?.kind === "retroactive")
    return { key: "tiers", starts: curve.tiers.map(startOf), cap: curve.cap };
  if (curve?.kind === "stepped")
    return { key: "rows", starts: curve.rows.map(startOf), cap: undefined };
  return undefined;
}

/** A cell of a table that pays no more than the one before it, where the rest of the table goes on rising. */
export function capInCell(one: Seen): Found[] {
  const { role, component, place } = one;
  const curve = component.written?.curve;
  const found = (cell: string, where: string, share: number): Found => ({
    id: "cap-in-cell",
    severity: "warning",
    place: `${place}.curve.${cell}`,
    title: `${role.title} · ${component.title}: one cell is a cap, ${percent(share, 2)} ${where}`,
    message: "It pays no more than the cell before it, while the table around it goes on rising.",
    remedy: "Check the figure; where a cap is meant, state it for the whole table.",
    figure: share,
  });
  if (curve?.kind === "matrix") {
    const { shares, rows, columns, cap = Infinity } = curve;
    const rises = (r: number, c: number) => shares[r]![c]! > shares[r]![c - 1]!;
    return shares.flatMap((row, r) =>
      row.flatMap((share, c) => {
        if (c === 0 || rises(r, c) || share >= cap || share < row[c - 1]!) return [];
        const others = shares.map((_, other) => other).filter((other) => other !== r);
        const alone = others.length > 0 && others.every((other) => rises(other, c));
        const elsewhere = row.some((_, column) => column > 0 && column !== c && rises(r, column));
        if (!alone || !elsewhere) return [];
        const where = `at ${percent(columns[c]!, 2)} with ${percent(rows[r]!, 2)} of the second measure`;
        return [found(`shares[${r}][${c}]`, where, share)];
      }),
    );
  }
  if (curve?.kind === "stepped") {
    const { rows } = curve;
    return rows.flatMap((row, i) => {
      const [before, after] = [rows[i - 1], rows[i + 1]];
      if (!before || !after || row.share !== before.share || after.share <= row.share) return [];
      return [found(`rows[${i}]`, `from ${levelWords(one, startOf(row))}`, row.share)];
    });
  }
  return [];
}

/** Cells of a table above its own cap. */
export function cellsAboveCap({ role, component, place }: Seen): Found[] {
  const curve = component.written?.curve;
  if (curve?.kind !== "matrix" || curve.cap === undefined) return [];
  const { cap } = curve;
  const above = curve.shares.flat().filter((share) => share > cap);
  if (above.length === 0) return [];
  const most = Math.max(...above);
  const bites = curve.columns.find((_, c) => curve.shares.some((row) => row[c]! > cap));
  return [
    {
      id: "hidden-cap",
      severity: "warning",
      place: `${place}.curve.cap`,
      title: `${role.title} · ${component.title}: the table says ${percent(most, 2)}, the cap pays ${percent(cap, 2)}`,
      message: `${above.length === 1 ? "One cell is" : `${above.length} cells are`} above the cap and never paid as printed.`,
      remedy: "Print what is paid, or lift the cap.",
      figure: bites!,
    },
  ];
}
