/**
 * Plans of a payroll in exact numbers: components with their targets, gates, multipliers and second measures.
 *
 * Terms     paid period = the p-th of a year from the calendar's start; target series = one target for each stretch of so
 *           many months of a year.
 * Always    a written number is the decimal it shows; the value of a formula, or of an uncertain number's middle, is the
 *           shortest decimal of what the engine reads; a target left out of a question is that of the plan's component on
 *           the same measure, scope and source.
 * Not here  what they pay (componentPay.ts), formulas and the status quo (company/).
 */
import type { CompiledComponent } from "../company/components.ts";
import type { Model } from "../company/compile.ts";
import { divide, multiply, ONE, type Rational, rational, sum } from "../math/index.ts";
import { type ExactForm, exactForm, type ExactRule, exactRule } from "../plans/exactPay.ts";
import {
  boundOf,
  type MoneyRounding,
  moneyRounding,
  targetGiver,
  targetParts,
} from "../plans/defaults.ts";
import { surfaceOf } from "../plans/kinds/index.ts";
import type { MeasureQuestion } from "../plans/question.ts";
import type { Component, Gate, Plan } from "../plans/schema.ts";
import type { Problem } from "../problem.ts";
import { type LoadedScenario, type Scenario, scenarioOf } from "../scenario/schema.ts";
import { isFormula, isUncertain, monthsIn, type NumberInput } from "../terms.ts";
import { addsUp, asked as askedOf, type Question } from "./measured.ts";
import type { PayRole } from "./roster.ts";

/** Targets of a measure, one for each `months` months of a year. */
export type TargetSeries = { months: number; values: readonly Rational[]; from: string };

export type Asking = {
  id: string;
  title: string;
  path: string;
  question: Question;
  /** Measured over so many months, ending with the paid period. */
  months: number;
  yearToDate: boolean;
  adds: boolean;
  /** Undefined: a gate on the value itself. */
  target: TargetSeries | undefined;
};

export type GateRule = Asking & {
  gate: Gate;
  bound: Rational;
  /** True where the bound is of attainment, not of the value. */
  relative: boolean;
  /** True where the bound itself is not enough. */
  above: boolean;
  otherwise: Rational | undefined;
};

type MultiplierRule = Asking & { form: ExactForm };

export type ComponentRule = {
  id: string;
  title: string;
  path: string;
  written: Component;
  exact: ExactRule;
  question: Question;
  adds: boolean;
  months: number;
  /** Paid periods a year. */
  periods: number;
  yearToDate: boolean;
  target: TargetSeries | undefined;
  weight: Rational | undefined;
  targetPay: Rational | undefined;
  rate: Rational | undefined;
  gates: readonly GateRule[];
  multipliers: readonly MultiplierRule[];
  across: Asking | undefined;
  lagMonths: number;
};

export type PlanRules = { components: readonly ComponentRule[]; rounding: MoneyRounding };

type Site = { scenario: Scenario; model: Model; problems: Problem[] };

/** The components of a role's plan. */
export function planRules(role: PayRole, site: Site): PlanRules {
  const { scenario, model } = site;
  const plan = role.plan === undefined ? undefined : scenario.plans[role.plan];
  const compiled = model.roles.find(({ id }) => id === role.id)?.components ?? [];
  const find = (id: string) => compiled.find((one) => one.id === id && !one.pool);
  const components = Object.entries(plan?.components ?? {}).map(([id, written]) =>
    componentRule({ id, written, plan: plan!, role, find }, site),
  );
  return { components, rounding: moneyRounding(plan, scenario.currency) };
}

type Place = {
  id: string;
  written: Component;
  plan: Plan;
  role: PayRole;
  find: (id: string) => CompiledComponent | undefined;
};

function componentRule(place: Place, site: Site): ComponentRule {
  const { id, written, role, plan, find } = place;
  const { scenario, problems } = site;
  const path = `plans.${role.plan}.components.${id}`;
  const own = find(id);
  const yearToDate = written.accumulation === "yearToDate";
  const payment = written.payment ?? plan.payment;
  const read = (key: "weight" | "targetPay" | "rate") =>
    numberOf(written[key], own?.numbers[key], `${path}.${key}`, site);
  const surface = written.curve && surfaceOf(written.curve);
  return {
    id,
    title: written.title ?? own?.title ?? written.measure,
    path,
    written,
    exact: exactRule(written, limitsOf(written, own?.numbers ?? {}, { path, problems })),
    question: questionOf(written, role, payment?.on === "cash"),
    adds: addsUp(scenario, written.measure),
    months: monthsIn[written.period],
    periods: 12 / monthsIn[written.period],
    yearToDate,
    target: targetOf(place, site),
    weight: read("weight"),
    targetPay: read("targetPay"),
    rate: read("rate"),
    gates: Object.entries(written.gates ?? {}).map(([key, gate]) =>
      gateRule({ ...place, key, gate, path: `${path}.gates.${key}` }, site),
    ),
    multipliers: Object.entries(written.multipliers ?? {}).map(([key, multiplier]) => ({
      ...asking(
        {
          ...place,
          key,
          shadow: `multiplier ${key}`,
          asked: multiplier,
          path: `${path}.multipliers.${key}`,
        },
        site,
      ),
      form: exactForm(multiplier.curve),
    })),
    across:
      surface &&
      asking(
        {
          ...place,
          key: "across",
          shadow: "across",
          asked: surface.across,
          path: `${path}.curve.across`,
        },
        site,
      ),
    lagMonths: payment?.lagMonths ?? 0,
  };
}

