import assert from "node:assert/strict";
import { type CalendarFeed, calendarFeed } from "../../lib/contract/calendar.ts";
import { ownOrigin } from "../../lib/http/origins.ts";
import { serveRoutes, type TestRoutes } from "../helpers/routes.ts";
import { type CalendarEvent, readCalendar } from "../helpers/calendar.ts";
import { testDatabase } from "../helpers/database.ts";
import { startApp } from "../helpers/app.ts";
import { insertSchedule, moveSchedule, patient, researcher } from "../helpers/factories.ts";
import { callAt } from "../helpers/http.ts";
import { auth, tokenOf } from "../helpers/auth.ts";
import { problem } from "../helpers/problems.ts";

async function entryOf(app: TestRoutes, token: string, id: number): Promise<CalendarEvent> {
  const { status, headers, body } = await app.call(`GET /api/schedule/${id}/calendar`, { token });
  assert.equal(status, 200);
  assert.equal(headers.get("content-type"), "text/calendar; charset=utf-8");
  assert.match(headers.get("content-disposition")!, /^attachment; filename="meeting-\d+\.ics"$/);
  const events = readCalendar(body);
  assert.equal(events.length, 1);
  return events[0];
}

Deno.test("a meeting's calendar file follows the meeting, as each of the two sees it", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const john = await patient(db.sql, { full_name: "John; Doe, Jr." });
  const sarah = await researcher(db.sql, { full_name: "Dr. Sarah Smith" });
  const [token, expertToken] = [await app.tokenOf(john), await app.tokenOf(sarah)];
  const id = await insertSchedule(db.sql, john, sarah, "3 days");

  const first = await entryOf(app, token, id);
  const [{ start, end }] = await db.sql`
    select date_trunc('second', start_datetime) as start, date_trunc('second', end_datetime) as end
    from schedules`;
  assert.deepEqual([first.start, first.end], [start.toISOString(), end.toISOString()]);
  assert.deepEqual([first.sequence, first.status, first.location], [0, "CONFIRMED", null]);
  assert.equal(first.summary, "Meeting with Dr. Sarah Smith");
  assert.equal(first.url, `${app.url}/meetings/${id}`);
  assert.equal(first.description, `Details: ${first.url}`);
  const theirs = await entryOf(app, expertToken, id);
  assert.deepEqual(theirs, { ...first, summary: "Meeting with John; Doe, Jr." });
  assert.deepEqual(await entryOf(app, token, id), first, "the same as long as nothing changes");

  await db.sql`
    update schedules set start_datetime = start_datetime + interval '1 day',
      end_datetime = end_datetime + interval '1 day'`;
  await db.sql`update schedules set link = 'https://meet.example.org/a?b=1,2', title = ${
    "A\r\nX-EVIL:1" + "\x01Ä".repeat(90)
  }`;
  const moved = await entryOf(app, token, id);
  assert.deepEqual([moved.uid, moved.sequence], [first.uid, 2]);
  assert.equal(Date.parse(moved.start) - Date.parse(first.start), 24 * 60 * 60_000);
  assert.equal(moved.location, "https://meet.example.org/a?b=1,2");
  assert.equal(moved.description, `Join: ${moved.location}\nDetails: ${first.url}`);
  assert.equal(moved.summary, `A\nX-EVIL:1${" Ä".repeat(90)} with Dr. Sarah Smith`);

  await db.sql`update schedules set status = 'cancelled', cancel_reason = 'Ill', title = null`;
  const cancelled = await entryOf(app, token, id);
  assert.deepEqual([cancelled.uid, cancelled.sequence], [first.uid, 3]);
  assert.equal(cancelled.status, "CANCELLED");
  assert.equal(cancelled.summary, "Cancelled: Meeting with Dr. Sarah Smith");
  assert.equal(cancelled.description, `Reason: Ill\nDetails: ${first.url}`);
  assert.deepEqual(app.logged, []);
});

Deno.test("the sequence grows with what a calendar shows, and with nothing else", async () => {
  await using db = await testDatabase();
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  await insertSchedule(db.sql, john, sarah, "3 days");
  const { sql } = db;
  const sequence = async () => (await sql`select sequence from schedules`)[0].sequence;
  await sql`update schedules set sequence = 7, updated_at = now(), created_at = now()`;
  await sql`update schedules set start_datetime = start_datetime, link = null`;
  assert.equal(await sequence(), 0);
  const changes = [
    sql`end_datetime = end_datetime + interval '1 minute'`,
    sql`link = 'https://meet.example.org/'`,
    sql`title = 'Visit'`,
    sql`is_trial = true`,
    sql`status = 'completed'`,
  ];
  for (const [i, change] of changes.entries()) {
    await sql`update schedules set ${change}`;
    assert.equal(await sequence(), i + 1);
  }
});

