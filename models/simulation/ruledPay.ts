/**
 * Pay of a simulated period that hangs on more than scale and curve: gates, multipliers, tables, pools with a reserve.
 *
 * Always    the rules are the kernel's (plans/payout.ts) and a pool's order is that of statements: losses are borne by the
 *           reserve, then by funding; writes into the terms and balances it is given and allocates nothing.
 * Not here  what is measured (lines.ts), periods and people (pay.ts).
 * Source    docs/model.md#gates-and-multipliers
 */
import type { CompiledComponent, PoolTerms } from "../company/components.ts";
import { meets, shareOn } from "../plans/payout.ts";
import type { Ruled } from "./plan.ts";

/** Sets gates, multipliers and second attainment of period q in the terms; `values` holds what each reading came to. */
export function setConditions(
  { conditions, paidOn }: CompiledComponent,
  { terms, readings, values, parts }: Ruled,
  q: number,
  measured: number,
): void {
  terms.gateShare = Infinity;
  terms.factor = 1;
  terms.across = 1;
  const attained = (i: number) => values[i]! / (readings[i]!.reading.target[q]! * parts[i]!);
  for (let g = 0; g < conditions.gates.length; g++) {
    const { reading, bound, strict, otherwise, orYearToDate } = conditions.gates[g]!;
    const open =
      meets(attained(reading), bound, strict) ||
      (orYearToDate >= 0 && meets(attained(orYearToDate), bound, strict));
    if (!open) terms.gateShare = Math.min(terms.gateShare, otherwise);
  }
  for (let m = 0; m < conditions.multipliers.length; m++) {
    const { reading, curve } = conditions.multipliers[m]!;
    terms.factor *= shareOn(curve, attained(reading));
  }
  if (conditions.across >= 0) terms.across = attained(conditions.across);
  if (paidOn >= 0 && measured !== 0) terms.factor *= values[paidOn]! / measured;
}

/** Balances of a pool over a year; written over and over. */
export type PoolBalance = { reserve: number; owing: number };

/** Money of one person of a pool in payout p, of `last` payouts a year, at an attainment. */
export function poolPay(
  { scale }: Pick<CompiledComponent, "scale">,
  { reserve: kept, loss, funds }: PoolTerms,
  { p, last, attainment }: { p: number; last: boolean; attainment: number },
  balance: PoolBalance,
): number {
  let fund = scale[p]! * shareOn(funds[p]!, attainment);
  balance.owing += loss[p]! * Math.max(0, 1 - attainment);
  const fromReserve = Math.min(balance.owing, balance.reserve);
  balance.reserve -= fromReserve;
  balance.owing -= fromReserve;
  const fromFund = Math.min(balance.owing, fund);
  fund -= fromFund;
  balance.owing -= fromFund;
  const back = kept * fund;
  balance.reserve += back;
  const released = last ? balance.reserve : 0;
  balance.reserve -= released;
  return fund - back + released;
}
