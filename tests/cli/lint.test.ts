import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Finding } from "#models";
import { folderWith } from "../server/company.ts";
import { run } from "./terminal.ts";

const shippedText = (id: string) =>
  readFileSync(new URL(`../../scenarios/${id}.json`, import.meta.url));

/** A folder with the small company and children of it. */
function plans(files: Record<string, object>): string {
  const written = Object.entries(files).map(([name, patch]): [string, Buffer] => {
    const document = { format: 1, name, extends: "base.json", ...patch };
    return [`scenarios/${name}.json`, Buffer.from(JSON.stringify(document, null, 1))];
  });
  const base = shippedText("published/base");
  return folderWith({ "scenarios/base.json": base, ...Object.fromEntries(written) });
}

/** A folder with the shipped status quo, and others that are shipped beside it. */
const shipped = (...ids: string[]) =>
  folderWith(
    Object.fromEntries(
      ["status-quo", ...ids].map((id) => [`scenarios/${id}.json`, shippedText(id)]),
    ),
  );

/** A plan for the small company: 60,000 at the target, which is what it sells, so that by itself it has no finding. */
const own = (component: object) => ({
  roles: { rep: { plan: "rep", basePay: 30_000 } },
  plans: {
    rep: {
      title: "Sales plan",
      components: {
        own: {
          measure: "bookings",
          scope: "individual",
          period: "year",
          title: "Commission",
          target: "= statusQuo",
          weight: 1,
          ...component,
        },
      },
    },
  },
});
const calm = own({});
const example = (expected: object) => ({
  examples: [{ title: "At target", given: { attainment: 1 }, ...expected }],
});
const failing = own(example({ paysShare: 0.9 }));
const printed = own(example({ pays: 60_000, documentPrints: 61_000 }));
const jump = own({ curve: { kind: "lump", from: 1 } });

async function found(folder: string, ...args: string[]) {
  const { code, out, err } = await run(folder, "lint", ...args, "--json");
  const files = JSON.parse(out) as { id: string; file: string; findings: Finding[] }[];
  return { code, err, files, ids: files.flatMap(({ findings }) => findings.map(({ id }) => id)) };
}

describe("lint", () => {
  test("a plain linear plan has nothing to warn of, and exits with 0", async () => {
    const { code, ids } = await found(plans({ calm }), "calm");
    expect([code, ids]).toEqual([0, []]);
  });

  test("a warning is told with its place and what to do, the gravest first, and exits with 1", async () => {
    const { code, out, err } = await run(plans({ jump }), "lint", "jump");
    expect([code, err]).toEqual([1, ""]);
    expect(out.split("\n")[0]).toBe("scenarios/jump.json");
    expect(out.replaceAll(/\s+/g, " ")).toContain(
      "Warning: Sales representative · Commission: 60,000 USD hang on reaching 100% of target.",
    );
    expect(out).toContain("[plans.rep.components.own.curve]");
    expect(out.split("\n").at(-1)).toMatch(
      /^1 scenario looked over: 0 errors, \d warnings?, \d notes?$/,
    );
  });

  test("an example that does not compute is an error, and stands first", async () => {
    const { code, files } = await found(plans({ failing }), "failing");
    expect(code).toBe(1);
    expect(files[0]!.findings[0]).toMatchObject({
      id: "example-fails",
      severity: "error",
      place: "plans.rep.components.own.examples[0]",
      message: expect.stringContaining("expected 90%, got 100%"),
    });
  });

  test("an inherited example that a child breaks is an error of the child alone", async () => {
    const sound = own(example({ pays: 60_000 }));
    const child = {
      extends: "sound.json",
      plans: { rep: { components: { own: { weight: 0.5 } } } },
    };
    const { files } = await found(plans({ sound, child }), "sound", "child");
    const errors = files.map(({ findings }) =>
      findings.filter(({ severity }) => severity === "error").map(({ id }) => id),
    );
    expect(errors).toEqual([[], ["example-inherited"]]);
  });

  test("an amount that a document prints against its own rule is a warning", async () => {
    const { code, files } = await found(plans({ printed }), "printed");
    expect(code).toBe(1);
    expect(files[0]!.findings[0]).toMatchObject({
      id: "document-differs",
      severity: "warning",
      message: expect.stringContaining("prints 61,000.00, and its own rule gives 60,000.00"),
    });
  });

  test("--severity leaves out what is less grave; at error a warning is no reason to stop", async () => {
    const folder = plans({ jump });
    const { ids } = await found(folder, "jump", "--severity", "warning");
    const all = await found(folder, "jump");
    expect(
      all.files[0]!.findings.filter(({ severity }) => severity !== "info").map(({ id }) => id),
    ).toEqual(ids);
    const errors = await found(folder, "jump", "--severity", "error");
    expect([errors.code, errors.ids]).toEqual([0, []]);
  });

  test("of a folder, every scenario in it", async () => {
    const { files } = await found(plans({ calm, jump }), "scenarios");
    expect(files.map(({ file }) => file)).toEqual([
      "scenarios/base.json",
      "scenarios/calm.json",
      "scenarios/jump.json",
    ]);
  });

  test("wrong usage and a scenario that does not load exit with 2", async () => {
    const broken = { roles: { rep: { plan: "none" } } };
    const folder = plans({ calm, broken });
    const { code, out, err } = await run(folder, "lint");
    expect(code).toBe(2);
    expect(err).toContain('there is no plan called "none"');
    expect(out).toContain("scenarios/calm.json");
    expect((await run(folder, "lint", "gone")).code).toBe(2);
    expect((await run(folder, "lint", "--severity", "grave")).code).toBe(2);
    const empty = own({ target: 0 });
    const said = await run(plans({ empty }), "lint", "empty");
    expect([said.code, said.err]).toEqual([2, expect.stringContaining("the target is 0")]);
  });
});

