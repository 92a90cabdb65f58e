/** The numbers behind each plot of the Compare page, as tables: shown in its place, read aloud, saved as CSV. */
import { countOf } from "../../lib/certainty.ts";
import {
  bareChange,
  count,
  percentChange,
  shortMonth,
  unitFor,
  wholeMoney,
  wholeMoneyChange,
  type Unit,
} from "../../lib/format.ts";
import { letterOf } from "../../lib/slots.ts";
import type { Cell, Column as TableColumn, Table } from "../../lib/table.ts";
import {
  changeOf,
  differenceOf,
  isResponseKnown,
  peopleOf,
  type Change,
  type Column,
  type TeamView,
  type TotalKey,
  type View,
  unansweredIn,
} from "./view.ts";

const measureNames: Record<TotalKey, string> = {
  bookings: "Bookings",
  revenue: "Revenue",
  pay: "Total pay",
  contribution: "Contribution",
};

/** "B Shared pipeline target". */
export function nameOf({ slot, result }: Column): string {
  return `${letterOf(slot)} ${result.scenario.name}`;
}

/** "Bookings". */
export function measureName(key: TotalKey): string {
  return measureNames[key];
}

const BETTER = "People better off";
const WORSE = "People worse off";

/** Paired differences of the company totals and counts of people, one row a measure and scenario. */
export function numbersTable(view: View): Table {
  const keys: TotalKey[] = ["bookings", "pay", "contribution"];
  const changes = view.others.flatMap((column) => keys.map((key) => changeOf(view, column, key)));
  const unit = unitFor(changes.map(({ mean }) => mean));
  const format = (value: number, row: readonly Cell[]) =>
    row[0] === BETTER || row[0] === WORSE ? count(value) : bareChange(value, unit);
  const money = view.others.flatMap((column) =>
    keys.map((key) => [measureName(key), nameOf(column), ...totalCells(view, column, key)]),
  );
  const people = view.others.flatMap((column) => {
    const { better, worse } = peopleOf(view, column);
    const chance = differenceOf(view, column.result)?.people.probabilityMoreBetter;
    return [
      [BETTER, nameOf(column), better, ...NO_SPREAD, chance === undefined ? null : countOf(chance)],
      [WORSE, nameOf(column), worse, ...NO_SPREAD, null],
    ].map((cells) => [...cells, null, null, null, null]);
  });
  const order = [...keys.map(measureName), BETTER, WORSE];
  return {
    caption: `Change against ${view.baseline.result.scenario.name}, a year, ${unitWords(unit, view.currency)}; people as counts`,
    columns: [
      { label: "Measure" },
      { label: "Scenario" },
      { label: "Mean", format },
      { label: "Luck P5", format },
      { label: "Luck P95", format },
      { label: "With what we do not know P5", format },
      { label: "P95", format },
      { label: "Years of 100 higher" },
      { label: unansweredIn(view), format },
      { label: "Response", format },
      { label: "At full effect", format },
      {
        label: "± of the computation",
        format: (value) => bareChange(value, unit).replace("+", ""),
      },
    ],
    rows: [...money, ...people].toSorted(
      (a, b) => order.indexOf(String(a[0])) - order.indexOf(String(b[0])),
    ),
  };
}

const NO_SPREAD = [null, null, null, null];

function totalCells(view: View, column: Column, key: TotalKey): Cell[] {
  const change = changeOf(view, column, key);
  const chance = differenceOf(view, column.result)?.totals[key]?.probabilityHigher;
  return spreadCells(change, chance, isResponseKnown(column));
}

function spreadCells(change: Change, chance: number | undefined, known: boolean): Cell[] {
  return [
    change.mean,
    change.luck?.p5 ?? null,
    change.luck?.p95 ?? null,
    change.both?.p5 ?? null,
    change.both?.p95 ?? null,
    chance === undefined ? null : countOf(chance),
    change.mechanical,
    known ? change.response : null,
    change.runRate,
    change.error ?? null,
  ];
}

/** Months of one measure: both scenarios' levels and every scenario's running difference. */
export function monthsTable(view: View, key: "bookings" | "revenue"): Table {
  const { baseline, focus, others } = view;
  const { start } = focus.result.scenario;
  const levels = [baseline, focus].map((column) => ({ column, fan: levelFan(view, column, key) }));
  const running = others.map((column) => ({
    column,
    fan: differenceOf(view, column.result)?.months[key],
    mean: runningDifference(view, column, key),
  }));
  const unit = unitFor(levels.flatMap(({ fan }) => fan.mean));
  const gap = unitFor(running.flatMap(({ mean }) => mean));
  const level = (value: number) => bareChange(value, unit).replace(/^\+/, "");
  const change = (value: number) => bareChange(value, gap);
  const columns: TableColumn[] = [{ label: "Month" }];
  for (const { column, fan } of levels) {
    columns.push({ label: `${letterOf(column.slot)} mean`, format: level });
    if (fan.p5) {
      columns.push(
        { label: `${letterOf(column.slot)} P5`, format: level },
        { label: `${letterOf(column.slot)} P95`, format: level },
      );
    }
  }
  for (const { column, fan } of running) {
    columns.push({ label: `${letterOf(column.slot)} running difference`, format: change });
    if (fan) columns.push({ label: "P5", format: change }, { label: "P95", format: change });
  }
  return {
    caption: `${measureName(key)} a month, ${unitWords(unit, view.currency)}; running difference, ${unitWords(gap, view.currency)}`,
    columns,
    rows: Array.from({ length: levels[1]!.fan.mean.length }, (_, i) => [
      shortMonth(start, i),
      ...levels.flatMap(({ fan }) =>
        [fan.mean, ...(fan.p5 && fan.p95 ? [fan.p5, fan.p95] : [])].map(
          (values) => values[i] ?? null,
        ),
      ),
      ...running.flatMap(({ fan, mean }) => [
        mean[i] ?? null,
        ...(fan ? [fan.both.p5[i] ?? null, fan.both.p95[i] ?? null] : []),
      ]),
    ]),
  };
}

