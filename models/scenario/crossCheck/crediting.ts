/** Rules of crediting that name what does not exist, or hold at the same time. */
import type { Problem } from "../../problem.ts";
import { type JsonObject, pathOf } from "../text.ts";
import { averages } from "./measures.ts";
import { dayFrom, dayTo, entries, fault, namedThing, objectIn, type Site, word } from "./site.ts";

/** Every fault of the rules of crediting. */
export function creditingProblems(site: Site): Problem[] {
  const rules = entries(site.document, "crediting");
  const problems: Problem[] = [];
  for (const [i, [id, rule]] of rules.entries()) {
    const path = pathOf(["crediting", id]);
    const measure = measureOf(id, rule);
    const place = rule.measure === undefined ? path : `${path}.measure`;
    problems.push(...namedThing(place, "measure", measure, site.measures));
    if (averages(measure, site) || site.stated.get(measure)?.kind === "score")
      problems.push(
        fault(
          place,
          `"${measure}" is not made of deals, so nobody shares its credit`,
          "leave it out",
        ),
      );
    for (const role of Object.keys(objectIn(rule, "overlay") ?? {}))
      problems.push(
        ...namedThing(pathOf(["crediting", id, "overlay", role]), "role", role, site.roles),
      );
    const { from, to } = spanOf(rule);
    if (from > to)
      problems.push(fault(`${path}.to`, "the rule ends before it starts", "swap from and to"));
    const same = rules.slice(0, i).find(([other, earlier]) => {
      const span = spanOf(earlier);
      return measureOf(other, earlier) === measure && span.from <= to && from <= span.to;
    });
    if (same)
      problems.push(
        fault(
          path,
          `"${same[0]}" and "${id}" both credit ${measure} on ${[from, spanOf(same[1]).from].toSorted().at(-1)}`,
          'give each its time with "from" and "to"',
        ),
      );
  }
  return problems;
}

function measureOf(id: string, rule: JsonObject): string {
  return rule.measure === undefined ? id : word(rule.measure);
}

function spanOf(rule: JsonObject): { from: string; to: string } {
  return { from: dayFrom(rule.from) ?? "0000-01-01", to: dayTo(rule.to) ?? "9999-12-31" };
}
