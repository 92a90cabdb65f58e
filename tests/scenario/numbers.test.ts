import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalCdf } from "../../models/math/normal.ts";
import { numberReader, quantileOf, uncertainProblem } from "../../models/scenario/numbers.ts";
import type { Domain, NumberInput, Uncertain } from "../../models/terms.ts";

function reader(
  set: number | null = null,
  parameters: Record<string, NumberInput> = {},
  parameterSets = 64,
) {
  return numberReader({ scenario: { parameters }, set, parameterSets, seed: 7 });
}

describe("plain numbers and means", () => {
  test("a plain number is itself, in every set", () => {
    expect(reader().read("x", 0.3, "share")).toBe(0.3);
    expect(reader(5).read("x", -3, "real")).toBe(-3);
  });

  test("outside simulation an uncertain number is its mean or its middle", () => {
    const { read, uncertainPaths } = reader();
    expect(read("x", { mean: 0.3, sd: 0.1 }, "share")).toBe(0.3);
    expect(read("x", { p10: 0.1, p50: 0.3, p90: 0.6 }, "positive")).toBe(0.3);
    expect(uncertainPaths).toEqual([]);
  });

  test("the uncertain numbers met are listed, sorted, each once; a spread of 0 is none", () => {
    const numbers = reader(null, { growth: { mean: 1.1, sd: 0.1 } });
    numbers.read("b", { mean: 1, sd: 1 }, "positive");
    numbers.read("a", { p10: 1, p50: 2, p90: 3 }, "positive");
    numbers.read("a", { p10: 1, p50: 2, p90: 3 }, "positive");
    numbers.read("c", { mean: 1, sd: 0 }, "positive");
    numbers.read("d", { p10: 2, p50: 2, p90: 2 }, "positive");
    numbers.read("e", "= 2 * growth", "positive");
    expect(numbers.uncertainPaths).toEqual(["a", "b", "parameters.growth"]);
  });

  test("a number outside its domain is a problem and NaN", () => {
    for (const [value, domain] of [
      [1.2, "share"],
      [-0.1, "share"],
      [-1, "positive"],
      [Number.NaN, "real"],
      [Infinity, "positive"],
    ] as const) {
      const { read, problems } = reader();
      expect(read("x", value, domain)).toBeNaN();
      expect(problems).toMatchObject([{ code: "bad-number", path: "x" }]);
    }
  });
});

// One set has its point in the middle: u = 1/2. Two sets have u = 1/4 and 3/4, in some order.
const middle = (input: Uncertain, domain: Domain) => reader(0, {}, 1).read("x", input, domain);
const quarters = (input: Uncertain, domain: Domain) =>
  [0, 1].map((set) => reader(set, {}, 2).read("x", input, domain)).toSorted((a, b) => a - b);

