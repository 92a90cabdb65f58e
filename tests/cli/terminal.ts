/** A command line in a folder: in this process, or as a process of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { tandem } from "../../server/cli/cli.ts";

export type Said = { code: number; out: string; err: string };

/** Runs one command line in `cwd` and gives what it printed, and its exit code. */
export async function run(cwd: string, ...argv: string[]): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await tandem(argv, {
    cwd,
    width: 100,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

/** Starts the command line as a process of its own; it ends with the test. */
export function start(cwd: string, ...argv: string[]): ChildProcess {
  const main = fileURLToPath(new URL("../../server/cli/main.ts", import.meta.url));
  const loader = import.meta.resolve("tsx");
  const child = spawn(process.execPath, ["--import", loader, main, ...argv], { cwd });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}
