/**
 * Clawback: pay for a deal that is cancelled is taken back, whole or for the months that are left.
 *
 * Always    made after every other adjustment, so that no floor gives back what it takes; a month's variable pay may go
 *           below 0, and into base pay, unless the plan carries the rest to later months.
 */
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
    carry: z.boolean().optional().meta({
      title: "Carried to later months",
      description:
        "True where what exceeds a month's variable pay is taken from later months. Left out: it is taken at once, from base pay too.",
    }),
  }),
  compile:
    ({ method, withinMonths, carry }) =>
    (months, math) => {
      let owed = math.zero;
      return months.map(({ earned, cancelled }) => {
        const before = owed;
        const taken: string[] = [];
        const kept: string[] = [];
        const deals = cancelled.map(({ paid, afterMonths, termMonths, deal }) => {
          const over = withinMonths ?? termMonths;
          if (afterMonths >= over) {
            kept.push(deal);
            return { deal, taken: math.zero, how: `after ${over} months nothing is taken back` };
          }
          taken.push(deal);
          const left = over - afterMonths;
          const back = method === "full" ? paid : math.part(paid, left, over);
          owed = math.add(owed, back);
          const how =
            method === "full"
              ? "all of it is taken back"
              : `${left} of ${over} months left, so × ${left}/${over}`;
          return { deal, taken: back, how };
        });
        const room = math.compare(earned, math.zero) > 0 ? earned : math.zero;
        const back = carry && math.compare(owed, room) > 0 ? room : owed;
        owed = math.subtract(owed, back);
        const words = [
          taken.length > 0 ? `cancelled in time: ${taken.join(", ")}` : "",
          kept.length > 0 ? `cancelled too late to be taken back: ${kept.join(", ")}` : "",
          math.compare(before, math.zero) > 0 ? "carried from months before" : "",
          math.compare(owed, math.zero) > 0 ? "the rest is carried to later months" : "",
        ].filter((part) => part !== "");
        return {
          change: math.subtract(math.zero, back),
          balance: owed,
          why: words.join("; ") || "no deal was cancelled",
          deals,
        };
      });
    },
  explain: ({ method, withinMonths, carry }) =>
    `Takes back ${method === "full" ? "all" : "pro rata by month what"} was paid for a deal cancelled within ${
      withinMonths === undefined ? "its term" : `${withinMonths} months`
    }${carry ? ", at most a month's variable pay; the rest is carried to later months" : ""}.`,
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
    {
      spec: { kind: "clawback", method: "full", carry: true },
      earned: [1000, 300, 0, 900],
      cancelled: [{ month: 1, paid: 1000, afterMonths: 1, termMonths: 12 }],
      pays: [1000, 0, 0, 200],
      balance: [0, 700, 700, 0],
    },
  ],
});
