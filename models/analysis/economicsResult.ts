/**
 * What the economics of a plan give back: plain data with stable keys, part of every result.
 *
 * Terms     company plan = bookings a year that the company plans for; leverage = pay of a person at P90 over pay at
 *           target; quota = a person's individual target on bookings or expansion, a year; over-assignment = quotas of a team over
 *           the company plan, less 1; band = part of the line of attainment, the bound below it included.
 * Units     money in major units of the scenario's currency, a year; shares 0 to 1.
 * Source    docs/guide/economics.md
 */
import { z } from "zod";
import { BANDS } from "../simulation/pay.ts";
import { Team } from "../terms.ts";

const money = z.number();

const Bands = z.array(z.number()).length(BANDS).meta({
  id: "AttainmentBands",
  description:
    "Share of people whose year attains below 50%, 50 to 80, 80 to 100, 100 to 120, 120 to 150, and 150% or more.",
});

export const CostPoint = z
  .strictObject({
    ofPlan: z.number().meta({ description: "Bookings over the company plan." }),
    bookings: money,
    basePay: money,
    variablePay: money.meta({ description: "Pools included." }),
    pools: money,
    pay: money,
    onCosts: money,
    payOfBookings: z.number().meta({ description: "Pay over bookings, on-costs apart." }),
  })
  .meta({ id: "CostPoint" });
export type CostPoint = z.infer<typeof CostPoint>;

export const PublishedMix = z
  .strictObject({
    role: z.string(),
    baseFrom: z.number().meta({ description: "Least base pay over OTE." }),
    baseTo: z.number(),
    grade: z.string(),
    source: z.string(),
  })
  .meta({ id: "PublishedMix" });
export type PublishedMix = z.infer<typeof PublishedMix>;

const Leverage = z.strictObject({
  variable: z.number().nullable().meta({
    description: "Variable pay at P90 over target variable pay; null where that is 0.",
  }),
  total: z.number().meta({ description: "Pay at P90 over OTE." }),
});

export const RoleEconomics = z
  .strictObject({
    base: z.number().meta({ description: "Base pay over OTE." }),
    published: PublishedMix.nullable().meta({ description: "Null where no published range fits." }),
    quota: money.nullable().meta({ description: "Of one whole person a year; null without one." }),
    quotaOverOte: z.number().nullable(),
    leverage: Leverage.meta({ description: "Of the expected first year." }),
    curves: z
      .record(
        z.string(),
        z.strictObject({
          slopeBelow: z.number().meta({ description: "Just below target, share of target pay." }),
          slopeAbove: z.number().meta({
            description: "Just above target, share of target pay for each target more.",
          }),
          most: z.number().nullable().meta({
            description: "Most that the curve pays, share of target pay; null without a bound.",
          }),
        }),
      )
      .meta({ description: "By component." }),
    attainment: z
      .strictObject({ component: z.string(), title: z.string(), bands: Bands })
      .nullable()
      .meta({
        description:
          "Expected first year, on the first individual component, else the first with a target.",
      }),
  })
  .meta({ id: "RoleEconomics" });
export type RoleEconomics = z.infer<typeof RoleEconomics>;

export const Deployment = z
  .strictObject({
    roles: z.record(
      z.string(),
      z.strictObject({
        people: z.number(),
        open: z.number().meta({ description: "Open positions among them." }),
        whole: money.meta({ description: "Quotas were everybody there all year, ramped up." }),
        quotas: money.meta({ description: "Quotas deployed: territory, part year and ramp in." }),
        overlay: z.boolean().meta({ description: "True: counts the same bookings once more." }),
      }),
    ),
    teams: z.partialRecord(
      Team,
      z.strictObject({ quotas: money, ofPlan: z.number(), overAssignment: z.number() }),
    ),
    managers: z.array(
      z.strictObject({
        manager: z.string(),
        reports: z.int(),
        quotas: money.meta({ description: "Of everybody under them." }),
        quota: money.nullable().meta({ description: "The manager's own; null without one." }),
        overAssignment: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: "Deployment" });
export type Deployment = z.infer<typeof Deployment>;

const BudgetReading = z.strictObject({
  mean: money,
  p50: money,
  p80: money,
  p90: money,
  exceeds: z.number().meta({ description: "Probability that the year costs more." }),
});
export type BudgetReading = z.infer<typeof BudgetReading>;

export const Economics = z
  .strictObject({
    companyPlan: z.strictObject({
      bookings: money,
      from: z.enum(["stated", "statusQuo"]).meta({
        description: "The scenario's companyPlan, or the status quo's expected bookings.",
      }),
    }),
    onCosts: z.number().meta({ description: "Employer on-costs over pay." }),
    costOfCompensation: z.array(CostPoint).meta({
      description:
        "At 80 to 120% of the company plan: amounts and counts scale alike, averages and scores do not; efforts as in the status quo, luck as it is.",
    }),
    roles: z.record(z.string(), RoleEconomics),
    deployment: Deployment,
    budget: z
      .strictObject({
        amount: money,
        counts: z.enum(["pay", "variablePay", "payWithOnCosts"]),
        expected: BudgetReading.meta({ description: "Approximate; the simulation is not." }),
      })
      .nullable(),
  })
  .meta({ id: "Economics" });
export type Economics = z.infer<typeof Economics>;

/** The same, over simulated first years. */
export const SimulatedEconomics = z
  .strictObject({
    roles: z.record(
      z.string(),
      z.strictObject({ leverage: Leverage, attainment: Bands.nullable() }),
    ),
    budget: BudgetReading.nullable(),
  })
  .meta({ id: "SimulatedEconomics" });
export type SimulatedEconomics = z.infer<typeof SimulatedEconomics>;
