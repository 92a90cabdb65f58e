import { EventEmitter, once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { describe, expect, test } from "vitest";
import { canonicalText, hashScenario } from "../../models/scenario/canonical.ts";
import { readScenario } from "../../models/scenario/read.ts";
import type { JsonObject } from "../../models/scenario/text.ts";
import type { LogLine } from "../../server/http/plugins/log.ts";
import { machineDisk } from "../../server/store/disk.ts";
import { broken, company, folderWith, shared, today, write } from "./company.ts";
import { siteOver } from "./site.ts";

const star = { "if-none-match": "*" };

async function tagOf(app: FastifyInstance, id: string): Promise<string> {
  return String((await app.inject(`/api/scenarios/${id}`)).headers.etag);
}

function put(app: FastifyInstance, id: string, payload: object, headers: Record<string, string>) {
  return app.inject({ method: "PUT", url: `/api/scenarios/${id}`, payload, headers });
}

function post(
  app: FastifyInstance,
  what: string,
  payload: object,
  headers: Record<string, string> = {},
) {
  return app.inject({ method: "POST", url: `/api/scenario/${what}`, payload, headers });
}

const textIn = (folder: string, id: string) => readFileSync(join(folder, `${id}.json`), "utf8");
const documentIn = (folder: string, id: string) => JSON.parse(textIn(folder, id)) as JsonObject;

describe("saving a scenario", () => {
  test("writes its canonical text and answers with the new tag", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    const document = { ...today, name: "Renamed" };
    const response = await put(
      app,
      "today",
      { document },
      { "if-match": await tagOf(app, "today") },
    );
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ id: "today", name: "Renamed", problems: [] });
    expect(response.headers.etag).toBe(await tagOf(app, "today"));
    expect(textIn(folder, "today")).toBe(canonicalText(document as unknown as JsonObject));
    expect(readdirSync(folder).toSorted()).toEqual([".tandem", "shared.json", "today.json"]);
  });

  test("needs the version it is made to", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    const tags: Record<string, string>[] = [
      {},
      { "if-match": "*" },
      { "if-match": 'W/"a"' },
      { "if-match": "a" },
    ];
    for (const headers of tags) {
      const response = await put(app, "today", { document: today }, headers);
      expect(response.statusCode).toBe(428);
      expect(response.json()[0]).toMatchObject({ code: "conflict" });
    }
    expect((await app.inject({ method: "DELETE", url: "/api/scenarios/shared" })).statusCode).toBe(
      428,
    );
    expect(textIn(folder, "today")).toBe(JSON.stringify(today, null, 2));
  });

  test("to another version than it was made to gives both and changes nothing", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    const known = await tagOf(app, "today");
    write(join(folder, "today.json"), { ...today, name: "From an editor" });
    const mine = { ...today, name: "Mine" };
    const response = await put(app, "today", { document: mine }, { "if-match": known });
    expect(response.statusCode).toBe(412);
    const { problems, etag, current, yours } = response.json();
    expect(problems[0].message).toBe("the file has changed since it was read");
    expect(etag).toBe(await tagOf(app, "today"));
    expect(response.headers.etag).toBe(etag);
    expect(JSON.parse(current).name).toBe("From an editor");
    expect(JSON.parse(yours).name).toBe("Mine");
    expect(documentIn(folder, "today").name).toBe("From an editor");
    const again = await put(app, "today", { document: mine }, { "if-match": etag });
    expect(again.statusCode).toBe(200);
  });

  test("of a file that is gone is stale too, and can be saved as new", async () => {
    const app = await siteOver(folderWith(company));
    const gone = await put(app, "gone", { document: today }, { "if-match": '"abc"' });
    expect(gone.statusCode).toBe(412);
    expect(gone.json()).toMatchObject({ etag: null, current: null });
    const made = await put(app, "gone", { document: today }, star);
    expect(made.statusCode).toBe(201);
    expect(made.headers.location).toBe("/api/scenarios/gone");
    expect((await put(app, "gone", { document: today }, star)).statusCode).toBe(409);
  });

  test("as text keeps what the text says, and tells its faults by line", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    const headers = { "if-match": await tagOf(app, "shared") };
    for (const [text, code] of [
      ['{ "format": 1,\n  "name": "a", "name": "b" }', "bad-text"],
      ["<<<<<<< ours\n{}", "bad-text"],
      ['{ "__proto__": 1 }', "bad-text"],
      ["[]", "bad-text"],
      [broken, "bad-shape"],
    ]) {
      const response = await put(app, "shared", { text }, headers);
      expect(response.statusCode, text).toBe(422);
      expect(response.json()[0], text).toMatchObject({ line: expect.any(Number) });
      expect(String(response.json()[0].code), text).toMatch(code === "bad-text" ? code : /bad/);
    }
    expect(documentIn(folder, "shared")).toEqual(shared);
    const text = JSON.stringify({ ...shared, notes: "kept" });
    expect((await put(app, "shared", { text }, headers)).statusCode).toBe(200);
    expect(documentIn(folder, "shared")).toEqual({ ...shared, notes: "kept" });
  });

  test("with problems needs to be asked for; a text that does not parse is never saved", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    const headers = { "if-match": await tagOf(app, "shared") };
    const response = await put(app, "shared", { text: broken, acceptProblems: true }, headers);
    expect(response.statusCode).toBe(200);
    expect(response.json().problems).not.toEqual([]);
    const next = { "if-match": String(response.headers.etag) };
    expect((await put(app, "shared", { text: "{", acceptProblems: true }, next)).statusCode).toBe(
      422,
    );
    expect(documentIn(folder, "shared").name).toBe("Broken");
  });

  test("tells what it would break in the scenarios under it", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    const { ae } = today.roles;
    const document = { ...today, roles: { ae }, plans: { ae: today.plans.ae } };
    const headers = { "if-match": await tagOf(app, "today") };
    const response = await put(app, "today", { document }, headers);
    expect(response.statusCode).toBe(422);
    expect(response.json().map(({ file }: { file: string }) => file)).toContain("shared.json");
  });

  test("as a patch changes a child by the least its file needs, and keeps what the file holds", async () => {
    const pinned = { ...shared, roles: { ae: { headcount: today.roles.ae.headcount } } };
    const folder = folderWith({ ...company, "shared.json": pinned });
    const app = await siteOver(folder);
    const headers = { "if-match": await tagOf(app, "shared") };
    const patch = { roles: { marketer: { headcount: 5 } } };
    expect((await put(app, "shared", { patch }, headers)).statusCode).toBe(200);
    expect(documentIn(folder, "shared")).toEqual({
      ...pinned,
      roles: { ae: { headcount: 4 }, marketer: { headcount: 5 } },
    });
    const back = { "if-match": await tagOf(app, "shared") };
    await put(app, "shared", { patch: { roles: { marketer: { headcount: 3 } } } }, back);
    expect(documentIn(folder, "shared")).toEqual(pinned);
  });

  test("as a patch changes a root in its own file", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    const headers = { "if-match": await tagOf(app, "today") };
    const response = await put(
      app,
      "today",
      { patch: { roles: { ae: { headcount: 6 } } } },
      headers,
    );
    expect(response.json().lineage.at(-1).scenario.roles.ae.headcount).toBe(6);
    expect(documentIn(folder, "today").extends).toBeUndefined();
  });

  test.each([
    ["text/plain", "{}", 415],
    ["application/x-www-form-urlencoded", "text=a", 415],
    ["application/json", JSON.stringify({ text: "x".repeat(2 * 1024 * 1024) }), 413],
    ["application/json", JSON.stringify({ text: "{}", more: 1 }), 400],
    ["application/json", JSON.stringify({}), 400],
  ])("takes %s no other way: %#", async (type, payload, status) => {
    const app = await siteOver(folderWith(company));
    const headers = { "content-type": type, ...star };
    const response = await app.inject({ method: "PUT", url: "/api/scenarios/a", headers, payload });
    expect(response.statusCode).toBe(status);
  });

  test.each(["../today", "A", "con", "a/b/c/d", "scenario.schema", ".hidden", "x".repeat(64)])(
    "makes no file called %s",
    async (id) => {
      const folder = folderWith(company);
      const app = await siteOver(folder);
      const url = `/api/scenarios/${encodeURIComponent(id)}`;
      const response = await app.inject({
        method: "PUT",
        url,
        headers: star,
        payload: { document: today },
      });
      expect([404, 422]).toContain(response.statusCode);
      expect(readdirSync(folder).filter((name) => !name.startsWith("."))).toHaveLength(2);
    },
  );

  test("by three editors two hundred times each loses no edit", async () => {
    const folder = folderWith({ "count.json": { format: 1, notes: "0" } }); // no scenario: quick to judge
    const app = await siteOver(folder);
    let refused = 0;
    const first = (await app.inject("/api/scenarios/count")).json();
    async function editor(): Promise<void> {
      let { text, etag } = first;
      for (let done = 0; done < 200;) {
        const document = JSON.parse(text);
        document.notes = String(Number(document.notes) + 1);
        const payload = { document, acceptProblems: true };
        const response = await put(app, "count", payload, { "if-match": etag });
        expect([200, 412]).toContain(response.statusCode);
        const body = response.json();
        if (response.statusCode === 200) done += 1;
        else refused += 1;
        ({ etag, text = body.current } = body);
      }
    }
    await Promise.all([editor(), editor(), editor()]);
    expect(documentIn(folder, "count").notes).toBe("600");
    expect(refused).toBeGreaterThan(0);
  });
});

