/** Integrals by brute force, to hold the engine's closed forms and quadrature against. */

/** Five-point Gauss–Legendre on [−1, 1] (Abramowitz & Stegun, table 25.4). */
const rule = [
  [0, 0.5688888888888889],
  [0.5384693101056831, 0.4786286704993665],
  [-0.5384693101056831, 0.4786286704993665],
  [0.906179845938664, 0.2369268850561891],
  [-0.906179845938664, 0.2369268850561891],
] as const;

/** Beyond this many standard deviations there is nothing: 1e-23. */
const reach = 10;

/** Nodes and weights for means over one standard normal; `cuts` are places where the integrand bends or jumps. */
export function normalNodes(
  cuts: readonly number[] = [],
  panel = 0.25,
): [z: number, weight: number][] {
  const edges = [-reach, ...cuts.filter((cut) => Math.abs(cut) < reach), reach];
  edges.sort((a, b) => a - b);
  const nodes: [number, number][] = [];
  for (const [i, to] of edges.entries()) {
    const from = edges[i - 1];
    if (from === undefined || to === from) continue;
    const panels = Math.ceil((to - from) / panel);
    const half = (to - from) / panels / 2;
    for (let p = 0; p < panels; p++) {
      const middle = from + half * (2 * p + 1);
      for (const [node, weight] of rule) {
        const z = middle + half * node;
        nodes.push([z, half * weight * density(z)]);
      }
    }
  }
  return nodes;
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** Mean of f(z), z standard normal. */
export function normalMean(f: (z: number) => number, cuts: readonly number[] = []): number {
  let sum = 0;
  for (const [z, weight] of normalNodes(cuts)) sum += weight * f(z);
  return sum;
}

/** Slope of f at x by central differences, the error of two step sizes taken off (Richardson). */
export function slopeOf(f: (x: number) => number, x: number, step = 1e-4): number {
  const at = (h: number) => (f(x + h) - f(x - h)) / (2 * h);
  return (4 * at(step / 2) - at(step)) / 3;
}
