/** Flat: pay in proportion to attainment, from zero, with no cap. */
import { z } from "zod";
import { planKind } from "./kind.ts";

export const flatForm = planKind({
  id: "flat",
  title: "Flat rate",
  schema: z.strictObject({ kind: z.literal("flat") }),
  compile: () => ({
    points: [
      [0, 0],
      [1, 1],
    ],
    beyond: 1,
  }),
  explain: () => "Pays in proportion to attainment.",
  examples: [
    { spec: { kind: "flat" }, attainment: 0, paysShare: 0 },
    { spec: { kind: "flat" }, attainment: 1.3, paysShare: 1.3 },
  ],
});
