/**
 * Statements as text: one person's with the reason for every cent, or everybody's totals by period.
 *
 * Always    rules that did not fire are told too, marked with a dot; amounts are exact; lines add up to the total.
 */
import type { DealLine, Statement, StatementLine, TraceNode } from "#models";
import {
  dealWords,
  exactAmount,
  monthsInWords,
  rolesInWords,
  type RoleTitles,
  stepText,
} from "../../exchange/amounts.ts";
import { cashWords } from "../../exchange/html.ts";
import { cut, table, wrap, type Row } from "../table.ts";

/** Cells of a statement's row: what, how it came about, step, amount. */
type Line = { what: string; how: string; step: string; amount: string };

/** A statement with its trace, a line each. */
export function reportOfStatement(
  statement: Statement,
  { width, roleTitles, brief = false }: { width: number; roleTitles: RoleTitles; brief?: boolean },
): string[] {
  const { participant, currency, from, to, oneMore, paidIn, notes } = statement;
  const role = rolesInWords(participant, roleTitles);
  const lines = statement.lines.flatMap((line) => linesOf(line, brief));
  const count = statement.lines.length;
  const total: Line = {
    what: `Total, ${monthsInWords(from, to)}`,
    how: `${count} ${count === 1 ? "line" : "lines"}; parts add to the cent`,
    step: "",
    amount: exactAmount(statement.total),
  };
  return [
    `${participant.name}  ${participant.id}`,
    role + (participant.manager === undefined ? "" : `; manager ${participant.manager}`),
    "",
    `Statement, ${monthsInWords(from, to)}, ${currency}`,
    ...laid(lines, total, width),
    ...(paidIn
      ? [`Paid as ${exactAmount(paidIn.total)} ${paidIn.currency}, at ${paidIn.rate}.`]
      : []),
    ...cashWords(statement).flatMap((said) => wrap(said, width, "  ")),
    ...(oneMore ? ["", ...wrap(oneMore.says, width)] : []),
    ...(notes.length > 0 ? ["", ...notes.flatMap((note) => wrap(note, width, "  "))] : []),
    ...(lines.some(({ what }) => what.trimStart().startsWith("· "))
      ? ["", "· marks a rule that did not fire, and why."]
      : []),
  ];
}

function linesOf({ title, how, amount, trace, balance }: StatementLine, brief: boolean): Line[] {
  const owed = balance === undefined ? "" : `; balance ${exactAmount(balance)}`;
  return [
    { what: title, how: `${how}${owed}`, step: "", amount: exactAmount(amount) },
    ...(brief ? effective(trace) : gathered(trace)).flatMap((node) => traceLines(node, 1, brief)),
  ];
}

/** Steps that come to something; those that did not fire, or to nothing, are left out. */
function effective(nodes: readonly TraceNode[]): readonly TraceNode[] {
  return nodes.filter(
    ({ fired, value, unit }) => fired && !(unit === "money" && /^-?[0.]+$/.test(value ?? "")),
  );
}

/** Steps with those without effect for the same reason, one after another, in one line. */
function gathered(nodes: readonly TraceNode[]): readonly TraceNode[] {
  const said: { node: TraceNode; to: string | undefined }[] = [];
  for (const node of nodes) {
    const before = said.at(-1);
    const reason = idle(node);
    if (before && reason !== undefined && reason === idle(before.node)) before.to = node.label;
    else said.push({ node, to: undefined });
  }
  return said.map(({ node, to }) => {
    if (to === undefined) return node;
    const { children: _, ...rest } = node;
    return { ...rest, label: `${node.label} to ${to}`, how: withoutBalances(node.how) };
  });
}

/** Why a step is without effect: it did not fire, or is a period in which nothing counted and nothing is paid. */
function idle(node: TraceNode): string | undefined {
  const { rule, fired, how, value, children = [] } = node;
  const isEmpty = rule === "period" && /^-?[0.]+$/.test(value ?? "") && !hasDeals(node);
  if (isEmpty || (!fired && children.length === 0 && !hasDeals(node)))
    return `${rule} ${withoutBalances(how)} ${value ?? ""}`;
  return undefined;
}

