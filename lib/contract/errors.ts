import type { Schedule } from "./meetings.ts";

/**
 * Every error has a name from this closed set, and each name one HTTP status. Programs match
 * `code`; people read `detail`.
 */
export const ERRORS = {
  invalid_input: [400, "Invalid input"],
  unauthenticated: [401, "Sign-in needed"],
  second_factor_needed: [401, "A code is needed"],
  forbidden: [403, "Not allowed"],
  not_approved: [403, "Not approved yet"],
  not_found: [404, "Not found"],
  method_not_allowed: [405, "Method not allowed"],
  conflict: [409, "Conflict"],
  already_cancelled: [409, "Already cancelled"],
  already_pending: [409, "A request is already pending"],
  double_booking: [409, "The time is taken"],
  email_taken: [409, "This email address has an account"],
  idempotency_mismatch: [409, "Idempotency key used with another body"],
  not_pending: [409, "The request is no longer pending"],
  trial_used: [409, "The trial meeting is used"],
  payload_too_large: [413, "Body too large"],
  unsupported_media_type: [415, "Unsupported media type"],
  rate_limited: [429, "Too many requests"],
  internal: [500, "Something went wrong"],
  unavailable: [503, "Temporarily unavailable"],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof ERRORS;

/** What is wrong with one field of an input; `path` is dotted (`start_datetime`, `items.0.id`). */
export type FieldError = { path: string; message: string };

/** An RFC 9457 problem document. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  errors?: FieldError[];
  /** With `double_booking`: the caller's own meeting in the way, if it is theirs. */
  schedule?: Schedule;
  /** With `unauthenticated`: the session came to its end by itself, nobody ended it. */
  expired?: true;
};

/** Thrown by the domain, answered as a problem document or as a `meeting_error`. */
export class AppError extends Error {
  override name = "AppError";
  readonly code: ErrorCode;
  readonly errors?: FieldError[];
  readonly schedule?: Schedule;
  /** Seconds after which a `rate_limited` or `unavailable` call may be tried again. */
  readonly retryAfter?: number;
  /** With `unauthenticated`: the session came to its end by itself. */
  readonly expired: boolean;

  constructor(
    code: ErrorCode,
    detail: string,
    options: {
      errors?: FieldError[];
      schedule?: Schedule;
      retryAfter?: number;
      expired?: boolean;
    } = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = options.errors;
    this.schedule = options.schedule;
    this.retryAfter = options.retryAfter;
    this.expired = options.expired ?? false;
  }

  get status(): number {
    return ERRORS[this.code][0];
  }

  /** The error as an RFC 9457 document; `type` is a relative reference to its name. */
  toProblem(): Problem {
    const [status, title] = ERRORS[this.code];
    return {
      type: `/docs#${this.code}`,
      title,
      status,
      detail: this.message,
      code: this.code,
      ...(this.errors && { errors: this.errors }),
      ...(this.schedule && { schedule: this.schedule }),
      ...(this.expired && { expired: true }),
    };
  }
}
