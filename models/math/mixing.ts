/**
 * Mixing: a fixed-point step improved by the last few steps.
 *
 * Terms     residual f = g(x) − x of a map g; memory = differences of the last residuals and images.
 * Formula   x' = g(x) − Σ γ·Δg with γ the least-squares fit of f by Σ γ·Δf.
 * Always    the plain step when there is no memory, or when the fit is not well posed; writes into `current`.
 * Source    D. G. Anderson, "Iterative procedures for nonlinear integral equations", JACM 12 (1965).
 */

const DEPTH = 3;
/** Below this share of the largest pivot a direction adds nothing. */
const NEGLIGIBLE = 1e-12;

export type Mixer = {
  size: number;
  held: number;
  residual: Float64Array;
  image: Float64Array;
  residualSteps: Float64Array[];
  imageSteps: Float64Array[];
};

/** A mixer without memory for maps of `size` numbers. */
export function createMixer(size: number): Mixer {
  const vectors = () => Array.from({ length: DEPTH }, () => new Float64Array(size));
  return {
    size,
    held: -1,
    residual: new Float64Array(size),
    image: new Float64Array(size),
    residualSteps: vectors(),
    imageSteps: vectors(),
  };
}

/** Drops the memory. */
export function forget(mixer: Mixer): void {
  mixer.held = -1;
}

/** Replaces `current` by the mixed step from it, its image under the map being `next`. */
export function mix(mixer: Mixer, current: Float64Array, next: Float64Array): void {
  const { size, residual, image } = mixer;
  if (mixer.held >= 0) {
    const residualStep = mixer.residualSteps.pop()!;
    const imageStep = mixer.imageSteps.pop()!;
    for (let i = 0; i < size; i++) {
      residualStep[i] = next[i]! - current[i]! - residual[i]!;
      imageStep[i] = next[i]! - image[i]!;
    }
    mixer.residualSteps.unshift(residualStep);
    mixer.imageSteps.unshift(imageStep);
  }
  for (let i = 0; i < size; i++) {
    residual[i] = next[i]! - current[i]!;
    image[i] = next[i]!;
  }
  mixer.held = Math.min(mixer.held + 1, DEPTH);
  const weights = fit(mixer);
  for (let i = 0; i < size; i++) {
    let mixed = next[i]!;
    for (let d = 0; d < weights.length; d++) mixed -= weights[d]! * mixer.imageSteps[d]![i]!;
    current[i] = mixed;
  }
}

/** Least-squares weights of the held residual steps, by elimination of the normal equations. */
function fit({ size, held, residual, residualSteps }: Mixer): number[] {
  const rows: number[][] = [];
  for (let d = 0; d < held; d++) {
    const row: number[] = [];
    for (let e = 0; e < held; e++) row.push(dot(residualSteps[d]!, residualSteps[e]!, size));
    row.push(dot(residualSteps[d]!, residual, size));
    rows.push(row);
  }
  const largest = rows.reduce((most, row, d) => Math.max(most, row[d]!), 0);
  for (let d = 0; d < held; d++) {
    const pivot = rows[d]![d]!;
    if (!(pivot > NEGLIGIBLE * largest)) return [];
    for (let e = d + 1; e < held; e++) {
      const factor = rows[e]![d]! / pivot;
      for (let c = d; c <= held; c++) rows[e]![c] = rows[e]![c]! - factor * rows[d]![c]!;
    }
  }
  const weights = Array.from({ length: held }, () => 0);
  for (let d = held - 1; d >= 0; d--) {
    let left = rows[d]![held]!;
    for (let e = d + 1; e < held; e++) left -= rows[d]![e]! * weights[e]!;
    weights[d] = left / rows[d]![d]!;
  }
  return weights;
}

function dot(a: Float64Array, b: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += a[i]! * b[i]!;
  return sum;
}
