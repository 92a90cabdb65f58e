/**
 * The server's front door as the page uses it.
 *
 * Always    a failure is an ApiError: with the problems the server told, or none where it did not answer.
 */
import type { Comparison, Conflict, JsonObject, LoadedScenario, Problem } from "#models";

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

/** What a file is to say: its text, its document, or a patch over the scenario as it is now. */
export type SaveContent =
  { text: string } | { document: JsonObject } | { patch: Record<string, unknown> };

/** The scenarios folder, and why nothing can be saved in it now. */
export type FolderView = {
  name: string;
  readOnly: string | null;
  /** What became of an edit that an earlier server was cut off in. */
  notice: string | null;
  hint: string | null;
  /** True in a working tree of git. */
  repository: boolean;
};

/** A file of the folder that is new, changed or gone; no tag where it cannot be read. */
export type FileChange = { id: string; change: "new" | "changed" | "gone"; etag: string | null };

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

/** The file is another than the caller knows: nothing was written. */
export class StaleError extends ApiError {
  /** Text of the file now; null where it is gone. */
  readonly current: string | null;
  constructor(problems: readonly ServerProblem[], current: string | null) {
    super(412, problems);
    this.name = "StaleError";
    this.current = current;
  }
}

const lockedOut = new Set<(out: boolean) => void>();

/** Tells whether the server lets this browser in, each time it has said so. */
export function onAccess(listener: (out: boolean) => void): void {
  lockedOut.add(listener);
}

export function listScenarios(signal?: AbortSignal): Promise<ScenarioRow[]> {
  return ask<ScenarioRow[]>("/api/scenarios", { signal: signal ?? null });
}

export function fetchScenario(id: string): Promise<ScenarioDocument> {
  return ask<ScenarioDocument>(`/api/scenarios/${id}`, {});
}

export function fetchFolder(signal?: AbortSignal): Promise<FolderView> {
  return ask<FolderView>("/api/folder", { signal: signal ?? null });
}

/** Saves over the version with this tag; null makes a new file. */
export function saveScenario(
  id: string,
  content: SaveContent,
  { etag, acceptProblems }: { etag: string | null; acceptProblems?: boolean },
): Promise<ScenarioDocument> {
  const body = acceptProblems ? { ...content, acceptProblems } : content;
  const guard = etag === null ? { "if-none-match": "*" } : { "if-match": etag };
  return send(`/api/scenarios/${id}`, { method: "PUT", body, guard });
}

export async function deleteScenario(id: string, etag: string): Promise<void> {
  await send(`/api/scenarios/${id}`, { method: "DELETE", guard: { "if-match": etag } });
}

/** A new child of `from`, with no more changes than the patch says. */
export function duplicateScenario(asked: {
  from: string;
  id: string;
  name?: string;
  patch?: Record<string, unknown>;
}): Promise<ScenarioDocument> {
  return send("/api/scenario/duplicate", { body: asked });
}

/** Takes in a file; without an id it is called by its name. */
export function importScenario(asked: {
  text: string;
  id?: string;
  acceptProblems?: boolean;
}): Promise<ScenarioDocument> {
  return send("/api/scenario/import", { body: asked });
}

/** Another id; files that name it follow. */
export function renameScenario(
  asked: { from: string; to: string },
  etag: string | null,
): Promise<ScenarioDocument & { followed: string[] }> {
  return send("/api/scenario/rename", { body: asked, guard: etag ? { "if-match": etag } : {} });
}

/** Turns a full copy into a child with its changes only. */
export function extractDifferenceOf(
  asked: { id: string; parent: string },
  etag: string,
): Promise<ScenarioDocument> {
  return send("/api/scenario/extract", { body: asked, guard: { "if-match": etag } });
}

/** Turns a child into a whole scenario. */
export function flattenScenario(id: string, etag: string): Promise<ScenarioDocument> {
  return send("/api/scenario/flatten", { body: { id }, guard: { "if-match": etag } });
}

/** Address of a scenario's file as a download. */
export function exportAddress(id: string, flat = false): string {
  return `/api/scenario/export/${id}${flat ? "?flat=true" : ""}`;
}

