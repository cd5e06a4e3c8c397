/** Errors of Postgres as AppErrors, and the retries that it asks for. */
import { setTimeout as delay } from "node:timers/promises";
import { AppError, type ErrorCode } from "../contract/errors.ts";
import type { Queries, Transaction } from "./pool.ts";
import { begin, isTransaction } from "./postgres_js/transactions.ts";

type Rule = [code: ErrorCode, detail: string, field?: string];

/** Errors by the name of the constraint that was violated. */
const RULES: Record<string, Rule> = {
  users_email: ["email_taken", "There is an account with this email address already"],
  users_full_name_visible: ["invalid_input", "must not have invisible characters", "full_name"],
  users_time_zone: ["invalid_input", "The database does not know this time zone", "time_zone"],
  request_by_patient: ["forbidden", "Only patients can ask for a meeting"],
  request_to_researcher: ["not_found", "There is no such researcher"],
  request_ahead: ["invalid_input", "The preferred time is in the past", "preferred_datetime"],
  meeting_requests_preferred: ["invalid_input", "must be an existing date", "preferred_datetime"],
  request_already_pending: ["already_pending", "A request to this researcher is pending already"],
  schedules_user_is_free: ["double_booking", "The patient has another meeting at this time"],
  schedules_mentor_is_free: ["double_booking", "The researcher has another meeting at this time"],
  schedules_one_trial: ["trial_used", "These two had, or have, their trial meeting"],
  schedules_start_before_end: ["invalid_input", "A meeting ends after its start", "end_datetime"],
  schedules_link: ["invalid_input", "must be an http or https address", "meeting_link"],
  schedules_parties: ["invalid_input", "A meeting is between a patient and a researcher"],
  meeting_notifications_type: [
    "invalid_input",
    "must be small letters and underscores",
    "notification_type",
  ],
  meeting_notifications_link: ["invalid_input", "must be an http or https address", "meeting_link"],
  meeting_notifications_bounds: [
    "invalid_input",
    "must have 1 MB and a depth of 100 at most",
    "notification_data",
  ],
  meeting_requests_bounds: ["invalid_input", "must have 1 MB at most", "message"],
  schedules_bounds: ["invalid_input", "must have 1 MB at most", "reason"],
  meeting_notifications_recipient: [
    "invalid_input",
    "must be user_id or mentor_id",
    "recipient_id",
  ],
};

/** Values that Postgres cannot store. */
const INVALID = new Set([
  "22001", // too long
  "22003", // number out of range
  "22007", // no such date
  "22008", // date out of range
  "22009", // offset out of range
  "22021", // not in the encoding
  "22P02", // not in the type's form
  "22P05", // no such character
  "23502", // null
  "23514", // check
]);

/** The database cannot be reached, is starting, stopping or full, or took too long. */
const UNAVAILABLE = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "25006", // read-only: failing over
  "25P03", // idle in transaction too long
  "55P03", // lock not available
  "57014", // statement timeout
  "57P01", // being shut down
  "57P02", // crashed
  "57P03", // starting up
]);

/** No connection (08), or no room: on the disk, in memory, for more connections (53). */
const UNAVAILABLE_CLASS = /^(08|53)/;

/**
 * Nothing was changed, and the same statements may succeed. A statement that was never sent also
 * fails with 57P01, if the one before it on its connection was terminated.
 */
const RETRIED = new Set(["40001", "40P01", "57P01"]);
const MOST_ATTEMPTS = 4;
/** The error of a statement after one that failed in the same transaction. */
const IN_FAILED_TRANSACTION = "25P02";

/** Runs statements that need no transaction. Rejects with an AppError for a known error. */
export function attempt<T>(work: () => PromiseLike<T>): Promise<T> {
  return retry(async () => await work());
}

/**
 * Runs `work` in one transaction, again after a deadlock or a serialization failure, so it must
 * change nothing but rows. Inside another transaction it is a savepoint, and only the outermost runs
 * again. Rejects with an AppError for a known error.
 */
export function transact<T>(sql: Queries, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return retry(() => begin(sql, work), isTransaction(sql) ? 1 : MOST_ATTEMPTS);
}

async function retry<T>(work: () => Promise<T>, most = MOST_ATTEMPTS): Promise<T> {
  let failed: unknown;
  for (let attempts = 1;; attempts++) {
    try {
      return await work();
    } catch (error) {
      const isRetried = RETRIED.has(codeOf(error));
      if (isRetried && most === 1) throw error;
      if (codeOf(error) === IN_FAILED_TRANSACTION) throw failed ?? error;
      if (!isRetried || attempts === most) throw appErrorFor(error) ?? error;
      failed = error;
      await delay(attempts * 20 * Math.random());
    }
  }
}

/** The AppError for a known error of the database; null for any other. */
export function appErrorFor(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const rule = RULES[constraintOf(error)];
  if (rule) return violated(...rule);
  if (INVALID.has(code)) return new AppError("invalid_input", "A value cannot be stored");
  if (code === "23503") return new AppError("not_found", "Something this refers to does not exist");
  if (code === "23505" || code === "23P01") return new AppError("conflict", "This exists already");
  if (UNAVAILABLE.has(code) || RETRIED.has(code) || UNAVAILABLE_CLASS.test(code)) {
    return new AppError("unavailable", "The database is busy or cannot be reached; try again", {
      retryAfter: 2,
    });
  }
  return null;
}

function violated(code: ErrorCode, detail: string, field?: string): AppError {
  if (!field) return new AppError(code, detail);
  return new AppError(code, `${field}: ${detail}`, { errors: [{ path: field, message: detail }] });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function constraintOf(error: unknown): string {
  return error instanceof Error && "constraint_name" in error ? String(error.constraint_name) : "";
}
