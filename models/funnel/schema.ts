/**
 * The funnel as written in a scenario: stages, segments, sources and conversions.
 *
 * Terms     stage = a step of the funnel, entered by items; source = who creates the inflow and at which stage;
 *           conversion = rate and lag from a stage to the next; segment = deals of one size, margin and term.
 * Not here  what the numbers do (flow.ts), tasks that move them (behaviour/).
 * Source    docs/model.md#funnel
 */
import { z } from "zod";
import { Id, quantity, Team } from "../terms.ts";

const Lag = z
  .strictObject({
    months: quantity({
      title: "Mean lag",
      description: "Mean time from entering the stage to leaving it for the next.",
      unit: "months",
      domain: "positive",
    }),
    shape: z.enum(["fixed", "geometric", "gamma"]).optional().meta({
      title: "Shape",
      description:
        "How the lag spreads round its mean: not at all, geometric, or gamma. Left out: fixed.",
    }),
    cv: quantity({
      title: "Spread of a gamma lag",
      description: "Standard deviation over mean. Left out: 0.5.",
      domain: "positive",
    }).optional(),
  })
  .meta({ id: "Lag", title: "Lag" });

const Conversion = z
  .strictObject({
    rate: quantity({
      title: "Rate",
      description:
        "Share of the items that enter this stage and go on to the next, at the status quo.",
      unit: "share",
      domain: "share",
    }).optional(),
    quality: quantity({
      title: "Effect of lead quality",
      description: "Elasticity of the rate in the quality index of the item's source.",
      unit: "elasticity",
    }).optional(),
    lag: Lag.optional(),
  })
  .meta({ id: "Conversion", title: "Conversion" });

const Spend = z
  .strictObject({
    perMonth: quantity({
      title: "Spend",
      description: "Programme spend a month.",
      unit: "money",
      domain: "positive",
    }),
    elasticity: quantity({
      title: "Spend elasticity",
      description: "Inflow moves as (spend over reference) to this power. Left out: 0.24.",
      unit: "elasticity",
    }).optional(),
    reference: quantity({
      title: "Reference spend",
      description:
        "Spend a month at which the inflow is as stated. Left out: the status quo's spend.",
      unit: "money",
      domain: "positive",
    }).optional(),
    saturation: z
      .strictObject({
        half: quantity({
          title: "Half-saturation spend",
          description: "Spend a month at which half the largest inflow is reached.",
          unit: "money",
          domain: "positive",
        }),
        slope: quantity({
          title: "Slope",
          description: "1 is concave; above 1 is S-shaped. Left out: 1.",
          domain: "positive",
        }).optional(),
        carryover: quantity({
          title: "Carry-over",
          description: "Share of a month's effect that carries over to the next. Left out: 0.",
          unit: "share",
          domain: "share",
        }).optional(),
      })
      .optional()
      .meta({
        title: "Saturation",
        description: "Carry-over and Hill curve, in place of a constant elasticity.",
      }),
  })
  .meta({ id: "Spend", title: "Spend" });

const Season = z.array(z.number().min(0)).length(12).meta({
  title: "Season",
  description: "Twelve factors, January first; only their proportions matter.",
});

const Source = z
  .strictObject({
    title: z.string().max(80).optional().meta({ title: "Name" }),
    team: Team,
    entersAt: Id.meta({
      title: "Enters at",
      description: "Stage at which its items enter the funnel.",
    }),
    perMonth: quantity({
      title: "Inflow",
      description: "Items a month at the status quo.",
      unit: "items a month",
      domain: "positive",
    }),
    spend: Spend.optional(),
    season: Season.optional(),
    expansion: z.boolean().optional().meta({
      title: "Expansion",
      description: "True where it sells to customers the company already has.",
    }),
    conversions: z.record(Id, Conversion).optional().meta({
      title: "Own conversions",
      description: "What differs from the segment's conversions.",
    }),
  })
  .meta({ id: "Source", title: "Source" });

const Segment = z
  .strictObject({
    title: z.string().max(80).optional().meta({ title: "Name" }),
    order: z.number().optional().meta({ title: "Order" }),
    dealSize: z
      .strictObject({
        mean: quantity({
          title: "Mean deal size",
          description: "Contract value of a won deal.",
          unit: "money",
          domain: "positive",
        }),
        cv: quantity({
          title: "Spread",
          description: "Standard deviation over mean.",
          domain: "positive",
        }).optional(),
      })
      .meta({ title: "Deal size" }),
    grossMargin: quantity({
      title: "Gross margin",
      description: "Share of bookings kept after delivery cost.",
      unit: "share",
      domain: "share",
    }),
    termMonths: quantity({
      title: "Term",
      description: "Months over which a contract becomes revenue; 0 is at once.",
      unit: "months",
      domain: "positive",
    }).optional(),
    renewalRate: quantity({
      title: "Renewal rate",
      description: "Share of contract value renewed at the end of its term.",
      unit: "share",
      domain: "share",
    }).optional(),
    openingAnnualValue: quantity({
      title: "Opening annual value",
      description:
        "Yearly value of the contracts running at the start. Left out: the status quo's steady state.",
      unit: "money",
      domain: "positive",
    }).optional(),
    season: Season.optional(),
    sources: z.record(Id, Source).meta({ title: "Sources" }),
    conversions: z
      .record(Id, Conversion)
      .meta({ title: "Conversions", description: "One for each stage but the last." }),
  })
  .meta({ id: "Segment", title: "Segment" });

export const Funnel = z
  .strictObject({
    stages: z
      .array(Id)
      .min(2)
      .max(12)
      .meta({ title: "Stages", description: "In order; the last is a won deal." }),
    pipelineStage: Id.optional().meta({
      title: "Pipeline stage",
      description: "Stage whose entries create pipeline. Left out: the last but one.",
    }),
    segments: z.record(Id, Segment).meta({ title: "Segments" }),
  })
  .meta({ id: "Funnel", title: "Funnel" });
export type Funnel = z.infer<typeof Funnel>;
