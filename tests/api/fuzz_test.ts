import assert from "node:assert/strict";
import fc from "fast-check";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { outrunLimits } from "../helpers/clock.ts";
import { insertAdmin, insertSchedule, patient, researcher } from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";
import { rounds, seed } from "../helpers/rounds.ts";

const names = [
  "expert_id",
  "user_id",
  "mentor_id",
  "recipient_id",
  "schedule_id",
  "notification_type",
  "title",
  "meeting_datetime",
  "notification_data",
  "end_datetime",
  "message",
  "preferred_datetime",
  "meeting_type",
  "status",
  "reason",
  "start_datetime",
  "duration_minutes",
  "meeting_link",
  "email",
  "password",
  "full_name",
  "role",
  "time_zone",
  "bio",
  "current_password",
  "new_password",
  "setup",
  "otp",
  "response",
  "name",
  "decision",
  "choices",
  "__proto__",
];
const likely = fc.constantFrom<unknown>(
  "accepted",
  "rejected",
  "approved",
  "suspended",
  "patient",
  "video_call",
  "a@b.cd",
  "password123",
  "UTC",
  "2099-11-05T14:00:00Z",
  "9999-12-31T23:59:59.999999999Z",
  "0001-01-01T00:00:00-23:59",
  "https://a.example.org/\u{1F600}",
  "http://[::1]:99999/",
  "\\x00 \u0001 \uFFFF \uFEFF",
  1,
  2,
  480,
  -0,
  2147483647,
);
const value = fc.oneof(
  { weight: 4, arbitrary: likely },
  fc.string({ unit: "binary" }),
  fc.integer(),
  fc.double(),
  fc.jsonValue(),
);
/** What every call takes, on the people 1 and 2. */
const good = {
  expert_id: 2,
  user_id: 1,
  mentor_id: 2,
  schedule_id: 1,
  notification_type: "news",
  title: "News",
  message: "Hi",
  status: "accepted",
  start_datetime: "2099-11-05T14:00:00Z",
};
const fields = (most: number) => fc.dictionary(fc.constantFrom(...names), value, { maxKeys: most });
const body = fc.oneof(fields(names.length), fields(2).map((some) => ({ ...good, ...some })));
const call = fc.constantFrom(
  "POST /api/auth/register",
  "POST /api/auth/login",
  "POST /api/meetings",
  "PUT /api/meetings/1/status",
  "PUT /api/auth/me",
  "PUT /api/auth/email",
  "PUT /api/auth/password",
  "PUT /api/auth/authenticator/setup",
  "PUT /api/auth/authenticator",
  "PUT /api/auth/recovery-codes",
  "PUT /api/auth/passkeys/setup",
  "PUT /api/auth/passkeys",
  "PUT /api/auth/login/passkey",
  "PUT /api/notification-choices",
  "PUT /api/blocks/1",
  "DELETE /api/blocks/1",
  "PUT /api/admin/researchers/2",
  "POST /api/admin/researchers/2/cancel-meetings",
  "POST /api/schedule",
  "POST /api/trial_schedule",
  "PUT /api/schedule/1",
  "POST /api/meeting-notifications",
  "POST /api/meeting-notifications/reminder",
  "POST /api/meeting-notifications/cancel",
  "PUT /api/meeting-notifications/mark-all-read",
);
const query = fc.tuple(
  fc.constantFrom(
    "experts",
    "meetings",
    "meeting-notifications",
    "meeting-notifications/upcoming",
    "schedule",
    "trial_schedule",
    "admin/researchers",
  ),
  fc.dictionary(
    fc.constantFrom("search", "limit", "offset", "status", "unread_only", "from", "to"),
    fc.oneof(fc.string({ unit: "binary" }), fc.integer().map(String), fc.constant("true")),
  ),
);

Deno.test("whatever is sent, the answer is a success or a named error", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const people = [await patient(sql), await researcher(sql), await insertAdmin(sql)];
  const [john, sarah] = people;
  assert.deepEqual([john.id, sarah.id], [1, 2]);
  using limits = outrunLimits();

  await fc.assert(
    fc.asyncProperty(call, body, fc.constantFrom(...people), async (what, body, caller) => {
      limits.tick();
      await sql`update users set approved_at = now() where id = ${sarah.id} and approved_at is null`;
      await sql`delete from private.blocks`;
      await sql`
        insert into meeting_requests (id, requester_id, expert_id, message)
        values (1, ${john.id}, ${sarah.id}, 'Hi')
        on conflict (id) do update set status = 'pending', schedule_id = null`;
      await sql`delete from schedules`;
      await insertSchedule(sql, john, sarah, "2 days", { id: 1 });
      await sql`delete from private.attempts`;
      // A new session, as the last one may have been ended.
      const answer = await app.call(what, { token: await app.tokenOf(caller), body });
      if (answer.status >= 300) problem(answer.body.code, answer);
      assert.ok(answer.status < 500, what);
    }),
    { seed, numRuns: rounds(80, 10_000) },
  );
  const tokens = await Promise.all(people.map((person) => app.tokenOf(person)));
  await fc.assert(
    fc.asyncProperty(query, fc.constantFrom(...tokens), async ([path, query], token) => {
      limits.tick();
      const answer = await app.call(`GET /api/${path}?${new URLSearchParams(query)}`, { token });
      if (answer.status === 200) return;
      problem(
        path.startsWith("admin") && token !== tokens[2] ? "forbidden" : "invalid_input",
        answer,
      );
    }),
    { seed, numRuns: rounds(40, 10_000) },
  );
  assert.deepEqual(app.logged, []);
});
