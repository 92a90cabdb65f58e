/**
 * Numbers as written to numbers: plain, uncertain ({ mean, sd } or { p10, p50, p90 }) or a formula.
 *
 * Terms     set = one of the parameter sets in which the uncertain numbers take values together; null is outside
 *           simulation, where an uncertain number is its mean or p50; domain: share 0 to 1, positive from 0, real.
 * Formula   a number at set k is its quantile at the Latin-hypercube point k of (seed, path). mean and sd: beta for a
 *           share, log-normal for a positive number, else normal, or as `dist` says. Percentiles, all above 0:
 *           p50 · (p90 / p50)^(z / z90) for z above 0 and with p50 / p10 below; else the same with differences.
 * Always    what a number draws depends on its path, the seed and the count of sets alone; a draw outside the domain
 *           is held at its bound; a mean, middle or formula outside it is a problem; problems collect, and a faulty
 *           number is NaN.
 * Not here  the language of formulas (formula.ts).
 * Source    docs/model.md#uncertain-numbers
 */
import { exp, log } from "../math/elementary.ts";
import { betaQuantile } from "../math/gamma.ts";
import { latinHypercube } from "../math/lowDiscrepancy.ts";
import { normalQuantile } from "../math/normal.ts";
import { hash32 } from "../math/philox.ts";
import { nearest, type Problem, ProblemError } from "../problem.ts";
import { type Domain, isUncertain, type Uncertain } from "../terms.ts";
import { compileFormula, isCompiled } from "./formula.ts";

/** What a name in a formula stands for: a value, or a number written at a path of its own. */
type Named = number | { path: string; input: Input; domain: Domain; names?: Names | undefined };

/** The names a formula sees at its place, nearest first; undefined for a name it does not know. */
type Names = (name: string) => Named | undefined;

/** z of the 90th percentile. */
const Z90 = normalQuantile(0.9);

type Options = {
  /** The scenario whose parameters formulas may name. */
  scenario: { parameters?: Record<string, Input> | undefined };
  /** The parameter set, from 0; null for means and middles. */
  set: number | null;
  parameterSets: number;
  seed: number;
};

type Input = number | string | Uncertain;

export type NumberReader = {
  /** The number written at `path`; NaN where it is faulty, with the fault among `problems`. */
  read: (path: string, input: Input, domain: Domain, names?: Names) => number;
  /** Faults met so far, each once. */
  readonly problems: Problem[];
  /** Paths of the uncertain numbers met so far, sorted; a spread of 0 is not uncertain. */
  readonly uncertainPaths: string[];
};

/** Reads the numbers of one scenario in one parameter set. */
export function numberReader({ scenario, set, parameterSets, seed }: Options): NumberReader {
  const written = new Map(Object.entries(scenario.parameters ?? {}));
  const problems: Problem[] = [];
  const uncertain = new Set<string>();
  const parameters = new Map<string, number>();
  const underWay: string[] = [];

  function read(path: string, input: Input, domain: Domain, names: Names = noNames): number {
    if (underWay.includes(path))
      return fail(circle(path, [...underWay.slice(underWay.indexOf(path)), path]));
    underWay.push(path);
    const value =
      typeof input === "string"
        ? formula(path, input, domain, names)
        : plainOrDrawn(path, input, domain);
    underWay.pop();
    return value;
  }

  function plainOrDrawn(path: string, input: number | Uncertain, domain: Domain): number {
    return isUncertain(input) ? draw(path, input, domain) : checked(path, input, domain);
  }

  function draw(path: string, input: Uncertain, domain: Domain): number {
    const problem = uncertainProblem(path, input, domain);
    if (problem) return fail(problem);
    if (isCertain(input)) return centreOf(input);
    uncertain.add(path);
    if (set === null) return centreOf(input);
    const u = latinHypercube(parameterSets, hash32(path), seed)[set]!;
    return held(quantileOf(input, domain, u), domain);
  }

  function formula(path: string, text: string, domain: Domain, names: Names): number {
    const compiled = compileFormula(text);
    if (!isCompiled(compiled)) return fail({ ...compiled, path });
    const values = new Map(compiled.names.map((name) => [name, named(path, name, names)]));
    if ([...values.values()].some(Number.isNaN)) return NaN;
    try {
      return checked(
        path,
        compiled.evaluate((name) => values.get(name)!),
        domain,
      );
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return fail({ ...error.problems[0]!, path });
    }
  }

  function named(path: string, name: string, names: Names): number {
    const near = names(name);
    if (typeof near === "number") return near;
    if (near) return read(near.path, near.input, near.domain, near.names ?? names);
    const input = written.get(name);
    if (input === undefined) return fail(unknownInFormula(path, name, [...written.keys()]));
    if (!parameters.has(name)) parameters.set(name, read(`parameters.${name}`, input, "real"));
    return parameters.get(name)!;
  }

  function checked(path: string, value: number, domain: Domain): number {
    const low = domain === "real" ? -Infinity : 0;
    const high = domain === "share" ? 1 : Infinity;
    if (Number.isFinite(value) && value >= low && value <= high) return value;
    const bounds =
      domain === "share" ? "from 0 to 1" : domain === "positive" ? "0 or above" : "finite";
    const hint =
      domain === "share"
        ? "shares are fractions: 12% is 0.12"
        : "look at the numbers it is made of";
    return fail({
      code: "bad-number",
      path,
      message: `comes to ${value}, and must be ${bounds}`,
      hint,
    });
  }

  function fail(problem: Problem): number {
    const known = problems.some(
      ({ path, message }) => path === problem.path && message === problem.message,
    );
    if (!known) problems.push(problem);
    return NaN;
  }

  return {
    read,
    problems,
    get uncertainPaths() {
      return [...uncertain].toSorted();
    },
  };
}

