/** Plans, components, pools and measures in people's words, before and beside any result. */
import { type Component, measures, type NumberInput, type Pool, type Scenario } from "#models";
import { idInWords } from "../../form/fieldWords.ts";
import { inSentence } from "../../lib/format.ts";

/** A quantity as one number: of an uncertain one its mean or middle; undefined for a formula. */
export function middleOf(input: NumberInput | undefined): number | undefined {
  if (input === undefined || typeof input === "number") return input;
  if (typeof input === "string") return undefined;
  return "mean" in input ? input.mean : input.p50;
}

export { idInWords };

export type PlanInWords = { id: string; title: string; roles: RoleOn[]; people: number };
type Role = Scenario["roles"][string];
export type RoleOn = { id: string; role: Role; title: string; people: number };

/** The plans someone is paid by, in the order of their roles, and after them those nobody is on. */
export function plansOf(scenario: Scenario): PlanInWords[] {
  const roles = rolesOf(scenario);
  const paid = [...new Set(roles.flatMap(({ role }) => role.plan ?? []))];
  const ids = [...paid, ...Object.keys(scenario.plans).filter((id) => !paid.includes(id))];
  return ids.flatMap((id) => {
    const plan = scenario.plans[id];
    if (!plan) return [];
    const on = roles.filter(({ role }) => role.plan === id);
    const people = on.reduce((sum, role) => sum + role.people, 0);
    return [{ id, title: plan.title ?? id, roles: on, people }];
  });
}

export function rolesOf(scenario: Scenario): RoleOn[] {
  return Object.entries(scenario.roles)
    .map(([id, role]) => ({
      id,
      role,
      title: role.title ?? id, // as the engine calls it everywhere
      people: middleOf(role.headcount) ?? 0,
    }))
    .toSorted((a, b) => (a.role.order ?? 0) - (b.role.order ?? 0));
}

/** What the weights of a plan are shares of. */
export function payWord(plan: PlanInWords): string {
  return plan.roles.every(({ role }) => role.team === "marketing") ? "bonus" : "variable";
}

export function componentTitle(id: string, component: Component): string {
  return component.title ?? (component.measure === id ? measureTitle(id) : idInWords(id));
}

/** "Pipeline created, both teams, from marketing's sources". */
export function measureInWords({ measure, scope, sourcedBy, team }: Measured): string {
  if (scope === "individual") return `Own ${inSentence(measureTitle(measure))}`;
  const whose = scope === "team" && team ? `the ${team} team` : scopes[scope];
  const from = sourcedBy
    ? `, from ${sourcedBy === "marketing" || sourcedBy === "sales" ? `${sourcedBy}'s sources` : idInWords(sourcedBy).toLowerCase()}`
    : "";
  return `${measureTitle(measure)}, ${whose}${from}`;
}
type Measured = Pick<Component, "measure" | "scope" | "sourcedBy"> & Pick<Pool, "team">;

const scopes: Record<Exclude<Component["scope"], "individual">, string> = {
  role: "the role's",
  team: "the team's",
  joint: "both teams",
  company: "the whole company",
};

function measureTitle(measure: string): string {
  if (measure in measures) return measures[measure as keyof typeof measures].title;
  if (measure === "won") return "Deals won";
  return `${idInWords(measure)}s`.replace(/([^aeiou])ys$/, "$1ies");
}

/** True where a measure is an amount of money; else it is counted. */
export function isMoney(measure: string): boolean {
  return measure in measures && measures[measure as keyof typeof measures].kind === "money";
}

export const periods = {
  month: { one: "month", each: "every month", aYear: 12 },
  quarter: { one: "quarter", each: "every quarter", aYear: 4 },
  half: { one: "half-year", each: "every half-year", aYear: 2 },
  year: { one: "year", each: "once a year", aYear: 1 },
} as const satisfies Record<Component["period"], { one: string; each: string; aYear: number }>;
