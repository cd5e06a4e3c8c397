import assert from "node:assert/strict";
import { testDatabase } from "../helpers/database.ts";
import { startAppProcess } from "../helpers/processes.ts";
import { setScene } from "./scene.ts";
import { freePort, scratchDirectory } from "./scratch.ts";
import { within } from "../helpers/signals.ts";
import { rounds } from "../helpers/rounds.ts";

Deno.test("the app killed and started again on its data loses nothing", async () => {
  await using scratch = await scratchDirectory();
  const env = { DATA_DIR: scratch.dataDir, PORT: freePort() };
  let app = await startAppProcess(env);
  try {
    await using scene = await setScene(app.databaseUrl, app.url);
    for (let times = 0; times < rounds(1, 20); times++) {
      await scene.more(50);
      app.signal("SIGKILL");
      await app.ended;
      const { databaseUrl } = app;
      app = await startAppProcess(env);
      assert.equal(app.databaseUrl, databaseUrl);
    }
    await scene.more(50);
    await scene.finish();
  } finally {
    await app[Symbol.asyncDispose]();
  }
});

Deno.test("SIGTERM under load ends the app in seconds, and the next start continues", async () => {
  await using scratch = await scratchDirectory();
  const env = { DATA_DIR: scratch.dataDir, PORT: freePort() };
  let app = await startAppProcess(env);
  try {
    await using scene = await setScene(app.databaseUrl, app.url);
    await scene.more(50);
    app.signal("SIGTERM");
    const { code } = await within(20_000, "the end", app.ended, app.output);
    assert.equal(code, 0, app.output());
    assert.match(app.output(), /Stopping\n$/);
    assert.deepEqual(await scratch.processes(), []);

    app = await startAppProcess(env);
    assert.doesNotMatch(app.output(), /Recovering/);
    await scene.more(50);
    await scene.finish();
  } finally {
    await app[Symbol.asyncDispose]();
  }
});

Deno.test("clients of two apps on one database get every row, also when they change the app", async () => {
  await using db = await testDatabase();
  await using first = await startAppProcess({ DATABASE_URL: db.url });
  await using second = await startAppProcess({ DATABASE_URL: db.url });
  await using scene = await setScene(db.url, first.url, second.url);
  await scene.more(50);
  second.signal("SIGKILL");
  await second.ended;
  await scene.watchers[0].more(20);
  for (const watcher of scene.watchers) watcher.moveTo(first.url);
  await scene.more(50);
  await scene.finish();
});
