/** Which subfolders of the list are open, remembered in this browser. */
import { keep, readKept } from "../../state/kept.ts";

const KEY = "scenarios.open";

class OpenFolders {
  #open = $state.raw<readonly string[]>(start());

  has(folder: string): boolean {
    return folder === "" || this.#open.includes(folder);
  }

  toggle(folder: string): void {
    this.#open = this.has(folder)
      ? this.#open.filter((one) => one !== folder)
      : [...this.#open, folder];
    keep(KEY, this.#open);
  }
}

function start(): string[] {
  const kept = readKept(KEY);
  return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
}

export const openFolders = new OpenFolders();
