import assert from "node:assert/strict";
import {
  agoText,
  type Clock,
  clockOf,
  hoursText,
  hourText,
  spanText,
  timeText,
  zoneText,
} from "../../lib/time/formats.ts";

Deno.test("a time is written in the reader's zone, with ordinary spaces", () => {
  const at = "2025-11-04T19:05:00.000Z";
  assert.equal(
    timeText(at, { zone: "America/New_York", locale: "en-US" }),
    "Tue, Nov 4, 2025, 2:05 PM",
  );
  assert.equal(timeText(at, { zone: "Asia/Tokyo", locale: "en-US" }), "Wed, Nov 5, 2025, 4:05 AM");
  assert.equal(
    timeText("2025-11-04T00:00:00.000Z", { zone: "UTC", locale: "en-US" }),
    "Tue, Nov 4, 2025, 12:00 AM",
  );
});

Deno.test("a time of the last day is relative", () => {
  const now = Date.parse("2025-11-04T12:00:00.000Z");
  const ago = (minutes: number) =>
    agoText(new Date(now - minutes * 60_000).toISOString(), { zone: "UTC", locale: "en-US" }, now);
  assert.equal(ago(0), "just now");
  assert.equal(ago(1), "1 minute ago");
  assert.equal(ago(59), "59 minutes ago");
  assert.equal(ago(60), "1 hour ago");
  assert.equal(ago(24 * 60), "Mon, Nov 3, 2025, 12:00 PM");
  assert.equal(ago(-60), "Tue, Nov 4, 2025, 1:00 PM");
});

Deno.test("a zone is written with its place and abbreviation", () => {
  const winter = new Date("2026-01-05T00:00:00Z");
  assert.equal(zoneText("America/New_York", winter), "New York time (EST)");
  assert.equal(zoneText("UTC", winter), "UTC");
});

const losAngeles: Clock = { zone: "America/Los_Angeles", locale: "en-US" };
const berlin: Clock = { zone: "Europe/Berlin", locale: "en-GB" };

Deno.test("a date is written in the reader's language", () => {
  const at = "2025-11-04T19:05:00.000Z";
  assert.equal(
    timeText(at, { zone: "Europe/Berlin", locale: "de-DE" }),
    "Di., 4. Nov. 2025, 20:05",
  );
  assert.equal(timeText(at, berlin), "Tue, 4 Nov 2025, 20:05");
});

Deno.test("a meeting's time has each of its dates once", () => {
  const span = (start: string, end: string, clock: Clock) => [
    spanText(start, end, clock),
    hoursText(start, end, clock),
  ];
  assert.deepEqual(span("2025-11-04T19:00:00Z", "2025-11-04T20:00:00Z", losAngeles), [
    "Tue, Nov 4, 2025, 11:00 AM – 12:00 PM",
    "11:00 AM – 12:00 PM",
  ]);
  assert.deepEqual(span("2025-11-05T07:30:00Z", "2025-11-05T08:30:00Z", losAngeles), [
    "Tue, Nov 4, 2025, 11:30 PM – Wed, Nov 5, 2025, 12:30 AM",
    "11:30 PM – 12:30 AM",
  ]);
});

Deno.test("a time that clocks show twice is written with its zone", () => {
  assert.equal(hourText("2026-11-01T07:30:00Z", losAngeles), "12:30 AM");
  assert.equal(hourText("2026-11-01T08:30:00Z", losAngeles), "1:30 AM PDT");
  assert.equal(hourText("2026-11-01T09:30:00Z", losAngeles), "1:30 AM PST");
  assert.equal(hourText("2026-11-01T10:30:00Z", losAngeles), "2:30 AM");
  assert.equal(
    spanText("2026-11-01T08:30:00Z", "2026-11-01T09:30:00Z", losAngeles),
    "Sun, Nov 1, 2026, 1:30 AM PDT – 1:30 AM PST",
  );
  assert.equal(
    spanText("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", berlin),
    "Sun, 29 Mar 2026, 01:30 CET – 03:30 CEST",
  );
  assert.equal(
    spanText("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z", berlin),
    "Sun, 29 Mar 2026, 03:00–04:00",
  );
});

Deno.test("unknown zones, languages and times are replaced", () => {
  const clock = clockOf({ time_zone: "posix/Europe/Berlin", locale: "en-us-us" });
  assert.deepEqual(clock, { zone: "UTC", locale: "en-US" });
  assert.deepEqual(clockOf({ time_zone: "Europe/Berlin", locale: "xx" }), {
    zone: "Europe/Berlin",
    locale: "en-US",
  });
  assert.equal(zoneText("posixrules"), "UTC");
  assert.equal(timeText("20000-01-01T00:00:00.000Z", clock), "20000-01-01T00:00:00.000Z");
});
