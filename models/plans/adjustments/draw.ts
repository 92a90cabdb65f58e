/** Draw: an advance on pay. A recoverable one is owed until pay above the draw makes up for it. */
import { z } from "zod";
import { monthsIn, Period, quantity } from "../../terms.ts";
import { adjustmentKind, byPeriod, written } from "./adjustment.ts";

export const drawKind = adjustmentKind({
  id: "draw",
  title: "Draw",
  schema: z.strictObject({
    kind: z.literal("draw"),
    amount: quantity({
      title: "Amount",
      description: "Least that is paid in a period.",
      unit: "money",
      domain: "positive",
    }),
    per: Period.optional().meta({ title: "A period", description: "Left out: month." }),
    recoverable: z.boolean().meta({
      title: "Recoverable",
      description: "True where what was advanced is taken from later pay above the draw.",
    }),
    months: z.int().min(1).optional().meta({
      title: "For the first months",
      description: "Of employment. Left out: always.",
    }),
    forgivenAfterMonths: z.int().min(1).optional().meta({
      title: "Forgiven after",
      description:
        "Months after which what is owed falls away: 12 at the end of each year. Left out: never.",
    }),
  }),
  compile: ({ amount, per = "month", recoverable, months: first, forgivenAfterMonths }, read) => {
    const draw = read("amount", amount, "positive");
    return (months, math) => {
      const periods = byPeriod(months, monthsIn[per], math);
      let owed = math.zero;
      return months.map(({ month, tenure }, i) => {
        const { earned, employed, ends } = periods[i]!;
        if (forgivenAfterMonths && i > 0 && month % forgivenAfterMonths === 0) owed = math.zero;
        if (!ends) return { change: math.zero, balance: owed, why: `settled by ${per}` };
        const inForce = first === undefined || tenure < first;
        const floor = inForce ? math.part(math.of(draw), employed.part, employed.of) : math.zero;
        const short = math.subtract(floor, earned);
        if (inForce && math.compare(short, math.zero) > 0) {
          if (recoverable) owed = math.add(owed, short);
          return { change: short, balance: owed, why: "pay is below the draw" };
        }
        const above = math.subtract(earned, floor);
        const back = math.compare(above, owed) < 0 ? above : owed;
        const taken = math.compare(back, math.zero) > 0;
        if (taken) owed = math.subtract(owed, back);
        return {
          change: taken ? math.subtract(math.zero, back) : math.zero,
          balance: owed,
          why: taken
            ? "recovered from pay above the draw"
            : !inForce
              ? `only for the first ${first} months${math.compare(owed, math.zero) > 0 ? ", and there is no pay to recover from" : ""}`
              : "pay is not below the draw, nothing is owed",
        };
      });
    };
  },
  explain: ({ amount, per = "month", recoverable, months }) =>
    `Advances pay to ${written(amount)} a ${per}${months === undefined ? "" : ` for the first ${months} months`}, ${
      recoverable ? "recovered from later pay above it" : "not recovered"
    }.`,
  examples: [
    {
      spec: { kind: "draw", amount: 2000, recoverable: true },
      earned: [2750, 3000, 1500, 2375, 3000, 2750],
      pays: [2750, 3000, 2000, 2000, 2875, 2750],
      balance: [0, 0, 500, 125, 0, 0],
    },
    {
      spec: { kind: "draw", amount: 1500, recoverable: false },
      earned: [500, 3000],
      pays: [1500, 3000],
      balance: [0, 0],
    },
    {
      spec: { kind: "draw", amount: 2000, recoverable: true, months: 1 },
      earned: [500, -300, 1000, 2000],
      pays: [2000, -300, 0, 1500],
      balance: [1500, 1500, 500, 0],
    },
  ],
});
