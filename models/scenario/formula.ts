/**
 * Formulas: one expression after an equals sign, read into closures. Nothing of the parsing library is ever run.
 *
 * Grammar   numbers, true, false, names, ( ), + - * / ^, == != < <= > >= (up to 4 in a chain), and or not, c ? a : b,
 *           and calls of the functions below. Of "-2^2" the power comes first: -4. "2^3^2" is 2^9. "not a > b" is
 *           (not a) > b, which is refused; write not (a > b).
 * Formula   round: halves away from 0 · mod(a, b): the sign of b · log: natural · a chain a < b < c: all of its
 *           parts · comparison: exact · -0: 0 · if and ? : and or: only the part that decides is computed.
 * Always    conditions and numbers are kept apart and the result is a number; every number on the way is finite;
 *           division by 0, mod by 0, roots and logs outside their range are named; time is linear in the size.
 * Not here  what names mean (numbers.ts).
 * Source    docs/model.md#uncertain-numbers
 */
import { create, type MathNode, parseDependencies } from "mathjs/number";
import { exp, log, pow } from "../math/elementary.ts";
import { nearest, type Problem, ProblemError } from "../problem.ts";

export type Compiled = {
  /** Names the formula uses, each once, in order of appearance. */
  names: string[];
  /** The formula's value; throws a ProblemError, without a path, where it has none. */
  evaluate: (lookup: (name: string) => number) => number;
};

const MAX_LENGTH = 2000;
const MAX_NODES = 400;
const MAX_OPERATORS = 200;
const MAX_PARENTHESES = 32;
const MAX_DIGITS = 15;
const MAX_CHAIN = 4;

const { parse } = create({ parseDependencies: parseDependencies! }) as {
  parse: (text: string) => MathNode;
};

type Lookup = (name: string) => number;
type NumberOf = (lookup: Lookup) => number;
type TruthOf = (lookup: Lookup) => boolean;
type Value = { kind: "number"; of: NumberOf } | { kind: "condition"; of: TruthOf };

/** A formula with "=" at its start as a closure, or what is wrong with it (the caller knows the path). */
export function compileFormula(text: string): Compiled | Problem {
  try {
    const body = checked(text);
    let tree: MathNode;
    try {
      tree = parse(body);
    } catch (error) {
      // Places are counted from behind the equals sign.
      const said = (error as Error).message.replace(
        / \(char (\d+)\)$/,
        (_, at) => ` at character ${Number(at) + 1}`,
      );
      throw fault(
        `the formula cannot be read: ${said.slice(0, 120)}`,
        "write it like = 2 * ote, with nothing missing between the parts",
      );
    }
    const names = new Set<string>();
    const value = compile(tree, { names, nodes: 0 });
    if (value.kind !== "number")
      throw fault(
        "the formula is a condition, not a number",
        "choose numbers by it: if(condition, a, b)",
      );
    const of = value.of;
    return { names: [...names], evaluate: (lookup) => plusZero(of(lookup)) };
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!;
    throw error;
  }
}

function plusZero(value: number): number {
  return value === 0 ? 0 : value;
}

/** True for a formula that was compiled, false for a problem. */
export function isCompiled(result: Compiled | Problem): result is Compiled {
  return "evaluate" in result;
}

