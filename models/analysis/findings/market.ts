/**
 * Findings on a plan's size: pay mix and quotas beside published ranges, quotas beside the company plan, the budget.
 *
 * Always    a finding without a published range beside it says so.
 * Source    docs/guide/findings.md
 */
import type { ModelRole } from "../../company/compile.ts";
import type { Economics } from "../economicsResult.ts";
import { publishedQuota } from "../publishedPay.ts";
import { percent } from "../../words.ts";
import { type Found, rate } from "./seen.ts";

/** Base pay outside what is published for the role. */
export function payMixUnusual(role: ModelRole, { roles }: Economics): Found[] {
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

/** A quota outside the multiples of target pay that guides print. */
export function quotaUnusual(role: ModelRole, { roles, deployment }: Economics): Found[] {
  if (deployment.roles[role.id]?.overlay || role.targetVariable === 0) return [];
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

/** Quotas that add to less than the company plan, or to far more. */
export function quotasBesidePlan({ companyPlan, deployment }: Economics): Found[] {
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

/** A budget that many years exceed. */
export function budgetAtRisk({ budget }: Economics): Found[] {
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
