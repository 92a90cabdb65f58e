/**
 * Findings: what a reader must know before believing or acting on a result.
 *
 * Always    each has a place, a figure where there is one, and what to do.
 * Not here  what plans themselves show (planFindings.ts).
 * Source    docs/model.md#findings
 */
import { outsideEvidence } from "./evidence/finding.ts";
import { paidByPeople } from "./findings/turnover.ts";
import type { ExpectedDifference, Finding, ScenarioResult } from "./result.ts";

const NEAR_UNSTABLE = 0.9;

/** Findings on one scenario's own result. */
export function resultFindings(result: ScenarioResult): Finding[] {
  const { expected, scenario } = result;
  const { equilibrium } = expected;
  const findings: Finding[] = [];
  const add = (finding: Omit<Finding, "scenario">) =>
    findings.push({ ...finding, scenario: scenario.id });
  if (equilibrium.status === "none") {
    add({
      id: "no-equilibrium",
      severity: "error",
      place: "expected.equilibrium",
      title: "No equilibrium found",
      message: `Efforts did not settle in ${equilibrium.iterations} steps. The figures are those of the plan on the old behaviour.`,
      remedy: "Soften cliffs and steep accelerators, or lower the elasticity of effort.",
      figure: equilibrium.residual,
    });
  }
  if (equilibrium.others.length > 0) {
    add({
      id: "several-equilibria",
      severity: "warning",
      place: "expected.equilibrium",
      title: "The outcome depends on what people expect of each other",
      message: `${equilibrium.others.length + 1} stable outcomes were found from ${equilibrium.starts} starts. The one reached from today's behaviour is reported.`,
      remedy: "Spread lump bonuses and cliffs over a range of attainment.",
      figure: equilibrium.others.length + 1,
    });
  }
  for (const { role, task, bound } of equilibrium.corners) {
    const head = scenario.roles[role]!;
    const name = head.tasks[task]!;
    add({
      id: bound === "punished" ? "punished-task" : "corner",
      severity: "warning",
      place: `roles.${role}.tasks.${task}`,
      title:
        bound === "punished"
          ? `The plan punishes ${name.toLowerCase()}`
          : `${name} runs to its ${bound === "low" ? "least" : "most"}`,
      message:
        bound === "punished"
          ? `${head.title}: more effort lowers what their pay is worth to them, so it falls to its bound.`
          : `${head.title}: effort stands at the bound of the model, so the size of the effect is not to be trusted.`,
      remedy: "Pay some of the plan on what this task moves, or give it a non-pay stake.",
    });
  }
  if (equilibrium.spectralRadius !== null && equilibrium.spectralRadius > NEAR_UNSTABLE) {
    add({
      id: "near-unstable",
      severity: "warning",
      place: "expected.equilibrium.spectralRadius",
      title: "Efforts feed on each other strongly",
      message:
        "A small change in one role's effort moves the others' by almost as much, so results are sensitive.",
      figure: equilibrium.spectralRadius,
    });
  }
  if (expected.notCalibrated.length > 0) {
    add({
      id: "not-calibrated",
      severity: "info",
      place: "roles",
      title: "Not calibrated at the status quo",
      message: `The status quo lacks ${expected.notCalibrated.join(", ")}; their effort is 1 where they first appear.`,
    });
  }
  if (result.response && result.uncertain.length === 0) {
    add({
      id: "response-known",
      severity: "info",
      place: "behaviour",
      title: "Assumes the response is known",
      message:
        "No number is uncertain, so intervals hold luck alone and look narrower than they are.",
      remedy: "State behaviour parameters with a spread, as the shipped status quo does.",
    });
  }
  return findings;
}

/** Findings on a scenario beside the baseline. */
export function comparisonFindings(
  base: ScenarioResult,
  here: ScenarioResult,
  difference: ExpectedDifference,
): Finding[] {
  const findings: Finding[] = [];
  const add = (finding: Omit<Finding, "scenario">) =>
    findings.push({ ...finding, scenario: here.scenario.id });
  if (here.response) for (const found of outsideEvidence(difference.evidence)) add(found);
  for (const [id, role] of Object.entries(difference.roles)) {
    const head = here.scenario.roles[id]!;
    const least = 0.0025 * head.ote;
    if (role.pay < -least && role.utility > least) {
      add({
        id: "poorer-better-off",
        severity: "info",
        place: `roles.${id}`,
        title: `${head.plural}: paid less, and better off`,
        message:
          "Less of their pay hangs on luck, and that is worth more to them than the pay they lose.",
        figure: role.pay,
      });
    }
    if (role.pay > least && role.utility < -least) {
      add({
        id: "richer-worse-off",
        severity: "warning",
        place: `roles.${id}`,
        title: `${head.plural}: paid more, and worse off`,
        message:
          "The extra pay does not make up for more effort or more risk: people pay for this gain.",
        figure: role.utility,
      });
    }
  }
  for (const found of paidByPeople(here, difference)) add(found);
  if (here.scenario.statusQuo !== base.scenario.statusQuo) {
    add({
      id: "other-status-quo",
      severity: "warning",
      place: "extends",
      title: "Not calibrated on one status quo",
      message: `Efforts of ${here.scenario.name} are 1 in ${here.scenario.statusQuo}, those of ${base.scenario.name} in ${base.scenario.statusQuo}; the difference holds that too.`,
      remedy: "Compare scenarios of one chain, or name one status quo for both.",
    });
  }
  const hours =
    here.expected.alignment.practiceHoursValue - base.expected.alignment.practiceHoursValue;
  const contribution = difference.totals["contribution"]!.runRate;
  if (hours > 0) {
    add({
      id: "practice-time",
      severity: contribution < 0 ? "warning" : "info",
      place: "alignment.practices",
      title: "Practices take time",
      message: `${grouped(here.expected.alignment.practiceHours)} hours a year, worth ${grouped(hours)} at loaded pay; the time is certain, the effects are not.`,
      figure: hours,
    });
  }
  return findings;
}

function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}
