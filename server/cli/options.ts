/**
 * Options of a command: parsed strictly, with the nearest known name for a mistyped one.
 *
 * Always    a fault of usage is a UsageError, which the caller answers with exit code 2 and the usage.
 */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { nearest } from "#models";

/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Values of the options a command declares, and what else stands on the line. */
export function parse<const T extends Options>(args: string[], options: T) {
  try {
    const joined = withNegatives(args, options);
    return parseArgs({ args: joined, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(explain(error as NodeJS.ErrnoException, args, Object.keys(options)));
  }
}

/** A whole number within bounds, or undefined where the option was not given. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  { from, to }: { from: number; to: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= from && value <= to) return value;
  throw new UsageError(`--${name} is a whole number from ${from} to ${to}, not "${text}"`);
}

/** `--seed -4` as `--seed=-4`: a number after an option that takes a value is that value. */
function withNegatives(args: string[], options: Options): string[] {
  const end = args.indexOf("--");
  const takesNext = (i: number): boolean =>
    (end < 0 || i < end) &&
    options[args[i]?.replace(/^--/, "") ?? ""]?.type === "string" &&
    /^-\d/.test(args[i + 1] ?? "");
  return args.flatMap((arg, i) => {
    if (i > 0 && takesNext(i - 1)) return [];
    return takesNext(i) ? [`${arg}=${args[i + 1]}`] : [arg];
  });
}

function explain(error: NodeJS.ErrnoException, args: string[], known: string[]): string {
  const unknown = args.find(
    (arg) => arg.startsWith("-") && error.message.includes(`'${arg.split("=")[0]}'`),
  );
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" && unknown) {
    const name = unknown.replace(/^-+/, "").split("=")[0]!;
    const near = nearest(name, known);
    return `there is no option ${unknown.split("=")[0]}${near ? `; did you mean --${near}?` : ""}`;
  }
  const option = /--[a-z-]+/.exec(error.message)?.[0];
  if (error.code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE" && option) {
    const takesNone = error.message.includes("does not take an argument");
    return takesNone ? `${option} takes no value` : `${option} needs a value after it`;
  }
  const [first] = error.message.split(/\.\s|\n/);
  return (first ?? "the options cannot be read").replace(/\.$/, "");
}
