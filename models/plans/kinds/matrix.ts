/** Matrix: a table over two measures, stepped or blended between its rows and columns, with a cap. */
import { z } from "zod";
import { compare, least, type Rational, rational, ZERO } from "../../math/index.ts";
import type { ExactPoints } from "../curve.ts";
import { MeasureQuestion } from "../question.ts";
import { percent, planKind } from "./kind.ts";

const rising = (list: readonly number[]) => list.every((x, i) => i === 0 || x > list[i - 1]!);
const Attainments = z
  .array(z.number().min(0))
  .min(1)
  .refine(rising, "attainments rise from one to the next");

export const matrixForm = planKind({
  id: "matrix",
  title: "Matrix of two measures",
  schema: z
    .strictObject({
      kind: z.literal("matrix"),
      across: MeasureQuestion.meta({
        title: "Second measure",
        description: "The one that the rows are for.",
      }),
      rows: Attainments.meta({ title: "Rows", description: "Attainments of the second measure." }),
      columns: Attainments.meta({
        title: "Columns",
        description: "Attainments of the component's own measure.",
      }),
      shares: z
        .array(z.array(z.number()).min(1))
        .min(1)
        .meta({ title: "Shares", description: "Share of target pay, row by row." }),
      between: z.enum(["step", "linear"]).meta({
        title: "Between rows and columns",
        description: "The row and column reached, or straight between both (bilinear).",
      }),
      below: z.number().optional().meta({
        title: "Below the first column",
        description: "Share paid under the first column. Left out: 0.",
      }),
      cap: z
        .number()
        .min(0)
        .optional()
        .meta({ title: "Cap", description: "Most that is paid, as a share of target pay." }),
    })
    .refine(
      ({ rows, columns, shares }) =>
        shares.length === rows.length && shares.every((row) => row.length === columns.length),
      "the shares have one row for each of `rows` and one number for each of `columns`",
    ),
  compile: ({ across, rows, columns, shares, between, below = 0, cap }) => {
    const clip = (share: number) =>
      cap === undefined ? rational(share) : least(rational(share), rational(cap));
    return {
      across,
      between,
      rows: rows.map((at, r) => ({
        at: rational(at),
        points: rowPoints(columns.map(rational), {
          first: rational(below),
          shares: shares[r]!.map(clip),
          between,
        }),
      })),
    };
  },
  explain: ({ rows, columns, between, cap }) =>
    `Pays by a table of ${columns.length} levels of its measure and ${rows.length} of the second one, ${
      between === "step" ? "the level reached of each" : "straight between levels"
    }${cap === undefined ? "" : `, at most ${percent(cap)}`}.`,
  parts: ({ across, rows, columns, shares, between, below = 0, cap }) => ({
    "second measure": across.measure,
    ...Object.fromEntries(
      rows.flatMap((row, r) =>
        columns.map((column, c) => [
          `at ${percent(column)} with ${percent(row)} of the second measure`,
          percent(shares[r]![c]!),
        ]),
      ),
    ),
    between: between === "step" ? "steps" : "straight",
    "below the first column": percent(below),
    cap: cap === undefined ? "none" : percent(cap),
  }),
  examples: [
    { spec: table("step"), attainment: 1, across: 0.95, paysShare: 0.8 },
    { spec: table("step"), attainment: 1.05, across: 1, paysShare: 1 },
    { spec: table("linear"), attainment: 1, across: 0.95, paysShare: 0.9 },
    { spec: table("linear"), attainment: 1.05, across: 1, paysShare: 1.25 },
    { spec: table("linear"), attainment: 0.89, across: 1, paysShare: 0 },
  ],
});

function table(between: "step" | "linear") {
  return {
    kind: "matrix" as const,
    across: { measure: "pipeline" },
    rows: [0.9, 1],
    columns: [0.9, 1, 1.1],
    shares: [
      [0.4, 0.8, 1.2],
      [0.5, 1, 1.5],
    ],
    between,
  };
}

/** One row as points: nothing (or `first`) below the first column, then steps or straight lines. */
function rowPoints(
  columns: Rational[],
  { first, shares, between }: { first: Rational; shares: Rational[]; between: "step" | "linear" },
): ExactPoints {
  const points: [Rational, Rational][] = [];
  for (const [i, at] of columns.entries()) {
    const before = i === 0 ? first : between === "step" ? shares[i - 1]! : shares[i]!;
    if (compare(before, shares[i]!) !== 0) points.push([at, before]);
    points.push([at, shares[i]!]);
  }
  return { points, beyond: ZERO };
}
