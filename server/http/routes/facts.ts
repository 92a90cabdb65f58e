import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { Fault } from "../../fault.ts";
import { tableKinds } from "../../store/folder.ts";
import type { Store } from "../../store/scenarios.ts";
import { unknownScenario } from "../job.ts";
import { Faults, Refusal } from "../plugins/faults.ts";

const FactsFile = z
  .strictObject({
    kind: z.enum(tableKinds).meta({
      description: "Deals, people, stated measures, or payments outside the plan.",
    }),
    file: z.string().meta({ description: "Name in the scenarios folder." }),
    text: z.string().nullable().meta({ description: "CSV; null where it cannot be read." }),
    problems: z.array(Fault),
  })
  .meta({ id: "FactsFile" });

/** What happened, as files beside a scenario tell it. */
export const factsRoute: FastifyPluginAsyncZod<{ store: Store }> = async (app, { store }) => {
  app.get(
    "/facts/*",
    {
      schema: {
        tags: ["scenarios"],
        summary:
          "Deals, people and measures that stand beside a scenario as CSV, or its ancestor's",
        params: z.strictObject({
          "*": z.string().meta({ description: "Id of the scenario, as in emea/joint-bonus" }),
        }),
        response: { 200: z.array(FactsFile), 404: Faults },
      },
    },
    async ({ params }) => {
      const tables = store.tables(params["*"]);
      if (!tables) throw new Refusal(404, [unknownScenario(store, params["*"])]);
      return tables.map(({ text, ...table }) => ({ ...table, text: text ?? null }));
    },
  );
};