describe("a folder that cannot be written", () => {
  test("says so, answers reads, and refuses every edit", async () => {
    const folder = folderWith(company);
    const first = await siteOver(folder);
    expect((await first.inject("/api/folder")).json()).toMatchObject({
      readOnly: null,
      hint: null,
    });
    const second = await siteOver(folder);
    const { readOnly } = (await second.inject("/api/folder")).json();
    expect(readOnly).toMatch(/^read-only: a server already edits this folder/);
    const headers = { "if-match": await tagOf(second, "today") };
    const refused = await put(second, "today", { document: today }, headers);
    expect(refused.statusCode).toBe(403);
    expect(refused.json()[0].message).toBe(readOnly);
    expect((await second.inject("/api/scenarios")).json()).toHaveLength(2);
  });

  test("from now on is told to those who follow, and so is that it can be again", async () => {
    const folder = folderWith(company);
    let isLocked = false;
    const disk = {
      ...machineDisk,
      mayWrite: async (path: string) => {
        if (isLocked) throw Object.assign(new Error("no"), { code: "EACCES" });
        return machineDisk.mayWrite(path);
      },
    };
    const app = await siteOver(folder, { disk });
    const { stream } = await app
      .inject({ url: "/api/changes", payloadAsStream: true })
      .then((response) => ({ stream: response.stream() }));
    let heard = "";
    stream.on("data", (data) => (heard += data));
    const hears = (what: string) =>
      expect.poll(() => heard, { timeout: 4000 }).toContain(`event: access\ndata: {${what}`);
    await expect.poll(() => heard).toContain("event: folder");
    await pause(300);
    isLocked = true;
    await hears('"readOnly":"read-only: this account may not write there"');
    heard = "";
    isLocked = false;
    await hears('"readOnly":null');
    stream.destroy();
  });

  test("because the disk is full keeps the old file and says so", async () => {
    const folder = folderWith(company);
    let isFull = false;
    const disk = {
      ...machineDisk,
      create: async (path: string) => {
        if (isFull) throw Object.assign(new Error("full"), { code: "ENOSPC" });
        return machineDisk.create(path);
      },
    };
    const lines: LogLine[] = [];
    const app = await siteOver(folder, { disk, log: (line) => lines.push(line) });
    const headers = { "if-match": await tagOf(app, "today") };
    await app.inject("/api/folder");
    isFull = true;
    const document = { ...today, name: "Lost?" };
    const response = await put(app, "today", { document }, headers);
    expect(response.statusCode).toBe(507);
    expect(response.json()[0]).toMatchObject({
      code: "not-saved",
      message: "nothing was saved, the file is as it was: the disk is full",
    });
    expect(documentIn(folder, "today").name).toBe("Today");
    expect(lines.filter(({ bug }) => bug !== undefined)).toEqual([]); // it is no bug
  });
});

