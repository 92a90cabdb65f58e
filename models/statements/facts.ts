/**
 * Facts: what happened in a year, as statements are paid on it: deals, people, stated measures, exceptions.
 *
 * Terms     money and measures are decimal texts ("12500.00"), exact; days are "2027-03-31"; row = line of the file.
 * Not here  reading them from tables of text (readFacts.ts).
 * Source    docs/guide/statements.md#files
 */

export type Deal = {
  id: string;
  owner: string;
  segment: string;
  source: string;
  created: string;
  /** Day it was won; undefined while open or lost. */
  won?: string | undefined;
  amount: string;
  /** Undefined: the scenario's. */
  currency?: string | undefined;
  margin?: string | undefined;
  termMonths?: number | undefined;
  /** Day the customer paid. */
  paid?: string | undefined;
  cancelled?: string | undefined;
  /** Owners with their shares, where not the owner alone. */
  split?: readonly { person: string; share: string }[] | undefined;
  row: number;
};

/** A stretch of time that a person spends in a role; a move is two of them. */
export type Assignment = {
  role: string;
  /** First and last day, within the calendar or before it. */
  start?: string | undefined;
  end?: string | undefined;
  basePay?: string | undefined;
  targetVariable?: string | undefined;
  territory?: string | undefined;
  salaryCurrency?: string | undefined;
};

export type Participant = {
  id: string;
  name: string;
  manager?: string | undefined;
  group?: string | undefined;
  eligibleFrom?: string | undefined;
  leave: readonly { from: string; to: string }[];
  /** One after another. */
  assignments: readonly Assignment[];
  row?: number | undefined;
};

/** A measure that is not made of deals, for a person, role, team, or "company". */
export type MeasureFact = {
  participant: string;
  measure: string;
  /** "2027-03", "2027-Q1", "2027-H1" or "2027". */
  period: string;
  value: string;
  row: number;
};

/** Money paid outside the plan, with its reason. */
export type ExceptionFact = {
  participant: string;
  /** Month it is paid with. */
  month: string;
  amount: string;
  reason: string;
  row: number;
};

export type Facts = {
  deals: readonly Deal[];
  /** Undefined: the scenario's own people, and the owners its deals name, of the only role that owns deals. */
  people?: readonly Participant[] | undefined;
  measures: readonly MeasureFact[];
  exceptions: readonly ExceptionFact[];
};

/** A table of text with a header, as read from CSV or a sheet: `lines[i]` is the file's line of `rows[i]`. */
export type Table = {
  file: string;
  header: readonly string[];
  rows: readonly (readonly string[])[];
  lines: readonly number[];
};
