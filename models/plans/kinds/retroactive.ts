/** Retroactive tiers: the rate of the tier reached pays for all the attainment, from the first unit on. */
import { z } from "zod";
import { compare, multiply, type Rational, rational, ZERO } from "../../math/index.ts";
import { percent, planKind } from "./kind.ts";
import { exactTiers, lowerBounds, TierList, tierParts, tierWords } from "./tiers.ts";

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
    const { list, end } = exactTiers(tiers);
    const top = cap === undefined ? null : rational(cap);
    const points: [Rational, Rational][] = [];
    let below = ZERO;
    for (const { from, rate } of list) {
      if (top && compare(from, top) >= 0) break;
      const [before, after] = [multiply(below, from), multiply(rate, from)];
      if (compare(before, after) !== 0) points.push([from, before]);
      points.push([from, after]);
      below = rate;
    }
    const bounds = { at, lowerAt: lowerBounds(tiers) };
    const stop = top && (!end || compare(top, end) < 0) ? top : end;
    if (!stop) return { points, beyond: below, ...bounds };
    points.push([stop, multiply(below, stop)]);
    return { points, beyond: stop === top ? ZERO : "error", ...bounds };
  },
  explain: ({ tiers, cap }) =>
    `Pays ${tierWords(tiers)}, the rate reached on everything${cap === undefined ? "" : `; nothing more above ${percent(cap)}`}.`,
  parts: ({ tiers, cap, at = "upper" }) => ({
    ...tierParts(tiers),
    cap: cap === undefined ? "none" : percent(cap),
    "tier at a bound": at,
  }),
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
