/**
 * The roster from a table of text: one row for each stretch of time that a person spends in a role.
 *
 * Terms     move = a second row of the same person, that starts after the first one.
 * Always    every row is an assignment or a problem; what is said of a person is said alike in all of their rows, or a
 *           warning tells which holds.
 * Not here  cells (cells.ts), part periods and pay (roster.ts).
 * Source    docs/guide/statements.md#roster
 */
import { type Scenario, scenarioOf } from "../scenario/schema.ts";
import { dayNumber } from "./calendar.ts";
import { day, dayOf, decimal, nameHint, readRows, type Row, shown } from "./cells.ts";
import { rateOn } from "./deals.ts";
import type { Assignment, Participant, Table } from "./facts.ts";
import type { FactSite } from "./readFacts.ts";

const columns = {
  id: { required: true, filled: true },
  role: { required: true, filled: true },
  name: { required: true, filled: true },
  start: { required: true, filled: true },
  end: {},
  basePay: {},
  targetVariable: {},
  territory: {},
  manager: {},
  group: {},
  salaryCurrency: {},
  eligibleFrom: {},
  leave: {},
};

type Stretch = { row: Row; assignment: Assignment };

/** The people of a roster; faults and doubts go to the site. */
export function readRoster(table: Table, site: FactSite): Participant[] {
  const scenario = scenarioOf(site.loaded);
  const rows = readRows(table, columns, site);
  const byId = new Map<string, Row[]>();
  for (const row of rows) {
    const id = row.text("id");
    if (id === "") continue;
    const own = byId.get(id);
    if (own) own.push(row);
    else byId.set(id, [row]);
  }
  if (rows.length === 0)
    site.warnings.add(() => ({
      code: "bad-shape",
      path: "",
      message: "the roster has no rows: nobody is paid",
      file: table.file,
    }));
  const people = [...byId].map(([id, own]) => readPerson(id, own, { scenario, site }));
  checkManagers(byId, people);
  return people;
}

type Reader = { scenario: Scenario; site: FactSite };

function readPerson(id: string, rows: readonly Row[], reader: Reader): Participant {
  const stretches = rows.map((row) => ({ row, assignment: readAssignment(row, reader) }));
  const sorted = stretches.toSorted((a, b) => before(a.assignment.start, b.assignment.start));
  checkMoves(id, sorted);
  const newest = sorted.at(-1)!.row;
  const last = (column: string): string | undefined => {
    const said = sorted.map(({ row }) => row.text(column)).filter(Boolean);
    const text = said.at(-1);
    if (text !== undefined && said.some((one) => one !== text))
      newest.warn(
        column,
        `"${shown(id)}" has several; the last one, "${shown(text)}", holds all year`,
      );
    return text;
  };
  const eligible = sorted.map(({ row }) => day(row, "eligibleFrom", "first")).findLast(Boolean);
  return {
    id,
    name: last("name") ?? id,
    manager: last("manager"),
    group: last("group"),
    eligibleFrom: eligible,
    leave: sorted.flatMap(({ row }) => readLeave(row, reader.site)),
    assignments: sorted.map(({ assignment }) => assignment),
    row: rows[0]!.line,
  };
}

function before(a: string | undefined, b: string | undefined): number {
  return (a ?? "") < (b ?? "") ? -1 : (a ?? "") > (b ?? "") ? 1 : 0;
}

function readAssignment(row: Row, { scenario, site }: Reader): Assignment {
  const role = row.text("role");
  if (role !== "" && !Object.hasOwn(scenario.roles, role))
    row.fault(
      "role",
      `there is no role "${shown(role)}"`,
      () => nameHint(role, Object.keys(scenario.roles)),
      "unknown-name",
    );
  const start = day(row, "start", "first");
  const end = day(row, "end", "last");
  if (start !== undefined && start > site.last)
    row.fault(
      "start",
      `${start} lies outside the calendar`,
      `it ends on ${site.last}; leave out who comes later`,
    );
  if (start !== undefined && end !== undefined && end < start)
    row.fault("end", `leaves on ${end}, before coming on ${start}`, "correct one of the two dates");
  else if (end !== undefined && end < site.first)
    row.warn("end", `${end} lies before the calendar: this row earns nothing in it`);
  const territory = decimal(row, "territory");
  if (territory !== undefined && /^[0.]+$/.test(territory))
    row.fault("territory", "the territory is 0", "1 is the role's mean", "bad-number");
  return {
    role,
    start,
    end,
    basePay: decimal(row, "basePay"),
    targetVariable: decimal(row, "targetVariable"),
    territory,
    salaryCurrency: readCurrency(row, { scenario, site }),
  };
}

