/**
 * Findings on where pay begins and ends: caps, said and hidden, thresholds nobody reaches, pay without a bound.
 *
 * Terms     hidden cap = a most that the curve's own rows do not show: a table that ends while it still rises, a last
 *           tier that pays nothing, a limit on the component's or the plan's pay above which the curve goes on.
 * Always    of a component that pays several times a year, the payout with the most money is looked at.
 * Not here  a cap in one cell of a table (tables.ts), one deal's pay (windfall.ts).
 * Source    docs/guide/findings.md
 */
import type { Model, ModelRole } from "../../company/compile.ts";
import { type Curve, mostOf, payoutShare, paysFrom } from "../../plans/curve.ts";
import { startOf } from "../../plans/kinds/tiers.ts";
import { monthsIn } from "../../terms.ts";
import { inSentence, percent } from "../../words.ts";
import {
  bestPayout,
  capsOf,
  type Found,
  hasCap,
  levelWords,
  money,
  rate,
  reachOf,
  type Seen,
} from "./seen.ts";

/** Least share of periods at the cap that is worth saying. */
const OFTEN = 0.1;
/** Share of periods below which hardly anybody can be said to reach a level. */
export const HARDLY = 0.02;

/** A cap that many periods end above. */
export function capReached(one: Seen): Found[] {
  const { role, component, seen, place } = one;
  const { curve } = bestPayout(one);
  const most = mostOf(curve);
  if (most === null || most <= 1) return [];
  const cap = curve.x[curve.y.findIndex((share) => share >= most)]!;
  const reach = reachOf(seen, cap);
  if (cap <= 1 || reach < OFTEN) return [];
  return [
    {
      id: "cap-reached",
      severity: "warning",
      place: `${place}.curve`,
      title: `${role.plural}: ${percent(reach)} of periods end above the cap of ${inSentence(component.title)}`,
      message: `Above ${percent(cap)} of target, doing better earns nothing more.`,
      remedy: "Raise the cap, pay a lower rate above it, or set a higher target.",
      figure: reach,
    },
  ];
}

/** A component that hardly anybody is paid for. */
export function thresholdOutOfReach(one: Seen): Found[] {
  const { role, component, seen, place } = one;
  const from = paysFrom(bestPayout(one).curve);
  const reach = from === undefined ? 0 : reachOf(seen, from);
  if (reach >= HARDLY) return [];
  return [
    {
      id: "threshold-out-of-reach",
      severity: "warning",
      place: `${place}.curve`,
      title: `${role.plural}: hardly anybody is paid for ${inSentence(component.title)}`,
      message:
        from === undefined
          ? "The curve pays nothing at any attainment."
          : `Pay starts at ${percent(from)} of target, which ${percent(reach, 1)} of periods reach.`,
      remedy: "Lower the threshold or the target, or drop the component.",
      figure: reach,
    },
  ];
}

/** Share of periods at a hidden cap from which it is a warning. */
const SOME = 0.01;

/** Known reach below `SOME` makes a hidden cap a note; where no luck moves the measure, nobody knows. */
function severityAt({ seen }: Seen, level: number): "info" | "warning" {
  return seen.logSd > 0 && reachOf(seen, level) < SOME ? "info" : "warning";
}

/** A table of points whose last row simply ends, while pay still rises towards it. */
export function tableEnds(one: Seen): Found[] {
  const { role, component, place, seen } = one;
  const curve = component.written?.curve;
  if (!curve || !("points" in curve) || curve.beyond !== undefined) return [];
  const [before, last] = curve.points.slice(-2);
  if (!before || !last || last[1] <= before[1] || last[0] === before[0]) return [];
  return [
    {
      id: "hidden-cap",
      severity: severityAt(one, last[0]),
      place: `${place}.curve`,
      title: `${role.title} · ${component.title}: the table ends at ${levelWords(one, last[0])}, which is a cap`,
      message: `Its last row is ${percent(last[1], 2)}, nothing says what is paid above it, and so no more is; ${percent(reachOf(seen, last[0]), 1)} of periods end there or above.`,
      remedy: "Say what is paid above the last row: beyond 0 for a cap that is meant, or a rate.",
      figure: last[0],
    },
  ];
}

/** A last tier that pays nothing for what is inside it. */
export function zeroTier(one: Seen): Found[] {
  const { role, component, place } = one;
  const curve = component.written?.curve;
  if (curve?.kind !== "marginal" || curve.tiers.length < 2) return [];
  const last = curve.tiers.length - 1;
  const tier = curve.tiers[last]!;
  const start = startOf(tier);
  if (tier.rate !== 0 || start <= 0) return [];
  return [
    {
      id: "hidden-cap",
      severity: severityAt(one, start),
      place: `${place}.curve.tiers[${last}].rate`,
      title: `${role.title} · ${component.title}: the last tier pays nothing, which is a cap at ${levelWords(one, start)}`,
      message: "A rate of 0 in a table of rates is easily read past.",
      remedy: "State the cap as a cap, or give the tier a rate.",
      figure: start,
    },
  ];
}

