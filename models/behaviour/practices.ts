/**
 * Alignment practices: hours that are certain, effects that are not.
 *
 * Terms     adoption u = share of a practice in place; path = what it moves; g = quarterly gain of alignment; strength =
 *           share of its full effect that a practice has in a month: ramp × decay, at the month's middle.
 * Formula   A' = A + (Σ g·u)(1 − A) − δ(A − floor) a quarter; direct effects combine as
 *           ln(1 + total) = ½·Σ ln(1 + effect·u) on each path, since the practices share causes; a direct effect counts at
 *           its mean strength over the horizon, a gain of alignment at that of its quarter.
 * Always    the time is charged once, as lost work or as money; the value of the hours is always shown.
 * Not here  the assessment that measures alignment.
 * Source    docs/model.md#alignment
 */
import { exp, log } from "../math/index.ts";
import type { Uncertain } from "../terms.ts";

export type PracticePath = "handOver" | "care" | "effort" | "alignment" | "help" | "quality";

export type PracticeDefault = {
  title: string;
  hours: number;
  path: PracticePath;
  effect: Uncertain | number;
  /** Months to full effect, and months in which half of it fades, null where it does not; proposed, not applied. */
  ramp: number;
  halfLife: number | null;
  evidence: string;
};

/** The eight practices: hours a person and year, path, default effect with its spread, and what it rests on. */
export const practiceDefaults: Readonly<Record<string, PracticeDefault>> = {
  defineRoles: {
    title: "Define roles",
    hours: 8,
    path: "handOver",
    effect: { mean: 0.015, sd: 0.02 },
    ramp: 4.5,
    halfLife: null,
    evidence: "Meta-analysis of role ambiguity in other settings",
  },
  oneManager: {
    title: "One manager over both",
    hours: 0,
    path: "care",
    effect: { p10: 0, p50: 0.05, p90: 0.13 },
    ramp: 9,
    halfLife: null,
    evidence: "Survey: senior support goes with less conflict",
  },
  teamGoals: {
    title: "Goals per team",
    hours: 6,
    path: "effort",
    effect: { mean: 0.02, sd: 0.03 },
    ramp: 0,
    halfLife: null,
    evidence: "Laboratory: group goals help, self-centred ones in joint work hurt",
  },
  jointMeeting: {
    title: "Weekly joint meeting",
    hours: 46,
    path: "alignment",
    effect: 0.03,
    ramp: 4.5,
    halfLife: null,
    evidence: "Survey only; no effect on revenue is known",
  },
  teamBuilding: {
    title: "Team building",
    hours: 16,
    path: "alignment",
    effect: 0.02,
    ramp: 0,
    halfLife: 7.5,
    evidence: "Meta-analysis: mostly mood and process",
  },
  jointAssignments: {
    title: "Joint assignments",
    hours: 40,
    path: "help",
    effect: { p10: 0, p50: 0.02, p90: 0.045 },
    ramp: 6,
    halfLife: null,
    evidence: "Indirect: complementarity in a randomised trial",
  },
  jobRotation: {
    title: "Job rotation",
    hours: 80,
    path: "quality",
    effect: { mean: 0.012, sd: 0.02 },
    ramp: 9,
    halfLife: null,
    evidence: "Meta-analysis of 56 studies; knowledge of customers is lost",
  },
  feedback: {
    title: "Feedback",
    hours: 24,
    path: "quality",
    effect: { mean: 0.02, sd: 0.0465 },
    ramp: 3,
    halfLife: 4.5,
    evidence: "Meta-analysis: one in three harms; one randomised trial",
  },
};

/** "full effect after 4.5 months, no fading": how published work suggests that a practice grows and fades. */
export function suggestedCourse({ ramp, halfLife }: PracticeDefault): string {
  const grows = ramp > 0 ? `full effect after ${ramp} months` : "full effect at once";
  return `${grows}, ${halfLife === null ? "no fading" : `half of it gone in ${halfLife} months`}`;
}

/** What is left of feedback's effect on people who are paid on profit. */
export const BESIDE_PROFIT_BONUS = 0.2;

/** A practice in place, with its numbers read: a direct effect at its mean strength. */
export type PracticeInPlace = {
  id: string;
  title: string;
  adoption: number;
  hours: number;
  effect: number;
  path: PracticePath;
  cost: number;
  /** As stated. */
  course: Course;
  takesPart: (role: string) => boolean;
};

/** True of a path along which effects multiply: one of −1 would leave nothing. */
export function multiplies(path: PracticePath): boolean {
  return path !== "care" && path !== "help" && path !== "alignment";
}

/** Sum of what practices add along a path: log points for direct effects, plain sums for care, help and alignment. */
export function practicePush(
  practices: PracticeInPlace[],
  path: PracticePath,
  role?: string,
): number {
  let push = 0;
  for (const practice of practices) {
    if (practice.path !== path || (role !== undefined && !practice.takesPart(role))) continue;
    const effect = practice.effect * practice.adoption;
    push += multiplies(path) ? log(1 + effect) / 2 : effect;
  }
  return push;
}

/** How a practice grows and fades; undefined: at once, and not at all. */
export type Course = { rampMonths: number | undefined; halfLifeMonths: number | undefined };

/** Share of its full effect that a practice has in month t, at the month's middle: linear ramp times decay. */
export function strengthIn({ rampMonths = 0, halfLifeMonths }: Course, t: number): number {
  const time = t + 0.5;
  const grown = time >= rampMonths ? 1 : time / rampMonths;
  if (halfLifeMonths === undefined) return grown;
  return halfLifeMonths === 0 ? 0 : grown * exp((-LN2 * time) / halfLifeMonths);
}

const LN2 = log(2);

/** Mean strength over months from `from` up to `to`, which is not among them; 1 exactly where nothing grows or fades. */
export function meanStrength(course: Course, { from, to }: { from: number; to: number }): number {
  if (course.rampMonths === undefined && course.halfLifeMonths === undefined) return 1;
  let sum = 0;
  for (let t = from; t < to; t++) sum += strengthIn(course, t);
  return sum / (to - from);
}

/** Hours a year that one person of a role gives to practices. */
export function practiceHours(practices: PracticeInPlace[], role: string): number {
  return practices.reduce(
    (sum, practice) => sum + (practice.takesPart(role) ? practice.hours * practice.adoption : 0),
    0,
  );
}

/**
 * Alignment month by month from `level` on, stepped by quarters; `gain` is Σ g·u, and `gainIn` the same in the quarter
 * that ends at a month.
 */
export function alignmentPath(
  start: { level: number; floor: number; decay: number; gain: number },
  months: number,
  gainIn: (month: number) => number = () => start.gain,
): Float64Array {
  const path = new Float64Array(months);
  let level = start.level;
  for (let t = 0; t < months; t++) {
    if (t > 0 && t % 3 === 0) level = nextAlignment(level, { ...start, gain: gainIn(t) });
    path[t] = level;
  }
  return path;
}

/** Alignment a quarter later, kept within 0 and 1. */
export function nextAlignment(
  level: number,
  { floor, decay, gain }: { floor: number; decay: number; gain: number },
): number {
  const next = level + gain * (1 - level) - decay * (level - floor);
  return Math.min(Math.max(next, 0), 1);
}
