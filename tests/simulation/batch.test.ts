/** Batches: any thread may do any of them, in any order, and the result is the same to the last bit. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BatchRows, type Comparison, type Job, prepareJob, runBatch, runJob } from "#models";
import { addRows, comparisonOf, createTally } from "../../models/analysis/tally.ts";
import { batchAt, batchPlan } from "../../models/simulation/batch.ts";
import { chain, pair, patched } from "../support/scenarios.ts";

describe("a plan of batches", () => {
  const counts = fc.record({
    runs: fc.integer({ min: 1, max: 5000 }),
    sets: fc.integer({ min: 1, max: 200 }),
  });

  test("does every replication once, each in its own parameter set", () => {
    const law = fc.property(counts, ({ runs, sets }) => {
      const plan = batchPlan(runs, sets);
      const seen = new Uint8Array(runs);
      let strangers = 0;
      for (let batch = 0; batch < plan.batches; batch++) {
        const { set, replications } = batchAt(plan, batch);
        expect(replications.length).toBeLessThanOrEqual(plan.chunk);
        for (const r of replications) {
          if (r % plan.sets !== set) strangers += 1;
          seen[r]! += 1;
        }
      }
      expect(strangers).toBe(0);
      expect(seen.every((times) => times === 1)).toBe(true);
    });
    fc.assert(law);
  });

  test("meets every parameter set once before it meets any again", () => {
    const law = fc.property(counts, ({ runs, sets }) => {
      const plan = batchPlan(runs, sets);
      expect(plan.sets).toBe(Math.min(runs, sets));
      const first = Array.from({ length: plan.sets }, (_, batch) => batchAt(plan, batch).set);
      expect(new Set(first).size).toBe(plan.sets);
    });
    fc.assert(law);
  });

  test.each([
    [1, 64, { sets: 1, batches: 1 }],
    [1000, 1, { sets: 1, chunk: 63, batches: 16 }],
    [1000, 64, { sets: 64, chunk: 16, batches: 64 }],
    [65, 64, { sets: 64, chunk: 16, batches: 64 }],
  ])("of %i years in %i sets", (runs, sets, plan) => {
    expect(batchPlan(runs, sets)).toMatchObject({ runs, ...plan });
  });
});

/** Two plans of a company whose behaviour is uncertain. */
const uncertain = patched(pair, {
  behaviour: { epsilon: { p10: 0.1, p50: 0.3, p90: 0.6 }, psi0: { mean: 0.05, sd: 0.02 } },
  simulation: { parameterSets: 6 },
});
const change = { plans: { seller: { components: { bookings: { weight: 0.8 } } } } };
const job: Job = { scenarios: [chain(uncertain), chain(uncertain, change)], runs: 120 };

function finished(of: Job): Comparison {
  const steps = runJob(of);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

const whole = JSON.stringify(finished(job));

test("the same job gives the same bits again", () => {
  expect(JSON.stringify(finished(job))).toBe(whole);
});

test("rows may come from any threads and in any order", () => {
  const threads = Array.from({ length: 3 }, () => prepareJob(job));
  const { batches } = threads[0]!.plan;
  expect(batches).toBeGreaterThan(6);
  const order = fc.shuffledSubarray([...Array(batches).keys()], { minLength: batches });
  const owners = fc.array(fc.nat({ max: 2 }), { minLength: batches, maxLength: batches });
  const law = fc.property(order, owners, (numbers, of) => {
    const tally = createTally(prepareJob(job).head);
    for (const batch of numbers) addRows(tally, runBatch(threads[of[batch]!]!, batch));
    expect(JSON.stringify(comparisonOf(tally))).toBe(whole);
  });
  fc.assert(law, { numRuns: 4 });
}, 60_000);

test("a batch is the same whether its thread has just begun or has done others before", () => {
  const fresh = prepareJob(job);
  const used = prepareJob(job);
  for (let batch = 0; batch < used.plan.batches; batch++) runBatch(used, batch);
  for (const batch of [7, 3]) expect(runBatch(fresh, batch)).toEqual(runBatch(used, batch));
});

test("rows that come before their turn wait for it", () => {
  const prepared = prepareJob(job);
  const tally = createTally(prepared.head);
  const rows = [0, 1, 2].map((batch) => runBatch(prepared, batch)) as [
    BatchRows,
    BatchRows,
    BatchRows,
  ];
  addRows(tally, rows[2]);
  addRows(tally, rows[1]);
  expect(comparisonOf(tally)).toMatchObject({ done: 0, differences: [] });
  addRows(tally, rows[0]);
  expect(comparisonOf(tally).done).toBe(rows[0].years + rows[1].years + rows[2].years);
});

test("results after part of the years are a comparison too", () => {
  const steps = runJob(job);
  const parts = [...steps];
  expect(parts[0]!.done).toBe(0);
  for (const [i, part] of parts.entries()) {
    if (i > 0) expect(part.done).toBeGreaterThan(parts[i - 1]!.done);
    expect(part.runs).toBe(120);
  }
});

/** The first years of one scenario under a seed. */
function yearsOf(seed: number): Float64Array {
  const prepared = prepareJob({ scenarios: job.scenarios.slice(0, 1), runs: 20, seed });
  return runBatch(prepared, 0).rows[0]!;
}

describe("the seed", () => {
  test("chooses the luck: the same one gives the same years, another one others", () => {
    expect(yearsOf(1)).toEqual(yearsOf(1));
    const [first, second] = [yearsOf(1), yearsOf(2)];
    for (const k of [0, 4]) expect(first[k]).not.toBe(second[k]);
  });

  test("a job that gives none takes the baseline's", () => {
    const scenarios = [chain(patched(uncertain, { simulation: { seed: 99 } }))];
    expect(prepareJob({ scenarios }).seed).toBe(99);
    expect(prepareJob({ scenarios, seed: 4 }).seed).toBe(4);
  });

  test("more years leave the first ones as they are", () => {
    const short = prepareJob({ scenarios: [chain(pair)], runs: 10 });
    const long = prepareJob({ scenarios: [chain(pair)], runs: 500 });
    const few = runBatch(short, 0).rows[0]!;
    expect(runBatch(long, 0).rows[0]!.slice(0, few.length)).toEqual(few);
  });
});

test("only sets of uncertain numbers differ between sets: one set where nothing is uncertain", () => {
  expect(prepareJob({ scenarios: [chain(pair)], runs: 100 }).plan.sets).toBe(1);
  expect(prepareJob(job).plan.sets).toBe(6);
  expect(prepareJob(job).uncertain).toEqual(["behaviour.epsilon", "behaviour.psi0"]);
});

test("every compared scenario meets the same parameter sets", () => {
  const prepared = prepareJob({ scenarios: [chain(uncertain), chain(uncertain, {})], runs: 12 });
  for (let batch = 0; batch < 6; batch++) {
    const { sets, rows } = runBatch(prepared, batch);
    expect(sets[1]).toEqual(sets[0]);
    expect(rows[1]).toEqual(rows[0]);
  }
});
