/**
 * Ratchet: a target that rises with what was achieved makes this year's result cost pay in the years after.
 *
 * Terms     λ = share of a result by which it raises next year's target; r = discount rate a year.
 * Formula   one more unit pays b now and takes λ·b a year later, λ(1 − λ)·b the year after, …: worth b·r/(r + λ).
 * Always    1 exactly without a ratchet; pay and its certainty equivalent of this year do not change.
 * Source    docs/model.md#value-of-effort; Weitzman 1980
 */

/** Part of a component's slope that is felt under a ratchet, in a year without end of years after it. */
export function feltUnderRatchet(ratchet: number, discountRate: number): number {
  return ratchet === 0 ? 1 : discountRate / (discountRate + ratchet);
}
