import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createEngine } from "../compute/engine.ts";
import { createRuns } from "../compute/runs.ts";
import { buildApp } from "../http/app.ts";
import { isLoopback, listen, type Listening, namesOf } from "../http/listen.ts";
import type { LogLine } from "../http/plugins/log.ts";
import { openFolder } from "../store/folder.ts";
import { createStore, type Store } from "../store/scenarios.ts";
import { version } from "../version.ts";
import { type Command, exit } from "./command.ts";
import type { Io } from "./io.ts";
import { folderName } from "./locate.ts";
import { parse, UsageError, wholeNumber } from "./options.ts";

/** Serves the app and its API until it is told to stop. */
export const command: Command = {
  usage: "serve [--port N] [--host HOST] [--scenarios DIR] [--workers N] [--log]",
  help: [
    "Serves the app in the browser, its API under /api and the API's description at /docs. Stop it with Ctrl-C.",
    "",
    "  --port N          port (left out: 4600)",
    "  --host HOST       address to listen on (left out: this machine only)",
    "  --scenarios DIR   folder of scenario files (left out: ./scenarios)",
    "  --workers N       threads that simulate (left out: one for each core)",
    "  --log             one line of JSON for each request, on standard error",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      port: { type: "string" },
      host: { type: "string" },
      scenarios: { type: "string" },
      workers: { type: "string" },
      log: { type: "boolean" },
    });
    if (positionals.length > 0) throw new UsageError(whyNothingElse(positionals));
    const port = wholeNumber("port", values.port, { from: 0, to: 65_535 }) ?? 4600;
    const threads = wholeNumber("workers", values.workers, { from: 1, to: 256 });
    const folder = folderOf(values.scenarios ?? folderName, io);
    const { host } = values;

    const engine = createEngine({ threads });
    const log = (line: LogLine): void => {
      if (values.log || line.bug)
        io.err(JSON.stringify({ time: new Date().toISOString(), ...line }));
    };
    const store = createStore(openFolder(folder));
    const app = await buildApp({
      store,
      runs: createRuns(engine),
      version,
      page: pageFolder(),
      hosts: namesOf(host),
      log,
    });
    const told = stopSignal();
    let listening: Listening;
    try {
      listening = await listen(app, { host, port });
    } catch (error) {
      await engine.close();
      throw new UsageError(whyNot(error as NodeJS.ErrnoException, port, host));
    }
    io.out(`Tandem is at ${listening.url} with the scenarios in ${folder}`);
    if (host !== undefined && !isLoopback(host)) {
      io.err(
        "There is no log-in: whoever reaches this address can read every scenario in the folder.",
      );
    }
    void readAhead(store);
    await told;
    await Promise.all([engine.close(), listening.close()]);
    return exit.done;
  },
};

/** Reads all scenarios one by one between requests, so that the first list is there at once. */
async function readAhead(store: Store): Promise<void> {
  for (const id of store.ids()) {
    store.find(id);
    await setImmediate();
  }
}

function folderOf(given: string, { cwd }: Io): string {
  const folder = resolve(cwd, given);
  if (existsSync(folder) && statSync(folder).isDirectory()) return folder;
  throw new UsageError(
    `there is no folder ${given}; --scenarios DIR names the folder of scenario files`,
  );
}

/** The built page: beside the built server, or in dist/ when the server runs from its sources. */
function pageFolder(): string | undefined {
  const places = ["../web/", "../../dist/web/"].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  return places.find((place) => existsSync(`${place}index.html`) && existsSync(`${place}assets`));
}

/** Without the two dashes npm keeps the option for itself, and only the number arrives here. */
function whyNothingElse([given]: string[]): string {
  if (/^\d+$/.test(given!)) return `a port is chosen by ${startOn(Number(given))}`;
  return "serve takes no file; --scenarios DIR names the folder";
}

function startOn(port: number): string {
  return `npm start -- --port ${port}`;
}

function stopSignal(): Promise<unknown> {
  return Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}

function whyNot(
  { code, message }: NodeJS.ErrnoException,
  port: number,
  host: string | undefined,
): string {
  const another = `choose another: ${startOn(port === 4633 ? 4634 : 4633)}`;
  if (code === "EADDRINUSE") return `port ${port} is taken; ${another}`;
  if (code === "EACCES") return `port ${port} may not be used; ${another}`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `this machine has no address ${host}`;
  return message;
}
