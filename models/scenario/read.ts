/**
 * From the files of a folder to a scenario ready for the engine, or to every fault with its file, line and column.
 *
 * Terms     id = path inside the scenarios folder without .json; chain = the root file and its children down to the
 *           scenario asked for; lineage = the merged scenarios of the chain, from the status quo on.
 * Always    all faults at once; a fault stands where its value is written, in the child or in a parent; what is read is
 *           what was written: nothing is filled in.
 * Not here  the files themselves (shells), the text's own faults (text.ts), merging (inherit.ts), form (issues.ts),
 *           names (crossCheck.ts), numbers (compile.ts).
 */
import { nearest, type Problem } from "../problem.ts";
import { crossCheck } from "./crossCheck.ts";
import { exampleSources } from "./examples.ts";
import { mergePatch } from "./inherit.ts";
import { shapeProblems } from "./issues.ts";
import { locator, type Locator } from "./position.ts";
import { FORMAT, type LoadedScenario, type Scenario, scenarioOf } from "./schema.ts";
import { type JsonObject, parseStrict } from "./text.ts";

type TextOf = (id: string) => string | undefined;
type Read = { loaded?: LoadedScenario; problems: Problem[] };

const MAX_PARENTS = 24;

/** One file of a chain. */
type File = { id: string; file: string; document: JsonObject; at: Locator["at"] };

/** The scenario of an id with its lineage, or everything that is wrong with its files. */
export function readScenario(id: string, textOf: TextOf): Read {
  const wrong = idProblem(id);
  if (wrong) return { problems: [wrong] };
  const read = readChain(id, textOf);
  if (!read.chain) return { problems: read.problems };
  const { chain } = read;

  const { merged, problems } = merge(chain);
  const lineage = chain.map((file, i) => ({
    id: file.id,
    scenario: merged[i] as unknown as Scenario,
  }));
  const statusQuo = statusQuoId(merged.at(-1)!, chain);
  if (statusQuo.problem) problems.push(statusQuo.problem);
  const inChain = lineage.findIndex((ancestor) => ancestor.id === statusQuo.id);
  if (inChain >= 0) lineage.splice(0, inChain);
  else if (statusQuo.id !== undefined) {
    const other = readOwn(statusQuo.id, textOf, statusQuo.missing);
    problems.push(...other.problems);
    if (other.scenario) lineage.unshift({ id: statusQuo.id, scenario: other.scenario });
  }
  if (problems.length > 0) return { problems };
  const examples = exampleSources(chain, merged);
  const loaded = { id, lineage, ...(examples.length > 0 ? { examples } : {}) };
  return { loaded, problems };
}

/** The merged scenario of an id, its own status quo left aside. */
function readOwn(
  id: string,
  textOf: TextOf,
  missing: Problem,
): { scenario?: Scenario; problems: Problem[] } {
  if (textOf(id) === undefined) return { problems: [missing] };
  const read = readChain(id, textOf);
  if (!read.chain) return { problems: read.problems };
  const { merged, problems } = merge(read.chain);
  return problems.length > 0
    ? { problems }
    : { scenario: merged.at(-1) as unknown as Scenario, problems };
}

/**
 * The last scenario of a lineage with a patch on it, for a draft that is not saved yet. A root becomes its own child, so
 * that its status quo stays as it is. Problems have no file.
 */
export function patchScenario(loaded: LoadedScenario, patch: JsonObject): Read {
  const before = scenarioOf(loaded) as unknown as JsonObject;
  const { value, problems } = mergePatch(before, patch);
  for (const path of ["extends", "behaviour.statusQuo"]) {
    const [now, then] = [value, before].map((document) => textAt(path, document));
    if (now === then) continue;
    problems.push({
      code: "bad-request",
      path,
      message: "a draft cannot change what its numbers start from",
      hint: "save it in the file and read it again",
    });
  }
  problems.push(...documentProblems(value));
  if (problems.length > 0) return { problems: withoutRepeats(problems) };
  const last = { id: loaded.id, scenario: value as unknown as Scenario };
  const lineage =
    loaded.lineage.length === 1
      ? [...loaded.lineage, last]
      : [...loaded.lineage.slice(0, -1), last];
  return { loaded: { ...loaded, lineage }, problems: [] };
}

function textAt(path: string, document: JsonObject | undefined): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as JsonObject | undefined)?.[key], document);
}

// ---- ids and parents

