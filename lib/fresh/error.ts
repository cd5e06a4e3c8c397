import { STATUS_CODES } from "node:http";

/** Thrown to end a request with `status`. Without a message it carries the status' own text. */
export class HttpError extends Error {
  constructor(readonly status: number, message?: string, options?: ErrorOptions) {
    super(message ?? STATUS_CODES[status], options);
  }
}

/** The status an error stands for: its own for an `HttpError`, else 500. */
export function statusOf(error: unknown): number {
  return error instanceof HttpError ? error.status : 500;
}
