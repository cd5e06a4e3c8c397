import assert from "node:assert/strict";
import { startEmbedded } from "../../lib/embedded/mod.ts";
import { startAppProcess } from "../helpers/processes.ts";
import { rounds } from "../helpers/rounds.ts";
import { setScene } from "./scene.ts";
import { scratchDirectory } from "./scratch.ts";

Deno.test("the embedded Postgres killed again and again loses nothing", async () => {
  await using scratch = await scratchDirectory();
  await using app = await startAppProcess({ DATA_DIR: scratch.dataDir });
  await using scene = await setScene(app.databaseUrl, app.url);
  for (let times = 0; times < rounds(2, 20); times++) {
    await scene.more(50);
    Deno.kill(await scratch.postmaster(), "SIGKILL");
  }
  await scene.more(50);
  await scene.finish();
  assert.match(app.output(), /Postgres stopped unexpectedly \(SIGKILL\); starting it again/);
});

Deno.test("a Postgres that is restarted by others loses nothing", async () => {
  await using scratch = await scratchDirectory();
  let postgres = await startEmbedded({ dataDir: scratch.dataDir });
  try {
    await using app = await startAppProcess({ DATABASE_URL: postgres.url });
    await using scene = await setScene(postgres.url, app.url);
    for (let times = 0; times < rounds(1, 10); times++) {
      await scene.more(50);
      await postgres.stop();
      await requireUnavailable(app.url);
      postgres = await startEmbedded({ dataDir: scratch.dataDir });
    }
    await scene.more(50);
    await scene.finish();
  } finally {
    await postgres.stop();
  }
});

/** Without a database the app keeps running and answers that the database is unavailable. */
async function requireUnavailable(url: string): Promise<void> {
  const health = await fetch(`${url}/healthz`);
  assert.deepEqual([health.status, await health.json()], [200, { status: "ok" }]);
  const answer = await fetch(`${url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "somebody@example.org", password: "password123" }),
  });
  assert.deepEqual([answer.status, (await answer.json()).code], [503, "unavailable"]);
}
