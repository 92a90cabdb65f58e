/**
 * Where the attainment of one paid period lands: its log-sd over luck and over the people of a role.
 *
 * Formula   attainment = Σ mass × shared shocks × own luck × skill × counting noise, each log-normal with mean 1, so
 *           E[a²] = Σ Σ m·m'·exp(Σ sd² of the shocks both parts carry) × exp(own² + skill² + noise²);
 *           log-sd² = ln(E[a²] ÷ E[a]²).
 * Source    docs/model.md#results
 */
import { MASKS, type Payout } from "../behaviour/payRisk.ts";
import type { Model, ModelRole } from "./compile.ts";
import { CLOSE, LEAD, QUALITY } from "../funnel/compile.ts";
import { exp, log } from "../math/index.ts";

/** Log-sd of the attainment of a payout of a role; 0 where there is nothing to attain. */
export function landingLogSd(
  { mass, sigma, individual }: Payout,
  { shocks }: Model,
  { residualLuck, skillLogSd }: ModelRole,
): number {
  let mean = 0;
  let square = 0;
  for (let a = 0; a < MASKS; a++) {
    mean += mass[a]!;
    for (let b = 0; b < MASKS; b++)
      square += mass[a]! * mass[b]! * exp(sharedVariance(a & b, shocks));
  }
  if (mean <= 0) return 0;
  const own = individual ? residualLuck * residualLuck + skillLogSd * skillLogSd : 0;
  return Math.sqrt(Math.max(0, log(square / (mean * mean))) + own + sigma * sigma);
}

function sharedVariance(bits: number, { lead, quality, close }: Model["shocks"]): number {
  return (
    (bits & LEAD ? lead * lead : 0) +
    (bits & QUALITY ? quality * quality : 0) +
    (bits & CLOSE ? close * close : 0)
  );
}
