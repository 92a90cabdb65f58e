/** Open event streams, so that they end before the server closes: it would wait for them. */
import type { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { EventStream } from "../events.ts";

export type Streams = { add: (events: EventStream) => Readable };

export function keepStreams(app: FastifyInstance): Streams {
  const open = new Set<EventStream>();
  app.addHook("preClose", async () => {
    for (const events of open) events.end();
  });
  return {
    add: (events) => {
      open.add(events);
      events.stream.once("close", () => open.delete(events));
      return events.stream;
    },
  };
}
