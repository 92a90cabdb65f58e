/**
 * Turnover of a company's roles: who leaves, what capacity that leaves, and what it costs.
 *
 * Terms     lnTurnover = log of each role's hazard over its own at the status quo's utility, role by role; all zeros: the
 *           old behaviour.
 * Always    nothing where retention is off; pay that is not paid is base pay with its on-costs, since variable pay falls
 *           with the work and is in the totals already.
 * Not here  how the hazard answers utility (behaviour/retention.ts).
 * Source    docs/model.md#retention
 */
import {
  attritionCost,
  leaversOfPlace,
  lnCapacityBetween,
  type Retention,
  retentionDefaults,
  type Turnover,
  turnoverDefaults,
  turnoverMoved,
} from "../behaviour/retention.ts";
import { exp } from "../math/index.ts";
import type { Role, Scenario } from "../scenario/schema.ts";
import type { ReadNumber } from "../terms.ts";
import type { Model, ModelRole } from "./compile.ts";

/** A role's turnover at the status quo's utility: as this scenario states it, and as the status quo did. */
export type RoleTurnover = {
  stated: Turnover;
  before: Turnover;
  /** OTE of the status quo. */
  ote: number;
};

/** Retention with its numbers read; undefined where the scenario leaves it out. */
export function readRetention(scenario: Scenario, read: ReadNumber): Retention | undefined {
  const written = scenario.behaviour?.retention;
  if (!written) return undefined;
  const of = (key: keyof Retention) =>
    read(`behaviour.retention.${key}`, written[key] ?? retentionDefaults[key], "positive");
  return {
    sensitivity: of("sensitivity"),
    rampMonths: of("rampMonths"),
    vacancyMonths: of("vacancyMonths"),
    replacementCost: of("replacementCost"),
  };
}

/** Turnover of a role, `before` being the role where its effort is 1. */
export function readTurnover(
  { id, role, ote }: { id: string; role: Role; ote: number },
  before: ModelRole | undefined,
  { retention, read }: { retention: Retention | undefined; read: ReadNumber },
): RoleTurnover | undefined {
  if (!retention) return undefined;
  const stated: Turnover = {
    hazard: read(`roles.${id}.turnover`, role.turnover ?? turnoverDefaults[role.team], "positive"),
    vacancyYears: retention.vacancyMonths / 12,
    rampYears: retention.rampMonths / 12,
  };
  return { stated, before: before?.turnover?.stated ?? stated, ote: before?.ote ?? ote };
}

/** Log of a role's capacity over that of the old behaviour, its hazard moved by `ln`. */
export function lnCapacityMoved({ turnover }: ModelRole, ln: number): number {
  return turnover && ln !== 0
    ? lnCapacityBetween(turnoverMoved(turnover.stated, ln), turnover.stated)
    : 0;
}

export type TurnoverOfRole = {
  role: string;
  leavers: number;
  statusQuoLeavers: number;
  capacity: number;
  cost: number;
};

/** Every role's turnover; none where retention is off. */
export function turnoverOf(
  { roles, retention, costs }: Model,
  lnTurnovers: Float64Array,
): TurnoverOfRole[] {
  if (!retention) return [];
  return roles.map(({ id, turnover, headcount, basePay, ote }, r) => {
    const { stated, before } = turnover!;
    const now = turnoverMoved(stated, lnTurnovers[r]!);
    const { replacementCost } = retention;
    return {
      role: id,
      leavers: headcount * leaversOfPlace(now),
      statusQuoLeavers: headcount * leaversOfPlace(before),
      capacity: exp(lnCapacityBetween(now, before)),
      cost: attritionCost(
        { now, before },
        { places: headcount, ote, replacementCost, payOfPlace: basePay * (1 + costs.onCosts) },
      ),
    };
  });
}

/** Money a year that turnover costs the company beyond the status quo's, which its other figures contain. */
export function attritionOf(model: Model, lnTurnovers: Float64Array): number {
  return turnoverOf(model, lnTurnovers).reduce((sum, { cost }) => sum + cost, 0);
}
