/**
 * The server's front door as the page uses it.
 *
 * Always    a failure is an ApiError: with the problems the server told, or none where it did not answer.
 */
import type { Comparison, LoadedScenario, Problem } from "#models";

/** A scenario of the folder; a broken one has problems and the id as its name. */
export type ScenarioRow = {
  id: string;
  file: string;
  /** Changes whenever the file does; null where it cannot be read. */
  etag: string | null;
  name: string;
  question: string;
  parent: string | null;
  statusQuo: string | null;
  currency: string | null;
  start: string | null;
  months: number | null;
  headcount: { marketing: number; sales: number } | null;
  problems: ServerProblem[];
};

/** A scenario in full: as it stands in its file, and with what it inherits. */
export type ScenarioDocument = ScenarioRow & {
  etag: string | null;
  text: string | null;
  /** Status quo first; empty where it does not load. */
  lineage: LoadedScenario["lineage"];
};

/** A problem as the server tells it: the engine's, or one of its own. */
export type ServerProblem = Omit<Problem, "code"> & { code: string };

export type RunRequest = {
  /** The first is the baseline. */
  scenarios: (string | { id: string; patch: Record<string, unknown> })[];
  runs?: number;
  seed?: number;
  response?: boolean;
};

export type RunView = {
  id: string;
  status: "queued" | "running" | "done" | "failed" | "cancelled";
  done: number;
  runs: number;
  comparison: Comparison | null;
  problems: ServerProblem[];
};

export class ApiError extends Error {
  /** 0: the server did not answer. */
  readonly status: number;
  readonly problems: readonly ServerProblem[];
  constructor(status: number, problems: readonly ServerProblem[]) {
    super(problems.map(({ message }) => message).join("\n") || "the server does not answer");
    this.name = "ApiError";
    this.status = status;
    this.problems = problems;
  }
}

export function listScenarios(signal?: AbortSignal): Promise<ScenarioRow[]> {
  return ask<ScenarioRow[]>("/api/scenarios", { signal: signal ?? null });
}

export function fetchScenario(id: string): Promise<ScenarioDocument> {
  return ask<ScenarioDocument>(`/api/scenarios/${id}`, {});
}

/** A table that stands beside a scenario, or beside its ancestor: no text where it cannot be read. */
export type FactsDocument = {
  kind: "actuals" | "roster" | "measures" | "exceptions";
  file: string;
  text: string | null;
  problems: ServerProblem[];
};

export function fetchFacts(id: string): Promise<FactsDocument[]> {
  return ask<FactsDocument[]>(`/api/facts/${id}`, {});
}

/** Starts a run; its id. */
export async function startRun(request: RunRequest, signal: AbortSignal): Promise<string> {
  const body = JSON.stringify(request);
  const headers = { "content-type": "application/json" };
  const { id } = await ask<{ id: string }>("/api/runs", { method: "POST", headers, body, signal });
  return id;
}

/** Gives up a run; also as the page is left. */
export function cancelRun(id: string): void {
  fetch(`/api/runs/${id}`, { method: "DELETE", keepalive: true }).catch(() => undefined);
}

/**
 * Follows a run until it is over or `signal` aborts: by server-sent events, or by asking again and again where these
 * do not come through.
 */
export async function followRun(
  id: string,
  onView: (view: RunView) => void,
  signal: AbortSignal,
): Promise<void> {
  const ended = await followEvents(id, onView, signal);
  if (!ended && !signal.aborted) await poll(id, onView, signal);
}

/** Whether the end was heard. */
function followEvents(
  id: string,
  onView: (view: RunView) => void,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const source = new EventSource(`/api/runs/${id}/events`);
    const end = (ended: boolean) => {
      source.close();
      resolve(ended);
    };
    const hear = (event: MessageEvent<string>) => {
      const view = JSON.parse(event.data) as RunView;
      onView(view);
      if (isOver(view)) end(true);
    };
    for (const name of ["snapshot", "done", "failed"]) source.addEventListener(name, hear);
    source.addEventListener("error", () => end(false));
    signal.addEventListener("abort", () => end(false), { once: true });
  });
}

const POLL_EVERY = 400;

async function poll(
  id: string,
  onView: (view: RunView) => void,
  signal: AbortSignal,
): Promise<void> {
  let missed = 0;
  while (!signal.aborted) {
    try {
      const view = await ask<RunView>(`/api/runs/${id}`, { signal });
      missed = 0;
      onView(view);
      if (isOver(view)) return;
    } catch (error) {
      // A server that is busy for a moment is asked again; one that says no is not.
      missed += 1;
      if (error instanceof ApiError && error.status !== 0) throw error;
      if (missed > 5) throw error;
    }
    await pause(POLL_EVERY * (missed + 1), signal);
  }
}

function isOver({ status }: RunView): boolean {
  return status === "done" || status === "failed" || status === "cancelled";
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, []);
  }
  if (!response.ok) throw new ApiError(response.status, await problemsIn(response));
  return (await response.json()) as T;
}

async function problemsIn(response: Response): Promise<ServerProblem[]> {
  try {
    const body: unknown = await response.json();
    if (Array.isArray(body)) return body as ServerProblem[];
  } catch {
    // Not JSON: something between the page and the server answered.
  }
  return [{ code: "crashed", path: "", message: `the server answered ${response.status}` }];
}
