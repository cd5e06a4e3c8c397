import assert from "node:assert/strict";
import { addDays, daysText, freeRuns, type Piece, type WeekDay } from "../../lib/time/week.ts";

const PIECE = {} as Piece;

/** A week as letters: `m` for a day with a meeting, `c` where clocks change, `.` for any other. */
function week(days: string): WeekDay[] {
  return [...days].map((letter, i) => ({
    date: addDays("2031-06-08", i),
    pieces: letter === "m" ? [PIECE] : [],
    clockChange: letter === "c" ? 60 : 0,
  }));
}

Deno.test("successive free days are one line", () => {
  const cases: [days: string, runs: number[]][] = [
    [".......", [7, -1, -1, -1, -1, -1, -1]],
    ["mmmmmmm", [0, 0, 0, 0, 0, 0, 0]],
    [".m..m.m", [0, 0, 2, -1, 0, 0, 0]],
    ["..m....", [2, -1, 0, 4, -1, -1, -1]],
    ["..c..mm", [2, -1, 0, 2, -1, 0, 0]],
  ];
  for (const [days, runs] of cases) assert.deepEqual(freeRuns(week(days), ""), runs, days);
});

Deno.test("today has a line of its own", () => {
  assert.deepEqual(freeRuns(week("......."), "2031-06-10"), [2, -1, 0, 4, -1, -1, -1]);
});

Deno.test("successive days are written as a range", () => {
  assert.equal(daysText("2031-06-09", "2031-06-12", "en-US"), "Mon, Jun 9 – Thu, Jun 12");
  assert.equal(daysText("2031-06-30", "2031-07-02", "de-DE"), "Mo., 30. Juni – Mi., 2. Juli");
});
