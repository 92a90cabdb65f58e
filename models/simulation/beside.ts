/**
 * Who else is credited when an owner is: overlays and managers, person by person.
 *
 * Always    named people of an overlay role get the credit of owners in their group, each of them; its others share that
 *           of owners in no such group evenly. Named managers get the credit of everybody below them; a role of anonymous
 *           managers shares that of owners below no manager of the role evenly.
 * Not here  shares of the rules (company/crediting.ts).
 * Source    docs/model.md#crediting
 */
import { type Model, type ModelRole, ownershipsOf } from "../company/compile.ts";
import { aboveEach, isManagerRole } from "../company/crediting.ts";
import { type NamedPerson, seated } from "../company/people.ts";

/** Credit beside the owner's: to whom, on account of which kind of rule, and their part of the rule's share. */
export type Beside = { persons: Int32Array; managers: Uint8Array; parts: Float64Array };

/** True where some rule credits the people of a role beside the owners. */
export function isBeside(model: Model, role: ModelRole): boolean {
  return overlays(model, role) || manages(model, role);
}

function rulesOf({ funnel }: Model) {
  return [...(funnel.crediting?.values() ?? [])].flat();
}

function overlays(model: Model, { id }: ModelRole): boolean {
  return rulesOf(model).some(({ overlay }) => (overlay[id] ?? 0) > 0);
}

function manages(model: Model, role: ModelRole): boolean {
  const owning = ownershipsOf(model);
  const own = owning.find((one) => one.role === role.id)!;
  return rulesOf(model).some((rule) => rule.managers > 0 && isManagerRole(owning, own, rule));
}

/** For each person, whom their credit is passed on to; undefined where no rule passes any on. */
export function besideOf(
  model: Model,
  personRole: ArrayLike<number>,
  firstPersons: readonly number[],
): Beside[] | undefined {
  const receiving = model.roles.map((role) => ({
    overlay: overlays(model, role),
    manager: manages(model, role),
  }));
  if (receiving.every(({ overlay, manager }) => !overlay && !manager)) return undefined;
  const above = aboveEach(model.roles.flatMap(({ people }) => people));
  const seats = model.roles.map(seated);
  return Array.from(personRole, (r, p) => {
    const role = model.roles[r]!;
    const owner = seats[r]![p - firstPersons[r]!];
    const persons: number[] = [];
    const managers: number[] = [];
    const parts: number[] = [];
    for (const o of model.roles.keys()) {
      const first = firstPersons[o]!;
      const { overlay, manager } = receiving[o]!;
      const give = (to: Receivers, kind: number) => {
        for (const i of to.seats) {
          persons.push(first + i);
          managers.push(kind);
          parts.push(to.part);
        }
      };
      if (overlay && o !== r) give(overlaySeats(seats[o]!, owner), 0);
      if (manager) give(managerSeats(seats[o]!, owner && above.get(owner.id)!, o === r), 1);
    }
    return {
      persons: role.ownsFrom < Infinity ? Int32Array.from(persons) : new Int32Array(0),
      managers: Uint8Array.from(managers),
      parts: Float64Array.from(parts),
    };
  });
}

type Receivers = { seats: number[]; part: number };

function overlaySeats(
  seats: readonly (NamedPerson | undefined)[],
  owner: NamedPerson | undefined,
): Receivers {
  const group = owner?.group;
  if (group !== undefined) {
    const same = [...seats.keys()].filter((i) => seats[i]?.group === group);
    if (same.length > 0) return { seats: same, part: 1 };
  }
  const others = [...seats.keys()].filter((i) => seats[i]?.group === undefined);
  return { seats: others, part: 1 / others.length };
}

function managerSeats(
  seats: readonly (NamedPerson | undefined)[],
  above: readonly string[] | undefined,
  sameRole: boolean,
): Receivers {
  const over = [...seats.keys()].filter((i) => above?.includes(seats[i]?.id ?? "") ?? false);
  if (over.length > 0) return { seats: over, part: 1 };
  if (sameRole) return { seats: [], part: 0 };
  const anonymous = [...seats.keys()].filter((i) => seats[i] === undefined);
  return { seats: anonymous, part: 1 / anonymous.length };
}