/** Values of a component's limits, the middle of uncertain ones included; what has none is reported. */
function limitsOf(
  written: Component,
  numbers: CompiledComponent["numbers"],
  { path, problems }: { path: string; problems: Problem[] },
): CompiledComponent["numbers"] {
  const plain = { ...numbers };
  for (const key of ["payAtMost", "payPerDealAtMost", "dealAtMost", "dealAtLeast"] as const) {
    const input = written[key];
    if (input === undefined || typeof input === "number") continue;
    const middle = isUncertain(input) ? ("mean" in input ? input.mean : input.p50) : undefined;
    const value = plain[key] ?? middle;
    if (value === undefined || !Number.isFinite(value)) problems.push(noValue(`${path}.${key}`));
    plain[key] = value !== undefined && Number.isFinite(value) ? value : 1;
  }
  return plain;
}

function questionOf(
  {
    measure,
    scope,
    sourcedBy,
    segments,
  }: Pick<Component, "measure" | "scope" | "sourcedBy" | "segments">,
  role: PayRole,
  cash: boolean,
): Question {
  const own = scope === "individual" || scope === "role" ? role.segments : undefined;
  return askedOf({ measure, scope, sourcedBy, segments: segments ?? own, cash });
}

function numberOf(
  input: NumberInput | undefined,
  read: number | undefined,
  path: string,
  { problems }: Site,
): Rational | undefined {
  if (input === undefined) return undefined;
  if (typeof input === "number") return rational(input);
  const value =
    read ?? (isUncertain(input) ? ("mean" in input ? input.mean : input.p50) : undefined);
  if (value !== undefined && Number.isFinite(value)) return rational(value);
  problems.push(noValue(path));
  return ONE;
}

function noValue(path: string): Problem {
  return {
    code: "bad-formula",
    path,
    message: "the formula has no value for a statement",
    hint: "write the number itself",
  };
}

/** Targets of a component by paid period; of the year, for year to date. */
function targetOf({ id, written, role, find }: Place, site: Site): TargetSeries | undefined {
  if (written.target === undefined) return undefined;
  const path = `plans.${role.plan}.components.${id}.target`;
  const yearToDate = written.accumulation === "yearToDate";
  const months = yearToDate ? 12 : monthsIn[written.period];
  return targetSeries({ input: written.target, months, compiled: find(id), path }, site);
}

/** The targets of a component as another question takes them. */
function givenTargets(
  [id, written]: [string, Component],
  place: Place,
  site: Site,
): TargetSeries | undefined {
  const whole = targetOf({ ...place, id, written }, site);
  const { months, parts } = targetParts(written);
  if (!whole || parts.length === whole.values.length) return whole;
  return { ...whole, months, values: parts.map((part) => shareOf(parts, part, whole.values[0]!)) };
}

function shareOf(parts: readonly number[], part: number, whole: Rational): Rational {
  return divide(multiply(whole, rational(part)), sum(parts.map((one) => rational(one))));
}

function targetSeries(
  {
    input,
    months,
    compiled,
    path,
  }: { input: NumberInput; months: number; compiled: CompiledComponent | undefined; path: string },
  { problems }: Site,
): TargetSeries {
  const count = 12 / months;
  const from = isFormula(input) ? input.slice(1).trim() : "as stated";
  const all = (value: Rational) => Array.from({ length: count }, () => value);
  if (typeof input === "number") return { months, values: all(rational(input)), from };
  if (isUncertain(input)) {
    const middle = "mean" in input ? input.mean : input.p50;
    return { months, values: all(rational(middle)), from: "the middle of an uncertain number" };
  }
  const read = compiled && Array.from(compiled.target);
  if (!read || read.length !== count || !read.every((one) => Number.isFinite(one) && one > 0)) {
    problems.push(noValue(path));
    return { months, values: all(ONE), from };
  }
  return { months, values: read.map((one) => rational(one)), from };
}

