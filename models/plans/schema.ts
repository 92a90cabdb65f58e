/**
 * Pay plans and pools as written in a scenario.
 *
 * Terms     component = pay on one measure: scale × curve(measure ÷ target) × multipliers, where its gates are open;
 *           weight = share of the role's target variable; rate = pay per unit of the measure; pool = money funded by one
 *           measure and shared by members.
 * Not here  forms of payout curves (kinds/), adjustments of a month's pay (adjustments/), what they pay (curve.ts,
 *           payout.ts, expectedPay.ts).
 * Source    docs/model.md#plans
 */
import { z } from "zod";
import { Id, isRealDay, Period, quantity, Scope, Team } from "../terms.ts";
import { Adjustment } from "./adjustments/index.ts";
import { Example } from "./example.ts";
import { CurveInput } from "./kinds/index.ts";
import { questionFields, SourcedBy } from "./question.ts";

const Day = z
  .string()
  .regex(/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/, "a day is written like 2027-01-31")
  .refine(isRealDay, "there is no such day");

const RoundingMode = z.enum(["halfAwayFromZero", "halfEven", "awayFromZero", "towardsZero"]).meta({
  title: "Rounds",
  description: "Ties away from zero, ties to even, always up, or always down.",
});

/** Rounding of an attainment before the curve is read. */
const AttainmentRounding = z
  .strictObject({
    to: z.number().positive().meta({ title: "To", description: "0.01 is whole per cents." }),
    mode: RoundingMode.optional(),
  })
  .meta({ id: "AttainmentRounding", title: "Rounding of attainment" });

const MoneyRounding = z
  .strictObject({
    places: z.int().min(0).max(4).optional().meta({
      title: "Places",
      description: "After the decimal point. Left out: the currency's own.",
    }),
    mode: RoundingMode.optional(),
    each: z.enum(["deal", "line"]).optional().meta({
      title: "Rounds each",
      description: "Deal of a component, or line of a statement. Left out: line.",
    }),
  })
  .meta({
    id: "MoneyRounding",
    title: "Rounding of money",
    description: "Left out: lines to the cent, ties away from zero.",
  });

/** When what is earned is paid out. */
const Payment = z
  .strictObject({
    on: z.enum(["booking", "cash"]).meta({
      title: "Earned when",
      description: "The deal is won, or the customer has paid (the deal's `paid` date).",
    }),
    lagMonths: z.int().min(0).max(24).optional().meta({
      title: "Paid after",
      description: "Whole months after the period it was earned in. Left out: 0.",
      unit: "months",
    }),
  })
  .meta({ id: "Payment", title: "Payment" });

const Gate = z
  .strictObject({
    title: z.string().max(80).optional().meta({ title: "Name" }),
    ...questionFields,
    attainmentAtLeast: z.number().min(0).optional().meta({ title: "Attainment at least" }),
    attainmentAbove: z.number().min(0).optional().meta({ title: "Attainment above" }),
    valueAtLeast: z.number().optional().meta({ title: "Value at least" }),
    valueAbove: z.number().optional().meta({ title: "Value above" }),
    orYearToDate: z.boolean().optional().meta({
      title: "Or year to date",
      description: "Also open when the year so far meets it, against the target so far.",
    }),
    otherwise: z
      .strictObject({
        shareAtMost: z.number().min(0).meta({
          title: "Share at most",
          description: "Share of target pay that is paid at most while the gate is shut.",
        }),
      })
      .optional()
      .meta({
        title: "Otherwise",
        description: "Left out: nothing is paid while the gate is shut.",
      }),
  })
  .refine(
    (gate) =>
      [gate.attainmentAtLeast, gate.attainmentAbove, gate.valueAtLeast, gate.valueAbove].filter(
        (bound) => bound !== undefined,
      ).length === 1,
    "a gate has one bound: attainmentAtLeast, attainmentAbove, valueAtLeast or valueAbove",
  )
  .meta({
    id: "Gate",
    title: "Gate",
    description: "The component pays only where another measure is high enough.",
  });
export type Gate = z.infer<typeof Gate>;

