import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { ENGINE_VERSION } from "#models";

const Health = z.strictObject({ status: z.literal("ok"), version: z.string(), engine: z.string() });

/** Whether the server is there, and which it is. */
export const health: FastifyPluginAsyncZod<{ version: string }> = async (app, { version }) => {
  const schema = {
    tags: ["server"],
    summary: "Whether the server is there, and its version",
    response: { 200: Health },
  };
  app.get("/health", { schema }, async () => ({
    status: "ok" as const,
    version,
    engine: ENGINE_VERSION,
  }));
};
