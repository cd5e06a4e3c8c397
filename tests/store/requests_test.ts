import assert from "node:assert/strict";
import type { Request, RequestStatus } from "../../lib/contract/meetings.ts";

// Lists publish after pauses, which would outlast the tests: here no pause takes any time.
const realSetTimeout = globalThis.setTimeout;
globalThis.setTimeout = ((work: () => void) => work()) as never;
const { reloadAll, tell } = await import("../../lib/browser/connection/events.ts");
const { hasOlder, STATUSES, within } = await import("../../lib/browser/store/floors.ts");
const { loadRequests, requestFloors } = await import("../../lib/browser/store/request_lists.ts");
const { requests } = await import("../../lib/browser/store/requests.ts");
globalThis.setTimeout = realSetTimeout;

const DECIDED: RequestStatus[] = ["accepted", "rejected", "cancelled"];
const PENDING: RequestStatus[] = ["pending"];
/** What the server has, newest first. */
let stored: Request[] = [];
/** No test uses the ids of another: what is gone never comes back. */
let base = 0;

function request(id: number, status: RequestStatus, fields: Partial<Request> = {}): Request {
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, id)).toISOString();
  const requester = { id: 1, full_name: "John Doe", role: "patient" as const };
  return {
    id,
    message: "",
    status,
    preferred_datetime: null,
    meeting_type: null,
    decision_reason: null,
    schedule_id: null,
    created_at: at,
    updated_at: at,
    version: id,
    ...fields,
    requester,
    type: "received",
  };
}

/**
 * Runs `work` with a server that has what is stored; `onWay` happens while an answer is on its way.
 * Gives the queries.
 */
async function answering(
  work: () => Promise<unknown>,
  onWay: () => unknown = () => {},
): Promise<string[]> {
  const queries: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = async (input) => {
    const { search, searchParams } = new URL(String(input), "http://localhost");
    queries.push(search);
    const [status, limit, offset] = ["status", "limit", "offset"].map((name) =>
      searchParams.get(name)
    );
    const chosen = stored.filter((row) => !status || row.status === status);
    const end = Number(offset) + Number(limit);
    const page = chosen.slice(Number(offset), end);
    await onWay();
    return Response.json(page);
  };
  try {
    await work();
    return queries;
  } finally {
    globalThis.fetch = real;
  }
}

/** Forgets all, and loads from a server that has `count` of these statuses in turn. */
async function open(count: number, ...statuses: RequestStatus[]): Promise<void> {
  stored = [];
  await answering(reloadAll);
  base += 10_000;
  stored = Array.from(
    { length: count },
    (_, place) => request(base - place, statuses[place % statuses.length]),
  );
  await answering(reloadAll);
}

/** Has the server change the newest but `place`, and tell of it. */
function update(place: number, fields: Partial<Request>): void {
  const [old] = stored.splice(place, 1, { ...stored[place], ...fields } as Request);
  const updated_at = new Date(Date.parse(old.updated_at!) + 1).toISOString();
  tell("meeting_request_updated", stored[place] = { ...stored[place], updated_at });
}

/** Has the server delete the newest `count`; the function returned tells of it. */
function remove(count: number): () => void {
  const gone = stored.splice(0, count);
  return () => gone.forEach(({ id }) => tell("meeting_request_deleted", { request_id: id }));
}

function shown(statuses: RequestStatus[]): number[] {
  return within(requests.rows.value, requestFloors.value, statuses).map(({ id }) => id);
}

function newest(statuses: RequestStatus[], count: number): number[] {
  return stored.filter(({ status }) => statuses.includes(status)).map(({ id }) => id)
    .slice(0, count);
}

function isAllKnown(statuses: RequestStatus[]): boolean {
  return !hasOlder(requestFloors.value, statuses);
}

Deno.test("a list ends where a gap begins, and goes on when more is loaded", async () => {
  await open(250, "rejected");
  assert.deepEqual(shown(DECIDED), newest(DECIDED, 101));
  for (let place = 200; place < 206; place++) update(place, { message: "Edited" });
  remove(8)();
  assert.deepEqual(shown(DECIDED), newest(DECIDED, 93));
  assert.equal(isAllKnown(DECIDED), false);

  await answering(() => loadRequests(DECIDED, 120));
  assert.deepEqual(shown(DECIDED), newest(DECIDED, shown(DECIDED).length));
  assert.ok(shown(DECIDED).length >= 120);
  await answering(() => loadRequests(DECIDED, 500));
  assert.deepEqual(shown(DECIDED), newest(DECIDED, 242));
  assert.equal(isAllKnown(DECIDED), true);
  assert.deepEqual(await answering(() => loadRequests(DECIDED, 500)), []);
});

