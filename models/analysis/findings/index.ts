/**
 * The list of findings, by what they look at. Adding one: a function in a file beside this one, a line below, and a row
 * in the guide.
 *
 * Terms     plan = the compiled company with its expected result; solved = the same with its efforts, which gaming moves;
 *           years = simulated ones.
 * Always    each entry names the ids it can find; a finding says its place, its figure where there is one, and what to do.
 * Source    docs/guide/findings.md
 */
import type { Model, ModelRole } from "../../company/compile.ts";
import { evaluateAt } from "../../company/equilibrium.ts";
import type { Solved } from "../../company/solve.ts";
import type { ExampleOutcome } from "../../statements/check.ts";
import type { Economics } from "../economicsResult.ts";
import type { Finding, ScenarioResult } from "../result.ts";
import { assumesOtherwise, timingOnOneSide } from "./assumptions.ts";
import { type Compared, payApartFromWorth } from "./betterOff.ts";
import {
  capReached,
  payLimit,
  planCap,
  tableEnds,
  thresholdOutOfReach,
  unboundedPay,
  zeroTier,
} from "./caps.ts";
import { creditFindings } from "./crediting.ts";
import { freeRiders, opposedTasks, volumeOverQuality } from "./efforts.ts";
import { outsideEvidence } from "./evidence.ts";
import { failedExamples } from "./examples.ts";
import { groupGaps, payFairness, payInversion, quotaSpread, unequalPay } from "./fairness.ts";
import { feedbackBesideProfit } from "./feedback.ts";
import { practiceTime } from "./hours.ts";
import { adjustmentsLeftOut, layersApart, openCurves, type Years } from "./layers.ts";
import { budgetAtRisk, payMixUnusual, quotasBesidePlan, quotaUnusual } from "./market.ts";
import { movedDeals } from "./moved.ts";
import { ratchets } from "./ratchets.ts";
import {
  corners,
  nearUnstable,
  noEquilibrium,
  notCalibrated,
  responseKnown,
  severalEquilibria,
} from "./response.ts";
import { type Found, type Seen, seenIn } from "./seen.ts";
import { splitDeals } from "./splitting.ts";
import { otherStatusQuo } from "./statusQuo.ts";
import { cliffs, deadZones, payFalls } from "./steps.ts";
import { capInCell, cellsAboveCap, unreachableTiers } from "./tables.ts";
import { paidByPeople } from "./turnover.ts";
import { manyComponents, weightsOff } from "./weights.ts";
import { windfalls } from "./windfall.ts";

type Look<T> = { ids: readonly string[]; find: (at: T) => Found[] };

type Result = Omit<ScenarioResult, "findings">;

/** A plan with its expected result; `own` leaves pools out. */
type Planned = { model: Model; result: Result; components: Seen[]; own: Seen[] };

const plan: Look<Planned>[] = [
  { ids: ["feedback-beside-profit"], find: ({ model }) => feedbackBesideProfit(model) },
  { ids: ["weights"], find: ({ model }) => model.roles.flatMap(weightsOff) },
  { ids: ["many-components"], find: ({ model }) => model.roles.flatMap(manyComponents) },
  { ids: ["adjustments-simulated"], find: ofPlans((_, role, id) => adjustmentsLeftOut(role, id)) },
  { ids: ["open-curve"], find: ofPlans(openCurves) },
  { ids: ["cliff", "retroactive-jump"], find: ({ components }) => components.flatMap(cliffs) },
  { ids: ["pay-falls"], find: ({ components }) => components.flatMap(payFalls) },
  { ids: ["dead-zone"], find: ({ own }) => own.flatMap(deadZones) },
  { ids: ["cap-reached"], find: ({ own }) => own.flatMap(capReached) },
  { ids: ["hidden-cap"], find: ({ own }) => own.flatMap(tableEnds) },
  { ids: ["hidden-cap"], find: ({ own }) => own.flatMap(zeroTier) },
  { ids: ["hidden-cap"], find: ({ own }) => own.flatMap(payLimit) },
  { ids: ["hidden-cap"], find: ({ model, own }) => planCaps(model, own) },
  { ids: ["unreachable-tier"], find: ({ own }) => own.flatMap(unreachableTiers) },
  { ids: ["cap-in-cell"], find: ({ own }) => own.flatMap(capInCell) },
  { ids: ["hidden-cap"], find: ({ own }) => own.flatMap(cellsAboveCap) },
  { ids: ["threshold-out-of-reach"], find: ({ own }) => own.flatMap(thresholdOutOfReach) },
  {
    ids: ["unbounded-pay"],
    find: ({ model, own }) => own.flatMap((one) => unboundedPay(model, one)),
  },
  { ids: ["windfall"], find: ({ model, own }) => windfalls(model, own) },
  {
    ids: ["pay-mix"],
    find: ofEconomics((economics, roles) =>
      roles.flatMap((role) => payMixUnusual(role, economics)),
    ),
  },
  {
    ids: ["quota-over-ote"],
    find: ofEconomics((economics, roles) => roles.flatMap((role) => quotaUnusual(role, economics))),
  },
  {
    ids: ["credit-above-whole", "credit-changes"],
    find: ({ model, result }) => creditFindings(model, result),
  },
  { ids: ["pay-inversion"], find: ({ model, components }) => payInversion(model, components) },
  {
    ids: ["unequal-pay"],
    find: ({ model, components }) => model.roles.flatMap((role) => unequalPay(role, components)),
  },
  {
    ids: ["pay-gap-group", "pay-gap-territory", "quota-gap-group", "quota-gap-territory"],
    find: ({ model, components }) => groupGaps(payFairness(model, components)),
  },
  { ids: ["quota-difficulty"], find: ({ model }) => quotaSpread(model) },
  { ids: ["quotas-below-plan", "quotas-far-above-plan"], find: ofEconomics(quotasBesidePlan) },
  { ids: ["budget"], find: ofEconomics(budgetAtRisk) },
];

