import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine } from "../compute/engine.ts";
import { createRuns } from "../compute/runs.ts";
import { createCommits } from "../git/commit.ts";
import { createHistory } from "../git/history.ts";
import { buildApp } from "../http/app.ts";
import { isLoopback, listen, type Listening, namesOf } from "../http/listen.ts";
import { type Access, createAccess } from "../http/plugins/access.ts";
import type { LogLine } from "../http/plugins/log.ts";
import { machineDisk } from "../store/disk.ts";
import { createEdits } from "../store/edits.ts";
import { openFolder } from "../store/folder.ts";
import { keepFolder } from "../store/keeper.ts";
import { createStore, readAhead } from "../store/scenarios.ts";
import { watchFolder } from "../store/watch.ts";
import { version } from "../version.ts";
import { type Command, exit } from "./command.ts";
import type { Io } from "./io.ts";
import { folderName } from "./locate.ts";
import { parse, UsageError, wholeNumber } from "./options.ts";

/** Serves the app and its API until it is told to stop. */
export const command: Command = {
  usage: "serve [--port N] [--host HOST] [--scenarios DIR] [--workers N] [--no-token] [--log]",
  help: [
    "Serves the app in the browser, its API under /api and the API's description at /docs. Stop it with Ctrl-C.",
    "Prints a link that lets one browser in, once; after each use a new one is printed.",
    "",
    "  --port N          port (left out: 4600)",
    "  --host HOST       address to listen on (left out: this machine only)",
    "  --scenarios DIR   folder of scenario files (left out: ./scenarios)",
    "  --workers N       threads that simulate (left out: one for each core)",
    "  --no-token        let in whoever reaches this machine's own address, without a link: for automation on a",
    "                    machine nobody else uses, since every account and program on it can then read and save",
    "  --log             one line of JSON for each request, on standard error",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      port: { type: "string" },
      host: { type: "string" },
      scenarios: { type: "string" },
      workers: { type: "string" },
      "no-token": { type: "boolean" },
      log: { type: "boolean" },
    });
    if (positionals.length > 0) throw new UsageError(whyNothingElse(positionals));
    const port = wholeNumber("port", values.port, { from: 0, to: 65_535 }) ?? 4600;
    const threads = wholeNumber("workers", values.workers, { from: 1, to: 256 });
    const folder = folderOf(values.scenarios ?? folderName, io);
    const { host } = values;
    const isOpen = values["no-token"] === true;
    if (isOpen && host !== undefined && !isLoopback(host)) {
      throw new UsageError("--no-token is for this machine's own address only");
    }

    const engine = createEngine({ threads });
    const log = (line: LogLine): void => {
      if (values.log || line.bug)
        io.err(JSON.stringify({ time: new Date().toISOString(), ...line }));
    };
    let url = "";
    const access = isOpen ? undefined : createAccess(() => tellNext(access!, url, io));
    const opened = openFolder(folder);
    const store = createStore(opened);
    const keeper = keepFolder(machineDisk, folder);
    const app = await buildApp({
      store,
      edits: createEdits({ store, folder: opened, disk: machineDisk }, keeper),
      watch: watchFolder(opened),
      history: createHistory(folder),
      commits: createCommits(folder),
      access,
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
      await Promise.all([engine.close(), keeper.release()]);
      throw new UsageError(whyNot(error as NodeJS.ErrnoException, port, host));
    }
    ({ url } = listening);
    io.out(`Tandem is at ${access?.link(url) ?? url} with the scenarios in ${folder}`);
    if (isOpen) io.err("Without a link to open: every account on this machine can read and save.");
    if (host !== undefined && !isLoopback(host)) {
      io.err("What is sent is not encrypted: whoever listens on this network can read it.");
    }
    for (const one of [await keeper.readOnly(), keeper.notice()])
      if (one) io.err([one.message, one.hint].filter(Boolean).join(": "));
    void readAhead(store);
    await told;
    await Promise.all([engine.close(), listening.close()]);
    await keeper.release();
    return exit.done;
  },
};

/** A link was used up: the next, for another browser. */
function tellNext(access: Access, url: string, io: Io): void {
  io.out(`The link was opened. Another browser: ${access.link(url)}`);
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
