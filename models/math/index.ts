/** Arithmetic that gives the same bits on every machine: functions, distributions, quadrature, streams, statistics. */
export { binomialQuantile, poissonQuantile } from "./counts.ts";
export { exp, expm1, log, log1p, logistic, logit, pow } from "./elementary.ts";
export {
  betaI,
  betaQuantile,
  binomialPmf,
  gammaP,
  gammaQ,
  gammaQuantile,
  logGamma,
  poissonPmf,
} from "./gamma.ts";
export { latinHypercube, lowDiscrepancy } from "./lowDiscrepancy.ts";
export { meanOneQuantile, normalCdf, normalPdf, normalQuantile } from "./normal.ts";
export { hash32, philox4x32, uniform01 } from "./philox.ts";
export { gaussHermite, gaussLegendre } from "./quadrature.ts";
export {
  add,
  compare,
  divide,
  least,
  lowest,
  most,
  multiply,
  negate,
  ONE,
  ratio,
  type Rational,
  rational,
  rounded,
  roundedTo,
  type RoundingMode,
  subtract,
  sum,
  toDecimal,
  toNumber,
  toShortDecimal,
  ZERO,
} from "./rational.ts";
export {
  addRunning,
  createRunning,
  meanOf,
  mergeRunning,
  type Running,
  standardErrorOf,
  varianceOf,
} from "./running.ts";
export {
  addToSketch,
  createSketch,
  mergeSketch,
  type Sketch,
  sketchQuantile,
  sketchQuantiles,
  sketchShareAbove,
} from "./sketch.ts";
export { createMixer, forget, mix } from "./mixing.ts";
