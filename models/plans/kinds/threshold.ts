/** Threshold: nothing to the threshold, full target pay at target, an accelerator above, and a cap. */
import { z } from "zod";
import { add, divide, ONE, type Rational, rational, subtract, ZERO } from "../../math/index.ts";
import { percent, planKind, times } from "./kind.ts";

const schema = z
  .strictObject({
    kind: z.literal("threshold"),
    threshold: z
      .number()
      .min(0)
      .lt(1)
      .meta({ title: "Threshold", description: "Attainment up to which nothing is paid." }),
    atThreshold: z.number().min(0).optional().meta({
      title: "Pays at the threshold",
      description: "Share paid once it is reached: a cliff. Left out: 0.",
    }),
    accelerator: z
      .number()
      .min(0)
      .optional()
      .meta({ title: "Accelerator", description: "Slope above target. Left out: 1.", unit: "×" }),
    cap: z.number().min(1).optional().meta({
      title: "Cap",
      description: "Most that is paid, as a share of target pay. Left out: none.",
    }),
  })
  .refine(
    ({ accelerator = 1, cap }) => cap === undefined || cap === 1 || accelerator > 0,
    "a cap above 1 needs an accelerator above 0",
  );

export const thresholdForm = planKind({
  id: "threshold",
  title: "Threshold, target, accelerator, cap",
  schema,
  compile: ({ threshold, atThreshold = 0, accelerator = 1, cap }) => {
    const points: [Rational, Rational][] = [[rational(threshold), ZERO]];
    if (atThreshold > 0) points.push([rational(threshold), rational(atThreshold)]);
    points.push([ONE, ONE]);
    const steep = rational(accelerator);
    if (cap === undefined) return { points, beyond: steep };
    const most = rational(cap);
    if (cap > 1) points.push([add(ONE, divide(subtract(most, ONE), steep)), most]);
    return { points, beyond: ZERO };
  },
  explain: ({ threshold, atThreshold = 0, accelerator = 1, cap }) => {
    const start =
      atThreshold > 0
        ? `${percent(atThreshold)} from ${percent(threshold)}`
        : `nothing up to ${percent(threshold)}`;
    return `Pays ${start}, straight to 100% at target, ${accelerator}× above${cap === undefined ? "" : `, at most ${percent(cap)}`}.`;
  },
  parts: ({ threshold, atThreshold = 0, accelerator = 1, cap }) => ({
    threshold: percent(threshold),
    "pay at the threshold": percent(atThreshold),
    "accelerator above 100%": times(accelerator),
    cap: cap === undefined ? "none" : percent(cap),
  }),
  examples: [
    {
      spec: { kind: "threshold", threshold: 0.7, accelerator: 2, cap: 2 },
      attainment: 0.7,
      paysShare: 0,
    },
    {
      spec: { kind: "threshold", threshold: 0.7, accelerator: 2, cap: 2 },
      attainment: 0.85,
      paysShare: 0.5,
    },
    {
      spec: { kind: "threshold", threshold: 0.7, accelerator: 2, cap: 2 },
      attainment: 1.2,
      paysShare: 1.4,
    },
    {
      spec: { kind: "threshold", threshold: 0.7, accelerator: 2, cap: 2 },
      attainment: 1.6,
      paysShare: 2,
    },
    {
      spec: { kind: "threshold", threshold: 0.8, atThreshold: 0.5 },
      attainment: 0.8,
      paysShare: 0.5,
    },
  ],
});
