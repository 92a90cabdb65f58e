/**
 * Listening: on this machine's loopback, by both its addresses, unless told otherwise; and closing in time.
 */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";
import { networkInterfaces, hostname } from "node:os";
import type { FastifyInstance } from "fastify";
import { timeouts } from "./app.ts";

export type Listening = { url: string; port: number; close: () => Promise<void> };

/** Milliseconds that requests under way may still take when the server closes. */
const patience = 3000;

export async function listen(
  app: FastifyInstance,
  { host, port }: { host?: string | undefined; port: number },
): Promise<Listening> {
  await app.listen({ host: host ?? "127.0.0.1", port });
  const { port: taken } = app.server.address() as AddressInfo;
  const second = host === undefined ? await listenOnSix(app, taken) : undefined;
  const shown = host === undefined || host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;

  const close = async (): Promise<void> => {
    const servers = [app.server, ...(second ? [second] : [])];
    const late = setTimeout(
      () => servers.forEach((server) => server.closeAllConnections()),
      patience,
    );
    const secondClosed = second && once(second, "close");
    second?.close();
    await app.close();
    second?.closeIdleConnections();
    await secondClosed;
    clearTimeout(late);
  };
  return { url: `http://${isIPv6(shown) ? `[${shown}]` : shown}:${taken}`, port: taken, close };
}

/** Names by which a server on `host` may be asked for, beside those of loopback. */
export function namesOf(host: string | undefined): string[] {
  if (host === undefined) return [];
  if (host !== "0.0.0.0" && host !== "::") return [inUrl(host)];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return [hostname(), ...addresses.map(({ address }) => inUrl(address))];
}

/** Whether only programs on this machine reach a host. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function inUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}

/** The same server on ::1, where the machine has it: browsers may take "localhost" to mean that. */
async function listenOnSix(app: FastifyInstance, port: number): Promise<Server | undefined> {
  const server = createServer(
    {
      requestTimeout: timeouts.request * 1000,
      headersTimeout: timeouts.headers * 1000,
      keepAliveTimeout: timeouts.keepAlive * 1000,
      connectionsCheckingInterval: 1000,
    },
    (request, response) => app.routing(request, response),
  );
  try {
    await once(server.listen({ host: "::1", port, ipv6Only: true }), "listening");
    return server;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") return undefined;
    await app.close();
    throw error;
  }
}
