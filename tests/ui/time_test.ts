import assert from "node:assert/strict";
import { agoText, timeText, zoneText } from "../../lib/ui/time.ts";

Deno.test("a time is told in the reader's zone, with ordinary spaces", () => {
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

Deno.test("a time of today is told from now", () => {
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

Deno.test("a zone is told as people call it", () => {
  const winter = new Date("2026-01-05T00:00:00Z");
  assert.equal(zoneText("America/New_York", winter), "New York time (EST)");
  assert.equal(zoneText("UTC", winter), "UTC");
});
