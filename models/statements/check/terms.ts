/**
 * Target and money of a component's periods in exact numbers, for whoever its plan pays.
 *
 * Terms     payee = a role that the plan pays, or nobody where no role uses it.
 * Always    a plainly written number is the decimal it shows; a formula or an uncertain number is what compiling the
 *           scenario gives.
 */
import type { CompiledScenario } from "../../company/compile.ts";
import type { CompiledComponent } from "../../company/components.ts";
import { divide, multiply, ONE, type Rational, rational, sum } from "../../math/index.ts";
import { targetGiver, targetParts } from "../../plans/defaults.ts";
import type { Component, Plan } from "../../plans/schema.ts";
import { numberReader } from "../../scenario/numbers.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { type Domain, monthsIn, type NumberInput, type Period } from "../../terms.ts";
import { grownPart, periodShare } from "../payment.ts";
import { CannotRun } from "./cells.ts";

export type Payee = { role: string | undefined; title: string | undefined };

/** A plan as its examples see it. */
export type PlanSite = {
  scenario: Scenario;
  /** The compiled scenario, made when first asked for. */
  compiled: () => CompiledScenario;
  planId: string;
  plan: Plan;
  payee: Payee;
};

export type ComponentSite = PlanSite & { id: string; component: Component };

/** Periods of a component in a year. */
export function periodsOf({ component }: ComponentSite): number {
  return 12 / monthsIn[component.period];
}

/** Target and money at a share of 1 of a period; no money where no role is paid by a weight. */
export function termsOf(
  site: ComponentSite,
  period: number,
): { target: Rational | null; scale: Rational | undefined } {
  const { component } = site;
  const yearToDate = component.accumulation === "yearToDate";
  const part = yearToDate && component.prorate ? grownPart(component, period) : ONE;
  const whole = targetOf(site, yearToDate ? 0 : period);
  const target = whole && multiply(whole, part);
  if (component.rate !== undefined) {
    const rate = numberOf(site, "rate");
    return { target, scale: target ? multiply(rate, target) : rate };
  }
  const year = yearlyPay(site);
  const share = yearToDate ? part : periodShare(component, { period, periods: periodsOf(site) });
  return { target, scale: year && multiply(year, share) };
}

/** Targets that a question of the component's own measure is held against: its own, else that of the plan's component. */
export function askedTargets(
  site: ComponentSite,
  { path, target, period }: { path: string; target: NumberInput | undefined; period: Period },
): { months: number; values: readonly Rational[] } | undefined {
  if (target !== undefined) {
    const value = rational(readNumber(site, `${componentPath(site, path)}.target`, target));
    const months = monthsIn[period];
    return { months, values: Array.from({ length: 12 / months }, () => value) };
  }
  const giver = targetGiver(site.plan, site.component);
  if (!giver) return undefined;
  const [id, component] = giver;
  const { months, parts } = targetParts(component);
  const all = sum(parts.map((part) => rational(part)));
  const grows = component.accumulation === "yearToDate";
  const values = parts.map((part, p) => {
    const whole = targetOf({ ...site, id, component }, grows ? 0 : p)!;
    return grows ? divide(multiply(whole, rational(part)), all) : whole;
  });
  return { months, values };
}

function yearlyPay(site: ComponentSite): Rational | undefined {
  if (site.component.targetPay !== undefined) return numberOf(site, "targetPay");
  const variable = targetVariableOf(site);
  return variable && multiply(numberOf(site, "weight"), variable);
}

/** Target variable pay of the payee, a year; undefined where no role is paid by the plan. */
export function targetVariableOf({ scenario, compiled, payee }: PlanSite): Rational | undefined {
  if (payee.role === undefined) return undefined;
  const written = scenario.roles[payee.role]!.targetVariable;
  if (typeof written === "number") return rational(written);
  return rational(compiled().model.roles.find(({ id }) => id === payee.role)!.targetVariable);
}

function targetOf(site: ComponentSite, period: number): Rational | null {
  const { target } = site.component;
  if (target === undefined) return null;
  if (typeof target === "number") return rational(target);
  const compiled = compiledOf(site);
  return compiled ? rational(compiled.target[period]!) : readBare(site, "target", target);
}

type OnceKey = "rate" | "weight" | "targetPay";

function numberOf(site: ComponentSite, key: OnceKey): Rational {
  const written = site.component[key]!;
  if (typeof written === "number") return rational(written);
  const compiled = compiledOf(site);
  return compiled ? rational(compiled.numbers[key]!) : readBare(site, key, written);
}

/** Values of a component's numbers that are no plain numbers, for the exact rule. */
export function ruleNumbers(site: ComponentSite): Record<string, number> {
  const keys = ["payAtMost", "payPerDealAtMost", "dealAtMost", "dealAtLeast"] as const;
  const numbers: Record<string, number> = {};
  for (const key of keys) {
    const written = site.component[key];
    if (written === undefined || typeof written === "number") continue;
    numbers[key] =
      compiledOf(site)?.numbers[key] ?? readNumber(site, componentPath(site, key), written);
  }
  return numbers;
}

function compiledOf({ payee, compiled, id }: ComponentSite): CompiledComponent | undefined {
  if (payee.role === undefined) return undefined;
  const role = compiled().model.roles.find((one) => one.id === payee.role);
  return role?.components.find((one) => one.id === id && one.written !== undefined);
}

function componentPath({ planId, id }: ComponentSite, key: string): string {
  return `plans.${planId}.components.${id}.${key}`;
}

function readBare(site: ComponentSite, key: string, written: NumberInput): Rational {
  return rational(readNumber(site, componentPath(site, key), written));
}

/** A number of the plan that holds for all periods, with the payee's own names in formulas. */
export function readNumber(
  { scenario, compiled, payee, planId }: PlanSite,
  path: string,
  written: NumberInput,
  domain: Domain = "positive",
): number {
  if (typeof written === "number") return written;
  const reader = numberReader({ scenario, set: null, parameterSets: 1, seed: 1 });
  const role = payee.role === undefined ? undefined : scenario.roles[payee.role];
  const own = (key: "basePay" | "targetVariable" | "headcount"): number => {
    const stated = role![key];
    if (typeof stated === "number") return stated;
    return compiled().model.roles.find(({ id }) => id === payee.role)![key];
  };
  const names = (name: string): number | undefined => {
    if (!role) return undefined;
    if (name === "ote") return own("basePay") + own("targetVariable");
    return name === "basePay" || name === "targetVariable" || name === "headcount"
      ? own(name)
      : undefined;
  };
  const value = reader.read(path, written, domain, names);
  const [problem] = reader.problems;
  if (!problem) return value;
  const alone = role ? "" : `; no role is paid by the plan ${planId}`;
  throw new CannotRun(`${problem.path}: ${problem.message}${alone}`);
}
