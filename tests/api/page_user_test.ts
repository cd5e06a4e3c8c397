/** Whom a page was made for, and whose session it is that the browser has now. */
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { serveRoutes, type TestRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import {
  insertAdmin,
  insertNotifications,
  insertRequest,
  insertSchedule,
  patient,
  researcher,
} from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PASSWORD = "correct horse";

/** A registered patient: their id, and their cookie. */
async function register(app: TestRoutes, name: string) {
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
  return (await sql`select from private.sessions where user_id = ${id}`).count;
}

Deno.test("a call of somebody else's page is unauthenticated and does nothing", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
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
  await using app = await serveRoutes(db.sql);
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

/** What pages show: ids of a request that waits, another one, a meeting and a notification. */
async function fill(sql: Sql, john: User, sarah: User) {
  const request = await insertRequest(sql, john, sarah);
  const other = await insertRequest(sql, john, sarah, { status: "cancelled" });
  const meeting = await insertSchedule(sql, john, sarah, "1 day");
  const rows = [john, sarah].map(({ id }) => ({ recipient_id: id }));
  const [johns, sarahs] = await insertNotifications(sql, john, sarah, rows);
  const notificationOf = (user: User) => user === john ? johns : sarahs;
  return { request, other, meeting, notificationOf };
}

Deno.test("every form that posts, on every page behind the sign-in, names the page's user", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  const { request, other, meeting, notificationOf } = await fill(db.sql, john, sarah);
  const seen = new Set<string>();
  const admin = await insertAdmin(db.sql);
  await researcher(db.sql, { approved_at: null });
  for (const user of [john, sarah, admin]) {
    const token = await app.tokenOf(user);
    const paths = user === admin ? ["/admin"] : [
      `/dashboard/${user.role}`,
      `/requests/${request}`,
      `/requests/${other}`,
      `/meetings/${meeting}`,
      `/meetings/${meeting}?panel=move`,
      `/meetings/${meeting}?panel=cancel`,
      `/notifications/${notificationOf(user)}`,
      ...["/notifications", "/settings", "/settings/security", "/calendar", "/meetings/new"],
      ...(user === john ? ["/experts", `/experts/${sarah.id}/request`] : []),
    ];
    for (const path of paths) {
      const { status, text } = await app.call(`GET ${path}`, { token });
      assert.equal(status, 200, path);
      const forms = [...text.matchAll(/<form\b[^>]*method="post"[^>]*>(.*?)<\/form>/gs)];
      assert.ok(forms.length > 0, path);
      const field = `<input type="hidden" name="liaison_user" value="${user.id}">`;
      for (const [, inner] of forms) assert.equal(inner.split(field).length, 2, path);
      seen.add(path.split("?")[0].replace(/\d+/g, "[id]"));
    }
  }
  assert.deepEqual([...seen].sort(), await pagesIn(join(root, "routes/(signed-in)")));
});

Deno.test("no form that posts is written without the component that adds the user", async () => {
  for (const folder of ["islands", "lib/ui", "routes/(signed-in)"]) {
    for (const file of await filesIn(join(root, folder))) {
      if (!file.endsWith(".tsx") || file.endsWith("/components/form.tsx")) continue;
      const text = await Deno.readTextFile(file);
      assert.doesNotMatch(text, /<form\b[^>]*\bmethod="post"/, file);
    }
  }
});

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) =>
    join(parentPath, name)
  );
}

/** The paths of the pages in a folder of routes. */
async function pagesIn(folder: string): Promise<string[]> {
  const pages = (await filesIn(folder)).filter((file) => /\/[^_/]+\.tsx$/.test(file));
  return pages.map((file) => file.slice(folder.length).replace(/(\/index)?\.tsx$/, "")).sort();
}

Deno.test("signing in by the page ends the session that it takes over, unless it is one's own", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
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
