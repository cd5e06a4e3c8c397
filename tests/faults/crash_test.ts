import assert from "node:assert/strict";
import { startEmbedded } from "../../lib/embedded/mod.ts";
import { migrate } from "../../lib/db/migrate.ts";
import { connect, disconnect, type Sql } from "../../lib/db/pool.ts";
import { openFeed, readReplay, resume } from "../../lib/realtime/change_feed.ts";
import { snapshot } from "../helpers/audience.ts";
import { eventually } from "../helpers/signals.ts";
import { insertNotification, patient, researcher } from "../helpers/factories.ts";
import { scratchDirectory } from "./scratch.ts";

/** Some of them end by themselves, and others with the first. */
function kill(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** A connection to the Postgres that came after the crash, once it answers; the old one may not. */
async function connectAgain(url: string): Promise<{ sql: Sql; epoch: string }> {
  const answering: { sql: Sql; epoch: string }[] = [];
  await eventually("it answers", async () => {
    const sql = connect(url, { max: 1 });
    const opened = await openFeed(sql).catch(() => null);
    if (opened) answering.push({ sql, epoch: opened.epoch });
    else await disconnect(sql, 0);
    return opened !== null;
  });
  return answering[0];
}

Deno.test("after a crash, changes with transaction ids that are used again are delivered", async () => {
  await using scratch = await scratchDirectory();
  await using undo = new AsyncDisposableStack();
  const embedded = await startEmbedded({ dataDir: scratch.dataDir });
  undo.defer(() => embedded.stop());
  const before = connect(embedded.url, { max: 1 });
  undo.defer(() => disconnect(before, 0));
  await migrate(before, "migrations");
  const [john, sarah] = [await patient(before), await researcher(before)];
  const { epoch } = await openFeed(before);
  const pids = await scratch.processes();
  await before.unsafe("begin; select pg_current_xact_id(); rollback;".repeat(1000)).simple();
  const base = await snapshot(before);
  const crashed = embedded.pid;
  for (const pid of pids) kill(pid);
  const { sql, epoch: after } = await connectAgain(embedded.url);
  undo.defer(() => disconnect(sql));
  assert.notEqual(after, epoch);
  assert.notEqual(embedded.pid, crashed);
  const taken = BigInt(base.split(":")[1]) - BigInt((await snapshot(sql)).split(":")[1]);
  // Postgres itself notes now and then how far it is, so it may be fewer than were rolled back.
  assert.ok(taken > 0n, "the crash took back no ids");

  for (let i = 0; i < 300; i++) await insertNotification(sql, john, sarah);
  const resumed = await resume(sql, epoch, { base });
  assert.ok(resumed.lost === null);
  const series = { base: resumed.position.base, upper: await snapshot(sql), limit: 1000 };
  const { changes } = await readReplay(sql, series, john.id);
  assert.equal(changes.length, 300);
});

Deno.test("a clean restart keeps the epoch", async () => {
  await using scratch = await scratchDirectory();
  const epoch = async () => {
    const embedded = await startEmbedded({ dataDir: scratch.dataDir });
    const sql = connect(embedded.url, { max: 1 });
    await migrate(sql, "migrations");
    const { epoch } = await openFeed(sql);
    await disconnect(sql);
    await embedded.stop();
    return epoch;
  };
  assert.equal(await epoch(), await epoch());
});
