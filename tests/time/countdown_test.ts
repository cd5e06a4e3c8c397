import assert from "node:assert/strict";
import { countdownText, isSoon } from "../../lib/time/countdown.ts";

const berlin = { zone: "Europe/Berlin", locale: "en-GB" };
const meeting = {
  start_datetime: "2026-03-30T08:00:00.000Z",
  end_datetime: "2026-03-30T09:00:00.000Z",
};
const start = Date.parse(meeting.start_datetime);
const before = (time: { days?: number; hours?: number; minutes?: number; seconds?: number }) => {
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = time;
  return start - (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
};
const textAt = (now: number) => countdownText(meeting, berlin, now);

Deno.test("the countdown gets finer as the meeting comes closer", () => {
  assert.equal(textAt(before({ days: 6 })), "in 6 days");
  assert.equal(textAt(before({ hours: 25 })), "tomorrow");
  assert.equal(textAt(before({ hours: 24 })), "in 24 h");
  assert.equal(textAt(before({ hours: 5, minutes: 11, seconds: 1 })), "in 5 h 12 min");
  assert.equal(textAt(before({ minutes: 42 })), "in 42 min");
  assert.equal(textAt(before({ minutes: 10, seconds: 1 })), "in 11 min");
  assert.equal(textAt(before({ minutes: 9, seconds: 41 })), "in 9 min 41 s");
  assert.equal(textAt(before({ seconds: 5 })), "in 5 s");
  assert.equal(textAt(start), "now");
  assert.equal(textAt(Date.parse(meeting.end_datetime) - 1), "now");
  assert.equal(textAt(Date.parse(meeting.end_datetime)), "over");
});

Deno.test("days are counted as the reader's calendar has them, also where one has 23 hours", () => {
  // Clocks went forward in Berlin on March 29: the 28th, 23:30 there, is 35 hours before.
  assert.equal(textAt(Date.parse("2026-03-28T22:30:00Z")), "in 2 days");
  assert.equal(textAt(Date.parse("2026-03-29T00:30:00Z")), "tomorrow");
  const tokyo = { zone: "Asia/Tokyo", locale: "en-GB" };
  assert.equal(countdownText(meeting, tokyo, Date.parse("2026-03-28T16:00:00Z")), "tomorrow");
});

Deno.test("a meeting is soon from ten minutes before its start until its end", () => {
  assert.equal(isSoon(meeting, before({ minutes: 10, seconds: 1 })), false);
  assert.equal(isSoon(meeting, before({ minutes: 10 })), true);
  assert.equal(isSoon(meeting, Date.parse(meeting.end_datetime) - 1), true);
  assert.equal(isSoon(meeting, Date.parse(meeting.end_datetime)), false);
});
