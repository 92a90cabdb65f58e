/** Points: a table of attainment and share, straight between rows. The form every other one compiles to. */
import { z } from "zod";
import { exactPoints } from "../curve.ts";
import { percent, planKind, times } from "./kind.ts";

export const pointsForm = planKind({
  id: "points",
  title: "Table",
  schema: z.strictObject({
    kind: z.literal("points").optional(),
    points: z
      .array(z.tuple([z.number(), z.number()]))
      .min(1)
      .meta({
        title: "Points",
        description:
          "[attainment, share of target pay], attainment rising; two at one attainment are a jump.",
      }),
    beyond: z
      .union([z.number(), z.literal("error")])
      .optional()
      .meta({
        title: "Slope beyond",
        description: "Above the last point. Left out: 0, which is a cap.",
      }),
    at: z
      .enum(["upper", "lower"])
      .optional()
      .meta({ title: "At a jump", description: "The value exactly at a jump. Left out: upper." }),
  }),
  compile: ({ points, beyond, at }) => exactPoints({ points, beyond, at }),
  explain: ({ points, beyond = 0 }) => {
    const rows = points.map(([attainment, share]) => `${percent(share)} at ${percent(attainment)}`);
    const above =
      beyond === "error"
        ? "not defined above"
        : beyond === 0
          ? "no more above"
          : `${beyond}× above`;
    return `Pays ${rows.join(", ")}, straight between; ${above}.`;
  },
  parts: ({ points, beyond = 0, at = "upper" }) => {
    const parts: Record<string, string> = {};
    for (const [i, [attainment, share]] of points.entries()) {
      const jump = points[i + 1]?.[0] === attainment ? "just below" : "at";
      parts[`${jump} ${percent(attainment)}`] = percent(share);
    }
    parts["above the last point"] = beyond === "error" ? "not defined" : times(beyond);
    parts["value at a jump"] = at;
    return parts;
  },
  examples: [
    {
      spec: {
        points: [
          [0.79, 0],
          [0.8, 0.5],
          [1, 1],
          [1.5, 1.5],
        ],
        beyond: 0,
      },
      attainment: 0.795,
      paysShare: 0.25,
    },
    {
      spec: {
        points: [
          [0.79, 0],
          [0.8, 0.5],
          [1, 1],
          [1.5, 1.5],
        ],
        beyond: 0,
      },
      attainment: 0.9,
      paysShare: 0.75,
    },
    {
      spec: {
        points: [
          [0.79, 0],
          [0.8, 0.5],
          [1, 1],
          [1.5, 1.5],
        ],
        beyond: 0,
      },
      attainment: 2,
      paysShare: 1.5,
    },
    {
      spec: {
        points: [
          [0.8, 0],
          [0.8, 0.5],
          [1, 1],
        ],
        at: "lower",
      },
      attainment: 0.8,
      paysShare: 0,
    },
    {
      spec: {
        points: [
          [0.8, 0],
          [0.8, 0.5],
          [1, 1],
        ],
      },
      attainment: 0.8,
      paysShare: 0.5,
    },
  ],
});
