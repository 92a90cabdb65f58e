/**
 * Pay of one person's components by paid period, exact until the one rounding of the line.
 *
 * Terms     credited = what counts towards the target in the period, or so far in the year; scale = money at a share of 1;
 *           paid before = the rounded amounts of the year's earlier periods.
 * Formula   pay = min(scale × f(credited ÷ target) × Π factors, most), paid out as payment.ts says.
 * Always    individual targets and all target pay shrink with the share of the period present; individual targets grow
 *           and shrink with the territory and the ramp; targets that are averages do neither; a period whose pay falls
 *           due after the person has left is not paid where the plan asks for employment on the pay date. Prorated target
 *           and pay of the year to date grow with the periods, each by its presence, to those of the year.
 * Not here  what is measured (measured.ts), adjustments of a month's pay (adjusted.ts), the tree of reasons (trace.ts).
 * Source    docs/model.md#plans
 */
import { add, compare, divide, multiply, ONE, type Rational, sum, ZERO } from "../math/index.ts";
import {
  commissionedShare,
  type ExactDealsPaid,
  exactAttainment,
  exactDeals,
  exactPay,
  exactReading,
  type ExactTerms,
} from "../plans/exactPay.ts";
import { lastDay, type Span } from "./calendar.ts";
import { addedByDeals, type DealsAdded } from "./dealPay.ts";
import {
  type Books,
  type Item,
  itemsIn,
  type Question,
  type Series,
  seriesOf,
  type Subject,
  valueIn,
} from "./measured.ts";
import type { MoneyRounding } from "../plans/defaults.ts";
import { exactMoney, minorUnits } from "./money.ts";
import { dueOf, grownPart, meetsBound, periodShare, shutShare, targetOver } from "./payment.ts";
import { blended, type Person, presence, ramped, type Stint } from "./roster.ts";
import { salaryOver } from "./salary.ts";
import type { Asking, ComponentRule, GateRule, PlanRules, TargetSeries } from "./rules.ts";

/** One deal, or stated figure, as a component counts it. */
type Counted = {
  item: Item;
  /** What it counts, after the person's share; 0 where it does not. */
  credited: Rational;
  commissionable: Rational;
  counts: boolean;
  notes: readonly string[];
};

/** A measure read for a gate, a factor or a table. */
export type Reading = {
  asking: Asking;
  span: Span;
  value: Rational | null;
  target: Rational | undefined;
  attainment: Rational;
};

export type GateReading = {
  gate: GateRule;
  period: Reading;
  /** The year so far, where that may open it too. */
  yearToDate: Reading | undefined;
  open: boolean;
  by: "period" | "yearToDate" | undefined;
};

type FactorReading = { id: string; title: string; reading: Reading; factor: Rational };

type ScaleParts = {
  kind: "rate" | "targetPay" | "weight";
  /** Rate, or money a year. */
  of: Rational;
  targetVariable: Rational | undefined;
  /** Part of the year's money; ONE for a rate. */
  part: Rational;
  /** Units of the scenario's currency for one of the salary's. */
  exchange: Rational | undefined;
  currency: string | undefined;
};

export type PaidPeriod = {
  rule: ComponentRule;
  stint: Stint;
  /** Months paid for, and those counted: the year so far, for year to date. */
  span: Span;
  counted: Span;
  /** From 0, of the year. */
  period: number;
  rounding: MoneyRounding;
  known: boolean;
  credited: Rational;
  target: Rational | null;
  written: Rational | undefined;
  present: Rational;
  ramp: Rational;
  territory: Rational;
  /** Part of the year's target and pay, for a prorated year to date; else 1. */
  grown: Rational;
  scale: Rational;
  scaleParts: ScaleParts;
  attainment: Rational;
  share: Rational;
  gates: readonly GateReading[];
  gateShare: Rational | null;
  factors: readonly FactorReading[];
  across: Reading | undefined;
  /** Share of what is credited that pay is on. */
  commissioned: Rational;
  /** Pay of the period, or of the year so far, unrounded. */
  pay: Rational;
  paidBefore: bigint | undefined;
  /** The same with its deals rounded, where the plan rounds each. */
  soFar: Rational;
  /** Due for this period, before the line is rounded; to date, of the rounded pay so far. */
  due: Rational;
  amount: bigint;
  refused: string | undefined;
  forfeited: boolean;
  /** Deals in it, as counted; worked out when asked. */
  deals: () => readonly Counted[];
  /** What each of these adds to pay, of the year so far for year to date; undefined where a figure is refused. */
  parts: () => ExactDealsPaid | undefined;
  /** What each of these added to the amount. */
  added: () => DealsAdded | undefined;
};

export type ComponentSite = {
  books: Books;
  person: Person;
  /** Places of minor units. */
  places: number;
};

