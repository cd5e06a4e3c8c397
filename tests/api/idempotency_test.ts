import assert from "node:assert/strict";
import { serveRoutes, type TestRoutes } from "../helpers/routes.ts";
import type { Answer } from "../helpers/http.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertSchedule, patient, relate, researcher } from "../helpers/factories.ts";
import { countRows, readTables } from "../helpers/tables.ts";
import { problem } from "../helpers/problems.ts";

const start_datetime = "2099-11-05T14:00:00Z";
const ada = { email: "ada@example.org", password: "correct horse", full_name: "Ada" };

type Keyed = { token?: string; body?: unknown; headers?: Record<string, string> };

function caller(app: TestRoutes) {
  return (what: string, key: string, { headers, ...call }: Keyed = {}) =>
    app.call(what, { ...call, headers: { ...headers, "idempotency-key": key } });
}

function isReplay({ headers }: Answer): boolean {
  return headers.get("idempotency-replayed") === "true";
}

/** Fails unless `second` repeats `first`. */
function repeats(first: Answer, second: Answer): void {
  assert.deepEqual([second.status, second.body], [first.status, first.body]);
  assert.deepEqual([isReplay(first), isReplay(second)], [false, true]);
  for (const name of ["content-type", "set-cookie", "cache-control"]) {
    assert.equal(second.headers.get(name), first.headers.get(name), name);
  }
}

Deno.test("a call with a key happens once, whichever call it is", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const call = caller(app);
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const token = await app.tokenOf(john);
  const pair = { user_id: john.id, mentor_id: sarah.id };
  const news = { ...pair, notification_type: "news", title: "T", message: "größe \u{1F600}" };
  const schedule_id = await insertSchedule(sql, john, sarah, "2 days");
  const cases: [what: string, body: unknown, status: number][] = [
    ["POST /api/meetings", { expert_id: sarah.id, message: "Hi" }, 201],
    ["POST /api/schedule", { ...pair, start_datetime }, 201],
    ["POST /api/trial_schedule", { ...pair, start_datetime: "2099-11-06T14:00:00Z" }, 201],
    ["POST /api/meeting-notifications", news, 201],
    ["POST /api/meeting-notifications/reminder", { schedule_id }, 201],
    ["POST /api/meeting-notifications/cancel", { schedule_id }, 200],
  ];
  for (const [i, [what, body, status]] of cases.entries()) {
    await t.step(what, async () => {
      const first = await call(what, `key-${i}`, { token, body });
      assert.equal(first.status, status, JSON.stringify(first.body));
      const tables = await readTables(sql);
      repeats(first, await call(what, `key-${i}`, { token, body }));
      repeats(first, await call(`${what}/`, `key-${i}`, { token, body }));
      assert.deepEqual(await readTables(sql), tables);
    });
  }
  await t.step("a registration, cookie included", async () => {
    const body = { ...ada, role: "patient" };
    const first = await call("POST /api/auth/register", "r", { body });
    assert.equal(first.status, 201);
    const { sessions } = await countRows(sql);
    const second = await call("POST /api/auth/register", "r", { body });
    repeats(first, second);
    assert.match(second.headers.get("set-cookie")!, /^session=/);
    repeats(first, await call("POST /api/auth/register", "r", { body, token }));
    assert.equal((await countRows(sql)).sessions, sessions);
    problem("email_taken", await call("POST /api/auth/register", "r2", { body }));
  });
  await t.step("a sign-in", async () => {
    const body = { email: ada.email, password: ada.password };
    const first = await call("POST /api/auth/login", "l", { body });
    const { sessions } = await countRows(sql);
    repeats(first, await call("POST /api/auth/login", "l", { body }));
    assert.equal((await countRows(sql)).sessions, sessions);
    const other = await call("POST /api/auth/login", "l2", { body });
    assert.notEqual(other.body.token, first.body.token);
  });
  await t.step("kept answers are encrypted", async () => {
    const rows = await sql`select t::text as row from private.idempotency_keys t`;
    const text = rows.map(({ row }) => row).join("\n");
    assert.doesNotMatch(text, /correct horse|größe|session=/);
    assert.ok(!text.includes(token.split(".")[0] + "."));
  });
  await t.step("a sign-out, which ends its own token", async () => {
    const token = await app.tokenOf(john);
    assert.equal((await call("POST /api/auth/logout", "o", { token })).status, 204);
    problem("unauthenticated", await call("POST /api/auth/logout", "o", { token }));
    const other = await app.tokenOf(john);
    assert.equal((await call("POST /api/auth/logout", "o", { token: other })).status, 204);
    assert.equal((await app.call("GET /api/auth/me", { token: other })).status, 200);
  });
  assert.deepEqual(app.logged, []);
});

