/** A headless spreadsheet program that opens a workbook, works it out and gives its sheets. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { tableOf } from "../../server/exchange/csv.ts";

/** Its command; undefined where none is installed, which is then said aloud. */
export const spreadsheet = installed();

function installed(): string | undefined {
  for (const command of ["soffice", "libreoffice"])
    if (spawnSync(command, ["--version"], { timeout: 60_000 }).status === 0) return command;
  console.warn(
    "NO SPREADSHEET PROGRAM: whether the formulas of workbooks give the statements' cents is NOT tested here (install LibreOffice)",
  );
  return undefined;
}

const everySheetAsShown =
  "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";

/** The sheets of workbooks after every formula is worked out, by file and sheet: a header and rows of raw values. */
export function workedOut(
  files: Record<string, Uint8Array>,
): Record<string, Record<string, string[][]>> {
  const folder = mkdtempSync(join(tmpdir(), "tandem-sheet-"));
  try {
    for (const [name, bytes] of Object.entries(files))
      writeFileSync(join(folder, `${name}.xlsx`), bytes);
    const profile = pathToFileURL(join(folder, "profile")).href;
    const out = join(folder, "out");
    const inputs = Object.keys(files).map((name) => join(folder, `${name}.xlsx`));
    const args = [
      `-env:UserInstallation=${profile}`,
      "--headless",
      "--convert-to",
      everySheetAsShown,
      "--outdir",
      out,
    ];
    execFileSync(spreadsheet!, [...args, ...inputs], { timeout: 240_000, stdio: "pipe" });
    const sheets: Record<string, Record<string, string[][]>> = {};
    for (const file of readdirSync(out)) {
      const [, name, sheet] = /^(.*)-(\w+)\.csv$/.exec(file) ?? [];
      const { table } = tableOf(file, readFileSync(join(out, file), "utf8"));
      (sheets[name!] ??= {})[sheet!] = [[...table!.header], ...table!.rows.map((row) => [...row])];
    }
    return sheets;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