Deno.test("rows that go before their events come leave no gap", async () => {
  await open(500, "rejected");
  const tellLater = remove(40);
  await answering(() => loadRequests(DECIDED, 200));
  tellLater();
  assert.deepEqual(shown(DECIDED), newest(DECIDED, shown(DECIDED).length));
  assert.ok(shown(DECIDED).length >= 160);

  const tellMuchLater = remove(300);
  await answering(() => loadRequests(DECIDED, 1_000));
  tellMuchLater();
  assert.deepEqual(shown(DECIDED), newest(DECIDED, 160));
});

Deno.test("rows that come before their events do, and old ones, leave no gap", async () => {
  await open(300, "rejected");
  const come = Array.from({ length: 250 }, (_, place) => request(base + 250 - place, "rejected"));
  stored.unshift(...come);
  await answering(() => loadRequests(DECIDED, 150));
  come.forEach((row) => tell("new_meeting_request", row));
  assert.deepEqual(shown(DECIDED), newest(DECIDED, shown(DECIDED).length));
  const old = request(base - 290, "rejected", { id: base + 300 });
  stored.splice(stored.findIndex(({ created_at }) => created_at === old.created_at), 0, old);
  tell("new_meeting_request", old);
  assert.equal(shown(DECIDED).includes(old.id), false);
  await answering(() => loadRequests(DECIDED, 1_000));
  assert.deepEqual(shown(DECIDED), newest(DECIDED, 551));
});

Deno.test("lists of several statuses go down to where all of these are known", async () => {
  await open(600, "pending", "rejected", "accepted");
  assert.equal(isAllKnown(PENDING), true);
  assert.equal(shown(PENDING).length, 200);
  assert.deepEqual(shown(DECIDED), newest(DECIDED, 67));
  update(599, { status: "cancelled" });
  update(3, { status: "rejected" });
  assert.equal(shown(PENDING).length, 199);
  assert.deepEqual(shown(DECIDED), newest(DECIDED, 68));
  await answering(() => loadRequests(DECIDED, 300));
  assert.deepEqual(shown(DECIDED), newest(DECIDED, shown(DECIDED).length));
  assert.ok(shown(DECIDED).length >= 300);
  await answering(() => loadRequests(DECIDED, 500));
  assert.equal(shown(DECIDED).length, 401);
});

Deno.test("all are read at once where all are wanted", async () => {
  await open(600, "pending", "rejected", "accepted", "cancelled");
  assert.deepEqual(shown(STATUSES), newest(STATUSES, 101));
  const queries = await answering(() => loadRequests(STATUSES, 150));
  assert.deepEqual(queries, ["?limit=110&offset=91"]);
  assert.deepEqual(shown(STATUSES), newest(STATUSES, 201));
});

Deno.test("of pending ones beyond what one call gives, the others can be loaded", async () => {
  await open(700, "pending");
  assert.deepEqual([shown(PENDING).length, isAllKnown(PENDING)], [500, false]);
  update(650, { message: "Edited" });
  for (const place of [600, 610, 620]) update(place, { status: "rejected" });
  assert.equal(shown(PENDING).length, 500);
  await answering(reloadAll);
  assert.deepEqual([shown(PENDING).length, isAllKnown(PENDING)], [500, false]);
  await answering(() => loadRequests(PENDING, 1_000));
  assert.deepEqual(shown(PENDING), newest(PENDING, 697));
  assert.equal(isAllKnown(PENDING), true);
});

Deno.test("after a reload a list goes on below what that has brought", async () => {
  await open(400, "rejected");
  await answering(() => loadRequests(DECIDED, 300));
  assert.ok(shown(DECIDED).length > 300);
  remove(20);
  await answering(reloadAll);
  assert.deepEqual(shown(DECIDED), newest(DECIDED, 101));
  await answering(() => loadRequests(DECIDED, 300));
  assert.deepEqual(shown(DECIDED), newest(DECIDED, shown(DECIDED).length));
  assert.ok(shown(DECIDED).length > 300);
});

Deno.test("what was read before a reload counts no more after it", async () => {
  await open(300, "rejected");
  let reloads = 0;
  await answering(() => loadRequests(DECIDED, 200), async () => {
    if (reloads++ > 0) return;
    remove(150);
    await reloadAll();
  });
  assert.ok(reloads > 1);
  assert.deepEqual(shown(DECIDED), newest(DECIDED, 150));
});
