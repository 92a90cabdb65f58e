import { describe, expect, test } from "vitest";
import { company, folderWith } from "./company.ts";
import { siteOver } from "./site.ts";

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const page = {
  "index.html": "<!doctype html><title>Tandem</title>",
  "assets/index-Bx3k9_Za.js": "export {};",
  "icon.svg": "<svg/>",
};

describe("every answer", () => {
  test.each([
    ["GET", "/"],
    ["GET", "/api/health"],
    ["GET", "/api/scenarios"],
    ["GET", "/api/nothing"],
    ["GET", "/nothing"],
    ["POST", "/api/runs"],
    ["GET", "/api/scenarios/%zz"],
    ["OPTIONS", "/api/runs"],
  ] as const)("carries the security headers: %s %s", async (method, url) => {
    const app = await siteOver(folderWith(company), { page: folderWith(page) });
    const { headers } = await app.inject({ method, url });
    expect(headers).toMatchObject({
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers).not.toHaveProperty("access-control-allow-origin");
    expect(headers).not.toHaveProperty("server");
    expect(headers).not.toHaveProperty("x-powered-by");
  });

  test("under /api is kept by no cache, and has an id the caller did not choose", async () => {
    const app = await siteOver(folderWith(company));
    for (const url of ["/api/health", "/api/nothing", "/api/scenarios"]) {
      const { headers } = await app.inject({ url, headers: { "x-request-id": "mine" } });
      expect(headers["cache-control"], url).toBe("no-store");
      expect(headers["x-request-id"], url).toMatch(/^[\da-f-]{36}$/);
    }
  });

  test("to an unknown address is a list of problems", async () => {
    const app = await siteOver(folderWith(company));
    for (const url of [
      "/api",
      "/api/nothing",
      "/api/runs",
      "/API/health",
      "//api/health",
      "/nothing",
    ]) {
      const response = await app.inject(url);
      expect(response.statusCode, url).toBe(404);
      expect(response.json(), url).toEqual([
        { code: "not-found", path: "", message: "there is nothing at this address" },
      ]);
    }
  });

  test("says which server it is", async () => {
    const app = await siteOver(folderWith(company));
    expect((await app.inject("/api/health")).json()).toMatchObject({
      status: "ok",
      version: "1.2.3",
    });
  });
});

describe("who may call", () => {
  test.each(["127.0.0.1:4600", "localhost:4600", "LOCALHOST", "[::1]:4600", "127.0.0.1"])(
    "the host %s is ours",
    async (host) => {
      const app = await siteOver(folderWith(company));
      expect((await app.inject({ url: "/api/health", headers: { host } })).statusCode).toBe(200);
    },
  );

  test.each([
    "evil.example",
    "evil.example:4600",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "127.0.0.1@evil.example",
    "evil.example:80:4600",
    "0.0.0.0:4600",
    "127.1",
  ])("the host %j is not, for any address", async (host) => {
    const app = await siteOver(folderWith(company), { page: folderWith(page) });
    for (const url of ["/", "/api/health", "/docs"]) {
      const response = await app.inject({ url, headers: { host } });
      expect(response.statusCode, url).toBe(421);
      expect(response.json()[0].code).toBe("refused");
    }
  });

  test("a host the server was started with is ours", async () => {
    const app = await siteOver(folderWith(company), { hosts: ["plans.example"] });
    const headers = { host: "plans.example:4600" };
    expect((await app.inject({ url: "/api/health", headers })).statusCode).toBe(200);
  });

  test.each([
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
    [{ "sec-fetch-site": "nonsense" }],
    [{ origin: "http://evil.example" }],
    [{ origin: "null" }],
    [{ origin: "http://localhost:3000" }],
    [{ origin: "https://localhost:4600" }],
    [{ "sec-fetch-site": "same-origin", origin: "http://evil.example" }],
  ])("another site is refused: %j", async (from) => {
    const app = await siteOver(folderWith(company));
    const headers = { host: "localhost:4600", ...from };
    for (const request of [
      { method: "GET", url: "/api/scenarios" },
      { method: "GET", url: "/docs/json" },
      { method: "GET", url: "/a%70i/scenarios" },
      { method: "POST", url: "/api/runs", payload: { scenarios: ["today"] } },
      { method: "DELETE", url: "/api/runs/x" },
      { method: "POST", url: "/nothing" },
    ] as const) {
      const response = await app.inject({ ...request, headers });
      expect(response.statusCode, request.url).toBe(403);
      expect(response.json()[0].code).toBe("refused");
    }
  });

  test("the page itself, an address typed in and programs are answered", async () => {
    const app = await siteOver(folderWith(company));
    for (const from of [
      { "sec-fetch-site": "same-origin", origin: "http://localhost:4600" },
      { "sec-fetch-site": "none" },
      {},
    ]) {
      const headers = { host: "localhost:4600", ...from };
      expect((await app.inject({ url: "/api/scenarios", headers })).statusCode).toBe(200);
    }
  });

  test("a link from another site still opens the page", async () => {
    const app = await siteOver(folderWith(company), { page: folderWith(page) });
    const headers = { host: "localhost:4600", "sec-fetch-site": "cross-site" };
    expect((await app.inject({ url: "/", headers })).statusCode).toBe(200);
  });
});

const send = async (payload: string | Buffer, headers: Record<string, string>) => {
  const app = await siteOver(folderWith(company));
  return app.inject({ method: "POST", url: "/api/runs", payload, headers });
};

describe("what a request may carry", () => {
  const json = { "content-type": "application/json" };

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/json",
    "x",
  ])("%s is not accepted", async (type) => {
    const response = await send('{"scenarios":["today"]}', { "content-type": type });
    expect(response.statusCode).toBe(415);
    expect(response.json()[0].code).toBe("refused");
  });

  test("JSON with its character set is accepted", async () => {
    const response = await send('{"scenarios":["today"],"runs":1}', {
      "content-type": "application/json; charset=utf-8",
    });
    expect(response.statusCode).toBe(202);
  });

  test("compressed bodies are not accepted", async () => {
    const response = await send("{}", { ...json, "content-encoding": "gzip" });
    expect(response.statusCode).toBe(415);
  });

  test("a body above 2 MiB is too large", async () => {
    const response = await send(`"${"x".repeat(2 * 1024 * 1024)}"`, json);
    expect(response.statusCode).toBe(413);
    expect(response.json()[0]).toMatchObject({ code: "too-large", path: "body" });
  });

  test.each([
    [" ", "not JSON"],
    ["{", "not JSON"],
    ["nonsense", "not JSON"],
    ['{"scenarios":["today"],"__proto__":{"runs":1}}', "cannot be a name"],
    ['{"scenarios":[{"id":"today","patch":{"constructor":{"prototype":1}}}]}', "cannot be a name"],
    ['{"scenarios":["today"],"runs":1e999}', "too large"],
    [`${"[".repeat(200_000)}${"]".repeat(200_000)}`, "deep"],
    [`${'{"a":'.repeat(40)}1${"}".repeat(40)}`, "deep"],
  ])("the body number %# is refused", async (body, words) => {
    const response = await send(body, json);
    expect(response.statusCode).toBe(400);
    expect(response.json()[0].message).toContain(words);
    expect(({} as Record<string, unknown>)["runs"]).toBeUndefined();
  });

  test("bytes that are not UTF-8 are refused", async () => {
    const response = await send(Buffer.from([0x22, 0xff, 0x22]), json);
    expect(response.statusCode).toBe(400);
    expect(response.json()[0].code).toBe("bad-text");
  });

  test("a fault of the body is not repeated in the answer", async () => {
    const response = await send('{"salary": 123456 oops', json);
    expect(response.body).not.toContain("123456");
  });
});

