/** Marginal tiers: each tier's rate pays only for the attainment inside it. */
import { z } from "zod";
import {
  add,
  compare,
  multiply,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../math/index.ts";
import { percent, planKind } from "./kind.ts";
import { exactTiers, TierList, tierParts, tierWords } from "./tiers.ts";

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
    const { list, end } = exactTiers(tiers);
    const top = cap === undefined ? null : rational(cap);
    const points: [Rational, Rational][] = [];
    let share = ZERO;
    for (const [i, { from, rate }] of list.entries()) {
      if (top && compare(from, top) >= 0) break;
      points.push([from, share]);
      const next = list[i + 1]?.from ?? end;
      const to = top && (!next || compare(top, next) < 0) ? top : next;
      if (!to) return { points, beyond: rate };
      share = add(share, multiply(rate, subtract(to, from)));
    }
    if (top && (!end || compare(top, end) < 0)) return { points: [...points, [top, share]] };
    return { points: [...points, [end!, share]], beyond: "error" };
  },
  explain: ({ tiers, cap }) =>
    `Pays ${tierWords(tiers)}, each on the part inside its tier${cap === undefined ? "" : `; nothing more above ${percent(cap)}`}.`,
  parts: ({ tiers, cap }) => ({
    ...tierParts(tiers),
    cap: cap === undefined ? "none" : percent(cap),
  }),
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
