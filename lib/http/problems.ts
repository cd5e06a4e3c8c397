/** Errors as RFC 9457 problem documents, without what is not for callers. */
import { HttpError } from "fresh";
import { AppError, type ErrorCode } from "../contract/errors.ts";
import { appErrorFor } from "../db/app_errors.ts";
import type { Log } from "../log.ts";

/** The codes of the framework's own errors, by their status. */
const CODES: Record<number, ErrorCode> = {
  400: "invalid_input",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  405: "method_not_allowed",
  413: "payload_too_large",
  415: "unsupported_media_type",
};

/** The AppError for any thrown error; an unexpected one is logged and becomes `internal`. */
export function appErrorOf(error: unknown, req: Request, log: Log): AppError {
  const appError = expectedError(error);
  if (appError) return appError;
  log.error({ err: error, method: req.method, path: loggablePath(req) }, "a call failed");
  return new AppError("internal", "Something went wrong; it has been logged");
}

/** The path of a call, without the secret of a calendar feed or of a link for a new password. */
export function loggablePath({ url }: Request): string {
  return new URL(url).pathname.replace(/^\/(calendar|reset)\/.*/, "/$1/…");
}

/** The AppError for an expected error, null for any other. */
export function expectedError(error: unknown): AppError | null {
  return appErrorFor(error) ?? fromHttpError(error);
}

/** The response for an error. */
export function problemResponse(appError: AppError): Response {
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (appError.retryAfter) headers.set("retry-after", String(Math.ceil(appError.retryAfter)));
  if (appError.code === "unauthenticated") headers.set("www-authenticate", "Bearer");
  return new Response(JSON.stringify(appError.toProblem()), { status: appError.status, headers });
}

function fromHttpError(error: unknown): AppError | null {
  if (!(error instanceof HttpError)) return null;
  const code = CODES[error.status];
  return code ? new AppError(code, error.message) : null;
}
