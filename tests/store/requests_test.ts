import assert from "node:assert/strict";
import type { Request, RequestFilter, RequestStatus } from "../../lib/contract/meetings.ts";
import { answering, withoutPauses } from "../helpers/fetch.ts";

const { publish } = await import("../../lib/browser/connection/events.ts");
const { createRequestList, decide, requests, sendRequest } = await withoutPauses(() =>
  import("../../lib/browser/store/requests.ts")
);
const { fill } = await import("../../lib/browser/store/window.ts");

/** What the server has, newest first. */
let stored: Request[] = [];
/** No test uses the ids of another: what is gone never comes back. */
let base = 0;

function request(id: number, status: RequestStatus, fields: Partial<Request> = {}): Request {
  const created_at = new Date(Date.UTC(2026, 0, 1, 0, 0, id)).toISOString();
  const requester = { id: 1, full_name: "John Doe", role: "patient" as const };
  return {
    id,
    message: "",
    status,
    preferred_datetime: null,
    meeting_type: null,
    decision_reason: null,
    schedule_id: null,
    created_at,
    updated_at: null,
    version: 1,
    ...fields,
    requester,
    type: "received",
  };
}

/** Has the server store `count` requests of these statuses in turn, and no others. */
function store(count: number, ...statuses: RequestStatus[]): void {
  for (const { id } of stored) publish("meeting_request_deleted", { request_id: id });
  base += 10_000;
  stored = Array.from(
    { length: count },
    (_, index) => request(base - index, statuses[index % statuses.length]),
  );
}

/** Answers a call with a page of what is stored; its cursor is the id of the last row. */
function page({ url }: globalThis.Request): Response {
  const { pathname: path, searchParams: params } = new URL(url);
  const [status, limit, before] = ["status", "limit", "before"].map((name) => params.get(name));
  const rest = stored.filter((row) =>
    (!status || (status === "decided" ? row.status !== "pending" : row.status === status)) &&
    row.id < Number(before ?? Infinity)
  );
  const rows = rest.slice(0, Number(limit));
  const link = `<${path}?status=${status}&before=${rows.at(-1)?.id}>; rel="next"`;
  const headers: HeadersInit = rest.length > rows.length ? { link } : {};
  return Response.json(rows, { headers });
}

/** Has the server change the newest but `index`, and its event come. */
function update(index: number, fields: Partial<Request>): void {
  const version = stored[index].version + 1;
  stored[index] = { ...stored[index], ...fields, version } as Request;
  publish("meeting_request_updated", stored[index]);
}

/** Has the server delete the newest `count`; the function returned has their events come. */
function remove(count: number): () => void {
  const gone = stored.splice(0, count);
  return () => gone.forEach(({ id }) => publish("meeting_request_deleted", { request_id: id }));
}

function listOf(filter?: RequestFilter) {
  const list = createRequestList(filter);
  const shown = () => list.rows.value.map(({ id }) => id);
  /** Whether it shows the newest that the server has, and none after a gap. */
  const shows = (count: number) =>
    assert.deepEqual(
      shown(),
      stored.filter((row) =>
        !filter || (filter === "decided" ? row.status !== "pending" : row.status === filter)
      ).slice(0, count).map(({ id }) => id),
    );
  return { list, shown, shows, load: () => list.load(100) };
}

Deno.test("a list ends where a gap begins, and goes on when more is loaded", async () => {
  store(250, "rejected");
  const { list, shows, load } = listOf("decided");
  await answering(page, load);
  shows(100);
  for (let index = 200; index < 206; index++) update(index, { message: "Edited" });
  remove(8)();
  shows(92);
  const last = stored[91].id;
  const calls = await answering(page, load);
  assert.deepEqual(calls, [`GET /api/meetings/?status=decided&limit=100&before=${last}`]);
  shows(192);
  await answering(page, () => fill(list, 500, 100));
  shows(242);
  assert.equal(list.hasMore.value, false);
  assert.deepEqual(await answering(page, load), []);
});

