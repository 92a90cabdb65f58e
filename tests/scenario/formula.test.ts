import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pow } from "../../models/math/elementary.ts";
import { ProblemError } from "../../models/problem.ts";
import { compileFormula, formulaFunctions, isCompiled } from "../../models/scenario/formula.ts";

const values: Record<string, number> = { ote: 160_000, a: 1, b: 2, c: 3, zero: 0, half: 0.5 };

function valueOf(text: string): number {
  const compiled = compileFormula(text);
  if (!isCompiled(compiled)) throw new ProblemError([compiled]);
  return compiled.evaluate((name) => values[name]!);
}

function refusal(text: string): string {
  const compiled = compileFormula(text);
  if (isCompiled(compiled)) throw new Error(`${text} was accepted`);
  expect(compiled).toMatchObject({ code: "bad-formula", path: "" });
  return `${compiled.message} | ${compiled.hint}`;
}

describe("what a formula means", () => {
  // By hand.
  test.each<[string, number]>([
    ["= 2 * ote", 320_000],
    ["=1000000 / 12", 1_000_000 / 12],
    ["= 1 - 2 - 3", -4],
    ["= 2 / 2 / 2", 0.5],
    ["= 2 + 3 * 4", 14],
    ["= -2^2", -4],
    ["= (-2)^2", 4],
    ["= 2^3^2", 512],
    ["= 2^-1", 0.5],
    ["= - - 2", 2],
    ["= +a", 1],
    ["= 1.5e3", 1500],
    ["= .5", 0.5],
    ["= round(2.5)", 3],
    ["= round(-2.5)", -3],
    ["= round(0.49999999999999)", 0],
    ["= round(-0.4)", 0],
    ["= floor(-1.5)", -2],
    ["= ceil(-1.5)", -1],
    ["= mod(7, 3)", 1],
    ["= mod(-7, 3)", 2],
    ["= mod(7, -3)", -2],
    ["= mod(-7, -3)", -1],
    ["= mod(6, -3)", 0],
    ["= mod(5.5, 2)", 1.5],
    ["= min(3, 1, 2)", 1],
    ["= max(3, 1, 2)", 3],
    ["= abs(-3)", 3],
    ["= clamp(5, 0, 3)", 3],
    ["= clamp(-5, 0, 3)", 0],
    ["= pow(2, 10)", 1024],
    ["= sqrt(144)", 12],
    ["= exp(0)", 1],
    ["= log(1)", 0],
    ["= if(a < b, 10, 20)", 10],
    ["= a < b ? 10 : 20", 10],
    ["= a > b ? 10 : b > c ? 20 : 30", 30],
    ["= a < b and b < c ? 1 : 0", 1],
    ["= a > b or not (b > c) ? 1 : 0", 1],
    ["= true and not false ? 1 : 0", 1],
    ["= a < b < c ? 1 : 0", 1],
    ["= a < c < b ? 1 : 0", 0],
    ["= a <= a == a ? 1 : 0", 1],
    ["= a != b ? 1 : 0", 1],
    // What decides not is not computed.
    ["= if(zero == 0, 0, a / zero)", 0],
    ["= zero != 0 and a / zero > 1 ? 1 : 2", 2],
    ["= zero == 0 or a / zero > 1 ? 1 : 2", 1],
  ])("%s is %d", (text, expected) => {
    const value = valueOf(text);
    expect(value).toBe(expected);
  });

  test("comparison is exact, where a tolerant one would say equal", () => {
    expect(valueOf("= 1 == 1.00000000000001 ? 1 : 0")).toBe(0);
    expect(valueOf("= 0.1 + 0.2 == 0.3 ? 1 : 0")).toBe(0);
    expect(valueOf("= 1 < 1.00000000000001 ? 1 : 0")).toBe(1);
  });

  test("minus zero is zero", () => {
    for (const text of [
      "= -zero",
      "= zero * -1",
      "= ceil(-0.5)",
      "= -0",
      "= mod(-3, 3)",
      "= round(-0.1)",
    ]) {
      expect(Object.is(valueOf(text), 0)).toBe(true);
    }
  });

  test("the names it uses are known, each once, in order", () => {
    const compiled = compileFormula("= if(b > a, ote * a, statusQuo / b)");
    expect(isCompiled(compiled) && compiled.names).toEqual(["b", "a", "ote", "statusQuo"]);
  });

  test("every function is named with how to call it", () => {
    expect(formulaFunctions).toEqual([
      "min(a, b, …)",
      "max(a, b, …)",
      "abs(x)",
      "floor(x)",
      "ceil(x)",
      "round(x)",
      "mod(a, b)",
      "if(condition, a, b)",
      "clamp(x, low, high)",
      "pow(a, b)",
      "sqrt(x)",
      "exp(x)",
      "log(x)",
    ]);
  });
});

