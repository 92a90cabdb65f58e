/**
 * The response: how a person divides effort over tasks when the value of effort changes.
 *
 * Terms     V_k = value of effort in task k, money a log point; V0_k = the same at the status quo; T = Σ V, T0 = Σ V0.
 * Formula   cost C = (T0/s)·H^s, H = (Σ w_k x_k^ρ)^(1/ρ), w_k = V0_k/T0, s = 1 + 1/ε; its first-order condition gives
 *           x_k = (T/T0)^(1/s) · ((V_k/V0_k)/(T/T0))^(1/ρ).
 * Always    x = 1 exactly where V = V0; C = T0/s there; x is kept within [0.05, 5].
 * Source    docs/model.md#response
 */
import { exp, log, pow } from "../math/index.ts";

/** Least value of effort, money: below it the plan punishes the task. */
export const LEAST_VALUE = 1e-9;
/** Bounds of effort. */
export const LEAST_EFFORT = 0.05;
export const MOST_EFFORT = 5;

const LN_LEAST = log(LEAST_EFFORT);
const LN_MOST = log(MOST_EFFORT);

/** s = 1 + 1/ε: the power of the cost of effort. */
export function costPower(epsilon: number): number {
  return 1 + 1 / epsilon;
}

/** Fills `lnEfforts` (length of `values`) with the log efforts that answer `values`, given the status quo's. */
export function respond(
  values: Float64Array,
  statusQuo: Float64Array,
  { epsilon, rho }: { epsilon: number; rho: number },
  lnEfforts: Float64Array,
): void {
  let total = 0;
  let before = 0;
  for (let k = 0; k < values.length; k++) {
    total += Math.max(values[k]!, LEAST_VALUE);
    before += statusQuo[k]!;
  }
  const lnTotal = total === before ? 0 : log(total / before);
  const lnOverall = lnTotal / costPower(epsilon);
  for (let k = 0; k < values.length; k++) {
    const value = Math.max(values[k]!, LEAST_VALUE);
    const lnValue = value === statusQuo[k] ? 0 : log(value / statusQuo[k]!);
    const ln = lnOverall + (lnValue - lnTotal) / rho;
    lnEfforts[k] = Math.min(Math.max(ln, LN_LEAST), LN_MOST);
  }
}

/** Cost of a person's efforts, money; T0/s at the status quo. */
export function effortCost(
  lnEfforts: Float64Array,
  statusQuo: Float64Array,
  { epsilon, rho }: { epsilon: number; rho: number },
): number {
  let before = 0;
  for (const value of statusQuo) before += value;
  if (before === 0) return 0;
  let power = 0;
  for (let k = 0; k < lnEfforts.length; k++)
    power += (statusQuo[k]! / before) * exp(rho * lnEfforts[k]!);
  const s = costPower(epsilon);
  return (before / s) * pow(power, s / rho);
}
