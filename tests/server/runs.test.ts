import { describe, expect, test } from "vitest";
import { Comparison } from "#models";
import { createEngine } from "../../server/compute/engine.ts";
import { broken, company, folderWith, today, write } from "./company.ts";
import { overOf, siteOver } from "./site.ts";

const post = (payload: object) => ({ method: "POST" as const, url: "/api/runs", payload });

describe("a run", () => {
  test("is accepted, followed to its end and fetched", async () => {
    const app = await siteOver(folderWith(company));
    const started = await app.inject(post({ scenarios: ["today", "shared"], runs: 64, seed: 7 }));
    expect(started.statusCode).toBe(202);
    const { id } = started.json();
    expect(started.headers.location).toBe(`/api/runs/${id}`);

    const run = await overOf(app, id);
    expect(run).toMatchObject({ id, status: "done", done: 64, runs: 64, problems: [] });
    const comparison = Comparison.parse(run.comparison);
    expect(comparison.scenarios.map(({ scenario }) => scenario.id)).toEqual(["today", "shared"]);
    expect(comparison.scenarios[0]!.seed).toBe(7);
    expect(comparison.differences).toHaveLength(1);
  });

  test("may hold a draft: a scenario with a patch over it", async () => {
    const app = await siteOver(folderWith(company));
    const draft = { id: "today", patch: { name: "Two more", roles: { ae: { headcount: 6 } } } };
    const started = await app.inject(post({ scenarios: ["today", draft], runs: 16 }));
    const { comparison } = await overOf(app, started.json().id);
    expect(comparison.scenarios[1].scenario).toMatchObject({ name: "Two more" });
    expect(comparison.scenarios[1].scenario.roles.ae.headcount).toBe(6);
    expect(comparison.scenarios[0].scenario.roles.ae.headcount).toBe(4);
  });

  test("without the response leaves every effort at 1", async () => {
    const app = await siteOver(folderWith(company));
    const started = await app.inject(post({ scenarios: ["shared"], runs: 16, response: false }));
    const { comparison } = await overOf(app, started.json().id);
    expect(comparison.scenarios[0].response).toBe(false);
    expect(comparison.scenarios[0].expected.efforts.ae.selling).toBe(1);
  });

  test("that was done before is answered at once, with the same comparison", async () => {
    const app = await siteOver(folderWith(company));
    const job = post({ scenarios: ["today", "shared"], runs: 32 });
    const first = await overOf(app, (await app.inject(job)).json().id);
    const again = (await app.inject(job)).json().id;
    const second = (await app.inject(`/api/runs/${again}`)).json();
    expect(again).not.toBe(first.id);
    expect(second.status).toBe("done");
    expect(second.comparison).toEqual(first.comparison);
  });

  test("is cancelled at once and stays so", async () => {
    const app = await siteOver(folderWith(company));
    const { id } = (await app.inject(post({ scenarios: ["today"], runs: 100_000 }))).json();
    const began = performance.now();
    const gone = await app.inject({ method: "DELETE", url: `/api/runs/${id}` });
    expect(gone.statusCode).toBe(204);
    expect(gone.body).toBe("");
    expect((await app.inject(`/api/runs/${id}`)).json().status).toBe("cancelled");
    expect(performance.now() - began).toBeLessThan(300);
    expect((await app.inject({ method: "DELETE", url: `/api/runs/${id}` })).statusCode).toBe(204);
  });

  test("of an unknown id is not found, by any method", async () => {
    const app = await siteOver(folderWith(company));
    for (const [method, url] of [
      ["GET", "/api/runs/nothing"],
      ["GET", "/api/runs/nothing/events"],
      ["DELETE", "/api/runs/__proto__"],
    ] as const) {
      const response = await app.inject({ method, url });
      expect(response.statusCode, url).toBe(404);
      expect(response.json()[0].code).toBe("not-found");
    }
  });
});

