/** The inbox over HTTP: by type, page after page, read and unread. */
import assert from "node:assert/strict";
import { notificationAnswer, notificationsPage } from "../../lib/contract/notifications.ts";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { sendMeetingNotification } from "../../lib/meetings/notifications.ts";
import { serveRoutes, type TestRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import type { Answer } from "../helpers/http.ts";
import { insertRequest, insertSchedule, patient, researcher } from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";

const message = { notification_type: "news", title: "News", message: "Something new" };

Deno.test("the list links to its next page, and filters by type", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  const token = await app.tokenOf(john);
  const types = ["news", "lab_result", "news", "news"];
  const ids: number[] = [];
  for (const notification_type of types) {
    const pair = { user_id: john.id, mentor_id: sarah.id };
    ids.push(await sendMeetingNotification(db.sql, { ...pair, ...message, notification_type }));
  }
  const get = async (query: string) => {
    const answer = await app.call(`GET /api/meeting-notifications?${query}`, { token });
    const page = notificationsPage.parse(answer.body);
    const next = /^<\/api\/meeting-notifications\?(.*)>; rel="next"$/
      .exec(answer.headers.get("link") ?? "")?.[1];
    return { ...page, ids: page.notifications.map(({ id }) => ids.indexOf(id)), next };
  };
  const first = await get("limit=1&offset=1&type=news");
  assert.deepEqual(first.ids, [2]);
  const second = await get(first.next!);
  assert.deepEqual([second.ids, second.next], [[0], undefined]);
  const labs = await get("type=lab_result");
  assert.deepEqual([labs.ids, labs.total, labs.unread_count], [[1], 1, 4]);
});

Deno.test("a notification can be marked as unread repeatedly", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  const token = await app.tokenOf(john);
  const pair = { user_id: john.id, mentor_id: sarah.id };
  const id = await sendMeetingNotification(db.sql, { ...pair, ...message });
  const put = async (state: string) => {
    const answer = await app.call(`PUT /api/meeting-notifications/${id}/${state}`, { token });
    assert.equal(answer.status, 200);
    const { is_read, read_at } = notificationAnswer.parse(answer.body).notification;
    return [is_read, read_at === null];
  };
  assert.deepEqual(await put("read"), [true, false]);
  assert.deepEqual(await put("unread"), [false, true]);
  assert.deepEqual(await put("unread"), [false, true]);
  assert.deepEqual(await put("read"), [true, false]);
});

/** Opens a notification's page, by its link or its form, as a browser does. */
function visitor(app: TestRoutes, token: string) {
  const cookie = `session=${token}`;
  return {
    get: (id: unknown, headers: Record<string, string> = {}) =>
      app.call(`GET /notifications/${id}`, { headers: { cookie, ...headers } }),
    post: (path: string, form: Record<string, string>) =>
      app.call(`POST ${path}`, {
        raw: new URLSearchParams(form).toString(),
        headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
      }),
  };
}

function leadsTo({ status, headers }: Answer): string {
  assert.equal(status, 303);
  return headers.get("location")!;
}

async function isRead(sql: Sql, id: number): Promise<boolean> {
  const [row] = await sql`select is_read from meeting_notifications where id = ${id}`;
  return row.is_read;
}

/** A request, and a meeting of two; the notifications of the patient about each. */
async function notifyOf(sql: Sql, john: User, sarah: User) {
  const requestId = await insertRequest(sql, john, sarah);
  const scheduleId = await insertSchedule(sql, john, sarah, "2 hours");
  const pair = { user_id: john.id, mentor_id: sarah.id };
  const send = (fields: object) => sendMeetingNotification(sql, { ...pair, ...message, ...fields });
  return {
    requestId,
    scheduleId,
    ofRequest: await send({ notification_data: { request_id: requestId } }),
    ofMeeting: await send({ schedule_id: scheduleId }),
    ofGone: await send({ notification_data: { request_id: 999_999 }, schedule_id: scheduleId }),
    ofNothing: await send({ schedule_id: 999_999 }),
  };
}

Deno.test("opening a notification reads it and leads to what it is about", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const sent = await notifyOf(sql, john, sarah);
  const visit = visitor(app, await app.tokenOf(john));
  assert.equal(leadsTo(await visit.get(sent.ofRequest)), `/requests/${sent.requestId}`);
  assert.equal(leadsTo(await visit.get(sent.ofMeeting)), `/meetings/${sent.scheduleId}`);
  assert.equal(leadsTo(await visit.get(sent.ofGone)), `/meetings/${sent.scheduleId}`);
  const page = await visit.get(sent.ofNothing);
  assert.equal(page.status, 200);
  assert.match(page.body, /Something new/);
  assert.match(page.body, /that this was about was removed/);
  const [{ left }] = await sql`
    select count(*)::int as left from meeting_notifications
    where recipient_id = ${john.id} and not is_read and notification_type = 'news'`;
  assert.equal(left, 0);
});

