/** Stepped table: the row reached pays its share, nothing between rows. */
import { z } from "zod";
import { compare, type Rational, rational, ZERO } from "../../math/index.ts";
import { percent, planKind } from "./kind.ts";
import { bandFaults, startOf } from "./tiers.ts";

const Row = z
  .strictObject({
    from: z.number().min(0).optional().meta({ title: "From attainment" }),
    above: z.number().min(0).optional().meta({
      title: "Above",
      description: "Instead of `from`: the bound itself is not in the row.",
    }),
    to: z.number().positive().optional().meta({
      title: "To",
      description:
        "Where the row ends. Left out: at the next row. On the last row: above it the plan says nothing.",
    }),
    share: z.number().meta({ title: "Pays", description: "Share of target pay.", unit: "share" }),
  })
  .refine(
    ({ from, above }) => (from === undefined) !== (above === undefined),
    "a row starts `from` a bound (the bound is in it) or `above` it, one of the two",
  );

export const steppedForm = planKind({
  id: "stepped",
  title: "Stepped table",
  schema: z.strictObject({
    kind: z.literal("stepped"),
    rows: z
      .array(Row)
      .min(1)
      .refine(
        (list) => list.every((row, i) => i === 0 || startOf(row) > startOf(list[i - 1]!)),
        "rows start at rising attainments",
      )
      .superRefine((list, context) => {
        for (const [i, fault] of bandFaults(list))
          context.addIssue({ code: "custom", path: [i, "to"], message: fault });
      })
      .meta({ title: "Rows", description: "Lowest first; below the first one nothing is paid." }),
  }),
  compile: ({ rows }) => {
    const points: [Rational, Rational][] = [];
    let below = ZERO;
    for (const row of rows) {
      const at = rational(startOf(row));
      const share = rational(row.share);
      if (compare(below, share) !== 0) points.push([at, below]);
      points.push([at, share]);
      below = share;
    }
    const end = rows.at(-1)!.to;
    if (end !== undefined) points.push([rational(end), below]);
    return {
      points,
      ...(end === undefined ? {} : { beyond: "error" as const }),
      lowerAt: rows.flatMap(({ above }) => (above === undefined ? [] : [above])),
    };
  },
  explain: ({ rows }) =>
    `Pays ${rows
      .map(
        (row) =>
          `${percent(row.share)} ${row.above === undefined ? "from" : "above"} ${percent(startOf(row))}`,
      )
      .join(
        ", ",
      )}, in steps${rows.at(-1)!.to === undefined ? "" : `, to ${percent(rows.at(-1)!.to!)}`}.`,
  parts: ({ rows }) => {
    const end = rows.at(-1)!.to;
    return Object.fromEntries([
      ...rows.map((row) => [
        `${row.above === undefined ? "from" : "above"} ${percent(startOf(row))}`,
        percent(row.share),
      ]),
      ...(end === undefined ? [] : [["nothing said above", percent(end)]]),
    ]);
  },
  examples: [
    {
      spec: {
        kind: "stepped",
        rows: [
          { from: 0.8, share: 0.5 },
          { from: 1, share: 1 },
        ],
      },
      attainment: 0.99,
      paysShare: 0.5,
    },
    {
      spec: {
        kind: "stepped",
        rows: [
          { from: 0.8, share: 0.5 },
          { from: 1, share: 1 },
        ],
      },
      attainment: 1,
      paysShare: 1,
    },
    {
      spec: {
        kind: "stepped",
        rows: [
          { from: 0.8, to: 1, share: 0.5 },
          { from: 1, to: 1.5, share: 1 },
        ],
      },
      attainment: 1.4,
      paysShare: 1,
    },
    {
      spec: { kind: "stepped", rows: [{ above: 0.8, share: 0.5 }] },
      attainment: 0.8,
      paysShare: 0,
    },
  ],
});
