/**
 * The books of a year's pay: plain data with stable keys. Amounts are decimal texts in the currency's places.
 *
 * Source    docs/guide/accounting.md
 */
import { z } from "zod";

const amount = z.string();

export const LedgerMonth = z
  .strictObject({
    month: z.string(),
    earned: amount.meta({ description: "Cost of pay of the month, base included." }),
    cash: amount.meta({ description: "Paid out in the month." }),
    liability: amount.meta({ description: "Earned and not yet paid, at the month's end." }),
    capitalised: amount.meta({ description: "Part of what was earned that becomes an asset." }),
    expensedAtOnce: amount,
    amortised: amount,
    writtenOff: amount.meta({ description: "Asset left of deals cancelled in the month." }),
    expense: amount.meta({ description: "Expensed at once, amortised and written off." }),
    asset: amount.meta({ description: "Capitalised cost left at the month's end." }),
  })
  .meta({ id: "LedgerMonth" });
export type LedgerMonth = z.infer<typeof LedgerMonth>;

export const DealCost = z
  .strictObject({
    deal: z.string(),
    month: z.string().meta({ description: "Month of the cost, and of the first amortisation." }),
    cost: amount.meta({ description: "Incremental cost of the contract: pay for this deal." }),
    capitalised: amount,
    why: z.string(),
    months: z.int().meta({ description: "Amortised over; 0 where expensed at once." }),
    perMonth: amount,
    lastMonth: amount.meta({
      description: "Of the last month amortised; of the whole span it holds what rounding left.",
    }),
    writtenOff: amount,
    cancelled: z.string().nullable(),
    assetAtEnd: amount.meta({ description: "Asset left at the end of the calendar." }),
  })
  .meta({ id: "DealCost" });
export type DealCost = z.infer<typeof DealCost>;

export const Ledger = z
  .strictObject({
    currency: z.string(),
    from: z.string(),
    to: z.string().meta({ description: "Last month of the statements; amortisation goes on." }),
    rules: z
      .array(
        z.strictObject({
          line: z.string(),
          title: z.string(),
          capitalised: z.boolean(),
          why: z.string(),
          amount: amount.meta({ description: "Earned in all on this line." }),
          asset: amount.meta({ description: "Of which capitalised." }),
        }),
      )
      .meta({ description: "What each kind of pay is booked as, and why." }),
    months: z.array(LedgerMonth),
    deals: z.array(DealCost),
  })
  .meta({ id: "Ledger", title: "Accounting" });
export type Ledger = z.infer<typeof Ledger>;
