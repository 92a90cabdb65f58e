/**
 * What pay hangs on beside a component's own measure, as the expected layer sees it.
 *
 * Terms     reading = a measure beside the component's own, by its place; branch = one way the conditions may stand: the
 *           curve that then pays, and the weight of it, a product of curves over readings; factor = a curve over a
 *           reading that multiplies every branch; either = whether a period or the year so far meets a bound.
 * Source    docs/model.md#gates-and-multipliers
 */
import type { Curve } from "./curve.ts";

export type Weight = { reading: number; curve: Curve };

/** `open` is 1 from the bound on, over the period's reading and over the year's so far. */
export type Either = { period: number; yearToDate: number; open: Curve; shut: boolean };

export type Branch = { curve: Curve; weights: Weight[]; either: Either[] };

/** `blended` where weights are not the chances of branches that exclude each other. */
export type Branches = { branches: Branch[]; factors: Weight[]; blended: boolean };
