/** Cap: variable pay of a period is at most an amount, or a multiple of target pay. */
import { z } from "zod";
import { monthsIn, Period, quantity } from "../../terms.ts";
import { adjustmentKind, byPeriod, written } from "./adjustment.ts";

const form = { kind: z.literal("cap"), per: Period.meta({ title: "A period" }) };

export const capKind = adjustmentKind({
  id: "cap",
  title: "Cap on all variable pay",
  schema: z.union([
    z.strictObject({
      ...form,
      amount: quantity({
        title: "Amount",
        description: "Most variable pay of a period.",
        unit: "money",
        domain: "positive",
      }),
    }),
    z.strictObject({
      ...form,
      shareOfTarget: z.number().min(0).meta({
        title: "Share of target",
        description: "Most variable pay, as a share of target variable pay for the period.",
      }),
    }),
  ]),
  compile: (spec, read) => {
    const each = monthsIn[spec.per];
    const stated = "amount" in spec ? read("amount", spec.amount, "positive") : undefined;
    return (months, math) => {
      const periods = byPeriod(months, each, math);
      return months.map(({ targetVariable }, i) => {
        const { earned, ends } = periods[i]!;
        const nothing = (why: string) => ({ change: math.zero, balance: math.zero, why });
        if (!ends) return nothing(`settled by ${spec.per}`);
        const most =
          "shareOfTarget" in spec
            ? math.part(math.part(targetVariable, each, 12), spec.shareOfTarget, 1)
            : math.of(stated!);
        const over = math.subtract(earned, most);
        if (math.compare(over, math.zero) <= 0) return nothing("pay is not above the cap");
        return {
          change: math.subtract(math.zero, over),
          balance: math.zero,
          why: "pay is above the cap",
        };
      });
    };
  },
  explain: (spec) =>
    `Pays at most ${
      "amount" in spec
        ? written(spec.amount)
        : `${Number((spec.shareOfTarget * 100).toFixed(4))}% of target`
    } a ${spec.per}.`,
  examples: [
    {
      spec: { kind: "cap", per: "month", amount: 1000 },
      earned: [1200, 1000, 900],
      pays: [1000, 1000, 900],
    },
    {
      spec: { kind: "cap", per: "quarter", amount: 3000 },
      earned: [2000, 2000, 0],
      pays: [2000, 2000, -1000],
    },
  ],
});