/** Every paid period of the components of one stint, component by component. */
export function stintPay(stint: Stint, rules: PlanRules, site: ComponentSite): PaidPeriod[] {
  const seen = new Map<string, Series>();
  const paid: PaidPeriod[] = [];
  for (const rule of rules.components) componentPay(rule, { stint, rules, seen, ...site }, paid);
  return paid;
}

type Place = ComponentSite & { stint: Stint; rules: PlanRules; seen: Map<string, Series> };

/** The items of a question, kept for the stint. */
function series(question: Question, { books, person, stint, seen }: Place): Series {
  let one = seen.get(question.key);
  if (!one) {
    one = seriesOf(books, question, subjectOf(person, stint));
    seen.set(question.key, one);
  }
  return one;
}

function componentPay(rule: ComponentRule, place: Place, paid: PaidPeriod[]): void {
  const { books, stint } = place;
  const own = series(rule.question, place);
  const years = books.calendar.months / 12;
  for (let year = 0; year < years; year++) {
    let before = 0n;
    const earlier: PaidPeriod[] = [];
    for (let period = 0; period < rule.periods; period++) {
      const from = year * 12 + period * rule.months;
      const span = { from, to: from + rule.months - 1 };
      const here = presence(stint, books.calendar, span);
      const active = here.n !== 0n || hasItems(rule, own, span);
      if (!active) continue;
      const one = periodPay(rule, {
        ...place,
        own,
        span,
        period,
        before,
        earlier: rule.yearToDate ? [...earlier] : [],
      });
      before += one.amount;
      earlier.push(one);
      paid.push(one);
    }
  }
}

/** True where something is credited to the person though they are not there: paid on cash after they left. */
function hasItems(rule: ComponentRule, { at }: Series, { from, to }: Span): boolean {
  return rule.question.scope === "individual" && at[to + 1]! > at[from]!;
}

function subjectOf(person: Person, stint: Stint): Subject {
  return { person, stint, role: stint.role, team: stint.role.team };
}

type PeriodPlace = Place & {
  own: Series;
  span: Span;
  period: number;
  before: bigint;
  earlier: readonly PaidPeriod[];
};

function periodPay(rule: ComponentRule, place: PeriodPlace): PaidPeriod {
  const { books, person, stint, own, span, period, before, places, rules, earlier } = place;
  const { calendar } = books;
  const yearStart = span.from - (span.from % 12);
  const counted = rule.yearToDate ? { from: yearStart, to: span.to } : span;
  const target = targetIn(rule, place);
  const value = countedValue(rule, own, counted);
  const scaled = scaleOf(rule, place, target);
  const gates = rule.gates.map((gate) => gateReading(gate, place));
  const gateShare = shutShare(gates);
  const refusals: string[] = [];
  const factors = rule.multipliers.map((multiplier): FactorReading => {
    const reading = readingOf(multiplier, place);
    const factor = exactReading(multiplier.form, reading.attainment);
    if ("refused" in factor) refusals.push(`${multiplier.title}: ${factor.refused}`);
    const { id, title } = multiplier;
    return { id, title, reading, factor: "refused" in factor ? ZERO : factor };
  });
  const across = rule.across && readingOf(rule.across, place);
  const terms: ExactTerms = {
    target: target.target,
    scale: scaled.scale,
    across: across?.attainment,
    gateShare,
    factors: factors.map(({ factor }) => factor),
  };
  let list: readonly Counted[] | undefined;
  const deals = () => (list ??= itemsIn(own, counted).map((item) => countedItem(rule, item)));
  let worked: ExactDealsPaid | undefined;
  const dealPay = (): ExactDealsPaid | { refused: string } => {
    const counting = deals().filter(({ counts }) => counts);
    const all = exactDeals(rule.exact, { ...terms, deals: counting });
    if ("refused" in all) return all;
    let i = 0;
    const parts = deals().map(({ counts }) => (counts ? all.parts[i++]! : ZERO));
    return { ...all, parts };
  };
  const parts = () => {
    if (worked) return worked;
    const all = dealPay();
    return "refused" in all ? undefined : (worked = all);
  };
  let attainment: Rational;
  let share = ZERO;
  let pay = ZERO;
  if (rule.exact.basis === "deal") {
    attainment = exactAttainment(rule.exact, value.credited, terms.target);
    const all = dealPay();
    if ("refused" in all) refusals.push(all.refused);
    else {
      worked = all;
      pay = all.pay;
      share = sum(all.shares);
    }
  } else {
    if (value.commissioned !== ONE) terms.factors = [...(terms.factors ?? []), value.commissioned];
    const one = exactPay(rule.exact, { ...terms, credited: value.credited });
    attainment = exactAttainment(rule.exact, value.credited, terms.target);
    if ("refused" in one) refusals.push(one.refused);
    else [share, pay] = [one.share, one.pay];
    if (value.commissioned !== ONE) terms.factors = terms.factors!.slice(0, -1);
  }
  const { rounding } = rules;
  const paidBefore = rule.yearToDate ? before : undefined;
  let soFar = pay;
  if (rounding.each === "deal" && refusals.length === 0) {
    const money = parts()?.parts ?? [];
    soFar = exactMoney(
      money.reduce((total, part) => total + minorUnits(part, rounding, places), 0n),
      places,
    );
    if (money.length === 0) soFar = pay;
  }
  const recover = rule.written.recover ?? false;
  const due = dueOf(soFar, { paidBefore, recover }, { rounding, places });
  const forfeited =
    (stint.plan?.eligibility?.employedOnPayDate ?? false) &&
    lastDay(calendar, span.to + rule.lagMonths) > person.end;
  const refused = refusals.length > 0 ? refusals.join("; ") : undefined;
  const amount = refused !== undefined || forfeited ? 0n : minorUnits(due, rounding, places);
  let added: DealsAdded | undefined;
  return {
    rule,
    stint,
    span,
    counted,
    period,
    rounding,
    known: value.known,
    credited: value.credited,
    ...target,
    scale: scaled.scale,
    scaleParts: scaled.parts,
    attainment,
    share,
    gates,
    gateShare,
    factors,
    across,
    commissioned: value.commissioned,
    pay,
    paidBefore,
    soFar,
    due,
    amount,
    refused,
    forfeited,
    deals,
    parts,
    added: () =>
      (added ??= addedByDeals(
        { amount, pay, paidBefore, forfeited, deals, parts },
        { rounding, places, earlier },
      )),
  };
}

