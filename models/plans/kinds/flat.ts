/** Flat: pay in proportion to attainment, from zero, with no cap. */
import { z } from "zod";
import { ONE, ZERO } from "../../math/index.ts";
import { planKind } from "./kind.ts";

export const flatForm = planKind({
  id: "flat",
  title: "Flat rate",
  schema: z.strictObject({ kind: z.literal("flat") }),
  compile: () => ({
    points: [
      [ZERO, ZERO],
      [ONE, ONE],
    ],
    beyond: ONE,
  }),
  explain: () => "Pays in proportion to attainment.",
  parts: () => ({}),
  examples: [
    { spec: { kind: "flat" }, attainment: 0, paysShare: 0 },
    { spec: { kind: "flat" }, attainment: 1.3, paysShare: 1.3 },
  ],
});
