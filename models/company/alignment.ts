/**
 * Alignment of a scenario with its numbers read: level over time, practices in place, and what their hours cost.
 *
 * Source    docs/model.md#alignment
 */
import { assess } from "../behaviour/assessment.ts";
import {
  alignmentPath,
  BESIDE_PROFIT_BONUS,
  type Course,
  meanStrength,
  multiplies,
  practiceDefaults,
  practiceHours,
  type PracticeInPlace,
  practicePush,
} from "../behaviour/practices.ts";
import type { ReadNumber } from "../terms.ts";
import type { Problem } from "../problem.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { ModelRole } from "./compile.ts";
import { roleNames } from "./components.ts";

/** Effect, in full, at which a draw is held: work, leads or a rate never fall to nothing. */
const LEAST_EFFECT = -0.95;

/** Working hours of a person and year. */
export const WORKING_HOURS = 1800;
/** Employer's cost of an hour over OTE. */
export const LOADED = 1.25;

export type CompiledAlignment = {
  startLevel: number;
  path: Float64Array;
  /** Mean over the horizon. */
  mean: number;
  practices: PracticeInPlace[];
  timeCost: "output" | "money";
  /** Share of the people who take part in feedback that are paid on profit. */
  besideProfit: number;
};

type Setting = {
  read: ReadNumber;
  months: number;
  /** True in a parameter set: a draw below what an effect may be is held there. */
  drawn: boolean;
  problems: Problem[];
};

/** What pay of a role's people on profit is told by. */
type Paid = Pick<ModelRole, "id" | "headcount" | "stated" | "statedBase" | "targetVariable">;

/**
 * The scenario's alignment; the same every quarter unless a practice raises it, and with feedback's effect weakened for
 * people who are paid on profit.
 */
export function readAlignment(
  scenario: Scenario,
  { read, months, drawn, problems }: Setting,
  roles: readonly Paid[],
): CompiledAlignment {
  const written = scenario.alignment ?? {};
  if (written.level !== undefined && written.assessment !== undefined) {
    problems.push({
      code: "bad-shape",
      path: "alignment.assessment",
      message: "alignment has a level and an assessment, and they cannot both hold",
      hint: "keep one: the assessment sets the level of the function that scores lower",
    });
  }
  const assessed = written.assessment && assess(written.assessment).level;
  const startLevel = read("alignment.level", written.level ?? assessed ?? 0.4, "share");
  const besideProfit = shareBesideProfit(scenario, read, roles);
  const { practices, courses } = readPractices(
    scenario,
    { read, months, drawn, problems },
    besideProfit,
  );
  const gain = practicePush(practices, "alignment");
  const gainIn = (t: number) => practicePush(inQuarter(practices, courses, t), "alignment");
  const floor = read("alignment.floor", written.floor ?? 0.3, "share");
  const decay = read("alignment.decay", written.decay ?? 0.08, "share");
  const path =
    gain > 0
      ? alignmentPath({ level: startLevel, floor, decay, gain }, months, gainIn)
      : new Float64Array(months).fill(startLevel);
  const mean = gain > 0 ? path.reduce((sum, level) => sum + level, 0) / months : startLevel;
  return {
    startLevel,
    path,
    mean,
    practices,
    timeCost: written.timeCost ?? "output",
    besideProfit,
  };
}

/** The practices at their strength in the quarter that ends at month t. */
function inQuarter(
  practices: PracticeInPlace[],
  courses: ReadonlyMap<string, Course>,
  t: number,
): PracticeInPlace[] {
  return practices.map((practice) => ({
    ...practice,
    effect: practice.effect * meanStrength(courses.get(practice.id)!, { from: t - 3, to: t }),
  }));
}

