/** Calls of the HTTP API from the page. */
import type { ErrorCode, FieldError, Problem } from "../../contract/errors.ts";
import type { Schedule } from "../../contract/meetings.ts";
import type { Page } from "../../contract/pages.ts";
import { PAGE_USER_HEADER, pageUser } from "../../contract/page_user.ts";
import { setStatus } from "../connection/status.ts";

/** A call was refused, or got no answer (`unreachable`). The message is for people. */
export class CallError extends Error {
  override name = "CallError";

  constructor(
    readonly code: ErrorCode | "unreachable",
    message: string,
    readonly errors: FieldError[] = [],
    /** With `double_booking`: one's own meeting in the way, if it is that. */
    readonly schedule?: Schedule,
  ) {
    super(message);
  }

  /** What is wrong with the field `path`, if anything. */
  at(path: string): string | undefined {
    return this.errors.find((error) => error.path === path)?.message;
  }
}

export type CallOptions = {
  /** Sent as JSON. */
  body?: unknown;
  /** Calls with one key and body have their effect once. */
  idempotencyKey?: string;
  signal?: AbortSignal;
};

/**
 * The JSON answer of `method path`, null where it has none (204). Rejects with a CallError, or with
 * the reason of an aborted `signal`. An answer of 401 ends the page's session.
 */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  return (await ask(method, path, options)).answer;
}

/** Finds the cursor in the link to the next page, in the header `Link`. */
const NEXT = /[?&](?:before|after)=([^&>]+)[^>]*>; rel="next"/;

/**
 * A page of the list at `path`; parameters of `query` that are null or undefined are left out. The
 * answer is an array of rows, or has it in the property `rows`. Rejects with a CallError.
 */
export async function readPage<T>(
  path: string,
  query: Record<string, string | number | boolean | null | undefined>,
  rows?: string,
): Promise<Page<T>> {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value != null) params.set(name, `${value}`);
  }
  const { answer, headers } = await ask("GET", `${path}?${params}`, {});
  const next = NEXT.exec(headers.get("link") ?? "")?.[1];
  return { rows: rows ? answer[rows] : answer, next: next ? decodeURIComponent(next) : null };
}

async function ask(method: string, path: string, options: CallOptions) {
  const response = await send(method, path, options);
  const answer = await response.json().catch(() => null);
  if (response.ok && (answer !== null || response.status === 204)) {
    return { answer, headers: response.headers };
  }
  if (response.status === 401) setStatus(answer?.expired ? "expired" : "ended");
  throw problemOf(answer, response.status);
}

async function send(method: string, path: string, options: CallOptions): Promise<Response> {
  const headers = new Headers({ accept: "application/json" });
  if (options.body !== undefined) headers.set("content-type", "application/json");
  const user = pageUser();
  if (user) headers.set(PAGE_USER_HEADER, `${user}`);
  if (options.idempotencyKey) headers.set("idempotency-key", options.idempotencyKey);
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  try {
    return await fetch(path, { method, headers, body, signal: options.signal });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new CallError(
      "unreachable",
      "The server cannot be reached. Check your connection and try again.",
    );
  }
}

function problemOf(answer: Problem | null, status: number): CallError {
  if (!answer?.code) {
    return new CallError("internal", `Something went wrong (${status}). Try again in a moment.`);
  }
  if (answer.code === "unauthenticated") {
    return new CallError(answer.code, "You are signed out. Sign in again.");
  }
  const { code, detail, title, errors, schedule } = answer;
  return new CallError(code, detail || title, errors, schedule);
}

/** `error` as a CallError, whatever it is. */
export function callErrorOf(error: unknown): CallError {
  return error instanceof CallError ? error : new CallError("internal", wordsOf(error));
}

/** The message for people about `error`, whatever it is. */
export function wordsOf(error: unknown): string {
  if (error instanceof CallError) return error.message;
  console.error(error);
  return "Something went wrong. Try again in a moment.";
}

/** A key that makes a call with it have its effect once. Works on plain http as well. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