describe("a duplicate", () => {
  test("is a child that changes nothing yet, or what a patch says", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    const asked = { from: "today", id: "emea/next", name: "Next", patch: { notes: "draft" } };
    const response = await post(app, "duplicate", asked);
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({ parent: "today", statusQuo: "today", problems: [] });
    expect(documentIn(folder, "emea/next")).toEqual({
      format: 1,
      name: "Next",
      extends: "../today.json",
      notes: "draft",
    });
    expect((await post(app, "duplicate", asked)).statusCode).toBe(409);
    expect((await post(app, "duplicate", { from: "no", id: "b" })).statusCode).toBe(404);
  });
});

describe("renaming", () => {
  const family = {
    "today.json": today,
    "shared.json": shared,
    "emea/local.json": { format: 1, name: "Local", extends: "../today.json" },
    "other.json": { ...today, name: "Other", behaviour: { statusQuo: "today" } },
    "today.actuals.csv": "id\n",
  };

  test("takes along all files that name it, into another folder too", async () => {
    const folder = folderWith(family);
    const app = await siteOver(folder);
    const headers = { "if-match": await tagOf(app, "today") };
    const response = await post(app, "rename", { from: "today", to: "base/now" }, headers);
    expect(response.statusCode).toBe(200);
    expect(response.json().followed.toSorted()).toEqual(["emea/local", "other", "shared"]);
    expect(documentIn(folder, "shared").extends).toBe("base/now.json");
    expect(documentIn(folder, "emea/local").extends).toBe("../base/now.json");
    expect(documentIn(folder, "other").behaviour).toEqual({ statusQuo: "base/now" });
    expect(readFileSync(join(folder, "base/now.actuals.csv"), "utf8")).toBe("id\n");
    const rows = (await app.inject("/api/scenarios")).json();
    expect(rows.map(({ id }: { id: string }) => id)).toEqual([
      "base/now",
      "emea/local",
      "other",
      "shared",
    ]);
    for (const { problems } of rows) expect(problems).toEqual([]);
  });

  test("of a child into another folder keeps its own references right", async () => {
    const folder = folderWith(family);
    const app = await siteOver(folder);
    const headers = { "if-match": await tagOf(app, "shared") };
    await post(app, "rename", { from: "shared", to: "emea/joint" }, headers);
    expect(documentIn(folder, "emea/joint").extends).toBe("../today.json");
  });

  test("to a taken name, of an old version, or beside an unreadable file that may name it is refused", async () => {
    const folder = folderWith({ ...family, "bad.json": '{ "extends": "today.json", ' });
    const app = await siteOver(folder);
    const headers = { "if-match": await tagOf(app, "today") };
    const rename = (to: string, tags: Record<string, string>) =>
      post(app, "rename", { from: "today", to }, tags);
    expect((await rename("shared", headers)).statusCode).toBe(409);
    expect((await rename("now", { "if-match": '"old"' })).statusCode).toBe(412);
    const unclear = await rename("now", headers);
    expect(unclear.statusCode).toBe(409);
    expect(unclear.json()[0].message).toContain("bad");
    expect(documentIn(folder, "shared").extends).toBe("today.json");
  });

  test("gives a misnamed file a name it can have, its bytes as they were", async () => {
    const folder = folderWith({ ...company, "My Plan (2).json": "{ broken" });
    const app = await siteOver(folder);
    const response = await post(app, "rename", { from: "My Plan (2)", to: "my-plan-2" });
    expect(response.statusCode).toBe(200);
    expect(textIn(folder, "my-plan-2")).toBe("{ broken");
    expect((await post(app, "rename", { from: "../x Y", to: "y" })).statusCode).toBe(404);
  });
});