Deno.test("prefetching, other sites and strangers mark nothing as read", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const { ofRequest, requestId } = await notifyOf(sql, john, sarah);
  const visit = visitor(app, await app.tokenOf(john));
  const ahead = await visit.get(ofRequest, { "sec-purpose": "prefetch;prerender" });
  const fromElsewhere = await visit.get(ofRequest, { "sec-fetch-site": "cross-site" });
  for (const answer of [ahead, fromElsewhere]) {
    assert.equal(leadsTo(answer), `/requests/${requestId}`);
  }
  const stranger = visitor(app, await app.tokenOf(sarah));
  assert.equal((await stranger.get(ofRequest)).status, 404);
  const form = { action: "read" };
  assert.equal((await stranger.post(`/notifications/${ofRequest}`, form)).status, 404);
  for (const id of ["0", "x", "1e3", "99999999999", "2147483647"]) {
    assert.equal((await visit.get(id)).status, 404, id);
  }
  assert.equal(await isRead(sql, ofRequest), false);
});

Deno.test("the forms of the inbox mark and open notifications, and lead back", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const { ofRequest, ofMeeting, scheduleId } = await notifyOf(sql, john, sarah);
  const { post } = visitor(app, await app.tokenOf(john));
  const path = `/notifications/${ofRequest}`;
  const next = "/notifications?filter=news#notification-1";
  assert.equal(
    leadsTo(await post(path, { action: "read", next })),
    "/notifications?filter=news&done=marked-read#notification-1",
  );
  assert.equal(await isRead(sql, ofRequest), true);
  assert.equal(leadsTo(await post(path, { action: "unread", next })), next);
  assert.equal(await isRead(sql, ofRequest), false);
  const evil = { action: "unread", next: "//evil.example" };
  assert.equal(leadsTo(await post(path, evil)), "/dashboard");
  const open = await post(`/notifications/${ofMeeting}`, { action: "open" });
  assert.equal(leadsTo(open), `/meetings/${scheduleId}`);
  assert.equal(await isRead(sql, ofMeeting), true);
  for (const at of [path, "/notifications"]) {
    assert.equal((await post(at, { action: "delete" })).status, 400);
  }
  const all = await post("/notifications", { action: "mark-all-read" });
  assert.equal(leadsTo(all), "/notifications?done=marked-read");
  assert.equal(await isRead(sql, ofRequest), true);
  problem(
    "not_found",
    await app.call("PUT /api/meeting-notifications/0/unread", {
      token: await app.tokenOf(john),
    }),
  );
});

Deno.test("all that a list or an event has shown is marked, by call and by form", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  await sql`select private.open_feed()`;
  const token = await app.tokenOf(john);
  const pair = { user_id: john.id, mentor_id: sarah.id };
  const send = () => sendMeetingNotification(sql, { ...pair, ...message });
  const path = "/api/meeting-notifications";
  const list = async () => notificationsPage.parse((await app.call(`GET ${path}`, { token })).body);
  const mark = (body?: unknown) => app.call(`PUT ${path}/mark-all-read`, { token, body });
  await send();
  const { as_of } = await list();
  const later = await send();
  assert.deepEqual((await mark({ as_of })).body, { updated: 1 });
  assert.equal(await isRead(sql, later), false);
  for (const forged of ["", "x", `${as_of}A`, as_of.replace(/^./, "A")]) {
    problem("invalid_input", await mark({ as_of: forged }));
  }
  await sql`update private.feed set epoch = '1-1-1-1'`;
  problem("conflict", await mark({ as_of }));
  await sql`update private.feed set epoch = private.present_epoch()`;
  assert.equal(await isRead(sql, later), false, "nothing was marked");

  const { post } = visitor(app, token);
  const { as_of: shown } = await list();
  const unseen = await send();
  leadsTo(await post("/notifications", { action: "mark-all-read", as_of: shown }));
  assert.deepEqual([await isRead(sql, later), await isRead(sql, unseen)], [true, false]);
  assert.deepEqual((await mark()).body, { updated: 1 }, "without an offset all are marked");
});