Deno.test("a calendar file is for the two who meet, and for services", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  const id = await insertSchedule(db.sql, john, sarah, "3 days", { is_trial: true });
  const path = `GET /api/schedule/${id}/calendar`;
  problem("unauthenticated", await app.call(path));
  const stranger = await app.tokenOf(await patient(db.sql));
  problem("not_found", await app.call(path, { token: stranger }));
  for (const other of ["0", "x", "4711"]) {
    problem(
      "not_found",
      await app.call(`GET /api/schedule/${other}/calendar`, { token: stranger }),
    );
  }
  const service = await patient(db.sql, { role: "service" });
  const { summary } = await entryOf(app, await app.tokenOf(service), id);
  assert.equal(summary, `Trial meeting with ${john.full_name} and ${sarah.full_name}`);
});

/** A feed's address below the app, as a path. */
function pathOf({ url }: CalendarFeed): string {
  return new URL(url).pathname;
}

Deno.test("a feed is made, read without a sign-in, renewed and removed", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  const token = await app.tokenOf(john);
  const feed = async () => (await app.call("GET /api/calendar-feed", { token })).body.feed;
  const make = async () => {
    const { status, body } = await app.call("POST /api/calendar-feed", { token });
    assert.equal(status, 201);
    return calendarFeed.parse(body.feed);
  };
  assert.equal(await feed(), null);
  const first = await make();
  assert.deepEqual(await feed(), first);
  assert.match(first.url, new RegExp(`^${app.url}/calendar/[0-9a-f]{64}\\.ics$`));

  const read = async () => {
    const { status, headers, body } = await app.call(`GET ${pathOf(first)}`);
    assert.equal(status, 200);
    assert.equal(headers.get("content-type"), "text/calendar; charset=utf-8");
    assert.match(headers.get("cache-control")!, /private/);
    return readCalendar(body);
  };
  assert.deepEqual(await read(), []);
  const [past, long, kept, gone] = [
    await insertSchedule(db.sql, john, sarah, "-2 days"),
    await insertSchedule(db.sql, john, sarah, "-100 days"),
    await insertSchedule(db.sql, john, sarah, "3 days", { is_trial: true }),
    await insertSchedule(db.sql, john, sarah, "1 day", { status: "cancelled" }),
  ];
  await insertSchedule(db.sql, await patient(db.sql), sarah, "5 days");
  const events = await read();
  assert.deepEqual(
    events.map(({ url, status }) => `${url.split("/").at(-1)} ${status}`),
    [`${past} CONFIRMED`, `${gone} CANCELLED`, `${kept} CONFIRMED`],
  );
  assert.ok(!events.some(({ url }) => url.endsWith(`/${long}`)));
  assert.equal(events[2].uid, (await entryOf(app, token, kept)).uid);

  const second = await make();
  assert.notEqual(second.url, first.url);
  assert.equal((await app.call(`GET ${pathOf(first)}`)).status, 404);
  assert.equal((await app.call(`GET ${pathOf(second)}`)).status, 200);
  assert.equal((await app.call("DELETE /api/calendar-feed", { token })).status, 204);
  assert.equal(await feed(), null);
  assert.equal((await app.call(`GET ${pathOf(second)}`)).status, 404);
  assert.equal((await app.call("DELETE /api/calendar-feed", { token })).status, 204);
});

Deno.test("a feed that has not changed is not sent again", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  const id = await insertSchedule(db.sql, john, sarah, "3 days");
  const token = await app.tokenOf(john);
  const { body: { feed } } = await app.call("POST /api/calendar-feed", { token });
  const read = (tag?: string) =>
    app.call(`GET ${pathOf(feed)}`, { headers: tag ? { "if-none-match": tag } : {} });
  const tag = (await read()).headers.get("etag")!;
  for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
    const { status, headers, body } = await read(known);
    assert.deepEqual([status, headers.get("etag"), body], [304, tag, null], known);
  }
  await moveSchedule(db.sql, id, "4 days");
  const changed = await read(tag);
  assert.equal(changed.status, 200);
  assert.notEqual(changed.headers.get("etag"), tag);
  assert.equal((await app.call(`HEAD ${pathOf(feed)}`)).body, null);
});