/** Words with a meaning of their own in formulas, which no parameter can have as its name. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name) || functions.has(name) || name in {};
}

const RESERVED: ReadonlySet<string> = new Set(
  "and or not xor to in true false null undefined NaN Infinity statusQuo".split(" "),
);

function fault(message: string, hint: string): ProblemError {
  return new ProblemError([{ code: "bad-formula", path: "", message, hint }]);
}

// ---- before parsing: characters and tokens

const TOKEN =
  /\s*(?:((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|([A-Za-z_$][A-Za-z0-9_$]*)|(==|!=|<=|>=|[-+*/^<>?:(),.=!&|~@`]))/y;

/** The expression of a formula, its characters and sizes checked. */
function checked(text: string): string {
  if (!text.startsWith("=")) throw fault('a formula starts with "="', 'as in "= 2 * ote"');
  if (text.length > MAX_LENGTH)
    throw fault(`the formula is longer than 2,000 characters`, "split it into parameters");
  const body = text.slice(1);
  const odd = /[^\x20-\x7e]/.exec(body);
  if (odd)
    throw fault(
      `the formula has a character it cannot have: ${odd[0].charCodeAt(0) < 32 ? "a control character" : odd[0]}`,
      "use plain letters, digits and + - * / ^ ( )",
    );
  const refused = /["'[\]{};#\\%]/.exec(body);
  if (refused)
    throw fault(`the formula has a character it cannot have: ${refused[0]}`, hintFor(refused[0]));
  if (body.trim() === "")
    throw fault("the formula is empty", 'write an expression after "=", or a plain number');

  let depth = 0;
  let operators = 0;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < body.trimEnd().length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(body);
    if (!match)
      throw fault(
        `the formula cannot be read at ${body.slice(at).trim().slice(0, 12)}`,
        "use plain letters, digits and + - * / ^ ( )",
      );
    const [, digits, name, sign] = match;
    if (digits !== undefined) checkNumber(digits, body.slice(TOKEN.lastIndex, TOKEN.lastIndex + 1));
    else if (name !== undefined) operators += checkName(name);
    else if (sign === "(") depth++;
    else if (sign === ")") depth--;
    else operators += checkSign(sign!);
    if (depth > MAX_PARENTHESES)
      throw fault(
        `the formula has parentheses more than ${MAX_PARENTHESES} deep`,
        "split it into parameters",
      );
    if (depth < 0)
      throw fault(
        "the formula closes a parenthesis that it did not open",
        "write ( where it starts",
      );
    if (operators > MAX_OPERATORS)
      throw fault(
        `the formula has more than ${MAX_OPERATORS} operators`,
        "split it into parameters",
      );
  }
  if (depth > 0)
    throw fault("the formula has a parenthesis that is not closed", "write ) where it ends");
  return body;
}

function hintFor(character: string): string {
  if (character === "%")
    return "shares are fractions: 12% is 0.12; the rest of a division is mod(a, b)";
  if (character === ";") return "a formula is one expression";
  if ("[]{}".includes(character)) return "a formula has no lists; use ( )";
  return "a formula has numbers, names and + - * / ^ ( ) only";
}

function checkNumber(token: string, next: string): void {
  if (/^[A-Za-z_$]/.test(next)) {
    const hint =
      token === "0" && /[xXoObB]/.test(next)
        ? "write numbers in decimal digits"
        : `write * between them, as in ${token} * ${next}…`;
    throw fault(`the number ${token} runs into ${next}`, hint);
  }
  const digits = token
    .replace(/[eE].*$/, "")
    .replace(".", "")
    .replace(/^0+/, "");
  if (digits.length > MAX_DIGITS)
    throw fault(`the number ${token} has more than ${MAX_DIGITS} digits`, "round it");
  const value = Number(token);
  if (!Number.isFinite(value))
    throw fault(`the number ${token} is too large`, "numbers go up to about 1.8e308");
  if (value === 0 && digits !== "")
    throw fault(`the number ${token} is too small to be told from 0`, "write 0");
}

/** Checks a word and says how many operators it is. */
function checkName(name: string): number {
  if (name === "and" || name === "or" || name === "not") return 1;
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name))
    throw fault(`"${name}" cannot be a name`, "names have letters and digits only");
  if (name in {}) throw fault(`"${name}" cannot be a name`, "name a field or a parameter");
  if (name === "xor" || name === "to" || name === "in")
    throw fault(`"${name}" has no meaning in a formula`, "use and, or, not and comparisons");
  return 0;
}

function checkSign(sign: string): number {
  if (sign === "=")
    throw fault(
      "a single = stands inside the formula",
      "compare with ==; a formula assigns nothing",
    );
  if (sign === "!")
    throw fault("a lone ! stands in the formula", "write not (…), or != for different");
  if (sign === ".")
    throw fault(
      "a point stands outside a number",
      "names have no points: give the number a parameter's name",
    );
  if ("&|~@`".includes(sign))
    throw fault(`the formula has a character it cannot have: ${sign}`, "write and, or, not");
  return sign === "," || sign === ":" ? 0 : 1;
}

