/** The seed's snippets, run by clients that others wrote: a notification made by SQL, heard and read. */
import assert from "node:assert/strict";
import { notification, notificationsList } from "../../lib/contract/notifications.ts";
import { startApp } from "../helpers/app.ts";
import { clients, run } from "./programs.ts";

for (const { name, command } of clients) {
  for (const transport of ["polling", "websocket"]) {
    Deno.test({
      name: `${name}, by ${transport}`,
      ignore: command === null, // with a warning as this is loaded
      fn: () => play(command!, transport),
    });
  }
}

async function play(command: string[], transport: string): Promise<void> {
  await using app = await startApp({ DEMO: "1" });
  const { sql } = app;
  const [{ id: user_id }] = await sql`select id from users where email = 'patient@test.com'`;
  const [{ id: mentor_id }] = await sql`select id from users where email = 'researcher@test.com'`;

  await using client = run(command, [app.url, "patient@test.com", "password123", transport]);
  assert.equal(await client.next("connected"), transport);
  const joined = { room: `user:${user_id}`, user_id, user_type: "user" };
  assert.deepEqual(await client.next("joined_meeting_room"), joined);
  const page = notificationsList.parse(await client.next("meeting_notifications"));
  assert.deepEqual(page, { notifications: [], unread_count: 0, total: 0 });

  const [{ id }] = await sql`
    insert into meeting_notifications (user_id, mentor_id, notification_type, title, message)
    values (${user_id}, ${mentor_id}, 'meeting_reminder', 'Meeting Reminder', 'In 30 minutes')
    returning id`;
  const { unread_count, ...event } = await client.next("new_meeting_notification");
  assert.deepEqual([notification.parse(event).id, event.message], [id, "In 30 minutes"]);
  assert.equal(unread_count, 1);

  const { read_at, version, ...read } = await client.next("notification_marked_read");
  assert.deepEqual(read, { notification_id: id, user_id, is_read: true, unread_count: 0 });
  const [row] = await sql`select read_at from meeting_notifications where id = ${id}`;
  assert.equal(read_at, row.read_at.toISOString());
  assert.ok(Number(version) > Number(event.version));
  await client.end();
}
