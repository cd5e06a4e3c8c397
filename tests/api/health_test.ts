import assert from "node:assert/strict";
import { connect, disconnect, type Queries } from "../../lib/db/pool.ts";
import { requireReady } from "../../lib/http/health.ts";
import { health, serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { startApp } from "../helpers/app.ts";
import { patient, times } from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";

Deno.test("the app is ready with a database and a hub, and not without either", async (t) => {
  await using db = await testDatabase();
  await t.step("both are there", async () => {
    await using app = await serveRoutes(db.sql);
    const answer = await app.call("GET /readyz");
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("cache-control"), "no-store");
    const hub = { mode: "listening", notifier: true, lag_ms: 5 };
    assert.deepEqual(answer.body, { status: "ok", hub, connections: 3 });
  });
  await t.step("a hub that does not read", async () => {
    await using app = await serveRoutes(db.sql, {
      ...health,
      hub: { ...health.hub, available: false },
    });
    const answer = await app.call("GET /readyz");
    assert.match(problem("unavailable", answer).detail, /hub/);
    assert.equal(answer.headers.get("retry-after"), "2");
    const { body } = await app.call("GET /metrics");
    assert.match(body, /^liaison_hub_up 0$/m);
  });
  await t.step(
    "without the database, health checks answer, with and without a sign-in",
    async () => {
      await using signedIn = await serveRoutes(db.sql);
      const token = await signedIn.tokenOf(await patient(db.sql));
      const sql = connect("postgres://nobody@127.0.0.1:1/none");
      {
        await using app = await serveRoutes(sql);
        assert.match(problem("unavailable", await app.call("GET /readyz")).detail, /database/);
        assert.equal((await app.call("GET /healthz", { token })).status, 200);
        assert.equal((await app.call("GET /metrics")).status, 200);
      }
      await disconnect(sql);
    },
  );
});

const line = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="\w+"\})? \d+(\.\d+)?(e-?\d+)?)$/;

Deno.test("metrics are in Prometheus' format, without personal data", async () => {
  await using app = await startApp();
  const read = async () => {
    const response = await fetch(`${app.url}/metrics`);
    assert.equal(response.status, 200);
    const type = response.headers.get("content-type");
    assert.equal(type, "text/plain; version=0.0.4; charset=utf-8");
    const text = await response.text();
    for (const each of text.trimEnd().split("\n")) assert.match(each, line);
    assert.ok(text.endsWith("\n"));
    const value = (name: string) =>
      Number(
        text.split("\n").find((l) => l.startsWith(`${name} `))
          ?.split(" ")[1],
      );
    return { text, value };
  };
  const { full_name } = await patient(app.sql);
  const before = await read();
  await (await fetch(`${app.url}/api/auth/me`)).body?.cancel();
  const { text, value } = await read();
  const refused = 'liaison_http_requests_total{class="4xx"}';
  assert.equal(value(refused), before.value(refused) + 1);
  assert.deepEqual([value("liaison_hub_up"), value("liaison_connections")], [1, 0]);
  assert.ok(value("liaison_hub_lag_seconds") < 5);
  assert.ok(value("process_start_time_seconds") <= Date.now() / 1000);
  assert.ok(!text.includes(full_name));
  const ready = await fetch(`${app.url}/readyz`);
  assert.equal((await ready.json()).status, "ok");
});

Deno.test("the database is asked once a second however many ask whether the app is ready", async () => {
  let queries = 0;
  const sql = () => {
    queries++;
    return Promise.resolve();
  };
  const ready = (now: number) => requireReady(sql as unknown as Queries, health, now);
  await Promise.all(times(100, () => ready(1000)));
  await ready(1999);
  assert.equal(queries, 1);
  await ready(2000);
  assert.equal(queries, 2);
});

Deno.test("metrics are for this machine, and for who has the token", async () => {
  const token = "a-token-for-the-monitor";
  await using app = await startApp({ METRICS_TOKEN: token });
  const status = async (headers: Record<string, string>) => {
    const response = await fetch(`${app.url}/metrics`, { headers });
    await response.body?.cancel();
    return response.status;
  };
  const proxied = { "x-forwarded-for": "203.0.113.7" };
  const bearer = (token: string) => ({ ...proxied, authorization: `Bearer ${token}` });
  assert.equal(await status({}), 200);
  assert.equal(await status(proxied), 401);
  assert.equal(await status(bearer("another-token-for-the-monitor")), 401);
  assert.equal(await status({ ...proxied, cookie: `session=${token}` }), 401);
  assert.equal(await status(bearer(token)), 200);
});
