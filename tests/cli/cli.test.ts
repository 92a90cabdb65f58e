import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Comparison, ScenarioResult } from "#models";
import { broken, company, folderWith, shared, today } from "../server/company.ts";
import { run, start } from "./terminal.ts";

const inFolder = (files: Record<string, unknown>) =>
  folderWith(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [`scenarios/${name}`, content]),
    ),
  );
const whole = () => inFolder(company);

describe("usage", () => {
  test("without a command is a mistake, and says what there is", async () => {
    const { code, out, err } = await run(whole());
    expect([code, out]).toEqual([2, ""]);
    for (const name of ["serve", "new", "validate", "run", "compare", "schema"])
      expect(err).toContain(name);
  });

  test.each([
    ["--help"],
    ["-h"],
    ["run", "--help"],
    ["compare", "-h"],
    ["serve", "--help"],
    ["validate", "x", "--help"],
  ])("%s %s helps", async (...argv) => {
    const { code, out, err } = await run(whole(), ...argv.filter(Boolean));
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^Usage: tandem /);
  });

  test("help COMMAND is the help of that command", async () => {
    const folder = whole();
    const helped = await run(folder, "help", "compare");
    expect(helped.out).toContain("compare A B");
    expect(helped).toEqual(await run(folder, "compare", "--help"));
  });

  test("--version is the app's", async () => {
    const { version } = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    );
    expect(await run(whole(), "--version")).toEqual({ code: 0, out: version, err: "" });
  });

  test.each([
    [["compre", "today", "shared"], "did you mean compare?"],
    [["__proto__"], 'there is no command "__proto__"'],
    [["run", "today", "--run", "3"], "did you mean --runs?"],
    [["run", "today", "--seeds=3"], "did you mean --seed?"],
    [["run", "today", "-x"], "there is no option -x"],
    [["run"], "run takes one scenario"],
    [["run", "today", "shared"], "run takes one scenario"],
    [["compare", "today"], "two to five"],
    [["compare", "a", "b", "c", "d", "e", "f"], "two to five"],
    [["run", "today", "--runs", "0"], "--runs is a whole number from 1"],
    [["run", "today", "--runs", "many"], 'not "many"'],
    [["run", "today", "--runs", "1e3"], 'not "1e3"'],
    [["run", "today", "--seed=-1"], "--seed is a whole number"],
    [["run", "today", "--seed", "-4"], '--seed is a whole number from 0 to 4294967295, not "-4"'],
    [["run", "today", "--seed"], "--seed needs a value after it"],
    [["run", "today", "--seed", "--json"], "--seed needs a value after it"],
    [["run", "today", "--json=yes"], "--json takes no value"],
    [["help", "compre"], "did you mean compare?"],
    [["serve", "4633"], "a port is chosen by npm start -- --port 4633"],
    [["run", "today", "--workers", "0"], "--workers is a whole number"],
    [["serve", "today"], "serve takes no file"],
    [["serve", "--port", "99999"], "--port is a whole number"],
    [["serve", "--scenarios", "nowhere"], "there is no folder nowhere"],
    [["schema", "x"], "schema takes no file"],
    [["new"], "new takes one name"],
  ])("%j is answered with exit code 2 and the reason", async (argv, reason) => {
    const { code, out, err } = await run(whole(), ...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(reason);
    expect(err).toContain("Usage: tandem ");
  });
});