const Multiplier = z
  .strictObject({
    title: z.string().max(80).optional().meta({ title: "Name" }),
    ...questionFields,
    curve: CurveInput.meta({
      title: "Factor",
      description: "What pay is multiplied by, over attainment.",
    }),
  })
  .meta({
    id: "Multiplier",
    title: "Multiplier",
    description: "Pay is multiplied by a factor of another measure.",
  });
export type Multiplier = z.infer<typeof Multiplier>;

export const Component = z
  .strictObject({
    title: z.string().max(80).optional().meta({ title: "Name" }),
    measure: Id.meta({
      title: "Measure",
      description: "A funnel stage (entries counted), a named measure, or one of `measures`.",
    }),
    scope: Scope,
    sourcedBy: SourcedBy.optional(),
    segments: z.array(Id).min(1).optional().meta({
      title: "Segments",
      description:
        "Counts only these. Left out: the role's own for individual and role scope, else all.",
    }),
    period: Period,
    basis: z.enum(["period", "deal"]).optional().meta({
      title: "Curve reads",
      description: "The period's whole measure, or each deal by itself. Left out: period.",
    }),
    accumulation: z.enum(["period", "yearToDate"]).optional().meta({
      title: "Accumulation",
      description: "Each period alone, or the year to date less what was paid. Left out: period.",
    }),
    prorate: z.boolean().optional().meta({
      title: "Prorate target",
      description: "For year to date: the target grows with the year.",
    }),
    recover: z.boolean().optional().meta({
      title: "Recover",
      description:
        "For year to date: a period may take back what was paid too much. Left out: never below 0.",
    }),
    window: z
      .strictObject({ from: Day, to: Day })
      .refine(({ from, to }) => from <= to, "a window ends on or after the day it starts")
      .optional()
      .meta({
        title: "Window",
        description: "Counts only what falls between two days, both included: a SPIFF.",
      }),
    dealAtMost: quantity({
      title: "Most of one deal",
      description: "Value of one deal that counts at most: a windfall cap.",
      unit: "money",
      domain: "positive",
    }).optional(),
    dealAtLeast: quantity({
      title: "Least deal",
      description: "Smaller deals do not count.",
      unit: "money",
      domain: "positive",
    }).optional(),
    payPerDealAtMost: quantity({
      title: "Most pay for one deal",
      description: "With the curve read deal by deal.",
      unit: "money",
      domain: "positive",
    }).optional(),
    commissionable: z.record(Id, z.number().min(0)).optional().meta({
      title: "Commissionable share",
      description:
        "By source: the part of a deal's value that pay is on, where it differs from what counts towards target. Left out: 1.",
    }),
    target: quantity({
      title: "Target",
      description:
        "Of one period; of the year for year to date. statusQuo is the status quo's mean. Left out: the curve is over the measure itself.",
      domain: "positive",
    }).optional(),
    weight: quantity({
      title: "Weight",
      description: "Share of the role's target variable.",
      unit: "share",
      domain: "positive",
    }).optional(),
    targetPay: quantity({
      title: "Target pay",
      description: "Money a year at target.",
      unit: "money",
      domain: "positive",
    }).optional(),
    rate: quantity({
      title: "Rate",
      description: "Pay per unit of the measure.",
      domain: "positive",
    }).optional(),
    roundAttainment: AttainmentRounding.optional(),
    curve: CurveInput.optional(),
    ratchet: quantity({
      title: "Ratchet",
      description:
        "Share by which what is achieved above target this year raises next year's target. Left out: 0.",
      unit: "share",
      domain: "share",
    }).optional(),
    gates: z.record(Id, Gate).optional().meta({ title: "Gates" }),
    multipliers: z.record(Id, Multiplier).optional().meta({ title: "Multipliers" }),
    payAtMost: quantity({
      title: "Most pay",
      description: "Of one period (of the year for year to date).",
      unit: "money",
      domain: "positive",
    }).optional(),
    periodWeights: z.array(z.number().min(0)).min(1).max(12).optional().meta({
      title: "Period weights",
      description: "Shares of the year's target pay by period; left out: equal.",
    }),
    payment: Payment.optional().meta({
      title: "Payment",
      description: "Left out: the plan's, else on booking, in the period's last month.",
    }),
    examples: z.array(Example).optional().meta({ title: "Examples" }),
  })
  .meta({ id: "Component", title: "Component" });
