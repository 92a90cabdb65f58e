/**
 * Results under lock: what a scenario gave when it was last looked at, so that a later run can be held against it.
 *
 * Terms     content = hash of the scenario and of all it is calibrated on; headline = expected and simulated company
 *           totals of the first year, and each role's expected pay; digest = hash of every total, exactly.
 * Formula   headline money is kept to the cent, shares to six places; the digest is of the unrounded numbers, so a move
 *           below that is found too, and told as such.
 * Always    the same text on every machine, for any number of workers; keys in order of ids.
 * Not here  running (shells), the content's hash (scenario/canonical.ts).
 */
import { z } from "zod";
import { sha256 } from "../scenario/sha256.ts";
import type { ScenarioResult } from "./result.ts";

const LOCK_FORMAT = 1;

const headlines = ["bookings", "revenue", "variablePay", "pay", "contribution", "ccos"] as const;
const headlineTitles: Record<(typeof headlines)[number], string> = {
  bookings: "bookings",
  revenue: "revenue",
  variablePay: "variable pay",
  pay: "pay",
  contribution: "contribution",
  ccos: "CCOS",
};

const LockedScenario = z.strictObject({
  content: z.string(),
  seed: z.int(),
  runs: z.int(),
  parameterSets: z.int(),
  expected: z.record(z.string(), z.number()),
  simulated: z.record(z.string(), z.number()).meta({ description: "Means over years." }),
  pay: z.record(z.string(), z.number()).meta({ description: "Expected, of one person, by role." }),
  digest: z.string(),
});
export type LockedScenario = z.infer<typeof LockedScenario>;

/** The file `results.lock.json`. */
export const ResultsLock = z
  .strictObject({
    format: z.literal(LOCK_FORMAT),
    engine: z.string(),
    scenarios: z.record(z.string(), LockedScenario),
  })
  .meta({ id: "ResultsLock", title: "Locked results" });
export type ResultsLock = z.infer<typeof ResultsLock>;

/** What is locked of a finished result. */
export function lockedScenario(result: ScenarioResult): LockedScenario {
  const { expected, simulated, scenario, seed, runs, parameterSets } = result;
  const means = Object.entries(simulated?.totals ?? {}).map(
    ([key, { mean }]) => [key, mean] as const,
  );
  const roles = Object.entries(expected.firstYear.roles).map(
    ([id, { pay }]) => [id, pay.mean] as const,
  );
  const exact = [expected.firstYear.totals, simulated?.totals ?? null, roles];
  return {
    content: scenario.hash,
    seed,
    runs,
    parameterSets,
    expected: headlineOf(expected.firstYear.totals),
    simulated: headlineOf(Object.fromEntries(means)),
    pay: Object.fromEntries(roles.map(([id, pay]) => [id, rounded("pay", pay)])),
    digest: sha256(JSON.stringify(exact)),
  };
}

function headlineOf(totals: Readonly<Record<string, number>>): Record<string, number> {
  const kept = headlines.filter((key) => totals[key] !== undefined);
  return Object.fromEntries(kept.map((key) => [key, rounded(key, totals[key]!)]));
}

/** Money to the cent; a share to six places. Zero has one sign. */
function rounded(key: string, value: number): number {
  const per = key === "ccos" ? 1_000_000 : 100;
  return Math.round(value * per) / per + 0;
}

/** The text of a lock, ids in order. */
export function lockText(
  engine: string,
  scenarios: Readonly<Record<string, LockedScenario>>,
): string {
  const ids = Object.keys(scenarios).toSorted();
  const lock: ResultsLock = {
    format: LOCK_FORMAT,
    engine,
    scenarios: Object.fromEntries(ids.map((id) => [id, scenarios[id]!])),
  };
  return `${JSON.stringify(lock, null, 2)}\n`;
}

export type Moved = {
  /** What moved: "expected bookings", "pay of ae", "content". */
  what: string;
  before: number | undefined;
  after: number | undefined;
};

/** What moved between a locked result and one of now, the reason first; empty where they are the same. */
export function movedSince(locked: LockedScenario, now: LockedScenario): Moved[] {
  const moved: Moved[] = [];
  if (locked.content !== now.content)
    moved.push({
      what: "the scenario itself, or what it is calibrated on",
      before: undefined,
      after: undefined,
    });
  for (const key of ["seed", "runs", "parameterSets"] as const)
    if (locked[key] !== now[key])
      moved.push({ what: settingTitles[key], before: locked[key], after: now[key] });
  for (const part of ["expected", "simulated", "pay"] as const) {
    for (const key of new Set([...Object.keys(locked[part]), ...Object.keys(now[part])])) {
      const [before, after] = [locked[part][key], now[part][key]];
      if (before !== after) moved.push({ what: titleOf(part, key), before, after });
    }
  }
  if (moved.length === 0 && locked.digest !== now.digest)
    moved.push({ what: "figures by less than is shown here", before: undefined, after: undefined });
  return moved;
}

const settingTitles = { seed: "seed", runs: "simulated years", parameterSets: "parameter sets" };

function titleOf(part: "expected" | "simulated" | "pay", key: string): string {
  if (part === "pay") return `expected pay of one ${key}`;
  const title = headlineTitles[key as keyof typeof headlineTitles] ?? key;
  return part === "expected" ? `expected ${title}` : `simulated ${title}`;
}
