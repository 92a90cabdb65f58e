/**
 * Findings on one very large deal: what it alone pays its owner.
 *
 * Terms     large = the size that one deal in a hundred exceeds, of what the role's people sell most of by value.
 * Formula   log-normal with the segment's mean and cv: mean · exp(2.326 · sd − sd²/2), sd² = ln(1 + cv²); its pay = what the
 *           period's pay gains when the deal comes on top of the expected attainment.
 * Source    docs/guide/findings.md
 */
import type { Model } from "../../company/compile.ts";
import { log1p, meanOneQuantile } from "../../math/index.ts";
import { payoutShare } from "../../plans/curve.ts";
import { percent } from "../../words.ts";
import { bestPayout, type Found, money, type Seen } from "./seen.ts";

/** Pay of one deal over OTE from which it is said, and the deal it is said of. */
const OF_OTE = 0.5;
const LARGE = 0.99;

/** A deal of a size that happens which pays a large part of a year's target pay. */
export function windfalls(model: Model, all: readonly Seen[]): Found[] {
  return model.roles.flatMap((role) => {
    const own = all.filter((one) => one.role === role && one.component.individual);
    const paid = own.flatMap((one) => {
      const size = largeDeal(model, one);
      return size > 0 ? [{ ...one, size, pay: payOf(one, size) }] : [];
    });
    const largest = paid.toSorted((a, b) => b.pay - a.pay)[0];
    const pay = paid.reduce((sum, one) => sum + one.pay, 0);
    if (!largest || !(pay > OF_OTE * role.ote)) return [];
    return [
      {
        id: "windfall",
        severity: "warning" as const,
        place: largest.place,
        title: `${role.plural}: one large deal pays ${percent(pay / role.ote)} of a year's target pay`,
        message: `One deal in a hundred is above ${money(model, largest.size)}; on top of an expected period it pays ${money(model, pay)}.`,
        remedy: "Limit what one deal counts (dealAtMost) or pays, or review large deals by hand.",
        figure: pay / role.ote,
      },
    ];
  });
}

/** Value of the deal, in the segment that makes up most of the component's measure; 0 where it counts no money. */
function largeDeal({ funnel, mechanicalFlows }: Model, { component }: Seen): number {
  const stages = funnel.stages.length;
  const bySegment = new Map<number, number>();
  for (const { flow, stage, sized, value, credit } of component.measure.terms) {
    if (!sized) continue;
    const { segment } = funnel.flows[flow]!;
    const worth = (mechanicalFlows.entries[flow * stages + stage] ?? 0) * value * credit;
    bySegment.set(segment, (bySegment.get(segment) ?? 0) + worth);
  }
  const most = [...bySegment].toSorted(([, a], [, b]) => b - a)[0];
  if (!most) return 0;
  const { dealMean, dealCv } = funnel.segments[most[0]]!;
  return dealMean * meanOneQuantile(LARGE, Math.sqrt(log1p(dealCv * dealCv)));
}

/** What the deal adds to the pay of the component's best-paid period. */
function payOf(one: Seen, size: number): number {
  const { component, seen } = one;
  const { numbers, deals } = component;
  const most = numbers.payPerDealAtMost ?? Infinity;
  const { p, scale, curve } = bestPayout(one);
  const counts =
    size >= (numbers.dealAtLeast ?? 0) ? Math.min(size, numbers.dealAtMost ?? Infinity) : 0;
  const own = deals?.shares?.[p];
  if (own) return Math.min(most, scale * payoutShare(own.rule.curve, counts / own.target));
  const before = seen.attainment;
  const gained =
    payoutShare(curve, before + counts / component.target[p]!) - payoutShare(curve, before);
  return Math.min(most, scale * gained);
}
