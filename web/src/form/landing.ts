/**
 * Where a paid period's attainment lands: log-normal round its mean, as the expected layer has it.
 *
 * Not here  what it pays: the engine says that.
 */
export type Landing = { mean: number; logSd: number };

/** Density at an attainment. */
export function densityAt({ mean, logSd }: Landing, attainment: number): number {
  if (attainment <= 0) return 0;
  const z = standardised({ mean, logSd }, attainment);
  return Math.exp((-z * z) / 2) / (attainment * logSd * Math.sqrt(2 * Math.PI));
}

/** Chance of landing below an attainment. */
export function chanceBelow(landing: Landing, attainment: number): number {
  return attainment <= 0 ? 0 : normalCdf(standardised(landing, attainment));
}

/** Attainments between which nine of ten periods land. */
export function nineOfTen({ mean, logSd }: Landing): [low: number, high: number] {
  const at = (z: number) => mean * Math.exp(z * logSd - (logSd * logSd) / 2);
  return [at(-1.6448536), at(1.6448536)];
}

function standardised({ mean, logSd }: Landing, attainment: number): number {
  return (Math.log(attainment / mean) + (logSd * logSd) / 2) / logSd;
}

/** To seven digits: enough to draw with (Abramowitz and Stegun 26.2.17). */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? 1 - tail : tail;
}
