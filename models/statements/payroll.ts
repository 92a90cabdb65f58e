/**
 * A payroll: a scenario's plans and last year's facts, put together so that anybody's pay can be worked out.
 *
 * Terms     participant = a person who is paid; line = what one component, pool or adjustment pays them in a month.
 * Always    every fault found is a problem, and there is no payroll then; pure, and the same facts give the same cents.
 *           A stage or score that a plan pays on and nobody states a figure for is a problem; one missing figure counts 0,
 *           and the trace says so.
 * Not here  reading files (readFacts.ts), one person's statement (statementFor.ts).
 * Source    docs/guide/statements.md
 */
import { compileScenario, type Model } from "../company/compile.ts";
import { type Rational, rational } from "../math/index.ts";
import { type CompiledAdjustment, compileAdjustments } from "../plans/adjustments/index.ts";
import { type Problem, ProblemError, unknownName } from "../problem.ts";
import { numberReader } from "../scenario/numbers.ts";
import { type LoadedScenario, type Scenario, scenarioOf } from "../scenario/schema.ts";
import type { Domain, NumberInput } from "../terms.ts";
import { lastDate, monthIndex, monthLabel, payCalendar, periodLabels } from "./calendar.ts";
import {
  concerned,
  creditsOf,
  noRate,
  overCredited,
  type PaidDeal,
  paidDeals,
  rateOn,
} from "./deals.ts";
import { longFigures, payrollWarnings } from "./doubts.ts";
import type { ExceptionFact, Facts } from "./facts.ts";
import { type Books, fromDeals, primitives, statedFigures } from "./measured.ts";
import { currencyPlaces } from "../plans/defaults.ts";
import { exceptionUnits, personYear, type PersonYear } from "./personYear.ts";
import { poolRule, type PoolPeriod, type PoolRule } from "./pools.ts";
import { type PayRole, type Person, rosterOf, stintAt } from "./roster.ts";
import { planRules, type PlanRules, withoutShadow, withShadows } from "./rules.ts";

/** Compiled plans and facts. Its parts are for the statements folder; shells pass it on. */
export type Payroll = {
  scenario: Scenario;
  /** Decimal places of every amount: the currency's, or more where a plan rounds finer. */
  places: number;
  books: Books;
  /** Components and adjustments by role. */
  rules: ReadonlyMap<string, PlanRules>;
  adjustments: ReadonlyMap<string, readonly CompiledAdjustment[]>;
  poolRules: readonly PoolRule[];
  /** Periods of pools, worked out when first asked. */
  pools: Map<string, PoolPeriod[]>;
  exceptions: ReadonlyMap<string, { fact: ExceptionFact; month: number; amount: bigint }[]>;
  /** Remarks on deals, by their id. */
  remarks: ReadonlyMap<string, string>;
  /** Mean deal of each segment. */
  dealMeans: ReadonlyMap<string, Rational>;
  /** Gross margin of each segment. */
  margins: ReadonlyMap<string, Rational>;
  /** The person whose year was worked out last, since statements are read period after period. */
  last: { year: PersonYear | undefined };
};