function readPractices(
  scenario: Scenario,
  { read, months, drawn, problems }: Setting,
  besideProfit: number,
): { practices: PracticeInPlace[]; courses: Map<string, Course> } {
  const practices: PracticeInPlace[] = [];
  const courses = new Map<string, Course>();
  for (const [id, written] of Object.entries(scenario.alignment?.practices ?? {})) {
    const path = `alignment.practices.${id}`;
    const known = practiceDefaults[id];
    const effect = written.effect ?? known?.effect;
    const moves = written.path ?? known?.path;
    if (effect === undefined || moves === undefined) {
      problems.push({
        code: "bad-shape",
        path,
        message: `nothing is known of what "${id}" does`,
        hint: `give it a path and an effect, or use one of: ${Object.keys(practiceDefaults).join(", ")}`,
      });
      continue;
    }
    const monthsOf = (key: keyof Course) =>
      written[key] === undefined ? undefined : read(`${path}.${key}`, written[key], "positive");
    const course = {
      rampMonths: monthsOf("rampMonths"),
      halfLifeMonths: monthsOf("halfLifeMonths"),
    };
    courses.set(id, course);
    const strength = moves === "alignment" ? 1 : meanStrength(course, { from: 0, to: months });
    const kept = id === "feedback" ? 1 - (1 - BESIDE_PROFIT_BONUS) * besideProfit : 1;
    const adoption = read(`${path}.adoption`, written.adoption ?? 1, "share");
    const stated = read(`${path}.effect`, effect, "real");
    const full = multiplies(moves) ? Math.max(stated, LEAST_EFFECT / adoption) : stated;
    if (multiplies(moves) && !drawn && stated * adoption <= -1) {
      problems.push({
        code: "bad-number",
        path: `${path}.effect`,
        message: `an effect of ${stated} takes away all that it acts on`,
        hint: `give more than ${-1 / adoption}: half as much is -0.5`,
      });
    }
    practices.push({
      id,
      title: written.title ?? known?.title ?? id,
      adoption,
      hours: read(`${path}.hours`, written.hours ?? known?.hours ?? 0, "positive"),
      effect: full * strength * kept,
      path: moves,
      cost: read(`${path}.cost`, written.cost ?? 0, "positive"),
      course,
      takesPart: (role) => written.roles?.includes(role) ?? true,
    });
  }
  return { practices, courses };
}

/** Share of the people who take part in feedback that are paid on profit. */
function shareBesideProfit(scenario: Scenario, read: ReadNumber, roles: readonly Paid[]): number {
  const feedback = scenario.alignment?.practices?.["feedback"];
  if (!feedback) return 0;
  let people = 0;
  let paid = 0;
  for (const role of roles) {
    if (feedback.roles && !feedback.roles.includes(role.id)) continue;
    people += role.headcount;
    if (isPaidOnProfit(scenario, read, role)) paid += role.headcount;
  }
  return paid === 0 ? 0 : paid / people;
}

/** True of a measure that rises with gross margin: itself, or a stated sum with it. */
export function isProfit({ measures = {} }: Pick<Scenario, "measures">, measure: string): boolean {
  const stated = measures[measure];
  if (stated) return stated.kind === "sum" && (stated.of["grossMargin"] ?? 0) > 0;
  return measure === "grossMargin";
}

/** True where a component of a role's plan, or a pool it shares, pays money on profit. */
function isPaidOnProfit(scenario: Scenario, read: ReadNumber, role: Paid): boolean {
  const { roles, plans, pools = {} } = scenario;
  const { plan } = roles[role.id]!;
  const { stated: headcount, statedBase: basePay, targetVariable } = role;
  const names = roleNames({ basePay, targetVariable, headcount });
  const own = Object.entries((plan !== undefined && plans[plan]?.components) || {}).some(
    ([id, component]) => {
      const pays = (key: "weight" | "targetPay" | "rate") =>
        component[key] !== undefined &&
        read(`plans.${plan}.components.${id}.${key}`, component[key], "positive", names) > 0;
      return (
        isProfit(scenario, component.measure) &&
        ((targetVariable > 0 && pays("weight")) || pays("targetPay") || pays("rate"))
      );
    },
  );
  const shared = Object.entries(pools).some(
    ([id, { measure, members, funding }]) =>
      isProfit(scenario, measure) &&
      members.includes(role.id) &&
      ("over" in funding
        ? read(`pools.${id}.funding.shareOfExcess`, funding.shareOfExcess, "share")
        : read(`pools.${id}.funding.amount`, funding.amount, "positive")) > 0,
  );
  return own || shared;
}

/** Share of a role's working time lost to practices: 0 where the hours are charged as money. */
export function lostShare(alignment: CompiledAlignment, role: string): number {
  if (alignment.timeCost === "money") return 0;
  return Math.min(practiceHours(alignment.practices, role) / WORKING_HOURS, 0.95);
}

/** Hours a year given to practices, and their value at loaded pay, over the roles. */
export function hoursGiven(
  alignment: CompiledAlignment,
  roles: { id: string; headcount: number; ote: number }[],
): { hours: number; value: number } {
  let hours = 0;
  let value = 0;
  for (const role of roles) {
    const given = role.headcount * practiceHours(alignment.practices, role.id);
    hours += given;
    value += (given * role.ote * LOADED) / WORKING_HOURS;
  }
  return { hours, value };
}

/** Cash a year for practices: their own cost, and the hours where these are charged as money. */
export function practicesCash(
  alignment: CompiledAlignment,
  roles: { id: string; headcount: number; ote: number }[],
): number {
  const own = alignment.practices.reduce(
    (sum, practice) => sum + practice.cost * practice.adoption,
    0,
  );
  return own + (alignment.timeCost === "money" ? hoursGiven(alignment, roles).value : 0);
}
