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

export * from "./words.ts";

// Scenario files
export { canonicalText, hashScenario } from "./scenario/canonical.ts";
export { editedChild, extractDifference, flattened } from "./scenario/difference.ts";
export {
  changedForm,
  type Field,
  fieldAt,
  fieldOf,
  type FieldOption,
  fieldsOf,
  isReplacedWhole,
  keyNamesAt,
  type NamedField,
  namesAt,
  optionOf,
  patternWords,
  startAt,
  takesId,
  withKey,
} from "./scenario/fields.ts";
export { mergePatch } from "./scenario/inherit.ts";
export {
  type Conflict,
  type Labels,
  type Merge,
  mergeText,
  mergeThree,
  resolved,
} from "./scenario/merge.ts";
export { agreed, type MarkedSides, sidesOfMarked } from "./scenario/marks.ts";
export { placesOf, withClash } from "./scenario/union.ts";
export { type PlanChange, planDiff } from "./scenario/planDiff.ts";
export { scenarioJsonSchema } from "./scenario/jsonSchema.ts";
export { patchScenario, readScenario, resolveReference } from "./scenario/read.ts";
export {
  type ExampleSource,
  FORMAT,
  type LoadedScenario,
  Scenario,
  scenarioOf,
  statusQuoOf,
} from "./scenario/schema.ts";
export { locator } from "./scenario/position.ts";
export { type Shape, shapeAt } from "./scenario/shape.ts";
export {
  isObject,
  type JsonObject,
  type JsonValue,
  parseStrict,
  pathOf,
  type Step,
  sameValue,
} from "./scenario/text.ts";

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
export { currencyPlaces } from "./plans/defaults.ts";
export { Example } from "./plans/example.ts";
export {
  type ExactDeal,
  exactDeals,
  type ExactDealsPaid,
  exactPay,
  type ExactPaid,
  type ExactRule,
  exactRule,
  type ExactTerms,
} from "./plans/exactPay.ts";
export {
  CurveInput,
  curveOf,
  explainCurve,
  planKinds,
  pointsOf,
  surfaceOf,
  surfaceRows,
} from "./plans/kinds/index.ts";
export type { Component, Gate, Multiplier, Plan, Pool } from "./plans/schema.ts";

// Statements
export {
  checkExamples,
  countVerdicts,
  type ExampleOutcome,
  type ExampleVerdict,
} from "./statements/check.ts";
export { monthLabel, spanOf } from "./statements/calendar.ts";
export type * from "./statements/facts.ts";
export {
  compilePayroll,
  type PayLine,
  payLines,
  type Payroll,
  payrollPeople,
  payrollPeriods,
  type PayrollPerson,
} from "./statements/payroll.ts";
export { moneyText } from "./statements/money.ts";
export {
  type LetterPart,
  type Matrix,
  planLetter,
  type PlanLetter,
  type Worked,
} from "./statements/letter.ts";
export { statementFor, type StatementOptions } from "./statements/statementFor.ts";
export {
  type FactTables,
  placeProblems,
  type ReadFacts,
  readFacts,
} from "./statements/readFacts.ts";
export {
  Calculation,
  DealLine,
  Statement,
  StatementLine,
  TraceNode,
} from "./statements/statement.ts";

// Behaviour
export {
  areas,
  areaTitles,
  assess,
  Assessment,
  type AssessmentResult,
  assessmentStatements,
  levelOf,
  scoreOf,
  scoreWords,
  stageOf,
  stages,
} from "./behaviour/assessment.ts";
export { practiceDefaults, suggestedCourse } from "./behaviour/practices.ts";
export { taskDefaults } from "./behaviour/tasks.ts";

// Running
export { LOADED, WORKING_HOURS } from "./company/alignment.ts";
export { attribute, Attribution, type AttributedPart } from "./analysis/attribution.ts";
export { leverWords, type LeverWords } from "./analysis/leverWords.ts";
export { numberSubject } from "./analysis/numberTitle.ts";
export {
  type LockedScenario,
  lockedScenario,
  lockText,
  type Moved,
  movedSince,
  ResultsLock,
} from "./analysis/lock.ts";
export {
  type DeltaLine,
  type DeltaMoney,
  type DeltaSetting,
  type PlanDelta,
  planDelta,
  type PlanVersion,
} from "./analysis/planDelta.ts";
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
export { type MergedFinding, mergedFindings } from "./analysis/findings/merged.ts";
export { changedTopics } from "./analysis/evidence/changes.ts";
export * from "./analysis/evidence/result.ts";
export {
  citation,
  type Grade,
  grades,
  type Size,
  studies,
  type Study,
  studyOf,
} from "./analysis/evidence/studies.ts";
export { type ExperimentRecord, experimentRecords } from "./analysis/evidence/experiments.ts";
export { publishedRange, type Topic, type TopicId, topics } from "./analysis/evidence/topics.ts";
export * from "./analysis/evidence/words.ts";
export * from "./analysis/betterOff.ts";
export * from "./analysis/effortWords.ts";
export {
  bookingsRange,
  paysAlike,
  type Reason,
  reasonsOf,
  unansweredWords,
} from "./analysis/reasons.ts";
export { exampleFindings } from "./analysis/findings/index.ts";
export { lintScenario, severities, worstFirst } from "./analysis/lint.ts";
export * from "./analysis/practiceHours.ts";
export * from "./analysis/outcomes.ts";
export * from "./analysis/practiceNets.ts";
export { measureNext, type ShareRow } from "./analysis/measureNext.ts";
export { type TurnoverWords, turnoverWords } from "./analysis/turnoverWords.ts";
export { accountingOf, amortise, ledgerOf } from "./analysis/accounting.ts";
export * from "./analysis/ledgerResult.ts";
export * from "./analysis/economicsResult.ts";
export * from "./analysis/result.ts";
export type {
  BatchLayout,
  BatchRows,
  FromEngine,
  Job,
  JobHead,
  ToEngine,
} from "./simulation/protocol.ts";
