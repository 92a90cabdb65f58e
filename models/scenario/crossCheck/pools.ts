/** Pools that name what is not there, or do not say whose they are and how they are shared. */
import type { Problem } from "../../problem.ts";
import { isObject, type JsonObject, pathOf } from "../text.ts";
import { exampleProblems } from "./examples.ts";
import { measureNames } from "./questions.ts";
import { marketingProblems } from "./scopes.ts";
import { entries, fault, namedThing, namedThings, objectIn, type Site } from "./site.ts";

/** Every fault of the pools. */
export function poolProblems(site: Site): Problem[] {
  return entries(site.document, "pools").flatMap(([id, pool]) => {
    const path = pathOf(["pools", id]);
    const problems = [
      ...measureNames(path, pool, site),
      ...namedThings(`${path}.members`, "role", pool.members, site.roles),
      ...pointProblems(path, pool, site),
      ...exampleProblems(path, pool, { kind: "pool" }),
    ];
    if (pool.scope === "team" && pool.team === undefined)
      problems.push(
        fault(
          `${path}.team`,
          '"team" is missing',
          "a pool at team scope says whose: marketing or sales",
        ),
      );
    if (pool.scope !== "team" && pool.team !== undefined)
      problems.push(
        fault(
          `${path}.team`,
          '"team" needs "scope": "team"',
          "delete it; joint and company scope count both teams",
        ),
      );
    if (pool.scope === "team" && pool.team === "marketing" && site.stages)
      problems.push(...marketingProblems(path, pool, site));
    const funding = objectIn(pool, "funding");
    if (isObject(funding?.curve) && funding.curve.kind === "matrix")
      problems.push(
        fault(
          `${path}.funding.curve`,
          "a pool is funded by one measure",
          "use another form of curve",
        ),
      );
    return problems;
  });
}

function pointProblems(path: string, pool: JsonObject, { roles }: Site): Problem[] {
  const points = objectIn(pool, "points");
  if (pool.by !== "points") {
    return pool.points === undefined
      ? []
      : [fault(`${path}.points`, '"points" needs "by": "points"', "delete it, or share by points")];
  }
  if (!points)
    return [
      fault(
        `${path}.points`,
        '"points" is missing',
        "the pool is shared by points: give those of one person of each role",
      ),
    ];
  const members = Array.isArray(pool.members)
    ? pool.members.filter((member) => typeof member === "string")
    : [];
  const lacking = members.filter(
    (member) => !Object.hasOwn(points, member) && (roles?.includes(member) ?? false),
  );
  const strangers = Object.keys(points).flatMap((role) =>
    namedThing(`${path}.${pathOf(["points", role])}`, "member", role, members),
  );
  if (lacking.length === 0) return strangers;
  return [
    ...strangers,
    fault(
      `${path}.points`,
      `there are no points for ${lacking.join(" and ")}`,
      "give those of one person of each member role; 0 for none",
    ),
  ];
}
