/**
 * What a request may carry: JSON in UTF-8, plain, not too deep.
 *
 * Always    a body that is not that is refused before any route sees it.
 */
import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { fault } from "../../fault.ts";
import { Refusal } from "./faults.ts";

/** Most levels of objects and lists in a body: a scenario's own limit and the request around it. */
const deepest = 32;
const forbidden = new Set(["__proto__", "constructor", "prototype"]);

export function acceptBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "buffer" },
    async (_request: unknown, body: Buffer) => parse(body),
  );
  app.addHook("onRequest", async ({ headers }) => {
    const coding = headers["content-encoding"];
    if (coding !== undefined && coding.toLowerCase() !== "identity") {
      const hint = "send it plain, without content-encoding";
      throw new Refusal(415, [fault("refused", "", "compressed bodies are not accepted", hint)]);
    }
  });
}

/** A name for a request that a caller cannot choose. */
export function requestId(): string {
  return randomUUID();
}

function parse(bytes: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    const hint = "send one JSON value in UTF-8";
    throw new Refusal(400, [fault("bad-text", "body", "the body is not JSON in UTF-8", hint)]);
  }
  const wrong = faultIn(value);
  if (wrong) throw new Refusal(400, [fault("bad-request", "body", wrong)]);
  return value;
}

/** What no body may contain. Without recursion: the depth is the caller's. */
function faultIn(root: unknown): string | undefined {
  const open: { value: unknown; level: number }[] = [{ value: root, level: 1 }];
  for (let item = open.pop(); item; item = open.pop()) {
    if (typeof item.value === "number" && !Number.isFinite(item.value))
      return "a number is too large";
    if (typeof item.value !== "object" || item.value === null) continue;
    if (item.level > deepest) return `the body is nested more than ${deepest} deep`;
    for (const [key, value] of Object.entries(item.value)) {
      if (forbidden.has(key)) return `"${key}" cannot be a name`;
      open.push({ value, level: item.level + 1 });
    }
  }
  return undefined;
}
