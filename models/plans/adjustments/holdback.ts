/** Holdback: part of pay is kept and paid later. */
import { z } from "zod";
import { adjustmentKind } from "./adjustment.ts";

export const holdbackKind = adjustmentKind({
  id: "holdback",
  title: "Holdback",
  schema: z.strictObject({
    kind: z.literal("holdback"),
    share: z.number().min(0).max(1).meta({ title: "Share held back", unit: "share" }),
    releasedAfterMonths: z.int().min(1).max(60).meta({
      title: "Released after",
      description: "Months from when it was earned.",
      unit: "months",
    }),
  }),
  compile:
    ({ share, releasedAfterMonths }) =>
    (months, math) => {
      const held = months.map(({ earned }) =>
        math.compare(earned, math.zero) > 0 ? math.part(earned, share, 1) : math.zero,
      );
      let balance = math.zero;
      return months.map(({ forfeits = false }, i) => {
        const due = held[i - releasedAfterMonths] ?? math.zero;
        const released = forfeits ? math.zero : due;
        balance = math.subtract(math.add(balance, held[i]!), due);
        const parts: string[] = [];
        if (math.compare(held[i]!, math.zero) > 0) parts.push("held back");
        if (math.compare(released, math.zero) > 0)
          parts.push(`released what was earned ${releasedAfterMonths} months before`);
        if (forfeits && math.compare(due, math.zero) > 0)
          parts.push("what was held back falls due after leaving and is not paid");
        return {
          change: math.subtract(released, held[i]!),
          balance,
          why: parts.join(", ") || "nothing was earned to hold back",
        };
      });
    },
  explain: ({ share, releasedAfterMonths }) =>
    `Holds back ${Number((share * 100).toFixed(4))}% of pay for ${releasedAfterMonths} months.`,
  examples: [
    {
      spec: { kind: "holdback", share: 0.2, releasedAfterMonths: 2 },
      earned: [1000, 500, 0, 0],
      pays: [800, 400, 200, 100],
      balance: [200, 300, 100, 0],
    },
  ],
});
