/** A researcher blocks a patient: what the patient can still do, and what they learn. */
import assert from "node:assert/strict";
import { blockAnswer, blocksAnswer } from "../../lib/contract/blocks.ts";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import {
  insertRequest,
  insertSchedule,
  insertService,
  patient,
  researcher,
  times,
} from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";

const start_datetime = "2099-11-05T14:00:00Z";
const PAST = "2001-01-01T10:00:00Z";
const NOBODY = 2_000_000;

Deno.test("a patient who is blocked reaches the researcher no more", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const john = await patient(sql);
  const sarah = await researcher(sql, { full_name: "Dr. Sarah", specialty: "Sleep" });
  const token = await app.tokenOf(john);
  const hers = await app.tokenOf(sarah);
  const call = (what: string, body?: unknown, by = token) => app.call(what, { token: by, body });
  const ask = (expert_id: number, preferred_datetime?: string) =>
    call("POST /api/meetings", { expert_id, message: "Hi", preferred_datetime });
  const block = (id = john.id) => call(`PUT /api/blocks/${id}`, undefined, hers);
  const body = {
    user_id: john.id,
    mentor_id: sarah.id,
    recipient_id: sarah.id,
    start_datetime,
    notification_type: "news",
    title: "News",
    message: "Words",
  };
  const notesTo = async (id: number) =>
    (await sql`select notification_type from meeting_notifications where recipient_id = ${id}
      order by id`).map((row) => row.notification_type);

  await t.step("only researchers block, and only those who asked or met them", async () => {
    for (const by of [token, await app.tokenOf(await insertService(sql))]) {
      problem("forbidden", await call("GET /api/blocks", undefined, by));
      problem("forbidden", await call(`PUT /api/blocks/${sarah.id}`, undefined, by));
      problem("forbidden", await call(`DELETE /api/blocks/${sarah.id}`, undefined, by));
    }
    const there = await block();
    problem("not_found", there);
    for (const id of [NOBODY, sarah.id]) assert.equal(there.text, (await block(id)).text);
  });
  const meeting = await insertSchedule(sql, john, sarah, "2 days");
  const other = await insertRequest(sql, john, await researcher(sql));
  const pending = (await ask(sarah.id)).body.id;
  await sql`delete from meeting_notifications`;

  await t.step("the block rejects their pending request, in the ordinary words", async () => {
    const { status, body: made } = await block();
    assert.equal(status, 200);
    assert.equal(blockAnswer.parse(made).block.user.id, john.id);
    assert.deepEqual((await block()).body, made);
    const { body: requests } = await call("GET /api/meetings");
    const byId = new Map(requests.map((r: { id: number }) => [r.id, r]));
    assert.partialDeepStrictEqual(byId.get(pending), { status: "rejected", decision_reason: null });
    assert.partialDeepStrictEqual(byId.get(other), { status: "pending" });
    const { body: { notifications } } = await call("GET /api/meeting-notifications");
    assert.deepEqual(notifications.map(({ message }: { message: string }) => message), [
      "Dr. Sarah declined your meeting request.",
    ]);
  });
  await t.step("they neither find nor ask the researcher, as if there were none", async () => {
    assert.equal((await call("GET /api/experts?search=Sarah")).body.total, 0);
    assert.deepEqual((await call("GET /api/experts/specialties")).body, { specialties: [] });
    const others = await app.tokenOf(await patient(sql));
    assert.equal((await call("GET /api/experts?search=Sarah", undefined, others)).body.total, 1);
    for (const preferred of [undefined, PAST]) {
      const refused = await ask(sarah.id, preferred);
      problem("not_found", refused);
      assert.equal(refused.text, (await ask(NOBODY, preferred)).text);
    }
    const headers = { cookie: `session=${token}` };
    const page = await app.call(`GET /experts/${sarah.id}/request`, { headers });
    assert.equal(page.status, 404);
    assert.match((await app.call("GET /meetings/new", { headers })).text, /No one to meet yet/);
  });
  await t.step("they write nothing to the researcher and keep to cancelling", async () => {
    for (const path of ["schedule", "trial_schedule", "meeting-notifications"]) {
      const refused = await call(`POST /api/${path}`, body);
      problem("forbidden", refused);
      assert.equal(
        refused.text,
        (await call(`POST /api/${path}`, { ...body, mentor_id: NOBODY }))
          .text,
      );
      const byHer = problem("forbidden", await call(`POST /api/${path}`, body, hers));
      assert.match(byHer.detail, /unblock them first/);
    }
    const reminder = { schedule_id: meeting };
    const moved = { start_datetime, meeting_link: "https://example.org/" };
    problem("forbidden", await call("POST /api/meeting-notifications/reminder", reminder));
    problem("forbidden", await call(`PUT /api/schedule/${meeting}`, moved));
    assert.deepEqual(await notesTo(sarah.id), []);
    assert.equal(
      (await call(`PUT /api/schedule/${meeting}`, { start_datetime }, hers)).status,
      200,
    );
    const cancelled = await call("POST /api/meeting-notifications/cancel", reminder);
    assert.equal(cancelled.status, 200);
    assert.deepEqual(await notesTo(sarah.id), ["meeting_rescheduled", "meeting_cancelled"]);
  });
  await t.step("other systems are free", async () => {
    const service = await app.tokenOf(await insertService(sql));
    assert.equal((await call("POST /api/schedule", body, service)).status, 201);
    await insertRequest(sql, john, sarah, { status: "accepted" });
  });
  await t.step("unblocking allows everything again", async () => {
    const { blocks } = blocksAnswer.parse((await call("GET /api/blocks", undefined, hers)).body);
    assert.deepEqual(blocks.map(({ user }) => user.id), [john.id]);
    for (let i = 0; i < 2; i++) {
      assert.equal((await call(`DELETE /api/blocks/${john.id}`, undefined, hers)).status, 204);
    }
    assert.deepEqual((await call("GET /api/blocks", undefined, hers)).body, { blocks: [] });
    assert.equal((await call("GET /api/experts?search=Sarah")).body.total, 1);
    assert.equal((await call("POST /api/meeting-notifications", body)).status, 201);
    assert.equal((await ask(sarah.id)).status, 201);
  });
  assert.deepEqual(app.logged, []);
});

