/** The launch link in a real browser, with a server of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

async function served() {
  const folder = mkdtempSync(join(tmpdir(), "tandem-launch-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await cp(join(root, "scenarios"), join(folder, "scenarios"), { recursive: true });
  const args = [join(root, "server/cli/launch.js"), "serve", "--port", "0"];
  const server = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void server.kill("SIGKILL"));
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  return async (): Promise<string> => /http:\/\/\S+/.exec((await lines.next()).value)![0];
}

// The server may have to be built first.
const patience = { timeout: 120_000 };

test(
  "the printed link opens the app, once, and a bare address says what to do",
  patience,
  async () => {
    const nextLink = await served();
    const link = await nextLink();
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());

    const mine = await (await browser.newContext()).newPage();
    const refused: string[] = [];
    mine.on("console", (message) => {
      if (message.type() === "error") refused.push(message.text());
    });
    await mine.goto(link);
    await mine.getByText("Shared pipeline target").first().waitFor();
    expect(mine.url()).not.toContain("token");
    expect(refused).toEqual([]);
    await mine.reload();
    await mine.getByText("Shared pipeline target").first().waitFor();

    const other = await (await browser.newContext()).newPage();
    for (const address of [new URL(link).origin, link]) {
      const response = await other.goto(address);
      expect(response!.status()).toBe(401);
      await other.getByRole("heading", { name: "Open the link in the terminal" }).waitFor();
    }
    await other.goto(await nextLink());
    await other.getByText("Shared pipeline target").first().waitFor();
  },
);
