import { readFileSync } from "node:fs";
import Fastify from "fastify";
import { describe, expect, test } from "vitest";
import { scenarioJsonSchema } from "../../models/scenario/jsonSchema.ts";
import type { JsonObject } from "../../models/scenario/text.ts";

const fileOf = (id: string) =>
  JSON.parse(
    readFileSync(new URL(`../../scenarios/${id}.json`, import.meta.url), "utf8"),
  ) as JsonObject;

/** Judges documents by the published schema, as an editor does, through the validator that Fastify brings. */
async function judge(): Promise<(document: JsonObject) => Promise<boolean>> {
  const app = Fastify({
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, strict: false } },
  });
  app.post("/", { schema: { body: scenarioJsonSchema() } }, () => "ok");
  await app.ready();
  return async (payload) =>
    (await app.inject({ method: "POST", url: "/", payload })).statusCode === 200;
}

const accepts = await judge();
const child = (fields: JsonObject) =>
  accepts({ format: 1, name: "Child", extends: "reference-a.json", ...fields });

describe("the published schema", () => {
  test("accepts the reference scenarios, root and child", async () => {
    expect(await accepts(fileOf("reference-a"))).toBe(true);
    expect(await accepts(fileOf("reference-b"))).toBe(true);
  });

  test("a root must be whole, a child need not be", async () => {
    const { roles: _, ...without } = fileOf("reference-a");
    expect(await accepts(without)).toBe(false);
    expect(await child({})).toBe(true);
    expect(await child({ roles: { ae: { headcount: 12 } } })).toBe(true);
  });

  test("a child removes with null, a root does not", async () => {
    expect(
      await child({
        plans: { ae: { components: { bookings: null } } },
        behaviour: { epsilon: null },
        alignment: null,
      }),
    ).toBe(true);
    expect(await accepts({ ...fileOf("reference-a"), alignment: null })).toBe(false);
  });

  test("curves and uncertain numbers stay whole in a child", async () => {
    expect(await child({ behaviour: { epsilon: { mean: 0.3, sd: 0.1 } } })).toBe(true);
    expect(await child({ behaviour: { epsilon: { mean: 0.3 } } })).toBe(false);
    expect(
      await child({ plans: { ae: { components: { bookings: { curve: { kind: "flat" } } } } } }),
    ).toBe(true);
    expect(
      await child({ plans: { ae: { components: { bookings: { curve: { beyond: 2 } } } } } }),
    ).toBe(false);
    expect(await child({ plans: { ae: { components: { bookings: { curve: null } } } } })).toBe(
      true,
    );
  });

  test("a deal size merges, and a pool may change its form of funding", async () => {
    expect(await child({ funnel: { segments: { all: { dealSize: { mean: 50000 } } } } })).toBe(
      true,
    );
    expect(
      await child({
        pools: { joint: { funding: { shareOfExcess: null, over: null, amount: 1000 } } },
      }),
    ).toBe(true);
  });

  test("unknown keys and wrong values are refused at any depth of a child", async () => {
    expect(await child({ plans: { ae: { components: { bookings: { wieght: 1 } } } } })).toBe(false);
    expect(await child({ roles: { ae: { headcount: "ten" } } })).toBe(false);
    expect(await child({ roles: { ae: { headcount: "= 2 * 5" } } })).toBe(true);
    expect(
      await child({
        funnel: { segments: { all: { sources: { inbound: { spend: { elastcity: 1 } } } } } },
      }),
    ).toBe(false);
    expect(await child({ format: 2 })).toBe(false);
  });

  test("titles, descriptions and units are there for hovering, in both forms", () => {
    const { definitions } = scenarioJsonSchema() as {
      definitions: Record<string, { properties: JsonObject }>;
    };
    for (const name of ["Role", "RolePatch"]) {
      expect(definitions[name]!.properties["basePay"]).toMatchObject({
        title: "Base pay",
        description: "Of one person, a year.",
        unit: "money",
      });
    }
  });

  test("every reference leads somewhere", () => {
    const text = JSON.stringify(scenarioJsonSchema());
    const { definitions } = scenarioJsonSchema() as { definitions: JsonObject };
    for (const [, name] of text.matchAll(/"#\/definitions\/([^"]+)"/g))
      expect(Object.keys(definitions)).toContain(name);
  });
});
