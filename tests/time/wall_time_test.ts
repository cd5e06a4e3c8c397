import assert from "node:assert/strict";
import fc from "fast-check";
import { dateIn, instantOf, isShownTwice, offsetIn, timeIn } from "../../lib/time/wall_time.ts";

Deno.test("a wall time becomes the instant at which clocks there show it", () => {
  assert.equal(instantOf("2026-11-05", "14:00", "America/New_York"), "2026-11-05T19:00:00.000Z");
  assert.equal(instantOf("2026-07-05", "14:00", "America/New_York"), "2026-07-05T18:00:00.000Z");
  assert.equal(instantOf("2026-07-05", "14:00", "Asia/Kolkata"), "2026-07-05T08:30:00.000Z");
  assert.equal(instantOf("2026-07-05", "14:00", "UTC"), "2026-07-05T14:00:00.000Z");
});

Deno.test("the hours around both changes of the clocks are right", () => {
  const berlin = (date: string, time: string) => instantOf(date, time, "Europe/Berlin");
  assert.equal(berlin("2026-03-29", "01:59"), "2026-03-29T00:59:00.000Z");
  assert.equal(berlin("2026-03-29", "03:00"), "2026-03-29T01:00:00.000Z");
  assert.equal(berlin("2026-10-25", "01:59"), "2026-10-24T23:59:00.000Z");
  assert.equal(berlin("2026-10-25", "03:00"), "2026-10-25T02:00:00.000Z");
});

Deno.test("a time that clocks skip has no instant", () => {
  assert.equal(instantOf("2026-03-29", "02:30", "Europe/Berlin"), null);
  assert.equal(instantOf("2026-03-08", "02:00", "America/Los_Angeles"), null);
});

Deno.test("a time that clocks show twice is the first one", () => {
  assert.equal(instantOf("2026-10-25", "02:30", "Europe/Berlin"), "2026-10-25T00:30:00.000Z");
  assert.equal(instantOf("2026-11-01", "01:30", "America/New_York"), "2026-11-01T05:30:00.000Z");
});

Deno.test("an invalid date or time has no instant", () => {
  for (const [date, time] of [["", ""], ["2026-02-31x", "10:00"], ["2026-02-01", "25:00"]]) {
    assert.equal(instantOf(date, time, "UTC"), null);
  }
});

Deno.test("clocks show an hour twice where they go back, and no other time", () => {
  const twice = (iso: string, zone: string) => isShownTwice(zone, Date.parse(iso));
  assert.equal(twice("2026-10-24T23:59:59Z", "Europe/Berlin"), false);
  assert.equal(twice("2026-10-25T00:00:00Z", "Europe/Berlin"), true);
  assert.equal(twice("2026-10-25T01:59:59.999Z", "Europe/Berlin"), true);
  assert.equal(twice("2026-10-25T02:00:00Z", "Europe/Berlin"), false);
  assert.equal(twice("2026-03-29T01:00:00Z", "Europe/Berlin"), false);
  assert.equal(twice("2026-10-25T00:30:00Z", "UTC"), false);
});

Deno.test("the offset of a zone follows its clock changes", () => {
  const offset = (iso: string, zone: string) => offsetIn(zone, Date.parse(iso));
  assert.equal(offset("2026-03-29T00:59:59.999Z", "Europe/Berlin"), 60);
  assert.equal(offset("2026-03-29T01:00:00Z", "Europe/Berlin"), 120);
  assert.equal(offset("2026-11-01T09:00:00Z", "America/Los_Angeles"), -480);
  assert.equal(offset("2026-07-05T00:00:00Z", "Asia/Kolkata"), 330);
});

const zones = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"];

Deno.test("the wall time of an instant leads back to it, or to the first instant with that wall time", () => {
  const minutes = fc.integer({ min: Date.UTC(2000) / 60_000, max: Date.UTC(2060) / 60_000 });
  fc.assert(
    fc.property(minutes, fc.constantFrom(...zones), (minute, zone) => {
      const at = minute * 60_000;
      const wall = new Intl.DateTimeFormat("sv-SE", {
        timeZone: zone,
        dateStyle: "short",
        timeStyle: "short",
      }).format(at);
      const [date, time] = wall.split(" ");
      assert.equal(dateIn(zone, at), date);
      assert.equal(timeIn(zone, at), time);
      const back = Date.parse(instantOf(date, time, zone) ?? "");
      assert.ok(at === back || (at - back > 0 && at - back <= 60 * 60_000), `${wall} in ${zone}`);
    }),
  );
});
