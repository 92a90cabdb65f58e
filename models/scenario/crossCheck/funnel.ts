/** Stages, segments, sources and conversions that do not fit each other. */
import type { Problem } from "../../problem.ts";
import { measures } from "../../terms.ts";
import { type JsonObject, pathOf, type Step } from "../text.ts";
import { entries, fault, namedThing, objectIn, type Site, word } from "./site.ts";

/** Every fault between the parts of the funnel. */
export function funnelProblems(site: Site): Problem[] {
  const { stages, segments } = site;
  const funnel = objectIn(site.document, "funnel");
  if (!funnel || !stages) return [];
  const problems: Problem[] = [];
  for (const [i, stage] of stages.entries()) {
    const path = `funnel.stages[${i}]`;
    if (stages.indexOf(stage) < i)
      problems.push(fault(path, `the stage "${stage}" stands twice`, "write it once"));
    if (Object.hasOwn(measures, stage))
      problems.push(
        fault(path, `a stage cannot be called "${stage}", which is a measure`, "choose another id"),
      );
    if (stage === "marketing" || stage === "sales")
      problems.push(
        fault(path, `a stage cannot be called "${stage}", which is a team`, "choose another id"),
      );
  }
  problems.push(...namedThing("funnel.pipelineStage", "stage", funnel.pipelineStage, stages));
  if (segments?.length === 0)
    problems.push(
      fault(
        "funnel.segments",
        "there is no segment",
        'write one, as in "segments": { "all": { … } }',
      ),
    );
  for (const [id, segment] of entries(funnel, "segments"))
    problems.push(...segmentProblems(pathOf(["funnel", "segments", id]), segment, stages));
  return problems;
}

function segmentProblems(path: string, segment: JsonObject, stages: string[]): Problem[] {
  const general = objectIn(segment, "conversions") ?? {};
  const problems = conversionNames(`${path}.conversions`, general, stages);
  const lacking = new Map<string, string>();
  for (const [id, source] of entries(segment, "sources")) {
    const here = pathOf(["sources", id]);
    if (id === "marketing" || id === "sales")
      problems.push(
        fault(
          `${path}.${here}`,
          `a source cannot be called "${id}", which is a team`,
          "choose another id",
        ),
      );
    problems.push(...namedThing(`${path}.${here}.entersAt`, "stage", source.entersAt, stages));
    const own = objectIn(source, "conversions") ?? {};
    problems.push(...conversionNames(`${path}.${here}.conversions`, own, stages));
    const from = stages.indexOf(word(source.entersAt));
    if (from < 0) continue;
    for (const stage of stages.slice(from, -1)) {
      const rate = objectIn(own, stage)?.rate ?? objectIn(general, stage)?.rate;
      if (rate === undefined && !lacking.has(stage)) lacking.set(stage, id);
    }
  }
  for (const [stage, source] of lacking) {
    problems.push(
      fault(
        `${path}.conversions.${stage}.rate`,
        `"${stage}" has no rate, and items of ${source} pass through it`,
        `write "${stage}": { "rate": … }: the share of its items that go on to ${stages[stages.indexOf(stage) + 1]}`,
      ),
    );
  }
  return problems;
}

function conversionNames(path: string, conversions: JsonObject, stages: string[]): Problem[] {
  return Object.keys(conversions).flatMap((stage) => {
    if (stage === stages.at(-1))
      return [
        fault(
          `${path}.${stage}`,
          `"${stage}" is the last stage: nothing goes on from it`,
          "delete it; a rate stands at the stage that items leave",
        ),
      ];
    return namedThing(pathOf([...stepsOfPath(path), stage]), "stage", stage, stages);
  });
}

function stepsOfPath(path: string): Step[] {
  return path.split(".");
}
