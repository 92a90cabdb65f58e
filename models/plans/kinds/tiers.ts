/** Tiers as marginal and retroactive plans write them: where each starts, and what it pays. */
import { z } from "zod";
import { type Rational, rational } from "../../math/index.ts";
import { percent, times } from "./kind.ts";

const bound = { description: "1 is target; without a target, the measure itself." };

const TierSchema = z
  .strictObject({
    from: z
      .number()
      .min(0)
      .optional()
      .meta({ title: "From", ...bound }),
    above: z.number().min(0).optional().meta({
      title: "Above",
      description: "Instead of `from`: the bound itself is not in the tier.",
    }),
    to: z.number().positive().optional().meta({
      title: "To",
      description:
        "Where the tier ends. Left out: at the next tier. On the last tier: above it the plan says nothing.",
    }),
    rate: z.number().meta({
      title: "Rate",
      description: "1 is target pay per whole target attained.",
      unit: "×",
    }),
  })
  .refine(
    ({ from, above }) => (from === undefined) !== (above === undefined),
    "a tier starts `from` a bound (the bound is in it) or `above` it, one of the two",
  );
export type Tier = z.infer<typeof TierSchema>;

/** Where a tier starts. */
export function startOf({
  from,
  above,
}: {
  from?: number | undefined;
  above?: number | undefined;
}): number {
  return from ?? above ?? 0;
}

/** What is wrong with where tiers or rows end, by their place: a gap before the next one, or an overlap with it. */
export function bandFaults(
  list: readonly {
    from?: number | undefined;
    above?: number | undefined;
    to?: number | undefined;
  }[],
): [number, string][] {
  return list.flatMap((band, i): [number, string][] => {
    const { to } = band;
    const next = list[i + 1];
    if (to === undefined) return [];
    if (to <= startOf(band))
      return [[i, `this band ends at ${to}, before it starts at ${startOf(band)}`]];
    if (!next || to === startOf(next)) return [];
    const start = startOf(next);
    return [
      [
        i,
        to < start
          ? `there is a gap: between ${to} and ${start} the plan says nothing, one band ends before the next starts`
          : `two bands overlap: between ${start} and ${to} both say what is paid`,
      ],
    ];
  });
}

export const TierList = z
  .array(TierSchema)
  .min(1)
  .refine(
    (list) => list.every((tier, i) => i === 0 || startOf(tier) > startOf(list[i - 1]!)),
    "tiers start at rising attainments",
  )
  .superRefine((list, context) => {
    for (const [i, fault] of bandFaults(list))
      context.addIssue({ code: "custom", path: [i, "to"], message: fault });
  })
  .meta({ title: "Tiers", description: "Lowest first." });
/** Starts and rates in exact numbers, and where the plan ends (null: never). */
export function exactTiers(tiers: readonly Tier[]): {
  list: { from: Rational; rate: Rational }[];
  end: Rational | null;
} {
  const last = tiers.at(-1)!.to;
  return {
    list: tiers.map((tier) => ({ from: rational(startOf(tier)), rate: rational(tier.rate) })),
    end: last === undefined ? null : rational(last),
  };
}

/** Bounds that belong to the tier below. */
export function lowerBounds(tiers: readonly Tier[]): number[] {
  return tiers.flatMap(({ above }) => (above === undefined ? [] : [above]));
}

/** The tiers in words: "1× from 0%, 1.5× above 100%". */
export function tierWords(tiers: readonly Tier[]): string {
  const parts = tiers.map(
    (tier) =>
      `${times(tier.rate)} ${tier.above === undefined ? "from" : "above"} ${percent(startOf(tier))}`,
  );
  const end = tiers.at(-1)!.to;
  return `${parts.join(", ")}${end === undefined ? "" : ` to ${percent(end)}`}`;
}

/** Rates by what people call their tier: an accelerator where it pays more than the base rate above target. */
export function tierParts(tiers: readonly Tier[]): Record<string, string> {
  const parts: Record<string, string> = {};
  for (const [i, tier] of tiers.entries()) {
    const start = startOf(tier);
    const faster = start >= 1 && tier.rate > (tiers[i - 1]?.rate ?? 0);
    const word = faster
      ? "accelerator above"
      : tier.above === undefined
        ? "rate from"
        : "rate above";
    parts[`${word} ${percent(start)}`] = times(tier.rate);
  }
  const end = tiers.at(-1)!.to;
  if (end !== undefined) parts["nothing said above"] = percent(end);
  return parts;
}
