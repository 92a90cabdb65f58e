/** Locking results and holding a later run against them, as a person or a pipeline calls it. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../git/repository.ts";

const slow = 120_000;

test(
  "a lock holds until a scenario says something else, and then names what moved",
  { timeout: slow },
  async () => {
    const one = repository("reference-a", "reference-b");
    const written = await one.tandem("lock", "--runs", "16", "--workers", "1");
    expect(written).toMatchObject({
      code: 0,
      out: expect.stringContaining("2 scenarios locked in scenarios/results.lock.json"),
    });
    const text = one.read("scenarios/results.lock.json");
    await one.tandem("lock", "--runs", "16", "--workers", "2");
    expect(one.read("scenarios/results.lock.json")).toBe(text);
    expect(await one.tandem("lock", "--check", "--workers", "1")).toMatchObject({
      code: 0,
      out: "2 scenarios checked, nothing moved",
    });

    const document = Object.fromEntries(Object.entries(one.document("reference-b")).toReversed());
    one.write(
      "scenarios/reference-b.json",
      JSON.stringify({ ...document, name: "Another name" }, null, 5),
    );
    expect((await one.tandem("lock", "reference-b", "--check")).code).toBe(0);

    // Ten account executives with 1,000 more of base pay: 10,000 more pay, 1,000 for one of them.
    one.edit("reference-a", (d) => (d.roles.ae.basePay = 81_000));
    const { code, out } = await one.tandem("lock", "--check", "--workers", "1");
    expect(code).toBe(1);
    expect(out).toContain("scenarios/reference-a.json: moved");
    expect(out).toMatch(/expected pay [\d,]+ → [\d,]+ \(\+10,000, \+\d\.\d\d%\)/);
    expect(out).toMatch(/expected pay of one ae [\d,]+ → [\d,]+ \(\+1,000, /);
    expect(out).toMatch(/expected CCOS \d\d\.\d\d% → \d\d\.\d\d% \(\+0\.\d\d points\)/);
    expect(out).toContain("scenarios/reference-b.json: moved"); // it inherits base pay
    expect(out).not.toContain("expected bookings");

    await one.tandem("lock", "reference-a", "--runs", "16", "--workers", "1");
    expect((await one.tandem("lock", "reference-a", "--check")).code).toBe(0);
    expect((await one.tandem("lock", "reference-b", "--check")).code).toBe(1);
  },
);

test("scenarios that came and went are named", { timeout: slow }, async () => {
  const one = repository("reference-a", "reference-b");
  await one.tandem("lock", "reference-a", "--runs", "8", "--workers", "1");
  one.git("mv", "scenarios/reference-a.json", "scenarios/today.json");
  rmSync(join(one.root, "scenarios/reference-b.json"));
  const { code, out } = await one.tandem("lock", "--check", "--workers", "1");
  expect(code).toBe(1);
  expect(out.split("\n")).toEqual([
    "scenarios/today.json: is not locked",
    "scenarios/reference-a.json: is locked, and there is no such scenario",
  ]);
});

test(
  "a folder is one lock, with the folders in it; a folder in it is a part of that",
  { timeout: slow },
  async () => {
    const one = repository("reference-a");
    const text = one.read("scenarios/reference-a.json");
    one.write("scenarios/emea/today.json", text);
    one.write("scenarios/emea/next.json", text);
    await one.tandem("lock", "scenarios", "--runs", "8", "--workers", "1");
    const locked = () => Object.keys(JSON.parse(one.read("scenarios/results.lock.json")).scenarios);
    expect(locked().toSorted()).toEqual(["emea/next", "emea/today", "reference-a"]);
    rmSync(join(one.root, "scenarios/emea/next.json"));
    const { code, out } = await one.tandem("lock", "scenarios/emea", "--check", "--workers", "1");
    expect({ code, out }).toEqual({
      code: 1,
      out: "scenarios/emea/next.json: is locked, and there is no such scenario",
    });
    await one.tandem("lock", "scenarios/emea", "--runs", "8", "--workers", "1");
    expect(locked().toSorted()).toEqual(["emea/today", "reference-a"]);
    one.write("elsewhere/scenarios/a.json", text);
    const apart = await one.tandem("lock", "scenarios", "elsewhere/scenarios", "--check");
    expect(apart.err).toContain("is not in the folder scenarios; lock it apart");
  },
);

test("a check without a lock, or with one that a merge broke, says so", async () => {
  const one = repository("reference-a");
  expect(await one.tandem("lock", "--check")).toMatchObject({
    code: 2,
    err: expect.stringContaining("lock writes it"),
  });
  one.write("scenarios/results.lock.json", '{ "format": 9 }');
  expect(await one.tandem("lock", "--check")).toMatchObject({
    code: 2,
    err: expect.stringContaining("this is no lock of results"),
  });
});
