/**
 * A Chromium for the tests, found or fetched: an environment variable, the system's, Playwright's own,
 * one from the package registry kept in the user's cache, Debian's. The first that starts is taken.
 */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { type Browser, chromium } from "playwright";

const variable = "TANDEM_BROWSER";

const systemPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** Linux, x64: one compressed program, without an installer. */
const packed = {
  name: "@sparticuz/chromium@143.0.4",
  integrity:
    "sha512-/6I7uQTRhRDD2/gGPQ1Gkf+Dqk0RYDACPJDZfSzz0OWk4JmUTonNHPXbrn6UIklOHlnDLf8xAAzkOZKB/cJpLA==",
};

/** Quiet, and able to run as root; the path is looked for when a browser is first started. */
export const launchOptions = {
  get executablePath() {
    return browserPath();
  },
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** Starts a browser without a window. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch(launchOptions);
}

let found: string | undefined;
const reasons: string[] = [];

function browserPath(): string {
  found ??= fromEnvironment() ?? fromSystem() ?? fromPlaywright() ?? fromRegistry() ?? fromDebian();
  if (found) return found;
  throw new Error(
    [
      "No Chromium was found and none could be fetched. Install Chromium or Chrome, or run",
      `"npx playwright install chromium", or set ${variable} to the path of one. What was tried:`,
      ...reasons,
    ].join("\n"),
  );
}

function fromEnvironment(): string | undefined {
  const path = process.env[variable];
  if (path && !starts(path)) throw new Error(`${variable} is ${path}, which does not start.`);
  return path;
}

function fromSystem(): string | undefined {
  return systemPaths.find(starts);
}

function fromPlaywright(): string | undefined {
  const path = chromium.executablePath();
  return starts(path) ? path : undefined;
}

function fromRegistry(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "tandem");
  const home = join(cache, packed.name.split("/")[1]!);
  const path = join(home, "chromium");
  if (!existsSync(path)) attempt(() => unpack(cache, home));
  return starts(path) ? path : undefined;
}

/** Puts the program into its own folder in one step, so that two at once do not meet. */
function unpack(cache: string, home: string): void {
  say(`fetching ${packed.name}, once`);
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "new-"));
  try {
    const npm = ["pack", packed.name, "--json", "--pack-destination", folder];
    const [pack] = JSON.parse(run("npm", npm)) as [{ filename: string; integrity: string }];
    if (pack.integrity !== packed.integrity) throw new Error(`${packed.name} is not what it was.`);
    run("tar", ["-xzf", join(folder, pack.filename), "-C", folder]);
    const program = brotliDecompressSync(readFileSync(join(folder, "package/bin/chromium.br")));
    mkdirSync(join(folder, "home"));
    writeFileSync(join(folder, "home/chromium"), program, { mode: 0o755 });
    renameSync(join(folder, "home"), home);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fromDebian(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return undefined;
  say("installing Debian's chromium, once");
  const wait = ["-o", "DPkg::Lock::Timeout=300"];
  attempt(() => run("apt-get", [...wait, "update"]));
  attempt(() => run("apt-get", [...wait, "install", "-y", "--no-install-recommends", "chromium"]));
  return fromSystem();
}

function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  if (process.platform === "win32") return true; // there, asking for the version opens a window
  return attempt(() => run(path, ["--version", "--no-sandbox"])) !== undefined;
}

function run(program: string, args: string[]): string {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return execFileSync(program, args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Its value, or nothing if it throws: then the next way is tried. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    reasons.push(String(error));
    return undefined;
  }
}

function say(text: string): void {
  process.stderr.write(`browser: ${text}\n`);
}
