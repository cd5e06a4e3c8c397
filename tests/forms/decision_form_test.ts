import assert from "node:assert/strict";
import type { ReceivedRequest } from "../../lib/contract/meetings.ts";
import { actionOf, panelOf, readDecision, wishOf } from "../../lib/forms/decision_form.ts";
import type { FormValues } from "../../lib/forms/form_state.ts";

const NOW = Date.parse("2026-10-20T12:00:00.000Z");
const zone = "America/New_York";

function asking(preferred_datetime: string | null): ReceivedRequest {
  return {
    id: 1,
    requester: { id: 2, full_name: "John Doe", role: "patient" },
    message: "Hi",
    status: "pending",
    preferred_datetime,
    meeting_type: null,
    decision_reason: null,
    schedule_id: null,
    created_at: "2026-10-19T12:00:00.000Z",
    updated_at: null,
    version: 0,
    type: "received",
  };
}

const ahead = asking("2026-10-21T18:00:30.000Z");
const passed = asking("2026-10-19T18:00:00.000Z");
const accept = (values: FormValues, request = ahead) =>
  readDecision("accept", values, request, zone, NOW);

Deno.test("a button alone accepts, declines or withdraws", () => {
  assert.deepEqual(accept({}), { status: "accepted" });
  assert.deepEqual(accept({}, asking(null)), { status: "accepted" });
  assert.match(JSON.stringify(accept({}, passed)), /problem.*has passed/);
  for (const [action, status] of [["decline", "rejected"], ["withdraw", "cancelled"]] as const) {
    assert.deepEqual(readDecision(action, {}, passed, zone, NOW), { status, reason: null });
    const reason = " Because ";
    const decision = readDecision(action, { reason }, passed, zone, NOW);
    assert.deepEqual(decision, { status, reason: "Because" });
  }
});

Deno.test("the preferred time stays exact unless it is changed", () => {
  const wish = wishOf(ahead, zone, NOW);
  assert.deepEqual(wish, { date: "2026-10-21", time: "14:00" });
  const details = { duration_minutes: 60, meeting_link: null };
  const start_datetime = ahead.preferred_datetime;
  assert.deepEqual(accept(wish), { status: "accepted", start_datetime, ...details });
  const changed = accept({ ...wish, time: "14:01", duration_minutes: "45", meeting_link: " x " });
  assert.deepEqual(changed, {
    status: "accepted",
    start_datetime: "2026-10-21T18:01:00.000Z",
    duration_minutes: 45,
    meeting_link: "x",
  });
  assert.deepEqual(wishOf(passed, zone, NOW), {});
  assert.deepEqual(wishOf(asking(null), zone, NOW), {});
});

Deno.test("a preferred time that clocks show twice stays the same instant", () => {
  for (const at of ["2026-11-01T05:30:00.000Z", "2026-11-01T06:30:00.000Z"]) {
    const request = asking(at);
    const wish = wishOf(request, zone, NOW);
    assert.deepEqual(wish, { date: "2026-11-01", time: "01:30" });
    const decision = accept(wish, request);
    assert.equal("start_datetime" in decision && decision.start_datetime, at);
  }
});

Deno.test("an error is at its field", () => {
  const cases: [FormValues, field: string, words: RegExp, ReceivedRequest?][] = [
    [{ date: "", time: "" }, "date", /Choose when/],
    [{ date: "2026-10-22", time: "" }, "time", /Add a time/],
    [{ date: "", time: "10:00" }, "date", /Add a date/],
    [{ date: "2026-10-19", time: "10:00" }, "date", /has passed/],
    [{ date: "2027-03-14", time: "02:30" }, "time", /does not exist on that day/],
    [{ date: "nonsense", time: "10:00" }, "time", /./],
    [{ date: "", time: "", meeting_link: "http://a" }, "meeting_link", /choose a date/, passed],
  ];
  for (const [values, field, words, request = ahead] of cases) {
    const decision = accept(values, request);
    assert.ok("errors" in decision, JSON.stringify(values));
    assert.deepEqual(Object.keys(decision.errors), [field]);
    assert.match(decision.errors[field], words);
  }
  assert.deepEqual(accept({ date: "", time: "" }, passed), { status: "accepted" });
});

Deno.test("unknown names are no action and no panel", () => {
  assert.equal(actionOf("withdraw"), "withdraw");
  for (const name of ["", "Accept", "toString", null, undefined]) {
    assert.equal(actionOf(name), null);
  }
  const panel = (query: string) => panelOf(new URLSearchParams(query));
  assert.equal(panel("panel=decline"), "decline");
  assert.equal(panel("panel=withdraw"), undefined);
  assert.equal(panel(""), undefined);
});
