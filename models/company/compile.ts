/**
 * A scenario as the engine sees it: numbers read for one parameter set, ids turned into indices, defaults applied.
 *
 * Terms     model = one compiled scenario; calibration = the compiled status quo and, for roles and tasks it lacks, the
 *           first scenario of the chain that has them; slot = one role's one task.
 * Always    pure: the same scenario and set give the same model; every fault found is in `problems`.
 * Not here  what people do with it (behaviour/), years of luck (simulation/).
 * Source    docs/model.md
 */
import type { RiskTaste } from "../behaviour/payRisk.ts";
import { type PracticePath, practicePush } from "../behaviour/practices.ts";
import { lnCapacityBetween, type Retention } from "../behaviour/retention.ts";
import { compileEffects, type TaskSlot } from "../behaviour/tasks.ts";
import { timingPresets, type TimingTerms } from "../behaviour/timing.ts";
import { compileFunnel, type CompiledFunnel } from "../funnel/compile.ts";
import { type Effects, evaluateFlows, type SteadyFlows, steadyFlows } from "../funnel/flow.ts";
import {
  evaluateMeasure,
  measureYear,
  type MeasureYear,
  type StatedMeasure,
} from "../funnel/measure.ts";
import { steadySeason } from "../funnel/path.ts";
import { log, log1p } from "../math/index.ts";
import { compileAdjustments, type CompiledAdjustment } from "../plans/adjustments/index.ts";
import type { Curve } from "../plans/curve.ts";
import { type Problem, ProblemError, unknownName } from "../problem.ts";
import type { ReadNumber } from "../terms.ts";
import { type CompiledAlignment, lostShare, readAlignment } from "./alignment.ts";
import { type CompiledComponent, compileComponents, roleNames } from "./components.ts";
import { creditingOf, type Ownership, paidOnRollUp } from "./crediting.ts";
import { setOpening } from "./opening.ts";
import type { Heads, NamedPerson } from "./people.ts";
import { type Line, linesOf } from "./measured.ts";
import type { Company, ComponentSite } from "./periods.ts";
import { compilePools } from "./pools.ts";
import type { Reading } from "./readings.ts";
import { readRoles, statedEffects } from "./roles.ts";
import { readRetention, type RoleTurnover } from "./turnover.ts";
import { numberReader } from "../scenario/numbers.ts";
import { type LoadedScenario, type Scenario, scenarioOf, statusQuoOf } from "../scenario/schema.ts";

/** Compiled curves by what was written, shared over the models of a job. */
export type CurveCache = Map<string, Curve>;

type ModelTask = {
  id: string;
  title: string;
  slot: number;
  private: boolean;
  stake: number;
};

export type SkillPoint = { z: number; weight: number; skill: number };

export type ModelRole = {
  id: string;
  title: string;
  plural: string;
  team: "marketing" | "sales";
  /** Places as written, and people employed in the mean of the calendar. */
  stated: number;
  headcount: number;
  heads: Heads;
  /** Named people, in the order of their ids. */
  people: NamedPerson[];
  /** Headcount in capacity at the status quo. */
  calibratedHeadcount: number;
  /** Undefined where retention is off. */
  turnover: RoleTurnover | undefined;
  /** Base pay of one person a year: as written, and of the mean person employed. */
  statedBase: number;
  basePay: number;
  targetVariable: number;
  ote: number;
  taste: RiskTaste;
  /** Log-sd of own luck as stated, NaN where not. */
  ownLuck: number;
  /** What own luck leaves after counting deals: log-sd. In logNormal luck all of it. */
  residualLuck: number;
  skillLogSd: number;
  points: SkillPoint[];
  tasks: ModelTask[];
  components: CompiledComponent[];
  /** What the components' gates, multipliers and second measures read, component by component. */
  readings: Reading[];
  /** What is measured: a line for each component, then one for each reading. */
  lines: Line[];
  /** What is done to a month's variable pay, in order. */
  adjustments: CompiledAdjustment[];
  /** First stage its people own; Infinity: never. */
  ownsFrom: number;
  works: (flow: number) => boolean;
};

