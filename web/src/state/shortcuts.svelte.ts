/**
 * Keys: `?` lists them, `g` then a letter goes to a page, a page adds its own while it is shown.
 *
 * Always    silent in text fields, with Ctrl, Alt or Cmd held, and when switched off.
 */
import { keep, readKept } from "./kept.ts";

type Shortcut = { keys: string; does: string; run: (key: string) => void };

const KEY = "shortcuts";
const CHORD_TIME = 1_200;

class Shortcuts {
  #enabled = $state(readKept(KEY) !== "off");
  #groups = $state.raw<readonly { title: string; shortcuts: readonly Shortcut[] }[]>([]);
  #chord: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  sheetOpen = $state(false);

  get enabled(): boolean {
    return this.#enabled;
  }

  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    keep(KEY, enabled ? undefined : "off");
  }

  /** All that work now, by page. */
  get groups() {
    return this.#groups;
  }

  /** Adds a page's keys; returns what takes them away. `keys` is one key, "g s" for two in a row, or "1–5" for digits. */
  add(title: string, shortcuts: readonly Shortcut[]): () => void {
    const group = { title, shortcuts };
    this.#groups = [...this.#groups, group];
    return () => {
      this.#groups = this.#groups.filter((other) => other !== group);
    };
  }

  /** To be called for every key pressed on the page. */
  press(event: KeyboardEvent): void {
    if (!this.#enabled || event.defaultPrevented || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const keys = this.#chord ? `${this.#chord} ${event.key}` : event.key;
    this.#chord = undefined;
    clearTimeout(this.#timer);

    const found = this.#find(keys);
    if (found) {
      event.preventDefault();
      found.run(event.key);
    } else if (this.#all().some((shortcut) => shortcut.keys.startsWith(`${keys} `))) {
      this.#chord = keys;
      this.#timer = setTimeout(() => (this.#chord = undefined), CHORD_TIME);
    }
  }

  #find(keys: string): Shortcut | undefined {
    return this.#all().findLast(
      (shortcut) =>
        shortcut.keys === keys || (isDigits(shortcut.keys) && isInDigits(shortcut.keys, keys)),
    );
  }

  #all(): Shortcut[] {
    return this.#groups.flatMap((group) => group.shortcuts);
  }
}

export const shortcuts = new Shortcuts();

function isDigits(keys: string): boolean {
  return /^\d–\d$/.test(keys);
}

function isInDigits(range: string, key: string): boolean {
  return /^\d$/.test(key) && key >= range.charAt(0) && key <= range.charAt(2);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("dialog[open]")) return true;
  if (target instanceof HTMLInputElement) {
    return !["radio", "checkbox", "range", "button"].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
