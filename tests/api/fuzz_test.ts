import assert from "node:assert/strict";
import fc from "fast-check";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertSchedule, patient, researcher } from "../helpers/factories.ts";
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
  "__proto__",
];
const likely = fc.constantFrom<unknown>(
  "accepted",
  "rejected",
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
  "POST /api/schedule",
  "POST /api/trial_schedule",
  "PUT /api/schedule/1",
  "POST /api/meeting-notifications",
  "POST /api/meeting-notifications/reminder",
  "POST /api/meeting-notifications/cancel",
);
const query = fc.tuple(
  fc.constantFrom(
    "experts",
    "meetings",
    "meeting-notifications",
    "meeting-notifications/upcoming",
    "schedule",
    "trial_schedule",
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
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  assert.deepEqual([john.id, sarah.id], [1, 2]);
  const tokens = [await app.tokenOf(john), await app.tokenOf(sarah)];

  await fc.assert(
    fc.asyncProperty(call, body, fc.constantFrom(...tokens), async (what, body, token) => {
      await sql`
        insert into meeting_requests (id, requester_id, expert_id, message)
        values (1, ${john.id}, ${sarah.id}, 'Hi')
        on conflict (id) do update set status = 'pending', schedule_id = null`;
      await sql`delete from schedules`;
      await insertSchedule(sql, john, sarah, "2 days", { id: 1 });
      await sql`delete from private.attempts`;
      const answer = await app.call(what, { token, body });
      if (answer.status >= 300) problem(answer.body.code, answer);
      assert.ok(answer.status < 500);
    }),
    { seed, numRuns: rounds(80, 3000) },
  );
  await fc.assert(
    fc.asyncProperty(query, fc.constantFrom(...tokens), async ([path, query], token) => {
      const answer = await app.call(`GET /api/${path}?${new URLSearchParams(query)}`, { token });
      if (answer.status !== 200) problem("invalid_input", answer);
    }),
    { seed, numRuns: rounds(40, 1000) },
  );
  assert.deepEqual(app.logged, []);
});
