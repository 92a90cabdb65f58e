/**
 * A person's payout curve in money: variable pay of a year over the attainment of their own measure.
 *
 * Terms     own = the plan's component on individual scope, else its first one; rest = the other components and pools,
 *           at what the scenario expects of them.
 * Formula   pay(a) = target pay of own × curve(a) + rest, every paid period at the same attainment.
 * Always    gates and multipliers of the own component stand at target: a drawing, never a payment.
 */
import {
  compileCurve,
  type Curve,
  curveOf,
  type LoadedScenario,
  payoutShare,
  pointsOf,
  type ScenarioResult,
  scenarioOf,
} from "#models";

export type OwnCurve = {
  title: string;
  measure: string;
  /** Money a year at a share of 1. */
  targetPay: number;
  /** Components and pools beside it, a year. */
  rest: number;
  curve: Curve;
};

/** The curve of a role, for a person with a target variable of their own where they have one. */
export function ownCurveOf(
  loaded: LoadedScenario,
  roleId: string,
  result: ScenarioResult | undefined,
): OwnCurve | undefined {
  const scenario = scenarioOf(loaded);
  const role = scenario.roles[roleId];
  const plan = role?.plan === undefined ? undefined : scenario.plans[role.plan];
  const components = Object.entries(plan?.components ?? {});
  const [id, own] =
    components.find(([, { scope }]) => scope === "individual") ?? components[0] ?? [];
  const expected = result?.expected.firstYear.roles[roleId]?.components;
  const known = id === undefined ? undefined : expected?.[id];
  if (id === undefined || !own || !known || !expected) return undefined;
  const compiled = compileCurve("curve", pointsOf(curveOf(own)));
  if (Array.isArray(compiled)) return undefined;
  const rest = Object.entries(expected).reduce(
    (sum, [other, { pay }]) => sum + (other === id ? 0 : pay),
    0,
  );
  return {
    title: known.title,
    measure: known.measure,
    targetPay: known.targetPay,
    rest,
    curve: compiled,
  };
}

/** Variable pay of a year at an attainment. */
export function payAt({ targetPay, rest, curve }: OwnCurve, attainment: number): number {
  return targetPay * payoutShare(curve, attainment) + rest;
}

/** The line of a curve between two attainments: its bends, and both sides of its jumps. */
export function lineBetween(own: OwnCurve, low: number, high: number): [number, number][] {
  const { curve, targetPay, rest } = own;
  const line: [number, number][] = [[low, payAt(own, low)]];
  for (const [i, x] of curve.x.entries()) {
    if (x <= low || x >= high) continue;
    line.push([x, targetPay * curve.left[i]! + rest], [x, targetPay * curve.y[i]! + rest]);
  }
  line.push([high, payAt(own, high)]);
  return line;
}

/** Pay for one more hundredth of target, from an attainment on. */
function slopeAt({ curve, targetPay }: OwnCurve, attainment: number): number {
  const at = curve.x.findLastIndex((x) => x <= attainment);
  return at < 0 ? 0 : curve.slope[at]! * targetPay * 0.01;
}

/** Where the curve is steep, flat or jumps next, in a sentence; the heading over the drawing. */
export function claimOf(own: OwnCurve, attainment: number | undefined): string {
  if (attainment === undefined) return "What the year pays";
  const here = slopeAt(own, attainment);
  const [first] = own.curve.x;
  const steepest = Math.max(...own.curve.slope) * own.targetPay * 0.01;
  const place = placeWords(attainment);
  if (payoutShare(own.curve, attainment) === 0 && here === 0 && (first ?? 0) < 10) {
    return `${place}, below where pay starts`;
  }
  if (here === 0) return `${place}, where more pays no more`;
  if (here >= steepest && own.curve.x.length > 1 && here > own.targetPay * 0.0101) {
    return `${place}, on the steep part`;
  }
  return place;
}

function placeWords(attainment: number): string {
  if (attainment >= 1.1) return "Well past target";
  if (attainment >= 1.005) return "Just past target";
  if (attainment >= 0.995) return "At target";
  if (attainment >= 0.9) return "Just below target";
  return "Below target";
}
