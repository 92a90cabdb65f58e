/**
 * Files of what happened, as a person gives them: which table each is, told by its columns, else by its name.
 *
 * Not here  reading what they say: the engine does, with the place of every fault.
 */
import type { FactsFile, FactsKind } from "../engine/payroll.ts";

/** What each table is called on the page. */
export const kindTitles: Readonly<Record<FactsKind, string>> = {
  deals: "deals",
  people: "roster",
  measures: "measures",
  exceptions: "exceptions",
};

/** The tables as the server names them. */
export const kindOfServer = {
  actuals: "deals",
  roster: "people",
  measures: "measures",
  exceptions: "exceptions",
} as const;

/** Most bytes of one file, as on the server. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Which table a file is. */
export function kindOfFile(file: string, text: string): FactsKind {
  const [header = ""] = text.replace(/^\ufeff/, "").split(/\r|\n/, 1);
  const columns = new Set(
    header
      .toLowerCase()
      .split(/[,;\t]/)
      .map((name) => name.trim().replaceAll('"', "")),
  );
  const has = (...names: string[]) => names.some((name) => columns.has(name));
  if (has("reason")) return "exceptions";
  if (has("measure")) return "measures";
  if (has("owner", "won", "created")) return "deals";
  if (has("role")) return "people";
  const name = file.toLowerCase();
  if (/roster|people/.test(name)) return "people";
  if (/measure/.test(name)) return "measures";
  return /exception/.test(name) ? "exceptions" : "deals";
}

/** Files as tables of text; what cannot be one is said. */
export async function readFiles(
  files: Iterable<File>,
): Promise<{ files: FactsFile[]; refused: string[] }> {
  const read: FactsFile[] = [];
  const refused: string[] = [];
  for (const file of files) {
    if (file.size > MOST_BYTES) refused.push(`${file.name} is larger than 16 MiB`);
    else if (/\.xlsx?$/i.test(file.name))
      refused.push(`${file.name} is a workbook: save its sheet as CSV`);
    else {
      const text = await textOf(file);
      if (text === undefined) refused.push(`${file.name} is not UTF-8 text: save it as CSV UTF-8`);
      else read.push({ kind: kindOfFile(file.name, text), file: file.name, text });
    }
  }
  return { files: read, refused };
}

async function textOf(file: File): Promise<string | undefined> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return undefined;
  }
}
