import assert from "node:assert/strict";
import { schedule as example } from "../../lib/contract/api/examples.ts";
import type { Contact } from "../../lib/contract/contacts.ts";
import type { Schedule } from "../../lib/contract/meetings.ts";
import { readMove, readPlan, valuesOfMeeting } from "../../lib/forms/meeting_form.ts";
import { minutesOf } from "../../lib/forms/meeting_time.ts";
import { durationText, phaseOf, titleOf } from "../../lib/ui/meetings/meeting_words.ts";

const now = Date.parse("2026-10-01T00:00:00Z");

const meeting: Schedule = {
  ...example,
  user_id: 1,
  mentor_id: 2,
  user: { id: 1, full_name: "John Doe", role: "patient" },
  mentor: { id: 2, full_name: "Dr. Sarah Smith", role: "researcher" },
  start_datetime: "2026-11-04T19:00:00.000Z",
  end_datetime: "2026-11-04T20:00:00.000Z",
  meeting_link: "https://meet.example.org/a",
};

const contact: Contact = {
  id: 2,
  full_name: "Dr. Sarah Smith",
  role: "researcher",
  time_zone: "UTC",
  had_trial: false,
};

Deno.test("the form that reschedules a meeting begins with its values, which change nothing", () => {
  const values = valuesOfMeeting(meeting, "America/New_York");
  assert.deepEqual(values, {
    date: "2026-11-04",
    time: "14:00",
    duration_minutes: "60",
    meeting_link: "https://meet.example.org/a",
  });
  assert.deepEqual(readMove(values, meeting, "America/New_York", now), {
    start_datetime: meeting.start_datetime,
    meeting_link: meeting.meeting_link,
  });
});

Deno.test("a meeting in an hour that clocks show twice stays the same instant when its link changes", () => {
  const late = { ...meeting, start_datetime: "2026-10-25T01:30:00.000Z" };
  const before = valuesOfMeeting(late, "Europe/Berlin");
  assert.equal(before.time, "02:30");
  const values = { ...before, meeting_link: "" };
  assert.deepEqual(readMove(values, late, "Europe/Berlin", now), {
    start_datetime: late.start_datetime,
    meeting_link: null,
  });
  assert.deepEqual(readMove({ ...values, time: "02:31" }, late, "Europe/Berlin", now), {
    start_datetime: "2026-10-25T00:31:00.000Z",
    meeting_link: null,
  });
});

Deno.test("a missing, skipped or past time is an error at its field", () => {
  const errorsOf = (values: Record<string, string>) => {
    const read = readMove(values, meeting, "Europe/Berlin", now);
    return "errors" in read ? Object.keys(read.errors) : [];
  };
  assert.deepEqual(errorsOf({}), ["date", "time"]);
  assert.deepEqual(errorsOf({ date: "2026-11-05" }), ["time"]);
  assert.deepEqual(errorsOf({ date: "2027-03-28", time: "02:30" }), ["time"]);
  assert.deepEqual(errorsOf({ date: "2026-09-30", time: "10:00" }), ["date"]);
  assert.deepEqual(errorsOf({ date: "2026-11-05", time: "10:00" }), []);
});

Deno.test("a planned meeting has the patient and the researcher", () => {
  const values = { with: "2", date: "2026-11-05", time: "10:00", duration_minutes: "45" };
  const patient = { id: 1, role: "patient" };
  assert.deepEqual(readPlan(values, patient, [contact], "UTC", now), {
    isTrial: false,
    input: {
      user_id: 1,
      mentor_id: 2,
      start_datetime: "2026-11-05T10:00:00.000Z",
      duration_minutes: 45,
      meeting_link: null,
      title: null,
    },
  });
  const researcher = { id: 9, role: "researcher" };
  const trial = readPlan({ ...values, kind: "trial" }, researcher, [contact], "UTC", now);
  assert.ok("input" in trial && trial.isTrial);
  assert.deepEqual([trial.input.user_id, trial.input.mentor_id], [2, 9]);
  assert.equal(trial.input.duration_minutes, 30);
  assert.equal(minutesOf({ kind: "trial", duration_minutes: "45" }), 30);
});

Deno.test("a planned meeting needs a contact", () => {
  const values = { with: "3", date: "2026-11-05", time: "10:00" };
  const plan = readPlan(values, { id: 1, role: "patient" }, [contact], "UTC", now);
  assert.deepEqual(plan, { errors: { with: "Choose whom to meet." } });
});

Deno.test("a meeting goes from ahead to over, unless it is cancelled", () => {
  const at = (time: string) => phaseOf(meeting, Date.parse(`2026-11-04T${time}Z`));
  assert.deepEqual(["18:49", "18:50", "19:00", "19:59", "20:00"].map(at), [
    "ahead",
    "soon",
    "running",
    "running",
    "over",
  ]);
  assert.equal(phaseOf({ ...meeting, status: "cancelled" }, now), "cancelled");
});

Deno.test("a meeting is named by its title or the other person", () => {
  assert.equal(titleOf(meeting, 1), "Meeting with Dr. Sarah Smith");
  assert.equal(titleOf({ ...meeting, is_trial: true }, 2), "Trial meeting with John Doe");
  assert.equal(titleOf({ ...meeting, title: "Results" }, 2), "Results");
});

Deno.test("a duration is written in hours and minutes", () => {
  assert.deepEqual([1, 30, 60, 90, 120].map(durationText), [
    "1 minute",
    "30 minutes",
    "1 hour",
    "1 hour 30 minutes",
    "2 hours",
  ]);
});
