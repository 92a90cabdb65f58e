/** Marginal tiers: each tier's rate pays only for the attainment inside it. */
import { z } from "zod";
import type { CurvePoint } from "../curve.ts";
import { percent, planKind } from "./kind.ts";

export const TierList = z
  .array(
    z.strictObject({
      from: z
        .number()
        .min(0)
        .meta({ title: "From attainment", description: "Where the tier starts; 1 is target." }),
      rate: z.number().meta({
        title: "Rate",
        description: "1 is target pay per whole target attained.",
        unit: "×",
      }),
    }),
  )
  .min(1)
  .refine(
    (list) => list.every((tier, i) => i === 0 || tier.from > list[i - 1]!.from),
    "tiers start at rising attainments",
  )
  .meta({ title: "Tiers", description: "Lowest first." });

export const marginalForm = planKind({
  id: "marginal",
  title: "Marginal tiers",
  schema: z.strictObject({
    kind: z.literal("marginal"),
    tiers: TierList,
    cap: z
      .number()
      .min(0)
      .optional()
      .meta({ title: "Cap", description: "Attainment above which nothing more is paid." }),
  }),
  compile: ({ tiers, cap }) => {
    const points: CurvePoint[] = [];
    let share = 0;
    let beyond = 0;
    for (const [i, tier] of tiers.entries()) {
      if (cap !== undefined && tier.from >= cap) break;
      points.push([tier.from, share]);
      const next = tiers[i + 1]?.from ?? Infinity;
      const end = Math.min(next, cap ?? Infinity);
      beyond = tier.rate;
      if (end < Infinity) share += tier.rate * (end - tier.from);
    }
    if (cap !== undefined) {
      points.push([cap, share]);
      beyond = 0;
    }
    return { points, beyond };
  },
  explain: ({ tiers, cap }) => {
    const parts = tiers.map((tier) => `${tier.rate}× from ${percent(tier.from)}`);
    return `Pays ${parts.join(", ")}, each on the part inside its tier${cap === undefined ? "" : `; nothing more above ${percent(cap)}`}.`;
  },
  examples: [
    {
      spec: {
        kind: "marginal",
        tiers: [
          { from: 0, rate: 1 },
          { from: 1, rate: 1.5 },
        ],
      },
      attainment: 1.2,
      paysShare: 1.3,
    },
    {
      spec: {
        kind: "marginal",
        tiers: [
          { from: 0, rate: 1 },
          { from: 1, rate: 1.5 },
        ],
        cap: 2,
      },
      attainment: 3,
      paysShare: 2.5,
    },
    { spec: { kind: "marginal", tiers: [{ from: 0.5, rate: 2 }] }, attainment: 0.4, paysShare: 0 },
  ],
});
