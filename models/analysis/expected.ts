/**
 * The expected layer of a solved scenario: what a run reports before any year is simulated.
 *
 * Terms     reading = the steady year or the first year, with the response or on the old behaviour.
 * Always    means and standard deviations are near-exact; percentiles come from a fixed low-discrepancy set.
 * Source    docs/model.md#results
 */
import { type Detail, evaluatePayRisk, MASKS } from "../behaviour/payRisk.ts";
import { hoursGiven } from "../company/alignment.ts";
import type { Model } from "../company/compile.ts";
import { measureTitle, type CompiledComponent } from "../company/components.ts";
import {
  cornersIn,
  evaluateAt,
  lnTurnovers,
  otherEquilibria,
  spectralRadius,
  utilities,
  type Workspace,
} from "../company/equilibrium.ts";
import { type ContractMonths, measuredOf, measureFirstYear } from "../company/measured.ts";
import { compileMinds, mindsByRole, relativeMeasures, setMasses } from "../company/minds.ts";
import { landingLogSd } from "../company/landing.ts";
import type { Losses } from "../company/losses.ts";
import { headsPaid } from "../company/paidHeads.ts";
import { answers, lossesAt, type Solved, steadyTotals, variablePay } from "../company/solve.ts";
import { fillTotals, fixedCosts, practiceTime, totalOrder } from "../company/totals.ts";
import { turnoverOf } from "../company/turnover.ts";
import { contractsOf, handOverPush } from "../company/year.ts";
import { compileMeasure, evaluateMeasure, measureYear } from "../funnel/measure.ts";
import { evaluatePath, type MonthPath, monthPath } from "../funnel/path.ts";
import { sampledPay } from "./sampledPay.ts";
import { shareAtQuota } from "./shareAtQuota.ts";
import type {
  ComponentResult,
  Expected,
  ExpectedYear,
  OtherOutcome,
  RoleExpected,
  Totals,
} from "./result.ts";

/** How thorough the expected layer is: a preview looks for no other equilibria and samples fewer points. */
export type Thoroughness = { preview: boolean; seed: number };

/** Points sampled for percentiles; with "means" standard deviations come from the sample too. */
type Precision = { points: number; detail: "means" | "moments" };
const ROUGH: Precision = { points: 256, detail: "means" };

/** Starts tried, and the log efforts of every other equilibrium found. */
export type Search = { starts: number; others: Float64Array[] };

/** Every other equilibrium of a solved scenario; a preview, and a response that is off or not found, looks for none. */
export function searchOthers(solved: Solved, { preview, seed }: Thoroughness): Search {
  const { space, calibration, solution } = solved;
  if (solution.status === "off") return { starts: 0, others: [] };
  if (preview || solution.status === "none") return { starts: 1, others: [] };
  return otherEquilibria(space, calibration, solution, seed);
}

/** The expected layer of a solved scenario. Leaves the workspace at the solution, means included. */
export function expectedOf(
  solved: Solved,
  { preview, seed }: Thoroughness,
  searched: Search = searchOthers(solved, { preview, seed }),
): Expected {
  const { model, space, calibration, solution, losses } = solved;
  const rest = new Float64Array(space.values.length);
  const moved = answers(solved);
  const full: Precision = preview ? ROUGH : { points: 4096, detail: "moments" };

  const old = { lnEfforts: rest, losses: losses.mechanical };
  const mechanical = readings(solved, old, full);
  const response = moved
    ? readings(solved, { lnEfforts: solution.lnEfforts, losses: losses.response }, full)
    : mechanical;

  const others = searched.others.map((lnEfforts) => otherOutcome(solved, lnEfforts));
  const radius =
    preview || solution.status === "off" || solution.status === "none"
      ? null
      : spectralRadius(space, calibration, solution.lnEfforts);
  evaluateAt(space, solution.lnEfforts, "means");
  const time = practiceTime(model);
  return {
    efforts: effortsByTask(space),
    valueOfEffort: byTask(space, space.values),
    statusQuoValueOfEffort: byTask(space, calibration.values),
    elasticities: elasticities(model, space),
    equilibrium: {
      status: solution.status,
      iterations: solution.iterations,
      residual: solution.residual,
      spectralRadius: radius,
      starts: searched.starts,
      corners: cornersIn(space),
      others: others.map(({ efforts }) => efforts),
      outcomes: others.map(({ outcome }) => outcome),
    },
    retention: retentionOf(solved),
    ...response,
    mechanical,
    alignment: {
      level: model.alignment.mean,
      practiceHours: time.hours,
      practiceHoursValue: time.value,
      quarters: Array.from(model.alignment.path).filter((_, t) => t % 3 === 0),
      practices: practicesApart(model),
    },
    timing: timingOf(solved),
    notCalibrated: calibration.notCalibrated,
  };
}

