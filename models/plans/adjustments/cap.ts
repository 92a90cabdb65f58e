/**
 * Cap: variable pay of a period is at most an amount, or a multiple of target pay.
 *
 * Always    it binds when it is reached, so that nothing is paid above it and taken back at the period's end.
 */
import { z } from "zod";
import { monthsIn, Period, quantity } from "../../terms.ts";
import { adjustmentKind, written } from "./adjustment.ts";

const form = { kind: z.literal("cap"), per: Period.meta({ title: "A period" }) };

export const capKind = adjustmentKind({
  id: "cap",
  title: "Cap on all variable pay",
  cuts: true,
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
      let earned = math.zero;
      let paid = math.zero;
      return months.map(({ month, earned: own, targetVariable }) => {
        if (month % each === 0) {
          earned = math.zero;
          paid = math.zero;
        }
        earned = math.add(earned, own);
        const most =
          "shareOfTarget" in spec
            ? math.part(targetVariable, spec.shareOfTarget, 12 / each)
            : math.of(stated!);
        const above = math.compare(earned, most) > 0;
        const due = math.subtract(above ? most : earned, paid);
        paid = math.add(paid, due);
        // Only where pay or the cap itself changed its course is there something beside what is above it.
        const changes = math.compare(due, own) !== 0;
        return {
          change: changes ? math.subtract(due, own) : math.zero,
          balance: math.zero,
          why: above
            ? `pay of the ${spec.per} is above the cap`
            : changes
              ? `pay of the ${spec.per} is below the cap again`
              : `pay of the ${spec.per} is not above the cap`,
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
      pays: [2000, 1000, 0],
    },
  ],
});
