/** Named people whose role or manager does not exist, who are more than there are places, or leave before they come. */
import type { Problem } from "../../problem.ts";
import { pathOf } from "../text.ts";
import { circlesIn } from "./numbers.ts";
import { dayFrom, dayTo, entries, fault, namedThing, objectIn, type Site, word } from "./site.ts";

/** Every fault of the named people. */
export function peopleProblems(site: Site): Problem[] {
  const people = entries(site.document, "people");
  const ids = people.map(([id]) => id);
  const problems: Problem[] = [];
  const managers = new Map<string, string[]>();
  const byRole = new Map<string, string[]>();
  for (const [id, person] of people) {
    const path = pathOf(["people", id]);
    problems.push(
      ...namedThing(`${path}.role`, "role", person.role, site.roles),
      ...namedThing(`${path}.manager`, "person", person.manager, ids),
    );
    managers.set(id, typeof person.manager === "string" ? [person.manager] : []);
    byRole.set(word(person.role), [...(byRole.get(word(person.role)) ?? []), id]);
    const [start, end] = [dayFrom(person.start), dayTo(person.end)];
    if (start !== undefined && end !== undefined && end < start)
      problems.push(
        fault(`${path}.end`, "the last day lies before the first one", "correct start or end"),
      );
    if (Array.isArray(person.leave)) problems.push(...leaveProblems(path, person.leave));
  }
  for (const [role, members] of byRole) {
    const headcount = objectIn(objectIn(site.document, "roles"), role)?.headcount;
    if (typeof headcount !== "number" || members.length <= headcount) continue;
    problems.push(
      fault(
        pathOf(["people", members[Math.floor(headcount)]!]),
        `${members.length} people are named in the role "${role}", which has a headcount of ${headcount}`,
        `raise roles.${role}.headcount, or take someone out`,
      ),
    );
  }
  const circles = circlesIn(managers, (members) => ({
    code: "bad-shape",
    path: `${pathOf(["people", members[0]!])}.manager`,
    message: `people who manage each other: ${members.join(" → ")}`,
    hint: "the top of the line has no manager",
  }));
  return [...problems, ...circles];
}

function leaveProblems(path: string, leave: readonly unknown[]): Problem[] {
  return leave.flatMap((stretch, i) => {
    const { from, to } = (stretch ?? {}) as { from?: unknown; to?: unknown };
    if (typeof from !== "string" || typeof to !== "string" || from <= to) return [];
    return [fault(`${path}.leave[${i}].to`, "the leave ends before it starts", "swap from and to")];
  });
}
