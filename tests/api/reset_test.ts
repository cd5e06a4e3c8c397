/** Links by which people set a new password. */
import assert from "node:assert/strict";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertAdmin, insertService } from "../helpers/factories.ts";
import { giveAuthenticator } from "../helpers/factors.ts";
import { problem } from "../helpers/problems.ts";

const ada = {
  email: "ada@example.org",
  password: "correct horse",
  full_name: "Ada Lovelace",
  role: "patient",
};

Deno.test("a link sets a new password once, and ends what the earlier one opened", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { body: { token, user } } = await app.call("POST /api/auth/register", { body: ada });
  const admin = await app.tokenOf(await insertAdmin(db.sql));
  const send = async (path: string, values: Record<string, string>, as?: string) => {
    const response = await fetch(app.url + path, {
      method: "POST",
      body: new URLSearchParams(values),
      headers: as ? { authorization: `Bearer ${as}` } : {},
      redirect: "manual",
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const makeLink = (email: string, as = admin) => send("/admin", { action: "reset", email }, as);
  const pathIn = (text: string) => /\/reset\/[\w-]{43}/.exec(text)![0];
  const login = (password: string, otp?: string) =>
    app.call("POST /api/auth/login", { body: { email: ada.email, password, otp } });

  await t.step("only admins make one, and none for admins, services and nobody", async () => {
    assert.equal((await makeLink(ada.email, token)).status, 403);
    const other = await insertAdmin(db.sql);
    const service = await insertService(db.sql);
    for (const { email } of [other, service, { email: "nobody@example.org" }]) {
      const { status, text } = await makeLink(email);
      assert.equal(status, 400);
      assert.doesNotMatch(text, /\/reset\//);
    }
    assert.equal((await db.sql`select from private.reset_links`).count, 0);
  });
  const path = pathIn((await makeLink(ada.email.toUpperCase())).text);
  await t.step("a newer one replaces it, and the database has neither", async () => {
    const newer = pathIn((await makeLink(ada.email)).text);
    assert.equal((await fetch(app.url + path).then((r) => (r.text(), r))).status, 404);
    const [{ text }] = await db.sql`select l::text as text from private.reset_links l`;
    assert.ok(!text.includes(newer.split("/").at(-1)!));
  });
  await t.step("a password that many people use leaves it as it is", async () => {
    const link = pathIn((await makeLink(ada.email)).text);
    assert.equal((await send(link, { new_password: "password123" })).status, 400);
    assert.equal((await login(ada.password)).status, 200);
    const set = await send(link, { new_password: "a newer horse" });
    assert.deepEqual([set.status, set.headers.get("location")], [
      303,
      "/login?done=password-reset",
    ]);
    assert.equal((await send(link, { new_password: "another horse" })).status, 404);
  });
  await t.step("sessions end, and the new password signs in alone", async () => {
    problem("unauthenticated", await app.call("GET /api/auth/me", { token }));
    problem("unauthenticated", await login(ada.password));
    assert.equal((await login("a newer horse")).status, 200);
  });
  await t.step("a second factor is still asked for", async () => {
    await giveAuthenticator(db.sql, user);
    const link = pathIn((await makeLink(ada.email)).text);
    assert.equal((await send(link, { new_password: "the last horse" })).status, 303);
    problem("second_factor_needed", await login("the last horse"));
  });
  await t.step("it expires", async () => {
    const link = pathIn((await makeLink(ada.email)).text);
    await db.sql`update private.reset_links set expires_at = now()`;
    assert.equal((await send(link, { new_password: "too late horse" })).status, 404);
  });
});
