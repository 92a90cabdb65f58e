/** The part of jstat the tests hold our own distributions against; it ships no types. */
declare module "jstat" {
  type Distribution = Record<"pdf" | "cdf" | "inv", (...values: number[]) => number>;
  type Name = "beta" | "binomial" | "chisquare" | "gamma" | "lognormal" | "normal" | "poisson";
  type Special = "betafn" | "erf" | "erfc" | "gammafn" | "gammaln" | "ibeta" | "lowRegGamma";
  const jstat: Record<Name, Distribution> & Record<Special, (...values: number[]) => number>;
  export default jstat;
}
