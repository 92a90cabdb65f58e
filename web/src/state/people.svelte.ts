/**
 * The people of two scenarios and what each earns on what happened.
 *
 * Terms     side = "a", the baseline, or "b"; roll = the people a scenario pays (engine/payroll.ts); files = tables of
 *           what happened: those beside the scenario, or those a person gave, which stay in this browser.
 * Always    what happened is the same for both sides; a statement that comes late, for a person no longer asked for, is
 *           dropped; where a file has a fault, nothing is paid.
 * Not here  simulated years (run.svelte.ts): they never enter a statement.
 */
import type { LoadedScenario, Statement } from "#models";
import type { FactsFile, FactsKind, Roll } from "../engine/payroll.ts";
import { PayrollClient, PayrollStopped } from "../engine/payrollClient.ts";
import {
  ApiError,
  type FactsDocument,
  fetchFacts,
  fetchScenario,
  type ServerProblem,
} from "../lib/api.ts";
import { kindOfServer, readFiles } from "./peopleFiles.ts";

export type Side = "a" | "b";

export type PaidSide = {
  id: string;
  loaded: LoadedScenario;
  /** Name of its roll in the thread. */
  key: string;
  /** Undefined until it is compiled. */
  roll: Roll | undefined;
};

/** What is asked for: one person's periods, one of them in focus. */
export type Wanted = {
  side: Side;
  person: string;
  period: string;
  /** All periods whose totals are shown. */
  periods: readonly string[];
  oneMore?: string | undefined;
};

export type Shown = {
  wanted: Wanted;
  statements: ReadonlyMap<string, Statement>;
  /** The same period under the other scenario. */
  other: Statement | undefined;
};

export class People {
  sides = $state.raw<Partial<Record<Side, PaidSide>>>({});
  /** Why the scenarios or their files could not be had. */
  failure = $state.raw<ApiError | undefined>();
  /** Tables beside the scenario that cannot be read. */
  unreadable = $state.raw<readonly ServerProblem[]>([]);
  /** Files given by the person that cannot be used. */
  refused = $state.raw<readonly string[]>([]);
  files = $state.raw<readonly FactsFile[]>([]);
  /** True while a file given by the person is in force. */
  given = $state(false);
  shown = $state.raw<Shown | undefined>();
  /** Attainment of the year so far by side and person. */
  attained = $state.raw<Readonly<Record<Side, Readonly<Record<string, string | null>>>>>(none);
  crashed = $state(false);

  #asked: string | undefined;
  #pair: readonly (string | undefined)[] = [];
  #turn = 0;
  #wanted: string | undefined;
  #asking = new Set<string>();
  #beside: readonly FactsFile[] = [];
  readonly #engine: Pick<PayrollClient, "ask" | "close">;

  constructor(engine: Pick<PayrollClient, "ask" | "close"> = new PayrollClient()) {
    this.#engine = engine;
  }