Deno.test("a feed's address cannot be guessed, forged or found in the database", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await app.tokenOf(await patient(db.sql));
  const { body: { feed } } = await app.call("POST /api/calendar-feed", { token });
  const [{ id }] = await db.sql`select id from private.calendar_feeds`;
  const digits = id.replaceAll("-", "");
  const real = pathOf(feed);
  assert.ok(real.includes(digits));
  const wrong = [
    `/calendar/${digits}.ics`,
    `/calendar/${id}.ics`,
    `/calendar/${digits}${"0".repeat(32)}.ics`,
    `/calendar/${"0".repeat(32)}${real.slice(-36, -4)}.ics`,
    "/calendar/x.ics",
    "/calendar/%00.ics",
    `/calendar/${"a".repeat(5000)}.ics`,
  ];
  for (const path of wrong) assert.equal((await app.call(`GET ${path}`)).status, 404, path);
  assert.equal((await app.call(`GET ${real}`)).status, 200);
});

Deno.test("services have no feed, and people only their own", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const service = await app.tokenOf(await patient(db.sql, { role: "service" }));
  problem("forbidden", await app.call("POST /api/calendar-feed", { token: service }));
  problem("unauthenticated", await app.call("POST /api/calendar-feed"));
  problem("unauthenticated", await app.call("GET /api/calendar-feed"));
  problem("unauthenticated", await app.call("DELETE /api/calendar-feed"));
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const token = await app.tokenOf(await patient(db.sql));
  const cookie = { cookie: `session=${token}`, ...foreign };
  problem("forbidden", await app.call("POST /api/calendar-feed", { headers: cookie }));
  assert.equal((await db.sql`select from private.calendar_feeds`).count, 0);
});

Deno.test("what fails while a feed is read is logged without its address", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await app.tokenOf(await patient(db.sql));
  const { body: { feed } } = await app.call("POST /api/calendar-feed", { token });
  await db.sql`drop function private.schedule_json`;
  assert.equal((await app.call(`GET ${pathOf(feed)}`)).status, 500);
  assert.equal(app.logged.length, 1);
  assert.doesNotMatch(app.logged[0], new RegExp(pathOf(feed).slice(10, 30)));
});

Deno.test("a compressed feed is answered with 304 while it has not changed", async () => {
  await using app = await startApp();
  using http = callAt(app.url);
  const { sql } = app;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  for (const ahead of ["3 days", "4 days", "5 days", "6 days"]) {
    await insertSchedule(sql, john, sarah, ahead);
  }
  const { body } = await http.call("POST /api/calendar-feed", { token: await tokenOf(sql, john) });
  const headers = { "accept-encoding": "gzip" };
  const { text, headers: answer } = await http.call(`GET ${pathOf(body.feed)}`, { headers });
  assert.equal(readCalendar(text).length, 4);
  const tag = answer.get("etag")!;
  assert.match(tag, /^W\//);
  const again = { headers: { ...headers, "if-none-match": tag } };
  assert.equal((await http.call(`GET ${pathOf(body.feed)}`, again)).status, 304);
});

Deno.test("calendars lead to the public address where one is set", () => {
  const url = new URL("http://10.0.0.7:8000/api/calendar-feed");
  const origin = (publicUrl?: string) =>
    ownOrigin({ url, state: { auth: { ...auth, publicUrl } } });
  assert.equal(origin("https://liaison.example.org"), "https://liaison.example.org");
  assert.equal(origin(), "http://10.0.0.7:8000");
});

Deno.test("a feed that is read too often is refused for a while", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [token, other] = [await app.tokenOf(await patient(db.sql)), await patient(db.sql)];
  const { body: { feed } } = await app.call("POST /api/calendar-feed", { token });
  const read = async () => (await app.call(`GET ${pathOf(feed)}`)).status;
  for (let i = 0; i < 60; i++) assert.equal(await read(), 200);
  assert.equal(await read(), 429);
  const { body } = await app.call("POST /api/calendar-feed", { token: await app.tokenOf(other) });
  assert.equal((await app.call(`GET ${pathOf(body.feed)}`)).status, 200);
});
