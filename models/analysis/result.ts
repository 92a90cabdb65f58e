/**
 * What a run and a comparison give back: plain data with stable keys, published as a schema.
 *
 * Terms     expected = the expected layer, near-exact integration over luck; simulated = many possible years;
 *           mechanical = the plan on the old behaviour; steadyState = a year in which all lags have run through
 *           (the run rate); firstYear = the first twelve months, from the status quo's opening pipeline;
 *           luck = spread over years at fixed parameters; parameters = spread over parameter sets.
 * Units     money in major units of the scenario's currency; pay is one person's year unless it says total;
 *           shares 0 to 1; intervals are P5 to P95.
 * Source    docs/model.md#results
 */
import { z } from "zod";
import { Economics, SimulatedEconomics } from "./economicsResult.ts";
import { Evidence } from "./evidence/result.ts";

const money = z.number();
const perRole = <T extends z.ZodType>(value: T) => z.record(z.string(), value);

/** Distribution of a quantity over possible years. */
export const Spread = z
  .strictObject({
    mean: z.number(),
    sd: z.number(),
    p5: z.number(),
    p10: z.number(),
    p25: z.number(),
    p50: z.number(),
    p75: z.number(),
    p90: z.number(),
    p95: z.number(),
  })
  .meta({ id: "Spread" });
export type Spread = z.infer<typeof Spread>;

const Interval = z.strictObject({ p5: z.number(), p95: z.number() });

/** Company totals of one year. */
export const Totals = z
  .strictObject({
    bookings: money,
    revenue: money,
    grossMargin: money,
    basePay: money,
    variablePay: money,
    pay: money.meta({ description: "Cash pay of sales and marketing, base included." }),
    onCosts: money,
    spend: money,
    practices: money.meta({
      description: "Cash cost of practices, and of their hours where charged as money.",
    }),
    attrition: money.meta({
      description:
        "Cost of those who leave beyond the status quo's turnover; negative: saved. 0 without retention.",
    }),
    discounts: money.meta({
      description: "Price given away to move deals into a paid period; 0 without timing games.",
    }),
    contribution: money,
    ccos: z.number().meta({ description: "Pay over recognised revenue." }),
    payOfBookings: z.number(),
  })
  .meta({ id: "Totals" });
export type Totals = z.infer<typeof Totals>;
export const totalKeys = Object.keys(Totals.shape) as (keyof Totals)[];

export const ComponentResult = z
  .strictObject({
    title: z.string(),
    measure: z.string(),
    target: z.number().meta({ description: "Of one period; of the year for year to date." }),
    targetPay: money.meta({ description: "Of one person, a year." }),
    attainment: z.number().meta({ description: "Mean measure over target." }),
    logSd: z.number().meta({
      description: "Log-sd of the attainment of one paid period, over luck and the role's people.",
    }),
    pay: money.meta({ description: "Mean, of one person, a year." }),
    shared: z.boolean().meta({ description: "True for joint and company scope and for pools." }),
  })
  .meta({ id: "ComponentResult" });
export type ComponentResult = z.infer<typeof ComponentResult>;

export const RoleExpected = z
  .strictObject({
    pay: Spread.meta({ description: "Base and variable, of one person's year." }),
    basePay: money,
    certaintyEquivalent: money,
    shareAtQuota: z.number().nullable().meta({
      description: "Share of people at or above target on their own measure; null without one.",
    }),
    utility: money,
    utilityGain: money.meta({ description: "Over the status quo." }),
    components: z.record(z.string(), ComponentResult),
  })
  .meta({ id: "RoleExpected" });
export type RoleExpected = z.infer<typeof RoleExpected>;

/** What another equilibrium comes to in a steady year. */
export const OtherOutcome = z
  .strictObject({
    totals: z.strictObject({ bookings: money, pay: money, contribution: money }),
    roles: perRole(
      z.strictObject({
        pay: money.meta({ description: "Mean, of one person, a year." }),
        utilityGain: money.meta({ description: "Over the status quo." }),
      }),
    ),
  })
  .meta({ id: "OtherOutcome" });
export type OtherOutcome = z.infer<typeof OtherOutcome>;

export const Equilibrium = z
  .strictObject({
    status: z
      .enum(["converged", "corner", "none", "off"])
      .meta({ description: "off: the response is switched off." }),
    iterations: z.int(),
    residual: z.number(),
    spectralRadius: z.number().nullable().meta({ description: "Null where it was not computed." }),
    starts: z.int().meta({ description: "Starts tried." }),
    corners: z.array(
      z.strictObject({
        role: z.string(),
        task: z.string(),
        bound: z.enum(["low", "high", "punished"]),
      }),
    ),
    others: z
      .array(perRole(perRole(z.number())))
      .meta({ description: "Efforts by role and task of every other equilibrium." }),
    outcomes: z
      .array(OtherOutcome)
      .meta({ description: "What each of the others comes to, in their order." }),
  })
  .meta({ id: "Equilibrium" });
