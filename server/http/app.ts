/**
 * The web server as a list of what it is made of. It answers; listening is serve.ts.
 *
 * Always    every answer carries the security headers; every fault is a list of problems; nothing is simulated here.
 */
import Fastify, { type FastifyInstance } from "fastify";
import type { Runs } from "../compute/runs.ts";
import type { Commits } from "../git/commit.ts";
import type { History } from "../git/history.ts";
import type { Edits } from "../store/edits.ts";
import type { Store } from "../store/scenarios.ts";
import type { Watch } from "../store/watch.ts";
import { type Access, guardAccess } from "./plugins/access.ts";
import { acceptBodies, requestId } from "./plugins/bodies.ts";
import { checkCallers } from "./plugins/callers.ts";
import { publishDocs } from "./plugins/docs.ts";
import { answerFaults, frameworkFault, validatorCompiler } from "./plugins/faults.ts";
import { setHeaders } from "./plugins/headers.ts";
import { logResponses, type LogLine } from "./plugins/log.ts";
import { servePage } from "./plugins/page.ts";
import { keepStreams } from "./plugins/streams.ts";
import { commitRoutes } from "./routes/commits.ts";
import { editRoutes } from "./routes/edits.ts";
import { factsRoute } from "./routes/facts.ts";
import { folderRoutes } from "./routes/folder.ts";
import { health } from "./routes/health.ts";
import { historyRoutes } from "./routes/history.ts";
import { runRoutes } from "./routes/runs.ts";
import { scenarioRoutes } from "./routes/scenarios.ts";
import { validateRoute } from "./routes/validate.ts";

export type AppOptions = {
  store: Store;
  edits: Edits;
  watch: Watch;
  runs: Runs;
  /** Earlier versions of the scenarios; left out, there are none. */
  history?: History | undefined;
  /** Makes commits of them; left out, there are none. */
  commits?: Commits | undefined;
  /** Lets in by links; undefined: whoever reaches this server may use it. */
  access: Access | undefined;
  version: string;
  /** Folder of the built page; left out, only the API answers. */
  page?: string | undefined;
  /** Names this server may be asked for by, beside those of this machine's loopback. */
  hosts?: readonly string[];
  /** Told of every response, and of every bug. */
  log?: ((line: LogLine) => void) | undefined;
};

/** Seconds a client may take for its headers and for a whole request, and may keep an idle connection. */
export const timeouts = { headers: 10, request: 15, keepAlive: 5 };

export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: 2 * 1024 * 1024,
    requestTimeout: timeouts.request * 1000,
    keepAliveTimeout: timeouts.keepAlive * 1000,
    http: { headersTimeout: timeouts.headers * 1000, connectionsCheckingInterval: 1000 },
    trustProxy: false,
    routerOptions: { maxParamLength: 200 }, // three folders deep
    requestIdHeader: false,
    genReqId: requestId,
    frameworkErrors: frameworkFault,
    logger: false,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => (value) => JSON.stringify(value)); // answers are typed; large ones are many

  setHeaders(app);
  logResponses(app, options.log);
  checkCallers(app, options.hosts ?? []);
  if (options.access) guardAccess(app, options.access);
  acceptBodies(app);
  answerFaults(app, options.log);
  const streams = keepStreams(app);

  await publishDocs(app, options.version);
  await app.register(health, { prefix: "/api", version: options.version });
  await app.register(scenarioRoutes, { prefix: "/api", store: options.store });
  await app.register(editRoutes, { prefix: "/api", ...options });
  await app.register(folderRoutes, { prefix: "/api", ...options, streams });
  await app.register(factsRoute, { prefix: "/api", store: options.store });
  await app.register(validateRoute, { prefix: "/api", store: options.store });
  await app.register(historyRoutes, { prefix: "/api", history: options.history });
  await app.register(commitRoutes, { prefix: "/api", commits: options.commits });
  await app.register(runRoutes, { prefix: "/api", ...options, streams });
  if (options.page) await servePage(app, options.page);
  return app;
}