function hasDeals({ deals = [], children = [] }: TraceNode): boolean {
  return deals.length > 0 || children.some(hasDeals);
}

/** What a month of an adjustment says, without the sums before and after it. */
function withoutBalances(how: string): string {
  return how.replace(/; -?[\d.,]+ before it.*$/, "");
}

function traceLines(
  { label, how, value, unit, fired, deals, children }: TraceNode,
  depth: number,
  brief: boolean,
): Line[] {
  const indent = "  ".repeat(depth);
  return [
    { what: `${indent}${fired ? "" : "· "}${label}`, how, step: stepText(value, unit), amount: "" },
    ...(brief ? [] : (deals ?? [])).map((deal) => dealLine(deal, `${indent}  `)),
    ...(brief ? [] : gathered(children ?? [])).flatMap((child) =>
      traceLines(child, depth + 1, brief),
    ),
  ];
}

function dealLine(deal: DealLine, indent: string): Line {
  const what = `${indent}${deal.deal}`;
  return { what, how: dealWords(deal), step: exactAmount(deal.credited), amount: "" };
}

/** Lines under their titles, the middle column wrapped. */
function laid(lines: readonly Line[], total: Line, width: number): string[] {
  const all = [...lines, total];
  const amount = Math.max(6, ...all.map((line) => line.amount.length));
  const step = Math.max(4, ...all.map((line) => line.step.length));
  const what = Math.min(34, Math.max(...all.map((line) => Array.from(line.what).length)));
  const how = Math.max(20, width - what - step - amount - 6);
  const rule = "─".repeat(what + how + step + amount + 6);
  const row = (line: Line): string[] => {
    const [first = "", ...rest] = wrap(line.how, how);
    const cells = [
      cut(line.what, what).padEnd(what),
      first.padEnd(how),
      line.step.padStart(step),
      line.amount.padStart(amount),
    ];
    return [cells.join("  ").trimEnd(), ...rest.map((more) => `${" ".repeat(what + 2)}${more}`)];
  };
  const head = row({ what: "Line", how: "How", step: "Step", amount: "Amount" });
  return [...head, rule, ...lines.flatMap(row), rule, ...row(total)];
}

/** What everybody earns, a row each. */
export type PayTable = {
  title: string;
  currency: string;
  /** Titles of the parts of the period, and of the whole. */
  parts: readonly string[];
  people: readonly {
    id: string;
    name: string;
    role: string;
    amounts: readonly string[];
    variable: string;
  }[];
  totals: { amounts: readonly string[]; variable: string };
};

/** Everybody's pay by period, with totals; roles where there is room for them. */
export function reportOfPay(pay: PayTable, width: number): string[] {
  const whole = payLines(pay, { roles: true });
  return whole[2]!.length <= width ? whole : payLines(pay, { roles: false });
}

function payLines(
  { title, currency, parts, people, totals }: PayTable,
  { roles }: { roles: boolean },
): string[] {
  const columns = [
    { title: "Participant" },
    { title: "Role", align: "left" as const },
    ...parts.map((part) => ({ title: part })),
    { title: "of it variable" },
  ];
  const rows: Row[] = people.map(({ id, name, role, amounts, variable }) => [
    name === id ? id : `${name}  ${id}`,
    roles ? role : "",
    ...amounts.map(exactAmount),
    exactAmount(variable),
  ]);
  const count = `${people.length} ${people.length === 1 ? "person" : "people"}`;
  const last = [
    `Total of ${count}`,
    "",
    ...totals.amounts.map(exactAmount),
    exactAmount(totals.variable),
  ];
  const [head = "", rule = "", ...body] = table(columns, [...rows, last], Infinity);
  return [`${title}, ${currency}`, head, rule, ...body.slice(0, -1), rule, body.at(-1)!];
}
