/**
 * What the plan is worth to each person of a role in which named people have a skill of their own, where the role is solved
 * at one skill alone.
 *
 * Formula   the role's efforts and cost; individual attainment times the person's skill over the mean of the role's seats.
 * Not here  people of a role solved at several skills, who are read off between them (people.ts); territories, which move
 *           a person's market and targets alike and so nobody's attainment.
 * Source    docs/model.md#better-off
 */
import { evaluatePayRisk } from "../behaviour/payRisk.ts";
import type { Model } from "./compile.ts";
import type { Workspace } from "./equilibrium.ts";
import { skills } from "./people.ts";

/** A seat that is counted at its own skill; `at` is its place among all such seats of a model. */
export type OwnSkilled = { role: number; seat: number; skill: number; at: number };

/** Seats of a model that are counted at their own skill. */
export function ownSkilled({ roles }: Model): OwnSkilled[] {
  const found: OwnSkilled[] = [];
  for (const [role, one] of roles.entries()) {
    if (one.points.length > 1 || one.people.every(({ skill }) => skill === undefined)) continue;
    const own = skills(one);
    const mean = own.reduce((sum, skill) => sum + skill, 0) / own.length;
    for (const [seat, skill] of own.entries())
      found.push({ role, seat, skill: skill / mean, at: found.length });
  }
  return found;
}

/**
 * Pay and utility of a person of their own skill in a whole year, where `utility` is that of the role's mind. The workspace
 * stands at its efforts, means included, and does so afterwards.
 */
export function ownWorth(
  space: Workspace,
  { role, skill }: OwnSkilled,
  utility: number,
): { pay: number; utility: number } {
  const mind = space.mindsOf[role]![0]!;
  const masses = mind.payouts.flatMap(({ individual, mass, on }) => [
    ...(individual ? [mass] : []),
    ...(on?.sides.flatMap((side) => (side.individual ? [side.mass] : [])) ?? []),
  ]);
  const before = masses.map((mass) => Float64Array.from(mass));
  const meanCertainty = mind.worth.certainty;
  for (const mass of masses) for (let i = 0; i < mass.length; i++) mass[i] = mass[i]! * skill;
  evaluatePayRisk(mind.risk, "means", mind.worth);
  const { mean, certainty } = mind.worth;
  for (const [i, mass] of masses.entries()) mass.set(before[i]!);
  evaluatePayRisk(mind.risk, "means", mind.worth);
  return {
    pay: space.model.roles[role]!.basePay + mean,
    utility: utility + certainty - meanCertainty,
  };
}
