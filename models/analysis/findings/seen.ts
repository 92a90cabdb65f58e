/**
 * What findings on a plan look at: components with what the expected layer says of them, and the words they share.
 *
 * Terms     reach = probability that a paid period attains at least a level, on the expected layer's landing: attainment
 *           log-normal with the component's mean and log-sd; near = the same of landing within 5% of a level.
 * Source    docs/guide/findings.md
 */
import type { Model, ModelRole } from "../../company/compile.ts";
import type { CompiledComponent } from "../../company/components.ts";
import { log, normalCdf } from "../../math/index.ts";
import type { Adjustment } from "../../plans/adjustments/index.ts";
import type { Curve } from "../../plans/curve.ts";
import { grouped, percent, thousandsApart } from "../../words.ts";
import type { ComponentResult, Expected, Finding } from "../result.ts";

/** A finding before it is told of which scenario. */
export type Found = Omit<Finding, "scenario">;

type CapSpec = Extract<Adjustment, { kind: "cap" }>;

/** A component with what the expected layer says of it. */
export type Seen = {
  role: ModelRole;
  component: CompiledComponent;
  seen: ComponentResult;
  place: string;
  currency: string;
};

/** Every component and pool of every role. */
export function seenIn(model: Model, { firstYear }: Expected): Seen[] {
  return model.roles.flatMap((role) =>
    role.components.map((component): Seen => {
      const place = placeOf(model, role, component.id);
      const seen = firstYear.roles[role.id]!.components[component.id]!;
      return { role, component, seen, place, currency: model.currency };
    }),
  );
}

/** Probability that a paid period attains at least a level. */
export function reachOf(
  { attainment, logSd }: Pick<ComponentResult, "attainment" | "logSd">,
  level: number,
): number {
  if (level <= 0) return 1;
  if (attainment <= 0) return 0;
  if (logSd <= 0) return attainment >= level ? 1 : 0;
  return normalCdf((log(attainment / level) - (logSd * logSd) / 2) / logSd);
}

const NEAR = 0.05;

/** Probability that a paid period lands within 5% of a level; null where no luck moves the measure. */
export function nearOf(seen: ComponentResult, level: number): number | null {
  if (seen.logSd <= 0) return null;
  return reachOf(seen, level * (1 - NEAR)) - reachOf(seen, level * (1 + NEAR));
}

/** The attainment at which a component is as planned: 1, or what is expected where there is no target. */
export function usualLevel(one: Seen): number {
  return isRelative(one) ? 1 : one.seen.attainment;
}

function isRelative({ component }: Seen): boolean {
  return component.pool || component.written?.target !== undefined;
}

/** An attainment as the plan says it: of target, or the measure itself where there is none. */
export function levelWords(one: Seen, level: number): string {
  return isRelative(one) ? `${percent(level, 2)} of target` : grouped(level);
}

/** The payout of a component with the most money: what it pays at a share of 1, and its curve. */
export function bestPayout({ component }: Pick<Seen, "component">): {
  p: number;
  scale: number;
  curve: Curve;
} {
  const { scale, curves } = component;
  const p = scale.indexOf(Math.max(...scale));
  return { p, scale: scale[p]!, curve: curves[p]! };
}

/** Caps among the adjustments of a role's plan, by id. */
export function capsOf({ scenario }: Model, role: ModelRole): [id: string, cap: CapSpec][] {
  const plan = scenario.plans[scenario.roles[role.id]!.plan ?? ""];
  return Object.entries(plan?.adjustments ?? {}).flatMap(([id, spec]): [string, CapSpec][] =>
    spec.kind === "cap" ? [[id, spec]] : [],
  );
}

/** True where a cap among the adjustments bounds what a role is paid. */
export function hasCap(model: Model, role: ModelRole): boolean {
  return capsOf(model, role).length > 0;
}

/** Where a component or pool of a role stands in the scenario. */
export function placeOf({ scenario }: Model, role: ModelRole, id: string): string {
  const pooled = role.components.some((component) => component.pool && component.id === id);
  return pooled ? `pools.${id}` : `plans.${scenario.roles[role.id]!.plan}.components.${id}`;
}

/** A factor to two places. */
export function rate(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** An amount with its currency: "1,750 USD". */
export function money({ currency }: { currency: string }, value: number, places = 0): string {
  const size = thousandsApart(Math.abs(value).toFixed(places));
  return `${value < 0 && /[1-9]/.test(size) ? "\u2212" : ""}${size} ${currency}`;
}
