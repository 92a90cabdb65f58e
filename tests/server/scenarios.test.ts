import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { broken, company, folderWith, today, write } from "./company.ts";
import { siteOver } from "./site.ts";

const pipeMaker = "mkfifo";

describe("the list of scenarios", () => {
  test("has each file with its name, question, parent and people by team", async () => {
    const app = await siteOver(folderWith(company));
    const response = await app.inject("/api/scenarios");
    expect(response.statusCode).toBe(200);
    const [shared, root] = response.json();
    expect(shared).toMatchObject({
      id: "shared",
      file: "shared.json",
      name: "Shared pipeline",
      question: "What if both teams ride on the joint pipeline?",
      parent: "today",
      statusQuo: "today",
      currency: "USD",
      start: "2027-01",
      months: 12,
      headcount: { marketing: 3, sales: 4 },
      problems: [],
    });
    expect(root).toMatchObject({ id: "today", parent: null, statusQuo: "today" });
  });

  test("has a broken file with its problems, and the others beside it", async () => {
    const app = await siteOver(folderWith({ ...company, "broken.json": broken }));
    const rows = (await app.inject("/api/scenarios")).json();
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(["broken", "shared", "today"]);
    expect(rows[0].problems[0]).toMatchObject({
      file: "broken.json",
      line: 6,
      path: "funnel.segments.all.grossMargin",
    });
    expect(rows[1].problems).toEqual([]);
  });

  test("looks three folders deep and no deeper", async () => {
    const app = await siteOver(
      folderWith({ "a/b/c.json": today, "a/b/c/d.json": today, "today.json": today }),
    );
    const rows = (await app.inject("/api/scenarios")).json();
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(["a/b/c", "today"]);
  });

  test("leaves out the schema, the lock file, dot-files and what is not JSON", async () => {
    const app = await siteOver(
      folderWith({
        "today.json": today,
        "scenario.schema.json": {},
        "results.lock.json": {},
        ".hidden.json": today,
        ".git/config.json": today,
        "notes.md": "notes",
        "today.actuals.csv": "id",
      }),
    );
    const rows = (await app.inject("/api/scenarios")).json();
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(["today"]);
  });

  test("has a misnamed file with a name it could have, but does not open it", async () => {
    const app = await siteOver(folderWith({ "My Plan (2).json": today, "con.json": today }));
    const rows = (await app.inject("/api/scenarios")).json();
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(["My Plan (2)", "con"]);
    expect(rows[0].problems[0].hint).toBe("rename the file to my-plan-2.json");
    expect((await app.inject("/api/scenarios/My%20Plan%20(2)")).statusCode).toBe(404);
    expect((await app.inject("/api/scenarios/con")).statusCode).toBe(404);
  });

  test("is not held up by pipes, links, folders called like files, or what is not text", async () => {
    const folder = folderWith({
      "today.json": today,
      "latin.json": Buffer.from([0x7b, 0xe9, 0x7d]),
      "large.json": " ".repeat(2 * 1024 * 1024 + 1),
    });
    const outside = folderWith({ "secret.json": today });
    for (const name of ["one.json", "two.json", "three.json", "four.json", "five.json"]) {
      execFileSync(pipeMaker, [join(folder, name)]);
    }
    symlinkSync(join(outside, "secret.json"), join(folder, "link.json"));
    symlinkSync(outside, join(folder, "linked"));
    mkdirSync(join(folder, "folder.json"));
    const app = await siteOver(folder);

    const rows = (await app.inject("/api/scenarios")).json();
    const said = Object.fromEntries(
      rows.map((row: { id: string; problems: { code: string }[] }) => [
        row.id,
        row.problems[0]?.code,
      ]),
    );
    expect(said).toEqual({ today: undefined, latin: "bad-text", large: "too-large" });
    expect((await app.inject("/api/scenarios/one")).json().problems[0].message).toBe(
      "this is not a regular file",
    );
    for (const id of ["one", "link", "linked/secret", "folder"]) {
      const response = await app.inject(`/api/scenarios/${id}`);
      expect(response.body, id).not.toContain("Today");
      expect(response.json()[0]?.code ?? response.json().problems[0].code, id).toMatch(
        /not-found|bad-text/,
      );
    }
  });
});