/** The payroll of a scenario on facts; without one where there are problems. */
export function compilePayroll(
  loaded: LoadedScenario,
  facts: Facts,
): { payroll?: Payroll; problems: Problem[]; warnings?: Problem[] } {
  const scenario = scenarioOf(loaded);
  const problems: Problem[] = [];
  let model: Model;
  try {
    ({ model } = compileScenario(withShadows(loaded), {
      set: null,
      parameterSets: 1,
      seed: 1,
      curves: new Map(),
    }));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return {
      problems: error.problems.map((problem) => ({
        ...problem,
        path: withoutShadow(problem.path),
      })),
    };
  }
  const calendar = payCalendar(scenario);
  const roles = payRoles(scenario, model);
  const roster = rosterOf(facts, { scenario, calendar, roles, problems });
  const segments = new Map(
    model.funnel.segments.map((segment) => {
      const written = scenario.funnel.segments[segment.id]!;
      const margin = plainOr(written.grossMargin, segment.grossMargin);
      return [segment.id, { margin, termMonths: segment.termMonths }];
    }),
  );
  const deals = paidDeals(facts.deals, { scenario, calendar, roster, segments, problems });
  const takeOver = Math.min(
    ...model.roles.filter(({ team }) => team === "sales").map(({ ownsFrom }) => ownsFrom),
    model.funnel.handOverStage + 1,
  );
  const credits = creditsOf(scenario, roster, {
    takeOver,
    pipelineStage: model.funnel.pipelineStage,
  });
  const { stated, outside } = statedFigures(facts.measures, calendar);
  for (const { row, period } of outside)
    problems.push({
      code: "bad-shape",
      path: `measures[${row}].period`,
      message: `"${period}" is no period of the calendar`,
      hint: `periods are written like ${monthLabel(calendar, 0)} or ${periodLabels(calendar).at(-1)!}`,
    });
  const over = overCredited(credits, deals);
  problems.push(...over.problems);
  const books: Books = {
    scenario,
    calendar,
    roster,
    roles,
    credits,
    deals,
    byPerson: dealsByPerson(deals, credits),
    stated,
    series: new Map(),
    extra: undefined,
  };
  const site = { scenario, model, problems };
  const paidRoles = new Map(
    [...roster.values()].flatMap(({ stints }) => stints.map(({ role }) => [role.id, role])),
  );
  const rules = new Map([...paidRoles].map(([id, role]) => [id, planRules(role, site)]));
  const payroll: Payroll = {
    scenario,
    places: Math.max(
      currencyPlaces(scenario.currency),
      ...[...rules.values()].map(({ rounding }) => rounding.places),
    ),
    books,
    rules,
    adjustments: adjustmentsOf(paidRoles, site),
    poolRules: poolRulesOf(facts, { roster, roles: paidRoles }, site),
    pools: new Map(),
    exceptions: new Map(),
    remarks: over.remarks,
    last: { year: undefined },
    margins: new Map([...segments].map(([id, { margin }]) => [id, margin])),
    dealMeans: new Map(
      model.funnel.segments.map(({ id, dealMean }) => [
        id,
        plainOr(scenario.funnel.segments[id]!.dealSize.mean, dealMean),
      ]),
    ),
  };
  problems.push(
    ...missingFigures(payroll),
    ...longFigures(payroll),
    ...exchangeProblems(payroll),
    ...termProblems(payroll),
  );
  const exceptions = exceptionsOf(facts.exceptions, payroll, problems);
  if (problems.length > 0) return { problems: once(problems) };
  const whole = { ...payroll, exceptions };
  const refused = refusals(whole);
  return refused.length > 0
    ? { problems: refused }
    : { payroll: whole, problems: [], warnings: payrollWarnings(whole) };
}

function once(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ path, message }) => {
    const key = `${path}\n${message}`;
    return seen.has(key) ? false : seen.add(key) && true;
  });
}

/** A written number as the decimal it shows, else what the engine reads. */
function plainOr(input: NumberInput, read: number): Rational {
  return rational(typeof input === "number" ? input : read);
}

function payRoles(scenario: Scenario, model: Model): Map<string, PayRole> {
  return new Map(
    model.roles.map((role) => {
      const written = scenario.roles[role.id]!;
      return [
        role.id,
        {
          id: role.id,
          title: role.title,
          team: role.team,
          plan: written.plan,
          basePay: plainOr(written.basePay, role.basePay),
          targetVariable: plainOr(written.targetVariable, role.targetVariable),
          headcount: role.headcount,
          owns: role.ownsFrom !== Infinity,
          segments: written.segments,
          sources: written.sources,
        },
      ];
    }),
  );
}

