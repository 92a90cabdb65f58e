/**
 * Individual quotas of a company: by role, person and manager.
 *
 * Terms     quota = what a person's individual targets on one measure add up to over a year: target × territory × presence
 *           × ramp, period by period; whole = the same with everybody there all year and ramped up.
 * Always    anonymous people carry whole quotas; a manager's sum holds everybody below, managers' own quotas left out.
 * Source    docs/model.md#people
 */
import type { Model, ModelRole } from "./compile.ts";
import type { CompiledComponent } from "./components.ts";
import { quotaIn } from "./people.ts";

export type RoleQuota = {
  role: string;
  component: string;
  measure: string;
  /** Of one whole person a year. */
  each: number;
  /** Of everybody in the first year, and were everybody whole. */
  quotas: number;
  whole: number;
  people: { id: string; manager: string | undefined; quota: number }[];
  anonymous: number;
};

export type ManagerQuota = { manager: string; measure: string; reports: number; quotas: number };

/** Quotas of every individual component with a target that adds up, and their sums by manager and measure. */
export function quotasOf({ roles }: Model): { roles: RoleQuota[]; managers: ManagerQuota[] } {
  const found = roles.flatMap((role) =>
    role.components.filter(carriesQuota).map((component) => roleQuota(role, component)),
  );
  return { roles: found, managers: managerQuotas(roles, found) };
}

function carriesQuota({ individual, measure, written }: CompiledComponent): boolean {
  return individual && written?.target !== undefined && measure.kind !== "winRate";
}

function roleQuota({ id, heads, people }: ModelRole, component: CompiledComponent): RoleQuota {
  const { target, payouts } = component;
  const months = 12 / payouts;
  const each = sum([...target]);
  const own = people.map((person) => {
    let quota = 0;
    for (const [p, one] of target.entries()) {
      const span = { from: p * months, to: (p + 1) * months - 1 };
      quota += one * person.territory * quotaIn(person, span);
    }
    return { id: person.id, manager: person.manager, quota };
  });
  const anonymous = heads.seats - people.length;
  return {
    role: id,
    component: component.id,
    measure: component.measure.id,
    each,
    quotas: anonymous * each + sum(own.map(({ quota }) => quota)),
    whole: anonymous * each + sum(people.map(({ territory }) => territory * each)),
    people: own,
    anonymous,
  };
}

function sum(list: readonly number[]): number {
  return list.reduce((total, one) => total + one, 0);
}

function managerQuotas(roles: readonly ModelRole[], quotas: readonly RoleQuota[]): ManagerQuota[] {
  const everybody = roles.flatMap(({ people }) => people);
  const managers = [...new Set(everybody.flatMap(({ manager }) => manager ?? []))];
  const measures = [...new Set(quotas.map(({ measure }) => measure))];
  const above = new Map(everybody.map(({ id, manager }) => [id, manager]));
  const isUnder = (id: string, manager: string) => {
    const seen = new Set<string>();
    for (let one = above.get(id); one !== undefined && !seen.has(one); one = above.get(one)) {
      if (one === manager) return true;
      seen.add(one);
    }
    return false;
  };
  return measures.flatMap((measure) =>
    managers.flatMap((manager) => {
      let total = 0;
      const reports = new Set<string>();
      for (const role of quotas) {
        if (role.measure !== measure) continue;
        for (const { id, quota } of role.people) {
          if (managers.includes(id) || !isUnder(id, manager)) continue;
          reports.add(id);
          total += quota;
        }
      }
      return reports.size === 0 ? [] : [{ manager, measure, reports: reports.size, quotas: total }];
    }),
  );
}