export type Component = z.infer<typeof Component>;

const Eligibility = z
  .strictObject({
    afterMonths: z.int().min(0).optional().meta({
      title: "After months",
      description: "Whole months of employment before the plan pays. Left out: 0.",
      unit: "months",
    }),
    employedOnPayDate: z.boolean().optional().meta({
      title: "Employed on pay date",
      description: "What falls due after the person has left is not paid. Left out: false.",
    }),
  })
  .meta({ id: "Eligibility", title: "Eligibility" });

export const Plan = z
  .strictObject({
    title: z.string().max(80).optional().meta({ title: "Name" }),
    components: z.record(Id, Component).meta({ title: "Components" }),
    adjustments: z.record(Id, Adjustment).optional().meta({
      title: "Adjustments",
      description:
        "Of the components' pay together: cap, clawback, holdback, guarantee, draw, in this order.",
    }),
    rounding: MoneyRounding.optional(),
    proration: z.enum(["months", "days", "none"]).optional().meta({
      title: "Part periods",
      description:
        "How targets and target pay shrink for part of a period: by whole months (a month counts where the person is there on its 15th), by days, or not. Left out: days.",
    }),
    ramp: z.array(z.number().min(0)).min(1).max(24).optional().meta({
      title: "Ramp",
      description: "Share of target by month since the start, for individual targets; then whole.",
    }),
    eligibility: Eligibility.optional(),
    payment: Payment.optional(),
    examples: z.array(Example).optional().meta({ title: "Examples" }),
  })
  .meta({ id: "Plan", title: "Plan" });
export type Plan = z.infer<typeof Plan>;

export const Pool = z
  .strictObject({
    title: z.string().max(80).optional().meta({ title: "Name" }),
    measure: Id,
    scope: z.enum(["team", "joint", "company"]),
    team: Team.optional().meta({ title: "Team", description: "Whose measure, for team scope." }),
    sourcedBy: SourcedBy.optional(),
    segments: z.array(Id).min(1).optional(),
    period: Period,
    funding: z.union([
      z.strictObject({
        shareOfExcess: quantity({
          title: "Share of the excess",
          description: "Part of the measure above `over` that funds the pool.",
          unit: "share",
          domain: "share",
        }),
        over: quantity({
          title: "Over",
          description: "Value of the measure, in one period, above which the pool is funded.",
          domain: "positive",
        }),
        shareOfShortfall: quantity({
          title: "Share of the shortfall",
          description:
            "Part of what the measure falls short of `over` that the pool must bear. Left out: 0.",
          unit: "share",
          domain: "share",
        }).optional(),
      }),
      z.strictObject({
        amount: quantity({
          title: "Fund at target",
          description: "Money a year at target.",
          unit: "money",
          domain: "positive",
        }),
        target: quantity({ title: "Target", description: "Of one period.", domain: "positive" }),
        curve: CurveInput,
      }),
    ]),
    cap: quantity({
      title: "Cap",
      description: "Most that the pool pays in one period.",
      unit: "money",
      domain: "positive",
    }).optional(),
    reserve: quantity({
      title: "Reserve",
      description:
        "Share of each period's funding kept back; what bears no loss is paid with the year's last period. Left out: 0.",
      unit: "share",
      domain: "share",
    }).optional(),
    members: z
      .array(Id)
      .min(1)
      .meta({ title: "Members", description: "Roles that share the pool." }),
    by: z.enum(["equal", "targetVariable", "salary", "points", "contribution"]).meta({
      title: "Shared by",
      description: "Contribution is each member's own credited bookings of the period.",
    }),
    points: z.record(Id, z.number().min(0)).optional().meta({
      title: "Points",
      description: "Of one person of each role, where the pool is shared by points.",
    }),
    examples: z.array(Example).optional().meta({ title: "Examples" }),
  })
  .meta({ id: "Pool", title: "Pool" });
export type Pool = z.infer<typeof Pool>;
