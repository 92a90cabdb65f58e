/**
 * Pay as a finance department books it: cost when earned, cash when paid, and commissions spread over their benefit.
 *
 * Terms     earned = cost of pay in the month of the deal, or of the period, it is for; liability = earned, not yet paid;
 *           incremental = paid only because a contract was won (ASC 340-40, IFRS 15.91); benefit = months that a
 *           contract is expected to earn; expedient = benefit of a year or less, so expensed at once.
 * Formula   expense = expensed at once + amortised + written off; asset = capitalised − amortised − written off;
 *           straight line by whole months from the month of the deal, rounded to the cent, the rest in the last month.
 * Always    exact; Σ earned = Σ expense + asset left; Σ earned = Σ cash + liability left.
 * Not here  what people earn (statements/), balances brought forward, employer on-costs, which are expensed with pay.
 * Source    docs/guide/accounting.md
 */
import {
  add,
  compare,
  divide,
  least,
  negate,
  type Rational,
  rational,
  roundedTo,
  subtract,
  sum,
  toDecimal,
  ZERO,
} from "../math/rational.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Deal } from "../statements/facts.ts";
import { type Payroll, payrollPeople, payrollPeriods } from "../statements/payroll.ts";
import { statementFor } from "../statements/statementFor.ts";
import type { DealLine, Statement, StatementLine, TraceNode } from "../statements/statement.ts";
import { type Benefit, benefits, type Treatment, treatmentOf } from "./contractCosts.ts";
import type { DealCost, Ledger } from "./ledgerResult.ts";

export type Amortisation = {
  /** Expense of each month, the first one first. */
  expense: Rational[];
  /** Asset left after so many months: the whole amount at 0, nothing at the end. */
  left: Rational[];
};

/** Straight line over whole months, to `places` after the point; what rounding leaves is in the last month. */
export function amortise(amount: Rational, months: number, places: number): Amortisation {
  const negative = compare(amount, ZERO) < 0;
  const whole = negative ? negate(amount) : amount;
  const cent = rational(`1e-${places}`);
  const even = roundedTo(divide(whole, rational(months)), cent, "halfAwayFromZero");
  const signed = (value: Rational) => (negative ? negate(value) : value);
  const expense: Rational[] = [];
  const left = [amount];
  let rest = whole;
  for (let month = 1; month <= months; month++) {
    const one = month === months ? rest : least(even, rest);
    rest = subtract(rest, one);
    expense.push(signed(one));
    left.push(signed(rest));
  }
  return { expense, left };
}

export type Booked = {
  scenario: Scenario;
  /** One a person and month, in any order; a generator keeps memory flat. */
  statements: Iterable<Statement>;
  deals: readonly Deal[];
};

/** Cost of pay in one month that one deal caused and that may be capitalised. */
type Cost = { deal: Deal; month: string; amount: Rational };

type Books = {
  earned: Map<string, Rational>;
  cash: Map<string, Rational>;
  costs: Map<string, Cost>;
  rules: Map<string, Rule>;
};

type Rule = Treatment & { title: string; amount: Rational; asset: Rational };

/** The books of everybody's pay in every month of a payroll. Throws ProblemError for pay that a plan refuses. */
export function ledgerOf(payroll: Payroll): Ledger {
  const { scenario, books } = payroll;
  const deals = books.deals.map(({ facts }) => facts);
  return accountingOf({ scenario, statements: monthlyStatements(payroll), deals });
}

function* monthlyStatements(payroll: Payroll): Generator<Statement, void> {
  const months = payrollPeriods(payroll).filter((period) => /^\d{4}-\d\d$/.test(period));
  for (const { id } of payrollPeople(payroll))
    for (const month of months) yield statementFor(payroll, id, month, { oneMore: false });
}

/** The books of everybody's statements. */
export function accountingOf({ scenario, statements, deals }: Booked): Ledger {
  const books: Books = { earned: new Map(), cash: new Map(), costs: new Map(), rules: new Map() };
  const byId = new Map(deals.map((deal) => [deal.id, deal]));
  const benefitOf = benefits(scenario);
  let places = 0;
  let to = scenario.calendar.start;
  for (const statement of statements) {
    places = Math.max(places, statement.total.split(".")[1]?.length ?? 0);
    to = statement.to > to ? statement.to : to;
    for (const [month, amount] of Object.entries(statement.cash))
      addTo(books.cash, month, rational(amount));
    bookStatement(books, statement, { scenario, places, deals: byId, benefitOf });
  }
  const schedules = [...books.costs.values()]
    .toSorted((a, b) => (a.month + a.deal.id < b.month + b.deal.id ? -1 : 1))
    .map((cost) => schedule(cost, benefitOf(cost.deal), places));
  const text = (value: Rational) => toDecimal(value, places);
  return {
    currency: scenario.currency,
    from: scenario.calendar.start,
    to,
    rules: [...books.rules]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([line, { title, capitalised, why, amount, asset }]) => ({
        line,
        title,
        capitalised,
        why,
        amount: text(amount),
        asset: text(asset),
      })),
    months: ledgerMonths(books, schedules, text),
    deals: schedules.map((one) => dealCost(one, to, text)),
  };
}

