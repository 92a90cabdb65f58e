import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { folderWith } from "../server/company.ts";
import { run } from "./terminal.ts";

const base = readFileSync(new URL("../../scenarios/published/base.json", import.meta.url), "utf8");

/** A folder with the small company and children of it, which bring plans and examples. */
function plans(files: Record<string, object>): string {
  const written = Object.entries(files).map(([name, patch]): [string, Buffer] => {
    const document = { format: 1, name, extends: "base.json", ...patch };
    return [`scenarios/${name}.json`, Buffer.from(JSON.stringify(document, null, 1))];
  });
  return folderWith({ "scenarios/base.json": Buffer.from(base), ...Object.fromEntries(written) });
}

const commission = (component: object) => ({
  roles: { rep: { plan: "rep" } },
  plans: {
    rep: {
      title: "Sales plan",
      components: {
        own: {
          measure: "bookings",
          scope: "individual",
          period: "month",
          title: "Commission",
          rate: 0.1,
          ...component,
        },
      },
    },
  },
});
const sound = commission({ examples: [{ title: "A tenth", given: { measure: 1500 }, pays: 150 }] });
const wrong = commission({ examples: [{ title: "A tenth", given: { measure: 1500 }, pays: 151 }] });
const printed = commission({
  examples: [{ given: { measure: 1500 }, pays: 150, documentPrints: 155 }],
});

describe("check", () => {
  test("shows expected beside got, and exits with 0 where all holds", async () => {
    const { code, out, err } = await run(plans({ sound }), "check", "sound");
    expect([code, err]).toEqual([0, ""]);
    expect(out.split("\n")).toEqual([
      "scenarios/sound.json",
      "          Expected     Got",
      "─────────────────────────────────",
      "Sales plan · Commission",
      "  A tenth (measure 1,500)",
      "    pays    150.00  150.00  holds",
      "",
      "1 figure checked in 1 scenario, none fails",
    ]);
  });

  test("--quiet tells only what does not hold, and the count of all", async () => {
    const folder = plans({ sound, wrong });
    const calm = await run(folder, "check", "--quiet", "sound");
    expect([calm.code, calm.out]).toEqual([0, "1 figure checked in 1 scenario, none fails"]);
    const { code, out } = await run(folder, "check", "--quiet", "sound", "wrong");
    expect(code).toBe(1);
    expect(out).not.toContain("scenarios/sound.json");
    expect(out).toMatch(
      /scenarios\/wrong.json[^]*FAILS[^]*2 figures checked in 2 scenarios, 1 fails$/,
    );
  });

  test("a figure that fails is told with its difference, place and working, and exits with 1", async () => {
    const { code, out } = await run(plans({ sound, wrong }), "check", "sound", "wrong");
    expect(code).toBe(1);
    expect(out).toMatch(/pays +151\.00 +150\.00 +-1\.00 +FAILS/);
    expect(out).toMatch(
      /scenarios\/wrong\.json:\d+ {2}plans\.rep\.components\.own\.examples\[0\]\.pays/,
    );
    expect(out).toContain("A tenth: 1,500 gives 1,500 × 0.1");
    expect(out).toContain("2 figures checked in 2 scenarios, 1 fails");
  });

  test("what the document prints against its rule is told and does not fail", async () => {
    const { code, out } = await run(plans({ printed }), "check", "printed");
    expect(code).toBe(0);
    expect(out).toMatch(/the document prints +155\.00 +150\.00 +-5\.00 +document differs/);
    expect(out).toContain("none fails, 1 printed against the document's own rule");
  });

  test("an inherited example that no longer holds names the parent's file, and exits with 1", async () => {
    const child = { extends: "sound.json", plans: { rep: { components: { own: { rate: 0.2 } } } } };
    const { code, out } = await run(plans({ sound, child }), "check", "child");
    expect(code).toBe(1);
    expect(out).toContain("INHERITED, NO LONGER HOLDS");
    expect(out).toMatch(/scenarios\/sound\.json:\d+/);
    expect(out.replaceAll(/\s+/g, " ")).toContain(
      "inherited from sound.json, and this file changes rate",
    );
  });

  test("without files, or of a folder, every scenario is checked, and one without examples says so", async () => {
    const folder = plans({ sound });
    const { code, out } = await run(folder, "check");
    expect(code).toBe(0);
    expect(out).toContain("scenarios/base.json has no examples");
    expect(out).toContain("1 figure checked in 2 scenarios, none fails");
    expect(await run(folder, "check", "scenarios")).toEqual({ code, out, err: "" });
  });

  test("--json gives every figure by file", async () => {
    const { code, out } = await run(plans({ wrong }), "check", "wrong", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      {
        id: "wrong",
        file: "scenarios/wrong.json",
        outcomes: [
          {
            verdict: "fails",
            expected: "151.00",
            got: "150.00",
            difference: "-1.00",
            file: "scenarios/wrong.json",
          },
        ],
      },
    ]);
  });

  test("a scenario that does not load is told on the error stream, and exits with 2", async () => {
    const { code, out, err } = await run(
      plans({ sound, broken: { roles: { rep: { plan: "none" } } } }),
      "check",
    );
    expect(code).toBe(2);
    expect(err).toContain('there is no plan called "none"');
    expect(out).toContain("scenarios/sound.json");
    expect((await run(plans({ sound }), "check", "gone")).code).toBe(2);
  });

  test("an example without any expected figure is a problem of the file", async () => {
    const silent = commission({ examples: [{ given: { measure: 1500 } }] });
    const { code, out } = await run(plans({ silent }), "validate", "silent");
    expect(code).toBe(1);
    expect(out).toContain("the example does not say what it pays");
  });
});
