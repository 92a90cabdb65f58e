/**
 * A seal on what this account wrote on this machine, so that a folder from elsewhere cannot give it orders.
 *
 * Always    the key lies outside every folder of scenarios, readable by its owner only; where none can be kept, nothing
 *           is sealed, and what is not sealed is not trusted.
 */
import { createHmac, randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { machineDisk } from "./disk.ts";
import { makeFolders, saveText } from "./save.ts";

/** The seal of a text; undefined where this account cannot keep a key. */
export type Seal = (text: string) => Promise<string | undefined>;

/** By a key in the account's own folder for the state of programs. */
export const machineSeal: Seal = async (text) => {
  const key = await keyIn(stateFolder()).catch(() => undefined);
  return key && createHmac("sha256", key).update(text).digest("base64url");
};

function stateFolder(): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  return XDG_STATE_HOME || LOCALAPPDATA || join(homedir(), ".local", "state");
}

async function keyIn(folder: string): Promise<string | undefined> {
  const path = join(folder, "tandem", "seal.key");
  const read = async (): Promise<string | undefined> => {
    const bytes = await machineDisk.read(path);
    const key = bytes && Buffer.from(bytes).toString();
    return key !== undefined && /^[0-9a-f]{64}$/.test(key) ? key : undefined;
  };
  const known = await read();
  if (known !== undefined) return known;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await makeFolders(machineDisk, folder, ["tandem"]);
  await saveText(machineDisk, path, randomBytes(32).toString("hex"), "none").catch(() => undefined); // another made it
  return read();
}
