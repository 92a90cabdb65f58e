/**
 * Statements as rows of a table, a line of a statement each: for CSV.
 *
 * Always    amounts are the decimal texts of the statement; a statement's rows add up to its total.
 */
import type { Statement } from "#models";

/** Names of the columns. */
export const statementColumns = [
  "participant",
  "name",
  "role",
  "period",
  "line",
  "kind",
  "title",
  "how",
  "amount",
  "currency",
] as const;

/** One statement's rows. */
export function statementRows({ participant, period, currency, lines }: Statement): string[][] {
  const { id, name, role } = participant;
  return lines.map((line) => [
    id,
    name,
    role,
    period,
    line.id,
    line.kind,
    line.title,
    line.how,
    line.amount,
    currency,
  ]);
}