describe("one scenario", () => {
  test("has its text, what it inherits and the hash of its bytes", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    const response = await app.inject("/api/scenarios/shared");
    const scenario = response.json();
    expect(JSON.parse(scenario.text)).toMatchObject({
      name: "Shared pipeline",
      extends: "today.json",
    });
    expect(scenario.lineage.map(({ id }: { id: string }) => id)).toEqual(["today", "shared"]);
    expect(Object.keys(scenario.lineage[1].scenario.plans.marketer.components)).toEqual([
      "pipeline",
    ]);
    expect(response.headers.etag).toMatch(/^"[\w-]{43}"$/);
    expect(scenario.etag).toBe(response.headers.etag);
  });

  test("lies in a folder where its id says so, with the slash plain or encoded", async () => {
    const app = await siteOver(folderWith({ "emea/today.json": today }));
    expect((await app.inject("/api/scenarios/emea/today")).json().id).toBe("emea/today");
    expect((await app.inject("/api/scenarios/emea%2Ftoday")).json().id).toBe("emea/today");
  });

  test("may have as long an id as its folders allow", async () => {
    const id = Array(3).fill("x".repeat(63)).join("/");
    const app = await siteOver(folderWith({ [`${id}.json`]: today }));
    expect((await app.inject(`/api/scenarios/${id}`)).json().id).toBe(id);
  });

  test("is read again when its file, or its parent's, has changed in the same second to the same length", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    const before = (await app.inject("/api/scenarios/shared")).json();
    const past = new Date(Date.now() - 60_000);
    for (const name of ["Tomor", "Daily"]) {
      write(join(folder, "next.json"), { ...today, name });
      utimesSync(join(folder, "next.json"), past, past);
      renameSync(join(folder, "next.json"), join(folder, "today.json"));
      const after = (await app.inject("/api/scenarios/shared")).json();
      expect(after.lineage[0].scenario.name).toBe(name);
      expect(after.etag).toBe(before.etag);
    }
    writeFileSync(join(folder, "shared.json"), "{");
    expect((await app.inject("/api/scenarios/shared")).json().problems).not.toEqual([]);
  });

  test.each([
    "nothing",
    "../today",
    "..%2ftoday",
    "%2e%2e%2ftoday",
    "..%5ctoday",
    "today%00",
    "today.json",
    "TODAY",
    "%2Fetc%2Fpasswd",
    "a/b/c/today",
    "scenario.schema",
    ".hidden",
    "__proto__",
    "%E0%A4%A",
    "x".repeat(300),
  ])("is not found by the id %s", async (id) => {
    const folder = folderWith({ ...company, "scenario.schema.json": {}, ".hidden.json": today });
    const app = await siteOver(join(folder));
    const response = await app.inject(`/api/scenarios/${id}`);
    expect([400, 404, 414]).toContain(response.statusCode);
    expect(response.json()[0]).toMatchObject({ message: expect.any(String) });
  });
});

const post = async (folder: string, body: unknown) => {
  const app = await siteOver(folder);
  const response = await app.inject({
    method: "POST",
    url: "/api/validate",
    payload: body as object,
  });
  return { status: response.statusCode, body: response.json() };
};

describe("validating", () => {
  test("a text says where each problem is", async () => {
    const { status, body } = await post(folderWith(company), { text: broken, id: "draft" });
    expect(status).toBe(200);
    expect(body.valid).toBe(false);
    expect(body.problems[0]).toMatchObject({ line: 6, path: "funnel.segments.all.grossMargin" });
  });

  test("a document has no lines", async () => {
    const { body } = await post(folderWith(company), { document: JSON.parse(broken) });
    expect(body.problems[0].path).toBe("funnel.segments.all.grossMargin");
    expect(body.problems[0]).not.toHaveProperty("line");
  });

  test("a sound document is valid", async () => {
    const { body } = await post(folderWith(company), { document: today });
    expect(body).toEqual({ valid: true, problems: [] });
  });

  test("a patch is checked over the scenario it changes", async () => {
    const folder = folderWith(company);
    const good = await post(folder, { id: "today", patch: { roles: { ae: { headcount: 5 } } } });
    expect(good.body).toEqual({ valid: true, problems: [] });
    const bad = await post(folder, { id: "today", patch: { roles: { ae: { headcont: 5 } } } });
    expect(bad.body.problems[0].path).toContain("roles.ae");
  });

  test("a patch of nothing known is not found", async () => {
    const { status, body } = await post(folderWith(company), { id: "yesterday", patch: {} });
    expect(status).toBe(404);
    expect(body[0]).toMatchObject({ code: "not-found", path: "" });
  });

  test.each([
    [{}],
    [{ text: 1 }],
    [{ id: "../x", patch: {} }],
    [[]],
    [{ document: today, more: 1 }],
  ])("%j is no question", async (body) => {
    const { status, body: faults } = await post(folderWith(company), body);
    expect(status).toBe(400);
    expect(faults[0].path).toMatch(/^body/);
  });
});
