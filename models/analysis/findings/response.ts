/**
 * Findings on the response of people: efforts that do not settle, settle in more than one way, stand at a bound of the
 * model, hang on each other, or are taken as known.
 *
 * Source    docs/model.md#equilibrium
 */
import { inSentence } from "../../words.ts";
import { cornerWords } from "../outcomes.ts";
import type { ScenarioResult } from "../result.ts";
import type { Found } from "./seen.ts";

type Responded = Omit<ScenarioResult, "findings">;

/** Efforts that did not settle. */
export function noEquilibrium({ expected: { equilibrium } }: Responded): Found[] {
  if (equilibrium.status !== "none") return [];
  return [
    {
      id: "no-equilibrium",
      severity: "error",
      place: "expected.equilibrium",
      title: "No equilibrium found",
      message: `Efforts did not settle in ${equilibrium.iterations} steps. The figures are those of the plan on the old behaviour.`,
      remedy: "Soften cliffs and steep accelerators, or lower the elasticity of effort.",
      figure: equilibrium.residual,
    },
  ];
}

/** More than one stable outcome. */
export function severalEquilibria({ expected: { equilibrium } }: Responded): Found[] {
  const { others, starts } = equilibrium;
  if (others.length === 0) return [];
  return [
    {
      id: "several-equilibria",
      severity: "warning",
      place: "expected.equilibrium",
      title: "The outcome depends on what people expect of each other",
      message: `${others.length + 1} stable outcomes were found from ${starts} starts. The one reached from today's behaviour is reported.`,
      remedy: "Spread lump bonuses and cliffs over a range of attainment.",
      figure: others.length + 1,
    },
  ];
}

/** Tasks whose effort stands at a bound of the model. */
export function corners(result: Responded): Found[] {
  const { scenario, expected } = result;
  return expected.equilibrium.corners.map((corner): Found => {
    const { role, task, bound } = corner;
    const head = scenario.roles[role]!;
    const name = inSentence(head.tasks[task]!);
    const shown = {
      severity: "warning" as const,
      place: `roles.${role}.tasks.${task}`,
      remedy: "Pay some of the plan on what this task moves, or give it a non-pay stake.",
    };
    if (bound === "punished") {
      const costs = (expected.valueOfEffort[role]?.[task] ?? 0) < 0;
      return {
        ...shown,
        id: "punished-task",
        title: `${head.plural}: ${costs ? "the plan punishes" : "nobody pays for"} ${name}`,
        message: cornerWords(result, corner),
      };
    }
    return {
      ...shown,
      id: "corner",
      title: `${head.plural}: ${name} runs to its ${bound === "low" ? "least" : "most"}`,
      message: `${cornerWords(result, corner)} The size of the effect is not to be trusted.`,
    };
  });
}

const NEAR_UNSTABLE = 0.9;

/** Efforts that feed on each other. */
export function nearUnstable({ expected: { equilibrium } }: Responded): Found[] {
  const { spectralRadius } = equilibrium;
  if (spectralRadius === null || spectralRadius <= NEAR_UNSTABLE) return [];
  return [
    {
      id: "near-unstable",
      severity: "warning",
      place: "expected.equilibrium.spectralRadius",
      title: "Efforts feed on each other strongly",
      message:
        "A small change in one role's effort moves the others' by almost as much, so results are sensitive.",
      figure: spectralRadius,
    },
  ];
}

/** Roles and tasks that the status quo lacks. */
export function notCalibrated({ expected }: Responded): Found[] {
  if (expected.notCalibrated.length === 0) return [];
  return [
    {
      id: "not-calibrated",
      severity: "info",
      place: "roles",
      title: "Not calibrated at the status quo",
      message: `The status quo lacks ${expected.notCalibrated.join(", ")}; their effort is 1 where they first appear.`,
    },
  ];
}

/** A response without an uncertain number. */
export function responseKnown({ response, uncertain }: Responded): Found[] {
  if (!response || uncertain.length > 0) return [];
  return [
    {
      id: "response-known",
      severity: "info",
      place: "behaviour",
      title: "Assumes the response is known",
      message:
        "No number is uncertain, so intervals hold luck alone and look narrower than they are.",
      remedy: "State behaviour parameters with a spread, as the shipped status quo does.",
    },
  ];
}
