/**
 * The registry of adjustments of pay, in the order they are made. Adding one: one file beside this one, one line here.
 *
 * Always    nothing outside an adjustment's file names it; schema, reference and tests read this list.
 */
import { z } from "zod";
import type { Adjust, AdjustmentKind, ReadField } from "./adjustment.ts";
import { capKind } from "./cap.ts";
import { clawbackKind } from "./clawback.ts";
import { drawKind } from "./draw.ts";
import { guaranteeKind } from "./guarantee.ts";
import { holdbackKind } from "./holdback.ts";

/** Every kind of adjustment, in the order they are made: each sees the pay that those before it left. */
export const adjustmentKinds = [
  capKind,
  holdbackKind,
  guaranteeKind,
  drawKind,
  clawbackKind,
] as const;

export const Adjustment = z.union(adjustmentKinds.map(({ schema }) => schema)).meta({
  id: "Adjustment",
  title: "Adjustment",
  description: "What is done to variable pay once its components are added up.",
});
export type Adjustment = z.infer<typeof Adjustment>;

function kindOf({ kind }: Adjustment): AdjustmentKind {
  return adjustmentKinds.find(({ id }) => id === kind)!;
}

export type CompiledAdjustment = {
  id: string;
  title: string;
  says: string;
  /** True where what it takes away was never paid for the deals. */
  cuts: boolean;
  adjust: Adjust;
};

/** The adjustments of a plan with their numbers read, in the order they are made. */
export function compileAdjustments(
  adjustments: Record<string, Adjustment>,
  read: (id: string) => ReadField,
): CompiledAdjustment[] {
  const order = adjustmentKinds.map(({ id }) => id);
  return Object.entries(adjustments)
    .toSorted(([, a], [, b]) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .map(([id, adjustment]) => {
      const kind = kindOf(adjustment);
      return {
        id,
        title: kind.title,
        says: kind.explain(adjustment),
        cuts: kind.cuts ?? false,
        adjust: kind.compile(adjustment, read(id)),
      };
    });
}

/** An adjustment in a sentence. */
export function explainAdjustment(adjustment: Adjustment): string {
  return kindOf(adjustment).explain(adjustment);
}
