/**
 * Economics of a scenario's plans: what compensation costs at any result, how far pay reaches, quotas, and a budget.
 *
 * Terms     company plan, leverage, over-assignment, bands: economicsResult.ts.
 * Formula   at share k of the plan every amount and count measured is multiplied by k × plan ÷ bookings expected on
 *           the old behaviour; averages (win rate, lead quality) and scores stay; expected pay is then integrated over
 *           luck as for any result.
 * Always    efforts of the cost curve are those of the status quo: it is arithmetic, not a forecast.
 * Not here  quotas (deployment.ts), simulated economics (tally.ts).
 * Source    docs/guide/economics.md
 */
import { type Conditioned, evaluateConditioned } from "../behaviour/conditionedPay.ts";
import { evaluatePayRisk, type Payout } from "../behaviour/payRisk.ts";
import type { Model, ModelRole } from "../company/compile.ts";
import { evaluateAt, type Workspace } from "../company/equilibrium.ts";
import { relativeMeasures, setMasses } from "../company/minds.ts";
import { headsPaid } from "../company/paidHeads.ts";
import type { Solved } from "../company/solve.ts";
import { isRatio } from "../funnel/measure.ts";
import { lowDiscrepancy, meanOneQuantile } from "../math/index.ts";
import { type Curve, mostOf } from "../plans/curve.ts";
import { type Moments, payMoments, slopeAt } from "../plans/expectedPay.ts";
import { bookingQuotas, deploymentOf } from "./deployment.ts";
import { bandBounds } from "../simulation/pay.ts";
import { decidingComponent } from "../simulation/plan.ts";
import type { BudgetReading, CostPoint, Economics, RoleEconomics } from "./economicsResult.ts";
import { firstYearAt } from "./expected.ts";
import { publishedMix } from "./publishedPay.ts";
import type { Expected } from "./result.ts";
import { attainmentAt } from "./sampledPay.ts";
import { shareAtLevel } from "./shareAtQuota.ts";

/** Shares of the company plan at which compensation is costed. */
const PLAN_SHARES = [0.8, 0.9, 1, 1.1, 1.2];

/** Economics of a solved scenario. Leaves its workspace at the solution, means included. */
export function economicsOf(solved: Solved, expected: Expected): Economics {
  const { model, compiled, solution, space } = solved;
  const companyPlan = companyPlanOf(model, compiled.lineage[0]!);
  const costOfCompensation = costCurve(space, expected, companyPlan.bookings);
  const quotas = bookingQuotas(model);
  const firstYear = firstYearAt(solved, solution.lnEfforts, "means").space;
  return {
    companyPlan,
    onCosts: model.costs.onCosts,
    costOfCompensation,
    roles: Object.fromEntries(
      model.roles.map((role, r) => [
        role.id,
        roleEconomics(role, r, { expected, firstYear, quotas }),
      ]),
    ),
    deployment: deploymentOf(model, quotas, companyPlan.bookings),
    budget: budgetOf(model, expected, firstYear),
  };
}

function companyPlanOf(model: Model, statusQuo: Model): Economics["companyPlan"] {
  if (model.companyPlan !== undefined) return { bookings: model.companyPlan, from: "stated" };
  const { funnel, mechanicalFlows } = statusQuo;
  const stages = funnel.stages.length;
  const bookings = funnel.flows.reduce(
    (sum, { segment }, a) =>
      sum + mechanicalFlows.entries[a * stages + stages - 1]! * funnel.segments[segment]!.dealMean,
    0,
  );
  return { bookings, from: "statusQuo" };
}

function costCurve(space: Workspace, { mechanical }: Expected, plan: number): CostPoint[] {
  const { model } = space;
  evaluateAt(space, new Float64Array(space.values.length), "means");
  const bookings = mechanical.steadyState.totals.bookings;
  const basePay = model.roles.reduce((sum, role) => sum + role.heads.basePay, 0);
  return PLAN_SHARES.map((ofPlan) => {
    const booked = ofPlan * plan;
    const { variablePay, pools } = payAtScale(space, bookings > 0 ? booked / bookings : 1);
    const pay = basePay + variablePay;
    return {
      ofPlan,
      bookings: booked,
      basePay,
      variablePay,
      pools,
      pay,
      onCosts: model.costs.onCosts * pay,
      payOfBookings: booked > 0 ? pay / booked : 0,
    };
  });
}

