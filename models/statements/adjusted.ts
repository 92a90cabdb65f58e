/**
 * What caps, clawbacks, holdbacks, guarantees and draws make of a person's months, in exact money.
 *
 * Always    each plan adjusts what it pays itself, and what pools pay in the months its role is the last one held; what
 *           a cancelled deal was paid, after caps, comes back in the month it is cancelled, or is paid where that is later.
 * Not here  the rules themselves (plans/adjustments/).
 */
import { add, lowest, type Rational, ZERO } from "../math/index.ts";
import type { AdjustedMonth } from "../plans/adjustments/adjustment.ts";
import type { CompiledAdjustment } from "../plans/adjustments/index.ts";
import type { PaidPeriod } from "./componentPay.ts";
import { lastDay, wholeMonths } from "./calendar.ts";
import type { Books } from "./measured.ts";
import type { MoneyRounding } from "../plans/defaults.ts";
import { exactMoney, minorUnits } from "./money.ts";
import { moneyArithmetic } from "./payment.ts";
import { employed, type Person, presence, type Stint } from "./roster.ts";
import { salaryOver } from "./salary.ts";

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
    /** What is taken back for each deal, and how it comes about. */
    deals?: readonly { deal: string; taken: Rational; how: string }[];
  }[];
};

export type AdjustingSite = {
  books: Books;
  person: Person;
  stint: Stint;
  rounding: MoneyRounding;
  places: number;
};

/** What a stint earns, and what was paid for cancelled deals once caps have cut so much of each month. */
export type Adjusting = {
  earned: readonly bigint[];
  cancelled: (cut: readonly bigint[]) => readonly (readonly Cancelled[])[];
};

/** Adjustments of a stint's months, in the order they are made. */
export function adjustedLines(
  adjustments: readonly CompiledAdjustment[],
  { earned, cancelled }: Adjusting,
  site: AdjustingSite,
): AdjustedLine[] {
  const { books, person, stint, rounding, places } = site;
  const { calendar, scenario } = books;
  const units = (exact: Rational) => minorUnits(exact, rounding, places);
  const exact = moneyArithmetic(rounding, places);
  const whole = person.stints.length === 1;
  const months = earned.map((units_, month): AdjustedMonth<Rational> => {
    const span = { from: month, to: month };
    const target = salaryOver(
      { person, stint },
      { calendar, scenario, span },
      (one) => one.targetVariable,
    );
    return {
      month,
      earned: exactMoney(units_, places),
      ...daysThere(whole ? employed(person, calendar, span) : presence(stint, calendar, span)),
      forfeits:
        (stint.plan?.eligibility?.employedOnPayDate ?? false) &&
        lastDay(calendar, month) > person.end,
      tenure: month - person.startMonth,
      targetVariable: target.money,
      cancelled: [],
    };
  });
  const cut = earned.map(() => 0n);
  let known = false;
  return adjustments.map(({ id, title, says, cuts, adjust }) => {
    if (!cuts && !known) {
      known = true;
      for (const [month, deals] of cancelled(cut).entries())
        months[month] = { ...months[month]!, cancelled: deals };
    }
    const before = months.map((month) => units(month.earned));
    const pays = adjust(months, exact);
    const lines = pays.map(({ change, balance, why, deals }, month) => {
      const changed = units(change);
      if (cuts) cut[month] = cut[month]! + changed;
      months[month] = {
        ...months[month]!,
        earned: add(months[month]!.earned, exactMoney(changed, places)),
      };
      const line = { earned: before[month]!, change: changed, balance: units(balance), why };
      return deals && deals.length > 0 ? { ...line, deals } : line;
    });
    return { id, title, says, months: lines };
  });
}

/** True where a period pays for a deal that is cancelled. */
export function paysCancelled(period: PaidPeriod): boolean {
  return period.deals().some(({ item }) => item.deal?.cancelledMonth !== undefined);
}

/** What was paid for deals that were cancelled, by the month it comes back in. */
export function cancelledDeals(
  kept: ReadonlyMap<PaidPeriod, readonly bigint[]>,
  { books, places }: Pick<AdjustingSite, "books" | "places">,
): Cancelled[][] {
  const { months } = books.calendar;
  const back = Array.from({ length: months }, () => new Map<string, Cancelled>());
  for (const [period, units] of kept) {
    for (const [i, { item }] of period.deals().entries()) {
      const { deal } = item;
      const own = units[i] ?? 0n;
      if (deal?.cancelledMonth === undefined || own === 0n) continue;
      const month = Math.max(deal.cancelledMonth, period.span.to);
      if (month >= months) continue;
      const known = back[month]!.get(deal.facts.id);
      const day = deal.facts.won ?? deal.facts.created;
      back[month]!.set(deal.facts.id, {
        deal: deal.facts.id,
        row: deal.facts.row,
        day,
        paid: add(known?.paid ?? ZERO, exactMoney(own, places)),
        afterMonths: wholeMonths(day, deal.facts.cancelled!),
        termMonths: deal.termMonths,
      });
    }
  }
  return back.map((deals) => [...deals.values()].filter(({ paid }) => paid.n !== 0n));
}

/** A share of a month as two whole numbers. */
function daysThere(share: Rational): { employed: number; of: number } {
  const { n, d } = lowest(share);
  return { employed: Number(n), of: Number(d) };
}
