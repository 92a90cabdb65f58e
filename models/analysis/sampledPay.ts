/**
 * Percentiles and spread of one person's pay in a role, from a fixed low-discrepancy set.
 *
 * Always    the same points whatever the plan, so that two plans' percentiles can be compared.
 * Not here  means, which are integrated, as standard deviations are in a full run (behaviour/payRisk.ts).
 */
import { CLOSE, LEAD, QUALITY } from "../funnel/compile.ts";
import { conditionedShare } from "../behaviour/conditionedPay.ts";
import { MASKS, type Payout } from "../behaviour/payRisk.ts";
import type { Workspace } from "../company/equilibrium.ts";
import { lowDiscrepancy, meanOneQuantile, philox4x32, uniform01 } from "../math/index.ts";
import { payoutShare } from "../plans/curve.ts";
import type { Spread } from "./result.ts";

const SHARED_PLACES = 5;
const MOST_PLACES = 16;
const SAMPLE_PURPOSE = 0x5a3e;

/** Percentiles and standard deviation of the pay of a role's people at the attainments a workspace's minds hold. */
export function sampledPay(space: Workspace, r: number, points: number): Omit<Spread, "mean"> {
  const { model } = space;
  const role = model.roles[r]!;
  const minds = space.mindsOf[r]!;
  const payouts = minds[0]!.payouts;
  const noises = payouts.reduce((sum, { count }) => sum + count, 0);
  const places = new Float64Array(Math.min(MOST_PLACES, SHARED_PLACES + noises));
  const words = new Uint32Array(4);
  const pays = new Float64Array(points);
  const { lead, quality, close } = model.shocks;
  for (let i = 0; i < points; i++) {
    lowDiscrepancy(places, i);
    const factor = {
      lead: meanOneQuantile(places[0]!, lead),
      quality: meanOneQuantile(places[1]!, quality),
      close: meanOneQuantile(places[2]!, close),
      own: meanOneQuantile(places[3]!, role.residualLuck),
    };
    const mind = mindAt(minds, places[4]!);
    let pay = role.basePay;
    let noise = 0;
    for (const payout of mind.payouts) {
      const even = attainmentAt(payout, factor);
      for (let n = 0; n < payout.count; n++) {
        let u = places[SHARED_PLACES + noise];
        if (u === undefined) {
          philox4x32(words, i, noise, r, 0, 0, SAMPLE_PURPOSE);
          u = uniform01(words[0]!);
        }
        noise += 1;
        const attained = even * meanOneQuantile(u, payout.sigma);
        const share = payout.on
          ? conditionedShare(
              payout.on,
              attained,
              sidesAt(payout.on, factor, {
                words,
                i,
                noise,
                r,
                own: even > 0 ? attained / even : 1,
              }),
            )
          : payoutShare(payout.curve, attained);
        pay += payout.scale * share;
      }
    }
    pays[i] = pay;
  }
  pays.sort();
  const at = (p: number) => pays[Math.min(points - 1, Math.floor(p * points))]!;
  let sum = 0;
  let squares = 0;
  for (const pay of pays) sum += pay;
  for (const pay of pays) squares += (pay - sum / points) * (pay - sum / points);
  return {
    sd: Math.sqrt(squares / points),
    p5: at(0.05),
    p10: at(0.1),
    p25: at(0.25),
    p50: at(0.5),
    p75: at(0.75),
    p90: at(0.9),
    p95: at(0.95),
  };
}

/** Attainments of a payout's sides, each under noise of its own; the part of the measure pay is on shares that of the own. */
function sidesAt(
  { sides, paidOn }: NonNullable<Payout["on"]>,
  factor: Parameters<typeof attainmentAt>[1],
  given: { words: Uint32Array; i: number; noise: number; r: number; own: number },
): number[] {
  const { words, i, noise, r, own } = given;
  return sides.map((side, s) => {
    if (s === paidOn) return attainmentAt(side, factor) * own;
    philox4x32(words, i, noise, r, 1 + s, 0, SAMPLE_PURPOSE);
    return attainmentAt(side, factor) * meanOneQuantile(uniform01(words[0]!), side.sigma);
  });
}

function mindAt<T extends { weight: number }>(minds: readonly T[], u: number): T {
  let left = u;
  for (const mind of minds) {
    left -= mind.weight;
    if (left < 0) return mind;
  }
  return minds.at(-1)!;
}

export function attainmentAt(
  { mass, individual }: Pick<Payout, "mass" | "individual">,
  factor: { lead: number; quality: number; close: number; own: number },
): number {
  let attainment = 0;
  for (let mask = 0; mask < MASKS; mask++) {
    if (mass[mask] === 0) continue;
    let shock = 1;
    if (mask & LEAD) shock *= factor.lead;
    if (mask & QUALITY) shock *= factor.quality;
    if (mask & CLOSE) shock *= factor.close;
    attainment += mass[mask]! * shock;
  }
  return individual ? factor.own * attainment : attainment;
}
