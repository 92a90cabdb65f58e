/**
 * Weights of a plan's components as one bar of parts.
 *
 * Always    moving a handle shifts weight between its two neighbours alone, so that the sum stays as it was.
 */
/** The weights with the handle after part `index` moved by a share of the whole, as far as there is weight. */
export function moveHandle(weights: readonly number[], index: number, by: number): number[] {
  const [left = 0, right = 0] = [weights[index], weights[index + 1]];
  const moved = tidy(Math.min(Math.max(left + by, 0), left + right));
  return weights.map((weight, i) => {
    if (i === index) return moved;
    return i === index + 1 ? tidy(left + right - moved) : weight;
  });
}

export function sumOf(weights: readonly number[]): number {
  return tidy(weights.reduce((sum, weight) => sum + weight, 0));
}

/** The weights in the same proportions, adding to 1, in whole tenths of a per cent; the largest takes the rest. */
export function addingToOne(weights: readonly number[]): number[] {
  const sum = sumOf(weights);
  if (sum === 0) return weights.map(() => tidy(1 / weights.length));
  const scaled = weights.map((weight) => Math.round((weight / sum) * 1000) / 1000);
  const largest = scaled.indexOf(Math.max(...scaled));
  const rest = tidy(1 - sumOf(scaled));
  return scaled.map((weight, i) => (i === largest ? tidy(weight + rest) : weight));
}

/** Without the dust of binary fractions. */
function tidy(weight: number): number {
  return Math.round(weight * 1e9) / 1e9;
}
