/** The first document that Liaison was specified by, from top to bottom, played on a running server. */
import assert from "node:assert/strict";
import { MEANINGS } from "../../lib/contract/api/errors.ts";
import { TABLES } from "../../lib/contract/api/sql.ts";
import { sendMeetingNotification } from "../../lib/meetings/notifications.ts";
import type { LiveClient } from "../helpers/live_client.ts";
import type { Person, Scribe } from "./scribe.ts";

/** Whom the story is about; `stranger` has nothing to do with the other two. */
type Cast = { patient: Person; mentor: Person; stranger: Person; socket: LiveClient };

const start = "2099-01-15T10:00:00.000Z";
const link = "https://meet.google.com/abc-def-ghi";

/** Plays all chapters. Needs the demo accounts, and that nothing has happened yet. */
export async function play(scribe: Scribe): Promise<void> {
  const [patient, mentor, stranger] = await signIn(scribe);
  await table(scribe, patient, mentor);
  const socket = await scribe.connect(patient);
  const cast = { patient, mentor, stranger, socket };
  await clientEvents(scribe, cast);
  const scheduleId = await integration(scribe, cast);
  await ownNotifications(scribe, cast);
  await sentNotifications(scribe, cast, scheduleId);
  await types(scribe, cast);
  await helperFunction(scribe, cast, scheduleId);
  await security(scribe, cast, scheduleId);
  await errorHandling(scribe, cast, scheduleId);
}

async function signIn(scribe: Scribe): Promise<Person[]> {
  scribe.chapter("Signing in: what the document calls JWT authentication");
  const people: Person[] = [];
  for (const name of ["patient", "researcher", "kenji.watanabe"]) {
    const credentials = { email: `${name}@test.com`, password: "password123" };
    const { token, user } = await scribe.call(null, "POST /api/auth/login", 200, credentials);
    people.push({ id: user.id, name, token });
  }
  return people;
}

async function table(scribe: Scribe, patient: Person, mentor: Person): Promise<void> {
  scribe.chapter("Database Table: meeting_notifications");
  scribe.say("its columns, and ours");
  const [{ columns }] = await scribe.write(`
    select string_agg(column_name, ', ' order by ordinal_position) as columns
    from information_schema.columns where table_name = 'meeting_notifications'`);
  assert.equal(columns, Object.keys(TABLES.meeting_notifications.columns).join(", "));
  scribe.say("an insert that names only the document's columns");
  await scribe.write(`
    insert into meeting_notifications (
      user_id, mentor_id, schedule_id, notification_type, title, message, meeting_datetime,
      meeting_link, is_read, created_at, read_at, notification_data
    ) values (
      ${patient.id}, ${mentor.id}, null, 'meeting_scheduled', 'Meeting Scheduled', 'By SQL',
      null, null, false, current_timestamp, null, '{"duration": 60}'
    )`);
}

async function clientEvents(scribe: Scribe, { patient, socket }: Cast): Promise<void> {
  const user_id = patient.id;
  scribe.chapter("Socket.IO Events");
  scribe.say("join_meeting_room");
  scribe.emit(socket, "join_meeting_room", { user_id, user_type: "user" });
  await scribe.hear(socket, "joined_meeting_room");
  scribe.say("get_meeting_notifications, meeting_notifications");
  scribe.emit(socket, "get_meeting_notifications", { user_id });
  const { notifications } = await scribe.hear(socket, "meeting_notifications");
  assert.deepEqual(notifications.map(({ message }: { message: string }) => message), ["By SQL"]);
  const notification_id = notifications[0].id;
  scribe.say("mark_notification_read, notification_marked_read");
  scribe.emit(socket, "mark_notification_read", { notification_id, user_id });
  const read = await scribe.hear(socket, "notification_marked_read");
  assert.deepEqual([read.notification_id, read.unread_count], [notification_id, 0]);
}

async function integration(scribe: Scribe, { patient, mentor, socket }: Cast): Promise<number> {
  scribe.chapter("Integration with the schedule system");
  const pair = { user_id: patient.id, mentor_id: mentor.id };
  await scribe.write(`
    insert into meeting_requests (requester_id, expert_id, message, status)
    values (${patient.id}, ${mentor.id}, 'May we talk?', 'accepted')`);
  scribe.say("/api/schedule, and new_meeting_notification for both");
  const body = { ...pair, start_datetime: start, duration_minutes: 60, meeting_link: link };
  const { schedule } = await scribe.call(mentor, "POST /api/schedule", 201, body);
  const isOfIt = ({ schedule_id }: { schedule_id: number }) => schedule_id === schedule.id;
  const event = await scribe.hear(socket, "new_meeting_notification", isOfIt);
  assert.deepEqual([event.notification_type, event.meeting_link], ["meeting_scheduled", link]);
  assert.deepEqual([event.notification_data.duration, event.unread_count], [60, 1]);
  const inbox = await scribe.call(mentor, "GET /api/meeting-notifications", 200);
  assert.ok(inbox.notifications.some(isOfIt));
  scribe.say("/api/trial_schedule: half an hour, once");
  const trial = { ...pair, start_datetime: "2099-01-10T10:00:00Z" };
  await scribe.call(mentor, "POST /api/trial_schedule", 201, trial);
  const again = { ...pair, start_datetime: "2099-01-11T10:00:00Z" };
  const appError = await scribe.call(patient, "POST /api/trial_schedule", 409, again);
  assert.equal(appError.code, "trial_used");
  return schedule.id;
}