type CountedValue = { credited: Rational; commissioned: Rational; known: boolean };

/** What a component counts over some months, and the share of it that pay is on. */
function countedValue(rule: ComponentRule, own: Series, span: Span): CountedValue {
  const { exact, written } = rule;
  const limited =
    exact.dealAtMost ?? exact.dealAtLeast ?? exact.commissionable ?? written.window ?? undefined;
  if (limited === undefined || !own.adds) {
    const value = valueIn(own, span);
    return { credited: value ?? ZERO, commissioned: ONE, known: value !== null };
  }
  let credited = ZERO;
  let paidOn = ZERO;
  for (const item of itemsIn(own, span)) {
    const one = countedItem(rule, item);
    credited = add(credited, one.credited);
    paidOn = add(paidOn, multiply(one.credited, one.commissionable));
  }
  const commissioned = exact.commissionable ? commissionedShare(paidOn, credited) : ONE;
  return { credited, commissioned, known: true };
}

/** An item as a component counts it: inside the window, not too small, clipped where it is too large. */
function countedItem(rule: ComponentRule, item: Item): Counted {
  const { exact, written, question } = rule;
  const { deal } = item;
  const notes = [...item.how];
  const commissionable = (deal && exact.commissionable?.get(deal.facts.source)) ?? ONE;
  const none = (why: string): Counted => {
    return { item, credited: ZERO, commissionable, counts: false, notes: [...notes, why] };
  };
  const { window } = written;
  if (window && (item.day < window.from || item.day > window.to))
    return none(`outside the window, ${window.from} to ${window.to}`);
  if (!deal) return { item, credited: item.credited, commissionable, counts: true, notes };
  const counts = item.value === ONE;
  const size = counts ? (item.day === deal.facts.won ? deal.won! : deal.created) : item.value;
  if (exact.dealAtLeast && compare(size, exact.dealAtLeast) < 0)
    return none("smaller than the least deal that counts");
  let { credited } = item;
  if (exact.dealAtMost && !counts && compare(item.value, exact.dealAtMost) > 0) {
    credited = multiply(exact.dealAtMost, item.credit);
    notes.push("counts up to the most of one deal");
  }
  if (commissionable !== ONE) notes.push("pay is on part of it");
  if (deal.facts.currency !== undefined) notes.push(`converted from ${deal.facts.currency}`);
  if (question.cash) notes.push(`paid ${deal.facts.paid ?? ""}`.trim());
  return { item, credited, commissionable, counts: true, notes };
}

type TargetParts = Pick<
  PaidPeriod,
  "target" | "written" | "present" | "ramp" | "territory" | "grown"
>;

