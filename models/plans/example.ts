/**
 * Examples: what a plan document says in words, as the plan's own tests.
 *
 * Terms     given = what happens; expected = what it then pays, owes or attains; documentPrints = a figure that the
 *           document prints and its own rule does not give: reported, never failed.
 * Not here  running them (statements/check.ts).
 */
import { z } from "zod";
import { isRealDay, Period } from "../terms.ts";

const Amounts = z.union([z.number(), z.array(z.number()).min(1)]);

const Deal = z.union([
  z.number(),
  z.strictObject({
    amount: z.number().meta({ title: "Amount" }),
    credit: z
      .record(z.string(), z.number().min(0))
      .optional()
      .meta({ title: "Credit", description: 'Share of each person, as in {"ae-01": 0.6}.' }),
    source: z.string().optional().meta({ title: "Source" }),
    segment: z.string().optional().meta({ title: "Segment" }),
    won: z
      .string()
      .regex(/^[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]$/, "a day is written like 2027-01-31")
      .refine(isRealDay, "there is no such day")
      .optional()
      .meta({
        title: "Won",
        description: "Day, for a component that counts only a window.",
      }),
  }),
]);

const beside = {
  with: z.record(z.string(), Amounts).optional().meta({
    title: "With",
    description:
      "Attainment of the measure of a gate, a multiplier or a matrix, by its id; a matrix's is called across. One, or a list by input or period. Left out: at target, or the example's own where it is the same measure.",
  }),
  period: z.int().min(1).max(12).optional().meta({
    title: "In period",
    description: "Which one of the year, where they differ; 1 is the first. Left out: the first.",
  }),
};

const Given = z
  .union([
    z.strictObject({
      attainment: Amounts.meta({
        title: "Attainment",
        description: "One, or a list; 1 is target.",
      }),
      ...beside,
    }),
    z.strictObject({
      attainments: z.record(z.string(), z.number()).meta({
        title: "Attainments",
        description: "On a plan: of each of its components, which all pay for the same period.",
      }),
    }),
    z.strictObject({
      measures: z.record(z.string(), z.number()).meta({
        title: "Measures",
        description: "On a plan: what each of its components measures in the same period.",
      }),
    }),
    z.strictObject({
      measure: Amounts.meta({
        title: "Measure",
        description: "Of one period, or of each in turn, each by itself.",
      }),
      ...beside,
    }),
    z.strictObject({
      deals: z
        .array(Deal)
        .min(1)
        .meta({ title: "Deals", description: "In the order they are won." }),
      before: z.number().min(0).optional().meta({
        title: "Before",
        description:
          "Credited so far in the same period; what is paid is then for these deals alone.",
      }),
      ...beside,
    }),
    z.strictObject({
      periods: z.array(z.number()).min(1).meta({
        title: "Periods",
        description:
          "The measure of each period in turn; on a plan, what its components earned in each month.",
      }),
      each: Period.optional().meta({
        title: "Each",
        description: "On a plan: how long each period is. Left out: month.",
      }),
      with: beside.with,
    }),
    z.strictObject({
      paid: Amounts.meta({ title: "Paid", description: "For a deal that is cancelled." }),
      cancelledAfterMonths: z.number().min(0),
      termMonths: z.number().positive(),
    }),
    z.strictObject({
      capitalised: z.number().min(0).meta({ title: "Capitalised" }),
      months: z.int().min(1).meta({ title: "Amortised over", unit: "months" }),
    }),
    z.strictObject({
      fund: z.number().min(0).meta({ title: "Pool to share out" }),
      among: z.record(z.string(), z.number().min(0)).meta({
        title: "Among",
        description:
          "Members and the number they share by: salary, target variable, points or contribution.",
      }),
    }),
  ])
  .meta({ title: "Given" });

function saysSomething(amounts: object): boolean {
  return Object.keys(amounts).length > 0;
}

export const Example = z
  .strictObject({
    title: z.string().max(200).optional().meta({ title: "In words" }),
    given: Given,
    paysShare: Amounts.optional().meta({ title: "Pays, share of the component's target pay" }),
    pays: Amounts.optional().meta({
      title: "Pays, money",
      description: "One amount (of several deals, together), or a list by deal, input or period.",
    }),
    paysTo: z
      .record(z.string(), z.number())
      .refine(saysSomething, { error: "is empty: name who is paid what" })
      .optional()
      .meta({ title: "Pays to", description: "Money by person." }),
    attains: Amounts.optional().meta({
      title: "Attains",
      description: "Attainment after each period or deal, as the lookup sees it.",
    }),
    credited: Amounts.optional().meta({
      title: "Credited",
      description: "What counts so far after each deal or period.",
    }),
    owed: z
      .array(z.number())
      .optional()
      .meta({ title: "Owed", description: "Balance after each period." }),
    assetAfter: z
      .record(z.string().regex(/^[0-9]+$/), z.number())
      .refine(saysSomething, { error: "is empty: say what is left after how many months" })
      .optional()
      .meta({ title: "Asset after", description: "Capitalised cost left, by months gone." }),
    refused: z.literal(true).optional().meta({
      title: "Refused",
      description: "The plan says nothing here: there is no pay to state.",
    }),
    documentPrints: Amounts.optional().meta({
      title: "Document prints",
      description: "A figure that the plan's document prints and its own rule does not give.",
    }),
  })
  .meta({
    id: "Example",
    title: "Example",
    description: "What the plan document says in words: the plan's own test.",
  });
export type Example = z.infer<typeof Example>;

/** What an example says it pays, owes or attains: the keys that make it a test. */
export const expectedKeys = [
  "pays",
  "paysShare",
  "paysTo",
  "attains",
  "credited",
  "owed",
  "assetAfter",
  "refused",
] as const;
