/** OpenAPI of all routes at /docs/json, to read and try at /docs. */
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";

/** As the page's, but for the styles its components write into themselves. */
const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export async function publishDocs(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Tandem",
        description:
          "Incentive compensation for revenue shared by Sales and Marketing: simulate and compare plans.",
        version,
      },
      tags: [
        { name: "scenarios", description: "The files of the scenarios folder." },
        { name: "edits", description: "Saving, renaming, deleting: guarded by entity tags." },
        { name: "runs", description: "Simulations: start, follow, fetch, cancel." },
        { name: "server" },
      ],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    theme: { title: "Tandem API" },
    uiConfig: { deepLinking: true, tryItOutEnabled: true },
    staticCSP: docsPolicy,
  });
}
