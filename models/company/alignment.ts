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
  practiceDefaults,
  practiceHours,
  type PracticeInPlace,
  practicePush,
} from "../behaviour/practices.ts";
import type { NumberInput, ReadNumber } from "../terms.ts";
import type { Problem } from "../problem.ts";
import type { Scenario } from "../scenario/schema.ts";

/** Working hours of a person and year. */
const WORKING_HOURS = 1800;
/** Employer's cost of an hour over OTE. */
const LOADED = 1.25;

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

type Setting = { read: ReadNumber; months: number; problems: Problem[] };

/** The scenario's alignment; the same every quarter unless a practice raises it. */
export function readAlignment(
  scenario: Scenario,
  { read, months, problems }: Setting,
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
  const { practices, courses } = readPractices(scenario, { read, months, problems });
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
    besideProfit: 0,
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
  { read, months, problems }: Setting,
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
    practices.push({
      id,
      title: written.title ?? known?.title ?? id,
      adoption: read(`${path}.adoption`, written.adoption ?? 1, "share"),
      hours: read(`${path}.hours`, written.hours ?? known?.hours ?? 0, "positive"),
      effect: read(`${path}.effect`, effect, "real") * strength,
      path: moves,
      cost: read(`${path}.cost`, written.cost ?? 0, "positive"),
      takesPart: (role) => written.roles?.includes(role) ?? true,
    });
  }
  return { practices, courses };
}

/** The alignment with feedback's effect weakened for people who are paid on profit. */
export function besideProfitBonus(
  alignment: CompiledAlignment,
  scenario: Scenario,
  roles: { id: string; headcount: number }[],
): CompiledAlignment {
  const feedback = alignment.practices.find(({ id }) => id === "feedback");
  if (!feedback) return alignment;
  let people = 0;
  let paid = 0;
  for (const { id, headcount } of roles) {
    if (!feedback.takesPart(id)) continue;
    people += headcount;
    if (isPaidOnProfit(scenario, id)) paid += headcount;
  }
  if (paid === 0) return alignment;
  const besideProfit = paid / people;
  const effect = feedback.effect * (1 - (1 - BESIDE_PROFIT_BONUS) * besideProfit);
  const practices = alignment.practices.map((practice) =>
    practice === feedback ? { ...practice, effect } : practice,
  );
  return { ...alignment, practices, besideProfit };
}

/** True where a component of a role's plan, or a pool it shares, pays money on gross margin. */
function isPaidOnProfit(
  { roles, plans, pools = {}, measures = {} }: Scenario,
  id: string,
): boolean {
  const { plan, targetVariable } = roles[id]!;
  const isProfit = (measure: string) => {
    const stated = measures[measure];
    if (stated) return stated.kind === "sum" && (stated.of["grossMargin"] ?? 0) > 0;
    return measure === "grossMargin";
  };
  const own = Object.values((plan !== undefined && plans[plan]?.components) || {}).some(
    ({ measure, weight, targetPay, rate }) =>
      isProfit(measure) &&
      ((pays(weight) && targetVariable !== 0) || pays(targetPay) || pays(rate)),
  );
  const shared = Object.values(pools).some(
    ({ measure, members, funding }) =>
      isProfit(measure) &&
      members.includes(id) &&
      pays("over" in funding ? funding.shareOfExcess : funding.amount),
  );
  return own || shared;
}

function pays(money: NumberInput | undefined): boolean {
  return money !== undefined && money !== 0;
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
