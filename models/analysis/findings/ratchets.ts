/**
 * Findings on targets that rise with what was achieved.
 *
 * Formula   payee: what a tenth more of the result this year takes from next year's pay, λ times what it pays now; company:
 *           contribution of the equilibrium without the ratchet less that with it.
 * Always    said only where people answer the plan and both sums are noticeable.
 * Source    docs/model.md#gaming
 */
import { evaluateAt, solveFrom } from "../../company/equilibrium.ts";
import type { Solved } from "../../company/solve.ts";
import { log } from "../../math/index.ts";
import { isCostly, meanSlope, NOTICEABLE, type Year, yearOf } from "./invited.ts";
import { percent } from "../../words.ts";
import { type Found, money, placeOf } from "./seen.ts";

const TENTH = log(1.1);
/** Least felt part of a slope that is taken away to be said. */
const LEAST = 0.02;

/** Components whose ratchet takes away from what they pay for. */
export function ratchets(solved: Solved): Found[] {
  const { model, solution } = solved;
  const { discountRate } = model.behaviour;
  if (solution.status === "off") return [];
  return model.roles.flatMap((role, r) =>
    role.components.flatMap((component, c): Found[] => {
      const ratchet = component.numbers.ratchet ?? 0;
      const taken = ratchet / (discountRate + ratchet);
      if (ratchet === 0 || taken < LEAST) return [];
      const slope = meanSlope(solved, r, c);
      const forgone = ratchet * slope * TENTH;
      if (forgone < NOTICEABLE.ofOte * role.ote) return [];
      const { cost, now } = worthWithout(solved, r, c);
      if (!isCostly(cost, now)) return [];
      return [
        {
          id: "ratchet",
          severity: "warning",
          place: `${placeOf(solved.model, role, component.id)}.ratchet`,
          title: `${role.plural}: doing well this year costs pay next year`,
          message: `A tenth more this year takes ${money(model, forgone)} from next year's pay of one person, and some of every year after; ${percent(taken)} of the reason to do more is gone. Without the ratchet contribution would be higher by ${money(model, cost)}.`,
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
function worthWithout(solved: Solved, r: number, c: number): { cost: number; now: Year } {
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
  return { cost, now };
}
