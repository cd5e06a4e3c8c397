import assert from "node:assert/strict";
import { connect, disconnect, type Sql } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { startAppProcess } from "../helpers/processes.ts";
import { rounds } from "../helpers/rounds.ts";
import { setScene } from "./scene.ts";

Deno.test("database connections that are terminated again and again lose nothing", async () => {
  await using db = await testDatabase();
  await using app = await startAppProcess({ DATABASE_URL: db.url });
  await using scene = await setScene(db.url, app.url);
  for (let times = 0; times < rounds(4, 100); times++) {
    await scene.more(20);
    assert.ok(await terminateConnections(db.sql) > 1);
  }
  await scene.more(20);
  await scene.finish();
});

Deno.test("a transaction that commits late delays no other, and is delivered", async () => {
  await using db = await testDatabase();
  await using app = await startAppProcess({ DATABASE_URL: db.url });
  await using scene = await setScene(db.url, app.url);
  const sql = connect(db.url, { max: 1, name: "late writer" });
  try {
    const id = await sql.begin(async (tx) => {
      const { patient, researcher } = scene.pair;
      const [{ id }] = await tx<{ id: number }[]>`select send_meeting_notification(
        ${patient.id}, ${researcher.id}, 'note', 'A row', 'written first, committed last') as id`;
      await scene.more(400);
      await terminateConnections(db.sql);
      await scene.more(100);
      for (const watcher of scene.watchers) assert.ok(!watcher.screen.has(id));
      return id;
    });
    const [first, second, other] = scene.watchers;
    await Promise.all([first.shows(id), second.shows(id)]);
    assert.ok(!other.screen.has(id));
  } finally {
    await disconnect(sql);
  }
  await scene.finish();
});

/** Ends every connection of the app and of the writer; returns how many. */
async function terminateConnections(sql: Sql): Promise<number> {
  const terminated = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
      and application_name in ('liaison', 'liaison hub', 'liaison notifier', 'writer')
      and state is distinct from 'idle in transaction'`;
  return terminated.length;
}
