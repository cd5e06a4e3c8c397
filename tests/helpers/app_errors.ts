/** What was refused, by name. */
import assert from "node:assert/strict";
import { AppError, type ErrorCode } from "../../lib/contract/errors.ts";

/** Fails unless `work` is refused with `code`; returns the error. */
export async function rejectsWith(code: ErrorCode, work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(() => null, (error: unknown) => error);
  assert.ok(error instanceof AppError, `not refused: ${error}`);
  assert.equal(error.code, code, error.message);
  return error;
}

/** How each of several ended: `ok`, or the name of its error. Rejects with any other error. */
export async function settled(works: Promise<unknown>[]): Promise<string[]> {
  const results = await Promise.allSettled(works);
  return results.map((result) => {
    if (result.status === "fulfilled") return "ok";
    if (result.reason instanceof AppError) return result.reason.code;
    throw result.reason;
  });
}
