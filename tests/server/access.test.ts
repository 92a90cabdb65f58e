import { connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { createAccess } from "../../server/http/plugins/access.ts";
import { listen } from "../../server/http/listen.ts";
import { company, folderWith } from "./company.ts";
import { siteOver } from "./site.ts";

const page = { "index.html": "<!doctype html><title>Tandem</title>", "assets/a-12345678.js": "" };

async function guarded(onEnter?: () => void) {
  const access = createAccess(onEnter);
  const app = await siteOver(folderWith(company), { access, page: folderWith(page) });
  const listening = await listen(app, { port: 0 });
  onTestFinished(() => listening.close());
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${listening.url}${path}`, { headers, redirect: "manual" });
  return { ...listening, get, link: () => access.link(listening.url) };
}

const pathOf = (link: string) => link.slice(link.indexOf("/?"));
const cookieOf = (response: Response) => response.headers.get("set-cookie")!.split(";")[0]!;

describe("without a link", () => {
  test.each([
    "/api/scenarios",
    "/api/health",
    "/api/changes",
    "/docs/json",
    "/api/nothing",
    "/a%70i/scenarios",
  ])("%s answers 401 with what to do", async (path) => {
    const { get } = await guarded();
    const response = await get(path);
    expect(response.status).toBe(401);
    const [problem] = (await response.json()) as { code: string; hint: string }[];
    expect(problem).toMatchObject({ code: "refused" });
    expect(problem!.hint).toContain("the link that the server printed last");
  });

  test.each(["/", "/index.html", "/assets/a-12345678.js", "/nothing", "//"])(
    "%s answers 401 with a page that says how",
    async (path) => {
      const { get } = await guarded();
      const response = await get(path);
      expect(response.status).toBe(401);
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(response.headers.get("cache-control")).toBe("no-store");
      const text = await response.text();
      expect(text).toContain("Open the link in the terminal");
      expect(text).not.toMatch(/<script|style=|<style/);
    },
  );

  test("nothing is saved, whatever it sends", async () => {
    const { url } = await guarded();
    for (const cookie of ["", "tandem-1=x", "tandem-4600="]) {
      const response = await fetch(`${url}/api/scenarios/a`, {
        method: "PUT",
        headers: { cookie, "content-type": "application/json", "if-none-match": "*" },
        body: JSON.stringify({ text: "{}" }),
      });
      expect(response.status).toBe(401);
    }
  });
});

describe("a link", () => {
  test("lets one browser in, and shows the token no longer", async () => {
    const { get, link, port } = await guarded();
    const entered = await get(pathOf(link()));
    expect(entered.status).toBe(303);
    expect(entered.headers.get("location")).toBe("/");
    expect(entered.headers.get("set-cookie")).toMatch(
      new RegExp(`^tandem-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    const cookie = cookieOf(entered);
    expect((await get("/", { cookie })).status).toBe(200);
    expect((await get("/api/scenarios", { cookie: `other=1; ${cookie}` })).status).toBe(200);
  });

  test("works once; the browser that used it may use it again", async () => {
    const { get, link } = await guarded();
    const path = pathOf(link());
    const cookie = cookieOf(await get(path));
    const second = await get(path);
    expect(second.status).toBe(401);
    expect(await second.text()).toContain("this link has been used");
    expect(second.headers.get("set-cookie")).toBeNull();
    expect((await get(path, { cookie })).status).toBe(303);
  });

  test("is not used up by a browser that looks ahead, nor by a HEAD request", async () => {
    const { get, link, url } = await guarded();
    const path = pathOf(link());
    expect((await get(path, { "sec-purpose": "prefetch;prerender" })).status).toBe(401);
    expect((await fetch(`${url}${path}`, { method: "HEAD", redirect: "manual" })).status).toBe(401);
    expect((await get(path)).status).toBe(303);
  });

  test("that was used is told to whoever printed it, so that the next can be", async () => {
    let used = 0;
    const { get, link } = await guarded(() => (used += 1));
    await get("/?token=wrong");
    expect(used).toBe(0);
    await get(pathOf(link()));
    expect(used).toBe(1);
    expect((await get(pathOf(link()))).status).toBe(303);
  });

  test("of one server opens no other one, though they share a name", async () => {
    const [first, second] = [await guarded(), await guarded()];
    const cookie = cookieOf(await first.get(pathOf(first.link())));
    expect((await second.get("/", { cookie })).status).toBe(401);
    const value = cookie.split("=")[1];
    expect((await second.get("/", { cookie: `tandem-${second.port}=${value}` })).status).toBe(401);
    expect((await second.get(pathOf(first.link()))).status).toBe(401);
  });

  test("does not help another site, or a name that is not ours", async () => {
    const { get, link, port } = await guarded();
    const cookie = cookieOf(await get(pathOf(link())));
    const elsewhere = { cookie, "sec-fetch-site": "cross-site" };
    expect((await get("/api/scenarios", elsewhere)).status).toBe(403);
    const socket = connect(port, "127.0.0.1");
    socket.write(
      `GET / HTTP/1.1\r\nHost: evil.example\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    );
    let answer = "";
    for await (const data of socket) answer += data;
    expect(answer).toMatch(/^HTTP\/1.1 421 /);
  });
});