export type Equilibrium = z.infer<typeof Equilibrium>;

/** Turnover of one role in a year like the steady one: expected, not drawn. */
export const RoleRetention = z
  .strictObject({
    leavers: z.number().meta({ description: "People who leave a year." }),
    statusQuoLeavers: z
      .number()
      .meta({ description: "The same people's leavers at the status quo's turnover." }),
    capacity: z
      .number()
      .meta({ description: "Work that the role's places do, over the status quo's turnover." }),
    cost: money.meta({
      description:
        "Of replacing leavers a year, less base pay that empty places save, both beyond the status quo's turnover; negative: saved.",
    }),
  })
  .meta({ id: "RoleRetention" });
export type RoleRetention = z.infer<typeof RoleRetention>;

const efforts = perRole(perRole(z.number()));

/** One reading (steady state or first year) of the expected layer. */
export const ExpectedYear = z
  .strictObject({
    totals: Totals,
    funnel: z
      .strictObject({
        stages: z.record(
          z.string(),
          z.strictObject({ marketing: z.number(), sales: z.number(), total: z.number() }),
        ),
        pipeline: z.strictObject({ marketing: z.number(), sales: z.number(), total: z.number() }),
        winRate: z.number(),
        leadQuality: z.number(),
        renewals: money,
        expansion: money,
      })
      .meta({ description: "A year's entries to each stage, by sourcing team." }),
    months: z.strictObject({
      bookings: z.array(money),
      revenue: z.array(money),
      pipeline: z.array(money),
      pay: z.array(money),
    }),
    roles: perRole(RoleExpected),
  })
  .meta({ id: "ExpectedYear" });
export type ExpectedYear = z.infer<typeof ExpectedYear>;

/** Timing games of one role in a year. */
export const Timing = z
  .strictObject({
    pulledForward: z.number().meta({ description: "Deals a year, of all its people." }),
    heldBack: z.number().meta({ description: "Deals a year, of all its people." }),
    discount: z
      .number()
      .meta({ description: "Mean share of price given on deals pulled forward." }),
    lost: money.meta({ description: "Price given away, a year." }),
  })
  .meta({ id: "RoleTiming" });
export type Timing = z.infer<typeof Timing>;

export const Expected = z
  .strictObject({
    efforts: efforts.meta({ description: "By role and task; 1 at the status quo." }),
    valueOfEffort: efforts.meta({ description: "Money per log point of own effort." }),
    statusQuoValueOfEffort: efforts,
    elasticities: z.record(z.string(), efforts).meta({
      description:
        "Of mql and the other stages, marketingPipeline, pipeline and bookings, by role and task.",
    }),
    equilibrium: Equilibrium,
    retention: perRole(RoleRetention)
      .nullable()
      .meta({ description: "Null where the scenario states no retention." }),
    steadyState: ExpectedYear,
    firstYear: ExpectedYear,
    mechanical: z.strictObject({ steadyState: ExpectedYear, firstYear: ExpectedYear }),
    alignment: z.strictObject({
      level: z.number(),
      practiceHours: z.number(),
      practiceHoursValue: money,
      quarters: z.array(z.number()).meta({ description: "Level in each quarter of the calendar." }),
      practices: z
        .record(
          z.string(),
          z.strictObject({
            title: z.string(),
            hours: z.number(),
            value: money.meta({ description: "Of the hours, at loaded pay." }),
            cost: money,
            rampMonths: z
              .number()
              .optional()
              .meta({ description: "To full effect, where stated." }),
            halfLifeMonths: z
              .number()
              .optional()
              .meta({ description: "In which half of its effect fades, where stated." }),
          }),
        )
        .meta({
          description: "Of each practice a year: everybody's hours, and its own cash cost.",
        }),
    }),
    timing: perRole(Timing).nullable().meta({
      description: "By role that is paid on its own deals; null without timing games.",
    }),
    notCalibrated: z
      .array(z.string())
      .meta({ description: "Roles and tasks the status quo lacks." }),
  })
  .meta({ id: "Expected" });
export type Expected = z.infer<typeof Expected>;

/** Months of one measure: mean and bands. */
export const Fan = z
  .strictObject({
    mean: z.array(z.number()),
    p5: z.array(z.number()),
    p25: z.array(z.number()),
    p75: z.array(z.number()),
    p95: z.array(z.number()),
  })
  .meta({ id: "Fan" });
export type Fan = z.infer<typeof Fan>;

