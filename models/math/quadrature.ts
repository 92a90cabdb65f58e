/**
 * Gauss quadrature: points and weights that integrate polynomials up to degree 2n - 1 exactly.
 *
 * Terms     nodes, rising; weights, of the same length.
 * Formula   integral = sum of weight_i f(node_i). Nodes are the roots of the orthonormal polynomial p_n with
 *           b_(k+1) p_(k+1) = x p_k - b_k p_(k-1); weight = total mass / sum over k < n of p_k(node)^2.
 * Always    nodes and weights are mirror images around 0; the same array is handed out for the same n: do not write to it.
 * Not here  cutting an integral at kinks (plans).
 * Source    G. H. Golub, J. H. Welsch, Math. Comp. 23 (1969); roots by sign changes, then Newton.
 */

export type Rule = { readonly nodes: Float64Array; readonly weights: Float64Array };

const legendreRules = new Map<number, Rule>();
const hermiteRules = new Map<number, Rule>();

/** Rule for the integral over [-1, 1]; n from 1 to 1024, RangeError otherwise. */
export function gaussLegendre(n: number): Rule {
  let rule = legendreRules.get(n);
  if (rule === undefined) {
    checkSize(n, 1024);
    const b = new Float64Array(n + 1);
    for (let k = 1; k <= n; k++) b[k] = k / Math.sqrt(4 * k * k - 1);
    rule = symmetricRule(b, 2);
    legendreRules.set(n, rule);
  }
  return rule;
}

/** Rule for the mean over a standard normal: nodes are z, weights sum to 1; n from 1 to 256, RangeError otherwise. */
export function gaussHermite(n: number): Rule {
  let rule = hermiteRules.get(n);
  if (rule === undefined) {
    checkSize(n, 256);
    const b = new Float64Array(n + 1);
    for (let k = 1; k <= n; k++) b[k] = Math.sqrt(k);
    rule = symmetricRule(b, 1);
    hermiteRules.set(n, rule);
  }
  return rule;
}

function checkSize(n: number, most: number): void {
  if (!(Number.isInteger(n) && n >= 1 && n <= most)) {
    throw new RangeError(`a quadrature rule has 1 to ${most} points, not ${n}`);
  }
}

/** Rule of a weight that is even around 0 and has this total mass; b[k] is the recurrence's coefficient. */
function symmetricRule(b: Float64Array, mass: number): Rule {
  const n = b.length - 1;
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);

  let reach = 0;
  for (let k = 1; k < n; k++) reach = Math.max(reach, b[k]! + (k + 1 < n ? b[k + 1]! : 0));

  const half = Math.floor(n / 2);
  for (let place = 0; place < half; place++) {
    // The place-th root from the top, found on the positive side and mirrored.
    const root = rootAt(b, place, reach);
    nodes[n - 1 - place] = root;
    nodes[place] = -root;
    weights[place] = weights[n - 1 - place] = mass / sumOfSquares(b, root);
  }
  if (n % 2 === 1) weights[half] = mass / sumOfSquares(b, 0);
  return { nodes, weights };
}

/** Roots of p_n above x: sign changes among p_0 ... p_n run with the recurrence. */
function rootsAbove(b: Float64Array, x: number): number {
  let changes = 0;
  let ratio = x / b[1]!;
  if (ratio < 0) changes += 1;
  for (let k = 1; k < b.length - 1; k++) {
    // Ratios p_(k+1) / p_k neither overflow nor vanish for long; a zero is nudged off the root it sits on.
    ratio = (x - b[k]! / (ratio === 0 ? 1e-300 : ratio)) / b[k + 1]!;
    if (ratio < 0) changes += 1;
  }
  return changes;
}

function rootAt(b: Float64Array, place: number, reach: number): number {
  let low = 0;
  let high = reach;
  for (let step = 0; step < 26; step++) {
    const middle = 0.5 * (low + high);
    if (rootsAbove(b, middle) > place) low = middle;
    else high = middle;
  }

  let x = 0.5 * (low + high);
  for (let step = 0; step < 4; step++) x -= newtonStep(b, x);
  return x;
}

/** p_n(x) / p_n'(x), the polynomial and its slope run together. */
function newtonStep(b: Float64Array, x: number): number {
  let before = 0;
  let value = 1;
  let slopeBefore = 0;
  let slope = 0;
  for (let k = 0; k < b.length - 1; k++) {
    const next = (x * value - b[k]! * before) / b[k + 1]!;
    const slopeNext = (value + x * slope - b[k]! * slopeBefore) / b[k + 1]!;
    before = value;
    value = next;
    slopeBefore = slope;
    slope = slopeNext;
  }
  return value / slope;
}

function sumOfSquares(b: Float64Array, x: number): number {
  let before = 0;
  let value = 1;
  let sum = 1;
  for (let k = 0; k < b.length - 2; k++) {
    const next = (x * value - b[k]! * before) / b[k + 1]!;
    before = value;
    value = next;
    sum += value * value;
  }
  return sum;
}
