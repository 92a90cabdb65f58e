/**
 * Every way to break a scenario file that we know: one file each in tests/faults, named for its fault. A test reads the
 * file and looks for the words a person needs, at the line and column where the fault is written.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Problem } from "../../models/problem.ts";
import { readScenario } from "../../models/scenario/read.ts";

const folder = fileURLToPath(new URL("../faults/", import.meta.url));

function textOf(id: string): string | undefined {
  const file = `${folder}${id}.json`;
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

type Fault = { at: string; path: string; says: string[]; file?: string };

/** By hand, from the files: line and column, path, and words of message or hint. */
const faults: Record<string, Fault[]> = {
  // The text itself.
  empty: [{ at: "1:1", path: "", says: ["empty"] }],
  "cut-short": [{ at: "5:28", path: "roles.ae.team", says: ["ends before", "line 5", "}"] }],
  "trailing-comma": [{ at: "3:21", path: "name", says: ["comma before }", "delete"] }],
  "missing-comma": [{ at: "3:3", path: "format", says: ["comma is missing"] }],
  comment: [{ at: "2:16", path: "format", says: ["comment", "notes"] }],
  "single-quotes": [{ at: "2:3", path: "", says: ["single quotes", "double"] }],
  "key-without-quotes": [{ at: "2:3", path: "", says: ["format has no quotes", '"format"'] }],
  "text-without-quotes": [{ at: "3:15", path: "currency", says: ["USD has no quotes"] }],
  "formula-without-quotes": [{ at: "3:28", path: "parameters.quota", says: ["formula", "quotes"] }],
  "open-quote": [{ at: "3:11", path: "name", says: ["closing quote"] }],
  "not-a-number": [{ at: "3:29", path: "parameters.growth", says: ["NaN"] }],
  "number-too-large": [{ at: "3:29", path: "parameters.growth", says: ["1e400", "too large"] }],
  "number-too-small": [{ at: "3:29", path: "parameters.growth", says: ["1e-400", "too small"] }],
  "number-with-too-many-digits": [
    { at: "3:25", path: "parameters.id", says: ["9007199254740993", "9007199254740992", "15"] },
  ],
  "number-with-leading-zero": [
    { at: "3:29", path: "parameters.growth", says: ["01.1", "starts with 0"] },
  ],
  "month-without-quotes": [{ at: "3:26", path: "calendar.start", says: ["2027-01", "quotes"] }],
  "key-twice": [{ at: "5:5", path: "plans.ae", says: ['"ae"', "twice", "line 4", "merging"] }],
  "key-twice-by-escape": [{ at: "4:3", path: "name", says: ['"name"', "twice", "line 3"] }],
  "forbidden-key": [{ at: "3:14", path: 'roles["__proto__"]', says: ["__proto__"] }],
  "forbidden-key-by-escape": [{ at: "3:14", path: "roles.constructor", says: ["constructor"] }],
  "half-a-character": [{ at: "3:11", path: "name", says: ["surrogate"] }],
  "control-character": [{ at: "3:11", path: "name", says: ["control character"] }],
  "invisible-character": [{ at: "2:15", path: "format", says: ["U+00A0"] }],
  "too-deep": [{ at: "3:35", path: `notes${"[0]".repeat(23)}`, says: ["24 deep"] }],
  "unfinished-merge": [
    {
      at: "3:1",
      path: "",
      says: ["unfinished-merge.json is in the middle of a merge", "tandem resolve"],
    },
  ],
  "two-documents": [{ at: "2:1", path: "", says: ["after the end"] }],
  "list-of-scenarios": [{ at: "1:1", path: "", says: ["one object", "{"] }],

  // Format and inheritance.
  "no-format": [{ at: "1:1", path: "format", says: ['"format" is missing', '"format": 1'] }],
  "newer-format": [{ at: "2:13", path: "format", says: ["format 2", "up to 1", "newer Tandem"] }],
  "missing-parent": [
    { at: "4:14", path: "extends", says: ["gone.json", "does not exist", "beside"] },
  ],
  "parent-outside-the-folder": [
    { at: "4:14", path: "extends", says: ["out of the scenarios folder"] },
  ],
  "parent-by-absolute-path": [{ at: "4:14", path: "extends", says: ["relative to this one"] }],
  "parent-without-ending": [{ at: "4:14", path: "extends", says: ["sound", ".json"] }],
  "own-parent": [{ at: "4:14", path: "extends", says: ["its own parent"] }],
  "circle-one": [
    {
      at: "4:14",
      path: "extends",
      file: "circle-two.json",
      says: ["circle-one → circle-two → circle-one"],
    },
  ],
  "circle-two": [
    {
      at: "4:14",
      path: "extends",
      file: "circle-one.json",
      says: ["circle-two → circle-one → circle-two"],
    },
  ],
  "remove-what-is-not-there": [
    {
      at: "5:38",
      path: "plans.ae.components.bookngs",
      says: ['nothing called "bookngs" to remove', 'did you mean "bookings"?'],
    },
  ],
  "missing-status-quo": [
    { at: "5:31", path: "behaviour.statusQuo", says: ["status quo", "gone.json"] },
  ],

  // The form of a value.
  "unknown-key": [
    {
      at: "5:52",
      path: "plans.ae.components.bookings.targt",
      says: ['"targt" is not known', 'did you mean "target"?'],
    },
  ],
  "unknown-section": [{ at: "5:3", path: "alignement", says: ['did you mean "alignment"?'] }],
  "name-of-another-tool": [
    {
      at: "5:52",
      path: "plans.ae.components.bookings.quota",
      says: ['"quota" is called "target"'],
    },
  ],
  "share-as-percent": [
    {
      at: "5:53",
      path: "funnel.segments.all.grossMargin",
      says: ["from 0 to 1, not 80", "80% is 0.8"],
    },
  ],
  "negative-pay": [{ at: "5:33", path: "roles.ae.basePay", says: ["0 or above, not -80000"] }],
  "number-in-quotes": [
    {
      at: "5:33",
      path: "roles.ae.basePay",
      says: [
        'must be a number, a formula like "= 2 * ote", or an uncertain number like { "mean": 0.3, "sd": 0.1 }',
        "80000 without quotes",
      ],
    },
  ],
  "number-with-k": [
    { at: "5:33", path: "roles.ae.basePay", says: ["write 250000, without quotes"] },
  ],
  "formula-without-equals": [
    { at: "5:33", path: "roles.ae.basePay", says: ["equals sign", '"= 2 * growth"'] },
  ],
  "uncertain-by-half": [
    {
      at: "5:72",
      path: "funnel.segments.all.conversions.opportunity.rate",
      says: ['without "sd"', "replaces its parent's whole"],
    },
  ],
  "uncertain-with-strange-key": [
    { at: "5:22", path: "roles.ae.basePay", says: ['"cv"', "{ mean, sd }"] },
  ],
  "percentiles-that-fall": [
    { at: "5:18", path: "behaviour.epsilon", says: ["p10 0.4, p50 0.3", "do not rise"] },
  ],
  "share-that-spreads-too-far": [
    // The most a share with mean 0.5 can spread is 0.5: half the time 0, half the time 1.
    { at: "5:38", path: "funnel.segments.all.grossMargin", says: ["sd 0.6", "about 0.5"] },
  ],
  "log-normal-around-zero": [
    { at: "5:22", path: "roles.ae.ownLuck", says: ["log-normal", "mean 0"] },
  ],
  "null-in-a-curve": [
    { at: "5:91", path: "plans.ae.components.bookings.curve.beyond", says: ["number", '"error"'] },
  ],
  "curve-of-no-kind": [
    {
      at: "5:71",
      path: "plans.ae.components.bookings.curve.kind",
      says: ['kind "treshold"', 'did you mean "threshold"?'],
    },
  ],
  "curve-without-form": [
    {
      at: "5:52",
      path: "plans.ae.components.bookings.curve",
      says: ['"points" or a "kind"', "threshold"],
    },
  ],
  "curve-as-a-number": [
    { at: "5:61", path: "plans.ae.components.bookings.curve", says: ["payout curve", "points"] },
  ],
  "curve-with-half-its-fields": [
    {
      at: "5:54",
      path: "plans.marketer.components.mqls.curve.threshold",
      says: ['"threshold" is missing'],
    },
  ],
  "tiers-that-fall": [
    { at: "5:92", path: "plans.ae.components.bookings.curve.tiers", says: ["rising"] },
  ],
  "points-of-three": [
    {
      at: "5:74",
      path: "plans.ae.components.bookings.curve.points[0]",
      says: ["2", "has 3", "pair"],
    },
  ],
  "unknown-scope": [
    {
      at: "5:61",
      path: "plans.ae.components.bookings.scope",
      says: ["individual, role, team, joint or company", 'did you mean "individual"?'],
    },
  ],
  "bad-month": [{ at: "5:26", path: "calendar.start", says: ["2027-01"] }],
  "half-a-year": [{ at: "5:27", path: "calendar.months", says: ["multiple of 12, not 18"] }],
  "bad-id": [{ at: "5:14", path: 'roles["account executive"]', says: ["letters, digits and -"] }],
  "bad-parameter-name": [{ at: "5:19", path: "parameters.Growth-Rate", says: ["small letter"] }],
  "reserved-parameter-name": [{ at: "5:26", path: "parameters.min", says: ["meaning of its own"] }],
  "example-without-answer": [
    {
      at: "5:65",
      path: "plans.ae.components.bookings.examples[0]",
      says: ["does not say what it pays"],
    },
  ],
  "funding-of-two-forms": [
    { at: "10:7", path: "pools.joint.funding", says: ["do not go together", "amount", "over"] },
  ],
  "missing-field": [
    { at: "6:5", path: "roles.sdr.basePay", says: ['"basePay" is missing', "one person, a year"] },
  ],
  "no-roles": [
    { at: "1:1", path: "roles", says: ['"roles" is missing'] },
    { at: "4:15", path: "currency", says: ["three capital letters"] },
    { at: "6:25", path: "funnel.stages", says: ["at least 2", "has 1"] },
    { at: "6:35", path: "funnel.segments", says: ["no segment"] },
  ],

  // Formulas.
  "formula-with-lone-equals": [{ at: "5:33", path: "roles.ae.basePay", says: ["single =", "=="] }],
  "formula-unclosed": [{ at: "5:33", path: "roles.ae.basePay", says: ["not closed"] }],
  "formula-with-a-call": [{ at: "5:33", path: "roles.ae.basePay", says: ['"config"', "clamp"] }],
  "parameter-circle": [
    { at: "5:29", path: "parameters.growth", says: ["growth → rise → quota → growth"] },
  ],
  "parameter-of-unknown-name": [
    { at: "5:28", path: "parameters.quota", says: ['"grwth"', "did you mean growth?"] },
  ],

  // Names of other things, and what parts say together.
  "unknown-plan": [{ at: "5:30", path: "roles.ae.plan", says: ['"aee"', 'did you mean "ae"?'] }],
  "unknown-stage": [
    {
      at: "5:76",
      path: "funnel.segments.all.sources.inbound.entersAt",
      says: ['"leed"', 'did you mean "lead"?'],
    },
  ],
  "unknown-measure": [
    {
      at: "5:63",
      path: "plans.ae.components.bookings.measure",
      says: ['"booking"', 'did you mean "bookings"?'],
    },
  ],
  "unknown-source": [
    {
      at: "5:67",
      path: "plans.marketer.components.mqls.sourcedBy",
      says: ['"inbund"', 'did you mean "inbound"?'],
    },
  ],
  "unknown-segment": [
    {
      at: "5:72",
      path: "plans.ae.components.bookings.segments[1]",
      says: ['"enterprise"', "all"],
    },
  ],
  "unknown-effect": [
    {
      at: "5:77",
      path: "roles.ae.tasks.selling.effects.inflow.outbund",
      says: ['"outbund"', 'did you mean "outbound"?'],
    },
  ],
  "effect-on-last-stage": [
    { at: "5:71", path: "roles.ae.tasks.selling.effects.rate.won", says: ["last stage"] },
  ],
  "effect-of-no-form": [
    { at: "5:59", path: "roles.ae.tasks.selling.effects.speed", says: ["inflow.SOURCE"] },
  ],
  "stage-without-rate": [
    {
      at: "5:55",
      path: "funnel.segments.all.conversions.sql.rate",
      says: ['"sql" has no rate', "inbound", "opportunity"],
    },
  ],
  "rate-at-the-last-stage": [
    { at: "5:55", path: "funnel.segments.all.conversions.won", says: ["last stage"] },
  ],
  "new-stage-without-rate": [
    {
      at: "5:3",
      path: "funnel.segments.all.conversions.sal.rate",
      says: ['"sal" has no rate', "go on to sql"],
    },
  ],
  "two-scales": [
    {
      at: "5:65",
      path: "plans.ae.components.bookings.targetPay",
      says: ['"weight" and "targetPay"', "exactly one", '"weight": null'],
    },
  ],
  "no-scale": [
    {
      at: "5:38",
      path: "plans.ae.components.bookings",
      says: ['none of "weight", "targetPay" and "rate"'],
    },
  ],
  "no-target": [
    {
      at: "5:52",
      path: "plans.ae.components.bookings.target",
      says: ['"target" is missing', "= statusQuo"],
    },
  ],
  "prorate-by-period": [
    { at: "5:63", path: "plans.ae.components.bookings.prorate", says: ["yearToDate"] },
  ],
  "period-weights-for-months": [
    {
      at: "5:69",
      path: "plans.ae.components.bookings.periodWeights",
      says: ["2 weights", "4 periods"],
    },
  ],
  "period-weights-above-one": [
    // 0.2 + 0.2 + 0.2 + 0.5 = 1.1
    { at: "5:69", path: "plans.ae.components.bookings.periodWeights", says: ["1.1, not to 1"] },
  ],
  "marketing-paid-on-bookings": [
    {
      at: "5:44",
      path: "plans.marketer.components.mqls.scope",
      says: ["marketing is not credited with bookings", '"scope": "joint"'],
    },
  ],
  "marketing-paid-on-sales-leads": [
    {
      at: "5:90",
      path: "plans.marketer.components.mqls.sourcedBy",
      says: ["marketing is not credited", "sales sourced"],
    },
  ],
  "nobody-owns": [
    {
      at: "5:63",
      path: "plans.marketer.components.mqls.scope",
      says: ["marketer", "owns no items", '"owns"'],
    },
  ],
  "measured-before-owned": [
    {
      at: "5:38",
      path: "plans.ae.components.bookings.scope",
      says: ['"ae" owns items from opportunity on', "mql"],
    },
  ],
  "pool-of-strangers": [
    {
      at: "11:25",
      path: "pools.joint.members[1]",
      says: ['"marketr"', 'did you mean "marketer"?'],
    },
  ],
  "team-pool-without-team": [{ at: "6:5", path: "pools.team.team", says: ['"team" is missing'] }],
  "practice-without-role": [
    {
      at: "5:75",
      path: "alignment.practices.jobRotation.roles[0]",
      says: ['"aes"', 'did you mean "ae"?'],
    },
  ],

  // Gates, multipliers, deals, examples; measures, crediting, people, currencies, pools.
  "gate-on-unknown-measure": [
    {
      at: "5:85",
      path: "plans.ae.components.bookings.gates.floor.measure",
      says: ['"pipelin"', 'did you mean "pipeline"?'],
    },
  ],
  "gate-without-target": [
    {
      at: "5:63",
      path: "plans.ae.components.bookings.gates.floor.target",
      says: [
        '"target" is missing',
        "no component of the plan has a target for pipeline at individual scope",
      ],
    },
  ],
  "gate-with-two-bounds": [
    { at: "5:63", path: "plans.ae.components.bookings.gates.floor", says: ["one bound"] },
  ],
  "gate-average-of-the-year": [
    {
      at: "5:149",
      path: "plans.ae.components.bookings.gates.wins.orYearToDate",
      says: ["average", "leave it out"],
    },
  ],
  "multiplier-without-target": [
    {
      at: "5:69",
      path: "plans.ae.components.bookings.multipliers.quality.target",
      says: ['"target" is missing', "pipeline at team scope"],
    },
  ],
  "multiplier-of-two-measures": [
    {
      at: "5:102",
      path: "plans.ae.components.bookings.multipliers.both.curve",
      says: ["a factor is of one measure"],
    },
  ],
  "multiplier-named-as-a-gate": [
    {
      at: "5:142",
      path: "plans.ae.components.bookings.multipliers.own",
      says: ["id of something else"],
    },
  ],
  "matrix-across-unknown-measure": [
    {
      at: "5:104",
      path: "plans.ae.components.bookings.curve.across.measure",
      says: ['no measure called "margin"'],
    },
  ],
  "matrix-without-a-row": [
    { at: "5:52", path: "plans.ae.components.bookings.curve", says: ["one row for each"] },
  ],
  "tiers-with-a-gap": [
    {
      at: "5:112",
      path: "plans.ae.components.bookings.curve.tiers[0].to",
      says: ["there is a gap: between"],
    },
  ],
  "tier-with-two-starts": [
    { at: "5:93", path: "plans.ae.components.bookings.curve.tiers[0]", says: ["from", "above"] },
  ],
  "recover-by-period": [
    { at: "5:63", path: "plans.ae.components.bookings.recover", says: ["yearToDate"] },
  ],
  "pay-per-deal-by-period": [
    {
      at: "5:72",
      path: "plans.ae.components.bookings.payPerDealAtMost",
      says: ['"basis": "deal"', "dealAtMost"],
    },
  ],
  "count-deal-by-deal": [
    {
      at: "5:61",
      path: "plans.ae.components.bookings.basis",
      says: ["deal by deal", "opportunity is a count"],
    },
  ],
  "turnover-inside-retention": [
    {
      at: "5:33",
      path: "behaviour.retention.turnover",
      says: ["not known", "stands on the role", '"turnover": 0.3'],
    },
  ],
  "timing-as-a-word": [
    {
      at: "5:28",
      path: "behaviour.timing",
      says: ["must be an object", '{ "preset": "larkin" }'],
    },
  ],
  "commissionable-of-unknown-source": [
    {
      at: "5:83",
      path: "plans.ae.components.bookings.commissionable.partner",
      says: ['no source called "partner"'],
    },
  ],
  "window-outside-the-calendar": [
    {
      at: "5:52",
      path: "plans.ae.components.bookings.window",
      says: ["outside the calendar", "2027-01-01 to 2027-12"],
    },
  ],
  "window-that-ends-before": [
    { at: "5:52", path: "plans.ae.components.bookings.window", says: ["ends on or after"] },
  ],
  "threshold-without-target": [
    {
      at: "5:52",
      path: "plans.ae.components.bookings.target",
      says: ['"target" is missing', "over attainment"],
    },
  ],
  "sum-of-unknown": [
    {
      at: "5:77",
      path: "measures.value.of.renewal",
      says: ['no measure called "renewal"', "renewals"],
    },
  ],
  "sums-in-a-circle": [{ at: "5:17", path: "measures.one", says: ["one → two → one"] }],
  "sum-of-averages": [
    { at: "5:62", path: "measures.rates.of.winRate", says: ["averages do not add up"] },
  ],
  "measure-named-as-a-stage": [{ at: "5:17", path: "measures.mql", says: ["which is a stage"] }],
  "credit-for-unknown-measure": [
    { at: "5:18", path: "crediting.booking", says: ['"booking"', 'did you mean "bookings"?'] },
  ],
  "credit-to-unknown-role": [
    {
      at: "5:57",
      path: "crediting.bookings.overlay.engineer",
      says: ['no role called "engineer"'],
    },
  ],
  "credit-twice-at-once": [
    { at: "5:54", path: "crediting.later", says: ["both credit bookings on 2027-06-01"] },
  ],
  "credit-that-ends-before": [
    { at: "5:60", path: "crediting.bookings.to", says: ["ends before it starts"] },
  ],
  "person-of-no-role": [{ at: "5:32", path: "people.one.role", says: ['did you mean "ae"?'] }],
  "manager-who-is-nobody": [
    { at: "5:49", path: "people.one.manager", says: ['no person called "two"'] },
  ],
  "managers-in-a-circle": [{ at: "5:49", path: "people.one.manager", says: ["one → two → one"] }],
  "more-people-than-places": [
    { at: "5:79", path: "people.two", says: ["2 people", "headcount of 1"] },
  ],
  "leaves-before-coming": [{ at: "5:65", path: "people.one.end", says: ["before the first"] }],
  "leave-that-ends-before": [
    { at: "5:78", path: "people.one.leave[0].to", says: ["ends before it starts"] },
  ],
  "salary-without-a-rate": [
    { at: "5:56", path: "people.one.salaryCurrency", says: ["no rate for GBP", "currencies"] },
  ],
  "rate-of-the-own-currency": [{ at: "5:19", path: "currencies.EUR", says: ["own currency"] }],
  "rate-that-starts-late": [
    { at: "5:19", path: "currencies.GBP", says: ["2027-03-01", "starts on 2027-01-01"] },
  ],
  "pool-points-for-strangers": [
    { at: "5:222", path: "pools.joint.points.sdr", says: ['no member called "sdr"'] },
  ],
  "pool-points-for-some": [
    { at: "5:179", path: "pools.joint.points", says: ["no points for marketer"] },
  ],
  "pool-by-points-without-points": [
    { at: "5:14", path: "pools.joint.points", says: ['"points" is missing'] },
  ],
  "capitalises-unknown-component": [
    { at: "5:34", path: "accounting.capitalise[0]", says: ['did you mean "bookings"?'] },
  ],
  "example-in-the-wrong-place": [
    {
      at: "5:67",
      path: "plans.ae.components.bookings.examples[0].given",
      says: ["belongs to a pool"],
    },
  ],
  "example-with-unknown-gate": [
    {
      at: "5:114",
      path: "plans.ae.components.bookings.examples[0].given.with.floor",
      says: ["no gate"],
    },
  ],
  "example-of-two-lengths": [
    {
      at: "5:107",
      path: "plans.ae.components.bookings.examples[0].pays",
      says: ["3 figures for 2 given"],
    },
  ],
  "example-cancelled-without-clawback": [
    {
      at: "5:67",
      path: "plans.ae.components.bookings.examples[0].given",
      says: ["no clawback", "proRata"],
    },
  ],
  "example-of-print-alone": [
    {
      at: "5:129",
      path: "plans.ae.components.bookings.examples[0].documentPrints",
      says: ["what the rule pays"],
    },
  ],
  "example-of-balances-of-a-component": [
    {
      at: "5:115",
      path: "plans.ae.components.bookings.examples[0].owed",
      says: ['does not come to "owed"'],
    },
  ],

  "example-of-an-unknown-source": [
    {
      at: "5:113",
      path: "plans.ae.components.bookings.examples[0].given.deals[0].source",
      says: ['did you mean "outbound"?'],
    },
  ],
  "example-of-an-unknown-component": [
    {
      at: "5:76",
      path: "plans.ae.examples[0].given.attainments.booking",
      says: ['no component called "booking"'],
    },
  ],
  "window-on-a-score": [
    {
      at: "5:133",
      path: "plans.ae.components.bookings.window",
      says: ["a score, which has no days"],
    },
  ],
  "credit-of-a-score": [{ at: "5:79", path: "crediting.goals", says: ["not made of deals"] }],
  "pool-of-two-measures": [
    { at: "5:157", path: "pools.joint.funding.curve", says: ["funded by one measure"] },
  ],

  // Which file it is in.
  "removed-under-foot": [
    {
      at: "40:15",
      path: "roles.ae.plan",
      file: "sound.json",
      says: ['no plan called "ae"', "as removed-under-foot.json changes it", "marketer"],
    },
  ],
  "faulty-parent": [{ at: "5:35", path: "roles.ae.headcount", says: ["must be a number"] }],
  "child-of-faulty": [
    {
      at: "5:35",
      path: "roles.ae.headcount",
      file: "faulty-parent.json",
      says: ["must be a number"],
    },
  ],
  "many-at-once": [
    { at: "6:26", path: "roles.ae.headcount", says: ["must be a number"] },
    { at: "6:33", path: "roles.ae.plann", says: ["did you mean"] },
    { at: "6:58", path: "roles.ae.basePay", says: ["not -1"] },
    { at: "6:70", path: "roles.ae.plan", says: ['"none"'] },
    { at: "7:12", path: "roles.sdr", says: ["must be an object", "not 3"] },
    { at: "9:27", path: "simulation.seed", says: ["whole number, not 1.5"] },
    { at: "9:40", path: "simulation.luck", says: ["deals or logNormal"] },
  ],
};

test("the file that the broken ones start from is sound", () => {
  expect(readScenario("sound", textOf).problems).toEqual([]);
});

test("every broken file is in the table", () => {
  const files = readdirSync(folder).map((name) => name.replace(".json", ""));
  expect(files.filter((name) => name !== "sound").toSorted()).toEqual(
    Object.keys(faults).toSorted(),
  );
});

test.each(Object.entries(faults))("%s: said in plain words, at its place", (id, expected) => {
  const { loaded, problems } = readScenario(id, textOf);
  expect(loaded).toBeUndefined();
  const places = problems.map(
    ({ file, line, column, path }) => `${file}:${line}:${column} ${path}`,
  );
  expect(places).toEqual(
    expected.map(({ at, path, file }) => `${file ?? `${id}.json`}:${at} ${path}`),
  );
  for (const [i, { says }] of expected.entries()) {
    const problem = problems[i]!;
    expect(Problem.safeParse(problem).success).toBe(true);
    for (const words of says) expect(`${problem.message}\n${problem.hint}`).toContain(words);
    expect(problem.hint ?? "").not.toMatch(/undefined|Invalid|ZodError/);
    expect(problem.message).not.toMatch(/undefined|Invalid|expected/);
  }
});
