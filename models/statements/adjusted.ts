/**
 * What caps, clawbacks, holdbacks, guarantees and draws make of a person's months, in exact money.
 *
 * Always    each plan adjusts what it pays itself, and what pools pay in the months its role is the last one held; what
 *           a cancelled deal was paid comes back in the month it is cancelled, or is paid where that is later.
 * Not here  the rules themselves (plans/adjustments/).
 */
import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  rational,
  subtract,
  toNumber,
  ZERO,
} from "../math/index.ts";
import type { AdjustedMonth, Arithmetic } from "../plans/adjustments/adjustment.ts";
import type { CompiledAdjustment } from "../plans/adjustments/index.ts";
import type { PaidPeriod } from "./componentPay.ts";
import { lastDate, wholeMonths } from "./calendar.ts";
import { rateOn } from "./deals.ts";
import type { Books } from "./measured.ts";
import { exactMoney, minorUnits, type MoneyRounding } from "./money.ts";
import { blended, employed, type Person, presence, type Stint } from "./roster.ts";

export type Cancelled = {
  deal: string;
  row: number;
  day: string;
  paid: Rational;
  afterMonths: number;
  termMonths: number;
};

export type AdjustedLine = {
  id: string;
  title: string;
  says: string;
  months: readonly {
    earned: bigint;
    change: bigint;
    balance: bigint;
    why: string;
  }[];
};

export type AdjustingSite = {
  books: Books;
  person: Person;
  stint: Stint;
  rounding: MoneyRounding;
  places: number;
};

/** Adjustments of a stint's months, in the order they are made. */
export function adjustedLines(
  adjustments: readonly CompiledAdjustment[],
  {
    earned,
    cancelled,
  }: { earned: readonly bigint[]; cancelled: readonly (readonly Cancelled[])[] },
  site: AdjustingSite,
): AdjustedLine[] {
  const { books, person, stint, rounding, places } = site;
  const { calendar, scenario } = books;
  const units = (exact: Rational) => minorUnits(exact, rounding, places);
  const money = (exact: Rational) => exactMoney(units(exact), places);
  const exact: Arithmetic<Rational> = {
    zero: ZERO,
    of: (plain) => money(rational(plain)),
    add,
    subtract,
    part: (a, numerator, denominator) =>
      money(divide(multiply(a, rational(numerator)), rational(denominator))),
    compare,
  };
  const whole = person.stints.length === 1;
  const months = earned.map((units_, month): AdjustedMonth<Rational> => {
    const span = { from: month, to: month };
    const { currency } = stint.stretches.at(-1)!;
    const exchange =
      currency === undefined ? undefined : rateOn(scenario, currency, lastDate(calendar, month));
    const target = blended(
      stint,
      { calendar, span, leave: person.leave },
      (one) => one.targetVariable,
    );
    return {
      month,
      earned: exactMoney(units_, places),
      employed: toNumber(
        whole ? employed(person, calendar, span) : presence(stint, calendar, span),
      ),
      tenure: month - person.startMonth,
      targetVariable: exchange ? multiply(target, exchange) : target,
      cancelled: cancelled[month]!,
    };
  });
  return adjustments.map(({ id, title, says, adjust }) => {
    const before = months.map((month) => units(month.earned));
    const pays = adjust(months, exact);
    const lines = pays.map(({ change, balance, why }, month) => {
      const changed = units(change);
      months[month] = {
        ...months[month]!,
        earned: add(months[month]!.earned, exactMoney(changed, places)),
      };
      return { earned: before[month]!, change: changed, balance: units(balance), why };
    });
    return { id, title, says, months: lines };
  });
}

/** What was paid for deals that were cancelled, by the month it comes back in. */
export function cancelledDeals(
  paid: readonly PaidPeriod[],
  { books, rounding, places }: Pick<AdjustingSite, "books" | "rounding" | "places">,
): Cancelled[][] {
  const { months } = books.calendar;
  const back = Array.from({ length: months }, () => new Map<string, Cancelled>());
  for (const period of paid) {
    if (period.amount === 0n && period.due.n === 0n) continue;
    const at = period.deals().findIndex(({ item }) => item.month >= period.span.from);
    if (at < 0 || !period.deals().some(({ item }) => item.deal?.cancelledMonth !== undefined))
      continue;
    const parts = period.parts();
    if (!parts) continue;
    for (const [i, { item }] of period.deals().entries()) {
      const { deal } = item;
      if (i < at || deal?.cancelledMonth === undefined || parts.parts[i]!.n === 0n) continue;
      const month = Math.max(deal.cancelledMonth, period.span.to);
      if (month < 0 || month >= months) continue;
      const known = back[month]!.get(deal.facts.id);
      const day = deal.facts.won ?? deal.facts.created;
      back[month]!.set(deal.facts.id, {
        deal: deal.facts.id,
        row: deal.facts.row,
        day,
        paid: add(known?.paid ?? ZERO, parts.parts[i]!),
        afterMonths: wholeMonths(day, deal.facts.cancelled!),
        termMonths: deal.termMonths,
      });
    }
  }
  return back.map((deals) =>
    [...deals.values()].map((one) => ({
      ...one,
      paid: exactMoney(minorUnits(one.paid, rounding, places), places),
    })),
  );
}
