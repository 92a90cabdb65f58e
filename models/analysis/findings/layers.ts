/**
 * Findings on what the expected layer leaves out of a plan, and where simulated years then say something else.
 *
 * Terms     apart = simulated mean pay of a role differs from the expected by more than 0.3%, and by more than chance
 *           leaves open.
 * Always    a plan's adjustments are in simulated years and statements alone, and this says so.
 * Source    docs/model.md#findings
 */
import type { Model, ModelRole } from "../../company/compile.ts";
import { inSentence, listed, percent } from "../../words.ts";
import type { ScenarioResult, Simulated } from "../result.ts";
import { type Found, placeOf } from "./seen.ts";

/** A plan with adjustments: what the expected layer leaves out. */
export function adjustmentsLeftOut(role: ModelRole, plan: string): Found[] {
  if (role.adjustments.length === 0) return [];
  const what = listed(role.adjustments.map(({ title }) => inSentence(title)));
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
export function openCurves(model: Model, role: ModelRole): Found[] {
  return role.components.flatMap(({ id, title, rule, pool }): Found[] => {
    const last = rule.curve.x.at(-1)!;
    if (!rule.curve.open || pool) return [];
    return [
      {
        id: "open-curve",
        severity: "info",
        place: `${placeOf(model, role, id)}.curve`,
        title: `${title}: the plan says nothing above ${percent(last, 2)}`,
        message:
          "Simulated and expected pay hold there what is paid at that point; a statement refuses such a figure.",
        remedy: "Say what is paid above it.",
        figure: last,
      },
    ];
  });
}

const NOTICEABLE = 0.003;
/** Standard errors beyond which a difference is not chance. */
const CHANCE = 4;

/** A scenario's result with the years simulated so far. */
export type Years = { result: ScenarioResult; simulated: Simulated; runs: number };

/** Roles whose simulated mean pay is not the expected one. */
export function layersApart({ result, simulated, runs }: Years): Found[] {
  const { scenario, expected, uncertain } = result;
  // Where numbers are uncertain the years are of other numbers than the expected layer's means.
  if (uncertain.length > 0) return [];
  return Object.entries(simulated.roles).flatMap(([id, { meanPay }]): Found[] => {
    const mean = expected.firstYear.roles[id]!.pay.mean;
    const share = (meanPay.mean - mean) / mean;
    const error = meanPay.sd / Math.sqrt(runs) / mean;
    if (Math.abs(share) <= NOTICEABLE || Math.abs(share) <= CHANCE * error) return [];
    return [
      {
        id: "layers-apart",
        severity: "warning",
        place: `roles.${id}.plan`,
        title: `${scenario.roles[id]!.plural}: simulated pay is ${percent(Math.abs(share), 1)} ${share < 0 ? "below" : "above"} expected pay`,
        message:
          "The expected layer takes counting as log-normal and conditions as independent, and leaves adjustments out; simulated years count every deal and follow the plan to the letter.",
        remedy: "Trust the simulated mean; efforts respond to the expected one.",
        figure: share,
      },
    ];
  });
}