function dealsByPerson(
  deals: readonly PaidDeal[],
  credits: Books["credits"],
): Map<string, PaidDeal[]> {
  const byPerson = new Map<string, PaidDeal[]>();
  for (const deal of deals) {
    for (const person of concerned(credits, deal)) {
      const own = byPerson.get(person);
      if (own) own.push(deal);
      else byPerson.set(person, [deal]);
    }
  }
  return byPerson;
}

type Site = { scenario: Scenario; model: Model; problems: Problem[] };

function readerOf({ scenario, problems }: Site) {
  const reader = numberReader({ scenario, set: null, parameterSets: 1, seed: 1 });
  return (
    path: string,
    input: NumberInput,
    domain: Domain,
    names?: (name: string) => number | undefined,
  ): number => {
    const value = reader.read(path, input, domain, names);
    problems.push(...reader.problems.splice(0));
    return Number.isFinite(value) ? value : 0;
  };
}

function adjustmentsOf(
  roles: ReadonlyMap<string, PayRole>,
  site: Site,
): Map<string, CompiledAdjustment[]> {
  const read = readerOf(site);
  return new Map(
    [...roles].map(([id, role]) => {
      const plan = role.plan === undefined ? undefined : site.scenario.plans[role.plan];
      const own = site.model.roles.find((one) => one.id === id)!;
      const { basePay, targetVariable, ote, headcount } = own;
      const names: Record<string, number> = { basePay, targetVariable, ote, headcount };
      return [
        id,
        compileAdjustments(
          plan?.adjustments ?? {},
          (adjustment) => (key, input, domain) =>
            read(`plans.${role.plan}.adjustments.${adjustment}.${key}`, input, domain, (name) =>
              Object.hasOwn(names, name) ? names[name] : undefined,
            ),
        ),
      ];
    }),
  );
}

function poolRulesOf(
  facts: Facts,
  { roster, roles }: { roster: ReadonlyMap<string, Person>; roles: ReadonlyMap<string, PayRole> },
  site: Site,
): PoolRule[] {
  const { scenario, model, problems } = site;
  const read = readerOf(site);
  return Object.entries(scenario.pools ?? {}).flatMap(([id, written]) => {
    if (!written.members.some((member) => roles.has(member))) return [];
    const anonymous = new Map(
      facts.people
        ? []
        : written.members.map((member) => {
            const named = [...roster.values()].filter(({ stints }) =>
              stints.some(({ role }) => role.id === member),
            ).length;
            const heads = model.roles.find((role) => role.id === member)?.headcount ?? 0;
            return [member, Math.max(0, heads - named)];
          }),
    );
    const fund = model.roles
      .flatMap(({ components }) => components)
      .find((component) => component.pool && component.id === id);
    return poolRule(
      { id, written, fund },
      {
        read: (key, input) =>
          typeof input === "number"
            ? rational(input)
            : rational(read(`pools.${id}.${key}`, input, "positive")),
        anonymous,
        problems,
      },
    );
  });
}

/** Stages and scores that plans pay on and nobody states a figure for. */
function missingFigures({ books, rules, poolRules }: Payroll): Problem[] {
  const { scenario, stated } = books;
  const problems: Problem[] = [];
  const ask = (measure: string, path: string) => {
    for (const { measure: part } of primitives(scenario, measure)) {
      if (fromDeals(books, part) || stated.has(part)) continue;
      problems.push({
        code: "not-found",
        path,
        message: `there is no figure for ${part} in the whole calendar, and deals do not tell it`,
        hint: `state it in the file of measures: participant,measure,period,value with "${part}" as measure`,
      });
    }
  };
  for (const { components } of rules.values()) {
    for (const { path, question, gates, multipliers, across } of components) {
      ask(question.measure, `${path}.measure`);
      for (const asking of [...gates, ...multipliers, ...(across ? [across] : [])])
        ask(asking.question.measure, `${asking.path}.measure`);
    }
  }
  for (const { question, path } of poolRules) ask(question.measure, `${path}.measure`);
  return problems;
}

