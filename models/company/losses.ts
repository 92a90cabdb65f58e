/**
 * What people's answer to a plan costs the company beside pay: people who leave, and prices given away.
 *
 * Terms     attrition = money a year for those who leave beyond the status quo's turnover, on a steady year, negative
 *           where fewer leave; discounts = price given away a year to move
 *           deals into a paid period.
 * Always    nothing where a scenario states neither; the same in every reading of a scenario at the same efforts.
 * Source    docs/model.md#losses
 */
export type Losses = { attrition: number; discounts: number };

export const noLosses: Losses = { attrition: 0, discounts: 0 };
