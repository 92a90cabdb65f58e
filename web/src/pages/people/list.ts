/**
 * The list of people: by role, in the scenario's order, with those the search finds.
 *
 * Terms     group = a role with its people; a role whose people nobody has named has a headcount alone.
 */
import { type LoadedScenario, scenarioOf } from "#models";
import type { Roll, RollPerson } from "../../engine/payroll.ts";

export type Group = {
  role: string;
  title: string;
  people: readonly RollPerson[];
  /** People in the role: those named, else the headcount where it is a plain number. */
  count: number | undefined;
};

export function groupsOf(loaded: LoadedScenario, roll: Roll | undefined, search = ""): Group[] {
  const { roles } = scenarioOf(loaded);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const people = roll?.people ?? [];
  const byRole = new Map<string, RollPerson[]>();
  for (const person of people) {
    const list = byRole.get(person.role) ?? [];
    list.push(person);
    byRole.set(person.role, list);
  }
  return Object.entries(roles)
    .toSorted(([, x], [, y]) => (x.order ?? Infinity) - (y.order ?? Infinity) || 0)
    .flatMap(([role, { title = role, plural = title, headcount }]): Group[] => {
      const all = byRole.get(role) ?? [];
      const roleFits = words.every((word) => `${role} ${title}`.toLowerCase().includes(word));
      const found = roleFits ? all : all.filter((person) => fits(person, words));
      if (words.length > 0 && !roleFits && found.length === 0) return [];
      const named = all.length > 0 || people.length > 0;
      const count = named ? all.length : typeof headcount === "number" ? headcount : undefined;
      return [{ role, title: plural, people: found, count }];
    });
}

function fits({ id, name, manager = "", group = "" }: RollPerson, words: readonly string[]) {
  const text = `${id} ${name} ${manager} ${group}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The person before or after another in the order of the list; the first where there is none. */
export function neighbour(
  groups: readonly Group[],
  person: string | undefined,
  step: 1 | -1,
): RollPerson | undefined {
  const all = groups.flatMap(({ people }) => people);
  const at = all.findIndex(({ id }) => id === person);
  return at < 0 ? all[0] : all[at + step];
}
