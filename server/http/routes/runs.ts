import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { Comparison } from "#models";
import type { Run, RunState } from "../../compute/engine.ts";
import { isOver, type Runs } from "../../compute/runs.ts";
import { Fault, fault } from "../../fault.ts";
import type { History } from "../../git/history.ts";
import type { Store } from "../../store/scenarios.ts";
import { eventsOf, lastEventId } from "../events.ts";
import { jobOf, ToRun, versionsFor } from "../job.ts";
import { Faults, Refusal } from "../plugins/faults.ts";
import type { Streams } from "../plugins/streams.ts";

const RunView = z
  .strictObject({
    id: z.string(),
    status: z.enum(["queued", "running", "done", "failed", "cancelled"]),
    done: z.int().meta({ description: "Simulated years merged so far." }),
    runs: z.int().meta({ description: "Simulated years asked for; 0 until that is known." }),
    comparison: Comparison.nullable().meta({
      description: "So far. With `done` 0 the expected layer only; null before that.",
    }),
    problems: z.array(Fault),
  })
  .meta({ id: "Run" });

const Started = z.strictObject({ id: z.string() }).meta({ id: "Started" });
const params = z.strictObject({ id: z.string() });
const tags = ["runs"];

type Options = { store: Store; runs: Runs; streams: Streams; history?: History | undefined };

/** Runs: simulations as jobs. Start one, follow it, fetch it, cancel it. */
export const runRoutes: FastifyPluginAsyncZod<Options> = async (app, options) => {
  const { store, runs, streams, history } = options;
  app.post(
    "/runs",
    {
      schema: {
        tags,
        summary: "Simulate one scenario, or compare up to five; the first is the baseline",
        body: ToRun,
        response: { 202: Started, 400: Faults, 422: Faults, 503: Faults },
      },
    },
    async ({ body }, reply) => {
      const ids = body.scenarios.map((wanted) => (typeof wanted === "string" ? wanted : wanted.id));
      await Promise.all(ids.map(store.findWhenCalm)); // git may be writing them
      const id = runs.start(jobOf(store, body, await versionsFor(body, history)));
      if (!id)
        throw new Refusal(503, [fault("busy", "", "too many runs are waiting", "try again soon")]);
      return reply.code(202).header("location", `/api/runs/${id}`).send({ id });
    },
  );

  app.get(
    "/runs/:id",
    {
      schema: {
        tags,
        summary: "How far a run is, with the newest comparison",
        params,
        response: { 200: RunView, 404: Faults },
      },
    },
    async ({ params: { id } }) => viewOf(id, find(id).state()),
  );

  app.get(
    "/runs/:id/events",
    {
      schema: {
        tags,
        summary:
          "Follow a run: `snapshot` events, then `done` or `failed`, each with the run as it is then",
        params,
        response: {
          200: {
            description: "Server-sent events",
            content: { "text/event-stream": { schema: z.any() } },
          },
          204: z.null().meta({ description: "All was told before the connection was lost." }),
          404: Faults,
        },
      },
    },
    async ({ params: { id }, headers }, reply) => {
      const run = find(id);
      const heardAll = headers["last-event-id"] === lastEventId && isOver(run.progress());
      if (heardAll) return reply.code(204).send(null);
      const stream = streams.add(eventsOf(run, (state) => viewOf(id, state)));
      return reply.type("text/event-stream; charset=utf-8").send(stream);
    },
  );

  app.delete(
    "/runs/:id",
    {
      schema: {
        tags,
        summary: "Cancel a run; one that is over stays as it is",
        params,
        response: { 204: z.null(), 404: Faults },
      },
    },
    async ({ params: { id } }, reply) => {
      find(id).cancel();
      return reply.code(204).send(null);
    },
  );

  function find(id: string): Run {
    const run = runs.find(id);
    if (run) return run;
    throw new Refusal(404, [
      fault("not-found", "", "there is no such run", "it may be over long since"),
    ]);
  }
};

function viewOf(id: string, state: RunState): z.infer<typeof RunView> {
  const { status, done, runs, comparison, problems } = state;
  return { id, status, done, runs, comparison: comparison ?? null, problems: [...problems] };
}