/** Mean variable pay of everybody where every amount and count is `factor` times what the workspace stands at. */
function payAtScale(space: Workspace, factor: number): { variablePay: number; pools: number } {
  let variablePay = 0;
  let pools = 0;
  for (const [r, role] of space.model.roles.entries()) {
    const minds = space.mindsOf[r]!;
    const given = { efforts: space.efforts, mean: space.mean[r]!, measured: space.measured[r]! };
    const relatives = relativeMeasures(role, minds, given);
    const scaled = given.measured.map((one, l) =>
      isFixed(role.lines[l]!) ? one : { ...one, mass: one.mass.map((mass) => mass * factor) },
    );
    for (const [i, mind] of minds.entries()) {
      setMasses(mind, role, scaled, relatives[i]!);
      evaluatePayRisk(mind.risk, "means", mind.worth);
      const people = headsPaid(role, mind) * mind.weight;
      variablePay += people * mind.worth.mean;
      let first = 0;
      for (const component of role.components) {
        for (let p = 0; component.pool && p < component.payouts; p++)
          pools += people * mind.worth.payoutMean[mind.payoutOf[first + p]!]!;
        first += component.payouts;
      }
    }
  }
  return { variablePay, pools };
}

/** True for a measure that does not grow with volume: an average, or a score. */
function isFixed({ measure }: ModelRole["lines"][number]): boolean {
  return isRatio(measure) || measure.kind === "score";
}

type RoleSite = {
  expected: Expected;
  firstYear: Workspace;
  quotas: ReturnType<typeof bookingQuotas>;
};

function roleEconomics(
  role: ModelRole,
  r: number,
  { expected, firstYear, quotas }: RoleSite,
): RoleEconomics {
  const quota = quotas.get(role.id)?.each ?? null;
  const { pay } = expected.firstYear.roles[role.id]!;
  return {
    base: role.basePay / role.ote,
    published: publishedMix(role.id, role.title),
    quota,
    quotaOverOte: quota === null ? null : quota / role.ote,
    leverage: leverageOf(pay.p90, role),
    curves: Object.fromEntries(
      role.components.map((component) => [component.id, curveEconomics(component.curves[0]!)]),
    ),
    attainment: attainmentOf(firstYear, r),
  };
}

/** Pay at P90 over pay at target, of variable pay and of all pay. */
export function leverageOf(
  p90: number,
  role: { basePay: number; targetVariable: number; ote: number },
): RoleEconomics["leverage"] {
  const { basePay, targetVariable, ote } = role;
  return {
    variable: targetVariable > 0 ? (p90 - basePay) / targetVariable : null,
    total: p90 / ote,
  };
}

function curveEconomics(curve: Curve): RoleEconomics["curves"][string] {
  return { slopeBelow: slopeBelow(curve, 1), slopeAbove: slopeAt(curve, 1), most: mostOf(curve) };
}

function slopeBelow({ x, slope }: Curve, attainment: number): number {
  let i = x.length - 1;
  while (i >= 0 && x[i]! >= attainment) i--;
  return i < 0 ? 0 : slope[i]!;
}

function attainmentOf(space: Workspace, r: number): RoleEconomics["attainment"] {
  const role = space.model.roles[r]!;
  const component = decidingComponent(role);
  if (component < 0) return null;
  const above = bandBounds.map((level) => shareAtLevel(space, r, { component, level }));
  const { id, title } = role.components[component]!;
  return {
    component: id,
    title,
    bands: [...above, 0].map((share, i) => Math.max(0, (i === 0 ? 1 : above[i - 1]!) - share)),
  };
}

