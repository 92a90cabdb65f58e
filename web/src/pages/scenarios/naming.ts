/** Names for new files that nobody has yet. */

/** The id itself, or with the first number that makes it free. */
export function freeName(id: string, taken: readonly string[]): string {
  if (!taken.includes(id)) return id;
  for (let number = 2; ; number++) {
    const next = `${id}-${number}`;
    if (!taken.includes(next)) return next;
  }
}

/** A display name as the name of a file. */
export function idFor(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 63);
}