describe("the page", () => {
  test("is asked for each time; files with a hash in their name are kept for good", async () => {
    const app = await siteOver(folderWith(company), { page: folderWith(page) });
    const index = await app.inject("/");
    expect(index.body).toContain("<title>Tandem</title>");
    expect(index.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(index.headers["cache-control"]).toBe("no-cache");
    const script = await app.inject("/assets/index-Bx3k9_Za.js");
    expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(script.headers["content-type"]).toMatch(/javascript/);
    expect((await app.inject("/icon.svg")).headers["cache-control"]).toBe("no-cache");
  });

  test.each([
    "/../package.json",
    "/..%2fpackage.json",
    "/assets/..%2f..%2fetc/passwd",
    "/assets/",
    "/.env",
  ])("has nothing at %s", async (url) => {
    const app = await siteOver(folderWith(company), {
      page: folderWith({ ...page, ".env": "secret" }),
    });
    const response = await app.inject(url);
    expect(response.statusCode).toBe(404);
  });
});

describe("the description of the API", () => {
  test("is OpenAPI 3.1 and names every route", async () => {
    const app = await siteOver(folderWith(company));
    const response = await app.inject("/docs/json");
    expect(response.statusCode).toBe(200);
    const { openapi, paths, components } = response.json();
    expect(openapi).toBe("3.1.0");
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        "/api/changes",
        "/api/facts/{*}",
        "/api/folder",
        "/api/health",
        "/api/runs",
        "/api/runs/{id}",
        "/api/runs/{id}/events",
        "/api/scenario/duplicate",
        "/api/scenario/export/{*}",
        "/api/scenario/extract",
        "/api/scenario/flatten",
        "/api/scenario/import",
        "/api/scenario/rename",
        "/api/scenarios",
        "/api/scenarios/{*}",
        "/api/validate",
      ]),
    );
    expect(Object.keys(components.schemas)).toEqual(
      expect.arrayContaining(["Comparison", "Fault", "Problems", "Run", "Scenario"]),
    );
  });

  test("every reference in it leads somewhere", async () => {
    const app = await siteOver(folderWith(company));
    const text = (await app.inject("/docs/json")).body;
    const { components } = JSON.parse(text);
    const named = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref!);
    expect(named.length).toBeGreaterThan(0);
    for (const ref of new Set(named)) {
      expect(ref).toMatch(/^#\/components\/schemas\//);
      expect(components.schemas, ref).toHaveProperty([ref.split("/").at(-1)!]);
    }
  });

  test("can be read in the browser under a policy of its own", async () => {
    const app = await siteOver(folderWith(company));
    const docs = await app.inject("/docs");
    expect(docs.statusCode).toBe(200);
    expect(docs.headers["content-type"]).toMatch(/text\/html/);
    expect(docs.headers["content-security-policy"]).toContain("script-src 'self';");
    expect(docs.headers["content-security-policy"]).not.toContain("unsafe-eval");
    expect((await app.inject("/api/health")).headers["content-security-policy"]).toBe(policy);
  });
});

