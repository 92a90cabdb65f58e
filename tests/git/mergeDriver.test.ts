/** Two branches, one plan: real merges by git with the driver installed. */
import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mergeOf, ownCommand, repository, withDriver } from "./repository.ts";

const slow = 60_000;

test("two branches that edit one plan merge without a hand edit", { timeout: slow }, async () => {
  const one = await withDriver("reference-a", "reference-b");
  const { code } = mergeOf(one, "reference-a", {
    ours: (d) => (d.plans.ae.components.bookings.target = 900_000),
    theirs: (d) => {
      d.plans.ae.components.bookings.curve.beyond = 1.75;
      d.roles.ae.headcount = 12;
    },
  });
  expect(code).toBe(0);
  const merged = one.document("reference-a");
  expect(merged.plans.ae.components.bookings).toMatchObject({
    target: 900_000,
    curve: { beyond: 1.75 },
  });
  expect(merged.roles.ae.headcount).toBe(12);
  const validated = await one.tandem("validate");
  expect(validated.out).toBe("2 scenarios checked, no problem");
});

test("the same edit on both sides merges", { timeout: slow }, async () => {
  const one = await withDriver("reference-a");
  expect(
    mergeOf(one, "reference-a", {
      ours: (d) => {
        d.plans.ae.components.bookings.target = 850_000;
        d.name = "Ours";
      },
      theirs: (d) => (d.plans.ae.components.bookings.target = 850_000),
    }).code,
  ).toBe(0);
  expect(one.document("reference-a")).toMatchObject({ name: "Ours" });
});

test(
  "two edits of one number are a conflict in plan words, between marks, settled by resolve",
  { timeout: slow },
  async () => {
    const one = await withDriver("reference-a");
    const { code, out } = mergeOf(one, "reference-a", {
      ours: (d) => (d.plans.ae.components.bookings.target = 900_000),
      theirs: (d) => (d.plans.ae.components.bookings.target = 700_000),
    });
    expect(code).toBe(1);
    expect(out).toContain(
      "plans.ae.components.bookings.target: both sides changed it, each in its own way",
    );
    expect(out).toContain("ours:   ae · Bookings: target 800,000 → 900,000 · 10 people");
    expect(out).toContain("theirs: ae · Bookings: target 800,000 → 700,000 · 10 people");
    expect(one.read("scenarios/reference-a.json")).toContain(">>>>>>> proposal");
    expect((await one.tandem("validate")).code).toBe(1);

    const listed = await one.tandem("resolve", "scenarios/reference-a.json");
    expect(listed.code).toBe(1);
    expect(listed.out).toContain("reference-a.json: 1 conflict");
    const place = "plans.ae.components.bookings.target=theirs";
    const settled = await one.tandem("resolve", "scenarios/reference-a.json", "--path", place);
    expect(settled.code).toBe(0);
    expect(one.document("reference-a").plans.ae.components.bookings.target).toBe(700_000);
    expect((await one.tandem("validate")).code).toBe(0);
  },
);

test("a file in conflict is one problem for each conflict; settling some says how many are left", async () => {
  const one = await withDriver("reference-a", "reference-b");
  mergeOf(one, "reference-a", {
    ours: (d) => {
      d.plans.ae.components.bookings.target = 900_000;
      d.roles.ae.headcount = 11;
    },
    theirs: (d) => {
      d.plans.ae.components.bookings.target = 700_000;
      d.roles.ae.headcount = 12;
    },
  });
  const { out } = await one.tandem("validate");
  expect(out.match(/reference-a.json is in the middle of a merge/g)).toHaveLength(2);
  expect(out).toContain("(tandem resolve reference-a.json)");
  expect(out).toContain("2 problems in 1 of them; 1 waits for scenarios/reference-a.json");
  const file = "scenarios/reference-a.json";
  const wrong = await one.tandem("resolve", file, "--path", "roles.ae.pay=ours");
  expect(wrong.err).toContain(
    "the conflicts are at roles.ae.headcount, plans.ae.components.bookings.target",
  );
  const half = await one.tandem("resolve", file, "--path", "roles.ae.headcount=theirs");
  expect(half.out).toContain("reference-a.json: 1 settled, 1 left");
});

