/** Earlier versions of scenarios: differences, history, addresses, and repositories that mean harm. */
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { revisionFault } from "../../server/git/revisions.ts";
import { siteOver, overOf } from "../server/site.ts";
import { createHistory } from "../../server/git/history.ts";
import { run } from "../cli/terminal.ts";
import { mergeOf, type Parsed, repository } from "./repository.ts";

const slow = 60_000;

/** Six marketers and ten account executives; base pay is paid as it stands, so 1,000 more each is exactly that. */
function raised() {
  const one = repository("reference-a", "reference-b");
  one.edit("reference-a", (d) => {
    d.roles.ae.basePay = 81_000;
    d.roles.marketer.basePay = 112_000;
  });
  return one;
}

describe("diff --git", () => {
  test("tells each change with its people and the expected pay it adds", async () => {
    const { code, out, err } = await raised().tandem(
      "diff",
      "--git",
      "HEAD~1",
      "scenarios/reference-a.json",
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.split("\n")).toEqual([
      "scenarios/reference-a.json · Reference A: separate targets",
      "  marketer: base pay 110,000 USD → 112,000 USD · 6 people · expected pay +12,000",
      "  ae: base pay 80,000 USD → 81,000 USD · 10 people · expected pay +10,000",
      expect.stringMatching(
        /^ {2}All together, expected first year in USD: pay \+22,000, bookings unchanged, contribution −/,
      ),
    ]);
  });

  test("tells what a child inherits as coming through its parent, and does not repeat it", async () => {
    const one = raised();
    const all = await one.tandem("diff", "--git", "HEAD~1", "--no-money");
    expect(all.out).toContain("2 changes through scenarios/reference-a.json");
    const alone = await one.tandem("diff", "HEAD~1:reference-b", "reference-b", "--no-money");
    expect(alone.out).toContain(
      "ae: base pay 80,000 USD → 81,000 USD · 10 people (through scenarios/reference-a.json)",
    );
  });

  test("says nothing of layout and of the order of keys", async () => {
    const one = repository("reference-a");
    const document = Object.fromEntries(Object.entries(one.document("reference-a")).toReversed());
    one.write(
      "scenarios/reference-a.json",
      JSON.stringify(document, null, 7).replaceAll("\n", "\r\n"),
    );
    expect(await one.tandem("diff", "--git", "HEAD", "--exit-code")).toEqual({
      code: 0,
      out: "",
      err: "",
    });
  });

  test("tells files that came, went, moved and broke, and goes on", async () => {
    const one = repository("reference-a", "reference-b", "status-quo", "mql-bonus-tripled");
    one.git("mv", "scenarios/reference-b.json", "scenarios/moved.json");
    one.write(
      "scenarios/new.json",
      '{"format": 1, "name": "New", "extends": "reference-a.json", "roles": {"ae": {"headcount": 11}}}',
    );
    rmSync(join(one.root, "scenarios/mql-bonus-tripled.json"));
    one.write("scenarios/status-quo.json", "<<<<<<< ours\n");
    const { code, out } = await one.tandem("diff", "--git", "HEAD", "--no-money");
    expect(code).toBe(2);
    expect(out).toContain(
      "scenarios/moved.json · Reference B: shared pipeline target: was scenarios/reference-b.json, says the same",
    );
    expect(out).toContain(
      "scenarios/new.json · New: new, a child of scenarios/reference-a.json\n  ae: headcount 10 → 11 · 11 people",
    );
    expect(out).toContain("mql-bonus-tripled.json · MQL bonus tripled: deleted");
    expect(out).toContain("scenarios/status-quo.json · status-quo: does not load");
    expect(out).toContain("scenarios/status-quo.json:1:1");
  });

  test("compares two revisions, as JSON, Markdown and a page", async () => {
    const one = raised();
    const json = await one.tandem("diff", "--git", "HEAD~1..HEAD", "--json", "--exit-code");
    expect(json.code).toBe(1);
    const [a] = JSON.parse(json.out) as {
      id: string;
      delta: { changes: { path: string[] }[]; money: { pay: number; within: number }[] };
    }[];
    expect(a!.delta.changes[0]!.path).toEqual(["roles", "marketer", "basePay"]);
    expect(a!.delta.money.map(({ pay }) => Math.round(pay))).toEqual([12_000, 10_000]);
    expect(a!.delta.money.every(({ within }) => within === 0)).toBe(true);
    const md = await one.tandem("diff", "--git", "HEAD~1..", "--md", "--no-money");
    expect(md.out).toContain("- ae: base pay 80,000 USD → 81,000 USD · 10 people");
    await one.tandem("diff", "--git", "HEAD~1", "--html", "page.html", "--no-money");
    expect(one.read("page.html")).toContain(
      "<li>ae: base pay 80,000 USD → 81,000 USD · 10 people</li>",
    );
  });

  test("does not write its page over a scenario", async () => {
    const one = raised();
    const before = one.read("scenarios/reference-a.json");
    for (const asked of [
      ["--git", "HEAD~1"],
      ["HEAD~1:reference-a", "reference-a"],
    ]) {
      const { code, err } = await one.tandem(
        "diff",
        ...asked,
        "--no-money",
        "--html",
        "scenarios/reference-a.json",
      );
      expect(code).toBe(2);
      expect(err).toContain("is one of the files that are read");
    }
    expect(one.read("scenarios/reference-a.json")).toBe(before);
  });

  test("does not let a name write into a page or a pull request", async () => {
    const one = repository("reference-a");
    one.edit(
      "reference-a",
      (d) => (d.name = "<img src=x onerror=alert(1)> [a](javascript:b) @team"),
    );
    await one.tandem("diff", "--git", "HEAD~1", "--html", "page.html", "--no-money");
    expect(one.read("page.html")).not.toContain("<img");
    const { out } = await one.tandem("diff", "--git", "HEAD~1", "--md", "--no-money");
    expect(out).not.toMatch(/(?<!\\)[[<]|@team/);
  });
});

describe("a scenario at a revision", () => {
  test("runs beside the one of today", { timeout: slow }, async () => {
    const { code, out } = await raised().tandem(
      "compare",
      "HEAD~1:scenarios/reference-a.json",
      "reference-a",
      "--runs",
      "20",
      "--workers",
      "1",
    );
    expect(code).toBe(0);
    expect(out).toContain("Reference A: separate targets (HEAD~1) (baseline)");
  });

  test("two revisions compare each scenario that differs", { timeout: slow }, async () => {
    const one = raised();
    const { code, out } = await one.tandem(
      "compare",
      "HEAD~1..HEAD",
      "--runs",
      "20",
      "--workers",
      "1",
      "--json",
    );
    expect(code).toBe(0);
    const found = JSON.parse(out) as { baseline: string }[];
    expect(found.map(({ baseline }) => baseline)).toEqual([
      "reference-a@HEAD~1",
      "reference-b@HEAD~1",
    ]);
  });

  test(
    "the status quo that changed is said alike of a branch and of a file",
    { timeout: slow },
    async () => {
      const one = raised();
      const few = ["--runs", "20", "--workers", "1"];
      const says = "The status quo itself changed between the versions";
      const range = await one.tandem("compare", "HEAD~1..HEAD", ...few);
      expect(range.out.split(says)).toHaveLength(3); // of the status quo and of its child
      expect(range.out).not.toContain("Not calibrated on one status quo");
      const file = await one.tandem("compare", "HEAD~1:reference-a", "reference-a", ...few);
      expect(file.out).toContain(says);
      expect(file.out).not.toContain("scenarios of one chain");
      // The overview stands first: base pay is 22,000 more, and nobody books otherwise.
      const overview = range.out.split("\n").slice(0, 4);
      expect(overview[0]).toMatch(/^From HEAD~1 to HEAD +Bookings +Total pay +Contribution$/);
      expect(overview[2]).toMatch(/^scenarios\/reference-a\.json +unchanged +\+\$22\.0k/);
    },
  );

  test("a revision alone is answered with how it takes a path", async () => {
    const { code, err } = await raised().tandem("diff", "main@{0}", "reference-b");
    expect(code).toBe(2);
    expect(err).toContain("a revision takes a path behind it: main@{0}:scenarios/x.json");
  });

  test("a day before git's record of a branch is said", async () => {
    const one = raised();
    const { err } = await one.tandem("diff", "--git", "main@{2001-01-01}", "--no-money");
    expect(err).toContain(
      "main@{2001-01-01}: git's record of it on this machine only goes back to",
    );
  });

  test("a parent stands before its children, whatever they are called", async () => {
    const one = repository("reference-a");
    one.write(
      "scenarios/a-child.json",
      JSON.stringify({ format: 1, name: "Child", extends: "reference-a.json" }),
    );
    one.commit("A child");
    one.edit("reference-a", (d) => (d.roles.ae.basePay = 82_000));
    const { out } = await one.tandem("diff", "--git", "HEAD~1", "--no-money");
    expect(out.indexOf("scenarios/reference-a.json ·")).toBe(0);
    expect(out.indexOf("scenarios/a-child.json ·")).toBeGreaterThan(0);
  });

  test("is checked like any other, with its parents as they were", async () => {
    const one = raised();
    rmSync(join(one.root, "scenarios/reference-a.json"));
    const { code, out } = await one.tandem(
      "letter",
      "HEAD:scenarios/reference-b.json",
      "--role",
      "ae",
    );
    expect({ code, out }).toMatchObject({ code: 0 });
  });

  test.each([
    ["HEAD~9:reference-a", 'there is no revision "HEAD~9"'],
    ["HEAD:nothing", "there was no scenario nothing at HEAD"],
    ["--upload-pack=touch x:reference-a", "does not name a revision"],
    ["HEAD:../reference-a", "there was no scenario"],
  ])("%s is refused in words", async (given, says) => {
    const { code, err } = await raised().tandem("diff", "--", given, "reference-a");
    expect(code).toBe(2);
    expect(err).toContain(says);
  });
});

test.each([
  "",
  "-x",
  "--upload-pack=touch x",
  "a..b",
  "a:b",
  "a\nb",
  "a\u0000b",
  "a\\b",
  "x".repeat(201),
])("%j is no name of a revision", (name) => expect(revisionFault(name)).toBeDefined());

test.each(["main", "HEAD~3", "v1.0^2", "feature/pay", "main@{1 week ago}", "HEAD^{/accelerator}"])(
  "%j may be one",
  (name) => expect(revisionFault(name)).toBeUndefined(),
);

describe("history", () => {
  test("lists commits through renames and parents, each with what it changed", async () => {
    const one = raised();
    one.git("mv", "scenarios/reference-b.json", "scenarios/proposal.json");
    one.commit("Call it proposal");
    one.edit(
      "proposal",
      (d) => (d.plans.ae.components.pipeline.weight = 0.2),
      "Raise the pipeline's share",
    );
    const { code, out } = await one.tandem("history", "scenarios/proposal.json");
    expect(code).toBe(0);
    const lines = out
      .split("\n")
      .map((line) => line.replace(/^[0-9a-f]{7,}  \d{4}-\d\d-\d\d/, "•"));
    expect(lines).toEqual([
      "•  Avery Sample  Raise the pipeline's share",
      "  ae · Pipeline created: weight 10% → 20% · 10 people",
      "•  Avery Sample  Call it proposal",
      "  was reference-b.json, says the same",
      "•  Avery Sample  edit reference-a",
      "  marketer: base pay 110,000 USD → 112,000 USD · 6 people (through reference-a.json)",
      "  ae: base pay 80,000 USD → 81,000 USD · 10 people (through reference-a.json)",
      "•  Avery Sample  First scenarios",
      expect.stringContaining("new, a child of reference-a.json"),
      ...lines.slice(9),
    ]);
  });

  test("follows a parent through its own renames, and begins where the scenario does", async () => {
    const one = repository("reference-a");
    one.edit("reference-a", (d) => (d.roles.ae.basePay = 81_000), "before the child");
    one.write(
      "scenarios/child.json",
      JSON.stringify({ format: 1, name: "Child", extends: "reference-a.json" }),
    );
    one.commit("A child");
    one.edit("reference-a", (d) => (d.roles.ae.basePay = 82_000), "raise the parent");
    one.git("mv", "scenarios/reference-a.json", "scenarios/today.json");
    one.edit("child", (d) => (d.extends = "today.json"), "the parent is called today");
    one.edit("today", (d) => (d.roles.ae.basePay = 83_000), "raise it again");
    const { out } = await one.tandem("history", "child", "--json");
    const { entries } = JSON.parse(out) as { entries: Parsed[] };
    expect(entries.map(({ message }) => message)).toEqual([
      "raise it again",
      "the parent is called today",
      "raise the parent",
      "A child",
    ]);
    expect(entries[2].touched).toEqual(["reference-a"]);
    expect(entries[2].changes[0].delta.changes[0].says).toContain("81,000 USD → 82,000 USD");
    expect(entries[1].changes).toMatchObject([
      { id: "child", extends: { from: "reference-a", to: "today", renamed: true } },
    ]);
    const told = (await one.tandem("history", "child")).out;
    expect(told).toContain("starts from today.json, which was reference-a.json");
    // As it was, by the parent's name of then.
    const then = await one.tandem("diff", "HEAD~2:scenarios/child.json", "child", "--no-money");
    expect(then.out).toContain("base pay 82,000 USD → 83,000 USD");
  });

  test("a commit that mends a file is told so, and its faults as those of before", async () => {
    const one = repository("reference-a");
    const text = one.read("scenarios/reference-a.json");
    one.write("scenarios/reference-a.json", `<<<<<<< ours\n${text}`);
    one.commit("an unfinished merge");
    one.write("scenarios/reference-a.json", text);
    one.commit("mended");
    const { out } = await one.tandem("history", "reference-a");
    const [head, what, fault] = out.split("\n");
    expect(head).toContain("mended");
    expect(what).toBe("  did not load before; loads now");
    expect(fault).toContain("at the version before: reference-a.json is in the middle of a merge");
    const since = await one.tandem("diff", "--git", "HEAD~1", "--no-money");
    expect(since.code).toBe(0);
    expect(since.out).toContain("at HEAD~1: reference-a.json is in the middle of a merge");
    expect(since.out).not.toContain("tandem resolve");
  });

  test("tells what is not committed yet first", async () => {
    const one = raised();
    one.write(
      "scenarios/reference-a.json",
      JSON.stringify({ ...one.document("reference-a"), name: "Draft" }),
    );
    const { out } = await one.tandem("history", "reference-a");
    expect(out.split("\n").slice(0, 2)).toEqual([
      "not committed yet",
      "  Scenario: name Reference A: separate targets → Draft",
    ]);
  });
});

const deal = (amount: number) =>
  `id,owner,segment,source,created,won,amount\nd1,ae-1,all,outbound,2027-01-02,2027-02-03,${amount}\n`;

function sold() {
  const one = repository("reference-a");
  one.write("scenarios/reference-a.actuals.csv", deal(900));
  one.write(
    "scenarios/reference-a.roster.csv",
    "id,role,name,start\nae-1,ae,Avery Sample,2024-01-01\n",
  );
  one.commit("January");
  one.write("scenarios/reference-a.actuals.csv", deal(1));
  return one;
}

describe("a statement at a revision", () => {
  test("is paid on the tables that stood beside it then", async () => {
    const one = sold();
    const words = ["HEAD:scenarios/reference-a.json", "--participant", "ae-1", "--csv"];
    const { code, out, err } = await one.tandem("statement", ...words);
    expect(err).toContain("deals from HEAD:scenarios/reference-a.actuals.csv\n");
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(out).toContain(",90.00,USD"); // 80,000 at 800,000: a tenth of the deal
  });

  test("says that those of today are taken where none stood beside it", async () => {
    const one = sold();
    const words = ["HEAD~1:scenarios/reference-a.json", "--participant", "ae-1", "--csv"];
    const { code, err } = await one.tandem("statement", ...words);
    expect(err).toContain(
      "deals from scenarios/reference-a.actuals.csv, as it is now: none stood beside it at HEAD~1",
    );
    expect(code).toBe(0);
  });
});

describe("a folder that is in no repository", () => {
  test.each([
    ["history", "x.json"],
    ["diff", "--git", "HEAD"],
    ["git-setup"],
    ["compare", "main..proposal"],
  ])("%s says so", async (...argv) => {
    const folder = mkdtempSync(join(tmpdir(), "tandem-plain-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { code, err } = await run(folder, ...argv);
    expect(code).toBe(2);
    expect(err).toContain("not in a git repository");
  });
});

test("nothing that a repository configures is run", async () => {
  const one = raised();
  const trap = join(one.root, "trapped");
  one.write("trap.sh", `#!/bin/sh\necho run >> '${trap}'\ncat\n`);
  chmodSync(join(one.root, "trap.sh"), 0o755);
  const command = join(one.root, "trap.sh");
  for (const setting of [
    "core.fsmonitor",
    "core.pager",
    "core.editor",
    "core.sshCommand",
    "diff.external",
    "gpg.program",
    "filter.trap.clean",
    "filter.trap.smudge",
    "diff.trap.textconv",
    "diff.trap.command",
    "credential.helper",
    "core.askPass",
    "pager.log",
    "uploadpack.packObjectsHook",
    "alias.log",
  ])
    one.git("config", setting, setting === "alias.log" ? `!${command}` : command);
  one.git("config", "core.hooksPath", one.root);
  one.git("config", "log.showSignature", "true");
  for (const hook of ["post-checkout", "reference-transaction", "post-index-change"])
    one.write(hook, `#!/bin/sh\necho run >> '${trap}'\n`);
  one.write(".git/info/attributes", "*.json filter=trap diff=trap\n");
  one.git("status");
  expect(existsSync(trap)).toBe(true); // it is set
  rmSync(trap);

  await one.tandem("diff", "--git", "HEAD~1", "--no-money");
  await one.tandem("history", "reference-a");
  await one.tandem("diff", "HEAD~1:reference-a", "reference-a", "--no-money");
  await one.tandem("git-setup");
  const app = await siteOver(join(one.root, "scenarios"), {
    history: createHistory(join(one.root, "scenarios")),
  });
  await app.inject("/api/history/reference-a");
  await app.inject("/api/changes/reference-a?from=HEAD~1");
  expect(existsSync(trap)).toBe(false);
});

async function site() {
  const one = raised();
  const root = join(one.root, "scenarios");
  return { one, app: await siteOver(root, { history: createHistory(root) }) };
}

const salary =
  (basePay: number, headcount = 6) =>
  (d: Parsed) => {
    d.roles.ae.basePay = basePay;
    d.roles.marketer.headcount = headcount;
  };

describe("over HTTP", () => {
  test("the log, a version and its changes", async () => {
    const { app } = await site();
    const log = (await app.inject("/api/history/reference-b")).json();
    expect(log).toMatchObject({ why: null, uncommitted: false });
    expect(log.entries.map(({ message, own, touched }: Parsed) => [message, own, touched])).toEqual(
      [
        ["edit reference-a", false, ["reference-a"]],
        ["First scenarios", true, ["reference-b", "reference-a"]],
      ],
    );
    const version = (await app.inject("/api/versions/reference-a?at=HEAD~1")).json();
    expect(version.lineage.at(-1).scenario.roles.ae.basePay).toBe(80_000);
    expect(version.commit).toBe(log.entries[1].commit);
    const changes = (await app.inject("/api/changes/reference-a?from=HEAD~1")).json();
    expect(changes.changes.map(({ says }: Parsed) => says)).toEqual([
      "marketer: base pay 110,000 USD → 112,000 USD · 6 people",
      "ae: base pay 80,000 USD → 81,000 USD · 10 people",
    ]);
    const none = (await app.inject("/api/changes/reference-a?from=HEAD")).json();
    expect(none).toMatchObject({ kind: "none", changes: [] });
  });

  test("a run takes id@revision as a column: results then and now", { timeout: slow }, async () => {
    const { app } = await site();
    const payload = { scenarios: ["reference-a@HEAD~1", "reference-a"], runs: 20 };
    const { id } = (await app.inject({ method: "POST", url: "/api/runs", payload })).json();
    const { comparison } = await overOf(app, id);
    // 10 × 1,000 and 6 × 2,000 more base pay, in every year alike.
    expect(comparison.differences[0].totals.pay.mean).toBeCloseTo(22_000, 6);
  });

  test.each([
    ["/api/versions/reference-a?at=--upload-pack%3Dx", 422, "does not name a revision"],
    ["/api/versions/reference-a?at=nope", 422, 'there is no revision \\"nope\\"'],
    ["/api/versions/nothing?at=HEAD", 404, "there was no scenario"],
    ["/api/versions/..%2Fsecret?at=HEAD", 400, "an id is a path"],
    ["/api/history/reference-a?most=0", 400, "most"],
  ])("%s is answered %i", async (url, status, says) => {
    const { app } = await site();
    const answer = await app.inject(url);
    expect(answer.statusCode).toBe(status);
    expect(answer.body).toContain(says);
  });

  test("a file in conflict: both sides, what they started from, and what fits by itself", async () => {
    const one = repository("reference-a");
    expect(
      mergeOf(one, "reference-a", { ours: salary(90_000), theirs: salary(70_000, 7) }).code,
    ).toBe(1);
    const root = join(one.root, "scenarios");
    const app = await siteOver(root, { history: createHistory(root) });
    const { sides } = (await app.inject("/api/sides/reference-a")).json();
    expect(sides.conflicts).toEqual([
      {
        steps: ["roles", "ae", "basePay"],
        path: "roles.ae.basePay",
        kind: "bothChanged",
        base: 80_000,
        ours: 90_000,
        theirs: 70_000,
      },
    ]);
    expect(sides.merged.roles.marketer.headcount).toBe(7);
    one.git("checkout", "--ours", "scenarios/reference-a.json");
    one.git("add", ".");
    expect((await app.inject("/api/sides/reference-a")).json()).toEqual({ sides: null });
  });

  test("without a repository there is a reason in place of entries", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tandem-plain-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const app = await siteOver(folder, { history: createHistory(folder) });
    expect((await app.inject("/api/history/x")).json()).toEqual({
      why: "this folder is not in a git repository",
      uncommitted: false,
      entries: [],
    });
  });
});

/** A repository without the object of a name. */
function without(object: string) {
  const one = raised();
  const hash = one.git("rev-parse", object).out.trim();
  rmSync(join(one.root, ".git/objects", hash.slice(0, 2), hash.slice(2)));
  return one;
}

describe("a repository that lacks older contents", () => {
  test.each([["HEAD~1^{tree}"], ["HEAD~1:scenarios"], ["HEAD~1:scenarios/reference-a.json"]])(
    "is refused in words, and nothing looks new: %s",
    async (object) => {
      const one = without(object);
      const { code, out, err } = await one.tandem("diff", "--git", "HEAD~1", "--no-money");
      expect(code).toBe(2);
      expect(out).toBe("");
      expect(err).toMatch(/git cannot read what [0-9a-f]{10} holds/);
      expect(err).toContain("git fetch --refetch");
    },
  );

  test("as a clone that is partial does", { timeout: slow }, async () => {
    const one = raised();
    const into = mkdtempSync(join(tmpdir(), "tandem-partial-"));
    onTestFinished(() => rmSync(into, { recursive: true, force: true }));
    one.git("config", "uploadpack.allowFilter", "true");
    one.git("clone", "--quiet", "--filter=blob:none", `file://${one.root}`, into);
    const { code, err } = await run(into, "diff", "--git", "HEAD~1", "--no-money");
    expect(code).toBe(2);
    expect(err).toContain("git fetch --refetch");
  });
});