const RESERVED_NAME = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** Why a text is no scenario's id, or undefined. */
export function idProblem(id: string): Problem | undefined {
  const segments = id.split("/");
  const bad = segments.find(
    (segment) => !/^[a-z0-9][a-z0-9-]{0,62}$/.test(segment) || RESERVED_NAME.test(segment),
  );
  if (bad === undefined && segments.length <= 3) return undefined;
  const message =
    bad === undefined
      ? `"${id}" lies more than two folders deep`
      : `"${id}" is not a scenario's id`;
  const hint =
    "small letters, digits and -, starting with a letter or digit, in at most two folders: plans/2027/proposal";
  return { code: "not-found", path: "", message, hint };
}

/** The id that a file's reference to another one means, or why it means none. */
export function resolveReference(
  from: string,
  reference: string,
): { id: string } | { message: string; hint: string } {
  const hint = 'name a file relative to this one, as in "reference-a.json" or "../base.json"';
  if (!reference.endsWith(".json"))
    return { message: `"${reference}" does not end with .json`, hint };
  if (/^([A-Za-z][A-Za-z0-9+.-]*:|[/\\])/.test(reference) || reference.includes("\\")) {
    return { message: `"${reference}" is not a file relative to this one`, hint };
  }
  const folder = from.split("/").slice(0, -1);
  for (const part of reference.slice(0, -".json".length).split("/")) {
    if (part === "..") {
      if (folder.pop() === undefined)
        return {
          message: `"${reference}" leads out of the scenarios folder`,
          hint: "parents live inside it",
        };
    } else if (part !== ".") folder.push(part);
  }
  const id = folder.join("/");
  return idProblem(id)
    ? { message: `"${reference}" cannot be a scenario's file`, hint: idProblem(id)!.hint! }
    : { id };
}

type Chain = { chain?: File[]; problems: Problem[] };

/** The files of a chain, root first. Nothing can be said of a chain with a file that cannot be read. */
function readChain(id: string, textOf: TextOf): Chain {
  const chain: File[] = [];
  const problems: Problem[] = [];
  for (let next = id; ;) {
    const text = textOf(next);
    if (text === undefined) {
      const problem: Problem = {
        code: "not-found",
        path: "",
        message: `there is no scenario "${next}"`,
        hint: `no file ${next}.json in the scenarios folder`,
      };
      return {
        problems: [
          ...problems,
          chain[0]
            ? placed(
                {
                  ...problem,
                  path: "extends",
                  code: "bad-inheritance",
                  message: `the parent "${next}.json" does not exist`,
                  hint: missingParentHint(chain[0].document.extends as string),
                },
                chain[0],
              )
            : problem,
        ],
      };
    }
    const file = `${next}.json`;
    const parsed = parseStrict(text, file);
    if (!parsed.value) return { problems: [...problems, ...parsed.problems] };
    const here: File = { id: next, file, document: parsed.value, at: locator(text).at };
    chain.unshift(here);
    const format = formatProblem(parsed.value);
    if (format) problems.push(placed(format, here));
    const parent = parentOf(here, chain);
    if (parent.problem) problems.push(placed(parent.problem, here));
    if (parent.id === undefined) break;
    next = parent.id;
  }
  return problems.length > 0 ? { problems } : { chain, problems };
}

function missingParentHint(reference: string): string {
  if (/^(\.\/)?[^/]+$/.test(reference))
    return "looked for beside this file: put this file beside its parent, or correct extends";
  return `looked for at "${reference}" from the folder of this file: put this file where that leads to its parent, or correct extends`;
}

function parentOf(
  { id, document }: File,
  chain: readonly File[],
): { id?: string; problem?: Problem } {
  if (document.extends === undefined) return {};
  if (typeof document.extends !== "string")
    return badParent(
      "must be the file of the parent, in double quotes",
      'as in "reference-a.json"',
    );
  const found = resolveReference(id, document.extends);
  if (!("id" in found)) return badParent(found.message, found.hint);
  if (found.id === id)
    return badParent(
      "a scenario cannot be its own parent",
      "name another file, or leave extends out",
    );
  const circle = chain.findIndex((file) => file.id === found.id);
  if (circle >= 0) {
    const members = chain
      .slice(0, circle + 1)
      .map((file) => file.id)
      .toReversed();
    return badParent(
      `parents in a circle: ${[...members, found.id].join(" → ")}`,
      "let one of them stand alone, without extends",
    );
  }
  if (chain.length > MAX_PARENTS)
    return badParent(
      `more than ${MAX_PARENTS} parents in a chain`,
      "let the file extend an earlier one",
    );
  return { id: found.id };
}

function badParent(message: string, hint: string): { problem: Problem } {
  return { problem: { code: "bad-inheritance", path: "extends", message, hint } };
}