describe("what has no value", () => {
  test.each<[string, string]>([
    ["= a / zero", "division by 0 in a / zero"],
    ["= a / (b - 2)", "division by 0"],
    ["= mod(a, zero)", "mod by 0"],
    ["= zero ^ -1", "division by 0"],
    ["= pow(zero, -1)", "division by 0"],
    ["= (-8) ^ (1 / 3)", "below 0 to a broken power"],
    ["= sqrt(-1)", "root of a number below 0"],
    ["= log(0)", "log of a number not above 0"],
    ["= log(-1)", "log of a number not above 0"],
    ["= exp(1000)", "too large"],
    ["= 1e308 * 10", "too large"],
    ["= min(1e308 * 10, 5)", "too large"],
    ["= 10 ^ 400", "too large"],
    ["= clamp(1, 3, 2)", "low end above its high end"],
    ["= a + nothing", "nothing has no value"],
  ])("%s: %s", (text, said) => {
    expect(() => valueOf(text)).toThrow(ProblemError);
    expect(() => valueOf(text)).toThrow(said);
  });
});

describe("what is refused", () => {
  test.each<[string, string]>([
    // Not a formula, or empty.
    ["2 * ote", "starts with"],
    ["=", "empty"],
    ["=   ", "empty"],
    // Characters.
    ["= 'a'", "'"],
    ['= "a"', '"'],
    ["= [1, 2]", "no lists"],
    ["= {x: 1}", "no lists"],
    ["= a; b", "one expression"],
    ["= a # b", "#"],
    ["= a \\ b", "\\"],
    ["= a % b", "mod(a, b)"],
    ["= 12%", "0.12"],
    ["= 1\n+ 2", "control character"],
    ["= 1\t+ 2", "control character"],
    ["= é", "é"],
    ["= ａ", "ａ"],
    ["= 2 × 3", "×"],
    ["= a\u0000", "control character"],
    ["= a | b", "|"],
    ["= a & b", "&"],
    ["= ~a", "~"],
    ["= a @ b", "@"],
    ["= `a`", "`"],
    // Assignment, factorial, properties.
    ["= x = 3", "assigns nothing"],
    ["== 1", "single ="],
    ["= a === b", "single ="],
    ["= f(x) = 2 * x", "single ="],
    ["= a!", "lone !"],
    ["= !a", "lone !"],
    ["= a.b", "point"],
    ["= ote.constructor", "point"],
    ["= a?.b", "point"],
    ["= a ?? b", "nullish"],
    ["= 1..2", "cannot be read"],
    ["= 2 .* 3", "point"],
    ["= 2.*3", "dotMultiply"],
    ["= 1:3", "range"],
    ["= 1:2:3", "range"],
    // Implicit multiplication.
    ["= 2 ote", "operator is missing"],
    ["= 2ote", "runs into"],
    ["= a b", "operator is missing"],
    ["= 2(3)", "operator is missing"],
    ["= (2)(3)", "operator is missing"],
    ["= (a)b", "operator is missing"],
    // Numbers.
    ["= 0x10", "decimal"],
    ["= 0b11", "decimal"],
    ["= 0o17", "decimal"],
    ["= 1e999", "too large"],
    ["= 1e-999", "too small"],
    ["= 1234567890123456", "15 digits"],
    ["= 0.1234567890123456", "15 digits"],
    ["= 1_000", "runs into"],
    ["= 1,000", "cannot be read"],
    ["= Infinity", "Infinity"],
    ["= NaN", "NaN"],
    ["= null", "null"],
    ["= undefined", "undefined"],
    // Names and calls.
    ["= __proto__", "__proto__"],
    ["= constructor", "constructor"],
    ["= toString", "toString"],
    ["= valueOf()", "valueOf"],
    ["= hasOwnProperty(1)", "hasOwnProperty"],
    ["= my_name", "my_name"],
    ["= $x", "$x"],
    ["= config(1)", "no function called"],
    ["= import(1)", "no function called"],
    ["= parse(1)", "no function called"],
    ["= evaluate(1)", "no function called"],
    ["= simplify(a)", "no function called"],
    ["= createUnit(a)", "no function called"],
    ["= ote(3)", "no function called"],
    ["= rond(3)", "did you mean round(x)?"],
    ["= (min)(1, 2)", "cannot be read"],
    ["= min", "call it"],
    ["= min(1)", "2 to 20 arguments, not 1"],
    ["= round(1, 2)", "takes 1 argument, not 2"],
    ["= if(a > b, 1)", "3 arguments, not 2"],
    ["= abs()", "1 argument, not 0"],
    ["= 2 mod 3", "mod"],
    ["= a xor b", "xor"],
    ["= a to b", '"to"'],
    ["= 2 in", '"in"'],
    // Numbers and conditions.
    ["= true", "condition, not a number"],
    ["= a == b", "condition, not a number"],
    ["= (a < b) + 1", "number is needed"],
    ["= not a > b ? 1 : 0", "condition is needed"],
    ["= a ? 1 : 0", "condition is needed"],
    ["= a and b ? 1 : 0", "condition is needed"],
    ["= if(a < b, 1, a > b)", "choice between"],
    ["= min(a < b, 1)", "number is needed"],
    // Broken.
    ["= (a", "not closed"],
    ["= a)", "did not open"],
    ["= )(", "did not open"],
    ["= a +", "cannot be read"],
    ["= * a", "cannot be read"],
    ["= a ? b", "cannot be read"],
    ["= f(", "not closed"],
    ["= ,", "cannot be read"],
  ])("%s: %s", (text, said) => {
    expect(refusal(text)).toContain(said);
  });

  test("at its bounds it is read, above them refused", () => {
    expect(valueOf(around("(", 32))).toBe(1);
    expect(refusal(around("(", 33))).toContain("32 deep");
    expect(valueOf(around("abs(", 32))).toBe(1);
    expect(refusal(around("abs(", 33))).toContain("32 deep");

    // Each term after the first is one operator and two parts: 199 of them make 399 parts, 200 make 401.
    expect(valueOf(`=1${"+1".repeat(199)}`)).toBe(200);
    expect(refusal(`=1${"+1".repeat(200)}`)).toContain("400 parts");
    expect(refusal(`=1${"+1".repeat(201)}`)).toContain("200 operators");
    expect(valueOf(`=${"-".repeat(200)}1`)).toBe(1);
    expect(refusal(`=${"-".repeat(201)}1`)).toContain("200 operators");
    expect(refusal(`=${"not ".repeat(201)}true ? 1 : 0`)).toContain("200 operators");

    // 20 arguments and the call are 21 parts: with 18 plus signs 19 calls make 417.
    const call = `min(${Array(20).fill("1").join(",")})`;
    expect(valueOf(`=${Array(18).fill(call).join("+")}`)).toBe(18);
    expect(refusal(`=${Array(19).fill(call).join("+")}`)).toContain("400 parts");

    expect(valueOf(`=${" ".repeat(1998)}1`)).toBe(1);
    expect(refusal(`=${" ".repeat(1999)}1`)).toContain("2,000 characters");

    expect(valueOf("= 1 < 2 < 3 < 4 < 5 ? 1 : 0")).toBe(1);
    expect(refusal("= 1 < 2 < 3 < 4 < 5 < 6 ? 1 : 0")).toContain("4 comparisons");

    expect(valueOf("= 123456789012345")).toBe(123456789012345);
  });
});

