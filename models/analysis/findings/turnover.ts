/**
 * Finding on a comparison: more bookings, and people who are worse off than at the status quo.
 *
 * Terms     worse off = utility a year below the status quo's by more than `UNCHANGED` of OTE, in the steady state.
 * Always    one finding a scenario, which names the roles; roles said to be paid more and worse off are left out.
 * Source    docs/model.md#retention
 */
import { inSentence, listed } from "../../words.ts";
import { UNCHANGED } from "../betterOff.ts";
import type { ExpectedDifference, RoleHead, ScenarioResult } from "../result.ts";
import { type Found, money } from "./seen.ts";

/** People a year: fewer are not worth a word. */
const LEAST_LEAVERS = 0.05;

type Payer = { id: string; head: RoleHead; loss: number };

/** The roles whose people pay for a gain in bookings. */
export function paidByPeople(here: ScenarioResult, difference: ExpectedDifference): Found[] {
  const { expected, scenario } = here;
  const bookings = difference.totals["bookings"]!.runRate;
  if (!here.response || bookings <= 0) return [];
  const payers = Object.entries(scenario.roles).flatMap(([id, head]): Payer[] => {
    const loss = -expected.steadyState.roles[id]!.utilityGain;
    const least = UNCHANGED * head.ote;
    return loss <= least || isRicherAndWorseOff(difference, id, least) ? [] : [{ id, head, loss }];
  });
  const [first, ...more] = payers;
  if (!first) return [];
  const sum = payers.reduce((all, { head, loss }) => all + head.headcount * loss, 0);
  const losses = payers.map(({ loss }) => loss);
  const least = money(scenario, Math.min(...losses));
  const most = money(scenario, Math.max(...losses));
  const each = least === most ? least : `${least} to ${most}`;
  return [
    {
      id: "people-pay",
      severity: "warning",
      place: more.length > 0 ? "roles" : `roles.${first.id}`,
      title: `${whoPays(payers, scenario)}: people pay for this gain`,
      message: `Bookings rise by ${money(scenario, bookings)} a year, and a year under this plan is worth ${each} less to each of them than the status quo, ${money(scenario, sum)} in all.${leaversWords(here, payers)}`,
      remedy: "Give some of the gain back in base or target pay, or ask for less.",
      figure: -sum,
    },
  ];
}

function isRicherAndWorseOff({ roles }: ExpectedDifference, id: string, least: number): boolean {
  const role = roles[id];
  return role !== undefined && role.pay > least && role.utility < -least;
}

const numbers = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** "Marketing's four roles and SDRs": a team that pays as a whole by its name, else roles. */
function whoPays(payers: readonly Payer[], { roles }: ScenarioResult["scenario"]): string {
  const names: string[] = [];
  for (const { head } of payers) {
    const team = Object.values(roles).filter((role) => role.team === head.team);
    const paying = payers.filter((payer) => payer.head.team === head.team).length;
    const whole = team.length > 1 && paying === team.length;
    const count = numbers[team.length] ?? team.length;
    const name = whole ? `${named[head.team]}'s ${count} roles` : head.plural;
    if (!names.includes(name)) names.push(name);
  }
  return listed(names.map((name, i) => (i === 0 || isTeam(name) ? name : inSentence(name))));
}

const named = { marketing: "Marketing", sales: "Sales" } as const;

function isTeam(name: string): boolean {
  return Object.values(named).some((team) => name.startsWith(`${team}'s `));
}

function leaversWords({ expected: { retention } }: ScenarioResult, payers: Payer[]): string {
  let [leave, before] = [0, 0];
  for (const { id } of payers) {
    leave += retention?.[id]?.leavers ?? 0;
    before += retention?.[id]?.statusQuoLeavers ?? 0;
  }
  if (leave - before < LEAST_LEAVERS) return "";
  return ` ${leave.toFixed(1)} would leave a year instead of ${before.toFixed(1)}.`;
}
