/**
 * A statement: what one person earns in a period, line by line, with the reason for every cent.
 *
 * Terms     line = one component, pool, adjustment, base pay or exception; trace = the tree of how its amount came
 *           about: rule, inputs, step, rounding, and the rules that did not fire, with why.
 * Always    amounts are decimal texts in the currency's places; lines add up to the total to the cent; plain data.
 * Not here  working it out (payroll.ts), telling it as text, CSV, XLSX or HTML (shells).
 * Source    docs/guide/statements.md
 */
import { z } from "zod";

const Amount = z.string().meta({ title: "Amount", description: 'Decimal text: "184.20".' });

export const DealLine = z
  .strictObject({
    deal: z.string(),
    date: z.string(),
    /** Value of the deal in the scenario's currency, and the person's share of it. */
    amount: Amount,
    credit: z.string(),
    credited: Amount,
    /** What the deal added to what the line pays in its period; with what it pays without any deal, they add up to it. */
    pays: Amount.optional(),
    /** What caps on all variable pay leave of it, where they cut it; clawbacks and accounting go by this. */
    kept: Amount.optional(),
    /** Why it counts less than whole, or not: outside the window, below the least deal, capped, converted. */
    note: z.string().optional(),
    row: z.int().optional(),
  })
  .meta({ id: "DealLine" });
export type DealLine = z.infer<typeof DealLine>;

export type TraceNode = {
  /** Which rule: credited, target, attainment, gate, curve, scale, multiplier, cap, rounding, paidBefore … */
  rule: string;
  label: string;
  /** How, with its figures: "32,450 × 72,000 ÷ 800,000 × 1.5". */
  how: string;
  /** The step's result, in its unit. */
  value?: string | undefined;
  unit?: "money" | "share" | "count" | "measure" | "factor" | undefined;
  /** False for a rule that did nothing; `how` then says why. */
  fired: boolean;
  deals?: DealLine[] | undefined;
  children?: TraceNode[] | undefined;
};
export const TraceNode: z.ZodType<TraceNode> = z
  .strictObject({
    rule: z.string(),
    label: z.string(),
    how: z.string(),
    value: z.string().optional(),
    unit: z.enum(["money", "share", "count", "measure", "factor"]).optional(),
    fired: z.boolean(),
    deals: z.array(DealLine).optional(),
    children: z.array(z.lazy(() => TraceNode)).optional(),
  })
  .meta({ id: "TraceNode" });

const Knot = z.strictObject({
  attainment: z.string(),
  below: z.string(),
  share: z.string(),
  slope: z.string(),
  /** True where the upper value holds exactly here. */
  upper: z.boolean(),
});

/** The numbers of a component's line for one paid period, enough to work it out again in a spreadsheet. */
export const Calculation = z
  .strictObject({
    /** The paid period: "2027-01" to "2027-03". */
    from: z.string(),
    to: z.string(),
    basis: z.enum(["period", "deal"]),
    /** Measured in the period, or so far in the year. */
    credited: z.string(),
    target: z.string(),
    roundTo: z.string().optional(),
    roundMode: z.string().optional(),
    attainment: z.string(),
    curve: z.array(Knot),
    share: z.string(),
    /** Money at a share of 1. */
    scale: z.string(),
    /** Share paid at most by a shut gate, least of all; absent where every gate is open. */
    gateShare: z.string().optional(),
    factors: z.array(z.strictObject({ id: z.string(), factor: z.string() })),
    payAtMost: z.string().optional(),
    /** Value of one deal that counts at most, and least; and most pay for one deal. */
    dealAtMost: z.string().optional(),
    dealAtLeast: z.string().optional(),
    payPerDealAtMost: z.string().optional(),
    /** True where the plan says nothing above the curve's last knot. */
    open: z.boolean().optional(),
    /** Each deal is rounded, not the line. Left out: the line. */
    roundEach: z.enum(["deal", "line"]).optional(),
    /** Pay before rounding, and, for year to date, what was paid before. */
    paidBefore: Amount.optional(),
    recover: z.boolean().optional(),
    places: z.int(),
    mode: z.string(),
    amount: Amount,
  })
  .meta({ id: "Calculation" });
export type Calculation = z.infer<typeof Calculation>;

export const StatementLine = z
  .strictObject({
    id: z.string(),
    kind: z.enum(["base", "component", "pool", "adjustment", "exception"]),
    /** Of a role held before the last one: its plan, and the component or adjustment there. */
    of: z.strictObject({ plan: z.string(), id: z.string() }).optional(),
    title: z.string(),
    /** In a line: "90% of variable, monthly, on the year to date". */
    how: z.string(),
    amount: Amount,
    trace: z.array(TraceNode),
    /** For a component: one entry a paid period inside the statement's. */
    calculations: z.array(Calculation).optional(),
    /** For a component: what the period attains, 1 is target; null without a target. */
    attainment: z.string().nullable().optional(),
    /** For an adjustment: owed or held back after the period. */
    balance: Amount.optional(),
  })
  .meta({ id: "StatementLine" });
export type StatementLine = z.infer<typeof StatementLine>;

export const Statement = z
  .strictObject({
    participant: z.strictObject({
      id: z.string(),
      name: z.string(),
      /** Role at the end of the period; several where the person moved within it. */
      role: z.string(),
      roles: z.array(z.string()),
      plan: z.string().optional(),
      manager: z.string().optional(),
      group: z.string().optional(),
    }),
    /** "2027-03", "2027-Q1", "2027-H1" or "2027", and its first and last month. */
    period: z.string(),
    from: z.string(),
    to: z.string(),
    currency: z.string(),
    lines: z.array(StatementLine),
    total: Amount,
    variable: Amount,
    /** The same in the currency the person is paid in, where it is another one. */
    paidIn: z.strictObject({ currency: z.string(), total: Amount, rate: z.string() }).optional(),
    /** "One more deal of 40,000 would pay 5,400.00". */
    oneMore: z.strictObject({ amount: Amount, pays: Amount, says: z.string() }).optional(),
    /** Cash by month it is paid out in, after payment lags: month → amount. */
    cash: z.record(z.string(), Amount),
    notes: z.array(z.string()),
  })
  .meta({ id: "Statement", title: "Statement" });
export type Statement = z.infer<typeof Statement>;