async function ownNotifications(scribe: Scribe, { patient, socket }: Cast): Promise<void> {
  scribe.chapter("API Endpoints 1 to 4");
  const path = "/api/meeting-notifications";
  scribe.say("1. Get Meeting Notifications");
  const all = await scribe.call(patient, `GET ${path}`, 200);
  assert.deepEqual([all.total, all.unread_count], [3, 2]);
  const [newest] = all.notifications;
  const second = await scribe.call(patient, `GET ${path}?limit=1&offset=1`, 200);
  assert.deepEqual(second.notifications, [all.notifications[1]]);
  const unread = await scribe.call(patient, `GET ${path}?unread_only=true`, 200);
  assert.equal(unread.notifications.length, 2);
  scribe.say("2. Mark Notification as Read");
  const { notification } = await scribe.call(patient, `PUT ${path}/${newest.id}/read`, 200);
  assert.equal(notification.is_read, true);
  const isIt = ({ notification_id }: { notification_id: number }) => notification_id === newest.id;
  await scribe.hear(socket, "notification_marked_read", isIt);
  scribe.say("3. Mark All Notifications as Read");
  const { updated } = await scribe.call(patient, `PUT ${path}/mark-all-read`, 200);
  assert.equal(updated, 1);
  scribe.say("4. Get Unread Count");
  const { unread_count } = await scribe.call(patient, `GET ${path}/unread-count`, 200);
  assert.equal(unread_count, 0);
}

async function sentNotifications(scribe: Scribe, cast: Cast, schedule_id: number) {
  const { patient, mentor, socket } = cast;
  const path = "/api/meeting-notifications";
  scribe.chapter("API Endpoints 5 to 8");
  scribe.say("5. Create Meeting Notification");
  const created = await scribe.call(mentor, `POST ${path}`, 201, {
    user_id: patient.id,
    mentor_id: mentor.id,
    schedule_id,
    notification_type: "meeting_scheduled",
    title: "Meeting Scheduled",
    message: "Your meeting has been scheduled...",
    meeting_datetime: start,
    meeting_link: link,
    notification_data: { mentor_name: "John Doe", duration: 60 },
  });
  const { id } = created.notification;
  const event = await scribe.hear(socket, "new_meeting_notification", (event) => event.id === id);
  assert.deepEqual(event.notification_data, { mentor_name: "John Doe", duration: 60 });
  scribe.say("8. Get Upcoming Meetings, while there are some");
  const { meetings } = await scribe.call(patient, `GET ${path}/upcoming`, 200);
  assert.equal(meetings.length, 2);
  scribe.say("6. Send Meeting Reminder");
  const reminded = await scribe.call(mentor, `POST ${path}/reminder`, 201, { schedule_id });
  assert.equal(reminded.notifications.length, 2);
  const hasType = (type: string) => (event: { notification_type: string }) =>
    event.notification_type === type;
  await scribe.hear(socket, "new_meeting_notification", hasType("meeting_reminder"));
  scribe.say("7. Send Meeting Cancellation");
  const body = { schedule_id, reason: "Emergency came up" };
  const { schedule } = await scribe.call(mentor, `POST ${path}/cancel`, 200, body);
  assert.equal(schedule.status, "cancelled");
  const cancelled = hasType("meeting_cancelled");
  const news = await scribe.hear(socket, "new_meeting_notification", cancelled);
  assert.equal(news.notification_data.reason, "Emergency came up");
  const left = await scribe.call(patient, `GET ${path}/upcoming`, 200);
  assert.equal(left.meetings.length, 1);
}

async function types(scribe: Scribe, { patient }: Cast): Promise<void> {
  scribe.chapter("Notification Types");
  const rows = await scribe.write(`
    select notification_type, count(*)::int from meeting_notifications
    where recipient_id = ${patient.id} group by 1 order by 1`);
  const there = rows.map(({ notification_type }) => notification_type);
  assert.deepEqual(there, ["meeting_cancelled", "meeting_reminder", "meeting_scheduled"]);
}

