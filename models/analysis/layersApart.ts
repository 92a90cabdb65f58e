/**
 * Findings on where the expected layer and simulated years do not say the same.
 *
 * Terms     apart = simulated mean pay of a role differs from the expected by more than 0.3%, and by more than chance
 *           leaves open.
 * Always    a plan's adjustments are in simulated years and statements alone, and this says so.
 * Source    docs/model.md#findings
 */
import type { ModelRole } from "../company/compile.ts";
import type { Finding, ScenarioResult, Simulated } from "./result.ts";

const NOTICEABLE = 0.003;
/** Standard errors beyond which a difference is not chance. */
const CHANCE = 4;

/** A plan with adjustments: what the expected layer leaves out. */
export function adjustmentsLeftOut(role: ModelRole, plan: string): Omit<Finding, "scenario">[] {
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
export function openCurves(role: ModelRole, plan: string): Omit<Finding, "scenario">[] {
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

/** Roles whose simulated mean pay is not the expected one. */
export function layersApart(
  { scenario, expected, uncertain }: ScenarioResult,
  { roles }: Simulated,
  runs: number,
): Finding[] {
  // Where numbers are uncertain the years are of other numbers than the expected layer's means.
  if (uncertain.length > 0) return [];
  return Object.entries(roles).flatMap(([id, { meanPay }]) => {
    const mean = expected.firstYear.roles[id]!.pay.mean;
    const share = (meanPay.mean - mean) / mean;
    const error = meanPay.sd / Math.sqrt(runs) / mean;
    if (Math.abs(share) <= NOTICEABLE || Math.abs(share) <= CHANCE * error) return [];
    return [
      {
        id: "layers-apart",
        severity: "warning" as const,
        place: `roles.${id}.plan`,
        title: `${scenario.roles[id]!.plural}: simulated pay is ${Math.abs(share * 100).toFixed(1)}% ${share < 0 ? "below" : "above"} expected pay`,
        message:
          "The expected layer takes counting as log-normal and conditions as independent, and leaves adjustments out; simulated years count every deal and follow the plan to the letter.",
        remedy: "Trust the simulated mean; efforts respond to the expected one.",
        figure: share,
        scenario: scenario.id,
      },
    ];
  });
}
