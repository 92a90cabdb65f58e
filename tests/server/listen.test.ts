import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { listen, type Listening } from "../../server/http/listen.ts";
import { company, folderWith } from "./company.ts";
import { siteOver } from "./site.ts";

async function served(): Promise<Listening> {
  const listening = await listen(await siteOver(folderWith(company)), { port: 0 });
  onTestFinished(() => listening.close());
  return listening;
}

async function startRun(url: string, runs: number): Promise<string> {
  const response = await fetch(`${url}/api/runs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ scenarios: ["today"], runs }),
  });
  expect(response.status).toBe(202);
  return ((await response.json()) as { id: string }).id;
}

/** What a server says to bytes sent as they are. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (data) => (answer += data));
  socket.on("error", () => undefined);
  socket.write(text);
  await once(socket, "close");
  return answer;
}

describe("the server", () => {
  test("answers on both addresses of loopback and no other", async () => {
    const { port, url } = await served();
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
    const six = await fetch(`http://[::1]:${port}/api/health`).catch(() => undefined);
    if (six) expect(six.headers.get("content-security-policy")).toContain("default-src 'none'");
    const elsewhere = await fetch(`http://127.0.0.2:${port}/api/health`).catch(() => "refused");
    expect(elsewhere).toBe("refused");
  });

  test.each([
    ["GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
    ["GET /api/health HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", 421],
    ["GET /api/health HTTP/1.0\r\n\r\n", 421],
    [
      "GET /api/scenarios/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      404,
    ],
    [
      "GET http://evil.example/api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      400,
    ],
    ["nonsense\r\n\r\n", 400],
  ])("takes no odd request for one of ours: %j", async (text, status) => {
    const { port } = await served();
    expect(await raw(port, text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  test("lets go of a client that stops following, and the run goes on", async () => {
    const { url } = await served();
    const id = await startRun(url, 3000);
    const leaving = new AbortController();
    const events = await fetch(`${url}/api/runs/${id}/events`, { signal: leaving.signal });
    const reader = events.body!.getReader();
    await reader.read();
    leaving.abort();
    await expect(reader.read()).rejects.toThrow();
    const state = (await (await fetch(`${url}/api/runs/${id}`)).json()) as { status: string };
    expect(["queued", "running", "done"]).toContain(state.status);
    await fetch(`${url}/api/runs/${id}`, { method: "DELETE" });
  });

  test("gives a slow reader the newest state, not a backlog", async () => {
    const { port, url } = await served();
    const id = await startRun(url, 1500);
    const socket: Socket = connect(port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.write(`GET /api/runs/${id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    socket.pause();
    for (;;) {
      const { status } = (await (await fetch(`${url}/api/runs/${id}`)).json()) as {
        status: string;
      };
      if (status === "done") break;
      await pause(50);
    }
    let text = "";
    socket.on("data", (data) => (text += data)).resume();
    for (let i = 0; i < 200 && !text.includes("event: done"); i++) await pause(20);
    expect(text).toContain("event: done");
    expect(text.split("event: snapshot").length).toBeLessThan(150);
  });

  test("closes within its time though streams are open and requests half sent", async () => {
    const listening = await listen(await siteOver(folderWith(company)), { port: 0 });
    const id = await startRun(listening.url, 100_000);
    const events = await fetch(`${listening.url}/api/runs/${id}/events`);
    const read = events.text();
    const halfSent = connect(listening.port, "127.0.0.1");
    halfSent.on("error", () => undefined);
    halfSent.write(
      "POST /api/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
    );
    await pause(100);
    const began = performance.now();
    await listening.close();
    expect(performance.now() - began).toBeLessThan(4500);
    expect(await read).toContain("event: snapshot");
  });

  test("cuts off a client that takes too long over its headers", async () => {
    const { port } = await served();
    const began = performance.now();
    const answer = await raw(port, "GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(answer).toContain("408");
  });

  test("that finds its port taken says so", async () => {
    const { port } = await served();
    const second = await siteOver(folderWith(company));
    await expect(listen(second, { port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
