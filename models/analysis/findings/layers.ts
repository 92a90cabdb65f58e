/**
 * Findings on what the expected layer leaves out of a plan.
 *
 * Always    a plan's adjustments are in simulated years and statements alone, and this says so.
 * Not here  how far simulated pay then differs (layersApart.ts).
 * Source    docs/guide/findings.md
 */
import type { ModelRole } from "../../company/compile.ts";
import type { Found } from "./seen.ts";

/** A plan with adjustments: what the expected layer leaves out. */
export function adjustmentsLeftOut(role: ModelRole, plan: string): Found[] {
  if (role.adjustments.length === 0) return [];
  const what = role.adjustments.map(({ title }) => title.toLowerCase()).join(", ");
  return [
    {
      id: "adjustments-simulated",
      severity: "info",
      place: `plans.${plan}.adjustments`,
      title: `${role.title}: expected pay leaves out the ${what}`,
      message:
        "Simulated years and statements make these adjustments; expected pay, and what people respond to, are pay before them.",
      remedy: "Read mean pay off the simulated years.",
    },
  ];
}

/** A component whose plan says nothing above some attainment. */
export function openCurves(role: ModelRole, plan: string): Found[] {
  return role.components.flatMap(({ id, title, rule, pool }) =>
    !rule.curve.open || pool
      ? []
      : [
          {
            id: "open-curve",
            severity: "info" as const,
            place: `plans.${plan}.components.${id}.curve`,
            title: `${title}: the plan says nothing above ${Number((rule.curve.x.at(-1)! * 100).toFixed(2))}%`,
            message:
              "Simulated and expected pay hold there what is paid at that point; a statement refuses such a figure.",
            remedy: "Say what is paid above it.",
            figure: rule.curve.x.at(-1)!,
          },
        ],
  );
}
