import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canonicalText } from "../../models/scenario/canonical.ts";
import type { JsonObject } from "../../models/scenario/text.ts";
import { broken, folderWith, shared, today } from "../server/company.ts";
import { run } from "./terminal.ts";

const canonical = (document: object) => canonicalText(document as JsonObject);
const read = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");

describe("tandem fmt", () => {
  test("writes every scenario of the folder in canonical form, and then finds nothing to do", async () => {
    const folder = folderWith({
      "scenarios/today.json": today,
      "scenarios/emea/shared.json": `\uFEFF${JSON.stringify(shared)}`,
      "scenarios/My Plan.json": today,
      "scenarios/scenario.schema.json": { a: 1 },
    });
    const first = await run(folder, "fmt");
    expect(first.code).toBe(0);
    expect(first.out.split("\n").toSorted()).toEqual([
      "scenarios/My Plan.json",
      "scenarios/emea/shared.json",
      "scenarios/today.json",
    ]);
    expect(read(folder, "scenarios/today.json")).toBe(canonical(today));
    expect(read(folder, "scenarios/emea/shared.json")).toBe(canonical(shared));
    expect(read(folder, "scenarios/scenario.schema.json")).toBe('{\n  "a": 1\n}');
    const second = await run(folder, "fmt", "--check");
    expect(second).toMatchObject({ code: 0, out: "" });
    expect(second.err).toBe("3 scenarios read, 0 not in canonical form");
  });

  test("--check names what is not in canonical form with 1, and writes nothing", async () => {
    const folder = folderWith({ "scenarios/today.json": today, "b.json": canonical(today) });
    const before = statSync(join(folder, "scenarios/today.json")).mtimeMs;
    const { code, out } = await run(folder, "fmt", "--check", "scenarios", "b.json");
    expect(code).toBe(1);
    expect(out).toBe("scenarios/today.json");
    expect(statSync(join(folder, "scenarios/today.json")).mtimeMs).toBe(before);
  });

  test("leaves a file that cannot be read as it is, says where with 2, and formats the others", async () => {
    const bad = '{ "a": 1,\n  "a": 2 }';
    const folder = folderWith({ "scenarios/a.json": bad, "scenarios/today.json": today });
    const { code, out, err } = await run(folder, "fmt");
    expect(code).toBe(2);
    expect(out).toBe("scenarios/today.json");
    expect(err).toMatch(/^scenarios\/a\.json:2:\d+ /);
    expect(read(folder, "scenarios/a.json")).toBe(bad);
    expect((await run(folder, "fmt", "--check", "gone.json")).code).toBe(2);
  });

  test("formats a scenario that has problems of meaning: it parses", async () => {
    const folder = folderWith({ "scenarios/broken.json": broken });
    expect((await run(folder, "fmt", "broken")).code).toBe(0);
    expect(read(folder, "scenarios/broken.json")).toBe(canonical(JSON.parse(broken)));
  });

  test("finds the shipped scenarios in canonical form", async () => {
    const { code, out } = await run(join(import.meta.dirname, "../.."), "fmt", "--check");
    expect(out).toBe("");
    expect(code).toBe(0);
  });
});

describe("tandem import", () => {
  test("takes a file in under its name or another, in canonical form, and writes over nothing", async () => {
    const folder = folderWith({ "scenarios/today.json": today, "My child.json": shared });
    const { code, out } = await run(folder, "import", "My child.json");
    expect({ code, out }).toEqual({ code: 0, out: "scenarios/my-child.json is written." });
    expect(read(folder, "scenarios/my-child.json")).toBe(canonical(shared));
    expect((await run(folder, "import", "My child.json")).code).toBe(2);
    expect((await run(folder, "import", "My child.json", "--as", "b")).code).toBe(0);
  });

  test("refuses what cannot be read, has problems or has no parent here, and says why", async () => {
    const folder = folderWith({
      "scenarios/other.json": today,
      "cut.json": '{ "format": 1, ',
      "shared.json": shared,
      "people.csv": "id\n",
    });
    expect((await run(folder, "import", "cut.json")).err).toMatch(/^cut\.json:1:/);
    const orphan = await run(folder, "import", "shared.json");
    expect(orphan.code).toBe(2);
    expect(orphan.err).toContain("today.json");
    expect((await run(folder, "import", "people.csv")).err).toContain(
      "scenarios are imported so far",
    );
    expect((await run(folder, "import", "shared.json", "--as", "../x")).code).toBe(2);
    expect(readdirSync(join(folder, "scenarios"))).toEqual(["other.json"]);
  });
});

describe("tandem export", () => {
  test("prints a scenario as it stands, or with all it inherits and where it starts from", async () => {
    const folder = folderWith({
      "scenarios/today.json": today,
      "scenarios/shared.json": canonical(shared),
    });
    expect(`${(await run(folder, "export", "shared")).out}\n`).toBe(canonical(shared));
    const flat = await run(folder, "export", "shared", "--flat");
    expect(JSON.parse(flat.out)).toMatchObject({
      currency: "USD",
      behaviour: { statusQuo: "today.json" },
    });
    expect(flat.err).toContain("calibrated on today.json");
    expect((await run(folder, "export", "shard")).err).toContain("did you mean shared?");
  });

  test("prints a broken file as it is, but not flat", async () => {
    const folder = folderWith({ "scenarios/a.json": "{ broken" });
    expect((await run(folder, "export", "a")).out).toBe("{ broken");
    const { code, err } = await run(folder, "export", "a", "--flat");
    expect(code).toBe(2);
    expect(err).toMatch(/^a\.json:1:/);
    writeFileSync(join(folder, "scenarios/a.json"), new Uint8Array([0xff]));
    expect((await run(folder, "export", "a")).code).toBe(2);
  });
});