/** Salaries in a currency that has no rate in a month somebody is paid in it. */
function exchangeProblems({ books, scenario }: Payroll): Problem[] {
  const { calendar, roster } = books;
  const problems: Problem[] = [];
  const known = new Set<string>();
  for (const { id, stints } of roster.values()) {
    for (const { stretches } of stints) {
      for (const { currency, from, to } of stretches) {
        if (currency === undefined || known.has(currency)) continue;
        for (let month = 0; month < calendar.months; month++) {
          if (to < calendar.starts[month]! || from >= calendar.starts[month + 1]!) continue;
          const day = lastDate(calendar, month);
          if (rateOn(scenario, currency, day)) continue;
          known.add(currency);
          problems.push(noRate(`people.${id}.salaryCurrency`, currency, day));
          break;
        }
      }
    }
  }
  return problems;
}

/** Cancelled deals of which nothing says within how many months they are taken back. */
function termProblems({ books, scenario }: Payroll): Problem[] {
  const { deals, calendar, roster } = books;
  return deals.flatMap((deal) => {
    const { cancelledMonth, termMonths, owners, facts } = deal;
    if (cancelledMonth === undefined || termMonths > 0 || cancelledMonth >= calendar.months)
      return [];
    const plans = owners.flatMap(({ person }) =>
      (roster.get(person)?.stints ?? []).flatMap(({ role }) => role.plan ?? []),
    );
    const open = plans.find((plan) =>
      Object.values(scenario.plans[plan]?.adjustments ?? {}).some(
        (one) => one.kind === "clawback" && one.withinMonths === undefined,
      ),
    );
    if (open === undefined) return [];
    return [
      {
        code: "bad-shape" as const,
        path: `deals[${facts.row}].termMonths`,
        message: `"${facts.id}" is cancelled, and nothing says how long its term was`,
        hint: `give the deal its termMonths, or the clawback of plans.${open} its withinMonths`,
      },
    ];
  });
}

function exceptionsOf(
  list: readonly ExceptionFact[],
  { books, places }: Payroll,
  problems: Problem[],
): Map<string, { fact: ExceptionFact; month: number; amount: bigint }[]> {
  const { calendar, roster, scenario } = books;
  const byPerson = new Map<string, { fact: ExceptionFact; month: number; amount: bigint }[]>();
  for (const fact of list) {
    const path = `exceptions[${fact.row}]`;
    const month = monthIndex(calendar, fact.month);
    if (!roster.has(fact.participant))
      problems.push(
        unknownName(`${path}.participant`, "person", fact.participant, [...roster.keys()]),
      );
    if (month < 0 || month >= calendar.months)
      problems.push({
        code: "bad-shape",
        path: `${path}.month`,
        message: `${fact.month} lies outside the calendar`,
        hint: `months go from ${monthLabel(calendar, 0)} to ${monthLabel(calendar, calendar.months - 1)}`,
      });
    const amount = exceptionUnits(fact.amount, scenario.currency, places);
    byPerson.set(fact.participant, [
      ...(byPerson.get(fact.participant) ?? []),
      { fact, month, amount },
    ]);
  }
  return byPerson;
}

/** What plans do not say: values above the end of a curve that is open there. */
function refusals(payroll: Payroll): Problem[] {
  const { rules, poolRules, books } = payroll;
  const open = new Set(
    [...rules].flatMap(([role, { components }]) =>
      components.some(
        ({ exact, multipliers }) =>
          exact.curve.open ||
          (exact.across?.rows.some(({ curve }) => curve.open) ?? false) ||
          multipliers.some(({ form }) => form.curve.open),
      )
        ? [role]
        : [],
    ),
  );
  const problems: Problem[] = [];
  const openPool = poolRules.some(
    ({ funding }) => funding.kind === "curve" && funding.form.curve.open,
  );
  for (const person of books.roster.values()) {
    if (!openPool && !person.stints.some(({ role }) => open.has(role.id))) continue;
    problems.push(...refusedIn(payroll, personYear(payroll, person)));
  }
  return once(problems);
}

