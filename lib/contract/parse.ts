import type { z } from "zod";
import { AppError, type FieldError } from "./errors.ts";

const MOST_ERRORS = 20;
const MOST_PATH_CHARACTERS = 100;

/**
 * `input` in the shape of `schema`, or an AppError `invalid_input` that names the wrong fields, up to
 * 20 of them: however much was sent, the answer is small.
 */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, MOST_ERRORS).flatMap(errorsOf).slice(0, MOST_ERRORS);
  const first = errors[0];
  const detail = first.path ? `${first.path}: ${first.message}` : first.message;
  throw new AppError("invalid_input", detail, { errors });
}

function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  const path = (field: PropertyKey[]) => field.join(".").slice(0, MOST_PATH_CHARACTERS);
  if (issue.code !== "unrecognized_keys") {
    return [{ path: path(issue.path), message: issue.message }];
  }
  return issue.keys.slice(0, MOST_ERRORS).map((key) => ({
    path: path([...issue.path, key]),
    message: "is not known",
  }));
}

/** The `invalid_input` for one field, where its schema cannot express the rule. */
export function wrong(path: string, message: string): AppError {
  return new AppError("invalid_input", `${path}: ${message}`, { errors: [{ path, message }] });
}
