/** Whom a page was made for, and whose session it is that the browser has now. */
import assert from "node:assert/strict";
import type { Sql } from "../../lib/db/pool.ts";
import { serveApp, type TestApp } from "../helpers/app.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient } from "../helpers/people.ts";
import { problem } from "../helpers/problems.ts";

const PASSWORD = "password123";

/** A registered patient: their id, and their cookie. */
async function register(app: TestApp, name: string) {
  const body = { email: `${name}@example.org`, password: PASSWORD, full_name: name };
  const answer = await app.call("POST /api/auth/register", { body: { ...body, role: "patient" } });
  assert.equal(answer.status, 201);
  return { id: answer.body.user.id as number, cookie: `session=${answer.body.token}` };
}

function form(fields: Record<string, string>, cookie: string) {
  const type = "application/x-www-form-urlencoded";
  return {
    raw: `${new URLSearchParams(fields)}`,
    headers: { "content-type": type, cookie },
  };
}

async function countSessions(sql: Sql, id: number): Promise<number> {
  return (await sql`select from sessions where user_id = ${id}`).count;
}

Deno.test("a call of somebody else's page is unauthenticated and does nothing", async () => {
  await using db = await testDatabase();
  await using app = await serveApp(db.sql);
  const user = await patient(db.sql);
  const token = await app.tokenOf(user);
  const rename = (full_name: string, headers: Record<string, string>) =>
    app.call("PUT /api/auth/me", { token, body: { full_name }, headers });
  for (const other of [`${user.id + 1}`, "", "x", `0${user.id}`]) {
    const refused = await rename("Mallory", { "liaison-user": other });
    problem("unauthenticated", refused);
    assert.equal(refused.headers.get("cache-control"), "no-store");
  }
  const [{ full_name }] = await db.sql`select full_name from users where id = ${user.id}`;
  assert.equal(full_name, user.full_name);
  assert.equal((await rename("Own", { "liaison-user": `${user.id}` })).status, 200);
  assert.equal((await rename("Program", {})).status, 200);
  const signedOut = { headers: { "liaison-user": `${user.id}` } };
  problem("unauthenticated", await app.call("GET /api/experts/specialties", signedOut));
});

Deno.test("a form of somebody else's page is forbidden and does nothing", async () => {
  await using db = await testDatabase();
  await using app = await serveApp(db.sql);
  const { id, cookie } = await register(app, "ana");
  const rename = (full_name: string, user: Record<string, string>) =>
    app.call("POST /settings", form({ action: "profile", full_name, ...user }, cookie));
  const refused = await rename("Mallory", { liaison_user: `${id + 1}` });
  assert.equal(refused.status, 403);
  assert.match(refused.text, /Somebody else has signed in since this page was opened/);
  const [{ full_name }] = await db.sql`select full_name from users where id = ${id}`;
  assert.equal(full_name, "ana");
  for (const user of [{ liaison_user: `${id}` }, {}]) {
    assert.equal((await rename("Ana", user as Record<string, string>)).status, 303);
  }
});

Deno.test("all forms of a page name whom it was made for, and no words of people do", async () => {
  await using db = await testDatabase();
  await using app = await serveApp(db.sql);
  const { id, cookie } = await register(app, "ana");
  const trap = `<form method="post"></form>`;
  await db.sql`update users set full_name = ${trap} where id = ${id}`;
  for (const path of ["/settings", "/notifications", "/dashboard/patient", "/meetings/new"]) {
    const { text } = await app.call(`GET ${path}`, { headers: { cookie } });
    const forms = [...text.matchAll(/<form\b[^>]*method="post"[^>]*>(.*?)<\/form>/gs)];
    assert.ok(forms.length > 0, path);
    const field = `<input type="hidden" name="liaison_user" value="${id}">`;
    for (const [, inner] of forms) assert.ok(inner.endsWith(field), path);
    assert.equal(text.split("liaison_user").length - 1, forms.length, path);
  }
});

Deno.test("signing in by the page ends the session that it takes over, unless it is one's own", async () => {
  await using db = await testDatabase();
  await using app = await serveApp(db.sql);
  const [ana, ben] = [await register(app, "ana"), await register(app, "ben")];
  const signIn = (name: string, cookie: string, password = PASSWORD) =>
    app.call("POST /login", form({ email: `${name}@example.org`, password }, cookie));
  assert.equal((await signIn("ana", ana.cookie)).status, 303);
  assert.equal((await signIn("ben", ana.cookie, "wrong one")).status, 401);
  assert.equal(await countSessions(db.sql, ana.id), 2);
  const byProgram = await app.call("POST /api/auth/login", {
    body: { email: "ben@example.org", password: PASSWORD },
    headers: { cookie: ana.cookie },
  });
  assert.equal(byProgram.status, 200);
  assert.equal(await countSessions(db.sql, ana.id), 2);
  assert.equal((await signIn("ben", ana.cookie)).status, 303);
  assert.equal(await countSessions(db.sql, ana.id), 1);
  problem(
    "unauthenticated",
    await app.call("GET /api/auth/me", { headers: { cookie: ana.cookie } }),
  );

  const fields = {
    email: "new@example.org",
    password: PASSWORD,
    full_name: "New",
    role: "patient",
  };
  assert.equal((await app.call("POST /register", form(fields, ben.cookie))).status, 303);
  problem(
    "unauthenticated",
    await app.call("GET /api/auth/me", { headers: { cookie: ben.cookie } }),
  );
  assert.equal(await countSessions(db.sql, ben.id), 2);
});
