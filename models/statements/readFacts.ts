/**
 * Facts from tables of text: deals, roster, stated measures, exceptions; and all that is wrong with them.
 *
 * Terms     table = header and rows of text as read from a file; a problem stops the payment, a warning does not.
 * Always    pays nothing silently: every row is read, or is a problem; what is read and will not be paid is a warning.
 *           All faults at once, each with file, line, column and the column's name.
 * Not here  text of a file to table (shells), what the facts pay (payroll.ts).
 * Source    docs/guide/statements.md#files
 */
import type { Problem } from "../problem.ts";
import { type LoadedScenario, scenarioOf } from "../scenario/schema.ts";
import { lastDate, payCalendar } from "./calendar.ts";
import { collectFaults, type Faults } from "./cells.ts";
import type { Facts, Table } from "./facts.ts";
import { readDeals } from "./readDeals.ts";
import { readExceptions, readMeasures } from "./readMeasures.ts";
import { readRoster } from "./readRoster.ts";

/** Tables that tell what happened; what is left out is not known, or the scenario's own. */
export type FactTables = {
  deals?: Table | undefined;
  people?: Table | undefined;
  measures?: Table | undefined;
  exceptions?: Table | undefined;
};

export type ReadFacts = {
  /** Undefined where there is a problem. */
  facts?: Facts | undefined;
  problems: Problem[];
  warnings: Problem[];
};

/** What is known of a scenario while its tables are read. */
export type FactSite = {
  loaded: LoadedScenario;
  /** First and last day of the calendar. */
  first: string;
  last: string;
  problems: Faults;
  warnings: Faults;
};

/** The facts that tables tell about a scenario's people, or every problem of them. */
export function readFacts(loaded: LoadedScenario, tables: FactTables): ReadFacts {
  const scenario = scenarioOf(loaded);
  const calendar = payCalendar(scenario);
  const site: FactSite = {
    loaded,
    first: `${scenario.calendar.start}-01`,
    last: lastDate(calendar, calendar.months - 1),
    problems: collectFaults("problem"),
    warnings: collectFaults("warning"),
  };
  const people = tables.people && readRoster(tables.people, site);
  const ids = people && new Set(people.map(({ id }) => id));
  // A roster with faults knows fewer people than it names: its own ids are what is meant.
  const named = tables.people && idsNamed(tables.people);
  const known = ids && named ? new Set([...ids, ...named]) : undefined;
  const deals = tables.deals ? readDeals(tables.deals, { ...site, people, known }) : [];
  const measures = tables.measures
    ? readMeasures(tables.measures, { ...site, known, counted: tables.deals !== undefined })
    : [];
  const exceptions = tables.exceptions
    ? readExceptions(tables.exceptions, { ...site, known, deals })
    : [];
  const problems = site.problems.list();
  const warnings = site.warnings.list();
  if (problems.length > 0) return { problems, warnings };
  return { facts: { deals, people, measures, exceptions }, problems, warnings };
}

function idsNamed({ header, rows }: Table): Set<string> {
  const place = header.findIndex((name) => name.trim() === "id");
  return new Set(rows.flatMap((cells) => cells[place]?.trim() || []));
}

const PLACE = /^(deals|people|measures|exceptions)\[(\d+)\](?:\.(\w+))?/;

/** Problems that name a row of the facts ("deals[12].owner"), with the file, line and column of that row. */
export function placeProblems(problems: readonly Problem[], tables: FactTables): Problem[] {
  return problems.map((problem) => {
    const [, kind, row, name] = PLACE.exec(problem.path) ?? [];
    const table = kind === undefined ? undefined : tables[kind as keyof FactTables];
    if (!table) return problem;
    const column = table.header.findIndex((one) => one.trim() === name);
    return {
      ...problem,
      path: `row ${row}${name === undefined ? "" : `, ${name}`}`,
      file: table.file,
      line: Number(row),
      ...(column < 0 ? {} : { column: column + 1 }),
    };
  });
}
