/**
 * The scenario file: one JSON document, one question. Types, JSON Schema, OpenAPI and forms come from here.
 *
 * Always    strict: unknown keys are errors; nothing is transformed and no default filled in, so that what is saved
 *           is what was written. Defaults are applied by compile (scenario/compile.ts).
 * Not here  reading text and `extends` (read.ts), the parts (funnel/schema.ts, plans/schema.ts, behaviour/schema.ts).
 * Source    docs/model.md
 */
import { z } from "zod";
import { Alignment, Behaviour, Task } from "../behaviour/schema.ts";
import { Funnel } from "../funnel/schema.ts";
import { Example } from "../plans/example.ts";
import { Plan, Pool } from "../plans/schema.ts";
import { Id, isRealDay, quantity, Team } from "../terms.ts";

export const FORMAT = 1;

const Month = z.string().regex(/^[0-9]{4}-(0[1-9]|1[0-2])$/, "a month is written like 2027-01");

const Calendar = z
  .strictObject({
    start: Month.meta({ title: "First month", description: "As in 2027-01." }),
    months: z
      .int()
      .min(12)
      .max(60)
      .multipleOf(12)
      .optional()
      .meta({ title: "Months", description: "Simulated months, whole years. Left out: 12." }),
    fiscalYearStart: z.int().min(1).max(12).optional().meta({
      title: "Fiscal year starts in month",
      description: "1 is January. Left out: the first month.",
    }),
  })
  .meta({ id: "Calendar", title: "Calendar" });

export const Role = z
  .strictObject({
    title: z.string().max(80).optional().meta({ title: "Name" }),
    plural: z.string().max(80).optional().meta({ title: "Name of several" }),
    order: z.number().optional().meta({ title: "Order" }),
    team: Team,
    headcount: quantity({
      title: "Headcount",
      description: "People in the role, in capacity.",
      unit: "people",
      domain: "positive",
    }),
    basePay: quantity({
      title: "Base pay",
      description: "Of one person, a year.",
      unit: "money",
      domain: "positive",
    }),
    targetVariable: quantity({
      title: "Target variable pay",
      description: "Of one person, a year, at target.",
      unit: "money",
      domain: "positive",
    }),
    plan: Id.optional().meta({ title: "Plan", description: "Left out: paid base only." }),
    segments: z
      .array(Id)
      .min(1)
      .optional()
      .meta({ title: "Segments worked", description: "Left out: all." }),
    sources: z
      .array(Id)
      .min(1)
      .optional()
      .meta({ title: "Sources worked", description: "Left out: all." }),
    owns: z
      .union([z.literal(false), Id])
      .optional()
      .meta({
        title: "Owns from",
        description:
          "First stage at which an item belongs to one person of the role; false: never. Left out: the pipeline stage for sales roles with a selling task.",
      }),
    tasks: z.record(Id, Task).optional().meta({ title: "Tasks" }),
    ownLuck: quantity({
      title: "Own luck",
      description:
        "Log-sd of one person's year, shared shocks apart. Left out: only what counting deals gives.",
      domain: "positive",
    }).optional(),
    turnover: quantity({
      title: "Turnover",
      description:
        "People who leave a year at the status quo, over people in place; read where behaviour.retention is stated. Left out: 0.30 in sales, 0.15 in marketing.",
      unit: "a year",
      domain: "positive",
    }).optional(),
    skillLogSd: quantity({
      title: "Skill spread",
      description: "Log-sd of skill over the people of the role. Left out: 0.",
      domain: "positive",
    }).optional(),
  })
  .meta({ id: "Role", title: "Role" });
export type Role = z.infer<typeof Role>;

const Uncertainty = z
  .strictObject({
    shocks: z
      .strictObject({
        lead: quantity({
          title: "Lead flow",
          description: "Log-sd of a year. Left out: 0.12.",
          domain: "positive",
        }).optional(),
        quality: quantity({
          title: "Lead quality",
          description: "Log-sd of a year. Left out: 0.10.",
          domain: "positive",
        }).optional(),
        close: quantity({
          title: "Closing",
          description: "Log-sd of a year. Left out: 0.12.",
          domain: "positive",
        }).optional(),
      })
      .optional()
      .meta({ title: "Shared shocks" }),
  })
  .meta({ id: "Uncertainty", title: "Uncertainty" });

const Simulation = z
  .strictObject({
    runs: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .meta({ title: "Simulated years", description: "Left out: 1,000." }),
    seed: z
      .int()
      .min(0)
      .max(4_294_967_295)
      .optional()
      .meta({ title: "Seed", description: "Left out: 1." }),
    luck: z.enum(["deals", "logNormal"]).optional().meta({
      title: "Luck",
      description: "Deal by deal, or log-normal measures. Left out: deals.",
    }),
    parameterSets: z
      .int()
      .min(1)
      .max(1024)
      .optional()
      .meta({ title: "Parameter sets", description: "Left out: 64." }),
  })
  .meta({ id: "Simulation", title: "Simulation" });

