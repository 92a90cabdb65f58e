/** Tables of text: a header over a rule, words to the left, numbers to the right. */

type Align = "left" | "right";
export type Column = { title: string; align?: Align };
/** Cells of a line, or the title of a group of lines. */
export type Row = readonly string[] | string;

/**
 * The table's lines; columns as wide as what they hold, two spaces apart; columns that hold nothing are left out. Where
 * it would be wider than `width`, the first column is cut.
 */
export function table(columns: readonly Column[], rows: readonly Row[], width = 100): string[] {
  const lines = rows.filter((row) => typeof row !== "string");
  const shown = columns.map((_, i) => i === 0 || lines.some((line) => (line[i] ?? "") !== ""));
  const widths = columns.map((column, i) => {
    return shown[i]
      ? Math.max(widthOf(column.title), ...lines.map((line) => widthOf(line[i] ?? "")))
      : -2;
  });
  const total = widths.reduce((sum, one) => sum + one + 2, -2);
  if (total > width) widths[0] = Math.max(12, widths[0]! - (total - width));

  const render = (cells: readonly string[]): string => {
    const padded = columns.map(({ align = "right" }, i) => {
      const cell = cells[i] ?? "";
      return i === 0
        ? pad(cut(cell, widths[0]!), widths[0]!, "left")
        : pad(cell, widths[i]!, align);
    });
    return padded
      .filter((_, i) => shown[i])
      .join("  ")
      .trimEnd();
  };
  const head = render(columns.map(({ title }) => title));
  const rule = "─".repeat(Math.min(total, width));
  return [head, rule, ...rows.map((row) => (typeof row === "string" ? row : render(row)))];
}

/** Text in lines of at most `width` characters, the later ones indented. */
export function wrap(text: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** Text of at most `width` characters, cut with an ellipsis. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return `${Array.from(text)
    .slice(0, width - 1)
    .join("")}…`;
}

function pad(text: string, width: number, align: Align): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "left" ? text + space : space + text;
}

function widthOf(text: string): number {
  return Array.from(text).length;
}
