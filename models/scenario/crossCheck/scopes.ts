/** What a scope cannot count for a role: measures of items that nobody there is credited with. */
import type { Problem } from "../../problem.ts";
import { measures } from "../../terms.ts";
import type { JsonObject } from "../text.ts";
import { entries, fault, objectIn, type Site, word } from "./site.ts";

/** Who is paid: a role and its id. */
export type Payee = { role: string; payee: JsonObject; site: Site };

/** What a scope cannot count for a role. */
export function scopeProblems(
  path: string,
  component: JsonObject,
  { role, payee, site }: Payee,
): Problem[] {
  const { scope, measure } = component;
  if (typeof measure !== "string" || !site.stages) return [];
  const stated = site.stated.get(measure);
  if (stated?.kind === "score") return [];
  if (stated) {
    const of = Object.keys(objectIn(stated, "of") ?? {}).filter((part) => !site.stated.has(part));
    return of.flatMap((part) =>
      scopeProblems(path, { ...component, measure: part }, { role, payee, site }),
    );
  }
  if (scope === "team" || scope === "role") {
    return payee.team === "marketing" ? marketingProblems(path, component, site) : [];
  }
  if (scope !== "individual") return [];
  if (creditedBeside(measure, role, site)) return [];
  const from = ownedFrom(payee, site);
  if (from === Infinity) {
    const hint = `give ${role} "owns": a stage, or pay it by "scope": "${payee.team === "marketing" ? "team" : "role"}"`;
    return [
      fault(
        `${path}.scope`,
        `nothing is credited to one person of the role "${role}", which owns no items`,
        hint,
      ),
    ];
  }
  const stage = stageOf(measure, site);
  if (stage >= 0 && stage < from) {
    return [
      fault(
        `${path}.scope`,
        `"${role}" owns items from ${site.stages[from]} on, and ${measure} is counted before`,
        'use "scope": "team", or let the role own from an earlier stage',
      ),
    ];
  }
  return [];
}

/** Rules of crediting on a measure. */
function rulesOn(measure: string, { document }: Site): JsonObject[] {
  return entries(document, "crediting").flatMap(([id, rule]) =>
    (rule.measure === undefined ? id : rule.measure) === measure ? [rule] : [],
  );
}

/** True where a rule credits people of a role that own nothing: as an overlay, or as managers. */
function creditedBeside(measure: string, role: string, site: Site): boolean {
  return rulesOn(measure, site).some(
    (rule) =>
      objectIn(rule, "overlay")?.[role] !== undefined ||
      (typeof rule.managers === "number" && rule.managers > 0),
  );
}

/** Index of the first stage a role owns; -1 where it names none that exists, Infinity where it owns nothing. */
function ownedFrom(role: JsonObject, { stages, pipelineStage }: Site): number {
  if (role.owns === false) return Infinity;
  if (role.owns !== undefined) return stages!.indexOf(word(role.owns));
  const sells = role.team === "sales" && objectIn(role, "tasks")?.["selling"] !== undefined;
  return sells ? pipelineStage : Infinity;
}

/** Index of the stage at which a measure counts items; -1 for an unknown measure. */
function stageOf(measure: string, { stages, pipelineStage }: Site): number {
  if (measure === "pipeline") return pipelineStage;
  if (measure === "leadQuality") return 0;
  if (Object.hasOwn(measures, measure)) return stages!.length - 1;
  return stages!.indexOf(measure);
}

/** Marketing is credited with its own sources' items, up to the pipeline. */
export function marketingProblems(path: string, paid: JsonObject, site: Site): Problem[] {
  const measure = word(paid.measure);
  if (site.stated.has(measure)) return [];
  const problems: Problem[] = [];
  const shares = rulesOn(measure, site).some(({ sourcingTeam }) => sourcingTeam !== undefined);
  if (stageOf(measure, site) > site.pipelineStage && !shares) {
    const title = Object.hasOwn(measures, measure)
      ? measures[measure as keyof typeof measures].title.toLowerCase()
      : measure;
    problems.push(
      fault(
        `${path}.scope`,
        `marketing is not credited with ${title}: what it does counts up to the pipeline`,
        'use "scope": "joint", which counts every item once for both teams',
      ),
    );
  }
  const teams =
    paid.sourcedBy === "sales" ? new Set(["sales"]) : site.sources?.get(word(paid.sourcedBy));
  if (teams && !teams.has("marketing")) {
    problems.push(
      fault(
        `${path}.sourcedBy`,
        `marketing is not credited with items that sales sourced`,
        'use "scope": "joint", or a source of marketing',
      ),
    );
  }
  return problems;
}
