import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { company, folderWith } from "./company.ts";
import { siteOver } from "./site.ts";

const deals = "id,owner,amount,won\r\nD-1,ae-01,40000,2027-01-15\r\n";

describe("the tables beside a scenario", () => {
  test("are those of its own name, or where it has none the whole set of its nearest ancestor", async () => {
    const inherited = await siteOver(
      folderWith({
        ...company,
        "today.actuals.csv": deals,
        "today.roster.csv": "id,role\nae-01,ae\n",
        "shared.notes.csv": "not a table of facts",
      }),
    );
    const response = await inherited.inject("/api/facts/shared");
    expect(response.statusCode).toBe(200);
    expect(response.headers["cache-control"]).toBe("no-store");
    expect(response.json()).toEqual([
      { kind: "actuals", file: "today.actuals.csv", text: deals, problems: [] },
      { kind: "roster", file: "today.roster.csv", text: "id,role\nae-01,ae\n", problems: [] },
    ]);

    const app = await siteOver(
      folderWith({
        ...company,
        "today.actuals.csv": deals,
        "today.roster.csv": "id,role\nae-01,ae\n",
        "shared.roster.csv": "id,role\nae-02,ae\n",
      }),
    );
    expect((await app.inject("/api/facts/shared")).json()).toEqual([
      { kind: "roster", file: "shared.roster.csv", text: "id,role\nae-02,ae\n", problems: [] },
    ]);
    const root = (await app.inject("/api/facts/today")).json();
    expect(root.map(({ file }: { file: string }) => file)).toEqual([
      "today.actuals.csv",
      "today.roster.csv",
    ]);
  });

  test("are none where nothing stands there", async () => {
    const app = await siteOver(folderWith(company));
    expect((await app.inject("/api/facts/today")).json()).toEqual([]);
  });

  test("that cannot be used are there with their problem, and no text", async () => {
    const folder = folderWith({
      ...company,
      "today.actuals.csv": Buffer.from([0x69, 0xe9]),
      "today.measures.csv": Buffer.alloc(16 * 1024 * 1024 + 1, 32),
    });
    const outside = folderWith({ "secret.csv": "secret" });
    symlinkSync(join(outside, "secret.csv"), join(folder, "today.roster.csv"));
    const app = await siteOver(folder);
    const response = await app.inject("/api/facts/today");
    expect(response.body).not.toContain("secret");
    expect(
      response
        .json()
        .map((table: { kind: string; text: null; problems: { code: string; file: string }[] }) => [
          table.kind,
          table.text,
          table.problems[0]?.code,
        ]),
    ).toEqual([
      ["actuals", null, "bad-text"],
      ["roster", null, "bad-text"],
      ["measures", null, "too-large"],
    ]);
  });

  test.each(["nothing", "../today", "..%2ftoday", "today.actuals", "%2Fetc%2Fpasswd", "today%00"])(
    "are not found by the id %s",
    async (id) => {
      const app = await siteOver(folderWith({ ...company, "today.actuals.csv": deals }));
      const response = await app.inject(`/api/facts/${id}`);
      expect([400, 404]).toContain(response.statusCode);
      expect(response.body).not.toContain("ae-01");
    },
  );
});
