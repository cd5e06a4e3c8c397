/** Errors as the API tells them: RFC 9457 problem documents, with nothing that is not for callers. */
import { HttpError } from "fresh";
import { type ErrorCode, Refusal } from "../contract/errors.ts";
import { refusalFor } from "../db/refusals.ts";
import type { Log } from "../log.ts";

/** What the framework's own errors are called here. */
const codes: Record<number, ErrorCode> = {
  400: "invalid_input",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  405: "method_not_allowed",
  413: "payload_too_large",
  415: "unsupported_media_type",
};

/** The refusal that any thrown error amounts to; what nobody foresaw is `internal` and logged. */
export function refusalOf(error: unknown, req: Request, log: Log): Refusal {
  const refusal = expectedRefusal(error);
  if (refusal) return refusal;
  log.error({ err: error, method: req.method, path: loggablePath(req) }, "a call failed");
  return new Refusal("internal", "Something went wrong; it has been logged");
}

/** Its path; whoever has the address of a calendar feed can read it, so that stays out of logs. */
export function loggablePath({ url }: Request): string {
  return new URL(url).pathname.replace(/^\/calendar\/.*/, "/calendar/…");
}

/** The refusal that an error amounts to; null if nobody foresaw it. */
export function expectedRefusal(error: unknown): Refusal | null {
  return refusalFor(error) ?? fromHttpError(error);
}

/** The response that tells a refusal. */
export function problemResponse(refusal: Refusal): Response {
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (refusal.retryAfter) headers.set("retry-after", String(Math.ceil(refusal.retryAfter)));
  if (refusal.code === "unauthenticated") headers.set("www-authenticate", "Bearer");
  return new Response(JSON.stringify(refusal.toProblem()), { status: refusal.status, headers });
}

function fromHttpError(error: unknown): Refusal | null {
  if (!(error instanceof HttpError)) return null;
  const code = codes[error.status];
  return code ? new Refusal(code, error.message) : null;
}