// ---- after parsing: an allow-list of nodes, each to a closure

type Reading = { names: Set<string>; nodes: number };

function compile(node: MathNode, reading: Reading): Value {
  if (++reading.nodes > MAX_NODES)
    throw fault(`the formula has more than ${MAX_NODES} parts`, "split it into parameters");
  const part = node as unknown as Parts;
  switch (node.type) {
    case "ParenthesisNode":
      return compile(part.content, reading);
    case "ConstantNode":
      return constant(part.value);
    case "SymbolNode":
      return symbol(part.name, reading);
    case "ConditionalNode":
      return choice([part.condition, part.trueExpr, part.falseExpr], reading);
    case "RelationalNode":
      return chain(part.conditionals, part.params, reading);
    case "OperatorNode":
      return operator(part, reading);
    case "FunctionNode":
      return call(part, reading);
    default:
      throw fault(
        `the formula has a part it cannot have (${refusedParts.get(node.type) ?? "unknown"})`,
        "use numbers, names, + - * / ^, comparisons and functions",
      );
  }
}

/** Fields of the nodes that are read, whichever the node has. */
type Parts = {
  content: MathNode;
  value: unknown;
  name: string;
  condition: MathNode;
  trueExpr: MathNode;
  falseExpr: MathNode;
  conditionals: string[];
  params: MathNode[];
  fn: unknown;
  implicit: boolean;
  args: MathNode[];
};

const refusedParts: ReadonlyMap<string, string> = new Map([
  ["AccessorNode", "a point after a name"],
  ["AssignmentNode", "an assignment"],
  ["FunctionAssignmentNode", "an assignment"],
  ["BlockNode", "more than one expression"],
  ["RangeNode", "a range"],
  ["ArrayNode", "a list"],
  ["ObjectNode", "an object"],
  ["IndexNode", "a place in a list"],
]);

function constant(value: unknown): Value {
  if (typeof value === "boolean") return { kind: "condition", of: () => value };
  if (typeof value === "number" && Number.isFinite(value))
    return { kind: "number", of: () => value };
  throw fault(`${String(value)} is not a number here`, "write a number, or if(condition, a, b)");
}

function symbol(name: string, { names }: Reading): Value {
  if (functions.has(name)) throw fault(`${name} is a function`, `call it: ${usage(name)}`);
  names.add(name);
  const of: NumberOf = (lookup) => {
    const value = lookup(name);
    if (Number.isFinite(value)) return value;
    throw fault(`${name} has no value here`, "look for a fault in what it stands for");
  };
  return { kind: "number", of };
}

function choice([condition, yes, no]: [MathNode, MathNode, MathNode], reading: Reading): Value {
  const test = truth(condition, reading);
  const a = compile(yes, reading);
  const b = compile(no, reading);
  if (a.kind === "number" && b.kind === "number") {
    const [left, right] = [a.of, b.of];
    return { kind: "number", of: (lookup) => (test(lookup) ? left(lookup) : right(lookup)) };
  }
  if (a.kind === "condition" && b.kind === "condition") {
    const [left, right] = [a.of, b.of];
    return { kind: "condition", of: (lookup) => (test(lookup) ? left(lookup) : right(lookup)) };
  }
  throw fault("a choice between a number and a condition", "give two numbers to choose from");
}

const comparisons: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ["smaller", (a: number, b: number) => a < b],
  ["smallerEq", (a: number, b: number) => a <= b],
  ["larger", (a: number, b: number) => a > b],
  ["largerEq", (a: number, b: number) => a >= b],
  ["equal", (a: number, b: number) => a === b],
  ["unequal", (a: number, b: number) => a !== b],
]);

