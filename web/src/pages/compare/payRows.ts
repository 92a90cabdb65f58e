/** The rows of pay by role: teams and their roles, with what each mode shows of them. */
import { inSentence, percentChange, wholeMoneyChange } from "../../lib/format.ts";
import { scaleAround, ticksOf, type Scale } from "../../lib/scale.ts";
import { teamName } from "./tables.ts";
import {
  type Change,
  isResponseKnown,
  type People,
  type Range,
  type TeamView,
  unansweredIn,
  type View,
} from "./view.ts";

/** What the bars of the pay rows show. */
export type PayMode = "change" | "percent" | "distribution";

export type PayRow = {
  id: string;
  title: string;
  headcount: number;
  level: number | null;
  pay: Change;
  people: People;
  /** A team's row sums up the roles under it. */
  isTeam: boolean;
};

export function payRows(teams: readonly TeamView[]): PayRow[] {
  return teams.flatMap((team) => [
    // A role may be called as its team is.
    { ...team, id: `team ${team.team}`, title: teamName(team), isTeam: true },
    ...team.roles.map((role) => ({ ...role, isTeam: false })),
  ]);
}

export type Bar = { mechanical: number; total: number; luck?: Range; both?: Range };

/** A row's bar in money, or as a share of its pay at the baseline. */
export function barOf({ pay, level }: PayRow, mode: PayMode): Bar {
  const per = mode === "percent" ? (level ?? 0) : 1;
  const by = (value: number) => (per === 0 ? 0 : value / per);
  const range = ({ p5, p95 }: Range) => ({ p5: by(p5), p95: by(p95) });
  return {
    mechanical: by(pay.mechanical),
    total: by(pay.mean),
    ...(pay.luck && { luck: range(pay.luck) }),
    ...(pay.both && { both: range(pay.both) }),
  };
}

/** One scale for all roles; a very long interval is cut at the edge rather than crushing every bar. */
export function payScale(rows: readonly PayRow[], mode: PayMode): Scale {
  const bars = rows.filter(({ isTeam }) => !isTeam).map((row) => barOf(row, mode));
  const ends = bars.flatMap(({ both }) => (both ? [both.p5, both.p95] : []));
  return scaleAround(
    [...bars.flatMap(({ mechanical, total }) => [mechanical, total]), ...ends],
    0.02,
  );
}

/** Ticks that read apart: where nothing changes, or hardly, there is no room for round amounts. */
export function payTicks(scale: Scale, mode: PayMode, currency: string): number[] {
  const ticks = ticksOf(scale, 4);
  const labels = ticks.map((tick) => payTickLabel(tick, mode, currency));
  const readApart = new Set(labels).size === labels.length && !labels.some(isNothing);
  return readApart ? ticks : ticks.filter((tick) => tick === 0);
}

/** A tick beside zero that rounds to it: "$0", "0%". */
function isNothing(label: string): boolean {
  return label !== "0" && !/[1-9]/.test(label);
}

export function payTickLabel(value: number, mode: PayMode, currency: string): string {
  if (value === 0) return "0";
  return mode === "percent" ? percentChange(value, 0) : wholeMoneyChange(value, currency);
}

/** What a bar says, read aloud. */
export function barLabel(row: PayRow, view: View): string {
  const { pay } = row;
  const change = wholeMoneyChange(pay.mean, view.currency);
  const parts = `${inSentence(unansweredIn(view))} ${wholeMoneyChange(pay.mechanical, view.currency)}, response ${isResponseKnown(view.focus) ? wholeMoneyChange(pay.response, view.currency) : "not known"}`;
  const range = pay.both
    ? `, nine years of ten from ${wholeMoneyChange(pay.both.p5, view.currency)} to ${wholeMoneyChange(pay.both.p95, view.currency)}`
    : "";
  return `${row.title}: ${change}, ${parts}${range}`;
}
