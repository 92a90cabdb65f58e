/**
 * What a payroll pays on, and what is not there: figures for longer than a plan pays, missing figures, deals not paid yet.
 *
 * Always    a figure that adds up and is stated for longer than a component's period is a problem, since nothing says how
 *           it falls on the periods; a figure missing up to the last month in which anybody's is stated counts 0 and is a
 *           warning, as is a deal that a plan on cash leaves out until the customer pays.
 * Not here  faults of one row (readFacts.ts), figures that nobody states at all (payroll.ts).
 * Source    docs/guide/statements.md#files
 */
import { add, type Rational, ZERO } from "../math/index.ts";
import type { Problem } from "../problem.ts";
import { monthsIn } from "../terms.ts";
import { monthLabel, type Span } from "./calendar.ts";
import { creditOfPerson, type PaidDeal, worked } from "./deals.ts";
import { addsUp, type Books, fromDeals, primitives, type Stated } from "./measured.ts";
import type { Payroll } from "./payroll.ts";
import { type Person, presence, type Stint } from "./roster.ts";
import type { ComponentRule, PlanRules } from "./rules.ts";
import { counted, plainly } from "./words.ts";

type Asked = { path: string; measure: string; scope: string; months: number };

/** What a component asks for: its own measure, and those of its conditions. */
function asks({ path, question, months, gates, multipliers, across }: ComponentRule): Asked[] {
  const beside = [...gates, ...multipliers, ...(across ? [across] : [])];
  return [
    { path, measure: question.measure, scope: question.scope, months },
    ...beside.map((one) => ({
      path: one.path,
      measure: one.question.measure,
      scope: one.question.scope,
      months: one.months,
    })),
  ];
}

const periodWords = Object.entries(monthsIn);

/** Figures stated for longer than the component that they are for pays. */
export function longFigures({ books, rules }: Pick<Payroll, "books" | "rules">): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const { stint, person } of stintsOf(books)) {
    for (const rule of rules.get(stint.role.id)?.components ?? []) {
      for (const one of asks(rule)) {
        for (const { figure, part } of figuresFor(books, one, { stint, person })) {
          const { fact, span } = figure;
          const key = `${fact.row} ${one.path}`;
          if (span.to - span.from + 1 <= one.months || seen.has(key)) continue;
          if (!addsUp(books.scenario, part)) continue;
          seen.add(key);
          const period = periodWords.find(([, months]) => months === one.months)?.[0] ?? "period";
          problems.push({
            code: "bad-shape",
            path: `measures[${fact.row}].period`,
            message: `${part} of ${fact.participant} is stated for ${fact.period}, but ${one.path.replace(".components", "")} pays by ${period}: state each ${period}`,
            hint: `give a row for each ${period} in it`,
          });
        }
      }
    }
  }
  return problems;
}

function stintsOf({ roster }: Books): { person: Person; stint: Stint }[] {
  return [...roster.values()].flatMap((person) =>
    person.stints.map((stint) => ({ person, stint })),
  );
}

/** Stated figures that answer a question exactly. */
function figuresFor(
  { scenario, stated }: Books,
  { measure, scope }: Asked,
  { person, stint }: { person: Person; stint: Stint },
): { figure: Stated; part: string }[] {
  const { role } = stint;
  const whom = { individual: person.id, role: role.id, team: role.team }[scope] ?? "company";
  return primitives(scenario, measure).flatMap(({ measure: part }) =>
    (stated.get(part)?.get(whom) ?? []).map((figure) => ({ figure, part })),
  );
}

/** What is paid without being known: missing figures, and deals that wait for the customer's money. */
export function payrollWarnings({ books, rules }: Pick<Payroll, "books" | "rules">): Problem[] {
  return stintsOf(books).flatMap(({ person, stint }) => {
    const own = rules.get(stint.role.id);
    if (!own) return [];
    return [
      ...missingIn(books, { person, stint }, own),
      ...unpaidIn(books, { person, stint }, own),
    ];
  });
}

