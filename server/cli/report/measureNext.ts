/** What to measure next: the uncertain numbers that carry most of what is not known about a figure. */
import { type Drivers, inSentence, measureNext } from "#models";
import { fixed } from "../format.ts";
import { wrap } from "../table.ts";

/** The lines, where anything is uncertain and makes the contribution, or else the bookings, vary. */
export function measureNextLines(drivers: Drivers | null | undefined, width: number): string[] {
  if (!drivers || drivers.numbers.length === 0) return [];
  const key = ["contribution", "bookings"].find((one) => drivers.remainder[one] !== undefined);
  if (key === undefined)
    return ["Nothing to measure next: no uncertain number moves the run rate of contribution."];
  const rows = measureNext(drivers, key);
  const parts = rows.map(({ title, share }) => `${inSentence(title)} ${whole(share)}`);
  const error = Math.max(...rows.map((row) => row.error ?? 0)) * 100;
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

function whole(share: number): string {
  return `${fixed(share * 100, 0)}%`;
}
