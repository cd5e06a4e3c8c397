/** Problem documents in answers. */
import assert from "node:assert/strict";
import { type ErrorCode, ERRORS, type Problem } from "../../lib/contract/errors.ts";
import { schedule } from "../../lib/contract/meetings.ts";
import type { Answer } from "./http.ts";

/** Fails unless the answer is the problem `code`, whole and in form; returns it. */
export function problem(code: ErrorCode, { status, headers, body }: Answer): Problem {
  const [expected, title] = ERRORS[code];
  const { detail, errors, schedule: own, expired, ...rest } = body ?? {};
  assert.deepEqual(rest, { type: `/docs#${code}`, title, status: expected, code }, detail);
  assert.equal(status, expected);
  assert.equal(headers.get("content-type"), "application/problem+json");
  assert.equal(typeof detail, "string");
  assert.doesNotMatch(detail, /\.ts:|node_modules|\bat .*:\d+/);
  if (own !== undefined) assert.deepEqual([code, schedule.parse(own)], ["double_booking", own]);
  if (expired !== undefined) assert.deepEqual([code, expired], ["unauthenticated", true]);
  for (const error of errors ?? []) assert.deepEqual(Object.keys(error), ["path", "message"]);
  return body;
}
