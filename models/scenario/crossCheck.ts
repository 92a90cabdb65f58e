/**
 * Faults between the parts of a scenario that need no numbers: names of things that do not exist, stages without a
 * rate, components that say too much or too little, formulas that need each other.
 *
 * Always    works on documents with faults of form too: what has the wrong form is passed over, so that all faults are
 *           reported together.
 * Not here  the form of each part (issues.ts), what the numbers come to (numbers.ts, compile.ts); the checks themselves
 *           stand by concept in crossCheck/.
 */
import type { Problem } from "../problem.ts";
import { accountingProblems } from "./crossCheck/accounting.ts";
import { creditingProblems } from "./crossCheck/crediting.ts";
import { currencyProblems } from "./crossCheck/currencies.ts";
import { funnelProblems } from "./crossCheck/funnel.ts";
import { statedMeasureProblems } from "./crossCheck/measures.ts";
import { parameterCircles, quantities } from "./crossCheck/numbers.ts";
import { peopleProblems } from "./crossCheck/people.ts";
import { planProblems } from "./crossCheck/plans.ts";
import { poolProblems } from "./crossCheck/pools.ts";
import { practiceProblems, roleProblems } from "./crossCheck/roles.ts";
import { siteOf } from "./crossCheck/site.ts";
import type { Scenario } from "./schema.ts";
import type { JsonObject } from "./text.ts";

/** Every fault between the parts of a scenario. */
export function crossCheck(scenario: Scenario): Problem[] {
  const document = scenario as unknown as JsonObject;
  const site = siteOf(document);
  return [
    ...quantities(document),
    ...parameterCircles(document),
    ...funnelProblems(site),
    ...statedMeasureProblems(site),
    ...roleProblems(site),
    ...planProblems(site),
    ...poolProblems(site),
    ...creditingProblems(site),
    ...peopleProblems(site),
    ...currencyProblems(site),
    ...accountingProblems(site),
    ...practiceProblems(site),
  ];
}
