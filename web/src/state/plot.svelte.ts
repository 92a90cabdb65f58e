/** One plot with its tools: whether its table is shown in its place, and saving it as a table or a picture. */
import { pictureOf } from "../charts/picture.ts";
import { fileName, saveFile } from "../lib/save.ts";
import { csvOf, type Table } from "../lib/table.ts";
import { tables } from "./tables.svelte.ts";

export type PlotFacts = {
  title: string;
  caption: string;
  table: Table;
  /** Start of the names of saved files. */
  file: string;
  /** Where the numbers come from, written under a saved picture. */
  source: string;
};

/** How a plot was computed, in words and as an equation. */
export type HowComputed = { words: readonly string[]; equation?: string };

export class PlotState {
  /** The plot on the page, to be painted. */
  element: HTMLElement | undefined = $state();
  #facts: () => PlotFacts;
  #own = $state.raw({ turn: -1, shown: false });

  constructor(facts: () => PlotFacts) {
    this.#facts = facts;
  }

  get facts(): PlotFacts {
    return this.#facts();
  }

  /** True while the table stands in the plot's place. */
  get asTable(): boolean {
    return this.#own.turn === tables.turn ? this.#own.shown : tables.shown;
  }

  toggle(): void {
    this.#own = { turn: tables.turn, shown: !this.asTable };
  }

  saveTable(): void {
    const { table, file } = this.facts;
    saveFile(`${fileName(file)}.csv`, `\ufeff${csvOf(table)}`, "text/csv;charset=utf-8");
  }

  async savePicture(): Promise<void> {
    if (!this.element) return;
    const { file, title, caption, source } = this.facts;
    saveFile(`${fileName(file)}.png`, await pictureOf(this.element, { title, caption, source }));
  }
}
