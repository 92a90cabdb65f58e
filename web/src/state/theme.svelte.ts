/** Light or dark: as the system says, or as chosen and remembered on this machine. */
import { MediaQuery } from "svelte/reactivity";
import { readKept, keep } from "./kept.ts";

export type ThemeChoice = "system" | "light" | "dark";

const KEY = "theme";
const systemDark = new MediaQuery("(prefers-color-scheme: dark)");

class Theme {
  #choice = $state<ThemeChoice>(choiceFrom(readKept(KEY)));
  #printing = $state(false);

  constructor() {
    this.#show();
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  /** What is on the screen now; plots drawn on a canvas follow it. */
  get current(): "light" | "dark" {
    if (this.#printing) return "light";
    if (this.#choice !== "system") return this.#choice;
    return systemDark.current ? "dark" : "light";
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice;
    keep(KEY, choice === "system" ? undefined : choice);
    this.#show();
  }

  /** Paper is white whatever the screen is. */
  print(printing: boolean): void {
    this.#printing = printing;
    this.#show();
  }

  #show(): void {
    const shown = this.#printing ? "light" : this.#choice;
    if (shown === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = shown;
  }
}

export const theme = new Theme();

function choiceFrom(kept: unknown): ThemeChoice {
  return kept === "light" || kept === "dark" ? kept : "system";
}
