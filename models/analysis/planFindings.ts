/**
 * Findings that a scenario's plans show by themselves: weights, caps, thresholds, pay mix, quotas, exposure, budget.
 *
 * Terms     reach = probability that a paid period attains at least a level, on the expected layer's landing: attainment
 *           log-normal with the component's mean and log-sd.
 * Always    one function a finding; one without a published range beside it says so.
 * Source    docs/model.md#findings
 */
import type { Model, ModelRole } from "../company/compile.ts";
import type { CompiledComponent } from "../company/components.ts";
import { log, normalCdf } from "../math/index.ts";
import { creditFindings } from "./creditFindings.ts";
import { mostOf } from "./economics.ts";
import type { Economics } from "./economicsResult.ts";
import { adjustmentsLeftOut, openCurves } from "./layersApart.ts";
import { publishedQuota } from "./publishedPay.ts";
import type { ComponentResult, Finding, ScenarioResult } from "./result.ts";

type Found = Omit<Finding, "scenario">;

/** A component with what the expected layer says of it. */
type Seen = { role: ModelRole; component: CompiledComponent; seen: ComponentResult; place: string };

/** Findings on the plans of a scenario; those on its economics only where the result has them. */
export function planFindings(model: Model, result: Omit<ScenarioResult, "findings">): Finding[] {
  const components = model.roles.flatMap((role) => {
    const plan = model.scenario.roles[role.id]!.plan;
    return role.components.map((component): Seen => {
      const place = component.pool
        ? `pools.${component.id}`
        : `plans.${plan}.components.${component.id}`;
      const seen = result.expected.firstYear.roles[role.id]!.components[component.id]!;
      return { role, component, seen, place };
    });
  });
  const own = components.filter(({ component }) => !component.pool);
  const { economics } = result;
  const found = [
    ...model.roles.flatMap(weightsOff),
    ...model.roles.flatMap(manyComponents),
    ...model.roles.flatMap((role) => {
      const plan = model.scenario.roles[role.id]!.plan;
      return plan === undefined
        ? []
        : [...adjustmentsLeftOut(role, plan), ...openCurves(role, plan)];
    }),
    ...own.flatMap(capReached),
    ...own.flatMap(thresholdOutOfReach),
    ...own.flatMap((one) => unboundedPay(model, one)),
    ...(economics
      ? model.roles.flatMap((role) => [
          ...payMixUnusual(role, economics),
          ...quotaUnusual(role, economics),
        ])
      : []),
    ...creditFindings(model, result),
    ...(economics ? [...quotasBesidePlan(economics), ...budgetAtRisk(economics)] : []),
  ];
  return withoutTwins(found).map((finding) => ({ ...finding, scenario: result.scenario.id }));
}

/** Several roles on one plan find the same thing at the same place. */
function withoutTwins(found: Found[]): Found[] {
  const known = new Set<string>();
  return found.filter(({ id, place }) => {
    const key = `${id} ${place}`;
    return known.has(key) ? false : known.add(key) && true;
  });
}

function weightsOff(role: ModelRole): Found[] {
  const weights = role.components.flatMap(({ weight }) => (weight === null ? [] : [weight]));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length === 0 || Math.abs(sum - 1) < 1e-9) return [];
  return [
    {
      id: "weights",
      severity: "warning",
      place: `roles.${role.id}.plan`,
      title: `Weights of ${role.title.toLowerCase()} add to ${percent(sum, 2)}`,
      message: `At target the plan pays ${percent(sum, 2)} of the role's target variable.`,
      remedy: "Let the weights add to 100%, or state the target variable that is meant.",
      figure: sum,
    },
  ];
}

const MANY = 3;

function manyComponents(role: ModelRole): Found[] {
  const count = role.components.length;
  if (count <= MANY) return [];
  return [
    {
      id: "many-components",
      severity: "info",
      place: `roles.${role.id}.plan`,
      title: `${role.title}: ${count} things to watch at once`,
      message: `The plan pays on ${count} components and pools; above ${MANY} each one counts for little.`,
      remedy: "Drop the components that pay least, or make them gates of the others.",
      figure: count,
    },
  ];
}

/** Least share of periods at the cap that is worth saying, and most that still reach a threshold nobody reaches. */
const OFTEN = 0.1;
const HARDLY = 0.02;

function capReached({ role, component, seen, place }: Seen): Found[] {
  const curve = component.curves[0]!;
  const most = mostOf(curve);
  if (most === null || most <= 1) return [];
  const cap = curve.x[curve.y.findIndex((share) => share >= most)]!;
  const reach = reachOf(seen, cap);
  if (cap <= 1 || reach < OFTEN) return [];
  return [
    {
      id: "cap-reached",
      severity: "warning",
      place: `${place}.curve`,
      title: `${role.title}: ${percent(reach)} of periods end above the cap of ${component.title.toLowerCase()}`,
      message: `From ${percent(cap)} of target on nothing more is paid, so nothing more is gained by more of it.`,
      remedy: "Raise the cap, pay a lower rate above it, or set a higher target.",
      figure: reach,
    },
  ];
}

