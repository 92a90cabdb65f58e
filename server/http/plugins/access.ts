/**
 * Who may use the app: whoever opened a link that this server printed. Other people of a machine reach its loopback too.
 *
 * Always    a link works once, and gives the browser a cookie that no script reads and no other site sends; without it
 *           every address answers 401. The cookie's name carries the port, since cookies do not tell ports apart.
 */
import { createHash, randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { fault } from "../../fault.ts";
import { Refusal } from "./faults.ts";
import { isApi } from "./headers.ts";

export type Access = {
  /** A link to the app at `url` that lets one browser in, once. */
  link: (url: string) => string;
  /** Lets a browser in for a token: what it has to show from now on; undefined where the token is used or wrong. */
  enter: (token: string) => string | undefined;
  isIn: (session: string) => boolean;
};

/** Most links that wait for being opened; the oldest is forgotten first. */
const mostLinks = 20;

/** Asks for a link at the door; `onEnter` is told when one was used up. */
export function createAccess(onEnter?: () => void): Access {
  const tokens = new Set<string>();
  const sessions = new Set<string>();

  function link(url: string): string {
    const token = secret();
    tokens.add(hashed(token));
    if (tokens.size > mostLinks) tokens.delete([...tokens][0]!);
    return `${url}/?token=${token}`;
  }

  function enter(token: string): string | undefined {
    if (!tokens.delete(hashed(token))) return undefined;
    const session = secret();
    sessions.add(hashed(session));
    onEnter?.();
    return session;
  }

  // Looked up by hash: how long that takes tells nothing about the secret.
  return { link, enter, isIn: (session) => sessions.has(hashed(session)) };
}

export function guardAccess(app: FastifyInstance, access: Access): void {
  // Without a promise: a request that is answered here goes no further.
  app.addHook("onRequest", (request, reply, goOn) => {
    const token = tokenIn(request);
    const isIn = sessionsIn(request).some(access.isIn);
    if (token === undefined && isIn) goOn();
    else if (token === undefined) refuse("the app is opened by the link in the terminal");
    else if (isIn || letIn(request, reply, token)) {
      void reply.header("cache-control", "no-store").redirect("/", 303);
    } else refuse("this link has been used");

    function refuse(why: string): void {
      if (isApi(request) || request.method !== "GET") goOn(notIn(why));
      else sendPage(reply, why);
    }
  });

  /** A browser that only looks ahead must not use the link up. */
  function letIn(request: FastifyRequest, reply: FastifyReply, token: string): boolean {
    const session = isLookingAhead(request) ? undefined : access.enter(token);
    if (session === undefined) return false;
    const cookie = `${cookieName(request)}=${session}; Path=/; HttpOnly; SameSite=Strict`;
    reply.header("set-cookie", cookie);
    return true;
  }
}

function notIn(why: string): Refusal {
  const hint = "open the link that the server printed last; after each use it prints a new one";
  return new Refusal(401, [fault("refused", "", why, hint)]);
}

function sendPage(reply: FastifyReply, why: string): void {
  void reply
    .code(401)
    .header("cache-control", "no-store")
    .type("text/html; charset=utf-8")
    .send(pageThatSays(why));
}

/** Without style and script, which a page that is not let in may not have. */
function pageThatSays(why: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Tandem: open the link in the terminal</title>
<h1>Open the link in the terminal</h1>
<p>Not let in: ${why}.</p>
<p>Tandem shows pay data, so it lets in only browsers that come by a link it printed itself. The link is the last one in
the terminal where <code>npm start</code> runs, and looks like <code>http://127.0.0.1:4600/?token=…</code>. It works once;
after that the terminal shows a new one, for another browser.</p>
<p>No link on the screen? Stop the server with Ctrl-C and start it again.</p>
<p>Opened the link just now? <a href="/">Go on to Tandem</a>.</p>
</html>
`;
}

/** The token of a link: only at the front door. */
function tokenIn({ method, raw }: FastifyRequest): string | undefined {
  if (method !== "GET") return undefined;
  const [path, query] = (raw.url ?? "").split("?", 2);
  return path === "/" ? (new URLSearchParams(query).get("token") ?? undefined) : undefined;
}

function isLookingAhead({ headers }: FastifyRequest): boolean {
  return /prefetch|prerender/.test(
    `${String(headers["sec-purpose"])} ${String(headers["purpose"])}`,
  );
}

function cookieName({ raw }: FastifyRequest): string {
  return `tandem-${raw.socket.localPort ?? 0}`;
}

/** All cookies of this server's name: another program on the machine may have set one of its own. */
function sessionsIn(request: FastifyRequest): string[] {
  const name = `${cookieName(request)}=`;
  const cookies = (request.headers.cookie ?? "").split(/; */);
  return cookies.flatMap((one) => (one.startsWith(name) ? [one.slice(name.length)] : []));
}

function secret(): string {
  return randomBytes(32).toString("base64url");
}

function hashed(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