export type LevelFan = {
  mean: readonly number[];
  p5?: readonly number[];
  p25?: readonly number[];
  p75?: readonly number[];
  p95?: readonly number[];
};

/** A scenario's months: bands from simulated years, the mean alone before these. */
export function levelFan(view: View, { result }: Column, key: "bookings" | "revenue"): LevelFan {
  const mean = result.expected.firstYear.months[key];
  const fan = result.simulated?.months[key];
  if (!fan) return { mean };
  return view.settled ? fan : { ...fan, mean };
}

/** Running difference of the means, month by month. */
export function runningDifference(
  view: View,
  column: Column,
  key: "bookings" | "revenue",
): number[] {
  const simulated = differenceOf(view, column.result)?.months[key].both.mean;
  if (view.settled && simulated) return [...simulated];
  const before = view.baseline.result.expected.firstYear.months[key];
  let total = 0;
  return column.result.expected.firstYear.months[key].map(
    (value, i) => (total += value - (before[i] ?? 0)),
  );
}

/** Pay by team and role of the scenario in focus. */
export function payTable(view: View, teams: readonly TeamView[]): Table {
  const { currency } = view;
  const change = (value: number) => wholeMoneyChange(value, currency);
  const rows = teams.flatMap((team) => [
    { name: teamName(team), ...team },
    ...team.roles.map((role) => ({ name: role.title, ...role })),
  ]);
  return {
    caption: `Pay of one person, a year: ${nameOf(view.focus)} against ${view.baseline.result.scenario.name}`,
    columns: [
      { label: "Role" },
      { label: "People", format: (value) => count(value) },
      { label: "Baseline", format: (value) => wholeMoney(value, currency) },
      { label: unansweredIn(view), format: change },
      { label: "Response", format: change },
      { label: "Change", format: change },
      { label: "Per cent", format: (value) => percentChange(value) },
      { label: "P5", format: change },
      { label: "P95", format: change },
      { label: "Within noise" },
      { label: "Better off", format: (value) => count(value) },
      { label: "Worse off", format: (value) => count(value) },
    ],
    rows: rows.map(({ name, headcount, level, pay, people }) => [
      name,
      headcount,
      level,
      pay.mechanical,
      isResponseKnown(view.focus) ? pay.response : null,
      pay.mean,
      pay.relative,
      pay.both?.p5 ?? null,
      pay.both?.p95 ?? null,
      pay.noise ? "yes" : "no",
      people.better,
      people.worse,
    ]),
  };
}

/** "Sales". */
export function teamName({ team }: { team: "sales" | "marketing" }): string {
  return team === "sales" ? "Sales" : "Marketing";
}

/** "$m", "CHF k". */
export function unitWords({ suffix }: Unit, currency: string): string {
  const words = { "": "", k: " thousand", m: " million", bn: " billion" }[suffix];
  return `${currency}${words}`;
}

/** The three spreads of each company total, never mixed, for the scenario in focus. */
export function sureTable(view: View): Table {
  const keys: TotalKey[] = ["bookings", "revenue", "pay", "contribution"];
  const changes = keys.map((key) => ({ key, change: changeOf(view, view.focus, key) }));
  const unit = unitFor(changes.map(({ change }) => change.mean));
  const money = (value: number) => bareChange(value, unit);
  const labels = [
    "At the middle assumptions",
    "Mean over all",
    "± of the computation",
    "Luck P5",
    "Luck P95",
    "What we do not know P5",
    "What we do not know P95",
    "Both P5",
    "Both P95",
  ];
  return {
    caption: `How sure: ${nameOf(view.focus)} against the baseline, ${unitWords(unit, view.currency)}`,
    columns: [{ label: "Measure" }, ...labels.map((label) => ({ label, format: money }))],
    rows: changes.map(({ key, change: { mean, expected, error, luck, parameters, both } }) => [
      measureName(key),
      expected,
      view.settled ? mean : null,
      error ?? null,
      ...[luck, parameters, both].flatMap((range) => [range?.p5 ?? null, range?.p95 ?? null]),
    ]),
  };
}