type ToSend = { method?: string; body?: unknown; guard?: Record<string, string> };

function send<T>(path: string, { method = "POST", body, guard = {} }: ToSend): Promise<T> {
  const headers: Record<string, string> = { ...guard };
  if (body === undefined) return ask<T>(path, { method, headers });
  headers["content-type"] = "application/json";
  return ask<T>(path, { method, headers, body: JSON.stringify(body) });
}

export type HistoryEntry = {
  commit: string;
  short: string;
  author: string;
  /** ISO date with its zone. */
  when: string;
  message: string;
  /** Id of the scenario from this commit on. */
  id: string;
  /** Id before a rename in this commit. */
  from: string | null;
  /** False where only a file that it extends changed. */
  own: boolean;
  touched: string[];
};

/** Newest first; `why` says why there is no history. */
export type HistoryLog = { why: string | null; uncommitted: boolean; entries: HistoryEntry[] };

/** A scenario as it was at a revision. */
export type Version = ScenarioDocument & { revision: string; commit: string };

export type ChangeLine = {
  path: string;
  place: string;
  part: string;
  before: string;
  after: string;
  people: number | null;
  says: string;
  /** Id of the file it is inherited from. */
  through: string | null;
};

/** What changed between two versions, in plan language. */
export type VersionChanges = {
  kind: "none" | "new" | "deleted" | "renamed" | "changed" | "broken" | "repaired";
  id: string;
  from: string | null;
  parent: string | null;
  extends: { from: string | null; to: string | null; renamed: boolean } | null;
  changes: ChangeLine[];
  statusQuoMoved: boolean;
  problems: ServerProblem[];
};

export function fetchHistory(id: string, most?: number): Promise<HistoryLog> {
  return ask<HistoryLog>(`/api/history/${id}${most ? `?most=${most}` : ""}`, {});
}

export function fetchVersion(id: string, revision: string): Promise<Version> {
  return ask<Version>(`/api/versions/${id}?at=${encodeURIComponent(revision)}`, {});
}

/** What changed from a revision to another; left out, to the file as it is now. */
export function fetchChanges(id: string, from: string, to?: string): Promise<VersionChanges> {
  const range = new URLSearchParams({ from, ...(to ? { to } : {}) });
  return ask<VersionChanges>(`/api/changes/${id}?${range.toString()}`, {});
}

/** A file that is in conflict in git: documents of both sides, of what they started from, and their merge. */
export type ConflictSides = {
  base: JsonObject;
  ours: JsonObject;
  theirs: JsonObject;
  merged: JsonObject;
  conflicts: Conflict[];
};

/** Null where git has no two sides of the file. */
export async function fetchSides(id: string): Promise<ConflictSides | null> {
  return (await ask<{ sides: ConflictSides | null }>(`/api/sides/${id}`, {})).sides;
}

/** Whether a scenario's file can be committed now, as whom and to which branch. */
export type CommitState = {
  repository: boolean;
  why: string | null;
  hint: string | null;
  /** Null where HEAD is on no branch. */
  branch: string | null;
  author: string | null;
  /** The file is not as the last commit has it. */
  open: boolean;
  /** Other files that are staged, and stay so. */
  staged: number;
  /** Ids of the files it extends that are not as the last commit has them. */
  parents: string[];
};

export function fetchCommitState(id: string): Promise<CommitState> {
  return ask<CommitState>(`/api/commits/${id}`, {});
}

/** Commits the file alone, as the version with this tag. */
export function commitScenario(
  id: string,
  message: string,
  etag: string,
): Promise<{ commit: string; short: string; branch: string | null }> {
  return send(`/api/commits/${id}`, { body: { message }, guard: { "if-match": etag } });
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
  for (const tell of lockedOut) tell(response.status === 401);
  if (response.status === 412) throw await staleIn(response);
  if (!response.ok) throw new ApiError(response.status, await problemsIn(response));
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

async function staleIn(response: Response): Promise<StaleError> {
  type Stale = { problems: ServerProblem[]; current: string | null };
  const { problems, current } = (await response.json()) as Stale;
  return new StaleError(problems, current);
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
