import { AppError, type FieldError } from "../contract/errors.ts";
import type { Schedule } from "../contract/meetings.ts";

/** What somebody typed into a form, by the names of its fields. */
export type FormValues = Record<string, string>;

/** What a page shows of a form; empty when it is shown for the first time. */
export type FormState = {
  values: FormValues;
  /** Messages by field; the first of each. */
  errors: Record<string, string>;
  /** An error that concerns no single field. */
  problem?: string;
  /** The reader's own meeting that the chosen time overlaps. */
  schedule?: Schedule;
};

/**
 * The state of a form that failed with `error`, without the password. Throws `error` again if it is
 * no AppError. Errors of `fields` are shown at these, others as the problem of the form.
 */
export function failedForm(error: unknown, values: FormValues, fields: string[]): FormState {
  if (!(error instanceof AppError)) throw error;
  return stateOf(error, values, fields);
}

/** As `failedForm`, for an AppError of the server or an error of a call. */
export function stateOf(
  error: Pick<AppError, "message" | "errors" | "schedule">,
  values: FormValues,
  fields: string[],
): FormState {
  const { password: _, ...kept } = values;
  const atField = (error.errors ?? []).filter(({ path }) => fields.includes(path));
  return {
    values: kept,
    errors: firstOfEach(atField),
    problem: atField.length > 0 ? undefined : sentence(error.message),
    ...(error.schedule && { schedule: error.schedule }),
  };
}

/** The status and headers of a page whose form failed with `error`. */
export function answerTo(error: unknown): { status: number; headers?: Record<string, string> } {
  if (!(error instanceof AppError)) return { status: 500 };
  const { status, retryAfter } = error;
  return retryAfter
    ? { status, headers: { "retry-after": `${Math.ceil(retryAfter)}` } }
    : { status };
}

function firstOfEach(errors: FieldError[]): Record<string, string> {
  return Object.fromEntries(
    errors.toReversed().map(({ path, message }) => [path, sentence(message)]),
  );
}

/** `must not be empty` → `Must not be empty.` */
export function sentence(text: string): string {
  const start = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