Deno.test("twenty at once: one row, one answer", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const call = caller(app);
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  await relate(sql, john, sarah);
  const token = await app.tokenOf(john);
  const once = async (send: () => Promise<Answer>) => {
    const answers = await Promise.all(Array.from({ length: 20 }, send));
    const [first, ...rest] = answers.sort((a, b) => Number(isReplay(a)) - Number(isReplay(b)));
    for (const answer of rest) repeats(first, answer);
    return first;
  };
  await t.step("that succeeds", async () => {
    const body = { user_id: john.id, mentor_id: sarah.id, start_datetime };
    const first = await once(() => call("POST /api/schedule", "k", { token, body }));
    assert.equal(first.status, 201);
    const { schedules, notifications } = await countRows(sql);
    assert.deepEqual([schedules, notifications], [1, 2]);
  });
  await t.step("that is refused", async () => {
    const body = { user_id: john.id, mentor_id: sarah.id, start_datetime };
    const before = await countRows(sql);
    problem("double_booking", await once(() => call("POST /api/schedule", "k2", { token, body })));
    assert.deepEqual(await countRows(sql), before);
  });
  await t.step("that signs up", async () => {
    const body = { ...ada, role: "researcher" };
    assert.equal((await once(() => call("POST /api/auth/register", "k", { body }))).status, 201);
    const [{ made }] = await sql`
      select count(*)::int as made from users where email = ${ada.email}`;
    assert.equal(made, 1);
  });
  assert.deepEqual(app.logged, []);
});

