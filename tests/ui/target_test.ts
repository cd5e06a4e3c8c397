import assert from "node:assert/strict";
import { notification } from "../../lib/contract/api/examples.ts";
import { pathOf, targetsOf } from "../../lib/ui/notifications/target.ts";
import { notificationPath } from "../../lib/ui/paths.ts";

function about(notification_data: unknown, schedule_id: number | null = null): string[] {
  return targetsOf({ ...notification, notification_data, schedule_id }).map(pathOf);
}

Deno.test("a notification leads to its request before its meeting", () => {
  assert.deepEqual(about({ request_id: 7 }, 9), ["/requests/7", "/meetings/9"]);
  assert.deepEqual(about({ mentor_name: "X" }, 9), ["/meetings/9"]);
  assert.deepEqual(about(null), []);
  assert.equal(notificationPath(5), "/notifications/5");
});

Deno.test("an id of another system leads nowhere if it is not valid", () => {
  for (const id of ["7", "//evil.example", -1, 0, 1.5, 2 ** 31, null, true, {}, [7]]) {
    assert.deepEqual(about({ request_id: id }), [], String(id));
  }
  for (const data of ["text", 7, [], [1], true]) assert.deepEqual(about(data), []);
});
