/**
 * Everything one person is paid over the calendar, in minor units: base, components, pools, adjustments, exceptions.
 *
 * Always    base pay is rounded on the year so far, so that twelve months make the year's pay to the cent.
 * Not here  statements of a period (statementFor.ts).
 */
import { add, multiply, type Rational, rational, ZERO } from "../math/index.ts";
import { lastDate } from "./calendar.ts";
import {
  type AdjustedLine,
  adjustedLines,
  type Cancelled,
  cancelledDeals,
  paysCancelled,
} from "./adjusted.ts";
import { type PaidPeriod, stintPay } from "./componentPay.ts";
import { keptByDeals } from "./dealPay.ts";
import { rateOn } from "./deals.ts";
import type { ExceptionFact } from "./facts.ts";
import { currencyPlaces } from "../plans/defaults.ts";
import { minorUnits } from "./money.ts";
import type { Payroll } from "./payroll.ts";
import { type PoolPeriod, poolPeriods } from "./pools.ts";
import { basePayOf, type Person, type Stint, stintAt } from "./roster.ts";
import type { PlanRules } from "./rules.ts";

export type StintYear = {
  stint: Stint;
  rules: PlanRules;
  paid: readonly PaidPeriod[];
  adjustments: readonly AdjustedLine[];
  cancelled: readonly (readonly Cancelled[])[];
  /** True where a cap cut something. */
  capped: boolean;
  /** What caps leave of each deal's pay, worked out when asked. */
  kept: () => ReadonlyMap<PaidPeriod, readonly bigint[]>;
};

type BaseMonth = { amount: bigint; exact: Rational; days: number };

export type PersonYear = {
  person: Person;
  base: readonly BaseMonth[];
  stints: readonly StintYear[];
  pools: readonly PoolPeriod[];
  exceptions: readonly { fact: ExceptionFact; month: number; amount: bigint }[];
};

/** What a person is paid, month by month. */
export function personYear(payroll: Payroll, person: Person): PersonYear {
  const { books, places, rules, adjustments } = payroll;
  const { calendar } = books;
  const pools = poolsOf(payroll, person);
  const stints = person.stints.map((stint): StintYear => {
    const own = rules.get(stint.role.id)!;
    const paid = stintPay(stint, own, { books, person, places });
    const made = adjustments.get(stint.role.id) ?? [];
    const earned = Array.from({ length: calendar.months }, () => 0n);
    for (const { span, amount } of paid) earned[span.to] = earned[span.to]! + amount;
    for (const { span, shares, rule } of pools) {
      const share = shares.get(person.id) ?? 0n;
      if (share !== 0n && adjusting(payroll, person, { span, rule }) === stint)
        earned[span.to] = earned[span.to]! + share;
    }
    const site = { books, person, stint, rounding: own.rounding, places };
    let cut: readonly bigint[] = [];
    let left: ReadonlyMap<PaidPeriod, readonly bigint[]> | undefined;
    const kept = () => (left ??= keptByDeals(paid, { earned, cut }));
    let cancelled: readonly (readonly Cancelled[])[] = [];
    const lines = adjustedLines(
      made,
      {
        earned,
        cancelled: (changes) => {
          cut = [...changes];
          if (paid.some(paysCancelled)) cancelled = cancelledDeals(kept(), site);
          return cancelled;
        },
      },
      site,
    );
    if (cut.length === 0)
      cut = earned.map((_, month) =>
        lines.reduce((sum, { months }) => sum + months[month]!.change, 0n),
      );
    const capped = cut.some((changed) => changed !== 0n);
    return { stint, rules: own, paid, adjustments: lines, cancelled, capped, kept };
  });
  return {
    person,
    base: baseMonths(payroll, person),
    stints,
    pools,
    exceptions: payroll.exceptions.get(person.id) ?? [],
  };
}

/** The stint whose plan adjusts a pool's money: the last one held in its period. */
function adjusting(
  { books }: Payroll,
  person: Person,
  { span }: Pick<PoolPeriod, "span" | "rule">,
): Stint {
  return stintAt(person, books.calendar, span);
}

/** The pools a person may have a share of; worked out once for everybody. */
function poolsOf(payroll: Payroll, person: Person): PoolPeriod[] {
  return payroll.poolRules.flatMap((rule) => {
    if (!person.stints.some(({ role }) => rule.written.members.includes(role.id))) return [];
    let periods = payroll.pools.get(rule.id);
    if (!periods) {
      periods = poolPeriods(rule, payroll.books, payroll.places);
      payroll.pools.set(rule.id, periods);
    }
    return periods;
  });
}

function baseMonths({ books, places }: Payroll, person: Person): BaseMonth[] {
  const { calendar, scenario } = books;
  let exact = ZERO;
  let before = 0n;
  return Array.from({ length: calendar.months }, (_, month) => {
    if (month % 12 === 0) [exact, before] = [ZERO, 0n];
    let own = ZERO;
    let days = 0;
    for (const part of basePayOf(person, calendar, month)) {
      const rate =
        part.currency === undefined
          ? undefined
          : rateOn(scenario, part.currency, lastDate(calendar, month));
      own = add(own, rate ? multiply(part.amount, rate) : part.amount);
      days += part.days;
    }
    exact = add(exact, own);
    const units = minorUnits(exact, cents(scenario.currency), places);
    const amount = units - before;
    before = units;
    return { amount, exact: own, days };
  });
}

function cents(currency: string): { places: number; mode: "halfAwayFromZero" } {
  return { places: currencyPlaces(currency), mode: "halfAwayFromZero" };
}

/** Money of an exception as stated. */
export function exceptionUnits(amount: string, currency: string, places: number): bigint {
  return minorUnits(rational(amount), cents(currency), places);
}
