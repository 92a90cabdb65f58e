/** Whether plots show as tables: all at once by a key, or one by its own button. */
class Tables {
  /** What all plots do unless one was told otherwise since. */
  shown = $state(false);
  /** Counts the times all were told at once. */
  turn = $state(0);

  toggle(): void {
    this.shown = !this.shown;
    this.turn += 1;
  }
}

export const tables = new Tables();
