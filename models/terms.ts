/**
 * The field's terms: what a number in a scenario may be, and what can be measured, at which scope and period.
 *
 * Terms     quantity = a number that may be plain, a formula ("= quotaMultiple * ote") or uncertain;
 *           domain = where a quantity lives: "share" 0 to 1, "positive" not below 0, "real" anywhere. It also
 *           chooses the distribution of an uncertain number given by mean and sd: beta, log-normal, normal.
 * Not here  evaluating formulas (scenario/formula.ts), drawing uncertain numbers (scenario/numbers.ts).
 * Source    docs/model.md#uncertain-numbers
 */
import { z } from "zod";

const Formula = z.templateLiteral(["=", z.string().max(2000)]).meta({
  id: "Formula",
  title: "Formula",
  description: 'One expression after an equals sign, as in "= quotaMultiple * ote".',
});

export const Uncertain = z
  .union([
    z.strictObject({
      mean: z.number().meta({ title: "Mean" }),
      sd: z.number().min(0).meta({ title: "Standard deviation" }),
      dist: z.enum(["normal", "logNormal", "beta"]).optional().meta({
        title: "Distribution",
        description: "Left out: beta for shares, log-normal for positive numbers, else normal.",
      }),
    }),
    z.strictObject({
      p10: z.number().meta({ title: "One in ten below" }),
      p50: z.number().meta({ title: "Middle" }),
      p90: z.number().meta({ title: "One in ten above" }),
    }),
  ])
  .meta({
    id: "Uncertain",
    title: "Uncertain number",
    description:
      "Mean and sd, or the 10th, 50th and 90th percentile. Its mean or middle is used outside simulation.",
  });
export type Uncertain = z.infer<typeof Uncertain>;

export type NumberInput = number | z.infer<typeof Formula> | Uncertain;
export type Domain = "share" | "positive" | "real";

export type QuantityMeta = {
  title: string;
  description: string;
  /** "money", "share", "count", "months", "elasticity", "× …": as shown beside a field. */
  unit?: string;
  domain?: Domain;
};

/** A schema for a number that may be plain, a formula or uncertain, with the checks its domain asks for. */
export function quantity({ domain = "real", ...meta }: QuantityMeta) {
  const plain =
    domain === "share"
      ? z.number().min(0).max(1)
      : domain === "positive"
        ? z.number().min(0)
        : z.number();
  return z.union([plain, Formula, Uncertain]).meta({ ...meta, domain });
}

/** True for an uncertain number as written in a file. */
export function isUncertain(input: unknown): input is Uncertain {
  return typeof input === "object" && input !== null && ("mean" in input || "p50" in input);
}

/** True for a formula as written in a file. */
export function isFormula(input: unknown): input is `=${string}` {
  return typeof input === "string" && input.startsWith("=");
}

/** An id of a role, plan, component, source, segment, stage, task, pool or practice. */
export const Id = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9-]{0,62}$/,
    "an id starts with a letter and has letters, digits and - only",
  )
  .meta({ id: "Id", title: "Id" });

export const Team = z.enum(["marketing", "sales"]).meta({ id: "Team", title: "Team" });
export type Team = z.infer<typeof Team>;

export const Scope = z.enum(["individual", "role", "team", "joint", "company"]).meta({
  id: "Scope",
  title: "Scope",
  description:
    "Whose result counts: the person's own, the role's, the team's, both teams' with each item counted once, or all.",
});
export type Scope = z.infer<typeof Scope>;

export const Period = z.enum(["month", "quarter", "half", "year"]).meta({
  id: "Period",
  title: "Paid",
  description: "How often the component is measured and paid.",
});
export type Period = z.infer<typeof Period>;

/** Months in a period. */
export const monthsIn: Readonly<Record<Period, number>> = {
  month: 1,
  quarter: 3,
  half: 6,
  year: 12,
};

/**
 * Measures every scenario has, beside the count of entries to each funnel stage. `money` are amounts in the
 * scenario's currency, `ratio` do not add over segments or months.
 */
export const measures = {
  pipeline: {
    title: "Pipeline created",
    kind: "money",
    description: "Value of opportunities created.",
  },
  bookings: { title: "Bookings", kind: "money", description: "New contract value won." },
  grossMargin: {
    title: "Gross margin",
    kind: "money",
    description: "Bookings times the segment's gross margin.",
  },
  expansion: {
    title: "Expansion",
    kind: "money",
    description: "Bookings from sources that sell to customers.",
  },
  renewals: {
    title: "Renewals",
    kind: "money",
    description: "Contract value renewed at the end of its term.",
  },
  revenue: {
    title: "Recognised revenue",
    kind: "money",
    description: "Contract value spread over its term.",
  },
  winRate: {
    title: "Win rate",
    kind: "ratio",
    description: "Opportunities won over opportunities created.",
  },
  leadQuality: {
    title: "Lead quality",
    kind: "ratio",
    description: "Index of marketing's leads, 1 at the status quo.",
  },
} as const satisfies Record<
  string,
  { title: string; kind: "money" | "ratio"; description: string }
>;
export type NamedMeasure = keyof typeof measures;

/**
 * Gives the value of a quantity for the parameter set at hand. Faults are collected by the reader and the value is
 * then NaN, so that a compilation goes on and reports all of them. `names` are the formula's nearest names.
 */
export type ReadNumber = (
  path: string,
  input: number | string | Uncertain,
  domain: Domain,
  names?: (name: string) => number | undefined,
) => number;

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True where a text written like 2027-01-31 is a day that there is. */
export function isRealDay(text: string): boolean {
  const [year, month, day] = text.split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (MONTH_DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}
