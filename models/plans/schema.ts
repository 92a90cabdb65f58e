/**
 * Pay plans and pools as written in a scenario.
 *
 * Terms     component = pay on one measure: scale × curve(measure ÷ target); weight = share of the role's target
 *           variable; rate = pay per unit of the measure; pool = money funded by one measure and shared by members.
 * Not here  forms of payout curves (kinds/), what they pay (curve.ts, expectedPay.ts).
 * Source    docs/model.md#plans
 */
import { z } from "zod";
import { Id, Period, quantity, Scope, Team } from "../terms.ts";
import { CurveInput } from "./kinds/index.ts";

const SourcedBy = z
  .union([Team, Id])
  .meta({ title: "Sourced by", description: "Counts only items created by this team or source." });

const Example = z
  .strictObject({
    title: z.string().max(200).optional().meta({ title: "In words" }),
    given: z.union([
      z.strictObject({ attainment: z.number() }),
      z.strictObject({ measure: z.number() }),
    ]),
    paysShare: z.number().optional().meta({ title: "Pays, share of the component's target pay" }),
    pays: z.number().optional().meta({ title: "Pays, money a period" }),
  })
  .meta({
    id: "Example",
    title: "Example",
    description: "What the plan document says in words: the plan's own test.",
  });

export const Component = z
  .strictObject({
    title: z.string().max(80).optional().meta({ title: "Name" }),
    measure: Id.meta({
      title: "Measure",
      description: "A funnel stage (entries counted) or a named measure.",
    }),
    scope: Scope,
    sourcedBy: SourcedBy.optional(),
    segments: z.array(Id).min(1).optional().meta({
      title: "Segments",
      description:
        "Counts only these. Left out: the role's own for individual and role scope, else all.",
    }),
    period: Period,
    accumulation: z.enum(["period", "yearToDate"]).optional().meta({
      title: "Accumulation",
      description: "Each period alone, or the year to date less what was paid. Left out: period.",
    }),
    prorate: z.boolean().optional().meta({
      title: "Prorate target",
      description: "For year to date: the target grows with the year.",
    }),
    target: quantity({
      title: "Target",
      description:
        "Of one period; of the year for year to date. statusQuo is the status quo's mean.",
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
    curve: CurveInput.optional(),
    periodWeights: z.array(z.number().min(0)).min(1).max(12).optional().meta({
      title: "Period weights",
      description: "Shares of the year's target pay by period; left out: equal.",
    }),
    examples: z.array(Example).optional().meta({ title: "Examples" }),
  })
  .meta({ id: "Component", title: "Component" });
export type Component = z.infer<typeof Component>;

export const Plan = z
  .strictObject({
    title: z.string().max(80).optional().meta({ title: "Name" }),
    components: z.record(Id, Component).meta({ title: "Components" }),
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
    members: z
      .array(Id)
      .min(1)
      .meta({ title: "Members", description: "Roles that share the pool." }),
    by: z.enum(["equal", "targetVariable"]).meta({ title: "Shared by" }),
  })
  .meta({ id: "Pool", title: "Pool" });
export type Pool = z.infer<typeof Pool>;
