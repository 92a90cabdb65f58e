/**
 * Share of a role's people who reach target on their own measure over the year, by integration.
 *
 * Formula   the expected payout of a curve that pays 1 from target on, at the year's attainment.
 */
import {
  compilePayRisk,
  evaluatePayRisk,
  MASKS,
  type Payout,
  payWorth,
} from "../behaviour/payRisk.ts";
import { countingNoise } from "../company/compile.ts";
import type { Workspace } from "../company/equilibrium.ts";
import type { Curve } from "../plans/curve.ts";

const reached: Curve = {
  x: Float64Array.of(1),
  left: Float64Array.of(0),
  y: Float64Array.of(1),
  slope: Float64Array.of(0),
  upper: Uint8Array.of(1),
  open: false,
};

/** The share for the first individual component of role r, or null where it has none. */
export function shareAtQuota(space: Workspace, r: number): number | null {
  const { model } = space;
  const role = model.roles[r]!;
  const own = role.components.findIndex(({ individual }) => individual);
  if (own < 0) return null;
  const component = role.components[own]!;
  const target = component.target.reduce((sum, one) => sum + one, 0);
  const { year } = space.measured[r]![own]!;
  let share = 0;
  for (const mind of space.mindsOf[r]!) {
    const mass = new Float64Array(MASKS);
    for (const [i, payout] of mind.payouts.entries()) {
      if (payout.component !== own) continue;
      const part = (payout.count * component.target[mind.periods[i]!]!) / target;
      for (let mask = 0; mask < MASKS; mask++) mass[mask] = mass[mask]! + payout.mass[mask]! * part;
    }
    const counted = model.luck === "deals" ? countingNoise(year, mind.skill / role.headcount) : 0;
    const one: Payout = {
      component: 0,
      curve: reached,
      count: 1,
      scale: 1,
      sigma: Math.sqrt(counted),
      individual: true,
      mass,
    };
    const risk = compilePayRisk([one], {
      luck: { ...model.shocks, own: role.residualLuck },
      taste: { kind: "meanVariance", aversion: 0 },
      cache: new Map(),
    });
    const worth = payWorth({ components: 1, payouts: [one] });
    evaluatePayRisk(risk, "moments", worth);
    share += mind.weight * worth.mean;
  }
  return share;
}