const Day = z
  .string()
  .regex(/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/, "a day is written like 2027-01-31")
  .refine(isRealDay, "there is no such day");
const DayOrMonth = z.union([Day, Month]);

const Person = z
  .strictObject({
    role: Id.meta({ title: "Role" }),
    name: z.string().max(120).optional().meta({ title: "Name" }),
    open: z
      .boolean()
      .optional()
      .meta({ title: "Open position", description: "Nobody is there before `start`." }),
    start: DayOrMonth.optional().meta({
      title: "Start",
      description: "Left out: before the calendar.",
    }),
    end: DayOrMonth.optional().meta({ title: "Last day" }),
    territory: z.number().positive().optional().meta({
      title: "Territory",
      description:
        "Size of the person's market and of their individual targets, 1 being the role's mean.",
    }),
    skill: z
      .number()
      .positive()
      .optional()
      .meta({ title: "Skill", description: "1 is the role's mean." }),
    manager: Id.optional().meta({ title: "Manager" }),
    group: z.string().max(80).optional().meta({ title: "Group" }),
    basePay: z.number().min(0).optional().meta({ title: "Base pay", unit: "money" }),
    targetVariable: z
      .number()
      .min(0)
      .optional()
      .meta({ title: "Target variable pay", unit: "money" }),
    salaryCurrency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional()
      .meta({ title: "Salary currency" }),
    eligibleFrom: DayOrMonth.optional().meta({ title: "Eligible from" }),
    leave: z
      .array(z.strictObject({ from: Day, to: Day }))
      .optional()
      .meta({ title: "Leave", description: "Unpaid days, both ends included." }),
  })
  .meta({ id: "Person", title: "Person" });

const Crediting = z
  .strictObject({
    measure: Id.optional().meta({
      title: "Measure",
      description: "Left out: the rule's own name.",
    }),
    owner: z.number().min(0).optional().meta({ title: "Owner", description: "Left out: 1." }),
    overlay: z.record(Id, z.number().min(0)).optional().meta({
      title: "Overlay",
      description: "Credit to the people of a role in the owner's group, on top of the owner's.",
    }),
    managers: z.number().min(0).optional().meta({
      title: "Managers",
      description: "Credit that rolls up to the owner's manager, and theirs. Left out: 0.",
    }),
    sourcingTeam: z.number().min(0).optional().meta({
      title: "Sourcing team",
      description:
        "Credit of the team whose source created the item. Left out: the default of the measure.",
    }),
    closingTeam: z.number().min(0).optional().meta({
      title: "Closing team",
      description: "Credit of the team that closes the item. Left out: the default of the measure.",
    }),
    atMost: z.number().positive().optional().meta({
      title: "Credit at most",
      description:
        "Most credit of all owners of one item together. Left out: no limit, above 1 is reported.",
    }),
    from: Day.optional().meta({ title: "From" }),
    to: Day.optional().meta({ title: "To" }),
  })
  .meta({ id: "Crediting", title: "Crediting rule" });

const StatedMeasure = z
  .union([
    z.strictObject({
      title: z.string().max(80).optional().meta({ title: "Name" }),
      unit: z.string().max(20).optional().meta({ title: "Unit" }),
      kind: z.literal("score"),
      adds: z.boolean().optional().meta({
        title: "Adds up",
        description: "Over months and people; false for averages. Left out: false.",
      }),
      expected: quantity({
        title: "Expected",
        description: "Of one month where it adds up, else at any time; not moved by effort.",
      }),
    }),
    z.strictObject({
      title: z.string().max(80).optional().meta({ title: "Name" }),
      unit: z.string().max(20).optional().meta({ title: "Unit" }),
      kind: z.literal("sum"),
      of: z
        .record(Id, z.number())
        .meta({ title: "Sum of", description: "Measures and their weights." }),
    }),
  ])
  .meta({ id: "StatedMeasure", title: "Measure" });

const Budget = z
  .strictObject({
    amount: quantity({
      title: "Amount",
      description: "A year.",
      unit: "money",
      domain: "positive",
    }),
    counts: z.enum(["pay", "variablePay", "payWithOnCosts"]).optional().meta({
      title: "Counts",
      description: "Left out: pay, base included.",
    }),
  })
  .meta({ id: "Budget", title: "Budget line" });

