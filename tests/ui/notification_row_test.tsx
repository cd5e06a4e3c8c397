import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { notification } from "../../lib/contract/api/examples.ts";
import { headlineOf } from "../../lib/contract/writers.ts";
import { NotificationRow } from "../../lib/ui/notifications/notification_row.tsx";

const forged = {
  ...notification,
  actor: { id: 7, full_name: "Dr. Eve" },
  written_by_actor: true,
  title: "Meeting Cancelled",
  meeting_datetime: null,
  meeting_link: "https://sign-in.example/liaison",
};

function textOf(row: typeof notification): string {
  const html = renderToString(
    <NotificationRow notification={row} onMark={() => {}}>now</NotificationRow>,
  );
  return html.replace(/<svg.*?<\/svg>/gs, "[icon]").replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

Deno.test("what a person writes is shown as from them, with the host of its link", () => {
  const shown = textOf(forged);
  assert.match(shown, /^ E From Dr\. Eve Unread: Meeting Cancelled /);
  assert.match(shown, /Open sign-in\.example/);
  assert.doesNotMatch(shown, /Join meeting/);
  assert.equal(headlineOf(forged), "From Dr. Eve: Meeting Cancelled");
});

Deno.test("what Liaison says about somebody's doing is not shown as their words", () => {
  const shown = textOf({ ...notification, is_read: true });
  assert.doesNotMatch(shown, /From/);
  assert.match(shown, /^ \[icon\] Meeting Scheduled /);
  assert.match(shown, /Join meeting at meet\.google\.com/);
});