/** What makes a result uncertain: luck against what we do not know, and of the latter each uncertain number's share. */
export const Drivers = z
  .strictObject({
    luck: z.record(z.string(), z.number()).meta({
      title: "Luck",
      description:
        "Share of the first year's variance that is luck, by total; the rest is what we do not know. Left out where " +
        "each parameter set has one year only.",
    }),
    numbers: z
      .array(
        z.strictObject({
          path: z.string().meta({ title: "Path", description: "Of the uncertain number." }),
          title: z.string().meta({ title: "Title", description: "What it is about, in words." }),
          shares: z.record(z.string(), z.number()).meta({
            title: "Shares",
            description:
              "Of the run rate's variance over parameter sets, by total: what knowing this number would take away.",
          }),
          errors: z.record(z.string(), z.number()).meta({
            title: "Errors",
            description: "Standard errors of the shares, for so few sets.",
          }),
        }),
      )
      .meta({ title: "Numbers", description: "The largest first; empty: nothing is uncertain." }),
    remainder: z.record(z.string(), z.number()).meta({
      title: "Remainder",
      description:
        "What numbers make in combination or so few sets cannot tell, by total; with the shares it adds to 1. Left " +
        "out, as the shares are, for a total that does not vary.",
    }),
  })
  .meta({ id: "Drivers", title: "Drivers" });
export type Drivers = z.infer<typeof Drivers>;

/** The drivers of a result; null until all years are in. */
const drivers = Drivers.nullable().meta({
  title: "Drivers",
  description:
    "What the uncertainty is made of, of bookings, pay and contribution; null until all years are in.",
});

export const Simulated = z
  .strictObject({
    runs: z.int().meta({ description: "Simulated years in these numbers." }),
    unsettledSets: z.int().meta({
      description: "Parameter sets without an equilibrium: their years are of the old behaviour.",
    }),
    totals: z.record(z.string(), Spread).meta({ description: "By the keys of Totals." }),
    standardErrors: z
      .record(z.string(), z.number())
      .meta({ description: "Of the means of the totals." }),
    months: z.strictObject({
      bookings: Fan,
      revenue: Fan,
      pay: Fan,
      pipeline: Fan,
      contribution: Fan,
    }),
    roles: perRole(
      z.strictObject({
        pay: Spread.meta({ description: "Of one person's year." }),
        meanPay: Spread.meta({ description: "Of the role's mean pay over years." }),
        shareAtQuota: z.number().nullable(),
        histogram: z.array(z.number()).meta({
          description: "Share of person-years by bins of a twentieth of OTE, from 0 to 5 OTE.",
        }),
      }),
    ),
    efforts: perRole(perRole(Interval)).meta({ description: "P5 to P95 over parameter sets." }),
    economics: SimulatedEconomics.nullable(),
    drivers,
  })
  .meta({ id: "Simulated" });
export type Simulated = z.infer<typeof Simulated>;

export const Finding = z
  .strictObject({
    id: z.string(),
    severity: z.enum(["error", "warning", "info"]),
    place: z.string().meta({ description: "Path in the scenario, or the part of the result." }),
    title: z.string(),
    message: z.string(),
    remedy: z.string().optional(),
    figure: z.number().optional(),
    money: z.strictObject({ payee: money, company: money }).optional().meta({
      description: "What the best deviation earns one payee and costs the company, a year.",
    }),
    scenario: z.string().optional(),
  })
  .meta({ id: "Finding" });
export type Finding = z.infer<typeof Finding>;

export const RoleHead = z.strictObject({
  title: z.string(),
  plural: z.string(),
  team: z.enum(["marketing", "sales"]),
  headcount: z.number(),
  ote: money,
  tasks: z.record(z.string(), z.string()).meta({ description: "Task id to its name." }),
});

export type RoleHead = z.infer<typeof RoleHead>;

export const ScenarioResult = z
  .strictObject({
    scenario: z.strictObject({
      id: z.string(),
      name: z.string(),
      question: z.string(),
      currency: z.string(),
      hash: z.string().meta({ description: "Of the resolved scenario's content." }),
      start: z.string(),
      months: z.int(),
      statusQuo: z.string(),
      statusQuoHash: z.string().meta({
        description:
          "Of the content of what it is calibrated on: versions of one file can differ in it.",
      }),
      roles: perRole(RoleHead).meta({ description: "In order." }),
    }),
    engine: z.string(),
    seed: z.number(),
    runs: z.int(),
    parameterSets: z.int(),
    response: z.boolean(),
    uncertain: z.array(z.string()).meta({
      description: "Paths of the uncertain numbers; empty: the response is taken as known.",
    }),
    expected: Expected,
    economics: Economics.nullable().meta({
      description: "Null in a preview, which is made for numbers that move while a lever does.",
    }),
    simulated: Simulated.nullable().meta({
      description: "Null until the first simulated years are in.",
    }),
    findings: z.array(Finding),
  })
  .meta({ id: "ScenarioResult" });
export type ScenarioResult = z.infer<typeof ScenarioResult>;