type Site = {
  scenario: Scenario;
  places: number;
  deals: ReadonlyMap<string, Deal>;
  benefitOf: (deal: Deal) => Benefit;
};

function bookStatement(books: Books, statement: Statement, site: Site): void {
  for (const line of statement.lines) {
    const amount = rational(line.amount);
    const place = placeOf(line, statement, site.scenario);
    const rule = ruleOf(line, place, site.scenario);
    if (!rule) continue;
    const key = line.kind === "component" ? `${place.plan}.${place.id}` : line.kind;
    const known = books.rules.get(key) ?? { ...rule, amount: ZERO, asset: ZERO };
    known.amount = add(known.amount, amount);
    books.rules.set(key, known);
    let rest = amount;
    for (const { deal, month, pays, kept: cost } of dealParts(line, statement, site)) {
      rest = subtract(rest, pays);
      addTo(books.earned, month, pays);
      if (!rule.capitalised || !hasPart(deal, statement, site.scenario)) continue;
      const asset = `${deal.id} ${month}`;
      const before = books.costs.get(asset)?.amount ?? ZERO;
      books.costs.set(asset, { deal, month, amount: add(before, cost) });
      if (site.benefitOf(deal).capitalised) known.asset = add(known.asset, cost);
    }
    addTo(books.earned, statement.to, rest);
  }
}

type Place = { plan: string; id: string };

/** Where a line's rule is written: lines of roles held before are called role.id. */
function placeOf({ id }: StatementLine, { participant }: Statement, scenario: Scenario): Place {
  const [role, own] = id.split(".");
  if (own === undefined) return { plan: participant.plan ?? "", id };
  return { plan: scenario.roles[role!]?.plan ?? "", id: own };
}

/** How a line is booked; undefined where it only moves money in time: holdbacks and recoverable draws. */
function ruleOf(
  line: StatementLine,
  { plan, id }: Place,
  scenario: Scenario,
): (Treatment & { title: string }) | undefined {
  const { title } = line;
  const atOnce = (why: string) => ({ title, capitalised: false, why });
  switch (line.kind) {
    case "component":
      return { title, ...treatmentOf(scenario, plan, id) };
    case "base":
      return atOnce("paid whether or not a contract is won");
    case "pool":
      return atOnce("shared out on the result of several people");
    case "exception":
      return { ...atOnce("paid outside the plan"), title: "Exceptions" };
    case "adjustment": {
      const adjustment = scenario.plans[plan]?.adjustments?.[id];
      const advance = adjustment?.kind === "draw" && adjustment.recoverable;
      if (adjustment?.kind === "holdback" || advance) return undefined;
      return { ...atOnce("not for winning one contract"), title: "Adjustments" };
    }
    default:
      return line.kind satisfies never;
  }
}

/** True for the deal's owners and for overlays; what rolls up to a manager is capitalised only where named. */
function hasPart(deal: Deal, { participant }: Statement, scenario: Scenario): boolean {
  if (scenario.accounting?.capitalise) return true;
  const { id, roles } = participant;
  if (deal.owner === id || deal.split?.some(({ person }) => person === id)) return true;
  return Object.values(scenario.crediting ?? {}).some(({ overlay }) =>
    roles.some((role) => overlay?.[role] !== undefined),
  );
}

/**
 * What a line pays for each of its deals, and what caps leave of it, in the month of the deal; what is taken back, in the
 * statement's own. What no deal added is left over.
 */
function dealParts(
  line: StatementLine,
  statement: Statement,
  { deals }: Site,
): { deal: Deal; month: string; pays: Rational; kept: Rational }[] {
  if (line.kind !== "component") return [];
  return payingDeals(line.trace).flatMap(({ deal: id, date, pays: added, kept }) => {
    const pays = rational(added ?? "0");
    const deal = deals.get(id);
    if (!deal || pays.n === 0n) return [];
    const early = date.slice(0, 7) < statement.to && pays.n > 0n;
    const month = early ? date.slice(0, 7) : statement.to;
    return [{ deal, month, pays, kept: kept === undefined ? pays : rational(kept) }];
  });
}