describe("validate", () => {
  test("of sound files has nothing to say", async () => {
    expect(await run(whole(), "validate")).toEqual({
      code: 0,
      out: "2 scenarios checked, no problem",
      err: "",
    });
    expect((await run(whole(), "validate", "shared")).code).toBe(0);
  });

  test("says file, line, column, path, message and hint, and exits with 1", async () => {
    const { code, out } = await run(inFolder({ ...company, "broken.json": broken }), "validate");
    expect(code).toBe(1);
    expect(out).toMatch(
      /^scenarios\/broken\.json:6:\d+ {2}funnel\.segments\.all\.grossMargin {2}\S/m,
    );
    expect(out).toContain("3 scenarios checked, 1 problem in 1 of them");
  });

  test("tells a parent's fault once, where it is", async () => {
    const folder = inFolder({ "today.json": "{", "shared.json": shared });
    const { code, out } = await run(folder, "validate", "today", "shared");
    expect(code).toBe(1);
    expect(out.match(/scenarios\/today\.json:1/g)).toHaveLength(1);
  });

  test.each([
    ["not there", {}],
    ["not text", { "x.json": Buffer.from([0x7b, 0xff, 0x7d]) }],
    ["empty", { "x.json": "" }],
    ["torn", { "x.json": '{ "format": 1,' }],
    ["an orphan", { "x.json": { format: 1, name: "x", extends: "gone.json" } }],
    ["its own parent", { "x.json": { format: 1, name: "x", extends: "x.json" } }],
  ])("of a file that is %s is 1", async (_fault, files) => {
    const { code, out } = await run(inFolder({ ...company, ...files }), "validate", "x");
    expect(code).toBe(1);
    expect(out).toMatch(/^scenarios\/x\.json\S* {2}\S/);
  });

  test("of a folder is of every scenario in it, whichever way it is named", async () => {
    const folder = folderWith({
      "scenarios/today.json": today,
      "scenarios/emea/shared.json": { ...shared, extends: "../today.json" },
      "elsewhere/base.json": today,
      "empty/notes.txt": "",
    });
    for (const [given, checked] of [
      ["scenarios", "2 scenarios checked"],
      ["scenarios/", "2 scenarios checked"],
      [join(folder, "scenarios"), "2 scenarios checked"],
      ["scenarios/emea", "1 scenario checked"],
      ["emea", "1 scenario checked"],
      ["elsewhere", "1 scenario checked"],
    ] as const) {
      const { code, out } = await run(folder, "validate", given);
      expect([code, out], given).toEqual([0, `${checked}, no problem`]);
    }
    const { code, err } = await run(folder, "validate", "empty");
    expect(code).toBe(2);
    expect(err).toContain("there is no scenario in the folder empty");
  });

  test("passes over the schema file and says so", async () => {
    const folder = inFolder({ ...company, "scenario.schema.json": {} });
    const files = ["shared", "today", "scenario.schema"].map((name) => `scenarios/${name}.json`);
    expect(await run(folder, "validate", ...files)).toEqual({
      code: 0,
      out: "2 scenarios checked, no problem",
      err: "scenarios/scenario.schema.json is not a scenario: skipped",
    });
  });

  test("of a child whose parent is not beside it says where it was looked for", async () => {
    const folder = folderWith({ "scenarios/today.json": today, "downloads/shared.json": shared });
    const { code, out } = await run(folder, "validate", "downloads/shared.json");
    expect(code).toBe(1);
    expect(out).toContain('the parent "today.json" does not exist');
    expect(out).toContain("looked for beside this file: put this file beside its parent");
  });

  test("--json is a list of files with their problems", async () => {
    const { code, out } = await run(
      inFolder({ ...company, "broken.json": broken }),
      "validate",
      "--json",
    );
    expect(code).toBe(1);
    const files = JSON.parse(out);
    expect(files.map(({ id }: { id: string }) => id)).toEqual(["broken", "shared", "today"]);
    expect(files[0]).toMatchObject({ file: "scenarios/broken.json", problems: [{ line: 6 }] });
  });

  test("without a file where there is no folder is a mistake", async () => {
    expect((await run(folderWith({}), "validate")).code).toBe(2);
  });
});

