/** The engine's front door: every name a shell may use, by area. */

// Terms, problems
export * from "./problem.ts";
export {
  type Domain,
  isFormula,
  isUncertain,
  measures,
  monthsIn,
  type NumberInput,
  type Scope,
  type Team,
} from "./terms.ts";

// Scenario files
export { canonicalText, hashScenario } from "./scenario/canonical.ts";
export { mergePatch } from "./scenario/inherit.ts";
export { scenarioJsonSchema } from "./scenario/jsonSchema.ts";
export { patchScenario, readScenario } from "./scenario/read.ts";
export {
  FORMAT,
  type LoadedScenario,
  Scenario,
  scenarioOf,
  statusQuoOf,
} from "./scenario/schema.ts";
export { type JsonObject, type JsonValue } from "./scenario/text.ts";

// Plans
export {
  cappedPoints,
  compileCurve,
  type Curve,
  type CurvePoint,
  type CurvePoints,
  payoutShare,
} from "./plans/curve.ts";
export { Adjustment, adjustmentKinds, explainAdjustment } from "./plans/adjustments/index.ts";
export { Example } from "./plans/example.ts";
export {
  CurveInput,
  explainCurve,
  planKinds,
  pointsOf,
  surfaceOf,
  surfaceRows,
} from "./plans/kinds/index.ts";
export type { Component, Gate, Multiplier, Plan, Pool } from "./plans/schema.ts";

// Statements
export type * from "./statements/facts.ts";
export {
  Calculation,
  DealLine,
  Statement,
  StatementLine,
  TraceNode,
} from "./statements/statement.ts";

// Behaviour
export { practiceDefaults } from "./behaviour/practices.ts";
export { taskDefaults } from "./behaviour/tasks.ts";

// Running
export {
  createKept,
  ENGINE_VERSION,
  type Kept,
  type PreparedJob,
  prepareJob,
  runBatch,
  runJob,
  validateScenario,
} from "./analysis/job.ts";
export { addRows, comparisonOf, createTally, type Tally } from "./analysis/tally.ts";
export { publishedEffect } from "./analysis/findings.ts";
export * from "./analysis/result.ts";
export type {
  BatchLayout,
  BatchRows,
  FromEngine,
  Job,
  JobHead,
  ToEngine,
} from "./simulation/protocol.ts";
