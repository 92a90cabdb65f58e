/**
 * Differences of the expected layer, and who is better off: there before any year is simulated.
 *
 * Terms     better (worse) off = expected utility at the person's own skill differs from the baseline's by more than a
 *           quarter per cent of OTE; richer (poorer) = the same of expected pay.
 * Source    docs/model.md#better-off
 */
import { basisAt } from "../company/people.ts";
import { totalOrder } from "../company/totals.ts";
import type { JobHead, RolePeople, ScenarioLayout } from "../simulation/protocol.ts";
import { UNCHANGED } from "./betterOff.ts";
import { evidenceFor } from "./evidence/panel.ts";
import type { ExpectedDifference, People } from "./result.ts";

type Side = { layout: ScenarioLayout; row: Float64Array };

/** Counts of people of the named roles by how they fare beside the baseline; roles it lacks are left out. */
export function peopleBetween(here: Side, base: Side, roles: string[]): People {
  const counts: People = { better: 0, same: 0, worse: 0, richer: 0, poorer: 0, headcount: 0 };
  for (const id of roles) {
    const role = here.layout.people.find((one) => one.id === id);
    const before = base.layout.people.find((one) => one.id === id);
    if (!role || !before) continue;
    const least = UNCHANGED * role.ote;
    for (const [i, place] of role.places.entries()) {
      const { id: name, own } = role.named[i]!;
      const same =
        name === null ? before.named[i] : before.named.find(({ id: known }) => known === name);
      const owned = same?.own ?? -1;
      const gain =
        personal(here, role, { part: "utility", place, own }) -
        personal(base, before, { part: "utility", place, own: owned });
      const pay =
        personal(here, role, { part: "pay", place, own }) -
        personal(base, before, { part: "pay", place, own: owned });
      counts.headcount += 1;
      if (gain > least) counts.better += 1;
      else if (gain < -least) counts.worse += 1;
      else counts.same += 1;
      if (pay > least) counts.richer += 1;
      else if (pay < -least) counts.poorer += 1;
    }
  }
  return counts;
}

/** A part of a set row: a person's own where they have one, else at their place on the scale of skill. */
function personal(
  { row, layout }: Side,
  role: RolePeople,
  { part: of, place, own }: { part: "utility" | "pay"; place: number; own: number },
): number {
  if (own >= 0) return row[layout.set.own + 2 * own + (of === "utility" ? 0 : 1)]!;
  const part = layout.set[of];
  const basis = basisAt(role.points, place);
  let value = 0;
  for (const [i, weight] of basis.entries()) {
    const one = row[part + role.firstMind + i]!;
    value += weight * one;
  }
  return value;
}

/** The expected difference of the i-th scenario of a job from its baseline. */
export function expectedDifference(head: JobHead, i: number): ExpectedDifference {
  const here = head.scenarios[i]!;
  const base = head.scenarios[0]!;
  const sides = [head.layout.scenarios[i]!, head.layout.scenarios[0]!] as const;
  const [layout, before] = sides;
  const between = (ids: string[]) =>
    peopleBetween({ layout, row: layout.means }, { layout: before, row: before.means }, ids);
  const roles = Object.keys(here.scenario.roles).filter(
    (id) => base.scenario.roles[id] !== undefined,
  );
  return {
    scenario: here.scenario.id,
    totals: Object.fromEntries(
      totalOrder.map((key) => [
        key,
        {
          mean: here.expected.firstYear.totals[key] - base.expected.firstYear.totals[key],
          mechanical:
            here.expected.mechanical.firstYear.totals[key] -
            base.expected.mechanical.firstYear.totals[key],
          runRate: here.expected.steadyState.totals[key] - base.expected.steadyState.totals[key],
        },
      ]),
    ),
    roles: Object.fromEntries(
      roles.map((id) => [
        id,
        {
          pay:
            here.expected.firstYear.roles[id]!.pay.mean -
            base.expected.firstYear.roles[id]!.pay.mean,
          mechanicalPay:
            here.expected.mechanical.firstYear.roles[id]!.pay.mean -
            base.expected.mechanical.firstYear.roles[id]!.pay.mean,
          utility:
            here.expected.steadyState.roles[id]!.utilityGain -
            base.expected.steadyState.roles[id]!.utilityGain,
          people: between([id]),
        },
      ]),
    ),
    people: between(roles),
    others: here.expected.equilibrium.outcomes.map(({ totals }, k) => ({
      totals: {
        bookings: totals.bookings - base.expected.steadyState.totals.bookings,
        pay: totals.pay - base.expected.steadyState.totals.pay,
        contribution: totals.contribution - base.expected.steadyState.totals.contribution,
      },
      people: peopleBetween(
        { layout, row: layout.others[k]! },
        { layout: before, row: before.means },
        roles,
      ),
    })),
    evidence: evidenceFor(head.changed[i]!, base, here),
  };
}