type Asked = Place & { key: string; shadow: string; path: string; asked: MeasureQuestion };

/** A measure asked for beside a component's own. */
function asking(place: Asked, site: Site, needsTarget = true): Asking {
  const { asked, written, role, key, path, plan, id, find } = place;
  const { scenario, problems } = site;
  const scope = asked.scope ?? written.scope;
  const segments = asked.segments ?? written.segments;
  const period = asked.period ?? written.period;
  const question = questionOf(
    { measure: asked.measure, scope, sourcedBy: asked.sourcedBy, segments },
    role,
    false,
  );
  const months = monthsIn[period];
  let target: TargetSeries | undefined;
  if (asked.target !== undefined) {
    target = targetSeries(
      {
        input: asked.target,
        months,
        compiled: find(shadowId(id, place.shadow)),
        path: `${path}.target`,
      },
      site,
    );
  } else {
    const same = targetGiver(plan, { measure: asked.measure, scope, sourcedBy: asked.sourcedBy });
    const found = same && givenTargets(same, place, site);
    target = found && { ...found, from: `that of ${same[1].title ?? same[0]}` };
  }
  if (needsTarget && !target)
    problems.push({
      code: "bad-shape",
      path: `${path}.target`,
      message: '"target" is missing',
      hint: `no component of the plan has a target for ${asked.measure} at ${scope} scope`,
    });
  return {
    id: key,
    title: "title" in asked && typeof asked.title === "string" ? asked.title : key,
    path,
    question,
    months,
    yearToDate: (asked.accumulation ?? written.accumulation) === "yearToDate",
    adds: addsUp(scenario, asked.measure),
    target,
  };
}

function gateRule(place: Place & { key: string; gate: Gate; path: string }, site: Site): GateRule {
  const { gate } = place;
  const { bound, relative, above } = boundOf(gate);
  return {
    ...asking({ ...place, asked: gate, shadow: `gate ${place.key}` }, site, relative),
    gate,
    bound: rational(bound),
    relative,
    above,
    otherwise: gate.otherwise && rational(gate.otherwise.shareAtMost),
  };
}

function shadowId(component: string, key: string): string {
  return `${component}${SHADOW}${key}`;
}

/** No id that a person may write holds this. */
const SHADOW = " of ";

/**
 * The scenario with one more component for each formula in a target of a gate, multiplier or second measure, so that the
 * engine that reads formulas and the status quo for components reads them too. Nothing pays by these.
 */
export function withShadows(loaded: LoadedScenario): LoadedScenario {
  const scenario = scenarioOf(loaded);
  let any = false;
  const plans = Object.fromEntries(
    Object.entries(scenario.plans).map(([planId, plan]) => {
      const shadows = Object.entries(plan.components).flatMap(([id, component]) =>
        questionsOf(component).flatMap(([key, asked]): [string, Component][] => {
          if (!isFormula(asked.target)) return [];
          any = true;
          const shadow: Component = {
            measure: asked.measure,
            scope: asked.scope ?? component.scope,
            period: asked.period ?? component.period,
            target: asked.target,
            targetPay: 1,
          };
          const segments = asked.segments ?? component.segments;
          if (segments) shadow.segments = segments;
          if (asked.sourcedBy !== undefined) shadow.sourcedBy = asked.sourcedBy;
          return [[shadowId(id, key), shadow]];
        }),
      );
      const components = { ...plan.components, ...Object.fromEntries(shadows) };
      return [planId, { ...plan, components }];
    }),
  );
  if (!any) return loaded;
  const own = loaded.lineage.at(-1)!;
  const lineage = [...loaded.lineage.slice(0, -1), { ...own, scenario: { ...scenario, plans } }];
  return { ...loaded, lineage };
}

/** Path of a fault in a shadow as the file has it. */
export function withoutShadow(path: string): string {
  return path.replace(
    /\.components\.([^. ]+) of (?:(gate|multiplier) ([^.]+)|across)/,
    (_, id: string, kind: string | undefined, key: string | undefined) =>
      kind === undefined
        ? `.components.${id}.curve.across`
        : `.components.${id}.${kind}s.${key ?? ""}`,
  );
}

function questionsOf(component: Component): [string, MeasureQuestion][] {
  const surface = component.curve && surfaceOf(component.curve);
  return [
    ...Object.entries(component.gates ?? {}).map(([key, gate]): [string, MeasureQuestion] => [
      `gate ${key}`,
      gate,
    ]),
    ...Object.entries(component.multipliers ?? {}).map(
      ([key, multiplier]): [string, MeasureQuestion] => [`multiplier ${key}`, multiplier],
    ),
    ...(surface ? [["across", surface.across] satisfies [string, MeasureQuestion]] : []),
  ];
}
