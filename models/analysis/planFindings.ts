/**
 * Findings that a scenario's plans show by themselves: the one list of them. A family is a file in findings/, a finding
 * one function there and one line here, and a row in the guide.
 *
 * Not here  what a result shows (findings.ts), gaming and its money (gamingFindings.ts), examples (statements/lint.ts).
 * Source    docs/guide/findings.md
 */
import type { Model } from "../company/compile.ts";
import {
  capReached,
  payLimit,
  planCap,
  tableEnds,
  thresholdOutOfReach,
  unboundedPay,
  zeroTier,
} from "./findings/caps.ts";
import { creditFindings } from "./findings/crediting.ts";
import {
  groupGaps,
  payFairness,
  payInversion,
  quotaSpread,
  unequalPay,
} from "./findings/fairness.ts";
import { feedbackBesideProfit } from "./findings/feedback.ts";
import { adjustmentsLeftOut, openCurves } from "./findings/layers.ts";
import { budgetAtRisk, payMixUnusual, quotasBesidePlan, quotaUnusual } from "./findings/market.ts";
import { type Found, seenIn } from "./findings/seen.ts";
import { cliffs, deadZones, payFalls } from "./findings/steps.ts";
import { capInCell, cellsAboveCap, unreachableTiers } from "./findings/tables.ts";
import { manyComponents, weightsOff } from "./findings/weights.ts";
import { windfalls } from "./findings/windfall.ts";
import type { Finding, ScenarioResult } from "./result.ts";

/** Findings on the plans of a scenario; those on its economics only where the result has them. */
export function planFindings(model: Model, result: Omit<ScenarioResult, "findings">): Finding[] {
  const { economics } = result;
  const components = seenIn(model, result.expected);
  const own = components.filter(({ component }) => !component.pool);
  const found = [
    ...feedbackBesideProfit(model),
    ...model.roles.flatMap(weightsOff),
    ...model.roles.flatMap(manyComponents),
    ...model.roles.flatMap((role) => {
      const plan = model.scenario.roles[role.id]!.plan;
      return plan === undefined
        ? []
        : [...adjustmentsLeftOut(role, plan), ...openCurves(role, plan)];
    }),
    ...components.flatMap(cliffs),
    ...components.flatMap(payFalls),
    ...own.flatMap(deadZones),
    ...own.flatMap(capReached),
    ...own.flatMap(tableEnds),
    ...own.flatMap(zeroTier),
    ...own.flatMap(payLimit),
    ...model.roles.flatMap((role) =>
      planCap(
        model,
        role,
        own.filter((one) => one.role === role),
      ),
    ),
    ...own.flatMap(unreachableTiers),
    ...own.flatMap(capInCell),
    ...own.flatMap(cellsAboveCap),
    ...own.flatMap(thresholdOutOfReach),
    ...own.flatMap((one) => unboundedPay(model, one)),
    ...windfalls(model, own),
    ...(economics
      ? model.roles.flatMap((role) => [
          ...payMixUnusual(role, economics),
          ...quotaUnusual(role, economics),
        ])
      : []),
    ...creditFindings(model, result),
    ...payInversion(model, components),
    ...model.roles.flatMap((role) => unequalPay(role, components)),
    ...groupGaps(payFairness(model, components)),
    ...quotaSpread(model),
    ...(economics ? [...quotasBesidePlan(economics), ...budgetAtRisk(economics)] : []),
  ];
  return withoutTwins(found).map((finding) => ({ ...finding, scenario: result.scenario.id }));
}

/** Several roles on one plan find the same thing at the same place. */
function withoutTwins(found: Found[]): Found[] {
  const known = new Set<string>();
  return found.filter(({ id, place }) => {
    const key = `${id} ${place}`;
    return known.has(key) ? false : known.add(key) && true;
  });
}