type Whose = { person: Person; stint: Stint };

function missingIn(books: Books, { person, stint }: Whose, { components }: PlanRules): Problem[] {
  const { scenario, stated, calendar } = books;
  const missing = new Map<string, Set<string>>();
  for (const { question, months } of components) {
    if (question.scope !== "individual") continue;
    for (const { measure } of primitives(scenario, question.measure)) {
      const all = [...(stated.get(measure)?.values() ?? [])].flat();
      if (fromDeals(books, measure) || all.length === 0) continue;
      const own = stated.get(measure)?.get(person.id) ?? [];
      const adds = addsUp(scenario, measure);
      const last = all.reduce((latest, { span }) => Math.max(latest, span.to), 0);
      for (let from = 0; from + months - 1 <= last; from += months) {
        const span = { from, to: from + months - 1 };
        if (own.some((figure) => covers(figure.span, span, adds))) continue;
        if (presence(stint, calendar, span).n === 0n) continue;
        const first = monthLabel(calendar, from);
        const label = months === 1 ? first : `${first} to ${monthLabel(calendar, span.to)}`;
        missing.set(measure, (missing.get(measure) ?? new Set()).add(label));
      }
    }
  }
  return [...missing].map(([measure, periods]) => ({
    code: "not-found",
    path: `measures.${measure}`,
    message: `there is no figure for ${measure} of ${person.id} in ${[...periods].join(", ")}: it counts 0`,
    hint: "state it, or a 0 where it is one",
  }));
}

function covers(figure: Span, span: Span, adds: boolean): boolean {
  return adds
    ? figure.to >= span.from && figure.to <= span.to
    : figure.from <= span.to && figure.to >= span.from;
}

const MOST_NAMED = 5;

function unpaidIn(books: Books, { person, stint }: Whose, { components }: PlanRules): Problem[] {
  const rule = components.find(({ question }) => question.cash && question.scope === "individual");
  if (!rule) return [];
  const deals = unpaidDeals(
    books,
    { person, stint, rule },
    {
      from: 0,
      to: books.calendar.months - 1,
    },
  );
  if (deals.length === 0) return [];
  return [
    {
      code: "not-found",
      path: rule.path,
      message: `${person.id}: ${unpaidWords(deals)}`,
      hint: "the plan pays when the customer has paid: give the day in the column paid",
    },
  ];
}

/** Own deals won in some months that a plan on cash does not count by their end, with what they would count. */
export function unpaidDeals(
  { byPerson, credits }: Books,
  { person, stint, rule }: Whose & { rule: ComponentRule },
  { from, to }: Span,
): { deal: PaidDeal; credited: Rational }[] {
  const { cash, segments, measure } = rule.question;
  if (!cash) return [];
  return (byPerson.get(person.id) ?? []).flatMap((deal) => {
    const { wonMonth, paidMonth, won, facts } = deal;
    if (wonMonth === undefined || won === undefined || wonMonth < from || wonMonth > to) return [];
    if (paidMonth !== undefined && paidMonth <= to) return [];
    if (!worked(stint, deal) || segments?.includes(facts.segment) === false) return [];
    const { share } = creditOfPerson(credits, person, { deal, measure, day: facts.won! });
    return share.n === 0n ? [] : [{ deal, credited: won }];
  });
}

/** "3 deals won, not paid yet: T1, T2, T3, 120,000". */
export function unpaidWords(deals: readonly { deal: PaidDeal; credited: Rational }[]): string {
  const named = deals.slice(0, MOST_NAMED).map(({ deal }) => deal.facts.id);
  const more = deals.length > named.length ? ` and ${deals.length - named.length} more` : "";
  const total = deals.reduce((sum, { credited }) => add(sum, credited), ZERO);
  return `${counted(deals.length, "deal")} won, not paid yet: ${named.join(", ")}${more}, ${plainly(total)}`;
}
