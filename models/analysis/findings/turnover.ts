/**
 * Finding on a comparison: more bookings, and people who are worse off than at the status quo.
 *
 * Terms     worse off = utility a year below the status quo's by more than a quarter per cent of OTE, in the steady state.
 * Always    one finding a role; none where the role is said to be paid more and worse off already.
 * Source    docs/model.md#retention
 */
import type { ExpectedDifference, ScenarioResult } from "../result.ts";
import { type Found, grouped } from "./seen.ts";

const NOTICEABLE = 0.0025;
/** People a year: fewer are not worth a word. */
const LEAST_LEAVERS = 0.05;

/** Roles whose people pay for a gain in bookings. */
export function paidByPeople(here: ScenarioResult, difference: ExpectedDifference): Found[] {
  const { expected, scenario } = here;
  const bookings = difference.totals["bookings"]!.runRate;
  if (!here.response || bookings <= 0) return [];
  return Object.entries(scenario.roles).flatMap(([id, head]): Found[] => {
    const { utilityGain } = expected.steadyState.roles[id]!;
    const least = NOTICEABLE * head.ote;
    if (utilityGain >= -least || isRicherAndWorseOff(difference, id, least)) return [];
    const loss = `${grouped(-utilityGain)} ${scenario.currency}`;
    const all = `${grouped(-utilityGain * head.headcount)} ${scenario.currency}`;
    return [
      {
        id: "people-pay",
        severity: "warning",
        place: `roles.${id}`,
        title: `${head.plural}: people pay for this gain`,
        message: `Bookings rise by ${grouped(bookings)} ${scenario.currency} a year, and a year under this plan is worth ${loss} less to each of them than the status quo, ${all} in all.${leaversWords(here, id)}`,
        remedy: "Give some of the gain back in base or target pay, or ask for less.",
        figure: utilityGain,
      },
    ];
  });
}

function isRicherAndWorseOff({ roles }: ExpectedDifference, id: string, least: number): boolean {
  const role = roles[id];
  return role !== undefined && role.pay > least && role.utility < -least;
}

function leaversWords({ expected }: ScenarioResult, id: string): string {
  const turnover = expected.retention?.[id];
  if (!turnover || turnover.leavers - turnover.statusQuoLeavers < LEAST_LEAVERS) return "";
  return ` ${turnover.leavers.toFixed(1)} would leave a year instead of ${turnover.statusQuoLeavers.toFixed(1)}.`;
}
