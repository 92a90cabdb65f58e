/**
 * Findings on targets that rise with what was achieved.
 *
 * Formula   payee: what a tenth more of the result this year takes from next year's pay, λ times what it pays now; company:
 *           contribution of the equilibrium without the ratchet less that with it.
 * Source    docs/model.md#gaming
 */
import { evaluateAt, solveFrom } from "../../company/equilibrium.ts";
import type { Solved } from "../../company/solve.ts";
import { log } from "../../math/index.ts";
import { placeOf, yearOf } from "./invited.ts";
import { type Found, grouped, percent } from "./seen.ts";

const TENTH = log(1.1);
/** Least felt part of a slope that is taken away to be said. */
const LEAST = 0.02;

/** Components whose ratchet takes away from what they pay for. */
export function ratchets(solved: Solved): Found[] {
  const { model, space } = solved;
  const { discountRate } = model.behaviour;
  return model.roles.flatMap((role, r) =>
    role.components.flatMap((component, c): Found[] => {
      const ratchet = component.numbers.ratchet ?? 0;
      const taken = ratchet / (discountRate + ratchet);
      if (ratchet === 0 || taken < LEAST) return [];
      const slope = space.mindsOf[r]!.reduce(
        (sum, mind) => sum + mind.weight * mind.worth.slope[c]!,
        0,
      );
      const forgone = ratchet * slope * TENTH;
      const cost = worthWithout(solved, r, c);
      return [
        {
          id: "ratchet",
          severity: "warning",
          place: `${placeOf(solved, role, component.id)}.ratchet`,
          title: `${role.title}: doing well this year costs pay next year`,
          message: `A tenth more this year takes ${grouped(forgone)} from next year's pay of one person, and some of every year after; ${percent(taken)} of the reason to do more is gone. Without the ratchet contribution would be higher by ${grouped(cost)}.`,
          remedy:
            "Set targets from the market or the territory, not from what the person did last year.",
          figure: taken,
          money: { payee: forgone, company: cost },
        },
      ];
    }),
  );
}

/** Contribution that the ratchet costs; restores the model and the workspace. */
function worthWithout(solved: Solved, r: number, c: number): number {
  const { model, space, calibration, solution } = solved;
  const { numbers } = model.roles[r]!.components[c]!;
  const ratchet = numbers.ratchet!;
  const now = yearOf(solved, space);
  numbers.ratchet = 0;
  const free = solveFrom(space, calibration, solution.lnEfforts);
  let cost = 0;
  if (free.status === "converged" || free.status === "corner") {
    evaluateAt(space, free.lnEfforts, "means");
    cost = yearOf(solved, space).contribution - now.contribution;
  }
  numbers.ratchet = ratchet;
  evaluateAt(space, solution.lnEfforts, "means");
  return cost;
}
