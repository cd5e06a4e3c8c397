import assert from "node:assert/strict";
import { answering } from "../helpers/fetch.ts";
import { call, CallError, readPage } from "../../lib/browser/api/http.ts";

async function problemOf(work: Promise<unknown>): Promise<CallError> {
  const error = await work.then(() => null, (error) => error);
  assert.ok(error instanceof CallError);
  return error;
}

Deno.test("a call sends JSON and resolves to the answer", async () => {
  let sent: unknown;
  const answer = (request: Request) => {
    sent = Object.fromEntries(
      ["content-type", "idempotency-key"].map((name) => [name, request.headers.get(name)]),
    );
    return Response.json({ id: 7 }, { status: 201 });
  };
  await answering(answer, async () => {
    const options = { body: { a: 1 }, idempotencyKey: "k" };
    assert.deepEqual(await call("POST", "/api/meetings/", options), { id: 7 });
  });
  assert.deepEqual(sent, { "content-type": "application/json", "idempotency-key": "k" });
});

Deno.test("a page of a list has its rows, and the cursor of the next one", async () => {
  const cursor = "2026-01-01T00:00:00.123456Z_7";
  const asked: string[] = [];
  const answer = ({ url }: Request) => {
    asked.push(url.slice("http://localhost".length));
    const query = new URLSearchParams({ before: cursor, limit: "2" });
    const headers: HeadersInit = asked.length === 1 ? { link: `</list?${query}>; rel="next"` } : {};
    return Response.json({ rows: [asked.length] }, { headers });
  };
  await answering(answer, async () => {
    const query = { limit: 2, status: undefined, before: null };
    assert.deepEqual(await readPage("/list", query, "rows"), { rows: [1], next: cursor });
    const last = await readPage("/list", { ...query, before: cursor }, "rows");
    assert.deepEqual(last, { rows: [2], next: null });
  });
  assert.deepEqual(asked, ["/list?limit=2", `/list?limit=2&before=${encodeURIComponent(cursor)}`]);
});

Deno.test("a problem document becomes an error with its code, words and fields", async () => {
  const problem = {
    code: "invalid_input",
    title: "Invalid input",
    detail: "message: must not be empty",
    errors: [{ path: "message", message: "must not be empty" }],
  };
  await answering(() => Response.json(problem, { status: 400 }), async () => {
    const error = await problemOf(call("POST", "/api/meetings/"));
    assert.equal(error.code, "invalid_input");
    assert.equal(error.at("message"), "must not be empty");
    assert.equal(error.at("expert_id"), undefined);
  });
});

Deno.test("an answer that is no problem document still gets words", async () => {
  await answering(() => new Response("<h1>Bad gateway</h1>", { status: 502 }), async () => {
    const error = await problemOf(call("GET", "/api/experts"));
    assert.equal(error.code, "internal");
    assert.match(error.message, /502/);
  });
});

Deno.test("no answer at all is said in words", async () => {
  const unreachable = () => {
    throw new TypeError("Failed to fetch");
  };
  await answering(unreachable, async () => {
    const error = await problemOf(call("GET", "/api/experts"));
    assert.equal(error.code, "unreachable");
    assert.match(error.message, /cannot be reached/);
  });
});
