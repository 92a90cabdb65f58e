/** One short message at the foot of the page, gone after a while; with a way back where something can be undone. */
type Message = { text: string; action?: { label: string; run: () => void } };

const SHOWN_FOR = 6_000;

class Toast {
  message = $state.raw<Message | undefined>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(message: Message): void {
    clearTimeout(this.#timer);
    this.message = message;
    this.#timer = setTimeout(() => this.hide(), SHOWN_FOR);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.message = undefined;
  }
}

export const toast = new Toast();
