/** Small things remembered in this browser. Where nothing can be kept, everything still works until the page closes. */
const PREFIX = "tandem.";

export function readKept(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
  } catch {
    return null;
  }
}

/** Calls back when another tab keeps something else under a key; returns how to stop. */
export function followKept(key: string, changed: (value: unknown) => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.key === PREFIX + key) changed(readKept(key));
  };
  addEventListener("storage", listen);
  return () => removeEventListener("storage", listen);
}

export function keep(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Private windows and full disks: the choice lasts until the page closes.
  }
}
