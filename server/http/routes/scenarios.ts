import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { fault } from "../../fault.ts";
import type { Store } from "../../store/scenarios.ts";
import { Faults, Refusal } from "../plugins/faults.ts";
import { documentOf, rowOf, ScenarioDocument, ScenarioRow } from "../scenarioView.ts";

/** Scenarios: the folder as a list, and one of them in full. */
export const scenarioRoutes: FastifyPluginAsyncZod<{ store: Store }> = async (app, { store }) => {
  app.get(
    "/scenarios",
    {
      schema: {
        tags: ["scenarios"],
        summary: "All scenarios of the folder; a broken one with its problems",
        response: { 200: z.array(ScenarioRow) },
      },
    },
    async () => (await store.allWhenCalm()).map(rowOf),
  );

  app.get(
    "/scenarios/*",
    {
      schema: {
        tags: ["scenarios"],
        summary: "One scenario: its text, what it inherits and its problems",
        params: z.strictObject({
          "*": z.string().meta({ description: "Id, as in emea/joint-bonus" }),
        }),
        response: { 200: ScenarioDocument, 404: Faults },
      },
    },
    async ({ params }, reply) => {
      const stored = await store.findWhenCalm(params["*"]);
      if (!stored) throw new Refusal(404, [fault("not-found", "", "there is no such scenario")]);
      if (stored.etag) reply.header("etag", stored.etag);
      return documentOf(stored);
    },
  );
};
