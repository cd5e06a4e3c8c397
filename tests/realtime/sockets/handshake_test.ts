/** Who may connect. */
import assert from "node:assert/strict";
import { SignJWT, UnsecuredJWT } from "jose";
import { signToken } from "../../../lib/auth/tokens.ts";
import { startApp } from "../../helpers/app.ts";
import { type ClientOptions, connected, LiveClient } from "../../helpers/live_client.ts";
import { auth, tokenOf } from "../../helpers/auth.ts";
import { patient, researcher } from "../../helpers/factories.ts";

async function stage() {
  const app = await startApp({ ALLOWED_ORIGINS: "https://friend.example.org" });
  const { url, sql } = app;
  const john = await patient(sql);
  const token = await tokenOf(sql, john);
  const own = new URL(url).origin;
  const { sid, ...claims } = JSON.parse(atob(token.split(".")[1]));
  const forge = (secret: Uint8Array) =>
    new SignJWT({ ...claims, sid }).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(secret);
  return { url, sql, john, token, own, claims, sid, forge, [Symbol.asyncDispose]: app.stop };
}

Deno.test("a handshake with a valid token is accepted", async (t) => {
  await using scene = await stage();
  const { url, john, token, own, forge } = scene;
  const welcome: [string, ClientOptions][] = [
    ["by auth.token", { token }],
    ["by auth.token, made by hand with our secret", { token: await forge(auth.secret) }],
    ["by auth.token, over polling", { token, transports: ["polling"] }],
    ["by auth.token, over polling at first", { token, transports: ["polling", "websocket"] }],
    ["by a Bearer header", { headers: { authorization: `Bearer ${token}` } }],
    ["by a Bearer header, over polling", {
      headers: { authorization: `Bearer ${token}` },
      transports: ["polling"],
    }],
    ["by the cookie", { headers: { cookie: `other=1; session=${token}` } }],
    ["by the cookie, from our own page", { headers: { cookie: `session=${token}`, origin: own } }],
    ["by the cookie, from an allowed page", {
      headers: { cookie: `session=${token}`, origin: "https://friend.example.org" },
    }],
    ["by auth.token, from a foreign page", { token, headers: { origin: "https://evil.example" } }],
    ["by auth.token before a bad cookie", { token, headers: { cookie: "session=bad" } }],
  ];
  for (const [name, options] of welcome) {
    await t.step(`${name}`, async () => {
      await using client = await connected(url, options);
      const { payload, rest } = await client.until("ready");
      assert.deepEqual(payload, { user_id: john.id });
      assert.equal(rest.length, 1);
      assert.equal(typeof rest[0], "string");
    });
  }
});

Deno.test("a researcher who is not approved is refused, until somebody approves them", async () => {
  await using scene = await stage();
  const { url, sql } = scene;
  const eve = await researcher(sql, { approved_at: null });
  const token = await tokenOf(sql, eve);
  await assert.rejects(connected(url, { token }), (error: { data: { code: string } }) => {
    return error.data.code === "not_approved";
  });
  await sql`update users set approved_at = now() where id = ${eve.id}`;
  await using client = await connected(url, { token });
  await sql`update users set approved_at = null where id = ${eve.id}`;
  await client.until("disconnect");
});

