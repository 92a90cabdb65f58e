/**
 * Findings on where the expected layer and simulated years do not say the same.
 *
 * Terms     apart = simulated mean pay of a role differs from the expected by more than 0.3%, and by more than chance
 *           leaves open.
 * Not here  what of a plan the expected layer leaves out (findings/layers.ts).
 * Source    docs/model.md#findings
 */
import type { Finding, ScenarioResult, Simulated } from "./result.ts";

const NOTICEABLE = 0.003;
/** Standard errors beyond which a difference is not chance. */
const CHANCE = 4;

/** Roles whose simulated mean pay is not the expected one. */
export function layersApart(
  { scenario, expected, uncertain }: ScenarioResult,
  { roles }: Simulated,
  runs: number,
): Finding[] {
  // Where numbers are uncertain the years are of other numbers than the expected layer's means.
  if (uncertain.length > 0) return [];
  return Object.entries(roles).flatMap(([id, { meanPay }]) => {
    const mean = expected.firstYear.roles[id]!.pay.mean;
    const share = (meanPay.mean - mean) / mean;
    const error = meanPay.sd / Math.sqrt(runs) / mean;
    if (Math.abs(share) <= NOTICEABLE || Math.abs(share) <= CHANCE * error) return [];
    return [
      {
        id: "layers-apart",
        severity: "warning" as const,
        place: `roles.${id}.plan`,
        title: `${scenario.roles[id]!.plural}: simulated pay is ${Math.abs(share * 100).toFixed(1)}% ${share < 0 ? "below" : "above"} expected pay`,
        message:
          "The expected layer takes counting as log-normal and conditions as independent, and leaves adjustments out; simulated years count every deal and follow the plan to the letter.",
        remedy: "Trust the simulated mean; efforts respond to the expected one.",
        figure: share,
        scenario: scenario.id,
      },
    ];
  });
}
