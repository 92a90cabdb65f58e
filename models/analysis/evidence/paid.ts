/**
 * What a role is paid for, in the words of studies: one small question to a compiled plan each, so that formulas, pools
 * and parents count as what they come to.
 *
 * Terms     own pay = target pay on individual results; shared = on results of several, pools included; early = on counts
 *           of a stage before the last, where quantity can be had at the cost of quality, whosever they are.
 */
import { isProfit } from "../../company/alignment.ts";
import type { Model, ModelRole } from "../../company/compile.ts";
import type { CompiledComponent } from "../../company/components.ts";
import { type Curve, mostOf, paysFrom } from "../../plans/curve.ts";
import { largestJump } from "../../plans/expectedPay.ts";
import { hasCap } from "../findings/seen.ts";

/** A role in its company. */
export type RoleIn = { model: Model; role: ModelRole };

type PayKind = "early" | "profit" | "own" | "shared";

/** Target pay of one person on results of a kind. */
export function payOn(kind: PayKind, { model, role }: RoleIn): number {
  return sumOf(role.components.filter((component) => kindOf(component, model) === kind));
}

/** Target pay of one person on all results, and on individual ones, early ones included. */
export function payOnAll({ role }: RoleIn): number {
  return sumOf(role.components);
}

export function payOnIndividual({ role }: RoleIn): number {
  return sumOf(role.components.filter(({ individual }) => individual));
}

/** By stage before the last: target pay on counts of it and of those before. */
export function payUpTo({ model, role }: RoleIn): number[] {
  return stagesOf(model)
    .slice(0, -1)
    .map((_, last) =>
      sumOf(
        role.components.filter((component) => {
          const stage = stageOf(component, model);
          return stage >= 0 && stage <= last;
        }),
      ),
    );
}

export function poolsOf({ role }: RoleIn): string[] {
  return role.components.flatMap(({ id, pool }) => (pool ? [id] : []));
}

/** True where pay on own results ends somewhere: a curve that turns flat, a most, or a cap on the plan. */
export function isCapped({ model, role }: RoleIn): boolean {
  const all = hasCap(model, role);
  return ownCurves(role).some(
    ({ curve, numbers }) => all || endsFlat(curve) || numbers.payAtMost !== undefined,
  );
}

/** Attainment below which own results pay nothing. */
export function unpaidUpTo({ role }: RoleIn): number {
  return Math.max(0, ...ownCurves(role).map(({ curve }) => paysFrom(curve) ?? 0));
}

export function ratchetOf({ role }: RoleIn): number {
  return Math.max(0, ...ownCurves(role).map(({ numbers }) => numbers.ratchet ?? 0));
}

/** Steepest pay above target beyond proportion, in shares of target variable. */
export function steepnessOf({ role }: RoleIn): number {
  return Math.max(0, ...curved(role).map(({ part, curve }) => part * steepest(curve)));
}

/** Largest jump of pay, in shares of target variable. */
export function jumpOf({ role }: RoleIn): number {
  return Math.max(0, ...curved(role).map(({ part, curve }) => part * largestJump(curve)));
}

function sumOf(components: readonly CompiledComponent[]): number {
  return components.reduce((sum, { targetPay }) => sum + targetPay, 0);
}

function kindOf(component: CompiledComponent, model: Model): PayKind {
  const stage = stageOf(component, model);
  if (stage >= 0 && stage < stagesOf(model).length - 1) return "early";
  if (isProfit(model.scenario, measureOf(component, model))) return "profit";
  return component.individual ? "own" : "shared";
}

function stageOf(component: CompiledComponent, model: Model): number {
  return stagesOf(model).indexOf(measureOf(component, model));
}

function stagesOf({ scenario }: Model): readonly string[] {
  return scenario.funnel.stages;
}

function measureOf({ id, pool, written }: CompiledComponent, { scenario }: Model): string {
  return (pool ? scenario.pools?.[id]?.measure : written?.measure) ?? "";
}

type Curved = CompiledComponent & { curve: Curve; part: number };

/** Components that pay along a curve of their own, with their part of target variable. */
function curved({ components, targetVariable }: ModelRole): Curved[] {
  return components.flatMap((component) => {
    const [curve] = component.curves;
    const part = targetVariable > 0 ? component.targetPay / targetVariable : 0;
    return curve && !component.pool ? [{ ...component, curve, part }] : [];
  });
}

function ownCurves(role: ModelRole): Curved[] {
  return curved(role).filter((component) => component.individual);
}

/** By how much a curve above target is at its steepest above pay in proportion. */
function steepest({ x, slope }: Curve): number {
  let most = 1;
  for (const [i, one] of slope.entries())
    if ((x[i + 1] ?? Infinity) > 1) most = Math.max(most, one);
  return most - 1;
}

function endsFlat(curve: Curve): boolean {
  return mostOf(curve) !== null && curve.y.at(-1)! > 0 && curve.y.length > 1;
}
