/** One line for each answer, of listed fields only: never a body, an address or a name someone chose. */
import type { FastifyInstance } from "fastify";

export type LogLine = {
  id: string;
  /** The pattern of the route, not the path asked for. */
  route: string | undefined;
  method?: string;
  status?: number;
  milliseconds?: number;
  bytesIn?: number;
  bytesOut?: number;
  bug?: string;
};

export function logResponses(
  app: FastifyInstance,
  log: ((line: LogLine) => void) | undefined,
): void {
  if (!log) return;
  app.addHook("onResponse", async (request, reply) => {
    log({
      id: request.id,
      route: request.routeOptions.url,
      method: request.method,
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
      bytesIn: Number(request.headers["content-length"] ?? 0),
      bytesOut: Number(reply.getHeader("content-length") ?? 0),
    });
  });
}