describe("distributions", () => {
  test("a positive number is log-normal: of mean 100 and sd 50 the median is 100 / sqrt(1.25)", () => {
    expect(middle({ mean: 100, sd: 50 }, "positive")).toBeCloseTo(89.442719, 6);
    // ln of the quartiles is ln(89.442719) ± 0.6744898 · sqrt(ln 1.25) = ± 0.3186166.
    const [low, high] = quarters({ mean: 100, sd: 50 }, "positive");
    expect(high! / 89.442719).toBeCloseTo(1.375224, 5);
    expect(low! / 89.442719).toBeCloseTo(1 / 1.375224, 5);
  });

  test("a real number is normal: quartiles at mean ± 0.6744898 sd", () => {
    expect(middle({ mean: -3, sd: 2 }, "real")).toBe(-3);
    const [low, high] = quarters({ mean: 10, sd: 2 }, "real");
    expect(low).toBeCloseTo(8.6510204, 6);
    expect(high).toBeCloseTo(11.3489796, 6);
  });

  test("a share is beta: of mean 1/2 and variance 1/12 it is uniform", () => {
    const [low, high] = quarters({ mean: 0.5, sd: Math.sqrt(1 / 12) }, "share");
    expect(low).toBeCloseTo(0.25, 10);
    expect(high).toBeCloseTo(0.75, 10);
    // Mean 2/3 and variance 1/18 are a beta of shapes 2 and 1, whose share below x is x².
    expect(middle({ mean: 2 / 3, sd: Math.sqrt(1 / 18) }, "share")).toBeCloseTo(Math.SQRT1_2, 10);
  });

  test("dist overrides the domain, and draws outside the domain are held at its bound", () => {
    expect(middle({ mean: 0.5, sd: 0.25, dist: "normal" }, "share")).toBe(0.5);
    expect(middle({ mean: 0.5, sd: 0.25, dist: "logNormal" }, "share")).toBeCloseTo(
      0.5 / Math.sqrt(1.25),
      10,
    );
    const shares = Array.from({ length: 64 }, (_, set) =>
      reader(set).read("x", { mean: 0.9, sd: 0.3, dist: "normal" }, "share"),
    );
    expect(Math.max(...shares)).toBe(1);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    const counts = Array.from({ length: 64 }, (_, set) =>
      reader(set).read("x", { mean: 1, sd: 2, dist: "normal" }, "positive"),
    );
    expect(Math.min(...counts)).toBe(0);
  });

  test("percentiles above 0 are a two-piece log-normal that has them", () => {
    const input = { p10: 0.1, p50: 0.3, p90: 0.6 };
    expect(quantileOf(input, "positive", 0.5)).toBe(0.3);
    expect(quantileOf(input, "positive", 0.9)).toBeCloseTo(0.6, 12);
    expect(quantileOf(input, "positive", 0.1)).toBeCloseTo(0.1, 12);
    // Twice as far out as p90 in z (u = Φ(2 · 1.2815516)): the factor 2 again.
    expect(quantileOf(input, "positive", normalCdf(2 * 1.2815515655446004))).toBeCloseTo(1.2, 10);
    expect(quantileOf(input, "positive", normalCdf(-2 * 1.2815515655446004))).toBeCloseTo(
      0.1 / 3,
      10,
    );
  });

  test("percentiles not all above 0 are a two-piece normal", () => {
    const input = { p10: -1, p50: 0, p90: 3 };
    expect(quantileOf(input, "real", 0.5)).toBe(0);
    expect(quantileOf(input, "real", 0.9)).toBeCloseTo(3, 12);
    expect(quantileOf(input, "real", 0.1)).toBeCloseTo(-1, 12);
    expect(quantileOf(input, "real", normalCdf(2 * 1.2815515655446004))).toBeCloseTo(6, 9);
  });

  test("64 sets have the mean and sd that are stated", () => {
    const input: Uncertain = { mean: 0.3, sd: 0.05 };
    for (const domain of ["share", "positive", "real"] as const) {
      const draws = Array.from({ length: 64 }, (_, set) =>
        reader(set).read("behaviour.epsilon", input, domain),
      );
      const mean = draws.reduce((sum, x) => sum + x, 0) / 64;
      const sd = Math.sqrt(draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 64);
      expect(mean).toBeCloseTo(0.3, 3);
      expect(sd).toBeCloseTo(0.05, 2);
      expect(new Set(draws).size).toBe(64);
    }
  });

  test("a quantile never falls as its share rises, and stays inside the domain of its form", () => {
    const input = fc.oneof(
      fc
        .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }))
        .map(([mean, sd]) => ({
          mean: mean / 100,
          sd: (sd / 100) * Math.sqrt((mean / 100) * (1 - mean / 100)),
        })),
      fc
        .tuple(
          fc.integer({ min: 0, max: 50 }),
          fc.integer({ min: 0, max: 50 }),
          fc.integer({ min: 0, max: 50 }),
        )
        .map(([a, b, c]) => ({ p10: a / 200, p50: (a + b) / 200, p90: (a + b + c) / 200 })),
    );
    const u = fc.integer({ min: 1, max: 999 }).map((n) => n / 1000);
    const law = fc.property(
      input,
      u,
      u,
      fc.constantFrom<Domain>("share", "positive", "real"),
      (number, a, b, domain) => {
        if (uncertainProblem("x", number, domain)) return;
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((at) =>
          quantileOf(number, domain, at),
        );
        expect(low! <= high! + 1e-9).toBe(true);
        if (domain === "positive" && "mean" in number) expect(low).toBeGreaterThan(0);
      },
    );
    fc.assert(law, { numRuns: 300 });
  });

  test("what a number draws hangs on its path, seed and count of sets alone", () => {
    const input: Uncertain = { mean: 1, sd: 0.5 };
    const draw = (path: string, seed: number, before = 0) => {
      const { read } = numberReader({ scenario: {}, set: 3, parameterSets: 64, seed });
      for (let i = 0; i < before; i++) read(`other.${i}`, input, "positive");
      return read(path, input, "positive");
    };
    expect(draw("a.b", 1)).toBe(draw("a.b", 1, 5));
    expect(draw("a.b", 1)).not.toBe(draw("a.c", 1));
    expect(draw("a.b", 1)).not.toBe(draw("a.b", 2));
  });

  test.each<[string, Uncertain, Domain, string]>([
    ["percentiles that fall", { p10: 2, p50: 1, p90: 3 }, "real", "do not rise"],
    ["percentiles that fall above", { p10: 1, p50: 4, p90: 3 }, "real", "do not rise"],
    ["a share's percentile above 1", { p10: 0.1, p50: 0.5, p90: 1.1 }, "share", "from 0 to 1"],
    [
      "a positive number's percentile below 0",
      { p10: -1, p50: 1, p90: 2 },
      "positive",
      "0 or above",
    ],
    ["a mean below 0", { mean: -1, sd: 1 }, "positive", "0 or above"],
    ["a share's mean above 1", { mean: 1.5, sd: 0.1 }, "share", "from 0 to 1"],
    ["a log-normal of mean 0", { mean: 0, sd: 1 }, "positive", "log-normal"],
    [
      "a real log-normal of mean below 0",
      { mean: -1, sd: 1, dist: "logNormal" },
      "real",
      "log-normal",
    ],
    ["a beta of mean 0", { mean: 0, sd: 0.1 }, "share", "beta"],
    ["a beta of mean 1", { mean: 1, sd: 0.1 }, "share", "beta"],
    ["a beta that spreads too far", { mean: 0.5, sd: 0.5 }, "share", "spread"],
    ["a beta above 1", { mean: 2, sd: 0.5, dist: "beta" }, "positive", "beta"],
    ["a spread below 0", { mean: 1, sd: -1 }, "real", "below 0"],
  ])("%s is a problem", (_, input, domain, said) => {
    const { read, problems } = reader(0);
    expect(read("x.y", input, domain)).toBeNaN();
    expect(problems).toMatchObject([{ code: "bad-number", path: "x.y" }]);
    expect(problems[0]!.message).toContain(said);
  });

  test("a spread of 0 is allowed where a spread is not", () => {
    expect(reader(0).read("x", { mean: 1, sd: 0 }, "share")).toBe(1);
    expect(reader(0).read("x", { mean: 0, sd: 0 }, "positive")).toBe(0);
  });
});

