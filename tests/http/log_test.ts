/** What the running program logs about calls, and probes without a host. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { startAppProcess } from "../helpers/processes.ts";
import { testDatabase } from "../helpers/database.ts";
import { callAt } from "../helpers/http.ts";
import { connected } from "../helpers/live_client.ts";
import { startApp } from "../helpers/app.ts";

Deno.test("at debug every call and connection is logged, without what is secret", async () => {
  await using db = await testDatabase();
  const body = {
    email: "ana@example.org",
    password: "correct horse",
    full_name: "Ana",
    role: "patient",
  };
  let output: () => string;
  let token: string;
  {
    await using app = await startAppProcess({ DATABASE_URL: db.url, LOG_LEVEL: "debug" });
    using http = callAt(app.url);
    output = app.output;
    token = (await http.call("POST /api/auth/register", { body })).body.token;
    await http.call("GET /api/auth/me?secret=of-the-query", { token });
    await http.call("GET /calendar/secret-of-the-path.ics");
    await using _client = await connected(app.url, { token });
  }
  const entries = output().split("\n").filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  const answered = entries.filter(({ msg }) => msg === "answered")
    .map(({ method, path, status, user }) => [method, path, status, user]);
  assert.deepEqual(answered, [
    ["POST", "/api/auth/register", 201, undefined],
    ["GET", "/api/auth/me", 200, 1],
    ["GET", "/calendar/…", 404, undefined],
  ]);
  const sockets = entries.filter(({ socket }) => socket).map(({ msg, user }) => [msg, user]);
  assert.deepEqual(sockets, [["connected", 1], ["disconnected", 1]]);
  for (const secret of [token, body.password, "secret-of", "of-the-query"]) {
    assert.ok(!output().includes(secret), secret);
  }
});

Deno.test("a probe by HTTP/1.0 that names no host is answered", async () => {
  await using app = await startApp();
  const { hostname, port } = new URL(app.url);
  for (const path of ["/healthz", "/readyz"]) {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.write(`GET ${path} HTTP/1.0\r\n\r\n`);
    assert.match(await text(socket), /^HTTP\/1\.1 200 OK\r\n[^]*"status":"ok"/);
  }
});
