/** Lump bonus: all of target pay once a level of attainment is reached, nothing below. */
import { z } from "zod";
import { ONE, rational, ZERO } from "../../math/index.ts";
import { percent, planKind } from "./kind.ts";

export const lumpForm = planKind({
  id: "lump",
  title: "Lump bonus",
  schema: z.strictObject({
    kind: z.literal("lump"),
    from: z
      .number()
      .min(0)
      .meta({ title: "Paid from", description: "Attainment at which the bonus is earned." }),
  }),
  compile: ({ from }) => ({
    points: [
      [rational(from), ZERO],
      [rational(from), ONE],
    ],
    beyond: ZERO,
  }),
  explain: ({ from }) => `Pays all of target pay from ${percent(from)} on, nothing below.`,
  parts: ({ from }) => ({ "paid from": percent(from) }),
  examples: [
    { spec: { kind: "lump", from: 1 }, attainment: 0.999, paysShare: 0 },
    { spec: { kind: "lump", from: 1 }, attainment: 1, paysShare: 1 },
  ],
});