describe("a scenario", () => {
  test("is an id, a path, or a path in another folder whose name need not be an id", async () => {
    const folder = folderWith({
      "scenarios/emea/today.json": today,
      "elsewhere/My Plan.json": { ...shared, extends: "base.json" },
      "elsewhere/base.json": today,
    });
    for (const given of [
      "emea/today",
      "scenarios/emea/today.json",
      "elsewhere/My Plan.json",
      join(folder, "elsewhere/base.json"),
    ]) {
      expect(await run(folder, "validate", given), given).toMatchObject({ code: 0 });
    }
  });

  test("in scenarios/ extends files of the whole folder, and none outside it", async () => {
    const folder = folderWith({
      "scenarios/today.json": today,
      "scenarios/emea/good.json": { ...shared, extends: "../today.json" },
      "scenarios/emea/bad.json": { ...shared, extends: "../../outside.json" },
      "outside.json": today,
    });
    expect((await run(folder, "validate", "scenarios/emea/good.json")).code).toBe(0);
    const { code, out } = await run(folder, "validate", "emea/bad");
    expect(code).toBe(1);
    expect(out).toContain("scenarios/emea/bad.json");
  });

  test.each([
    ["scenarios/", "this is a folder"],
    ["scenarios", "this is a folder"],
    ["README.md", "does not end with .json"],
    ["README.md/", "does not end with .json"],
    ["gone.txt", "does not end with .json"],
    ["LICENSE", "does not end with .json"],
    ["scenarios/scenario.schema.json", "this is not a scenario"],
  ])("is not %s: %s", async (given, reason) => {
    const folder = folderWith({
      "scenarios/today.json": today,
      "scenarios/scenario.schema.json": {},
      "README.md": "",
      LICENSE: "",
    });
    const { code, out, err } = await run(folder, "run", given);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(new RegExp(`^${given.replace(/\/$/, "")}  ${reason}`));
  });

  test("that does not load stops run and compare with 2, its problems on standard error", async () => {
    const folder = inFolder({ ...company, "broken.json": broken });
    for (const argv of [
      ["run", "broken"],
      ["run", "broken", "--json"],
      ["compare", "today", "broken"],
      ["run", "gone"],
    ]) {
      const { code, out, err } = await run(folder, ...argv);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toMatch(/scenarios\/(broken\.json:6:|gone\.json {2})/);
    }
  });
});

