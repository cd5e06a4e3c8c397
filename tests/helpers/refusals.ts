/** What was refused, by name. */
import assert from "node:assert/strict";
import { type ErrorCode, Refusal } from "../../lib/contract/errors.ts";

/** Fails unless `work` is refused with `code`; returns the refusal. */
export async function refusal(code: ErrorCode, work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(() => null, (error: unknown) => error);
  assert.ok(error instanceof Refusal, `not refused: ${error}`);
  assert.equal(error.code, code, error.message);
  return error;
}

/** How each of several ended: `ok`, or the name of its refusal. Rejects with any other error. */
export async function settled(works: Promise<unknown>[]): Promise<string[]> {
  const results = await Promise.allSettled(works);
  return results.map((result) => {
    if (result.status === "fulfilled") return "ok";
    if (result.reason instanceof Refusal) return result.reason.code;
    throw result.reason;
  });
}
