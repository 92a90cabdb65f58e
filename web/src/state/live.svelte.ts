/**
 * The results beside the form: a scenario in the making against its status quo, while it changes.
 *
 * Terms     figures = the newest results: of a preview, then of the years as they come in; run = a comparison with all
 *           its simulated years, or enough of them; bands = its intervals and chances; before = results of the file as
 *           saved; fresh = of the scenario as it stands now; slow = findings that only a run makes: previews leave out
 *           what would make a drag slower.
 * Always    the last good numbers stay until there are better ones; the run of the file as saved counts once it is
 *           whole: where an edit cut it short, it is made up for when the edited scenario has its years. Slow findings
 *           stay as the last run had them until the next has begun.
 */
import type { Comparison, Finding, Job, LoadedScenario, Problem } from "#models";
import { EngineClient, type EngineEvents } from "../engine/client.ts";
import { isEnough } from "../lib/certainty.ts";

/** Results, and the last finished run, by which means are brought to the level of simulated years. */
export type Reading = {
  comparison: Comparison;
  run: Comparison | undefined;
  /** Findings of the last run that its own preview had not; none where the comparison is a run's. */
  slow: readonly Finding[];
};

type Engine = Pick<EngineClient, "preview" | "run" | "close">;

/** Milliseconds without an edit after which a full run begins. */
const pause = 400;
/** Milliseconds without any answer after which figures are shown as old: while a lever moves, answers trail it. */
const patience = 600;
export class Live {
  /** Faults that keep the scenario as it stands from being computed. */
  problems = $state.raw<readonly Problem[]>([]);
  /** True once the engine has stopped by itself. */
  crashed = $state(false);
  /** True once an answer is late enough to be missed. */
  late = $state(false);
  /** Simulated years of the scenario as it stands, of how many; undefined until a run has begun. */
  years = $state.raw<{ done: number; runs: number }>();

  #wanted = $state.raw<Job>();
  #figures = $state.raw<{ comparison: Comparison; job: Job }>();
  #bands = $state.raw<{ comparison: Comparison; job: Job }>();
  #run = $state.raw<Comparison>();
  #slow = $state.raw<readonly Finding[]>([]);
  #previewOf = $state.raw<{ comparison: Comparison; job: Job }>();
  #savedPreview = $state.raw<Comparison>();
  #savedRun = $state.raw<Comparison>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lateTimer: ReturnType<typeof setTimeout> | undefined;
  #saved: LoadedScenario;
  #savedJob: Job;
  readonly #engine: Engine;

  readonly now: Reading | undefined = $derived(
    this.#figures && {
      comparison: this.#figures.comparison,
      run: this.#run,
      slow: this.#figures === this.#previewOf ? this.#slow : [],
    },
  );
  readonly before: Reading | undefined = $derived.by(() => {
    const comparison = this.#savedRun ?? this.#savedPreview;
    return comparison && { comparison, run: this.#savedRun, slow: [] };
  });
  readonly bands = $derived(this.#bands?.comparison);
  readonly figuresFresh = $derived(
    this.#figures !== undefined && this.#figures.job === this.#wanted,
  );
  readonly bandsFresh = $derived(this.#bands !== undefined && this.#bands.job === this.#wanted);

  constructor(saved: LoadedScenario, engine: (events: EngineEvents) => Engine = clientOf) {
    this.#saved = saved;
    this.#savedJob = againstStatusQuo(saved);
    this.#engine = engine({
      previewed: (comparison, job) => this.#previewed(comparison, job),
      progressed: (comparison, job) => this.#progressed(comparison, job),
      failed: (problems, job) => this.#failed(problems, job),
      crashed: () => this.#crashed(),
    });
    this.#engine.preview(this.#savedJob);
  }

  /** Takes another version of the file as the one that is saved. */
  resave(saved: LoadedScenario): void {
    if (saved === this.#saved) return;
    this.#saved = saved;
    this.#savedJob = againstStatusQuo(saved);
    this.#savedPreview = this.#savedRun = undefined;
    if (!this.crashed) this.#engine.preview(this.#savedJob);
  }

  /** Shows a scenario: at once what is quick, the rest when the person pauses. */
  follow(scenario: LoadedScenario): void {
    this.#ask(scenario === this.#saved ? this.#savedJob : againstStatusQuo(scenario));
  }

  /** A new engine after a crash; it takes up where the old one stopped. */
  restart(): void {
    this.crashed = false;
    if (!this.#savedPreview) this.#engine.preview(this.#savedJob);
    this.retry();
  }

  /** Asks once more for the scenario as it stands. */
  retry(): void {
    if (this.#wanted) this.#ask(this.#wanted);
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#lateTimer);
    this.#engine.close();
  }

  #ask(job: Job): void {
    clearTimeout(this.#timer);
    this.#wanted = job;
    this.years = undefined;
    if (this.crashed) return;
    this.#engine.preview(job);
    this.#timer = setTimeout(() => this.#engine.run(job), pause);
    if (!this.#lateTimer) this.#waitAnew();
  }

  #previewed(comparison: Comparison, job: Job): void {
    if (job === this.#savedJob) this.#savedPreview = comparison;
    // What a run has said of the same scenario is better.
    if (this.#figures?.job === job) return;
    this.#previewOf = { comparison, job };
    this.#show(this.#previewOf);
  }

  #progressed(comparison: Comparison, job: Job): void {
    const { done, runs } = comparison;
    const isWhole = done > 0 && done === runs;
    if (isWhole && job === this.#savedJob) this.#savedRun = comparison;
    if (job !== this.#wanted) return;
    this.years = { done, runs };
    if (this.#previewOf?.job === job) this.#slow = newIn(comparison, this.#previewOf.comparison);
    this.#show({ comparison, job });
    if (!isEnough(done, runs)) return;
    this.#bands = { comparison, job };
    this.#run = comparison;
    if (isWhole && !this.#savedRun) this.#engine.run(this.#savedJob);
  }

  #show(figures: { comparison: Comparison; job: Job }): void {
    const { job } = figures;
    this.#figures = figures;
    this.late = false;
    clearTimeout(this.#lateTimer);
    this.#lateTimer = undefined;
    if (job === this.#wanted) this.problems = [];
    else this.#waitAnew();
  }

  #waitAnew(): void {
    this.#lateTimer = setTimeout(() => (this.late = true), patience);
  }

  #failed(problems: readonly Problem[], job: Job): void {
    if (job === this.#wanted) this.problems = problems;
  }

  #crashed(): void {
    clearTimeout(this.#timer);
    this.crashed = true;
  }
}

/** Findings on the scenario that a comparison has beside those of another. */
function newIn(comparison: Comparison, other: Comparison): Finding[] {
  const [now, then] = [comparison, other].map(({ scenarios }) => scenarios.at(-1)!.findings);
  const known = new Set(then!.map(findingKey));
  return now!.filter((finding) => !known.has(findingKey(finding)));
}

/** What makes two findings one: what is found, and where. */
export function findingKey({ id, place }: Finding): string {
  return `${id} ${place}`;
}

/** The job of comparing a scenario with the status quo of its lineage. */
function againstStatusQuo(scenario: LoadedScenario): Job {
  const [statusQuo] = scenario.lineage;
  return { scenarios: [{ id: statusQuo!.id, lineage: [statusQuo!] }, scenario] };
}

function clientOf(events: EngineEvents): Engine {
  return new EngineClient(events);
}
