/** Saving and committing one scenario's file: what goes in, as whom, and when it is refused. */
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { createCommits } from "../../server/git/commit.ts";
import { folderWith } from "../server/company.ts";
import { siteOver } from "../server/site.ts";
import { type Repository, repository } from "./repository.ts";

beforeEach(() => {
  vi.stubEnv("GIT_CONFIG_GLOBAL", "/dev/null");
  vi.stubEnv("GIT_CONFIG_NOSYSTEM", "1");
  return () => vi.unstubAllEnvs();
});

function named(...ids: string[]): Repository {
  const one = repository(...ids);
  one.git("config", "user.name", "Avery Sample");
  one.git("config", "user.email", "avery@example.com");
  return one;
}

async function siteIn(one: Repository) {
  const folder = join(one.root, "scenarios");
  const app = await siteOver(folder, { commits: createCommits(folder) });
  const state = async (id: string) => (await app.inject(`/api/commits/${id}`)).json();
  const etag = async (id: string) =>
    String((await app.inject(`/api/scenarios/${id}`)).headers.etag);
  const commit = async (id: string, message = "Raise base pay", tag?: string) =>
    app.inject({
      method: "POST",
      url: `/api/commits/${id}`,
      payload: { message },
      headers: { "if-match": tag ?? (await etag(id)) },
    });
  return { app, state, etag, commit };
}

function raise(one: Repository, id = "reference-a"): void {
  const document = one.document(id);
  document.roles.ae.basePay = 81_000;
  one.write(`scenarios/${id}.json`, `${JSON.stringify(document, null, 2)}\n`);
}

const nameless = /^git does not know who you are/;

