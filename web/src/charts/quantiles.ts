/**
 * A simulated distribution as fifty dots, each two years of a hundred, and where they are stacked.
 *
 * Terms     histogram = shares of person-years by bins of a twentieth of target pay (base and variable), from 0.
 */
const DOTS = 50;
const BINS_PER_TARGET = 20;

/** Pay at the middle of each fiftieth, lowest first; straight within a bin. */
export function quantileDots(histogram: readonly number[], targetPay: number): number[] {
  const total = histogram.reduce((sum, share) => sum + share, 0);
  if (total <= 0) return [];
  const dots: number[] = [];
  let bin = 0;
  let before = 0;
  for (let i = 0; i < DOTS; i++) {
    const wanted = ((i + 0.5) / DOTS) * total;
    while (bin < histogram.length - 1 && before + histogram[bin]! < wanted) {
      before += histogram[bin]!;
      bin += 1;
    }
    const share = histogram[bin]!;
    const inside = share > 0 ? (wanted - before) / share : 0.5;
    dots.push(((bin + inside) / BINS_PER_TARGET) * targetPay);
  }
  return dots;
}

/** Share of years below target pay. */
export function shareBelowTarget(histogram: readonly number[]): number {
  const total = histogram.reduce((sum, share) => sum + share, 0);
  const below = histogram.slice(0, BINS_PER_TARGET).reduce((sum, share) => sum + share, 0);
  return total > 0 ? below / total : 0;
}

export type Dot = { value: number; column: number; level: number };

/** Dots in columns as wide as a dot, stacked from the ground up. */
export function stacked(
  values: readonly number[],
  column: (value: number) => number,
): { dots: Dot[]; highest: number } {
  const heights = new Map<number, number>();
  const dots = values.map((value) => {
    const at = column(value);
    const level = heights.get(at) ?? 0;
    heights.set(at, level + 1);
    return { value, column: at, level };
  });
  return { dots, highest: Math.max(0, ...heights.values()) };
}