describe("run", () => {
  test("prints company, pay, components, funnel and how to get it again", async () => {
    const { code, out, err } = await run(whole(), "run", "today", "--runs", "32", "--workers", "1");
    expect(code).toBe(0);
    expect(err.split("\n").every((line) => line === "" || /year|solving/.test(line))).toBe(true);
    for (const words of [
      "What do we get today?",
      "Bookings",
      "Total pay",
      "Contribution",
      "Run rate",
      "Account executive",
      "P5 to P95",
      "32 simulated years",
    ]) {
      expect(out).toContain(words);
    }
    expect(out).toContain("Again: tandem run today --runs 32 --seed 42");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test("--json is the result by its published schema; seed and years are as asked", async () => {
    const { code, out } = await run(
      whole(),
      "run",
      "shared",
      "--runs",
      "16",
      "--seed",
      "7",
      "--json",
    );
    expect(code).toBe(0);
    const result = ScenarioResult.parse(JSON.parse(out));
    expect(result).toMatchObject({ seed: 7, runs: 16, response: true, scenario: { id: "shared" } });
    expect(result.simulated!.runs).toBe(16);
  });

  test("--no-response leaves every effort at 1, and says so", async () => {
    const { out } = await run(whole(), "run", "shared", "--runs", "16", "--no-response", "--json");
    const { expected, response } = ScenarioResult.parse(JSON.parse(out));
    expect(response).toBe(false);
    expect(Object.values(expected.efforts).flatMap(Object.values<number>)).toEqual([1, 1, 1, 1]);
    const { out: table } = await run(whole(), "run", "shared", "--runs", "16", "--no-response");
    expect(table).toContain("The response is switched off");
    expect(table).toContain("--no-response");
  });
});

describe("compare", () => {
  test("prints the big numbers in their order, both parts, people, efforts and certainty", async () => {
    const { code, out } = await run(whole(), "compare", "today", "shared", "--runs", "64");
    expect(code).toBe(0);
    expect(out).toMatch(/^A {2}Today \(baseline\)$/m);
    expect(out).toMatch(/^B {2}Shared pipeline$/m);
    const order = ["Bookings ", "Total pay ", "Contribution ", "People "].map((row) =>
      out.indexOf(`\n${row}`),
    );
    expect(order.every((at) => at > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    for (const words of [
      "better off",
      "Formula",
      "Response",
      "Full effect",
      "what we do not know",
      "Lead quality",
      "of 7",
    ]) {
      expect(out).toContain(words);
    }
    expect(out).not.toMatch(/[^\w]-\$?\d/); // every minus is a minus
    expect(out).not.toContain("NaN");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test("of three has all at a glance", async () => {
    const folder = inFolder({ ...company, "third.json": { ...shared, name: "Third" } });
    const { code, out } = await run(folder, "compare", "today", "shared", "third", "--runs", "16");
    expect(code).toBe(0);
    expect(out).toContain("At a glance");
    expect(out).toMatch(/^C {2}Third/m);
  });

  test("of an unchanged child has no difference anywhere", async () => {
    const folder = inFolder({
      ...company,
      "same.json": { format: 1, name: "Same", extends: "today.json" },
    });
    const { out } = await run(folder, "compare", "today", "same", "--runs", "32");
    expect(out).toContain("Bookings do not change; contribution does not change");
    expect(out).toContain("A and B come to the same in every year");
    expect(out).toContain("no difference");
    expect(out).not.toMatch(/\+\$|−\$/);
  });

  test("of a scenario with itself says that they are one", async () => {
    const { out } = await run(whole(), "compare", "today", "today", "--runs", "16");
    expect(out).toContain("A and B are the same scenario.");
  });

  test("--json is the comparison by its published schema, the same for any number of workers", async () => {
    const folder = whole();
    const [one, two] = await Promise.all(
      ["1", "2"].map((workers) =>
        run(folder, "compare", "today", "shared", "--runs", "48", "--json", "--workers", workers),
      ),
    );
    expect(one!.code).toBe(0);
    expect(Comparison.parse(JSON.parse(one!.out)).done).toBe(48);
    expect(one!.out === two!.out).toBe(true);
  });
});

describe("schema", () => {
  test("is printed as JSON, or written into a file", async () => {
    const folder = whole();
    const { code, out } = await run(folder, "schema");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveProperty("$schema");
    expect((await run(folder, "schema", "--write", "out.json")).code).toBe(0);
    expect(readFileSync(join(folder, "out.json"), "utf8")).toBe(`${out}\n`);
    expect((await run(folder, "schema", "--write", "no/such/folder.json")).code).toBe(2);
  });
});

describe("new", () => {
  test("writes a company that is sound and runs", async () => {
    const folder = folderWith({});
    const { code, out } = await run(folder, "new", "first-plan");
    expect([code, out]).toEqual([
      0,
      "scenarios/first-plan.json is written. Next: edit it, then tandem validate scenarios/first-plan.json",
    ]);
    expect(JSON.parse(readFileSync(join(folder, "scenarios/first-plan.json"), "utf8")).name).toBe(
      "First plan",
    );
    expect((await run(folder, "validate")).code).toBe(0);
    expect(
      (await run(folder, "run", "first-plan", "--runs", "4", "--no-response", "--json")).code,
    ).toBe(0);
  });

  test("writes a child beside its parent that changes nothing yet", async () => {
    const folder = inFolder({ "emea/today.json": today });
    expect((await run(folder, "new", "Joint bonus 2027", "--extends", "emea/today")).code).toBe(0);
    const path = join(folder, "scenarios/emea/joint-bonus-2027.json");
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      name: "Joint bonus 2027",
      extends: "today.json",
    });
    expect((await run(folder, "validate")).code).toBe(0);
  });

  test("writes where it is told, and never over a file", async () => {
    const folder = whole();
    expect(
      (await run(folder, "new", "x", "--extends", "today", "--out", "scenarios/sub/y.json")).code,
    ).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, "scenarios/sub/y.json"), "utf8")).extends).toBe(
      "../today.json",
    );
    const before = readFileSync(join(folder, "scenarios/today.json"), "utf8");
    const { code, err } = await run(folder, "new", "today");
    expect(code).toBe(2);
    expect(err).toContain("is there already");
    expect(readFileSync(join(folder, "scenarios/today.json"), "utf8")).toBe(before);
  });

  test.each(["../x", "emea/x", String.raw`emea\x`, "..", "x.json"])(
    "refuses %s, which is a path, and writes nothing",
    async (name) => {
      const folder = folderWith({ "here/.keep": "" });
      const { code, out, err } = await run(join(folder, "here"), "new", name);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(`"${name}" is a path, not a name`);
      expect(readdirSync(join(folder, "here"))).toEqual([".keep"]);
      expect(readdirSync(folder)).toEqual(["here"]);
    },
  );

  test("of a broken parent writes nothing", async () => {
    const folder = inFolder({ "today.json": "{" });
    expect((await run(folder, "new", "child", "--extends", "today")).code).toBe(2);
    expect(existsSync(join(folder, "scenarios/child.json"))).toBe(false);
  });
});