function readCurrency(row: Row, { scenario, site }: Reader): string | undefined {
  const currency = row.text("salaryCurrency");
  if (currency === "" || currency === scenario.currency) return currency || undefined;
  if (!rateOn(scenario, currency, site.first)) {
    const known = [scenario.currency, ...Object.keys(scenario.currencies ?? {})];
    row.fault(
      "salaryCurrency",
      `there is no exchange rate for "${shown(currency)}" on ${site.first}`,
      /^[A-Z]{3}$/.test(currency)
        ? `add it under "currencies" of the scenario, or use ${known.join(" or ")}`
        : `a currency is three capital letters: ${known.join(", ")}`,
      "unknown-name",
    );
    return undefined;
  }
  return currency;
}

/** A person's rows follow one another: no two at once, a gap is told. */
function checkMoves(id: string, stretches: readonly Stretch[]): void {
  for (const [i, { row, assignment }] of stretches.entries()) {
    const earlier = stretches[i - 1]?.assignment;
    const { start } = assignment;
    if (!earlier || start === undefined || earlier.start === undefined) continue;
    const hint = `the row that starts on ${earlier.start} ends the day before`;
    if (earlier.start === start)
      row.fault(
        "start",
        `"${shown(id)}" starts twice on ${start}`,
        "a move is a second row with a later start",
      );
    else if (earlier.end !== undefined && earlier.end >= start)
      row.fault("start", `"${shown(id)}" is in two places at once on ${start}`, hint);
    else if (earlier.end !== undefined && dayNumber(earlier.end) + 1 < dayNumber(start))
      row.warn(
        "start",
        `"${shown(id)}" is nowhere from the day after ${earlier.end} until ${start}`,
      );
  }
}

function readLeave(row: Row, { first, last }: FactSite): { from: string; to: string }[] {
  return row
    .text("leave")
    .split(";")
    .map((one) => one.trim())
    .filter(Boolean)
    .flatMap((text) => {
      const parts = text.split("/").map((one) => one.trim());
      if (parts.length !== 2 || parts.includes("")) {
        row.fault(
          "leave",
          `"${shown(text)}" is no stretch of days`,
          "write 2027-03-01/2027-03-31;2027-08-02/2027-08-06",
        );
        return [];
      }
      const [from, to] = parts.map((part) => dayOf(row, "leave", { text: part }));
      if (from === undefined || to === undefined) return [];
      if (to < from) {
        row.fault(
          "leave",
          `the leave ends on ${to}, before it starts on ${from}`,
          "swap the two days",
        );
        return [];
      }
      if (to < first || from > last)
        row.warn("leave", `the leave ${text} lies outside the calendar: it changes nothing`);
      return [{ from, to }];
    });
}

/** Managers are people of the roster, and nobody is above themselves. */
function checkManagers(
  byId: ReadonlyMap<string, readonly Row[]>,
  people: readonly Participant[],
): void {
  const managers = new Map(people.map(({ id, manager }) => [id, manager]));
  const ids = [...byId.keys()];
  for (const [id, rows] of byId) {
    for (const row of rows) {
      const manager = row.text("manager");
      if (manager === "") continue;
      if (!byId.has(manager))
        row.fault(
          "manager",
          `there is no person "${shown(manager)}" in the roster`,
          () => nameHint(manager, ids),
          "unknown-name",
        );
      else if (manager === id)
        row.fault("manager", `"${shown(id)}" is their own manager`, "leave the cell empty");
    }
  }
  const sound = new Set<string>();
  for (const [id, rows] of byId) {
    const chain: string[] = [];
    let above: string | undefined = id;
    const seen = new Set<string>();
    while (above !== undefined && !sound.has(above) && !seen.has(above)) {
      seen.add(above);
      chain.push(above);
      above = managers.get(above);
    }
    const circle =
      above !== undefined && !sound.has(above) ? chain.slice(chain.indexOf(above)) : [];
    for (const one of chain) sound.add(one);
    if (circle.length > 1)
      (byId.get(circle[0]!) ?? rows)[0]!.fault(
        "manager",
        `people who manage each other: ${[...circle, circle[0]].map((one) => shown(one!)).join(" → ")}`,
        "the top of the line has no manager",
      );
  }
}
