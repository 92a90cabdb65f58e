/**
 * Findings on rules of crediting: credit of more than the whole, with what is paid on it, and rules for part of the time.
 *
 * Formula   credit of an item = the owner's share + what everybody beside the owner is credited with, over all items of
 *           the measure; its money = expected pay on the measure, in the part that comes from credit beside the owner's.
 * Source    docs/model.md#crediting
 */
import { type Model, type ModelRole, ownershipsOf } from "../../company/compile.ts";
import { creditOf, type CreditQuestion, usualRule } from "../../company/crediting.ts";
import type { CompiledFunnel } from "../../funnel/compile.ts";
import { compileMeasure, evaluateMeasure, measureYear } from "../../funnel/measure.ts";
import type { ScenarioResult } from "../result.ts";
import { percent } from "../../words.ts";
import { type Found, money } from "./seen.ts";

/** Findings on a scenario's rules of crediting, one a measure. */
export function creditFindings(model: Model, result: Pick<ScenarioResult, "expected">): Found[] {
  const { crediting } = model.funnel;
  if (!crediting) return [];
  return [...crediting.keys()].flatMap((measure) => [
    ...creditedTwice(model, result, measure),
    ...partOfTheTime(model, measure),
  ]);
}

function creditedTwice(
  model: Model,
  { expected }: Pick<ScenarioResult, "expected">,
  measure: string,
): Found[] {
  const { funnel } = model;
  const rule = usualRule(funnel, measure);
  if (!rule) return [];
  const all = credited(model, funnel, { scope: "company" }, measure);
  if (!(all > 0)) return [];
  const alone = { ...rule, overlay: {}, managers: 0 };
  const ownersOnly = { ...funnel, crediting: new Map([[measure, [alone]]]) };
  let credit = rule.owner;
  let paid = 0;
  for (const role of model.roles) {
    const question: CreditQuestion = { scope: "individual", role: role.id };
    const whole = credited(model, funnel, question, measure);
    const beside = whole - credited(model, ownersOnly, question, measure);
    if (!(whole > 0)) continue;
    credit += beside / all;
    paid += (beside / whole) * paidOn(role, expected, measure);
  }
  if (credit <= 1 + 1e-9) return [];
  return [
    {
      id: "credit-above-whole",
      severity: "info",
      place: `crediting.${rule.id}`,
      title: `Each item of ${measure} is credited ${percent(credit)} in all`,
      message: `Overlays and managers are credited beside the owner; ${money(model, paid)} a year is paid on it.`,
      remedy:
        "Make sure that targets of overlays and managers hold the same items, or lower their shares.",
      figure: credit,
    },
  ];
}

function credited(
  model: Model,
  funnel: CompiledFunnel,
  question: CreditQuestion,
  measure: string,
): number {
  const year = measureYear(model.slots);
  const credit = creditOf(funnel, ownershipsOf(model), question);
  evaluateMeasure(funnel, compileMeasure(funnel, measure, credit), model.mechanicalFlows, year);
  return year.total;
}

/** Expected pay a year of a role's people on their own part of a measure. */
function paidOn(
  role: ModelRole,
  { steadyState }: ScenarioResult["expected"],
  measure: string,
): number {
  let pay = 0;
  for (const { id, individual, measure: own } of role.components)
    if (individual && own.id === measure)
      pay += role.headcount * steadyState.roles[role.id]!.components[id]!.pay;
  return pay;
}

function partOfTheTime({ funnel }: Model, measure: string): Found[] {
  const rules = funnel.crediting!.get(measure)!;
  const usual = usualRule(funnel, measure);
  if (rules.length === 1 && rules[0]!.days.every((share) => share === 1)) return [];
  const [first] = rules;
  return [
    {
      id: "credit-changes",
      severity: "info",
      place: `crediting.${usual?.id ?? first!.id}`,
      title: `The credit of ${measure} changes during the calendar`,
      message: `Expected figures go by ${usual ? `"${usual.id}"` : "the default"}, in force for most of it; simulated years by each month's days.`,
    },
  ];
}
