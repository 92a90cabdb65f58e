/**
 * Findings on how a plan is put together: what its weights add to, and how many things it pays on.
 *
 * Source    docs/guide/findings.md
 */
import type { ModelRole } from "../../company/compile.ts";
import { percent } from "../../words.ts";
import { type Found } from "./seen.ts";

/** Weights that do not add to the whole target variable. */
export function weightsOff(role: ModelRole): Found[] {
  const weights = role.components.flatMap(({ weight }) => (weight === null ? [] : [weight]));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length === 0 || Math.abs(sum - 1) < 1e-9) return [];
  return [
    {
      id: "weights",
      severity: "warning",
      place: `roles.${role.id}.plan`,
      title: `${role.title}: weights add to ${percent(sum, 2)}`,
      message: `At target the plan pays ${percent(sum, 2)} of the role's target variable.`,
      remedy: "Let the weights add to 100%, or state the target variable that is meant.",
      figure: sum,
    },
  ];
}

const MANY = 3;

/** More components and pools than people can keep in view. */
export function manyComponents(role: ModelRole): Found[] {
  const count = role.components.length;
  if (count <= MANY) return [];
  return [
    {
      id: "many-components",
      severity: "info",
      place: `roles.${role.id}.plan`,
      title: `${role.title}: ${count} things to watch at once`,
      message: `The plan pays on ${count} components and pools; above ${MANY} each one counts for little.`,
      remedy: "Drop the components that pay least, or make them gates of the others.",
      figure: count,
    },
  ];
}
