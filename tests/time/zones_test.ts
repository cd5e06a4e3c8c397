import assert from "node:assert/strict";
import { differenceText, isNight, placeOf } from "../../lib/time/zones.ts";

Deno.test("a difference of time zones is written in hours", () => {
  const november = Date.parse("2026-11-22T08:15:00Z");
  const seen = (theirs: string, own: string, at = november) => differenceText(theirs, own, at);
  assert.equal(seen("Europe/Berlin", "America/New_York"), "6 hours ahead");
  assert.equal(seen("America/New_York", "Europe/Berlin"), "6 hours behind");
  assert.equal(seen("Asia/Kolkata", "UTC"), "5½ hours ahead");
  assert.equal(seen("Asia/Kathmandu", "Asia/Kolkata"), "¼ hour ahead");
  assert.equal(seen("Europe/Berlin", "UTC"), "1 hour ahead");
  assert.equal(seen("Australia/Lord_Howe", "Australia/Sydney"), null);
  assert.equal(
    seen("Australia/Lord_Howe", "Australia/Sydney", november - 150 * 864e5),
    "½ hour ahead",
  );
  assert.equal(seen("America/Toronto", "America/New_York"), null);
});

Deno.test("a difference of time zones is that of the instant, over both clock changes", () => {
  const on = (date: string) =>
    differenceText("Europe/Berlin", "America/Los_Angeles", Date.parse(`${date}T20:00:00Z`));
  assert.equal(on("2026-03-07"), "9 hours ahead");
  assert.equal(on("2026-03-09"), "8 hours ahead");
  assert.equal(on("2026-03-30"), "9 hours ahead");
  assert.equal(on("2026-10-26"), "8 hours ahead");
  assert.equal(on("2026-11-02"), "9 hours ahead");
});

Deno.test("a zone has a place, and night from nine to seven", () => {
  assert.equal(placeOf("America/Argentina/Buenos_Aires"), "Buenos Aires");
  assert.equal(placeOf("UTC"), "UTC");
  const at = (time: string) => isNight("Asia/Tokyo", Date.parse(`2026-11-22T${time}:00+09:00`));
  assert.deepEqual(["06:59", "07:00", "20:59", "21:00"].map(at), [true, false, false, true]);
});