describe("a commit", () => {
  test("takes the scenario's file alone, as the person of git's settings, and leaves what is staged", async () => {
    const one = named("reference-a", "reference-b");
    one.write("notes.txt", "later");
    one.git("add", "notes.txt");
    raise(one);
    const { state, commit } = await siteIn(one);
    expect(await state("reference-a")).toEqual({
      repository: true,
      why: null,
      hint: null,
      branch: "main",
      author: "Avery Sample <avery@example.com>",
      open: true,
      staged: 1,
      parents: [],
    });
    expect(await state("reference-b")).toMatchObject({ open: false, parents: ["reference-a"] });
    const made = await commit("reference-a", "Raise base pay\n\n# not a comment");
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({ branch: "main" });
    const shown = one.git("show", "--name-only", "--format=%H|%an|%ce|%B", "HEAD").out;
    expect(shown.split("|")).toEqual([
      made.json().commit,
      "Avery Sample",
      "avery@example.com",
      "Raise base pay\n\n# not a comment\n\n\nscenarios/reference-a.json\n",
    ]);
    expect(one.git("diff", "--cached", "--name-only").out).toBe("notes.txt\n");
    expect(await state("reference-a")).toMatchObject({ open: false, staged: 1 });
  });

  test("of a file git does not know yet, and in a repository without a commit, is made too", async () => {
    const one = named("reference-a");
    one.write("scenarios/new.json", one.read("scenarios/reference-a.json"));
    const { commit } = await siteIn(one);
    expect((await commit("new")).statusCode).toBe(201);
    expect(one.git("show", "--name-status", "--format=", "HEAD").out).toBe(
      "A\tscenarios/new.json\n",
    );
    one.git("checkout", "--quiet", "--orphan", "fresh");
    one.git("rm", "-r", "--cached", "--quiet", ".");
    expect((await commit("new", "First")).statusCode).toBe(201);
    expect(one.git("ls-tree", "-r", "--name-only", "HEAD").out).toBe("scenarios/new.json\n");
  });

  test("runs no hook, no signature program and no filter", async () => {
    const one = named("reference-a");
    const trap = `touch '${join(one.root, "ran")}'; cat`;
    mkdirSync(join(one.root, ".git/hooks"), { recursive: true });
    for (const hook of ["pre-commit", "commit-msg", "post-commit", "prepare-commit-msg"]) {
      writeFileSync(join(one.root, ".git/hooks", hook), `#!/bin/sh\n${trap}\n`);
      chmodSync(join(one.root, ".git/hooks", hook), 0o755);
    }
    writeFileSync(join(one.root, "sign"), `#!/bin/sh\n${trap}\n`);
    chmodSync(join(one.root, "sign"), 0o755);
    one.git("config", "commit.gpgSign", "true");
    one.git("config", "gpg.program", join(one.root, "sign"));
    raise(one);
    const { state, commit, app } = await siteIn(one);
    expect((await commit("reference-a")).statusCode).toBe(201);
    expect(() => one.read("ran")).toThrow();

    one.git("config", "filter.odd.clean", trap);
    one.write(".gitattributes", "*.json filter=odd\n");
    raise(one);
    expect((await state("reference-a")).why).toMatch(/goes through the filter "odd"/);
    expect((await commit("reference-a")).statusCode).toBe(422);
    expect(() => one.read("ran")).toThrow();
    await app.close();
  });

  test.each([
    ["without a name", (one: Repository) => one.git("config", "--unset", "user.name"), nameless],
    ["without an address", (one) => one.git("config", "--unset", "user.email"), nameless],
    [
      "in the middle of a merge",
      (one) => one.git("merge", "--no-ff", "--no-commit", "other"),
      /^the repository is in the middle of a merge/,
    ],
    [
      "in the middle of a rebase",
      (one) => mkdirSync(join(one.root, ".git/rebase-merge")),
      /^the repository is in the middle of a rebase/,
    ],
    ["where git ignores it", (one) => one.write(".git/info/exclude", "new.json"), /^git ignores/],
    [
      "while another git is at work",
      (one) => one.write(".git/index.lock", ""),
      /^another git is at work/,
    ],
  ] as [string, (one: Repository) => unknown, RegExp][])(
    "%s is refused in words, and nothing is committed",
    async (_, spoil, words) => {
      const one = named("reference-a");
      one.git("checkout", "--quiet", "-b", "other");
      one.write("other.txt", "theirs");
      one.commit("theirs");
      one.git("checkout", "--quiet", "main");
      one.write("scenarios/new.json", one.read("scenarios/reference-a.json"));
      const head = one.git("rev-parse", "HEAD").out;
      spoil(one);
      const { commit } = await siteIn(one);
      const refused = await commit("new");
      expect(refused.statusCode).toBe(422);
      expect(refused.json()[0].message).toMatch(words);
      expect(one.git("rev-parse", "HEAD").out).toBe(head);
      one.git("config", "user.name", "Avery Sample");
      expect(one.git("ls-files", "scenarios/new.json").out).toBe("");
    },
  );

  test.each([
    ["bisect", "BISECT_LOG", /middle of a bisect/],
    ["series of picks", "sequencer/todo", /middle of a series of picks/],
  ])("in the middle of a %s is refused", async (_, note, words) => {
    const one = named("reference-a");
    raise(one);
    one.write(`.git/${note}`, "");
    const { commit } = await siteIn(one);
    const refused = await commit("reference-a");
    expect(refused.statusCode).toBe(422);
    expect(refused.json()[0].message).toMatch(words);
    expect(refused.json()[0].hint).toBeTruthy();
  });

  test("takes the text that was confirmed, whatever is saved before git is asked", async () => {
    const one = named("reference-a");
    one.write("notes.txt", "staged");
    one.git("add", "notes.txt");
    raise(one);
    const confirmed = one.read("scenarios/reference-a.json");
    const file = join(one.root, "scenarios/reference-a.json");
    // A git that finds the file changed as soon as it is asked to take it in.
    const other = join(one.root, ".git/other");
    writeFileSync(other, confirmed.replace("81000", "82000"));
    const bin = folderWith({
      git: `#!/bin/sh
case " $* " in
  *" commit "* | *" hash-object -w "*) cp '${other}' '${file}' ;;
esac
PATH='${process.env["PATH"]}' exec git "$@"
`,
    });
    chmodSync(join(bin, "git"), 0o755);
    const { commit } = await siteIn(one);
    vi.stubEnv("PATH", `${bin}:${process.env["PATH"]}`);
    expect((await commit("reference-a")).statusCode).toBe(201);
    expect(one.git("show", "HEAD:scenarios/reference-a.json").out).toBe(confirmed);
    expect(one.read("scenarios/reference-a.json")).toContain("82000");
    expect(one.git("status", "--porcelain").out).toBe(
      "A  notes.txt\n M scenarios/reference-a.json\n",
    );
  });

  test("leaves git with nothing to do for the file", async () => {
    const one = named("reference-a");
    raise(one);
    const { commit } = await siteIn(one);
    expect((await commit("reference-a")).statusCode).toBe(201);
    expect(one.git("status", "--porcelain").out).toBe("");
    expect(one.git("reflog", "-1", "--format=%gs").out).toBe("commit: Raise base pay\n");
    expect(one.git("fsck", "--strict").code).toBe(0);
  });

  test("that another commit comes before is not made, and the index is as it was", async () => {
    const one = named("reference-a");
    raise(one);
    one.write(".git/refs/heads/main.lock", "");
    const { commit } = await siteIn(one);
    const refused = await commit("reference-a");
    expect(refused.json()[0].message).toBe("another git is at work in this repository");
    expect(one.git("diff", "--cached", "--name-only").out).toBe("");
  });

  test("runs no filter of other files either, whatever the index says of them", async () => {
    const one = named("reference-a", "reference-b");
    one.git("config", "filter.odd.clean", `touch '${join(one.root, "ran")}'; cat`);
    one.git("config", "filter.odd.process", `touch '${join(one.root, "ran")}'`);
    one.git("config", "filter.odd.required", "true");
    one.write(".git/info/attributes", "*.md filter=odd\nreference-a.json filter=odd\n");
    one.write("notes.md", "x");
    one.git(
      "-c",
      "filter.odd.clean=",
      "-c",
      "filter.odd.process=",
      "-c",
      "filter.odd.required=false",
      "add",
      "notes.md",
    );
    one.write("notes.md", "y");
    raise(one);
    one.write(
      "scenarios/reference-b.json",
      JSON.stringify({ ...one.document("reference-b"), notes: "x" }),
    );
    rmSync(join(one.root, "ran"), { force: true });
    const { state, commit } = await siteIn(one);
    expect(await state("reference-b")).toMatchObject({ why: null, open: true });
    expect((await commit("reference-b")).json()).toMatchObject({ branch: "main" });
    expect(existsSync(join(one.root, "ran"))).toBe(false);
  });

  test("is made in UTF-8, whatever the repository is set to", async () => {
    const one = named("reference-a");
    one.git("config", "i18n.commitEncoding", "latin1");
    one.git("config", "i18n.logOutputEncoding", "latin1");
    raise(one);
    const { commit, app } = await siteIn(one);
    expect((await commit("reference-a", "Größe – ok")).statusCode).toBe(201);
    expect(one.git("cat-file", "commit", "HEAD").out).not.toContain("encoding");
    await app.close();
  });

  test("of a message that shows nothing, or holds NUL, is refused", async () => {
    const one = named("reference-a");
    raise(one);
    const { commit } = await siteIn(one);
    for (const message of ["\u200b \u00a0", "\ufeff", "\u00ad\u2060", "a\0b"])
      expect((await commit("reference-a", message)).statusCode, message).toBe(400);
  });

  test.each([
    ["assume-unchanged", "--assume-unchanged", /--no-assume-unchanged/],
    ["skip-worktree", "--skip-worktree", /--no-skip-worktree/],
  ])("of a file that git looks past says how to undo that: %s", async (_, flag, hint) => {
    const one = named("reference-a");
    one.git("update-index", flag, "scenarios/reference-a.json");
    raise(one);
    const { commit } = await siteIn(one);
    const refused = await commit("reference-a");
    expect(refused.statusCode).toBe(422);
    expect(refused.json()[0].hint).toMatch(hint);
  });

  test("that core.safecrlf stands against says what to do", async () => {
    const one = named("reference-a");
    one.git("config", "core.autocrlf", "true");
    one.git("config", "core.safecrlf", "true");
    raise(one);
    const { commit } = await siteIn(one);
    const refused = await commit("reference-a");
    expect(refused.statusCode).toBe(422);
    expect(refused.json()[0].hint).toContain("eol=lf");
  });

  test.each([
    ["index", "garbage", /^git: .*index file/],
    ["config", "[bro", /^git: bad config/],
    ["HEAD", "garbage", /^there is a \.git here/],
  ])("in a repository with a damaged %s passes on what git says", async (file, text, words) => {
    const one = named("reference-a");
    raise(one);
    const { app } = await siteIn(one);
    one.write(`.git/${file}`, text);
    const answer = await app.inject("/api/commits/reference-a");
    expect(answer.statusCode).toBe(422);
    expect(answer.json()[0].message).toMatch(words);
    expect(answer.json()[0].hint).not.toContain("git init");
  });

  test("of a version that the file is no longer is refused, and so is one that changes nothing", async () => {
    const one = named("reference-a");
    const { commit, etag } = await siteIn(one);
    const before = await etag("reference-a");
    const none = await commit("reference-a");
    expect(none.json()[0].message).toBe("reference-a.json is as the last commit has it");
    raise(one);
    expect((await commit("reference-a", "Mine", before)).statusCode).toBe(412);
    expect((await commit("reference-a", "  \n")).statusCode).toBe(400);
  });

  test("on no branch is made, and says so", async () => {
    const one = named("reference-a");
    one.git("checkout", "--quiet", "--detach");
    raise(one);
    const { state, commit } = await siteIn(one);
    expect((await state("reference-a")).branch).toBeNull();
    expect((await commit("reference-a")).json().branch).toBeNull();
  });

  test("is not offered outside a repository", async () => {
    const folder = folderWith({ "a.json": "{}" });
    const app = await siteOver(folder, { commits: createCommits(folder) });
    expect((await app.inject("/api/folder")).json().repository).toBe(false);
    expect((await app.inject("/api/commits/a")).json()).toMatchObject({
      repository: false,
      why: "this folder is not in a git repository",
    });
    const one = named("reference-a");
    const inside = await siteOver(join(one.root, "scenarios"));
    expect((await inside.inject("/api/folder")).json().repository).toBe(true);
  });
});