Deno.test("a request that is sent while the patient is blocked does not stay pending", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const sarah = await researcher(sql);
  const hers = await app.tokenOf(sarah);
  const answers = await Promise.all(times(12, async () => {
    const john = await patient(sql);
    await insertRequest(sql, john, sarah, { status: "cancelled" });
    const body = { expert_id: sarah.id, message: "Hi" };
    const calls = [
      app.call("POST /api/meetings", { token: await app.tokenOf(john), body }),
      app.call(`PUT /api/blocks/${john.id}`, { token: hers }),
    ];
    return (await Promise.all(calls)).map(({ status }) => status).join();
  }));
  assert.deepEqual(answers.filter((both) => both !== "201,200" && both !== "404,200"), []);
  const pending = await sql`select id from meeting_requests where status = 'pending'`;
  assert.deepEqual([...pending], []);
});

Deno.test("a researcher blocks and unblocks by forms, without a script", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const john = await patient(sql, { full_name: "John <Doe>" });
  const sarah = await researcher(sql);
  const [token, johns] = [await app.tokenOf(sarah), await app.tokenOf(john)];
  const requestId = await insertRequest(sql, john, sarah);
  const meeting = `/meetings/${await insertSchedule(sql, john, sarah, "2 days")}`;
  const request = `/requests/${requestId}`;
  const open = async (path: string, by = token) =>
    (await app.call(`GET ${path}`, { headers: { cookie: `session=${by}` } })).text;
  /** Sends the form of a page that has this button; where it leads. */
  const press = async (path: string, button: string) => {
    const form = (await open(path)).split("<form").find((text) => text.includes(`>${button}<`))!;
    const fields = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)];
    const { status, headers } = await app.call(`POST ${/action="([^"]+)"/.exec(form)![1]}`, {
      headers: {
        cookie: `session=${token}`,
        "content-type": "application/x-www-form-urlencoded",
        origin: app.url,
      },
      raw: new URLSearchParams(fields.map(([, name, value]) => [name, value])).toString(),
    });
    assert.equal(status, 303);
    return headers.get("location")!;
  };

  await t.step("on the page of a request, which then says so", async () => {
    assert.match(await open("/settings"), /You have blocked nobody/);
    const next = await press(request, "Block");
    assert.equal(next, `${request}?done=person-blocked`);
    const text = await open(next);
    assert.match(text, /This person is blocked\./);
    assert.match(text, /You have blocked <bdi>John &lt;Doe><\/bdi>/);
    assert.match(text, /Declined/);
    assert.doesNotMatch(text, /Block this person/);
  });
  await t.step("in the settings, which list them", async () => {
    assert.match(await open("/settings"), /John &lt;Doe>/);
    const next = await press("/settings", "Unblock");
    assert.equal(next, "/settings?done=person-unblocked#blocks");
    const text = await open("/settings?done=person-unblocked");
    assert.match(text, /This person is no longer blocked\./);
    assert.match(text, /You have blocked nobody/);
  });
  await t.step("and on the page of a meeting", async () => {
    assert.equal(await press(meeting, "Block"), `${meeting}?done=person-blocked`);
    assert.equal(await press(meeting, "Unblock"), `${meeting}?done=person-unblocked`);
  });
  await t.step("patients have none of these forms", async () => {
    for (const path of [request, meeting, "/settings"]) {
      assert.doesNotMatch(await open(path, johns), /\/blocks|[Bb]lock this person|Blocked/);
    }
  });
  assert.deepEqual(app.logged, []);
});
