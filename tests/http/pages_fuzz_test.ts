/** Pages, and the forms that stand on them, given anything. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { serveRoutes, type TestRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { outrunLimits } from "../helpers/clock.ts";
import {
  insertAdmin,
  insertNotification,
  insertRequest,
  insertSchedule,
  patient,
  researcher,
} from "../helpers/factories.ts";
import { rounds, seed } from "../helpers/rounds.ts";

const paths = [
  "/login",
  "/register",
  "/dashboard/patient",
  "/dashboard/researcher",
  "/experts",
  "/experts/2/request",
  "/requests/1",
  "/requests/2",
  "/requests/3",
  "/meetings/1",
  "/meetings/2",
  "/meetings/3",
  "/meetings/new",
  "/calendar",
  "/notifications",
  "/notifications/1",
  "/notifications/2",
  "/settings",
  "/settings/security",
  "/login/code",
  "/reset/made-up",
  "/admin",
];
type Field = [name: string, value: string];
type Form = [path: string, fields: Field[]];

/** What a form on each page would send. */
const forms: [path: string, fields: Record<string, string>][] = [
  ["/login", { email: "a@b.cd", password: "password123" }],
  [
    "/register",
    { email: "a@b.cd", password: "password123", full_name: "A", role: "patient", time_zone: "UTC" },
  ],
  ["/experts/2/request", { message: "Hi", date: "2099-11-22", time: "10:00" }],
  ["/requests/3", { action: "accept", date: "2099-11-22", time: "10:00", duration_minutes: "60" }],
  ["/requests/3", { action: "decline", reason: "Away" }],
  ["/meetings/3", { action: "move", date: "2099-11-22", time: "10:00", duration_minutes: "60" }],
  ["/meetings/3", { action: "cancel", reason: "Away" }],
  [
    "/meetings/new",
    { with: "2", kind: "meeting", date: "2099-11-22", time: "10:00", duration_minutes: "60" },
  ],
  ["/notifications/1", { action: "read", next: "/notifications" }],
  ["/settings", { action: "profile", full_name: "A", institution: "B", bio: "C" }],
  ["/settings", { action: "dates", time_zone: "Pacific/Kiritimati", locale: "en-GB" }],
  ["/settings", { action: "choices", "other.inbox": "on" }],
  ["/settings", { action: "end", session_id: "9" }],
  ["/settings/calendar-feed", { action: "make" }],
  ["/blocks", { action: "block", user_id: "1", next: "/requests/3" }],
  ["/blocks", { action: "unblock", user_id: "1" }],
  ["/settings", { action: "email", email: "new@b.cd", current_password: "x" }],
  ["/settings/security", { action: "begin", current_password: "x" }],
  ["/settings/security", { action: "add", setup: "x", otp: "123456" }],
  ["/login/code", { otp: "123456" }],
  ["/reset/made-up", { password: "Zug nach Ulm 77" }],
  ["/admin", { action: "suspended", id: "2", reason: "x" }],
  ["/admin", { action: "reset", email: "a@b.cd" }],
];
const asked = ["next", "panel", "with", "week", "filter", "before", "page", "search", "status"];
const likely = fc.constantFrom(
  ...[
    "0",
    "1",
    "2",
    "-1",
    "1e9",
    "2147483648",
    "true",
    "on",
    "/",
    "//",
    "/x",
    "UTC",
    "Asia/Kolkata",
  ],
  ...[
    "2099-11-22",
    "0001-01-01",
    "9999-12-31",
    "0000-01-01",
    "00:00",
    "23:59",
    "24:00",
    "video_call",
  ],
  ...["2099-11-22T10:00:00Z", "0001-01-01T00:00:00-23:59", "a@b.cd", "\0", "\uD83D"],
);
const text = fc.oneof(
  likely,
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme", minLength: 200, maxLength: 300 }),
);

