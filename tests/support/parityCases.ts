/** Comparisons that must come out alike wherever they are computed: baseline, scenario, simulated years. */
export const parityCases = [
  ["reference-a", "reference-b", 256],
  ["status-quo", "shared-pipeline", 128],
] as const;
