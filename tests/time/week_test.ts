import assert from "node:assert/strict";
import { schedule as example } from "../../lib/contract/api/examples.ts";
import type { Schedule } from "../../lib/contract/meetings.ts";
import {
  addDays,
  daysOf,
  dayStart,
  hoursOf,
  isDate,
  weekSpan,
  weekStart,
} from "../../lib/time/week.ts";

let lastId = 0;

function meeting(start: string, end: string, fields: Partial<Schedule> = {}): Schedule {
  return {
    ...example,
    id: ++lastId,
    start_datetime: new Date(start).toISOString(),
    end_datetime: new Date(end).toISOString(),
    duration_minutes: (Date.parse(end) - Date.parse(start)) / 60_000,
    ...fields,
  };
}

/** Where each day's pieces stand: `date from-to lane/lanes`. */
function places(rows: Schedule[], first: string, zone: string): string[] {
  return daysOf(rows, first, zone).flatMap(({ date, pieces }) =>
    pieces.map(({ from, to, lane, lanes }) => `${date} ${from / 60}-${to / 60} ${lane}/${lanes}`)
  );
}

Deno.test("only dates of the calendar are valid", () => {
  assert.ok(isDate("2026-11-16") && isDate("2028-02-29") && isDate("1999-12-31"));
  for (const text of ["", "2026-02-29", "2026-13-01", "2026-11-16x", "0001-01-01", "3026-01-01"]) {
    assert.ok(!isDate(text), text);
  }
});

Deno.test("a week begins on the first weekday of the reader's language", () => {
  for (const [date, monday] of [["2026-11-16", "2026-11-16"], ["2026-11-22", "2026-11-16"]]) {
    assert.equal(weekStart(date, "de-DE"), monday);
  }
  assert.equal(weekStart("2026-11-16", "en-US"), "2026-11-15");
  assert.equal(weekStart("2026-11-22", "en-US"), "2026-11-22");
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
});

Deno.test("a week with a clock change has an hour less or more", () => {
  const hours = (first: string, zone: string) => {
    const { from, to } = weekSpan(first, zone);
    return (Date.parse(to) - Date.parse(from)) / 3_600_000;
  };
  assert.equal(hours("2026-03-23", "Europe/Berlin"), 7 * 24 - 1);
  assert.equal(hours("2026-10-19", "Europe/Berlin"), 7 * 24 + 1);
  assert.equal(hours("2026-10-26", "Europe/Berlin"), 7 * 24);
  const days = daysOf([], "2026-10-19", "Europe/Berlin");
  assert.deepEqual(days.map(({ clockChange }) => clockChange), [0, 0, 0, 0, 0, 0, -60]);
  assert.equal(daysOf([], "2026-03-23", "Europe/Berlin")[6].clockChange, 60);
  assert.equal(daysOf([], "2026-10-04", "Australia/Lord_Howe")[0].clockChange, 30);
});

Deno.test("a day that has no midnight begins at one", () => {
  assert.equal(
    new Date(dayStart("2026-04-24", "Africa/Cairo")).toISOString(),
    "2026-04-23T22:00:00.000Z",
  );
});

Deno.test("a meeting is at its time in the reader's zone", () => {
  const rows = [meeting("2026-11-18T19:00Z", "2026-11-18T20:30Z")];
  assert.deepEqual(places(rows, "2026-11-16", "America/New_York"), ["2026-11-18 14-15.5 0/1"]);
  assert.deepEqual(places(rows, "2026-11-16", "Asia/Tokyo"), ["2026-11-19 4-5.5 0/1"]);
  assert.deepEqual(places(rows, "2026-11-23", "America/New_York"), []);
});

Deno.test("a meeting after a clock change is at its wall time", () => {
  const rows = [
    meeting("2026-03-27T13:00Z", "2026-03-27T14:00Z"),
    meeting("2026-03-29T12:00Z", "2026-03-29T13:00Z"),
    meeting("2026-03-29T00:30Z", "2026-03-29T01:30Z"),
  ];
  assert.deepEqual(places(rows, "2026-03-23", "Europe/Berlin"), [
    "2026-03-27 14-15 0/1",
    "2026-03-29 1.5-3.5 0/1",
    "2026-03-29 14-15 0/1",
  ]);
});

Deno.test("two meetings in an hour that clocks show twice are beside each other", () => {
  const rows = [
    meeting("2026-10-25T00:15Z", "2026-10-25T01:00Z"),
    meeting("2026-10-25T01:15Z", "2026-10-25T02:00Z"),
    meeting("2026-10-25T00:45Z", "2026-10-25T01:15Z", { user_id: 9 }),
  ];
  assert.deepEqual(places(rows, "2026-10-19", "Europe/Berlin"), [
    "2026-10-25 2.25-3 0/3",
    "2026-10-25 2.25-3 1/3",
    "2026-10-25 2.75-3.25 2/3",
  ]);
});

Deno.test("a meeting over midnight has a piece on both days, and one in each of two weeks", () => {
  const rows = [meeting("2026-11-22T23:00Z", "2026-11-23T01:30Z")];
  assert.deepEqual(places(rows, "2026-11-16", "UTC"), ["2026-11-22 23-24 0/1"]);
  assert.deepEqual(places(rows, "2026-11-23", "UTC"), ["2026-11-23 0-1.5 0/1"]);
  assert.deepEqual(
    daysOf(rows, "2026-11-20", "UTC").flatMap((day) => day.pieces.map((piece) => piece.continued)),
    [false, true],
  );
});

Deno.test("a meeting that ends at midnight has no piece on the next day", () => {
  const rows = [meeting("2026-11-18T23:00Z", "2026-11-19T00:00Z")];
  assert.deepEqual(places(rows, "2026-11-16", "UTC"), ["2026-11-18 23-24 0/1"]);
});

Deno.test("meetings that follow one another need no lanes, very short ones do", () => {
  const rows = [
    meeting("2026-11-18T10:00Z", "2026-11-18T11:00Z"),
    meeting("2026-11-18T11:00Z", "2026-11-18T11:05Z"),
    meeting("2026-11-18T11:05Z", "2026-11-18T12:00Z"),
    meeting("2026-11-18T12:00Z", "2026-11-18T13:00Z"),
  ];
  assert.deepEqual(places(rows, "2026-11-16", "UTC").map((place) => place.split(" ")[2]), [
    "0/1",
    "0/2",
    "1/2",
    "0/1",
  ]);
});

Deno.test("a cancelled meeting is shown until another takes its time", () => {
  const cancelled = meeting("2026-11-18T10:00Z", "2026-11-18T11:00Z", { status: "cancelled" });
  const next = meeting("2026-11-18T11:00Z", "2026-11-18T12:00Z");
  const instead = meeting("2026-11-18T10:30Z", "2026-11-18T11:00Z");
  assert.equal(places([cancelled, next], "2026-11-16", "UTC").length, 2);
  assert.deepEqual(places([cancelled, instead], "2026-11-16", "UTC"), ["2026-11-18 10.5-11 0/1"]);
});

Deno.test("the hours are those of a working day and of meetings outside of it", () => {
  const hours = (...rows: Schedule[]) => hoursOf(daysOf(rows, "2026-11-16", "UTC"));
  assert.deepEqual(hours(), { first: 8, last: 18 });
  assert.deepEqual(hours(meeting("2026-11-18T06:45Z", "2026-11-18T07:15Z")), {
    first: 6,
    last: 18,
  });
  assert.deepEqual(hours(meeting("2026-11-18T23:30Z", "2026-11-19T00:30Z")), {
    first: 0,
    last: 24,
  });
});
