/**
 * Share of a role's people whose year attains a level on one component, by integration.
 *
 * Formula   the expected payout of a curve that pays 1 from the level on, at the year's attainment.
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
import { decidingComponent } from "../simulation/plan.ts";

function reached(level: number): Curve {
  return {
    x: Float64Array.of(level),
    left: Float64Array.of(0),
    y: Float64Array.of(1),
    slope: Float64Array.of(0),
    upper: Uint8Array.of(1),
    open: false,
  };
}

/** The share at target for the first individual component of role r with a target, or null where it has none. */
export function shareAtQuota(space: Workspace, r: number): number | null {
  const role = space.model.roles[r]!;
  const component = decidingComponent(role);
  if (component < 0 || !role.components[component]!.individual) return null;
  return shareAtLevel(space, r, { component, level: 1 });
}

/** The share of role r whose year attains at least `level` on a component of theirs, given by its place. */
export function shareAtLevel(
  space: Workspace,
  r: number,
  { component: own, level }: { component: number; level: number },
): number {
  const { model } = space;
  const role = model.roles[r]!;
  const component = role.components[own]!;
  const target = component.target.reduce((sum, one) => sum + one, 0);
  const { year } = space.measured[r]![own]!;
  const curve = reached(level);
  let share = 0;
  for (const mind of space.mindsOf[r]!) {
    const mass = new Float64Array(MASKS);
    for (const [i, payout] of mind.payouts.entries()) {
      if (payout.component !== own) continue;
      const part = (payout.count * component.target[mind.periods[i]!]!) / target;
      for (let mask = 0; mask < MASKS; mask++) mass[mask] = mass[mask]! + payout.mass[mask]! * part;
    }
    const heads = component.individual ? mind.skill / role.heads.own : 1;
    const counted = model.luck === "deals" ? countingNoise(year, heads) : 0;
    const one: Payout = {
      component: 0,
      curve,
      count: 1,
      scale: 1,
      sigma: Math.sqrt(counted),
      individual: component.individual,
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
