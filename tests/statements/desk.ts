/**
 * A small sales desk to pay statements on: two sellers, a manager and a marketer, one segment, two sources.
 *
 * Terms     seller = 60,000 base and 60,000 target variable a year; own deals are outbound, marketing's inbound.
 */
import {
  compilePayroll,
  type Deal,
  type Facts,
  type JsonObject,
  payLines,
  type Payroll,
  type Statement,
  statementFor,
  type StatementLine,
  type TraceNode,
} from "#models";
import { chain, patched } from "../support/scenarios.ts";

export const desk: JsonObject = {
  format: 1,
  name: "Desk",
  currency: "USD",
  calendar: { start: "2027-01" },
  funnel: {
    stages: ["lead", "mql", "opportunity", "won"],
    segments: {
      all: {
        dealSize: { mean: 10_000 },
        grossMargin: 0.8,
        termMonths: 12,
        sources: {
          inbound: { team: "marketing", entersAt: "lead", perMonth: 100 },
          outbound: { team: "sales", entersAt: "opportunity", perMonth: 20 },
        },
        conversions: { lead: { rate: 0.5 }, mql: { rate: 0.2 }, opportunity: { rate: 0.25 } },
      },
    },
  },
  roles: {
    seller: {
      team: "sales",
      headcount: 4,
      basePay: 60_000,
      targetVariable: 60_000,
      plan: "seller",
      tasks: { selling: {} },
    },
    marketer: {
      team: "marketing",
      headcount: 2,
      basePay: 48_000,
      targetVariable: 12_000,
      tasks: { volume: {} },
    },
  },
  plans: { seller: { components: {} } },
  simulation: { luck: "logNormal" },
};

/** The desk with its seller's plan, and whatever else is different. */
export function deskWith(components: JsonObject, ...patches: JsonObject[]): JsonObject {
  return patched(desk, { plans: { seller: { components } } }, ...patches);
}

/** A deal won by the seller "ae-1" for 10,000 on a day, or as stated. */
export function deal(id: string, won: string | undefined, rest: Partial<Deal> = {}): Deal {
  return {
    id,
    owner: "ae-1",
    segment: "all",
    source: "outbound",
    created: won ?? "2027-01-01",
    won,
    amount: "10000",
    row: Number(id.replace(/\D/g, "")) || 1,
    ...rest,
  };
}

/** Facts with what is stated. */
export function factsOf(facts: Partial<Facts>): Facts {
  return { deals: [], measures: [], exceptions: [], ...facts };
}

/** The payroll of a scenario on facts; a test fails with its problems where there is none. */
export function payrollOf(root: JsonObject, facts: Partial<Facts>): Payroll {
  const { payroll, problems } = compilePayroll(chain(root), factsOf(facts));
  if (!payroll) throw new Error(JSON.stringify(problems, null, 2));
  return payroll;
}

/** Messages of the problems of a payroll that cannot be. */
export function problemsOf(root: JsonObject, facts: Partial<Facts>): string[] {
  return compilePayroll(chain(root), factsOf(facts)).problems.map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

/** One line's amounts for several periods of "ae-1", or of whom is asked about; undefined where there is no line. */
export function amounts(
  payroll: Payroll,
  line: string,
  periods: readonly string[],
  person = "ae-1",
): (string | undefined)[] {
  return periods.map(
    (period) =>
      statementFor(payroll, person, period, { oneMore: false }).lines.find(({ id }) => id === line)
        ?.amount,
  );
}

/** A line of a statement. */
export function lineOf(statement: Statement, id: string): StatementLine {
  const line = statement.lines.find((one) => one.id === id);
  if (!line) throw new Error(`there is no line ${id}`);
  return line;
}

/** The first node of a rule in a line's trace. */
export function nodeOf({ trace }: StatementLine, rule: string): TraceNode {
  const all = (nodes: readonly TraceNode[]): TraceNode[] =>
    nodes.flatMap((node) => [node, ...all(node.children ?? [])]);
  const node = all(trace).find((one) => one.rule === rule);
  if (!node) throw new Error(`there is no node ${rule}`);
  return node;
}

/** Variable pay of each person over the whole calendar, in minor units. */
export function variablePay(payroll: Payroll): Map<string, bigint> {
  const paid = new Map<string, bigint>();
  for (const { participant, kind, amount } of payLines(payroll))
    if (kind !== "base") paid.set(participant, (paid.get(participant) ?? 0n) + amount);
  return paid;
}

export const quarters = ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"];
export const months = Array.from(
  { length: 12 },
  (_, i) => `2027-${String(i + 1).padStart(2, "0")}`,
);
