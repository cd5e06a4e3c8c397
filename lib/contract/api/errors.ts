/** The errors, as the documentation describes them. */
import { z } from "zod";
import { type ErrorCode, ERRORS, type Problem } from "../errors.ts";
import { schedule } from "../meetings.ts";

/** What each code means. */
export const MEANINGS: Record<ErrorCode, string> = {
  invalid_input:
    "Something in the body, the query or a header is missing, of the wrong kind or out of range. `errors` names each field.",
  unauthenticated:
    "There is no valid token; or, at sign-in, the address or the password is wrong. `expired` says that the session came to its end by itself.",
  second_factor_needed:
    "The password is right, and the account asks for a code of its authenticator app, or a recovery code, in `otp`: it is missing, wrong or used.",
  forbidden:
    "The caller may not do this: it is up to the other side, or a page of another site tried it.",
  not_approved: "The caller is a researcher whom nobody has approved, or who is suspended.",
  not_found: "There is nothing here, or it belongs to somebody else.",
  method_not_allowed: "The path is right and the method is not. `Allow` names those that are.",
  conflict: "The present state does not allow it: the meeting is over, under way or cancelled.",
  already_cancelled: "The meeting is cancelled already.",
  already_pending: "A request of this patient to this researcher waits for an answer already.",
  double_booking:
    "One of the two has another meeting at this time. Nothing was changed. `schedule` is that meeting if it is the caller's own.",
  email_taken: "There is an account with this email address.",
  idempotency_mismatch: "The Idempotency-Key came with another call before.",
  not_pending: "The request has been decided or withdrawn.",
  trial_used: "These two have a trial meeting, or had it.",
  payload_too_large: "The body has more than a mebibyte.",
  unsupported_media_type: "The body is not sent as `application/json`.",
  rate_limited: "Too many calls. `Retry-After` is the number of seconds to wait.",
  internal: "A mistake on the server's side. It is logged, and nothing was changed.",
  unavailable:
    "The database is busy or cannot be reached. `Retry-After` is the number of seconds to wait.",
};

/** A problem document (RFC 9457). */
export const problem: z.ZodType<Problem> = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  code: z.enum(Object.keys(ERRORS) as ErrorCode[]),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  schedule: schedule.optional(),
  expired: z.literal(true).optional(),
});