/** A paired difference from the baseline, in the first year. */
export const Difference = z
  .strictObject({
    mean: z.number(),
    relative: z
      .number()
      .nullable()
      .meta({ description: "Mean over the baseline's mean; null where that is 0." }),
    standardError: z.number().meta({ description: "Simulation error of the mean." }),
    both: Interval.meta({ description: "P5 to P95 over parameters and luck together." }),
    luck: Interval.nullable().meta({
      description:
        "P5 to P95 across years at fixed parameters; null where each set has one year, which tells nothing apart.",
    }),
    parameters: Interval.nullable().meta({
      description: "P5 to P95 across parameter sets; null where each has one year.",
    }),
    probabilityHigher: z
      .number()
      .meta({ description: "Share of simulated years above the baseline; ties count half." }),
    mechanical: z
      .number()
      .meta({ description: "Mean difference of the plan alone, on the old behaviour." }),
    response: z.number().meta({ description: "Mean minus mechanical." }),
    runRate: z
      .strictObject({ mean: z.number(), p5: z.number(), p95: z.number() })
      .meta({ description: "The same in the steady state, over parameter sets." }),
  })
  .meta({ id: "Difference" });
export type Difference = z.infer<typeof Difference>;

const People = z.strictObject({
  better: z.number(),
  same: z.number(),
  worse: z.number(),
  richer: z.number(),
  poorer: z.number(),
  headcount: z.number(),
});
export type People = z.infer<typeof People>;

export const ScenarioDifference = z
  .strictObject({
    scenario: z.string(),
    totals: z.record(z.string(), Difference).meta({ description: "By the keys of Totals." }),
    months: z
      .strictObject({
        bookings: z.strictObject({ both: Fan, luck: Fan.nullable() }),
        revenue: z.strictObject({ both: Fan, luck: Fan.nullable() }),
      })
      .meta({ description: "Running difference from the baseline, month by month." }),
    roles: perRole(
      z.strictObject({
        pay: Difference,
        utility: z.strictObject({ mean: z.number(), p5: z.number(), p95: z.number() }),
        people: People,
      }),
    ),
    teams: z.strictObject({
      marketing: z.strictObject({
        pay: Difference,
        people: People,
        utility: z.strictObject({
          mean: z.number(),
          p5: z.number(),
          p95: z.number(),
          probabilityBetter: z.number(),
        }),
      }),
      sales: z.strictObject({
        pay: Difference,
        people: People,
        utility: z.strictObject({
          mean: z.number(),
          p5: z.number(),
          p95: z.number(),
          probabilityBetter: z.number(),
        }),
      }),
    }),
    people: People.extend({
      probabilityMoreBetter: z.number().meta({
        description: "Share of parameter sets in which more people are better than worse off.",
      }),
    }),
    quarters: z.strictObject({
      bookings: z.array(z.number()),
      revenue: z.array(z.number()),
      pay: z.array(z.number()),
      contribution: z.array(z.number()),
    }),
    drivers,
  })
  .meta({ id: "ScenarioDifference" });
export type ScenarioDifference = z.infer<typeof ScenarioDifference>;

/** The expected layer's difference from the baseline: there at once, before any year is simulated. */
export const ExpectedDifference = z
  .strictObject({
    scenario: z.string(),
    totals: z
      .record(
        z.string(),
        z.strictObject({ mean: z.number(), mechanical: z.number(), runRate: z.number() }),
      )
      .meta({
        description:
          "By the keys of Totals: first year, the same on the old behaviour, and steady state.",
      }),
    roles: perRole(
      z.strictObject({
        pay: z.number(),
        mechanicalPay: z.number(),
        utility: z.number(),
        people: People,
      }),
    ),
    people: People,
    others: z
      .array(
        z.strictObject({
          totals: z.strictObject({ bookings: money, pay: money, contribution: money }),
          people: People,
        }),
      )
      .meta({
        description:
          "Where the scenario has other equilibria: the difference of each from the baseline in the steady state.",
      }),
    evidence: Evidence.meta({
      description: "Published studies that bear on what changed, beside the model's result.",
    }),
  })
  .meta({ id: "ExpectedDifference" });
export type ExpectedDifference = z.infer<typeof ExpectedDifference>;

/** The first scenario is the baseline; `done` of `runs` simulated years are in. */
export const Comparison = z
  .strictObject({
    baseline: z.string(),
    done: z.int(),
    runs: z.int(),
    scenarios: z.array(ScenarioResult),
    expected: z
      .array(ExpectedDifference)
      .meta({ description: "One for each scenario but the baseline." }),
    differences: z.array(ScenarioDifference).meta({
      description: "One for each scenario but the baseline; empty until the first years are in.",
    }),
  })
  .meta({ id: "Comparison" });
export type Comparison = z.infer<typeof Comparison>;
