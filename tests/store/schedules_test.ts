import assert from "node:assert/strict";
import { schedule as example } from "../../lib/contract/api/examples.ts";
import type { Schedule } from "../../lib/contract/meetings.ts";

// Lists publish after pauses, which would outlast the tests: here no pause takes any time.
const realSetTimeout = globalThis.setTimeout;
globalThis.setTimeout = ((work: () => void) => work()) as never;
const { reloadAll, tell } = await import("../../lib/browser/connection/events.ts");
const client = await import("../../lib/browser/store/schedules.ts");
const { loadUpcoming, seedUpcoming, upcomingEnd } = await import(
  "../../lib/browser/store/upcoming.ts"
);
globalThis.setTimeout = realSetTimeout;

function schedule(id: number, fields: Partial<Schedule> = {}): Schedule {
  return { ...example, id, ...fields };
}

/** Runs `work` with the API answered by `answer`; the calls that it made. */
async function answering(
  answer: (call: string) => unknown,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const calls: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    calls.push(`${init?.method} ${input}`);
    return Promise.resolve(Response.json(answer(`${input}`)));
  };
  try {
    await work();
    return calls;
  } finally {
    globalThis.fetch = real;
  }
}

const shown = () => client.schedules.rows.value.map(({ id, title }) => `${id} ${title}`).toSorted();
const reset = () => answering(() => ({ schedules: [] }), reloadAll);

Deno.test("events bring meetings, change them and take them away", async () => {
  await reset();
  tell("schedule_created", schedule(1, { title: "a" }));
  tell("schedule_created", schedule(2, { title: "b" }));
  tell("schedule_updated", schedule(1, { title: "c", sequence: 1 }));
  assert.deepEqual(shown(), ["1 c", "2 b"]);
  tell("schedule_deleted", { schedule_id: 2 });
  assert.deepEqual(shown(), ["1 c"]);
});

Deno.test("older news of a meeting changes nothing", async () => {
  await reset();
  const at = (second: number) => `2099-01-01T00:00:0${second}.000Z`;
  tell("schedule_updated", schedule(1, { title: "new", sequence: 2, updated_at: at(2) }));
  tell("schedule_updated", schedule(1, { title: "old", sequence: 1, updated_at: at(3) }));
  tell("schedule_updated", schedule(1, { title: "old", sequence: 2, updated_at: at(1) }));
  assert.deepEqual(shown(), ["1 new"]);
  tell("schedule_updated", schedule(1, { title: "newest", sequence: 3, updated_at: at(1) }));
  assert.deepEqual(shown(), ["1 newest"]);
});

Deno.test("what the page changes shows before its event comes", async () => {
  await reset();
  tell("schedule_created", schedule(1, { title: "a" }));
  const moved = schedule(1, { title: "moved", sequence: 1 });
  const start_datetime = "2099-02-01T10:00:00Z";
  await answering(
    () => ({ schedule: moved }),
    async () => assert.deepEqual(await client.moveSchedule(1, { start_datetime }), moved),
  );
  assert.deepEqual(shown(), ["1 moved"]);
  const cancelled = schedule(1, { title: "cancelled", sequence: 2, status: "cancelled" });
  const calls = await answering(
    () => ({ schedule: cancelled, notifications: [] }),
    () => client.cancelMeeting(1, "Ill"),
  );
  assert.deepEqual(calls, ["POST /api/meeting-notifications/cancel"]);
  assert.deepEqual(shown(), ["1 cancelled"]);
  const made = { user_id: 123, mentor_id: 456, start_datetime };
  await answering(
    () => ({ schedule: schedule(2, { title: "new" }) }),
    () => client.createTrial(made, "key"),
  );
  assert.deepEqual(shown(), ["1 cancelled", "2 new"]);
});

Deno.test("a span is read to its end, or up to its limit", async () => {
  await reset();
  const all = Array.from({ length: 1200 }, (_, i) => schedule(i + 1));
  const answer = (path: string) => {
    const query = new URL(path, "http://x").searchParams;
    const [limit, offset] = ["limit", "offset"].map((name) => Number(query.get(name)));
    return { schedules: all.slice(offset, offset + limit) };
  };
  const from = "2099-01-01T00:00:00.000Z";
  const calls = await answering(answer, () => client.loadSchedules({ from }));
  assert.equal(calls.length, 3);
  assert.equal(client.schedules.rows.value.length, 1200);
  const span = () => ({ from, limit: 20 });
  const limited = await answering(answer, () => client.fetchSchedules({ span }));
  assert.deepEqual(limited, [
    `GET /api/schedule?from=${encodeURIComponent(from)}&limit=20&offset=0`,
  ]);
});

Deno.test("after missed events every watched span is read again", async () => {
  await reset();
  tell("schedule_created", schedule(1, { title: "gone meanwhile" }));
  client.watchSchedules({ status: "scheduled", limit: 20 });
  client.watchSchedules({ status: "scheduled", limit: 20 });
  const calls = await answering(
    (path) => ({ schedules: path.includes("scheduled") ? [schedule(3, { title: "kept" })] : [] }),
    reloadAll,
  );
  assert.equal(calls.filter((call) => call.includes("status=scheduled")).length, 1);
  assert.deepEqual(shown(), ["3 kept"]);
});

Deno.test("a week that is asked for while all is read again is there afterwards", async () => {
  await reset();
  const answer = (path: string) => ({
    schedules: path.includes("2099-05") ? [schedule(7, { title: "that week" })] : [],
  });
  const span = { from: "2099-05-01T00:00:00.000Z", to: "2099-05-08T00:00:00.000Z" };
  const read = () => Promise.all([reloadAll(), client.loadSchedules(span)]);
  await answering(answer, read);
  assert.deepEqual(shown(), ["7 that week"]);
  await answering(answer, reloadAll);
  assert.deepEqual(shown(), ["7 that week"]);
  await answering(answer, () => Promise.all([client.loadSchedules(span), reloadAll()]));
  assert.deepEqual(shown(), ["7 that week"]);
});

Deno.test("the next meetings are known up to the last that was loaded", async () => {
  await reset();
  const next = (from: number, count: number) =>
    Array.from({ length: count }, (_, place) => schedule(from + place));
  seedUpcoming(next(1, 20));
  assert.equal(upcomingEnd.value?.id, 20);
  await answering(() => ({ schedules: next(14, 20) }), loadUpcoming);
  assert.equal(upcomingEnd.value?.id, 33);
  await answering(() => ({ schedules: next(40, 20) }), reloadAll);
  assert.equal(upcomingEnd.value?.id, 59);
  await answering(() => ({ schedules: next(50, 19) }), loadUpcoming);
  assert.equal(upcomingEnd.value, null);
});