  /** Opens two scenarios, or one; the same pair twice is opened once. */
  async open(a: string, b: string | undefined): Promise<void> {
    const pair = `${a} ${b ?? ""}`;
    if (this.#asked === pair) return;
    this.#asked = pair;
    this.#pair = [a, b];
    this.failure = undefined;
    try {
      const ids = b === undefined || b === a ? [a] : [a, b];
      const documents = await Promise.all(ids.map((id) => fetchScenario(id)));
      const tables = await fetchFacts(ids.at(-1)!);
      if (this.#asked !== pair) return;
      const broken = documents.find(({ lineage }) => lineage.length === 0);
      if (broken) throw new ApiError(422, broken.problems);
      this.#beside = besideOf(tables);
      this.unreadable = tables.flatMap(({ problems }) => problems);
      this.#choose();
      await this.#compile(documents.map(({ id, lineage }) => ({ id, loaded: { id, lineage } })));
    } catch (error) {
      if (this.#asked !== pair) return;
      this.#asked = undefined;
      this.#fail(error);
    }
  }

  /** Takes files of what happened; each takes the place of the table of its kind. */
  async take(list: Iterable<File>): Promise<void> {
    // A list of a field empties with it.
    const { files, refused } = await readFiles([...list]);
    this.refused = refused;
    if (files.length === 0) return;
    for (const file of files) given.set(file.kind, file);
    await this.#again();
  }

  /** Goes back to the files beside the scenario. */
  async drop(): Promise<void> {
    given.clear();
    this.refused = [];
    await this.#again();
  }

  /** Shows a person's statements; the last ones stay until the new ones are there. */
  async show(wanted: Wanted): Promise<void> {
    const side = this.sides[wanted.side];
    const other = this.sides[wanted.side === "a" ? "b" : "a"];
    const key = `${side?.key} ${other?.roll ? other.key : ""} ${JSON.stringify(wanted)}`;
    if (this.#wanted === key || !side?.roll) return;
    this.#wanted = key;
    try {
      const [statements, same] = await Promise.all([
        Promise.all(wanted.periods.map((period) => this.#statement(side, wanted, period))),
        other?.roll && this.#statement(other, wanted, wanted.period),
      ]);
      if (this.#wanted !== key) return;
      const found = statements.flatMap((one) => (one ? [[one.period, one] as const] : []));
      this.shown = { wanted, statements: new Map(found), other: same };
    } catch (error) {
      if (this.#wanted === key) this.#fail(error);
    }
  }

  /** Asks how far people are with their year; once for each. */
  async askAttained(side: Side, people: readonly string[], period: string): Promise<void> {
    const paid = this.sides[side];
    if (!paid?.roll) return;
    const missing = people.filter((id) => !this.#asking.has(`${paid.key} ${id}`));
    if (missing.length === 0) return;
    for (const id of missing) this.#asking.add(`${paid.key} ${id}`);
    try {
      const { of } = await this.#engine.ask({
        what: "attained",
        roll: paid.key,
        people: missing,
        period,
      });
      if (this.sides[side]?.key !== paid.key) return;
      this.attained = { ...this.attained, [side]: { ...this.attained[side], ...of } };
    } catch (error) {
      this.#fail(error);
    }
  }

  /** A new thread after the old one stopped. */
  async restart(): Promise<void> {
    this.crashed = false;
    await this.#again();
  }

  /** Asks once more for the scenarios that could not be had. */
  retry(): void {
    const [a, b] = this.#pair;
    if (a !== undefined) void this.open(a, b);
  }

  close(): void {
    this.#asked = undefined;
    this.#wanted = undefined;
    this.#engine.close();
  }

  #choose(): void {
    this.files = inForce(this.#beside);
    this.given = given.size > 0;
  }

  async #again(): Promise<void> {
    this.#choose();
    const { a, b } = this.sides;
    if (a) await this.#compile(b ? [a, b] : [a]);
  }

  async #compile(scenarios: readonly { id: string; loaded: LoadedScenario }[]): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const { files } = this;
    const [a, b] = scenarios.map(({ id, loaded }): PaidSide => {
      return { id, loaded, key: `${id} ${turn}`, roll: undefined };
    });
    this.sides = { ...(a && { a }), ...(b && { b }) };
    this.shown = undefined;
    this.attained = none;
    this.#wanted = undefined;
    this.#asking.clear();
    for (const [name, side] of [["a", a] as const, ["b", b] as const]) {
      if (!side) continue;
      const { roll } = await this.#engine.ask({
        what: "open",
        roll: side.key,
        scenario: side.loaded,
        files,
      });
      if (this.#turn !== turn) return;
      this.sides = { ...this.sides, [name]: { ...side, roll } };
    }
  }

  async #statement(
    side: PaidSide,
    { person, oneMore, period: focus }: Wanted,
    period: string,
  ): Promise<Statement | undefined> {
    const { statement } = await this.#engine.ask({
      what: "statement",
      roll: side.key,
      person,
      period,
      ...(period === focus && { oneMore: oneMore ?? true }),
    });
    return statement;
  }

  #fail(error: unknown): void {
    if (error instanceof PayrollStopped) this.crashed = true;
    else this.failure = error instanceof ApiError ? error : new ApiError(422, problemsOf(error));
  }
}

/** The files that pay: of each kind the one a person has given, else the one beside the scenario, as the command line does. */
export function filesInForce(tables: readonly FactsDocument[]): FactsFile[] {
  return inForce(besideOf(tables));
}

function besideOf(tables: readonly FactsDocument[]): FactsFile[] {
  return tables.flatMap(({ kind, file, text }) =>
    text === null ? [] : [{ kind: kindOfServer[kind], file, text }],
  );
}

function inForce(beside: readonly FactsFile[]): FactsFile[] {
  const kinds: FactsKind[] = ["deals", "people", "measures", "exceptions"];
  const byKind = new Map(beside.map((file) => [file.kind, file]));
  return kinds.flatMap((kind) => given.get(kind) ?? byKind.get(kind) ?? []);
}

const none: Record<Side, Record<string, string | null>> = { a: {}, b: {} };

/** Files a person has given, kept while the page is open, wherever in it they go. */
const given = new Map<FactsKind, FactsFile>();

function problemsOf(error: unknown): ServerProblem[] {
  const { problems } = error as { problems?: ServerProblem[] };
  return problems ?? [{ code: "crashed", path: "", message: String(error) }];
}