async function helperFunction(scribe: Scribe, cast: Cast, schedule_id: number): Promise<void> {
  const { patient, mentor, socket } = cast;
  scribe.chapter("Helper Function: send_meeting_notification()");
  scribe.say("in SQL, with named arguments");
  const [{ id }] = await scribe.write(`
    select send_meeting_notification(
      user_id => ${patient.id}, mentor_id => ${mentor.id},
      notification_type => 'meeting_scheduled', title => 'Meeting Scheduled',
      message => 'Your meeting has been scheduled...', schedule_id => ${schedule_id},
      meeting_datetime => '${start}', meeting_link => '${link}',
      notification_data => '{"mentor_name": "John Doe", "duration": 60}'
    ) as id`);
  await scribe.hear(socket, "new_meeting_notification", (event) => event.id === id);
  scribe.say("in TypeScript: sendMeetingNotification({…}), the document's second example");
  const sent = await sendMeetingNotification(scribe.sql, {
    user_id: patient.id,
    mentor_id: mentor.id,
    notification_type: "meeting_reminder",
    title: "Meeting Reminder",
    message: "Your meeting is in 30 minutes",
    schedule_id,
    meeting_datetime: new Date(start),
    meeting_link: link,
  });
  await scribe.hear(socket, "new_meeting_notification", (event) => event.id === sent);
}

async function security(scribe: Scribe, cast: Cast, schedule_id: number): Promise<void> {
  const { patient, mentor, stranger, socket } = cast;
  const path = "/api/meeting-notifications";
  scribe.chapter("Security");
  scribe.say("all endpoints require a token, and so do sockets");
  await scribe.call(null, `GET ${path}`, 401);
  assert.equal((await scribe.refused(undefined)).code, "unauthenticated");
  assert.equal((await scribe.refused("forged")).code, "unauthenticated");
  scribe.say("users only have their own notifications");
  const { notifications: [{ id }] } = await scribe.call(patient, `GET ${path}?limit=1`, 200);
  await scribe.call(stranger, `PUT ${path}/${id}/read`, 404);
  await scribe.call(stranger, `POST ${path}/cancel`, 404, { schedule_id });
  const { as_of: _, ...others } = await scribe.call(stranger, `GET ${path}`, 200);
  assert.deepEqual(others, { notifications: [], unread_count: 0, total: 0 });
  scribe.say("rooms are one's own");
  scribe.emit(socket, "join_meeting_room", { user_id: mentor.id, user_type: "mentor" });
  const error = await scribe.hear(socket, "meeting_error");
  assert.deepEqual([error.event, error.code], ["join_meeting_room", "forbidden"]);
  scribe.say("input is validated");
  const wrong = await scribe.call(patient, `GET ${path}?limit=1000`, 400);
  assert.equal(wrong.errors[0].path, "limit");
}

async function errorHandling(scribe: Scribe, cast: Cast, schedule_id: number): Promise<void> {
  const { patient, mentor, socket } = cast;
  scribe.chapter("Error Handling");
  scribe.say("in socket events: named, and the connection goes on");
  scribe.emit(socket, "mark_notification_read", "junk");
  const junk = await scribe.hear(socket, "meeting_error", ({ code }) => code === "invalid_input");
  assert.equal(junk.event, "mark_notification_read");
  scribe.emit(socket, "get_meeting_notifications", { user_id: patient.id, limit: 1 });
  await scribe.hear(
    socket,
    "meeting_notifications",
    ({ notifications }) => notifications.length === 1,
  );
  scribe.say("a refused call leaves nothing behind, and says why");
  const count = "select count(*)::int from meeting_notifications";
  const [before] = await scribe.write(count);
  const again = { schedule_id };
  const appError = await scribe.call(mentor, "POST /api/meeting-notifications/cancel", 409, again);
  assert.equal(appError.code, "already_cancelled");
  assert.ok(appError.code in MEANINGS);
  const [after] = await scribe.write(count);
  assert.deepEqual(after, before);
  scribe.say("a transaction that is rolled back publishes nothing");
  await scribe.sql.begin(async (tx) => {
    const words = "title => 'Never', message => 'Never', notification_type => 'meeting_reminder'";
    const statement = `select send_meeting_notification(${patient.id}, ${mentor.id}, ${words})`;
    scribe.print(`sql > begin; ${statement}; rollback`);
    await tx.unsafe(statement);
    throw new RolledBack();
  }).catch((error) => {
    if (!(error instanceof RolledBack)) throw error;
  });
  const [{ marker }] = await scribe.write(`
    select send_meeting_notification(
      user_id => ${patient.id}, mentor_id => ${mentor.id},
      notification_type => 'meeting_reminder', title => 'After it', message => 'Heard'
    ) as marker`);
  await scribe.hear(socket, "new_meeting_notification", ({ id }) => id === marker);
  assert.ok(!socket.events.some(({ payload }) => payload.title === "Never"));
}

class RolledBack extends Error {}