/** The target of a paid period, and what it is made of. */
function targetIn(rule: ComponentRule, place: PeriodPlace): TargetParts {
  const { books, stint, span, period } = place;
  const { calendar } = books;
  const year = { from: span.from - (span.from % 12), to: span.from - (span.from % 12) + 11 };
  const over = rule.yearToDate ? year : span;
  const found = presence(stint, calendar, over);
  const present = found.n === 0n ? ONE : found;
  const grown =
    rule.yearToDate && rule.written.prorate
      ? grownPart(rule.written, period, (p) => {
          const from = year.from + p * rule.months;
          return presence(stint, calendar, { from, to: from + rule.months - 1 });
        })
      : ONE;
  const individual = rule.question.scope === "individual" && rule.adds;
  const ramp = individual ? ramped(stint, over) : ONE;
  const territory = individual
    ? blended(stint, { calendar, span: over, leave: place.person.leave }, (one) => one.territory)
    : ONE;
  const written = rule.target && (rule.target.values[rule.yearToDate ? 0 : period] ?? ONE);
  let target: Rational | null = null;
  if (written) {
    target = written;
    if (individual) target = times(times(times(target, present), ramp), territory);
    target = times(target, grown);
  }
  return { target, written, present, ramp, territory, grown };
}

function times(a: Rational, b: Rational): Rational {
  return b === ONE ? a : a === ONE ? b : multiply(a, b);
}

/** Money at a share of 1 in a paid period. */
function scaleOf(
  rule: ComponentRule,
  { books, stint, span, period, person }: PeriodPlace,
  { target, present, grown }: TargetParts,
): { scale: Rational; parts: ScaleParts } {
  const individual = rule.question.scope === "individual";
  if (rule.rate) {
    const whole = target ? multiply(rule.rate, target) : rule.rate;
    const scale = individual && rule.adds ? whole : times(whole, present);
    const parts: ScaleParts = {
      kind: "rate",
      of: rule.rate,
      targetVariable: undefined,
      part: ONE,
      exchange: undefined,
      currency: undefined,
    };
    return { scale, parts };
  }
  const part = rule.yearToDate
    ? grown
    : periodShare(rule.written, { period, periods: rule.periods });
  const of = rule.targetPay ?? rule.weight ?? ZERO;
  let yearly = of;
  let targetVariable: Rational | undefined;
  let exchange: Rational | undefined;
  let currency: string | undefined;
  if (!rule.targetPay) {
    const { calendar, scenario } = books;
    const over = rule.yearToDate
      ? { from: span.from - (span.from % 12), to: span.from - (span.from % 12) + 11 }
      : span;
    const salary = salaryOver(
      { person, stint },
      { calendar, scenario, span: over },
      (one) => one.targetVariable,
    );
    ({ stated: targetVariable, exchange, currency } = salary);
    yearly = multiply(of, salary.money);
  }
  const parts: ScaleParts = {
    kind: rule.targetPay ? "targetPay" : "weight",
    of,
    targetVariable,
    part,
    exchange,
    currency,
  };
  return { scale: times(times(yearly, part), present), parts };
}

/** A measure beside the component's own, over its months. */
function readingOf(asking: Asking, place: PeriodPlace, yearToDate = asking.yearToDate): Reading {
  const { span: paid } = place;
  const yearStart = paid.from - (paid.from % 12);
  const from = yearToDate ? yearStart : Math.max(0, paid.to - asking.months + 1);
  const span = { from, to: paid.to };
  const value = valueIn(series(asking.question, place), span);
  const target = asking.target && targetSoFar(asking, asking.target, { ...place, span });
  const attainment =
    value === null
      ? ZERO
      : target === undefined || target.n === 0n
        ? (value ?? ZERO)
        : divide(value, target);
  return { asking, span, value, target, attainment };
}

/** The target of some months, as much of it as is a person's own. */
function targetSoFar(
  asking: Asking,
  targets: TargetSeries,
  { books, stint, span, person }: PeriodPlace,
): Rational {
  let target = targetOver(targets, span, asking.adds);
  if (!asking.adds) return target;
  if (asking.question.scope !== "individual") return target;
  const { calendar } = books;
  const here = presence(stint, calendar, span);
  if (here.n !== 0n) target = times(target, here);
  const leave = person.leave;
  return times(
    times(target, ramped(stint, span)),
    blended(stint, { calendar, span, leave }, (one) => one.territory),
  );
}

function gateReading(gate: GateRule, place: PeriodPlace): GateReading {
  const period = readingOf(gate, place);
  if (meets(gate, period)) return { gate, period, yearToDate: undefined, open: true, by: "period" };
  if (!gate.gate.orYearToDate || gate.yearToDate)
    return { gate, period, yearToDate: undefined, open: false, by: undefined };
  const yearToDate = readingOf(gate, place, true);
  const months = yearToDate.span.to - yearToDate.span.from + 1;
  const periods = gate.adds ? { n: BigInt(months), d: BigInt(gate.months) } : ONE;
  const open = meets(gate, yearToDate, periods);
  return { gate, period, yearToDate, open, by: open ? "yearToDate" : undefined };
}

function meets(gate: GateRule, { value, attainment }: Reading, periods = ONE): boolean {
  return value !== null && meetsBound(gate, { value, attainment }, periods);
}
