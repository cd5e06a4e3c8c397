/**
 * Idempotency keys: a repeated call gets the first answer. The key's row, the effects of the call and
 * the answer are committed in one transaction. A second call at the same time waits in the database
 * until that has ended.
 */
import type { Identity } from "../contract/users.ts";
import { createHmac } from "node:crypto";
import { seal, unseal } from "../auth/seals.ts";
import type { AuthSettings } from "../auth/settings.ts";
import { AppError } from "../contract/errors.ts";
import type { Queries } from "../db/pool.ts";
import { transact } from "../db/app_errors.ts";
import { begin } from "../db/postgres_js/transactions.ts";
import { readBytes } from "./body.ts";
import { addressOf } from "./remote.ts";
import { expectedError, problemResponse } from "./problems.ts";

/** What identifies a call; `hash` is of its method, path and body. */
type Call = { caller: string; key: string; hash: string };
type Answer = { status: number; headers: [string, string][]; body: string };
type State = { sql: Queries; auth: AuthSettings; identity: Identity | null };
type Context = { req: Request; url: URL; info: Deno.ServeHandlerInfo; state: State };

const KEY_FORM = /^[\x21-\x7e]{1,255}$/;

/**
 * The response of `handle`, or the first one to the same call. `handle` does all its work in the
 * transaction that it is given, and may run again after a deadlock. AppErrors are kept like other
 * answers, except those that may turn out otherwise the next time (401, 429, 5xx). Keys belong to
 * the signed-in caller, or to an address. Without an Idempotency-Key this is `handle` alone. Throws
 * `invalid_input` and `idempotency_mismatch`.
 */
export async function answerOnce(
  ctx: Context,
  handle: (sql: Queries) => Promise<Response>,
  from: "caller" | "address" = "caller",
): Promise<Response> {
  const { sql, auth } = ctx.state;
  const call = await readCall(ctx, from);
  if (!call) return await handle(sql);
  return await transact(sql, async (tx) => {
    const earlier = await claim(tx, call);
    if (earlier) return await replay(auth, call, earlier);
    const response = await attemptCall(tx, handle);
    await keep(tx, auth, call, response.clone());
    return response;
  });
}

async function readCall(
  { req, url, info, state }: Context,
  from: "caller" | "address",
): Promise<Call | null> {
  const key = req.headers.get("idempotency-key");
  if (key === null) return null;
  if (!KEY_FORM.test(key)) {
    throw new AppError("invalid_input", "Idempotency-Key: must be 1 to 255 visible characters");
  }
  const { identity, auth } = state;
  const path = url.pathname.replace(/\/+$/, "") + url.search;
  const caller = identity && from === "caller"
    ? `user ${identity.user.id}`
    : `address ${addressOf(info)}`;
  const hash = createHmac("sha256", auth.secret)
    .update(`${req.method} ${path}\n`)
    .update(await readBytes(req))
    .digest("base64");
  return { caller, key, hash };
}

type Earlier = { request_hash: string; answer: string };

/** Claims the key, once other transactions that have it have ended; or finds its answer. */
async function claim(tx: Queries, { caller, key, hash }: Call): Promise<Earlier | null> {
  const [{ claimed }] = await tx<{ claimed: boolean }[]>`
    select private.claim_idempotency_key(${caller}, ${key}, ${hash}) as claimed`;
  if (claimed) return null;
  const [earlier] = await tx<Earlier[]>`
    select request_hash, answer from private.idempotency_keys where caller = ${caller} and key = ${key}`;
  return earlier;
}

async function attemptCall(
  tx: Queries,
  handle: (sql: Queries) => Promise<Response>,
): Promise<Response> {
  try {
    return await begin(tx, handle);
  } catch (error) {
    const appError = expectedError(error);
    if (!appError || !isFinal(appError)) throw error;
    return problemResponse(appError);
  }
}

function isFinal({ status }: AppError): boolean {
  return status < 500 && status !== 401 && status !== 429;
}

async function keep(tx: Queries, auth: AuthSettings, { caller, key }: Call, response: Response) {
  const answer: Answer = {
    status: response.status,
    headers: [...response.headers],
    body: await response.text(),
  };
  const sealed = await seal(auth, "idempotency", answer);
  await tx`
    update private.idempotency_keys set answer = ${sealed} where caller = ${caller} and key = ${key}`;
}

async function replay(
  auth: AuthSettings,
  { hash }: Call,
  { request_hash, answer }: Earlier,
): Promise<Response> {
  if (request_hash !== hash) {
    throw new AppError(
      "idempotency_mismatch",
      "This Idempotency-Key came with another call before",
    );
  }
  const first = await unseal<Answer>(auth, "idempotency", answer);
  if (!first) throw new AppError("conflict", "The first answer was made with another JWT_SECRET");
  const { status, headers, body } = first;
  const response = new Response(body === "" ? null : body, { status, headers });
  response.headers.set("idempotency-replayed", "true");
  return response;
}