/** The budget line of a scenario over the expected first year, or null. */
function budgetOf(model: Model, expected: Expected, firstYear: Workspace): Economics["budget"] {
  if (!model.budget) return null;
  const { amount, counts } = model.budget;
  const { basePay, variablePay } = expected.firstYear.totals;
  const fixed = counts === "variablePay" ? 0 : basePay;
  const times = counts === "payWithOnCosts" ? 1 + model.costs.onCosts : 1;
  const years = variablePayYears(firstYear, variablePay).map((pay) => times * (fixed + pay));
  return { amount, counts, expected: budgetReading(years, amount) };
}

const YEARS = 512;

/**
 * Variable pay of the company in evenly spread years: shared shocks move everybody, own luck and counting are
 * integrated and their spread added to that of the shocks; scaled to the mean that is known.
 */
function variablePayYears(space: Workspace, mean: number): number[] {
  const { model } = space;
  const { lead, quality, close } = model.shocks;
  const places = new Float64Array(4);
  const moments: Moments = { mean: 0, square: 0, meanSlope: 0, squareSlope: 0 };
  const years: number[] = [];
  let apart = 0;
  for (let i = 0; i < YEARS; i++) {
    lowDiscrepancy(places, i);
    const factor = {
      lead: meanOneQuantile(places[0]!, lead),
      quality: meanOneQuantile(places[1]!, quality),
      close: meanOneQuantile(places[2]!, close),
      own: 1,
    };
    let year = 0;
    for (const mind of space.minds) {
      const role = model.roles[mind.role]!;
      const people = headsPaid(role, mind) * mind.weight;
      for (const [k, payout] of mind.payouts.entries()) {
        const one = mind.risk.conditioned[k];
        if (one) setConditionedMoments({ one, payout, luck: role.residualLuck, factor }, moments);
        else {
          const own = payout.individual ? role.residualLuck * role.residualLuck : 0;
          const sigma = Math.sqrt(payout.sigma * payout.sigma + own);
          payMoments(payout.curve, attainmentAt(payout, factor), sigma, moments);
        }
        year += people * payout.count * payout.scale * moments.mean;
        const variance = Math.max(0, moments.square - moments.mean * moments.mean);
        // Noise of a shared payout is the same for everybody, that of an individual one is each person's own.
        const together = payout.individual ? people : people * people;
        apart += (together * payout.count * payout.scale * payout.scale * variance) / YEARS;
      }
    }
    years.push(year);
  }
  const found = years.reduce((sum, year) => sum + year, 0) / YEARS;
  const spread = years.reduce((sum, year) => sum + (year - found) * (year - found), 0) / YEARS;
  const wider = spread > 0 ? Math.sqrt((spread + apart) / spread) : 1;
  const level = found > 0 ? mean / found : 0;
  return years.map((year) => level * (found + wider * (year - found)));
}

/** Midpoints of own luck, which moves a payout and what its conditions read together. */
const OWN_POINTS = 5;

/** First two moments of a payout that hangs on more than its own measure, over own luck and noise. */
function setConditionedMoments(
  {
    one,
    payout,
    luck,
    factor,
  }: {
    one: Conditioned;
    payout: Payout;
    luck: number;
    factor: Parameters<typeof attainmentAt>[1];
  },
  out: Moments,
): void {
  const points = luck > 0 ? OWN_POINTS : 1;
  out.mean = 0;
  out.square = 0;
  for (let q = 0; q < points; q++) {
    const here = { ...factor, own: meanOneQuantile((q + 0.5) / points, luck) };
    for (const [s, side] of one.on.sides.entries()) one.at[s] = attainmentAt(side, here);
    const own = attainmentAt(payout, here);
    evaluateConditioned(one, own, { risk: 0, sigma: payout.sigma, detail: "moments" });
    out.mean += one.mean / points;
    out.square += (one.mean * one.mean + one.variance) / points;
  }
}

function budgetReading(years: number[], amount: number): BudgetReading {
  const sorted = years.toSorted((a, b) => a - b);
  const at = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
  return {
    mean: years.reduce((sum, year) => sum + year, 0) / years.length,
    p50: at(0.5),
    p80: at(0.8),
    p90: at(0.9),
    exceeds: years.filter((year) => year > amount).length / years.length,
  };
}