Deno.test("keys belong to their caller, and to one call", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const call = caller(app);
  const [john, paul, sarah] = [await patient(sql), await patient(sql), await researcher(sql)];
  const token = await app.tokenOf(john);
  const other = await app.tokenOf(paul);
  const body = { expert_id: sarah.id, message: "Hi" };
  const ask = "POST /api/meetings";

  await t.step("another caller's key is another key", async () => {
    const first = await call(ask, "k", { token, body });
    const second = await call(ask, "k", { token: other, body });
    assert.equal(second.status, 201);
    assert.ok(!isReplay(second));
    assert.notEqual(second.body.id, first.body.id);
    repeats(first, await call(ask, "k", { token: await app.tokenOf(john), body }));
  });
  await t.step("another body, path or query is a mismatch", async () => {
    const tables = await readTables(sql);
    const mismatch = async (what: string, body: unknown) =>
      problem("idempotency_mismatch", await call(what, "k", { token, body }));
    await mismatch(ask, { ...body, message: "Ho" });
    await mismatch(`${ask}?x=1`, body);
    await mismatch("POST /api/schedule", body);
    await mismatch(ask, {});
    assert.deepEqual(await readTables(sql), tables);
  });
  await t.step("an error is repeated, even if the call would succeed by now", async () => {
    const { body: asked } = await call(ask, "first", { token: other, body });
    const taken = await call(ask, "r", { token: other, body });
    problem("already_pending", taken);
    await sql`delete from meeting_requests where requester_id = ${paul.id}`;
    const again = await call(ask, "r", { token: other, body });
    repeats(taken, again);
    problem("already_pending", again);
    assert.equal((await call(ask, "r2", { token: other, body })).status, 201);
    assert.ok(asked);
  });
  await t.step("invalid input is repeated as well", async () => {
    const wrong = await call(ask, "bad", { token, body: { expert_id: "x" } });
    problem("invalid_input", wrong);
    repeats(wrong, await call(ask, "bad", { token, body: { expert_id: "x" } }));
    const raw = (text: string) =>
      app.call(ask, {
        token,
        raw: text,
        headers: { "idempotency-key": "raw", "content-type": "application/json" },
      });
    problem("invalid_input", await raw("{"));
    problem("invalid_input", await raw("{"));
    problem("idempotency_mismatch", await raw("{}"));
    problem("payload_too_large", await raw("x".repeat(1024 * 1024 + 1)));
  });
  await t.step("a wrong password is not kept, and counts each time", async () => {
    const wrong = { email: john.email, password: "wrong password" };
    for (const count of [1, 2, 3]) {
      assert.equal((await call("POST /api/auth/login", "l", { body: wrong })).status, 401);
      const keys = await sql`select from private.attempts where key like 'account % from %'`;
      assert.equal(keys.count, count);
    }
  });
  await t.step("after 24 hours a key is new", async () => {
    const body = { expert_id: (await researcher(sql)).id, message: "Hi" };
    const age = (hours: number) =>
      sql`update private.idempotency_keys set created_at = created_at - make_interval(hours => ${hours})`;
    const first = await call(ask, "old", { token, body });
    await age(23);
    repeats(first, await call(ask, "old", { token, body }));
    await age(1);
    const late = await call(ask, "old", { token, body: { ...body, message: "Ho" } });
    problem("already_pending", late);
    repeats(late, await call(ask, "old", { token, body: { ...body, message: "Ho" } }));
  });
  await t.step("keys are 1 to 255 visible characters", async () => {
    const body = { expert_id: (await researcher(sql)).id, message: "Hi" };
    for (const key of ["a b", "x".repeat(256), "größe", "\u00a0"]) {
      problem("invalid_input", await call(ask, key, { token, body }));
    }
    for (const key of ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', "~", "x".repeat(255)]) {
      const { status } = await call(ask, key, { token, body });
      assert.ok(status === 201 || status === 409);
    }
  });
  await t.step("other methods and unknown paths ignore keys", async () => {
    const call1 = await call("GET /api/auth/me", "a b", { token });
    assert.equal(call1.status, 200);
    const read = "PUT /api/meeting-notifications/mark-all-read";
    assert.deepEqual((await call(read, "k", { token })).body, { updated: 0 });
    problem("not_found", await call("POST /api/nowhere", "k", { token }));
  });
  assert.deepEqual(app.logged, []);
});

Deno.test("a call that failed on the server's side runs again", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const call = caller(app);
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  await relate(sql, john, sarah);
  const token = await app.tokenOf(john);
  const body = { user_id: john.id, mentor_id: sarah.id, start_datetime };
  const send = () => call("POST /api/schedule", "k", { token, body });

  /** Makes the writing of notifications fail, as the last step of the call. */
  const breakWith = (code: string) =>
    sql.unsafe(`
      create or replace function public.break() returns trigger language plpgsql as
      $$ begin raise exception 'broken' using errcode = '${code}'; end $$;
      create or replace trigger _050_break before insert on meeting_notifications
      for each row execute function public.break();`);
  const before = await readTables(sql);
  await breakWith("XX000");
  problem("internal", await send());
  assert.equal(app.logged.splice(0).length, 1);
  await breakWith("57014");
  problem("unavailable", await send());
  assert.deepEqual(await readTables(sql), before);
  assert.equal((await sql`select from private.idempotency_keys`).length, 0);

  await sql.unsafe(`
    create sequence public.tries;
    create or replace function public.break() returns trigger language plpgsql as
    $$ begin
      if nextval('public.tries') < 3 then raise exception 'busy' using errcode = '40P01'; end if;
      return new;
    end $$;`);
  const first = await send();
  assert.equal(first.status, 201);
  repeats(first, await send());
  assert.equal((await countRows(sql)).schedules, 1);
  assert.deepEqual(app.logged, []);
});
