/**
 * Pools, compiled: one more component for each member role, in money of one person.
 *
 * Terms     part = a person's part of the pool; reserve = what is kept back of each period's funding, which bears
 *           losses before later funding does and is paid with the year's last period.
 * Always    members' parts add to 1; scale and loss hold a person's part, of a mean year where contribution decides it.
 * Not here  the curve's forms (plans/kinds), sharing out a simulated year (simulation/pay.ts).
 * Source    docs/model.md#components-and-pools
 */
import {
  type CompiledMeasure,
  compileMeasure,
  evaluateMeasure,
  isMeasure,
  measureYear,
} from "../funnel/measure.ts";
import { cappedPoints, type Curve, type CurvePoints } from "../plans/curve.ts";
import { pointsOf } from "../plans/kinds/index.ts";
import type { Pool } from "../plans/schema.ts";
import { monthsIn } from "../terms.ts";
import { type CompiledComponent, type Payee, plainRule, unconditional } from "./components.ts";
import { creditOf } from "./crediting.ts";
import { sharedCurve } from "./curves.ts";
import { type ComponentSite, periodMeans } from "./periods.ts";
import type { Reading } from "./readings.ts";

/** A pool as each member role sees it: one more component, in money of one person. */
export function compilePools(
  pools: Record<string, Pool>,
  payees: Payee[],
  site: ComponentSite,
): Map<string, CompiledComponent[]> {
  const byRole = new Map<string, CompiledComponent[]>();
  for (const [id, pool] of Object.entries(pools)) {
    const members = payees.filter(({ role }) => pool.members.includes(role));
    const heads = members.reduce((sum, member) => sum + member.employed, 0);
    const counts = members.map((member) => countedBy(pool, member, site));
    const all = members.reduce((sum, member, m) => sum + member.employed * counts[m]!, 0);
    const fund = compileFund(id, pool, site);
    if (!fund) continue;
    for (const [m, member] of members.entries()) {
      const equal = pool.by === "equal" || all === 0;
      const part = equal ? 1 / heads : counts[m]! / all;
      const scale = fund.scale.map((money) => money * part);
      const { poolTerms } = fund;
      const list = byRole.get(member.role) ?? [];
      list.push({
        ...fund,
        scale,
        targetPay: fund.targetPay * part,
        poolTerms: poolTerms && {
          ...poolTerms,
          loss: poolTerms.loss.map((money) => money * part),
          part,
          contribution:
            pool.by === "contribution" ? ownBookings(`pools.${id}`, member, site) : undefined,
        },
      });
      byRole.set(member.role, list);
    }
  }
  return byRole;
}

/** What one person of a role shares the pool by; of contribution, what they book in the mean. */
function countedBy(pool: Pool, payee: Payee, { here }: ComponentSite): number {
  const counts: Record<Pool["by"], () => number> = {
    equal: () => 1,
    targetVariable: () => payee.targetVariable,
    salary: () => payee.basePay,
    points: () => pool.points?.[payee.role] ?? 0,
    contribution: () => meanBookings(payee, here),
  };
  return counts[pool.by]();
}

function meanBookings(payee: Payee, here: ComponentSite["here"]): number {
  const year = measureYear(here.slots);
  evaluateMeasure(here.funnel, bookingsOf(payee, here), here.flows, year);
  return year.total / payee.heads;
}

/** What the people of a role book themselves. */
function bookingsOf(payee: Payee, { funnel, ownerships }: ComponentSite["here"]): CompiledMeasure {
  const credit = creditOf(funnel, ownerships, {
    scope: "individual",
    role: payee.role,
    segments: payee.segments,
  });
  return compileMeasure(funnel, "bookings", credit);
}

function ownBookings(path: string, payee: Payee, { here }: ComponentSite): Reading {
  const months = Int32Array.from({ length: here.funnel.months }, (_, t) => t);
  return {
    key: path,
    path,
    title: "contribution",
    measure: bookingsOf(payee, here),
    individual: true,
    from: months,
    to: months.map((t) => t + 1),
    target: new Float64Array(months.length).fill(1),
    window: undefined,
    deals: undefined,
    own: false,
  };
}

