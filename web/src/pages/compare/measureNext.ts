/** What to measure next: the claim over the shares of what is not known, and their table. */
import type { Drivers, ShareRow } from "#models";
import { inSentence, percent } from "../../lib/format.ts";
import type { Table } from "../../lib/table.ts";
import { measureName, nameOf } from "./tables.ts";
import { differenceOf, type TotalKey, type View } from "./view.ts";

/** The drivers of the difference in focus, once all years are in and where anything is uncertain. */
export function driversOf(view: View): Drivers | undefined {
  const drivers = differenceOf(view, view.focus.result)?.drivers;
  return drivers && drivers.numbers.length > 0 ? drivers : undefined;
}

/** "Half of what we do not know is how strongly effort answers pay". */
export function measureNextClaim(rows: readonly ShareRow[], measure: string): string {
  const [first] = rows;
  if (!first) return `No uncertain number moves ${measure} in the run rate`;
  if (!first.named) return "What we do not know cannot be told apart by number";
  const what = inSentence(first.title.replace(/ \([^)]*\)$/, ""));
  const part = parts.find(([low, high]) => first.share >= low && first.share < high)?.[2];
  if (part) return `${part} of what we do not know is ${what}`;
  return `The largest part of what we do not know is ${what}: ${percent(first.share, 0)}`;
}

const parts: readonly [low: number, high: number, words: string][] = [
  [0.995, Infinity, "All"],
  [0.9, 0.995, "Almost all"],
  [0.71, 0.79, "Three quarters"],
  [0.63, 0.71, "Two thirds"],
  [0.46, 0.54, "Half"],
  [0.31, 0.36, "A third"],
  [0.23, 0.27, "A quarter"],
];

/** All numbers and totals, with the errors of the shares. */
export function measureNextTable(view: View, drivers: Drivers): Table {
  const keys: TotalKey[] = ["bookings", "pay", "contribution"];
  return {
    caption: `What to measure next: shares of what we do not know about the run rate, ${nameOf(view.focus)} against the baseline`,
    columns: [
      { label: "Number" },
      ...keys.flatMap((key) => [
        { label: measureName(key), format: wholePercent },
        { label: `± of ${measureName(key).toLowerCase()}`, format: wholePercent },
      ]),
      { label: "Path" },
    ],
    rows: [
      ...drivers.numbers.map(({ title, path, shares, errors }) => [
        title,
        ...keys.flatMap((key) => [shares[key] ?? null, errors[key] ?? null]),
        path,
      ]),
      [
        "In combination, or not attributable",
        ...keys.flatMap((key) => [drivers.remainder[key] ?? null, null]),
        null,
      ],
      [
        "Luck, of a year’s variance",
        ...keys.flatMap((key) => [drivers.luck[key] ?? null, null]),
        null,
      ],
    ],
  };
}

function wholePercent(value: number): string {
  return percent(value, 0);
}