/** Turnover by role at the solution; null where retention is off. */
function retentionOf({ model, space, solution }: Solved): Expected["retention"] {
  if (!model.retention) return null;
  const turnover = turnoverOf(model, lnTurnovers(space, solution.lnEfforts));
  return Object.fromEntries(turnover.map(({ role, ...one }) => [role, one]));
}

/** Timing games of a year by role, or null where none are played. */
function timingOf({ model, timing }: Solved): Expected["timing"] {
  if (!timing) return null;
  const passed = model.behaviour.timing?.discountPassed ?? 0;
  return Object.fromEntries(
    [...timing].map(([role, { pulledForward, heldBack, price, acceptable }]) => [
      role,
      {
        pulledForward,
        heldBack,
        discount: price > 0 ? (passed * acceptable) / price : 0,
        lost: passed * acceptable,
      },
    ]),
  );
}

/** What the company and its roles come to in a steady year at another equilibrium. Leaves the workspace there. */
function otherOutcome(
  solved: Solved,
  lnEfforts: Float64Array,
): { efforts: Record<string, Record<string, number>>; outcome: OtherOutcome } {
  const { model, space, calibration } = solved;
  evaluateAt(space, lnEfforts, "means");
  const row = new Float64Array(totalOrder.length);
  steadyTotals(space, lossesAt(space, lnEfforts, solved.losses.response.discounts), row);
  const { bookings, pay, contribution } = totalsOf(row);
  const utility = utilities(space, calibration, lnEfforts);
  const roles = model.roles.map((role, r) => {
    let [paid, gain] = [0, 0];
    for (const mind of space.mindsOf[r]!) {
      const m = space.minds.indexOf(mind);
      const before = calibration.utility[m]!;
      paid += mind.weight * (role.basePay + mind.worth.mean);
      gain += mind.weight * (Number.isNaN(before) ? 0 : utility[m]! - before);
    }
    return [role.id, { pay: paid, utilityGain: gain }] as const;
  });
  return {
    efforts: effortsByTask(space),
    outcome: { totals: { bookings, pay, contribution }, roles: Object.fromEntries(roles) },
  };
}

type Readings = { steadyState: ExpectedYear; firstYear: ExpectedYear };

/** Where people stand: log efforts, and what is lost there. */
type Behaved = { lnEfforts: Float64Array; losses: Losses };

/** Both readings of one behaviour. */
function readings(solved: Solved, behaved: Behaved, precision: Precision): Readings {
  const { space, path, contracts } = firstYearAt(solved, behaved.lnEfforts, precision.detail);
  return {
    steadyState: steadyYear(solved, behaved, precision),
    firstYear: transitionYear({ ...solved, space }, { ...behaved, precision, path, contracts }),
  };
}

/** The first year at log efforts, where the workspace is left: its path, and a workspace paid period by period. */
export function firstYearAt(
  { model, space }: Solved,
  lnEfforts: Float64Array,
  detail: Detail,
): { space: Workspace; path: MonthPath; contracts: ContractMonths } {
  evaluateAt(space, lnEfforts, detail);
  const path = monthPath(model.funnel);
  evaluatePath(
    model.funnel,
    space.flows,
    { attempts: model.attempts, handOverPush: handOverPush(model) },
    path,
  );
  const contracts = contractsOf(model, path, space.flows);
  return { space: firstYearSpace(space, { path, contracts, detail }), path, contracts };
}

/** A workspace whose minds are paid for the first year of a path, period by period. */
function firstYearSpace(
  space: Workspace,
  { path, contracts, detail }: { path: MonthPath; contracts: ContractMonths; detail: Detail },
): Workspace {
  const { model } = space;
  const measured = measuredOf(model);
  measureFirstYear(model, path, { flows: space.flows, contracts }, measured);
  const minds = compileMinds(model, measured, { cache: space.cache, alike: false });
  const mindsOf = mindsByRole(model, minds);
  for (const [r, role] of model.roles.entries()) {
    const given = { efforts: space.efforts, mean: space.mean[r]!, measured: space.measured[r]! };
    const relatives = relativeMeasures(role, mindsOf[r]!, given);
    for (const [i, mind] of mindsOf[r]!.entries()) {
      setMasses(mind, role, measured[r]!, relatives[i]!);
      evaluatePayRisk(mind.risk, detail, mind.worth);
    }
  }
  return { ...space, measured, minds, mindsOf };
}

