/** Retroactive tiers: the rate of the tier reached pays for all the attainment, from the first unit on. */
import { z } from "zod";
import type { CurvePoint } from "../curve.ts";
import { percent, planKind } from "./kind.ts";
import { TierList } from "./marginal.ts";

export const retroactiveForm = planKind({
  id: "retroactive",
  title: "Retroactive tiers",
  schema: z.strictObject({
    kind: z.literal("retroactive"),
    tiers: TierList,
    cap: z
      .number()
      .min(0)
      .optional()
      .meta({ title: "Cap", description: "Attainment above which nothing more is paid." }),
    at: z.enum(["upper", "lower"]).optional().meta({
      title: "At a bound",
      description: "The tier that holds exactly at a bound. Left out: upper.",
    }),
  }),
  compile: ({ tiers, cap, at }) => {
    const points: CurvePoint[] = [];
    let rateBelow = 0;
    for (const tier of tiers) {
      if (cap !== undefined && tier.from >= cap) break;
      if (rateBelow * tier.from !== tier.rate * tier.from)
        points.push([tier.from, rateBelow * tier.from]);
      points.push([tier.from, tier.rate * tier.from]);
      rateBelow = tier.rate;
    }
    if (cap !== undefined) points.push([cap, rateBelow * cap]);
    return { points, beyond: cap === undefined ? rateBelow : 0, at };
  },
  explain: ({ tiers, cap }) => {
    const parts = tiers.map((tier) => `${tier.rate}× from ${percent(tier.from)}`);
    return `Pays ${parts.join(", ")}, the rate reached on everything${cap === undefined ? "" : `; nothing more above ${percent(cap)}`}.`;
  },
  examples: [
    {
      spec: {
        kind: "retroactive",
        tiers: [
          { from: 0, rate: 0.75 },
          { from: 1, rate: 1 },
        ],
      },
      attainment: 0.9,
      paysShare: 0.675,
    },
    {
      spec: {
        kind: "retroactive",
        tiers: [
          { from: 0, rate: 0.75 },
          { from: 1, rate: 1 },
        ],
      },
      attainment: 1,
      paysShare: 1,
    },
    {
      spec: {
        kind: "retroactive",
        tiers: [
          { from: 0, rate: 0.75 },
          { from: 1, rate: 1 },
        ],
        at: "lower",
      },
      attainment: 1,
      paysShare: 0.75,
    },
    {
      spec: { kind: "retroactive", tiers: [{ from: 0, rate: 1 }], cap: 1.5 },
      attainment: 2,
      paysShare: 1.5,
    },
  ],
});