/** The first list of deals with pay that a trace has. */
function payingDeals(nodes: readonly TraceNode[]): DealLine[] {
  for (const { deals = [], children = [] } of nodes) {
    const paying = deals.filter(({ pays }) => pays !== undefined);
    const found = paying.length > 0 ? paying : payingDeals(children);
    if (found.length > 0) return found;
  }
  return [];
}

type Schedule = {
  cost: Cost;
  benefit: Benefit;
  capitalised: Rational;
  expense: { month: string; amount: Rational }[];
  writtenOff: { month: string; amount: Rational } | undefined;
};

function schedule(cost: Cost, benefit: Benefit, places: number): Schedule {
  if (!benefit.capitalised)
    return { cost, benefit, capitalised: ZERO, expense: [], writtenOff: undefined };
  const { expense, left } = amortise(cost.amount, benefit.months, places);
  const cancelled = cost.deal.cancelled?.slice(0, 7);
  const lived =
    cancelled === undefined
      ? benefit.months
      : Math.max(0, Math.min(benefit.months, monthsBetween(cost.month, cancelled)));
  const rest = left[lived]!;
  return {
    cost,
    benefit,
    capitalised: cost.amount,
    expense: expense
      .slice(0, lived)
      .map((amount, k) => ({ month: monthAfter(cost.month, k), amount })),
    writtenOff:
      compare(rest, ZERO) === 0
        ? undefined
        : { month: monthAfter(cost.month, lived), amount: rest },
  };
}

function ledgerMonths(
  { earned, cash }: Books,
  schedules: readonly Schedule[],
  text: (value: Rational) => string,
): Ledger["months"] {
  const capitalised = new Map<string, Rational>();
  const amortised = new Map<string, Rational>();
  const writtenOff = new Map<string, Rational>();
  for (const one of schedules) {
    addTo(capitalised, one.cost.month, one.capitalised);
    for (const { month, amount } of one.expense) addTo(amortised, month, amount);
    if (one.writtenOff) addTo(writtenOff, one.writtenOff.month, one.writtenOff.amount);
  }
  const known = [earned, cash, capitalised, amortised, writtenOff]
    .flatMap((map) => [...map.keys()])
    .toSorted();
  if (known.length === 0) return [];
  const count = monthsBetween(known[0]!, known.at(-1)!) + 1;
  let liability = ZERO;
  let asset = ZERO;
  return Array.from({ length: count }, (_, k) => {
    const month = monthAfter(known[0]!, k);
    const at = (map: ReadonlyMap<string, Rational>) => map.get(month) ?? ZERO;
    const expensedAtOnce = subtract(at(earned), at(capitalised));
    const spread = add(at(amortised), at(writtenOff));
    liability = add(liability, subtract(at(earned), at(cash)));
    asset = add(asset, subtract(at(capitalised), spread));
    return {
      month,
      earned: text(at(earned)),
      cash: text(at(cash)),
      liability: text(liability),
      capitalised: text(at(capitalised)),
      expensedAtOnce: text(expensedAtOnce),
      amortised: text(at(amortised)),
      writtenOff: text(at(writtenOff)),
      expense: text(add(expensedAtOnce, spread)),
      asset: text(asset),
    };
  });
}

function dealCost(
  { cost, benefit, capitalised, expense, writtenOff }: Schedule,
  to: string,
  text: (value: Rational) => string,
): DealCost {
  const gone = sum(expense.filter(({ month }) => month <= to).map(({ amount }) => amount));
  const off = writtenOff && writtenOff.month <= to ? writtenOff.amount : ZERO;
  return {
    deal: cost.deal.id,
    month: cost.month,
    cost: text(cost.amount),
    capitalised: text(capitalised),
    why: benefit.why,
    months: benefit.capitalised ? benefit.months : 0,
    perMonth: text(expense[0]?.amount ?? ZERO),
    lastMonth: text(expense.at(-1)?.amount ?? ZERO),
    writtenOff: text(writtenOff?.amount ?? ZERO),
    cancelled: cost.deal.cancelled ?? null,
    assetAtEnd: text(subtract(capitalised, add(gone, off))),
  };
}

function addTo(map: Map<string, Rational>, month: string, amount: Rational): void {
  map.set(month, add(map.get(month) ?? ZERO, amount));
}

/** Months since year 0 of "2027-03". */
function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function monthsBetween(from: string, to: string): number {
  return monthNumber(to) - monthNumber(from);
}

function monthAfter(month: string, months: number): string {
  const number = monthNumber(month) + months;
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
}
