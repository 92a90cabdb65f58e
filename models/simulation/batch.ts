/**
 * Batches of replications: a fixed piece of a job, done by any thread with the same result.
 *
 * Terms     set = parameter set; replication r belongs to set r mod sets; batch = up to `chunk` replications of one set.
 *           Row = one year of one scenario: totals, months, mean pay, people at quota and by band of attainment, by role.
 * Always    a batch depends on the job and its number alone; the first `sets` batches cover every set once.
 * Source    docs/model.md#simulation
 */
import { fillTotals, type FixedCosts, fixedCosts, totalOrder } from "../company/totals.ts";
import { BANDS, PAY_BINS, type Pay, payBuffers, payYear } from "./pay.ts";
import type { SimulationPlan } from "./plan.ts";
import { simulateYear, type Year, type YearBuffers, yearBuffers } from "./year.ts";

export type BatchPlan = { runs: number; sets: number; chunk: number; batches: number };

/** How a job's replications fall into batches. `sets` is 1 where nothing is uncertain. */
export function batchPlan(runs: number, parameterSets: number): BatchPlan {
  const sets = Math.min(parameterSets, runs);
  const each = Math.ceil(runs / sets);
  const chunk = Math.max(16, Math.ceil(each / 16));
  const rounds = Math.ceil(each / chunk);
  const left = runs - (rounds - 1) * chunk * sets;
  return { runs, sets, chunk, batches: (rounds - 1) * sets + Math.min(sets, left) };
}

/** Parameter set and replications of a batch. */
export function batchAt(plan: BatchPlan, batch: number): { set: number; replications: number[] } {
  const set = batch % plan.sets;
  const first = Math.floor(batch / plan.sets) * plan.chunk;
  const replications: number[] = [];
  for (let i = first; i < first + plan.chunk; i++) {
    const replication = i * plan.sets + set;
    if (replication < plan.runs) replications.push(replication);
  }
  return { set, replications };
}

export type RowLayout = {
  totals: number;
  months: number;
  horizon: number;
  roles: number;
  rolePay: number;
  atQuota: number;
  /** Shares of people by band of attainment, role by role. */
  bands: number;
  size: number;
};

/** Months of these are in a row, one after another. */
export const monthlyOrder = ["bookings", "revenue", "pay", "pipeline", "contribution"] as const;

/** Where the parts of a row start. */
export function rowLayout(horizon: number, roles: number): RowLayout {
  const totals = totalOrder.length;
  const rolePay = totals + monthlyOrder.length * horizon;
  return {
    totals: 0,
    months: totals,
    horizon,
    roles,
    rolePay,
    atQuota: rolePay + roles,
    bands: rolePay + 2 * roles,
    size: rolePay + (2 + BANDS) * roles,
  };
}

export type Simulator = {
  plan: SimulationPlan;
  fixed: FixedCosts;
  layout: RowLayout;
  buffers: YearBuffers;
  pay: Pay;
};

/** A simulator of one plan, with its buffers. */
export function simulator(plan: SimulationPlan): Simulator {
  return {
    plan,
    fixed: { ...fixedCosts(plan.model, plan.losses), ...firstYearBase(plan) },
    layout: rowLayout(plan.model.funnel.months, plan.roles.length),
    buffers: yearBuffers(plan),
    pay: payBuffers(plan),
  };
}

/** Base pay of the first year, where people differ. */
function firstYearBase({ roles, model }: SimulationPlan): { basePay?: number } {
  if (roles.every(({ staff }) => staff === undefined)) return {};
  let basePay = 0;
  for (const [r, { staff, seats }] of roles.entries()) {
    if (!staff) basePay += model.roles[r]!.heads.basePay;
    else
      for (let i = 0; i < seats; i++)
        for (let t = 0; t < 12; t++) basePay += staff.basePay[i * model.funnel.months + t]!;
  }
  return { basePay };
}

/**
 * Simulates replications of plans that draw the same years (see `sameDraws`), each year once; returns the rows of each
 * plan one after another and adds its person-years to its histogram.
 */
export function simulateRows(
  simulators: readonly Simulator[],
  seed: number,
  replications: readonly number[],
  histograms: readonly Uint32Array[],
): Float64Array[] {
  const [{ plan: drawn, buffers }] = simulators as [Simulator];
  const rows = simulators.map(({ layout }) => new Float64Array(replications.length * layout.size));
  for (let i = 0; i < replications.length; i++) {
    simulateYear(drawn, seed, replications[i]!, buffers);
    for (let k = 0; k < simulators.length; k++) {
      const { plan, fixed, layout, pay } = simulators[k]!;
      payYear(plan, buffers.year, pay, histograms[k]!);
      fillRow({ plan, fixed, layout, year: buffers.year, pay }, rows[k]!, i * layout.size);
    }
  }
  return rows;
}

/** Room for the person-years of a plan by role and pay bin. */
export function payHistogram(roles: number): Uint32Array {
  return new Uint32Array(roles * PAY_BINS);
}

type Filled = { plan: SimulationPlan; fixed: FixedCosts; layout: RowLayout; year: Year; pay: Pay };

function fillRow({ plan, fixed, layout, year, pay }: Filled, row: Float64Array, at: number): void {
  const { funnel } = plan.model;
  const { horizon } = layout;
  const series = (place: number) => at + layout.months + place * horizon;
  const [bookings, revenue, paid, pipeline, contribution] = [0, 1, 2, 3, 4].map(series) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const sums = {
    bookings: 0,
    revenue: 0,
    margin: 0,
    revenueMargin: 0,
    variablePay: -fixed.basePay,
  };
  const { attrition, discounts } = fixed.losses;
  const other = (fixed.spend + fixed.practices + attrition + discounts) / 12;
  for (let t = 0; t < horizon; t++) {
    let margin = 0;
    let revenueMargin = 0;
    for (let a = 0; a < funnel.flows.length; a++) {
      const booked = year.bookings[a * horizon + t]!;
      row[bookings + t] = row[bookings + t]! + booked;
      row[pipeline + t] = row[pipeline + t]! + year.pipeline[a * horizon + t]!;
      margin += booked * funnel.segments[funnel.flows[a]!.segment]!.grossMargin;
    }
    for (let g = 0; g < funnel.segments.length; g++) {
      const recognised = year.revenue[g]![t]!;
      row[revenue + t] = row[revenue + t]! + recognised;
      revenueMargin += recognised * funnel.segments[g]!.grossMargin;
    }
    row[paid + t] = pay.cash[t]!;
    const earned = fixed.basis === "bookings" ? margin : revenueMargin;
    row[contribution + t] = earned - (1 + fixed.onCosts) * pay.months[t]! - other;
    if (t >= 12) continue;
    sums.bookings += row[bookings + t]!;
    sums.revenue += row[revenue + t]!;
    sums.margin += margin;
    sums.revenueMargin += revenueMargin;
    sums.variablePay += pay.months[t]!;
  }
  fillTotals(fixed, sums, row, at);
  for (let r = 0; r < plan.roles.length; r++) {
    row[at + layout.rolePay + r] = pay.roleTotal[r]! / plan.roles[r]!.headcount;
    row[at + layout.atQuota + r] = pay.atQuota[r]! / plan.roles[r]!.headcount;
    for (let b = r * BANDS; b < (r + 1) * BANDS; b++)
      row[at + layout.bands + b] = pay.bands[b]! / plan.roles[r]!.headcount;
  }
}
