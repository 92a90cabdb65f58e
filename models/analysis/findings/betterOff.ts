/**
 * Findings on a comparison: roles whose pay goes one way and whose people fare the other.
 *
 * Source    docs/model.md#better-off
 */
import { UNCHANGED } from "../betterOff.ts";
import type { ExpectedDifference, ScenarioResult } from "../result.ts";
import { type Found, money } from "./seen.ts";

/** A scenario beside the baseline of its comparison. */
export type Compared = {
  base: ScenarioResult;
  here: ScenarioResult;
  difference: ExpectedDifference;
  /** What this scenario assumes otherwise, in words. */
  assumed?: readonly string[];
};

/** Roles that are paid less and better off, or paid more and worse off. */
export function payApartFromWorth({ here, difference }: Compared): Found[] {
  const { scenario } = here;
  return Object.entries(difference.roles).flatMap(([id, { pay, utility }]): Found[] => {
    const { ote, plural } = scenario.roles[id]!;
    const least = UNCHANGED * ote;
    const place = `roles.${id}`;
    if (pay < -least && utility > least)
      return [
        {
          id: "poorer-better-off",
          severity: "info",
          place,
          title: `${plural}: paid less, and better off`,
          message: `Their pay changes by ${money(scenario, pay)} a year each. Less of it hangs on luck, or it takes less effort, and that is worth more to them than the pay they lose.`,
          figure: pay,
        },
      ];
    if (pay > least && utility < -least)
      return [
        {
          id: "richer-worse-off",
          severity: "warning",
          place,
          title: `${plural}: paid more, and worse off`,
          message: `The extra pay does not make up for more effort or more risk: they pay for this gain, with what is worth ${money(scenario, -utility)} a year to each.`,
          remedy:
            "Give some of the gain back in base or target pay, ask for less, or lower the risk.",
          figure: utility,
        },
      ];
    return [];
  });
}
