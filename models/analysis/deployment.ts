/**
 * Quotas deployed: what everybody's individual targets on bookings add up to, beside the company plan.
 *
 * Terms     quota = a person's target on bookings over a year; whole = were everybody there all year and ramped up;
 *           roll-up = quotas of everybody under a manager.
 * Formula   over-assignment = quotas ÷ plan − 1.
 * Always    an overlay role, or one that bookings roll up to, counts the same bookings once more, so it is shown and left
 *           out of its team's sum.
 * Not here  what a person's quota is (company/quotas.ts).
 * Source    docs/guide/economics.md#quotas
 */
import { type Model, type ModelRole, ownershipsOf } from "../company/compile.ts";
import { isManagerRole } from "../company/crediting.ts";
import { quotasOf, type RoleQuota } from "../company/quotas.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Deployment } from "./economicsResult.ts";

/** Measures that are bookings, whole or in part. */
const booked = ["bookings", "expansion"];

/** Quotas by role: those of its first individual component with a target on bookings. */
export function bookingQuotas(model: Model): Map<string, RoleQuota> {
  const quotas = new Map<string, RoleQuota>();
  for (const quota of quotasOf(model))
    if (booked.includes(quota.measure) && !quotas.has(quota.role)) quotas.set(quota.role, quota);
  return quotas;
}

/** Quotas by role, team and manager beside `plan`, bookings a year. */
export function deploymentOf(
  model: Model,
  quotas: ReadonlyMap<string, RoleQuota>,
  plan: number,
): Deployment {
  const { scenario, roles } = model;
  const overlays = besideSellers(model);
  const deployment: Deployment = { roles: {}, teams: {}, managers: [] };
  const byPerson = new Map<string, number>();
  for (const role of roles) {
    const own = quotas.get(role.id);
    if (!own) continue;
    for (const { id, quota } of own.people) byPerson.set(id, quota);
    deployment.roles[role.id] = {
      people: own.people.length + own.anonymous,
      open: openIn(role, scenario),
      whole: own.whole,
      quotas: own.quotas,
      overlay: overlays.has(role.id),
    };
    if (overlays.has(role.id)) continue;
    const team = deployment.teams[role.team]?.quotas ?? 0;
    deployment.teams[role.team] = { quotas: team + own.quotas, ofPlan: 0, overAssignment: 0 };
  }
  for (const team of Object.values(deployment.teams)) {
    team.ofPlan = plan > 0 ? team.quotas / plan : 0;
    team.overAssignment = plan > 0 ? team.quotas / plan - 1 : 0;
  }
  deployment.managers = rollUps(Object.entries(scenario.people ?? {}), byPerson);
  return deployment;
}

function openIn({ people }: ModelRole, scenario: Scenario): number {
  return people.filter(({ id }) => scenario.people?.[id]?.open).length;
}

/** Roles whose quotas hold what others' hold already: overlays, and those that bookings roll up to. */
function besideSellers(model: Model): Set<string> {
  const beside = new Set(
    Object.values(model.scenario.crediting ?? {}).flatMap(({ overlay }) =>
      Object.keys(overlay ?? {}),
    ),
  );
  const rules = booked.flatMap((measure) => model.funnel.crediting?.get(measure) ?? []);
  const owning = ownershipsOf(model);
  for (const own of owning)
    if (rules.some((rule) => rule.managers > 0 && isManagerRole(owning, own, rule)))
      beside.add(own.role);
  return beside;
}

type Person = NonNullable<Scenario["people"]>[string];

function rollUps(
  people: [string, Person][],
  quotas: ReadonlyMap<string, number>,
): Deployment["managers"] {
  const managers = [...new Set(people.flatMap(([, { manager }]) => manager ?? []))];
  const under = (id: string, above: readonly string[]): number => {
    let total = 0;
    for (const [report, { manager }] of people) {
      if (manager !== id || above.includes(report)) continue;
      total += managers.includes(report)
        ? under(report, [...above, report])
        : (quotas.get(report) ?? 0);
    }
    return total;
  };
  return managers.map((manager) => {
    const total = under(manager, [manager]);
    const quota = quotas.get(manager) ?? null;
    return {
      manager,
      reports: people.filter(([, person]) => person.manager === manager).length,
      quotas: total,
      quota,
      overAssignment: quota === null || quota === 0 ? null : total / quota - 1,
    };
  });
}
