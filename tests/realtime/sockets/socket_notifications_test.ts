/** Notifications, as they are sent to their recipient alone. */
import assert from "node:assert/strict";
import { notification } from "../../../lib/contract/notifications.ts";
import type { Sql } from "../../../lib/db/pool.ts";
import { names, nobody, openScene, type Work } from "./socket_scene.ts";
import { insertNotification } from "../../helpers/factories.ts";

async function openNotificationScene() {
  const scene = await openScene();
  const { people: { john, sarah }, sql } = scene;
  const insert = (title: string, recipient_id = john.id, message = "Message") => (sql: Sql) =>
    insertNotification(sql, john, sarah, { title, recipient_id, message });
  const id = async (title: string) =>
    (await sql`select id from meeting_notifications where title = ${title}`)[0].id;
  return { ...scene, insert, id };
}

Deno.test("notifications that are created and read are sent to their recipient", async (t) => {
  await using scene = await openNotificationScene();
  const { caused, people: { john, sarah }, sql, insert, id } = scene;

  await t.step("a new one", async () => {
    const events = await caused(insert("one"), ["john", "new_meeting_notification"]);
    assert.deepEqual(names(events), { ...nobody, john: ["new_meeting_notification"] });
    const { unread_count, ...row } = events.john[0].payload;
    assert.equal(notification.parse(row).recipient_id, john.id);
    assert.deepEqual(Object.keys(row).sort(), Object.keys(notification.shape).sort());
    assert.equal(unread_count, 1);
  });
  await t.step("one for the researcher", async () => {
    const events = await caused(insert("hers", sarah.id));
    assert.deepEqual(names(events), { ...nobody, sarah: ["new_meeting_notification"] });
  });
  await t.step("is read, and unread again", async () => {
    const one = await id("one");
    const set = (is_read: boolean) => (sql: Sql) =>
      sql`update meeting_notifications set is_read = ${is_read} where id = ${one}`;
    const [{ unread }] = await sql`
      select count(*)::int as unread from meeting_notifications
      where recipient_id = ${john.id} and not is_read`;
    const events = await caused(set(true), ["john", "notification_marked_read"]);
    assert.deepEqual(names(events), { ...nobody, john: ["notification_marked_read"] });
    const { read_at, version, ...payload } = events.john[0].payload;
    assert.deepEqual(payload, {
      notification_id: one,
      user_id: john.id,
      is_read: true,
      unread_count: unread - 1,
    });
    assert.match(String(read_at), /^\d{4}-.*Z$/);
    assert.ok(Number(version) >= Date.parse(String(read_at)) * 1000);
    assert.deepEqual(names(await caused(set(true))), nobody);
    const again = await caused(set(false));
    assert.equal(again.john[0].payload.is_read, false);
    assert.equal(again.john[0].payload.read_at, null);
  });
  await t.step("several are read in one commit", async () => {
    const all = await sql`
      select id from meeting_notifications where recipient_id = ${john.id} and not is_read
      order by id`;
    const read: Work = (sql) =>
      sql`update meeting_notifications set is_read = true where recipient_id = ${john.id}`;
    const events = await caused(read, ["john", "notifications_marked_read"]);
    assert.deepEqual(names(events), { ...nobody, john: ["notifications_marked_read"] });
    const ids = events.john[0].payload.notification_ids as number[];
    assert.deepEqual(ids.sort((a, b) => a - b), all.map(({ id }) => id));
    assert.equal(events.john[0].payload.unread_count, 0);
  });
});

Deno.test("notifications that are changed, deleted or rolled back", async (t) => {
  await using scene = await openNotificationScene();
  const { caused, people: { john, sarah }, insert, id } = scene;

  await caused(insert("one"));

  await t.step("a notification that is changed, redirected and deleted", async () => {
    const one = await id("one");
    assert.deepEqual(
      names(
        await caused((sql) =>
          sql`update meeting_notifications set message = 'Other' where id = ${one}`
        ),
      ),
      { ...nobody, john: ["meeting_notification_updated"] },
    );
    assert.deepEqual(
      names(
        await caused((sql) =>
          sql`update meeting_notifications set recipient_id = mentor_id where id = ${one}`
        ),
      ),
      { ...nobody, john: ["meeting_notification_deleted"], sarah: ["new_meeting_notification"] },
    );
    const events = await caused((sql) => sql`delete from meeting_notifications where id = ${one}`);
    assert.deepEqual(names(events), { ...nobody, sarah: ["meeting_notification_deleted"] });
    assert.equal(events.sarah[0].payload.notification_id, one);
  });
  await t.step("by send_meeting_notification()", async () => {
    const events = await caused((sql) =>
      sql`
        select send_meeting_notification(
          user_id => ${john.id}, mentor_id => ${sarah.id}, notification_type => 'message',
          title => 'sent', message => 'x')`
    );
    assert.deepEqual(names(events), { ...nobody, john: ["new_meeting_notification"] });
  });
  await t.step("what is rolled back is sent to nobody", async () => {
    const events = await caused(async (sql) => {
      await sql.begin(async (tx) => {
        await insert("never")(tx as unknown as Sql);
        await tx`update meeting_notifications set title = 'never'`;
        throw new Error("no");
      }).catch(() => {});
    });
    assert.deepEqual(names(events), nobody);
  });
  await t.step("20,000 characters of any kind arrive as they are", async () => {
    const long = "Zoë 患者 👩‍⚕️ \u2028 \u0001 \\ \" '\n".repeat(1000).slice(0, 20_000);
    const events = await caused(insert("long", john.id, long));
    assert.deepEqual(events.john.map(({ payload }) => payload.message), [long.toWellFormed()]);
  });
});