function steadyYear(
  solved: Solved,
  { lnEfforts, losses }: Behaved,
  precision: Precision,
): ExpectedYear {
  const { model, space, calibration } = solved;
  const totals = new Float64Array(totalOrder.length);
  steadyTotals(space, losses, totals);
  const { funnel, seasons } = model;
  const stages = funnel.stages.length;
  const won = stages - 1;
  const monthly = (stage: number, value: (flow: number) => number) =>
    Array.from({ length: 12 }, (_, t) => {
      let total = 0;
      for (const [a] of funnel.flows.entries()) {
        const season = seasons[a]![stage * 12 + ((funnel.firstMonth + t) % 12)]!;
        total += ((space.flows.entries[a * stages + stage]! * value(a)) / 12) * season;
      }
      return total;
    });
  const size = (a: number) => funnel.segments[funnel.flows[a]!.segment]!.dealMean;
  const revenue = totals[1]! / 12;
  return {
    totals: totalsOf(totals),
    funnel: steadyFunnel(model, space),
    months: {
      bookings: monthly(won, size),
      revenue: Array.from({ length: 12 }, () => revenue),
      pipeline: monthly(funnel.pipelineStage, size),
      pay: payMonths(space, true),
    },
    roles: roleResults(space, {
      precision,
      utility: utilities(space, calibration, lnEfforts),
      before: calibration.utility,
    }),
  };
}

type Transition = Behaved & {
  precision: Precision;
  path: MonthPath;
  contracts: ContractMonths;
};

function transitionYear(solved: Solved, year: Transition): ExpectedYear {
  const { model, space, calibration } = solved;
  const { funnel } = model;
  const { months } = funnel;
  const stages = funnel.stages.length;
  const { path, contracts } = year;
  const entries = (a: number, s: number, t: number) => {
    const at = (a * stages + s) * months + t;
    return path.opening[at]! + path.fresh[at]!;
  };
  const monthly = (stage: number) =>
    Array.from({ length: months }, (_, t) =>
      funnel.flows.reduce(
        (sum, flow, a) => sum + entries(a, stage, t) * funnel.segments[flow.segment]!.dealMean,
        0,
      ),
    );
  const bookings = monthly(stages - 1);
  const revenue = Array.from({ length: months }, (_, t) =>
    contracts.revenue.reduce((sum, segment) => sum + segment[t]!, 0),
  );
  let margin = 0;
  let revenueMargin = 0;
  for (const [g, segment] of funnel.segments.entries()) {
    revenueMargin += segment.grossMargin * sumOfYear(contracts.revenue[g]!);
    for (const [a, flow] of funnel.flows.entries()) {
      if (flow.segment !== g) continue;
      for (let t = 0; t < 12; t++)
        margin += segment.grossMargin * segment.dealMean * entries(a, stages - 1, t);
    }
  }
  const totals = new Float64Array(totalOrder.length);
  const sums = {
    bookings: sumOfYear(bookings),
    revenue: sumOfYear(revenue),
    margin,
    revenueMargin,
  };
  const fixed = fixedCosts(model, year.losses);
  fillTotals(fixed, { ...sums, variablePay: variablePay(space) }, totals, 0);
  const count = (s: number, team?: "marketing" | "sales") =>
    funnel.flows.reduce((sum, flow, a) => {
      if (team !== undefined && flow.team !== team) return sum;
      for (let t = 0; t < 12; t++) sum += entries(a, s, t);
      return sum;
    }, 0);
  const worth = (team?: "marketing" | "sales") =>
    funnel.flows.reduce((sum, flow, a) => {
      if (team !== undefined && flow.team !== team) return sum;
      for (let t = 0; t < 12; t++)
        sum += entries(a, funnel.pipelineStage, t) * funnel.segments[flow.segment]!.dealMean;
      return sum;
    }, 0);
  const opportunities = count(funnel.pipelineStage);
  return {
    totals: totalsOf(totals),
    funnel: {
      stages: Object.fromEntries(
        funnel.stages.map((stage, s) => [
          stage,
          { marketing: count(s, "marketing"), sales: count(s, "sales"), total: count(s) },
        ]),
      ),
      pipeline: { marketing: worth("marketing"), sales: worth("sales"), total: worth() },
      winRate: opportunities > 0 ? count(stages - 1) / opportunities : 0,
      leadQuality: totalOf(model, space, "leadQuality"),
      renewals: contracts.renewals.reduce((sum, segment) => sum + sumOfYear(segment), 0),
      expansion: funnel.flows.reduce((sum, flow, a) => {
        if (!flow.expansion) return sum;
        for (let t = 0; t < 12; t++)
          sum += entries(a, stages - 1, t) * funnel.segments[flow.segment]!.dealMean;
        return sum;
      }, 0),
    },
    months: {
      bookings,
      revenue,
      pipeline: monthly(funnel.pipelineStage),
      pay: payMonths(space, false),
    },
    roles: roleResults(space, {
      precision: year.precision,
      utility: utilities(space, calibration, year.lnEfforts),
      before: calibration.utility,
    }),
  };
}