function chain(conditionals: string[], params: MathNode[], reading: Reading): Value {
  if (conditionals.length > MAX_CHAIN)
    throw fault(`more than ${MAX_CHAIN} comparisons in a row`, "join shorter ones with and");
  const tests = conditionals.map((name) => comparisons.get(name) ?? refuse(name));
  const values = params.map((param) => number(param, reading));
  return {
    kind: "condition",
    of: (lookup) => {
      let left = values[0]!(lookup);
      for (const [i, test] of tests.entries()) {
        const right = values[i + 1]!(lookup);
        if (!test(left, right)) return false;
        left = right;
      }
      return true;
    },
  };
}

function refuse(name: string): never {
  throw fault(`the operator ${name} has no meaning in a formula`, "use + - * / ^ and comparisons");
}

function operator(node: Parts, reading: Reading): Value {
  const fn = String(node.fn);
  if (node.implicit)
    throw fault(`an operator is missing in ${shown(node)}`, "write *: 2 * ote, not 2 ote");
  const test = comparisons.get(fn);
  if (test) {
    const [a, b] = pair(node, reading);
    return { kind: "condition", of: (lookup) => test(a(lookup), b(lookup)) };
  }
  if (fn === "and" || fn === "or") {
    const [a, b] = [truth(node.args[0]!, reading), truth(node.args[1]!, reading)];
    return {
      kind: "condition",
      of: fn === "and" ? (lookup) => a(lookup) && b(lookup) : (lookup) => a(lookup) || b(lookup),
    };
  }
  if (fn === "not") {
    const a = truth(node.args[0]!, reading);
    return { kind: "condition", of: (lookup) => !a(lookup) };
  }
  if (fn === "unaryMinus" || fn === "unaryPlus") {
    const a = number(node.args[0]!, reading);
    return { kind: "number", of: fn === "unaryMinus" ? (lookup) => -a(lookup) : a };
  }
  const binary = arithmetic.get(fn) ?? refuse(fn);
  const [a, b] = pair(node, reading);
  return { kind: "number", of: (lookup) => finite(binary(a(lookup), b(lookup), node), node) };
}

type Binary = (a: number, b: number, node: Parts) => number;

const arithmetic: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ["add", (a, b) => a + b],
  ["subtract", (a, b) => a - b],
  ["multiply", (a, b) => a * b],
  ["divide", divide],
  ["pow", power],
]);

function divide(a: number, b: number, node: Parts): number {
  if (b === 0) throw fault(`division by 0 in ${shown(node)}`, "guard it: if(x == 0, 0, y / x)");
  return a / b;
}

function power(a: number, b: number, node: Parts): number {
  if (a === 0 && b < 0)
    throw fault(`division by 0 in ${shown(node)}: 0 to a power below 0`, "guard it with if(…)");
  const result = pow(a + 0, b);
  if (Number.isNaN(result))
    throw fault(
      `${shown(node)} has no value: a number below 0 to a broken power`,
      "raise numbers from 0 up",
    );
  return result;
}