test("an edit against a removal loses neither", { timeout: slow }, async () => {
  const one = await withDriver("reference-a", "reference-b");
  const { code, out } = mergeOf(one, "reference-b", {
    ours: (d) => {
      delete d.plans.marketer.components.bookings;
      d.plans.marketer.components.pipeline.weight = 1;
    },
    theirs: (d) => (d.plans.marketer.components.bookings.curve.beyond = 0.5),
  });
  expect(code).toBe(1);
  expect(out).toContain("plans.marketer.components.bookings: ours removed it, theirs changed it");
  expect(out).toContain("ours:   marketer · Bookings: removed, was 50% of variable · 6 people");
  const text = one.read("scenarios/reference-b.json");
  expect(text).toContain('"beyond": 0.5');
  const between = text.slice(text.indexOf("<<<<<<<"), text.indexOf(">>>>>>>"));
  expect(Math.max(...between.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100); // theirs, between the marks
  expect((await one.tandem("resolve", "scenarios/reference-b.json", "--theirs")).code).toBe(0);
  expect(one.document("reference-b").plans.marketer.components.bookings.curve.beyond).toBe(0.5);
});

test("a whole file that one side removed is told, and how to keep it or let it go", async () => {
  const one = await withDriver("reference-a", "reference-b");
  one.git("checkout", "--quiet", "-b", "proposal");
  one.git("rm", "--quiet", "scenarios/reference-b.json");
  one.commit("their removal");
  one.git("checkout", "--quiet", "main");
  one.edit("reference-b", (d) => (d.name = "Kept"));
  expect(one.git("merge", "--no-edit", "proposal").code).toBe(1);
  const { err } = await one.tandem("resolve", "scenarios/reference-b.json");
  expect(err).toContain(
    "ours changed this file, theirs removed it (keep the file with git add scenarios/reference-b.json",
  );
});

describe("a union that does not hold", () => {
  const gate = {
    measure: "bookings",
    scope: "individual",
    attainmentAtLeast: 0.5,
    target: 800_000,
  };

  test(
    "is a conflict, though each side holds and no line is touched twice",
    { timeout: slow },
    async () => {
      const one = await withDriver("reference-a");
      // Ours takes out the parameter that theirs starts to use.
      one.edit("reference-a", (d) => (d.parameters = { stretch: 1.1, other: 2 }));
      const { code, out } = mergeOf(one, "reference-a", {
        ours: (d) => delete d.parameters.stretch,
        theirs: (d) => (d.plans.ae.components.bookings.target = "= 800000 * stretch"),
      });
      expect(code).toBe(1);
      expect(out).toContain("each side fits alone, and not both together");
      expect(out).toContain("stretch");
      expect(out).toContain("plans.ae.components.bookings.target");
      expect(out).toContain("parameters.stretch");
      const text = one.read("scenarios/reference-a.json");
      expect(text).toContain("= 800000 * stretch");
      expect(text).toContain('"stretch": 1.1');

      const half = await one.tandem(
        "resolve",
        "scenarios/reference-a.json",
        "--path",
        "parameters.stretch=ours",
        "--path",
        "plans.ae.components.bookings.target=theirs",
      );
      expect(half.code).toBe(1);
      expect(half.err).toContain("chosen so, it would not hold");
      expect(one.read("scenarios/reference-a.json")).toBe(text);
      expect((await one.tandem("resolve", "scenarios/reference-a.json", "--theirs")).code).toBe(0);
      expect(one.document("reference-a")).toMatchObject({ parameters: { stretch: 1.1, other: 2 } });
    },
  );

  test("a plan that one side gave another id is told as renamed, with its people", async () => {
    const one = await withDriver("reference-a");
    const { code, out } = mergeOf(one, "reference-a", {
      ours: (d) => {
        d.plans.rep = d.plans.ae;
        delete d.plans.ae;
        d.roles.ae.plan = "rep";
      },
      theirs: (d) => (d.roles.second = { ...d.roles.ae, title: "Second" }),
    });
    expect(code).toBe(1);
    expect(out).toMatch(/ours: +renamed it rep · 10 people/);
    expect(out).not.toContain("· 0 people");
  });

  test("a role whose plan the other side removed", { timeout: slow }, async () => {
    const one = await withDriver("reference-a");
    one.edit(
      "reference-a",
      (d) =>
        (d.plans.spare = {
          components: { gated: { ...d.plans.ae.components.bookings, gates: { floor: gate } } },
        }),
    );
    const { code, out } = mergeOf(one, "reference-a", {
      ours: (d) => delete d.plans.spare,
      theirs: (d) => (d.roles.ae.plan = "spare"),
    });
    expect(code).toBe(1);
    expect(out).toContain("not both together");
    expect((await one.tandem("resolve", "scenarios/reference-a.json", "--ours")).code).toBe(0);
  });
});

test(
  "what the other branch did to the parent counts when a child is checked",
  { timeout: slow },
  async () => {
    const one = await withDriver("reference-a", "reference-b");
    one.git("checkout", "--quiet", "-b", "proposal");
    one.edit("reference-a", (d) => (d.parameters = { stretch: 1.1 }));
    one.edit(
      "reference-b",
      (d) => (d.plans.ae.components.pipeline.target = "= statusQuo * stretch"),
    );
    one.git("checkout", "--quiet", "main");
    one.edit("reference-b", (d) => (d.name = "Renamed here"));
    const { code, out } = one.git("merge", "--no-edit", "proposal");
    expect({ code, out }).toMatchObject({ code: 0 });
    expect((await one.tandem("validate")).code).toBe(0);
  },
);

test(
  "criss-cross histories merge, and their conflicts are still conflicts",
  { timeout: slow },
  async () => {
    const one = await withDriver("reference-a");
    one.git("checkout", "--quiet", "-b", "other");
    one.edit("reference-a", (d) => (d.roles.ae.headcount = 12));
    one.git("checkout", "--quiet", "main");
    one.edit("reference-a", (d) => (d.roles.marketer.headcount = 7));
    one.git("branch", "before", "main");
    expect(one.git("merge", "--no-edit", "other").code).toBe(0);
    one.git("checkout", "--quiet", "other");
    expect(one.git("merge", "--no-edit", "before").code).toBe(0);
    one.edit("reference-a", (d) => (d.plans.ae.components.bookings.target = 700_000));
    one.git("checkout", "--quiet", "main");
    one.edit("reference-a", (d) => (d.roles.ae.basePay = 81_000));
    expect(one.git("merge-base", "--all", "main", "other").out.trim().split("\n")).toHaveLength(2);
    expect(one.git("merge", "--no-edit", "other").code).toBe(0);
    expect(one.document("reference-a")).toMatchObject({
      roles: { ae: { headcount: 12, basePay: 81_000 }, marketer: { headcount: 7 } },
      plans: { ae: { components: { bookings: { target: 700_000 } } } },
    });
  },
);

test("a file renamed on one side takes the edit of the other", { timeout: slow }, async () => {
  const one = await withDriver("reference-a");
  one.edit("reference-a", () => undefined, "as it is written below");
  one.git("checkout", "--quiet", "-b", "proposal");
  one.edit("reference-a", (d) => (d.roles.ae.headcount = 12));
  one.git("checkout", "--quiet", "main");
  one.git("mv", "scenarios/reference-a.json", "scenarios/today.json");
  one.commit("rename");
  one.edit("today", (d) => (d.name = "Today"));
  expect(one.git("merge", "--no-edit", "proposal").code).toBe(0);
  expect(one.document("today")).toMatchObject({ name: "Today", roles: { ae: { headcount: 12 } } });
});

test("line ends of two systems merge", { timeout: slow }, async () => {
  const one = await withDriver("reference-a");
  one.git("checkout", "--quiet", "-b", "proposal");
  one.edit("reference-a", (d) => (d.roles.ae.headcount = 12));
  one.write(
    "scenarios/reference-a.json",
    one.read("scenarios/reference-a.json").replaceAll("\n", "\r\n"),
  );
  one.commit("line ends");
  one.git("checkout", "--quiet", "main");
  one.edit("reference-a", (d) => (d.roles.marketer.headcount = 7));
  expect(one.git("merge", "--no-edit", "proposal").code).toBe(0);
  expect(one.document("reference-a")).toMatchObject({
    roles: { ae: { headcount: 12 }, marketer: { headcount: 7 } },
  });
});

test("a side that cannot be read leaves ours as it was", async () => {
  const one = repository("reference-a");
  const ours = one.read("scenarios/reference-a.json");
  one.write("base", ours);
  one.write("ours", ours);
  one.write("theirs", '{ "format": 1, "name": "cut short"');
  const { code, err } = await one.tandem(
    "merge-driver",
    "base",
    "ours",
    "theirs",
    "scenarios/reference-a.json",
  );
  expect(code).toBe(2);
  expect(err).toContain("ours is left as it was");
  expect(one.read("ours")).toBe(ours);
});

describe("git's own marks", () => {
  test("are read by meaning: edits that only git's lines set against each other fit", async () => {
    const one = repository("reference-a");
    // One line for the whole document: Parsed two edits meet in it.
    const line = (id: string) =>
      one.write(`scenarios/${id}.json`, `${JSON.stringify(one.document(id))}\n`);
    line("reference-a");
    one.commit("one line");
    one.git("checkout", "--quiet", "-b", "proposal");
    one.edit("reference-a", (d) => (d.roles.ae.headcount = 12));
    line("reference-a");
    one.commit("theirs");
    one.git("checkout", "--quiet", "main");
    one.edit("reference-a", (d) => (d.roles.marketer.headcount = 7));
    line("reference-a");
    one.commit("ours");
    expect(one.git("merge", "--no-edit", "proposal").code).toBe(1);
    const { code, out } = await one.tandem("resolve", "scenarios/reference-a.json");
    expect({ code, out }).toMatchObject({ code: 0 });
    expect(out).toContain("both edits fit by meaning");
    expect(one.document("reference-a")).toMatchObject({
      roles: { ae: { headcount: 12 }, marketer: { headcount: 7 } },
    });
  });

  test("that cut through braces are read from git instead", async () => {
    const one = repository("reference-a");
    one.edit("reference-a", () => undefined, "as it is written below");
    const { code } = mergeOf(one, "reference-a", {
      ours: (d) => {
        const { bookings } = d.plans.ae.components;
        d.plans.ae.components = { renamed: { ...bookings, target: 2 } };
      },
      theirs: (d) => (d.plans.ae.components.bookings.target = 1),
    });
    expect(code).toBe(1);
    const text = one.read("scenarios/reference-a.json");
    const cut = text.replace(/\n=======\n/, "\n{{{\n=======\n");
    one.write("scenarios/reference-a.json", cut);
    const { err, out } = await one.tandem("resolve", "scenarios/reference-a.json");
    expect(err).toContain("both sides are read from git instead");
    expect(out).toContain("ours removed it, theirs changed it");
  });

  test("a file without any says so", async () => {
    const one = repository("reference-a");
    const { code, err } = await one.tandem("resolve", "scenarios/reference-a.json", "--ours");
    expect(code).toBe(2);
    expect(err).toContain("has no conflict between marks");
  });
});

describe("git-setup", () => {
  test("does nothing twice, and undo leaves every byte as it was", async () => {
    for (const before of [undefined, "*.png binary\n", "*.png binary"]) {
      const one = repository("reference-a");
      if (before !== undefined) one.write(".gitattributes", before);
      const config = one.read(".git/config");
      const first = await one.tandem("git-setup", "--command", ownCommand);
      expect(first.out).toContain("merge.tandem.driver");
      const [attributes, set] = [one.read(".gitattributes"), one.read(".git/config")];
      const second = await one.tandem("git-setup", "--command", ownCommand);
      expect(second.out).toBe("nothing to do: it is so already");
      expect([one.read(".gitattributes"), one.read(".git/config")]).toEqual([attributes, set]);
      const undone = await one.tandem("git-setup", "--undo");
      expect(undone.out).toContain("merge.tandem taken out");
      expect(one.read(".git/config")).toBe(config);
      if (before === undefined) expect(existsSync(join(one.root, ".gitattributes"))).toBe(false);
      else expect(one.read(".gitattributes")).toBe(before);
    }
  });

  test("leaves the schema and the lock to git", async () => {
    const one = await withDriver("reference-a");
    const of = (path: string) => one.git("check-attr", "merge", path).out.trim();
    expect(of("scenarios/reference-a.json")).toMatch(/merge: tandem$/);
    expect(of("scenarios/emea/deep.json")).toMatch(/merge: tandem$/);
    expect(of("scenarios/results.lock.json")).toMatch(/merge: unspecified$/);
    expect(of("package.json")).toMatch(/merge: unspecified$/);
  });

  test(
    "git shows what layout hides: nothing where only the layout changed",
    { timeout: slow },
    async () => {
      const one = await withDriver("reference-a");
      one.write("scenarios/reference-a.json", JSON.stringify(one.document("reference-a"), null, 8));
      expect(one.git("diff").out).not.toContain("+");
    },
  );
});

describe("git-setup and what it finds", () => {
  test("writes through no link in the place of .gitattributes", async () => {
    const one = repository("reference-a");
    one.write("elsewhere", "theirs\n");
    symlinkSync(join(one.root, "elsewhere"), join(one.root, ".gitattributes"));
    const { code, err } = await one.tandem("git-setup", "--command", ownCommand);
    expect(code).toBe(2);
    expect(err).toContain("is a link");
    expect(one.read("elsewhere")).toBe("theirs\n");
    expect(one.git("config", "--get", "merge.tandem.driver").out).toBe("");
  });

  test("keeps a percent sign of the command, and takes no control character", async () => {
    const one = repository("reference-a");
    await one.tandem("git-setup", "--command", "'/opt/50%Off/tandem'");
    expect(one.git("config", "--get", "merge.tandem.driver").out).toBe(
      "'/opt/50%%Off/tandem' merge-driver %O %A %B %P\n",
    );
    expect(one.git("config", "--get", "diff.tandem.textconv").out).toBe(
      "'/opt/50%Off/tandem' diff --textconv\n",
    );
    const { code, err } = await one.tandem("git-setup", "--command", "a\nb");
    expect(code).toBe(2);
    expect(err).toContain("control characters");
  });

  test("names with a dash at the front are files", async () => {
    const one = repository("reference-a");
    const text = one.read("scenarios/reference-a.json");
    for (const name of ["-o.json", "-a.json", "-b.json"]) one.write(name, text);
    const shown = await one.tandem("diff", "--textconv", "-a.json");
    expect(shown.code).toBe(0);
    expect(JSON.parse(shown.out)).toEqual(JSON.parse(text));
    const merged = await one.tandem("merge-driver", "-o.json", "-a.json", "-b.json", "-p.json");
    expect(merged).toMatchObject({ code: 0, err: "" });
  });
});
