/** What to measure next: the uncertain numbers that carry most of what is not known about a figure. */
import type { Drivers } from "#models";
import { fixed, several } from "../format.ts";
import { wrap } from "../table.ts";

const MOST = 5;
/** Below this a share is not worth a name. */
const LEAST = 0.005;

/** The lines, where anything is uncertain and makes the contribution, or else the bookings, vary. */
export function measureNextLines(drivers: Drivers | null | undefined, width: number): string[] {
  if (!drivers || drivers.numbers.length === 0) return [];
  const key = ["contribution", "bookings"].find((one) => drivers.remainder[one] !== undefined);
  if (key === undefined)
    return ["Nothing to measure next: no uncertain number moves the run rate of contribution."];
  const known = drivers.numbers.filter(({ shares }) => shares[key]! >= LEAST).slice(0, MOST);
  const others = drivers.numbers.filter((number) => !known.includes(number));
  const rest = others.reduce((sum, { shares }) => sum + shares[key]!, 0);
  const parts = [
    ...known.map(({ title, shares }) => `${inSentence(title)} ${whole(shares[key]!)}`),
    ...(rest >= LEAST ? [`${several(others.length, "other")} ${whole(rest)}`] : []),
    `in combination or not attributable ${whole(drivers.remainder[key]!)}`,
  ];
  const error = Math.max(...known.map(({ errors }) => errors[key]!), 0) * 100;
  const luck = drivers.luck[key];
  return [
    ...wrap(`What to measure next: ${parts.join(" · ")}.`, width, "  "),
    ...wrap(
      `Shares of what we do not know about ${key}, run rate, each ± ${fixed(error, 0)} points or less.${
        luck === undefined
          ? ""
          : ` Of the spread of first years luck makes ${whole(luck)}, what we do not know the rest.`
      }`,
      width,
      "  ",
    ),
  ];
}

function inSentence(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

function whole(share: number): string {
  return `${fixed(share * 100, 0)}%`;
}