function thresholdOutOfReach({ role, component, seen, place }: Seen): Found[] {
  const { x, y, left, slope } = component.curves[0]!;
  if (left[0]! > 0) return [];
  const first = y.findIndex((share, i) => share > 0 || slope[i]! > 0);
  const reach = first < 0 ? 0 : reachOf(seen, x[first]!);
  if (reach >= HARDLY) return [];
  return [
    {
      id: "threshold-out-of-reach",
      severity: "warning",
      place: `${place}.curve`,
      title: `${role.title}: hardly anybody is paid for ${component.title.toLowerCase()}`,
      message:
        first < 0
          ? "The curve pays nothing at any attainment."
          : `Pay starts at ${percent(x[first]!)} of target, which ${percent(reach, 1)} of periods reach.`,
      remedy: "Lower the threshold or the target, or drop the component.",
      figure: reach,
    },
  ];
}

/** Rate above target, over the rate at target, from which pay without a bound is worth saying. */
const STEEP = 2;

function unboundedPay(model: Model, { role, component, place }: Seen): Found[] {
  const curve = component.curves[0]!;
  const plan = model.scenario.plans[model.scenario.roles[role.id]!.plan ?? ""];
  const capped = Object.values(plan?.adjustments ?? {}).some(({ kind }) => kind === "cap");
  const { dealAtMost, payPerDealAtMost, payAtMost } = component.numbers;
  const bounds = [dealAtMost, payPerDealAtMost, payAtMost];
  const slope = curve.slope.at(-1)!;
  if (capped || slope < STEEP || bounds.some((bound) => bound !== undefined)) return [];
  if (component.written?.target === undefined) return [];
  return [
    {
      id: "unbounded-pay",
      severity: "info",
      place: `${place}.curve`,
      title: `${role.title}: ${component.title.toLowerCase()} pays ${rate(slope)} times the rate without end`,
      message: "Neither the curve, nor a cap, nor a limit on one deal bounds what a windfall pays.",
      remedy: "Limit what one deal counts (dealAtMost), or lower the last rate.",
      figure: slope,
    },
  ];
}

function payMixUnusual(role: ModelRole, { roles }: Economics): Found[] {
  const { base, published } = roles[role.id]!;
  if (!published || (base >= published.baseFrom - 0.005 && base <= published.baseTo + 0.005))
    return [];
  const usual = `${percent(published.baseFrom)} to ${percent(published.baseTo)}`;
  return [
    {
      id: "pay-mix",
      severity: "info",
      place: `roles.${role.id}.targetVariable`,
      title: `${role.title}: ${percent(base)} of target pay is base, others publish ${usual}`,
      message: `Published for ${published.role}: ${usual} (grade ${published.grade}: ${published.source}).`,
      remedy: "Check that this is meant: more variable pay is more risk for the people.",
      figure: base,
    },
  ];
}

function quotaUnusual(role: ModelRole, { roles, deployment }: Economics): Found[] {
  if (deployment.roles[role.id]?.overlay) return [];
  const { quotaOverOte: multiple } = roles[role.id]!;
  const { low, high, grade, source } = publishedQuota;
  if (multiple === null || (multiple >= low && multiple <= high)) return [];
  return [
    {
      id: "quota-over-ote",
      severity: "warning",
      place: `roles.${role.id}`,
      title: `${role.title}: quota is ${rate(multiple)} times target pay`,
      message: `Guides print ${low} to ${high} (grade ${grade}: ${source}); ${
        multiple < low ? "below it sales are dear" : "above it few people reach their quota"
      }.`,
      remedy: "Check the target against what people sell, and target pay against the market.",
      figure: multiple,
    },
  ];
}

/** Over-assignment from which quotas are said to be far above the plan; practice, no published range. */
const FAR_ABOVE = 0.25;

function quotasBesidePlan({ companyPlan, deployment }: Economics): Found[] {
  const plan = companyPlan.from === "stated" ? "the company plan" : "what the status quo books";
  return Object.entries(deployment.teams).flatMap(([team, { ofPlan, overAssignment }]): Found[] => {
    if (overAssignment >= -0.005 && overAssignment <= FAR_ABOVE) return [];
    const below = overAssignment < 0;
    return [
      {
        id: below ? "quotas-below-plan" : "quotas-far-above-plan",
        severity: below && companyPlan.from === "stated" ? "warning" : "info",
        place: "economics.deployment",
        title: `Quotas of ${team} add to ${percent(ofPlan)} of ${plan}`,
        message: below
          ? "If everybody made exactly their quota, the plan would be missed."
          : "Most people can miss their quota while the plan is met; no published range says how far is usual.",
        remedy: below
          ? "Raise quotas, fill positions, or lower the plan."
          : "Check that territories can carry these quotas.",
        figure: overAssignment,
      },
    ];
  });
}

/** Probability of exceeding the budget from which it is said. */
const RISKY = 0.2;

function budgetAtRisk({ budget }: Economics): Found[] {
  if (!budget || budget.expected.exceeds <= RISKY) return [];
  return [
    {
      id: "budget",
      severity: "warning",
      place: "budget.amount",
      title: `The budget is exceeded in about ${percent(budget.expected.exceeds)} of years`,
      message: "By the expected layer, which is approximate here; the simulated share is exact.",
      remedy: "Lower rates above target, or budget for the 80th or 90th percentile.",
      figure: budget.expected.exceeds,
    },
  ];
}

/** Probability that a paid period attains at least a level. */
function reachOf({ attainment, logSd }: ComponentResult, level: number): number {
  if (level <= 0) return 1;
  if (attainment <= 0) return 0;
  if (logSd <= 0) return attainment >= level ? 1 : 0;
  return normalCdf((log(attainment / level) - (logSd * logSd) / 2) / logSd);
}

function percent(share: number, places = 0): string {
  return `${Number((share * 100).toFixed(places))}%`;
}

function rate(value: number): string {
  return String(Number(value.toFixed(2)));
}
