/** The built page. Files with a hash in their name never change; the page itself is asked for each time. */
import { basename } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

const hashed = /-[\w-]{8,}\.\w+$/;

export async function servePage(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false, // one route a file: no path of a request reaches the disk
    cacheControl: false,
    schemaHide: true,
    setHeaders: (reply, path) => {
      const forever = path.includes("/assets/") && hashed.test(basename(path));
      reply.header("cache-control", forever ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}
