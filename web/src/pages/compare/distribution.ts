/** The pay histograms: bins of a twentieth of on-target earnings, of which a middle stretch is shown. */
export const PAY_BINS = { first: 8, last: 44, perOte: 20 };

/** Where a share of on-target earnings lies in the stretch shown, per cent of its width. */
export function atShare(share: number): number {
  const { first, last, perOte } = PAY_BINS;
  return ((share * perOte - first) / (last - first)) * 100;
}

/** Shares of on-target earnings marked on the axis. */
export const PAY_TICKS = [0.5, 1, 1.5, 2];
