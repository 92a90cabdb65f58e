/** When something was done, as a person says it: in the browser's own zone. */
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** "30 September 2027, 14:05". */
export function whenOf(iso: string): string {
  const date = new Date(iso);
  return `${day.format(date)}, ${time.format(date)}`;
}