const Accounting = z
  .strictObject({
    capitalise: z.array(Id).optional().meta({
      title: "Capitalised components",
      description:
        "Incremental costs of a contract: components paid only for winning it. Left out: those on individual scope and bookings or won deals, without a condition on anything else.",
    }),
    expedient: z.boolean().optional().meta({
      title: "Practical expedient",
      description: "Costs whose benefit is a year or less are expensed at once. Left out: true.",
    }),
    benefitMonths: z.int().min(1).max(120).optional().meta({
      title: "Period of benefit",
      description:
        "Left out: the contract's term, and where commission on renewals is not commensurate, the expected life with renewals.",
      unit: "months",
    }),
    renewalCommensurate: z.boolean().optional().meta({
      title: "Commensurate on renewal",
      description:
        "True where a renewal earns commission in proportion to its value. Left out: false.",
    }),
    examples: z.array(Example).optional().meta({ title: "Examples" }),
  })
  .meta({ id: "Accounting", title: "Accounting" });

const Rates = z.record(z.union([Month, Day]), z.number().positive()).meta({
  title: "Rates",
  description: "Units of the scenario's currency for one unit, from each date on.",
});

const Costs = z
  .strictObject({
    employerOnCosts: quantity({
      title: "Employer on-costs",
      description: "On top of cash pay. Left out: 0.",
      unit: "share",
      domain: "positive",
    }).optional(),
    contributionBasis: z.enum(["bookings", "revenue"]).optional().meta({
      title: "Contribution counts",
      description: "Gross margin on bookings or on recognised revenue. Left out: bookings.",
    }),
  })
  .meta({ id: "Costs", title: "Costs" });

const head = {
  $schema: z.string().optional(),
  format: z.literal(FORMAT).meta({ title: "Format", description: "Version of the file format." }),
  name: z.string().min(1).max(120).meta({ title: "Name" }),
  question: z
    .string()
    .max(500)
    .optional()
    .meta({ title: "Question", description: "What the scenario asks, in a sentence." }),
  notes: z
    .string()
    .max(10_000)
    .optional()
    .meta({ title: "Notes", description: "Sources and remarks." }),
  extends: z
    .string()
    .max(200)
    .optional()
    .meta({ title: "Extends", description: "File of the parent, relative to this file." }),
};

/** A whole scenario: a root file, or a child after its parents are merged in. */
export const Scenario = z
  .strictObject({
    ...head,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "a currency is three capital letters, as in USD")
      .meta({ title: "Currency" }),
    calendar: Calendar,
    parameters: z
      .record(
        z.string().regex(/^[a-z][A-Za-z0-9]*$/),
        quantity({ title: "Parameter", description: "A number that formulas may name." }),
      )
      .optional()
      .meta({ title: "Parameters" }),
    funnel: Funnel,
    roles: z.record(Id, Role).meta({ title: "Roles" }),
    plans: z.record(Id, Plan).meta({ title: "Plans" }),
    pools: z.record(Id, Pool).optional().meta({ title: "Pools" }),
    measures: z.record(Id, StatedMeasure).optional().meta({
      title: "Measures",
      description: "Scores that come from outside the funnel, and sums of measures.",
    }),
    crediting: z.record(Id, Crediting).optional().meta({ title: "Crediting" }),
    people: z.record(Id, Person).optional().meta({
      title: "People",
      description: "Named people; the rest of each role's headcount is anonymous.",
    }),
    currencies: z
      .record(z.string().regex(/^[A-Z]{3}$/), Rates)
      .optional()
      .meta({ title: "Exchange rates" }),
    companyPlan: quantity({
      title: "Company plan",
      description:
        "Bookings a year that the company plans for. Left out: what the status quo expects.",
      unit: "money",
      domain: "positive",
    }).optional(),
    budget: Budget.optional(),
    accounting: Accounting.optional(),
    costs: Costs.optional(),
    alignment: Alignment.optional(),
    behaviour: Behaviour.optional(),
    uncertainty: Uncertainty.optional(),
    simulation: Simulation.optional(),
  })
  .meta({ id: "Scenario", title: "Scenario" });
export type Scenario = z.infer<typeof Scenario>;

/**
 * A scenario ready for the engine: `lineage` holds the merged scenario of every file of its chain, the status quo
 * first and the scenario itself last (the same one when it is a root).
 */
export type LoadedScenario = {
  id: string;
  lineage: { id: string; scenario: Scenario }[];
  /** Where its examples are written; left out where it has none. */
  examples?: ExampleSource[];
};

/** Place of one example of a plan. */
export type ExampleSource = {
  path: string;
  file: string;
  line: number;
  /** For one inherited from a parent's file: what has changed since, of all that its pay depends on. */
  changed?: string[];
};

/** The scenario itself: the last of its lineage. */
export function scenarioOf(loaded: LoadedScenario): Scenario {
  return loaded.lineage.at(-1)!.scenario;
}

/** The status quo of a scenario: the first of its lineage. */
export function statusQuoOf(loaded: LoadedScenario): Scenario {
  return loaded.lineage[0]!.scenario;
}
