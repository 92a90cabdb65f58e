/**
 * A rule of crediting, read: who counts an item towards what, beside the default.
 *
 * Terms     days = share of each month's days on which the rule is in force.
 * Not here  whom the rules credit (company/crediting.ts).
 * Source    docs/model.md#crediting
 */
export type CreditRule = {
  id: string;
  /** Share of an item that its owner is credited with. */
  owner: number;
  /** By role: share for each of its people in the owner's group, or for its anonymous people together. */
  overlay: Readonly<Record<string, number>>;
  /** Share for everybody above the owner. */
  managers: number;
  /** Shares of teams; undefined: the default. */
  sourcingTeam: number | undefined;
  closingTeam: number | undefined;
  days: Float64Array;
};