Deno.test("rows that go before their events come leave no gap", async () => {
  store(500, "rejected");
  const { shows, load } = listOf();
  await answering(page, load);
  const publishLater = remove(40);
  await answering(page, load);
  publishLater();
  shows(160);
  const publishMuchLater = remove(300);
  await answering(page, load);
  publishMuchLater();
  shows(100);
});

Deno.test("rows that come before their events do, and old ones, leave no gap", async () => {
  store(300, "rejected");
  const { list, shown, shows, load } = listOf();
  await answering(page, load);
  const come = Array.from({ length: 250 }, (_, index) => request(base + 250 - index, "rejected"));
  stored.unshift(...come);
  await answering(page, load);
  come.forEach((row) => publish("new_meeting_request", row));
  shows(450);
  const old = request(base - 290, "rejected", { id: base + 300 });
  stored.splice(stored.findIndex(({ created_at }) => created_at === old.created_at), 0, old);
  publish("new_meeting_request", old);
  assert.equal(shown().includes(old.id), false);
  await answering(page, () => fill(list, 1_000, 100));
  shows(551);
});

Deno.test("a request moves from list to list with its status", async () => {
  store(300, "pending", "rejected", "accepted");
  const lists = [listOf("pending"), listOf("decided"), listOf("cancelled"), listOf()];
  for (const { list } of lists) await answering(page, () => list.load(150));
  const [pending, decided, cancelled, all] = lists;
  update(299, { status: "cancelled" });
  update(3, { status: "rejected" });
  pending.shows(99);
  decided.shows(151);
  cancelled.shows(1);
  all.shows(150);
  update(6, { status: "cancelled" });
  pending.shows(98);
  decided.shows(152);
  cancelled.shows(2);
});

Deno.test("a decision shows at once, keeps its mark, and stays or is taken back", async () => {
  store(2, "pending");
  const [first, second] = stored;
  const { list } = listOf("decided");
  list.add({ rows: [], next: null });
  requests.upsert(stored, "answer");
  const shown = () => list.rows.value.map(({ id, status, isSaving }) => ({ id, status, isSaving }));
  const answer = Promise.withResolvers<Response>();
  const calls = await answering(() => answer.promise, async () => {
    const deciding = decide(first.id, "accepted", { duration_minutes: 30 });
    const saving = [{ id: first.id, status: "accepted", isSaving: true }];
    assert.deepEqual(shown(), saving);
    publish("meeting_request_updated", { ...first, message: "Edited", version: 2 });
    assert.deepEqual(shown(), saving);
    answer.resolve(Response.json({ ...first, status: "accepted", version: 3 }));
    await deciding;
  });
  assert.deepEqual(calls, [`PUT /api/meetings/${first.id}/status`]);
  const accepted = { id: first.id, status: "accepted", isSaving: undefined };
  assert.deepEqual(shown(), [accepted]);

  const unreachable = () => Promise.reject(new Error("unreachable"));
  await answering(unreachable, () => assert.rejects(decide(second.id, "rejected")));
  assert.deepEqual(shown(), [accepted]);
  assert.equal(requests.get(second.id)?.status, "pending");

  const withdrawn = { ...second, status: "cancelled" as const, version: 2 };
  await answering(() => {
    publish("meeting_request_updated", withdrawn);
    assert.deepEqual(shown()[1], { id: second.id, status: "cancelled", isSaving: undefined });
    return unreachable();
  }, () => assert.rejects(decide(second.id, "rejected")));
  assert.equal(requests.get(second.id)?.status, "cancelled");
});

Deno.test("a request that is sent shows before its event comes", async () => {
  store(0, "pending");
  const { list, shown } = listOf();
  list.add({ rows: [], next: null });
  const row = request(++base, "pending");
  const calls = await answering(
    () => Response.json(row),
    () => sendRequest({ expert_id: 2, message: "Hello" }, "key"),
  );
  assert.deepEqual(calls, ["POST /api/meetings/"]);
  assert.deepEqual(shown(), [row.id]);
});