/** A most on a component's pay above which its curve goes on. */
export function payLimit(one: Seen): Found[] {
  const { role, component, place } = one;
  const { payAtMost } = component.numbers;
  if (payAtMost === undefined || mostOf(component.rule.curve) !== null) return [];
  const level = attainmentAt(component.rule.curve, payAtMost / component.scale[0]!);
  return [
    {
      id: "hidden-cap",
      severity: severityAt(one, level),
      place: `${place}.payAtMost`,
      title: `${role.title} · ${component.title}: pay stops at ${levelWords(one, level)}, though the curve goes on`,
      message: `A period pays at most ${money(one, payAtMost)}, which the curve reaches there.`,
      remedy: "Let the curve end where pay ends, so that people see it.",
      figure: level,
    },
  ];
}

/** Attainment from which an uncapped curve pays at least a share. */
function attainmentAt({ x, y, slope }: Curve, share: number): number {
  for (const [i, from] of x.entries()) {
    if (y[i]! >= share) return from;
    const at = from + (share - y[i]!) / slope[i]!;
    if (slope[i]! > 0 && (i === x.length - 1 || at < x[i + 1]!)) return at;
  }
  return x.at(-1)!;
}

/** Highest attainment at which a cap on all pay is looked for. */
const FAR = 5;

function payAt(own: readonly Seen[], level: number): number {
  return own.reduce(
    (sum, one) => sum + one.component.targetPay * payoutShare(bestPayout(one).curve, level),
    0,
  );
}

/** A cap among the adjustments that bites while the curves go on. */
export function planCap(model: Model, role: ModelRole, all: readonly Seen[]): Found[] {
  const plan = model.scenario.roles[role.id]!.plan ?? "";
  const own = all.filter(({ component }) => component.written?.target !== undefined);
  const goesOn = own.some((one) => mostOf(bestPayout(one).curve) === null);
  const atTarget = own.reduce((sum, { component }) => sum + component.targetPay, 0);
  if (!goesOn || !(atTarget > 0)) return [];
  const largest = own.toSorted((a, b) => b.component.targetPay - a.component.targetPay)[0]!;
  return capsOf(model, role).flatMap(([id, spec]): Found[] => {
    const year = 12 / monthsIn[spec.per];
    const most =
      "shareOfTarget" in spec
        ? spec.shareOfTarget * role.targetVariable
        : typeof spec.amount === "number"
          ? spec.amount * year
          : Infinity;
    if (payAt(own, FAR) <= most) return [];
    let [low, high] = [0, FAR];
    for (let step = 0; step < 40; step++) {
      const middle = (low + high) / 2;
      if (payAt(own, middle) >= most) high = middle;
      else low = middle;
    }
    return [
      {
        id: "hidden-cap",
        severity: severityAt(largest, high),
        place: `plans.${plan}.adjustments.${id}`,
        title: `${role.title}: all variable pay stops at ${percent(high)} of target, though the curves go on`,
        message: `The cap of ${rate(most / role.targetVariable)} times target variable pay stands among the adjustments, apart from the rates it cuts, and expected pay leaves it out.`,
        remedy: "Show the cap beside the rates, or cap the curves themselves.",
        figure: high,
      },
    ];
  });
}

/** Rate above target, over the rate at target, from which pay without a bound is worth saying. */
const STEEP = 2;

/** A steep last rate that nothing bounds. */
export function unboundedPay(model: Model, one: Seen): Found[] {
  const { role, component, place } = one;
  const { curve } = bestPayout(one);
  const { dealAtMost, payPerDealAtMost, payAtMost } = component.numbers;
  const bounds = [dealAtMost, payPerDealAtMost, payAtMost];
  const slope = curve.slope.at(-1)!;
  if (hasCap(model, role) || slope < STEEP || bounds.some((bound) => bound !== undefined))
    return [];
  if (component.written?.target === undefined) return [];
  return [
    {
      id: "unbounded-pay",
      severity: "info",
      place: `${place}.curve`,
      title: `${role.title} · ${component.title}: ${rate(slope)} times the rate in proportion, without end`,
      message: "Neither the curve, nor a cap, nor a limit on one deal bounds what a windfall pays.",
      remedy: "Limit what one deal counts (dealAtMost), or lower the last rate.",
      figure: slope,
    },
  ];
}