describe("deleting", () => {
  test("is refused while others start from it, and done after", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    const remove = async (id: string) =>
      app.inject({
        method: "DELETE",
        url: `/api/scenarios/${id}`,
        headers: { "if-match": await tagOf(app, id) },
      });
    const refused = await remove("today");
    expect(refused.statusCode).toBe(409);
    expect(refused.json()[0].message).toBe("other scenarios start from it: shared");
    expect((await remove("shared")).statusCode).toBe(204);
    expect((await remove("today")).statusCode).toBe(204);
    expect((await app.inject("/api/scenarios")).json()).toEqual([]);
  });
});

describe("a full copy and a child", () => {
  test("become one another, and the numbers stay", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    const hashNow = (id: string) => {
      const { loaded } = readScenario(id, (other) => textIn(folder, other));
      return hashScenario(loaded!);
    };
    const before = hashNow("shared");
    const flat = await post(
      app,
      "flatten",
      { id: "shared" },
      { "if-match": await tagOf(app, "shared") },
    );
    expect(flat.statusCode).toBe(200);
    expect(flat.json()).toMatchObject({ statusQuo: "today", problems: [] });
    expect(documentIn(folder, "shared")).toMatchObject({
      behaviour: { statusQuo: "today.json" },
      currency: "USD",
    });
    expect(documentIn(folder, "shared")).not.toHaveProperty("extends");
    expect(hashNow("shared")).toBe(before);

    const headers = { "if-match": String(flat.headers.etag) };
    const child = await post(app, "extract", { id: "shared", parent: "today" }, headers);
    expect(child.statusCode).toBe(200);
    const { behaviour, ...rest } = documentIn(folder, "shared");
    expect(behaviour).toEqual({ statusQuo: "today.json" });
    expect(rest).toEqual(shared);
    expect(hashNow("shared")).toBe(before);
  });

  test("that would be its own ancestor is refused", async () => {
    const app = await siteOver(folderWith(company));
    const headers = { "if-match": await tagOf(app, "today") };
    const response = await post(app, "extract", { id: "today", parent: "shared" }, headers);
    expect(response.statusCode).toBe(422);
    expect(response.json()[0].message).toContain("cannot be its parent");
  });
});

