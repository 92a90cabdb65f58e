/** Guarantee: variable pay is at least an amount, without being owed back. */
import { z } from "zod";
import { monthsIn, Period, quantity } from "../../terms.ts";
import { adjustmentKind, byPeriod, written } from "./adjustment.ts";

export const guaranteeKind = adjustmentKind({
  id: "guarantee",
  title: "Guarantee",
  schema: z.strictObject({
    kind: z.literal("guarantee"),
    amount: quantity({
      title: "Amount",
      description: "Least variable pay of a period.",
      unit: "money",
      domain: "positive",
    }),
    per: Period.optional().meta({ title: "A period", description: "Left out: month." }),
    months: z.int().min(1).optional().meta({
      title: "For the first months",
      description: "Of employment. Left out: always.",
    }),
  }),
  compile: ({ amount, per = "month", months: first }, read) => {
    const least = read("amount", amount, "positive");
    return (months, math) => {
      const periods = byPeriod(months, monthsIn[per], math);
      return months.map(({ tenure }, i) => {
        const { earned, employed, ends } = periods[i]!;
        const nothing = (why: string) => ({ change: math.zero, balance: math.zero, why });
        if (!ends) return nothing(`settled by ${per}`);
        if (first !== undefined && tenure >= first)
          return nothing(`only for the first ${first} months`);
        const short = math.subtract(math.part(math.of(least), employed.part, employed.of), earned);
        if (math.compare(short, math.zero) <= 0) return nothing("pay is not below the guarantee");
        return { change: short, balance: math.zero, why: "pay is below the guarantee" };
      });
    };
  },
  explain: ({ amount, per = "month", months }) =>
    `Guarantees ${written(amount)} a ${per}${months === undefined ? "" : ` for the first ${months} months`}.`,
  examples: [
    {
      spec: { kind: "guarantee", amount: 1000, months: 3 },
      earned: [400, 1200, 0, 0],
      pays: [1000, 1200, 1000, 0],
    },
    {
      spec: { kind: "guarantee", amount: 3000, per: "quarter" },
      earned: [500, 500, 500],
      pays: [500, 500, 2000],
    },
  ],
});
