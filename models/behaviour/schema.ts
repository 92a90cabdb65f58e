/**
 * Behaviour as written in a scenario: tasks of a role, how people answer pay, and alignment.
 *
 * Terms     effort = 1 at the status quo; effect = elasticity of a whole team's work on a part of the funnel;
 *           non-pay stake = money-equivalent care for a task that pay does not explain.
 * Not here  defaults (tasks.ts, practices.ts), the response (response.ts).
 * Source    docs/model.md#behaviour
 */
import { z } from "zod";
import { Id, quantity } from "../terms.ts";
import { Assessment } from "./assessment.ts";

export const Task = z
  .strictObject({
    title: z.string().max(80).optional().meta({ title: "Name" }),
    private: z.boolean().optional().meta({
      title: "Private",
      description:
        "True where it moves its owner's own items, so that the owner feels all of an individual measure.",
    }),
    effects: z
      .record(
        z
          .string()
          .regex(
            /^(inflow|rate|quality|renewal)(\.[A-Za-z][A-Za-z0-9-]*){0,2}$/,
            "an effect is inflow.SOURCE, rate.STAGE, rate.STAGE.SEGMENT, quality, quality.SOURCE, renewal or renewal.SEGMENT",
          ),
        quantity({
          title: "Effect",
          description: "Elasticity at the status quo.",
          unit: "elasticity",
        }),
      )
      .optional()
      .meta({
        title: "Effects",
        description:
          "What the task moves and how strongly. Left out: the defaults of a task of that name.",
      }),
    nonPayStake: quantity({
      title: "Non-pay stake",
      description:
        "Money-equivalent of one log point of this effort that pay does not explain. Left out: 5% of base pay, split over the role's tasks.",
      unit: "money",
      domain: "positive",
    }).optional(),
  })
  .meta({ id: "Task", title: "Task" });

const Retention = z
  .strictObject({
    sensitivity: quantity({
      title: "Sensitivity to being better off",
      description:
        "How fewer people leave where they are better off, per OTE of utility: turnover times exp(−sensitivity × gain ÷ OTE) (χ). Left out: 2.",
      domain: "positive",
    }).optional(),
    rampMonths: quantity({
      title: "Ramp",
      description: "Months τ in which a newcomer grows into the work, 1 − e^(−t/τ). Left out: 2.",
      unit: "months",
      domain: "positive",
    }).optional(),
    vacancyMonths: quantity({
      title: "Vacancy",
      description: "Months that a leaver's place stands empty. Left out: 2.",
      unit: "months",
      domain: "positive",
    }).optional(),
    replacementCost: quantity({
      title: "Cost of replacing",
      description:
        "Hiring and training for one leaver, as a share of OTE; lost work is counted apart. Left out: 0.5.",
      unit: "× OTE",
      domain: "positive",
    }).optional(),
  })
  .meta({
    id: "Retention",
    title: "Retention",
    description:
      "People leave more often where a plan makes them worse off. Work and cost are counted beyond the status quo's own turnover. Left out: turnover does not answer pay, and costs nothing here.",
  });

const Timing = z
  .strictObject({
    preset: z.enum(["larkin", "steenburgh"]).optional().meta({
      title: "Preset",
      description:
        "larkin: deals are moved by up to 13 weeks and four fifths of the acceptable discount are given; steenburgh: by a week, and a twentieth. Numbers beside it take its place. Left out: larkin.",
    }),
    weeks: quantity({
      title: "Weeks",
      description: "By how much a deal can be moved. Left out: the preset's.",
      unit: "weeks",
      domain: "positive",
    }).optional(),
    patience: quantity({
      title: "Patience",
      description: "What pay of the next period counts beside pay now. Left out: the preset's, 1.",
      unit: "share",
      domain: "share",
    }).optional(),
    discountPassed: quantity({
      title: "Discount given",
      description:
        "Part of the largest discount at which moving a deal still pays the seller that is given. Left out: the preset's.",
      unit: "share",
      domain: "share",
    }).optional(),
  })
  .meta({
    id: "Timing",
    title: "Timing games",
    description:
      "Sellers move deals over the end of a paid period where that pays them more. The price given away shows as a difference unless the baseline states it too. Left out: they do not.",
  });

