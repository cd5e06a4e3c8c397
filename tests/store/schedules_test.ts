import assert from "node:assert/strict";
import { schedule as example } from "../../lib/contract/api/examples.ts";
import type { Schedule } from "../../lib/contract/meetings.ts";
import { answering, withoutPauses } from "../helpers/fetch.ts";

const { publish } = await import("../../lib/browser/connection/events.ts");
const client = await withoutPauses(() => import("../../lib/browser/store/schedules.ts"));
const { fill } = await import("../../lib/browser/store/window.ts");

function schedule(id: number, fields: Partial<Schedule> = {}): Schedule {
  return { ...example, id, version: 1, ...fields };
}

const shown = () => client.schedules.rows.value.map(({ id, title }) => `${id} ${title}`).toSorted();
/** Forgets all; what is gone comes back by its insertion alone. */
function reset(): void {
  for (const { id } of client.schedules.rows.value) {
    publish("schedule_deleted", { schedule_id: id });
  }
}

Deno.test("events bring meetings, change them and take them away", () => {
  reset();
  publish("schedule_created", schedule(1, { title: "a" }));
  publish("schedule_created", schedule(2, { title: "b" }));
  publish("schedule_updated", schedule(1, { title: "c", version: 2 }));
  assert.deepEqual(shown(), ["1 c", "2 b"]);
  publish("schedule_deleted", { schedule_id: 2 });
  assert.deepEqual(shown(), ["1 c"]);
});

Deno.test("what the page changes shows before its event comes", async () => {
  reset();
  publish("schedule_created", schedule(1, { title: "a" }));
  const moved = schedule(1, { title: "moved", version: 2 });
  const start_datetime = "2099-02-01T10:00:00Z";
  await answering(
    () => Response.json({ schedule: moved }),
    async () => assert.deepEqual(await client.moveSchedule(1, { start_datetime }), moved),
  );
  assert.deepEqual(shown(), ["1 moved"]);
  const cancelled = schedule(1, { title: "cancelled", version: 3, status: "cancelled" });
  const calls = await answering(
    () => Response.json({ schedule: cancelled, notifications: [] }),
    () => client.cancelSchedule(1, "Ill"),
  );
  assert.deepEqual(calls, ["POST /api/meeting-notifications/cancel"]);
  assert.deepEqual(shown(), ["1 cancelled"]);
  const made = { user_id: 123, mentor_id: 456, start_datetime };
  await answering(
    () => Response.json({ schedule: schedule(5, { title: "new" }) }),
    () => client.createTrial(made, "key"),
  );
  assert.deepEqual(shown(), ["1 cancelled", "5 new"]);
});

/** A meeting of an hour at that hour of a day. */
function at(id: number, hour: number, fields: Partial<Schedule> = {}): Schedule {
  const time = (hours: number) => new Date(Date.UTC(2099, 4, 1, 0, hours * 60)).toISOString();
  return schedule(id, { start_datetime: time(hour), end_datetime: time(hour + 1), ...fields });
}

Deno.test("the meetings of a span are those under way in it, as they come, move and go", () => {
  reset();
  const span = { from: "2099-05-01T08:00:00.000Z", to: "2099-05-01T12:00:00.000Z" };
  const [list, planned] = [
    client.createSpan(span),
    client.createSpan({ ...span, status: "scheduled" }),
  ];
  for (const one of [list, planned]) one.add({ rows: [], next: null });
  const ids = (of = list) => of.rows.value.map(({ id }) => id);
  for (const hour of [12, 11, 7.5, 7, 9]) publish("schedule_created", at(100 + hour * 2, hour));
  assert.deepEqual(ids(), [115, 118, 122]);
  publish("schedule_updated", at(114, 10, { version: 2 }));
  publish("schedule_updated", at(118, 20, { version: 2 }));
  publish("schedule_updated", at(115, 7.5, { version: 2, status: "cancelled" }));
  assert.deepEqual([ids(), ids(planned)], [[115, 114, 122], [114, 122]]);
  publish("schedule_deleted", { schedule_id: 122 });
  assert.deepEqual([ids(), ids(planned)], [[115, 114], [114]]);
});

Deno.test("a span is loaded to its end in pages", async () => {
  reset();
  const all = Array.from({ length: 1200 }, (_, i) => at(1000 + i, i));
  const page = ({ url }: Request) => {
    const { searchParams } = new URL(url);
    const start = Number(searchParams.get("after") ?? 0);
    const end = start + Number(searchParams.get("limit"));
    const link = `</api/schedule?limit=500&after=${end}>; rel="next"`;
    const headers: HeadersInit = end < all.length ? { link } : {};
    return Response.json({ schedules: all.slice(start, end) }, { headers });
  };
  const list = client.createSpan({ from: "2099-05-01T00:00:00.000Z" });
  const calls = await answering(page, () => fill(list, Infinity, 500));
  const path = "GET /api/schedule?from=2099-05-01T00%3A00%3A00.000Z&limit=500";
  assert.deepEqual(calls, [path, `${path}&after=500`, `${path}&after=1000`]);
  assert.deepEqual([list.rows.value.length, list.hasMore.value], [1200, false]);
});
