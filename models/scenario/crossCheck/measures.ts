/** Measures that a scenario states itself: sums of what is not there, in circles, or of averages. */
import type { Problem } from "../../problem.ts";
import { measures } from "../../terms.ts";
import { pathOf } from "../text.ts";
import { circlesIn } from "./numbers.ts";
import { fault, namedThing, objectIn, type Site } from "./site.ts";

/** Every fault of the scenario's own measures. */
export function statedMeasureProblems(site: Site): Problem[] {
  const problems: Problem[] = [];
  const needs = new Map<string, string[]>();
  for (const [id, measure] of site.stated) {
    const path = pathOf(["measures", id]);
    if (Object.hasOwn(measures, id) || site.stages?.includes(id)) {
      const what = site.stages?.includes(id) ? "a stage" : "a measure already";
      problems.push(
        fault(path, `a measure cannot be called "${id}", which is ${what}`, "choose another id"),
      );
    }
    if (measure.kind !== "sum") continue;
    const parts = Object.keys(objectIn(measure, "of") ?? {});
    needs.set(id, parts);
    if (parts.length === 0)
      problems.push(fault(`${path}.of`, "a sum of nothing", 'as in "of": { "bookings": 1 }'));
    for (const part of parts) {
      const here = pathOf(["measures", id, "of", part]);
      problems.push(...namedThing(here, "measure", part, site.measures));
      if (averages(part, site))
        problems.push(
          fault(here, `"${part}" is an average, and averages do not add up`, "leave it out"),
        );
    }
  }
  const circles = circlesIn(needs, (members) => ({
    code: "bad-shape",
    path: pathOf(["measures", members[0]!]),
    message: `sums that need each other: ${members.join(" → ")}`,
    hint: "let one of them count something of the funnel",
  }));
  return [...problems, ...circles];
}

/** True for a measure that does not add up over months and people. */
export function averages(measure: string, { stated }: Site): boolean {
  const own = stated.get(measure);
  if (own) return own.kind === "score" && own.adds !== true;
  return (
    Object.hasOwn(measures, measure) && measures[measure as keyof typeof measures].kind === "ratio"
  );
}
