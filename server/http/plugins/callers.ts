/**
 * Who may call: the page this server serves, and programs on this machine.
 *
 * Why       Any site a person visits can send requests to their loopback, and can point a name of its own at it. The
 *           first is told by Sec-Fetch-Site and Origin, the second by Host.
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { fault } from "../../fault.ts";
import { Refusal } from "./faults.ts";
import { isApi } from "./headers.ts";

const ownNames = ["127.0.0.1", "localhost", "[::1]"];
const safe = new Set(["GET", "HEAD"]);

export function checkCallers(app: FastifyInstance, hosts: readonly string[]): void {
  const names = new Set([...ownNames, ...hosts.map((host) => host.toLowerCase())]);
  app.addHook("onRequest", async (request) => {
    if (!request.raw.url?.startsWith("/")) {
      throw new Refusal(400, [fault("bad-request", "", "an address starts with a slash")]);
    }
    if (!names.has(nameIn(request.headers.host))) {
      const hint = `use http://127.0.0.1, http://localhost or the address it was started with`;
      throw new Refusal(421, [
        fault("refused", "", "this server does not answer to that host", hint),
      ]);
    }
    const guarded = isApi(request) || !safe.has(request.method);
    if (guarded && !isOwnPage(request)) {
      const hint = "open the app at its own address, by the link in the terminal";
      throw new Refusal(403, [
        fault("refused", "", "requests from other sites are not answered", hint),
      ]);
    }
  });
}

/** Host name of a Host header, without its port; "" where it is missing or is not one. */
function nameIn(host: string | undefined): string {
  return /^(\[[0-9a-f:.]+\]|[^:[\]/@\s]+)(:\d{1,5})?$/i.exec(host ?? "")?.[1]?.toLowerCase() ?? "";
}

/** True for the page itself, for an address typed in, and for programs, which send neither header. */
function isOwnPage({ headers }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}
