/**
 * What no deal tells, from tables of text: stated measures, and money paid outside the plan with its reason.
 *
 * Always    a value is for one person, role, team or the company, one measure and one period, and stands once; where a
 *           measure adds up over time, a month and the quarter it is in are the same value stated twice.
 * Not here  cells (cells.ts).
 * Source    docs/guide/statements.md#measures
 */
import { type Scenario, scenarioOf } from "../scenario/schema.ts";
import { measures as named } from "../terms.ts";
import { payCalendar, spanOf } from "./calendar.ts";
import { decimal, nameHint, readRows, type Row, shown } from "./cells.ts";
import type { Deal, ExceptionFact, MeasureFact, Table } from "./facts.ts";
import type { FactSite } from "./readFacts.ts";

const measureColumns = {
  participant: { required: true, filled: true },
  measure: { required: true, filled: true },
  period: { required: true, filled: true },
  value: { required: true, filled: true },
};

const exceptionColumns = {
  participant: { required: true, filled: true },
  month: { required: true, filled: true },
  amount: { required: true, filled: true },
  reason: { required: true, filled: true },
};

const TEAMS = ["marketing", "sales", "company"];

/** The measures of a table that are stated, not counted from deals. */
export function readMeasures(
  table: Table,
  site: FactSite & { known: ReadonlySet<string> | undefined; counted: boolean },
): MeasureFact[] {
  const scenario = scenarioOf(site.loaded);
  const calendar = payCalendar(scenario);
  const people = site.known ?? new Set(Object.keys(scenario.people ?? {}));
  const roles = Object.keys(scenario.roles);
  const open = site.known === undefined && people.size === 0;
  const told = new Set<string>();
  const spans = new Map<string, { line: number; period: string; from: number; to: number }[]>();
  return readRows(table, measureColumns, site).flatMap((row): MeasureFact[] => {
    const participant = row.text("participant");
    const isOpen = open || people.has(participant);
    if (
      participant !== "" &&
      !isOpen &&
      !roles.includes(participant) &&
      !TEAMS.includes(participant)
    )
      row.fault(
        "participant",
        `there is no person, role or team "${shown(participant)}"`,
        () => nameHint(participant, [...TEAMS, ...roles, ...people]),
        "unknown-name",
      );
    const measure = readMeasure(row, { scenario, counted: site.counted, told });
    const period = row.text("period");
    const span = period.includes("..") ? undefined : spanOf(calendar, period);
    if (period !== "" && !span)
      row.fault(
        "period",
        /^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$/.test(period)
          ? `${period} lies outside the calendar`
          : `"${shown(period)}" is no period`,
        `write 2027-03, 2027-Q1, 2027-H1 or 2027; the calendar is ${site.first} to ${site.last}`,
      );
    const value = decimal(row, "value", { signed: true });
    if (participant === "" || measure === undefined || !span || value === undefined) return [];
    const key = `${participant}\n${measure}`;
    const earlier = spans.get(key) ?? [];
    const adds = addsUp(scenario, measure);
    const twice = earlier.find((one) =>
      adds ? one.from <= span.to && span.from <= one.to : one.period === period,
    );
    if (twice)
      row.fault(
        "period",
        `${measure} of "${shown(participant)}" is stated for ${twice.period} in row ${twice.line} already`,
        twice.period === period
          ? "delete one of the two"
          : `${period} and ${twice.period} overlap: state one of them`,
      );
    spans.set(key, [...earlier, { line: row.line, period, from: span.from, to: span.to }]);
    return [{ participant, measure, period, value, row: row.line }];
  });
}

/** Measures that deals make: stated for somebody, they take the place of their deals. */
function madeOfDeals({ funnel }: Scenario): string[] {
  const { stages, pipelineStage = stages.at(-2)! } = funnel;
  return ["pipeline", "bookings", "grossMargin", "expansion", pipelineStage, stages.at(-1)!];
}

function readMeasure(
  row: Row,
  { scenario, counted, told }: { scenario: Scenario; counted: boolean; told: Set<string> },
): string | undefined {
  const measure = row.text("measure");
  if (measure === "") return undefined;
  const stated = scenario.measures?.[measure];
  if (stated?.kind === "sum") {
    row.fault(
      "measure",
      `${measure} is a sum of ${Object.keys(stated.of).join(", ")}`,
      "state those",
    );
    return undefined;
  }
  const known = [
    ...Object.keys(scenario.measures ?? {}),
    ...scenario.funnel.stages,
    ...Object.keys(named),
  ];
  if (!known.includes(measure)) {
    row.fault(
      "measure",
      `there is no measure "${shown(measure)}"`,
      () => nameHint(measure, known),
      "unknown-name",
    );
    return undefined;
  }
  // For a team or the company it is the usual way: the file need not hold everybody's deals.
  const ofMany = ["marketing", "sales", "company", ...Object.keys(scenario.roles)];
  const ofOne = !ofMany.includes(row.text("participant"));
  if (counted && ofOne && madeOfDeals(scenario).includes(measure)) {
    const key = `${row.text("participant")}\n${measure}`;
    if (!told.has(key))
      row.warn(
        "measure",
        `${measure} of "${shown(row.text("participant"))}" is stated here: it takes the place of the deals`,
      );
    told.add(key);
  }
  return measure;
}

function addsUp(scenario: Scenario, measure: string): boolean {
  const stated = scenario.measures?.[measure];
  if (stated) return stated.kind === "sum" || stated.adds === true;
  return !(measure in named) || named[measure as keyof typeof named].kind !== "ratio";
}

/** Payments outside the plan. */
export function readExceptions(
  table: Table,
  site: FactSite & { known: ReadonlySet<string> | undefined; deals: readonly Deal[] },
): ExceptionFact[] {
  const scenario = scenarioOf(site.loaded);
  const calendar = payCalendar(scenario);
  const people =
    site.known ??
    new Set([
      ...Object.keys(scenario.people ?? {}),
      ...site.deals.flatMap(({ owner, split }) => [
        owner,
        ...(split ?? []).map(({ person }) => person),
      ]),
    ]);
  return readRows(table, exceptionColumns, site).flatMap((row): ExceptionFact[] => {
    const participant = row.text("participant");
    if (participant !== "" && !people.has(participant))
      row.fault(
        "participant",
        `there is no person "${shown(participant)}"`,
        () => nameHint(participant, [...people]),
        "unknown-name",
      );
    const month = row.text("month");
    const sound = /^\d{4}-(0[1-9]|1[0-2])$/.test(month);
    if (month !== "" && !sound)
      row.fault("month", `"${shown(month)}" is no month`, "write 2027-03");
    else if (month !== "" && !spanOf(calendar, month))
      row.fault(
        "month",
        `${month} lies outside the calendar`,
        `the calendar is ${site.first} to ${site.last}`,
      );
    const amount = decimal(row, "amount", { signed: true });
    const reason = row.text("reason");
    if (participant === "" || !sound || amount === undefined || reason === "") return [];
    return [{ participant, month, amount, reason, row: row.line }];
  });
}
