/**
 * A statement as rows: its lines, under each what it is made of, down to the deals.
 *
 * Terms     row = a line (level 0), a node of its trace, or a deal; node = one step of how an amount came about; open =
 *           the keys of the rows whose parts are shown.
 * Always    a rule that did not fire is a row too, with why; amounts keep the decimals they are paid in.
 */
import type { DealLine, Statement, StatementLine, TraceNode } from "#models";
import { exactAmount, exactMoney, exactPercent } from "../../lib/exact.ts";
import { longMonth } from "../../lib/format.ts";
import type { Cell, Table } from "../../lib/table.ts";

export type TraceRow = {
  key: string;
  level: number;
  label: string;
  how: string;
  /** What the step comes to, as read; undefined where it has no figure. */
  step: string | undefined;
  /** In the column of amounts: lines, and steps that are themselves sums of steps. */
  amount: string | undefined;
  fired: boolean;
  /** True where there is more under it. */
  opens: boolean;
  kind: "line" | "part" | "step" | "deal";
  deals: readonly DealLine[];
  /** True for the last row under its line. */
  last: boolean;
};

/** All rows that are in sight. */
export function rowsOf(statement: Statement, open: ReadonlySet<string>): TraceRow[] {
  const places = statement.total.split(".")[1]?.length ?? 0;
  return statement.lines.flatMap((line) => {
    const key = keyOf(line);
    const under = open.has(key) ? nodeRows(line.trace, { above: key, level: 1, open, places }) : [];
    const last = under.at(-1);
    if (last) under[under.length - 1] = { ...last, last: true };
    const row: TraceRow = {
      key,
      level: 0,
      label: line.title,
      how: inMonths(line.how),
      step: undefined,
      amount: exactAmount(line.amount),
      fired: true,
      opens: line.trace.length > 0,
      kind: "line",
      deals: [],
      last: under.length === 0,
    };
    return [row, ...under];
  });
}

export function keyOf({ kind, id }: Pick<StatementLine, "kind" | "id">): string {
  return `${kind} ${id}`;
}

type Under = { above: string; level: number; open: ReadonlySet<string>; places: number };

function nodeRows(nodes: readonly TraceNode[], { above, level, open, places }: Under): TraceRow[] {
  return nodes.flatMap((node, i) => {
    const key = `${above}/${i}`;
    const children = node.children ?? [];
    const deals = node.deals ?? [];
    const isPart = children.length > 0 && node.unit === "money";
    const figure = valueOf(node, places);
    const row: TraceRow = {
      key,
      level,
      label: inMonths(node.label),
      how: inMonths(node.how),
      step: isPart ? undefined : figure,
      amount: isPart ? figure : undefined,
      fired: node.fired,
      opens: children.length > 0 || deals.length > 0,
      kind: children.length > 0 ? "part" : "step",
      deals,
      last: false,
    };
    if (!open.has(key)) return [row];
    const under = { above: key, level: level + 1, open, places };
    return [row, ...dealRows(deals, under), ...nodeRows(children, under)];
  });
}

function dealRows(
  deals: readonly DealLine[],
  { above, level, places }: Pick<Under, "above" | "level" | "places">,
): TraceRow[] {
  return deals.map(({ deal, date, amount, credit, credited, pays, note, row }, i) => {
    const share = credit === "1" ? "" : ` × ${exactPercent(credit, 0)}`;
    const words = [
      date,
      share === "" ? undefined : `${exactAmount(amount)}${share}`,
      note,
      row === undefined ? undefined : `row ${row}`,
      pays === undefined ? undefined : `pays ${exactAmount(pays)}`,
    ];
    return {
      key: `${above}/deal ${i}`,
      level,
      label: deal,
      how: words.filter(Boolean).join(", "),
      step: exactMoney(credited, places),
      amount: undefined,
      fired: true,
      opens: false,
      kind: "deal",
      deals: [],
      last: false,
    };
  });
}

/** Months as people say them: "2027-07 to 2027-09" is July to September; days stay as they are. */
export function inMonths(text: string): string {
  return text.replaceAll(/(?<![\d-])(\d{4}-(?:0[1-9]|1[0-2]))(?![\d-])/g, (month) =>
    longMonth(month, 0),
  );
}

/** The figure of a step, in its unit; money with the places of the statement. */
export function valueOf(
  { value, unit }: Pick<TraceNode, "value" | "unit">,
  places = 2,
): string | undefined {
  if (value === undefined) return undefined;
  if (!/^-?\d*\.?\d+$/.test(value)) return value;
  if (unit === "share") return exactPercent(value);
  if (unit === "money") return exactMoney(value, places);
  if (unit === "factor") return `${exactAmount(value)}×`;
  return exactAmount(value);
}

/** Keys of everything that can be opened. */
export function allKeys(statement: Statement): string[] {
  return statement.lines.flatMap((line) => {
    const key = keyOf(line);
    return [key, ...nodeKeys(line.trace, key)];
  });
}

function nodeKeys(nodes: readonly TraceNode[], above: string): string[] {
  return nodes.flatMap((node, i) => {
    const key = `${above}/${i}`;
    const opens = (node.children?.length ?? 0) > 0 || (node.deals?.length ?? 0) > 0;
    return opens ? [key, ...nodeKeys(node.children ?? [], key)] : [];
  });
}

/** What is open at first: the lines that the plan pays, and of the first one its last part. */
export function firstOpen(statement: Statement): string[] {
  const lines = statement.lines.filter(({ kind }) => kind === "component" || kind === "pool");
  const first = lines[0];
  if (!first) return [];
  const parts = first.trace.flatMap((node, i) => (node.children?.length ? [i] : []));
  const last = parts.at(-1);
  return [...lines.map(keyOf), ...(last === undefined ? [] : [`${keyOf(first)}/${last}`])];
}

/** The statement with all its steps as a table, to be saved. */
export function tableOf(statement: Statement): Table {
  const rows = rowsOf(statement, new Set(allKeys(statement)));
  const lineOf = new Map(statement.lines.map((line) => [keyOf(line), line.title]));
  return {
    caption: `Statement of ${statement.participant.name}, ${statement.period}`,
    columns: ["Person", "Period", "Line", "Part", "How", "Step", "Amount", "Currency"].map(
      (label) => ({ label }),
    ),
    rows: [
      ...rows.map((row) => [
        statement.participant.id,
        statement.period,
        lineOf.get(row.key.split("/")[0]!) ?? "",
        row.kind === "line" ? "" : row.label,
        row.how,
        plainCell(row.step?.replaceAll(",", "")),
        plainCell(row.amount?.replaceAll(",", "")),
        statement.currency,
      ]),
      [
        statement.participant.id,
        statement.period,
        "Total",
        "",
        "",
        null,
        statement.total,
        statement.currency,
      ],
    ],
  };
}

/** A figure as a file has it: with a plain minus. */
function plainCell(text: string | undefined): Cell {
  return text?.replaceAll("\u2212", "-") ?? null;
}
