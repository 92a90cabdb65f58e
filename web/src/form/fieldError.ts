/** What is wrong with something typed into a field, and the value the field then had: an error of another value is over. */
export type FieldError = { message: string; at: number | undefined };

/** The message of an error that still stands. */
export function standing(error: FieldError | undefined, value: unknown): string | undefined {
  return error && error.at === value ? error.message : undefined;
}
