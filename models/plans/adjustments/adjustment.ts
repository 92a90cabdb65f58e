/**
 * What an adjustment of pay must say of itself. One file a kind, one line in the registry (index.ts).
 *
 * Terms     adjustment = what is done to a person's variable pay once its components are added up, month by month:
 *           a cap, a clawback, a holdback, a guarantee, a draw; balance = what is owed, or held back, after a month.
 * Always    one rule serves both engines: it is written over an arithmetic, exact or in doubles.
 */
import type { z } from "zod";
import type { Domain, NumberInput } from "../../terms.ts";

/** The numbers a rule works in: exact money rounded as the plan says, or doubles. */
export type Arithmetic<N> = {
  zero: N;
  of: (plain: number) => N;
  add: (a: N, b: N) => N;
  subtract: (a: N, b: N) => N;
  /** a × numerator ÷ denominator, as money: rounded where money is. */
  part: (a: N, numerator: number, denominator: number) => N;
  compare: (a: N, b: N) => number;
};

/** A month as an adjustment sees it. */
export type AdjustedMonth<N> = {
  /** From the calendar's first month, from 0. */
  month: number;
  /** Variable pay of the month before this adjustment. */
  earned: N;
  /** Share of the month the person is employed: `employed` of `of`, which left out is 1. */
  employed: number;
  of?: number;
  /** True where the person has left, and the plan pays nothing that falls due then. */
  forfeits?: boolean;
  /** Whole months since the person started, 0 in the first one. */
  tenure: number;
  /** Pay a year at target, for rules stated in shares of it. */
  targetVariable: N;
  /** Deals cancelled in the month: what was paid for each, when, and its term. */
  cancelled: readonly { paid: N; afterMonths: number; termMonths: number; deal: string }[];
};

type AdjustedPay<N> = {
  /** Added to the month's pay; below 0 where it takes away. */
  change: N;
  /** Owed by the person, or held back from them, after the month. */
  balance: N;
  /** Why, in a few words; also why nothing happened. */
  why: string;
  /** What is taken back for each deal, and how it comes about, where it is by deal. */
  deals?: readonly { deal: string; taken: N; how: string }[];
};

/** A rule with its numbers read. */
export type Adjust = <N>(
  months: readonly AdjustedMonth<N>[],
  arithmetic: Arithmetic<N>,
) => AdjustedPay<N>[];

export type ReadField = (key: string, input: NumberInput, domain: Domain) => number;

export type AdjustmentKind<S extends z.ZodType = z.ZodType> = {
  id: string;
  title: string;
  /** True where what it takes away was never paid for the deals: a cap. */
  cuts?: boolean;
  schema: S;
  compile: (spec: z.infer<S>, read: ReadField) => Adjust;
  /** The rule in a sentence, for people. */
  explain: (spec: z.infer<S>) => string;
  /** Worked by hand: earned by month, paid by month, and the balance after each. */
  examples: {
    spec: z.infer<S>;
    earned: number[];
    cancelled?: { month: number; paid: number; afterMonths: number; termMonths: number }[];
    pays: number[];
    balance?: number[];
  }[];
};

/** A kind of adjustment, typed by its schema. */
export function adjustmentKind<S extends z.ZodType>(kind: AdjustmentKind<S>): AdjustmentKind<S> {
  return kind;
}

/** A number as written, in words. */
export function written(input: NumberInput): string {
  if (typeof input === "number") return input.toFixed(2).replace(/\.00$/, "");
  return typeof input === "string" ? input.slice(1).trim() : "an uncertain amount";
}

/** Earned over each stretch of `each` months, on the stretch's last month. */
export function byPeriod<N>(
  months: readonly AdjustedMonth<N>[],
  each: number,
  { add, zero }: Arithmetic<N>,
): { earned: N; employed: Share; ends: boolean }[] {
  let earned = zero;
  let there: Share = { part: 0, of: 1 };
  return months.map(({ month, earned: own, employed, of = 1 }, i) => {
    earned = add(earned, own);
    there = sumOf(there, { part: employed, of });
    const ends = (month + 1) % each === 0 || i === months.length - 1;
    const result = { earned, employed: { part: there.part, of: there.of * each }, ends };
    if (ends) {
      earned = zero;
      there = { part: 0, of: 1 };
    }
    return result;
  });
}

/** A share as two numbers, so that days of a month stay exact. */
type Share = { part: number; of: number };

function sumOf(a: Share, b: Share): Share {
  if (a.of === b.of) return { part: a.part + b.part, of: a.of };
  const common = divisor(a.of, b.of);
  return {
    part: a.part * (b.of / common) + b.part * (a.of / common),
    of: (a.of / common) * b.of,
  };
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