function formatProblem({ format }: JsonObject): Problem | undefined {
  if (format === undefined)
    return badFormat('"format" is missing', `every file states its format: "format": ${FORMAT}`);
  if (typeof format === "number" && format > FORMAT) {
    return badFormat(
      `the file has format ${format}, and this version of Tandem reads up to ${FORMAT}`,
      "use a newer Tandem",
    );
  }
  return format === FORMAT
    ? undefined
    : badFormat(
        `format must be ${FORMAT}, not ${JSON.stringify(format)}`,
        `write "format": ${FORMAT}`,
      );
}

function badFormat(message: string, hint: string): Problem {
  return { code: "bad-format", path: "format", message, hint };
}

// ---- merging and judging

/** The merged documents of a chain, root first, and what is wrong with them, each fault in the file that wrote it. */
function merge(chain: readonly File[]): { merged: JsonObject[]; problems: Problem[] } {
  const merged: JsonObject[] = [];
  const problems: Problem[] = [];
  // What is wrong with a parent is said once, not again for each child.
  const seen = new Set<string>();
  for (const [i, file] of chain.entries()) {
    const patched =
      i === 0 ? { value: file.document, problems: [] } : mergePatch(merged[i - 1]!, file.document);
    merged.push(patched.value);
    const found = withoutRepeats(documentProblems(patched.value), seen);
    const here = [
      ...patched.problems.map((problem) => placed(problem, file)),
      ...found.map((problem) => located(problem, chain.slice(0, i + 1))),
    ];
    problems.push(...here.toSorted(byPlace));
  }
  return { merged, problems };
}

function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return 0;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

/** What is wrong with a merged document, by form and by names. */
function documentProblems(document: JsonObject): Problem[] {
  const ofForm = shapeProblems(document);
  const crossed = crossCheck(document as unknown as Scenario);
  const known = new Set(ofForm.map(({ path }) => path));
  const misspelt = new Set(
    ofForm
      .filter(({ code }) => code === "unknown-key" || code === "renamed-key")
      .map(({ path }) => parentPath(path)),
  );
  return [
    ...ofForm,
    ...crossed.filter(
      ({ path, message }) =>
        !known.has(path) && !(message.endsWith("is missing") && misspelt.has(parentPath(path))),
    ),
  ];
}

function parentPath(path: string): string {
  return path.replace(/(\.[^.[\]]+|\[[^\]]*\])$/, "");
}

function withoutRepeats(problems: readonly Problem[], seen = new Set<string>()): Problem[] {
  return problems.filter(({ path, message }) => {
    const key = `${path}\n${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

const atItsKey: ReadonlySet<string> = new Set(["unknown-key", "renamed-key"]);

function placed(problem: Problem, { file, at }: File): Problem {
  const { line, column } = at(problem.path, atItsKey.has(problem.code) ? "key" : "value");
  return { ...problem, file, line, column };
}

/**
 * A problem that only the last file of a chain brings, with its place: what that file wrote of the path, else where the
 * path is written in a parent.
 */
function located(problem: Problem, chain: readonly File[]): Problem {
  const self = chain.at(-1)!;
  const writer = chain.findLast((file) => file.at(problem.path).depth > 0) ?? self;
  const found = placed(problem, writer);
  return writer === self
    ? found
    : { ...found, message: `${problem.message} (as ${self.file} changes it)` };
}

// ---- the status quo

type StatusQuo = { id?: string; problem?: Problem; missing: Problem };

/** The id of the scenario that `behaviour.statusQuo` names, relative to the file that wrote it. */
function statusQuoId(document: JsonObject, chain: readonly File[]): StatusQuo {
  const path = "behaviour.statusQuo";
  const reference = textAt(path, document);
  const problem: Problem = { code: "bad-inheritance", path, message: "" };
  if (typeof reference !== "string") return { missing: problem };
  const writer = chain.findLast((file) => textAt(path, file.document) !== undefined)!;
  const found = resolveReference(
    writer.id,
    reference.endsWith(".json") ? reference : `${reference}.json`,
  );
  if (!("id" in found))
    return { problem: placed({ ...problem, ...found }, writer), missing: problem };
  const near = nearest(
    found.id,
    chain.map(({ id }) => id),
  );
  const hint = near ? `did you mean "${near}.json"?` : "name a file relative to this one";
  return {
    id: found.id,
    missing: placed(
      { ...problem, message: `the status quo "${found.id}.json" does not exist`, hint },
      writer,
    ),
  };
}
