import type { FastifyReply, FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { canonicalText, parseStrict } from "#models";
import { Fault, fault } from "../../fault.ts";
import type { Content, Edits } from "../../store/edits.ts";
import { asSegment, isId } from "../../store/names.ts";
import { type Expected, NotSaved } from "../../store/save.ts";
import type { Store } from "../../store/scenarios.ts";
import { Document } from "../job.ts";
import { Faults, Refusal } from "../plugins/faults.ts";
import { documentOf, ScenarioDocument } from "../scenarioView.ts";

const params = z.strictObject({
  "*": z.string().meta({ description: "Id, as in emea/joint-bonus" }),
});
const Id = z.string().min(1).max(200);
const name = z.string().min(1).max(200).optional().meta({ description: "Its display name." });
const accepted = z.boolean().optional().meta({
  description: "Save it though it does not load, or others under it would not any more.",
});
const text = z.string().meta({ description: "A file's text, as a person wrote it." });

const ToSave = z
  .union([
    z.strictObject({ text, acceptProblems: accepted }),
    z.strictObject({ document: Document, acceptProblems: accepted }),
    z.strictObject({
      patch: Document.meta({ description: "A merge patch over the scenario, as in a run." }),
      acceptProblems: accepted,
    }),
  ])
  .meta({ id: "ToSave" });

const ToImport = z
  .strictObject({ text, id: Id.optional(), acceptProblems: accepted })
  .meta({ id: "ToImport" });
const ToDuplicate = z
  .strictObject({ from: Id, id: Id, name, patch: Document.optional() })
  .meta({ id: "ToDuplicate" });
const ToRename = z.strictObject({ from: Id, to: Id }).meta({ id: "ToRename" });
const ToExtract = z.strictObject({ id: Id, parent: Id }).meta({ id: "ToExtract" });
const ToFlatten = z.strictObject({ id: Id }).meta({ id: "ToFlatten" });

const Stale = z
  .strictObject({
    problems: z.array(Fault),
    etag: z.string().nullable().meta({ description: "Of the file now; null where it is gone." }),
    current: z.string().nullable().meta({ description: "Text of the file now." }),
    yours: z.string().nullable().meta({ description: "What was sent, as text." }),
  })
  .meta({ id: "Stale", description: "The file is another than the caller knows." });

const Renamed = ScenarioDocument.extend({
  followed: z.array(z.string()).meta({ description: "Ids of the files that named it." }),
}).meta({ id: "Renamed" });

const tags = ["edits"];
const refusals = { 400: Faults, 403: Faults, 404: Faults, 409: Faults, 422: Faults, 507: Faults };
const guarded = { ...refusals, 412: Stale, 428: Faults };

/** Edits of the folder. Whoever changes a file says which version of it: If-Match with its entity tag. */
export const editRoutes: FastifyPluginAsyncZod<{ store: Store; edits: Edits }> = async (
  app,
  { store, edits },
) => {
  app.put(
    "/scenarios/*",
    {
      schema: {
        tags,
        summary: "Save a scenario: If-Match with its entity tag, or If-None-Match: * for a new one",
        params,
        body: ToSave,
        response: { 200: ScenarioDocument, 201: ScenarioDocument, ...guarded },
      },
    },
    async (request, reply) => {
      const id = request.params["*"];
      const expected = expectedBy(request);
      const { acceptProblems, ...content } = request.body;
      try {
        const stored = await edits.save(id, content, { expected, acceptProblems });
        if (expected === "none") reply.header("location", `/api/scenarios/${id}`);
        const status = expected === "none" ? 201 : 200;
        return reply.header("etag", stored.etag).code(status).send(documentOf(stored));
      } catch (error) {
        return sendStale(reply, error, { id, yours: textOf(content) });
      }
    },
  );

  app.delete(
    "/scenarios/*",
    {
      schema: {
        tags,
        summary: "Delete a scenario that no other one names",
        params,
        response: { 204: z.null(), ...guarded },
      },
    },
    async (request, reply) => {
      const id = request.params["*"];
      try {
        await edits.remove({ id, etag: tagIn(request) });
        return reply.code(204).send(null);
      } catch (error) {
        return sendStale(reply, error, { id });
      }
    },
  );

  app.post(
    "/scenario/import",
    {
      schema: {
        tags,
        summary: "Take in a scenario file as a new one; without an id, called by its name",
        body: ToImport,
        response: { 201: ScenarioDocument, ...refusals },
      },
    },
    async ({ body }, reply) => {
      const id = body.id ?? idFor(body.text);
      const { acceptProblems } = body;
      const stored = await edits.save(
        id,
        { text: body.text },
        { expected: "none", acceptProblems },
      );
      return created(reply, id, stored.etag).send(documentOf(stored));
    },
  );

  app.get(
    "/scenario/export/*",
    {
      schema: {
        tags,
        summary: "A scenario's file to keep; `flat` with all it inherits",
        params,
        querystring: z.strictObject({ flat: z.enum(["true", "false"]).optional() }),
        response: {
          200: {
            description: "The file",
            content: { "application/json": { schema: z.any() } },
          },
          404: Faults,
          422: Faults,
        },
      },
    },
    async ({ params: { "*": id }, query }, reply) => {
      const stored = await store.findWhenCalm(id);
      if (!stored) throw new Refusal(404, [fault("not-found", "", "there is no such scenario")]);
      if (stored.text === undefined) throw new Refusal(422, stored.problems);
      const content = query.flat === "true" ? edits.flat(id) : stored.text;
      const file = `${id.split("/").at(-1)}.json`; // an id has only letters, digits and hyphens
      return reply
        .header("content-disposition", `attachment; filename="${file}"`)
        .type("application/json; charset=utf-8")
        .serializer((value: string) => value)
        .send(content);
    },
  );

  app.post(
    "/scenario/duplicate",
    {
      schema: {
        tags,
        summary: "Make a child that changes nothing in its parent yet, or what a patch says",
        body: ToDuplicate,
        response: { 201: ScenarioDocument, ...refusals },
      },
    },
    async ({ body }, reply) => {
      const stored = await edits.duplicate(body);
      return created(reply, body.id, stored.etag).send(documentOf(stored));
    },
  );

  app.post(
    "/scenario/rename",
    {
      schema: {
        tags,
        summary: "Give a scenario another id; files that name it follow, all or none",
        body: ToRename,
        response: { 200: Renamed, ...guarded },
      },
    },
    async (request, reply) => {
      const { from, to } = request.body;
      // A misnamed file cannot be opened and has no tag to show; its bytes stay as they are.
      const etag = isId(from) ? tagIn(request) : undefined;
      try {
        const { scenario, followed } = await edits.rename({ from, to, etag });
        reply.header("location", `/api/scenarios/${to}`);
        return reply.header("etag", scenario.etag).send({ ...documentOf(scenario), followed });
      } catch (error) {
        return sendStale(reply, error, { id: from });
      }
    },
  );

  app.post(
    "/scenario/extract",
    {
      schema: {
        tags,
        summary: "Turn a full copy into a child of a parent, with its changes only",
        body: ToExtract,
        response: { 200: ScenarioDocument, ...guarded },
      },
    },
    async (request, reply) => {
      const { id, parent } = request.body;
      try {
        const stored = await edits.extract({ id, parent, etag: tagIn(request) });
        return reply.header("etag", stored.etag).send(documentOf(stored));
      } catch (error) {
        return sendStale(reply, error, { id });
      }
    },
  );

  app.post(
    "/scenario/flatten",
    {
      schema: {
        tags,
        summary: "Turn a child into a whole scenario that extends nothing",
        body: ToFlatten,
        response: { 200: ScenarioDocument, ...guarded },
      },
    },
    async (request, reply) => {
      const { id } = request.body;
      try {
        const stored = await edits.flatten({ id, etag: tagIn(request) });
        return reply.header("etag", stored.etag).send(documentOf(stored));
      } catch (error) {
        return sendStale(reply, error, { id });
      }
    },
  );

  /** Answers with both versions where the caller's is not the file's; any other fault goes on. */
  function sendStale(
    reply: FastifyReply,
    error: unknown,
    { id, yours = null }: { id: string; yours?: string | null },
  ): FastifyReply {
    if (!(error instanceof NotSaved) || error.kind !== "stale") throw error;
    const now = store.find(id);
    if (now?.etag !== undefined) reply.header("etag", now.etag);
    const problems = [...error.faults];
    const current = { etag: now?.etag ?? null, current: now?.text ?? null };
    return reply.code(412).send({ problems, ...current, yours });
  }
};

function created(reply: FastifyReply, id: string, etag: string | undefined): FastifyReply {
  return reply.code(201).header("location", `/api/scenarios/${id}`).header("etag", etag);
}

/** What a save says of the file it replaces. */
function expectedBy(request: FastifyRequest): Expected {
  if (request.headers["if-none-match"] === "*" && request.headers["if-match"] === undefined) {
    return "none";
  }
  return { etag: tagIn(request) };
}

/** The one entity tag of If-Match. A star would save over what nobody has seen. */
export function tagIn({ headers }: Pick<FastifyRequest, "headers">): string {
  const tag = headers["if-match"]?.trim();
  if (tag !== undefined && /^"[\w-]{1,100}"$/.test(tag)) return tag;
  const said = "a change names the version it is made to: If-Match with the entity tag of the file";
  throw new Refusal(428, [
    fault(
      "conflict",
      "",
      said,
      "read the scenario and send its etag; If-None-Match: * makes a new one",
    ),
  ]);
}

function textOf(content: Content): string {
  if ("text" in content) return content.text;
  return canonicalText("document" in content ? content.document : content.patch);
}

function idFor(file: string): string {
  const { value } = parseStrict(file, "");
  return asSegment(typeof value?.name === "string" ? value.name : "imported");
}
