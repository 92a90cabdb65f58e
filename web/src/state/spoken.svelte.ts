/** What a screen reader is told about results as they change: politely, at most every two seconds, the newest only. */
const PAUSE = 2_000;

class Spoken {
  text = $state("");
  #next: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    this.#next = text;
    if (this.#timer === undefined) this.#speak();
  }

  #speak(): void {
    this.#timer = undefined;
    if (this.#next === undefined) return;
    this.text = this.#next;
    this.#next = undefined;
    this.#timer = setTimeout(() => this.#speak(), PAUSE);
  }
}

export const spoken = new Spoken();
