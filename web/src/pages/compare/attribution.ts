/**
 * The waterfall of an attribution: rows from the baseline to the scenario, their words, the claim above them and their table.
 *
 * Terms     row = a change of the plan with what it makes of a figure; rest = small rows added up.
 */
import {
  type Attribution,
  leverWords,
  type LoadedScenario,
  patchScenario,
  scenarioOf,
} from "#models";
import { fetchScenario, fetchVersion } from "../../lib/api.ts";
import {
  bareChange,
  capitalised,
  pointsChange,
  typeset,
  unitFor,
  type Unit,
} from "../../lib/format.ts";
import type { Table } from "../../lib/table.ts";
import { keptDraft } from "../../state/draftStorage.ts";
import type { AttributionAsk } from "../../state/attribution.svelte.ts";
import { nameOf, unitWords } from "./tables.ts";
import type { View } from "./view.ts";

export type WaterfallRow = {
  id: string;
  /** What the change is; the scenario's name for the whole. */
  does: string;
  /** "Fewer leads, better ones". */
  through: string;
  /** Both, in a sentence with its worth; empty for a sum. */
  says: string;
  /** Where the bar starts. */
  from: number;
  value: number;
  mechanical: number;
  response: number;
  error: number;
  /** The value in points of the baseline's figure. */
  points: number | null;
  whole: boolean;
  /** More than one change. */
  several: boolean;
};

const MOST_ROWS = 10;

/** Rows of a figure, the largest change first, and the whole. */
export function waterfallRows(
  attribution: Attribution,
  { base, other }: AttributionAsk,
  figure: string,
): WaterfallRow[] {
  const both = { before: scenarioOf(base), after: scenarioOf(other) };
  const level = attribution.baseline[figure] ?? 0;
  const points = (value: number) => (level === 0 ? null : value / Math.abs(level));
  const sorted = attribution.levers.toSorted(
    (a, b) => Math.abs(b.parts[figure]!.value) - Math.abs(a.parts[figure]!.value),
  );
  const shown = sorted.slice(0, sorted.length > MOST_ROWS ? MOST_ROWS - 1 : MOST_ROWS);
  const rows: WaterfallRow[] = [];
  let from = 0;
  const add = (row: Omit<WaterfallRow, "from" | "points" | "whole">) => {
    rows.push({ ...row, from, points: points(row.value), whole: false });
    from += row.value;
  };
  for (const lever of shown) {
    const { value, mechanical, response, standardError } = lever.parts[figure]!;
    const { does, through, says, several } = leverWords(attribution, lever, figure, both);
    add({
      id: lever.id,
      does: typeset(does),
      through: capitalised(through),
      says: typeset(says),
      several,
      value,
      mechanical,
      response,
      error: standardError,
    });
  }
  const rest = sorted.slice(shown.length);
  if (rest.length > 0) {
    const sum = (of: (part: Attribution["whole"][string]) => number) =>
      rest.reduce((total, { parts }) => total + of(parts[figure]!), 0);
    add({
      id: "rest",
      does: `${rest.length} smaller changes`,
      through: "",
      says: "",
      several: true,
      value: sum(({ value }) => value),
      mechanical: sum(({ mechanical }) => mechanical),
      response: sum(({ response }) => response),
      error: 0,
    });
  }
  const { value, mechanical, response } = attribution.whole[figure]!;
  const whole = { id: "whole", does: `${both.after.name}, all changes`, through: "", says: "" };
  return [
    ...rows,
    {
      ...whole,
      value,
      mechanical,
      response,
      error: 0,
      from: 0,
      points: points(value),
      whole: true,
      several: true,
    },
  ];
}

/** Below this share of the baseline's figure, a tenth of a point, no change is said to drive anything. */
const SEEN = 0.001;

/** What the waterfall says of a figure: "bookings". */
export function waterfallClaim(
  rows: readonly WaterfallRow[],
  unit: Unit,
  noun = "this figure",
): string {
  const whole = rows.at(-1)!;
  const [first, second] = rows;
  if (!first || first.whole) return "Nothing that matters for the figures differs";
  if (bareChange(first.value, unit) === bareChange(0, unit)) return `No change moves ${noun}`;
  if (first.points !== null && Math.abs(first.points) < SEEN)
    return `No change moves ${noun} by a tenth of a point`;
  if (!second || second.whole) return `One change makes all of the difference: ${first.does}`;
  const s = first.several ? "" : "s";
  const against = first.value > 0 !== whole.value > 0;
  if (against)
    return `${first.does} ${first.value > 0 ? "add" : "take"}${s} most; the others outweigh ${first.several ? "them" : "it"}`;
  return `${first.does} drive${s} the ${whole.value > 0 ? "gain" : "loss"}`;
}

export function waterfallTable(view: View, rows: readonly WaterfallRow[], measure: string): Table {
  const unit = unitOfRows(rows);
  const money = (value: number) => bareChange(value, unit);
  return {
    caption: `What drives the difference in ${measure}: ${nameOf(view.focus)}, expected first year, ${unitWords(unit, view.currency)}`,
    columns: [
      { label: "Change" },
      { label: "Formula alone", format: money },
      { label: "Response", format: money },
      { label: "Part", format: money },
      { label: "Points of the baseline", format: (value) => pointsChange(value) },
      { label: "± of sampled orders", format: (value) => bareChange(value, unit).replace("+", "") },
      { label: "In words" },
    ],
    rows: rows.map(({ does, mechanical, response, value, points, error, says }) => [
      does,
      mechanical,
      response,
      value,
      points,
      error,
      says,
    ]),
  };
}

/** The unit of a waterfall's figures. */
export function unitOfRows(rows: readonly WaterfallRow[]): Unit {
  return unitFor(rows.map(({ value }) => value));
}

/** The scenarios of a comparison as the engine takes them: at their revisions, with the draft that is compared. */
export async function loadedPair(
  { baseline, focus }: View,
  draft: string | undefined,
): Promise<AttributionAsk | undefined> {
  const [base, other] = await Promise.all(
    [baseline, focus].map(({ result }) => loadedOf(result.scenario.id, draft)),
  );
  return base && other && { base, other };
}

async function loadedOf(
  id: string,
  draft: string | undefined,
): Promise<LoadedScenario | undefined> {
  const [file = id, revision] = id.split("@", 2);
  if (revision !== undefined) return atRevision(file, revision);
  const { lineage } = await fetchScenario(file);
  if (lineage.length === 0) return undefined;
  const loaded = { id, lineage };
  const patch = id === draft ? keptDraft(id)?.patch : undefined;
  return patch ? patchScenario(loaded, patch).loaded : loaded;
}

/** A version under its plain name: the revision in it would count as a change of the status quo. */
async function atRevision(file: string, revision: string): Promise<LoadedScenario | undefined> {
  const { lineage } = await fetchVersion(file, revision);
  const last = lineage.at(-1);
  if (!last) return undefined;
  const name = last.scenario.name.replace(` (${revision})`, "");
  return {
    id: file,
    lineage: [...lineage.slice(0, -1), { ...last, scenario: { ...last.scenario, name } }],
  };
}