type ModelBehaviour = {
  response: boolean;
  epsilon: number;
  rho: number;
  psi0: number;
  psi1: number;
  psiX: number;
  lambdaA: number;
  /** A year, at which people weigh what a ratchet takes from the years after. */
  discountRate: number;
  /** Undefined where no timing games are played. */
  timing: TimingTerms | undefined;
  horizon: "steadyState" | "firstYear";
};

export type Model = {
  id: string;
  scenario: Scenario;
  currency: string;
  funnel: CompiledFunnel;
  roles: ModelRole[];
  slots: number;
  effects: Effects;
  seasons: Float64Array[];
  /** Opening items due to leave each stage, by flow, stage and month. */
  attempts: Float64Array;
  /** Value booked and renewed a month before the start, by segment: latest last, a term long. */
  contractHistory: Float64Array[];
  alignment: CompiledAlignment;
  /** Alignment and practices of the status quo, at which every effort is 1 and every rate as stated. */
  calibrated: CompiledAlignment;
  /** Mean alignment over the horizon, taking the status quo's to stay where it starts. */
  alignmentLevel: number;
  behaviour: ModelBehaviour;
  retention: Retention | undefined;
  shocks: { lead: number; quality: number; close: number };
  luck: "deals" | "logNormal";
  costs: { onCosts: number; basis: "bookings" | "revenue" };
  /** Bookings a year that the company plans for, where stated. */
  companyPlan: number | undefined;
  budget: { amount: number; counts: "pay" | "variablePay" | "payWithOnCosts" } | undefined;
  /** Steady flows of the plan on the old behaviour. */
  mechanicalFlows: SteadyFlows;
  lnMechanicalWork: Float64Array;
};

export type CompiledScenario = {
  /** The scenario itself. */
  model: Model;
  /** Models that calibrate efforts: the status quo first, the scenario itself last. One where it is a root. */
  lineage: Model[];
  uncertain: string[];
};

export type CompileSetting = {
  set: number | null;
  parameterSets: number;
  seed: number;
  curves: CurveCache;
};

/** The compiled scenario for one parameter set (null: the mean); throws ProblemError with every fault. */
export function compileScenario(loaded: LoadedScenario, setting: CompileSetting): CompiledScenario {
  const problems: Problem[] = [];
  const uncertain = new Set<string>();
  const site = { setting, problems, uncertain };
  const statusQuo = compileModel(loaded.lineage[0]!, [], site);
  const lineage = [statusQuo];
  if (loaded.lineage.length > 1) {
    const missing = lacks(scenarioOf(loaded), statusQuoOf(loaded));
    for (const ancestor of loaded.lineage.slice(1, -1)) {
      if (missing.length === 0) break;
      lineage.push(compileModel(ancestor, lineage, site));
    }
    lineage.push(compileModel(loaded.lineage.at(-1)!, lineage, site));
  }
  if (problems.length > 0) throw new ProblemError(withoutRepeats(problems));
  return { model: lineage.at(-1)!, lineage, uncertain: [...uncertain].toSorted() };
}

function withoutRepeats(problems: Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ path, message }) => {
    const key = `${path}\n${message}`;
    return seen.has(key) ? false : seen.add(key) && true;
  });
}

/** Roles ("ae") and tasks ("ae.selling") of a scenario that another one lacks. */
function lacks(scenario: Scenario, other: Scenario): string[] {
  const missing: string[] = [];
  for (const [role, { tasks = {} }] of Object.entries(scenario.roles)) {
    const known = other.roles[role];
    if (!known) missing.push(role);
    else
      for (const task of Object.keys(tasks))
        if (!known.tasks?.[task]) missing.push(`${role}.${task}`);
  }
  return missing;
}

type Site = { setting: CompileSetting; problems: Problem[]; uncertain: Set<string> };