function modulo(a: number, b: number, node: Parts): number {
  if (b === 0) throw fault(`mod by 0 in ${shown(node)}`, "guard it with if(…)");
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function finite(value: number, node: Parts): number {
  if (Number.isFinite(value)) return value;
  throw fault(`${shown(node)} is too large to be a number`, "numbers go up to about 1.8e308");
}

type Fn = {
  usage: string;
  least: number;
  most?: number;
  /** Computes the call; arguments are finite numbers. */
  of: (args: number[], node: Parts) => number;
};

const functions: ReadonlyMap<string, Fn> = new Map<string, Fn>([
  ["min", { usage: "min(a, b, …)", least: 2, most: 20, of: (args) => Math.min(...args) }],
  ["max", { usage: "max(a, b, …)", least: 2, most: 20, of: (args) => Math.max(...args) }],
  ["abs", { usage: "abs(x)", least: 1, of: ([x = 0]) => Math.abs(x) }],
  ["floor", { usage: "floor(x)", least: 1, of: ([x = 0]) => Math.floor(x) }],
  ["ceil", { usage: "ceil(x)", least: 1, of: ([x = 0]) => Math.ceil(x) }],
  ["round", { usage: "round(x)", least: 1, of: ([x = 0]) => roundHalfAway(x) }],
  ["mod", { usage: "mod(a, b)", least: 2, of: ([a = 0, b = 0], node) => modulo(a, b, node) }],
  ["if", { usage: "if(condition, a, b)", least: 3, of: () => 0 }],
  ["clamp", { usage: "clamp(x, low, high)", least: 3, of: clamp }],
  ["pow", { usage: "pow(a, b)", least: 2, of: ([a = 0, b = 0], node) => power(a, b, node) }],
  ["sqrt", { usage: "sqrt(x)", least: 1, of: squareRoot }],
  ["exp", { usage: "exp(x)", least: 1, of: ([x = 0]) => exp(x) }],
  ["log", { usage: "log(x)", least: 1, of: logarithm }],
]);

/** Names of the functions a formula may call, with how to call them. */
export const formulaFunctions: readonly string[] = [...functions.values()].map((fn) => fn.usage);

function usage(name: string): string {
  return functions.get(name)!.usage;
}

function roundHalfAway(x: number): number {
  const size = Math.abs(x);
  const whole = Math.floor(size);
  const rounded = size - whole >= 0.5 ? whole + 1 : whole;
  return x < 0 ? -rounded : rounded;
}

function clamp([x = 0, low = 0, high = 0]: number[], node: Parts): number {
  if (low > high)
    throw fault(`${shown(node)} has a low end above its high end`, "write clamp(x, low, high)");
  return Math.min(Math.max(x, low), high);
}

function squareRoot([x = 0]: number[], node: Parts): number {
  if (x < 0)
    throw fault(`${shown(node)}: the root of a number below 0`, "guard it: sqrt(max(x, 0))");
  return Math.sqrt(x);
}

function logarithm([x = 0]: number[], node: Parts): number {
  if (x <= 0) throw fault(`${shown(node)}: the log of a number not above 0`, "guard it with if(…)");
  return log(x);
}

function call(node: Parts, reading: Reading): Value {
  const name = nameOf(node.fn);
  const fn = name === undefined ? undefined : functions.get(name);
  if (name === undefined || fn === undefined) {
    const near = name === undefined ? undefined : nearest(name, [...functions.keys()]);
    const hint = near
      ? `did you mean ${usage(near)}?`
      : `functions are ${[...functions.keys()].join(", ")}; to multiply, write *`;
    throw fault(`there is no function called "${name ?? "…"}"`, hint);
  }
  const { least, most = least } = fn;
  if (node.args.length < least || node.args.length > most) {
    throw fault(
      `${name} takes ${most === 1 ? "1 argument" : `${least === most ? least : `${least} to ${most}`} arguments`}, not ${node.args.length}`,
      `write ${fn.usage}`,
    );
  }
  if (name === "if") return choice(node.args as [MathNode, MathNode, MathNode], reading);
  const args = node.args.map((arg) => number(arg, reading));
  return {
    kind: "number",
    of: (lookup) =>
      finite(
        fn.of(
          args.map((arg) => arg(lookup)),
          node,
        ),
        node,
      ),
  };
}

function nameOf(fn: unknown): string | undefined {
  const callee = fn as Partial<{ type: string; name: string }> | null;
  return callee?.type === "SymbolNode" ? callee.name : undefined;
}

function pair(node: Parts, reading: Reading): [NumberOf, NumberOf] {
  return [number(node.args[0]!, reading), number(node.args[1]!, reading)];
}

function number(node: MathNode, reading: Reading): NumberOf {
  const value = compile(node, reading);
  if (value.kind === "number") return value.of;
  throw fault(
    `a condition stands where a number is needed: ${shown(node)}`,
    "choose numbers by it: if(condition, 1, 0)",
  );
}

function truth(node: MathNode, reading: Reading): TruthOf {
  const value = compile(node, reading);
  if (value.kind === "condition") return value.of;
  throw fault(
    `a number stands where a condition is needed: ${shown(node)}`,
    "compare it, as in x > 0",
  );
}

/** A part of the formula as written, for messages. */
function shown(node: unknown): string {
  const text = String(node);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