const solved: Look<Solved>[] = [
  { ids: ["pull-forward", "hold-back"], find: movedDeals },
  { ids: ["volume-over-quality"], find: volumeOverQuality },
  { ids: ["bar-loosened", "conflicting-incentives"], find: opposedTasks },
  { ids: ["split-deals", "bundle-deals"], find: splitDeals },
  { ids: ["ratchet"], find: ratchets },
  { ids: ["free-rider"], find: freeRiders },
];

const result: Look<Result>[] = [
  { ids: ["no-equilibrium"], find: noEquilibrium },
  { ids: ["several-equilibria"], find: severalEquilibria },
  { ids: ["corner", "punished-task"], find: corners },
  { ids: ["near-unstable"], find: nearUnstable },
  { ids: ["not-calibrated"], find: notCalibrated },
  { ids: ["response-known"], find: responseKnown },
];

const comparison: Look<Compared>[] = [
  {
    ids: ["outside-evidence"],
    find: ({ here, difference }) => (here.response ? outsideEvidence(difference.evidence) : []),
  },
  { ids: ["poorer-better-off", "richer-worse-off"], find: payApartFromWorth },
  { ids: ["people-pay"], find: ({ here, difference }) => paidByPeople(here, difference) },
  { ids: ["other-status-quo"], find: otherStatusQuo },
  { ids: ["practice-time"], find: practiceTime },
  { ids: ["timing-on-one-side"], find: timingOnOneSide },
  { ids: ["assumes-otherwise"], find: assumesOtherwise },
];

const years: Look<Years>[] = [{ ids: ["layers-apart"], find: layersApart }];

const examples: Look<readonly ExampleOutcome[]>[] = [
  { ids: ["example-fails", "example-inherited", "document-differs"], find: failedExamples },
];

/** Every kind of finding, by what it looks at. */
export const findingKinds = { plan, solved, result, comparison, years, examples };

/** Findings on the plans of a scenario; those on its economics only where the result has them. */
export function planFindings(model: Model, of: Result): Finding[] {
  const components = seenIn(model, of.expected);
  const own = components.filter(({ component }) => !component.pool);
  return withoutTwins(found(plan, { model, result: of, components, own }, of.scenario.id));
}

/** Findings on what the plans of a solved scenario invite. Leaves the workspace at the solution, means included. */
export function gamingFindings(at: Solved): Finding[] {
  evaluateAt(at.space, at.solution.lnEfforts, "means");
  return found(solved, at, at.model.id);
}

/** Findings on the response of people. */
export function resultFindings(of: Result): Finding[] {
  return found(result, of, of.scenario.id);
}

/** Findings on a scenario beside the baseline. */
export function comparisonFindings(compared: Compared): Finding[] {
  return found(comparison, compared, compared.here.scenario.id);
}

/** Findings on the years simulated so far. */
export function yearsFindings(of: Years): Finding[] {
  return found(years, of, of.result.scenario.id);
}

/** Findings on the outcomes of a scenario's examples. */
export function exampleFindings(outcomes: readonly ExampleOutcome[], scenario: string): Finding[] {
  return found(examples, outcomes, scenario);
}

function found<T>(looks: readonly Look<T>[], at: T, scenario: string): Finding[] {
  return looks
    .flatMap(({ find }) => find(at))
    .filter(isFinding)
    .map((one) => ({ ...one, scenario }));
}

/** What rests on a figure that is no number at all is no finding. */
export function isFinding({ figure = 0, money }: Found): boolean {
  return [figure, money?.payee ?? 0, money?.company ?? 0].every(Number.isFinite);
}

/** Several roles on one plan find the same thing at the same place. */
function withoutTwins(findings: Finding[]): Finding[] {
  const known = new Set<string>();
  return findings.filter(({ id, place }) => {
    const key = `${id} ${place}`;
    return known.has(key) ? false : known.add(key) && true;
  });
}

/** Of every role with a plan. */
function ofPlans(find: (model: Model, role: ModelRole, plan: string) => Found[]) {
  return ({ model }: Planned): Found[] =>
    model.roles.flatMap((role) => {
      const id = model.scenario.roles[role.id]!.plan;
      return id === undefined ? [] : find(model, role, id);
    });
}

/** Only where the result has economics. */
function ofEconomics(find: (economics: Economics, roles: readonly ModelRole[]) => Found[]) {
  return ({ model, result: { economics } }: Planned): Found[] =>
    economics ? find(economics, model.roles) : [];
}

function planCaps(model: Model, own: readonly Seen[]): Found[] {
  return model.roles.flatMap((role) =>
    planCap(
      model,
      role,
      own.filter((one) => one.role === role),
    ),
  );
}
