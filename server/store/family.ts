/**
 * Which scenario files name which others, and how a file names another.
 *
 * Terms     names = by `extends` or `behaviour.statusQuo`; child = a file that names; family = its children's too.
 * Always    a file that does not parse and may name another counts as one that does.
 */
import { posix } from "node:path";
import { sameValue, type JsonObject, parseStrict, resolveReference } from "#models";
import type { Folder } from "./folder.ts";

type Names = { extends: string | undefined; statusQuo: string | undefined };

export type Family = {
  /** Id of the file that a scenario's file extends. */
  parentOf: (id: string) => string | undefined;
  /** Ids of the files that name a scenario. */
  childrenOf: (id: string) => string[];
  /** Ids of all files whose meaning depends on a scenario, it left aside. */
  allUnder: (id: string) => string[];
  /** Ids of files that do not parse and have the scenario's file name in their text. */
  maybeChildrenOf: (id: string) => string[];
};

export function familyIn(folder: Folder): Family {
  const entries = folder.list().flatMap(({ id, misnamed }) => {
    const content = misnamed ? undefined : folder.read(id);
    return content && "text" in content
      ? [{ id, text: content.text, names: namesIn(id, content) }]
      : [];
  });

  function childrenOf(id: string): string[] {
    return entries
      .filter(({ names }) => names?.extends === id || names?.statusQuo === id)
      .map((entry) => entry.id)
      .filter((child) => child !== id);
  }

  function allUnder(id: string): string[] {
    const found = new Set<string>();
    for (const open = [id]; open.length > 0;) {
      for (const child of childrenOf(open.pop()!)) {
        if (child === id || found.has(child)) continue;
        found.add(child);
        open.push(child);
      }
    }
    return [...found];
  }

  function maybeChildrenOf(id: string): string[] {
    const file = posix.basename(`${id}.json`);
    return entries
      .filter(({ names, text }) => !names && text.includes(file))
      .map((entry) => entry.id);
  }

  const parentOf = (id: string): string | undefined =>
    entries.find((entry) => entry.id === id)?.names?.extends;

  return { parentOf, childrenOf, allUnder, maybeChildrenOf };
}

const known = new Map<string, Names | undefined>();

/** What a file names; undefined where it does not parse. */
function namesIn(id: string, { text, etag }: { text: string; etag: string }): Names | undefined {
  const key = `${id} ${etag}`;
  if (known.has(key)) return known.get(key);
  const { value } = parseStrict(text, "");
  const names = value && {
    extends: idFrom(id, value.extends),
    statusQuo: idFrom(id, statusQuoIn(value)),
  };
  if (known.size > 5000) known.clear();
  known.set(key, names);
  return names;
}

function idFrom(id: string, reference: unknown): string | undefined {
  if (typeof reference !== "string") return undefined;
  const found = resolveReference(id, reference.endsWith(".json") ? reference : `${reference}.json`);
  return "id" in found ? found.id : undefined;
}

/** The status quo a document names, as it is written. */
export function statusQuoIn(document: JsonObject): string | undefined {
  const { behaviour } = document;
  if (typeof behaviour !== "object" || behaviour === null || Array.isArray(behaviour))
    return undefined;
  return typeof behaviour.statusQuo === "string" ? behaviour.statusQuo : undefined;
}

/** The document with its status quo named so; undefined: not named. */
export function withStatusQuo(document: JsonObject, reference: string | undefined): JsonObject {
  const { statusQuo: _, ...behaviour } = (document.behaviour ?? {}) as JsonObject;
  if (reference !== undefined)
    return { ...document, behaviour: { ...behaviour, statusQuo: reference } };
  return document.behaviour === undefined ? document : { ...document, behaviour };
}

/** How the file of one scenario names that of another. */
export function referenceTo(from: string, to: string): string {
  return `${posix.relative(posix.dirname(from), to)}.json`;
}

/** A document as it reads in the place of another id, when one scenario is called otherwise from now on. */
export function moved(
  document: JsonObject,
  [before, now]: [before: string, now: string],
  [old, renamed]: [old: string, renamed: string],
): JsonObject {
  const follow = (reference: string): string => {
    const id = idFrom(before, reference);
    if (id === undefined) return reference;
    const target = id === old ? renamed : id;
    if (target === id && posix.dirname(before) === posix.dirname(now)) return reference;
    const written = referenceTo(now, target);
    return reference.endsWith(".json") ? written : written.replace(/\.json$/, "");
  };
  const result = { ...document };
  if (typeof document.extends === "string") result.extends = follow(document.extends);
  if (typeof document.$schema === "string") {
    result.$schema = movedSchema(document.$schema, before, now);
  }
  const statusQuo = statusQuoIn(document);
  const followed = statusQuo === undefined ? result : withStatusQuo(result, follow(statusQuo));
  return sameValue(followed, document) ? document : followed;
}

/** A reference to the schema beside the scenarios, from another folder. */
export function movedSchema(reference: string, before: string, now: string): string {
  if (!reference.startsWith(".") || posix.dirname(before) === posix.dirname(now)) return reference;
  const at = posix.join(posix.dirname(before), reference);
  const written = posix.relative(posix.dirname(now), at);
  return written.startsWith(".") ? written : `./${written}`;
}