describe("files in and out", () => {
  test("a scenario is taken in under its name, and given out as it stands or flat", async () => {
    const app = await siteOver(folderWith(company));
    const text = JSON.stringify({ ...shared, name: "Häuser & Plans" });
    const made = await post(app, "import", { text });
    expect(made.statusCode).toBe(201);
    expect(made.json().id).toBe("hauser-plans");
    expect((await post(app, "import", { text })).statusCode).toBe(409);
    expect((await post(app, "import", { text: "{", id: "b" })).statusCode).toBe(422);
    const orphan = JSON.stringify({ ...shared, extends: "nowhere.json" });
    expect((await post(app, "import", { text: orphan, id: "b" })).statusCode).toBe(422);

    const file = await app.inject("/api/scenario/export/hauser-plans");
    expect(file.headers["content-disposition"]).toBe('attachment; filename="hauser-plans.json"');
    expect(file.headers["x-content-type-options"]).toBe("nosniff");
    expect(JSON.parse(file.body)).toEqual(JSON.parse(text));
    const flat = await app.inject("/api/scenario/export/hauser-plans?flat=true");
    expect(JSON.parse(flat.body)).toMatchObject({ currency: "USD", name: "Häuser & Plans" });
  });
});

describe("whoever follows the folder", () => {
  test("hears of all files first, then of each change", async () => {
    const folder = folderWith(company);
    const app = await siteOver(folder);
    await app.listen({ port: 0 });
    const { port } = app.server.address() as { port: number };
    const stopping = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}/api/changes`, {
      signal: stopping.signal,
    });
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const first = (await reader.read()).value!;
    expect(first).toMatch(/^event: folder\ndata: \[\{"id":"shared","etag":"/);
    writeFileSync(join(folder, "today.json"), JSON.stringify({ ...today, name: "Pulled" }));
    const began = performance.now();
    const next = (await reader.read()).value!;
    expect(performance.now() - began).toBeLessThan(2000);
    const [change] = JSON.parse(/data: (.*)/.exec(next)![1]!);
    expect(change).toEqual({ id: "today", change: "changed", etag: await tagOf(app, "today") });
    stopping.abort();
  });
});

test("a folder in the place of a file, or a file in the place of a folder, is told and left alone", async () => {
  const folder = folderWith({ ...company, emea: "a file" });
  mkdirSync(join(folder, "taken.json"));
  const app = await siteOver(folder);
  for (const id of ["emea/x", "taken"]) {
    const response = await put(app, id, { document: today }, star);
    expect(response.statusCode, id).toBe(409);
    expect(response.json()[0].message, id).toBeTruthy();
    expect(response.json()[0].hint, id).toBeTruthy();
  }
});

describe("a rename of a scenario with sixty children", () => {
  const kids = Array.from({ length: 60 }, (_, i) => `kid-${i}`);
  const familyIn = () =>
    folderWith({
      ...company,
      ...Object.fromEntries(
        kids.map((id) => [`${id}.json`, { ...shared, name: id, extends: "today.json" }]),
      ),
    });
  const parentsIn = (folder: string) =>
    new Set(kids.map((id) => documentIn(folder, id)["extends"]));

  test("is whole, though the folder is asked about all the time", async () => {
    const folder = familyIn();
    const app = await siteOver(folder);
    const over = new AbortController();
    const asks = (async () => {
      while (!over.signal.aborted) {
        expect((await app.inject("/api/folder")).json().readOnly).toBeNull();
        await pause(0);
      }
    })();
    for (const [from, to] of [
      ["today", "renamed"],
      ["renamed", "today"],
    ] as const) {
      const tag = { "if-match": await tagOf(app, from) };
      const answer = await post(app, "rename", { from, to }, tag);
      expect(answer.statusCode).toBe(200);
      expect(answer.json().followed).toEqual(expect.arrayContaining(kids));
      expect([...parentsIn(folder)]).toEqual([`${to}.json`]);
      expect(readdirSync(folder)).toContain(`${to}.json`);
      expect(readdirSync(folder)).not.toContain(`${from}.json`);
    }
    over.abort();
    await asks;
    expect(readdirSync(join(folder, ".tandem")).toSorted()).toEqual([".gitignore", "lock"]);
  });

  test("never writes over what an editor saves meanwhile: 412, the file named, the rest as before", async () => {
    const folder = familyIn();
    const last = join(folder, "kid-9.json");
    const disk = {
      ...machineDisk,
      rename: async (from: string, to: string) => {
        if (to.endsWith("kid-30.json")) write(last, "by hand");
        return machineDisk.rename(from, to);
      },
    };
    const app = await siteOver(folder, { disk });
    const tag = { "if-match": await tagOf(app, "today") };
    const answer = await post(app, "rename", { from: "today", to: "renamed" }, tag);
    expect(answer.statusCode).toBe(412);
    expect(answer.json().problems[0]).toMatchObject({ file: "kid-9.json" });
    expect(readFileSync(last, "utf8")).toBe("by hand");
    write(last, documentIn(folder, "kid-8"));
    expect([...parentsIn(folder)]).toEqual(["today.json"]);
    expect(readdirSync(folder)).not.toContain("renamed.json");
    expect(readdirSync(join(folder, ".tandem")).toSorted()).toEqual([".gitignore", "lock"]);
  });

  test("leaves no duplicate behind that was asked for meanwhile and extends nothing", async () => {
    const folder = familyIn();
    const told = new EventEmitter();
    const begun = once(told, "begun");
    const disk = {
      ...machineDisk,
      rename: async (from: string, to: string) => {
        told.emit("begun");
        await pause(5);
        return machineDisk.rename(from, to);
      },
    };
    const app = await siteOver(folder, { disk });
    const tag = { "if-match": await tagOf(app, "today") };
    const renaming = post(app, "rename", { from: "today", to: "renamed" }, tag);
    await begun;
    const copy = await post(app, "duplicate", { from: "today", id: "copy" });
    expect((await renaming).statusCode).toBe(200);
    expect(copy.statusCode).toBe(422);
    expect(copy.json()[0].message).toContain("today");
    expect(readdirSync(folder)).not.toContain("copy.json");
  });
});

describe("git at work", () => {
  test("takes a file away right after it was saved: the answer is what was saved", async () => {
    const folder = folderWith(company);
    const path = join(folder, "shared.json");
    const disk = {
      ...machineDisk,
      rename: async (from: string, to: string) => {
        await machineDisk.rename(from, to);
        if (to === path) rmSync(path);
      },
    };
    const app = await siteOver(folder, { disk });
    const tag = { "if-match": await tagOf(app, "shared") };
    const answer = await put(app, "shared", { patch: { name: "Kept" } }, tag);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ id: "shared", name: "Kept" });
  });

  test("has taken a file away: try again", async () => {
    const folder = folderWith({ ...company, ".git/index.lock": "", ".git/HEAD": "" });
    const app = await siteOver(folder);
    const tag = { "if-match": await tagOf(app, "shared") };
    rmSync(join(folder, "shared.json"));
    const answer = await put(app, "shared", { patch: { name: "Kept" } }, tag);
    expect(answer.statusCode).toBe(409);
    expect(answer.json()[0]).toMatchObject({ hint: "try again in a moment" });
  });
});