/** Sum of the first twelve months. */
function sumOfYear(months: ArrayLike<number>): number {
  let total = 0;
  for (let t = 0; t < 12; t++) total += months[t]!;
  return total;
}

/** What each practice takes by itself: hours are the same beside others, as are its own costs. */
function practicesApart({ alignment, roles }: Model): Expected["alignment"]["practices"] {
  return Object.fromEntries(
    alignment.practices.map((practice) => {
      const alone = hoursGiven({ ...alignment, practices: [practice] }, roles);
      const cost = practice.cost * practice.adoption;
      const { rampMonths, halfLifeMonths } = practice.course;
      const stated = {
        ...(rampMonths !== undefined && { rampMonths }),
        ...(halfLifeMonths !== undefined && { halfLifeMonths }),
      };
      return [practice.id, { title: practice.title, ...alone, cost, ...stated }];
    }),
  );
}

function totalsOf(row: Float64Array): Totals {
  return Object.fromEntries(totalOrder.map((key, k) => [key, row[k]!])) as Totals;
}

function oneEach(): number {
  return 1;
}

function steadyFunnel(model: Model, space: Workspace): ExpectedYear["funnel"] {
  const { funnel } = model;
  const stages = funnel.stages.length;
  const sum = (s: number, value: (a: number) => number, team?: "marketing" | "sales") =>
    funnel.flows.reduce(
      (total, flow, a) =>
        team !== undefined && flow.team !== team
          ? total
          : total + space.flows.entries[a * stages + s]! * value(a),
      0,
    );
  const size = (a: number) => funnel.segments[funnel.flows[a]!.segment]!.dealMean;
  const split = (s: number, value: (a: number) => number) => ({
    marketing: sum(s, value, "marketing"),
    sales: sum(s, value, "sales"),
    total: sum(s, value),
  });
  const opportunities = sum(funnel.pipelineStage, oneEach);
  return {
    stages: Object.fromEntries(funnel.stages.map((stage, s) => [stage, split(s, oneEach)])),
    pipeline: split(funnel.pipelineStage, size),
    winRate: opportunities > 0 ? sum(stages - 1, oneEach) / opportunities : 0,
    leadQuality: totalOf(model, space, "leadQuality"),
    renewals: totalOf(model, space, "renewals"),
    expansion: totalOf(model, space, "expansion"),
  };
}

function totalOf(model: Model, space: Workspace, measure: string): number {
  const year = measureYear(model.slots);
  evaluateMeasure(
    model.funnel,
    compileMeasure(model.funnel, measure, () => 1),
    space.flows,
    year,
  );
  return year.total;
}

/** Mean pay of the company by month of a year: base in twelfths, variable when it is paid; a first year knows no earlier. */
function payMonths(space: Workspace, steady: boolean): number[] {
  const { model } = space;
  const months = Array.from({ length: 12 }, () => 0);
  const pay = (t: number, money: number) => {
    if (t < 12 || steady) months[t % 12] = months[t % 12]! + money;
  };
  for (const role of model.roles)
    for (let t = 0; t < 12; t++) months[t] = months[t]! + role.heads.basePay / 12;
  for (const mind of space.minds) {
    const role = model.roles[mind.role]!;
    const people = headsPaid(role, mind) * mind.weight;
    let i = 0;
    for (const component of role.components) {
      for (let p = 0; p < component.payouts; p++) {
        addPayout(component, p, people * mind.worth.payoutMean[mind.payoutOf[i++]!]!, pay);
      }
    }
  }
  return months;
}

/** Puts a payout into the month it is paid in; a year to date is spread as it grows where prorated, else evenly. */
function addPayout(
  { yearToDate, prorate, grown, payouts, monthsInPeriod, lagMonths }: CompiledComponent,
  p: number,
  money: number,
  pay: (t: number, money: number) => void,
): void {
  if (!yearToDate) {
    pay(((p + 1) * 12) / payouts - 1 + lagMonths, money);
    return;
  }
  const periods = 12 / monthsInPeriod;
  for (let q = 1; q <= periods; q++) {
    const part = prorate ? grown[q - 1]! - (q > 1 ? grown[q - 2]! : 0) : 1 / periods;
    pay(q * monthsInPeriod - 1 + lagMonths, money * part);
  }
}