function compileModel(
  source: { id: string; scenario: Scenario },
  calibrators: Model[],
  { setting, problems, uncertain }: Site,
): Model {
  const { scenario } = source;
  const statusQuo = calibrators[0];
  const reader = numberReader({ scenario, ...setting });
  const { read } = reader;
  const month = Number(scenario.calendar.start.slice(5));
  const months = scenario.calendar.months ?? 12;
  const funnel = compileFunnel(
    scenario.funnel,
    {
      read,
      firstMonth: month - 1,
      months,
      statusQuoSpend: (segment, sourceId) => statusQuo && spendOf(statusQuo, segment, sourceId),
    },
    problems,
  );
  funnel.stated = statedMeasures(scenario, read);
  funnel.crediting = creditingOf(scenario);
  const behaviour = readBehaviour(scenario, read, problems);
  const retention = readRetention(scenario, read);
  const roles = readRoles(scenario, { read, funnel, calibrators, retention, problems });
  const alignment = readAlignment(
    scenario,
    { read, months, drawn: setting.set !== null, problems },
    roles,
  );
  const slots: TaskSlot[] = roles.flatMap((role) =>
    role.tasks.map((task) => ({
      role: role.id,
      task: task.id,
      team: role.team,
      headcount: role.calibratedHeadcount,
      stated: statedEffects(scenario, role.id, task.id, read),
      works: role.works,
    })),
  );
  const calibrated = statusQuo?.calibrated ?? alignment;
  const help =
    practicePush(alignment.practices, "help") - practicePush(calibrated.practices, "help");
  const effects = compileEffects(funnel, slots, help, problems);
  const lnMechanicalWork = new Float64Array(slots.length);
  const model: Model = {
    id: source.id,
    scenario,
    currency: scenario.currency,
    funnel,
    roles,
    slots: slots.length,
    effects,
    seasons: funnel.flows.map((flow) => steadySeason(flow, funnel.stages.length)),
    attempts: new Float64Array(0),
    contractHistory: [],
    alignment,
    behaviour,
    retention,
    shocks: readShocks(scenario, read),
    luck: scenario.simulation?.luck ?? "deals",
    calibrated,
    alignmentLevel: calibrated.startLevel + alignment.mean - calibrated.mean,
    costs: {
      onCosts: read("costs.employerOnCosts", scenario.costs?.employerOnCosts ?? 0, "positive"),
      basis: scenario.costs?.contributionBasis ?? "bookings",
    },
    companyPlan:
      scenario.companyPlan === undefined
        ? undefined
        : read("companyPlan", scenario.companyPlan, "positive"),
    budget: scenario.budget && {
      amount: read("budget.amount", scenario.budget.amount, "positive"),
      counts: scenario.budget.counts ?? "pay",
    },
    mechanicalFlows: steadyFlows(funnel, slots.length),
    lnMechanicalWork,
  };
  setMechanicalWork(model);
  evaluateFlows(
    funnel,
    effects,
    { lnWork: lnMechanicalWork, push: pushOf(model) },
    model.mechanicalFlows,
  );
  problems.push(...tooManyItems(model));
  setOpening(model, statusQuo ?? model);
  compilePlans(model, statusQuo ?? model, { read, problems, curves: setting.curves });
  setResidualLuck(model, statusQuo);
  problems.push(...reader.problems);
  for (const path of reader.uncertainPaths) uncertain.add(path);
  return model;
}

/**
 * What practices and the horizon's mean alignment add to quality and to the rate out of the hand-over stage, beyond what
 * the status quo's own already do there.
 */
export function pushOf(model: Model): { quality: number; handOver: number } {
  const { alignment, calibrated } = model;
  const beyond = (path: PracticePath) =>
    practicePush(alignment.practices, path) - practicePush(calibrated.practices, path);
  const gap = model.alignmentLevel - calibrated.startLevel;
  return {
    quality: beyond("quality"),
    handOver: beyond("handOver") + model.behaviour.lambdaA * gap,
  };
}

/**
 * Sets ln work of every slot on the old behaviour: headcount, hours and stated turnover over the status quo's, and
 * practices beyond it.
 */
function setMechanicalWork(model: Model): void {
  const { alignment, calibrated } = model;
  for (const role of model.roles) {
    const hours = (1 - lostShare(alignment, role.id)) / (1 - lostShare(calibrated, role.id));
    const ratio = (role.heads.capacity / role.calibratedHeadcount) * hours;
    const lnCapacity = ratio === 1 ? 0 : Math.max(log(ratio), LEAST_LN_WORK);
    const effort =
      practicePush(alignment.practices, "effort", role.id) -
      practicePush(calibrated.practices, "effort", role.id);
    const { turnover } = role;
    const places = turnover ? lnCapacityBetween(turnover.stated, turnover.before) : 0;
    for (const task of role.tasks) {
      const lnWork = lnCapacity + effort;
      model.lnMechanicalWork[task.slot] = places === 0 ? lnWork : lnWork + places;
    }
  }
}