describe("what cannot be run", () => {
  test("says every problem of every scenario", async () => {
    const app = await siteOver(folderWith({ ...company, "broken.json": broken }));
    const draft = { id: "today", patch: { roles: { ae: { headcount: -1 } } } };
    const response = await app.inject(post({ scenarios: ["nothing", "broken", draft] }));
    expect(response.statusCode).toBe(422);
    const faults = response.json();
    expect(faults[0]).toMatchObject({
      code: "not-found",
      path: "",
      message: 'there is no scenario called "nothing"',
      hint: "there is no file nothing.json in the scenarios folder",
    });
    expect(faults[1]).toMatchObject({ file: "broken.json", line: 6 });
    expect(faults.at(-1).path).toBe("roles.ae.headcount");
    expect(faults.at(-1).message).toMatch(/ \(in the draft of "today"\)$/);
  });

  test("asks whether a scenario of nearly that name was meant", async () => {
    const app = await siteOver(folderWith(company));
    const [fault] = (await app.inject(post({ scenarios: ["today", "sharde"] }))).json();
    expect(fault).toMatchObject({ code: "not-found", path: "", hint: 'did you mean "shared"?' });
  });

  test.each([
    [{}, "body.scenarios"],
    [{ scenarios: [] }, "body.scenarios"],
    [{ scenarios: Array(6).fill("today") }, "body.scenarios"],
    [{ scenarios: [1] }, "body.scenarios[0]"],
    [{ scenarios: ["today"], runs: 0 }, "body.runs"],
    [{ scenarios: ["today"], runs: 1.5 }, "body.runs"],
    [{ scenarios: ["today"], runs: 1e9 }, "body.runs"],
    [{ scenarios: ["today"], seed: -1 }, "body.seed"],
    [{ scenarios: ["today"], workers: 8 }, "body"],
  ])("%j is refused at %s", async (body, path) => {
    const app = await siteOver(folderWith(company));
    const response = await app.inject(post(body));
    expect(response.statusCode).toBe(400);
    expect(response.json()[0]).toMatchObject({ code: "bad-request", path });
  });

  test("more than may wait is put off, with the time to try again", async () => {
    const engine = createEngine({ threads: 1, atOnce: 1 });
    const app = await siteOver(folderWith(company), { engine, limits: { waiting: 2 } });
    const statuses: number[] = [];
    for (let seed = 0; seed < 5; seed++) {
      const response = await app.inject(post({ scenarios: ["today"], runs: 100_000, seed }));
      statuses.push(response.statusCode);
      if (response.statusCode !== 503) continue;
      expect(response.headers["retry-after"]).toBe("2");
      expect(response.json()[0].code).toBe("busy");
    }
    expect(statuses).toEqual([202, 202, 202, 503, 503]);
    await engine.close();
  });
});

const eventsIn = (text: string) =>
  text
    .split("\n\n")
    .filter((block) => block.startsWith("event:"))
    .map((block) => ({
      name: /^event: (.*)$/m.exec(block)![1],
      data: JSON.parse(/^data: (.*)$/m.exec(block)![1]!),
    }));

describe("following a run", () => {
  test("tells snapshots and the end, then the stream ends", async () => {
    const app = await siteOver(folderWith(company));
    const { id } = (await app.inject(post({ scenarios: ["today", "shared"], runs: 2000 }))).json();
    const response = await app.inject(`/api/runs/${id}/events`);
    expect(response.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    expect(response.headers["cache-control"]).toBe("no-store");

    const events = eventsIn(response.body);
    expect(events.at(-1)).toMatchObject({ name: "done", data: { status: "done", done: 2000 } });
    expect(events.slice(0, -1).every(({ name }) => name === "snapshot")).toBe(true);
    const done = events.map(({ data }) => data.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  test("that is over tells the end only; a client that has heard it is told so", async () => {
    const app = await siteOver(folderWith(company));
    const { id } = (await app.inject(post({ scenarios: ["today"], runs: 16 }))).json();
    await overOf(app, id);
    const events = eventsIn((await app.inject(`/api/runs/${id}/events`)).body);
    expect(events.map(({ name }) => name)).toEqual(["done"]);
    const again = await app.inject({
      url: `/api/runs/${id}/events`,
      headers: { "last-event-id": "end" },
    });
    expect(again.statusCode).toBe(204);
  });

  test("that is cancelled ends with failed", async () => {
    const app = await siteOver(folderWith(company));
    const { id } = (await app.inject(post({ scenarios: ["today"], runs: 100_000 }))).json();
    const following = app.inject(`/api/runs/${id}/events`);
    setTimeout(() => void app.inject({ method: "DELETE", url: `/api/runs/${id}` }), 50);
    const last = eventsIn((await following).body).at(-1);
    expect(last).toMatchObject({ name: "failed", data: { status: "cancelled", problems: [] } });
  });

  test("ends when the server closes", async () => {
    const app = await siteOver(folderWith(company));
    const { id } = (await app.inject(post({ scenarios: ["today"], runs: 100_000 }))).json();
    const following = app.inject(`/api/runs/${id}/events`);
    setTimeout(() => void app.close(), 50);
    expect((await following).statusCode).toBe(200);
  });
});

test("an edited file is a new question: nothing old is answered", async () => {
  const folder = folderWith(company);
  const app = await siteOver(folder);
  const job = post({ scenarios: ["shared"], runs: 16 });
  const before = await overOf(app, (await app.inject(job)).json().id);
  write(`${folder}/today.json`, { ...today, name: "Today, edited" });
  const after = await overOf(app, (await app.inject(job)).json().id);
  expect(after.comparison.scenarios[0].scenario.hash).toBeTypeOf("string");
  expect(after.id).not.toBe(before.id);
});