describe("shipped scenarios", () => {
  test("the status quo has notes alone, but for what its plans invite people to do", async () => {
    const { files } = await found(shipped(), "status-quo");
    const plain = files[0]!.findings.filter(({ money }) => money === undefined);
    expect(plain.map(({ severity }) => severity)).toEqual(plain.map(() => "info"));
    expect(plain.map(({ id }) => id)).toEqual(["cliff", "unbounded-pay"]);
  });

  test.each([
    ["mql-bonus-tripled", ["cliff"]],
    ["lump-bonus-cliff", ["cliff", "dead-zone", "several-equilibria"]],
  ])("%s is warned of", async (id, wanted) => {
    const { code, files } = await found(shipped(id), id);
    const warnings = files[0]!.findings.filter(({ severity }) => severity === "warning");
    expect(code).toBe(1);
    expect(warnings.map((finding) => finding.id)).toEqual(expect.arrayContaining(wanted));
  });
});

const published = (id: string) =>
  folderWith({
    "scenarios/published/base.json": shippedText("published/base"),
    [`scenarios/published/${id}.json`]: shippedText(`published/${id}`),
  });

/** Defects with figures in published plan documents, each a scenario of its own. */
describe("defects of published documents", () => {
  test.each([
    [
      "edgar-1125920-2012-quarterly",
      "document-differs",
      "prints 750.00, and its own rule gives 570.00",
    ],
    ["edgar-931058-ebitda-and-revenue-tables", "cliff", "That is 32.5% of what the period pays"],
    ["edgar-1073349-2008-matrix", "cap-in-cell", "while the table around it goes on rising"],
    ["edgar-1100917-2007-mip", "cliff", "That is 100% of what the period pays"],
  ])("%s: %s", async (id, finding, words) => {
    const { code, files } = await found(published(id), `published/${id}`);
    expect(code).toBe(1);
    const of = files[0]!.findings.find((one) => one.id === finding);
    expect(of).toMatchObject({ severity: "warning", message: expect.stringContaining(words) });
  });

  // The EBITDA table of exhibit 10.34 as its rows stand, without saying where the leap is: 0 at 80%, 32.5 at 82%.
  test("a leap between two printed rows is a cliff without a jump in the table", async () => {
    const rows = own({
      curve: {
        points: [
          [0.8, 0],
          [0.82, 0.325],
          [0.84, 0.4],
          [1, 1],
        ],
        beyond: 1,
      },
    });
    const { files } = await found(plans({ rows }), "rows");
    expect(files[0]!.findings.find(({ id }) => id === "cliff")).toMatchObject({
      title: expect.stringContaining("19,500 USD lie between 80% and 82% of target"),
      message: expect.stringContaining("That is 32.5%"),
    });
  });

  // Exhibit 10.01 of 2012 again: who meets expectations is paid 75 to 95%, who exceeds them 140 to 175%, and nothing says
  // what is paid between 95 and 140%.
  test("bands with a gap do not load, and the gap is named", async () => {
    const bands = own({
      curve: {
        kind: "stepped",
        rows: [
          { from: 0.75, to: 0.95, share: 0.75 },
          { from: 1.4, to: 1.75, share: 1.4 },
        ],
      },
    });
    const { code, err } = await run(plans({ bands }), "lint", "bands");
    expect(code).toBe(2);
    expect(err).toContain("plans.rep.components.own.curve.rows[0].to");
    expect(err).toContain(
      "there is a gap: between 0.95 and 1.4 the plan says nothing, one band ends before the next starts",
    );
  });

  // In kind: rates for "100 to 110%" and for "105% and above".
  test("tiers that overlap do not load, and the overlap is named", async () => {
    const tiers = own({
      curve: {
        kind: "marginal",
        tiers: [
          { from: 0, to: 1, rate: 1 },
          { from: 1, to: 1.1, rate: 1.5 },
          { from: 1.05, rate: 2 },
        ],
      },
    });
    const { code, err } = await run(plans({ tiers }), "lint", "tiers");
    expect(code).toBe(2);
    expect(err).toContain("curve.tiers[1].to");
    expect(err).toContain("two bands overlap: between 1.05 and 1.1 both say what is paid");
  });

  test("above the last band nothing is said, and that is told", async () => {
    const ends = own({
      curve: {
        kind: "stepped",
        rows: [
          { from: 0.75, share: 0.75 },
          { from: 1, to: 1.75, share: 1 },
        ],
      },
    });
    const { ids } = await found(plans({ ends }), "ends");
    expect(ids).toContain("open-curve");
  });
});