/** Work of a role that is all but gone: keeps logarithms finite. */
const LEAST_LN_WORK = -12;

function spendOf(model: Model, segment: string, source: string): number | undefined {
  const flow = model.funnel.flows.find(({ id }) => id === `${segment}/${source}`);
  return flow && flow.spendPerYear > 0 ? flow.spendPerYear / 12 : undefined;
}

/** Effort that hardly answers, and effort that all but jumps to the best-paid task. */
const LEAST_EPSILON = 0.001;
const LEAST_RHO = 1.01;

function readBehaviour(scenario: Scenario, read: ReadNumber, problems: Problem[]): ModelBehaviour {
  const written = scenario.behaviour ?? {};
  if (typeof written.rho === "number" && written.rho < 1) {
    problems.push({
      code: "bad-number",
      path: "behaviour.rho",
      message: `a rho of ${written.rho} is below 1, where effort has no interior choice`,
      hint: "give 1.2 or more; 2 is the default",
    });
  }
  return {
    response: written.response ?? true,
    epsilon: Math.max(read("behaviour.epsilon", written.epsilon ?? 0.3, "positive"), LEAST_EPSILON),
    rho: Math.max(read("behaviour.rho", written.rho ?? 2, "positive"), LEAST_RHO),
    psi0: read("behaviour.psi0", written.psi0 ?? 0.05, "positive"),
    psi1: read("behaviour.psi1", written.psi1 ?? 0.2, "positive"),
    psiX: read("behaviour.psiX", written.psiX ?? 0, "positive"),
    lambdaA: read("behaviour.lambdaA", written.lambdaA ?? 0, "real"),
    timing: readTiming(written.timing, read),
    discountRate: read("behaviour.discountRate", written.discountRate ?? 0.1, "positive"),
    horizon: written.horizon ?? "steadyState",
  };
}

function readTiming(
  written: NonNullable<Scenario["behaviour"]>["timing"],
  read: ReadNumber,
): TimingTerms | undefined {
  if (!written) return undefined;
  const preset = timingPresets[written.preset ?? "larkin"];
  const number = (key: keyof TimingTerms, domain: "share" | "positive") =>
    read(`behaviour.timing.${key}`, written[key] ?? preset[key], domain);
  return {
    weeks: number("weeks", "positive"),
    patience: number("patience", "share"),
    discountPassed: number("discountPassed", "share"),
  };
}

function readShocks(scenario: Scenario, read: ReadNumber): Model["shocks"] {
  const written = scenario.uncertainty?.shocks ?? {};
  return {
    lead: read("uncertainty.shocks.lead", written.lead ?? 0.12, "positive"),
    quality: read("uncertainty.shocks.quality", written.quality ?? 0.1, "positive"),
    close: read("uncertainty.shocks.close", written.close ?? 0.12, "positive"),
  };
}

/** Deals that one year would have to draw, where that is more than can be waited for. */
function tooManyItems({ funnel, luck, mechanicalFlows }: Model): Problem[] {
  if (luck !== "deals") return [];
  let items = 0;
  for (const [a, flow] of funnel.flows.entries()) {
    const from = a * funnel.stages.length;
    items += mechanicalFlows.entries[from + Math.max(flow.entry, funnel.handOverStage + 1)] ?? 0;
  }
  if (items <= MOST_ITEMS) return [];
  return [
    {
      code: "too-large",
      path: "funnel",
      message: `${Math.round(items)} items a year are too many to draw one by one`,
      hint: 'set simulation.luck to "logNormal", or state flows in thousands',
    },
  ];
}

const MOST_ITEMS = 5_000_000;

/** The company as measures and credit see it. */
function companyOf(model: Model): Company {
  return {
    funnel: model.funnel,
    ownerships: ownershipsOf(model),
    seasons: model.seasons,
    flows: model.mechanicalFlows,
    slots: model.slots,
  };
}