/** A patient and a researcher at the two ends of the day, with rows at the two ends of time. */
async function fill(sql: Sql): Promise<User[]> {
  const john = await patient(sql);
  const sarah = await researcher(sql);
  await sql`
    update users set time_zone = (array['Pacific/Kiritimati', 'Etc/GMT+12'])[id], bio = ${"\u202E"}`;
  const ends = ["0001-01-01T00:00:00Z", "9999-12-30T23:59:59.999Z"];
  for (const preferred_datetime of [...ends, null]) {
    const message = "</script>\u2028";
    await insertRequest(sql, john, sarah, { message, preferred_datetime });
  }
  for (const [index, at] of ends.entries()) {
    await insertSchedule(sql, john, sarah, new Date(Date.parse(at) - index * 3_600_000));
    await insertNotification(sql, john, sarah, {
      title: "",
      message: "",
      meeting_datetime: at,
      notification_data: index ? [1] : "x",
    });
  }
  return [john, sarah, await insertAdmin(sql)];
}

/** Request 3 waits again, and meeting 3 is ahead. */
async function startOver(sql: Sql, [john, sarah]: User[]): Promise<void> {
  await sql`update meeting_requests set status = 'pending', schedule_id = null where id = 3`;
  await sql`delete from schedules where id > 2`;
  await insertSchedule(sql, john, sarah, "2 days", { id: 3 });
  await sql`update users set approved_at = now() where id = ${sarah.id} and approved_at is null`;
}

/** The names of the fields on a page, and what its buttons and choices would send. */
async function readFields(app: TestRoutes, path: string, cookie: string): Promise<Field[]> {
  const { text } = await app.call(`GET ${path}`, { headers: { cookie } });
  return [...text.matchAll(/<(?:input|select|textarea|button)\b[^>]*/g)].flatMap(([tag]) => {
    const [name, value = ""] = ["name", "value"].map((part) =>
      new RegExp(`\\b${part}="([^"]*)"`).exec(tag)?.[1]
    );
    return name ? [[name, value] satisfies Field] : [];
  });
}

function ok({ status, text }: { status: number; text: string }, what: string) {
  assert.ok(status < 500, `${status} ${what}`);
  assert.doesNotMatch(text, /\.tsx?:\d+|node_modules/, what);
}

Deno.test("pages and their forms take anything without failing", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const people = await fill(db.sql);
  using limits = outrunLimits();
  const someone = fc.constantFrom(...people, null);
  /** A new session's, since forms may end the last one. */
  const cookieOf = async (user: User | null) => user ? `session=${await app.tokenOf(user)}` : "";
  const known: Field[] = [];
  await t.step("as they are", async () => {
    for (const user of [...people, null]) {
      const cookie = await cookieOf(user);
      for (const path of paths) {
        ok(await app.call(`GET ${path}`, { headers: { cookie } }), path);
        known.push(...await readFields(app, path, cookie));
      }
    }
  });
  assert.ok(known.length > 50);
  const names = [...new Set(known.map(([name]) => name)), ...asked];
  const pair = fc.oneof(fc.constantFrom(...known), fc.tuple(fc.constantFrom(...names), text));
  const sent = fc.array(pair, { maxLength: 8 });
  await t.step("asked for anything", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), sent, someone, async (path, query, user) => {
        limits.tick();
        const cookie = await cookieOf(user);
        const what = `GET ${path}?${new URLSearchParams(query)}`;
        ok(await app.call(what, { headers: { cookie } }), what);
      }),
      { seed, numRuns: rounds(60, 10_000) },
    );
  });
  const form = fc.oneof(
    fc.tuple(fc.constantFrom(...paths), sent),
    fc.tuple(fc.constantFrom(...forms), fc.array(pair, { maxLength: 2 }))
      .map(([[path, good], some]) => [path, [...Object.entries(good), ...some]] satisfies Form),
  );
  await t.step("sent anything", async () => {
    await fc.assert(
      fc.asyncProperty(form, someone, async ([path, fields], user) => {
        limits.tick();
        await startOver(db.sql, people);
        const raw = `${new URLSearchParams(fields)}`;
        const headers = {
          cookie: await cookieOf(user),
          "content-type": "application/x-www-form-urlencoded",
        };
        ok(await app.call(`POST ${path}`, { raw, headers }), `POST ${path} ${raw}`);
      }),
      { seed, numRuns: rounds(60, 10_000) },
    );
  });
  assert.deepEqual(app.logged, []);
});