function compileFund(id: string, pool: Pool, site: ComponentSite): CompiledComponent | undefined {
  const { read, here, problems } = site;
  const path = `pools.${id}`;
  if (!isMeasure(here.funnel, pool.measure)) {
    problems.push({
      code: "unknown-name",
      path: `${path}.measure`,
      message: `there is no measure called "${pool.measure}"`,
    });
    return undefined;
  }
  const payouts = 12 / monthsIn[pool.period];
  const question = {
    scope: pool.scope,
    team: pool.team,
    sourcedBy: pool.sourcedBy,
    segments: pool.segments,
  };
  const measure = compileMeasure(
    here.funnel,
    pool.measure,
    creditOf(here.funnel, here.ownerships, question),
  );
  const reference = periodMeans(site.statusQuo, pool.measure, question, {
    individual: false,
    payouts,
  });
  const cap = pool.cap === undefined ? Infinity : read(`${path}.cap`, pool.cap, "positive");
  const target = new Float64Array(payouts);
  const scale = new Float64Array(payouts);
  const level = "over" in pool.funding ? pool.funding.over : pool.funding.target;
  const levelPath = `${path}.funding.${"over" in pool.funding ? "over" : "target"}`;
  for (let p = 0; p < payouts; p++) {
    target[p] = read(levelPath, level, "positive", (name) =>
      name === "statusQuo" ? reference[p] : undefined,
    );
  }
  if (target.some((one) => one === 0)) {
    problems.push({
      code: "bad-number",
      path: levelPath,
      message: "the level is 0, so attainment has no meaning",
      hint: "give a level above 0",
    });
    return undefined;
  }
  let targetPay = 0;
  let share = 0;
  if ("over" in pool.funding) {
    share = read(`${path}.funding.shareOfExcess`, pool.funding.shareOfExcess, "share");
    for (let p = 0; p < payouts; p++) scale[p] = share * target[p]!;
  } else {
    targetPay = read(`${path}.funding.amount`, pool.funding.amount, "positive");
    scale.fill(targetPay / payouts);
  }
  const points: CurvePoints =
    "over" in pool.funding ? { points: [[1, 0]], beyond: 1 } : pointsOf(pool.funding.curve);
  const loss = new Float64Array(payouts);
  if ("over" in pool.funding && pool.funding.shareOfShortfall !== undefined) {
    const borne = read(`${path}.funding.shareOfShortfall`, pool.funding.shareOfShortfall, "share");
    for (let p = 0; p < payouts; p++) loss[p] = borne * target[p]!;
  }
  const reserve = pool.reserve === undefined ? 0 : read(`${path}.reserve`, pool.reserve, "share");
  const curves: Curve[] = [];
  const funds: Curve[] = [];
  for (let p = 0; p < payouts; p++) {
    const capped = cap < Infinity && scale[p]! > 0 ? cappedPoints(points, cap / scale[p]!) : points;
    const fund = sharedCurve(path, capped, site);
    // What the expected layer sees: funding less losses, as though the pool could always bear them.
    const net =
      loss[p]! > 0 && scale[p]! > 0
        ? sharedCurve(path, withLoss(capped, loss[p]! / scale[p]!), site)
        : fund;
    if (!fund || !net) return undefined;
    funds.push(fund);
    curves.push(net);
  }
  return {
    id,
    title: pool.title ?? "Pool",
    written: undefined,
    numbers: {},
    measure,
    scope: pool.scope,
    individual: false,
    shared: true,
    pool: true,
    yearToDate: false,
    prorate: false,
    grown: Float64Array.from({ length: payouts }, (_, p) => (p + 1) / payouts),
    monthsInPeriod: monthsIn[pool.period],
    payouts,
    target,
    scale,
    targetPay,
    weight: null,
    curves,
    rule: plainRule(curves[0]!),
    ruled: false,
    conditions: unconditional,
    branches: undefined,
    deals: undefined,
    window: undefined,
    paidOn: -1,
    recover: false,
    lagMonths: 0,
    poolTerms:
      reserve > 0 || loss.some((one) => one > 0) || pool.by === "contribution"
        ? { reserve, loss, funds, part: 1, contribution: undefined }
        : undefined,
  };
}

/** Funding of an excess over target that turns into a loss below it, `slope` a target's worth. */
function withLoss(points: CurvePoints, slope: number): CurvePoints {
  return { ...points, points: [[0, -slope], ...points.points] };
}
