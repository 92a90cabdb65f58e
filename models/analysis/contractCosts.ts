/**
 * Which pay is an incremental cost of obtaining a contract, and for how long the contract is expected to earn.
 *
 * Terms     incremental = paid only because a contract was won, so that it would not be paid without it; commensurate
 *           = a renewal earns commission in proportion to its value, as the first contract did; expedient = benefit of
 *           a year or less, expensed at once.
 * Formula   benefit = the contract's term; where renewals are not commensurate, term ÷ (1 − renewal rate), what the
 *           customer is expected to stay, at most 60 months; or the months that the scenario states.
 * Source    ASC 340-40-25-1 to 25-4 and 35-1; IFRS 15.91 to 94 and 99; docs/guide/accounting.md
 */
import { type Deal } from "../statements/facts.ts";
import type { Component } from "../plans/schema.ts";
import { surfaceOf } from "../plans/kinds/index.ts";
import type { Scenario } from "../scenario/schema.ts";
import { numberReader } from "../scenario/numbers.ts";

/** Whether a cost is put on the balance sheet, and why. */
export type Treatment = { capitalised: boolean; why: string };

/** Measures that a contract won moves and nothing else does, beside the last stage of the funnel. */
const contractMeasures = ["bookings", "grossMargin", "expansion", "renewals"];

/** How a component's pay is booked. */
export function treatmentOf(scenario: Scenario, plan: string, id: string): Treatment {
  const component = scenario.plans[plan]?.components[id];
  if (!component) return expensed("it is paid from a pool, on more than one contract's winning");
  const named = scenario.accounting?.capitalise;
  if (named) {
    return named.includes(id)
      ? { capitalised: true, why: "named in accounting.capitalise" }
      : expensed("not named in accounting.capitalise");
  }
  const last = scenario.funnel.stages?.at(-1) ?? "won";
  const won = (measure: string) => contractMeasures.includes(measure) || measure === last;
  if (component.scope !== "individual")
    return expensed(`it is paid on the result of more than one person (scope ${component.scope})`);
  if (!won(component.measure))
    return expensed(`${component.measure} is earned whether or not a contract is won`);
  const other = conditions(component).find((measure) => !won(measure));
  if (other !== undefined) return expensed(`it also depends on ${other}`);
  return { capitalised: true, why: "paid only for contracts won" };
}

function expensed(why: string): Treatment {
  return { capitalised: false, why };
}

/** Measures of gates, multipliers and the second side of a matrix. */
function conditions({ gates = {}, multipliers = {}, curve }: Component): string[] {
  const across = curve === undefined ? undefined : surfaceOf(curve)?.across.measure;
  return [
    ...Object.values(gates).map(({ measure }) => measure),
    ...Object.values(multipliers).map(({ measure }) => measure),
    ...(across === undefined ? [] : [across]),
  ];
}

const LONGEST_LIFE = 60;
const EXPEDIENT_MONTHS = 12;

export type Benefit = Treatment & { months: number };

/** How long the cost of a deal is spread, by deal. */
export function benefits(scenario: Scenario): (deal: Deal) => Benefit {
  const { accounting = {}, funnel } = scenario;
  const { read } = numberReader({ scenario, set: null, parameterSets: 1, seed: 1 });
  const segments = new Map(
    Object.entries(funnel.segments).map(([id, segment]) => {
      const path = `funnel.segments.${id}`;
      const termMonths = read(`${path}.termMonths`, segment.termMonths ?? 0, "positive");
      const renewalRate = read(`${path}.renewalRate`, segment.renewalRate ?? 0, "share");
      return [id, { termMonths: Math.round(termMonths), renewalRate }];
    }),
  );
  return (deal) => {
    const segment = segments.get(deal.segment);
    const term = deal.termMonths ?? segment?.termMonths ?? 0;
    const { months, from } = lifeOf(term, segment?.renewalRate ?? 0, accounting);
    if (months < 1)
      return { capitalised: false, months: 0, why: "a sale without a term: no later benefit" };
    if ((accounting.expedient ?? true) && months <= EXPEDIENT_MONTHS) {
      const why = `practical expedient: ${from}, a year or less`;
      return { capitalised: false, months, why };
    }
    return { capitalised: true, months, why: from };
  };
}

function lifeOf(
  term: number,
  renewalRate: number,
  { benefitMonths, renewalCommensurate = false }: NonNullable<Scenario["accounting"]>,
): { months: number; from: string } {
  if (benefitMonths !== undefined)
    return { months: benefitMonths, from: `${benefitMonths} months stated` };
  if (renewalCommensurate || renewalRate === 0 || term === 0)
    return { months: term, from: `the term of ${term} months` };
  const stay = renewalRate >= 1 ? LONGEST_LIFE : Math.round(term / (1 - renewalRate));
  const months = Math.max(term, Math.min(LONGEST_LIFE, stay));
  return { months, from: `${months} months with expected renewals, on a term of ${term}` };
}
