import type { DeltaSetting } from "#models";
import { type HistoryEntry, logNow, versionsAround, versionsNow } from "../git/history.ts";
import { later, pathIn, topOf } from "../git/git.ts";
import { changedScenarios, type ScenarioChange, versionsIn } from "../git/versions.ts";
import { commitOf, folderAt } from "../git/revisions.ts";
import { type Command, exit } from "./command.ts";
import { wanted } from "./diff.ts";
import { type Io, startProgress } from "./io.ts";
import { parse, UsageError, wholeNumber } from "./options.ts";
import { toldChanges } from "./report/diff.ts";

/** Who changed a scenario, when, with which words, and what each commit changed in plan language. */
export const command: Command = {
  usage: "history FILE [--most N] [--money] [--json]",
  help: [
    "Lists the commits that changed a scenario or a file it extends, the newest first, through renames, each with its",
    "changes in plan words. What is not committed yet stands first.",
    "",
    "  --most N   commits to list (left out: 20)",
    "  --money    also what each change adds to expected pay, which takes longer",
    "  --json     everything as JSON",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = parse(args, {
      most: { type: "string" },
      money: { type: "boolean" },
      json: { type: "boolean" },
    });
    if (positionals.length !== 1) throw new UsageError("history takes one scenario");
    const most = wholeNumber("most", values.most, { from: 1, to: 1000 }) ?? 20;
    const { root, only } = wanted(positionals, io.cwd);
    const id = only![0]!;
    const { why, entries, uncommitted } = logNow(root, id, most);
    if (why !== undefined) {
      io.err(`${positionals[0]}  ${why}, so it has no history`);
      return exit.unusable;
    }
    const progress = startProgress(io);
    const setting: DeltaSetting = { money: values.money ?? false };
    const told = entries.map((entry, i) => {
      progress.tell(`${i + 1} of ${entries.length} commits read`);
      return { ...entry, changes: changesIn(root, entry, setting) };
    });
    const open = uncommitted ? await uncommittedIn(root, id, setting) : [];
    progress.end();
    if (values.json) io.out(JSON.stringify({ id, uncommitted: open, entries: told }, null, 2));
    else print({ open, told, uncommitted }, io);
    return exit.done;
  },
};

function changesIn(
  root: string,
  { commit, id }: HistoryEntry,
  setting: DeltaSetting,
): ScenarioChange[] {
  const { before, after } = versionsAround(root, commit);
  return changedScenarios(before, after, { ...setting, only: [id] });
}

async function uncommittedIn(
  root: string,
  id: string,
  setting: DeltaSetting,
): Promise<ScenarioChange[]> {
  const top = await later(root, topOf());
  const head = await later(root, commitOf("HEAD"));
  const before = versionsIn(await later(root, folderAt(head, pathIn(top ?? root, root) ?? "")));
  return changedScenarios(before, versionsNow(root), { ...setting, only: [id] });
}

type Told = HistoryEntry & { changes: ScenarioChange[] };

function print(
  { open, told, uncommitted }: { open: ScenarioChange[]; told: Told[]; uncommitted: boolean },
  io: Io,
): void {
  if (uncommitted) {
    io.out("not committed yet");
    for (const line of words(open)) io.out(line);
  }
  for (const { short, author, when, message, changes } of told) {
    io.out(`${short}  ${when.slice(0, 10)}  ${author}  ${message}`);
    for (const line of words(changes)) io.out(line);
  }
}

function words(changes: ScenarioChange[]): string[] {
  if (changes.length === 0) return ["  nothing but layout, or files it does not read"];
  return toldChanges(changes, (id) => `${id}.json`).flatMap(({ what, lines, foot }) => [
    ...(what === "" ? [] : [`  ${what}`]),
    ...lines.map(
      ({ says, money, indent }) =>
        `${indent ? "    " : "  "}${[says, money].filter(Boolean).join(" · ")}`,
    ),
    ...foot.map((text) => `  ${text}`),
  ]);
}
