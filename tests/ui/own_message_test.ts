import assert from "node:assert/strict";
import { ownMessage } from "../../lib/ui/requests/own_message.ts";

const TIME = "Preferred Date & Time: Tuesday, November 4, 2025, 02:00 PM";
const AT = "2025-11-04T19:00:00.000Z";

function words(message: string, at: string | null, type: "video_call" | null): string {
  return ownMessage({ message, preferred_datetime: at, meeting_type: type });
}

Deno.test("lines that were added when a request was stored are left out", () => {
  assert.equal(words(`Hi\n\n${TIME}\nMeeting Type: Video Call`, AT, "video_call"), "Hi");
  assert.equal(words(`Hi\n\n${TIME}`, AT, null), "Hi");
  assert.equal(words("Hi\n\nMeeting Type: Video Call", null, "video_call"), "Hi");
  assert.equal(words(`One\n\nTwo\n\n\n${TIME}`, AT, null), "One\n\nTwo\n");
  assert.equal(words(`\n\n${TIME}`, AT, null), "");
  const twice = `Hi\n\n${TIME}\n\n${TIME}`;
  assert.equal(words(twice, AT, null), `Hi\n\n${TIME}`);
});

Deno.test("lines that another system wrote stay as they are", () => {
  const both = `Hi\n\n${TIME}\nMeeting Type: Video Call`;
  const kept: [message: string, at: string | null, type: "video_call" | null][] = [
    [both, null, null],
    [both, AT, null],
    [both, null, "video_call"],
    [`Hi\n\n${TIME}`, AT, "video_call"],
    [`Hi\n\n${TIME}\nMeeting Type: Phone Call`, AT, "video_call"],
    [`Hi\n${TIME}`, AT, null],
    [`Hi\n\n${TIME} or later`, AT, null],
    [`Hi\n\n${TIME}\n`, AT, null],
    ["Hi\n\nPreferred Date & Time: next Tuesday", AT, null],
    [`Hi\n\n${TIME}\n\nThank you`, AT, null],
    ["Hi", AT, "video_call"],
    ["Hi", null, null],
  ];
  for (const [message, at, type] of kept) assert.equal(words(message, at, type), message);
});