export const Behaviour = z
  .strictObject({
    response: z.boolean().optional().meta({
      title: "People respond",
      description: "False keeps every effort at 1. Left out: true.",
    }),
    statusQuo: z.string().optional().meta({
      title: "Status quo",
      description: "Scenario at which every effort is 1. Left out: the root of the chain.",
    }),
    epsilon: quantity({
      title: "Elasticity of effort",
      description: "Of total effort to pay per unit of effort (ε). Left out: 0.3.",
      unit: "elasticity",
      domain: "positive",
    }).optional(),
    rho: quantity({
      title: "Ease of moving between tasks",
      description:
        "Near 1: all effort to the best-paid task; s = 1 + 1/ε: tasks are independent (ρ). Left out: 2.",
      domain: "positive",
    }).optional(),
    psi0: quantity({
      title: "Peer pressure",
      description:
        "Share of the others' stake that a member of a group feels (ψ0). Left out: 0.05.",
      unit: "share",
      domain: "positive",
    }).optional(),
    psi1: quantity({
      title: "Peer pressure from alignment",
      description: "Added per unit of alignment (ψ1). Left out: 0.2.",
      unit: "share",
      domain: "positive",
    }).optional(),
    psiX: quantity({
      title: "Care for the other function",
      description: "Weight of the other function's pay (ψx). Left out: 0.",
      unit: "share",
      domain: "positive",
    }).optional(),
    lambdaA: quantity({
      title: "Effect of alignment on hand-over",
      description:
        "Added to the log rate out of the hand-over stage per unit of alignment (λA). Left out: 0.",
      unit: "elasticity",
    }).optional(),
    risk: z
      .enum(["cara", "meanVariance"])
      .optional()
      .meta({ title: "Attitude to risk", description: "Left out: cara." }),
    riskAversion: quantity({
      title: "Risk aversion",
      description: "Absolute, per unit of money. Left out: 2 over the role's OTE.",
      unit: "1/money",
      domain: "positive",
    }).optional(),
    stakeMultiple: quantity({
      title: "Non-pay stake, multiple",
      description: "Multiplies every non-pay stake. Left out: 1.",
      unit: "×",
      domain: "positive",
    }).optional(),
    skillPoints: z.int().min(1).max(7).optional().meta({
      title: "Skill points",
      description:
        "Levels of skill at which the response is solved where a role's skill varies. Left out: 3.",
    }),
    retention: Retention.optional(),
    discountRate: quantity({
      title: "Discount rate",
      description:
        "A year: how people weigh what a ratchet takes from the years after. Left out: 0.1.",
      unit: "share",
      domain: "positive",
    }).optional(),
    timing: Timing.optional(),
    horizon: z
      .enum(["steadyState", "firstYear"])
      .optional()
      .meta({ title: "Horizon of the response", description: "Left out: steadyState." }),
  })
  .meta({ id: "Behaviour", title: "Behaviour" });

const Practice = z
  .strictObject({
    adoption: quantity({
      title: "Adoption",
      description: "Share of the practice in place.",
      unit: "share",
      domain: "share",
    }).optional(),
    hours: quantity({
      title: "Hours",
      description: "Hours a person and year. Left out: the practice's own.",
      unit: "hours",
      domain: "positive",
    }).optional(),
    effect: quantity({
      title: "Effect",
      description:
        "Size of its effect at full adoption. Left out: the practice's own, with its spread.",
      unit: "share",
    }).optional(),
    rampMonths: quantity({
      title: "Ramp",
      description:
        "Months in which the effect grows, evenly, to its full size from the calendar's start. Left out: at once.",
      unit: "months",
      domain: "positive",
    }).optional(),
    halfLifeMonths: quantity({
      title: "Half-life",
      description: "Months in which the effect fades to a half. Left out: it does not fade.",
      unit: "months",
      domain: "positive",
    }).optional(),
    cost: quantity({
      title: "Cash cost",
      description: "Money a year, beside people's time.",
      unit: "money",
      domain: "positive",
    }).optional(),
    roles: z
      .array(Id)
      .optional()
      .meta({ title: "Roles", description: "Who takes part. Left out: every role." }),
    path: z
      .enum(["handOver", "care", "effort", "alignment", "help", "quality"])
      .optional()
      .meta({ title: "Path", description: "What it moves; needed for a practice of your own." }),
    title: z.string().max(80).optional().meta({ title: "Name" }),
  })
  .meta({ id: "Practice", title: "Practice" });

export const Alignment = z
  .strictObject({
    level: quantity({
      title: "Level",
      description: "Alignment A at the start, 0 to 1. Left out: the assessment's, else 0.4.",
      unit: "share",
      domain: "share",
    }).optional(),
    assessment: Assessment.optional(),
    floor: quantity({
      title: "Floor",
      description: "Level to which alignment decays. Left out: 0.3.",
      unit: "share",
      domain: "share",
    }).optional(),
    decay: quantity({
      title: "Decay",
      description: "Share of the distance to the floor lost a quarter. Left out: 0.08.",
      unit: "share",
      domain: "share",
    }).optional(),
    practices: z.record(Id, Practice).optional().meta({ title: "Practices" }),
    timeCost: z.enum(["output", "money"]).optional().meta({
      title: "Hours are charged as",
      description: "Lost work, or money. Left out: output.",
    }),
  })
  .meta({ id: "Alignment", title: "Alignment" });