/** Periods of a person that cannot be paid. */
export function refusedIn({ books }: Payroll, { person, stints, pools }: PersonYear): Problem[] {
  const { calendar } = books;
  const hint = "the plan says nothing there: extend its curve, or correct the figures";
  return [
    ...stints.flatMap(({ paid }) =>
      paid.flatMap(({ refused, rule, span }): Problem[] =>
        refused === undefined
          ? []
          : [
              {
                code: "bad-number",
                path: `${rule.path}.curve`,
                message: `${person.id} in ${monthLabel(calendar, span.to)}: ${refused}`,
                hint,
              },
            ],
      ),
    ),
    ...pools.flatMap(({ refused, rule, span }): Problem[] =>
      refused === undefined
        ? []
        : [
            {
              code: "bad-number",
              path: `${rule.path}.funding.curve`,
              message: `${monthLabel(calendar, span.to)}: ${refused}`,
              hint,
            },
          ],
    ),
  ];
}

export type PayrollPerson = {
  id: string;
  name: string;
  /** Role at the end of the calendar, or the last one held. */
  role: string;
  roleTitle: string;
  team: "marketing" | "sales";
  plan: string | undefined;
  manager: string | undefined;
  group: string | undefined;
};

/** Everybody who is paid, in the order of the roster. */
export function payrollPeople({ books }: Payroll): PayrollPerson[] {
  const { roster, calendar } = books;
  const year = { from: 0, to: calendar.months - 1 };
  return [...roster.values()].map((person) => {
    const { role } = stintAt(person, calendar, year);
    return {
      id: person.id,
      name: person.name,
      role: role.id,
      roleTitle: role.title,
      team: role.team,
      plan: role.plan,
      manager: person.manager,
      group: person.group,
    };
  });
}

/** Every period a statement may be for: months, quarters, halves and years. */
export function payrollPeriods({ books }: Payroll): string[] {
  return periodLabels(books.calendar);
}

/** What one line pays somebody in a month. */
export type PayLine = {
  participant: string;
  month: string;
  kind: "base" | "component" | "pool" | "adjustment" | "exception";
  /** The component, pool or adjustment. */
  line: string;
  role: string;
  /** In minor units of the payroll's places. */
  amount: bigint;
};

/** Every line of everybody, one person after another, without reasons; nothing is kept. */
export function* payLines(payroll: Payroll): Generator<PayLine, void> {
  const { calendar, roster } = payroll.books;
  const labels = Array.from({ length: calendar.months }, (_, i) => monthLabel(calendar, i));
  for (const person of roster.values()) {
    const year = personYear(payroll, person);
    const [problem] = refusedIn(payroll, year);
    if (problem) throw new ProblemError([problem]);
    const participant = person.id;
    const role = person.stints.at(-1)!.role.id;
    for (const [month, { amount }] of year.base.entries())
      if (amount !== 0n)
        yield { participant, month: labels[month]!, kind: "base", line: "base", role, amount };
    for (const { stint, paid, adjustments } of year.stints) {
      const own = { participant, role: stint.role.id };
      for (const { rule, span, amount } of paid)
        yield { ...own, month: labels[span.to]!, kind: "component", line: rule.id, amount };
      for (const { id, months } of adjustments)
        for (const [month, { change }] of months.entries())
          if (change !== 0n)
            yield { ...own, month: labels[month]!, kind: "adjustment", line: id, amount: change };
    }
    for (const { rule, span, shares } of year.pools) {
      const amount = shares.get(person.id);
      if (amount === undefined) continue;
      yield { participant, role, month: labels[span.to]!, kind: "pool", line: rule.id, amount };
    }
    for (const { month, amount, fact } of year.exceptions) {
      const line = `exception-${fact.row}`;
      yield { participant, role, month: labels[month]!, kind: "exception", line, amount };
    }
  }
}

/** The same payroll with one more deal in it. */
export function withDeal(payroll: Payroll, deal: PaidDeal): Payroll {
  return { ...payroll, books: { ...payroll.books, extra: deal }, pools: new Map() };
}
