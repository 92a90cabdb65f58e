/** Problems as lines people and editors read: file:line:column path message (hint). */
import type { Fault } from "../fault.ts";

export function lineOf({ file, line, column, path, message, hint }: Fault): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  const said = hint ? `${message} (${hint})` : message;
  return [place, path, said].filter(Boolean).join("  ");
}