Deno.test("a handshake without a valid token is refused", async (t) => {
  await using scene = await stage();
  const { url, sql, john, token, own, claims, sid, forge } = scene;
  const expired = await signToken(auth, {
    userId: john.id,
    sessionId: sid,
    expiresAt: new Date(Date.now() - 60_000),
  });
  const nobodys = await tokenOf(sql, john);
  const [{ id }] = await sql`select max(id) as id from private.sessions`;
  await sql`delete from private.sessions where id = ${id}`;
  const past = await tokenOf(sql, john);
  await sql`
    update private.sessions set expires_at = now() where id = (select max(id) from private.sessions)`;
  const refused: [string, ClientOptions][] = [
    ["without a token", {}],
    ["without a token, over polling", { transports: ["polling"] }],
    ["with an empty token", { token: "" }],
    ["with a token that is no text", { token: { admin: true } }],
    ["with a token that is none", { token: "x".repeat(10_000) }],
    ["with a forged token", { token: await forge(new Uint8Array(32)) }],
    ["with a changed token", { token: token.replace(/\.[^.]*$/, ".AAAA") }],
    ["with an expired token", { token: expired }],
    ["with a token of alg none", { token: new UnsecuredJWT({ ...claims, sid }).encode() }],
    ["with a token of an ended session", { token: nobodys }],
    ["with a token of an expired session", { token: past }],
    ["with a bad Bearer header", { headers: { authorization: "Bearer x" } }],
    ["with a bad cookie", { headers: { cookie: "session=x" } }],
  ];
  for (const [name, options] of refused) {
    await t.step(`${name}`, async () => {
      await using client = new LiveClient(url, options);
      const { payload } = await client.until("connect_error");
      assert.equal(payload.data?.code, "unauthenticated", payload.message);
      assert.equal(typeof payload.data.message, "string");
      assert.doesNotMatch(JSON.stringify(payload.data), /\.ts|node_modules/);
    });
  }
  for (const origin of ["https://evil.example", "null", `${own}.evil.example`]) {
    await t.step(`by the cookie from ${origin.replace(/\d+/, "…")}`, async () => {
      await using client = new LiveClient(url, { headers: { cookie: `session=${token}`, origin } });
      const { payload } = await client.until("connect_error");
      assert.equal(payload.data?.code, "forbidden");
    });
  }
});

Deno.test("pages of other origins open no socket with the cookie, not even by a script element", async (t) => {
  await using scene = await stage();
  const { url, token } = scene;
  const polling = `${url}/socket.io/?EIO=4&transport=polling`;
  const cookie = `session=${token}`;
  const friend = "https://friend.example.org";
  const tries: [name: string, address: string, headers: Record<string, string>, status: number][] =
    [
      ["a script element", `${polling}&j=0`, { cookie, "sec-fetch-site": "same-site" }, 403],
      ["JSONP from anywhere", `${polling}&j=0`, {}, 403],
      ["a page of the same site", polling, { cookie, "sec-fetch-site": "same-site" }, 403],
      ["a page of another site", polling, { cookie, "sec-fetch-site": "cross-site" }, 403],
      ["an unknown kind of site", polling, { cookie, "sec-fetch-site": "" }, 403],
      ["an allowed page", polling, { cookie, "sec-fetch-site": "cross-site", origin: friend }, 200],
      ["our own page", polling, { cookie, "sec-fetch-site": "same-origin" }, 200],
      ["a person's own doing", polling, { cookie, "sec-fetch-site": "none" }, 200],
      ["a program", polling, { cookie }, 200],
      ["a page with a token of its own", polling, { "sec-fetch-site": "cross-site" }, 200],
    ];
  for (const [name, address, headers, status] of tries) {
    await t.step(name, async () => {
      const response = await fetch(address, { headers });
      await response.body?.cancel();
      assert.equal(response.status, status);
      assert.equal(response.headers.get("x-content-type-options"), "nosniff");
      assert.equal(response.headers.get("cross-origin-resource-policy"), "same-origin");
    });
  }
  await t.step("the client script is for pages of any origin", async () => {
    const { headers, body } = await fetch(`${url}/socket.io/socket.io.min.js`);
    await body?.cancel();
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("cross-origin-resource-policy"), "cross-origin");
  });
});

Deno.test("where PUBLIC_URL is set, it alone is the own origin", async () => {
  const PUBLIC_URL = "https://liaison.example.org";
  await using app = await startApp({ PUBLIC_URL });
  const { address, sql } = app;
  const cookie = `session=${await tokenOf(sql, await patient(sql))}`;
  await using own = await connected(address, { headers: { cookie, origin: PUBLIC_URL } });
  assert.equal(own.socket.connected, true);
  await using other = new LiveClient(address, { headers: { cookie, origin: address } });
  assert.equal((await other.until("connect_error")).payload.data.code, "forbidden");
  const write = async (origin: string) => {
    const headers = { cookie, origin, "sec-fetch-site": "same-origin" };
    const response = await fetch(`${address}/api/auth/logout`, { method: "POST", headers });
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await write(address), 403);
  assert.equal(await write(PUBLIC_URL), 204);
});
