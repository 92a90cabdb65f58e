/** A scenario of the folder as the API tells it: a row of the list, and in full. */
import { z } from "zod";
import { Scenario, scenarioOf, type Team } from "#models";
import { Fault } from "../fault.ts";
import type { StoredScenario } from "../store/scenarios.ts";

export const ScenarioRow = z
  .strictObject({
    id: z.string(),
    file: z.string(),
    etag: z.string().nullable(),
    name: z.string().meta({ description: "The id where the file does not load." }),
    question: z.string(),
    parent: z.string().nullable().meta({ description: "Id of the scenario it extends." }),
    statusQuo: z.string().nullable(),
    currency: z.string().nullable(),
    start: z.string().nullable(),
    months: z.int().nullable(),
    headcount: z.strictObject({ marketing: z.number(), sales: z.number() }).nullable().meta({
      description: "People by team; null where a headcount is a formula.",
    }),
    problems: z.array(Fault),
  })
  .meta({ id: "ScenarioRow" });
type ScenarioRow = z.infer<typeof ScenarioRow>;

export const ScenarioDocument = ScenarioRow.extend({
  text: z.string().nullable().meta({ description: "As it stands in the file." }),
  lineage: z.array(z.strictObject({ id: z.string(), scenario: Scenario })).meta({
    description: "Merged scenarios of the chain, status quo first; empty where it does not load.",
  }),
}).meta({ id: "ScenarioDocument" });

/** A row of the list. */
export function rowOf({ id, etag, loaded, problems }: StoredScenario): ScenarioRow {
  const scenario = loaded && scenarioOf(loaded);
  return {
    id,
    file: `${id}.json`,
    etag: etag ?? null,
    name: scenario?.name ?? id,
    question: scenario?.question ?? "",
    parent: (scenario?.extends && loaded?.lineage.at(-2)?.id) ?? null, // else it is the status quo
    statusQuo: loaded?.lineage[0]?.id ?? null,
    currency: scenario?.currency ?? null,
    start: scenario?.calendar.start ?? null,
    months: scenario ? (scenario.calendar.months ?? 12) : null,
    headcount: scenario ? headcountOf(scenario) : null,
    problems,
  };
}

/** All of a scenario. */
export function documentOf(stored: StoredScenario): z.infer<typeof ScenarioDocument> {
  return { ...rowOf(stored), text: stored.text ?? null, lineage: stored.loaded?.lineage ?? [] };
}

function headcountOf(scenario: Scenario): Record<Team, number> | null {
  const people = { marketing: 0, sales: 0 };
  for (const { team, headcount } of Object.values(scenario.roles)) {
    const middle = middleOf(headcount);
    if (middle === undefined) return null;
    people[team] += middle;
  }
  return people;
}

/** A number as written; of an uncertain one its mean or middle; undefined for a formula. */
function middleOf(input: Scenario["roles"][string]["headcount"]): number | undefined {
  if (typeof input === "number") return input;
  if (typeof input === "string") return undefined;
  return "mean" in input ? input.mean : input.p50;
}
