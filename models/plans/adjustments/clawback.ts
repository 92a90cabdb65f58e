/** Clawback: pay for a deal that is cancelled is taken back, whole or for the months that are left. */
import { z } from "zod";
import { adjustmentKind } from "./adjustment.ts";

export const clawbackKind = adjustmentKind({
  id: "clawback",
  title: "Clawback",
  schema: z.strictObject({
    kind: z.literal("clawback"),
    method: z.enum(["full", "proRata"]).meta({
      title: "Takes back",
      description: "All that was paid for the deal, or the part for the months that are left.",
    }),
    withinMonths: z.int().min(1).max(120).optional().meta({
      title: "Cancelled within",
      description:
        "Months from the deal; also what pro rata is measured over. Left out: the deal's term.",
      unit: "months",
    }),
  }),
  compile:
    ({ method, withinMonths }) =>
    (months, math) =>
      months.map(({ cancelled }) => {
        let change = math.zero;
        const taken: string[] = [];
        const kept: string[] = [];
        for (const { paid, afterMonths, termMonths, deal } of cancelled) {
          const over = withinMonths ?? termMonths;
          if (afterMonths >= over) {
            kept.push(deal);
            continue;
          }
          taken.push(deal);
          change = math.subtract(
            change,
            method === "full" ? paid : math.part(paid, over - afterMonths, over),
          );
        }
        const why =
          taken.length > 0
            ? `cancelled in time: ${taken.join(", ")}`
            : kept.length > 0
              ? `cancelled too late to be taken back: ${kept.join(", ")}`
              : "no deal was cancelled";
        return { change, balance: math.zero, why };
      }),
  explain: ({ method, withinMonths }) =>
    `Takes back ${method === "full" ? "all" : "pro rata by month what"} was paid for a deal cancelled within ${
      withinMonths === undefined ? "its term" : `${withinMonths} months`
    }.`,
  examples: [
    {
      spec: { kind: "clawback", method: "proRata" },
      earned: [10_000, 0],
      cancelled: [{ month: 1, paid: 10_000, afterMonths: 4, termMonths: 12 }],
      pays: [10_000, -6666.67],
    },
    {
      spec: { kind: "clawback", method: "full", withinMonths: 6 },
      earned: [500, 0],
      cancelled: [
        { month: 1, paid: 300, afterMonths: 5, termMonths: 12 },
        { month: 1, paid: 200, afterMonths: 6, termMonths: 12 },
      ],
      pays: [500, -300],
    },
  ],
});