/** The problem of numbers whose formulas need each other; `members` starts and ends with the same path. */
export function circle(path: string, members: readonly string[]): Problem {
  const names = members.map((member) => member.split(".").at(-1)!);
  return {
    code: "bad-formula",
    path,
    message: `formulas that need each other: ${names.join(" → ")}`,
    hint: "give one of them a plain number",
  };
}

function noNames(): undefined {
  return undefined;
}

/** The problem of a name in a formula that nothing here is called. */
export function unknownInFormula(
  path: string,
  name: string,
  parameters: readonly string[],
): Problem {
  if (name === "statusQuo") {
    return {
      code: "bad-formula",
      path,
      message: "statusQuo has no value here",
      hint: "it stands for the status quo's mean of a measure, in a target and in a pool's over",
    };
  }
  const known = [...parameters, "basePay", "targetVariable", "ote", "headcount", "statusQuo"];
  const near = nearest(name, known);
  const list =
    parameters.length > 0 ? `parameters are ${parameters.join(", ")}` : `add it under "parameters"`;
  return {
    code: "unknown-name",
    path,
    message: `the formula names "${name}", which is not known here`,
    hint: near ? `did you mean ${near}?` : list,
  };
}

/** Mean or middle of an uncertain number: its value outside simulation. */
function centreOf(input: Uncertain): number {
  return "mean" in input ? input.mean : input.p50;
}

function isCertain(input: Uncertain): boolean {
  return "mean" in input ? input.sd === 0 : input.p10 === input.p90;
}

/** Why no distribution is as an uncertain number says, or undefined. */
export function uncertainProblem(
  path: string,
  input: Uncertain,
  domain: Domain,
): Problem | undefined {
  const fault = (message: string, hint: string): Problem => ({
    code: "bad-number",
    path,
    message,
    hint,
  });
  const bounds = domain === "share" ? "from 0 to 1" : "0 or above";
  const outside = (value: number) =>
    (domain !== "real" && value < 0) || (domain === "share" && value > 1);

  if (!("mean" in input)) {
    const { p10, p50, p90 } = input;
    if (p10 > p50 || p50 > p90)
      return fault(
        `p10 ${p10}, p50 ${p50}, p90 ${p90} do not rise`,
        "one in ten lies below p10 and one in ten above p90",
      );
    if ([p10, p50, p90].some(outside))
      return fault(
        `p10 ${p10}, p50 ${p50}, p90 ${p90} must be ${bounds}`,
        "shares are fractions: 12% is 0.12",
      );
    return undefined;
  }

  const { mean, sd } = input;
  if (outside(mean))
    return fault(`a mean of ${mean} must be ${bounds}`, "shares are fractions: 12% is 0.12");
  if (sd < 0)
    return fault(
      `a standard deviation of ${sd} is below 0`,
      "write how far it spreads, 0 or above",
    );
  if (sd === 0) return undefined;
  const dist = distOf(input.dist, domain);
  if (dist === "logNormal" && mean <= 0)
    return fault(
      `a log-normal number cannot have the mean ${mean}`,
      'give a mean above 0, or "dist": "normal"',
    );
  if (dist === "beta") {
    if (mean <= 0 || mean >= 1)
      return fault(
        `a beta number cannot have the mean ${mean}`,
        "give a mean between 0 and 1, or leave the spread out",
      );
    if (sd * sd >= mean * (1 - mean)) {
      const most = Math.floor(Math.sqrt(mean * (1 - mean)) * 1000) / 1000;
      return fault(
        `a share with mean ${mean} cannot spread as far as sd ${sd}`,
        `the most is about ${most}`,
      );
    }
  }
  return undefined;
}

type Dist = "normal" | "logNormal" | "beta";

function distOf(stated: Dist | undefined, domain: Domain): Dist {
  return stated ?? (domain === "share" ? "beta" : domain === "positive" ? "logNormal" : "normal");
}

/** The value below which a share u of an uncertain number lies. */
export function quantileOf(input: Uncertain, domain: Domain, u: number): number {
  if (isCertain(input)) return centreOf(input);
  const z = normalQuantile(u);
  if (!("mean" in input)) {
    const { p10, p50, p90 } = input;
    const side = z > 0 ? p90 : p10;
    if (p10 > 0) return p50 * exp((Math.abs(z) / Z90) * log(side / p50));
    return p50 + (Math.abs(z) / Z90) * (side - p50);
  }

  const { mean, sd } = input;
  const dist = distOf(input.dist, domain);
  switch (dist) {
    case "normal":
      return mean + sd * z;
    case "logNormal": {
      const variance = log(1 + (sd / mean) * (sd / mean));
      return mean * exp(Math.sqrt(variance) * z - variance / 2);
    }
    case "beta": {
      const size = (mean * (1 - mean)) / (sd * sd) - 1;
      return betaQuantile(u, mean * size, (1 - mean) * size);
    }
    default:
      return dist satisfies never;
  }
}

function held(value: number, domain: Domain): number {
  if (domain === "real") return value;
  return domain === "share" ? Math.min(Math.max(value, 0), 1) : Math.max(value, 0);
}