/** Who owns items from which stage. */
export function ownershipsOf(model: Model): Ownership[] {
  return model.roles.map(({ id, team, heads, people, ownsFrom, works }) => ({
    role: id,
    team,
    headcount: heads.capacity,
    heads: heads.own,
    seats: heads.seats,
    people,
    from: ownsFrom,
    paidOnRollUp: paidOnRollUp(model.scenario, model.funnel.pipelineStage, id),
    works,
  }));
}

/** Measures that a scenario states itself, their numbers read. */
function statedMeasures(
  { measures = {} }: Scenario,
  read: ReadNumber,
): ReadonlyMap<string, StatedMeasure> {
  return new Map(
    Object.entries(measures).map(([id, stated]) => [
      id,
      stated.kind === "sum"
        ? { kind: "sum", of: stated.of }
        : {
            kind: "score",
            adds: stated.adds ?? false,
            expected: read(`measures.${id}.expected`, stated.expected, "real"),
          },
    ]),
  );
}

function compilePlans(
  model: Model,
  statusQuo: Model,
  site: { read: ReadNumber; problems: Problem[]; curves: CurveCache },
): void {
  const { scenario } = model;
  const components: ComponentSite = {
    here: companyOf(model),
    // A measure is what this scenario says it is, also where its mean in the status quo is asked for.
    statusQuo: {
      ...companyOf(statusQuo),
      funnel: { ...statusQuo.funnel, stated: model.funnel.stated ?? new Map() },
    },
    start: scenario.calendar.start,
    ...site,
  };
  const payees = model.roles.map((role) => ({
    ...role,
    role: role.id,
    basePay: role.statedBase,
    headcount: role.stated,
    employed: role.headcount,
    heads: role.heads.own,
    segments: scenario.roles[role.id]!.segments,
  }));
  const pools = compilePools(scenario.pools ?? {}, payees, components);
  for (const [i, role] of model.roles.entries()) {
    const planId = scenario.roles[role.id]!.plan;
    const plan = planId === undefined ? undefined : scenario.plans[planId];
    if (planId !== undefined && !plan) {
      site.problems.push(
        unknownName(`roles.${role.id}.plan`, "plan", planId, Object.keys(scenario.plans)),
      );
    }
    role.components = [
      ...(plan ? compileComponents(planId!, plan, payees[i]!, components) : []),
      ...(pools.get(role.id) ?? []),
    ];
    role.readings = role.components.flatMap(({ conditions }) => conditions.readings);
    role.lines = linesOf(role);
    role.adjustments = compileAdjustments(
      plan?.adjustments ?? {},
      (id) => (key, input, domain) =>
        site.read(`plans.${planId}.adjustments.${id}.${key}`, input, domain, roleNames(payees[i]!)),
    );
  }
}

/** What is left of own luck once a year's deals are counted, from the role's first individual component. */
function setResidualLuck(model: Model, statusQuo: Model | undefined): void {
  for (const role of model.roles) {
    const before = statusQuo?.roles.find(({ id }) => id === role.id);
    if (Number.isNaN(role.ownLuck)) continue;
    if (model.luck === "logNormal") {
      role.residualLuck = role.ownLuck;
    } else if (
      before &&
      before.ownLuck === role.ownLuck &&
      before.components.some(({ individual }) => individual)
    ) {
      role.residualLuck = before.residualLuck;
    } else {
      const counted = countingVariance(model, role);
      role.residualLuck = Math.sqrt(Math.max(0, role.ownLuck * role.ownLuck - counted));
    }
  }
}

function countingVariance(model: Model, role: ModelRole): number {
  const own = role.components.find(
    ({ individual, measure }) => individual && measure.kind !== "winRate",
  );
  if (!own) return 0;
  const year = measureYear(model.slots);
  evaluateMeasure(model.funnel, own.measure, model.mechanicalFlows, year);
  return countingNoise(year, 1 / role.heads.own);
}

/** Log-variance of counting a part of a measure's year: ln(1 + (1 + cv²)/N), N items. */
export function countingNoise(year: MeasureYear, part: number): number {
  if (year.items === 0 || year.total === 0) return 0;
  return log1p(year.squares / (year.total * year.total * part));
}