function roleResults(
  space: Workspace,
  {
    precision,
    utility,
    before,
  }: { precision: Precision; utility: Float64Array; before: Float64Array },
): Record<string, RoleExpected> {
  const { model } = space;
  return Object.fromEntries(
    model.roles.map((role, r) => {
      const minds = space.mindsOf[r]!;
      let mean = 0;
      let square = 0;
      let certainty = 0;
      let ownUtility = 0;
      let gain = 0;
      for (const mind of minds) {
        const m = space.minds.indexOf(mind);
        const pay = role.basePay + mind.worth.mean;
        mean += mind.weight * pay;
        square += mind.weight * (pay * pay + mind.worth.variance);
        certainty += mind.weight * (role.basePay + mind.worth.certainty);
        ownUtility += mind.weight * utility[m]!;
        gain += mind.weight * (Number.isNaN(before[m]!) ? 0 : utility[m]! - before[m]!);
      }
      const { sd: sampledSd, ...percentiles } = sampledPay(space, r, precision.points);
      const sd =
        precision.detail === "moments" ? Math.sqrt(Math.max(0, square - mean * mean)) : sampledSd;
      return [
        role.id,
        {
          pay: { mean, sd, ...percentiles },
          basePay: role.basePay,
          certaintyEquivalent: certainty,
          shareAtQuota: shareAtQuota(space, r),
          utility: ownUtility,
          utilityGain: gain,
          components: componentResults(space, r),
        },
      ];
    }),
  );
}

function componentResults(space: Workspace, r: number): Record<string, ComponentResult> {
  const role = space.model.roles[r]!;
  const measured = space.measured[r]!;
  let first = 0;
  return Object.fromEntries(
    role.components.map((component, c) => {
      let pay = 0;
      for (const mind of space.mindsOf[r]!) {
        for (let p = 0; p < component.payouts; p++) {
          pay += mind.weight * mind.worth.payoutMean[mind.payoutOf[first + p]!]!;
        }
      }
      const middle = space.mindsOf[r]![space.mindsOf[r]!.length >> 1]!;
      const logSd = landingLogSd(middle.payouts[middle.payoutOf[first]!]!, space.model, role);
      first += component.payouts;
      const { mass } = measured[c]!;
      let attained = 0;
      let target = 0;
      for (let p = 0; p < component.payouts; p++) {
        for (let mask = 0; mask < MASKS; mask++)
          attained += mass[p * MASKS + mask]! * component.target[p]!;
        target += component.target[p]!;
      }
      return [
        component.id,
        {
          title: component.title,
          measure: measureTitle(component.measure.id),
          target: component.target.reduce((sum, one) => sum + one, 0) / component.payouts,
          targetPay: component.targetPay,
          attainment: attained / target,
          logSd,
          pay,
          shared: component.shared,
        },
      ];
    }),
  );
}

function effortsByTask(space: Workspace): Record<string, Record<string, number>> {
  return Object.fromEntries(
    space.model.roles.map((role, r) => [
      role.id,
      Object.fromEntries(role.tasks.map((task, k) => [task.id, space.mean[r]![k]!])),
    ]),
  );
}

/** A vector in the order of efforts, as means over skill points by role and task. */
function byTask(space: Workspace, values: Float64Array): Record<string, Record<string, number>> {
  return Object.fromEntries(
    space.model.roles.map((role, r) => [
      role.id,
      Object.fromEntries(
        role.tasks.map((task, k) => [
          task.id,
          space.mindsOf[r]!.reduce((sum, mind) => sum + mind.weight * values[mind.first + k]!, 0),
        ]),
      ),
    ]),
  );
}

function elasticities(model: Model, space: Workspace): Expected["elasticities"] {
  const year = measureYear(model.slots);
  const of = (measure: string, sourcedBy?: "marketing") => {
    const credit = (a: number) =>
      sourcedBy === undefined || model.funnel.flows[a]!.team === sourcedBy ? 1 : 0;
    evaluateMeasure(model.funnel, compileMeasure(model.funnel, measure, credit), space.flows, year);
    return Object.fromEntries(
      model.roles.map((role) => [
        role.id,
        Object.fromEntries(role.tasks.map((task) => [task.id, year.elasticity[task.slot]!])),
      ]),
    );
  };
  return {
    ...Object.fromEntries(model.funnel.stages.map((stage) => [stage, of(stage)])),
    marketingPipeline: of("pipeline", "marketing"),
    pipeline: of("pipeline"),
    bookings: of("bookings"),
  };
}