function nearby(name: string): number | undefined {
  return { ote: 160_000, statusQuo: 50 }[name];
}

describe("formulas", () => {
  test("names are found nearest first, then among the parameters", () => {
    const numbers = reader(null, { ote: 1, growth: "= 1 + rise", rise: 0.1 });
    expect(numbers.read("x", "= 2 * ote", "positive", nearby)).toBe(320_000);
    expect(numbers.read("x", "= 2 * ote", "positive")).toBe(2);
    expect(numbers.read("x", "= statusQuo * growth", "positive", nearby)).toBeCloseTo(55, 12);
    expect(numbers.problems).toEqual([]);
  });

  test("a name may stand for a number written elsewhere, with a path and names of its own", () => {
    const numbers = reader(null, { factor: 3 });
    const value = numbers.read("plans.ae.weight", "= basePay", "positive", (name) =>
      name === "basePay"
        ? {
            path: "roles.ae.basePay",
            input: "= factor * local",
            domain: "positive",
            names: (inner) => (inner === "local" ? 5 : undefined),
          }
        : undefined,
    );
    expect(value).toBe(15);
  });

  test("an uncertain parameter takes one value a set, wherever it is named", () => {
    const numbers = reader(9, { growth: { mean: 1.1, sd: 0.2 } });
    const growth = numbers.read("parameters.growth", { mean: 1.1, sd: 0.2 }, "real");
    expect(numbers.read("a", "= growth", "real")).toBe(growth);
    expect(numbers.read("b", "= 2 * growth", "real")).toBe(2 * growth);
    expect(growth).not.toBe(1.1);
  });

  test("parameters that need each other are a problem that names them", () => {
    const numbers = reader(null, { a: "= b", b: "= c + 1", c: "= a" });
    expect(numbers.read("x", "= a", "real")).toBeNaN();
    expect(numbers.problems).toMatchObject([
      {
        code: "bad-formula",
        path: "parameters.a",
        message: "formulas that need each other: a → b → c → a",
      },
    ]);
  });

  test("fields that need each other are a problem, also through the caller's names", () => {
    const numbers = reader();
    const names = (name: string): number | undefined =>
      name === "basePay"
        ? numbers.read("roles.ae.basePay", "= targetVariable", "positive", names)
        : name === "targetVariable"
          ? numbers.read("roles.ae.targetVariable", "= basePay", "positive", names)
          : undefined;
    expect(numbers.read("roles.ae.basePay", "= targetVariable", "positive", names)).toBeNaN();
    expect(numbers.problems).toHaveLength(1);
    expect(numbers.problems[0]!.message).toContain("basePay → targetVariable → basePay");
  });

  test("unknown names say what was meant, and each fault is told once", () => {
    const numbers = reader(null, { growth: 1.1 });
    numbers.read("x", "= grwth", "real");
    numbers.read("x", "= grwth", "real");
    expect(numbers.problems).toEqual([
      {
        code: "unknown-name",
        path: "x",
        message: 'the formula names "grwth", which is not known here',
        hint: "did you mean growth?",
      },
    ]);
    const other = reader();
    other.read("x", "= statusQuo", "real");
    expect(other.problems[0]!.message).toContain("statusQuo has no value here");
  });

  test("a faulty parameter is told where it is written, not again where it is named", () => {
    const numbers = reader(null, { growth: "= 1 / 0", scale: "= 2 * growth" });
    expect(numbers.read("x", "= scale", "real")).toBeNaN();
    expect(numbers.problems.map(({ path }) => path)).toEqual(["parameters.growth"]);
    expect(numbers.problems[0]!.message).toContain("division by 0");
  });

  test("a formula's result must lie in the domain of its place", () => {
    const numbers = reader(null, { growth: 1.1 });
    expect(numbers.read("x", "= growth", "share")).toBeNaN();
    expect(numbers.read("y", "= -growth", "positive")).toBeNaN();
    expect(numbers.problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "x: comes to 1.1, and must be from 0 to 1",
      "y: comes to -1.1, and must be 0 or above",
    ]);
  });

  test("names of objects' own workings are unknown names", () => {
    const numbers = reader();
    expect(numbers.read("x", "= constructor", "real")).toBeNaN();
    expect(numbers.read("y", "= hasOwn", "real")).toBeNaN();
    expect(numbers.problems.map(({ path }) => path)).toEqual(["x", "y"]);
  });
});
