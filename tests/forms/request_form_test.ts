import assert from "node:assert/strict";
import { readWish } from "../../lib/forms/request_form.ts";

const now = Date.parse("2026-11-22T08:00:00Z");
const read = (values: Record<string, string>) => readWish(values, "America/New_York", now);

Deno.test("a filled form is a request", () => {
  assert.deepEqual(
    read({
      message: " Hi\r\nthere ",
      date: "2026-11-23",
      time: "14:00",
      meeting_type: "in_person",
    }),
    {
      message: "Hi\nthere",
      preferred_datetime: "2026-11-23T19:00:00.000Z",
      meeting_type: "in_person",
    },
  );
  assert.deepEqual(read({ message: "Hi", date: "", time: "" }), {
    message: "Hi",
    preferred_datetime: null,
    meeting_type: null,
  });
  assert.ok(!("errors" in read({ message: "\r\n".repeat(2000) + "é".repeat(3000) })));
});

Deno.test("an error is at its field", () => {
  const wrong = (values: Record<string, string>) => {
    const wish = read({ message: "Hi", ...values });
    return "errors" in wish ? Object.keys(wish.errors) : [];
  };
  assert.deepEqual(wrong({ message: " \r\n" }), ["message"]);
  assert.deepEqual(wrong({ message: "é".repeat(5000) }), []);
  assert.deepEqual(wrong({ message: "é".repeat(5001) }), ["message"]);
  assert.deepEqual(wrong({ date: "2026-11-23" }), ["time"]);
  assert.deepEqual(wrong({ time: "14:00" }), ["date"]);
  assert.deepEqual(wrong({ date: "2027-03-14", time: "02:30" }), ["time"]);
  assert.deepEqual(wrong({ date: "never", time: "14:00" }), ["time"]);
  assert.deepEqual(wrong({ date: "2026-11-22", time: "02:59" }), ["date"]);
  assert.deepEqual(wrong({ date: "2026-11-22", time: "03:01" }), []);
});
