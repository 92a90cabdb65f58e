/** Roles, their tasks and practices that name what does not exist. */
import type { Problem } from "../../problem.ts";
import { isObject, pathOf } from "../text.ts";
import { entries, fault, namedThing, namedThings, objectIn, type Site } from "./site.ts";

/** Names in roles and tasks that nothing has. */
export function roleProblems(site: Site): Problem[] {
  const problems: Problem[] = [];
  for (const [id, role] of entries(site.document, "roles")) {
    const path = pathOf(["roles", id]);
    problems.push(
      ...namedThing(`${path}.plan`, "plan", role.plan, site.plans),
      ...namedThings(`${path}.segments`, "segment", role.segments, site.segments),
      ...namedThings(`${path}.sources`, "source", role.sources, site.sources?.keys()),
      ...namedThing(`${path}.owns`, "stage", role.owns, site.stages),
    );
    for (const [task, { effects }] of entries(role, "tasks")) {
      if (!isObject(effects)) continue;
      for (const key of Object.keys(effects))
        problems.push(...effectProblems(`${path}.tasks.${task}.effects.${key}`, key, site));
    }
  }
  return problems;
}

function effectProblems(path: string, key: string, site: Site): Problem[] {
  const [what, first, second] = key.split(".");
  if (what === "inflow") {
    if (first === undefined)
      return [fault(path, "an effect on inflow names its source", "write inflow.SOURCE")];
    return [
      ...namedThing(path, "source", first, site.sources?.keys()),
      ...namedThing(path, "segment", second, site.segments),
    ];
  }
  if (what === "rate") {
    if (first === undefined)
      return [
        fault(
          path,
          "an effect on a rate names its stage",
          "write rate.STAGE, the stage that items leave",
        ),
      ];
    const last = site.stages?.at(-1) === first;
    if (last)
      return [
        fault(
          path,
          `"${first}" is the last stage: no rate leads out of it`,
          "name the stage that items leave",
        ),
      ];
    return [
      ...namedThing(path, "stage", first, site.stages),
      ...namedThing(path, "segment", second, site.segments),
    ];
  }
  if (second !== undefined)
    return [
      fault(
        path,
        `an effect on ${what} has one name behind it at most`,
        `write ${what} or ${what}.${what === "quality" ? "SOURCE" : "SEGMENT"}`,
      ),
    ];
  if (what === "quality") return first === undefined ? [] : qualitySource(path, first, site);
  return what === "renewal" ? namedThing(path, "segment", first, site.segments) : [];
}

function qualitySource(path: string, source: string, site: Site): Problem[] {
  const teams = site.sources?.get(source);
  if (teams && !teams.has("marketing"))
    return [
      fault(
        path,
        `the source "${source}" is not marketing's, and lead quality is of marketing's leads`,
        "name a source of marketing",
      ),
    ];
  return namedThing(path, "source", source, site.sources?.keys());
}

/** Roles that practices name and nothing is called. */
export function practiceProblems(site: Site): Problem[] {
  return entries(objectIn(site.document, "alignment"), "practices").flatMap(([id, practice]) =>
    namedThings(
      `${pathOf(["alignment", "practices", id])}.roles`,
      "role",
      practice.roles,
      site.roles,
    ),
  );
}
