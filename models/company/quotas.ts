/**
 * Individual quotas of a company: by role and person.
 *
 * Terms     quota = what a person's individual targets on one measure add up to over a year: target × territory × presence
 *           × ramp, period by period; whole = the same with everybody there all year and ramped up.
 * Always    anonymous people carry whole quotas.
 * Not here  what rolls up to managers (analysis/deployment.ts).
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
  people: { id: string; quota: number }[];
  anonymous: number;
};

/** Quotas of every individual component with a target that adds up. */
export function quotasOf({ roles }: Model): RoleQuota[] {
  return roles.flatMap((role) =>
    role.components.filter(carriesQuota).map((component) => roleQuota(role, component)),
  );
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
    return { id: person.id, quota };
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