/** 1 inside so many calls or parentheses. */
function around(open: string, depth: number): string {
  return `=${open.repeat(depth)}1${")".repeat(depth)}`;
}

describe("against an evaluator of its own", () => {
  type Tree =
    | { op: "number"; value: number }
    | { op: "name"; name: string }
    | { op: "neg"; args: [Tree] }
    | { op: "+" | "-" | "*" | "/" | "^"; args: [Tree, Tree] }
    | { op: "min" | "max" | "mod" | "abs" | "floor" | "round" | "clamp"; args: Tree[] }
    | { op: "?"; test: "<" | "<=" | "==" | "!="; args: [Tree, Tree, Tree, Tree] };

  const { tree } = fc.letrec<{ tree: Tree }>((tie) => {
    const of = (count: number) => fc.tuple(...Array.from({ length: count }, () => tie("tree")));
    const call = (op: string, count: number) =>
      of(count).map((args) => ({ op, args }) as unknown as Tree);
    return {
      tree: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc
          .integer({ min: 0, max: 12 })
          .map((value) => ({ op: "number" as const, value: value / 4 })),
        fc.constantFrom("a", "b", "half", "zero").map((name) => ({ op: "name" as const, name })),
        ...["+", "-", "*", "/", "^", "min", "max", "mod"].map((op) => call(op, 2)),
        ...["neg", "abs", "floor", "round"].map((op) => call(op, 1)),
        call("clamp", 3),
        fc
          .tuple(fc.constantFrom("<", "<=", "==", "!="), of(4))
          .map(([against, args]) => ({ op: "?", test: against, args }) as unknown as Tree),
      ),
    };
  });

  /** How tightly an operator binds, as documented: choice, comparison, sum, product, sign, power. */
  const strength: Record<string, number> = {
    "?": 0,
    "+": 2,
    "-": 2,
    "*": 3,
    "/": 3,
    neg: 4,
    "^": 5,
  };

  /** The tree as text, with no more parentheses than the documented order of operators needs. */
  function written(node: Tree): string {
    const inner = (child: Tree, least: number) =>
      (strength[child.op] ?? 9) < least ? `(${written(child)})` : written(child);
    switch (node.op) {
      case "number":
        return String(node.value);
      case "name":
        return node.name;
      case "neg":
        return `-${inner(node.args[0], 4)}`;
      case "+":
      case "*":
      case "-":
      case "/": {
        const own = strength[node.op]!;
        return `${inner(node.args[0], own)} ${node.op} ${inner(node.args[1], own + 1)}`;
      }
      case "^":
        // Right to left; a sign may stand in the exponent.
        return `${inner(node.args[0], 6)}^${inner(node.args[1], 4)}`;
      case "?": {
        const [a, b, yes, no] = node.args;
        return `${inner(a, 2)} ${node.test} ${inner(b, 2)} ? ${inner(yes, 1)} : ${written(no)}`;
      }
      case "min":
      case "max":
      case "mod":
      case "abs":
      case "floor":
      case "round":
      case "clamp":
        return `${node.op}(${node.args.map(written).join(", ")})`;
      default:
        return node satisfies never;
    }
  }

  /** The tree's value, or undefined where it has none. */
  function evaluated(node: Tree): number | undefined {
    if (node.op === "number") return node.value;
    if (node.op === "name") return values[node.name]!;
    if (node.op === "?") {
      const [a, b] = [evaluated(node.args[0]), evaluated(node.args[1])];
      if (a === undefined || b === undefined) return undefined;
      const holds = { "<": a < b, "<=": a <= b, "==": a === b, "!=": a !== b }[node.test];
      return evaluated(node.args[holds ? 2 : 3]);
    }
    const args = node.args.map(evaluated);
    if (args.includes(undefined)) return undefined;
    const [x, y, z] = args as [number, number, number];
    const result = {
      neg: () => -x,
      "+": () => x + y,
      "-": () => x - y,
      "*": () => x * y,
      "/": () => (y === 0 ? Number.NaN : x / y),
      "^": () => pow(x, y),
      min: () => (x < y ? x : y),
      max: () => (x > y ? x : y),
      mod: () => {
        const rest = x % y;
        return rest === 0 || Math.sign(rest) === Math.sign(y) ? rest : rest + y;
      },
      abs: () => (x < 0 ? -x : x),
      floor: () => Math.floor(x),
      // Halves away from zero.
      round: () => Math.sign(x) * (Math.trunc(Math.abs(x)) + (Math.abs(x) % 1 >= 0.5 ? 1 : 0)),
      clamp: () => (y > z ? Number.NaN : x < y ? y : x > z ? z : x),
    }[node.op]();
    return Number.isFinite(result) ? result : undefined;
  }

  test("random formulas come to what their tree comes to, or to a named fault", () => {
    const law = fc.property(tree, (node) => {
      const text = `= ${written(node)}`;
      const expected = evaluated(node);
      if (text.length > 2000) return;
      const compiled = compileFormula(text);
      if (!isCompiled(compiled)) {
        expect(compiled.message).toMatch(/more than|longer than/);
        return;
      }
      const run = () => compiled.evaluate((name) => values[name]!);
      if (expected === undefined) {
        expect(run).toThrow(/division by 0|mod by 0|too large|broken power|low end/);
      } else expect(run()).toBe(expected + 0);
    });
    fc.assert(law, { numRuns: 1000 });
  });

  test("no text whatever runs, hangs or throws", () => {
    const part = fc.constantFrom(
      ..."ote a b min( if( ( ) ) ( + - * / ^ < > == != = ! ? : , . 1 2.5 1e9 0x1 ' \" [ ] { } ; # % \\ and or not xor to in mod true null NaN i e end constructor __proto__ this function => ` $ _ ~ | & @ \n é".split(
        " ",
      ),
      " ",
    );
    const text = fc.oneof(
      fc.array(part, { maxLength: 30 }).map((parts) => parts.join("")),
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.string({ unit: "grapheme-ascii", maxLength: 40 }),
    );
    const law = fc.property(text, (body) => {
      const compiled = compileFormula(`=${body}`);
      if (!isCompiled(compiled)) {
        expect(compiled.message).not.toBe("");
        return;
      }
      for (const name of compiled.names) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9]*$/);
      try {
        const value = compiled.evaluate(() => 2);
        expect(Number.isFinite(value) && typeof value === "number").toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ProblemError);
      }
    });
    fc.assert(law, { numRuns: 1500 });
  });
});