test("the log has listed fields only, and the route's pattern in place of what was asked for", async () => {
  const lines: object[] = [];
  const app = await siteOver(folderWith(company), { log: (line) => lines.push(line) });
  await app.inject("/api/scenarios/secret-project?token=abc");
  expect(lines).toEqual([
    {
      id: expect.any(String),
      route: "/api/scenarios/*",
      method: "GET",
      status: 404,
      milliseconds: expect.any(Number),
      bytesIn: 0,
      bytesOut: expect.any(Number),
    },
  ]);
});

describe("a refusal", () => {
  test.each([
    [
      "from another site",
      { method: "GET", url: "/api/folder", headers: { origin: "http://a.example" } },
    ],
    [
      "of a compressed body",
      {
        method: "POST",
        url: "/api/validate",
        payload: "{}",
        headers: { "content-encoding": "gzip" },
      },
    ],
    [
      "of a body that is no JSON",
      {
        method: "POST",
        url: "/api/validate",
        payload: "x",
        headers: { "content-type": "text/plain" },
      },
    ],
    [
      "of a body that is none of its forms",
      {
        method: "PUT",
        url: "/api/scenarios/today",
        payload: { patch: null },
        headers: { "if-match": '"a"' },
      },
    ],
    [
      "of a request that cannot be read",
      {
        method: "POST",
        url: "/api/validate",
        payload: "",
        headers: { "content-type": "application/json" },
      },
    ],
  ] as const)("%s says what to do", async (_, request) => {
    const app = await siteOver(folderWith(company));
    const response = await app.inject({ ...request });
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    for (const { message, hint } of response.json()) {
      expect(message).not.toBe("Invalid input");
      expect(hint, message).toBeTruthy();
    }
  });
});