const ended = async (child: ReturnType<typeof start>) => {
  let [out, err] = ["", ""];
  child.stdout!.on("data", (text) => (out += text));
  child.stderr!.on("data", (text) => (err += text));
  const [code, signal] = await once(child, "close");
  return { code, signal, out, err };
};

describe("the process", () => {
  test("exits with the command's code, results on one stream and the rest on the other", async () => {
    const folder = whole();
    const good = await ended(start(folder, "run", "today", "--runs", "4", "--json"));
    expect(good.code).toBe(0);
    expect(ScenarioResult.parse(JSON.parse(good.out)).runs).toBe(4);
    writeFileSync(join(folder, "scenarios/today.json"), "{");
    const bad = await ended(start(folder, "run", "today"));
    expect([bad.code, bad.out]).toEqual([2, ""]);
    expect(bad.err).toContain("scenarios/today.json:1:");
  });

  test("does not mind a reader that has seen enough", async () => {
    const child = start(whole(), "schema");
    child.stdout!.destroy();
    const { code, err } = await ended(child);
    expect([code, err]).toEqual([0, ""]);
  });

  test("tells how far a long run is, line by line where nobody watches", async () => {
    const child = start(whole(), "run", "today", "--runs", "1000000", "--workers", "1");
    let told = "";
    for await (const text of child.stderr!) {
      told += text;
      if (/ of 1,000,000 simulated years\n/.test(told)) break;
    }
    expect(told).toMatch(/[\d,]+ of 1,000,000 simulated years\n/);
    expect(told).not.toContain("\r");
  });

  test.each(["SIGTERM", "SIGINT"] as const)(
    "serves, and on %s stops within 5 s with code 0, though a run goes on",
    async (signal) => {
      const child = start(whole(), "serve", "--port", "0", "--no-token");
      const [line] = await once(child.stdout!, "data");
      const url = /http:\/\/\S+/.exec(String(line))![0];
      const response = await fetch(`${url}/api/runs`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ scenarios: ["today"], runs: 100_000 }),
      });
      const events = await fetch(`${url}${response.headers.get("location")}/events`);
      const following = events.text().catch(() => "");
      const began = performance.now();
      child.kill(signal);
      const [code] = await once(child, "exit");
      expect(code).toBe(0);
      expect(performance.now() - began).toBeLessThan(5000);
      await following;
    },
  );

  test("that finds its port taken says so with 2", async () => {
    const folder = whole();
    const first = start(folder, "serve", "--port", "0");
    const [line] = await once(first.stdout!, "data");
    const port = new URL(/http:\/\/\S+/.exec(String(line))![0]).port;
    const { code, err } = await ended(start(folder, "serve", "--port", port));
    expect(code).toBe(2);
    expect(err).toContain(`port ${port} is taken; choose another: npm start -- --port 463`);
  });
});
