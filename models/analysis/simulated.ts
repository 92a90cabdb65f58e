/**
 * What the simulated years of one scenario came to: levels, pay by role, efforts, economics.
 *
 * Source    docs/model.md#results
 */
import { totalOrder } from "../company/totals.ts";
import {
  meanOf,
  type Running,
  sketchQuantiles,
  sketchShareAbove,
  varianceOf,
} from "../math/index.ts";
import { monthlyOrder, type RowLayout } from "../simulation/batch.ts";
import { BANDS, PAY_BINS } from "../simulation/pay.ts";
import type { ScenarioLayout } from "../simulation/protocol.ts";
import { leverageOf } from "./economics.ts";
import type {
  BudgetReading,
  Economics,
  RoleEconomics,
  SimulatedEconomics,
} from "./economicsResult.ts";
import { fanOf, intervalOf, type Level, spreadOf } from "./levels.ts";
import { histogramShares, personSpread } from "./payHistogram.ts";
import type { Fan, ScenarioResult, Simulated } from "./result.ts";

/** Years of one scenario added up. */
export type ScenarioTally = {
  rows: RowLayout;
  levels: Level[];
  histogram: Float64Array;
  /** Set rows by parameter set. */
  sets: (Float64Array | undefined)[];
  /** First years by parameter set, of each total whose drivers are told. */
  years: Running[][];
};

/** What the years so far of one scenario came to; `done` of them. */
export function simulatedOf(
  { rows, levels, histogram, sets }: ScenarioTally,
  layout: ScenarioLayout,
  head: ScenarioResult,
  done: number,
): Omit<Simulated, "drivers"> {
  const { expected, economics } = head;
  const fan = (series: number): Fan => {
    const at = rows.months + series * rows.horizon;
    return fanOf(
      levels
        .slice(at, at + rows.horizon)
        .map(({ running, sketch }) => ({ mean: meanOf(running), sketch })),
    );
  };
  const paySpread = (r: number) =>
    personSpread(
      histogram.subarray(r * PAY_BINS, (r + 1) * PAY_BINS),
      layout.people[r]!.ote,
      meanOf(levels[rows.rolePay + r]!.running),
    );
  const bandsOf = (r: number) =>
    levels
      .slice(rows.bands + r * BANDS, rows.bands + (r + 1) * BANDS)
      .map(({ running }) => meanOf(running));
  const months = Object.fromEntries(
    monthlyOrder.map((key, m) => [key, fan(m)]),
  ) as Simulated["months"];
  return {
    runs: done,
    unsettledSets: sets.filter((row) => row?.[layout.set.unsettled] === 1).length,
    totals: Object.fromEntries(totalOrder.map((key, k) => [key, spreadOf(levels[k]!)])),
    standardErrors: Object.fromEntries(
      totalOrder.map((key, k) => [key, Math.sqrt(varianceOf(levels[k]!.running) / done)]),
    ),
    months,
    roles: Object.fromEntries(
      layout.people.map((role, r) => {
        const own = histogram.subarray(r * PAY_BINS, (r + 1) * PAY_BINS);
        const pay = levels[rows.rolePay + r]!;
        const shareAtQuota = expected.firstYear.roles[role.id]!.shareAtQuota;
        return [
          role.id,
          {
            pay: paySpread(r),
            meanPay: spreadOf(pay),
            shareAtQuota: shareAtQuota === null ? null : meanOf(levels[rows.atQuota + r]!.running),
            histogram: histogramShares(own),
          },
        ];
      }),
    ),
    efforts: effortSpread(layout, sets),
    economics: economics && {
      roles: Object.fromEntries(
        layout.people.map((role, r) => [
          role.id,
          simulatedRole(role, economics.roles[role.id]!, {
            p90: paySpread(r).p90,
            bands: bandsOf(r),
          }),
        ]),
      ),
      budget: economics.budget && budgetReading(economics, economics.budget, levels),
    },
  };
}

function simulatedRole(
  { ote }: { ote: number },
  { base, attainment }: RoleEconomics,
  { p90, bands }: { p90: number; bands: number[] },
): SimulatedEconomics["roles"][string] {
  const basePay = base * ote;
  return {
    leverage: leverageOf(p90, { basePay, targetVariable: ote - basePay, ote }),
    attainment: attainment && bands,
  };
}

/** The budget line over simulated first years: on-costs stand in a fixed ratio to pay. */
function budgetReading(
  { onCosts }: Economics,
  { amount, counts }: NonNullable<Economics["budget"]>,
  levels: Level[],
): BudgetReading {
  const times = counts === "payWithOnCosts" ? 1 + onCosts : 1;
  const { running, sketch } =
    levels[totalOrder.indexOf(counts === "variablePay" ? "variablePay" : "pay")]!;
  const [p50, p80, p90] = sketchQuantiles(sketch, [0.5, 0.8, 0.9]);
  return {
    mean: times * meanOf(running),
    p50: times * p50!,
    p80: times * p80!,
    p90: times * p90!,
    exceeds: sketchShareAbove(sketch, amount / times),
  };
}

function effortSpread(
  layout: ScenarioLayout,
  sets: (Float64Array | undefined)[],
): Simulated["efforts"] {
  const efforts: Simulated["efforts"] = Object.fromEntries(layout.people.map(({ id }) => [id, {}]));
  const known = sets.filter((set) => set !== undefined);
  for (const { role, task, slot } of layout.slots) {
    efforts[role]![task] = intervalOf(known.map((set) => set[layout.set.efforts + slot]!));
  }
  return efforts;
}
