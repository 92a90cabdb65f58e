import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { patchScenario, validateScenario } from "#models";
import { Fault } from "../../fault.ts";
import { isId } from "../../store/names.ts";
import type { Store } from "../../store/scenarios.ts";
import { Faults, Refusal } from "../plugins/faults.ts";
import { Document, unknownScenario } from "../job.ts";

const Id = z.string().refine(isId, "an id is a path of small letters, digits and hyphens");

const ToValidate = z
  .union([
    z.strictObject({
      text: z.string().meta({ description: "A file's text: problems carry line and column." }),
      id: Id.optional().meta({ description: "Where it would stand in the folder, for `extends`." }),
    }),
    z.strictObject({ document: Document, id: Id.optional() }),
    z.strictObject({
      id: Id,
      patch: Document.meta({ description: "A merge patch over the scenario." }),
    }),
  ])
  .meta({ id: "ToValidate" });
type ToValidate = z.infer<typeof ToValidate>;

const Verdict = z
  .strictObject({ valid: z.boolean(), problems: z.array(Fault) })
  .meta({ id: "Verdict" });

/** Checks a document that is not in the folder, or a change to one that is. */
export const validateRoute: FastifyPluginAsyncZod<{ store: Store }> = async (app, { store }) => {
  const schema = {
    tags: ["scenarios"],
    summary: "Problems of a text, of a document, or of a patch over a scenario",
    body: ToValidate,
    response: { 200: Verdict, 400: Faults, 404: Faults },
  };
  app.post("/validate", { schema }, async ({ body }) => {
    const problems = problemsOf(store, body);
    return { valid: problems.length === 0, problems };
  });
};

function problemsOf(store: Store, body: ToValidate): Fault[] {
  if ("patch" in body) return patchProblems(store, body);
  const text = "text" in body ? body.text : JSON.stringify(body.document, null, 2);
  const { problems } = store.readAs(body.id ?? "new-scenario", text);
  return "text" in body ? problems : problems.map(withoutPosition);
}

function patchProblems(
  store: Store,
  { id, patch }: Extract<ToValidate, { patch: unknown }>,
): Fault[] {
  const stored = store.find(id);
  if (!stored) throw new Refusal(404, [unknownScenario(store, id)]);
  if (!stored.loaded) return stored.problems;
  const { loaded, problems } = patchScenario(stored.loaded, patch);
  return problems.length > 0 || !loaded ? problems : validateScenario(loaded);
}

/** A document has no lines: those of the text made of it would mislead. */
function withoutPosition({ line: _line, column: _column, ...problem }: Fault): Fault {
  return problem;
}
