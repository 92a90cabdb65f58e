/**
 * What each deal added to what was paid: the one answer for reasons, clawbacks and accounting.
 *
 * Terms     added = what a deal adds to the amount of a paid period, after what the year paid before, most pay and rounding;
 *           kept = what is left of it after caps on all variable pay.
 * Formula   added by the k-th deal = paid with k deals − paid with k − 1, in the order of the period.
 * Always    deals of a line and what it pays without any add up to the line; in a month deals count in order of day and
 *           id, after pay that no deal caused, and a cap cuts the last ones; what is kept is never below 0 in all, and all
 *           that is kept is at most what was paid. What a year to date takes back is taken from what its deals kept, in
 *           proportion. A holdback only moves money in time; what floors top up is no deal's.
 * Not here  what a deal adds to exact pay (plans/exactPay.ts).
 * Source    docs/guide/plans.md#what-happens-to-the-sum
 */
import { add, type Rational, rational, subtract, ZERO } from "../math/index.ts";
import type { MoneyRounding } from "../plans/defaults.ts";
import type { PaidPeriod } from "./componentPay.ts";
import type { Item } from "./measured.ts";
import { exactMoney, minorUnits, shareOut } from "./money.ts";

/** What the deals of a paid period added to its amount, in minor units, in the period's order. */
export type DealsAdded = {
  /** What it pays without any of them. */
  without: bigint;
  deals: readonly bigint[];
};

/** A paid period, and those of the same component earlier in the year. */
export type AddedSite = {
  rounding: MoneyRounding;
  places: number;
  earlier: readonly PaidPeriod[];
};

/** What each deal added to a paid period's amount; undefined where a figure is refused. */
export function addedByDeals(
  period: Pick<PaidPeriod, "amount" | "pay" | "paidBefore" | "forfeited" | "deals" | "parts">,
  { rounding, places, earlier }: AddedSite,
): DealsAdded | undefined {
  const { amount, pay, paidBefore, forfeited } = period;
  const parts = period.parts()?.parts;
  if (!parts) return undefined;
  if (forfeited) return { without: 0n, deals: parts.map(() => 0n) };
  if (amount < 0n) return takenBack(period, earlier);
  const units = (exact: Rational) => minorUnits(exact, rounding, places);
  const each = rounding.each === "deal" && parts.length > 0;
  const steps = each ? parts.map((part) => exactMoney(units(part), places)) : parts;
  let paid = each ? ZERO : parts.reduce((left, part) => subtract(left, part), pay);
  const soFar = () => {
    if (paidBefore === undefined) return units(paid);
    const more = units(paid) - paidBefore;
    return more < 0n ? 0n : more < amount ? more : amount;
  };
  const without = soFar();
  let last = without;
  const deals = steps.map((step) => {
    paid = add(paid, step);
    const now = soFar();
    const own = now - last;
    last = now;
    return own;
  });
  return { without, deals };
}

/** What a year to date takes back, over what each deal added before. */
function takenBack(
  { amount, deals }: Pick<PaidPeriod, "amount" | "deals">,
  earlier: readonly PaidPeriod[],
): DealsAdded {
  const known = new Map<Item, bigint>();
  let without = 0n;
  for (const period of earlier) {
    const added = period.added();
    if (!added) continue;
    without += added.without;
    for (const [i, { item }] of period.deals().entries())
      known.set(item, (known.get(item) ?? 0n) + added.deals[i]!);
  }
  const [own = amount, ...shares] = proportional(amount, [
    without,
    ...deals().map(({ item }) => known.get(item) ?? 0n),
  ]);
  const shared = shares.reduce((sum, share) => sum + share, own) === amount;
  return { without: shared ? own : amount, deals: shares };
}

/** A sum over amounts, those below 0 left out. */
function proportional(total: bigint, amounts: readonly bigint[]): bigint[] {
  return shareOut(
    total,
    amounts.map((amount) => rational(amount > 0n ? amount : 0n)),
  );
}

/**
 * What is left of each deal's pay after caps, by paid period, in the period's order. `earned` and `cut` are variable pay
 * before caps and what these change, by month.
 */
export function keptByDeals(
  paid: readonly PaidPeriod[],
  { earned, cut }: { earned: readonly bigint[]; cut: readonly bigint[] },
): Map<PaidPeriod, bigint[]> {
  const kept = new Map<PaidPeriod, bigint[]>();
  const soFar = new Map<PaidPeriod["rule"], Map<Item, bigint>>();
  const byMonth = new Map<number, PaidPeriod[]>();
  for (const period of paid)
    byMonth.set(period.span.to, [...(byMonth.get(period.span.to) ?? []), period]);
  for (const [month, periods] of [...byMonth].toSorted(([a], [b]) => a - b)) {
    const changed = cut[month] ?? 0n;
    const back = periods.filter(({ amount }) => amount < 0n);
    for (const period of back) {
      const before = soFar.get(period.rule);
      const left = period.deals().map(({ item }) => before?.get(item) ?? 0n);
      const all = left.reduce((sum, one) => sum + one, 0n);
      const total = period.amount + (changed > 0n ? changed : 0n);
      kept.set(period, proportional(total > 0n ? 0n : -total > all ? -all : total, left));
    }
    const taken = back.reduce((sum, { amount }) => sum + amount, 0n);
    const whole = (earned[month] ?? 0n) - taken;
    keepInOrder(
      periods.filter(({ amount }) => amount >= 0n),
      { whole, most: changed < 0n ? whole + changed : whole },
      kept,
    );
    for (const period of periods) {
      const own = soFar.get(period.rule) ?? new Map<Item, bigint>();
      soFar.set(period.rule, own);
      for (const [i, { item }] of period.deals().entries())
        own.set(item, (own.get(item) ?? 0n) + (kept.get(period)?.[i] ?? 0n));
    }
  }
  return kept;
}

/** The deals of one month's lines one after another, until the most that is paid. */
function keepInOrder(
  periods: readonly PaidPeriod[],
  { whole, most }: { whole: bigint; most: bigint },
  kept: Map<PaidPeriod, bigint[]>,
): void {
  const list = periods.flatMap((period, order) => {
    const added = period.added()?.deals ?? [];
    kept.set(
      period,
      added.map(() => 0n),
    );
    return period.deals().map(({ item }, i) => {
      const id = item.deal?.facts.id ?? "";
      return { period, i, units: added[i] ?? 0n, day: item.day, id, order };
    });
  });
  list.sort(
    (a, b) =>
      (a.day < b.day ? -1 : a.day > b.day ? 1 : 0) ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) ||
      a.order - b.order,
  );
  let running = list.reduce((left, { units }) => left - units, whole);
  let reached = running < 0n ? 0n : running;
  for (const { period, i, units } of list) {
    running += units;
    const now = running < most ? running : most;
    if (now <= reached) continue;
    kept.get(period)![i] = now - reached;
    reached = now;
  }
}
