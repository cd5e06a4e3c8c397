import assert from "node:assert/strict";
import { byDay } from "../../lib/time/days.ts";

const clock = { zone: "America/Los_Angeles", locale: "en-US" };

function days(times: string[], now: string, zone = clock.zone) {
  const rows = times.map((created_at) => ({ created_at }));
  return byDay(rows, { ...clock, zone }, Date.parse(now))
    .map(({ date, title, rows }) => `${date} ${title} ${rows.length}`);
}

Deno.test("rows are grouped by the days of the reader's time zone", () => {
  const times = ["2026-03-02T07:59:00Z", "2026-03-01T08:00:00Z", "2026-03-01T07:59:59Z"];
  assert.deepEqual(days(times, "2026-03-02T07:59:59Z"), [
    "2026-03-01 Today 2",
    "2026-02-28 Yesterday 1",
  ]);
  assert.deepEqual(days(times, "2026-03-02T07:59:59Z", "Europe/Berlin"), [
    "2026-03-02 Today 1",
    "2026-03-01 Yesterday 2",
  ]);
});

Deno.test("days of other years have their year", () => {
  const times = ["2026-11-04T20:00:00Z", "2025-11-04T20:00:00Z"];
  assert.deepEqual(days(times, "2026-11-20T20:00:00Z"), [
    "2026-11-04 Wednesday, November 4 1",
    "2025-11-04 Tuesday, November 4, 2025 1",
  ]);
});

Deno.test("yesterday is the day before, also where it has 23 or 25 hours", () => {
  assert.match(days(["2026-03-08T09:00:00Z"], "2026-03-09T07:30:00Z")[0], /03-08 Yesterday/);
  assert.match(days(["2026-11-01T07:30:00Z"], "2026-11-02T08:30:00Z")[0], /11-01 Yesterday/);
});
