/**
 * A measure asked for beside a component's own: by a gate, a multiplier, or the second side of a matrix.
 *
 * Always    what is left out is the component's own; a target left out is that of the plan's component on the same
 *           measure, scope and source.
 */
import { z } from "zod";
import { Id, Period, quantity, Scope, Team } from "../terms.ts";

export const SourcedBy = z
  .union([Team, Id])
  .meta({ title: "Sourced by", description: "Counts only items created by this team or source." });

export const questionFields = {
  measure: Id.meta({
    title: "Measure",
    description: "A funnel stage (entries counted), a named measure, or one of `measures`.",
  }),
  scope: Scope.optional().meta({
    title: "Scope",
    description: "Whose result counts. Left out: the component's.",
  }),
  sourcedBy: SourcedBy.optional(),
  segments: z.array(Id).min(1).optional().meta({ title: "Segments" }),
  period: Period.optional().meta({
    title: "Measured",
    description:
      "Over this long, ending with the component's period. Left out: the component's period.",
  }),
  accumulation: z.enum(["period", "yearToDate"]).optional().meta({
    title: "Accumulation",
    description: "The period alone, or the year so far. Left out: the component's.",
  }),
  target: quantity({
    title: "Target",
    description:
      "Of one period; of the year so far it grows with the year. Left out: that of the plan's component on this measure.",
    domain: "positive",
  }).optional(),
};

export const MeasureQuestion = z
  .strictObject(questionFields)
  .meta({ id: "MeasureQuestion", title: "Second measure" });
export type MeasureQuestion = z.infer<typeof MeasureQuestion>;
