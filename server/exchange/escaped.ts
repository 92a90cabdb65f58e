/** Text in HTML: one way for every page that is written here. */

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML shows it; control characters, which it cannot hold, are left out. */
export function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const shown = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "");
  return shown.replaceAll(/[&<>"']/g, (mark) => entities[mark]!);
}
