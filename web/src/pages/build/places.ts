/**
 * Where a finding stands, as a part of the form: the way there, and what it is called.
 *
 * Not here  places in the result ("expected.equilibrium"): nothing is edited there.
 */
import type { Scenario } from "#models";
import { keyOf, type Section, sectionOf } from "./changes.ts";
import { componentTitle, plansOf } from "./words.ts";

export type FormPlace = { section: Section; component: string | undefined; words: string };

/** The part of the form that a place in the scenario is edited in; undefined for a place in the result. */
export function formPlaceOf(place: string, scenario: Scenario): FormPlace | undefined {
  const steps = place.split(/[.[\]]+/).filter(Boolean);
  const [top, id, , component] = steps;
  if (top === undefined || top === "extends" || !Object.hasOwn(scenario, top)) return undefined;
  const role = top === "roles" && steps[2] === "plan" ? scenario.roles[id!] : undefined;
  const section = sectionOf(role?.plan ? ["plans", role.plan] : steps, scenario);
  if (section.kind !== "plan") {
    return { section, component: undefined, words: sectionWords[keyOf(section)] ?? "All else" };
  }
  const plan = plansOf(scenario).find((one) => one.id === section.id);
  if (!plan) return undefined;
  const written = scenario.plans[plan.id]!.components[component ?? ""];
  return written && component !== undefined
    ? { section, component, words: `${plan.title} · ${componentTitle(component, written)}` }
    : { section, component: undefined, words: plan.title };
}

const sectionWords: Record<string, string> = { pools: "Pools", alignment: "Alignment" };
